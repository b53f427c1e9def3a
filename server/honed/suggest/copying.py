"""What a rewrite copies from the place: with its gaps, at home in other lines and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Copy, HoleKind

if TYPE_CHECKING:
    from honed.core.model import Rewrite
    from honed.suggest.matching import Match
    from honed.syntax.tokens import Window


def source(copy: Copy, match: Match, window: Window, new: bytes) -> bytes:
    """Return what stands in the elements of `copy`, indented for the line that `new` ends with."""
    first, end = match.ranges[copy.first][0], match.ranges[copy.last][1]
    if first >= end:
        return b""
    tokens, text = window.tokens, window.text
    start = tokens[first].start
    data = text.data[start : tokens[end - 1].end]
    if b"\n" not in data:
        return data
    old = text.indent(text.line_at(start))
    current = _indent_of_last_line(new, text.indent(text.line_at(tokens[match.first].start)))
    if old == current:
        return data
    parts = [text.data[start : tokens[first].end]]
    for index in range(first + 1, end):
        # Only space between tokens is changed; what stands in a string's lines is its content.
        parts.append(_reindented(window.gap(index), old, current))
        parts.append(text.data[tokens[index].start : tokens[index].end])
    return b"".join(parts)


def _indent_of_last_line(new: bytes, margin: bytes) -> bytes:
    """Return the indentation of the last line of `new`, `margin` where it is the first."""
    if b"\n" not in new:
        return margin
    line = new[new.rfind(b"\n") + 1 :]
    return line[: len(line) - len(line.lstrip(b" \t"))]


def _reindented(gap: bytes, old: bytes, current: bytes) -> bytes:
    head, newline, blanks = gap.rpartition(b"\n")
    if not newline or not blanks.startswith(old):
        return gap
    return head + newline + current + blanks[len(old) :]


def joined(  # noqa: PLR0913 - the copy, and all that says what stands around it
    new: bytes, copied: bytes, rewrite: Rewrite, index: int, match: Match, window: Window
) -> bytes:
    """Return `new` with the copy that is part `index`, lists made to fit where they come.

    An empty list leaves no comma before itself, and one that lost its brackets none at its end.
    """
    part = rewrite.after[index]
    if not isinstance(part, Copy):
        return new + copied
    first, last = part.first, part.last
    begins, ends = match.ranges[first]
    is_own = index > 0 and isinstance(rewrite.after[index - 1], str)
    if begins == ends and rewrite.before[first].hole is HoleKind.LIST and is_own:
        return new.rstrip().removesuffix(b",") + copied
    if rewrite.before[last].hole is HoleKind.LIST and index + 1 == len(rewrite.after):
        end = match.ranges[last][1]
        if window.tokens[end - 1].text == ",":
            return new + copied.rstrip().removesuffix(b",")
    return new + copied
