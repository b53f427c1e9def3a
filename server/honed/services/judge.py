"""The ranker's weights while the server runs: read by every request, moved by every decision."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Arm
from honed.learn.algorithms.interface import (
    DEFAULT,
    AsksOthers,
    Context,
    Decision,
    Explores,
    Option,
)
from honed.learn.ranker import is_alike, merged, updated
from honed.suggest.next_rank import next_prior, next_probability
from honed.suggest.rank import brought_up, prior, probability, ranked, ranked_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from honed.core.model import Candidate, Weights
    from honed.learn.algorithms.interface import Algorithm

NOWHERE = Context()


class Judge:
    """One for all projects; a change shows in the next request.

    The posterior over the ranker's weights always learns, and is what is stored. Where another
    algorithm was chosen, that judges; it begins from the posterior and ends with the server.
    """

    def __init__(self, of_next: Sequence[float] | None = None) -> None:
        """Begin with the weights that honed ships with, for next edits unless they are given."""
        self._lock = threading.Lock()
        self.weights = prior()
        self.frozen = self.weights
        self._has_moved = False
        self._heard: dict[str, Mapping[int, tuple[int, int]]] = {}
        self._name = DEFAULT
        self._chosen: Algorithm | None = None
        self._of_next = next_prior() if of_next is None else of_next

    @property
    def asks_others(self) -> bool:
        """Whether the chosen algorithm takes in what other developers know."""
        return isinstance(self._chosen, AsksOthers)

    def hear(self, store: str, counts: Mapping[int, tuple[int, int]]) -> None:
        """Take in how often the patterns of a store were right and wrong elsewhere."""
        with self._lock:
            self._heard = {**self._heard, store: counts}
            self._listen()

    def _listen(self) -> None:
        for store, counts in self._heard.items():
            if isinstance(self._chosen, AsksOthers):
                self._chosen = self._chosen.hearing(store, counts)
                self._has_moved |= bool(counts)

    def appetite(self, options: Sequence[Sequence[float]]) -> list[float] | None:
        """Return the chances of options to be explored; None where the algorithm has no opinion."""
        chosen = self._chosen
        if isinstance(chosen, Explores):
            return chosen.appetite(options)
        return None

    @property
    def arm(self) -> Arm:
        """Whether what judges now is other than `frozen`, what it would be without learning."""
        is_frozen = is_alike(self.weights, self.frozen) and not self._has_moved
        return Arm.FROZEN if is_frozen else Arm.LEARNED

    def choose(self, name: str) -> None:
        """Judge by the algorithm of that name from here on; it begins from the posterior."""
        chosen = None
        if name != DEFAULT:
            from honed.learn.algorithms.choice import begun  # noqa: PLC0415 - few choose one

            chosen = begun(name, self.weights)
        with self._lock:
            self._name = name
            self._chosen = chosen
            self._has_moved = False
            self._listen()

    def load(self, weights: Weights | None) -> None:
        """Take stored weights, by the names of their features; without names, leave them aside."""
        known = None if weights is None else brought_up(weights)
        if known is not None:
            self.weights = known
            self.choose(self._name)

    def begin_from(self, weights: Weights) -> None:
        """Forget what was learned online: judge by these weights, of today's features."""
        with self._lock:
            self.weights = attrs.evolve(weights, updates=self.weights.updates + 1)
        self.choose(self._name)

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

    def learn(
        self,
        features: Sequence[float],
        *,
        is_right: bool,
        strength: float,
        context: Context = NOWHERE,
    ) -> None:
        """Move the weights after one decision."""
        self.observe(Decision((Option(tuple(features), context, is_right),), strength))

    def observe(self, decision: Decision) -> None:
        """Move the weights after all that is known of one place, option by option."""
        with self._lock:
            for each in decision.options:
                self.weights = updated(
                    self.weights,
                    each.features,
                    is_right=each.is_right,
                    strength=decision.strength,
                )
            if self._chosen is not None:
                self._chosen = self._chosen.update(decision)
                self._has_moved = True

    def probability(self, features: Sequence[float], context: Context = NOWHERE) -> float:
        """Return how probable it is that a candidate is right."""
        chosen = self._chosen
        if chosen is not None:
            return chosen.score(features, context)
        return probability(self.weights, features)

    def next_probability(self, features: Sequence[float]) -> float:
        """Return how probable it is that an edit is the next one, by `suggest.next_rank`."""
        return next_probability(self._of_next, features)

    def ranked(
        self, candidates: Iterable[Candidate], context: Context = NOWHERE
    ) -> list[tuple[float, Candidate]]:
        """Return the best candidate of each text that some lead to, the most probable first.

        `context` says where they stand; the pattern of each is added.
        """
        if self._chosen is None:
            return ranked(self.weights, candidates)
        return ranked_by(
            lambda each: self.probability(each.features, placed(context, each)), candidates
        )


def placed(context: Context, candidate: Candidate) -> Context:
    """Return the context of one candidate of a place."""
    return attrs.evolve(context, pattern_id=candidate.pattern_id)
