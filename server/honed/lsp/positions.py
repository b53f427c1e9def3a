"""Positions of the protocol to byte offsets and back; the only place that knows of both.

LSP counts lines and, in a line, UTF-8, UTF-16 or UTF-32 units (LSP 3.17, "Position"). A position
past the end of its line, or in the middle of a character, is moved to the nearest end before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from honed.core.buffer import Buffer
from honed.core.text import Edit, Span, Text, decode, encode

if TYPE_CHECKING:
    from collections.abc import Sequence

Encoding = types.PositionEncodingKind | str
FIRST_SURROGATE_PAIR = 0x10000
CONTINUATION_MASK, CONTINUATION = 0xC0, 0x80


def to_offset(text: Text | Buffer, position: types.Position, encoding: Encoding) -> int:
    """Return the byte offset of a position."""
    if position.line >= text.line_count:
        return text.size
    line = text.line_span(max(0, position.line))
    units = max(0, position.character)
    content = text.slice(line)
    if encoding == types.PositionEncodingKind.Utf8 or content.isascii():
        return line.start + _whole_characters(content, min(units, len(content)))
    characters = decode(content)
    if encoding == types.PositionEncodingKind.Utf32:
        return line.start + len(encode(characters[:units]))
    return line.start + len(encode(characters[: _utf16_index(characters, units)]))


def _whole_characters(content: bytes, length: int) -> int:
    while 0 < length < len(content) and content[length] & CONTINUATION_MASK == CONTINUATION:
        length -= 1
    return length


def _utf16_index(characters: str, units: int) -> int:
    """Return how many characters the first `units` UTF-16 units make up."""
    for index, character in enumerate(characters):
        width = 2 if ord(character) >= FIRST_SURROGATE_PAIR else 1
        if units < width:
            return index
        units -= width
    return len(characters)


def to_position(text: Text, offset: int, encoding: Encoding) -> types.Position:
    """Return the position of a byte offset."""
    line = text.line_at(offset)
    head = text.data[text.line_start(line) : offset]
    if encoding == types.PositionEncodingKind.Utf8 or head.isascii():
        return types.Position(line, len(head))
    characters = decode(head)
    if encoding == types.PositionEncodingKind.Utf32:
        return types.Position(line, len(characters))
    wide = sum(1 for each in characters if ord(each) >= FIRST_SURROGATE_PAIR)
    return types.Position(line, len(characters) + wide)


def to_range(text: Text, span: Span, encoding: Encoding) -> types.Range:
    """Return the range of a span."""
    return types.Range(
        to_position(text, span.start, encoding), to_position(text, span.end, encoding)
    )


def to_text_edits(text: Text, edits: Sequence[Edit], encoding: Encoding) -> list[types.TextEdit]:
    """Return edits of `text` as the protocol has them."""
    return [types.TextEdit(to_range(text, edit.span, encoding), decode(edit.new)) for edit in edits]


def changed(
    text: Text,
    changes: Sequence[types.TextDocumentContentChangeEvent],
    encoding: Encoding,
) -> tuple[Text, list[Edit]]:
    """Return the text after the changes, and each of them as an edit of the text before it.

    A change without a range is the whole text anew: then no edits are returned.
    """
    edits: list[Edit] = []
    buffer = Buffer(text)
    for change in changes:
        new = encode(change.text)
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            buffer = Buffer(Text(new))
            edits = []
            continue
        start = to_offset(buffer, change.range.start, encoding)
        end = max(start, to_offset(buffer, change.range.end, encoding))
        edits.append(Edit(Span(start, end), new))
        buffer.apply(edits[-1])
    return buffer.text(), edits
