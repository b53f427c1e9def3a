"""Entries of a list, each for something of its own: fields, pairs, routes, elements, constants.

`count: number;` below a marker is one more field, and not `size: number;` changed, however alike
the two are: their keys differ, and no line beside it says where else it stands.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from honed.apply.markers import MOST_CHARACTERS, Role
from honed.apply.rows import similarity, words

if TYPE_CHECKING:
    from honed.apply.rows import Rows
    from honed.apply.snippet import Shown
    from honed.apply.stretch import Stretch

_KEYWORDS = (
    "return|delete|throw|goto|using|import|package|typedef|else|new|await|yield|assert|continue"
    "|break|try|finally|default|do|case|raise|del|global"
)
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
    "field": re.compile(rf"{_MODIFIERS}[\w<>\[\],.:]+[\s*&]+(\w+)(?:\[\w*\])?\s*(?:=.*)?;"),
}
_KEYWORD = re.compile(rf"(?:public|private|protected)\s*:|(?:{_KEYWORDS})\b(?!\s*[?!]?[=:]\s*\S)")
_LEAVES = re.compile(r"(?:return|throw|raise)\b")
_WHOLE = frozenset({"constant", "field"})
"""The forms that a line has to have from beginning to end."""
_ELEMENT = re.compile(r"<([\w.:-]+)(.*)")
_NAMING = re.compile(r"(?:^|\s)(key|id|name|path|to|href|value|label|title)=(\{[^}]*\}|\"[^\"]*\")")
_CONTENT = re.compile(r">([^<>{}]+)</[\w.:-]+>$")
_VERSION = re.compile(r"(?<=.)(?:[=<>~!]=|[@:<>]).*")
"""What follows the name in `requests==2.31`; a name may begin with such a sign."""


ALONE = 0.7
"""How alike a line is at least to the one that it changes, where nothing around it is known."""


class Known(Enum):
    """Which of the rows around one the file has; a header around tells nothing."""

    BESIDE = "beside"
    SOMETHING = "something"
    """Rows that are indented further; or no marker stands above, but what the block begins with."""
    NOTHING = "nothing"


@lru_cache(maxsize=4096)
def key(line: str) -> tuple[str, ...] | None:
    """Return the form of an entry and what it is for, None for a line that is no entry."""
    if len(line) > MOST_CHARACTERS or _KEYWORD.match(line):
        return None
    for form, pattern in _FORMS.items():
        found = pattern.fullmatch(line) if form in _WHOLE else pattern.match(line)
        if found:
            named = [each.strip("\"'`") for each in found.groups()]
            return form, *named[:-1], _VERSION.sub("", named[-1])
    element = _ELEMENT.match(line)
    if element is None:
        return None
    name, rest = element.groups()
    naming = _NAMING.search(rest)
    if naming:
        return "element", name, naming[1], naming[2]
    content = _CONTENT.search(rest)
    said = content[1].strip() if content else ""
    return ("element", name, said) if said else None


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

    def is_one_more(self, row: int, place: int) -> bool:
        """Return whether a row that is nearly like one of the file is one more beside it.

        So it is where no neighbour of the row is known to the file, and the two are entries for
        different things; where nothing is known around it, they have to be rather alike. A call
        or an element by itself is no list: it may be that one, changed.
        """
        neighbours = self._neighbours.get(row)
        if neighbours is None or neighbours is Known.BESIDE:
            return False
        ours, theirs = self._shown.rows.strip[row], self._file.strip[place]
        if is_another(ours, theirs):
            return self._is_in_list(place)
        is_alone = neighbours is Known.NOTHING and not _LEAVES.match(ours)
        is_same = key(ours) is not None and key(ours) == key(theirs)
        return is_alone and not is_same and similarity(ours, theirs) < ALONE

    def _is_in_list(self, place: int) -> bool:
        """Return whether an entry of the file is of a form that comes in lists, or is in one."""
        file, stretch = self._file, self._stretch
        form, *kind, name = key(file.strip[place]) or ("",)
        if form not in {"call", "element"} or ("." in "".join(kind) and name.startswith("/")):
            return True
        same = (
            row
            for row in range(stretch.file_start, stretch.file_end)
            if file.width[row] == file.width[place]
            and (key(file.strip[row]) or ("",))[:-1] == (form, *kind)
        )
        return len(list(islice(same, 2))) > 1

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
        # What is bound beside the stretch is known, too.
        borders = {stretch.start - 1: run.start, stretch.end: run.stop}
        known += [
            row
            for row, border in borders.items()
            if border in {stretch.start, stretch.end}
            and 0 <= row < len(rows)
            and self._shown.is_code(row)
            and words(rows.strip[row])
        ]
        widths = {rows.width[row] for row in known}
        deepest = max(widths, default=-1)
        return {
            row: Known.BESIDE
            if rows.width[row] in widths
            else (Known.NOTHING if is_below and deepest <= rows.width[row] else Known.SOMETHING)
            for row in run
        }
