"""Rewrites of whole lines in a text: found by their lines, next to the cursor."""

from __future__ import annotations

import pytest

from honed.core.text import Text, apply_edits, decode, encode
from honed.learn.whole_lines import whole_lines
from honed.suggest.edits import PatternIndex, candidates_at
from honed.suggest.features import Circumstances
from tests.code import edited, pattern_of, tree_of

REPLACED = ("a = 1  # x\n", "a = 2\n")
DELETED = ("a()\nb = 1\nc()\n", "a()\nc()\n")
INSERTED = ("import a\n\n", "import a\nimport b\n\n")


def offered(example: tuple[str, str], source: str, line: int, language: str = "python") -> set[str]:
    """Return what the lines of an edit make of a text, asked at a line."""
    index = PatternIndex(
        pattern_of(rewrite, number)
        for number, rewrite in enumerate(whole_lines(edited(*example, language)), 1)
    )
    found = candidates_at(
        index,
        Text(encode(source)),
        tree_of(source, language),
        (line, line),
        Circumstances("module", 1, index.newest_id),
        language=language,
        trust=lambda _: True,
    )
    return {decode(apply_edits(encode(source), each.candidate.edits)) for each in found}


@pytest.mark.parametrize("language", ["python", ""])
@pytest.mark.parametrize(
    ("example", "source", "line", "result"),
    [
        (REPLACED, "f()\na = 1  # x\ng()\n", 1, "f()\na = 2\ng()\n"),
        (DELETED, "f()\nb = 1\ng()\n", 1, "f()\ng()\n"),
        # Below the line that it is tied to, asked from both sides of the insertion.
        (INSERTED, "f()\nimport a\ng()\n", 1, "f()\nimport a\nimport b\ng()\n"),
        (INSERTED, "f()\nimport a\ng()\n", 2, "f()\nimport a\nimport b\ng()\n"),
    ],
)
def test_found(
    example: tuple[str, str], source: str, line: int, result: str, language: str
) -> None:
    """Where the lines stand, with a grammar and without."""
    assert offered(example, source, line, language) == {result}


@pytest.mark.parametrize(
    ("example", "source", "line"),
    [
        (REPLACED, "f()\na = 1  # x\ng()\n", 0),
        (REPLACED, "f()\na = 1\ng()\n", 1),
        (DELETED, "f()\nb = 1\ng()\n", 2),
        (INSERTED, "f()\nimport a\ng()\n", 0),
        # What is there is not inserted again.
        (INSERTED, "import a\nimport b\n", 0),
        (INSERTED, "import b\nimport a\n", 1),
    ],
)
def test_noop(example: tuple[str, str], source: str, line: int) -> None:
    """Elsewhere, for other lines, and where it is done."""
    assert offered(example, source, line) == set()
