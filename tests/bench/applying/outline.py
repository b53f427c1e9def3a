"""The items of a file, as a reader tells them apart: what a lazy snippet shows or leaves out.

Made from the tree and the language's declarations, not by the engine, which is what is measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.syntax import languages
from honed.syntax.declarations import matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import tree_sitter

    from honed.syntax.tree import Tree

FUNCTIONS = {"function", "method", "constructor"}
CONTAINERS = {
    "class", "interface", "namespace", "impl", "trait", "module", "struct", "enum", "test",
}  # fmt: skip
PRELUDE = {"attribute_item", "inner_attribute_item", "decorator", "attribute_list"}
TRANSPARENT = {"preproc_if", "preproc_ifdef", "preproc_else"}


@attrs.frozen(eq=False)
class Declaration:
    """A named thing in the tree, with the node that is its body."""

    kind: str
    name: str
    node: tree_sitter.Node
    body: tree_sitter.Node | None

    @property
    def header(self) -> range:
        """The lines from its start to where its body opens."""
        start = self.node.start_point.row
        return range(start, self._header_end + 1)

    @property
    def _header_end(self) -> int:
        if self.body is None:
            return last_row(self.node)
        before = self.body.prev_sibling
        while before is not None and "comment" in before.type:
            before = before.prev_sibling
        is_below = self.body.start_point.row > self.node.start_point.row
        if is_below and self._is_bare_block and before is not None:
            return last_row(before)
        return self.body.start_point.row

    @property
    def _is_bare_block(self) -> bool:
        """Whether the body is told by its indentation alone: it begins at its first statement."""
        return (
            self.body is not None
            and self.body.type == "block"
            and all(child.is_named for child in self.body.children[:1])
        )

    def closer(self, lines: Sequence[str]) -> int | None:
        """Return the line that only closes it, None where there is none."""
        row = last_row(self.node)
        is_closer = row > self._header_end and lines[row].strip()[:1] in {"}", ")", "]"}
        return row if is_closer and not self._is_bare_block else None


@attrs.frozen(eq=False)
class Item:
    """Lines `start` to `end` (included) that belong together, comments above them too."""

    start: int
    end: int
    key: tuple[str, ...]
    declaration: Declaration | None = attrs.field(default=None, repr=False)
    children: tuple[Item, ...] = attrs.field(default=(), repr=False)

    @property
    def is_function(self) -> bool:
        """Whether it is a function or a method."""
        return self.declaration is not None and self.declaration.kind in FUNCTIONS

    @property
    def is_container(self) -> bool:
        """Whether it holds functions, methods or tests."""
        return any(
            child.declaration is not None and child.declaration.kind in FUNCTIONS | {"test"}
            for child in self.children
        )

    @property
    def lines(self) -> range:
        """Its lines."""
        return range(self.start, self.end + 1)


@attrs.frozen
class Outline:
    """The items of a file and all its declarations."""

    items: tuple[Item, ...]
    declarations: tuple[Declaration, ...]

    def functions(self) -> Iterator[tuple[tuple[tuple[str, ...], ...], Item]]:
        """Yield the outermost functions and methods, each with the keys on the way to it."""
        stack: list[tuple[tuple[tuple[str, ...], ...], Item]] = [
            ((item.key,), item) for item in self.items
        ]
        while stack:
            path, item = stack.pop(0)
            if item.is_function:
                yield path, item
            stack.extend(((*path, child.key), child) for child in item.children)


def last_row(node: tree_sitter.Node) -> int:
    """Return the last line of a node; some hold the end of their last line."""
    row, column = node.end_point.row, node.end_point.column
    return row - 1 if column == 0 and row > node.start_point.row else row


def outline(tree: Tree) -> Outline:
    """Return the outline of a parsed file."""
    declarations = _declarations(tree)
    items = _Items(tree, declarations).of(tree.root.named_children)
    return Outline(items, tuple(declarations.values()))


def _declarations(tree: Tree) -> dict[int, Declaration]:
    query = languages.declarations_query(tree.language)
    found: dict[int, Declaration] = {}
    if query is None:
        return found
    for kind, captures in matches(query, tree.root):
        node = captures[kind][0]
        name = " ".join(_text(each) for each in captures.get("name", ())[:1])
        body = captures["body"][0] if "body" in captures else None
        # Methods of Go are told apart by what they belong to, implementations by their trait.
        for field in ("receiver", "trait"):
            part = node.child_by_field_name(field)
            name += f" {_text(part)}" if part is not None else ""
        if node.id not in found or (body is not None and found[node.id].body is None):
            found[node.id] = Declaration(kind.partition(".")[2], name, node, body)
    return found


def _text(node: tree_sitter.Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


@attrs.frozen
class _Items:
    tree: Tree
    declarations: Mapping[int, Declaration]

    def of(self, nodes: Sequence[tree_sitter.Node]) -> tuple[Item, ...]:
        items: list[Item] = []
        prelude: list[tree_sitter.Node] = []
        for node in self._spliced(nodes):
            row, end = node.start_point.row, last_row(node)
            if items and not prelude and row <= items[-1].end:
                items[-1] = attrs.evolve(items[-1], end=max(end, items[-1].end))
                continue
            if prelude and last_row(prelude[-1]) + 1 < row:
                items.append(self._comment(prelude))
                prelude = []
            if node.type in self.tree.language.comment | PRELUDE:
                prelude.append(node)
                continue
            start = prelude[0].start_point.row if prelude else row
            items.append(self._item(node, start, end))
            prelude = []
        if prelude:
            items.append(self._comment(prelude))
        return tuple(items)

    def _spliced(self, nodes: Sequence[tree_sitter.Node]) -> Iterator[tree_sitter.Node]:
        for node in nodes:
            if node.type in TRANSPARENT:
                yield from self._spliced(node.named_children[1:])
            else:
                yield node

    @staticmethod
    def _comment(nodes: list[tree_sitter.Node]) -> Item:
        key = (nodes[0].type, _text(nodes[0]))
        return Item(nodes[0].start_point.row, last_row(nodes[-1]), key)

    def _item(self, node: tree_sitter.Node, start: int, end: int) -> Item:
        declaration = self.declarations.get(node.id)
        if declaration is None:
            return Item(start, end, (node.type, _text(node).partition("\n")[0].strip()))
        children: tuple[Item, ...] = ()
        if declaration.kind in CONTAINERS and declaration.body is not None:
            children = self.of(_members(declaration.body))
        return Item(start, end, (declaration.kind, declaration.name), declaration, children)


def _members(body: tree_sitter.Node) -> list[tree_sitter.Node]:
    """Return what stands in a body, the comments before the first statement of Python's too."""
    before: list[tree_sitter.Node] = []
    sibling = body.prev_sibling
    while sibling is not None and "comment" in sibling.type:
        before.insert(0, sibling)
        sibling = sibling.prev_sibling
    return [*before, *body.named_children]
