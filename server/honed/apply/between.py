"""What lies between bound declarations: rows matched, put in, deleted, or left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.apply import imports, refusals
from honed.apply.align import IMPLICIT_GAP, align
from honed.apply.bind import CLEAR
from honed.apply.ends import is_end_of_body, nothing_follows
from honed.apply.entries import Entries
from honed.apply.joined import join
from honed.apply.markers import Role
from honed.apply.rows import similarity, words
from honed.apply.series import ends_of_new, is_anchor, one_more, repeated_end
from honed.apply.soft import is_misremembered, is_retyped
from honed.apply.stretch import Rules, Stretch
from honed.apply.work import SEVERAL
from honed.apply.wrapping import opens_block

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from honed.apply.align import Chain
    from honed.apply.work import Scope, Work

MOST_DELETED = 20
"""More rows are not deleted only because their neighbours are shown as neighbours."""
UNSURE = 1.0
"""By how much the best place must be better than the next where no known line stands once."""
NAMED = 5.0
"""What it costs, in rows, to delete a declaration that the snippet does not name."""
SMALL = 0.3
TAKEN = 20.0
"""What it would cost to delete rows that are merged out of their order."""
DELETED = 0.6
REPLACED = 0.6
"""By what share a deletion is cheaper where as many rows are put in."""

Pair = tuple[int, int]


@attrs.frozen
class Junction:
    """Two neighbours in the chain of matches of a stretch, number `number - 1` and `number`."""

    chain: Sequence[Pair]
    number: int
    stretch: Stretch

    @property
    def before(self) -> Pair:
        """The row of the snippet and of the file above."""
        return self.chain[self.number - 1]

    @property
    def after(self) -> Pair:
        """The row of the snippet and of the file below."""
        return self.chain[self.number]

    @property
    def is_first(self) -> bool:
        """Whether what is above is the border of the stretch."""
        return self.number == 1

    @property
    def is_last(self) -> bool:
        """Whether what is below is the border of the stretch."""
        return self.number == len(self.chain) - 1

    @property
    def opens(self) -> bool:
        """Whether the snippet just begins here."""
        return self.is_first and self.stretch.open_start

    @property
    def ends(self) -> bool:
        """Whether the snippet just ends here."""
        return self.is_last and self.stretch.open_end

    @property
    def gap(self) -> tuple[int, int]:
        """The rows of the file between the two, from and to."""
        return self.before[1] + 1, self.after[1]


def merge(work: Work, scope: Scope, stretch: Stretch, skipped: Collection[int] = ()) -> None:
    """Merge the rows of a stretch; those in `skipped` are merged elsewhere."""
    is_open = stretch.open_start or stretch.open_end
    if stretch.start >= stretch.end and (is_open or stretch.file_start >= stretch.file_end):
        return
    if work.effort.is_spent:
        return
    fresh = work.doubts.fresh
    is_one_more = Entries(work.shown, work.file, stretch).is_one_more
    rules = Rules(
        lambda row: row not in fresh and row not in skipped,
        lambda start, end: _guard(work, start, end),
        lambda row, place: _is_other_header(work, row, place) or is_one_more(row, place),
        work.is_elsewhere,
        work.plan.place_of,
        work.effort,
    )
    found = align(work.shown, work.file, stretch, rules)
    if found.pairs:
        margin = found.score - found.second
        work.doubts.margins.append(margin)
        is_sure = any(
            is_anchor(work, *pair) and _is_only(work, stretch, pair[1]) for pair in found.pairs
        )
        if stretch.open_start and stretch.open_end and margin < (CLEAR if is_sure else UNSURE):
            work.refusal = refusals.unclear(work, found)
        more = one_more(work, stretch, found.pairs)
        if more is not None:
            work.refusal = refusals.one_more(work, *more)
    pairs = _anchored(work, stretch, found)
    for row, place in pairs:
        _match(work, row, place)
    for row, place in pairs:
        is_same = work.shown.rows.strip[row] == work.file.strip[place]
        if not is_same and row not in work.shown.stubs:
            join(work, row, place, is_context=_is_context(work, row))
    above, below = (stretch.start - 1, stretch.file_start - 1), (stretch.end, stretch.file_end)
    chain = (above, *pairs, below)
    for number in range(1, len(chain)):
        _settle(work, scope, Junction(chain, number, stretch), skipped)


def _is_only(work: Work, stretch: Stretch, place: int) -> bool:
    """Return whether what the row of the file says stands once in the stretch."""
    text = work.file.strip[place]
    return len(work.file.within(text, stretch.file_start, stretch.file_end, 2)) == 1


def _anchored(work: Work, stretch: Stretch, found: Chain) -> Sequence[Pair]:
    """Return the matches without those that close something new of their own."""
    closing = repeated_end(work, stretch, found.pairs)
    if not closing:
        others, more = ends_of_new(work, stretch, found.pairs)
        if more is not None:
            work.refusal = refusals.one_more(work, *more)
        return [pair for pair in found.pairs if pair not in others]
    kept = found.pairs[:-closing]
    low, high = kept[-1][1] + 1, found.pairs[-closing][1]
    if work.file.telling[high] > work.file.telling[low]:
        row = kept[-1][0] + 1
        work.refusal = refusals.one_more(work, row, range(low, high))
    return kept


def _is_other_header(work: Work, row: int, place: int) -> bool:
    """Return whether the row of the file is the header of another declaration, or import."""
    item = work.headers.get(place)
    if item is None:
        return False
    if item.kind == "import":
        one = work.shown_imports.get(row)
        return one is not None and imports.is_other(work, one, item)
    return not item.is_leaf and item.name not in work.shown.rows.strip[row]


def _guard(work: Work, start: int, end: int) -> float:
    """Return what it costs to delete rows of the file beside their number."""
    (small, large), (more_small, more_large) = work.dear[start], work.dear[max(start, end)]
    cost = SMALL * (more_small - small) + NAMED * (more_large - large)
    if work.taken:
        cost += TAKEN * sum(place in work.taken for place in range(start, end))
    return cost


def _match(work: Work, row: int, place: int) -> None:
    plan, shown = work.plan, work.shown
    plan.match(row, place)
    ours, theirs = shown.rows.strip[row], work.file.strip[place]
    if ours != theirs and (
        is_retyped((ours,), (theirs,))
        or (_is_context(work, row) and is_misremembered(ours, theirs))
    ):
        plan.soften(range(row, row + 1), range(place, place + 1))
    stub = shown.stubs.get(row)
    if stub is not None:
        plan.text_of[place] = theirs if similarity(stub.head, theirs) == 1 else stub.head


def _is_context(work: Work, row: int) -> bool:
    """Return whether a row is the first or last of a piece, or the last before a bracket."""
    shown, count = work.shown, len(work.shown.rows)
    if any(not 0 <= each < count or not shown.is_code(each) for each in (row - 1, row + 1)):
        return True
    return shown.rows.strip[row + 1][0] in ")]}"


def _settle(work: Work, scope: Scope, junction: Junction, skipped: Collection[int]) -> None:
    """Settle what lies between two matches."""
    groups = _groups(work, junction, skipped)
    low, high = junction.gap
    if len(groups) > 1:
        _around_markers(work, junction, groups)
    elif junction.opens and junction.ends and low < high:
        work.doubts.unplaced += groups[0]
    elif junction.opens or junction.ends:
        work.put(groups[0], high if junction.opens else low)
        work.doubts.unmarked += junction.ends and _goes_on(work, junction)
    else:
        if low < high:
            _close(work, scope, junction, len(groups[0]))
        work.put(groups[0], low)


def _goes_on(work: Work, junction: Junction) -> bool:
    """Return whether the file's block goes on where a snippet with markers ends without one.

    It is an outermost block, which the snippet shows from its header on.
    """
    widths, (low, high), shown = work.file.width, junction.gap, work.shown
    is_last = junction.after[0] == len(shown.rows) and shown.has_markers
    if not is_last or low >= high or not 0 < widths[low - 1] <= widths[low]:
        return False
    header = len(shown.rows) - 1
    while shown.rows.parent[header] >= 0:
        header = shown.rows.parent[header]
    place = work.plan.place_of.get(header)
    is_outermost = place is not None and not widths[place]
    return is_outermost and not shown.has_marker(header, len(shown.rows))


def _groups(work: Work, junction: Junction, skipped: Collection[int]) -> list[list[int]]:
    """Return the unmatched rows, a group more than there are markers between them."""
    shown, above = work.shown, junction.before[0]
    groups: list[list[int]] = [[]]
    is_stub = above in shown.stubs and above >= junction.stretch.start
    # What is left out at the end of a block may go on behind it.
    goes_on = junction.is_first and above >= 0 and shown.roles[above] is Role.MARKER
    if is_stub or goes_on:
        groups.append([])
    for row in range(above + 1, junction.after[0]):
        if shown.roles[row] is Role.MARKER:
            groups.append([])
        elif row not in skipped and shown.is_code(row):
            groups[-1].append(row)
    return groups


def _around_markers(work: Work, junction: Junction, groups: Sequence[list[int]]) -> None:
    """Put in what stands beside a match; what stands between two markers has no place."""
    doubts, (low, high) = work.doubts, junction.gap
    first, *middle, last = groups
    if junction.opens and not _may_stand_alone(work, first):
        doubts.unplaced += first
    else:
        work.put(first, low)
    start, end = junction.stretch.file_start, junction.stretch.file_end
    is_placed = not junction.ends or _may_stand_alone(work, last)
    is_wrapped = opens_block(work.shown, first, last)
    if not (is_placed or is_end_of_body(work, last, start, end)) or (
        not is_wrapped and nothing_follows(work, last, high, start)
    ):
        doubts.unplaced += last
    else:
        work.put(last, high)
    for rows in middle:
        if low == high:
            work.put(rows, low)
        elif any(words(work.shown.rows.strip[row]) for row in rows):
            doubts.unplaced += rows
        else:
            doubts.dropped += len(rows)


def _may_stand_alone(work: Work, rows: Sequence[int]) -> bool:
    """Return whether rows may open or close a file without a known row beside them."""
    shown = work.shown.rows
    return all(
        row in work.doubts.fresh or not words(shown.strip[row]) or not shown.width[row]
        for row in rows
    )


def _close(work: Work, scope: Scope, junction: Junction, inserted: int) -> None:
    """Delete the rows of the file between two that the snippet shows as neighbours, or not."""
    low, high = junction.gap
    if _is_deleted(work, scope, junction, inserted):
        if work.dear[high][1] - work.dear[low][1] >= (SEVERAL if inserted else work.several):
            work.refusal = refusals.lost(work, low, high)
        elif not inserted and high - low > MOST_DELETED and not _is_to_go(work, low, high):
            work.refusal = refusals.large_deletion(work, low, high)
        work.plan.delete(low, high)
        return
    between_members = scope.is_loose and _reaches_base(work, scope, junction)
    # Fields and a docstring are left out below the header of a class without a marker, too.
    below_header = scope.is_loose and junction.is_first and junction.before[0] + 1 == scope.start
    if between_members and below_header:
        return
    work.doubts.implicit_gaps += work.shown.has_markers or not between_members
    work.doubts.implicit_insertions += bool(inserted)


def _is_to_go(work: Work, start: int, end: int) -> bool:
    """Return whether the instruction says that a declaration is to go which these rows are of."""
    return any(
        item.name in work.said.removed and start < item.end and header < end
        for header, item in work.headers.items()
    )


def _is_deleted(work: Work, scope: Scope, junction: Junction, inserted: int) -> bool:
    """Return whether rows of the file are gone that the snippet does not show."""
    low, high = junction.gap
    if not work.taken.isdisjoint(range(low, high)):
        return False
    guard = _guard(work, low, high)
    if not work.shown.has_markers:
        share = 1 - REPLACED * min(1.0, inserted / (high - low))
        return DELETED * (high - low) * share + guard <= IMPLICIT_GAP
    if not inserted and (
        guard >= NAMED or (scope.is_loose and _reaches_base(work, scope, junction))
    ):
        # Members and statements of a file: what is not shown is rather left out.
        is_gone = _is_shown_for(work, scope, junction)
        work.doubts.deleted_items += is_gone and guard >= NAMED
        return is_gone
    if scope.is_loose and _reaches_base(work, scope, junction):
        return guard < NAMED and high - low <= 2 * inserted + 2
    return guard < NAMED


def _reaches_base(work: Work, scope: Scope, junction: Junction) -> bool:
    """Return whether a row between stands at the level of the scope's members."""
    low, high = junction.gap
    base = min(work.file.width[scope.file_start : scope.file_end], default=0)
    return min(work.file.width[low:high]) <= base


def _is_shown_for(work: Work, scope: Scope, junction: Junction) -> bool:
    """Return whether a junction is what its rows are shown for: those on a side are as before."""
    # A header around is always shown, and so is what closes it: they tell nothing.
    after_header = junction.is_first and junction.before[0] + 1 == scope.start
    before_end = junction.is_last and junction.after[0] == scope.end
    return (not after_header and _is_as_before(work, junction.before, -1)) or (
        not before_end
        and _is_as_before(work, junction.after, 1)
        and _is_unchanged(work, junction.after, in_full=after_header)
    )


def _is_unchanged(work: Work, pair: Pair, *, in_full: bool) -> bool:
    """Return whether the declaration that begins in a row shows no change of the file's there.

    One that does is shown for that, even if its header is as before. With `in_full` one that
    leaves out code is not enough: it may be shown for nothing but its place.
    """
    row, place = pair
    shown = (each for item in work.shown.items for each in item.walk() if each.start == row)
    one = next(shown, None)
    other = next((each for each in work.headers.values() if each.start == place), None)
    if one is None or other is None:
        return True
    if in_full and work.shown.has_marker(one.start, one.end):
        return False
    rest = iter(work.file.strip[other.start : other.end])
    rows = filter(work.shown.is_code, range(one.start, one.end))
    return all(work.shown.rows.strip[each] in rest for each in rows)


def _is_as_before(work: Work, pair: Pair, step: int) -> bool:
    """Return whether all rows from there to the next marker are those of the file."""
    ours, theirs = work.shown.rows.strip, work.file.strip
    row, place = pair
    seen = 0
    while 0 <= row < len(ours) and work.shown.is_code(row):
        if not 0 <= place < len(theirs) or ours[row] != theirs[place]:
            return False
        row, place, seen = row + step, place + step, seen + 1
    return seen > 0
