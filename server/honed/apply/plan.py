"""What becomes of each row of a file, and which rows of a snippet come between; then the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.apply.rows import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.apply.rows import Rows
    from honed.apply.snippet import Shown


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
        """What stands in place of a matched row, for headers shown without their body."""
        self.tight: set[int] = set()
        """Rows put in without a blank line before them."""
        self._of: dict[int, int] = {}
        self._soft: list[tuple[range, range]] = []
        self._base: dict[int, tuple[int, int]] = {}

    def match(self, row: int, place: int) -> None:
        """Let `row` of the snippet be `place` of the file."""
        self.matched[place] = row
        self._of[row] = place

    def follow(self, start: int, end: int, row: int, place: int) -> None:
        """Let the rows `start:end` be indented as `row` of the snippet is where it is `place`."""
        for each in range(start, end):
            self._base[each] = (row, place)

    def insert(self, row: int, place: int) -> None:
        """Put `row` of the snippet before `place`."""
        self.inserted.setdefault(place, []).append(row)

    def delete(self, start: int, end: int) -> None:
        """Delete the rows of the file that are not matched."""
        self.deleted.update(range(start, end))

    def soften(self, rows: range, places: range) -> None:
        """Note that the rows of the snippet differ from those of the file only as context may."""
        self._soft.append((rows, places))

    def keep_soft(self) -> int:
        """Keep the file's own rows in soft places, if anything else changes; return how many."""
        self._soft = [each for each in self._soft if self._is_apart(*each)]
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

    def _rows_at(self, place: int) -> Iterator[tuple[int | None, int | None]]:
        """Yield what is put in before a row of the file, and what it becomes if it stays.

        A row of the result is one of the snippet, one of the file, or the first as the second.
        """
        for row in self.inserted.get(place, ()):
            yield row, None
        if place in self.matched:
            yield self.matched[place], place
        elif place < len(self.file) and place not in self.deleted:
            yield None, place

    def text(self, line_end: str) -> str:
        """Return the result; new lines end with `line_end`."""
        parts: list[str] = []
        previous: tuple[int | None, int | None] = (None, None)
        place, count = 0, len(self.file)
        changes = sorted({*self.matched, *self.deleted, *self.inserted, count})
        for changed in changes:
            if place < changed:
                # What is kept is taken as it stands, with the blank lines in it.
                parts += self._blanks(previous, (None, place), line_end, is_first=not parts)
                first, last = self.file.line[place], self.file.line[changed - 1]
                parts.append("".join(self.file.lines[first : last + 1]))
                previous = (None, changed - 1)
            for row, at in self._rows_at(changed):
                parts += self._blanks(previous, (row, at), line_end, is_first=not parts)
                parts.append(self._line((row, at), line_end))
                previous = (row, at)
            place = changed + 1
        parts += self._tail(previous, line_end)
        for number, part in enumerate(parts[:-1]):
            if not part.endswith(("\n", "\r")):
                parts[number] = part + line_end
        return "".join(parts)

    def _tail(self, previous: tuple[int | None, int | None], line_end: str) -> list[str]:
        """Return the blank lines at the end; whether the file ends in a line end is kept."""
        file = self.file
        blanks = list(file.blanks[len(file)])
        if previous[1] != len(file) - 1 and blanks and not blanks[-1]:
            blanks = blanks[:-1] or [""]
        del line_end
        return blanks

    def _blanks(
        self,
        previous: tuple[int | None, int | None],
        here: tuple[int | None, int | None],
        line_end: str,
        *,
        is_first: bool,
    ) -> Sequence[str]:
        """Return the blank lines between two rows of the result."""
        row, place = here
        row_before, place_before = previous
        file, snippet = self.file, self.shown.rows
        own = file.blanks[place] if place is not None else None
        if is_first:
            if place is not None:
                return own or []
            return file.blanks[0] if file.blanks[0] else []
        if row is not None and row_before is not None and row == row_before + 1:
            shown = len(snippet.blanks[row])
            if own is not None and len(own) == shown and place_before == (place or 0) - 1:
                return own
            return [line_end] * shown
        if place is not None and place_before is not None and place_before == place - 1:
            return own or []
        if row is not None and place is None:
            return [line_end] * self._before_insertion(row, place_before)
        if row_before is not None and place_before is None and place is not None:
            return [line_end] * self._after_insertion(row_before, place)
        return own or []

    def _before_insertion(self, row: int, place_before: int | None) -> int:
        """Return how many blank lines come before a row put in behind rows left out."""
        file, snippet = self.file, self.shown.rows
        shown = len(snippet.blanks[row])
        if place_before is None:
            return shown
        own = len(file.blanks[place_before + 1])
        if place_before + 1 in self.deleted or row in self.tight:
            return own if row not in self.tight else 0
        if place_before + 1 >= len(file):
            return shown or (1 if len(file.blanks) > 1 else 0)
        return max(own, shown) if own else shown

    def _after_insertion(self, row_before: int, place: int) -> int:
        """Return how many blank lines come after a row put in, before rows left out."""
        file, snippet = self.file, self.shown.rows
        shown = len(snippet.blanks[row_before + 1]) if row_before + 1 < len(snippet.blanks) else 0
        own = len(file.blanks[place])
        if place - 1 in self.deleted or row_before in self.tight:
            return own
        return max(own, shown) if own else shown

    def _line(self, here: tuple[int | None, int | None], line_end: str) -> str:
        row, place = here
        file, snippet = self.file, self.shown.rows
        if row is None:
            return file.raw[place or 0]
        if place is not None and place in self.text_of:
            return file.indent[place] + self.text_of[place] + line_end
        indent = self._indent(row, place)
        if (
            place is not None
            and file.strip[place] == snippet.strip[row]
            and columns(indent) == file.width[place]
        ):
            return file.raw[place]
        return indent + snippet.strip[row] + line_end

    references: dict[int, tuple[int, int]]

    def settle(self) -> None:
        """Find for each row of the snippet the pair of rows that its indentation follows.

        That is the header of its declaration; elsewhere, of the rows that stand together, the
        shift that most of them have counts.
        """
        self.references = dict(self._base)
        shown, snippet = self.shown, self.shown.rows
        group: list[int] = []
        for row in range(len(snippet) + 1):
            if row < len(snippet) and shown.is_code(row):
                if row not in self._base:
                    group.append(row)
                continue
            self._settle_group(group)
            group = []
        known = sorted(self.references)
        if known:
            last = self.references[known[0]]
            for row in range(len(snippet)):
                last = self.references.setdefault(row, last)
        self._straighten()
        self._scale()

    def _straighten(self) -> None:
        """Let lines that stand otherwise than their declaration does follow each other.

        A piece between two markers whose first row is the file's, all of whose known rows are
        indented by another amount, is only written down carelessly.
        """
        piece: list[int] = []
        for row in range(len(self.shown.roles) + 1):
            if row < len(self.shown.roles) and self.shown.is_code(row):
                piece.append(row)
                continue
            if piece and piece[0] in self._of:
                self._straighten_piece(piece)
            piece = []

    def _straighten_piece(self, piece: list[int]) -> None:
        file, snippet = self.file, self.shown.rows
        shifts = {
            file.width[self._of[row]] - snippet.width[row]
            for row in piece
            if row in self._of and file.strip[self._of[row]] == snippet.strip[row]
        }
        if len(shifts) != 1 or file.strip[self._of[piece[0]]] != snippet.strip[piece[0]]:
            return
        (shift,) = shifts
        reference, at = self.references.get(piece[0], (piece[0], self._of[piece[0]]))
        if file.width[at] - snippet.width[reference] != shift:
            for row in piece:
                self.references[row] = (piece[0], self._of[piece[0]])

    def _settle_group(self, group: list[int]) -> None:
        votes: dict[int, list[int]] = {}
        for row in group:
            if row in self._of:
                shift = self.file.width[self._of[row]] - self.shown.rows.width[row]
                votes.setdefault(shift, []).append(row)
        if not votes:
            return
        best = max(votes, key=lambda shift: (len(votes[shift]), -abs(shift)))
        rows = votes[best]
        position = 0
        for row in group:
            while position + 1 < len(rows) and rows[position + 1] <= row:
                position += 1
            self.references[row] = (rows[position], self._of[rows[position]])

    def _scale(self) -> None:
        """Find out whether a level of indentation is another number of spaces in the snippet."""
        same = [
            (row, place)
            for place, row in self.matched.items()
            if self.file.strip[place] == self.shown.rows.strip[row]
        ]
        plain = self._fits(same)
        if plain == len(same) or len(self.unit) == len(self.snippet_unit):
            return
        self.is_scaled = True
        if self._fits(same) <= plain:
            self.is_scaled = False

    def _fits(self, pairs: list[tuple[int, int]]) -> int:
        return sum(
            columns(self._indent(row, place)) == self.file.width[place] for row, place in pairs
        )

    def _indent(self, row: int, place: int | None) -> str:
        """Return the indentation of a row of the snippet as the file has it."""
        snippet, file = self.shown.rows, self.file
        own = snippet.indent[row]
        if row not in self.references:
            return own if place is None else file.indent[place]
        reference, at = self.references[row]
        theirs = snippet.indent[reference]
        base = file.indent[at]
        if own == theirs:
            return base
        if own.startswith(theirs):
            return base + self.converted(own[len(theirs) :])
        if theirs.startswith(own):
            extra = self.converted(theirs[len(own) :])
            if base.endswith(extra):
                return base[: len(base) - len(extra)]
        width = max(0, columns(base) + columns(own) - columns(theirs))
        return self.converted(" " * width)

    is_scaled: bool = False
    _is_other: bool | None = None
    unit: str = "    "
    snippet_unit: str = "    "

    def converted(self, indent: str) -> str:
        """Return further indentation in the file's unit, where the snippet has tabs for spaces."""
        if self._is_other is None:
            indents = [each for each in self.shown.rows.indent if each]
            wanted = "\t" in self.unit
            self._is_other = not any(("\t" in each) == wanted for each in indents)
        is_other = self._is_other
        if not indent or not is_other or ("\t" in indent) == ("\t" in self.unit):
            size = len(self.snippet_unit)
            if self.is_scaled and "\t" not in indent and "\t" not in self.snippet_unit:
                return self.unit * (len(indent) // size) + " " * (len(indent) % size)
            return indent
        if "\t" in self.unit:
            width = columns(indent)
            size = max(1, len(self.snippet_unit.expandtabs(4)))
            return "\t" * (width // size) + " " * (width % size)
        return self.unit * indent.count("\t") + " " * indent.count(" ")
