"""What has to stay secret: names that say so, and texts that look like it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.quality.nodes import around, raw
from honed.quality.origin import shipped

if TYPE_CHECKING:
    import tree_sitter

    from honed.quality.nodes import Captures
    from honed.syntax.tree import Tree

_FUNCTIONS = {
    "function_declaration": "name",
    "method_declaration": "name",
    "function_item": "name",
    "function_definition": "declarator",
}
_SECRET = re.compile(
    rb"secret|token|passw|passphrase|nonce|\bsalt|session_?id|csrf|\botp\b|api_?key|private_?key"
    rb"|encryption_?key|remember_?me",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    rb"example|sample|dummy|changeme|change_me|placeholder|your|xxx|test|fake|foo|bar|invalid"
    rb"|redacted|[<>{}$%\s]|\*\*|\.\.\.|://|^/|^--",
    re.IGNORECASE,
)
_MIXED = re.compile(rb"(?=.*[0-9])(?=.*[A-Za-z]).{8,}")
_KNOWN = re.compile(rb"AKIA|gh[pousr]_|xox[abprs]-|sk_live_|AIza|-----BEGIN ")
_CONSTANT_NAME = re.compile(rb"[A-Z][A-Z0-9_]*|[a-z]+(?:[-_.:][a-z]+)+[-_.:]?v?[0-9]{1,3}")
_LINES = 2
"""After the one in which a number is drawn, in which it may be said what for."""

_QUOTES = b"\"'`#r"


def function_name(node: tree_sitter.Node, tree: Tree) -> bytes:
    """Return the name of the function that a node stands in, in C with its parameters."""
    for each in around(node, tree):
        field = _FUNCTIONS.get(each.type)
        if field is not None:
            return raw(each.child_by_field_name(field))
    return b""


def about_secrets(node: tree_sitter.Node, tree: Tree) -> bool:
    """Return whether the lines from a node on, or the name of its function, speak of a secret."""
    text = tree.text
    first = text.line_at(node.start_byte)
    last = min(first + _LINES, text.line_count - 1)
    lines = text.slice(text.lines_span(first, last))
    return bool(_SECRET.search(lines) or _SECRET.search(function_name(node, tree)))


def is_secret(captures: Captures, tree: Tree) -> bool:
    """Return whether a text mixes letters and digits, and is no placeholder, name or address."""
    [node, *_] = captures["finding"]
    value = raw(node).strip(_QUOTES)
    if "name" not in captures:
        return b"EXAMPLE" not in value and shipped(node, tree)
    return (
        _KNOWN.match(value) is None
        and _MIXED.fullmatch(value) is not None
        and _PLACEHOLDER.search(value) is None
        and _CONSTANT_NAME.fullmatch(value) is None
        and shipped(node, tree)
    )


def is_random_secret(captures: Captures, tree: Tree) -> bool:
    """Return whether a number is drawn where something secret is made."""
    [node, *_] = captures["finding"]
    return about_secrets(node, tree) and shipped(node, tree)
