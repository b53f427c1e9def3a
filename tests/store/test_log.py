"""The log in the data directory: what went wrong, without the user's code."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import pytest

from honed.core.errors import StoreError
from honed.store.log import MOST_BYTES, MOST_FILES, open_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CODE = "password = 'hunter2'"


@pytest.fixture
def handler(tmp_path: Path) -> Iterator[logging.Handler]:
    """Open a log in an empty data directory."""
    made = open_log(tmp_path)
    yield made
    made.close()


def record(
    name: str,
    message: str,
    *arguments: object,
    raised: pytest.ExceptionInfo[BaseException] | None = None,
) -> logging.LogRecord:
    """Return a record, with an exception where one is given."""
    exception = None if raised is None else (raised.type, raised.value, raised.tb)
    where = ("x.py", 7, message, arguments, exception)
    return logging.LogRecord(name, logging.WARNING, *where, func="serve")


def written(handler: logging.Handler, *records: logging.LogRecord) -> str:
    """Return what the log has of some records."""
    for each in records:
        handler.emit(each)
    assert isinstance(handler, logging.FileHandler)
    with open(handler.baseFilename, encoding="utf-8") as log:  # noqa: PTH123 - a name
        return log.read()


def test_what_we_say_is_there(handler: logging.Handler) -> None:
    """With its time, level and place."""
    text = written(handler, record("honed.lsp.server", "%s failed", "codeAction"))
    assert text.endswith("WARNING honed.lsp.server: codeAction failed\n")


def test_exceptions_are_quoted_by_kind_and_place(handler: logging.Handler) -> None:
    """Their words may be the user's code, and so may the lines around."""
    with pytest.raises(ValueError, match="hunter2") as raised:
        int(CODE)
    text = written(handler, record("honed.lsp", "failed", raised=raised))
    assert "ValueError" in text
    assert "test_log.py" in text
    assert "hunter2" not in text
    assert "CODE" not in text


def test_other_packages_are_quoted_by_place(handler: logging.Handler) -> None:
    """Nobody knows what is in their messages."""
    ours = record("pygls.protocol", "Failed to handle %s", CODE)
    text = written(handler, ours, record("honed_not", CODE))
    assert "hunter2" not in text
    assert "WARNING pygls.protocol: said something in serve, line 7" in text


def test_the_record_stays_whole_for_others_noop(handler: logging.Handler) -> None:
    """Another handler, such as that of standard error, gets it as it was."""
    made = record("pygls", "Failed to handle %s", CODE)
    written(handler, made)
    assert made.getMessage() == f"Failed to handle {CODE}"


def test_lone_surrogates_are_no_fault(handler: logging.Handler) -> None:
    """A path may hold them."""
    assert "\\ud800" in written(handler, record("honed", "no file %s", "\ud800"))


def test_it_does_not_grow_for_ever(handler: logging.Handler, tmp_path: Path) -> None:
    """A second file takes the older half, and that is all."""
    for _ in range(40):
        handler.emit(record("honed", "x" * (MOST_BYTES // 10)))
    sizes = [path.stat().st_size for path in (tmp_path / "log").iterdir()]
    assert len(sizes) == 2
    assert max(sizes) <= MOST_BYTES


def test_the_oldest_are_removed(tmp_path: Path) -> None:
    """Of other servers, when one starts."""
    (tmp_path / "log").mkdir()
    for age in range(20):
        path = tmp_path / "log" / f"serve-{age}.log"
        path.touch()
        os.utime(path, (1000 - age, 1000 - age))
    (tmp_path / "log" / "mine.txt").touch()
    open_log(tmp_path).close()
    names = {path.name for path in (tmp_path / "log").iterdir()}
    kept = {f"serve-{age}.log" for age in range(MOST_FILES - 1)}
    assert names == kept | {f"serve-{os.getpid()}.log", "mine.txt"}


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """An error of ours says so."""
    (tmp_path / "log").write_text("a file in its place")
    with pytest.raises(StoreError):
        open_log(tmp_path)
