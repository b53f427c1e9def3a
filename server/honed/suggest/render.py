"""What a matched pattern puts in place of what it matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Copy, HoleKind
from honed.core.text import Edit, Span, decode, encode, is_word_byte
from honed.suggest.copying import joined, source
from honed.suggest.quoting import stays_quoted

if TYPE_CHECKING:
    from honed.core.model import Part, Rewrite
    from honed.suggest.matching import Match
    from honed.syntax.tokens import Window

MAX_GAP_BYTES = 400


def render(rewrite: Rewrite, match: Match, window: Window) -> Edit | None:
    """Return the edit that the match leads to; None where it would not be faithful.

    That is: the space to be replaced is of another form than the example's, a text would move
    into quotes in which it means something else, or two words would run into one.
    """
    span = _replaced(rewrite, match, window)
    if span is None or not stays_quoted(rewrite, match, window):
        return None
    new = b""
    for index, part in enumerate(rewrite.after):
        if isinstance(part, Copy):
            new = joined(new, source(part, match, window, new), rewrite, index, match, window)
        else:
            new = _with_own_words(new, part, rewrite, index, match, window)
    new = _with_blank_lines(new, _blank_lines(rewrite, match, window, new), window)
    edit = Edit(span, _without_blank_ends(new, window))
    return None if _glues(edit, window) else edit


def _with_own_words(  # noqa: PLR0913 - the part, and all that says what stands around it
    new: bytes, part: str, rewrite: Rewrite, index: int, match: Match, window: Window
) -> bytes:
    """Return `new` with the example's own words, which may follow a list of another length."""
    previous = rewrite.after[index - 1] if index else None
    text = in_lines(part, match, window)
    if isinstance(previous, Copy) and rewrite.before[previous.last].hole is HoleKind.LIST:
        following = rewrite.after[index + 1] if index + 1 < len(rewrite.after) else None
        return _after_list(new, text, previous, following, match, window)
    return new + text


def in_lines(text: str, match: Match, window: Window) -> bytes:
    """Return an inserted text with the line ends and the indentation of the place."""
    if "\n" not in text:
        return encode(text)
    margin = window.text.indent(window.text.line_at(window.tokens[match.first].start))
    first, *rest = text.split("\n")
    lines = [encode(first)]
    for line in rest:
        bare = line.lstrip("\t")
        lines.append(margin + window.text.indent_unit * (len(line) - len(bare)) + encode(bare))
    return window.text.line_end.join(lines)


def _after_list(  # noqa: PLR0913 - the part, and all that says what stands around it
    new: bytes,
    text: bytes,
    listed: Copy,
    following: Part | None,
    match: Match,
    window: Window,
) -> bytes:
    """Return `new`, which ends with a list, with a text that adds to the list or follows it."""
    first, end = match.ranges[listed.last]
    adds = text.lstrip().startswith(b",")
    closes = isinstance(following, Copy) and following.first == listed.last + 1
    if first == end:
        return new + (text.lstrip(b", ") if adds else text)
    ends_in_comma = window.tokens[end - 1].text == ","
    if not closes or end >= len(window.tokens):
        return (_without_comma(new) if ends_in_comma else new) + text
    gap = window.gap(end)
    if not adds:
        return new + text
    if ends_in_comma and b"\n" in gap:
        # One item a line, each with a comma: so is the new one.
        return new + window.gap(first) + text.strip(b", ") + b"," + gap
    if ends_in_comma:
        new = _without_comma(new)
    return new + text + (gap if b"\n" in gap else b"")


def _without_comma(data: bytes) -> bytes:
    return data.rstrip().removesuffix(b",")


def _blank_lines(rewrite: Rewrite, match: Match, window: Window, new: bytes) -> tuple[int, int]:
    """Return how many more blank lines the place has before and after than the example had.

    They are the place's own and stay, unless the rewrite puts in more than the example had. Where
    everything goes, as many stay as the other side does not have.
    """
    above, below = _gap(window, match.first), _gap(window, match.last + 1)
    head, tail = new[: len(new) - len(new.lstrip())], new[len(new.rstrip()) :]
    before = _more_lines(rewrite.gap_before, above, head)
    after = _more_lines(rewrite.gap_after, below, tail)
    if new.strip():
        return before, after
    if rewrite.gap_before is not None and rewrite.gap_after is not None:
        return 0, 0
    taken, other = (below, above) if rewrite.gap_before is None else (above, below)
    kept = min(before or after, taken.count(b"\n") - other.count(b"\n"))
    return (max(0, kept) if b"\n" in other else 0), 0


def _more_lines(example: str | None, gap: bytes, new: bytes) -> int:
    """Return how many line ends a gap has more than the example's, 0 where that makes some."""
    if example is None or not example.count("\n") or new.count(b"\n") > example.count("\n"):
        return 0
    return max(0, gap.count(b"\n") - example.count("\n"))


def _with_blank_lines(new: bytes, more: tuple[int, int], window: Window) -> bytes:
    """Return `new` with so many more line ends at its ends."""
    end, code = window.text.line_end, new.rstrip()
    return end * more[0] + code + end * more[1] + new[len(code) :]


def _without_blank_ends(new: bytes, window: Window) -> bytes:
    """Return `new` without indentation on lines that have nothing else."""
    end = window.text.line_end
    if end not in new:
        return new
    first, *rest = new.split(end)
    last = len(rest) - 1
    lines = [line if line.strip() or k == last else b"" for k, line in enumerate(rest)]
    return end.join([first, *lines])


def _glues(edit: Edit, window: Window) -> bool:
    """Return whether the new text would grow together with a word beside it."""
    data, span = window.text.data, edit.span
    old = data[span.start : span.end]
    left, right = data[span.start - 1 : span.start], data[span.end : span.end + 1]
    return (_is_word(left) and _is_word(edit.new[:1]) and not _is_word(old[:1])) or (
        _is_word(right) and _is_word(edit.new[-1:]) and not _is_word(old[-1:])
    )


def _is_word(byte: bytes) -> bool:
    """Return whether a byte, or none where the text ends, belongs to a word."""
    return any(map(is_word_byte, byte))


def _replaced(rewrite: Rewrite, match: Match, window: Window) -> Span | None:
    """Return the stretch that is replaced, None where the space at its ends has another form."""
    start: int | None = window.tokens[match.first].start
    end: int | None = window.tokens[match.last].end
    if rewrite.gap_before is not None:
        gap = _gap(window, match.first)
        start = _taken(rewrite.gap_before, gap, window.tokens[match.first].start - len(gap))
    if rewrite.gap_after is not None:
        gap = _gap(window, match.last + 1)
        end = _taken(rewrite.gap_after, gap, window.tokens[match.last].end + len(gap))
    return None if start is None or end is None else Span(start, end)


def _gap(window: Window, index: int) -> bytes:
    """Return the space before the token `index`; at the window's edge, what the text has there."""
    if 0 < index < len(window.tokens):
        return window.gap(index)
    data = window.text.data
    if index == 0:
        start = window.tokens[0].start
        head = data[max(0, start - MAX_GAP_BYTES) : start]
        return head[len(head.rstrip()) :]
    end = window.tokens[-1].end
    tail = data[end : end + MAX_GAP_BYTES]
    return tail[: len(tail) - len(tail.lstrip())]


def _taken(example: str, gap: bytes, offset: int) -> int | None:
    """Return `offset` where the gap is of the example's form: both break the line, or neither."""
    is_space = not gap.strip()
    return offset if is_space and ("\n" in example) == (b"\n" in gap) else None


def preview(rewrite: Rewrite) -> tuple[str, str]:
    """Return the before and after sides as one line each, holes shown as `‹example›`."""

    def shown(index: int) -> str:
        element = rewrite.before[index]
        return element.text if element.hole is None else f"‹{element.text}›"

    before = " ".join(shown(index) for index in range(len(rewrite.before)))
    after = "".join(
        part
        if isinstance(part, str)
        else " ".join(shown(index) for index in range(part.first, part.last + 1))
        for part in rewrite.after
    )
    return before, after


def source_text(window: Window, first: int, last: int) -> str:
    """Return the source of the tokens `first` to `last`, both included."""
    if last < first:
        return ""
    return decode(window.text.data[window.tokens[first].start : window.tokens[last].end])
