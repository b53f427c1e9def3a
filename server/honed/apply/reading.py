"""What an edit says once it is read: code to merge, or lines and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.result import Format

FEW = 3
"""Fewer lines of a file may stand in prose about it."""


@attrs.frozen
class Snippet:
    """Code to be merged: lazy, a declaration or a whole file; the fences are taken away.

    Several fences are pieces of one file, in order.
    """

    pieces: tuple[str, ...]
    filename: str | None = None
    """What the edit calls its file, None where it says nothing."""
    title: str | None = None
    """The first line where it is a comment that only names the file: `// src/race.ts`."""
    whole: str = ""
    """The edit with its fences, where something stands around them."""
    around: tuple[str, ...] = ()
    """The lines around the fences that are not blank."""

    @property
    def code(self) -> str:
        """All pieces, one after the other."""
        return "".join(self.pieces)

    def for_file(self, original: str) -> Snippet:
        """Return what the edit shows of a file.

        That is the snippet without its title, unless the file has that line too; and the edit as it
        is where the file has most of what stands around its fences, which are the file's own then.
        """
        if self.around and _mostly_in(self.around, original):
            return Snippet((self.whole,), self.filename)
        if self.title is None or self.title in original.splitlines()[:1]:
            return self
        first, *others = self.pieces
        rest = first.partition("\n")[2]
        return Snippet((rest.lstrip("\n"), *others), self.filename)


def _mostly_in(lines: Sequence[str], original: str) -> bool:
    """Return whether a text has more than half of some lines, and not just one or two."""
    known = {line.strip() for line in original.splitlines()}
    count = sum(line.strip() in known for line in lines)
    return count >= FEW and 2 * count > len(lines)


@attrs.frozen
class Replacement:
    """The lines `before` become `after`; both keep their line ends.

    `line` is the zero-based line where the edit says that it stands, None where it says nothing.
    `context` are lines that stand above, nearest last, and say which of several places is meant.
    """

    before: str
    after: str
    line: int | None = None
    context: tuple[str, ...] = ()
    is_partial: bool = False
    """Whether `before` may begin and end inside a line, as in a call of a find-and-replace tool."""
    is_all: bool = False
    """Whether every place is meant."""
    is_at_end: bool = False
    """Whether the edit says that `before` ends the file."""


@attrs.frozen
class Replacements:
    """The replacements of one file, in the order in which they are given."""

    format: Format
    items: tuple[Replacement, ...]
    filename: str | None = None


@attrs.frozen
class FileEdit:
    """What a patch does to one file: change it, add it, delete it or move it."""

    path: str
    replacements: Replacements
    added: str | None = None
    """The whole text of a file that is added, None for a file that is there."""
    is_removed: bool = False
    new_path: str | None = None


Reading = Snippet | Replacements
