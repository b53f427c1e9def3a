"""Calls of functions that rules name, by whatever name the text calls them.

Of a language many rules are about calls. As queries each of them would be tried at every call; so
the text is searched for the names first, and only where one stands the tree is asked.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from honed.core.text import Span, encode
from honed.quality.imports import imported
from honed.syntax.tree import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import tree_sitter

    from honed.quality.rules import Rule
    from honed.syntax.tree import Tree

_BACKWARDS = re.compile(rb"\([ \t]*([\w.]+)")
"""A bracket and the name before it, from right to left: brackets are quick to find, and few."""


@attrs.frozen(slots=False)
class Calls:
    """Rules by the names of the functions that they are about, `.name` for a method of anything."""

    rules: Mapping[str, Sequence[Rule]]

    @cached_property
    def words(self) -> frozenset[str]:
        """The last words of the names."""
        return frozenset(name.rpartition(".")[2] for name in self.rules)

    def found(
        self, tree: Tree, within: Span | None = None
    ) -> Iterator[tuple[Rule, dict[str, list[tree_sitter.Node]]]]:
        """Yield the rules that are about a call in a text, each with what a query would capture.

        That is the call as `finding`, the `function` (the place of a fix), of one with dots the
        `object` before the last, its last `name` and the `arguments`. Those that overlap `within`
        are among them.
        """
        if not self.rules:
            return
        names = imported(tree)
        for place in _places(tree, within):
            for match in _BACKWARDS.finditer(tree.text.slice(place)[::-1]):
                called = match[1][::-1].decode("ascii")
                last = called.rpartition(".")[2]
                if last not in self.words and last not in names:
                    continue
                rules = self._about(called, last, names)
                if not rules or (called == last and _is_own(last, tree)):
                    continue
                end = place.end - match.start(1)
                captures = _captures(tree, Span(end - len(last), end))
                yield from ((rule, captures) for rule in rules if captures)

    def _about(self, called: str, last: str, names: Mapping[str, str]) -> list[Rule]:
        first, dot, rest = called.partition(".")
        rules = list(self.rules.get(f".{last}", ())) if dot else []
        # Where modules are imported, one that is not is a variable with the name of a module.
        if not (dot and names and first not in names):
            rules += self.rules.get(names.get(first, first) + dot + rest, ())
        return rules


def _is_own(name: str, tree: Tree) -> bool:
    """Return whether the text has a function of that name itself."""
    return b"\ndef %b(" % encode(name) in tree.text.data


def _places(tree: Tree, within: Span | None) -> list[Span]:
    """Return where the names of all calls stand that overlap a part of the text."""
    if within is None:
        return [Span(0, len(tree.text.data))]
    kinds = tree.language.call
    found = [within]
    # An empty part overlaps what ends there, too.
    for offset in (within.start, max(0, within.end - 1)):
        for each in ancestors(tree, offset):
            given = each.child_by_field_name("arguments") if each.type in kinds else None
            if given is not None:
                found.append(Span(each.start_byte, given.start_byte + 1))
    return found


def _captures(tree: Tree, last: Span) -> dict[str, list[tree_sitter.Node]]:
    """Return what belongs to the call of a name, nothing where it is none: in a string, say."""
    name = tree.root.descendant_for_byte_range(last.start, last.end)
    function = name
    parent = name.parent if name is not None else None
    if parent is not None and parent.end_byte == last.end:
        function, parent = parent, parent.parent
    if name is None or parent is None or parent.child_by_field_name("function") != function:
        return {}
    found = {"finding": [parent], "name": [name]}
    if function is not None:
        found["function"] = found["fix"] = [function]
        owner = function.child_by_field_name("object")
        if owner is not None:
            found["object"] = [owner]
    given = parent.child_by_field_name("arguments")
    if given is not None:
        found["arguments"] = [given]
    return found
