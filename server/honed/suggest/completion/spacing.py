"""Whether a space stands between two tokens: as in the document, or else as is usual."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.syntax.lexing import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from honed.suggest.completion.request import Request
    from honed.suggest.completion.sources import Words

MOST = 6000
"""So many tokens of the document are looked at, the nearest to the cursor."""

_OPENING, _CLOSING = frozenset((b"(", b"[", b"{")), frozenset((b")", b"]", b"}"))
_NONE_BEFORE = frozenset(
    (b")", b"]", b",", b";", b".", b"?.", b"::", b"(", b"[", b":", b"...", b"++")
)
_NONE_AFTER = frozenset((b"(", b"[", b".", b"?.", b"::", b"!", b"~", b"@", b"...", b"$"))
_WORDS = frozenset((Kind.IDENTIFIER, Kind.KEYWORD, Kind.NUMBER))


@attrs.frozen(eq=False)
class Spacing:
    """How a document spaces its tokens."""

    before: NDArray[np.int32] = attrs.field(repr=False)
    after: NDArray[np.int32] = attrs.field(repr=False)
    is_inside: NDArray[np.bool_] = attrs.field(repr=False)
    """Whether the pair stands in brackets that its neighbourhood opened."""
    is_spaced: NDArray[np.bool_] = attrs.field(repr=False)

    def between(self, one: int, other: int, words: Words, *, inside: bool) -> bool:
        """Return whether a space stands between two tokens, in brackets or not."""
        left, right = words.word(one), words.word(other)
        pair = words.erased(np.array([one, other], np.int32))
        seen = (self.before == pair[0]) & (self.after == pair[1])
        for mask in (seen & (self.is_inside == inside), seen):
            found = self.is_spaced[mask][-20:]
            if len(found):
                return 2 * int(found.sum()) > len(found)
        if _both_words(one, other, words):
            return True
        return not (right in _NONE_BEFORE or left in _NONE_AFTER)


def _both_words(one: int, other: int, words: Words) -> bool:
    return bool(words.kinds[one] in _WORDS and words.kinds[other] in _WORDS)


def spacing_of(request: Request, words: Words) -> Spacing:
    """Return how the document around the cursor spaces its tokens."""
    lexemes = request.lexemes
    at = int(np.searchsorted(lexemes.starts, request.cursor))
    first, last = max(0, at - MOST), min(len(lexemes), at + MOST // 3)
    ids = request.ids[first:last]
    if len(ids) <= 1:
        none = np.zeros(0, np.int32)
        return Spacing(none, none, none.astype(bool), none.astype(bool))
    erased = words.erased(ids)
    depth = np.cumsum(_steps(ids, words))
    line_ends = words.kinds[ids] == Kind.NEWLINE
    spaced = lexemes.starts[first + 1 : last] > lexemes.ends[first : last - 1]
    kept = ~(line_ends[:-1] | line_ends[1:])
    return Spacing(
        erased[:-1][kept], erased[1:][kept], (depth[:-1] > 0)[kept], np.asarray(spaced)[kept]
    )


def _steps(ids: NDArray[np.int32], words: Words) -> NDArray[np.int64]:
    """Return 1 for what opens a bracket, -1 for what closes one, 0 for the rest."""
    steps = np.zeros(len(ids), np.int64)
    for token in np.unique(ids).tolist():
        word = words.word(token)
        if word in _OPENING or word in _CLOSING:
            steps[ids == token] = 1 if word in _OPENING else -1
    return steps


def written(
    tokens: Sequence[int], before: Sequence[int], request: Request, words: Words
) -> str | None:
    """Return how tokens are written behind the cursor, None where one of them was cut.

    `before` are the tokens before the cursor, the nearest first.
    """
    spacing = spacing_of(request, words)
    depth = 0
    for token in before:
        if words.kinds[token] == Kind.NEWLINE:
            break
        word = words.word(token)
        depth += (word in _OPENING) - (word in _CLOSING)
    parts: list[str] = []
    is_behind_space = request.data[request.cursor - 1 : request.cursor] in {b" ", b"\t", b"\n", b""}
    last = before[0] if len(before) else None
    for number, token in enumerate(tokens):
        word = words.word(token)
        spelling = word.removeprefix(b"\0")
        if b"\0" in spelling or not spelling:
            return None
        blank = (
            last is not None
            and words.kinds[last] != Kind.NEWLINE
            and not (number == 0 and is_behind_space)
        )
        if (
            blank
            and last is not None
            and (
                _both_words(last, token, words)
                or spacing.between(last, token, words, inside=depth > 0)
            )
        ):
            parts.append(" ")
        parts.append(spelling.decode("utf-8", "replace"))
        depth += (word in _OPENING) - (word in _CLOSING)
        last = token
    return "".join(parts)
