"""Tokens of many vendors are found wherever they stand, and ordinary code is left as it is.

The forms are those of `tests/core/token_forms.py`.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from honed.core.redact import PLACEHOLDER, redact
from tests.core.token_forms import FORMS, PLAIN, hidden

SEEDS = 50
LEAST_FOUND = 0.98
"""Of values of chance: one that has neither digits nor changes of case looks like a word."""

PIECE = 12
"""Characters in a row that must not be seen."""

SOURCE = Path(__file__).parents[2] / "server" / "honed"


def seen(secret: str, text: str) -> bool:
    """Return whether a telling piece of a secret stands in a text."""
    last = max(1, len(secret) - PIECE + 1)
    return any(secret[at : at + PIECE] in text for at in range(last))


@pytest.mark.parametrize("name", FORMS)
def test_found(name: str) -> None:
    """In the line where it usually stands."""
    line, make, stays = FORMS[name]
    missed = []
    for seed in range(SEEDS):
        value = make(Random(f"{name} {seed}"))
        if seen(hidden(value, stays), redact(line.format(value))):
            missed.append(value)
    assert len(missed) <= SEEDS * (1 - LEAST_FOUND), missed


TELLING = [
    name
    for name, (line, _, _) in FORMS.items()
    if line == PLAIN and name != "plain value of chance"
]
"""Those whose form tells."""


@pytest.mark.parametrize("name", TELLING)
def test_found_in_words(name: str) -> None:
    """In a comment or a prompt, without quotes."""
    _, make, stays = FORMS[name]
    value = make(Random(name))
    found = redact(f"please use {value} for the new client")
    assert PLACEHOLDER in found
    assert not seen(hidden(value, stays), found)


def test_ordinary_code_noop() -> None:
    """Of the lines of this project at most one in a thousand is touched."""
    lines = touched = 0
    for path in SOURCE.rglob("*.py"):
        text = path.read_text("utf-8")
        lines += sum(1 for line in text.splitlines() if line.strip())
        found = redact(text)
        assert found.count("\n") == text.count("\n")
        pairs = zip(text.splitlines(), found.splitlines(), strict=True)
        touched += sum(before != after for before, after in pairs)
    assert lines > 10_000
    assert touched <= lines / 1000
