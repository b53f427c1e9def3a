"""Three-way merge: what an edit changes between search and replacement, in the file's own lines.

Base is what was searched, theirs what is to stand there, ours the file. Only what differs between
base and theirs is changed, so a line that the edit has wrong on both sides keeps the file's words.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import attrs

from honed.apply.lines import Lines, nearly_same, same_tokens
from honed.apply.result import Reason
from honed.core.diff import hunks
from honed.core.text import Text, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.apply.indentation import Indentation
    from honed.apply.locate import Match
    from honed.core.diff import Hunk

_TOKEN = re.compile(rb"[\w\x80-\xff]+|\s+|[^\w\s\x80-\xff]")

LEAST_PARTNER = 0.5
"""Share of common words from which a new line is an old one, changed."""

MOST_BYTES = 3_000
"""Lines that are longer in all are not merged word by word."""


@attrs.frozen
class Change:
    """Lines `start:end` of the file become `lines`, which have no line ends."""

    start: int
    end: int
    lines: tuple[bytes, ...]


@attrs.frozen
class Conflict:
    """Why the merge is not made, in words that count lines from one."""

    reason: Reason
    message: str


@attrs.frozen
class Aligned:
    """The three sides, and where base stands in the file."""

    file: Lines
    base: Lines
    theirs: Lines
    match: Match
    indentation: Indentation | None = None
    """That of the new lines; they are put in as they are where it is None."""

    def is_stale(self, number: int) -> bool:
        """Return whether a line of base stands in the file in other words."""
        pair = self.match.pairs[number]
        return pair is not None and self.base.squeezed[number] != self.file.squeezed[pair]


def merge(sides: Aligned) -> tuple[Change, ...] | Conflict:
    """Return what becomes of the file's lines, or what stands against it."""
    sides = _corrected(sides)
    if sides.indentation is None:
        sides = _adopted(sides)
    changes = []
    for hunk in differences(sides.base, sides.theirs):
        change = _change(sides, hunk)
        if isinstance(change, Conflict):
            return change
        if change is not None and sides.file.bodies[change.start : change.end] != change.lines:
            changes.append(change)
    return tuple(changes)


def _corrected(sides: Aligned) -> Aligned:
    """Return the sides with base as it should have been.

    A line that the file has in other words, which theirs has too, was copied wrongly into base.
    """
    wanted = set(sides.theirs.squeezed)
    bodies = list(sides.base.bodies)
    for number, pair in enumerate(sides.match.pairs):
        if pair is None or not sides.is_stale(number):
            continue
        if sides.file.squeezed[pair] in wanted and sides.base.squeezed[number] not in wanted:
            bodies[number] = sides.base.indent(number) + sides.file.stripped[pair]
    return attrs.evolve(sides, base=Lines(tuple(bodies), sides.base.ends))


def _adopted(sides: Aligned) -> Aligned:
    """Return the sides with the file's own lines for those of base that agree but for space.

    So a line of theirs that was moved takes the file's indentation with it.
    """
    own = {
        sides.base.bodies[number]: sides.file.bodies[pair]
        for number, pair in enumerate(sides.match.pairs)
        if pair is not None and not sides.is_stale(number)
    }
    base, theirs = (
        Lines(tuple(own.get(body, body) for body in side.bodies), side.ends)
        for side in (sides.base, sides.theirs)
    )
    return attrs.evolve(sides, base=base, theirs=theirs)


def differences(before: Lines, after: Lines) -> tuple[Hunk, ...]:
    """Return the runs of lines that differ but for their ends."""
    old, new = (b"".join(b"%s\n" % body for body in side.bodies) for side in (before, after))
    if b"\r" in old + new:  # a return inside a line is no line end here
        old, new = (data.replace(b"\0", b"\0\0").replace(b"\r", b"\0r") for data in (old, new))
    return hunks(Text(old), Text(new))


def _change(sides: Aligned, hunk: Hunk) -> Change | Conflict | None:
    old = range(hunk.before_start, hunk.before_end)
    pairs, file = sides.match.pairs, sides.file
    for number in old:
        if pairs[number] is None and sides.base.stripped[number]:
            words = _shown(sides.base, number)
            return Conflict(Reason.CONFLICT, f"`{words}` is to be changed, but is not there")
    if any(sides.is_stale(number) for number in old):
        return _stale_lines(sides, hunk)
    there = [pair for number in old if (pair := pairs[number]) is not None]
    if not there:
        return _insertion(sides, hunk)
    for number in range(there[0], there[-1] + 1):
        if number not in there and file.stripped[number]:
            words = f"line {number + 1} stands between the lines to be changed"
            return Conflict(Reason.CONFLICT, f"{words}: `{_shown(file, number)}`")
    return _placed(sides, hunk, there[0], there[-1] + 1)


def _insertion(sides: Aligned, hunk: Hunk) -> Change | Conflict | None:
    is_blank = not any(sides.theirs.stripped[hunk.after_start : hunk.after_end])
    if hunk.before_start < hunk.before_end and is_blank:
        return None  # blank lines, which the file does not have, become others
    above = _beside(sides, range(hunk.before_start - 1, -1, -1))
    below = _beside(sides, range(hunk.before_end, len(sides.base)))
    known = [number for number in (above, below) if number is not None]
    if not known:
        return Conflict(Reason.CONFLICT, "the lines beside the new ones are not in the file")
    first, *others = (sides.match.pairs[number] or 0 for number in known)
    for number in range(first + 1, others[0] if others else 0):
        if sides.file.stripped[number]:
            words = f"line {number + 1} stands where the new lines should"
            return Conflict(Reason.CONFLICT, f"{words}: `{_shown(sides.file, number)}`")
    at = first if above is None else first + 1
    return _placed(sides, hunk, at, at)


def _beside(sides: Aligned, numbers: range) -> int | None:
    """Return the first of the lines of base; blank ones that the file lacks are left out.

    None where the file does not have it.
    """
    for number in numbers:
        if sides.match.pairs[number] is not None:
            return number
        if sides.base.stripped[number]:
            return None
    return None


def _placed(sides: Aligned, hunk: Hunk, start: int, end: int) -> Change | Conflict:
    """Return the new lines with the file's indentation, for lines `start:end` of the file."""
    theirs = sides.theirs
    if sides.indentation is None:
        return Change(start, end, theirs.bodies[hunk.after_start : hunk.after_end])
    lines = []
    for number in range(hunk.after_start, hunk.after_end):
        content = theirs.bodies[number].lstrip()
        indent = sides.indentation.of(number, theirs.indent(number)) if content else b""
        if indent is None:
            words = "the edit's indentation contradicts that of the file"
            return Conflict(Reason.DOUBTFUL, f"{words}: `{_shown(theirs, number)}`")
        lines.append(indent + content)
    return Change(start, end, tuple(lines))


def _stale_lines(sides: Aligned, hunk: Hunk) -> Change | Conflict:
    """Return the file's lines with the words that the edit changes, where no other word differs."""
    old = range(hunk.before_start, hunk.before_end)
    new = range(hunk.after_start, hunk.after_end)
    base, theirs, file = sides.base, sides.theirs, sides.file
    pairs = [pair for number in old if (pair := sides.match.pairs[number]) is not None]
    is_run = pairs == list(range(pairs[0], pairs[0] + len(old)))
    lines = []
    if is_run and len(old) == len(new):
        for number, other, pair in zip(old, new, pairs, strict=True):
            if same_tokens(base.tokens(number), theirs.tokens(other)) >= LEAST_PARTNER:
                merged = merge_words(
                    base.stripped[number], theirs.stripped[other], file.stripped[pair]
                )
                lines += [file.indent(pair) + merged] if merged else []
    if len(lines) == len(old):
        return Change(pairs[0], pairs[-1] + 1, tuple(lines))
    stale = next(number for number in old if sides.is_stale(number))
    pair = sides.match.pairs[stale] or 0
    return Conflict(
        Reason.CONFLICT,
        f"line {pair + 1} is to be changed, but differs:"
        f" `{_shown(base, stale)}` / `{_shown(file, pair)}`",
    )


def merge_words(base: bytes, theirs: bytes, ours: bytes) -> bytes | None:
    """Return `ours` with what differs between `base` and `theirs`; None where both touch.

    Ours may differ from base in space and in words that are spelled nearly the same.
    """
    if len(base) + len(theirs) + len(ours) > MOST_BYTES:
        return None
    old = _TOKEN.findall(base)
    kept = list(_replaced(old, _TOKEN.findall(ours)))
    if any(not _is_trifle(old[start:end], words) for start, end, words in kept):
        return None
    wanted = [each for each in _replaced(old, _TOKEN.findall(theirs)) if each not in kept]
    for start, end, _ in wanted:
        if any(start <= own_end and own_start <= end for own_start, own_end, _ in kept):
            return None
    merged = list(old)
    for start, end, words in sorted([*kept, *wanted], key=lambda each: each[0], reverse=True):
        merged[start:end] = words
    return b"".join(merged)


def _is_trifle(old: list[bytes], new: list[bytes]) -> bool:
    """Return whether tokens differ in space, or in the spelling of one word."""
    left, right = (b"".join(side).strip() for side in (old, new))
    return left == right or (len(old) == len(new) == 1 and nearly_same(left, right))


def _replaced(old: list[bytes], new: list[bytes]) -> Iterator[tuple[int, int, list[bytes]]]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, start, end, new_start, new_end in codes:
        if tag != "equal":
            yield start, end, new[new_start:new_end]


def _shown(lines: Lines, number: int) -> str:
    return decode(lines.stripped[number])
