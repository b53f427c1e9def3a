"""A lazy snippet made ready: which of its rows are code, and which declarations it shows."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

import attrs

from honed.apply import cut_texts, extents, markers
from honed.apply.items import Item, items_of
from honed.apply.markers import Role
from honed.apply.rows import MOST_ROWS, TAB, Rows, columns, lines_of
from honed.core.text import Text, encode
from honed.syntax.declarations import outline
from honed.syntax.tree import faults, parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree


@attrs.frozen(eq=False)
class Shown:
    """The rows of a snippet, what each is, and its declarations.

    `stubs` maps a row that leaves out its body (`def f(): ...`) to the header that it shows.
    """

    rows: Rows
    roles: Sequence[Role]
    stubs: dict[int, markers.Stub]
    items: Sequence[Item]
    removed: frozenset[str]
    """The words of the remarks that something is gone."""
    faults: int
    has_markers: bool

    def is_code(self, row: int) -> bool:
        """Return whether the row is neither a marker nor a remark that something is gone."""
        return self.roles[row] is Role.CODE

    def has_marker(self, start: int, end: int) -> bool:
        """Return whether code was left out in the rows `start:end`."""
        return self._marked[end] > self._marked[start]

    @cached_property
    def has_indented_markers(self) -> bool:
        """Whether a marker stands as far to the right as what it stands for."""
        return any(
            role is Role.MARKER and self.rows.width[row] for row, role in enumerate(self.roles)
        )

    @cached_property
    def _marked(self) -> list[int]:
        """How many rows before each one leave out code."""
        marked = (role is Role.MARKER or row in self.stubs for row, role in enumerate(self.roles))
        return list(accumulate(marked, initial=0))


def read(
    code: str,
    file: Rows,
    file_items: Sequence[Item],
    language: Language | None,
    tree: Tree | None = None,
) -> Shown:
    """Return what the snippet shows of `file`, whose declarations are `file_items`.

    `tree` is that of the file; it tells which rows lie in strings and comments.
    """
    lines = lines_of(Text(encode(code)))
    rows = Rows(lines if lines[-1] else lines[:-1])
    roles = [Role.CODE] * len(rows)
    suspects = [row for row, text in enumerate(rows.strip) if markers.may_leave_out(text)]
    for row in suspects:
        roles[row] = _role(rows, row, file)
    _find_names(rows, suspects, roles, file, file_items)
    suspects = [row for row in suspects if roles[row] is Role.CODE]
    suspects = [row for row in suspects if rows.strip[row] not in file.places]
    _complete(rows, suspects, file)
    stubs = _stubs(rows, suspects, file)
    removed = {
        word
        for row, text in enumerate(rows.strip)
        if roles[row] is Role.REMOVED
        for word in words_of(text)
    }
    items, broken = _items(rows, roles, stubs, language)
    inside: Collection[int] = ()
    if broken and tree is not None:
        texts = cut_texts.find(rows, roles, file, tree)
        inside = texts.inside
        if texts.cut:
            items, broken = _items(rows, roles, stubs, language, texts.cut)
    told = extents.Told(extents.headers_of(file, file_items, set(rows.strip)), inside)
    items = extents.grown(items, rows, roles, told, is_broken=broken > 0)
    has_markers = Role.MARKER in roles or bool(stubs)
    return Shown(rows, roles, stubs, items, frozenset(removed), broken, has_markers)


def words_of(text: str) -> list[str]:
    """Return the words of a text, digits and underscores included."""
    return re.findall(r"\w+", text)


def _role(rows: Rows, row: int, file: Rows) -> Role:
    text = rows.strip[row]
    found = markers.role(text)
    if found is not Role.CODE:
        # A line of the file is no marker where it stands beside the same lines.
        if text not in file.places:
            return found
        is_code = _is_body if markers.is_bare(text) else _is_in_place
        return Role.CODE if is_code(rows, row, file) else found
    names = markers.names_left_out(text)
    return Role.MARKER if names and not file.vocabulary.isdisjoint(names) else Role.CODE


_KINDS = frozenset(
    {"constructor", "constructors", "imports", "fields", "methods", "getters", "setters"}
    | {"tests", "helpers", "props", "state"}
)
"""What a comment of one word names beside declarations."""


def _complete(rows: Rows, suspects: Iterable[int], file: Rows) -> None:
    """Read a comment that breaks off, `// if the cache is enabled ...`, as the file's own."""
    for row in suspects:
        head = markers.broken_off(rows.strip[row])
        if head is None:
            continue
        whole = [each for each in file.places if each.startswith(head)]
        if len(whole) == 1:
            rows.strip[row] = whole[0]


def _stubs(rows: Rows, suspects: Iterable[int], file: Rows) -> dict[int, markers.Stub]:
    """Return the rows that show but a header; `def f(): ...` is none where the file has such."""
    found: dict[int, markers.Stub] = {}
    for row in suspects:
        text = rows.strip[row]
        stub = markers.stub(text) if text not in file.places else None
        if stub is not None and not (text.endswith(_BODY) and _has_bodies(file)):
            found[row] = stub
    return found


_BODY = ": ..."


def _has_bodies(file: Rows) -> bool:
    """Return whether the file has an ellipsis for a body."""
    return any(text.endswith(_BODY) for text in file.strip)


def _find_names(
    rows: Rows,
    suspects: Iterable[int],
    roles: list[Role],
    file: Rows,
    file_items: Sequence[Item],
) -> None:
    """Take a comment that only names a declaration, alone between blank lines, for a marker."""
    names: set[str] | None = None
    for row in suspects:
        text = rows.strip[row]
        name = markers.only_word(text)
        if name is None or roles[row] is not Role.CODE or text in file.places:
            continue
        alone = row + 1 == len(rows) or rows.blanks[row + 1] or rows.strip[row + 1][0] in "})]"
        if names is None:
            names = {item.name for each in file_items for item in each.walk()}
        if alone and (name in names or name.lower() in _KINDS):
            roles[row] = Role.MARKER


def _is_in_place(rows: Rows, row: int, file: Rows) -> bool:
    """Return whether the row stands in the file with the same row above or below."""
    for place in file.places[rows.strip[row]]:
        for step in (-1, 1):
            ours, theirs = row + step, place + step
            if (
                0 <= ours < len(rows)
                and 0 <= theirs < len(file)
                and rows.strip[ours] == file.strip[theirs]
            ):
                return True
    return len(rows) == 1


_HEADER = re.compile(r"(?:async\s+)?def\s+(\w+)")
"""Of the languages that are known only Python has a body of an ellipsis."""


def _is_body(rows: Rows, row: int, file: Rows) -> bool:
    """Return whether a bare ellipsis is the body of a function: the file's, or of a new one.

    The file is known to have such bodies. The name of a new function is a new word.
    """
    header = rows.parent[row]
    name = _HEADER.match(rows.strip[header]) if header >= 0 else None
    if name is None or name[1] not in file.vocabulary:
        return name is not None
    ours = rows.strip[header : row + 1]
    return any(
        file.strip[place : place + len(ours)] == ours for place in file.places.get(ours[0], ())
    )


def _items(
    rows: Rows,
    roles: Sequence[Role],
    stubs: dict[int, markers.Stub],
    language: Language | None,
    cut: Collection[int] = (),
) -> tuple[list[Item], int]:
    """Return the declarations of the snippet, and how many faults its code has.

    Rows of texts that are `cut` are not parsed.
    """
    if language is None or len(rows) > MOST_ROWS:
        return [], 0
    lines = _parsable(rows, roles, stubs, language, cut)
    best = _tree(lines, language)
    if best is None:
        return [], 0
    shift, fewest = 0, faults(best)
    if fewest:
        for before, after in language.wraps:
            tree = _tree([before + "\n", *lines, "\n" + after + "\n"], language)
            if tree is not None and faults(tree) < fewest:
                best, shift, fewest = tree, 1, faults(tree)
    declared = outline(best)
    if shift and len(declared) == 1 and declared[0].header == 0:
        declared = declared[0].children
    return [_trimmed(each, roles) for each in items_of(rows, declared, shift)], fewest


def _tree(lines: Sequence[str], language: Language) -> Tree | None:
    return parse(Text(encode("".join(lines))), language)


def _parsable(
    rows: Rows,
    roles: Sequence[Role],
    stubs: dict[int, markers.Stub],
    language: Language,
    cut: Collection[int],
) -> list[str]:
    """Return the lines with comments or fillers for what was left out, without their margin."""
    lines = list(rows.lines)
    shown = [row for row, role in enumerate(roles) if role is Role.CODE]
    margin = min((rows.width[row] for row in shown), default=0)
    for row, line in enumerate(rows.line):
        text, indent = rows.strip[row], rows.indent[row]
        if roles[row] is not Role.CODE or row in cut:
            indent, text = _stand_in(rows, row, language)
        elif row in stubs:
            text = stubs[row].head + (f" {language.filler}" if language.filler else "")
            text += stubs[row].close
        lines[line] = (" " * max(0, columns(indent) - margin)) + text + "\n"
    return lines


def _stand_in(rows: Rows, row: int, language: Language) -> tuple[str, str]:
    """Return indentation and text of what stands for a marker, so that the rest parses."""
    if language.filler and row and rows.strip[row - 1].endswith(":"):
        width = rows.width[row - 1] + TAB
        following = row + 1
        if following < len(rows) and rows.width[following] > rows.width[row - 1]:
            width = rows.width[following]
        return " " * width, language.filler
    if language.comment_line:
        return rows.indent[row], f"{language.comment_line[0]} left out"
    if language.comment_block:
        before, after = language.comment_block[0]
        return rows.indent[row], f"{before} left out {after}"
    return rows.indent[row], ""


def _trimmed(item: Item, roles: Sequence[Role], parent: Item | None = None) -> Item:
    """Return the item without the markers above it, which were taken for its comments."""
    start = item.start
    for row in range(item.start, item.header):
        if roles[row] is not Role.CODE:
            start = row + 1
    made = item.moved(start, item.inner, item.inner_end, item.end, parent)
    made.children.extend(_trimmed(child, roles, made) for child in item.children)
    return made
