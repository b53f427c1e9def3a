"""From one edit to the rewrites that it may be an example of.

The changed tokens of the statement are the core; what was kept between them becomes holes. Each
rewrite that is returned turns the example's own before into its own after, to the letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Copy, Form, Rewrite
from honed.core.text import Span, apply_edits
from honed.learn.cores import cores, cover, referenced
from honed.learn.elements import Sides, relative_gap
from honed.suggest.matching import matches_at
from honed.suggest.place import describe
from honed.suggest.render import render

if TYPE_CHECKING:
    from honed.learn.cores import Core
    from honed.learn.edited import EditedStatement

MAX_ELEMENTS = 80


def generalize(edited: EditedStatement) -> list[Rewrite]:
    """Return the rewrites that the edit is an example of, the plainest first; [] for none."""
    if edited.is_formatting:
        return []
    rewrites: list[Rewrite] = []
    seen = set()
    for core in cores(edited):
        for form in Form:
            rewrite = _rewrite(edited, core, form)
            if rewrite is None or (rewrite.before, rewrite.after) in seen:
                continue
            seen.add((rewrite.before, rewrite.after))
            if _reproduces(edited, rewrite):
                rewrites.append(rewrite)
    return rewrites


def _rewrite(edited: EditedStatement, core: Core, form: Form) -> Rewrite | None:
    words = referenced(edited, core) if form is Form.REFERENCE else frozenset()
    if form is Form.REFERENCE:
        if not words:
            return None
        wider = cover(edited, core, words)
        if wider is None:
            return None
        core = wider
    if not core.start < core.end <= core.start + MAX_ELEMENTS * 4:
        return None
    sides = Sides(edited, core, words)
    elements = sides.elements()
    if len(elements) > MAX_ELEMENTS:
        return None
    gap_before, gap_after, parts = _with_outer_gaps(edited, core, sides.parts())
    before = edited.before
    place = describe(before, edited.before_tree, core.start, core.end)
    return Rewrite(
        language=before.language.name if before.language else "",
        before=tuple(elements),
        after=tuple(parts),
        left=place.left,
        right=place.right,
        path=place.path,
        callee=place.callee,
        form=form,
        gap_before=gap_before,
        gap_after=gap_after,
    )


def _with_outer_gaps(
    edited: EditedStatement, core: Core, parts: list[str | Copy]
) -> tuple[str | None, str | None, list[str | Copy]]:
    """Return the spaces around the core that are replaced with it, and the parts with new ones."""
    before, after = edited.before, edited.after
    old = (before.gap(core.start), before.gap(core.end))
    new = (after.gap(core.new_start), after.gap(core.new_end))
    takes_before, takes_after = old[0] != new[0], old[1] != new[1]
    if core.new_start == core.new_end:
        # Everything went: one gap is left where there were two.
        takes_before, takes_after = new[0] != old[0] or new[0] == old[1], new[0] != old[1]
        parts = [] if takes_before != takes_after else [relative_gap(before, core, new[0])]
    else:
        head = [relative_gap(before, core, new[0])] if takes_before and new[0] else []
        tail = [relative_gap(before, core, new[1])] if takes_after and new[1] else []
        parts = [*head, *parts, *tail]
    return (
        relative_gap(before, core, old[0]) if takes_before else None,
        relative_gap(before, core, old[1]) if takes_after else None,
        [part for part in parts if part],
    )


def _reproduces(edited: EditedStatement, rewrite: Rewrite) -> bool:
    """Return whether the rewrite does to its example what the developer did."""
    before = edited.before
    wanted = edited.after.text.data
    for first in range(len(before.tokens)):
        match = matches_at(rewrite, before, first)
        edit = render(rewrite, match, before) if match else None
        if edit is not None and apply_edits(before.text.data, [edit]) == wanted:
            return True
    return False


def span_of(edited: EditedStatement) -> Span:
    """Return the stretch of the text before that the edited statements cover."""
    return edited.before.span
