"""Rows that a snippet shows in full, put in the place of those of the file."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from honed.apply import between
from honed.apply.markers import Role, is_cut, leaves_out_parameters
from honed.apply.rows import similarity
from honed.apply.soft import is_retyped
from honed.apply.stretch import Stretch
from honed.apply.work import LARGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.apply.items import Item
    from honed.apply.work import Scope, Work

_OPENERS = (":", "{", "(", "[", "=>", ",")
_VARIADIC = frozenset({"c", "cpp", "lua"})
"""Languages in which an ellipsis is a parameter like others."""
SEVERAL = 2
"""Who shows so many members shows more than what is changed."""
MOST_CELLS = 40_000
"""Rows times rows that are compared one by one; more are replaced as they are."""


def declaration(work: Work, scope: Scope, one: Item, other: Item) -> None:
    """Put a declaration that is shown in full in the place of the file's."""
    lead(work, scope, one, other)
    replace(work, range(one.header, one.end), range(_own_header(work, one, other), other.end))


def replace(work: Work, rows: range, places: range) -> None:
    """Put rows shown in full in the place of rows of the file; those that are equal stay."""
    shown, file = work.shown.rows.strip, work.file.strip
    row, place = rows.start, places.start
    for to_row, to_place, size in _same(
        shown[rows.start : rows.stop], file[places.start : places.stop]
    ):
        end, file_end = rows.start + to_row, places.start + to_place
        if is_retyped(shown[row:end], file[place:file_end]):
            work.plan.soften(range(row, end), range(place, file_end))
        work.put(filter(work.shown.is_code, range(row, end)), place)
        work.plan.delete(place, file_end)
        for offset in range(size):
            work.plan.match(end + offset, file_end + offset)
        row, place = end + size, file_end + size


def _same(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return the runs of equal rows: where they begin on both sides, and how many."""
    if len(ours) * len(theirs) > MOST_CELLS:
        return [(len(ours), len(theirs), 0)]
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return [(each.a, each.b, each.size) for each in blocks]


def lead(work: Work, scope: Scope, one: Item, other: Item) -> None:
    """Merge the comments and attributes above; those that are not shown stay."""
    if one.start >= one.header:
        return
    file_start = _own_lead(work, one, other)
    first = work.shown.rows.strip[one.start]
    below = work.file.strip[file_start + 1 : other.header]
    if work.shown.has_marker(one.start, one.header):
        stretch = Stretch(
            one.start, one.header, file_start, other.header, open_start=False, open_end=False
        )
        between.merge(work, scope, stretch)
    elif first in below and one.start and not work.shown.is_code(one.start - 1):
        # The beginning of the comment is left out.
        stretch = Stretch(
            one.start, one.header, file_start, other.header, open_start=True, open_end=False
        )
        between.merge(work, scope, stretch)
    else:
        ours = work.shown.rows.strip[one.start : one.header]
        theirs = _of_its_kind(ours, work.file.strip[file_start : other.header])
        places = range(file_start + theirs.start, file_start + theirs.stop)
        replace(work, range(one.start, one.header), places)


def _of_its_kind(ours: Sequence[str], theirs: Sequence[str]) -> range:
    """Return which rows above the file's declaration those of the snippet stand for.

    Attributes alone say nothing of the comment above them, nor a comment of attributes below it.
    """
    attributes = [row.startswith(_ATTRIBUTE) for row in theirs]
    first = attributes.index(True) if True in attributes else len(theirs)
    if ours[0].startswith(_ATTRIBUTE):
        return range(first, len(theirs))
    shows_attributes = any(row.startswith(_ATTRIBUTE) for row in ours)
    return range(len(theirs) if shows_attributes else first)


_ATTRIBUTE = ("@", "#[", "[[")
"""What begins an attribute or a decorator."""


def _own_lead(work: Work, one: Item, other: Item) -> int:
    """Return the first row above the file's declaration that the snippet shows above its own."""
    start = other.start
    shown = set(work.shown.rows.strip[one.start : one.header])
    while start and not work.file.blanks[start] and work.file.strip[start - 1] in shown:
        start -= 1
    return start


def header(work: Work, scope: Scope, one: Item, other: Item) -> None:
    """Merge what stands before the body; attributes that are not shown stay."""
    start = _own_header(work, one, other)
    theirs = work.file.strip[start : other.inner]
    ours = work.shown.rows.strip[one.header : one.inner]
    if work.shown.has_marker(one.header, one.inner):
        stretch = Stretch(
            one.header, one.inner, start, other.inner, open_start=False, open_end=False
        )
        between.merge(work, scope, stretch)
    elif _is_part(ours, theirs):
        place = start
        for row in range(one.header, one.inner):
            place = work.file.strip.index(work.shown.rows.strip[row], place)
            work.plan.match(row, place)
            place += 1
    elif any(map(is_cut, ours)) or _is_cut_inside(work, ours, theirs):
        work.doubts.fuzzy.append(f"the header of `{one.name}` is not shown in full")
    else:
        replace(work, range(one.header, one.inner), range(start, other.inner))


def _is_cut_inside(work: Work, ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Return whether a header leaves out some of its parameters, by what stands in no code."""
    if work.language is not None and work.language.name in _VARIADIC:
        return False
    return any(map(leaves_out_parameters, ours)) and not any(map(leaves_out_parameters, theirs))


def stub(work: Work, scope: Scope, one: Item, other: Item) -> None:
    """Merge a declaration of which only the header is shown; where that differs it changes."""
    lead(work, scope, one, other)
    head = work.shown.stubs[one.header].head
    place = other.header
    work.plan.match(one.header, place)
    theirs = work.file.strip[place]
    is_one_row = other.inner - place == 1 and not other.is_leaf
    work.plan.text_of[place] = head if is_one_row and similarity(theirs, head) < 1 else theirs


def is_complete(one: Item, other: Item) -> bool:
    """Return whether a declaration without markers is shown in full.

    Of what holds other declarations all with a body must be shown, and half of the rest.
    """
    if not other.is_container or not other.children:
        return True
    shown = {(each.group, each.name): each for each in one.children}
    missing = [each for each in other.children if (each.group, each.name) not in shown]
    return (
        all(each.end - each.header < LARGE for each in missing)
        and 2 * len(missing) <= len(other.children)
        and all(
            is_complete(shown[each.group, each.name], each)
            for each in other.children
            if each.is_container and (each.group, each.name) in shown
        )
    )


def leaves_members(work: Work, one: Item, other: Item) -> bool:
    """Return whether members of the file's stay that a snippet with markers shows no sign of.

    It shows several others and marks nothing there; who marks what he leaves out elsewhere may
    have deleted them. A marker at the margin behind it may stand for them.
    """
    shown, count = work.shown, len(work.shown.rows)
    goes_on = (
        one.inner_end == one.end < count
        and shown.roles[one.end] is Role.MARKER
        and not shown.has_indented_markers
        and not shown.rows.blanks[one.end]
    )
    if len(one.children) < SEVERAL or goes_on:
        return False
    settled = work.plan.deleted | work.plan.matched.keys()
    return any(
        each.end - each.header >= LARGE and settled.isdisjoint(range(each.header, each.end))
        for each in other.children
    )


def ends_early(work: Work, one: Item, other: Item) -> bool:
    """Return whether the end of a body without a bracket is left out behind the declaration.

    Then a marker or the end of the snippet follows, and its last row is one of the file's that is
    not the last there. A declaration without a body counts as all body, if a marker follows.
    """
    shown, file, count = work.shown, work.file, len(work.shown.rows)
    is_last = one.end == count
    if one.inner_end < one.end or not _may_go_on(work, one, other):
        return False
    if one.inner >= one.end:
        return shown.rows.strip[one.end - 1].endswith(_OPENERS)
    ours = shown.rows.strip[one.inner : one.end]
    places = file.within(ours[-1], other.header if other.is_leaf else other.inner, other.end)
    if not places or places[-1] >= min(other.inner_end, other.end) - 1:
        return False
    if not is_last:
        # What follows a blank line is apart from it, as the rest of its body is not.
        is_rest = not shown.rows.blanks[one.end] or any(file.blanks[each + 1] for each in places)
        work.doubts.tail_kept += is_rest
        return is_rest
    return file.strip[other.inner : other.inner + len(ours)] == ours or (
        len(ours) > 1 and any(file.strip[each - 1] == ours[-2] for each in places)
    )


def _may_go_on(work: Work, one: Item, other: Item) -> bool:
    """Return whether a marker at the margin, or the end of the snippet, is behind a declaration."""
    shown = work.shown
    if one.end == len(shown.rows):
        return not other.is_leaf
    return shown.roles[one.end] is Role.MARKER and not shown.has_indented_markers


def _own_header(work: Work, one: Item, other: Item) -> int:
    """Return the row of the file's header from which on the snippet shows it."""
    start = other.header
    if not work.shown.rows.strip[one.header].startswith("@"):
        while start < other.inner - 1 and work.file.strip[start].startswith("@"):
            start += 1
    return start


def _is_part(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Return whether rows are some of others, in order."""
    rest = iter(whole)
    return all(row in rest for row in part)
