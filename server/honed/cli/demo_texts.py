"""Changes of texts, as the demo expects, compares and shows them; all offsets are characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@attrs.frozen
class Change:
    """The characters `start:end` of a text become `new`."""

    start: int
    end: int
    new: str


@attrs.frozen
class Diff:
    """The lines that a change touches, before and after; `line` counts from 1."""

    line: int
    before: str
    after: str


def applied(text: str, changes: Iterable[Change]) -> str:
    """Return the text after the changes, which must not overlap."""
    for change in sorted(changes, key=lambda each: each.start, reverse=True):
        text = text[: change.start] + change.new + text[change.end :]
    return text


def line_of(text: str, place: int) -> int:
    """Return the line of a character, from 0."""
    return text.count("\n", 0, place)


def diff_of(text: str, change: Change) -> Diff:
    """Return what one change does to its lines."""
    start = text.rfind("\n", 0, change.start) + 1
    end = text.find("\n", change.end)
    end = len(text) if end < 0 else end
    after = text[start : change.start] + change.new + text[change.end : end]
    return Diff(line_of(text, start) + 1, text[start:end], after)


def difference(before: str, after: str) -> Change:
    """Return the smallest change that leads from one text to the other."""
    head, most = 0, min(len(before), len(after))
    while head < most and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < most - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return Change(head, len(before) - tail, after[head : len(after) - tail])


def changes_made(before: str, after: str, expected: Sequence[Change]) -> list[Change] | None:
    """Return which of the expected changes lead to `after`; None where it takes anything else."""
    made: list[Change] = []
    read = written = 0
    for change in expected:
        written += change.start - read
        if after.startswith(change.new, written):
            made.append(change)
            written += len(change.new)
        else:
            written += change.end - change.start
        read = change.end
    return made if applied(before, made) == after else None
