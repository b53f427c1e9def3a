"""Where the cursor stands among the tokens of a text: what is typed of one, and what is no code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.text import Span, is_word_byte
from honed.syntax.lexing import Kind, ends_in_comment, kind
from honed.syntax.tree import ancestors

if TYPE_CHECKING:
    from honed.core.text import Text
    from honed.syntax.languages import Language
    from honed.syntax.lexing import Lexemes
    from honed.syntax.tree import Tree

_DOLLAR = ord("$")
_MOST_LETTERS = 2
"""So many may stand before a string's opening."""


@attrs.frozen
class Cursor:
    """A place in a text, by its tokens.

    `index` is how many tokens end before what is being typed; `prefix` and `rest` are the parts of
    the word at the cursor before and behind it, and a string that ends there is a `prefix`, too;
    `head` and `suffix` the parts of its line.
    """

    offset: int
    index: int
    prefix: bytes
    rest: bytes
    head: bytes
    suffix: bytes
    is_code: bool
    """Whether it stands in no comment, string or number, as far as the tokens tell."""

    @property
    def word(self) -> Span:
        """The word that it stands in or at the end of."""
        return Span(self.offset - len(self.prefix), self.offset + len(self.rest))


def cursor_at(text: Text, lexemes: Lexemes, offset: int, language: Language | None) -> Cursor:
    """Return where the byte `offset` stands in a text with these tokens."""
    data = text.data
    offset = max(0, min(offset, len(data)))
    line = text.line_span(text.line_at(offset))
    start = _word_start(data, lexemes, offset, line.start)
    end = offset
    while end < len(data) and _is_in_word(data[end]):
        end += 1
    head = data[line.start : offset]
    return Cursor(
        offset=offset,
        index=int(np.searchsorted(lexemes.ends, start, side="right")),
        prefix=data[start:offset],
        rest=data[offset:end],
        head=head,
        suffix=data[offset : max(offset, line.end)],
        is_code=_is_code(data, lexemes, offset, line.start, language),
    )


def is_in_text(tree: Tree, offset: int) -> bool:
    """Return whether the byte `offset` stands in a string or a comment, as the grammar knows them.

    It knows those that the tokens do not: heredocs, raw strings with marks of their own.
    """
    language, data = tree.language, tree.text.data
    kinds = language.string | language.comment
    return offset > 0 and any(
        node.type in kinds and (offset < node.end_byte or _is_in_word(data[offset - 1]))
        for node in ancestors(tree, offset - 1)
    )


def _word_start(data: bytes, lexemes: Lexemes, offset: int, line_start: int) -> int:
    """Return where the word before a byte begins; one with quotes where its token does."""
    at = int(np.searchsorted(lexemes.starts, offset, side="left")) - 1
    if at >= 0 and lexemes.ends[at] >= offset and kind(lexemes.words[at]) is Kind.STRING:
        begin = int(lexemes.starts[at])
        return begin if begin >= line_start else offset
    while offset > 0 and _is_in_word(data[offset - 1]):
        offset -= 1
    return offset


def _is_in_word(byte: int) -> bool:
    """Return whether a byte belongs to a word: as the tokens are cut, `$` does."""
    return byte == _DOLLAR or is_word_byte(byte)


def _is_code(
    data: bytes, lexemes: Lexemes, offset: int, line_start: int, language: Language | None
) -> bool:
    at = int(np.searchsorted(lexemes.starts, offset, side="left")) - 1
    if at < 0:
        # Only a comment stands before the first token and leaves none.
        return not ends_in_comment(data[:offset], language)
    begin, end = int(lexemes.starts[at]), int(lexemes.ends[at])
    token = kind(lexemes.words[at])
    if token is Kind.NEWLINE:
        # It holds the comments up to the next line with code.
        return not data[line_start:offset].strip() and not ends_in_comment(
            data[begin:offset], language
        )
    if end < offset:
        # Nothing but white space and comments leaves no token.
        return not ends_in_comment(data[end:offset], language)
    if token is Kind.STRING or _opening(data[begin:end], language) is not None:
        return offset == end and _is_closed(data[begin:end], language)
    return token is not Kind.NUMBER


def _opening(token: bytes, language: Language | None) -> tuple[int, bytes] | None:
    """Return where the opening of a string ends, and what closes it; None where none begins."""
    lines: tuple[str, ...] = ('"',)
    blocks: tuple[tuple[str, str], ...] = ()
    prefix = b""
    if language is not None:
        lines, blocks = language.string_line, language.string_block
        prefix = language.string_prefix.encode()
    pairs = sorted([*blocks, *zip(lines, lines, strict=True)], key=lambda pair: -len(pair[0]))
    for letters in range(_MOST_LETTERS + 1):
        if any(each not in prefix for each in token[:letters]):
            break
        for begin, end in pairs:
            if token.startswith(begin.encode(), letters):
                return letters + len(begin.encode()), end.encode()
    return None


def _is_closed(string: bytes, language: Language | None) -> bool:
    """Return whether a string literal ends with what closes it, and that is not escaped."""
    opening = _opening(string, language)
    if opening is None:
        return False
    begin, closing = opening
    inside = string[begin : len(string) - len(closing)]
    escapes = len(inside) - len(inside.rstrip(b"\\"))
    return len(string) >= begin + len(closing) and string.endswith(closing) and escapes % 2 == 0
