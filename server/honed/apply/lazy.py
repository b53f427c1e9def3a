"""A lazy snippet into a file: declarations are bound, then lines aligned in each bound scope."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import attrs

from honed.apply import snippet
from honed.apply.align import IMPLICIT_GAP, Stretch, align
from honed.apply.bind import CLEAR, Binder, Tie, in_order
from honed.apply.certainty import certainty
from honed.apply.doubts import Doubts, features
from honed.apply.items import Item, items_of
from honed.apply.levels import Units
from honed.apply.markers import Role, is_cut
from honed.apply.plan import Plan
from honed.apply.result import Merged, Place, Reason, Refused, Strategy
from honed.apply.soft import is_misremembered, is_retyped
from honed.apply.rows import rows_of, similarity, words
from honed.apply.writing import write
from honed.core.text import Text, decode, encode
from honed.syntax.declarations import outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree

LARGE = 3
"""A declaration of so many rows is not deleted in passing, even if it has no body."""
NEARLY = 0.6
"""How alike an import must be that is a changed form of another."""
NAMED = 5.0
"""What it costs, in rows, to delete a declaration that the snippet does not name."""


class Lazy:
    """One merge: the file, the snippet, and the plan that grows scope by scope."""

    def __init__(self, text: Text, tree: Tree | None, code: str, language: Language | None) -> None:
        self.text = text
        self.file = rows_of(text)
        self.items = items_of(self.file, outline(tree)) if tree is not None else []
        self.shown = snippet.read(code, self.file, self.items, language)
        self.plan = Plan(self.shown, self.file)
        self.units = Units(decode(text.indent_unit), decode(Text(encode(code)).indent_unit))
        self.binder = Binder(self.shown, self.file)
        self.doubts = Doubts()
        self.taken: set[int] = set()
        self.refusal: Refused | None = None
        self.is_loose = True
        self.base = 0
        self.limits = (0, 0)
        self.headers = {item.header: item for each in self.items for item in each.walk()}
        self.bound: set[Item] = set()
        self.shown_headers = {
            item.header for each in self.shown.items for item in each.walk() if not item.is_leaf
        } | set(self.shown.stubs)
        self.has_markers = self.shown.has_markers

    # -- scopes

    def merge(self) -> None:
        rows = self.shown.rows
        everything = [item for each in self.items for item in each.walk()]
        bound, ties = self.binder.siblings(self.shown.items, self.items)
        homes: dict[Item, Item | None] = dict.fromkeys(bound)
        for one in self.shown.items:
            is_loose_end = one.is_leaf and (one.group != "function" or self.shown.faults)
            if one in bound or is_loose_end or any(tie.shown is one for tie in ties):
                continue
            deeper = [each for each in everything if each.parent is not None]
            found, more = self.binder.siblings([one], deeper)
            ties += more
            if one in found:
                bound |= found
                homes[one] = found[one].parent
                self.doubts.detached += 1
        if ties:
            self.refusal = self._tied(ties[0])
            return
        for start, end, home in self._runs(homes):
            items = [each for each in self.shown.items if start <= each.start and each.end <= end]
            if home is None:
                self.scope(start, end, 0, len(self.file), items, self.items, True, True)
            else:
                self.scope(start, end, home.inner, home.inner_end, items, home.children, True, True)
        del rows

    def _runs(self, homes: dict[Item, Item | None]) -> list[tuple[int, int, Item | None]]:
        """Return the rows of the snippet that belong to one scope of the file each."""
        runs: list[tuple[int, int, Item | None]] = []
        rows, count = self.shown.rows, len(self.shown.rows)
        known = [one for one in self.shown.items if one in homes]
        start = 0
        for number, one in enumerate(known):
            home = homes[one]
            after = known[number + 1] if number + 1 < len(known) else None
            if after is not None and homes[after] is home:
                continue
            end = after.start if after else count
            if home is not None:
                for row in range(one.end, end):
                    if self.shown.is_code(row) and rows.width[row] < rows.width[one.header]:
                        end = row
                        break
            if start < end:
                runs.append((start, end, home))
            start = end
            if after is None and end < count:
                runs.append((end, count, None))
        return runs or [(0, count, None)]

    def scope(
        self,
        start: int,
        end: int,
        file_start: int,
        file_end: int,
        shown_items: Sequence[Item],
        file_items: Sequence[Item],
        open_start: bool,
        open_end: bool,
        is_loose: bool = True,
    ) -> None:
        """Merge the rows of a scope: bound declarations first, then what lies between."""
        outer = self.is_loose, self.base, self.limits
        self.limits = (start, end)
        self.is_loose = is_loose
        self.base = min(self.file.width[file_start:file_end], default=0)
        bound, ties = self.binder.siblings(shown_items, file_items)
        if ties:
            self.refusal = self._tied(ties[0])
            return
        self._rename(shown_items, file_items, bound)
        skipped: set[int] = set()
        if is_loose:
            self._import(shown_items, file_items, bound, skipped)
        bound = {self._cut(one, other): other for one, other in bound.items()}
        chain = in_order(bound.items())
        chained = {one for one, _ in chain}
        for one, other in bound.items():
            self.bound.add(other)
            if one not in chained:
                self.doubts.reordered += 1
                skipped.update(range(one.start, one.end))
                self.taken.update(range(other.start, other.end))
                self.item(one, other)
        fresh: set[int] = set()
        headers = {one.header for one in bound}
        taken = {other.header for other in bound.values()}
        for one in shown_items:
            if one.header in headers:
                continue
            if self._is_new(one, taken):
                fresh.update(range(one.start, one.end))
            elif self._is_missing(one):
                self.refusal = self._missing(one)
        self.doubts.fresh |= fresh
        row, place = start, file_start
        for number, (one, other) in enumerate(chain):
            self.segment(
                Stretch(row, one.start, place, other.start, open_start and not number, False),
                fresh,
                skipped,
            )
            self.item(one, other)
            row, place = one.end, other.end
        self.segment(
            Stretch(row, end, place, file_end, open_start and not chain, open_end), fresh, skipped
        )
        self.is_loose, self.base, self.limits = outer

    def _import(
        self,
        shown_items: Sequence[Item],
        file_items: Sequence[Item],
        bound: dict[Item, Item],
        skipped: set[int],
    ) -> None:
        """Bring imports that stand apart from the file's to them: changed ones, then new ones."""
        known = [each for each in file_items if each.kind == "import"]
        if not known:
            return
        for run in self._import_runs(shown_items):
            if any(each in bound for each in run):
                continue
            for one in run:
                taken = set(bound.values())
                text = " ".join(self.shown.rows.strip[one.header : one.end])
                ranked = sorted(
                    (
                        (similarity(text, " ".join(self.file.strip[each.header : each.end])), each)
                        for each in known
                        if each not in taken
                    ),
                    key=lambda pair: -pair[0],
                )
                if ranked and ranked[0][0] >= NEARLY:
                    bound[one] = ranked[0][1]
                    continue
                rows = range(one.start, one.end)
                self._put(rows, known[-1].end)
                self.plan.tight.update(rows)
                skipped.update(rows)

    def _import_runs(self, items: Sequence[Item]) -> list[list[Item]]:
        """Return the imports that stand together in the snippet."""
        runs: list[list[Item]] = []
        last = None
        for one in items:
            if one.kind != "import":
                continue
            if last is not None and last.end == one.start:
                runs[-1].append(one)
            else:
                runs.append([one])
            last = one
        return runs

    def _cut(self, one: Item, other: Item) -> Item:
        """Return the declaration without the last pieces that stand elsewhere in the file."""
        shown, places = self.shown, self.file.places
        end = one.end
        row = one.end
        while row > one.inner:
            row -= 1
            if shown.roles[row] is not Role.MARKER:
                continue
            inside = outside = 0
            for each in range(row + 1, end):
                text = shown.rows.strip[each]
                if not shown.is_code(each) or words(text) < 2:  # noqa: PLR2004 - it tells little
                    continue
                found = places.get(text, ())
                inside += any(other.start <= place < other.end for place in found)
                outside += any(place >= other.end for place in found)
            if row + 1 < end:
                if inside or not outside:
                    break
                end = row
        if end == one.end:
            return one
        end += 1  # The marker belongs to both.
        children = [each for each in one.children if each.end <= end]
        return attrs.evolve(one, end=end, inner_end=min(one.inner_end, end), children=children)

    def _is_missing(self, one: Item) -> bool:
        """Return whether a declaration leaves out code that the file does not have."""
        return (
            not one.is_leaf
            and self.shown.has_marker(one.inner, one.end)
            and self.shown.rows.strip[one.header] not in self.file.places
            and one.header not in self.shown.stubs
        )

    def _is_new(self, one: Item, taken: set[int]) -> bool:
        """Return whether a declaration that is not bound is one that the file does not have."""
        return (
            not one.is_leaf
            and taken.issuperset(self.file.places.get(self.shown.rows.strip[one.header], ()))
            and not self.shown.has_marker(one.start, one.end)
        )

    def _rename(
        self, shown_items: Sequence[Item], file_items: Sequence[Item], bound: dict[Item, Item]
    ) -> None:
        """Bind declarations under a new name: in the place of one that is not shown, and like it."""
        taken = set(bound.values())
        names = {each.name for each in shown_items}
        for number, one in enumerate(shown_items):
            if one in bound or one.kind == "import":
                continue
            partial = self.shown.has_marker(one.start, one.end)
            before = next((bound[x] for x in reversed(shown_items[:number]) if x in bound), None)
            after = next((bound[x] for x in shown_items[number + 1 :] if x in bound), None)
            low = before.end if before else 0
            high = after.start if after else len(self.file)
            options = [
                each
                for each in file_items
                if each not in taken
                and each.group == one.group
                and each.name not in names
                and low <= each.start
                and each.end <= high
            ]
            ranked = sorted(options, key=lambda each: -self.binder.likeness(one, each))
            if not ranked:
                continue
            best = ranked[0]
            likeness = self.binder.likeness(one, best)
            adjacent = self._adjacent(shown_items, number, before, after, best)
            if partial:
                ok = likeness > 0.9 and self.binder.known_rows(one, best) > 0
            elif best.name in self.shown.removed:
                ok = likeness > 0.9
            else:
                ok = adjacent and likeness > 1.0
            if ok and (len(ranked) == 1 or likeness - self.binder.likeness(one, ranked[1]) > 0.08):
                bound[one] = best
                taken.add(best)
                self.doubts.renamed += 1

    def _adjacent(
        self,
        shown_items: Sequence[Item],
        number: int,
        before: Item | None,
        after: Item | None,
        best: Item,
    ) -> bool:
        """Return whether the snippet shows both neighbours of `best` around item `number`."""
        if before is None or after is None:
            return False
        one = shown_items[number]
        start = shown_items[number - 1].end if number else 0
        end = shown_items[number + 1].start if number + 1 < len(shown_items) else one.end
        if self.shown.has_marker(start, one.start) or self.shown.has_marker(one.end, end):
            return False
        return before.end == best.start and best.end == after.start

    # -- items

    def item(self, one: Item, other: Item) -> None:
        """Merge a declaration of the snippet into the one of the file that it is bound to."""
        shown = self.shown
        self.plan.follow(one.start, one.end, one.header, other.header)
        if one.header in shown.stubs:
            self._stub(one, other)
            return
        partial = shown.has_marker(one.start, one.end) or self._ends_early(one, other)
        if other.is_leaf or (not partial and self._is_complete(one, other)):
            if partial:
                self.segment(
                    Stretch(one.start, one.end, other.start, other.end, False, False), set(), set()
                )
            else:
                self._whole(one, other)
            return
        self._lead(one, other)
        self._header(one, other)
        if one.inner >= one.end and not other.is_leaf:
            # Nothing of the body is shown.
            return
        closes = one.inner_end < one.end
        goes_on = one.end == len(shown.rows) or shown.roles[one.end] is Role.MARKER
        self.scope(
            one.inner,
            one.inner_end,
            other.inner,
            other.inner_end,
            one.children,
            other.children,
            not partial,
            not partial or (not closes and goes_on),
            other.is_container,
        )
        if one.inner_end < one.end:
            self.replace(one.inner_end, one.end, other.inner_end, other.end)

    def _is_complete(self, one: Item, other: Item) -> bool:
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
                self._is_complete(shown[each.group, each.name], each)
                for each in other.children
                if each.is_container and (each.group, each.name) in shown
            )
        )

    def _header(self, one: Item, other: Item) -> None:
        """Merge what stands before the body; attributes that are not shown stay."""
        shown, file = self.shown, self.file
        start = self._own_header(one, other)
        theirs = file.strip[start : other.inner]
        ours = shown.rows.strip[one.header : one.inner]
        if shown.has_marker(one.header, one.inner):
            head = Stretch(one.header, one.inner, start, other.inner, False, False)
            self.segment(head, set(), set())
        elif any(is_cut(text) for text in ours) or _is_part(ours, theirs):
            # Parameters are left out: nothing of the header is changed.
            if not _is_part(ours, theirs):
                self.doubts.fuzzy.append(f"the header of `{one.name}` is not shown in full")
        else:
            self.replace(one.header, one.inner, start, other.inner)

    def _own_header(self, one: Item, other: Item) -> int:
        """Return the row of the file's header from which on the snippet shows it."""
        start = other.header
        if not self.shown.rows.strip[one.header].startswith("@"):
            while start < other.inner - 1 and self.file.strip[start].startswith("@"):
                start += 1
        return start

    def _stub(self, one: Item, other: Item) -> None:
        """Only the header is shown; where it differs it is changed."""
        self._lead(one, other)
        head = self.shown.stubs[one.header].head
        row = other.inner - 1 if other.inner > other.header else other.header
        theirs = " ".join(self.file.strip[other.header : other.inner])
        self.plan.match(one.header, row if other.inner - other.header == 1 else other.header)
        if theirs == head or other.is_leaf:
            self._keep(other.header)
            return
        if other.inner - other.header == 1 and similarity(theirs, head) < 1:
            self.plan.text_of[other.header] = head
        else:
            self._keep(other.header)

    def _keep(self, place: int) -> None:
        self.plan.text_of[place] = self.file.strip[place]

    def _lead(self, one: Item, other: Item) -> None:
        """Merge the comments and attributes above; those that are not shown stay."""
        if one.start < one.header:
            first = self.shown.rows.strip[one.start]
            below = self.file.strip[other.start + 1 : other.header]
            if first in below and one.start and not self.shown.is_code(one.start - 1):
                lead = Stretch(one.start, one.header, other.start, other.header, True, False)
                self.segment(lead, set(), set())
            elif other.start < other.header:
                self.replace(one.start, one.header, other.start, other.header)
            else:
                for row in range(one.start, one.header):
                    if self.shown.is_code(row):
                        self.plan.insert(row, other.start)

    def _whole(self, one: Item, other: Item) -> None:
        """Put a declaration that is shown in full in the place of the file's."""
        self._lead(one, other)
        start = self._own_header(one, other)
        self.replace(one.header, one.end, start, other.end)

    def _ends_early(self, one: Item, other: Item) -> bool:
        """Return whether the end of a body without a bracket is left out behind the declaration.

        Then a marker or the end of the snippet follows, and its last row is one of the file's
        that is not the last there.
        """
        shown, count = self.shown, len(self.shown.rows)
        if other.is_leaf or one.inner_end < one.end:
            return False
        if one.end < count and shown.roles[one.end] is not Role.MARKER:
            return False
        if one.inner >= one.end:
            return True
        last = shown.rows.strip[one.end - 1]
        places = [
            each for each in self.file.places.get(last, ()) if other.inner <= each < other.end
        ]
        if not places or places[-1] == other.inner_end - 1:
            return False
        if one.end < count:
            self.doubts.tail_kept += 1
            return True
        ours = shown.rows.strip[one.inner : one.end]
        return self.file.strip[other.inner : other.inner + len(ours)] == ours or (
            len(ours) > 1 and any(self.file.strip[each - 1] == ours[-2] for each in places)
        )

    def replace(self, start: int, end: int, file_start: int, file_end: int) -> None:
        """Put rows shown in full in the place of rows of the file."""
        shown, file = self.shown.rows, self.file
        ours, theirs = shown.strip[start:end], file.strip[file_start:file_end]
        row, place = start, file_start
        limit = len(ours) * len(theirs) > 40_000
        blocks = [] if limit else SequenceMatcher(None, ours, theirs, False).get_matching_blocks()
        for block in [*blocks, None]:
            to = (start + block.a, file_start + block.b) if block else (end, file_end)
            ours, theirs = shown.strip[row : to[0]], file.strip[place : to[1]]
            if is_retyped(ours, theirs):
                self.plan.soften(range(row, to[0]), range(place, to[1]))
            for each in range(row, to[0]):
                if self.shown.roles[each] is not Role.REMOVED:
                    self.plan.insert(each, place)
            self.plan.delete(place, to[1])
            row, place = to
            if block:
                for offset in range(block.size):
                    self.plan.match(row + offset, place + offset)
                row, place = row + block.size, place + block.size

    # -- what lies between

    def segment(self, stretch: Stretch, fresh: set[int], skipped: set[int]) -> None:
        """Merge rows between two bound declarations, or between one and the end of the scope."""
        is_open = stretch.open_start or stretch.open_end
        if stretch.start >= stretch.end and (is_open or stretch.file_start >= stretch.file_end):
            return
        chain = align(
            self.shown,
            self.file,
            stretch,
            lambda row: row not in fresh and row not in skipped,
            self._guard,
            self._parts,
        )
        if chain.pairs:
            margin = chain.score - chain.second
            self.doubts.margins.append(margin)
            if stretch.open_start and stretch.open_end and margin < CLEAR:
                self.refusal = self._unclear(chain)
        nodes = [
            (stretch.start - 1, stretch.file_start - 1),
            *chain.pairs,
            (stretch.end, stretch.file_end),
        ]
        for row, place in chain.pairs:
            self._pair(row, place)
        for number in range(1, len(nodes)):
            self._between(
                stretch,
                nodes,
                number,
                skipped,
                is_start=number == 1,
                is_end=number == len(nodes) - 1,
            )

    def _pair(self, row: int, place: int) -> None:
        self.plan.match(row, place)
        ours, theirs = self.shown.rows.strip[row], self.file.strip[place]
        at_edge = self._is_at_edge(row) or self._is_last_entry(row)
        if is_retyped((ours,), (theirs,)) or (
            ours != theirs and at_edge and is_misremembered(ours, theirs)
        ):
            self.plan.soften(range(row, row + 1), range(place, place + 1))
        stub = self.shown.stubs.get(row)
        if stub is not None:
            self.plan.text_of[place] = theirs if similarity(stub.head, theirs) == 1 else stub.head

    def _is_last_entry(self, row: int) -> bool:
        """Return whether a closing bracket follows."""
        rows = self.shown.rows.strip
        return row + 1 < len(rows) and rows[row + 1][0] in ")]}"

    def _is_at_edge(self, row: int) -> bool:
        """Return whether a marker or an end of the snippet stands beside a row."""
        shown, count = self.shown, len(self.shown.rows)
        return any(not 0 <= each < count or not shown.is_code(each) for each in (row - 1, row + 1))

    def _parts(self, row: int, place: int) -> bool:
        """Return whether the row of the file is the header of another declaration."""
        item = self.headers.get(place)
        if item is None or item.is_leaf:
            return False
        return item.name not in self.shown.rows.strip[row]

    def _guard(self, start: int, end: int) -> float:
        """Return what it costs to delete the rows beside their number."""
        cost = 0.0
        for place in range(start, end):
            item = self.headers.get(place)
            if place in self.taken:
                cost += 20
            elif item is not None and item.name not in self.shown.removed:
                cost += 0.3 if item.is_leaf and item.end - item.header < LARGE else NAMED
        return cost

    def _between(
        self,
        stretch: Stretch,
        chain: Sequence[tuple[int, int]],
        number: int,
        skipped: set[int],
        *,
        is_start: bool,
        is_end: bool,
    ) -> None:
        """Settle what lies between two matches: rows put in, deleted, or left out."""
        shown = self.shown
        before, here = chain[number - 1], chain[number]
        groups: list[list[int]] = [[]]
        has_marker = before[0] in shown.stubs and before[0] >= stretch.start
        if is_start and before[0] >= 0 and shown.roles[before[0]] is Role.MARKER:
            # What is left out at the end of a block may go on behind it.
            has_marker = True
        if has_marker:
            groups.append([])
        for row in range(before[0] + 1, here[0]):
            if shown.roles[row] is Role.MARKER:
                has_marker = True
                groups.append([])
            elif row not in skipped and shown.is_code(row):
                groups[-1].append(row)
        low, high = before[1] + 1, here[1]
        open_left = is_start and stretch.open_start
        open_right = is_end and stretch.open_end
        if not has_marker and not open_left and not open_right:
            rows = groups[0]
            if low < high:
                inserted = len(rows)
                if self._is_deleted(chain, number, low, high, inserted):
                    self.plan.delete(low, high)
                else:
                    between_members = self.is_loose and min(self.file.width[low:high]) <= self.base
                    self.doubts.implicit_gaps += self.has_markers or not between_members
                    self.doubts.implicit_insertions += bool(rows)
            self._put(rows, low)
            return
        if not has_marker:
            rows = groups[0]
            if open_left and open_right and low < high:
                self.doubts.unplaced += rows
            else:
                self._put(rows, high if open_left else low)
            return
        if open_left and not self._may_stand_alone(groups[0]):
            self.doubts.unplaced += groups[0]
        else:
            self._put(groups[0], low)
        if open_right and not self._may_stand_alone(groups[-1]):
            self.doubts.unplaced += groups[-1]
        else:
            self._put(groups[-1], high)
        for rows in groups[1:-1]:
            if rows and low == high:
                self._put(rows, low)
            elif any(words(shown.rows.strip[row]) for row in rows):
                self.doubts.unplaced += rows
            else:
                self.doubts.dropped += len(rows)

    def _may_stand_alone(self, rows: Sequence[int]) -> bool:
        """Return whether rows may open or close a file without a known row beside them."""
        shown = self.shown.rows
        margin = min((shown.width[row] for row in range(len(shown)) if self.shown.is_code(row)))
        return all(
            row in self.doubts.fresh
            or shown.width[row] == margin == 0
            or not words(shown.strip[row])
            for row in rows
        )

    def _is_deleted(
        self, chain: Sequence[tuple[int, int]], number: int, low: int, high: int, inserted: int
    ) -> bool:
        """Return whether rows of the file are gone that the snippet does not show."""
        if self.taken.intersection(range(low, high)):
            return False
        guard = self._guard(low, high)
        if not self.has_markers:
            deletion = 0.6 * (high - low) * (1 - 0.6 * min(1.0, inserted / (high - low)))
            return deletion + guard <= IMPLICIT_GAP
        if self.is_loose and min(self.file.width[low:high]) <= self.base:
            # Members and statements of a file: what is not shown is rather left out.
            if not inserted:
                is_gone = self._is_shown_for(chain, number)
                self.doubts.deleted_items += is_gone and guard >= NAMED
                return is_gone
            return guard < NAMED and high - low <= 2 * inserted + 2
        if guard < NAMED:
            return True
        is_gone = not inserted and self._is_shown_for(chain, number)
        self.doubts.deleted_items += is_gone
        return is_gone

    def _is_shown_for(self, chain: Sequence[tuple[int, int]], number: int) -> bool:
        """Return whether a junction is what its rows are shown for: those on a side are as before.

        `chain[number - 1]` and `chain[number]` are neighbours in the snippet, not in the file.
        """
        # A header around is always shown, and so is what closes it: they tell nothing.
        after_header = number == 1 and chain[0][0] + 1 == self.limits[0]
        before_end = number == len(chain) - 1 and chain[-1][0] == self.limits[1]
        return (not after_header and self._is_as_before(chain, number - 1, -1)) or (
            not before_end and self._is_as_before(chain, number, 1)
        )

    def _is_as_before(self, chain: Sequence[tuple[int, int]], number: int, step: int) -> bool:
        """Return whether all rows from there to the next marker are those of the file."""
        rows = self.shown.rows
        row, place = chain[number]
        seen = 0
        while 0 <= row < len(rows) and self.shown.is_code(row):
            if not (0 <= place < len(self.file)) or rows.strip[row] != self.file.strip[place]:
                return False
            row, place, seen = row + step, place + step, seen + 1
        return seen > 0

    def _put(self, rows: Iterable[int], place: int) -> None:
        for row in rows:
            self.plan.insert(row, place)

    def _unclear(self, chain: Chain) -> Refused:
        """Return the refusal of lines that fit in several places as well."""
        row, place = chain.pairs[0]
        text = self.shown.rows.strip[row]
        places = self.file.places.get(text, [place])
        return Refused(
            Reason.AMBIGUOUS,
            f"`{text}` and the lines with it fit in several places",
            "show the header of the function around it, or more lines",
            tuple(self._place(each, each + 1) for each in places),
        )

    def _place(self, start: int, end: int) -> Place:
        file = self.file
        return Place(file.line[start], file.line[end - 1] + 1, file.strip[start])

    def _missing(self, one: Item) -> Refused:
        return Refused(
            Reason.NOT_FOUND,
            f"`{one.name}` leaves out code, but the file has no such declaration",
            "show it in full, or name the declaration as the file does",
        )

    def _tied(self, tie: Tie) -> Refused:
        places = tuple(self._place(each.header, each.end) for each in tie.files)
        return Refused(
            Reason.AMBIGUOUS,
            f"`{tie.shown.name}` stands in several places",
            "show the class or the lines around it",
            places,
        )


def _is_part(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Return whether rows are some of others, in order."""
    rest = iter(whole)
    return all(row in rest for row in part)


def merge(text: Text, tree: Tree | None, code: str, language: Language | None) -> Merged | Refused:
    """Return the file after the snippet, or why it cannot be merged."""
    work = Lazy(text, tree, code, language)
    work.merge()
    if work.refusal is not None:
        return work.refusal
    doubts = work.doubts
    if doubts.unplaced:
        row = doubts.unplaced[0]
        return Refused(
            Reason.AMBIGUOUS,
            f"nothing says where `{work.shown.rows.strip[row]}` belongs",
            "show the line before or after it",
        )
    kept = work.plan.keep_soft()
    if kept:
        doubts.fuzzy.append(f"{kept} context lines differ, and stay as the file has them")
    data = encode(write(work.plan, work.units, decode(text.line_end)))
    found = features(doubts, work.plan, work.shown, work.file)
    return Merged(data, Strategy.LAZY_MERGE, certainty(found), tuple(doubts.fuzzy), features=found)
