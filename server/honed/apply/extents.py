"""Where the declarations of a snippet begin and end, although code is left out in them.

A snippet need not parse: its markers cut through blocks, its end through the last of them. So what
a header holds is told by indentation, and a header that the parser missed by the file's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.apply.items import Item
from honed.apply.markers import Role
from honed.apply.rows import similarity, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from honed.apply.rows import Rows

_CLOSERS = tuple("})]")
_OPENERS = ("{", "(", "[", "<", ":", "=", "=>", ",", "->")
_COMMENTS = ("//", "# ", "#:", "#!", "/*", "*", "--")
"""What a comment begins with; `#include` and `#[test]` are none."""
_SAME_HEADER = 0.75
"""How alike a further line of a header must be."""
_FEW_WORDS = 2
"""A line with fewer words, such as `try {`, is no header that tells anything."""


@attrs.frozen
class Header:
    """How the file has a declaration, down to its body."""

    kind: str
    name: str
    lines: Sequence[str]


@attrs.frozen
class Told:
    """What the file tells of a snippet: the headers of its declarations by their first line.

    Rows `inside` of a string or a comment end no declaration, however little they are indented.
    """

    headers: Mapping[str, Header]
    inside: Collection[int] = ()


def grown(
    items: Sequence[Item],
    rows: Rows,
    roles: Sequence[Role],
    told: Told,
    *,
    is_broken: bool,
) -> list[Item]:
    """Return the declarations of a snippet, each with all rows that belong to it."""
    flat = [item for each in items for item in each.walk()]
    known = {item.header: item for item in flat}
    starts = {row for item in flat for row in range(item.start, item.inner)}
    for item in _missed(rows, roles, told.headers):
        if item.header not in starts:
            known[item.header] = item
        elif is_broken and item.header in known and known[item.header].inner > item.inner:
            found = known[item.header]
            known[item.header] = attrs.evolve(found, inner=item.inner)
    if is_broken:
        known = {row: _shortened(item, rows, roles) for row, item in known.items()}
    made = [
        item.moved(
            start=_start(item, rows, roles),
            inner=item.inner,
            inner_end=item.inner_end,
            end=_end(item, rows, roles, told.inside, is_broken=is_broken),
        )
        for item in known.values()
    ]
    return _nested(sorted(made, key=lambda each: (each.start, -each.end)), rows)


def headers_of(file: Rows, items: Iterable[Item], shown: Collection[str]) -> dict[str, Header]:
    """Return the headers of the file's declarations by their first line, which is among `shown`.

    Each stands once.
    """
    found: dict[str, Header | None] = {}
    for each in items:
        for item in each.walk():
            text = file.strip[item.header]
            if text in shown and not item.is_leaf:
                header = Header(item.kind, item.name, file.strip[item.header : item.inner])
                found[text] = None if text in found else header
    return {text: header for text, header in found.items() if header is not None}


def _missed(rows: Rows, roles: Sequence[Role], headers: Mapping[str, Header]) -> list[Item]:
    """Return the declarations of the file whose header the snippet shows, by the snippet's rows."""
    found = []
    for row, text in enumerate(rows.strip):
        header = headers.get(text)
        if header is None or roles[row] is not Role.CODE or words(text) < _FEW_WORDS:
            continue
        inner = row + 1
        for line in header.lines[1:]:
            is_shown = inner < len(rows) and roles[inner] is Role.CODE
            if not is_shown or similarity(rows.strip[inner], line) < _SAME_HEADER:
                break
            inner += 1
        found.append(Item(header.kind, header.name, row, row, inner, inner, inner, None))
    return found


def _shortened(item: Item, rows: Rows, roles: Sequence[Role]) -> Item:
    """Return the declaration with its header ending where its brackets do."""
    if item.is_leaf and item.inner - item.header == 1:
        return item
    depth = 0
    for row in range(item.header, min(item.inner, len(rows))):
        text = rows.strip[row]
        if roles[row] is not Role.CODE or text.startswith("@"):
            continue
        depth += sum(map(text.count, "([")) - sum(map(text.count, ")]"))
        if depth <= 0 and text.endswith((":", "{")):
            return attrs.evolve(item, inner=min(item.inner, row + 1))
    return item


def _start(item: Item, rows: Rows, roles: Sequence[Role]) -> int:
    """Return the first row of the comments directly above, also where the parser missed them."""
    width = rows.width[item.header]

    def is_comment(row: int) -> bool:
        return (
            row >= 0
            and roles[row] is Role.CODE
            and rows.strip[row].startswith(_COMMENTS)
            and width <= rows.width[row] <= width + 1
        )

    row = item.start
    while row and not rows.blanks[row]:
        if is_comment(row - 1):
            row -= 1
        elif roles[row - 1] is Role.MARKER and not rows.blanks[row - 1] and is_comment(row - 2):
            row -= 2  # Part of the comment is left out.
        else:
            break
    return row


def _end(
    item: Item, rows: Rows, roles: Sequence[Role], inside: Collection[int], *, is_broken: bool
) -> int:
    """Return the row after the last that belongs to the declaration."""
    width = rows.width[item.header]
    last = item.end - 1
    is_closed = rows.strip[last].startswith(_CLOSERS) and rows.width[last] <= width
    if last >= item.inner and is_closed and not is_broken:
        return item.end
    if item.is_leaf and not rows.strip[last].endswith(_OPENERS):
        return item.end
    end = row = item.inner if is_broken else max(item.end, item.inner)
    while row < len(rows):
        text = rows.strip[row]
        if roles[row] is Role.MARKER:
            if rows.width[row] > width:
                end = row + 1
        elif rows.width[row] > width or row in inside:
            end = row + 1
        elif rows.width[row] == width and text.startswith(_CLOSERS):
            end = row + 1
            if not text.endswith(_OPENERS):
                break
        else:
            break
        row += 1
    return end


def _nested(items: Iterable[Item], rows: Rows) -> list[Item]:
    """Return the declarations as a tree; what lies inside of another is its child."""
    roots: list[Item] = []
    around: list[Item] = []
    for flat in items:
        while around and around[-1].end <= flat.start:
            around.pop()
        parent = around[-1] if around else None
        end = min(flat.end, parent.end) if parent else flat.end
        inner = min(flat.inner, end)
        inner_end = end
        if (
            end > inner
            and rows.strip[end - 1].startswith(_CLOSERS)
            and rows.width[end - 1] <= rows.width[flat.header]
        ):
            inner_end = end - 1
        item = flat.moved(flat.start, inner, inner_end, end, parent)
        (parent.children if parent else roots).append(item)
        around.append(item)
    return roots
