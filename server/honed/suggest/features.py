"""How far a place agrees with a pattern's example, as numbers for the ranker.

Each feature lies in [0, 1] (those that say "against" are named so); `NAMES` gives the order.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Form, HoleKind, TokenKind
from honed.suggest.matching import is_expression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Element, Pattern, Rewrite
    from honed.suggest.matching import Match
    from honed.suggest.place import Place
    from honed.syntax.tokens import Window

NAMES = (
    "bias",
    "left_near",
    "right_near",
    "left_shape",
    "right_shape",
    "statement_same",
    "words_shared",
    "path_same",
    "callee_same",
    "callee_differs",
    "holes_same",
    "holes_alike",
    "core_words",
    "core_size",
    "only_inserts",
    "only_deletes",
    "whole_line",
    "reference",
    "same_file",
    "same_session",
    "recent",
    "proven",
    "belief",
    "experience",
    "support",
)
"""The features in the order of the ranker's weights."""


@attrs.frozen
class Circumstances:
    """What is known about the moment, beside place and pattern."""

    path: str
    session_id: int
    newest_pattern_id: int


def features(  # noqa: PLR0913 - each is one of the things that a place is compared by
    pattern: Pattern,
    match: Match,
    window: Window,
    place: Place,
    circumstances: Circumstances,
) -> tuple[float, ...]:
    """Return the numbers in the order of `NAMES`."""
    rewrite = pattern.rewrite
    left_near, left_shape = _side(rewrite.left[::-1], place.left[::-1])
    right_near, right_shape = _side(rewrite.right, place.right)
    same, alike = _holes(rewrite, match, window)
    callee_same = _overlap(rewrite.callee, place.callee)
    evidence = pattern.evidence
    right, wrong = evidence.right, evidence.wrong
    age = circumstances.newest_pattern_id - pattern.id
    values = {
        "bias": 1.0,
        "left_near": left_near,
        "right_near": right_near,
        "left_shape": left_shape,
        "right_shape": right_shape,
        "statement_same": float(left_shape == right_shape == 1.0),
        "words_shared": _overlap(_words(rewrite.left + rewrite.right),
                                 _words(place.left + place.right)),
        "path_same": _path(rewrite.path, place.path),
        "callee_same": callee_same,
        "callee_differs": float(bool(rewrite.callee) and callee_same == 0.0),
        "holes_same": same,
        "holes_alike": alike,
        "core_words": min(1.0, core_words(rewrite) / 3),
        "core_size": min(1.0, len(rewrite.before) / 12),
        "only_inserts": float(only_inserts(rewrite)),
        "only_deletes": float(not any(isinstance(part, str) and part.strip()
                                      for part in rewrite.after)),
        "whole_line": float(any(isinstance(part, str) and "\n" in part
                                for part in rewrite.after)),
        "reference": float(rewrite.form is Form.REFERENCE),
        "same_file": float(pattern.example.path == circumstances.path),
        "same_session": float(pattern.session_id == circumstances.session_id),
        "recent": 1.0 / (1.0 + max(0, age) / 8),
        "proven": float(evidence.is_proven),
        "belief": (1.0 + right) / (2.0 + right + wrong),
        "experience": min(1.0, math.log1p(right + wrong) / 4),
        "support": min(1.0, math.log1p(evidence.support - 1) / 2),
    }
    return tuple(values[name] for name in NAMES)


def core_words(rewrite: Rewrite) -> int:
    """Return how many words stand fixed on the before side."""
    return sum(1 for element in rewrite.before
               if element.hole is None and any(each.isalnum() for each in element.text))


def only_inserts(rewrite: Rewrite) -> bool:
    """Return whether all that stood before still stands after."""
    return all(_is_copied(rewrite, index) for index in range(len(rewrite.before)))


def _is_copied(rewrite: Rewrite, index: int) -> bool:
    return any(not isinstance(part, str) and part.first <= index <= part.last
               for part in rewrite.after)


def _side(example: Sequence[Element], place: Sequence[Element]) -> tuple[float, float]:
    """Return whether the nearest tokens agree, and the share of the example's side that does."""
    if not example and not place:
        return 1.0, 1.0
    if not example or not place:
        return 0.0, 0.0
    near = 0.0
    if example[0] == place[0]:
        near = 1.0
    elif _alike(example[0], place[0]):
        near = 0.5
    agreeing = 0
    for one, other in zip(example, place, strict=False):
        if not _alike(one, other):
            break
        agreeing += 1
    return near, agreeing / max(len(example), len(place))


def _alike(one: Element, other: Element) -> bool:
    """Return whether two tokens are of one kind, and the same where they are fixed."""
    if one.kind is not other.kind:
        return False
    return one.kind is not TokenKind.FIXED or one.text == other.text


def _words(elements: Sequence[Element]) -> tuple[str, ...]:
    return tuple(element.text for element in elements if element.kind is TokenKind.NAME)


def _overlap(example: Sequence[str], place: Sequence[str]) -> float:
    """Return the share of the example's words that stand at the place; 1 where it has none."""
    if not example:
        return 1.0 if not place else 0.5
    return len(set(example) & set(place)) / len(set(example))


def _path(example: Sequence[str], place: Sequence[str]) -> float:
    if not example:
        return 1.0 if not place else 0.0
    agreeing = 0
    for one, other in zip(example, place, strict=False):
        if one != other:
            break
        agreeing += 1
    return agreeing / len(example)


def _holes(rewrite: Rewrite, match: Match, window: Window) -> tuple[float, float]:
    """Return the shares of holes filled as in the example, and filled with the same form."""
    same = alike = count = 0
    for element, (first, end) in zip(rewrite.before, match.ranges, strict=True):
        if element.hole is None or element.same_as is not None:
            continue
        count += 1
        tokens = window.tokens[first:end]
        text = "".join(token.text for token in tokens)
        if text == "".join(element.text.split()) or text == element.text:
            same += 1
            alike += 1
        elif element.hole in {HoleKind.TEXT, HoleKind.LIST}:
            alike += bool(tokens) == bool(element.text)
        elif tokens and tokens[0].kind is element.kind and (
            (len(tokens) == 1) == element.text.isidentifier()
            or is_expression(window, tokens[0].kind)
        ):
            alike += 1
    return (same / count, alike / count) if count else (1.0, 1.0)
