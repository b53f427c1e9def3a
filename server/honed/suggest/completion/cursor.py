"""The tokens around a cursor: what stands before it, and what is typed of the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.vocabulary import BOUNDARY
from honed.syntax.lexing import DEEPER, SAME, SHALLOWER, Kind, kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from honed.suggest.completion.request import Request

_TYPED = (Kind.IDENTIFIER, Kind.KEYWORD, Kind.NUMBER, Kind.STRING)


@attrs.frozen(eq=False)
class Cursor:
    """A document as completions see it.

    `tokens` are the document's from behind the cursor to its end, a boundary, and those before the
    cursor: what may follow the cursor follows the end of it. `context` are the last of them, the
    nearest first. `prefix` is what is typed of the token at the cursor. `at` is the number of
    tokens before the cursor, `ahead` the number of the first lexeme behind it.
    """

    tokens: NDArray[np.int32] = attrs.field(repr=False)
    context: list[int]
    prefix: bytes
    at: int
    ahead: int


def cursor_of(request: Request, order: int) -> Cursor:
    """Return what stands around the cursor, with at most `order` tokens of context."""
    lexemes, cursor = request.lexemes, request.cursor
    at = int(np.searchsorted(lexemes.starts, cursor, "left"))
    ahead, prefix = at, b""
    last: bytes | None = None
    if at and lexemes.ends[at - 1] >= cursor:
        word, start = lexemes.words[at - 1], int(lexemes.starts[at - 1])
        if kind(word) is Kind.NEWLINE:
            at -= 1
            last = _line_end(request, at)
            if lexemes.ends[at] > cursor:
                # The rest of the blank lines, which ends the cursor's own.
                ahead = at
        elif kind(word) in _TYPED and not (request.is_whole and lexemes.ends[at - 1] == cursor):
            at -= 1
            prefix = request.data[start:cursor]
        elif lexemes.ends[at - 1] > cursor:
            at -= 1
    before = request.ids[:at]
    if last is not None:
        before = np.append(before, request.corpus.lexicon.ids_of([last]))
    tokens = np.concatenate((request.ids[ahead:], np.array([BOUNDARY], np.int32), before))
    context = before[::-1][:order].tolist()
    if len(context) < order:
        context.append(BOUNDARY)
    return Cursor(tokens.astype(np.int32), context, prefix, len(before), ahead)


def _line_end(request: Request, index: int) -> bytes:
    """Return the line end before the cursor's line, told by the cursor's own indentation."""
    data, cursor, lexemes = request.data, request.cursor, request.lexemes
    if lexemes.ends[index] == cursor:
        return lexemes.words[index]
    here = cursor - 1 - max(data.rfind(b"\n", 0, cursor), data.rfind(b"\r", 0, cursor))
    line = data[: int(lexemes.starts[index])]
    line = line[max(line.rfind(b"\n"), line.rfind(b"\r")) + 1 :]
    there = len(line) - len(line.lstrip(b" \t"))
    return SAME if here == there else DEEPER if here > there else SHALLOWER
