"""The ranker's weights while the server runs: read by every request, moved by every decision."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from honed.learn.ranker import merged, updated
from honed.suggest.rank import prior, probability, ranked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.core.model import Candidate, Weights


class Judge:
    """One for all projects; a change shows in the next request."""

    def __init__(self) -> None:
        """Begin with the weights that honed ships with."""
        self._lock = threading.Lock()
        self.weights = prior()

    def load(self, weights: Weights | None) -> None:
        """Take stored weights; those of another set of features are left aside."""
        if weights is not None and len(weights.mean) == len(self.weights.mean):
            self.weights = weights

    def catch_up(self, weights: Weights | None) -> None:
        """Take stored weights that have seen more decisions than these."""
        if weights is not None and weights.updates > self.weights.updates:
            self.load(weights)

    def take_in(self, base: Weights, theirs: Weights) -> None:
        """Add what another server has learned since both had `base`."""
        if len({len(each.mean) for each in (base, theirs, self.weights)}) == 1:
            with self._lock:
                self.weights = merged(base, self.weights, theirs)

    def learn(self, features: Sequence[float], *, is_right: bool, strength: float) -> None:
        """Move the weights after one decision."""
        with self._lock:
            self.weights = updated(self.weights, features, is_right=is_right, strength=strength)

    def probability(self, features: Sequence[float]) -> float:
        """Return how probable it is that a candidate is right."""
        return probability(self.weights, features)

    def ranked(self, candidates: Iterable[Candidate]) -> list[tuple[float, Candidate]]:
        """Return the candidates with their probabilities, the best first."""
        return ranked(self.weights, candidates)
