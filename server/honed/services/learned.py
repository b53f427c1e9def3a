"""What was learned, as its owner sees it: patterns with their state, and how they are forgotten."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from honed.core.errors import HonedError
from honed.retrieval.embed import VERSION
from honed.services.clock import SystemClock
from honed.services.report import reader
from honed.services.sessions import IDLE_LIMIT_S, branch
from honed.store.store import open_store
from honed.suggest.render import preview

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.core.model import Pattern
    from honed.services.clock import Clock
    from honed.services.places import Place
    from honed.store.reader import SqliteReader


class State(StrEnum):
    """Whether a pattern is offered, and why."""

    PROVEN = "proven"
    """It was right often enough to be offered in every session."""
    SESSION = "session"
    """It was learned in the session that still goes on, and is offered until that ends."""
    MUTED = "muted"
    """It is of an earlier session and only watches until it has proven itself."""


@attrs.frozen
class Learned:
    """A pattern; `before` and `after` are its sides on one line, holes as `‹example›`."""

    pattern: Pattern
    state: State
    before: str
    after: str


@attrs.frozen
class Listing:
    """Some of a store's patterns; `total` counts all that were asked for, `languages` all."""

    patterns: tuple[Learned, ...]
    total: int
    languages: tuple[str, ...]


@attrs.frozen
class Forgotten:
    """What was forgotten; `staying` are other patterns that the same edits taught.

    With `is_all` it is all of a store, with so many `items` of its memory.
    """

    patterns: tuple[Learned, ...]
    staying: tuple[int, ...]
    is_all: bool = False
    items: int = 0


def listing(
    place: Place, language: str | None = None, limit: int = 0, clock: Clock | None = None
) -> Listing:
    """Return the patterns, the newest first, all for a `limit` of 0."""
    known = _all(place, clock)
    asked = [each for each in known if language in {None, each.pattern.rewrite.language}]
    asked.sort(key=lambda each: -each.pattern.id)
    languages = sorted({each.pattern.rewrite.language for each in known})
    return Listing(tuple(asked[: limit or None]), len(asked), tuple(languages))


def one(
    place: Place, pattern_id: int, clock: Clock | None = None
) -> tuple[Learned, tuple[int, ...]]:
    """Return a pattern and the ids of the others that the same edit taught.

    `HonedError` where there is no such pattern.
    """
    known = _all(place, clock)
    [found] = _chosen(place, known, [pattern_id])
    return found, _siblings(known, [found])


def chosen(place: Place, pattern_ids: Sequence[int], clock: Clock | None = None) -> Forgotten:
    """Return what `forget` would forget; `HonedError` where an id is unknown."""
    known = _all(place, clock)
    found = _chosen(place, known, pattern_ids)
    return Forgotten(tuple(found), _siblings(known, found))


def everything(place: Place) -> Forgotten:
    """Return what `forget` would forget when it is asked for all."""
    items = 0
    if place.exists:
        with closing(reader(place)) as opened:
            items = len(opened.memory.items())
    return Forgotten(tuple(_all(place, None)), (), is_all=True, items=items)


def forget(place: Place, what: Forgotten) -> None:
    """Remove the patterns and the texts of their trajectories; a running server follows.

    With all of them go the memory items, also those that no pattern testifies to. What the ranker
    learned from them, and the numbers of `overview`, stay.
    """
    if not place.exists or not (what.patterns or what.is_all):
        return
    with closing(open_store(place.database, embedding_version=VERSION)) as store:
        store.forget([each.pattern.id for each in what.patterns])
        if what.is_all:
            store.memory.clear()


def _all(place: Place, clock: Clock | None) -> list[Learned]:
    """Return all patterns, oldest first; none where there is no store."""
    if not place.exists:
        return []
    with closing(reader(place)) as opened:
        session = current_session(opened, place, (clock or SystemClock()).now())
        patterns = opened.patterns()
    return [described(pattern, session) for pattern in patterns]


def described(pattern: Pattern, session: int) -> Learned:
    """Return the pattern as it is in the session with that id, 0 for none."""
    before, after = preview(pattern.rewrite)
    if pattern.evidence.is_proven:
        state = State.PROVEN
    else:
        is_present = pattern.session_id == session and not pattern.is_of_history
        state = State.SESSION if is_present else State.MUTED
    return Learned(pattern, state, " ".join(before.split()), " ".join(after.split()))


def current_session(opened: SqliteReader, place: Place, now: float) -> int:
    """Return the id of the session that a server would go on with, 0 for none."""
    latest = opened.latest_session()
    if latest is None or latest.end is not None:
        return 0
    is_idle = now - opened.last_activity(latest.id) > IDLE_LIMIT_S
    return 0 if is_idle or branch(place.folder) != latest.head else latest.id


def _chosen(place: Place, known: Sequence[Learned], pattern_ids: Sequence[int]) -> list[Learned]:
    """Return the patterns with these ids, each once, in the order of the ids."""
    by_id = {each.pattern.id: each for each in known}
    unknown = [str(each) for each in dict.fromkeys(pattern_ids) if each not in by_id]
    if unknown:
        none = "is no pattern" if len(unknown) == 1 else "are no patterns"
        raise HonedError(
            f"There {none} {', '.join(unknown)} in the store of {place.name};"
            " `honed patterns list` shows those that are."
        )
    return [by_id[each] for each in dict.fromkeys(pattern_ids)]


def siblings(known: Iterable[Pattern], found: Sequence[Pattern]) -> tuple[int, ...]:
    """Return the ids of other patterns that the edits of `found` taught."""
    ids = {each.id for each in found}
    edits = {each.trajectory_id for each in found if each.trajectory_id}
    return tuple(each.id for each in known if each.trajectory_id in edits and each.id not in ids)


def _siblings(known: Sequence[Learned], found: Sequence[Learned]) -> tuple[int, ...]:
    return siblings([each.pattern for each in known], [each.pattern for each in found])
