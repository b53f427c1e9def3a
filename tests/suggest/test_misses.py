"""Patterns that nearly fit a line, and what keeps them from it."""

from __future__ import annotations

from typing import Any

import pytest

from honed.core.model import Element, Rewrite, TokenKind
from honed.core.text import Text, encode
from honed.suggest.features import Circumstances
from honed.suggest.index import MAX_TRIED, PatternIndex
from honed.suggest.misses import Lack, Miss, nearest_misses
from honed.suggest.search import Misfit
from tests.code import pattern_of, rewrites, tree_of

HERE = Circumstances("module", 1, 1)
TIMEOUT = ("get(url)\n", "get(url, timeout=5)\n")
WAITING = ("wait[lock](url)\n", "wait[lock](url, timeout=5)\n")


def misses_of(
    index: PatternIndex,
    source: str,
    *,
    found: tuple[int, ...] = (),
    limit: int = 5,
    language: str = "python",
) -> list[Miss]:
    """Return what nearly fits the first line."""
    tree = tree_of(source, language)
    return nearest_misses(
        index,
        Text(encode(source)),
        tree,
        0,
        HERE,
        language=language,
        trust=lambda _: True,
        found=found,
        limit=limit,
    )


def misses(source: str, *examples: tuple[str, str], **more: Any) -> list[Miss]:
    """Return what nearly fits of the first pattern of each example, numbered from 1."""
    return misses_of(
        PatternIndex(
            pattern_of(rewrites(*example, "python")[0], number)
            for number, example in enumerate(examples, 1)
        ),
        source,
        **more,
    )


@pytest.mark.parametrize(
    ("place", "reason", "missing"),
    [
        ("get\n", Lack.WORDS, ("(", ")")),
        ("x = get\n\n\ny = put(a)\n", Lack.WORDS, ("(", ")")),
        (")get(\n", Lack.ORDER, ()),
        ("get(url, timeout=5)\n", Misfit.DONE, ()),
    ],
)
def test_what_keeps_it_away(place: str, reason: Lack | Misfit, missing: tuple[str, ...]) -> None:
    """A word that is missing, another order, or that it is done."""
    [miss] = misses(place, TIMEOUT)
    assert (miss.pattern.id, miss.reason, miss.missing) == (1, reason, missing)


def test_words_come_before_signs() -> None:
    """They tell more."""
    parts = [(TokenKind.NAME, "log"), (TokenKind.FIXED, "."), (TokenKind.NAME, "warn")]
    rewrite = Rewrite("python", tuple(Element(*each) for each in parts), ("log.warning",))
    [miss] = misses_of(PatternIndex([pattern_of(rewrite)]), "log\n")
    assert miss.missing == ("warn", ".")


def test_the_nearest_first() -> None:
    """That lacks fewer tokens; of equals the newer."""
    examples = (TIMEOUT, WAITING, TIMEOUT)
    assert [each.pattern.id for each in misses("get = wait\n", *examples)] == [3, 1, 2]
    assert [each.pattern.id for each in misses("get = wait\n", *examples, limit=1)] == [3]


def test_its_turn_does_not_come() -> None:
    """Where newer patterns with the same words are as many as are tried."""
    found = tuple(range(2, MAX_TRIED + 2))
    [miss] = misses("get(link)\n", *[TIMEOUT] * (MAX_TRIED + 1), found=found)
    assert (miss.pattern.id, miss.reason) == (1, Lack.TURN)


@pytest.mark.parametrize(
    ("place", "language"), [("", "python"), ("put(x)\n", "python"), ("get(url)\n", "go")]
)
def test_noop_nothing_in_common(place: str, language: str) -> None:
    """No word, or another language."""
    assert misses(place, TIMEOUT, language=language) == []


def test_noop_what_was_found() -> None:
    """It did not miss."""
    assert misses("get(link)\n", TIMEOUT, found=(1,)) == []
