"""Tokens that were planted in edits and prompts are in no file of the data directory."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING

import honed
from honed.store.words import WORDS
from tests.core.test_token_forms import seen
from tests.core.token_forms import FORMS, hidden

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.services.conftest import Bench

NAMES = [name for name, (line, _, _) in FORMS.items() if "\n" not in line]


def planted(seed: str) -> dict[str, tuple[str, str]]:
    """Return by form a line with a token, and what must not be seen of it."""
    found = {}
    for name in NAMES:
        line, make, stays = FORMS[name]
        value = make(Random(f"{seed} {name}"))
        found[name] = (line.format(value), hidden(value, stays))
    return found


def texts_in(directory: Path) -> Iterator[bytes]:
    """Yield all bytes that lie there: of files, and of every record as it was before deflating."""
    for path in directory.rglob("*"):
        if path.is_file():
            yield path.read_bytes()
    for path in directory.rglob("*.db"):
        with closing(sqlite3.connect(path)) as connection:
            names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            for (table,) in names.fetchall():
                for row in connection.execute(f"SELECT * FROM {table}").fetchall():  # noqa: S608 - its own
                    for each in row:
                        if isinstance(each, bytes):
                            yield each
                            yield inflated(each)


def inflated(record: bytes) -> bytes:
    """Return what a record says, nothing where it is none."""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS, WORDS).decompress(record)
    except zlib.error:
        return b""


def leaked(tokens: dict[str, tuple[str, str]], directory: Path) -> list[str]:
    """Return the forms of which a piece lies in a file."""
    everything = b"\n".join(texts_in(directory)).decode("utf-8", "replace").replace("\\\\", "\\")
    return [name for name, (_, secret) in tokens.items() if seen(secret, everything)]


def test_edits(bench: Bench) -> None:
    """Typed, pasted beside an edit, taken away; with a pattern that is offered and accepted."""
    tokens = planted("edits")
    uri = bench.open("a.py", "")
    for line, _ in tokens.values():
        text = f"import client\n\n\ndef f(value):\n    {line}\n    log.warn(value)\n"
        bench.edit(uri, text)
        bench.save(uri)
        bench.edit(uri, text.replace("log.warn", "log.warning"))
        bench.save(uri)
        bench.edit(uri, text.replace(line, "pass"))
        bench.save(uri)
    bench.wait()
    assert bench.project.last_durable_id >= len(tokens)
    data = bench.folder.parent / "data"
    assert leaked(tokens, data) == []
    bench.workspace.stop()
    assert leaked(tokens, data) == []


def test_prompts(tmp_path: Path) -> None:
    """In what was asked for, in the code before and after, in names and paths."""
    tokens = planted("prompts")
    with honed.TrajectoryManager(data_dir=tmp_path) as manager:
        for line, _ in tokens.values():
            manager.store_trajectory(
                {"prompt": line, "existingCode": line, "path": line, "framework": line},
                {"code": f"def f():\n    {line}\n", "patternsApplied": [line]},
            )
            manager.search_similar(line)
        assert leaked(tokens, tmp_path) == []
    assert leaked(tokens, tmp_path) == []


def test_what_is_no_token_is_there_noop(tmp_path: Path) -> None:
    """The search through the files finds what lies in them, in records too."""
    with honed.TrajectoryManager(data_dir=tmp_path) as manager:
        manager.store_trajectory({"prompt": "one ordinary sentence"}, {"code": "a = b_of_the_c"})
    words = {"prompt": ("", "one ordinary sentence"), "code": ("", "a = b_of_the_c")}
    assert leaked(words, tmp_path) == ["prompt", "code"]
