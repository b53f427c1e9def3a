"""What a query cannot tell of findings in C++ alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.quality.nodes import around, enclosing, raw
from honed.quality.origin import HEAD_BYTES, shipped

if TYPE_CHECKING:
    import tree_sitter

    from honed.quality.nodes import Captures
    from honed.syntax.tree import Tree

_GUARD = re.compile(
    rb"^[ \t]*#[ \t]*(?:pragma[ \t]+once|ifndef[ \t]+\w+\s*#[ \t]*define)", re.MULTILINE
)
_VIRTUAL = re.compile(rb"^\s*virtual\b")
_TAKEN_AWAY = re.compile(rb"=\s*delete|\bexplicit\b")
_CLASSES = ("class_specifier", "struct_specifier")
_FUNCTIONS = ("function_definition", "lambda_expression")


def _in_header(captures: Captures, tree: Tree) -> bool:  # noqa: ARG001 - as all are called
    return _GUARD.search(tree.text.data[:HEAD_BYTES]) is not None


def _was_array(captures: Captures, tree: Tree) -> bool:
    """Return whether all that the function gave it are arrays."""
    [node, *_] = captures["finding"]
    function = enclosing(node, tree, _FUNCTIONS)
    if function is None:
        return False
    name = re.escape(raw(captures["pointer"][0]))
    before = tree.text.data[function.start_byte : node.start_byte]
    values = re.findall(rb"\b" + name + rb"\s*=\s*([^=;][^;]*);", before)
    return bool(values) and all(
        re.match(rb"new\s+[\w:<>, ]+\[", each) is not None for each in values
    )


def _no_destructor(captures: Captures, tree: Tree) -> bool:
    """Leave out classes with a destructor: virtual, or such that nobody else calls it."""
    [body, *_] = captures.get("body", [None])
    if body is None:
        return False
    names = {raw(each) for each in captures["class"]}
    virtual = False
    for member in body.named_children:
        text = raw(member)
        virtual = virtual or _VIRTUAL.match(text) is not None
        if any(b"~" + name in text for name in names):
            return False
    return virtual and shipped(body, tree)


def _converts(captures: Captures, tree: Tree) -> bool:
    """Return whether a constructor is for others, and no copy, and not taken away."""
    [node, *_] = captures["finding"]
    [name, *_] = captures["class"]
    whole = enclosing(node, tree, _CLASSES)
    text = raw(node)
    if whole is None or raw(whole.child_by_field_name("name")) != raw(name):
        return False
    parameters = text[text.index(b"(") :]
    copies = re.match(rb"\(\s*(?:const\s+)?" + re.escape(raw(name)) + rb"\b", parameters)
    return (
        copies is None
        and not text.startswith((b"explicit", b"constexpr explicit"))
        and _TAKEN_AWAY.search(text) is None
        and _access(node, whole.type == "struct_specifier") == b"public"
        and shipped(node, tree)
    )


def _access(member: tree_sitter.Node, is_struct: bool) -> bytes:  # noqa: FBT001 - of one caller
    before = member.prev_named_sibling
    while before is not None and before.type != "access_specifier":
        before = before.prev_named_sibling
    return raw(before) if before is not None else b"public" if is_struct else b"private"


def _local(captures: Captures, tree: Tree) -> bool:
    """Return whether it is a variable of the function, of the very type that is returned."""
    [node, *_] = captures["finding"]
    function = enclosing(node, tree, _FUNCTIONS)
    if function is None or function.type != "function_definition":
        return False
    returned = raw(function.child_by_field_name("type"))
    body = function.child_by_field_name("body")
    if body is None or not returned:
        return False
    before = tree.text.data[body.start_byte : node.start_byte]
    declared = rb"[;{}]\s*" + re.escape(returned) + rb"\s+" + re.escape(raw(captures["local"][0]))
    return re.search(declared + rb"\s*[;=({]", before) is not None and shipped(node, tree)


def _in_destructor(captures: Captures, tree: Tree) -> bool:
    [node, *_] = captures["finding"]
    for each in around(node, tree):
        if each.type in {"try_statement", "lambda_expression"}:
            return False
        if each.type == "function_definition":
            head = raw(each.child_by_field_name("declarator"))
            return b"~" in head and b"noexcept(false)" not in head
    return False


CPP_CHECKS = {
    "cpp_in_header": _in_header,
    "cpp_was_array": _was_array,
    "cpp_no_destructor": _no_destructor,
    "cpp_converts": _converts,
    "cpp_local": _local,
    "cpp_in_destructor": _in_destructor,
}
