"""What a query cannot tell of findings in Go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.quality.nodes import around, enclosing, next_statement, raw
from honed.quality.origin import HEAD_BYTES, shipped
from honed.quality.secrets import about_secrets

if TYPE_CHECKING:
    from honed.quality.nodes import Captures
    from honed.syntax.tree import Tree

_FUNCTIONS = ("func_literal", "function_declaration", "method_declaration")
_NO_ERROR = re.compile(rb"\bnil\b")
_NAMES_ERROR = re.compile(rb"\berr\w*\b")
_TIMEOUT_SET = re.compile(rb"\.Read(?:Header)?Timeout\b")
_ARCHIVE = re.compile(rb'"archive/(?:zip|tar)"')
_PATH_CHECKED = re.compile(rb"IsLocal|HasPrefix|\.Rel\(|\"\.\.|Base\(|Clean\(")


def _weak_random(captures: Captures, tree: Tree) -> bool:
    [node, *_] = captures["finding"]
    return (
        b'"math/rand' in tree.text.data[:HEAD_BYTES]
        and about_secrets(node, tree)
        and shipped(node, tree)
    )


def _no_timeout(captures: Captures, tree: Tree) -> bool:
    """Look for timeouts that are set later, too."""
    [node, *_] = captures["finding"]
    later = node.type == "composite_literal" and _TIMEOUT_SET.search(tree.text.data)
    return not later and shipped(node, tree)


def _zip_slip(captures: Captures, tree: Tree) -> bool:
    [node, *_] = captures["finding"]
    function = enclosing(node, tree, _FUNCTIONS)
    return (
        _ARCHIVE.search(tree.text.data[:HEAD_BYTES]) is not None
        and _PATH_CHECKED.search(raw(function)) is None
        and shipped(node, tree)
    )


def _error_lost(captures: Captures, tree: Tree) -> bool:
    """Return False where the next call takes the error, or where there was none yet."""
    [first, *_] = captures["finding"]
    right = raw(first.child_by_field_name("right"))
    return (
        _NAMES_ERROR.search(raw(captures["next"][0])) is None
        and _NO_ERROR.fullmatch(right) is None
        and next_statement(first) == captures["next"][0].parent
        and shipped(first, tree)
    )


def _defer_in_loop(captures: Captures, tree: Tree) -> bool:
    """Return False where the loop is left right after it, and it is not run again."""
    [node, *_] = captures["finding"]
    around_it = enclosing(node, tree, ("for_statement", *_FUNCTIONS))
    if around_it is None or around_it.type != "for_statement":
        return False
    following = next_statement(node)
    while following is not None:
        if following.type in {"return_statement", "break_statement"}:
            return False
        following = next_statement(following)
    return shipped(node, tree)


def _late_add(captures: Captures, tree: Tree) -> bool:
    """Leave out other things that have an `Add`: it has to be that of a group."""
    [node, *_] = captures["finding"]
    group = raw(node).split(b".Add", 1)[0].rsplit(b".", 1)[-1]
    declared = rb"\b" + re.escape(group) + rb"\s+\*?sync\.WaitGroup\b"
    return b"wg" in group.lower() or re.search(declared, tree.text.data) is not None


def _unclosed(captures: Captures, tree: Tree) -> bool:
    """Leave out what is handed on: whoever gets the response, or its body, has to close it."""
    [node, *_] = captures["finding"]
    name = re.escape(raw(captures["response"][0]))
    handed_on = (
        rb"\b(?:" + name + rb"\b(?!\s*\.)|" + name + rb"\.Body\.Close|return " + name + rb"\.Body"
        rb"|\w*[Cc]lose\w*\(" + name + rb"\.Body)"
    )
    function = enclosing(node, tree, _FUNCTIONS)
    if function is None:
        return False
    rest = tree.text.data[node.end_byte : function.end_byte]
    return re.search(handed_on, rest) is None and shipped(node, tree)


def _context_dropped(captures: Captures, tree: Tree) -> bool:
    """Leave out what goes on after the context is over, which needs another one."""
    [node, *_] = captures["finding"]
    chain = around(node, tree)
    for each in chain:
        if each.type in {"go_statement", "defer_statement"}:
            return False
        if each.type in _FUNCTIONS:
            parameters = raw(each.child_by_field_name("parameters"))
            return (
                b" context.Context" in parameters
                and b"Done()" not in raw(each)
                and shipped(node, tree)
            )
    return False


GO_CHECKS = {
    "go_weak_random": _weak_random,
    "go_no_timeout": _no_timeout,
    "go_zip_slip": _zip_slip,
    "go_error_lost": _error_lost,
    "go_defer_in_loop": _defer_in_loop,
    "go_late_add": _late_add,
    "go_unclosed": _unclosed,
    "go_context_dropped": _context_dropped,
}
