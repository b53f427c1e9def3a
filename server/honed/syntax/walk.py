"""One walk over the nodes of a tree that overlap a stretch: its tokens, and the nodes in it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import attrs

from honed.core.model import TokenKind
from honed.core.text import decode
from honed.syntax import leaves
from honed.syntax.leaves import Token
from honed.syntax.tree import descend

if TYPE_CHECKING:
    import tree_sitter

    from honed.core.text import Span
    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree


class NodeSpan(NamedTuple):
    """A node of the tree: its kind, its parent's kind and its field name in the parent."""

    start: int
    end: int
    kind: str
    parent: str
    field: str


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


class Walk:
    """What was met on the walk, in order; `run` walks once, in a loop, as nesting has no bound.

    `starts` maps a byte offset to the nodes that start there and lie in the stretch, the largest
    first; `tags` maps the index of each `<` or `</` that begins a node to where that node ends.
    """

    def __init__(self, tree: Tree, span: Span) -> None:
        """Prepare for a walk over `span`."""
        self.tokens: list[Token] = []
        self.starts: dict[int, list[NodeSpan]] = {}
        self.tags: dict[int, int] = {}
        self._span = span
        self._data = tree.text.data
        self._language = tree.language
        self._kinds = _kinds(tree.language)
        self._root = tree.root
        self._end = span.start

    def run(self) -> None:
        """Take the tokens and the nodes."""
        cursor = self._root.walk()
        first, last = self._span.start, self._span.end
        starts, whole = self.starts, self._kinds.whole
        parents: list[tree_sitter.Node] = []
        kinds = [""]
        while node := cursor.node:
            start, end, kind = node.start_byte, node.end_byte, node.type
            if start < last or not parents:
                is_inside = start >= first and end <= last
                if is_inside and node.is_named:
                    entry = NodeSpan(start, end, kind, kinds[-1], cursor.field_name or "")
                    # The walk meets a node before its children: the largest come first.
                    starts.setdefault(start, []).append(entry)
                if kind not in whole and descend(cursor, node, first):
                    parents.append(node)
                    kinds.append(kind)
                    continue
                if is_inside and end > start:
                    self._take(kind, start, end, parents[-1] if parents else None)
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

    def _take(self, kind: str, start: int, end: int, parent: tree_sitter.Node | None) -> None:
        """Take a leaf, and what the leaves before it left out."""
        if start > self._end:
            self._fill(start)
        self._end = end
        data, language = self._data, self._language
        token_kind = self._kinds.leaf.get(kind, TokenKind.FIXED)
        if kind in language.string_quote and parent is not None and parent.type in language.string:
            self.tokens.extend(leaves.quote(data, start, end))
        elif kind in language.string:
            self.tokens.extend(leaves.string(data, start, end))
        elif token_kind is TokenKind.TEXT:
            self.tokens.extend(leaves.pieces(data, start, end))
        elif data[start:end].strip():
            if parent is not None and kind in {"<", "</"} and parent.start_byte == start:
                self.tags[len(self.tokens)] = parent.end_byte
            self.tokens.append(Token(token_kind, decode(data[start:end]), start, end))

    def _fill(self, end: int) -> None:
        """Take what no leaf covers: some grammars leave parts of a node without a node."""
        between = self._data[self._end : end]
        if not between or between.isspace():
            return
        start = self._end + len(between) - len(between.lstrip())
        stop = start + len(between.strip())
        self.tokens.append(Token(TokenKind.FIXED, decode(self._data[start:stop]), start, stop))
