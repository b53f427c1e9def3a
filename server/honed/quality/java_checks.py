"""What a query cannot tell of findings in Java."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.quality.nodes import enclosing, raw
from honed.quality.origin import shipped
from honed.quality.secrets import function_name

if TYPE_CHECKING:
    import tree_sitter

    from honed.quality.nodes import Captures
    from honed.syntax.tree import Tree

_METHODS = (
    "method_declaration",
    "constructor_declaration",
    "lambda_expression",
    "static_initializer",
)
_FILTERED = re.compile(rb"setObjectInputFilter|ValidatingObjectInputStream")
_NO_ENTITIES = re.compile(rb"\.set(?:Feature|Property|Attribute|EntityResolver)\(")
_PATH_CHECKED = re.compile(rb"normalize|getCanonical|startsWith|\"\.\.")
_CAUGHT = re.compile(rb"catch\s*\(.*?(\w+)\s*\)")
_LOADS = re.compile(
    rb"\bforName\(|\bloadClass\(|\bget(?:Declared)?(?:Method|Field|Constructor)\(|\.(?:invoke|newInstance)\("
)
_UNUSED_NAME = re.compile(rb"(?i).*(?:ignore|unused|expected).*|_")
_HASH = re.compile(rb"\bhashCode\s*\(\s*\)\s*(?:\{|;)")


def _unfiltered(captures: Captures, tree: Tree) -> bool:
    [node, *_] = captures["finding"]
    return _FILTERED.search(tree.text.data) is None and shipped(node, tree)


def _xml_entities(captures: Captures, tree: Tree) -> bool:
    """Leave out a file that sets anything on its parsers: it has thought of it."""
    [node, *_] = captures["finding"]
    return _NO_ENTITIES.search(tree.text.data) is None and shipped(node, tree)


def _zip_slip(captures: Captures, tree: Tree) -> bool:
    [node, *_] = captures["finding"]
    method = enclosing(node, tree, _METHODS)
    archive = re.search(rb"(?:Zip|Jar|Archive|Tar\w*)Entry", tree.text.data)
    return archive is not None and _PATH_CHECKED.search(raw(method)) is None and shipped(node, tree)


def _no_hash(captures: Captures, tree: Tree) -> bool:
    """Leave out a class that says that it does without."""
    [name, *_] = captures["finding"]
    body = enclosing(name, tree, ("class_body",))
    if body is None or body.parent is None:
        return False
    head = tree.text.data[body.parent.start_byte : body.start_byte]
    return (
        b"@SuppressWarnings" not in head and _HASH.search(raw(body)) is None and shipped(name, tree)
    )


def _unclosed(captures: Captures, tree: Tree) -> bool:
    """Leave out what is handed on, returned, kept or closed by hand."""
    [node, *_] = captures["finding"]
    block = node.parent
    if block is None:
        return False
    rest = tree.text.data[node.end_byte : block.end_byte]
    name = re.escape(raw(captures["name"][0]))
    handed_on = rb"\b" + name + rb"(?:\s*[,);]|\.close\b|::close)"
    return re.search(handed_on, rest) is None and shipped(node, tree)


def _exit(captures: Captures, tree: Tree) -> bool:
    [node, *_] = captures["finding"]
    return (
        function_name(node, tree) != b"main"
        and b"void main(" not in tree.text.data
        and shipped(node, tree)
    )


def _any_error(captures: Captures, tree: Tree) -> bool:
    """Keep who does nothing about it, unless classes are looked up, which may be missing."""
    [node, *_] = captures["finding"]
    body = node.child_by_field_name("body")
    tried = node.parent.child_by_field_name("body") if node.parent is not None else None
    name = _CAUGHT.match(raw(node))
    return (
        body is not None
        and all(_does_nothing(each) for each in body.named_children)
        and _LOADS.search(raw(tried)) is None
        and (name is None or _UNUSED_NAME.fullmatch(name[1]) is None)
        and shipped(node, tree)
    )


def _does_nothing(statement: tree_sitter.Node) -> bool:
    return "comment" in statement.type or b".printStackTrace()" in raw(statement)


def _lost_cause(captures: Captures, tree: Tree) -> bool:
    """Leave out who looks at the exception at all, or calls it unused."""
    [node, *_] = captures["finding"]
    name = raw(captures["name"][0])
    used = re.search(rb"\b" + re.escape(name) + rb"\b", raw(node.parent))
    return not (used or _UNUSED_NAME.fullmatch(name)) and shipped(node, tree)


JAVA_CHECKS = {
    "java_unfiltered": _unfiltered,
    "java_xml_entities": _xml_entities,
    "java_zip_slip": _zip_slip,
    "java_no_hash": _no_hash,
    "java_unclosed": _unclosed,
    "java_exit": _exit,
    "java_any_error": _any_error,
    "java_lost_cause": _lost_cause,
}
