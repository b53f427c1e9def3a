"""How far a place agrees with a pattern's example, as numbers for the ranker.

Each feature lies in [0, 1]; `NAMES` gives the order.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Form, HoleKind
from honed.suggest.agreement import in_order, names, near, overlap, shape
from honed.suggest.arguments import argument_of
from honed.suggest.filling import UNLIKE_ANY, filling
from honed.suggest.matching import ACCESS
from honed.suggest.place import WHOLE
from honed.suggest.records import Records
from honed.suggest.words import kinship

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Element, Evidence, Pattern, Rewrite
    from honed.core.text import Edit
    from honed.suggest.index import Entry
    from honed.suggest.matching import Match
    from honed.suggest.place import Place
    from honed.suggest.strength import Strength
    from honed.suggest.view import View

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
    "whole_lines",
    "names_alike",
    "fresh",
    "elsewhere",
    "session_hits",
    "holes_many",
    "holes_open",
    "new_words",
    "no_words",
    "lines_after",
    "odds",
    "weak_odds",
    "nature_odds",
    "nature_odds_ever",
    "agreeing",
    "rivals",
    "rival",
)
"""The features in the order of the ranker's weights."""

MANY_LINES = 8
"""From which on one more says nothing."""

MOST_ODDS = 4.0
"""In log odds: 54 times right and never wrong is as much as can be said."""

_WORD = re.compile(rb"[^\W\d]\w*")


@attrs.frozen
class Circumstances:
    """What is known about the moment, beside place and pattern."""

    path: str
    session_id: int
    newest_pattern_id: int
    newest_edit: int = 0
    """The trajectory of the developer's latest edit."""
    session_hits: float = 0.5
    """Of the session's latest edits, the share that some pattern knew before they were made."""
    records: Records = attrs.field(factory=Records, repr=False)
    """How often patterns of each nature were right."""


def features(  # noqa: PLR0913 - a pattern, where it matched, and what it does there
    entry: Entry,
    rewrite: Rewrite,
    match: Match,
    here: View,
    circumstances: Circumstances,
    effect: Edit,
) -> tuple[float, ...]:
    """Return the numbers in the order of `NAMES`; `rewrite` is the entry's, as it matched.

    `effect` is the smallest edit that it makes. What the other candidates say is added when all
    are known (`suggest.rank`).
    """
    example, strength = entry.pattern.rewrite, entry.strength
    place = here.place(match.first, match.last + 1)
    filled = filling(rewrite, match, here.window) if rewrite is example else UNLIKE_ANY
    values = {
        "bias": 1.0,
        "holes_same": filled.same,
        "holes_alike": filled.alike,
        "holes_related": filled.related,
        "receiver_differs": float(filled.has_other_receiver),
        **_surroundings(example, place),
        **_role(example, place, strength),
        **_argument(example, place),
        **_kind(strength, example.form),
        **_moment(entry.pattern, circumstances),
        **_evidence(entry.pattern.evidence),
        **_nature(entry, circumstances),
        **_effect(example, effect, here),
    }
    if strength.is_weak:
        # A core that says little by itself counts only where what surrounds it agrees.
        is_alone = not example.left and not example.right
        near_sum = 0.0 if is_alone else values["left_near"] + values["right_near"]
        values["weak_near"] = near_sum / 2
        values["weak_callee"] = float(example.callee == place.callee)
        values["weak_related"] = filled.related
        values["weak_odds"] = values["odds"]
    return tuple(values.get(name, 0.0) for name in NAMES)


def _surroundings(example: Rewrite, place: Place) -> dict[str, float]:
    left_shape = shape(example.left[::-1], place.left[::-1])
    right_shape = shape(example.right, place.right)
    return {
        "left_near": near(example.left[::-1], place.left[::-1]),
        "right_near": near(example.right, place.right),
        "left_shape": left_shape,
        "right_shape": right_shape,
        "statement_same": float(left_shape == right_shape == 1.0),
        "words_shared": overlap(
            names(example.left + example.right), names(place.left + place.right)
        ),
        "path_same": in_order(example.path, place.path),
    }


def _role(example: Rewrite, place: Place, strength: Strength) -> dict[str, float]:
    """Compare the call and the node around, on which it depends what some cores are."""
    callee_same = overlap(example.callee, place.callee)
    differs = bool(example.callee and place.callee) and not callee_same
    depends = not strength.is_whole or strength.makes_items
    if strength.is_renamed:
        role_differs = _use(example.left, example.right) != _use(place.left, place.right)
    else:
        is_known = strength.has_role and bool(example.path)
        role_differs = is_known and _parent(example.path) != _parent(place.path)
    return {
        "callee_same": callee_same,
        "callee_differs": float(differs and depends),
        "callee_other": float(differs and not depends),
        "role_differs": float(role_differs),
    }


def _use(left: Sequence[Element], right: Sequence[Element]) -> tuple[bool, bool]:
    """Return whether a name between these is that of a member, and whether it is called."""
    is_member = bool(left) and left[-1].text in ACCESS
    return is_member, bool(right) and right[0].text == "("


def _parent(path: tuple[str, ...]) -> str:
    """Return the kind of the smallest node around that is larger than the core."""
    return next((kind for kind in path if not kind.startswith(WHOLE)), "")


def _argument(example: Rewrite, place: Place) -> dict[str, float]:
    """Compare the argument that a directive in a string stands for; none for other cores."""
    wanted = argument_of(example.left, example.before, example.right)
    if wanted is None:
        return {}
    found = argument_of(place.left, example.before, place.right) or ""
    same = 1.0 if found == wanted else kinship(wanted, found)
    return {"argument_same": same, "argument_differs": float(not same)}


def _kind(strength: Strength, form: Form) -> dict[str, float]:
    return {
        "core_names": min(1.0, strength.names / 2),
        "core_words": min(1.0, strength.words / 3),
        "core_size": min(1.0, strength.size / 12),
        "core_whole": float(strength.is_whole),
        "weak": float(strength.is_weak),
        "only_inserts": float(strength.only_inserts),
        "only_deletes": float(strength.only_deletes),
        "whole_line": float(strength.adds_lines),
        "reference": float(form is Form.REFERENCE),
        "whole_lines": float(form is Form.LINES),
        "names_alike": float(form is Form.NAMES),
    }


def _moment(pattern: Pattern, circumstances: Circumstances) -> dict[str, float]:
    age = circumstances.newest_pattern_id - pattern.id
    return {
        "same_file": float(pattern.example.path == circumstances.path),
        "same_session": float(pattern.session_id == circumstances.session_id),
        "recent": 1.0 / (1.0 + max(0, age) / 8),
        "fresh": 1.0 / (1.0 + max(0, circumstances.newest_edit - pattern.trajectory_id) / 2),
        "session_hits": circumstances.session_hits,
    }


def _effect(example: Rewrite, effect: Edit, here: View) -> dict[str, float]:
    """Say what the edit does, and how much of the pattern was open to what stands here."""
    holes = [each.hole for each in example.before if each.hole is not None]
    old = frozenset(_WORD.findall(here.window.text.slice(effect.span)))
    words = frozenset(_WORD.findall(effect.new))
    lines = effect.new.count(b"\n")
    return {
        "elsewhere": float(not here.home.start <= effect.span.start <= here.home.end),
        "holes_many": min(1.0, len(holes) / 4),
        "holes_open": min(1.0, holes.count(HoleKind.EXPRESSION) / 2),
        "new_words": min(1.0, len(words - old) / 3),
        "no_words": float(not old and not words),
        "lines_after": min(1.0, math.log1p(lines) / math.log1p(MANY_LINES)),
    }


def _evidence(evidence: Evidence) -> dict[str, float]:
    right, wrong = evidence.right, evidence.wrong
    return {
        "proven": float(evidence.is_proven),
        "belief": (1.0 + right) / (2.0 + right + wrong),
        "experience": min(1.0, math.log1p(right + wrong) / 4),
        "odds": _odds(right, wrong),
        "support": min(1.0, math.log1p(max(0, evidence.support - 1)) / 2),
    }


def _nature(entry: Entry, circumstances: Circumstances) -> dict[str, float]:
    """Say how often what is of the same nature was right, in this session and ever."""
    records = circumstances.records
    return {
        "nature_odds": _odds(*records.of(entry.nature, circumstances.session_id)),
        "nature_odds_ever": _odds(*records.of(entry.nature)),
    }


def _odds(right: int, wrong: int) -> float:
    """Return the log odds of being right, even ones as one half."""
    odds = math.log((1.0 + right) / (1.0 + wrong))
    return 0.5 + max(-MOST_ODDS, min(MOST_ODDS, odds)) / (2 * MOST_ODDS)
