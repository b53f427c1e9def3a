"""What a declaration of a snippet is that no name binds: renamed, new, an import, or missing."""

from __future__ import annotations

from bisect import bisect_left
from itertools import zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING

import attrs

from honed.apply.bind import CLEAR, DEAR, by_name
from honed.apply.items import Item
from honed.apply.markers import Role
from honed.apply.rows import FEW_WORDS, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.bind import Tie
    from honed.apply.work import Bound, Scope, Work

RENAMED = 1.0
"""How alike header and body, in [0, 2], that stand under another name in the same place."""
RENAMED_SURELY = 0.9
"""The same where the snippet says otherwise that the old one is meant."""
NEARLY_ALL = 0.8
"""What shows so much of the outermost declarations may be the whole file."""
FEW_ITEMS = 5
"""Of fewer all are shown, or much is not."""

START = attrgetter("start")

Run = tuple[int, int, Item | None]


def homes(work: Work) -> tuple[dict[Item, Item | None], list[Tie]]:
    """Return in which declaration of the file each outermost one of the snippet stands.

    None is the file itself; a method that is shown without its class has the class. Ties are
    those that may stand in several.
    """
    bound, ties = work.binder.siblings(work.shown.items, work.items)
    found: dict[Item, Item | None] = dict.fromkeys(bound)
    deeper = by_name(each for item in work.items for each in item.walk() if each.parent)
    tied = {tie.shown for tie in ties}
    for one in work.shown.items:
        is_loose_end = one.is_leaf and (one.group != "function" or work.shown.faults)
        options = deeper.get((one.group, one.name))
        if not options or one in found or is_loose_end or one in tied:
            continue
        member, more = work.binder.siblings([one], options)
        ties += more
        if one in member:
            found[one] = member[one].parent
            work.doubts.detached += 1
    return found, ties


def runs(work: Work, home_of: dict[Item, Item | None]) -> list[Run]:
    """Return the rows of the snippet, from and to, that show the same block of the file."""
    shown, count = work.shown, len(work.shown.rows)
    known = [one for one in shown.items if one in home_of]
    made: list[Run] = []
    start = 0
    for one, after in zip_longest(known, known[1:]):
        home = home_of[one]
        if after is not None and home_of[after] is home:
            continue
        end = after.start if after else count
        if home is not None:
            width = shown.rows.width[one.header]
            end = next(
                (
                    row
                    for row in range(one.end, end)
                    if shown.is_code(row) and shown.rows.width[row] < width
                ),
                end,
            )
        if start < end:
            made.append((start, end, home))
        start = end
        if after is None and end < count:
            made.append((end, count, None))
    return made or [(0, count, None)]


def rename(work: Work, scope: Scope, bound: Bound) -> None:
    """Bind declarations under a new name: in the place of one that is not shown, and like it."""
    names = {each.name for each in scope.shown_items}
    taken = set(bound.values())
    of_group: dict[str, list[Item]] = {}
    for each in scope.file_items:
        if each not in taken and each.name not in names:
            of_group.setdefault(each.group, []).append(each)
    below = _below(scope, bound)
    above: Item | None = None
    for number, one in enumerate(scope.shown_items):
        above = bound.get(one, above)
        if one in bound or one.kind == "import":
            continue
        same, after = of_group.get(one.group, []), below[number]
        first = bisect_left(same, above.end if above else 0, key=START)
        last = bisect_left(same, after.start if after else len(work.file), key=START)
        options = [each for each in same[first:last] if each not in taken]
        if not work.effort.spend(DEAR * len(options)):
            return
        best = _clearly_best(work, one, options)
        if best is None:
            continue
        is_between = _is_between(work, scope, number, (above, best, after)) or (
            above is not None
            and above.end == best.start
            and _follows(work, scope, number)
            and _has_same_body(work, one, best)
        )
        if _is_renamed(work, one, best, is_between=is_between):
            bound[one] = above = best
            taken.add(best)
            work.doubts.renamed += 1


def _below(scope: Scope, bound: Bound) -> list[Item | None]:
    """Return for each shown declaration what the next bound one below is in the file."""
    found: list[Item | None] = []
    after: Item | None = None
    for one in reversed(scope.shown_items):
        found.append(after)
        after = bound.get(one, after)
    return found[::-1]


def _clearly_best(work: Work, one: Item, options: Sequence[Item]) -> Item | None:
    likeness = work.binder.likeness
    ranked = sorted(options, key=lambda each: -likeness(one, each))
    if not ranked:
        return None
    if len(ranked) > 1 and likeness(one, ranked[0]) - likeness(one, ranked[1]) <= CLEAR:
        return None
    return ranked[0]


def _is_renamed(work: Work, one: Item, best: Item, *, is_between: bool) -> bool:
    likeness = work.binder.likeness(one, best)
    if work.shown.has_marker(one.start, one.end):
        # It leaves out code, so it is one of the file's.
        return likeness > RENAMED_SURELY and work.binder.known_rows(one, best) > 0
    if best.name in work.shown.removed:
        return likeness > RENAMED_SURELY
    return is_between and likeness > RENAMED


def _follows(work: Work, scope: Scope, number: int) -> bool:
    """Return whether a declaration directly follows the one before it in the snippet."""
    items = scope.shown_items
    return number > 0 and not work.shown.has_marker(items[number - 1].end, items[number].start)


def _has_same_body(work: Work, one: Item, other: Item) -> bool:
    """Return whether two bodies are equal, and more than the single row that many have."""
    ours = work.shown.rows.strip[one.inner : one.inner_end]
    return len(ours) > 1 and ours == work.file.strip[other.inner : other.inner_end]


def _is_between(
    work: Work, scope: Scope, number: int, file: tuple[Item | None, Item, Item | None]
) -> bool:
    """Return whether the snippet shows both neighbours of the file's declaration around one."""
    before, best, after = file
    if before is None or after is None:
        return False
    items = scope.shown_items
    one = items[number]
    start = items[number - 1].end if number else 0
    end = items[number + 1].start if number + 1 < len(items) else one.end
    if work.shown.has_marker(start, one.start) or work.shown.has_marker(one.end, end):
        return False
    return before.end == best.start and best.end == after.start


def cut(work: Work, one: Item, other: Item) -> Item:
    """Return the declaration without the last pieces that stand elsewhere in the file."""
    shown = work.shown
    end = one.end
    for row in range(one.end - 1, one.inner - 1, -1):
        if shown.roles[row] is not Role.MARKER or row + 1 == end:
            continue
        inside, outside = _known_rows(work, range(row + 1, end), other)
        if inside or not outside or _is_at_its_level(work, row + 1, one, other):
            break
        end = row
    if end == one.end:
        return one
    end += 1  # The marker belongs to both.
    children = [each for each in one.children if each.end <= end]
    return attrs.evolve(one, end=end, inner_end=min(one.inner_end, end), children=children)


def _is_at_its_level(work: Work, row: int, one: Item, other: Item) -> bool:
    """Return whether a row is indented as the body of its declaration is in the file."""
    if other.is_leaf:
        return False
    ours, theirs = work.shown.rows.width, work.file.width
    return ours[row] - ours[one.header] == theirs[other.inner] - theirs[other.header]


def without_cut_lead(work: Work, one: Item) -> Item:
    """Return the declaration without a comment above of which but the opening is shown.

    The marker behind it may leave out more than the rest of that comment.
    """
    shown, start = work.shown, one.start
    is_cut = (
        start + 1 < one.header
        and shown.is_code(start)
        and not words(shown.rows.strip[start])
        and shown.roles[start + 1] is Role.MARKER
    )
    return attrs.evolve(one, start=start + 2) if is_cut else one


def _known_rows(work: Work, rows: range, other: Item) -> tuple[int, int]:
    """Return how many of the rows stand in the file's declaration, and how many below it."""
    inside = outside = 0
    for row in rows:
        text = work.shown.rows.strip[row]
        if work.shown.is_code(row) and words(text) >= FEW_WORDS:
            inside += work.file.says(text, other.start, other.end)
            outside += work.file.says(text, other.end, len(work.file))
    return inside, outside


def is_missing(work: Work, one: Item) -> bool:
    """Return whether a declaration that is not bound leaves out what the file does not have."""
    return (
        not one.is_leaf
        and work.shown.has_marker(one.inner, one.end)
        and work.shown.rows.strip[one.header] not in work.file.places
        and one.header not in work.shown.stubs
    )


def is_around(work: Work, scope: Scope, one: Item, headers: set[int]) -> bool:
    """Return whether a declaration that is not bound is put around some of the scope.

    So it is where all that it declares is the file's and not bound either, line by line, and no
    marker above could stand for that: a class may have methods named as those of another.
    """
    held = [each for each in one.children if not each.is_leaf]
    if not held or work.shown.has_marker(scope.start, one.start):
        return False
    left = {
        each.name: each
        for each in scope.file_items
        if not each.is_leaf and each.header not in headers
    }
    return all(each.name in left and _is_within(work, each, left[each.name]) for each in held)


def _is_within(work: Work, one: Item, other: Item) -> bool:
    """Return whether a declaration shows nothing but lines of another, in their order."""
    rest = iter(work.file.strip[other.header : other.end])
    rows = filter(work.shown.is_code, range(one.header, one.end))
    return all(work.shown.rows.strip[row] in rest for row in rows)


def is_new(work: Work, one: Item, headers: set[int]) -> bool:
    """Return whether a declaration that is not bound is none of the file's.

    `headers` are the rows of those headers of the file that are bound to others.
    """
    return (
        not one.is_leaf
        and headers.issuperset(work.file.places.get(work.shown.rows.strip[one.header], ()))
        and not work.shown.has_marker(one.start, one.end)
    )


def still_there(work: Work) -> Item | None:
    """Return a declaration that a remark calls removed, and that the merge would leave."""
    if not work.shown.removed:
        return None
    shown = {each.name for item in work.shown.items for each in item.walk()}
    called_gone = work.shown.removed - shown
    settled = work.plan.deleted | work.plan.matched.keys()
    return next(
        (
            item
            for item in work.headers.values()
            if item.name in called_gone and not item.is_leaf and item.header not in settled
        ),
        None,
    )


def repeated(work: Work) -> Item | None:
    """Return an outermost declaration that stays, and whose header is put in once more."""
    rows = {row for group in work.plan.inserted.values() for row in group}
    rows -= {item.header for item in work.shown.items}
    again = {work.shown.rows.strip[row] for row in rows if not work.shown.rows.width[row]}
    return next(
        (
            item
            for item in work.items
            if not item.is_leaf
            and work.file.strip[item.header] in again
            and item.header not in work.plan.deleted
        ),
        None,
    )


def not_shown(work: Work) -> list[Item]:
    """Return the declarations that stay although a snippet without markers shows nearly all others.

    It may be meant as the whole file, from which they are gone; nothing is deleted for that.
    """
    if work.shown.has_markers or len(work.items) < FEW_ITEMS:
        return []
    shown = {(each.group, each.name) for each in work.shown.items}
    left = [each for each in work.items if (each.group, each.name) not in shown]
    if len(left) > (1 - NEARLY_ALL) * len(work.items):
        return []
    return [each for each in left if not work.plan.is_settled(each.header)]
