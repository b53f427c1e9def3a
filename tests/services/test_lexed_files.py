"""Files as the corpus takes them: tokens with their lines, secrets removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from honed.core.text import decode
from honed.services import lexed_files
from honed.services.lexed_files import lexed_file, lexed_text
from honed.syntax import languages
from honed.syntax.lexing import lex, shown
from tests import strategies

if TYPE_CHECKING:
    from pathlib import Path

    from honed.core.corpus import LexedFile

PYTHON = languages.by_name("python")


def words_of(file: LexedFile) -> list[bytes]:
    """Return the words in their order."""
    return [file.words[each] for each in file.tokens.tolist()]


@given(strategies.data())
def test_tokens_are_those_of_the_lexer(data: bytes) -> None:
    """Of any text without secrets; each row begins behind a line end, on its own line."""
    text = decode(data).replace("\udcff", "")
    file = lexed_text(text, PYTHON, "a.py")
    assert words_of(file) == lex(text.encode("utf-8", "surrogatepass"), PYTHON).words
    rows = file.row_starts.tolist()
    assert rows == sorted(set(rows))
    assert file.row_lines.tolist() == sorted(set(file.row_lines.tolist()))
    words = words_of(file)
    assert all(not at or words[at - 1][:1] == b"\n" for at in rows)
    assert len(rows) == sum(each[:1] == b"\n" for each in words[:-1]) + bool(words)


def test_rows_have_the_lines_of_the_file() -> None:
    """Comments and blank lines have none."""
    file = lexed_text("# one\n\na = 1\n\n# two\nb = 2\n", PYTHON, "a.py")
    words = words_of(file)
    found = [(words[at], line) for at, line in zip(file.row_starts, file.row_lines, strict=True)]
    assert (b"a", 2) in found
    assert (b"b", 5) in found


def test_a_secret_is_never_offered() -> None:
    """The token that held it has no spelling, and its value is nowhere."""
    file = lexed_text('password = "hunter2hunter2"\n', PYTHON, "a.py")
    assert not [each for each in file.words if b"hunter" in each]
    assert [shown(each) for each in words_of(file)][2] is None


def test_a_secret_without_quotes_is_one_token() -> None:
    """That is never offered either, nor is what it was replaced with."""
    name = "a.sh"
    file = lexed_text("export API_TOKEN=Zx81kdLqPo29dkGh7Wq2mNvB\n", languages.by_path(name), name)
    assert [shown(each) for each in words_of(file)] == ["export", "API_TOKEN", "=", None, "\n"]


def test_text_without_secrets_is_as_it_is_noop() -> None:
    """Strings are kept."""
    file = lexed_text('title = "hello there"\n', PYTHON, "a.py")
    assert b'"hello there"' in file.words


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"words\n"),
        ("a.py", b"x = 1\0\n"),
        ("b.py", b"\xff\xfa\xfd\n"),
        ("c.py", b"x = '" + b"a" * 6000 + b"'\n"),
        ("lock.json", b'{"a": 1}\n' * 9000),
    ],
)
def test_what_is_no_code_is_passed_over(tmp_path: Path, name: str, content: bytes) -> None:
    """Other languages, binary files, what is minified."""
    (tmp_path / name).write_bytes(content)
    assert lexed_file(tmp_path / name, name) is None


def test_large_and_vanished_files_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And directories with the name of a file."""
    (tmp_path / "a.py").write_bytes(b"x = 1\n")
    (tmp_path / "d.py").mkdir()
    assert lexed_file(tmp_path / "b.py", "b.py") is None
    assert lexed_file(tmp_path / "d.py", "d.py") is None
    monkeypatch.setattr(lexed_files, "MOST_BYTES", 3)
    assert lexed_file(tmp_path / "a.py", "a.py") is None


def test_code_is_taken_noop(tmp_path: Path) -> None:
    """With its time and size, whatever its encoding."""
    (tmp_path / "a.py").write_bytes("größe = 1\n".encode("utf-16"))
    file = lexed_file(tmp_path / "a.py", "pkg/a.py")
    assert file is not None
    assert "größe".encode() in file.words
    assert (file.path, file.size) == ("pkg/a.py", 22)
    assert file.modified_ns == (tmp_path / "a.py").stat().st_mtime_ns
