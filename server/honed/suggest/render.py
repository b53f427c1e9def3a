"""What a matched pattern puts in place of what it matched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.core.model import Copy, HoleKind, TokenKind
from honed.core.text import Edit, Span, decode, encode

if TYPE_CHECKING:
    from honed.core.model import Rewrite
    from honed.suggest.matching import Match
    from honed.syntax.tokens import Window

_INTERPOLATING_QUOTE = re.compile(r"""(?i)(?<![a-z0-9_])(?:f|fr|rf|\$|\$@|@\$)["']""")
_QUOTES = "\"'`"


def render(rewrite: Rewrite, match: Match, window: Window) -> Edit | None:
    """Return the edit that the match leads to; None where it would not be faithful.

    That is: the space to be replaced is of another form than the example's, or a text would move
    into quotes in which it means something else.
    """
    before, after = _gaps(rewrite, match, window)
    if before is None or after is None or not _texts_stay_texts(rewrite, match, window):
        return None
    text = window.text
    indent = text.indent(text.line_at(window.tokens[match.first].start))
    parts: list[bytes] = []
    for part in rewrite.after:
        if isinstance(part, Copy):
            parts.append(_source(part, match, window))
        else:
            parts.append(encode(part).replace(b"\n", text.line_end + indent))
    new = b"".join(parts).replace(text.line_end + indent + text.line_end, text.line_end * 2)
    return Edit(Span(before, after), new)


def _source(copy: Copy, match: Match, window: Window) -> bytes:
    """Return what stands in the elements of `copy`, with the gaps between them."""
    first, last = match.ranges[copy.first][0], match.ranges[copy.last][1]
    if first >= last:
        return b""
    return window.text.data[window.tokens[first].start : window.tokens[last - 1].end]


def _gaps(rewrite: Rewrite, match: Match, window: Window) -> tuple[int | None, int | None]:
    """Return where the replaced stretch starts and ends."""
    start: int | None = window.tokens[match.first].start
    end: int | None = window.tokens[match.last].end
    if rewrite.gap_before is not None:
        gap = _gap(window, match.first)
        start = _taken(rewrite.gap_before, gap, window.tokens[match.first].start - len(gap))
    if rewrite.gap_after is not None:
        gap = _gap(window, match.last + 1)
        end = _taken(rewrite.gap_after, gap, window.tokens[match.last].end + len(gap))
    return start, end


def _gap(window: Window, index: int) -> bytes:
    """Return the space before the token `index`; at the window's edge, what the text has there."""
    if 0 < index < len(window.tokens):
        return window.gap(index)
    data = window.text.data
    if index == 0:
        start = window.tokens[0].start
        head = data[:start]
        return head[len(head.rstrip()) :]
    end = window.tokens[-1].end
    tail = data[end : end + 400]
    return tail[: len(tail) - len(tail.lstrip())]


def _taken(example: str, gap: bytes, offset: int) -> int | None:
    """Return `offset` where the gap is of the example's form: both break the line, or neither."""
    is_space = not gap.strip()
    return offset if is_space and ("\n" in example) == (b"\n" in gap) else None


def _texts_stay_texts(rewrite: Rewrite, match: Match, window: Window) -> bool:
    """Return whether copied texts mean the same between the quotes that the rewrite inserts."""
    inserted = "".join(part for part in rewrite.after if isinstance(part, str))
    quotes = {quote for quote in _QUOTES if quote in inserted}
    if not quotes:
        return True
    forbidden = set(quotes)
    if "`" in quotes:
        forbidden.add("${")
    if _INTERPOLATING_QUOTE.search(inserted):
        forbidden |= {"{", "}"}
    for element, (first, last) in zip(rewrite.before, match.ranges, strict=True):
        if element.hole is not HoleKind.TEXT and element.kind is not TokenKind.TEXT:
            continue
        text = "".join(token.text for token in window.tokens[first:last])
        if any(each in text for each in forbidden):
            return False
    return True


def preview(rewrite: Rewrite) -> tuple[str, str]:
    """Return the before and after sides as one line each, holes shown as `‹example›`."""
    def shown(index: int) -> str:
        element = rewrite.before[index]
        return element.text if element.hole is None else f"‹{element.text}›"

    before = " ".join(shown(index) for index in range(len(rewrite.before)))
    after = "".join(
        part if isinstance(part, str)
        else " ".join(shown(index) for index in range(part.first, part.last + 1))
        for part in rewrite.after
    )
    return before, after


def source_text(window: Window, first: int, last: int) -> str:
    """Return the source of the tokens `first` to `last`, both included."""
    if last < first:
        return ""
    return decode(window.text.data[window.tokens[first].start : window.tokens[last].end])
