"""Checks of the rules for good practice in Python."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from honed.core.text import Span, encode
from honed.quality.imports import imported
from honed.quality.nodes import around, enclosing, is_inside, text, walk
from honed.quality.suppression import is_meant
from honed.quality.values import Concern
from honed.quality.words import is_elsewhere, is_later, is_soon, words

if TYPE_CHECKING:
    import tree_sitter

    from honed.core.text import Text
    from honed.quality.checks import Check
    from honed.quality.nodes import Captures
    from honed.syntax.tree import Tree

_FUNCTIONS = frozenset({"function_definition", "lambda"})
_BUILTINS = frozenset(
    b"list dict set str int float bool tuple bytes object len max min sum open print range map"
    b" filter any all iter next sorted reversed zip enumerate repr super isinstance getattr setattr"
    b" hasattr callable round abs".split()
)
"""Not those that are as good as a name of one's own: `id`, `type`, `input`, `format`, `hash`."""
_SCOPES = frozenset({"function_definition", "class_definition", "lambda"})
_LOOPS = frozenset({"for_statement", "while_statement"})
_HANDLERS = frozenset({"except_clause"})
_FEW = 3
_TRIES = frozenset({"try_statement"})
_IMPORTS = frozenset({"import_statement", "import_from_statement"})
_DEFINES = re.compile(rb"(?:def|class)[ \t]+\w+[ \t]*[(:\[]")
_ASYNC = re.compile(rb"async[ \t]+def[ \t]+(\w+)")
_ANY = re.compile(rb"def[ \t]+(\w+)")
_KEPT = frozenset({
    "return_statement", "yield", "with_item", "as_pattern", "argument_list", "keyword_argument",
    "await", "conditional_expression", "list", "tuple", "dictionary", "pair", "lambda",
})  # fmt: skip
_CLOSES = ("close", "closing", "enter_context", "push", "callback")
_MUTABLE_TYPES = frozenset({
    "list", "dict", "set", "defaultdict", "deque", "bytearray", "Counter", "OrderedDict",
})  # fmt: skip

_QUERIES = frozenset({"filter", "where", "having", "filter_by", "and_", "or_"})


def _span(node: tree_sitter.Node) -> Span:
    return Span(node.start_byte, node.end_byte)


def is_unused_import(captures: Captures, tree: Tree) -> bool:
    """Return whether what is imported is named nowhere else, and not tried or passed on."""
    node = captures["finding"][0]
    name = tree.text.slice(_span(captures["name"][0]))
    # Most are, and then what is around needs no look.
    if is_later(tree.text, name, node.end_byte):
        return False
    statement = next((each for each in around(node, tree) if each.type in _IMPORTS), node)
    if is_elsewhere(tree.text, name, _span(statement), Span(0, len(tree.text.data))):
        return False
    if node.type == "aliased_import" and text(node.child_by_field_name("name")) == text(
        captures["name"][0]
    ):
        return False
    if statement.has_error or is_inside(statement, tree, _TRIES, frozenset()):
        return False
    line = tree.text.line_at(statement.start_byte)
    if is_meant(tree, line, "python-unused-import", Concern.PRACTICE):
        return False  # It is said once for all that the statement imports.
    return not name.startswith(b"__") and not _passes_on(tree.text, frozenset(imported(tree)))


@lru_cache(maxsize=2)
def _passes_on(whole: Text, names: frozenset[str]) -> bool:
    """Return whether others import from here what this imports: most of it is not used."""
    if _DEFINES.search(whole.data) is None:
        return True
    count = words(whole, Span(0, len(whole.data)))
    unused = sum(count[encode(each)] <= 1 for each in names)
    return unused >= _FEW and unused * 2 >= len(names)


def is_unused_variable(captures: Captures, tree: Tree) -> bool:
    """Return whether a name of a function is set and named nowhere else in it."""
    name_node = captures["name"][0]
    span = _span(name_node)
    name = tree.text.slice(span)
    # Most are named soon, and then what is around needs no look.
    if name.startswith(b"_") or is_soon(tree.text, name, span):
        return False
    scope = enclosing(name_node, tree, _SCOPES)
    if scope is None or scope.type != "function_definition" or scope.has_error:
        return False
    inside = _span(scope)
    return (
        not is_elsewhere(tree.text, name, span, inside) and not words(tree.text, inside)[b"locals"]
    )


def is_builtin_hidden(captures: Captures, tree: Tree) -> bool:
    """Return whether a name is given in a function or module, not to the member of a class."""
    node = captures["name"][0]
    name = tree.text.slice(_span(node))
    if name not in _BUILTINS or _is_same(node, name):
        return False
    scope = enclosing(node, tree, _SCOPES)
    return scope is None or scope.type != "class_definition"


def _is_same(node: tree_sitter.Node, name: bytes) -> bool:
    """Return whether the name keeps its meaning, as in `str = str`."""
    parent = node.parent
    right = parent.child_by_field_name("right") if parent is not None else None
    return right is not None and right.text == name


def is_mutable(captures: Captures, _: Tree) -> bool:
    """Return whether a default is made once: by a call of what makes something that can change."""
    value = captures["finding"][0]
    if value.type != "call":
        return True
    return text(value.child_by_field_name("function")).rpartition(".")[2] in _MUTABLE_TYPES


def is_not_awaited(captures: Captures, tree: Tree) -> bool:
    """Return whether a function of the file that is always `async` is called in one."""
    coroutines = _coroutines(tree.text)
    if not coroutines or tree.text.slice(_span(captures["name"][0])) not in coroutines:
        return False
    function = enclosing(captures["finding"][0], tree, _FUNCTIONS)
    return function is not None and _is_async(function)


@lru_cache(maxsize=2)
def _coroutines(whole: Text) -> frozenset[bytes]:
    """Return the names of which every function in the text is `async`."""
    found = Counter(_ASYNC.findall(whole.data))
    every = Counter(_ANY.findall(whole.data)) if found else found
    return frozenset(name for name, count in found.items() if every[name] == count)


def is_left_open(captures: Captures, tree: Tree) -> bool:
    """Return whether a file is opened, and neither closed in a function nor handed on."""
    node = captures["finding"][0]
    parent = node.parent
    if parent is None or parent.type in _KEPT:
        return False
    if parent.type == "attribute":
        # `open(path).read()`: nobody can close it.
        return text(parent.child_by_field_name("attribute")) not in _CLOSES
    if parent.type == "expression_statement":
        return True
    left = parent.child_by_field_name("left") if parent.type == "assignment" else None
    if left is None or left.type != "identifier":
        return False
    scope = next((each for each in around(node, tree) if each.type in _FUNCTIONS), tree.root)
    name = re.escape(text(left))
    kept = rf"\b{name}\s*\.\s*close\b|with\s[^\n]*\b{name}\b"
    kept += rf"|\b(?:return|yield)\b[^\n]*\b{name}\b(?!\s*\.)"
    handed = rf"[(\[,=]\s*{name}\s*[,)\]\n]|\b(?:global|nonlocal)\b[^\n]*\b{name}\b"
    return re.search(f"{kept}|{handed}", text(scope)) is None


def is_caught_late(captures: Captures, tree: Tree) -> bool:
    """Return whether a function that a loop makes and keeps uses the loop's variable."""
    node = captures["finding"][0]
    loop = enclosing(node, tree, _LOOPS | {"function_definition", "class_definition"})
    if loop is None or loop.type != "for_statement" or not _is_kept(node, loop, tree):
        return False
    variables = {text(each) for each in walk(_field(loop, "left")) if each.type == "identifier"}
    given = node.child_by_field_name("parameters")
    own = (
        {text(each) for each in walk(given) if each.type == "identifier"}
        if given is not None
        else set()
    )
    used = {text(each) for each in walk(_field(node, "body")) if each.type == "identifier"}
    return bool(used & variables - own)


def _field(node: tree_sitter.Node, name: str) -> tree_sitter.Node:
    return node.child_by_field_name(name) or node


def _is_kept(node: tree_sitter.Node, loop: tree_sitter.Node, tree: Tree) -> bool:
    """Return whether a function is put away: into a list, a dictionary, an attribute, a slot."""
    for each in around(node, tree):
        if each == loop:
            return False
        if each.type == "call":
            name = text(each.child_by_field_name("function")).rpartition(".")[2]
            return name in {
                "append",
                "add",
                "insert",
                "setdefault",
                "connect",
                "add_done_callback",
                "call_later",
                "call_soon",
                "addCallback",
                "after",
                "register",
                "submit",
                "bind",
                "Thread",
                "on",
            }
        if each.type == "assignment":
            return _field(each, "left").type in {"subscript", "attribute"}
    return False


def loses_cause(captures: Captures, tree: Tree) -> bool:
    """Return whether another exception is raised in a handler, and nothing is said of the first."""
    node = captures["finding"][0]
    if any(text(each) == "from" for each in node.children):
        return False
    handler = enclosing(node, tree, {"except_clause", *_SCOPES})
    if (
        handler is None
        or handler.type != "except_clause"
        or is_inside(node, tree, _TRIES, _HANDLERS)
    ):
        return False
    caught = next((each for each in walk(handler) if each.type == "as_pattern_target"), None)
    raised = text(node)
    if "with_traceback" in raised or re.match(r"raise\s+(?:\w+\.)*SystemExit\b", raised):
        return False
    return caught is None or not re.search(rf"\b{re.escape(text(caught))}\b", raised)


def raises_again(captures: Captures, tree: Tree) -> bool:
    """Return whether what is raised is what the handler around caught, as it was."""
    node = captures["finding"][0]
    name = text(captures["name"][0])
    handler = enclosing(node, tree, {"except_clause", *_SCOPES})
    if handler is None or handler.type != "except_clause":
        return False
    caught = next((each for each in walk(handler) if each.type == "as_pattern_target"), None)
    changed = re.search(
        rf"\b{re.escape(name)}\s*=[^=]|\bexcept\b.*\bexcept\b", text(handler), re.DOTALL
    )
    return text(caught) == name and changed is None


def is_in_coroutine(captures: Captures, tree: Tree) -> bool:
    """Return whether it stands in a function that is `async` itself."""
    function = enclosing(captures["finding"][0], tree, _FUNCTIONS)
    return function is not None and _is_async(function)


def _is_async(function: tree_sitter.Node) -> bool:
    return function.type == "function_definition" and function.children[0].type == "async"


def has_no_parts(captures: Captures, _: Tree) -> bool:
    """Return whether a string begins with `f` for nothing, not to look like one beside it."""
    node = captures["finding"][0]
    if "f" not in text(node.children[0]).lower():
        return False
    return not any(each.type == "interpolation" for each in node.children) and not (
        node.parent is not None and node.parent.type == "concatenated_string"
    )


def is_swallowed(captures: Captures, _: Tree) -> bool:
    """Return whether a handler does not raise again what it took."""
    handler = captures["finding"][0].parent
    block = handler.named_children[-1] if handler is not None and handler.named_children else None
    return block is None or not any(
        each.type == "raise_statement" and not each.named_children for each in block.named_children
    )


def is_compared(captures: Captures, tree: Tree) -> bool:
    """Return whether a comparison is one, and no part of a query that SQLAlchemy makes of it."""
    inner = captures["finding"][0]
    for each in around(inner, tree):
        if (
            each.type == "call"
            and each.child_by_field_name("arguments") == inner
            and text(each.child_by_field_name("function")).rpartition(".")[2] in _QUERIES
        ):
            return False
        inner = each
    return True


CHECKS: dict[str, Check] = {
    "python-compared": is_compared,
    "python-unused-import": is_unused_import,
    "python-unused-variable": is_unused_variable,
    "python-builtin-hidden": is_builtin_hidden,
    "python-mutable": is_mutable,
    "python-not-awaited": is_not_awaited,
    "python-left-open": is_left_open,
    "python-caught-late": is_caught_late,
    "python-loses-cause": loses_cause,
    "python-raises-again": raises_again,
    "python-swallowed": is_swallowed,
    "python-no-parts": has_no_parts,
    "python-in-coroutine": is_in_coroutine,
}
