"""Declarations by rows: what of a file and of a snippet can be bound to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from honed.apply.rows import Rows
    from honed.syntax.declarations import Declaration

CONTAINERS = frozenset(
    {"class", "interface", "enum", "struct", "trait", "impl", "namespace", "module", "test", "rule"}
)
"""What holds declarations of its own, so that leaving one out does not delete it."""

_GROUPS = {
    "constructor": "function",
    "method": "function",
    "macro": "function",
    "interface": "class",
    "struct": "class",
    "trait": "class",
    "enum": "class",
    "type": "class",
    "constant": "variable",
    "field": "variable",
    "pair": "variable",
    "module": "namespace",
}


@attrs.frozen(eq=False)
class Item:
    """A declaration by rows, as `honed.syntax.declarations.Declaration` is one by lines."""

    kind: str
    name: str
    start: int
    header: int
    inner: int
    inner_end: int
    end: int
    parent: Item | None
    children: list[Item] = attrs.field(factory=list)

    @property
    def group(self) -> str:
        """What may stand for what: a method for a function, a struct for a class."""
        return _GROUPS.get(self.kind, self.kind)

    @property
    def is_container(self) -> bool:
        """Whether what it holds are declarations rather than statements."""
        return self.kind in CONTAINERS and (self.kind != "test" or bool(self.children))

    @property
    def is_leaf(self) -> bool:
        """Whether it has no body of its own, such as an import or a field."""
        return self.inner >= self.inner_end

    def moved(
        self, start: int, inner: int, inner_end: int, end: int, parent: Item | None = None
    ) -> Item:
        """Return the item with other rows and without children."""
        return Item(self.kind, self.name, start, self.header, inner, inner_end, end, parent)

    def walk(self) -> Iterator[Item]:
        """Yield this item and all inside of it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def items_of(
    rows: Rows, declarations: Iterable[Declaration], shift: int = 0, parent: Item | None = None
) -> list[Item]:
    """Return the declarations by rows; those without a row of their own are left out.

    Their lines count `shift` more than those of `rows`.
    """
    made: list[Item] = []
    floor = parent.inner if parent else 0
    for each in declarations:
        start, end = max(floor, rows.at(each.start - shift)), rows.at(each.end - shift)
        if start >= end:
            continue
        header = min(max(start, rows.at(each.header - shift)), end - 1)
        inner = min(max(header + 1, rows.at(each.inner - shift)), end)
        inner_end = min(max(inner, rows.at(each.inner_end - shift)), end)
        item = Item(each.kind, each.name, start, header, inner, inner_end, end, parent)
        item.children.extend(items_of(rows, each.children, shift, item))
        made.append(item)
        floor = end
    return made


def within(items: Sequence[Item], start: int, end: int) -> list[Item]:
    """Return the items that lie wholly in the rows `start:end`."""
    return [each for each in items if start <= each.start and each.end <= end]
