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
from honed.core.model import Evidence, Outcome, Pattern, Weights
from honed.core.policy import PolicyState
from honed.core.redact import has_secret
from honed.core.text import Text, encode
from honed.learn.history import key_of
from honed.learn.ranker import MAX_PRECISION, MAX_WEIGHT, merged, without
from honed.learn.shared import (
    LEAST_CONTRIBUTORS,
    MOST_ELEMENTS,
    UnfitError,
    anonymous,
    count,
    evidence_of,
    example_json,
    example_of,
    listed,
    mapping,
    plus,
    rewrite_json,
    rewrite_of,
    text,
    texts,
)
from honed.retrieval.embed import VERSION
from honed.services.lessons import carries_secret, embed_place
from honed.services.policies import shipped, weights_of
from honed.services.project import RECALLED
from honed.store import bundle
from honed.store.locations import user_database
from honed.store.store import open_store
from honed.suggest.index import PatternIndex
from honed.suggest.rank import LEAST_PRECISION, brought_up, prior
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from honed.core.model import Example, Rewrite
    from honed.services.clock import Clock
    from honed.services.places import Place
    from honed.store.bundle import Bundle
    from honed.store.imports import Import
    from honed.store.store import SqliteStore

IMPORTED = -1
"""The session of what came from elsewhere: it is never the present one."""

MOST_CONTRIBUTORS = MOST_ELEMENTS


@attrs.frozen
class Shared:
    """What an export or an import did; `code` counts the patterns that went with their code."""

    patterns: int
    code: int
    added: int = 0
    """Patterns that were not known here."""
    credited: int = 0
    """Patterns that were known, and have the records of others beside their own."""


@attrs.frozen
class _Line:
    """A pattern as it came in; without code only its record and who met it."""

    key: str
    evidence: Evidence
    contributors: tuple[str, ...]
    code: tuple[Rewrite, Example] | None = None
    id: int = 0
    age: int = 0
    is_of_history: bool = False


def export(place: Place, path: Path, *, with_code: bool = False) -> Shared:
    """Write what was learned in a store to a file.

    `BundleError` where nothing was, `StoreError` where store or file cannot be used.
    """
    if not place.exists:
        raise BundleError(f"Nothing was learned yet in {place.name}: there is nothing to export.")
    with _stores(place) as (store, ranker):
        imports = store.imports.every()
        theirs = {id_ for each in imports for id_ in each.record["added"]}
        patterns = [each for each in store.patterns() if each.id not in theirs]
        elsewhere = store.imports.contributors()
        newest = max(
            (each.id for each in store.recent(RECALLED) if each.outcome is Outcome.FREE), default=0
        )
        outcomes = store.statistics().outcomes
        weights, identity = _own_weights(ranker, imports), ranker.imports.identity
        began, _ = _beginning(ranker)
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
    bundle.write(path, {"withCode": with_code}, lines)
    return Shared(len(patterns), code)


def bring_in(place: Place, path: Path, clock: Clock) -> Shared:
    """Add what a file tells to a store; `BundleError` where it does not fit, and nothing changes.

    Patterns that are known get the records of others beside their own. The rest is kept as it
    came, in its order, and is trusted as what was learned in earlier sessions is.
    """
    found = bundle.read(path)
    try:
        lines, weights = _lines(found), _weights(found)
        theirs = _began(found)
    except UnfitError as error:
        raise BundleError(f"{path} does not fit: {error}. Nothing was changed.") from error
    # What is known is asked inside: another process may be importing the same.
    with _stores(place) as (store, ranker), ranker.transaction(), store.transaction():
        if any(each.checksum == found.checksum for each in store.imports.every()):
            raise BundleError(
                f"{path} was imported before. `honed import {path} --undo` takes it out again."
            )
        known: dict[str, int] = {}
        for each in store.patterns():
            known.setdefault(key_of(each.rewrite), each.id)
        import_id = store.imports.begin(found.checksum, clock.now())
        brought, credited = _take(store, import_id, lines, known)
        before = brought_up(ranker.load_weights() or prior()) or prior()
        here, base = _beginning(ranker)
        # On top of another beginning their weights say nothing of what they have learned.
        after = merged(base, before, weights) if theirs == here else before
        ranker.save_weights(after)
        store.imports.finish(
            import_id,
            {
                "added": [int(id_) for id_ in brought],
                "brought": brought,
                "credited": credited,
                "before": attrs.asdict(before),
                "after": attrs.asdict(after),
            },
        )
    return Shared(len(lines), sum(bool(each.code) for each in lines), len(brought), len(credited))


def take_out(place: Place, path: Path) -> Shared:
    """Undo the import of a file; `BundleError` where it was not imported into the store.

    A pattern that a later file has brought as well stays, with the counts of that one.
    """
    found = bundle.read(path)
    with _stores(place) as (store, ranker):
        imports = store.imports.every()
        chosen = [each for each in imports if each.checksum == found.checksum]
        if not chosen:
            raise BundleError(f"{path} was not imported here: there is nothing to undo.")
        [one] = chosen
        credited = one.record["credited"]
        with ranker.transaction(), store.transaction():
            handed_on = _hand_on(store, one, imports)
            number = store.forget(set(one.record["added"]) - handed_on)
            for id_, counts in credited.items():
                theirs = Evidence(*counts)
                store.revise(int(id_), partial(plus, other=theirs, sign=-1))
            saved = ranker.load_weights()
            now = None if saved is None else brought_up(saved)
            steps = [brought_up(_stored(one.record[name])) for name in ("before", "after")]
            if now is not None and steps[0] is not None and steps[1] is not None:
                ranker.save_weights(without(now, steps[0], steps[1]))
            store.imports.remove(one.id)
    return Shared(0, 0, number, len(credited))


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
def _stores(place: Place) -> Iterator[tuple[SqliteStore, SqliteStore]]:
    """Open the store of a place, and that of the ranker, which may be the same."""
    users = user_database(place.data)
    with ExitStack() as stack:
        store = stack.enter_context(closing(open_store(place.database, embedding_version=VERSION)))
        ranker = store
        if users != place.database:
            ranker = stack.enter_context(closing(open_store(users, embedding_version=VERSION)))
        yield store, ranker


def _name(identity: str, key: str) -> str:
    """Return what a contributor is called for one pattern: two patterns do not show it is one."""
    return blake2b(key.encode(), key=identity.encode(), digest_size=8).hexdigest()


def _beginning(ranker: SqliteStore) -> tuple[str, Weights]:
    """Return the fingerprint of the live version of the policy, and the weights it begins with."""
    live = [each for each in ranker.policies() if each.state is PolicyState.LIVE]
    version = live[0] if live else shipped()
    return version.fingerprint, weights_of(version)


def _began(found: Bundle) -> str:
    """Return what the ranker of a bundle began from, "" where it does not tell."""
    given = next((each for each in found.each() if each.get("kind") == "weights"), {})
    return str(given.get("from", ""))


def _own_weights(ranker: SqliteStore, imports: Sequence[Import]) -> Weights:
    """Return the weights without what was imported."""
    weights = brought_up(ranker.load_weights() or prior()) or prior()
    for each in reversed(imports):
        before, after = (brought_up(_stored(each.record[name])) for name in ("before", "after"))
        if before is not None and after is not None:
            weights = without(weights, before, after)
    return weights


def _stored(given: dict[str, Any]) -> Weights:
    return Weights(
        tuple(given["mean"]), tuple(given["precision"]), given["updates"], tuple(given["names"])
    )


def _take(
    store: SqliteStore, import_id: int, lines: Sequence[_Line], known: dict[str, int]
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Add the lines to a store; return the counts of new patterns, and those added to known."""
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
            written = Text(encode(example.before))
            tree = parse(written, languages.by_name(rewrite.language))
            pattern = store.add_pattern(
                rewrite,
                example,
                session_id=0 if line.is_of_history else IMPORTED,
                trajectory_id=-line.age,
                vector=embed_place(written, tree, 0),
            )
            store.revise(pattern.id, partial(_replaced, line.evidence))
            brought[str(pattern.id)] = list(attrs.astuple(line.evidence))
    return brought, {id_: list(attrs.astuple(each)) for id_, each in credited.items()}


def _replaced(record: Evidence, _: Evidence) -> Evidence:
    return record


def _lines(found: Bundle) -> list[_Line]:
    """Return the patterns of a bundle in the order of their ids; `UnfitError` for what is none."""
    lines = [_line(each) for each in found.each() if each.get("kind") == "pattern"]
    lines.sort(key=lambda line: line.id)
    ids = [each.id for each in lines]
    if len(set(ids)) < len(ids) or 0 in ids:
        raise UnfitError("two patterns have one number, or one has none")
    return lines


def _line(given: dict[str, Any]) -> _Line:
    key, names = text(given.get("key")), texts(given.get("contributors"))
    if len(names) > MOST_CONTRIBUTORS or not all(map(_is_hex, (key, *names))):
        raise UnfitError("a key or a contributor is no hexadecimal number")
    line = _Line(
        key=key,
        evidence=evidence_of(given.get("evidence")),
        contributors=names,
        id=count(given.get("id")),
        age=count(given.get("age")),
        is_of_history=given.get("isOfHistory") is True,
    )
    if given.get("rewrite") is None:
        return line
    language = text(mapping(given["rewrite"]).get("language"))
    if language and languages.by_name(language) is None:
        return line
    rewrite, example = rewrite_of(given["rewrite"], key), example_of(given.get("example"))
    # What the search for patterns cannot hold would end every server that reads it.
    _indexed(line, rewrite, example)
    if carries_secret(rewrite) or has_secret(example.before) or has_secret(example.after):
        return line
    return attrs.evolve(line, code=(rewrite, example))


def _indexed(line: _Line, rewrite: Rewrite, example: Example) -> None:
    try:
        PatternIndex([Pattern(line.id, rewrite, example, IMPORTED, 0)])
    except (ValueError, LookupError, TypeError) as error:
        raise UnfitError(f"a pattern cannot be searched for: {error}") from error


def _weights(found: Bundle) -> Weights:
    """Return the weights of a bundle for the features of today; the prior where it has none."""
    for given in found.each():
        if given.get("kind") == "weights":
            names = texts(given.get("names"))
            mean = _numbers(given.get("mean"), -MAX_WEIGHT, MAX_WEIGHT)
            precision = _numbers(given.get("precision"), LEAST_PRECISION, MAX_PRECISION)
            if not len(names) == len(mean) == len(precision) == len(set(names)):
                raise UnfitError("the ranker's weights are not as many as their names")
            known = brought_up(Weights(mean, precision, count(given.get("updates")), names))
            return known or prior()
    return prior()


def _numbers(given: object, least: float, most: float) -> tuple[float, ...]:
    found = []
    for each in listed(given):
        is_number = isinstance(each, int | float) and not isinstance(each, bool)
        if not is_number or not least <= each <= most:
            raise UnfitError(f"{each!r:.40} is no weight of the ranker")
        found.append(float(each))
    return tuple(found)


def _is_hex(value: str) -> bool:
    return bool(value) and len(value) % 2 == 0 and not set(value) - set("0123456789abcdef")
