"""The patterns of a workspace, found by their rarest word, not by trying all."""

from __future__ import annotations

from collections import Counter
from heapq import nlargest
from operator import itemgetter
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Form, TokenKind
from honed.suggest.records import Nature, Records, nature_of
from honed.suggest.series import Series, series_of
from honed.suggest.spelling import key
from honed.suggest.strength import Strength, strength_of
from honed.suggest.words import has_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from honed.core.model import Pattern, Rewrite
    from honed.syntax.tokens import Window

MAX_TRIED = 64
"""Patterns tried at one place, the newest first."""


@attrs.frozen
class Entry:
    """A pattern with what the search for it needs: computed once, when it is added."""

    pattern: Pattern
    required: frozenset[str]
    """The tokens that must stand where the pattern matches."""
    series: Series | None
    """What the pattern says about other counts of texts and values, None for most."""
    strength: Strength
    nature: Nature

    def rewrite_at(self, window: Window, first: int) -> Rewrite | None:
        """Return the rewrite to be tried at the token `first`, None for none.

        Whole lines and names of some form are not looked for token by token.
        """
        if self.pattern.rewrite.form in {Form.LINES, Form.NAMES}:
            return None
        return self.series.at(window, first) if self.series else self.pattern.rewrite


class PatternIndex:
    """The patterns of one workspace, by language and rarest fixed token; not thread-safe."""

    def __init__(self, patterns: Iterable[Pattern] = ()) -> None:
        """Index `patterns`."""
        self._entries: dict[int, Entry] = {}
        self._keys: dict[tuple[str, str], dict[int, Entry]] = {}
        self._key_of: dict[int, tuple[str, str]] = {}
        self._frequency: Counter[str] = Counter()
        self._newest = 0
        self.records = Records()
        for pattern in patterns:
            self.add(pattern)

    def __len__(self) -> int:
        """Return the number of patterns."""
        return len(self._entries)

    def get(self, pattern_id: int) -> Pattern | None:
        """Return a pattern by its id."""
        entry = self._entries.get(pattern_id)
        return entry.pattern if entry else None

    def all(self) -> tuple[Pattern, ...]:
        """Return every pattern, in the order in which they came."""
        return tuple(entry.pattern for entry in self._entries.values())

    def taught_with(self, pattern: Pattern) -> list[Pattern]:
        """Return the patterns of the edit that taught `pattern`, itself too.

        The ids of one edit's patterns follow each other.
        """
        found = [pattern]
        for step in (-1, 1):
            other = self.get(pattern.id + step)
            while other is not None and other.lesson == pattern.lesson:
                found.append(other)
                other = self.get(other.id + step)
        return found

    @property
    def newest_id(self) -> int:
        """The largest id, 0 for none."""
        return self._newest

    def add(self, pattern: Pattern) -> None:
        """Add a pattern, or replace the one with its id.

        A pattern that demands no token would fit anywhere: it is left out.
        """
        known = self._entries.get(pattern.id)
        if known is not None and known.pattern.rewrite == pattern.rewrite:
            self.records.count(known.nature, known.pattern, -1)
            self._put(attrs.evolve(known, pattern=pattern), self._key_of[pattern.id])
            return
        self.remove(pattern.id)
        entry = entry_of(pattern)
        if not entry.required:
            return
        self._frequency.update(entry.required)
        rarest = min(entry.required, key=self._commonness)
        self._put(entry, (pattern.rewrite.language, rarest))

    def _put(self, entry: Entry, key: tuple[str, str]) -> None:
        pattern_id = entry.pattern.id
        self.records.count(entry.nature, entry.pattern)
        self._entries[pattern_id] = entry
        self._key_of[pattern_id] = key
        self._keys.setdefault(key, {})[pattern_id] = entry
        self._newest = max(self._newest, pattern_id)

    def _commonness(self, token: str) -> tuple[bool, int, int]:
        return not has_word(token), self._frequency[token], -len(token)

    def remove(self, pattern_id: int) -> None:
        """Take a pattern out; unknown ids are ignored."""
        entry = self._entries.pop(pattern_id, None)
        if entry is None:
            return
        self.records.count(entry.nature, entry.pattern, -1)
        key = self._key_of.pop(pattern_id)
        del self._keys[key][pattern_id]
        if not self._keys[key]:
            del self._keys[key]
        if pattern_id == self._newest:
            self._newest = max(self._entries, default=0)

    def keyed(
        self, language: str, words: frozenset[str], trust: Callable[[Pattern], bool]
    ) -> list[Entry]:
        """Return trusted entries all of whose tokens are among `words`, the newest first."""
        keys = self._keys
        buckets = [keys[language, word] for word in words if (language, word) in keys]
        found = [
            (pattern_id, entry)
            for bucket in buckets
            for pattern_id, entry in bucket.items()
            if entry.required <= words and trust(entry.pattern)
        ]
        newest = nlargest(MAX_TRIED, found, key=itemgetter(0))
        return [entry for _, entry in newest]

    def of_language(self, language: str) -> list[Entry]:
        """Return the entries of a language, in the order in which they came."""
        return [entry for key, entry in self._entries.items() if self._key_of[key][0] == language]

    def entry(self, pattern: Pattern) -> Entry:
        """Return the entry of a pattern, made anew where the index does not hold it."""
        known = self._entries.get(pattern.id)
        return known if known is not None and known.pattern is pattern else entry_of(pattern)

    def key_word(self, pattern: Pattern) -> str:
        """Return the token under which the pattern is indexed."""
        return self._key_of[pattern.id][1]


def entry_of(pattern: Pattern) -> Entry:
    """Return what the search for a pattern needs."""
    series = series_of(pattern.rewrite) if _builds_string(pattern.rewrite) else None
    demanded = series.required if series else required(pattern.rewrite)
    strength = strength_of(pattern.rewrite)
    nature = nature_of(pattern.rewrite.form, strength)
    return Entry(pattern, demanded, series, strength, nature)


def _builds_string(rewrite: Rewrite) -> bool:
    return any(element.kind is TokenKind.QUOTE for element in rewrite.before)


def required(rewrite: Rewrite) -> frozenset[str]:
    """Return the tokens that must stand where the rewrite matches; lines, or parts of names."""
    if rewrite.form is Form.NAMES:
        return frozenset({key(rewrite.before[0].text, "".join(map(str, rewrite.after)))} - {""})
    return frozenset(
        element.text for element in rewrite.before if element.hole is None and element.text
    )
