"""What becomes of each row of a file, and which rows of a snippet come between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.apply.rows import Rows
    from honed.apply.snippet import Shown


MOST_COMMAS = 3
"""More last commas are not left away by mistake."""


@attrs.frozen
class Origin:
    """Where a row of the result comes from: a row of the snippet, `place` in the file, or both."""

    row: int | None
    place: int | None


class Plan:
    """Rows kept, matched, deleted and put in; a row that nobody mentions is kept.

    `matched` maps a row of the file to the row of the snippet that it becomes. `inserted` maps a
    row of the file (or their number) to the rows that come before it.
    """

    def __init__(self, shown: Shown, file: Rows) -> None:
        """Begin with the file as it is."""
        self.shown, self.file = shown, file
        self.matched: dict[int, int] = {}
        self.deleted: set[int] = set()
        self.inserted: dict[int, list[int]] = {}
        self.text_of: dict[int, str] = {}
        """What stands in place of a row, such as a header that is shown without its body."""
        self.indent_of: dict[int, str] = {}
        """The indentation of a kept row where a block is put around it, or taken away."""
        self.tight: set[int] = set()
        """Rows put in without a blank line before them."""
        self.place_of: dict[int, int] = {}
        """The reverse of `matched`."""
        self.followed: dict[int, tuple[int, int]] = {}
        """Of each row the snippet's row and the file's from which its indentation is counted."""
        self._soft: list[tuple[range, range]] = []

    def match(self, row: int, place: int) -> None:
        """Let `row` of the snippet be `place` of the file."""
        self.matched[place] = row
        self.place_of[row] = place

    def follow(self, start: int, end: int, row: int, place: int) -> None:
        """Let the rows `start:end` be indented as `row` of the snippet is where it is `place`."""
        for each in range(start, end):
            self.followed[each] = (row, place)

    def insert(self, row: int, place: int) -> None:
        """Put `row` of the snippet before `place`."""
        self.inserted.setdefault(place, []).append(row)

    def delete(self, start: int, end: int) -> None:
        """Delete the rows of the file that are not matched."""
        self.deleted.update(range(start, end))

    def is_settled(self, place: int) -> bool:
        """Return whether a row of the file is matched or deleted, and not just kept."""
        return place in self.matched or place in self.deleted

    def soften(self, rows: range, places: range) -> None:
        """Note that the rows of the snippet differ from those of the file only as context may."""
        self._soft.append((rows, places))

    def keep_soft(self) -> int:
        """Keep the file's own rows in soft places, if anything else changes; return how many."""
        self._soft = [each for each in self._soft if self._is_apart(*each)]
        if self._drops_commas():
            return 0
        rows = {row for soft, _ in self._soft for row in soft}
        places = {place for _, soft in self._soft for place in soft}
        if not rows or not self._is_changed_beside(rows, places):
            return 0
        for group in self.inserted.values():
            group[:] = [row for row in group if row not in rows]
        self.deleted -= places
        for place in places & self.matched.keys():
            self.text_of[place] = self.file.strip[place]
        return len(self._soft)

    def _drops_commas(self) -> bool:
        """Return whether so many last commas are gone that it is meant."""
        lost = sum(
            self.file.strip[places.start] == self.shown.rows.strip[rows.start] + ","
            for rows, places in self._soft
        )
        return lost > MOST_COMMAS

    def _is_apart(self, rows: range, places: range) -> bool:
        """Return whether the rows above and below are in the file as the snippet shows them."""
        count = len(self.shown.roles)
        for row, place in ((rows.start - 1, places.start - 1), (rows.stop, places.stop)):
            if not 0 <= row < count or not self.shown.is_code(row):
                continue
            if not 0 <= place < len(self.file) or self.matched.get(place) != row:
                return False
            if self.file.strip[place] != self.shown.rows.strip[row]:
                return False
        return True

    def _is_changed_beside(self, rows: set[int], places: set[int]) -> bool:
        snippet = self.shown.rows.strip
        if any(row not in rows for group in self.inserted.values() for row in group):
            return True
        if any(place not in places and place not in self.matched for place in self.deleted):
            return True
        return any(
            place not in places and self.text_of.get(place, snippet[row]) != self.file.strip[place]
            for place, row in self.matched.items()
        )

    def at(self, place: int) -> Iterator[Origin]:
        """Yield what is put in before a row of the file, and what it becomes if it stays."""
        for row in self.inserted.get(place, ()):
            yield Origin(row, None)
        if place in self.matched:
            yield Origin(self.matched[place], place)
        elif place < len(self.file) and place not in self.deleted:
            yield Origin(None, place)

    def changes(self) -> list[int]:
        """Return the rows of the file that are not just kept, and their number, in order."""
        moved = {*self.text_of, *self.indent_of}
        return sorted({*self.matched, *self.deleted, *self.inserted, *moved, len(self.file)})
