"""What a suggestion or an edit does to the quality of the statements that it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.diff import minimal_edit
from honed.core.text import Text, encode
from honed.quality.change import QualityChange, change
from honed.quality.score import WEIGHTS
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honed.quality.values import Finding
    from honed.syntax.languages import Language

FINDING_UNIT = 4.0
"""A finding of high severity counts as much as the whole of what a gain may be."""
COMPLEXITY_UNIT = 20.0
"""So do twenty of cyclomatic and cognitive complexity together."""


@attrs.frozen
class Gain:
    """What changed, as a number in [-1, 1]: above zero the code is better now.

    Findings and complexity count, nothing else: how long a statement is says nothing of its worth.
    """

    value: float = 0.0
    change: QualityChange = attrs.field(factory=QualityChange)


def gain(before: str, after: str, language: Language | None) -> Gain:
    """Return what becomes better from one text to the other.

    Nothing in unknown languages, and nothing of a text that cannot be parsed: a member of a class
    may say nothing without it.
    """
    old, new = (Text(encode(each)) for each in (before, after))
    edit = minimal_edit(old.data, new.data)
    tree, later = parse(old, language), parse(new, language)
    if edit is None or tree is None or later is None:
        return Gain()
    if tree.fault_count or later.fault_count:
        return Gain()
    found = change(tree, later, [edit])
    value = (_weight(found.removed) - _weight(found.added)) / FINDING_UNIT
    value -= (found.complexity + found.cognitive) / COMPLEXITY_UNIT
    return Gain(max(-1.0, min(1.0, value)), found)


def _weight(findings: Iterable[Finding]) -> float:
    return sum(WEIGHTS[each.severity] for each in findings)
