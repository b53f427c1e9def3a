"""What a merge came to: one thing put in beside a neighbour or at the end, or several changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.apply.result import Strategy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.plan import Plan
    from honed.core.diff import Hunk

INSERTIONS = frozenset({Strategy.INSERT_AFTER, Strategy.INSERT_BEFORE, Strategy.APPEND})


def strategy(plan: Plan) -> Strategy:
    """Return how the plan changes the file; of two neighbours shown, the one above counts."""
    put_in = [(place, rows) for place, rows in plan.inserted.items() if rows]
    if len(put_in) != 1 or _is_changed(plan):
        return Strategy.LAZY_MERGE
    place, rows = put_in[0]
    if rows != list(range(rows[0], rows[-1] + 1)):
        return Strategy.LAZY_MERGE
    if place == len(plan.file):
        return Strategy.APPEND
    is_below = plan.matched.get(place) == rows[-1] + 1
    is_above = plan.matched.get(place - 1) == rows[0] - 1
    return Strategy.INSERT_BEFORE if is_below and not is_above else Strategy.INSERT_AFTER


def narrowed(strategy: Strategy, changed: Sequence[Hunk]) -> Strategy:
    """Return how the text was changed; what is put in once, without touching a line, is put in."""
    if not changed:
        return Strategy.UNCHANGED
    is_insertion = len(changed) == 1 and changed[0].before_start == changed[0].before_end
    return Strategy.LAZY_MERGE if strategy in INSERTIONS and not is_insertion else strategy


def _is_changed(plan: Plan) -> bool:
    """Return whether a row of the file goes or becomes another."""
    if not plan.deleted <= plan.matched.keys():
        return True
    file, shown = plan.file.strip, plan.shown.rows.strip
    return any(
        plan.text_of.get(place, shown[row]) != file[place] for place, row in plan.matched.items()
    )
