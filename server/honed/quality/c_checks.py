"""What a query cannot tell of findings in C and C++."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.quality.nodes import enclosing, raw
from honed.quality.origin import shipped

if TYPE_CHECKING:
    import tree_sitter

    from honed.quality.nodes import Captures
    from honed.syntax.tree import Tree

_FUNCTIONS = ("function_definition", "lambda_expression")
_THREADS = re.compile(rb"pthread|\bstd::(?:j?thread|async|mutex)\b|threads\.h|CreateThread")
_MACRO = re.compile(rb"[A-Z][A-Z0-9_]*|_|[A-Z_]+\(.*", re.DOTALL)
_TRANSLATED = re.compile(rb"(?:_|gettext|dgettext|usage\w*|help\w*)\(")

_WRITES = rb"mem(?:cpy|set|move)|str(?:n?cpy|n?cat|len)|sn?printf"
_ENDS = re.compile(rb"\b(?:_?exit|abort|die|fatal\w*|panic|oom\w*|assert)\b", re.IGNORECASE)
_NEAR_BYTES = 160
"""As far as one looks for what is done without memory."""


def _before(node: tree_sitter.Node, tree: Tree) -> bytes:
    """Return the function that a node stands in, as far as the node."""
    function = enclosing(node, tree, _FUNCTIONS)
    return tree.text.data[function.start_byte : node.start_byte] if function is not None else b""


def declared_array(name: bytes, before: bytes) -> bool:
    """Return whether a name was declared as an array on the stack."""
    array = (
        rb"(?:^|[;{}\n])[ \t]*(?!return\b)(static\s+)?[\w:]+(?:\s+[\w:]+)*[ \t]+(?:[^;(){}]*,\s*)?"
    )
    found = re.search(array + re.escape(name) + rb"\s*\[", before)
    return found is not None and found[1] is None


def declared_pointer(name: bytes, before: bytes) -> bool:
    """Return whether a name was declared as a pointer, and not as an array of them."""
    return (
        re.search(rb"\w[\s*]*\*\s*(?:const\s+)?" + re.escape(name) + rb"\s*[,;=)]", before)
        is not None
    )


def _into_array(captures: Captures, tree: Tree) -> bool:
    """Keep arrays, whose end the function knows, where nobody asked for the length."""
    [node, *_] = captures["finding"]
    before = _before(node, tree)
    source = raw(captures["source"][0])
    measured = re.search(rb"strn?len\(\s*" + re.escape(source), before)
    return (
        declared_array(raw(captures["buffer"][0]), before)
        and measured is None
        and _MACRO.fullmatch(source) is None
        and shipped(node, tree)
    )


def _format(captures: Captures, tree: Tree) -> bool:
    """Leave out constants, translations, and texts that the function has written down."""
    [node, *_] = captures["finding"]
    value = raw(captures["format"][0])
    literal = re.search(rb"\b" + re.escape(value) + rb"\b[^;=]*=[^;=]*\"", _before(node, tree))
    return (
        _MACRO.fullmatch(value) is None
        and _TRANSLATED.match(value) is None
        and literal is None
        and shipped(node, tree)
    )


def _is_pointer(captures: Captures, tree: Tree) -> bool:
    [node, *_] = captures["finding"]
    name, before = raw(captures["pointer"][0]), _before(node, tree)
    return declared_pointer(name, before) and not declared_array(name, before)


def _unterminated(captures: Captures, tree: Tree) -> bool:
    """Leave out who writes into the buffer next, and has thought of its end."""
    [node, *_] = captures["finding"]
    function = enclosing(node, tree, _FUNCTIONS)
    rest = tree.text.data[node.end_byte : function.end_byte] if function is not None else b""
    buffer = re.escape(raw(captures["buffer"][0]))
    return re.search(buffer + rb"\s*\[[^\]]*\]\s*=[^=]", rest) is None and shipped(node, tree)


def _used(statement: bytes, name: bytes, calls: bytes) -> bool:
    """Return whether what a pointer points to is used; to compare it or set it is no use."""
    name = re.escape(name)
    used = rb"(?<![\w.>&])" + name + rb"\s*(?:->|\[)|(?<![\w)\]]\s)\*\s*" + name + rb"\b"
    used += rb"|\b(?:" + calls + rb")\s*\(\s*" + name + rb"\s*[,)]"
    again = re.match(name + rb"\s*=[^=]", statement)
    return again is None and re.search(used, statement) is not None


def _unchecked(captures: Captures, tree: Tree) -> bool:
    [node, *_] = captures["finding"]
    return _used(raw(node), raw(captures["pointer"][0]), _WRITES) and shipped(node, tree)


def _freed(captures: Captures, tree: Tree) -> bool:
    [node, *_] = captures["finding"]
    calls = _WRITES + rb"|z?free"
    return _used(raw(node), raw(captures["pointer"][0]), calls) and shipped(node, tree)


def _lost_block(captures: Captures, tree: Tree) -> bool:
    """Return False where the program ends without memory, or the old pointer is kept."""
    [node, *_] = captures["finding"]
    name = re.escape(raw(captures["pointer"][0]))
    rest = tree.text.data[node.end_byte : node.end_byte + _NEAR_BYTES]
    kept = re.search(rb"=\s*" + name + rb"\s*;", _before(node, tree))
    return kept is None and _ENDS.search(rest) is None and shipped(node, tree)


def _never_verified(captures: Captures, tree: Tree) -> bool:
    """Leave out where the other value is there, too: somebody decides."""
    [node, *_] = captures["finding"]
    return b"SSL_VERIFY_PEER" not in tree.text.data and shipped(node, tree)


def _local(captures: Captures, tree: Tree) -> bool:
    """Return whether it is an array on the stack, or the address of anything there."""
    [node, *_] = captures["finding"]
    [name_node, *_] = captures["buffer"]
    function = enclosing(node, tree, _FUNCTIONS)
    if function is None or function.type != "function_definition":
        return False
    name, before = raw(name_node), _before(node, tree)
    if name_node.parent is not None and name_node.parent.type != "return_statement":
        local = rb"[;{}]\s*(?:const\s+)?(?:struct\s+)?\w+\s+" + re.escape(name) + rb"\s*(?:;|=|\[)"
        return b"static" not in before and re.search(local, before) is not None
    declarator = function.child_by_field_name("declarator")
    return (
        declarator is not None
        and declarator.type == "pointer_declarator"
        and declared_array(name, before)
    )


def _variable(captures: Captures, tree: Tree) -> bool:
    """Return whether the function itself has the size, and it is no constant."""
    [node, *_] = captures["finding"]
    name = re.match(rb"\w+", raw(captures["size"][0]))
    if name is None or raw(node).startswith((b"static", b"extern")):
        return False
    declared = rb"(\bconst(?:expr)?\b[^;,()]*|\benum\b[^;]*)?\b\w+[\s*]+" + name[0] + rb"\s*[=;,)]"
    found = re.search(declared, _before(node, tree))
    return found is not None and found[1] is None and shipped(node, tree)


def _threads(captures: Captures, tree: Tree) -> bool:
    """Return whether the file has threads at all."""
    [node, *_] = captures["finding"]
    return _THREADS.search(tree.text.data) is not None and shipped(node, tree)


def _opened_later(captures: Captures, tree: Tree) -> bool:
    [node, *_] = captures["finding"]
    function = enclosing(node, tree, _FUNCTIONS)
    if function is None:
        return False
    rest = tree.text.data[node.end_byte : function.end_byte]
    opened = rb"\b(?:f?open|unlink|remove|chmod|stat)\s*\(\s*" + re.escape(raw(captures["path"][0]))
    return re.search(opened + rb"\s*[,)]", rest) is not None and shipped(node, tree)


C_CHECKS = {
    "c_into_array": _into_array,
    "c_format": _format,
    "c_is_pointer": _is_pointer,
    "c_unterminated": _unterminated,
    "c_unchecked": _unchecked,
    "c_freed": _freed,
    "c_lost_block": _lost_block,
    "c_never_verified": _never_verified,
    "c_local": _local,
    "c_variable": _variable,
    "c_threads": _threads,
    "c_opened_later": _opened_later,
}
