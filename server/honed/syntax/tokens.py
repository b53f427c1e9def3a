"""The tokens of a stretch of text, with the nodes that they form.

A string is its prefix, its quotes and the pieces of its content (words, format directives,
escapes, spaces), so that an edit inside a string is an edit of a few tokens.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import attrs

from honed.core.model import TokenKind
from honed.core.text import Span, Text, decode
from honed.syntax.brackets import closers, partners
from honed.syntax.tree import descend

if TYPE_CHECKING:
    import tree_sitter

    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree

_PIECES = re.compile(
    rb"%[-+ #0]*[0-9*]*(?:\.[0-9*]+)?[A-Za-z%]"  # a directive: %s, %5.2f, %%
    rb"|\{\{|\}\}|\{\d*(?:![a-z])?(?::[^{}\s]*)?\}"  # a placeholder: {}, {0}, {:>5}
    rb"|\\[\x00-\x7f]|[\w\x80-\xff]+|\s+|[^\w\s]"
)
_PLAIN = re.compile(
    rb"""(?P<name>(?!\d)[\w\x80-\xff]+)"""
    rb"""|(?P<literal>\d[\w.]*)"""
    rb"""|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\\n])*`)"""
    rb"""|(?P<fixed>\S)"""
)
MAX_TEXT_BYTES = 400
"""A longer text (a docstring, a page) is one token: no pattern looks into it."""

_QUOTE = re.compile(rb"[\"'`]")


class Token(NamedTuple):
    """A token; `start` and `end` are byte offsets."""

    kind: TokenKind
    text: str
    start: int
    end: int


class NodeSpan(NamedTuple):
    """A node of the tree: its kind, its parent's kind and its field name in the parent."""

    start: int
    end: int
    kind: str
    parent: str
    field: str


@attrs.frozen
class Window:
    """The tokens of a stretch of text and the nodes that lie wholly inside it.

    `starts` maps a byte offset to the nodes that start there, the largest first; `partner` maps
    the index of each bracket or quote to the index of its other half.
    """

    text: Text
    span: Span
    language: Language | None
    tokens: tuple[Token, ...]
    starts: dict[int, list[NodeSpan]]
    partner: dict[int, int]

    def gap(self, index: int) -> bytes:
        """Return the bytes between the token `index` and the one before it (or the start)."""
        begin = self.tokens[index - 1].end if index else self.span.start
        end = self.tokens[index].start if index < len(self.tokens) else self.span.end
        return self.text.data[begin:end]

    @cached_property
    def closers(self) -> list[int]:
        """For each token, and the end, the bracket that closes the innermost pair around it.

        -1 where none does; a bracket itself lies in the pair around its own.
        """
        return closers(self.tokens, self.partner)

    def node(self, first: int, last: int) -> NodeSpan | None:
        """Return the outermost node that the tokens `first` to `last` make up exactly."""
        end = self.tokens[last].end
        for node in self.starts.get(self.tokens[first].start, ()):
            if node.end == end:
                return node
        return None


def window(text: Text, tree: Tree | None, span: Span) -> Window:
    """Return the tokens of `text` that lie inside `span`."""
    if tree is None:
        tokens = tuple(_plain_tokens(text.data, span))
        return Window(text, span, None, tokens, {}, partners(tokens, {}))
    walk = _Walk(tree, span)
    walk.run()
    tokens = tuple(walk.tokens)
    return Window(text, span, tree.language, tokens, walk.starts, partners(tokens, walk.tags))


@attrs.frozen
class _Kinds:
    """For each leaf kind what it is to a pattern, and which nodes are not looked into."""

    leaf: dict[str, TokenKind]
    whole: frozenset[str]


@lru_cache(maxsize=32)
def _kinds(language: Language) -> _Kinds:
    leaf = dict.fromkeys(language.comment, TokenKind.COMMENT)
    leaf |= dict.fromkeys(language.literal, TokenKind.LITERAL)
    leaf |= dict.fromkeys(language.identifier, TokenKind.NAME)
    leaf |= dict.fromkeys(language.string_text, TokenKind.TEXT)
    return _Kinds(leaf, language.comment | language.literal | language.string_text)


class _Walk:
    """One walk over the nodes that overlap a span; a loop, because nesting has no bound."""

    def __init__(self, tree: Tree, span: Span) -> None:
        self.span = span
        self.data = tree.text.data
        self.language = tree.language
        self.kinds = _kinds(tree.language)
        self.tokens: list[Token] = []
        self.starts: dict[int, list[NodeSpan]] = {}
        self.tags: dict[int, int] = {}
        """The index of each `<` or `</` that begins a node: where that node ends."""
        self._cursor = tree.root.walk()
        self._end = span.start

    def run(self) -> None:
        """Take the tokens and the nodes, in order."""
        cursor = self._cursor
        first, last = self.span.start, self.span.end
        parents: list[tree_sitter.Node] = []
        kinds = [""]
        while node := cursor.node:
            start, end, kind = node.start_byte, node.end_byte, node.type
            if start < last or not parents:
                is_inside = start >= first and end <= last
                if is_inside and node.is_named:
                    entry = NodeSpan(start, end, kind, kinds[-1], cursor.field_name or "")
                    # The walk meets a node before its children: the largest come first.
                    self.starts.setdefault(start, []).append(entry)
                if kind not in self.kinds.whole and descend(cursor, node, first):
                    parents.append(node)
                    kinds.append(kind)
                    continue
                if is_inside and end > start:
                    self._take(kind, start, end, parents)
                if cursor.goto_next_sibling():
                    continue
            while cursor.goto_parent():
                parents.pop()
                kinds.pop()
                if cursor.goto_next_sibling():
                    break
            else:
                break
        self._fill(last)

    def _take(self, kind: str, start: int, end: int, parents: list[tree_sitter.Node]) -> None:
        if start > self._end:
            self._fill(start)
        self._end = end
        data, language = self.data, self.language
        parent = parents[-1] if parents else None
        if kind in language.string_quote and parent is not None and parent.type in language.string:
            _split_quote(self.tokens, data, start, end)
            return
        token_kind = self.kinds.leaf.get(kind, TokenKind.FIXED)
        if kind in language.string:
            _split_string(self.tokens, data, start, end)
        elif token_kind is TokenKind.TEXT:
            _split_text(self.tokens, data, start, end)
        elif data[start:end].strip():
            if parent is not None and kind in {"<", "</"} and parent.start_byte == start:
                self.tags[len(self.tokens)] = parent.end_byte
            self.tokens.append(Token(token_kind, decode(data[start:end]), start, end))

    def _fill(self, end: int) -> None:
        """Take what no leaf covers: some grammars leave parts of a node without a node."""
        between = self.data[self._end : end]
        if between.isspace() or not between:
            return
        start = self._end + len(between) - len(between.lstrip())
        stop = start + len(between.strip())
        self.tokens.append(Token(TokenKind.FIXED, decode(self.data[start:stop]), start, stop))


def _split_quote(tokens: list[Token], data: bytes, start: int, end: int) -> None:
    """Take an opening or closing quote; the letters before it (`f"`, `L"`) are one more token."""
    quote = _QUOTE.search(data, start, end)
    at = quote.start() if quote else start
    if at > start:
        tokens.append(Token(TokenKind.FIXED, decode(data[start:at]), start, at))
    tokens.append(Token(TokenKind.QUOTE, decode(data[at:end]), at, end))


def _split_string(tokens: list[Token], data: bytes, start: int, end: int) -> None:
    """Take a string that the grammar leaves whole: an opening and a closing quote, text between."""
    body = data[start:end]
    quotes = [match.start() for match in _QUOTE.finditer(body)]
    if len(quotes) < 2:  # noqa: PLR2004 - an opening and a closing one
        tokens.append(Token(TokenKind.LITERAL, decode(body), start, end))
        return
    inner_start, inner_end = start + quotes[0] + 1, start + quotes[-1]
    _split_quote(tokens, data, start, inner_start)
    _split_text(tokens, data, inner_start, inner_end)
    tokens.append(Token(TokenKind.QUOTE, decode(data[inner_end:end]), inner_end, end))


def _split_text(tokens: list[Token], data: bytes, start: int, end: int) -> None:
    if end - start > MAX_TEXT_BYTES:
        tokens.append(Token(TokenKind.TEXT, decode(data[start:end]), start, end))
        return
    for match in _PIECES.finditer(data, start, end):
        tokens.append(Token(TokenKind.TEXT, decode(match.group()), *match.span()))


def _plain_tokens(data: bytes, span: Span) -> list[Token]:
    tokens: list[Token] = []
    for match in _PLAIN.finditer(data, span.start, span.end):
        start, end = match.span()
        if match.lastgroup == "string":
            _split_string(tokens, data, start, end)
        else:
            kind = TokenKind(match.lastgroup or "fixed")
            tokens.append(Token(kind, decode(match.group()), start, end))
    return tokens
