"""Two opinions on a snippet, by declarations and by lines alone: how sure they make each other.

A merge that both ways agree on is nearly always right; where they differ, or one of them fails,
what each thought of itself tells less.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import attrs

from honed.apply.certainty import fitted
from honed.apply.last_look import SURE_ENOUGH, Draft
from honed.apply.result import Reason, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

SURE = 0.9
"""Who is so sure by himself is not asked for a second opinion."""
UNLIKELY, SURER = 0.5, 0.95
"""Who is less sure gives way to who is surer, though that takes more of the file away."""
NAMES = (
    "score",  # what the merge thinks of itself, as log odds
    "agree",  # whether both ways come to the same
    "differ",  # whether the other way comes to something else
    "other_score",  # what the other way thinks of itself then, as log odds
    "other_refused",  # whether merging by lines alone fails
    "by_lines",  # whether it is the merge by lines alone that holds
)
_BINDING = frozenset(
    {Reason.EMPTY, Reason.NOT_FOUND, Reason.DECLARATION_LOST, Reason.LARGE_DELETION}
)
"""What speaks against the edit itself, whatever the way."""


def settle(drafts: Iterator[Draft | Refused]) -> Draft | Refused:
    """Return which of two opinions holds; the second is not asked for where the first is sure."""
    first = next(drafts)
    if isinstance(first, Draft) and first.merged.margin >= SURE:
        return first
    second = next(drafts, None)
    held = choose(first, second) if second is not None else None
    if held is None:
        return first
    draft, evidence = held
    margin = fitted("opinions", NAMES).chance(evidence)
    if isinstance(first, Refused) and margin < SURE_ENOUGH:
        return first
    return attrs.evolve(draft, merged=attrs.evolve(draft.merged, margin=margin))


def choose(
    first: Draft | Refused, second: Draft | Refused
) -> tuple[Draft, tuple[float, ...]] | None:
    """Return the better of two opinions and what speaks for it, in the order of `NAMES`.

    A first opinion that would be refused as doubtful gives way to a second that would not. None
    where nothing is to be chosen.
    """
    if isinstance(first, Draft) and not _is_surer(second, first):
        is_same = isinstance(second, Draft) and _is_same(first, second)
        is_other = isinstance(second, Draft) and not is_same
        is_alone = isinstance(second, Refused)
        other = _log_odds(second) if isinstance(second, Draft) and is_other else 0.0
        opinion = (float(is_same), float(is_other), other, float(is_alone), 0.0)
        return first, (_log_odds(first), *opinion)
    if isinstance(second, Refused) or (isinstance(first, Refused) and first.reason in _BINDING):
        return None
    return second, (_log_odds(second), 0.0, 0.0, 0.0, 0.0, 1.0)


def _is_surer(second: Draft | Refused, first: Draft) -> bool:
    if isinstance(second, Refused) or _is_same(first, second):
        return False
    if _taken(second) > _taken(first):
        # What the first would keep, lines alone take away only where it is rather wrong.
        return first.merged.margin < UNLIKELY and second.merged.margin >= SURER
    return first.merged.margin < SURE_ENOUGH <= second.merged.margin


def _taken(draft: Draft) -> int:
    """Return how many lines of the file are gone or changed."""
    return sum(each.before_end - each.before_start for each in draft.changed)


def _is_same(first: Draft, second: Draft) -> bool:
    """Return whether both come to the same but for white space, of which declarations know more."""
    return first.merged.data.split() == second.merged.data.split()


def _log_odds(draft: Draft) -> float:
    margin = draft.merged.margin
    return log(margin / (1 - margin))
