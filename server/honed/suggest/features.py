"""How far a place agrees with a pattern's example, as numbers for the ranker.

Each feature lies in [0, 1]; `NAMES` gives the order.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Copy, Form, HoleKind, TokenKind
from honed.suggest.agreement import (
    fixed_names,
    fixed_words,
    holes,
    in_order,
    is_respelt,
    kinship,
    near,
    overlap,
    shape,
    words,
)
from honed.suggest.arguments import argument_of
from honed.suggest.matching import ACCESS
from honed.suggest.place import WHOLE

if TYPE_CHECKING:
    from honed.core.model import Evidence, Pattern, Rewrite
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
    "callee_other",
    "argument_same",
    "argument_differs",
    "holes_same",
    "holes_alike",
    "holes_related",
    "receiver_differs",
    "core_names",
    "core_words",
    "core_size",
    "core_whole",
    "weak",
    "weak_near",
    "weak_callee",
    "weak_related",
    "role_differs",
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

MIN_ELEMENTS = 3
MIN_FIXED = 3
"""A node with fewer fixed tokens says little, even where it is the whole node of the example."""


_STRING_KINDS = frozenset({TokenKind.QUOTE, TokenKind.TEXT})
_CONSTANT_KINDS = frozenset({TokenKind.LITERAL, TokenKind.QUOTE})


@attrs.frozen
class Circumstances:
    """What is known about the moment, beside place and pattern."""

    path: str
    session_id: int
    newest_pattern_id: int


def features(  # noqa: PLR0913 - each is one of the things that a place is compared by
    pattern: Pattern,
    rewrite: Rewrite,
    match: Match,
    window: Window,
    place: Place,
    circumstances: Circumstances,
) -> tuple[float, ...]:
    """Return the numbers in the order of `NAMES`; `rewrite` is the pattern's, as it matched."""
    example = pattern.rewrite
    values = {
        "bias": 1.0,
        **_surroundings(example, place),
        **_argument(example, place),
        **_holes(example, rewrite, match, window),
        **_core(example),
        **_moment(pattern, circumstances),
        **_evidence(pattern.evidence),
    }
    is_alone = not example.left and not example.right
    near_sum = 0.0 if is_alone else values["left_near"] + values["right_near"]
    values["weak_near"] = values["weak"] * near_sum / 2
    values["weak_callee"] = values["weak"] * float(example.callee == place.callee)
    values["weak_related"] = values["weak"] * values["holes_related"]
    differs = bool(example.callee and place.callee) and not values["callee_same"]
    depends = not values["core_whole"] or _makes_items(example)
    values["callee_differs"] = float(differs and depends)
    values["callee_other"] = float(differs and not depends)
    values["role_differs"] = float(_role_differs(example, place, is_whole=values["core_whole"] > 0))
    return tuple(values[name] for name in NAMES)


def _surroundings(example: Rewrite, place: Place) -> dict[str, float]:
    left_shape = shape(example.left[::-1], place.left[::-1])
    right_shape = shape(example.right, place.right)
    callee_same = overlap(example.callee, place.callee)
    return {
        "left_near": near(example.left[::-1], place.left[::-1]),
        "right_near": near(example.right, place.right),
        "left_shape": left_shape,
        "right_shape": right_shape,
        "statement_same": float(left_shape == right_shape == 1.0),
        "words_shared": overlap(
            words(example.left + example.right), words(place.left + place.right)
        ),
        "path_same": in_order(example.path, place.path),
        "callee_same": callee_same,
    }


def _argument(example: Rewrite, place: Place) -> dict[str, float]:
    """Compare the argument that a directive in a string stands for; 0 where it is about none."""
    wanted = argument_of(example.left, example.before, example.right)
    if wanted is None:
        return {"argument_same": 0.0, "argument_differs": 0.0}
    found = argument_of(place.left, example.before, place.right)
    same = 0.0 if found is None else 1.0 if found == wanted else kinship(wanted, found)
    return {"argument_same": same, "argument_differs": float(not same)}


def _holes(example: Rewrite, rewrite: Rewrite, match: Match, window: Window) -> dict[str, float]:
    # A series counts what stands at the place: its holes are not those of the example.
    agreement = holes(rewrite, match, window)
    return {
        "holes_same": agreement.same if rewrite is example else 0.0,
        "holes_alike": agreement.alike if rewrite is example else 1.0,
        "holes_related": agreement.related if rewrite is example else 0.0,
        "receiver_differs": float(_receiver_differs(rewrite, match, window)),
    }


def _core(example: Rewrite) -> dict[str, float]:
    names, size = fixed_names(example), len(example.before)
    is_whole = bool(example.path) and example.path[0].startswith(WHOLE) and _has_form(example)
    repeats = any(
        each.same_as is not None and each.hole is not HoleKind.QUOTE for each in example.before
    )
    return {
        "core_names": min(1.0, names / 2),
        "core_words": min(1.0, fixed_words(example) / 3),
        "core_size": min(1.0, size / 12),
        "core_whole": float(is_whole),
        "weak": float(not names and not is_whole and not repeats),
        "only_inserts": float(only_inserts(example)),
        "only_deletes": float(
            not any(isinstance(part, str) and part.strip() for part in example.after)
        ),
        "whole_line": float(
            any(isinstance(part, str) and "\n" in part for part in example.after)
        ),
        "reference": float(example.form is Form.REFERENCE),
    }


def _has_form(example: Rewrite) -> bool:
    """Return whether a core is like few others: it has a name or a string, or several signs."""
    is_constant = all(each.kind in _STRING_KINDS for each in example.before)
    if len(example.before) < MIN_ELEMENTS or is_constant:
        return False
    fixed = sum(each.hole is None for each in example.before)
    is_string = any(each.kind is TokenKind.QUOTE for each in example.before)
    return is_string or fixed >= MIN_FIXED or bool(fixed_names(example))


def _receiver_differs(example: Rewrite, match: Match, window: Window) -> bool:
    """Return whether a method is called on something of quite another name."""
    before = example.before
    if len(before) < 2 or before[0].hole is None or before[1].text not in ACCESS:  # noqa: PLR2004
        return False
    first, end = match.ranges[0]
    text = "".join(token.text for token in window.tokens[first:end])
    return text != before[0].text and kinship(before[0].text, text) == 0.0


def _role_differs(example: Rewrite, place: Place, *, is_whole: bool) -> bool:
    """Return whether the node around differs, and with it what the core is there.

    That matters to a name, and to what becomes several items of a list.
    """
    has_name = any(
        each.kind is TokenKind.NAME or (each.kind in _CONSTANT_KINDS and not is_respelt(example))
        for each in example.before
    )
    if not example.path or not (_makes_items(example) or (has_name and not is_whole)):
        return False
    return _parent(example.path) != _parent(place.path)


def _makes_items(example: Rewrite) -> bool:
    """Return whether the after side has a comma, or a list, outside of brackets."""
    depth = 0
    for part in example.after:
        elements = example.before[part.first : part.last + 1] if isinstance(part, Copy) else ()
        fixed = part if isinstance(part, str) else "".join(
            "," if each.hole is HoleKind.LIST else each.text if each.hole is None else ""
            for each in elements
        )
        for character in fixed:
            depth += (character in "([{") - (character in ")]}")
            if character == "," and not depth:
                return True
    return False


def _parent(path: tuple[str, ...]) -> str:
    """Return the kind of the smallest node around that is larger than the core."""
    larger = [kind for kind in path if not kind.startswith(WHOLE)]
    return larger[0] if larger else ""


def _moment(pattern: Pattern, circumstances: Circumstances) -> dict[str, float]:
    age = circumstances.newest_pattern_id - pattern.id
    return {
        "same_file": float(pattern.example.path == circumstances.path),
        "same_session": float(pattern.session_id == circumstances.session_id),
        "recent": 1.0 / (1.0 + max(0, age) / 8),
    }


def _evidence(evidence: Evidence) -> dict[str, float]:
    right, wrong = evidence.right, evidence.wrong
    return {
        "proven": float(evidence.is_proven),
        "belief": (1.0 + right) / (2.0 + right + wrong),
        "experience": min(1.0, math.log1p(right + wrong) / 4),
        "support": min(1.0, math.log1p(max(0, evidence.support - 1)) / 2),
    }


def only_inserts(rewrite: Rewrite) -> bool:
    """Return whether all that stood before still stands after."""
    return all(_is_copied(rewrite, index) for index in range(len(rewrite.before)))


def _is_copied(rewrite: Rewrite, index: int) -> bool:
    return any(
        not isinstance(part, str) and part.first <= index <= part.last for part in rewrite.after
    )
