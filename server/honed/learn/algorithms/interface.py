"""What a learning algorithm is asked, and what it is told.

An algorithm is a frozen value: `update` returns another one, and the same decisions in the same
order lead to the same value. None reads a clock or draws from a global source of chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

import attrs

from honed.learn.reward import SHADOW_STRENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from honed.core.model import Weights


DEFAULT = "q_learning"
"""The name of the algorithm that ships: the ranker as it is."""


@attrs.frozen
class Context:
    """Where a candidate stands, beside what its features say; "" and 0 where it is not known."""

    language: str = ""
    pattern_id: int = 0
    session: str = ""
    """Names the stretch of work: a chain of edits does not go beyond it."""
    store: str = ""
    """Names where the pattern lies: two stores may give the same id."""


@attrs.frozen
class Option:
    """One text that could have been offered: its features (`suggest.features`), was it right."""

    features: tuple[float, ...] = attrs.field(repr=False)
    context: Context
    is_right: bool


@attrs.frozen
class Decision:
    """What is known of one place: all options of the shadow, or the one that was decided about.

    `strength` weighs it, as in `learn.reward`; 0 teaches nothing.
    """

    options: tuple[Option, ...]
    strength: float = SHADOW_STRENGTH


class Algorithm(Protocol):
    """Something that says how probable it is that a candidate is right, and learns."""

    def score(self, features: Sequence[float], context: Context) -> float:
        """Return the probability, 0 to 1, that the candidate is what the developer wants."""
        ...

    def update(self, decision: Decision) -> Self:
        """Return what it is after a decision; one without options changes nothing."""
        ...


@runtime_checkable
class AsksOthers(Protocol):
    """An algorithm that takes in what other developers know."""

    def hearing(self, store: str, counts: Mapping[int, tuple[int, int]]) -> Algorithm:
        """Return it with how often the patterns of a store were right and wrong elsewhere."""
        ...


@runtime_checkable
class Explores(Protocol):
    """An algorithm that knows where chance should decide, and for which candidate."""

    def appetite(self, options: Sequence[Sequence[float]]) -> list[float]:
        """Return the chances of a place's options, by their features, to go first when explored.

        They add up to 1 at most; what lacks to 1 is how little there is to be learned there.
        """
        ...


class Begins(Protocol):
    """How an algorithm begins."""

    def __call__(self, weights: Weights) -> Algorithm:
        """Return it as it is when the ranker has these weights."""
        ...
