"""Where what was mined from a history adds up: in a store, or, for a dry run, in memory only."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Protocol

import attrs

from honed.core.model import Evidence
from honed.core.text import Text, encode
from honed.learn.history import Harvest, Tally, credited, key_of, originals, repeated
from honed.learn.moments import Moments, added, posterior
from honed.learn.ranker import merged
from honed.services.lessons import embed_place
from honed.store.mined import Sum
from honed.suggest.rank import brought_up, prior
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from honed.learn.history import Contribution, Sighting
    from honed.store.store import SqliteStore

MOST_PATTERNS = 2_000
"""Patterns that a history may bring; the newest commits go first."""

NO_SESSION = 0
"""The session of what no session has taught: it is never the present one."""

NO_TRAJECTORY = 0

Kept = tuple[Tally, "Sighting"]


class Ledger(Protocol):
    """Adds up; `kept` are the patterns that came in since it was opened, by key."""

    kept: dict[str, Kept]

    def known(self) -> set[str]:
        """Return the ids of the commits that were mined before."""
        ...

    def take(self, harvest: Harvest) -> Harvest:
        """Add contributions; return those that were not there yet, repetitions marked as such."""
        ...

    def finish(self) -> None:
        """Tell the ranker what was mined."""
        ...


class DryLedger:
    """Adds up in memory, from what a store has mined before; nothing is written."""

    def __init__(self, known: set[str]) -> None:
        self._known = known
        self._fingerprints: set[str] = set()
        self._tallies: dict[str, Tally] = {}
        self.kept: dict[str, Kept] = {}

    def known(self) -> set[str]:
        """Return the ids of the commits that were mined before."""
        return self._known

    def take(self, harvest: Harvest) -> Harvest:
        """Add contributions; the patterns of a commit that has no match yet are only counted."""
        found = {}
        for commit, each in originals(harvest).items():
            is_new = each.fingerprint not in self._fingerprints or each.skipped
            found[commit] = each if is_new else repeated(each)
            self._fingerprints.add(each.fingerprint)
        for key, (tally, sighting) in _sums(found).items():
            total = self._tallies[key] = self._tallies.get(key, Tally()).and_(tally)
            has_room = key in self.kept or len(self.kept) < MOST_PATTERNS
            if total.is_worth_keeping and has_room:
                self.kept[key] = (total, sighting)
        return found

    def finish(self) -> None:
        """Do nothing: the ranker is told nothing."""


class StoredLedger:
    """Adds up in a workspace's store; `of_ranker` opens that of the ranker's weights."""

    def __init__(self, store: SqliteStore, of_ranker: Callable[[], SqliteStore]) -> None:
        self._store = store
        self._of_ranker = of_ranker
        self._bound = store.mined.bound()
        self._own = {key_of(each.rewrite): each.id for each in store.patterns()}
        self.kept: dict[str, Kept] = {}

    def known(self) -> set[str]:
        """Return the ids of the commits that were mined before."""
        return self._store.mined.commits()

    def take(self, harvest: Harvest) -> Harvest:
        """Add contributions in one transaction; with an id goes all that its commit teaches."""
        store, bound, kept = self._store, self._bound, dict[str, Kept]()
        with store.transaction():
            noted = store.mined.note({id_: each.fingerprint for id_, each in harvest.items()})
            found = {}
            for id_, is_repeated in noted.items():
                each = harvest[id_]
                found[id_] = repeated(each) if is_repeated and not each.skipped else each
            for key, (tally, sighting) in _sums(found).items():
                counts, pattern_id = store.mined.add(key, attrs.astuple(tally))
                total = Tally(*counts)
                if pattern_id is None and total.is_worth_keeping and bound < MOST_PATTERNS:
                    self._keep(key, total, sighting)
                    kept[key] = (total, sighting)
                    bound += 1
                elif pattern_id is not None:
                    self._credit(pattern_id, credited(total), credited(total.less(tally)))
            self._add_moments(found)
        self._bound = bound
        self.kept |= kept
        return found

    def finish(self) -> None:
        """Move the ranker's weights by what was mined and it was not yet told.

        That it was told is written first: a process that is killed between tells it nothing, which
        is better than to tell it twice.
        """
        total, told = self._moments(Sum.MINED), self._moments(Sum.TOLD)
        if total is None or total == told:
            return
        before, after = posterior(prior(), told), posterior(prior(), total)
        self._store.mined.save_sums(Sum.TOLD, total.number, total.packed)
        with closing(self._of_ranker()) as ranker, ranker.transaction():
            saved = brought_up(ranker.load_weights() or prior())
            if saved is not None:
                ranker.save_weights(merged(before, saved, after))

    def _keep(self, key: str, total: Tally, sighting: Sighting) -> None:
        """Make a pattern of a key, or find the one that the developer has taught already."""
        record = credited(total)
        known = self._own.get(key)
        if known is not None:
            self._credit(known, record, Evidence(support=0))
            self._store.mined.bind(key, known)
            return
        text = Text(encode(sighting.example.before))
        tree = parse(text, languages.by_name(sighting.rewrite.language))
        pattern = self._store.add_pattern(
            sighting.rewrite,
            sighting.example,
            session_id=NO_SESSION,
            trajectory_id=NO_TRAJECTORY,
            vector=embed_place(text, tree, 0),
        )
        self._store.revise(pattern.id, lambda _: record)
        self._store.mined.bind(key, pattern.id)

    def _credit(self, pattern_id: int, now: Evidence, before: Evidence) -> None:
        """Add to a pattern's record what its history has come to say since `before`."""
        self._store.revise(
            pattern_id,
            lambda known: attrs.evolve(
                known,
                support=known.support + now.support - before.support,
                shadow_right=known.shadow_right + now.shadow_right - before.shadow_right,
                shadow_wrong=known.shadow_wrong + now.shadow_wrong - before.shadow_wrong,
            ),
        )

    def _add_moments(self, found: Mapping[str, Contribution]) -> None:
        new = [found[id_].moments for id_ in sorted(found)]
        known = self._moments(Sum.MINED)
        # Last goes what has the present number of features.
        total = added(each for each in [known, *new] if each is not None)
        if total is not None and total != known:
            self._store.mined.save_sums(Sum.MINED, total.number, total.packed)

    def _moments(self, which: Sum) -> Moments | None:
        saved = self._store.mined.sums(which)
        return None if saved is None else Moments(*saved)


def _sums(found: Mapping[str, Contribution]) -> dict[str, Kept]:
    """Return what the commits together say of each pattern, with the latest example."""
    sums: dict[str, Kept] = {}
    for _, each in sorted(found.items(), key=lambda pair: (pair[1].at, pair[0])):
        for key, sighting in each.sightings.items():
            tally = sums[key][0] if key in sums else Tally()
            sums[key] = (tally.plus(sighting), sighting)
    return sums
