"""What can be told of the value of an expression of Python without running it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.quality.imports import imported
from honed.quality.nodes import FARTHEST, enclosing, text, walk

if TYPE_CHECKING:
    import tree_sitter

    from honed.syntax.tree import Tree

_CONSTANT = re.compile(r"(?:\w+\.)*_?[A-Z][A-Z0-9_]*")
_PLAIN = frozenset({"integer", "float", "true", "false", "none", "ellipsis"})
_MANY = frozenset({"list", "tuple", "set", "parenthesized_expression", "concatenated_string"})
_CALL = frozenset({"call"})
_FUNCTIONS = frozenset({"function_definition", "lambda"})
_COMPOSED = frozenset(
    {"string", "binary_operator", "parenthesized_expression", "concatenated_string"}
)
_REACHED = frozenset({"attribute", "call", "subscript"})
_PARTS = (
    r"request\.(?:args|form|values|files|json|cookies|headers|data|query_params|path_params"
    r"|GET|POST|FILES|COOKIES|get_json)\b"
)
_REQUEST = re.compile(rf"(?:\w+\.)*{_PARTS}.*", re.DOTALL)
_SENT = re.compile(_PARTS.encode())


def string(node: tree_sitter.Node | None) -> str | None:
    """Return the contents of a string as they are written, None where parts are put in."""
    if node is None or not is_constant(node):
        return None
    if node.type == "string":
        return "".join(text(each) for each in node.named_children if each.type == "string_content")
    if node.type == "concatenated_string":
        return "".join(string(each) or "" for each in node.named_children)
    return None


def is_constant(node: tree_sitter.Node | None, depth: int = 0) -> bool:
    """Return whether the code says the value: a literal, several of them, a NAME in capitals."""
    if node is None or depth > FARTHEST:
        return False
    if node.type == "string":
        return all(
            is_constant(each.child_by_field_name("expression"), depth + 1)
            for each in node.named_children
            if each.type == "interpolation"
        )
    if node.type in {"identifier", "attribute"}:
        return _CONSTANT.fullmatch(text(node)) is not None
    if node.type in _MANY or node.type == "binary_operator":
        return all(is_constant(each, depth + 1) for each in node.named_children)
    return node.type in _PLAIN


def is_built(node: tree_sitter.Node | None) -> bool:
    """Return whether a string is put together from parts that the code does not say."""
    if node is None or is_constant(node):
        return False
    if node.type in {"string", "concatenated_string"}:
        return True
    if node.type == "binary_operator":
        operator = text(node.child_by_field_name("operator"))
        return operator in {"+", "%"} and any(
            each.type in {"string", "concatenated_string"} for each in walk(node, _CALL)
        )
    if node.type == "call":
        return text(node.child_by_field_name("function")).rpartition(".")[2] in {"format", "join"}
    return False


def is_true(node: tree_sitter.Node | None) -> bool:
    """Return whether the value is written as `True`, or as another number than 0."""
    return node is not None and (
        node.type == "true" or (node.type == "integer" and text(node) != "0")
    )


def origin(node: tree_sitter.Node | None, tree: Tree) -> str:
    """Return what a name stands for where it is imported, else the name."""
    first, dot, rest = text(node).partition(".")
    return imported(tree).get(first, first) + dot + rest


def from_request(node: tree_sitter.Node | None, tree: Tree) -> bool:
    """Return whether a value holds what a client of a web application sent.

    Followed are names that the function around assigns to, one step; what passes a function first
    (`secure_filename(…)`, `int(…)`) is no more what was sent.
    """
    if node is None or _SENT.search(tree.text.data) is None:
        return False
    return _is_sent(node) or _is_assigned_sent(node, tree)


def _is_sent(node: tree_sitter.Node) -> bool:
    if node.type == "await":
        return any(_is_sent(each) for each in node.named_children)
    if node.type in _COMPOSED:
        parts = [each for each in walk(node, _CALL) if each.type in _REACHED]
        return any(_REQUEST.fullmatch(text(each)) for each in parts)
    return node.type in _REACHED and _REQUEST.fullmatch(text(node)) is not None


def _is_assigned_sent(node: tree_sitter.Node, tree: Tree) -> bool:
    if node.type != "identifier" and node.type not in _COMPOSED:
        return False
    function = enclosing(node, tree, _FUNCTIONS)
    if function is None or not _SENT.search(tree.text.data, function.start_byte, function.end_byte):
        return False
    names = {text(each) for each in walk(node, _CALL) if each.type == "identifier"}
    assigns = rf"\b(?:{'|'.join(map(re.escape, names))})\b[^=\n]*=[^\n]*{_PARTS}"
    span = (function.start_byte, function.end_byte)
    if not names or not re.compile(assigns.encode()).search(tree.text.data, *span):
        return False
    for each in walk(function):
        if each.type == "assignment" and text(each.child_by_field_name("left")) in names:
            right = each.child_by_field_name("right")
            if right is not None and _is_sent(right):
                return True
    return False
