"""What a query cannot tell of findings in Rust."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.quality.nodes import around, enclosing, raw
from honed.quality.origin import in_rust_test

if TYPE_CHECKING:
    import tree_sitter

    from honed.quality.nodes import Captures
    from honed.syntax.tree import Tree

_STATEMENT_LINES = 2
"""So many lines above an `unsafe` may belong to its statement; the comment stands above."""

_SAFETY = re.compile(rb"(?://|/\*|\*)[^\n]*safe", re.IGNORECASE)
_COMMENT = re.compile(rb"[ \t]*//")
_ASSERTION = re.compile(rb"(?i)\bbug\b|unreachable|impossible|internal error|invariant")
_PRINTS = re.compile(rb"(?:e?print(?:ln)?|error|fatal)!")
_UNSAFE = re.compile(rb"\bunsafe\s*\{")
_MAIN = re.compile(rb"^(?:pub )?(?:async )?fn main\b", re.MULTILINE)
_DROPPED = rb"\bdrop\(\s*"
_FUNCTIONS = ("function_item", "closure_expression", "async_block")
_RESULT = re.compile(rb"\bResult\b")


def _unexplained(captures: Captures, tree: Tree) -> bool:
    """Look for the reason in the block, on its lines, and in the comment above them.

    Of a file in which no `unsafe` has a reason, the first is enough to say so.
    """
    [node, *_] = captures["finding"]
    text = tree.text
    first = line = text.line_at(node.start_byte)
    while line > 0 and (
        first - line < _STATEMENT_LINES or _COMMENT.match(text.data, text.line_start(line - 1))
    ):
        line -= 1
    end = node.parent.end_byte if node.parent is not None else node.end_byte
    if _SAFETY.search(text.data, text.line_start(line), end) or in_rust_test(node, tree):
        return False
    before = _UNSAFE.search(text.data)
    return b"SAFETY" in text.data or before is None or before.start() == node.start_byte


def _can_return(node: tree_sitter.Node, tree: Tree) -> bool:
    """Return whether the function around a node could return an error."""
    function = enclosing(node, tree, _FUNCTIONS)
    if function is None or function.type != "function_item":
        return False
    return _RESULT.search(raw(function.child_by_field_name("return_type"))) is not None


def _input(captures: Captures, tree: Tree) -> bool:
    """Leave out texts of the code, which are known, and where no error can be returned."""
    [node, *_] = captures["finding"]
    text = raw(captures["call"][0].parent)
    return not text.startswith(b'"') and _can_return(node, tree) and not in_rust_test(node, tree)


def _panic_in_result(captures: Captures, tree: Tree) -> bool:
    """Leave out what says of itself that it cannot happen."""
    [node, *_] = captures["finding"]
    return (
        _can_return(node, tree)
        and _ASSERTION.search(raw(node)) is None
        and not in_rust_test(node, tree)
    )


def _exit(captures: Captures, tree: Tree) -> bool:
    """Leave out programs: a file with a `main`, and who says something on the console first."""
    [node, *_] = captures["finding"]
    statement = node.parent
    before = statement.prev_named_sibling if statement is not None else None
    return (
        _MAIN.search(tree.text.data) is None
        and _PRINTS.match(raw(before)) is None
        and not in_rust_test(node, tree)
    )


def _uninitialised(captures: Captures, tree: Tree) -> bool:
    """Leave out arrays of values that may be uninitialised."""
    [node, *_] = captures["finding"]
    let = enclosing(node, tree, ("let_declaration",))
    declared = raw(let.child_by_field_name("type")) if let is not None else b""
    return b"MaybeUninit" not in declared and not in_rust_test(node, tree)


def _no_reason(captures: Captures, tree: Tree) -> bool:
    """Take a comment beside it, or before it, for a reason."""
    [node, *_] = captures["finding"]
    near = (node.prev_named_sibling, node.next_named_sibling)
    return not any(
        each is not None and "comment" in each.type and _adjoins(each, node) for each in near
    ) and not in_rust_test(node, tree)


def _adjoins(comment: tree_sitter.Node, node: tree_sitter.Node) -> bool:
    if comment.start_byte < node.start_byte:
        return node.start_point.row - comment.end_point.row <= 1
    return comment.start_point.row == node.end_point.row


def _held_across_await(captures: Captures, tree: Tree) -> bool:
    """Look until the end of the block, or until it is dropped."""
    [node, *_] = captures["finding"]
    block = node.parent
    if block is None or enclosing(node, tree, _FUNCTIONS) is None:
        return False
    rest = tree.text.data[node.end_byte : block.end_byte]
    dropped = re.search(_DROPPED + re.escape(raw(captures["guard"][0])) + rb"\b", rest)
    return b".await" in rest[: dropped.start() if dropped else None] and not in_rust_test(
        node, tree
    )


def _in_async(captures: Captures, tree: Tree) -> bool:
    [node, *_] = captures["finding"]
    for each in around(node, tree):
        if each.type == "closure_expression" and not raw(each).startswith(b"async"):
            return False
        if each.type == "async_block":
            return not in_rust_test(node, tree)
        if each.type == "function_item":
            head = raw(each).split(b"fn ", 1)[0]
            return b"async" in head and not in_rust_test(node, tree)
    return False


RUST_CHECKS = {
    "rust_unexplained": _unexplained,
    "rust_input": _input,
    "rust_panic_in_result": _panic_in_result,
    "rust_exit": _exit,
    "rust_uninitialised": _uninitialised,
    "rust_no_reason": _no_reason,
    "rust_held_across_await": _held_across_await,
    "rust_in_async": _in_async,
}
