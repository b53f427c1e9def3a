"""A snippet that stands in the text that it is for: where it begins and ends, and the text without.

Whoever pastes an assistant's answer into a file and selects it means the rest of that file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.apply.markers import has_marker
from honed.core.text import Edit, Span, Text, decode

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_BYTES = 100_000
"""More is not looked at while the cursor moves."""

_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_PLAIN_MARKER = re.compile(
    r"""
    ^[ \t]*(?:\#|//|/\*|\{/\*|<!--|--|;|%)\W*?(?:\.{3,}|…)
    (?:\W*$ | [^\n]*(?:\.{3,}|…)\W*$ | [^\n]*\b(?:existing|unchanged|rest|remaining|same|other)\b)
    """,
    re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
"""A marker that is no remark of a developer's: those, too, may say that something is unchanged."""


def snippet_in(text: Text, selected: Span) -> Span | None:
    """Return the lines of a snippet that is selected, None where that is none.

    It has whole lines, more than one, of which one stands for code left out, and there is
    something else in the text.
    """
    if len(selected) > MOST_BYTES:
        return None
    first, last = text.line_at(selected.start), text.line_at(selected.end)
    if last > first and selected.end == text.line_start(last):
        last -= 1
    lines = Span(text.line_start(first), text.line_start(last + 1))
    beside = (Span(lines.start, selected.start), Span(min(selected.end, lines.end), lines.end))
    if first == last or any(text.slice(each).strip() for each in beside):
        return None
    is_all = not without(text.data, lines).strip()
    return lines if not is_all and _leaves_out(decode(text.slice(lines))) else None


def _leaves_out(code: str) -> bool:
    """Return whether a line stands for code left out; where no fence is, whether it surely does."""
    is_sure = _FENCE.search(code) or _PLAIN_MARKER.search(code)
    return bool(is_sure) and has_marker(code)


def set_off(text: Text, lines: Span) -> Span:
    """Return the lines of a snippet with the blank lines that set it off from the code around.

    Of those above and those below the fewer go with it; at an end of the text all of them.
    """
    above = below = 0
    first, following = text.line_at(lines.start), text.line_at(lines.end)
    count = text.line_count if text.line_span(text.line_count - 1) else text.line_count - 1
    if lines.end == text.size:
        following = count
    while first - above > 0 and not text.slice(text.line_span(first - above - 1)).strip():
        above += 1
    while following + below < count and not text.slice(text.line_span(following + below)).strip():
        below += 1
    head, tail = text.line_start(first - above), text.line_start(following + below)
    if above == first or following + below == count:
        return Span(head, tail)
    return Span(lines.start, tail) if below <= above else Span(head, lines.end)


def without(data: bytes, cut: Span) -> bytes:
    """Return the text without the bytes of `cut`."""
    return data[: cut.start] + data[cut.end :]


def with_cut(edits: Sequence[Edit], cut: Span) -> tuple[Edit, ...]:
    """Return edits of the text that `without` leaves as edits of the text before, `cut` included.

    The edits are in order.
    """
    head = [each for each in edits if each.span.end < cut.start]
    tail = [each for each in edits if each.span.start > cut.start]
    inner = edits[len(head) : len(edits) - len(tail)]
    start = inner[0].span.start if inner else cut.start
    end = inner[-1].span.end if inner else cut.start
    joined = Edit(Span(start, end + len(cut)), b"".join(each.new for each in inner))
    moved = [
        Edit(Span(each.span.start + len(cut), each.span.end + len(cut)), each.new) for each in tail
    ]
    return (*head, joined, *moved)
