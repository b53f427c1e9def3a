"""How well a function's name answers a query: what it is called says best what it is for.

BM25 asks which words of the query a text has. Of a name it is asked the other way round: which of
its words the query has. A name whose every word was asked for is the answer more often than one
with a word besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.retrieval.subwords import PREFIX, header, name_words, subwords

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Self

COVERED = 3.0
"""What a name is worth of which the query has all words, in z-scores as those of `fuse`."""

SAME_BEGINNING = 1.5
"""What it is worth that the query begins as the name does: mostly with a verb."""

IS_TEST = -2.0
"""What is held against a test where the query does not ask for one."""

MOST = COVERED + SAME_BEGINNING

_TEST = "test"


@attrs.frozen
class Name:
    """The words of a function's name, none of a text that is no function."""

    words: tuple[str, ...]
    is_test: bool = False

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the name of the function that a text begins with."""
        head = header(text)
        return cls(name_words(head), any(word.startswith(_TEST) for word in subwords(head)))


class Asked:
    """A query, to hold names against it; `rarity` says how much a word tells."""

    def __init__(self, terms: Sequence[str], rarity: Callable[[str], float]) -> None:
        """Take the terms of the query (`subwords.terms`) in their order."""
        # What `^` marks are the beginnings of longer words.
        self._has = frozenset(term.removeprefix("^") for term in terms)
        self._begins = terms[0][:PREFIX] if terms else ""
        self._wants_test = _TEST in self._has
        self._rarity = rarity
        self._known: dict[str, float] = {}

    def bonus(self, name: Name) -> float:
        """Return what is to be added for a name, at most `MOST`; 0 where there is none."""
        words, known = name.words, self._known
        if not words:
            return 0.0
        told = total = 0.0
        for word in words:
            rarity = known.get(word)
            if rarity is None:
                known[word] = rarity = self._rarity(word)
            total += rarity
            if word in self._has or word[:PREFIX] in self._has:
                told += rarity
        found = COVERED * told / total
        if words[0][:PREFIX] == self._begins:
            found += SAME_BEGINNING
        return found + IS_TEST if name.is_test and not self._wants_test else found
