"""The ranker's weights while the server runs: read by every request, moved by every decision."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from honed.learn.ranker import merged, updated
from honed.suggest.next_rank import next_prior, next_probability
from honed.suggest.rank import brought_up, prior, probability, ranked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.core.model import Candidate, Weights


class Judge:
    """One for all projects; a change shows in the next request."""

    def __init__(self, of_next: Sequence[float] | None = None) -> None:
        """Begin with the weights that honed ships with, for next edits unless they are given."""
        self._lock = threading.Lock()
        self.weights = prior()
        self._of_next = next_prior() if of_next is None else of_next

    def load(self, weights: Weights | None) -> None:
        """Take stored weights, by the names of their features; without names, leave them aside."""
        known = None if weights is None else brought_up(weights)
        if known is not None:
            self.weights = known

    def catch_up(self, weights: Weights | None) -> None:
        """Take stored weights that have seen more decisions than these."""
        if weights is not None and weights.updates > self.weights.updates:
            self.load(weights)

    def take_in(self, base: Weights, theirs: Weights) -> None:
        """Add what another server has learned since both had `base`."""
        before, after = brought_up(base), brought_up(theirs)
        if before is not None and after is not None:
            with self._lock:
                self.weights = merged(before, self.weights, after)

    def learn(self, features: Sequence[float], *, is_right: bool, strength: float) -> None:
        """Move the weights after one decision."""
        with self._lock:
            self.weights = updated(self.weights, features, is_right=is_right, strength=strength)

    def probability(self, features: Sequence[float]) -> float:
        """Return how probable it is that a candidate is right."""
        return probability(self.weights, features)

    def next_probability(self, features: Sequence[float]) -> float:
        """Return how probable it is that an edit is the next one, by `suggest.next_rank`."""
        return next_probability(self._of_next, features)

    def ranked(self, candidates: Iterable[Candidate]) -> list[tuple[float, Candidate]]:
        """Return the best candidate of each text that some lead to, the most probable first."""
        return ranked(self.weights, candidates)
