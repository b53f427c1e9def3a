"""A file that edits are for is looked at once."""

from __future__ import annotations

import pytest

from honed.apply.original import KEPT, MOST_KEPT, read
from honed.apply.rows import MOST_ROWS
from honed.syntax import languages

PYTHON = languages.by_name("python")


def test_known_the_next_time() -> None:
    """Another edit for the same text finds its tree and its declarations."""
    first = read(b"def f():\n    return 1\n", PYTHON)
    assert [each.name for each in first.declared] == ["f"]
    assert read(b"def f():\n" + b"    return 1\n", PYTHON) is first


@pytest.mark.parametrize(
    ("data", "language"),
    [(b"def f():\n    return 2\n", PYTHON), (b"def f():\n    return 1\n", None)],
    ids=["another text", "another language"],
)
def test_another_file_noop(data: bytes, language: languages.Language | None) -> None:
    """Only the same text in the same language is the same file."""
    first = read(b"def f():\n    return 1\n", PYTHON)
    other = read(data, language)
    assert other is not first
    assert other.text.data == data
    assert (other.tree is None) is (language is None)


def test_few_are_kept() -> None:
    """What is kept is bounded, in number and in size."""
    first = read(b"a = 1\n", PYTHON)
    for number in range(KEPT):
        read(b"b = %d\n" % number, PYTHON)
    assert read(b"a = 1\n", PYTHON) is not first
    large = b"#" * MOST_KEPT + b"\n"
    assert read(large, PYTHON) is not read(large, PYTHON)


def test_declarations_noop() -> None:
    """A text without a tree has none, nor has one that is but data."""
    assert read(b"def f(): ...\n", None).declared == ()
    assert read(b"\n" * MOST_ROWS + b"def f(): ...\n", PYTHON).declared == ()
