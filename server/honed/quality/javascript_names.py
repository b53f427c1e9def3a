"""Checks of findings in JavaScript and TypeScript that ask what a name stands for.

The names are looked up in the text first, which is fast, and in the tree where that found one. In
a text with faults nothing is said of names.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import tree_sitter

    from honed.quality.checks import Check
    from honed.syntax.tree import Tree

    Captures = Mapping[str, Sequence[tree_sitter.Node]]

FUNCTIONS = {
    "arrow_function",
    "function_declaration",
    "function_expression",
    "generator_function",
    "generator_function_declaration",
    "method_definition",
    "class_static_block",
}
_USES = {"identifier", "shorthand_property_identifier", "type_identifier"}
_WORD = frozenset(b"$_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_ASCII_END = 0x80
_ASYNC = re.compile(rb"\basync\b")
_FUNCTION = re.compile(rb"async\s+function\s+([\w$]+)\s*[(<]")
_VALUE = re.compile(rb"async\s*(?:function\b(?!\s*\*)|[(\w<])")
_ASSIGNED = re.compile(rb"\b(?:const|let|var)\s+([\w$]+)[^=;]*=\s*$")
_METHOD = re.compile(rb"async\s+([\w$]+)\s*[(<]")
_BEFORE_METHOD = re.compile(rb"(?:.*\{)?\s*(?:(?:public|private|protected|static|override)\s+)*")
_MODULE = re.compile(rb"^(?:import|export)\b|\brequire\s*\(|\bmodule\.exports\b", re.MULTILINE)
_PRAGMA = re.compile(rb"@jsx(?:Frag)?\s+([\w$]+)")
_PATTERNS = {"array_pattern", "object_pattern", "pair_pattern", "rest_pattern"}
_AMBIENT = {"ambient_declaration", "internal_module", "module"}
MOST_PLACES = 50
"""A name that stands in more places counts as used."""
PRAGMA_WITHIN = 2_000
"""In so many bytes at the head of a file it is said what makes elements."""
_HANDLED = re.compile(rb"^(?:cy|expect|t|test|browser|page|\$)\b|\.catch\(")


def text_of(node: tree_sitter.Node | None, data: bytes) -> bytes:
    """Return the text of a node, b"" of none; `node.text` is slower by far."""
    return data[node.start_byte : node.end_byte] if node is not None else b""


def enclosing_function(node: tree_sitter.Node) -> tree_sitter.Node | None:
    """Return the innermost function around a node, the program where there is none."""
    parent = node.parent
    while parent is not None and parent.type not in FUNCTIONS and parent.type != "program":
        parent = parent.parent
    return parent


def literal_of(name: tree_sitter.Node, tree: Tree) -> tree_sitter.Node | None:
    """Return the value that a `const` of this name has, None where there is none or are many."""
    data, word = tree.text.data, text_of(name, tree.text.data)
    first = data.find(b"const " + word)
    while first >= 0:
        node = tree.root.descendant_for_byte_range(first + 6, first + 6 + len(word))
        if node is not None and node.type == "identifier" and node.text == word:
            parent = node.parent
            return parent.child_by_field_name("value") if parent is not None else None
        first = data.find(b"const " + word, first + 6)
    return None


def is_parameter(name: tree_sitter.Node, tree: Tree) -> bool:
    """Return whether a name is a parameter of a function around it, and no number."""
    data = tree.text.data
    word = text_of(name, data)
    function = enclosing_function(name)
    while function is not None and function.type != "program":
        parameters = _parameters(function, data).get(word)
        if parameters is not None:
            after = text_of(parameters, data).partition(word)[2].lstrip(b"? ")
            return not after.startswith((b":number", b": number", b": bigint", b": boolean"))
        if word in _declared(function, data):
            return False
        function = enclosing_function(function)
    return False


@lru_cache(maxsize=256)
def _parameters(function: tree_sitter.Node, data: bytes) -> dict[bytes, tree_sitter.Node]:
    """Return the parameters of a function, and where they stand; none of the program."""
    node = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    return dict.fromkeys(_pattern_names(node, data), node) if node is not None else {}


def _pattern_names(node: tree_sitter.Node, data: bytes) -> Iterator[bytes]:
    """Yield the names that parameters or the left side of a declaration declare."""
    kind = node.type
    if kind in {"identifier", "shorthand_property_identifier_pattern"}:
        yield text_of(node, data)
    elif kind in {"required_parameter", "optional_parameter"}:
        pattern = node.child_by_field_name("pattern")
        if pattern is not None:
            yield from _pattern_names(pattern, data)
    elif kind in {"assignment_pattern", "object_assignment_pattern"}:
        left = node.child_by_field_name("left")
        if left is not None:
            yield from _pattern_names(left, data)
    elif kind == "pair_pattern":
        value = node.child_by_field_name("value")
        if value is not None:
            yield from _pattern_names(value, data)
    elif kind in {"formal_parameters", "object_pattern", "array_pattern", "rest_pattern"}:
        for each in node.named_children:
            yield from _pattern_names(each, data)


@lru_cache(maxsize=256)
def _declared(scope: tree_sitter.Node, data: bytes) -> dict[bytes, tree_sitter.Node]:
    """Return the names declared directly in a program or a function's body, and their nodes."""
    body = scope.child_by_field_name("body") if scope.type in FUNCTIONS else scope
    if body is None or body.type not in {"statement_block", "program"}:
        return {}
    names: dict[bytes, tree_sitter.Node] = {}
    for each in body.named_children:
        statement = each
        if each.type == "export_statement":
            statement = each.child_by_field_name("declaration") or each
        if statement.type in {"lexical_declaration", "variable_declaration"}:
            for declarator in statement.named_children:
                name = declarator.child_by_field_name("name")
                if name is not None:
                    names |= dict.fromkeys(_pattern_names(name, data), declarator)
        elif statement.type == "import_statement":
            names |= _imported(statement, data)
        elif statement.type in {"function_declaration", "class_declaration"}:
            name = statement.child_by_field_name("name")
            if name is not None:
                names[text_of(name, data)] = name
    return names


def _imported(statement: tree_sitter.Node, data: bytes) -> dict[bytes, tree_sitter.Node]:
    """Return the names that an import declares, and their nodes."""
    names: dict[bytes, tree_sitter.Node] = {}
    stack = [each for each in statement.named_children if each.type == "import_clause"]
    while stack:
        node = stack.pop()
        if node.type == "identifier":
            names[text_of(node, data)] = node
        elif node.type == "import_specifier":
            name = node.child_by_field_name("alias") or node.child_by_field_name("name")
            names[text_of(name, data)] = node
        else:
            stack.extend(node.named_children)
    return names


def uses_of(name: bytes, tree: Tree, start: int, end: int) -> Iterator[tree_sitter.Node]:
    """Yield the nodes between two places in which a name is used; the root for too many."""
    data, size = tree.text.data, len(name)
    place = data.find(name, start, end)
    looked_at = 0
    while place >= 0:
        looked_at += 1
        if looked_at > MOST_PLACES:
            yield tree.root
            return
        after = place + size
        if not _in_word(data, place - 1) and not _in_word(data, after):
            node = tree.root.descendant_for_byte_range(place, after)
            if node is not None and node.type in _USES and node.end_byte - node.start_byte == size:
                yield node
        place = data.find(name, after, end)


def _in_word(data: bytes, place: int) -> bool:
    return 0 <= place < len(data) and (data[place] in _WORD or data[place] >= _ASCII_END)


def _is_used(node: tree_sitter.Node, tree: Tree, scope: tree_sitter.Node) -> bool:
    """Return whether the name in a declaration is read in a scope, not only written."""
    # What is used is used below its declaration, as a rule; a function may be above.
    name = text_of(node, tree.text.data)
    ranges = ((node.end_byte, scope.end_byte), (scope.start_byte, node.start_byte))
    return any(
        not _is_written(use) for start, end in ranges for use in uses_of(name, tree, start, end)
    )


@lru_cache(maxsize=4)
def _is_module(data: bytes) -> bool:
    """Return whether what a text declares outside of functions is its own."""
    return bool(_MODULE.search(data))


def _is_written(use: tree_sitter.Node) -> bool:
    parent = use.parent
    if parent is None or parent.type not in {
        "assignment_expression",
        "function_declaration",
        "variable_declarator",
    }:
        return False
    if parent.type != "assignment_expression":
        return parent.child_by_field_name("name") == use
    outer = parent.parent
    return (
        parent.child_by_field_name("left") == use
        and outer is not None
        and outer.type == "expression_statement"
    )


def _unused_import(captures: Captures, tree: Tree) -> bool:
    [name] = captures["finding"]
    data = tree.text.data
    word = text_of(name, data)
    if word.startswith(b"_") or tree.root.has_error or _is_used(name, tree, tree.root):
        return False
    # What makes elements of markup is used by the markup.
    return word not in {b"React", b"h"} and word not in _PRAGMA.findall(data[:PRAGMA_WITHIN])


def _unused_variable(captures: Captures, tree: Tree) -> bool:  # noqa: PLR0911 - a case for each kind of node
    [name] = captures["finding"]
    if name.start_byte and text_of(name, tree.text.data).startswith(b"_"):
        return False
    declaration = name.parent
    inner = name
    while declaration is not None and declaration.type in _PATTERNS:
        # What stands beside a rest is named to be left out of it.
        if inner.type != "rest_pattern" and any(
            each.type == "rest_pattern" for each in declaration.named_children
        ):
            return False
        inner, declaration = declaration, declaration.parent
    if declaration is not None and declaration.type == "variable_declarator":
        declaration = declaration.parent
    scope = declaration.parent if declaration is not None else None
    if declaration is None or scope is None or tree.root.has_error:
        return False
    if declaration.type == "variable_declaration":
        scope = enclosing_function(declaration)
    if scope is None or scope.type not in {"statement_block", "program", *FUNCTIONS}:
        return False
    if scope.type == "program" and not _is_module(tree.text.data):
        return False
    if _is_used(name, tree, scope):
        return False
    around = scope.parent
    return around is None or around.type not in _AMBIENT


def _shadowing(captures: Captures, tree: Tree) -> bool:
    [name] = captures["finding"]
    data = tree.text.data
    word = text_of(name, data)
    function = enclosing_function(name)
    if function is None or tree.root.has_error:
        return False
    own = _declared(function, data).get(word) or _parameters(function, data).get(word)
    if own is not None and own.start_byte != name.start_byte:
        declaration = name.parent.parent if name.parent is not None else None
        # Of a `var`, the second is the first.
        if own.end_byte > name.start_byte or declaration is None:
            return False
        return declaration.type != "variable_declaration"
    if function.type == "program":
        return False
    outer = _names_around(function, data).get(word)
    # A name may be given to what is made with the help of another of the same name, and one that is
    # declared later is another matter.
    return outer is not None and outer.end_byte <= name.start_byte


@lru_cache(maxsize=256)
def _names_around(function: tree_sitter.Node, data: bytes) -> dict[bytes, tree_sitter.Node]:
    """Return the names declared in what is around a function, with where they are declared."""
    around = enclosing_function(function)
    if around is None:
        return {}
    return _names_around(around, data) | _parameters(around, data) | _declared(around, data)


@lru_cache(maxsize=4)
def _asynchronous(data: bytes) -> tuple[dict[bytes, int], dict[bytes, int]]:
    """Return the functions and the methods that are declared as asynchronous, and their places."""
    functions: dict[bytes, int] = {}
    methods: dict[bytes, int] = {}
    for match in _ASYNC.finditer(data):
        place = match.start()
        before = data[data.rfind(b"\n", 0, place) + 1 : place]
        if name := _FUNCTION.match(data, place):
            functions[name[1]] = name.start(1)
        elif _VALUE.match(data, place) and (name := _ASSIGNED.search(before)):
            functions[name[1]] = place - len(before) + name.start(1)
        elif (name := _METHOD.match(data, place)) and _BEFORE_METHOD.fullmatch(before):
            methods[name[1]] = name.start(1)
    return functions, methods


def _is_async(captures: Captures, tree: Tree) -> bool:
    functions, methods = _asynchronous(tree.text.data)
    [name] = captures["name"]
    word = text_of(name, tree.text.data)
    if name.type == "property_identifier":
        return word in methods
    return word in functions and not is_parameter(name, tree)


def _missing_await(captures: Captures, tree: Tree) -> bool:
    if not _is_async(captures, tree):
        return False
    function = enclosing_function(captures["finding"][0])
    return function is not None and _has_async(function) and not _handles(captures["name"][0], tree)


def _floating(captures: Captures, tree: Tree) -> bool:
    if "object" in captures:
        [receiver] = captures["object"]
        return receiver.type == "call_expression" and not _HANDLED.search(
            text_of(receiver, tree.text.data)
        )
    if not _is_async(captures, tree):
        return False
    function = enclosing_function(captures["finding"][0])
    # What fails outside of all functions ends the program with its stack.
    return (
        function is not None
        and function.type != "program"
        and not _has_async(function)
        and not _handles(captures["name"][0], tree)
    )


def _has_async(function: tree_sitter.Node) -> bool:
    return any(each.type == "async" for each in function.children)


def _handles(name: tree_sitter.Node, tree: Tree) -> bool:
    """Return whether the function of this name has a `try` with a `catch` on its first level."""
    word = text_of(name, tree.text.data)
    places = _asynchronous(tree.text.data)[name.type == "property_identifier"]
    node = tree.root.descendant_for_byte_range(places[word], places[word] + len(word))
    parent = node.parent if node is not None else None
    if parent is None:
        return False
    function = parent.child_by_field_name("value") or parent
    body = function.child_by_field_name("body")
    return body is not None and any(
        each.type == "try_statement" and each.child_by_field_name("handler") is not None
        for each in body.named_children
    )


NAME_CHECKS: dict[str, Check] = {
    "javascript_floating": _floating,
    "javascript_is_async": _is_async,
    "javascript_missing_await": _missing_await,
    "javascript_shadowing": _shadowing,
    "javascript_unused_import": _unused_import,
    "javascript_unused_variable": _unused_variable,
}
"""The checks by the name that rules call them."""
