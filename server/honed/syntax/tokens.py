"""A stretch of text as tokens, with the nodes that they form."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from honed.syntax import leaves
from honed.syntax.brackets import closers, partners
from honed.syntax.leaves import Token
from honed.syntax.walk import NodeSpan, Walk

if TYPE_CHECKING:
    from honed.core.text import Span, Text
    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree

__all__ = ["NodeSpan", "Token", "Window", "window"]

MAX_EXPRESSION_TOKENS = 200
"""A longer expression is no value that a pattern carries about."""


@attrs.frozen(eq=False)
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
    _ends: dict[int, tuple[int, ...]] = attrs.field(factory=dict, init=False, repr=False)

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

    @cached_property
    def last_at(self) -> dict[int, int]:
        """The index of the token that ends at a byte offset."""
        return {token.end: index for index, token in enumerate(self.tokens)}

    def node(self, first: int, last: int) -> NodeSpan | None:
        """Return the outermost node that the tokens `first` to `last` make up exactly."""
        end = self.tokens[last].end
        for node in self.starts.get(self.tokens[first].start, ()):
            if node.end == end:
                return node
        return None

    def is_expression(self, kind: str) -> bool:
        """Return whether a node of `kind` is a value, a name or a type."""
        language = self.language
        return language is not None and (
            kind in language.expression
            or kind in language.identifier
            or kind in language.literal
            or kind in language.string
            # The grammars agree on this ending; a type is a value where types are written.
            or kind.endswith("type")
        )

    def expression_ends(self, index: int) -> tuple[int, ...]:
        """Return behind which tokens the expressions end that begin at `index`, farthest first."""
        if index not in self._ends:
            ends = {
                last + 1
                for node in self.starts.get(self.tokens[index].start, ())
                if self.is_expression(node.kind)
                and index
                <= (last := self.last_at.get(node.end, -1))
                < index + MAX_EXPRESSION_TOKENS
            }
            self._ends[index] = tuple(sorted(ends, reverse=True))
        return self._ends[index]


def window(text: Text, tree: Tree | None, span: Span) -> Window:
    """Return the tokens of `text` that lie inside `span`."""
    if tree is None:
        tokens = tuple(leaves.plain(text.data, span))
        return Window(text, span, None, tokens, {}, partners(tokens, {}))
    walk = Walk(tree, span)
    walk.run()
    tokens = tuple(walk.tokens)
    return Window(text, span, tree.language, tokens, walk.starts, partners(tokens, walk.tags))
