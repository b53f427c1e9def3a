"""Names and expressions that an edit takes up again: inserted, or deleted, while they also stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import TokenKind
from honed.learn.anchors import is_callee
from honed.learn.cores import balanced
from honed.learn.neighbours import statement_tokens
from honed.learn.units import MAX_UNIT_TOKENS, Key, key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from honed.learn.cores import Core
    from honed.learn.edited import EditedStatement
    from honed.syntax.tokens import Window

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
    before, after = edited.before, edited.after
    moved_from = {at for move in edited.moves for at in range(move.first, move.last + 1)}
    moved_to = {at for move in edited.moves for at in range(move.new_first, move.new_last + 1)}
    inserted = {*range(core.new_start, core.new_end)} - edited.arrived - moved_to
    deleted = {*range(core.start, core.end)} - edited.kept.keys() - moved_from
    staying = ({*edited.kept} | moved_from) & {*_statement(edited, core)}
    standing = {key_of(before.tokens[first:end]) for first, end in _wholes(before, staying)}
    return References(
        frozenset(_taken_up(after, inserted, standing)),
        frozenset(_taken_up(before, deleted, standing)),
    )


def _statement(edited: EditedStatement, core: Core) -> range:
    """Return the tokens of the statement in which the core lies: only there names are related."""
    side, tree = edited.before, edited.before_tree
    last = len(side.tokens) - 1
    start, stop = statement_tokens(side, tree, min(core.start, last))
    other_start, other_stop = statement_tokens(side, tree, min(max(core.start, core.end - 1), last))
    return range(min(start, other_start, core.start), max(stop, other_stop, core.end))


def _taken_up(side: Window, touched: set[int], standing: set[Key]) -> Iterator[Key]:
    """Yield the largest touched expressions that also stand elsewhere."""
    last = -1
    for first, end in sorted(_wholes(side, touched), key=lambda whole: (whole[0], -whole[1])):
        key = key_of(side.tokens[first:end])
        if first > last and key in standing:
            last = end - 1
            yield key


def _wholes(side: Window, among: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the names and expressions all of whose tokens are `among` these, half-open."""
    for index in sorted(among):
        token = side.tokens[index]
        is_name = token.kind is TokenKind.NAME and token.text not in CONSTANT_NAMES
        if is_name and not is_callee(side, index):
            yield index, index + 1
        for end in side.expression_ends(index):
            is_long = not index + 1 < end <= index + MAX_UNIT_TOKENS
            if not is_long and all(each in among for each in range(index, end)):
                yield index, end


def at(side: Window, index: int, keys: frozenset[Key], end: int) -> Key | None:
    """Return the longest of the keys that stands at `index` and ends before `end`."""
    text = side.tokens[index].text
    found = [
        key
        for key in keys
        if key[0] == text
        and index + len(key) <= end
        and key_of(side.tokens[index : index + len(key)]) == key
    ]
    return max(found, key=len, default=None)


def covered(edited: EditedStatement, core: Core, keys: frozenset[Key]) -> Core | None:
    """Widen the core so that each of the keys stands in it where it stays.

    None where a core that only inserts would have to reach farther than it may.
    """
    start, end = core.start, core.end
    for key in sorted(keys):
        places = [
            range(first, first + len(key))
            for first in _statement(edited, core)
            if at(edited.before, first, frozenset({key}), len(edited.before.tokens))
            and edited.kept.keys() >= {*range(first, first + len(key))}
        ]
        if any(start <= place.start and place.stop <= end for place in places):
            continue
        if not places or not edited.deletes(core.inner):
            return None
        nearest = min(places, key=lambda place: max(start - place.start, place.stop - end))
        start, end = min(start, nearest.start), max(end, nearest.stop)
    if (start, end) == (core.start, core.end):
        return core
    wider = balanced(edited.before, core.widened(start, end))
    return attrs.evolve(wider, inner=range(min(start, core.inner.start), max(end, core.inner.stop)))
