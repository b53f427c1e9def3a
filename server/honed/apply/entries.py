"""Entries of a list, each for something of its own: fields, pairs, routes, elements, constants.

`count: number;` below a marker is one more field, and not `size: number;` changed, however alike
the two are: their keys differ, and no line beside it says where else it stands.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from honed.apply.markers import Role
from honed.apply.rows import similarity, words

if TYPE_CHECKING:
    from honed.apply.rows import Rows
    from honed.apply.snippet import Shown
    from honed.apply.stretch import Stretch

_STRING = r"\"[^\"\s]*\"|'[^'\s]*'|`[^`\s]*`"
_MODIFIERS = (
    r"(?:(?:public|private|protected|internal|static|final|readonly|const|let|var|pub(?:\([^)]*\))?"
    r"|mut|export|declare|volatile|abstract|override|unsigned|mutable|inline|constexpr)\s+)*"
)
_FORMS = {
    "pair": re.compile(rf"{_MODIFIERS}({_STRING}|\[[\w.]+\]|[\w$.-]+)[?!]?\s*(?::=|[:=])(?![=>:])"),
    "record": re.compile(rf"[\[{{(]\s*(?:[\w\"']+\s*:\s*)?({_STRING}|\d+)\s*,"),
    "call": re.compile(rf"((?:await\s+)?@?[\w$.]+)\(\s*({_STRING})"),
    "constant": re.compile(rf"({_STRING}|[A-Z]\w*|\d+)\s*,?"),
    "field": re.compile(
        rf"(?!(?:return|delete|throw|goto|using|import|package|typedef|else|new|await|yield)\b)"
        rf"{_MODIFIERS}[\w<>\[\],.:]+[\s*&]+(\w+)(?:\[\w*\])?\s*(?:=.*)?;"
    ),
}
_WHOLE = frozenset({"constant", "field"})
"""The forms that a line has to have from beginning to end."""
_ELEMENT = re.compile(r"<([\w.:-]+)(.*)")
_NAMING = re.compile(r"(?:^|\s)(key|id|name|path|to|href|value|label|title)=(\{[^}]*\}|\"[^\"]*\")")
_CONTENT = re.compile(r">([^<>{}]*\w[^<>{}]*)</[\w.:-]+>$")


ALONE = 0.7
"""How alike a line is at least to the one that it changes, where nothing around it is known."""


class Known(Enum):
    """Which of the rows around one the file has; a header around tells nothing."""

    BESIDE = "beside"
    SOMETHING = "something"
    """Rows that are indented further, or the header directly above."""
    NOTHING = "nothing"


@lru_cache(maxsize=4096)
def key(line: str) -> tuple[str, ...] | None:
    """Return the form of an entry and what it is for, None for a line that is no entry."""
    for form, pattern in _FORMS.items():
        found = pattern.fullmatch(line) if form in _WHOLE else pattern.match(line)
        if found:
            return form, *(each.strip("\"'`") for each in found.groups())
    element = _ELEMENT.match(line)
    if element is None:
        return None
    name, rest = element.groups()
    naming = _NAMING.search(rest)
    if naming:
        return "element", name, naming[1], naming[2]
    content = _CONTENT.search(rest)
    return ("element", name, content[1].strip()) if content else None


def is_another(line: str, other: str) -> bool:
    """Return whether two lines are entries of one form, each for something of its own."""
    ours, theirs = key(line), key(other)
    if ours is None or theirs is None or ours == theirs or len(ours) != len(theirs):
        return False
    # Of a call and of an element what stands before the last part is the kind of the entry.
    return ours[:-1] == theirs[:-1]


class Entries:
    """Which rows of a stretch stand beside a marker, and by what they may be known in the file."""

    def __init__(self, shown: Shown, file: Rows, stretch: Stretch) -> None:
        """Nothing is looked at before it is asked for."""
        self._shown, self._file, self._stretch = shown, file, stretch

    def is_another(self, row: int, place: int) -> bool:
        """Return whether a row that is nearly like one of the file is one more beside it.

        So it is where no neighbour of the row is known to the file, and the two are entries for
        different things; where nothing is known around it, they have to be rather alike.
        """
        neighbours = self._neighbours.get(row)
        if neighbours is None or neighbours is Known.BESIDE:
            return False
        ours, theirs = self._shown.rows.strip[row], self._file.strip[place]
        if is_another(ours, theirs):
            return True
        is_alone = neighbours is Known.NOTHING and (key(ours) is None or key(ours) != key(theirs))
        return is_alone and similarity(ours, theirs) < ALONE

    @cached_property
    def _neighbours(self) -> dict[int, Known]:
        """What is known around each row that stands beside a marker, with none between."""
        shown, stretch = self._shown, self._stretch
        found: dict[int, Known] = {}
        start = stretch.start
        for end in range(stretch.start, stretch.end + 1):
            if end < stretch.end and shown.roles[end] is not Role.MARKER:
                continue
            is_below = start > 0 and shown.roles[start - 1] is Role.MARKER
            if is_below or end < stretch.end:
                found |= self._known(range(start, end), is_below=is_below)
            start = end + 1
        return found

    def _known(self, run: range, *, is_below: bool) -> dict[int, Known]:
        rows, stretch = self._shown.rows, self._stretch
        known = [
            row
            for row in run
            if words(rows.strip[row])
            and self._file.says(rows.strip[row], stretch.file_start, stretch.file_end)
        ]
        widths = {rows.width[row] for row in known}
        deepest = max(widths, default=-1)
        return {
            row: Known.BESIDE
            if rows.width[row] in widths
            else (Known.NOTHING if is_below and deepest <= rows.width[row] else Known.SOMETHING)
            for row in run
        }
