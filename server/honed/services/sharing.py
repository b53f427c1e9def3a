"""What was learned in a store as a file for others, and theirs brought in and taken out again.

Only what was learned here is exported: what others have brought in is theirs to give. Statistics
always are: how a pattern did, by its key, and the ranker's weights. Code goes along where it was
asked for, or where three contributors have met the pattern, and then without what stood around.
"""

from __future__ import annotations

from contextlib import ExitStack, closing, contextmanager
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import attrs

from honed.core.errors import BundleError
from honed.core.model import Evidence, Outcome
from honed.core.text import Text, encode
from honed.learn.history import key_of
from honed.learn.shared import (
    LEAST_CONTRIBUTORS,
    UnfitError,
    anonymous,
    example_json,
    plus,
    rewrite_json,
)
from honed.retrieval.embed import VERSION
from honed.services.imported_weights import as_record, beginning, keep_in_step, own_weights
from honed.services.lessons import embed_place
from honed.services.project import RECALLED
from honed.services.shared_lines import (
    IMPORTED,
    MOST_CONTRIBUTORS,
    Line,
    began_from,
    contributor_of,
    lines_of,
    origin_of,
    weights_in,
)
from honed.store import bundle
from honed.store.imports import Import
from honed.store.locations import user_database
from honed.store.store import open_store
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from pathlib import Path

    from honed.core.model import Example, Rewrite
    from honed.core.ports import Vector
    from honed.services.clock import Clock
    from honed.services.places import Place
    from honed.store.bundle import Bundle
    from honed.store.store import SqliteStore


@attrs.frozen
class Shared:
    """What an export or an import did; `code` counts the patterns that went with their code."""

    patterns: int
    code: int
    added: int = 0
    """Patterns that were not known here."""
    credited: int = 0
    """Patterns that were known, and have the records of others beside their own."""
    replaced: bool = False
    """Whether an earlier file from the same store was taken out."""


def export(place: Place, path: Path, *, with_code: bool = False) -> Shared:
    """Write what was learned in a store to a file.

    `BundleError` where nothing was, `StoreError` where store or file cannot be used.
    """
    if not place.exists:
        raise BundleError(f"Nothing was learned yet in {place.name}: there is nothing to export.")
    with _stores(place) as (store, ranker, _):
        imports = store.imports.every()
        theirs = {id_ for each in imports for id_ in each.record["added"]}
        patterns = [each for each in store.patterns() if each.id not in theirs]
        elsewhere = store.imports.contributors()
        newest = max(
            (each.id for each in store.recent(RECALLED) if each.outcome is Outcome.FREE), default=0
        )
        outcomes = store.statistics().outcomes
        weights, identity = own_weights(ranker), ranker.imports.identity
        here = store.imports.identity
        began, _ = beginning(ranker)
    lines: list[dict[str, Any]] = [
        {"kind": "weights", "from": began, **attrs.asdict(weights)},
        {"kind": "outcomes", "numbers": dict(outcomes)},
    ]
    code = 0
    for each in patterns:
        key = key_of(each.rewrite)
        names = {_name(identity, key), *elsewhere.get(key, ())}
        own = each.evidence
        for earlier in imports:
            own = plus(own, Evidence(*earlier.record["credited"].get(str(each.id), (0,) * 6)), -1)
        line = {
            "kind": "pattern",
            "key": key,
            "id": each.id,
            "age": max(0, newest - each.trajectory_id),
            "isOfHistory": each.is_of_history,
            "evidence": list(attrs.astuple(own)),
            "contributors": sorted(names)[:MOST_CONTRIBUTORS],
        }
        if with_code or len(names) >= LEAST_CONTRIBUTORS:
            rewrite, example = anonymous(each.rewrite)
            if with_code:
                rewrite, example = each.rewrite, each.example
            line |= {"rewrite": rewrite_json(rewrite), "example": example_json(example)}
            code += 1
        lines.append(line)
    head = {"contributor": _name(identity, ""), "store": _name(here, "")}
    bundle.write(path, {"withCode": with_code, **head}, lines)
    return Shared(len(patterns), code)


def bring_in(place: Place, path: Path, clock: Clock) -> Shared:
    """Add what a file tells to a store; `BundleError` where it does not fit, and nothing changes.

    Patterns that are known get the records of others beside their own. The rest is kept as it
    came, in its order, and is trusted as what was learned in earlier sessions is. What was imported
    before from the same store is taken out: the newer file says it, too.
    """
    found = bundle.read(path)
    try:
        lines, weights = lines_of(found), weights_in(found)
    except UnfitError as error:
        raise BundleError(f"{path} does not fit: {error}. Nothing was changed.") from error
    with _stores(place) as (store, ranker, ended):
        known = [each for each in store.imports.every() if each.checksum == found.checksum]
        if known and known[0].id in ended:
            return _did(lines, known[0].record)
        # Others wait while a store is written: what takes long is done before.
        here, new, origin = _known(store), lines, origin_of(found)
        if origin == _name(store.imports.identity, ""):
            # It comes from here: what is still known would count twice.
            new, origin = [each for each in lines if each.key not in here], ""
        places = _embedded(new, here)
        with store.transaction():
            # What was imported is asked inside: another process may be importing the same.
            imports, name = store.imports.every(), contributor_of(found)
            if any(each.checksum == found.checksum for each in imports):
                raise BundleError(
                    f"{path} was imported before. `honed import {path} --undo` takes it out again."
                )
            is_own = name == _name(ranker.imports.identity, "")
            # One's own ranker, which is one for all folders, knows what it has learned.
            said = as_record(weights, "" if is_own else began_from(found))
            said |= {"contributor": "" if is_own else name, "origin": origin}
            one = _write(store, found, new, said, places, clock.now())
            earlier = [each for each in imports if origin and each.record.get("origin") == origin]
            did = attrs.evolve(_did(lines, one.record), replaced=bool(earlier))
            for each in earlier:
                # What the newer file tells as well is handed on to it.
                _remove(store, each, [*imports, one])
        keep_in_step(store, ranker)
    return did


def _did(lines: Sequence[Line], record: dict[str, Any]) -> Shared:
    code = sum(bool(each.code) for each in lines)
    return Shared(len(lines), code, len(record["brought"]), len(record["credited"]))


def take_out(place: Place, path: Path) -> Shared:
    """Undo the import of a file; `BundleError` where it was not imported into the store.

    A pattern that a later file has brought as well stays, with the counts of that one.
    """
    found = bundle.read(path)
    with _stores(place) as (store, ranker, _):
        imports = store.imports.every()
        chosen = [each for each in imports if each.checksum == found.checksum]
        if not chosen:
            raise BundleError(f"{path} was not imported here: there is nothing to undo.")
        number = _remove(store, chosen[0], imports)
        keep_in_step(store, ranker)
    return Shared(0, 0, number, len(chosen[0].record["credited"]))


def _remove(store: SqliteStore, one: Import, imports: Sequence[Import]) -> int:
    """Undo an import but for the weights; return how many patterns went."""
    with store.transaction():
        handed_on = _hand_on(store, one, imports)
        number = store.forget(set(one.record["added"]) - handed_on)
        for id_, counts in one.record["credited"].items():
            theirs = Evidence(*counts)
            store.revise(int(id_), partial(plus, other=theirs, sign=-1))
        store.imports.remove(one.id)
    return number


def _hand_on(store: SqliteStore, one: Import, imports: Sequence[Import]) -> set[int]:
    """Leave the patterns of an import to the next one that met them; return which they are."""
    brought: dict[str, list[int]] = one.record.get("brought", {})
    handed_on: set[int] = set()
    for later in imports:
        record = later.record
        shared = set(one.record["added"]) & set(map(int, record["credited"])) - handed_on
        if later.id <= one.id or not shared:
            continue
        for id_ in shared:
            earlier = Evidence(*brought.get(str(id_), (0,) * 6))
            store.revise(id_, partial(plus, other=earlier, sign=-1))
            record.setdefault("brought", {})[str(id_)] = record["credited"].pop(str(id_))
        record["added"].extend(sorted(shared))
        store.imports.finish(later.id, record)
        handed_on |= shared
    return handed_on


@contextmanager
def _stores(place: Place) -> Iterator[tuple[SqliteStore, SqliteStore, frozenset[int]]]:
    """Open the store of a place, and that of the ranker, which may be the same.

    The third are the imports that were cut short before and are ended now.
    """
    users = user_database(place.data)
    with ExitStack() as stack:
        store = stack.enter_context(closing(open_store(place.database, embedding_version=VERSION)))
        ranker = store
        if users != place.database:
            ranker = stack.enter_context(closing(open_store(users, embedding_version=VERSION)))
        yield store, ranker, keep_in_step(store, ranker)


def _name(identity: str, key: str) -> str:
    """Return what a contributor is called for one pattern: two patterns do not show it is one."""
    return blake2b(key.encode(), key=identity.encode(), digest_size=8).hexdigest()


def _known(store: SqliteStore) -> dict[str, int]:
    known: dict[str, int] = {}
    for each in store.patterns():
        known.setdefault(key_of(each.rewrite), each.id)
    return known


def _embedded(lines: Sequence[Line], known: Container[str]) -> dict[str, Vector]:
    """Return the vectors of the patterns that are not known, by their keys."""
    return {each.key: _vector(*each.code) for each in lines if each.code and each.key not in known}


def _vector(rewrite: Rewrite, example: Example) -> Vector:
    written = Text(encode(example.before))
    return embed_place(written, parse(written, languages.by_name(rewrite.language)), 0)


def _write(  # noqa: PLR0913 - a file, what was made of it, and when
    store: SqliteStore,
    found: Bundle,
    lines: Sequence[Line],
    said: dict[str, Any],
    places: dict[str, Vector],
    at: float,
) -> Import:
    """Add what a file tells to a store, and return that import; `said` is of all of it."""
    import_id = store.imports.begin(found.checksum, at)
    brought, credited = _take(store, import_id, lines, places)
    record = {
        "added": [int(id_) for id_ in brought],
        "brought": brought,
        "credited": credited,
        "counts": {
            each.key: [each.evidence.right, each.evidence.wrong]
            for each in lines
            if each.evidence.right or each.evidence.wrong
        },
        **said,
    }
    store.imports.finish(import_id, record)
    return Import(import_id, at, found.checksum, record)


def _take(
    store: SqliteStore, import_id: int, lines: Sequence[Line], places: dict[str, Vector]
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Add the lines to a store; return the counts of new patterns, and those added to known."""
    known = _known(store)
    brought: dict[str, list[int]] = {}
    credited: dict[str, Evidence] = {}
    last = store.imports.last_pattern()
    for line in lines:
        store.imports.contribute(import_id, line.key, line.contributors)
        id_ = known.get(line.key)
        if id_ is not None:
            theirs = line.evidence
            store.revise(id_, partial(plus, other=theirs))
            credited[str(id_)] = plus(credited.get(str(id_), Evidence(0)), theirs)
        elif line.code is not None:
            rewrite, example = line.code
            store.imports.next_pattern(last + line.id)
            pattern = store.add_pattern(
                rewrite,
                example,
                session_id=0 if line.is_of_history else IMPORTED,
                trajectory_id=-line.age,
                # Forgotten meanwhile, a pattern that was known comes in anew.
                vector=places[line.key] if line.key in places else _vector(rewrite, example),
            )
            store.revise(pattern.id, partial(_replaced, line.evidence))
            brought[str(pattern.id)] = list(attrs.astuple(line.evidence))
    return brought, {id_: list(attrs.astuple(each)) for id_, each in credited.items()}


def _replaced(record: Evidence, _: Evidence) -> Evidence:
    return record
