"""The indentation of an edit, and what stands for it in the file."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from typing import TYPE_CHECKING

import attrs

from honed.core.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from honed.apply.lines import Lines
    from honed.apply.locate import Match

MOST_LEVELS = 20
"""More indentations are not compared with each other."""


@attrs.frozen
class Indentation:
    """What of the file stands for an indentation of the edit."""

    known: Mapping[bytes, bytes | None]
    """By the indentation of lines found; None where the lines contradict each other."""
    unit: bytes
    """One level of the edit; equal to the file's where the two need no translation."""
    file_unit: bytes
    cut: bytes | None = None
    """Where the edit's first line alone lost its indentation, that of the file."""

    def of(self, number: int, indent: bytes) -> bytes | None:
        """Return the file's indentation for line `number` of the replacement; None in doubt."""
        if number == 0 and self.cut is not None:
            return self.cut
        if indent in self.known:
            return self.known[indent]
        shorter = [each for each in self.known if indent.startswith(each)]
        if shorter:
            nearest = max(shorter, key=len)
            base = self.known[nearest]
            return None if base is None else base + self._levels(indent[len(nearest) :])
        longer = [each for each in self.known if each.startswith(indent)]
        if not longer:
            return None if self.known else self._levels(indent)
        nearest = min(longer, key=len)
        base, more = self.known[nearest], self._levels(nearest[len(indent) :])
        return base.removesuffix(more) if base is not None and base.endswith(more) else None

    def _levels(self, blanks: bytes) -> bytes:
        """Return so many levels of the file as `blanks` are of the edit, and what is left over."""
        if self.unit == self.file_unit:
            return blanks
        count = 0
        while blanks.startswith(self.unit):
            blanks = blanks[len(self.unit) :]
            count += 1
        return self.file_unit * count + blanks


def learn(file: Lines, searched: Lines, replaced: Lines, match: Match) -> Indentation:
    """Return what the lines that were found say of the edit's indentation."""
    found = [
        (searched.indent(number), file.indent(pair))
        for number, pair in enumerate(match.pairs)
        if pair is not None and searched.stripped[number]
    ]
    cut = None
    if _is_cut(found, replaced):
        cut, found = found[0][1], found[1:]
    there = Counter(set(found))
    sources, targets = (Counter(pair[side] for pair in there) for side in (0, 1))
    known = {
        source: target if sources[source] == targets[target] == 1 else None
        for source, target in there
    }
    file_unit = _unit((file,))
    return Indentation(known, _edit_unit(known, (searched, replaced), file_unit), file_unit, cut)


def differs_by_marks(file: Lines, searched: Lines, match: Match) -> bool:
    """Return whether no line found is indented otherwise than by the mark of a diff's context."""
    pairs = [
        (searched.indent(number), file.indent(pair))
        for number, pair in enumerate(match.pairs)
        if pair is not None and searched.stripped[number]
    ]
    return all(there in {each, each + b" ", each.removesuffix(b" ")} for each, there in pairs)


def _is_cut(found: list[tuple[bytes, bytes]], replaced: Lines) -> bool:
    """Return whether only the first line lost its indentation, there and in the replacement."""
    return (
        len(found) > 1
        and not found[0][0]
        and bool(found[0][1])
        and all(left == right for left, right in found[1:])
        and bool(replaced.filled)
        and not replaced.indent(replaced.filled[0])
    )


def _edit_unit(
    known: Mapping[bytes, bytes | None], edit: tuple[Lines, Lines], file_unit: bytes
) -> bytes:
    """Return one level of the edit, or the file's where both indent alike.

    They do not where the lines found show it.
    """
    unit = _unit(edit)
    pairs = [(source, target) for source, target in known.items() if target is not None][
        :MOST_LEVELS
    ]
    steps = [
        (wide[len(narrow) :], wide_there[len(narrow_there) :])
        for (narrow, narrow_there), (wide, wide_there) in permutations(pairs, 2)
        if wide.startswith(narrow) and wide_there.startswith(narrow_there) and wide != narrow
    ]
    if unit in {b" ", file_unit} or any(step == there for step, there in steps):
        return file_unit
    shown = any(
        _count(step, unit) == _count(there, file_unit) != 0 for step, there in steps or pairs
    )
    return unit if shown else file_unit


def _count(blanks: bytes, unit: bytes) -> int:
    """Return how many levels `blanks` are; 0 where they are no whole number of them."""
    count = len(blanks) // len(unit)
    return count if blanks == unit * count else 0


def _unit(parts: Iterable[Lines]) -> bytes:
    shown = b"".join(
        b"%sx\n" % lines.indent(number) for lines in parts for number in lines.filled[:400]
    )
    return Text(shown).indent_unit
