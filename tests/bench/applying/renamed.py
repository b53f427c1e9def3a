"""A case with every name of its own changed: what is learned by heart does not pass it."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import attrs

from honed.core.text import Text, encode
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    import tree_sitter

    from tests.bench.applying.case import Case

DECLARING = {
    "function_declaration", "class_declaration", "interface_declaration", "method_definition",
    "variable_declarator", "type_alias_declaration",
}  # fmt: skip
BINDING = {"formal_parameters", "required_parameter", "optional_parameter", "catch_clause"}
NAMES = {
    "identifier", "property_identifier", "type_identifier", "shorthand_property_identifier",
    "shorthand_property_identifier_pattern",
}  # fmt: skip
FIRST = ("amber", "brisk", "coral", "dusty", "early", "frosty", "gentle", "hollow", "ivory")
SECOND = ("Anchor", "Basket", "Candle", "Drawer", "Engine", "Feather", "Garden", "Harbor")


def renamed(case: Case) -> Case:
    """Return the case with the names of its functions, classes and variables changed."""
    texts = (case.original, case.edit, case.expected or "")
    roots = [_root(case, text) for text in texts]
    names = dict.fromkeys(
        _text(node) for root in roots for each in _walk(root) for node in _declared(each)
    )
    words = (first + second for first, second in product(FIRST, SECOND))
    new = {
        name: word[0].upper() + word[1:] if name[:1].isupper() else word
        for name, word in zip(names, words, strict=False)
    }
    original, edit, expected = (
        _replaced(root, text, new) for root, text in zip(roots, texts, strict=True)
    )
    return attrs.evolve(
        case,
        id=f"{case.id} renamed",
        level=f"{case.level}, renamed",
        original=original,
        edit=edit,
        expected=None if case.expected is None else expected,
    )


def _root(case: Case, text: str) -> tree_sitter.Node:
    tree = parse(Text(encode(text)), languages.by_name(case.language or ""))
    if tree is None:
        raise ValueError(f"{case.id}: no grammar for {case.language}")
    return tree.root


def _walk(node: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _declared(node: tree_sitter.Node) -> list[tree_sitter.Node]:
    """Return the names that a node declares."""
    if node.type in DECLARING:
        name = node.child_by_field_name("name")
        return (
            [name] if name is not None and name.type in NAMES and _text(name) not in _KEPT else []
        )
    if node.type in BINDING:
        return [child for child in node.children if child.type == "identifier"]
    if node.type == "arrow_function":
        parameter = node.child_by_field_name("parameter")
        return [parameter] if parameter is not None else []
    return []


_KEPT = {"constructor"}


def _text(node: tree_sitter.Node) -> str:
    return (node.text or b"").decode()


def _replaced(root: tree_sitter.Node, text: str, new: dict[str, str]) -> str:
    data = encode(text)
    out, position = b"", 0
    for node in _walk(root):
        if not node.children and node.type in NAMES and _text(node) in new:
            out += data[position : node.start_byte] + encode(new[_text(node)])
            position = node.end_byte
    return (out + data[position:]).decode()
