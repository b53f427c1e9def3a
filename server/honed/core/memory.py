"""What was distilled from experience: items that say when something helps, and when not.

In the manner of ReasoningBank (Ouyang et al. 2025, arXiv:2509.25140): a title, when to use it or
not, and content, from successes and failures. No model writes them: they are made of the edits and
of the counts of what became of them.
"""

from __future__ import annotations

import math
from enum import StrEnum

import attrs

CONFIDENCE_Z = 1.645
"""Of a one-sided bound at 95 %."""


class ItemKind(StrEnum):
    """What an item tells."""

    EDIT = "edit"
    """An edit that its developer wants again."""
    CODE = "code"
    """Code that did what was asked for."""
    PITFALL = "pitfall"
    """What was tried and did not hold, and why."""
    GUARD = "guard"
    """A context in which suggestions are not wanted; they are held back there."""


class ItemState(StrEnum):
    """Whether an item is used."""

    KEPT = "kept"
    FADED = "faded"
    """Its texts were given up for room; its numbers stay, and new evidence brings it back."""
    FORGOTTEN = "forgotten"
    """Its owner does not want it: it does not come back."""


Side = tuple[str, ...]
"""Tokens of one side of an edit; a hole is `‹1›`, the same number the same text."""

Context = tuple[str, str]
"""What a suggestion is (`edit:…`, `effect:insertion`, or "" for any) and where it stands
(`file:…`, `folder:…`, `tests`, or "" for anywhere)."""


@attrs.frozen
class Witness:
    """What one source says of an item; the same source speaks once, its latest word counts."""

    source: str
    successes: int = 0
    failures: int = 0
    reasons: tuple[str, ...] = ()
    """Which of the item's `when_not` come from it: when it is forgotten, they go."""


@attrs.frozen
class MemoryItem:
    """One thing that was learned; texts have no secrets, times are seconds since the epoch.

    Equal `key`s are equal up to renaming. `before` and `after` are those of an edit, else empty;
    `context` is a guard's. A guard's successes are the suggestions that were not wanted in it.
    """

    key: str
    kind: ItemKind
    language: str
    title: str
    content: str
    when: str = ""
    when_not: tuple[str, ...] = ()
    before: Side = ()
    after: Side = ()
    context: Context | None = None
    contradicts: tuple[str, ...] = ()
    """Keys of items that say the opposite; both are kept."""
    absorbed_by: str = ""
    """The key of a more general item that is no less trusted: this one is not shown beside it."""
    origin: str = ""
    """Where it was met first, as `path:line`, lines from 1."""
    successes: int = 0
    failures: int = 0
    uses: int = 0
    learned_at: float = 0.0
    used_at: float = 0.0
    state: ItemState = ItemState.KEPT
    id: int = 0

    @property
    def trust(self) -> float:
        """How sure it is to help: the lower bound of its share of successes, in [0, 1]."""
        return wilson_lower(self.successes, self.successes + self.failures)

    @property
    def is_shown(self) -> bool:
        """Whether it stands for itself: kept, once right, and in no other one."""
        return self.state is ItemState.KEPT and bool(self.successes) and not self.absorbed_by


@attrs.frozen
class Distilled:
    """An item as it was distilled, and who testifies to it; its own counts are 0."""

    item: MemoryItem
    testimony: tuple[Witness, ...]


def wilson_lower(right: float, number: float, z: float = CONFIDENCE_Z) -> float:
    """Return the lower bound of a share (Wilson 1927, doi:10.2307/2276774); 0 for no trials."""
    if number <= 0:
        return 0.0
    share = right / number
    middle = share + z * z / (2 * number)
    spread = z * math.sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    return max(0.0, (middle - spread) / (1 + z * z / number))
