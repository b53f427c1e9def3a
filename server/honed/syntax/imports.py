"""The imports at the top of a file, one by one, with the lines that they stand on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from honed.core.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tree_sitter

    from honed.syntax.tree import Tree

_GROUPS = frozenset({"import_spec_list"})
_SPECS = frozenset({"import_spec"})
"""In Go one declaration has several imports: each of them counts."""

_DECLARATIONS = frozenset({"lexical_declaration", "variable_declaration"})
_REQUIRES = re.compile(
    rb"(?:const|let|var)\s+(?:[\w$]+|\{[\w$\s,:]*\})\s*=\s*require\(\s*([\"'])[^\"'()]+\1\s*\);?"
)
"""In JavaScript a declaration may be an import."""


@attrs.frozen
class Import:
    """One import: its text on one line, and its lines (zero-based, both included).

    `kind` is that of its node, and `prefix` what stands before it on its line: the indentation in
    a list of imports, or the word that introduces a single one. `is_alone` says that nothing but
    a comment stands beside it.
    """

    source: str
    kind: str
    first: int
    last: int
    prefix: str
    is_alone: bool


def imports(tree: Tree) -> list[Import]:
    """Return the imports that stand outside of all blocks, in text order."""
    return [
        _import(tree, node)
        for child in tree.root.children
        if child.type in tree.language.import_ or _requires(tree, child)
        for node in _single(child)
    ]


def _requires(tree: Tree, node: tree_sitter.Node) -> bool:
    if node.type not in _DECLARATIONS:
        return False
    return _REQUIRES.fullmatch(tree.text.data, node.start_byte, node.end_byte) is not None


def _single(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    """Yield the imports that a node has, itself where it is one."""
    specs = [child for child in node.children if child.type in _SPECS | _GROUPS]
    if not specs:
        yield node
    for child in specs:
        if child.type in _GROUPS:
            yield from (each for each in child.children if each.type in _SPECS)
        else:
            yield child


def _is_comment(tree: Tree, text: str) -> bool:
    """Return whether a text is nothing, or a comment up to its end."""
    language = tree.language
    is_block = any(
        text.startswith(start) and text.index(end) + len(end) == len(text)
        for start, end in language.comment_block
        if end in text
    )
    return not text or is_block or text.startswith(language.comment_line or ("\0",))


def _import(tree: Tree, node: tree_sitter.Node) -> Import:
    text = tree.text
    first, last = text.line_at(node.start_byte), text.line_at(node.end_byte)
    if last > first and node.end_byte == text.line_start(last):
        last -= 1  # The line end is a part of some nodes.
    end = min(node.end_byte, text.line_span(last).end)
    before = decode(text.data[text.line_start(first) : node.start_byte])
    behind = decode(text.data[end : text.line_span(last).end]).strip().removeprefix(";").lstrip()
    source = " ".join(decode(text.data[node.start_byte : end]).split())
    is_alone = before.strip() in {"", "import"} and _is_comment(tree, behind)
    return Import(source, node.type, first, last, before, is_alone)
