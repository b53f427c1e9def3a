"""The tokens of a stretch of text, with the nodes that they form.

A string is its quotes and the pieces of its content (words, format directives, escapes, spaces),
so that an edit inside a string is an edit of a few tokens.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import attrs

from honed.core.model import TokenKind
from honed.core.text import Span, Text, decode

if TYPE_CHECKING:
    import tree_sitter

    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree

OPENERS = {"(": ")", "[": "]", "{": "}", "${": "}"}
CLOSERS = frozenset(OPENERS.values())
ANGLES = {"<": (">", "/>"), "</": (">",)}
"""Brackets only where they begin and end a node: tags and type arguments, not comparisons."""

_PIECES = re.compile(
    rb"%[-+ #0]*[0-9*]*(?:\.[0-9*]+)?[A-Za-z%]"
    rb"|\{(?:\d*(?:![a-z])?(?::[^{}\s]*)?)\}"
    rb"|\\[\x00-\x7f]|[\w\x80-\xff]+|\s+|[^\w\s]"
)
_PLAIN = re.compile(
    rb"""(?P<name>(?!\d)[\w\x80-\xff]+)"""
    rb"""|(?P<literal>\d[\w.]*)"""
    rb"""|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\\n])*`)"""
    rb"""|(?P<fixed>\S)"""
)


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

    def node(self, first: int, last: int) -> NodeSpan | None:
        """Return the outermost node that the tokens `first` to `last` make up exactly."""
        end = self.tokens[last].end
        for node in self.starts.get(self.tokens[first].start, ()):
            if node.end == end:
                return node
        return None


def window(text: Text, tree: Tree | None, span: Span) -> Window:
    """Return the tokens of `text` that lie inside `span`."""
    starts: dict[int, list[NodeSpan]] = {}
    if tree is None:
        tokens = tuple(_plain_tokens(text.data, span))
        return Window(text, span, None, tokens, starts, _partners(tokens))
    tokens = tuple(_tree_tokens(tree, span, starts))
    for nodes in starts.values():
        nodes.sort(key=lambda node: -node.end)
    return Window(text, span, tree.language, tokens, starts, _partners(tokens))


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


def _tree_tokens(tree: Tree, span: Span, starts: dict[int, list[NodeSpan]]) -> list[Token]:
    """Walk the nodes that overlap `span`; a loop, because nesting has no bound."""
    tokens: list[Token] = []
    kinds = _kinds(tree.language)
    cursor = tree.root.walk()
    parents = [""]
    while node := cursor.node:
        start, end, kind = node.start_byte, node.end_byte, node.type
        if start < span.end or len(parents) == 1:
            is_inside = start >= span.start and end <= span.end
            if is_inside and node.is_named:
                field = cursor.field_name or ""
                entry = NodeSpan(start, end, kind, parents[-1], field)
                starts.setdefault(start, []).append(entry)
            if kind not in kinds.whole and cursor.goto_first_child_for_byte(span.start) is not None:
                parents.append(kind)
                continue
            if is_inside and end > start:
                _take(tokens, node, parents[-1], kinds, tree)
            if cursor.goto_next_sibling():
                continue
        while cursor.goto_parent():
            parents.pop()
            if cursor.goto_next_sibling():
                break
        else:
            break
    return tokens


def _take(
    tokens: list[Token], node: tree_sitter.Node, parent: str, kinds: _Kinds, tree: Tree
) -> None:
    start, end, kind = node.start_byte, node.end_byte, node.type
    data, language = tree.text.data, tree.language
    if kind in language.string_quote and parent in language.string:
        tokens.append(Token(TokenKind.QUOTE, decode(data[start:end]), start, end))
        return
    token_kind = kinds.leaf.get(kind, TokenKind.FIXED)
    if kind in language.string:
        _split_string(tokens, data, start, end)
    elif token_kind is TokenKind.TEXT:
        _split_text(tokens, data, start, end)
    elif data[start:end].strip():
        tokens.append(Token(token_kind, decode(data[start:end]), start, end))


def _split_string(tokens: list[Token], data: bytes, start: int, end: int) -> None:
    """Take a string that the grammar leaves whole: an opening and a closing quote, text between."""
    body = data[start:end]
    quotes = [index for index, code in enumerate(body) if code in b"\"'`"]
    if len(quotes) < 2:  # noqa: PLR2004 - an opening and a closing one
        tokens.append(Token(TokenKind.LITERAL, decode(body), start, end))
        return
    inner_start, inner_end = start + quotes[0] + 1, start + quotes[-1]
    tokens.append(
        Token(TokenKind.QUOTE, decode(data[start:inner_start]), start, inner_start)
    )
    _split_text(tokens, data, inner_start, inner_end)
    tokens.append(Token(TokenKind.QUOTE, decode(data[inner_end:end]), inner_end, end))


def _split_text(tokens: list[Token], data: bytes, start: int, end: int) -> None:
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


def _partners(tokens: tuple[Token, ...]) -> dict[int, int]:
    partner: dict[int, int] = {}
    stack: list[int] = []
    for index, token in enumerate(tokens):
        if token.kind is TokenKind.QUOTE:
            top = tokens[stack[-1]] if stack else None
            closes = top is not None and top.kind is TokenKind.QUOTE
            if closes and stack:
                opener = stack.pop()
                partner[opener], partner[index] = index, opener
            else:
                stack.append(index)
        elif token.kind is TokenKind.FIXED and token.text in OPENERS:
            stack.append(index)
        elif token.kind is TokenKind.FIXED and token.text in CLOSERS:
            while stack:
                opener = stack.pop()
                if OPENERS.get(tokens[opener].text) == token.text:
                    partner[opener], partner[index] = index, opener
                    break
    return partner
