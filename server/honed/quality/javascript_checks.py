"""Checks of findings in JavaScript and TypeScript that look at statements and markup.

Those of values and names have modules of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from honed.quality.javascript_names import (
    FUNCTIONS,
    NAME_CHECKS,
    enclosing_function,
    text_of,
    uses_of,
)
from honed.quality.javascript_values import VALUE_CHECKS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import tree_sitter

    from honed.quality.checks import Check
    from honed.syntax.tree import Tree

    Captures = Mapping[str, Sequence[tree_sitter.Node]]

_ENDS = {"return_statement", "throw_statement", "break_statement", "continue_statement"}
_IGNORES = re.compile(rb"/[/*]+\s*@ts-(?:ignore|nocheck)\s*(?:\*/)?$")
_EXIT = re.compile(rb"(?:process|Deno)\.exit\(|(?:assertNever|assertUnreachable|never)\(")
_FALLS = re.compile(rb"(?i)falls?[ -]*th?rough|fall-?thru|no-?break|fallthrough|intentional")
_BLOCKS = {"program", "statement_block"}
_DECLARED_FUNCTIONS = {
    "function_declaration",
    "function_expression",
    "generator_function",
    "generator_function_declaration",
}
_MAKES_FUNCTION = re.compile(rb"=>|\bfunction\b")


def _blank_target(captures: Captures, tree: Tree) -> bool:
    attribute = captures["finding"][0].parent
    element = attribute.parent if attribute is not None else None
    if element is None:
        return False
    outside = False
    for each in element.named_children:
        if each.type == "jsx_expression":
            return False
        if each.type != "jsx_attribute":
            continue
        name, *values = each.named_children
        if text_of(name, tree.text.data) == b"rel":
            return False
        if text_of(name, tree.text.data) == b"href" and values:
            outside = values[0].type != "string" or b"//" in text_of(values[0], tree.text.data)
    return outside


def _loose(captures: Captures, _tree: Tree) -> bool:
    sides = (captures["left"][0], captures["right"][0])
    if any(each.type in {"null", "undefined"} for each in sides):
        return False
    return {each.type for each in sides} != {"unary_expression", "string"}


def _repeated_key(captures: Captures, tree: Tree) -> bool:
    [key] = captures["finding"]
    name = _key_name(key, tree)
    whole = key.parent.parent if key.parent is not None else None
    if not name or whole is None:
        return False
    # The text is looked through first, for tables of a thousand keys.
    if tree.text.data.find(name, whole.start_byte, key.start_byte) < 0:
        return False
    pairs = (each for each in whole.named_children if each.end_byte < key.start_byte)
    return any(_key_name(each.child_by_field_name("key"), tree) == name for each in pairs)


def _key_name(key: tree_sitter.Node | None, tree: Tree) -> bytes:
    if key is None or key.type not in {"property_identifier", "string", "number"}:
        return b""
    name = text_of(key, tree.text.data)
    return name[1:-1] if key.type == "string" else name


def _falls_through(captures: Captures, tree: Tree) -> bool:
    [case] = captures["finding"]
    last = next((each for each in reversed(case.named_children) if each.type != "comment"), None)
    following = case.next_named_sibling
    while following is not None and following.type == "comment":
        following = following.next_named_sibling
    if last is None or following is None or not following.child_by_field_name("body"):
        return False
    between = tree.text.data[last.start_byte : following.start_byte]
    return not _ends(last, tree) and not _FALLS.search(between)


def _ends(statement: tree_sitter.Node | None, tree: Tree) -> bool:  # noqa: PLR0911 - a case for each kind of node
    """Return whether the line after a statement is never reached."""
    if statement is None:
        return False
    kind = statement.type
    if kind == "statement_block":
        return any(_ends(each, tree) for each in statement.named_children)
    if kind == "if_statement":
        other = statement.child_by_field_name("alternative")
        return _ends(statement.child_by_field_name("consequence"), tree) and _ends(other, tree)
    if kind in {"else_clause", "finally_clause", "catch_clause"}:
        return any(_ends(each, tree) for each in statement.named_children)
    if kind == "try_statement":
        handler = statement.child_by_field_name("handler")
        body = _ends(statement.child_by_field_name("body"), tree) and (
            handler is None or _ends(handler, tree)
        )
        return body or _ends(statement.child_by_field_name("finalizer"), tree)
    if kind == "switch_statement":
        return _switch_ends(statement, tree)
    if kind in {"while_statement", "for_statement"}:
        condition = statement.child_by_field_name("condition")
        return text_of(condition, tree.text.data).strip(b"(; )") in {b"true", b"1", b""}
    if kind == "expression_statement":
        return bool(_EXIT.search(text_of(statement, tree.text.data)))
    return kind in _ENDS


def _switch_ends(statement: tree_sitter.Node, tree: Tree) -> bool:
    """Return whether each case of a switch leaves it and what is around it."""
    body = statement.child_by_field_name("body")
    cases = [each for each in body.named_children if each.type != "comment"] if body else []
    if not cases or not any(each.type == "switch_default" for each in cases):
        return False
    return _ends(cases[-1].named_children[-1] if cases[-1].named_children else None, tree) and (
        b"break" not in text_of(statement, tree.text.data)
    )


def _var_as_let(captures: Captures, tree: Tree) -> bool:
    return not _is_ambient(captures["finding"][0]) and not _needs_var(captures, tree)


def _var_hoisted(captures: Captures, tree: Tree) -> bool:
    return not _is_ambient(captures["finding"][0]) and _needs_var(captures, tree)


def _is_ambient(declaration: tree_sitter.Node) -> bool:
    """Return whether a `var` says what there is: `declare global` knows no `let`."""
    parent = declaration.parent
    if parent is not None and parent.type == "statement_block":
        parent = parent.parent
    return parent is not None and parent.type == "ambient_declaration"


def _needs_var(captures: Captures, tree: Tree) -> bool:
    """Return whether a `let` in the place of a `var` may mean something else."""
    declaration = captures["finding"][0]
    if declaration.type == "var":
        return _is_hoisted(captures["name"][0], declaration.parent, tree)
    block = declaration.parent
    # `if (a) let b = 1` is no statement; the head of a loop has a place for it.
    if block is None or not (
        block.type in _BLOCKS or block.child_by_field_name("initializer") == declaration
    ):
        return True
    loop = _loop_around(declaration)
    for declarator in declaration.named_children:
        name = declarator.child_by_field_name("name")
        if name is None or name.type != "identifier" or _is_hoisted(name, block, tree):
            return True
        # Without a value a `var` keeps that of the round before.
        if loop is not None and declarator.child_by_field_name("value") is None:
            return True
    return False


def _is_hoisted(name: tree_sitter.Node, block: tree_sitter.Node | None, tree: Tree) -> bool:
    """Return whether a name is used out of a block, before its line, or by a function in a loop."""
    function = enclosing_function(name)
    if block is None or function is None or block.type.startswith("switch"):
        return True
    loop = _loop_around(name)
    if loop is not None and _MAKES_FUNCTION.search(text_of(loop, tree.text.data)):
        # Each round has a `let` of its own, which the functions made in it keep.
        return True
    word = text_of(name, tree.text.data)
    before = uses_of(word, tree, function.start_byte, name.start_byte)
    after = uses_of(word, tree, block.end_byte, function.end_byte)
    if any(True for uses in (before, after) for _ in uses):
        return True
    hoisted = _hoisted_functions(block)
    return any(
        _declares(use) or _is_within(use.start_byte, hoisted)
        for use in uses_of(word, tree, name.end_byte, block.end_byte)
    )


@lru_cache(maxsize=64)
def _hoisted_functions(block: tree_sitter.Node) -> tuple[tuple[int, int], ...]:
    """Return where the functions of a block stand that can be called from its beginning on."""
    return tuple(
        (each.start_byte, each.end_byte)
        for each in block.named_children
        if any(
            one.type in _DECLARED_FUNCTIONS
            for one in (each, *(each.named_children if each.type == "export_statement" else ()))
        )
    )


def _is_within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether a place is in one of some spans, which are in order."""
    before = bisect_right(spans, place, key=itemgetter(0))
    return before > 0 and place < spans[before - 1][1]


def _declares(use: tree_sitter.Node) -> bool:
    parent = use.parent
    return (
        parent is not None
        and parent.type in {"variable_declarator", "function_declaration"}
        and parent.child_by_field_name("name") == use
    )


def _loop_around(node: tree_sitter.Node) -> tree_sitter.Node | None:
    parent = node.parent
    while parent is not None and parent.type not in FUNCTIONS:
        if parent.type in {"do_statement", "for_in_statement", "for_statement", "while_statement"}:
            return parent
        parent = parent.parent
    return None


def _ignores_types(captures: Captures, tree: Tree) -> bool:
    [comment] = captures["finding"]
    return bool(_IGNORES.match(tree.text.data, comment.start_byte, comment.end_byte))


def _any_function(captures: Captures, tree: Tree) -> bool:
    return text_of(captures["finding"][0], tree.text.data) == b"Function"


JAVASCRIPT_CHECKS: dict[str, Check] = {
    "javascript_any_function": _any_function,
    "javascript_blank_target": _blank_target,
    "javascript_falls_through": _falls_through,
    "javascript_ignores_types": _ignores_types,
    "javascript_loose": _loose,
    "javascript_repeated_key": _repeated_key,
    "javascript_var_as_let": _var_as_let,
    "javascript_var_hoisted": _var_hoisted,
    **NAME_CHECKS,
    **VALUE_CHECKS,
}
"""The checks by the name that rules call them."""
