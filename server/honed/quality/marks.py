"""What the captures of `quality.scm` mark in a text, read in one pass over its tree.

`grammars/README.md` tells what each capture means. A node that is captured twice with one name is
one mark.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import attrs
import tree_sitter

from honed.core.text import Span, decode
from honed.quality.resources import WIDEST_FAULT, declaring_query, quality_query
from honed.quality.sequences import continuing
from honed.syntax.declarations import DEEPEST, is_too_broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from honed.syntax.tree import Tree


class Kind:
    """The captures; of those with one span, the first here holds the others.

    They are plain numbers: thousands are compared.
    """

    LEVEL = 0
    CLASS = 1
    ASIDE = 2
    SINGLE = 3
    NESTS = 4
    DEEPENS = 5
    INITIALIZER = 6
    FUNCTION = 7
    PARAMETER = 8
    DECISION = 9
    OTHERWISE = 10
    STRUCTURE = 11
    FLAT = 12
    CALLEE = 13
    CALLEE_MEMBER = 14
    OPERATOR = 15
    OPERAND = 16
    OPERAND_PATH = 17
    FREE = 18
    COMMENT = 19
    REMARK = 20
    LINE = 21
    LINE_MORE = 22


_KINDS = {
    name.lower().replace("_", "."): kind
    for name, kind in vars(Kind).items()
    if not name.startswith("_")
}
_DECLARING = {"class": Kind.CLASS, "initializer": Kind.INITIALIZER, "function": Kind.FUNCTION}
DECLARING = frozenset({*_DECLARING.values(), Kind.LEVEL})
"""The kinds of what is declared."""
_PLAIN = Kind.OPERAND_PATH
"""From here on it says nothing what they lie in."""
_UNSAID = (
    (Kind.OPERAND, Kind.OPERAND_PATH),
    (Kind.STRUCTURE, Kind.FREE),
    (Kind.FLAT, Kind.FREE),
)
"""What is not said of a node, where the other kind is."""

Mark = tuple[int, int, int]
"""Start, negative end and kind: so sorted, what holds others comes before them."""


@attrs.frozen
class Declared:
    """What is known of a function or class: its name, and the settings of its pattern."""

    name: str = ""
    settings: frozenset[str] = frozenset()


_UNDECLARED = Declared()


@attrs.frozen
class Marks:
    """The marks of a text, or of a part of it: those that are swept in order, and the others.

    `lines` are the offsets of logical lines, `more` those of what makes one of them two.
    """

    swept: Sequence[Mark] = ()
    declared: Mapping[Mark, Declared] = attrs.field(factory=dict)
    comments: Sequence[Span] = ()
    remarks: Sequence[Span] = ()
    lines: Sequence[int] = ()
    more: Sequence[int] = ()


def read(tree: Tree, within: Span | None = None) -> Marks:
    """Return the marks of the whole text, or those that overlap `within`.

    An empty part overlaps what lies on both sides of it.
    """
    marks = read_places(tree, within)
    return attrs.evolve(marks, declared=_declared(tree, within)) if marks.swept else marks


def read_places(tree: Tree, within: Span | None = None) -> Marks:
    """Return the same without what is known of functions and classes."""
    query = quality_query(tree.language)
    if query is None or is_too_broken(tree, WIDEST_FAULT):
        return Marks()
    # A match for each node would take twice as long as all nodes of a capture at once.
    return _marks(_cursor(query, within).captures(tree.root), within)


def _cursor(query: tree_sitter.Query, within: Span | None) -> tree_sitter.QueryCursor:
    cursor = tree_sitter.QueryCursor(query)
    cursor.set_max_start_depth(DEEPEST)
    if within is not None:
        # In an empty range nothing is found.
        cursor.set_byte_range(within.start, max(within.end, within.start + 1))
    return cursor


def _overlaps(mark: Mark, within: Span | None) -> bool:
    """Return whether what a query found near an empty part overlaps it; in others it does."""
    return within is None or bool(within) or mark[0] < within.start < -mark[1]


@lru_cache(maxsize=4)
def _declared(tree: Tree, within: Span | None) -> Mapping[Mark, Declared]:
    """Return names and settings; what several patterns find has those of all.

    What an edit changes is asked for its functions first and measured then: the latest are kept.
    """
    query, data = declaring_query(tree.language), tree.text.data
    if query is None:
        return {}
    settings = _settings(query)
    declared: dict[Mark, Declared] = {}
    for pattern, captures in _cursor(query, within).matches(tree.root):
        names = captures.get("name", ())
        # The binding takes microseconds for the text of a node.
        name = decode(data[names[0].start_byte : names[0].end_byte]) if names else ""
        for capture, kind in _DECLARING.items():
            for node in captures.get(capture, ()):
                mark = (node.start_byte, -node.end_byte, kind)
                if not _overlaps(mark, within):
                    continue
                before = declared.get(mark, _UNDECLARED)
                declared[mark] = Declared(before.name or name, before.settings | settings[pattern])
    return declared


def functions_at(tree: Tree, within: Span) -> list[Span]:
    """Return the functions that overlap `within`."""
    return [Span(start, -end) for start, end, kind in _declared(tree, within) if kind != Kind.CLASS]


def _marks(found: Mapping[str, Sequence[tree_sitter.Node]], within: Span | None) -> Marks:
    places = {
        kind: [(node.start_byte, -node.end_byte, kind) for node in found[capture]]
        for capture, kind in _KINDS.items()
        if capture in found
    }
    unsaid: dict[int, set[Mark]] = {}
    for kind, others in _UNSAID:
        if others in places:
            unsaid.setdefault(kind, set()).update((*place[:2], kind) for place in places[others])
    if "sequence" in found:
        free = {node.id for node in found.get("free", ())}
        going_on = continuing(found["sequence"], free)
        flat = unsaid.setdefault(Kind.FLAT, set())
        flat.update((each.start, -each.end, Kind.FLAT) for each in going_on)
    for kind, marks in unsaid.items():
        places[kind] = [mark for mark in places.get(kind, ()) if mark not in marks]
    if within is not None and not within:
        for kind, each in places.items():
            places[kind] = [mark for mark in each if _overlaps(mark, within)]
    swept = list(chain.from_iterable(places.get(kind, ()) for kind in range(_PLAIN)))
    swept.sort()
    return Marks(
        swept,
        comments=_spans(places.get(Kind.COMMENT, ())),
        remarks=_spans(places.get(Kind.REMARK, ())),
        lines=sorted(start for start, _, _ in places.get(Kind.LINE, ())),
        more=sorted(start for start, _, _ in places.get(Kind.LINE_MORE, ())),
    )


def _spans(marks: Iterable[Mark]) -> list[Span]:
    return [Span(start, -end) for start, end, _ in sorted(marks)]


@cache
def _settings(query: tree_sitter.Query) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(query.pattern_settings(number)) for number in range(query.pattern_count))
