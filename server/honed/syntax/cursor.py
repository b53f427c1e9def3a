"""Where the cursor stands among the tokens of a text: what is typed of one, and what is no code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.text import Span, is_word_byte
from honed.syntax.lexing import Kind, kind

if TYPE_CHECKING:
    from honed.core.text import Text
    from honed.syntax.languages import Language
    from honed.syntax.lexing import Lexemes

_QUOTES = b"'\"`"


@attrs.frozen
class Cursor:
    """A place in a text, by its tokens.

    `index` is how many tokens end before what is being typed; `prefix` and `rest` are the parts of
    the word at the cursor before and behind it; `head` and `suffix` the parts of its line.
    """

    offset: int
    index: int
    prefix: bytes
    rest: bytes
    head: bytes
    suffix: bytes
    is_code: bool
    """Whether it stands in no comment, string or number."""

    @property
    def word(self) -> Span:
        """The word that it stands in or at the end of."""
        return Span(self.offset - len(self.prefix), self.offset + len(self.rest))


def cursor_at(text: Text, lexemes: Lexemes, offset: int, language: Language | None) -> Cursor:
    """Return where the byte `offset` stands in a text with these tokens."""
    data = text.data
    offset = max(0, min(offset, len(data)))
    start = offset
    while start > 0 and is_word_byte(data[start - 1]):
        start -= 1
    end = offset
    while end < len(data) and is_word_byte(data[end]):
        end += 1
    line = text.line_span(text.line_at(offset))
    head = data[line.start : offset]
    return Cursor(
        offset=offset,
        index=int(np.searchsorted(lexemes.ends, start, side="right")),
        prefix=data[start:offset],
        rest=data[offset:end],
        head=head,
        suffix=data[offset : max(offset, line.end)],
        is_code=_is_code(data, lexemes, Span(start, offset), line.start, language),
    )


def _is_code(
    data: bytes, lexemes: Lexemes, word: Span, line_start: int, language: Language | None
) -> bool:
    at = int(np.searchsorted(lexemes.starts, word.end, side="left")) - 1
    if at < 0:
        # Only a comment stands before the first token and leaves none.
        return not data[: word.end].strip()
    begin, end = int(lexemes.starts[at]), int(lexemes.ends[at])
    token = kind(lexemes.words[at])
    if token is Kind.NEWLINE:
        # It holds the comments up to the next line with code.
        return not data[line_start : word.end].strip() and not _is_in_block(
            data[begin : word.end], language
        )
    if end < word.end:
        # Nothing but white space and comments leaves no token.
        return _is_over(data[end : word.end], language)
    if token is Kind.STRING:
        return word.end == end and _is_closed(data[begin:end])
    return token is not Kind.NUMBER


def _is_over(gap: bytes, language: Language | None) -> bool:
    """Return whether white space, with comments perhaps, ends in no comment."""
    blocks = () if language is None else language.comment_block
    left = gap.strip()
    return not left or any(left.endswith(closing.encode()) for _, closing in blocks)


def _is_in_block(gap: bytes, language: Language | None) -> bool:
    """Return whether a comment over lines is open at the end of white space and comments."""
    blocks = () if language is None else language.comment_block
    return any(
        gap.rfind(opening.encode()) > gap.rfind(closing.encode()) for opening, closing in blocks
    )


def _is_closed(string: bytes) -> bool:
    """Return whether a string literal ends with its quote."""
    opening = string.lstrip(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return len(opening) > 1 and opening[-1] in _QUOTES and opening[-1] == opening[0]
