"""Changed lines into the bytes of a file, whose line ends and last line stay as they are."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.apply.lines import Lines
    from honed.apply.three_way import Change


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes as they stand in the file."""
    return tuple(sorted(changes, key=lambda change: (change.start, change.end)))


def overlap(changes: Sequence[Change]) -> Change | None:
    """Return the first change that touches the lines, or the place, of the one before it."""
    for left, right in pairwise(changes):
        if left.end > right.start or left.start == right.start:
            return right
    return None


def assembled(
    file: Lines, changes: Sequence[Change], *, ends_with_line_end: bool | None = None
) -> bytes:
    """Return the bytes of the file after changes, in order, which do not overlap.

    A new line ends as the line that it replaces, or as the one above. The last line ends as the
    file's did, unless `ends_with_line_end` says otherwise.
    """
    usual = next((end for end in file.ends if end), b"\n")
    bodies: list[bytes] = []
    ends: list[bytes] = []
    at = 0
    for change in changes:
        bodies += file.bodies[at : change.start]
        ends += file.ends[at : change.start]
        around = [end for end in file.ends[max(0, change.start - 1) : change.end] if end]
        bodies += change.lines
        ends += [around[-1] if around else usual] * len(change.lines)
        at = change.end
    bodies += file.bodies[at:]
    ends += file.ends[at:]
    ends = [end or usual for end in ends[:-1]] + ends[-1:]
    if ends_with_line_end is None and changes and changes[-1].end == len(file):
        is_new_last = bool(changes[-1].lines)
        ends_with_line_end = file.ends[-1:] != (b"",) if is_new_last else None
    if ends and ends_with_line_end is not None:
        ends[-1] = (ends[-1] or usual) if ends_with_line_end else b""
    return b"".join(part for pair in zip(bodies, ends, strict=True) for part in pair)
