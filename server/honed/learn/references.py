"""Names and expressions that an edit takes up again: inserted, or deleted, while they also stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import TokenKind
from honed.learn.anchors import is_callee
from honed.learn.cores import balanced, statement_tokens
from honed.learn.units import MAX_UNIT_TOKENS, Key, key_of
from honed.suggest.matching import is_expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.learn.cores import Core
    from honed.learn.edited import EditedStatement
    from honed.syntax.tokens import Window
    from honed.syntax.tree import Tree

CONSTANT_NAMES = frozenset({"self", "cls", "this", "super"})
"""Names that mean something else at each place and are written the same: none follows them."""


@attrs.frozen
class References:
    """What the core's edit inserts, respectively deletes, while it also stays in the statement."""

    inserted: frozenset[Key]
    deleted: frozenset[Key]


def references(edited: EditedStatement, core: Core) -> References:
    """Return what the core's edit takes up again.

    Nothing that moved: what was deleted here and inserted there is one thing.
    """
    moved_from = {index for move in edited.moves for index in range(move.first, move.last + 1)}
    moved_to = {index for move in edited.moves for index in range(move.new_first, move.new_last + 1)}
    arrived = set(edited.kept.values())
    inserted = {
        index
        for index in range(core.new_start, core.new_end)
        if index not in arrived and index not in moved_to
    }
    deleted = {
        index
        for index in range(core.start, core.end)
        if index not in edited.kept and index not in moved_from
    }
    staying = {*edited.kept, *moved_from} & {*_statement(edited.before, edited.before_tree, core)}
    standing = {
        key_of(edited.before.tokens[first:end]) for first, end in _wholes(edited.before, staying)
    }
    return References(
        frozenset(_taken_up(edited.after, inserted, standing)),
        frozenset(_taken_up(edited.before, deleted, standing)),
    )


def _statement(side: Window, tree: Tree | None, core: Core) -> range:
    """Return the tokens of the statement in which the core lies: only there names are related."""
    first, end = core.start, max(core.start + 1, core.end)
    start, stop = statement_tokens(side, tree, min(first, len(side.tokens) - 1))
    last_start, last_stop = statement_tokens(side, tree, min(end, len(side.tokens)) - 1)
    return range(min(start, last_start, first), max(stop, last_stop, end))


def _taken_up(side: Window, touched: set[int], standing: set[Key]) -> Iterator[Key]:
    """Yield the largest touched expressions that also stand elsewhere."""
    last = -1
    for first, end in sorted(_wholes(side, touched), key=lambda whole: (whole[0], -whole[1])):
        key = key_of(side.tokens[first:end])
        if first > last and key in standing:
            last = end - 1
            yield key


def _wholes(side: Window, among: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the names and expressions all of whose tokens are `among` these, half-open."""
    for index in sorted(among):
        token = side.tokens[index]
        is_name = token.kind is TokenKind.NAME and token.text not in CONSTANT_NAMES
        if is_name and not is_callee(side, index):
            yield index, index + 1
    at_end = {token.end: index for index, token in enumerate(side.tokens)}
    for first in sorted(among):
        for node in side.starts.get(side.tokens[first].start, ()):
            last = at_end.get(node.end, first)
            if first < last < first + MAX_UNIT_TOKENS and is_expression(side, node.kind) and (
                among.issuperset(range(first, last + 1))
            ):
                yield first, last + 1


def at(side: Window, index: int, keys: frozenset[Key], end: int) -> Key | None:
    """Return the longest of the keys that stands at `index` and ends before `end`."""
    found = [
        key
        for key in keys
        if index + len(key) <= end and key_of(side.tokens[index : index + len(key)]) == key
    ]
    return max(found, key=len, default=None)


def covered(edited: EditedStatement, core: Core, keys: frozenset[Key]) -> Core | None:
    """Widen the core so that each of the keys stands in it where it stays.

    None where a core that only inserts would have to reach farther than it may.
    """
    deletes = any(index not in edited.kept for index in core.inner)
    start, end = core.start, core.end
    for key in sorted(keys):
        places = [
            (first, first + len(key))
            for first in _statement(edited.before, edited.before_tree, core)
            if at(edited.before, first, frozenset({key}), len(edited.before.tokens))
            and edited.kept.keys() >= {*range(first, first + len(key))}
        ]
        if any(start <= first and last <= end for first, last in places):
            continue
        if not deletes or not places:
            return None
        first, last = min(places, key=lambda place: max(start - place[0], place[1] - end))
        start, end = min(start, first), max(end, last)
    if (start, end) == (core.start, core.end):
        return core
    wider = balanced(edited.before, core.widened(start, end))
    return attrs.evolve(wider, inner=range(min(start, core.inner.start), max(end, core.inner.stop)))
