"""The ranker's weights and what others have given to them, kept in step with a store's imports.

An import goes to the workspace's store first, in one transaction, and from there to the ranker's
weights in the user's. Whatever ends a process between the two, the next one that opens both to
share finds what the weights lack, or what they have of an import that was undone, and ends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from honed.core.model import Weights
from honed.learn.ranker import merged, without
from honed.services.policies import live, weights_of
from honed.store.imported_weights import TakenIn
from honed.suggest.rank import brought_up, prior

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honed.store.imports import Import
    from honed.store.store import SqliteStore


def keep_in_step(store: SqliteStore, ranker: SqliteStore) -> frozenset[int]:
    """Let the ranker have taken in each import of a store, and no other; return which are new."""
    name = store.imports.identity
    # The imports are read when nobody else can write the weights.
    with ranker.transaction():
        taken = {each.import_id: each for each in ranker.imported_weights.every()
                 if each.store == name}  # fmt: skip
        imports = {each.id: each for each in store.imports.every()}
        saved = ranker.load_weights()
        weights = before = brought_up(saved or prior()) or prior()
        mute = _mute(imports.values())
        for id_ in sorted(taken, reverse=True):
            if id_ not in imports or taken[id_].record.get("mute", False) is not (id_ in mute):
                weights = _without(weights, taken.pop(id_))
                ranker.imported_weights.remove(name, id_)
        new = sorted(imports.keys() - taken.keys())
        for id_ in new:
            weights, record = _taken_in(imports[id_], weights, ranker, is_mute=id_ in mute)
            ranker.imported_weights.put(TakenIn(name, id_, record))
        if weights != before:
            ranker.save_weights(weights)
    return frozenset(new)


def beginning(ranker: SqliteStore) -> tuple[str, Weights]:
    """Return the fingerprint of the live version of the policy, and the weights it begins with."""
    version = live(ranker.policies())
    return version.fingerprint, weights_of(version)


def own_weights(ranker: SqliteStore) -> Weights:
    """Return the weights without what was imported, into whichever store."""
    weights = brought_up(ranker.load_weights() or prior()) or prior()
    for each in reversed(ranker.imported_weights.every()):
        weights = _without(weights, each)
    return weights


def as_record(weights: Weights, began: str) -> dict[str, Any]:
    """Return weights that came in as the record of an import keeps them."""
    return {"theirs": attrs.asdict(weights), "from": began}


def _mute(imports: Iterable[Import]) -> set[int]:
    """Return the imports whose weights are not to count: of a developer only the latest do."""
    latest: dict[str, int] = {}
    mute = set()
    for each in sorted(imports, key=lambda one: one.id):
        name = each.record.get("contributor", "")
        if name and name in latest:
            mute.add(latest[name])
        latest[name] = each.id
    return mute


def _taken_in(
    one: Import, now: Weights, ranker: SqliteStore, *, is_mute: bool
) -> tuple[Weights, dict[str, Any]]:
    """Return the weights after an import, and what it has changed."""
    if "after" in one.record:
        # Of a honed that noted the weights with the import: they have it already.
        return now, {name: one.record[name] for name in ("before", "after")}
    here, base = beginning(ranker)
    theirs = brought_up(_read(one.record["theirs"]))
    # On top of another beginning their weights say nothing of what they have learned.
    is_fit = one.record["from"] == here and not is_mute
    after = merged(base, now, theirs) if theirs is not None and is_fit else now
    return after, {
        "before": attrs.asdict(now),
        "after": attrs.asdict(after),
        "mute": is_mute,
    }


def _without(weights: Weights, taken: TakenIn) -> Weights:
    before, after = (brought_up(_read(taken.record[name])) for name in ("before", "after"))
    return weights if before is None or after is None else without(weights, before, after)


def _read(given: dict[str, Any]) -> Weights:
    return Weights(
        tuple(given["mean"]), tuple(given["precision"]), given["updates"], tuple(given["names"])
    )
