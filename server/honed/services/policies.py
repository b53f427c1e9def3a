"""Which version of the policy is live: the gate, and the way back.

A version is what ships: the weights that the ranker begins with, their features, the threshold.
What is learned online on top of the live one is part of the live policy. A version that comes with
a newer honed is tried in the shadow, where every candidate's outcome is known, and takes the live
one's place when `learn.policy_gate` lets it pass. The rows lie in the user's database: all servers
try the same version, each adds the places that it has seen.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
from collections import deque
from typing import TYPE_CHECKING

import attrs

from honed.core.errors import HonedError
from honed.core.model import Arm
from honed.core.policy import PolicyState, PolicyVersion
from honed.learn.policy_gate import MOST_DECISIONS, Contest, Said, Stand, Watch
from honed.learn.ranker import is_alike
from honed.suggest.features import NAMES
from honed.suggest.rank import OFFER_AT, brought_up, prior, ranked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from honed.core.model import Candidate, Weights
    from honed.core.ports import RankerStore
    from honed.core.text import Edit
    from honed.learn.algorithms.interface import Context
    from honed.services.clock import Clock
    from honed.services.judge import Judge

    Origin = tuple[int, tuple[Edit, ...]]

LEAST = 1e-6
"""A threshold of 0 or 1 has no log odds."""

_log = logging.getLogger(__name__)


def shipped() -> PolicyVersion:
    """Return the version that this honed comes with; it has no number yet."""
    weights = prior()
    content = json.dumps([NAMES, weights.mean, weights.precision, OFFER_AT])
    fingerprint = hashlib.sha256(content.encode()).hexdigest()[:16]
    return PolicyVersion(0, fingerprint, weights, OFFER_AT, PolicyState.TRIED, 0.0)


def admitted(known: Sequence[PolicyVersion], new: PolicyVersion, now: float) -> list[PolicyVersion]:
    """Return which versions are other than `known` once there is a new one.

    The first is live at once: there is nothing to hold it against. An older one that was still
    tried is set aside, because a newer honed does not come with it.
    """
    if any(each.fingerprint == new.fingerprint for each in known):
        return []
    has_live = any(each.state is PolicyState.LIVE for each in known)
    state = PolicyState.TRIED if has_live else PolicyState.LIVE
    number = 1 + max((each.number for each in known), default=0)
    outdated = [
        attrs.evolve(each, state=PolicyState.SET_ASIDE, since=now)
        for each in known
        if each.state is PolicyState.TRIED
    ]
    return [*outdated, attrs.evolve(new, number=number, state=state, since=now)]


def advanced(
    known: Sequence[PolicyVersion], places: Iterable[tuple[float, float]], now: float
) -> list[PolicyVersion]:
    """Return which versions are other than `known` after places that the shadow has judged.

    A place is what the version that is tried has earned there, and what the live one has.
    """
    tried = next((each for each in known if each.state is PolicyState.TRIED), None)
    if tried is None:
        return []
    contest = Contest(tried.decisions, tried.better, tried.worse)
    for ours, live in places:
        contest = contest.after(ours, live)
    counted = attrs.evolve(
        tried, decisions=contest.decisions, better=contest.better, worse=contest.worse
    )
    if contest.stand is Stand.PASSED:
        return _made_live(known, counted, PolicyState.RETIRED, now)
    if contest.stand is Stand.SET_ASIDE:
        return [attrs.evolve(counted, state=PolicyState.SET_ASIDE, since=now)]
    return [counted] if counted != tried else []


def rolled_back(
    known: Sequence[PolicyVersion], number: int | None, now: float
) -> list[PolicyVersion]:
    """Return which versions are other than `known` when an earlier one is made live again.

    Without a number it is the one that was live before. `HonedError` where there is none.
    """
    retired = [each for each in known if each.state is PolicyState.RETIRED]
    if number is None:
        chosen = max(retired, key=lambda each: each.since, default=None)
    else:
        chosen = next((each for each in known if each.number == number), None)
    if chosen is None:
        wanted = "earlier version" if number is None else f"version {number}"
        raise HonedError(f"There is no {wanted} of the policy; `honed policy list` shows them.")
    if chosen.state is PolicyState.LIVE:
        raise HonedError(f"Version {chosen.number} of the policy is live already.")
    return _made_live(known, chosen, PolicyState.SET_ASIDE, now)


def _made_live(
    known: Sequence[PolicyVersion], chosen: PolicyVersion, before: PolicyState, now: float
) -> list[PolicyVersion]:
    others = [
        attrs.evolve(each, state=before, since=now)
        for each in known
        if each.state is PolicyState.LIVE
    ]
    return [*others, attrs.evolve(chosen, state=PolicyState.LIVE, since=now)]


def weights_of(version: PolicyVersion) -> Weights:
    """Return a version's weights for the features of today.

    Its own threshold goes into the bias: it offers at `OFFER_AT` what it offered at its own.
    """
    weights = brought_up(version.weights) or prior()
    shift = _log_odds(OFFER_AT) - _log_odds(version.threshold)
    bias = NAMES.index("bias")
    mean = (*weights.mean[:bias], weights.mean[bias] + shift, *weights.mean[bias + 1 :])
    return attrs.evolve(weights, mean=mean, updates=0)


def live(versions: Iterable[PolicyVersion]) -> PolicyVersion:
    """Return the live version; what ships where there is none yet."""
    return next((each for each in versions if each.state is PolicyState.LIVE), None) or shipped()


def arm_of(weights: Weights | None, versions: Iterable[PolicyVersion]) -> Arm:
    """Return the arm of saved weights: frozen is what is as the live version begins."""
    known = None if weights is None else brought_up(weights)
    is_frozen = known is None or is_alike(known, weights_of(live(versions)))
    return Arm.FROZEN if is_frozen else Arm.LEARNED


class Policies:
    """The versions while a server runs; used by the learner's thread only."""

    def __init__(self, judge: Judge, clock: Clock) -> None:
        """Until a store is opened, what ships is live and nothing is tried."""
        self._judge = judge
        self._clock = clock
        self._live: PolicyVersion | None = None
        self._frozen = prior()
        self._tried: Weights | None = None
        self._places: deque[tuple[float, float]] = deque(maxlen=MOST_DECISIONS)
        self._taken_back = 0
        self._watch = Watch()

    def open(self, store: RankerStore) -> None:
        """Take over the versions that are stored, and let in the one that this honed ships."""
        with store.transaction():
            for each in admitted(store.policies(), shipped(), self._clock.now()):
                store.put_policy(each)
        self._take(store.policies())
        if not self._judge.weights.updates:
            self._judge.load(self._frozen)

    @property
    def is_ahead(self) -> bool:
        """Whether there is something that the store does not know."""
        return bool(self._places or self._taken_back)

    def share(self, store: RankerStore) -> bool:
        """Write what the shadow has shown, and follow the store.

        Return whether the ranker begins anew: another version is live, or what was learned was
        taken back, here or by another server.
        """
        has_taken_back = bool(self._taken_back)
        if self.is_ahead:
            with store.transaction():
                known = store.policies()
                changed = advanced(known, self._places, self._clock.now())
                by_number = {each.number: each for each in (*known, *changed)}
                live = self._live and by_number.get(self._live.number)
                if live and self._taken_back:
                    number = live.taken_back + self._taken_back
                    by_number[live.number] = attrs.evolve(live, taken_back=number)
                for each in set(by_number.values()) - set(known):
                    store.put_policy(each)
        return self._take(store.policies()) or has_taken_back

    def _take(self, versions: Sequence[PolicyVersion]) -> bool:
        """Judge in the shadow by these versions; return whether the ranker began anew."""
        before, own = self._live, self._taken_back
        self._places.clear()
        self._taken_back = 0
        by_state = {each.state: each for each in versions}
        self._live = by_state.get(PolicyState.LIVE)
        tried = by_state.get(PolicyState.TRIED)
        self._tried = None if tried is None else weights_of(tried)
        if self._live is None:
            return False
        self._judge.frozen = self._frozen = weights_of(self._live)
        if before is None:
            return False
        is_other = before.number != self._live.number
        if not is_other and self._live.taken_back <= before.taken_back + own:
            return False
        self._judge.begin_from(self._frozen)
        self._watch = Watch()
        _log.info("The ranker begins from version %s of the policy", self._live.number)
        return True

    def note(
        self,
        candidates: Sequence[Candidate],
        is_right: Mapping[Origin, bool],
        least: Mapping[Origin, float],
        here: Context,
    ) -> None:
        """Take one place of the shadow, by the candidates' `origin`: right, and offered from where.

        Where what was learned online has become worse than what it began from, it is taken back.
        """
        if not candidates:
            return

        def said(by: Callable[[], list[tuple[float, Candidate]]]) -> Said:
            probability, first = by()[0]
            return Said(probability >= least[first.origin], is_right[first.origin])

        frozen = said(lambda: ranked(self._frozen, candidates))
        if self._watch.note(said(lambda: self._judge.ranked(candidates, here)), frozen):
            self._judge.begin_from(self._frozen)
            self._taken_back += 1
            _log.info("What the ranker had learned made it worse, and is forgotten")
        if self._tried is not None:
            tried = self._tried
            ours = said(lambda: ranked(tried, candidates))
            self._places.append((ours.reward, frozen.reward))


def _log_odds(probability: float) -> float:
    inside = min(1.0 - LEAST, max(LEAST, probability))
    return math.log(inside / (1.0 - inside))
