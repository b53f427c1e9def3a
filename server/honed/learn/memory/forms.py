"""What names an edit or a piece of code up to renaming."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from honed.core.model import Copy, TokenKind
from honed.core.text import Span, Text, encode
from honed.syntax.tokens import window
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tree_sitter

    from honed.core.memory import Side
    from honed.core.model import Rewrite
    from honed.syntax.languages import Language

BINDING_FIELDS = frozenset({"left", "name", "pattern", "parameter", "parameters", "declarator"})
"""The fields of tree-sitter's grammars under which a name is bound, in most languages."""

BINDING_KINDS = ("parameter", "pattern")
"""Words in the kinds of nodes whose direct names are bound: `parameters`, `object_pattern`."""

MOST_BYTES = 100_000
"""Of a piece of code; a longer one is named by its text."""

_HOLE = re.compile(r"‹\d+›")
_SPACE = re.compile(r"\s+")


def sides(rewrite: Rewrite) -> tuple[Side, Side]:
    """Return the two sides of a rewrite, holes as `‹1›`, numbered as they come."""
    numbers: dict[int, int] = {}
    words: list[str] = []
    for index, element in enumerate(rewrite.before):
        if element.hole is None:
            words.append(element.text)
        else:
            first = index if element.same_as is None else element.same_as
            words.append(f"‹{numbers.setdefault(first, len(numbers) + 1)}›")
    after = [
        words[part.first : part.last + 1] if isinstance(part, Copy) else [part]
        for part in rewrite.after
    ]
    return tuple(words), tuple(word for part in after for word in part if word)


def key_of_edit(language: str, before: Side, after: Side) -> str:
    """Return what names an edit: what it demands and what it makes of it, but for space."""
    return _digest("edit", language, *before, "\0", bare(after))


def bare(side: Side) -> str:
    """Return a side without the space between and inside its tokens."""
    return _SPACE.sub("", "".join(side))


def is_hole(word: str) -> bool:
    """Return whether a token of a side is a hole."""
    return _HOLE.fullmatch(word) is not None


def filled(side: Side, values: dict[str, str]) -> Side:
    """Return a side with its holes filled; a hole without a value stays."""
    return tuple(values.get(word, word) for word in side)


def key_of_code(kind: str, language: Language | None, code: str) -> str:
    """Return what names a piece of code, whatever its own names are, its space and its comments."""
    name = language.name if language else ""
    return _digest(kind, name, *skeleton(language, code))


def skeleton(language: Language | None, code: str) -> list[str]:
    """Return the tokens of a text, each name that it binds itself as `$1`, `$2` … as they come.

    Names of others (what it calls, keys, attributes) stay: `open(x)` is not `close(y)`.
    """
    text = Text(encode(code))
    tree = parse(text, language) if len(text.data) <= MOST_BYTES else None
    if tree is None:
        return code.split()
    tokens = [
        each
        for each in window(text, tree, Span(0, len(text.data))).tokens
        if each.kind is not TokenKind.COMMENT and each.text.strip()
    ]
    bound = set(_bound(tree.root))
    numbers: dict[str, str] = {}
    found = []
    for before, token in pairwise([None, *tokens]):
        if token is None:
            continue
        is_attribute = before is not None and before.text in {".", "->", "::", "?."}
        if token.kind is TokenKind.NAME and token.text in bound and not is_attribute:
            found.append(numbers.setdefault(token.text, f"${len(numbers) + 1}"))
        else:
            found.append(token.text)
    return found


def _bound(root: tree_sitter.Node) -> Iterator[str]:
    """Yield the names that a text binds: assigned, declared, or taken as parameters."""
    waiting = [(root, False)]
    while waiting:
        node, is_binding = waiting.pop()
        if not node.child_count:
            if is_binding and node.is_named and node.text and "identifier" in node.type:
                yield node.text.decode("utf-8", "replace")
            continue
        binds = any(word in node.type for word in BINDING_KINDS)
        for index, child in enumerate(node.children):
            field = node.field_name_for_child(index)
            is_leaf = not child.child_count
            waiting.append((child, is_leaf and (binds or field in BINDING_FIELDS)))


def _digest(*parts: str) -> str:
    data = "\0\1".join(parts).encode("utf-8", "replace")
    return hashlib.blake2b(data, digest_size=12).hexdigest()
