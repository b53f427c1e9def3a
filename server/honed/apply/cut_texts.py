"""Strings and comments of several rows that a snippet cuts: half a docstring before a marker.

Such a piece does not parse, and what it says may look like code. The file tells which of its rows
lie in a text; a row that the file does not have is in one where the rows around it are.
"""

from __future__ import annotations

from itertools import groupby, takewhile
from typing import TYPE_CHECKING

import attrs

from honed.apply.markers import Role
from honed.syntax.texts import long_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.rows import Rows
    from honed.syntax.tree import Tree


@attrs.frozen
class Cut:
    """Rows of a snippet: those `inside` a text at their beginning, and those of a text cut off."""

    inside: frozenset[int] = frozenset()
    cut: frozenset[int] = frozenset()


def find(rows: Rows, roles: Sequence[Role], file: Rows, tree: Tree) -> Cut:
    """Return which rows of a snippet lie in strings and comments, as those of `file` do."""
    texts = _Texts(file, tree)
    inside: set[int] = set()
    cut: set[int] = set()
    for role, group in groupby(range(len(rows)), lambda row: roles[row]):
        if role is not Role.CODE or not texts.begins:
            continue
        piece = list(group)
        around = texts.follow([rows.strip[row] for row in piece])
        inside.update(row for row, (before, _) in zip(piece, around, strict=True) if before)
        if around[0][0]:
            cut.update(takewhile(inside.__contains__, piece))
        if around[-1][1] and piece[-1] + 1 < len(rows):
            after_opener = takewhile(inside.__contains__, reversed(piece))
            opener = min(after_opener, default=piece[-1] + 1) - 1
            cut.update(range(max(opener, piece[0]), piece[-1] + 1))
    return Cut(frozenset(inside), frozenset(cut))


class _Texts:
    """Where the rows of a file lie in texts: at their beginning, at their end."""

    def __init__(self, file: Rows, tree: Tree) -> None:
        self.file = file
        self.begins: set[int] = set()
        self.ends: set[int] = set()
        for first, last in long_texts(tree):
            start, end = file.at(first), file.at(last)
            self.begins.update(range(start + 1, end + 1))
            self.ends.update(range(start, end))
        self._known: dict[tuple[str, bool], tuple[bool, bool]] = {}

    def follow(self, piece: Sequence[str]) -> list[tuple[bool, bool]]:
        """Return of rows that stand together whether they begin in a text, and end in one."""
        known = next((self.file.places[text] for text in piece if text in self.file.places), ())
        state = bool(known) and self.begins.issuperset(known)
        found = []
        for text in piece:
            around = self._known.get((text, state))
            if around is None:
                around = self._known[text, state] = self._around(text, inside=state)
            found.append(around)
            state = around[1]
        return found

    def _around(self, text: str, *, inside: bool) -> tuple[bool, bool]:
        """Return whether a row begins and ends in a text, where the row above ends `inside`.

        Of several places in the file those count that agree with it.
        """
        places = self.file.places.get(text, ())
        before = _share(places, self.begins, default=inside)
        agreeing = [place for place in places if (place in self.begins) is before]
        return before, _share(agreeing, self.ends, default=before)


def _share(places: Sequence[int], texts: set[int], *, default: bool) -> bool:
    """Return whether all places are in texts, the default where some are and some are not."""
    count = sum(place in texts for place in places)
    return default if 0 < count < len(places) or not places else count > 0
