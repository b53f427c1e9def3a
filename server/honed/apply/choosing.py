"""Which of several equal places is meant: by context, by the order of the hunks, by line number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.apply.result import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.lines import Lines
    from honed.apply.locate import Match
    from honed.apply.reading import Replacement

CLEARLY = 4
"""A place is the nearest to a line number if the next is so many times as far away."""
_CLOSING = (b")", b"}", b"]")


def choose(
    file: Lines,
    items: Sequence[Replacement],
    found: Sequence[Sequence[Match]],
    format: Format,  # noqa: A002
) -> list[tuple[Match, ...]]:
    """Return the places that are left of each replacement's; one where it is decided."""
    left = [
        allowed(file, item, tuple(places), format)
        for item, places in zip(items, found, strict=True)
    ]
    left = _shared_out(items, left)
    if format in {Format.UNIFIED_DIFF, Format.APPLY_PATCH}:
        left = _in_order(left)
    decided = [places[0] if len(places) == 1 else None for places in left]
    for number, places in enumerate(left):
        line = items[number].line
        if len(places) > 1 and line is not None:
            line += _shift(items, decided, number) if format is Format.UNIFIED_DIFF else 0
            left[number] = nearest(places, line)
            if len(left[number]) == 1:
                decided[number] = left[number][0]
    return left


def allowed(
    file: Lines,
    item: Replacement,
    places: tuple[Match, ...],
    format: Format,  # noqa: A002
) -> tuple[Match, ...]:
    """Return the places that are where the edit says: at the end, or below its context."""
    return _at_end(file, item, _under(file, item, places, format))


def nearest(places: tuple[Match, ...], line: int) -> tuple[Match, ...]:
    """Return the one place that is clearly nearest to a line, or all."""
    first, second = sorted(places, key=lambda place: abs(place.start - line))[:2]
    distance, next_distance = abs(first.start - line), abs(second.start - line)
    return (first,) if next_distance > CLEARLY * distance else places


def _shift(items: Sequence[Replacement], decided: Sequence[Match | None], number: int) -> int:
    """Return by how much the nearest hunk whose place is known stands off its line number."""
    others = sorted(range(len(items)), key=lambda other: abs(other - number))
    for other in others:
        place, line = decided[other], items[other].line
        if place is not None and line is not None:
            return place.start - line
    return 0


def _shared_out(
    items: Sequence[Replacement], left: list[tuple[Match, ...]]
) -> list[tuple[Match, ...]]:
    """Return one place for each of equal replacements, if there are as many places as of them."""
    same: dict[tuple[str, str], list[int]] = {}
    for number, item in enumerate(items):
        same.setdefault((item.before, item.after), []).append(number)
    shared = list(left)
    for numbers in same.values():
        places = left[numbers[0]]
        if len(numbers) == len(places) > 1 and all(left[each] == places for each in numbers):
            for number, place in zip(numbers, places, strict=True):
                shared[number] = (place,)
    return shared


def _in_order(left: list[tuple[Match, ...]]) -> list[tuple[Match, ...]]:
    """Return the places that stand between those of the hunks before and after."""
    kept = list(left)
    for number, places in enumerate(left):
        if len(places) < 2:  # noqa: PLR2004 - several
            continue
        first = max((each[0].end for each in kept[:number] if len(each) == 1), default=0)
        inside = [place for place in places if place.start >= first]
        after = [each[0].start for each in left[number + 1 :] if len(each) == 1]
        inside = [place for place in inside if not after or place.end <= min(after)]
        kept[number] = tuple(inside) or places
    return kept


def _at_end(file: Lines, item: Replacement, places: tuple[Match, ...]) -> tuple[Match, ...]:
    if not item.is_at_end:
        return places
    last = file.filled[-1] + 1 if file.filled else 0
    return tuple(place for place in places if place.end >= last) or places


def _under(
    file: Lines,
    item: Replacement,
    places: tuple[Match, ...],
    format: Format,  # noqa: A002
) -> tuple[Match, ...]:
    """Return the places below the context; a patch's context must be there, a diff's may."""
    if not item.context:
        return places
    ranges = [range(len(file) + 1)]
    for line in item.context:
        wanted = line.strip().encode("utf-8", "surrogatepass")
        above = [
            number
            for lines in ranges
            for number in (file.beginning(wanted, lines.start, lines.stop) if wanted else ())
        ]
        ranges = [range(number + 1, _end_of_block(file, number)) for number in above]
    if not ranges:
        return () if format is Format.APPLY_PATCH else places
    inside = tuple(place for place in places if any(place.start in lines for lines in ranges))
    if inside:
        return inside
    after = tuple(place for place in places if any(place.start >= lines.start for lines in ranges))
    return after or (() if format is Format.APPLY_PATCH else places)


def _end_of_block(file: Lines, number: int) -> int:
    """Return the line after what is indented deeper than a line, its closing lines included."""
    depth = len(file.indent(number))
    for other in range(number + 1, len(file)):
        stripped = file.stripped[other]
        if stripped and len(file.indent(other)) <= depth and not stripped.startswith(_CLOSING):
            return other
    return len(file)
