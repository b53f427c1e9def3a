"""The memory items of one store: searched, added to, forgotten; for programs and the command line.

A server may use the same store at the same time: what it distils is found here, and it takes over
the guards that are made here.
"""

from __future__ import annotations

import threading
from contextlib import closing
from typing import TYPE_CHECKING

import attrs

from honed.core.errors import HonedError
from honed.core.memory import ItemKind, wilson_lower
from honed.learn.memory.distil import of_given
from honed.learn.memory.forms import key_of_edit, sides
from honed.retrieval.embed import VERSION
from honed.retrieval.search import Document, Searcher
from honed.services.clock import SystemClock
from honed.services.distilling import settle
from honed.services.places import chosen_data_directory
from honed.services.project import Project
from honed.services.report import reader
from honed.services.stores import Stores
from honed.store.store import open_store
from honed.suggest.render import preview
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from honed.core.memory import MemoryItem
    from honed.core.model import Pattern
    from honed.core.ports import Store
    from honed.services.clock import Clock
    from honed.services.places import Place

NEAR_SHARE = 0.4
"""Of the best answer's score; what answers worse is no practice for the task."""

MOST_ASKED = 100
LONGEST_QUERY = 4_000
_ITEM, _PATTERN = "item", "pattern"


@attrs.frozen
class SimilarPattern:
    """What was found for a prompt: an item, or a pattern that no item tells of.

    `similarity` is from 0 to 1 and compares inside of one answer; `kind` is that of the item, or
    `pattern`. `item` is None for a pattern, whose `id` is the one of `honed patterns`.
    """

    id: int
    kind: str
    language: str
    title: str
    content: str
    similarity: float
    trust: float
    item: MemoryItem | None = None


class Memory:
    """An open store with what is searched in it; any thread may call any method."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Nothing is read before somebody asks."""
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._searcher = Searcher()
        self._items: dict[int, MemoryItem] = {}
        self._patterns: dict[int, tuple[Pattern, str]] = {}
        """With the keys of the edits that they make."""
        self._is_read = False

    def similar(self, prompt: str, language: str | None, limit: int) -> list[SimilarPattern]:
        """Return what is most like a prompt, in words or code, the best first."""
        with self._lock:
            self._catch_up()
            told = {each.key for each in self._items.values() if each.is_shown}
            found = []
            for match in self._searcher.search(
                prompt[:LONGEST_QUERY],
                language=_name_of(language),
                limit=max(0, limit) + MOST_ASKED,
            ):
                id_, is_pattern = divmod(match.id, 2)
                if is_pattern:
                    pattern, key = self._patterns[id_]
                    if key not in told:
                        found.append(_of_pattern(pattern, match.score))
                elif self._items[id_].is_shown:
                    found.append(_of_item(self._items[id_], match.score))
            found = found[: max(0, limit)]
            self._use(each.item for each in found)
        return found

    def best(self, task: str, language: str | None, limit: int) -> list[MemoryItem]:
        """Return what is known for a task, most trusted first; for no task all of the language.

        No guards: these tell where suggestions are not wanted, not what helps.
        """
        with self._lock:
            self._catch_up()
            name = _name_of(language)
            if task.strip():
                matches = self._searcher.search(
                    task[:LONGEST_QUERY], language=name, kind=_ITEM, limit=MOST_ASKED
                )
                least = NEAR_SHARE * max((each.score for each in matches), default=0.0)
                near = [self._items[each.id // 2] for each in matches if each.score >= least]
            else:
                near = [each for each in self._items.values() if name in {None, each.language}]
            known = [each for each in near if each.is_shown and each.kind is not ItemKind.GUARD]
            # Of equal trust the nearer, or the older one, stays in front.
            known.sort(key=lambda each: -each.trust)
            found = known[: max(0, limit)]
            self._use(found)
        return found

    def learn(self, trajectories: Iterable[object]) -> int:
        """Distil what trajectories teach; return how many items are new.

        The same ones again teach nothing more.
        """
        found = of_given(trajectories)
        with self._lock:
            now = self._clock.now()
            before = {each.key for each in self._store.memory.items() if each.is_shown}
            self._store.memory.remember(found, now)
            settle(self._store, self._store.memory.items(), now)
            self._is_read = False
            after = {each.key for each in self._store.memory.items() if each.is_shown}
        return len(after - before)

    def forget(self, item_ids: Iterable[int]) -> int:
        """Forget items for good, with those that they absorbed; return how many were named."""
        with self._lock:
            self._is_read = False
            known = self._store.memory.items()
            named = {each.id for each in known} & set(item_ids)
            self._store.memory.forget(with_absorbed(known, named))
        return len(named)

    def close(self) -> None:
        """Let the files go; a second call does nothing."""
        with self._lock:
            self._store.close()

    def _use(self, items: Iterable[MemoryItem | None]) -> None:
        ids = [each.id for each in items if each is not None]
        if ids:
            self._store.memory.use(ids, self._clock.now())

    def _catch_up(self) -> None:
        """Read what is new since the last time, by whomever it was written."""
        if self._is_read and not self._store.has_changed_elsewhere():
            return
        self._is_read = True
        items = {each.id: each for each in self._store.memory.items()}
        for id_ in self._items.keys() - items.keys():
            self._searcher.remove(2 * id_)
        for id_, item in items.items():
            known = self._items.get(id_)
            if known is None or _text_of(known) != _text_of(item):
                self._searcher.add(Document(2 * id_, _text_of(item), item.language, _ITEM))
        self._items = items
        ids = self._store.evidence().keys()
        for id_ in self._patterns.keys() - ids:
            self._searcher.remove(2 * id_ + 1)
            del self._patterns[id_]
        for pattern in self._store.patterns_with_ids(ids - self._patterns.keys()):
            rewrite = pattern.rewrite
            key = key_of_edit(rewrite.language, *sides(rewrite))
            self._patterns[pattern.id] = (pattern, key)
            text = f"{pattern.example.before}\n{pattern.example.after}"
            self._searcher.add(Document(2 * pattern.id + 1, text, rewrite.language, _PATTERN))


def open_memory(folder: Path | None, data_dir: Path | None, clock: Clock | None = None) -> Memory:
    """Open the memory of a workspace folder, or the user's; `StoreError` where that fails."""
    stores = Stores(str(chosen_data_directory(data_dir)))
    where = None if folder is None else folder.expanduser().absolute()
    return Memory(stores.of_project(Project(where)), clock or SystemClock())


def items_of(
    place: Place, language: str | None = None, kind: ItemKind | None = None
) -> list[MemoryItem]:
    """Return the items of a store, most trusted first; none where there is no store."""
    if not place.exists:
        return []
    with closing(reader(place)) as opened:
        items = opened.memory.items(_name_of(language), kind)
    return sorted(items, key=lambda each: (-each.trust, each.id))


def chosen_items(place: Place, item_ids: Sequence[int]) -> list[MemoryItem]:
    """Return the items with these ids; `HonedError` where there is no such item."""
    by_id = {each.id: each for each in items_of(place)}
    unknown = [str(each) for each in dict.fromkeys(item_ids) if each not in by_id]
    if unknown:
        none = "is no item" if len(unknown) == 1 else "are no items"
        raise HonedError(
            f"There {none} {', '.join(unknown)} in the memory of {place.name};"
            " `honed memory list` shows those that are."
        )
    return [by_id[each] for each in dict.fromkeys(item_ids)]


def forget_items(place: Place, items: Iterable[MemoryItem]) -> None:
    """Forget items for good, with those that they absorbed; a running server follows."""
    ids = {each.id for each in items}
    if ids:
        with closing(open_store(place.database, embedding_version=VERSION)) as store:
            store.memory.forget(with_absorbed(store.memory.items(), ids))


def with_absorbed(known: Iterable[MemoryItem], item_ids: set[int]) -> set[int]:
    """Return the ids of items, and of those for which they stand."""
    items = list(known)
    keys = {each.key for each in items if each.id in item_ids}
    return item_ids | {each.id for each in items if each.absorbed_by in keys}


def _text_of(item: MemoryItem) -> str:
    return f"{item.title}\n{item.content}\n{item.when}"


def _of_item(item: MemoryItem, score: float) -> SimilarPattern:
    return SimilarPattern(
        id=item.id,
        kind=item.kind.value,
        language=item.language,
        title=item.title,
        content=item.content,
        similarity=score,
        trust=item.trust,
        item=item,
    )


def _of_pattern(pattern: Pattern, score: float) -> SimilarPattern:
    before, after = (" ".join(side.split()) for side in preview(pattern.rewrite))
    evidence = pattern.evidence
    return SimilarPattern(
        id=pattern.id,
        kind=_PATTERN,
        language=pattern.rewrite.language,
        title=f"{before or 'nothing'} → {after or 'nothing'}",
        content=f"{pattern.example.before}\n→\n{pattern.example.after}",
        similarity=score,
        trust=wilson_lower(evidence.right, evidence.right + evidence.wrong),
    )


def _name_of(language: str | None) -> str | None:
    """Return our name of a language, whatever its user calls it; None for all languages."""
    if not language:
        return None
    found = languages.by_any_name(language)
    return found.name if found else language.lower()
