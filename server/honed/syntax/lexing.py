"""Lexical tokens of any text, also a broken one: one regular expression a language.

For what needs a million tokens in seconds and no tree: the corpus that completions come from. A
text is cut into pieces that cover it; white space and comments are left out, a line end is a token
that tells whether the next line stands deeper. The expression is made from a language.toml.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, overload

import attrs
import numpy as np

from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from honed.syntax.languages import Language

MAX_WORD_BYTES = 80
"""A longer token is cut to its opening: nobody is offered a certificate or a paragraph."""

KEPT = b"\0"
"""Before the spelling of a keyword, so that the word `type` of one language is not that of another
where it is a name. Behind the opening of what was cut."""

SAME, DEEPER, SHALLOWER = b"\n", b"\n+", b"\n-"
"""Line ends, by the indentation of the next line that is not blank."""

# Those that the grammars give a named node, or none, though nobody names a thing so.
FIXED = (
    b"self this super cls None True False nil null undefined true false NULL nullptr"
    b" int str bool float string error byte rune char void"
).split()


class Kind(IntEnum):
    """What a token is."""

    OPERATOR = 0
    IDENTIFIER = 1
    KEYWORD = 2
    NUMBER = 3
    STRING = 4
    NEWLINE = 5


@attrs.frozen(eq=False)
class Lexemes:
    """The tokens of a text, in its order.

    `words` are what tells tokens apart (see `shown` for their text), `starts` and `ends` their byte
    offsets, int64, shape (tokens,). White space and comments lie between them. A line end that is
    followed by blank lines and comments is one token, from the end of the last line with code.
    """

    words: list[bytes]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.words)


def kind(word: bytes) -> Kind:
    """Return what a word is; an empty one is an operator."""
    if not word:
        return Kind.OPERATOR
    return Kind.STRING if word[0] in _LETTERS and _is_quoted(word) else _KINDS[word[0]]


def shown(word: bytes) -> str | None:
    """Return how a word is written, None where it was cut; a line end is a line feed."""
    if word[:1] == b"\n":
        return "\n"
    spelling = word.removeprefix(KEPT)
    return None if KEPT in spelling or not spelling else spelling.decode("utf-8", "replace")


def lex(data: bytes, language: Language | None, indent: int = 0) -> Lexemes:
    """Return the tokens of a text in UTF-8.

    `indent` is that of the line before the text, where it is a part of one.
    """
    grammar = _lexical(language)
    pieces = grammar.pattern.findall(data)
    count = len(pieces)
    ends = np.cumsum(np.fromiter(map(len, pieces), np.int64, count))
    starts = ends - np.fromiter(map(len, pieces), np.int64, count)
    codes = np.frombuffer(data, np.uint8)
    first = codes[starts] if count else np.zeros(0, np.uint8)
    is_out = _BLANK[first]
    for at in np.flatnonzero(grammar.may_comment[first]).tolist():
        is_out[at] = pieces[at].startswith(grammar.comments)
    keep = np.flatnonzero(~is_out)
    is_line_end = _LINE_END[first[keep]]
    # Of line ends with nothing but comments between them, the last tells the indentation.
    is_early = np.zeros(len(keep), bool)
    is_early[:-1] = is_line_end[:-1] & is_line_end[1:]
    if is_early.any():
        begins = np.flatnonzero(is_line_end & ~np.concatenate(([False], is_early[:-1])))
        lasts = np.flatnonzero(is_line_end & ~is_early)
        starts[keep[lasts]] = starts[keep[begins]]
        keep, is_line_end = keep[~is_early], is_line_end[~is_early]
    marked = grammar.marked
    chosen = [pieces[at] for at in keep.tolist()]
    words = [marked.get(each, each) for each in chosen]
    for at in np.flatnonzero(is_line_end).tolist():
        piece = chosen[at]
        deep = len(piece) - 1 - max(piece.rfind(b"\n"), piece.rfind(b"\r"))
        words[at] = SAME if deep == indent else DEEPER if deep > indent else SHALLOWER
        indent = deep
    starts, ends = starts[keep], ends[keep]
    lengths = np.fromiter(map(len, chosen), np.int64, len(chosen))
    for at in np.flatnonzero((lengths > MAX_WORD_BYTES) & ~is_line_end).tolist():
        words[at] = _cut(chosen[at])
    for at in np.flatnonzero(_QUOTE[codes[ends - 1]] & ~is_line_end).tolist():
        if b"\n" in words[at] or b"\r" in words[at]:
            words[at] = _cut(words[at])
    return Lexemes(words, starts, ends)


def ends_in_comment(gap: bytes, language: Language | None) -> bool:
    """Return whether what stands between two tokens ends in a comment, or in the midst of one."""
    grammar = _lexical(language)
    blocks = () if language is None else language.comment_block
    pieces = grammar.pattern.findall(gap)
    last = pieces[-1] if pieces else b""
    if not last.strip():
        return False
    return not any(
        last.startswith(begin) and last.endswith(end) and len(last) >= len(begin) + len(end)
        for begin, end in ((one.encode(), other.encode()) for one, other in blocks)
    )


@overload
def relex(
    old: Lexemes, data: bytes, change: tuple[int, int, int], language: Language | None
) -> Lexemes: ...


@overload
def relex(
    old: Lexemes,
    data: bytes,
    change: tuple[int, int, int],
    language: Language | None,
    most_bytes: int,
) -> Lexemes | None: ...


def relex(
    old: Lexemes,
    data: bytes,
    change: tuple[int, int, int],
    language: Language | None,
    most_bytes: int | None = None,
) -> Lexemes | None:
    """Return `lex(data, language)` from the tokens of the text before a change.

    `change` is the first byte that differs, the end of what differed in the old text, and the end
    of what differs in `data`. It costs what the changed lines cost, and a copy of the arrays; where
    the change opens or closes a string over lines, what lies up to its other end. Where that is
    more than `most_bytes`, return None.
    """
    start, old_end, new_end = change
    first = _line_end_before(old, int(np.searchsorted(old.ends, start, side="right")))
    begin = int(old.starts[first]) if first >= 0 else 0
    first = max(0, first)
    indent = _indent(old, data, first)
    after = int(np.searchsorted(old.starts, old_end, side="left"))
    lines, shift = 1, new_end - old_end
    while True:
        last = _line_end_after(old, after, lines)
        end = len(data) if last is None else int(old.ends[last]) + shift
        if most_bytes is not None and end - begin > most_bytes:
            return None
        if last is None:
            found = lex(data[begin:], language, indent)
            tail = len(old)
            break
        found = lex(data[begin:end], language, indent)
        tail = last + 1
        if len(found) and found.starts[-1] + begin == old.starts[last] + shift and (
            found.words[-1][:1] == SAME
        ):  # fmt: skip
            break
        lines *= 4
    return Lexemes(
        old.words[:first] + found.words + old.words[tail:],
        np.concatenate((old.starts[:first], found.starts + begin, old.starts[tail:] + shift)),
        np.concatenate((old.ends[:first], found.ends + begin, old.ends[tail:] + shift)),
    )


def _line_end_before(lexemes: Lexemes, index: int) -> int:
    """Return the last line end before a token, -1 where there is none."""
    index -= 1
    while index >= 0 and lexemes.words[index][:1] != SAME:
        index -= 1
    return index


def _line_end_after(lexemes: Lexemes, index: int, count: int) -> int | None:
    """Return the `count`th line end from a token on, None past the last."""
    while index < len(lexemes):
        if lexemes.words[index][:1] == SAME:
            count -= 1
            if not count:
                return index
        index += 1
    return None


def _indent(lexemes: Lexemes, data: bytes, index: int) -> int:
    """Return the indentation of the line that a line end closes."""
    before = _line_end_before(lexemes, index)
    if before < 0:
        return 0
    piece = data[int(lexemes.starts[before]) : int(lexemes.ends[before])]
    return len(piece) - 1 - max(piece.rfind(b"\n"), piece.rfind(b"\r"))


def _cut(piece: bytes) -> bytes:
    """Return what stands for a token that is too long: its opening, and a mark behind it."""
    opening = re.match(rb"\w{0,2}['\"`]{1,3}|.", piece, re.DOTALL)
    return (opening[0] if opening else b"") + KEPT


def _is_quoted(word: bytes) -> bool:
    return word[-1] in _QUOTES or (word[-1] == 0 and len(word) > 1 and word[-2] in _QUOTES)


@attrs.frozen(eq=False)
class _Lexical:
    """What one language's tokens are cut with."""

    pattern: re.Pattern[bytes]
    comments: tuple[bytes, ...]
    may_comment: NDArray[np.bool_]
    marked: dict[bytes, bytes]


# The longer first; what is not listed is one character.
_OPERATORS = (
    rb"\.\.\.|<<=|>>=|\*\*=|//=|===|!==|&&=|\|\|=|\?\?=|<=>|\.\.=|"
    rb"->|=>|:=|==|!=|<=|>=|\+=|-=|\*=|/=|%=|&=|\|=|\^=|&&|\|\||\+\+|--|\?\.|\?\?|::|\*\*|<<|>>|"
    rb"<-|//|\.\."
)


@cache
def _lexical(language: Language | None) -> _Lexical:
    line: tuple[str, ...] = ('"',)
    strings: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    blocks: tuple[tuple[str, str], ...] = ()
    prefix = ""
    if language is not None:
        line, strings, prefix = language.string_line, language.string_block, language.string_prefix
        notes, blocks = language.comment_line, language.comment_block
    led = rb"[" + re.escape(prefix.encode()) + rb"]{0,2}" if prefix else b""
    parts = [rb"[ \t\f\v]+", rb"(?:\r\n?|\n)\s*"]
    parts += [_escaped(begin) + rb"(?s:.*?)(?:" + _escaped(end) + rb"|\Z)" for begin, end in blocks]
    parts += [_escaped(begin) + rb"[^\r\n]*" for begin in notes]
    parts += [
        led + _escaped(begin) + rb"(?s:(?:\\.|(?!" + _escaped(end) + rb").)*)(?:"
        + _escaped(end) + rb"|\Z)"
        for begin, end in sorted(strings, key=lambda pair: -len(pair[0]))
    ]  # fmt: skip
    for each in map(_escaped, line):
        body = rb"(?:[^\\\r\n" + each + rb"]|\\[^\r\n])*"
        parts += [led + each + body + each, each + body]
    parts += [
        rb"(?:[^\W\d]|[\x80-\xff$])(?:\w|[\x80-\xff$])*", rb"\d(?:[\w]|\.(?=\d))*", _OPERATORS,
        rb"(?s:.)",
    ]  # fmt: skip
    openings = tuple(each.encode() for each in (*notes, *(pair[0] for pair in blocks)))
    may_comment = np.zeros(256, bool)
    may_comment[[each[0] for each in openings]] = True
    return _Lexical(
        re.compile(b"|".join(parts)),
        openings or (KEPT + KEPT,),
        may_comment,
        {each: KEPT + each for each in (*FIXED, *_keywords(language))},
    )


def _escaped(text: str) -> bytes:
    return re.escape(text.encode())


def _keywords(language: Language | None) -> Iterable[bytes]:
    """Yield the words that the grammar of a language knows by their spelling."""
    grammar = languages.grammar(language) if language is not None else None
    if grammar is None:
        return
    for number in range(grammar.node_kind_count):
        spelling = grammar.node_kind_for_id(number)
        if spelling and not grammar.node_kind_is_named(number) and spelling.isidentifier():
            yield spelling.encode()


def _table(members: Iterable[int]) -> NDArray[np.bool_]:
    table = np.zeros(256, bool)
    table[list(members)] = True
    return table


_LETTERS = frozenset(
    [*range(ord("a"), ord("z") + 1), *range(ord("A"), ord("Z") + 1), *b"_$", *range(0x80, 0x100)]
)
_QUOTES = frozenset(b"'\"`")
_BLANK = _table(b" \t\f\v")
_LINE_END = _table(b"\r\n")
_QUOTE = _table(_QUOTES)
_KINDS = tuple(
    Kind.KEYWORD if byte == 0
    else Kind.NEWLINE if byte == ord("\n")
    else Kind.NUMBER if byte in b"0123456789"
    else Kind.STRING if byte in _QUOTES
    else Kind.IDENTIFIER if byte in _LETTERS
    else Kind.OPERATOR
    for byte in range(256)
)  # fmt: skip
