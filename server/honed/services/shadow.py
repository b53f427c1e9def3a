"""What each pattern would have offered where the developer has just edited, right or wrong.

It is full information: every candidate's outcome is known, whether it was shown or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.text import Text, apply_edits
from honed.suggest.edits import candidates_at

if TYPE_CHECKING:
    from honed.core.model import Evidence, Pattern
    from honed.learn.bursts import Unit
    from honed.services.project import Project
    from honed.syntax.tree import Tree


@attrs.frozen
class Verdict:
    """One pattern's candidate at the place of an edit, and whether it was what was typed."""

    pattern: Pattern
    features: tuple[float, ...]
    is_right: bool


def verdicts(
    project: Project, path: str, language: str, unit: Unit, tree: Tree | None
) -> list[Verdict]:
    """Return a verdict for each candidate on the edited lines of the text before (`tree`)."""
    before = unit.before
    lines = (before.line_at(unit.edit.span.start), before.line_at(unit.edit.span.end))
    found = candidates_at(
        project.index,
        before,
        tree,
        lines,
        project.circumstances(path),
        language=language,
        trust=lambda _: True,
    )
    wanted = without_trailing_space(unit.after)
    return [
        Verdict(
            each.pattern,
            each.candidate.features,
            without_trailing_space(Text(apply_edits(before.data, each.candidate.edits))) == wanted,
        )
        for each in found
    ]


def without_trailing_space(text: Text) -> list[bytes]:
    """Return the lines of a text, the space at their ends cut off."""
    return [line.rstrip() for line in text.data.splitlines()]


def with_shadow(evidence: Evidence, *, is_right: bool) -> Evidence:
    """Return a pattern's record after one verdict; a right one is another example of it."""
    if is_right:
        return attrs.evolve(
            evidence, support=evidence.support + 1, shadow_right=evidence.shadow_right + 1
        )
    return attrs.evolve(evidence, shadow_wrong=evidence.shadow_wrong + 1)
