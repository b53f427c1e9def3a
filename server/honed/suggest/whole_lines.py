"""Where a rewrite of whole lines stands, and what it puts there.

Its elements are lines without the space around them; what it inserts takes the indentation and
the line ends of the place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Copy
from honed.core.text import Edit, Span, encode
from honed.suggest.matching import Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.core.model import Rewrite
    from honed.core.text import Text
    from honed.syntax.tokens import Window


def matches_of_lines(
    rewrite: Rewrite, window: Window, home: tuple[int, int]
) -> Iterator[tuple[Match, Edit]]:
    """Yield where the lines of a rewrite stand so that its edit touches the lines `home`.

    Lines are inserted at `home` where they come above its first or below its last, too.
    """
    count = len(rewrite.before)
    for line in _starts(rewrite, count, home):
        edit = render_lines(rewrite, window.text, line)
        block = block_at(window, range(line, line + count)) if edit else None
        if edit is not None and block is not None:
            yield Match(block[0], block[1] - 1, (block,) * count), edit


def _starts(rewrite: Rewrite, count: int, home: tuple[int, int]) -> range:
    """Return the lines at which the rewrite may begin."""
    if rewrite.after and isinstance(rewrite.after[0], Copy):
        return range(home[0] - count, home[1] - count + 2)
    if rewrite.after and isinstance(rewrite.after[-1], Copy):
        return range(home[0], home[1] + 2)
    return range(home[0] - count + 1, home[1] + 1)


def render_lines(rewrite: Rewrite, text: Text, line: int) -> Edit | None:
    """Return what the rewrite does to the lines from `line` on; None where they are others."""
    last = line + len(rewrite.before) - 1
    if line < 0 or last >= text.line_count:
        return None
    for number, element in enumerate(rewrite.before, line):
        if text.slice(text.line_span(number)).strip() != encode(element.text):
            return None
    if not rewrite.after:
        return Edit(Span(text.line_start(line), text.line_start(last + 1)), b"")
    margin = next(
        text.indent(number)
        for number, element in enumerate(rewrite.before, line)
        if element.text or number == last
    )
    own = next(part for part in rewrite.after if isinstance(part, str))
    new = _indented(own, text, margin)
    if isinstance(rewrite.after[0], Copy):
        end = text.line_span(last).end
        return Edit(Span(end, end), new)
    start = text.line_start(line)
    if isinstance(rewrite.after[-1], Copy):
        return Edit(Span(start, start), new)
    return Edit(Span(start, text.line_span(last).end), new)


def _indented(own: str, text: Text, margin: bytes) -> bytes:
    """Return lines as they are written at the place; each begins with a tab a level."""
    lines = []
    for line in own.split("\n"):
        bare = line.lstrip("\t")
        levels = len(line) - len(bare)
        lines.append(margin + text.indent_unit * levels + encode(bare) if bare else b"")
    return text.line_end.join(lines)


def block_at(window: Window, lines: range) -> tuple[int, int] | None:
    """Return the tokens on the lines, half-open; of a text that goes on beyond them, its token."""
    text = window.text
    span = text.lines_span(lines[0], lines[-1])
    found = [
        index
        for index, token in enumerate(window.tokens)
        if token.start < span.end and token.end > span.start
    ]
    return (found[0], found[-1] + 1) if found else None
