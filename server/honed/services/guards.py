"""The guards of one project, looked up while somebody waits: contexts without suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.diff import smallest
from honed.core.memory import ItemKind, ItemState
from honed.core.model import Effect
from honed.learn.memory.forms import key_of_edit, sides
from honed.learn.memory.guards import LEAST_TRUST, contexts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from honed.core.memory import Context, MemoryItem
    from honed.core.model import Pattern
    from honed.core.text import Text
    from honed.services.shadow import Verdict

MOST_FAMILIES = 20_000
"""Patterns whose family is remembered; finding it again takes some 10 µs."""


class Guards:
    """Contexts by language; the learner's thread puts new ones in, all at once."""

    def __init__(self, items: Iterable[MemoryItem] = ()) -> None:
        """Guard the contexts of these items."""
        self._by_context: Mapping[tuple[str, Context], MemoryItem] = {}
        self._families: dict[int, str] = {}
        self.take(items)

    def __bool__(self) -> bool:
        """Whether anything is guarded."""
        return bool(self._by_context)

    def take(self, items: Iterable[MemoryItem]) -> None:
        """Guard the contexts of these items, as far as they are trusted, and no others."""
        self._by_context = {
            (each.language, each.context): each
            for each in items
            if each.kind is ItemKind.GUARD
            and each.context is not None
            and each.state is ItemState.KEPT
            and each.trust >= LEAST_TRUST
        }

    def against(self, path: str, pattern: Pattern, effect: Effect) -> MemoryItem | None:
        """Return what keeps the edit of a pattern away from a place, None for nothing.

        `path` is relative to the folder. A rule of the project is never held back: somebody put
        it there.
        """
        known = self._by_context
        if not known or pattern.is_rule:
            return None
        language = pattern.rewrite.language
        for context in contexts(path, self.family(pattern), effect):
            found = known.get((language, context))
            if found is not None:
                return found
        return None

    def family(self, pattern: Pattern) -> str:
        """Return the key of the edit that a pattern makes."""
        found = self._families.get(pattern.id)
        if found is None:
            if len(self._families) >= MOST_FAMILIES:
                self._families.clear()
            found = key_of_edit(pattern.rewrite.language, *sides(pattern.rewrite))
            self._families[pattern.id] = found
        return found

    def mistaken(self, path: str, before: Text, verdicts: Sequence[Verdict]) -> list[MemoryItem]:
        """Return the guards that keep away what the developer has just typed."""
        if not self._by_context:
            return []
        found = {}
        for each in verdicts:
            if each.is_right:
                effect = Effect.of(smallest(before, each.candidate.edits[0]))
                item = self.against(path, each.pattern, effect)
                if item is not None:
                    found[item.key] = item
        return list(found.values())
