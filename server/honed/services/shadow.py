"""What each pattern would have offered where the developer has just edited, right or wrong.

It is full information: every candidate's outcome is known, whether it was shown or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.text import Edit, Span, Text, apply_edits
from honed.suggest.edits import candidates_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Candidate, Evidence, Pattern
    from honed.learn.bursts import Unit
    from honed.services.project import Project
    from honed.syntax.tree import Tree


@attrs.frozen
class Verdict:
    """One pattern's candidate at the place of an edit, and whether it was what was typed."""

    pattern: Pattern
    candidate: Candidate
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
    return [
        Verdict(each.pattern, each.candidate, _is_right(each.candidate.edits, unit))
        for each in found
    ]


def _is_right(edits: Sequence[Edit], unit: Unit) -> bool:
    """Return whether edits of the text before lead to the one after, the space at line ends aside.

    Where neither changes anything the texts are the same, and are not looked at.
    """
    before, typed = unit.before, unit.edit
    touched = [typed.span, *(edit.span for edit in edits)]
    start = before.line_start(before.line_at(min(span.start for span in touched)))
    end = before.line_start(before.line_at(max(span.end for span in touched)) + 1)
    inside = [
        Edit(Span(each.span.start - start, each.span.end - start), each.new) for each in edits
    ]
    offered = Text(apply_edits(before.data[start:end], inside))
    wanted = Text(unit.after.data[start : end + len(typed.new) - len(typed.span)])
    return without_trailing_space(offered) == without_trailing_space(wanted)


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
