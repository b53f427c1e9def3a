"""The position encoding that the client asks for, with emoji and CJK on the line."""

from __future__ import annotations

import pytest
from lsprotocol import types

from honed.core.text import Edit, Span, Text, apply_edits, encode
from honed.lsp.positions import changed, to_offset, to_position, to_range, to_text_edits

KINDS = [
    types.PositionEncodingKind.Utf8,
    types.PositionEncodingKind.Utf16,
    types.PositionEncodingKind.Utf32,
]
UNITS = {
    types.PositionEncodingKind.Utf8: lambda text: len(text.encode()),
    types.PositionEncodingKind.Utf16: lambda text: len(text.encode("utf-16-le")) // 2,
    types.PositionEncodingKind.Utf32: len,
}
LINES = "x = 1\n名前 = '👩‍💻 é'; y\r\nlast"


@pytest.mark.parametrize("kind", KINDS)
def test_offset_and_back(kind: types.PositionEncodingKind) -> None:
    """Each character's offset becomes the position that the encoding counts, and back."""
    text = Text(encode(LINES))
    for index in range(len(LINES) + 1):
        offset = len(encode(LINES[:index]))
        at = to_position(text, offset, kind)
        start = LINES.rfind("\n", 0, index) + 1
        assert at.character == UNITS[kind](LINES[start:index])
        if LINES[index - 1 : index] != "\r":
            assert to_offset(text, at, kind) == offset


@pytest.mark.parametrize("kind", KINDS)
def test_inside_a_character_moves_before_it(kind: types.PositionEncodingKind) -> None:
    """A position in the middle of a character is moved to its start."""
    text = Text(encode("👩x"))
    assert to_offset(text, types.Position(0, 1), kind) in {0, 4}
    wide = UNITS[kind]("👩")
    assert to_offset(text, types.Position(0, wide), kind) == 4


@pytest.mark.parametrize("kind", KINDS)
def test_past_the_ends_is_clamped_noop(kind: types.PositionEncodingKind) -> None:
    """Past the end of a line or of the text is the end."""
    text = Text(b"ab\ncd")
    assert to_offset(text, types.Position(0, 99), kind) == 2
    assert to_offset(text, types.Position(9, 0), kind) == 5


def test_changes_follow_each_other() -> None:
    """The second change of a notification refers to the text after the first."""
    utf16 = types.PositionEncodingKind.Utf16
    partial = types.TextDocumentContentChangePartial
    at = types.Range(types.Position(0, 0), types.Position(0, 1))
    after, edits = changed(Text(b"ab"), [partial(at, "xyz"), partial(at, "")], utf16)
    assert (after.data, len(edits)) == (b"yzb", 2)
    after, edits = changed(
        Text(b"ab"), [partial(at, "x"), types.TextDocumentContentChangeWholeDocument("q")], utf16
    )
    assert (after.data, edits) == (b"q", [])


def test_lone_surrogates_survive() -> None:
    """What JSON may carry comes back as it was."""
    text = Text(encode("a\ud83d b"))
    edit = Edit(Span(0, 1), encode("\ud83d"))
    (answer,) = to_text_edits(text, [edit], types.PositionEncodingKind.Utf16)
    assert encode(answer.new_text) == edit.new
    assert apply_edits(text.data, [edit]) == encode("\ud83d\ud83d b")
    assert to_range(text, Span(0, 1), types.PositionEncodingKind.Utf32).end.character == 1
