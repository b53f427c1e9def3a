"""A stretch of text into lines: what find-and-replace tools do, inside a line or over several."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from honed.apply.lines import split
from honed.apply.three_way import Change, differences
from honed.core.text import encode

if TYPE_CHECKING:
    from honed.apply.lines import Lines
    from honed.apply.reading import Replacement


def spliced(data: bytes, file: Lines, item: Replacement) -> tuple[Change, ...] | list[int] | None:
    """Return what becomes of the lines around the only place of a stretch of text.

    The numbers of the lines where it begins are returned if there are several places and not all
    are meant. None if there is no place, or if the new lines lack the indentation of that place.
    """
    newline = next((end for end in file.ends if end), b"\n")
    old, new = (_bytes(text, newline) for text in (item.before, item.after))
    count = data.count(old) if old else 0
    if not count:
        return None
    if item.is_all:
        after = split(data.replace(old, new))
        return tuple(
            Change(
                hunk.before_start,
                hunk.before_end,
                after.bodies[hunk.after_start : hunk.after_end],
            )
            for hunk in differences(file, after)
        )
    starts = [0, *accumulate(len(a) + len(b) for a, b in zip(file.bodies, file.ends, strict=True))]
    if count > 1:
        return [bisect_right(starts, place) - 1 for place in _places(data, old)]
    place = data.index(old)
    if old.endswith(newline):
        old, new = old.removesuffix(newline), new.removesuffix(newline)
    first = bisect_right(starts, place) - 1
    last = min(bisect_right(starts, place + len(old)) - 1, len(file) - 1)
    head, body = data[starts[first] : place], file.bodies[last]
    tail = body[place + len(old) - starts[last] :]
    if newline not in old and _lacks_indentation(head + old, new, tail):
        return None
    text = head + new + tail
    lines = () if not text.strip() and not new else split(text + newline).bodies
    return (Change(first, last + 1, lines),)


def _lacks_indentation(line: bytes, new: bytes, tail: bytes) -> bool:
    """Return whether the lines after the first of `new` are indented less than `line`, a whole one.

    Then all of them have lost what is common, and must be moved to the place.
    """
    indent = line[: len(line) - len(line.lstrip())]
    others = [body for body in split(new).bodies[1:] if body.strip()]
    return not tail.strip() and bool(others) and not all(body.startswith(indent) for body in others)


def _places(data: bytes, old: bytes) -> list[int]:
    places, at = [], data.find(old)
    while at >= 0:
        places.append(at)
        at = data.find(old, at + len(old))
    return places


def _bytes(text: str, newline: bytes) -> bytes:
    return encode(text).replace(b"\r\n", b"\n").replace(b"\n", newline)
