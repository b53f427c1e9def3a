"""A lazy snippet into a file: declarations are bound, then lines aligned in each bound scope."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from honed.apply import between, imported, imports, recognise, refusals, removals, whole
from honed.apply.bind import in_order
from honed.apply.certainty import Logistic, fitted
from honed.apply.doubts import NAMES, features
from honed.apply.instruction import NOTHING_SAID, Instruction
from honed.apply.levels import Units
from honed.apply.markers import Role
from honed.apply.result import Merged, Refused
from honed.apply.separators import separate
from honed.apply.strategy import strategy
from honed.apply.stretch import Stretch
from honed.apply.work import Bound, Scope, Work, begin, by_lines
from honed.apply.wrapping import put_around
from honed.apply.writing import write
from honed.core.text import Text, decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.apply.items import Item
    from honed.apply.original import Original
    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree


def merges(
    original: Original,
    code: str,
    language: Language | None,
    said: Instruction = NOTHING_SAID,
) -> Iterator[Merged | Refused]:
    """Yield the file after the snippet, or why it cannot be merged, in one way after the other.

    First the declarations of both are bound to each other. Where the snippet has any, and none of
    them may be several of the file, it is then aligned by its lines alone: a second opinion.
    """
    text = original.text
    work = begin(original, code, language, said)
    if not any(map(work.shown.is_code, range(len(work.shown.rows)))):
        yield refusals.empty()
        return
    units = Units(decode(text.indent_unit), decode(Text(encode(code)).indent_unit))
    yield _merged(original, work, units, fitted("declarations", NAMES))
    if work.is_tied or work.effort.is_spent:
        return
    if any(each.kind != "import" for each in work.shown.items):
        yield _merged(original, by_lines(work), units, fitted("lines", NAMES))


def _merged(original: Original, work: Work, units: Units, model: Logistic) -> Merged | Refused:
    text = original.text
    homes, ties = recognise.homes(work)
    if ties:
        work.is_tied = True
        return refusals.tied(work, ties[0])
    for start, end, home in recognise.runs(work, homes):
        _merge_scope(work, _scope(work, start, end, home))
    if work.effort.is_spent:
        return refusals.too_alike()
    removals.carry_out(work)
    imported.keep(work)
    refused = work.refusal or _left_open(work)
    if refused is not None:
        return refused
    soft = work.plan.keep_soft()
    if soft:
        work.doubts.fuzzy.append(f"{soft} context lines differ, and stay as the file has them")
    refused = _arranged(work, units, original.tree)
    if refused is not None:
        return refused
    kept = _kept_between(work) if work.shown.has_markers else []
    work.doubts.implicit_gaps = max(work.doubts.implicit_gaps, len(kept))
    data = encode(write(work.plan, units, decode(text.line_end)))
    if data == text.data and work.shown.has_markers:
        # Where nothing else changes, that they are neighbours is all that the snippet says.
        gaps = kept or _kept_between(work, below_headers=True)
        if gaps:
            return refusals.large_deletion(work, *gaps[0])
    found = features(work.doubts, work.plan, work.shown, work.file)
    margin = model.chance(found)
    left = recognise.not_shown(work)
    if left:
        names = ", ".join(f"`{item.name}`" for item in left)
        work.doubts.fuzzy.append(f"the edit shows nearly all of the file, but not {names}: kept")
    return Merged(data, strategy(work.plan), margin, tuple(work.doubts.fuzzy), features=found)


def _kept_between(work: Work, *, below_headers: bool = False) -> list[tuple[int, int]]:
    """Return the rows of the file that stay between two shown as neighbours, from and to.

    Fields, a docstring and more are left out below the header of a class, too: they count where
    it is asked for.
    """
    found = []
    shown, plan = work.shown, work.plan
    for row, below in pairwise(range(len(shown.rows))):
        if row in shown.stubs or not (shown.is_code(row) and shown.is_code(below)):
            continue
        place, place_below = plan.place_of.get(row), plan.place_of.get(below)
        header = work.headers.get(place) if place is not None else None
        if header is not None and header.is_container and not below_headers:
            continue
        if place is not None and place_below is not None:
            gap = range(place + 1, place_below)
            found.append([each for each in gap if not plan.is_settled(each)])
    return [(rows[0], rows[-1] + 1) for rows in found if rows]


def _arranged(work: Work, units: Units, tree: Tree | None) -> Refused | None:
    """Set commas and indentation of what stays by what is beside it; return what is in doubt."""
    unseparated = separate(work.plan)
    if unseparated is not None:
        return refusals.unseparated(work, unseparated)
    unwrapped = put_around(work.plan, units, tree)
    return None if unwrapped is None else refusals.unwrapped(work, unwrapped)


def _left_open(work: Work) -> Refused | None:
    """Return what the snippet says that the plan does not do, None where it does all."""
    if work.doubts.unplaced:
        return refusals.unplaced(work)
    again = recognise.repeated(work)
    if again is not None:
        return refusals.repeated(work, again)
    standing = recognise.still_there(work)
    return refusals.not_removed(work, standing) if standing is not None else None


def _scope(work: Work, start: int, end: int, home: Item | None) -> Scope:
    """Return the scope of outermost rows of the snippet: the file, or a declaration in it."""
    items = [each for each in work.shown.items if start <= each.start and each.end <= end]
    file_start, file_end = (home.inner, home.inner_end) if home else (0, len(work.file))
    inside = home.children if home else work.items
    return Scope(start, end, file_start, file_end, items, inside, open_start=True, open_end=True)


def _merge_scope(work: Work, scope: Scope) -> None:
    """Merge the rows of a scope: bound declarations, and what lies between them."""
    bound, ties = work.binder.siblings(scope.shown_items, scope.file_items)
    if ties:
        work.is_tied = True
        work.refusal = refusals.tied(work, ties[0])
        return
    recognise.rename(work, scope, bound)
    skipped: set[int] = set()
    if scope.is_loose:
        imports.bind_openings(work, scope, bound)
        imports.unbind_nested(work, scope, bound)
        skipped |= imports.bring(work, scope, bound)
        imports.regroup(scope, bound)
    bound = {recognise.cut(work, one, other): other for one, other in bound.items()}
    chain = in_order(bound.items())
    chained = {one for one, _ in chain}
    for one, other in bound.items():
        if one not in chained:
            work.doubts.reordered += 1
            work.taken.update(range(other.start, other.end))
            skipped.update(range(one.start, one.end))
            _merge_item(work, scope, one, other)
    _look_at_the_rest(work, scope, bound)
    row, place, is_open = scope.start, scope.file_start, scope.open_start
    for item, other in chain:
        follows = place == other.start if item.start == row else _follows(work, item, other)
        one = item if follows else recognise.without_cut_lead(work, item)
        above = Stretch(row, one.start, place, other.start, open_start=is_open, open_end=False)
        between.merge(work, scope, above, skipped)
        _merge_item(work, scope, one, other)
        row, place, is_open = one.end, other.end, False
    below = Stretch(
        row, scope.end, place, scope.file_end, open_start=is_open, open_end=scope.open_end
    )
    between.merge(work, scope, below, skipped)


def _follows(work: Work, one: Item, other: Item) -> bool:
    """Return whether the same row stands above a declaration in the snippet and in the file."""
    return (
        other.start > 0 and work.shown.rows.strip[one.start - 1] == work.file.strip[other.start - 1]
    )


def _look_at_the_rest(work: Work, scope: Scope, bound: Bound) -> None:
    """Note which declarations are new; one that leaves out code must be one of the file's."""
    shown = {one.header for one in bound}
    headers = {other.header for other in bound.values()}
    for one in scope.shown_items:
        if one.header in shown or recognise.is_around(work, scope, one, headers):
            continue
        if recognise.is_new(work, one, headers):
            work.doubts.fresh.update(range(one.start, one.end))
        elif recognise.is_missing(work, one):
            work.refusal = refusals.missing(one)


def _merge_item(work: Work, scope: Scope, one: Item, other: Item) -> None:
    """Merge a declaration of the snippet into the one of the file that it is bound to."""
    shown = work.shown
    work.plan.follow(one.start, one.end, one.header, other.header)
    if one.header in shown.stubs:
        whole.stub(work, scope, one, other)
        return
    ends_early = whole.ends_early(work, one, other)
    is_partial = ends_early or shown.has_marker(one.start, one.end)
    if not is_partial and (other.is_leaf or whole.is_complete(one, other)):
        whole.declaration(work, scope, one, other)
    elif other.is_leaf:
        stretch = Stretch(
            one.start, one.end, other.start, other.end, open_start=False, open_end=ends_early
        )
        between.merge(work, scope, stretch)
    else:
        _merge_parts(work, scope, one, other, is_partial=is_partial)
        if shown.has_markers and not is_partial and whole.leaves_members(work, one, other):
            work.doubts.unmarked += 1


def _merge_parts(work: Work, scope: Scope, one: Item, other: Item, *, is_partial: bool) -> None:
    """Merge comments, header, body and closing bracket of a declaration each by itself."""
    whole.lead(work, scope, one, other)
    whole.header(work, scope, one, other)
    if one.inner >= one.end:
        return  # Nothing of the body is shown.
    shows_end = one.inner_end < one.end
    # Where the file's has no closing bracket of its own, its last row is one like the others.
    is_closed = shows_end and other.inner_end < other.end
    inner_end = one.inner_end if is_closed else one.end
    count = len(work.shown.rows)
    goes_on = one.end == count or work.shown.roles[one.end] is Role.MARKER
    inside = Scope(
        one.inner,
        inner_end,
        other.inner,
        other.inner_end,
        one.children,
        other.children,
        open_start=not is_partial,
        open_end=not is_partial or (goes_on and not shows_end),
        is_loose=other.is_container,
    )
    _merge_scope(work, inside)
    if is_closed:
        closing = range(inner_end, one.end)
        whole.replace(work, closing, range(other.inner_end, other.end))
