"""A rule for ast-grep (https://ast-grep.github.io): what it can express, or why it cannot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from honed.core.model import HoleKind
from honed.core.text import Text, encode
from honed.learn.promotion import node_kind
from honed.learn.rules import Fault, pieces
from honed.syntax import languages
from honed.syntax.tree import faults, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.learn.rules import Rule
    from honed.syntax.languages import Language

LANGUAGES = {
    "bash": "Bash", "c": "C", "cpp": "Cpp", "csharp": "CSharp", "css": "Css", "go": "Go",
    "html": "Html", "java": "Java", "javascript": "JavaScript", "lua": "Lua", "php": "Php",
    "python": "Python", "ruby": "Ruby", "rust": "Rust", "tsx": "Tsx", "typescript": "TypeScript",
}  # fmt: skip
"""Our names of the languages that ast-grep knows, and its own."""

_FILLING = "honed"
_NAME = r"^[\p{L}_][\p{L}\p{N}_]*$"


def exported(rule: Rule) -> str | Fault:
    """Return the YAML of a rule; `Fault` where ast-grep would do something else, or nothing.

    There a pattern is one whole node of the syntax tree, a hole is one, and space is never spoken
    of.
    """
    language = languages.by_name(rule.language)
    if language is None or rule.language not in LANGUAGES:
        return Fault(f"ast-grep does not know the language {rule.language}")
    objection = next(_objections(rule, language), None)
    if objection is not None:
        return Fault(objection)
    before, after = ("".join(_spelled(side, rule)) for side in (rule.before, rule.after))
    message = rule.description or f"{rule.before} → {rule.after}"
    lines = [
        f"id: {rule.name}",
        f"language: {LANGUAGES[rule.language]}",
        f"message: {_string(message)}",
        "severity: warning",
        "rule:",
        "  pattern:",
        f"    context: {_string(before)}",
        # Else it passes over what follows in the node, and the fix loses it.
        "    strictness: cst",
    ]
    constraints = list(_constraints(rule, language))
    if constraints:
        lines += ["constraints:", *constraints]
    lines.append(f"fix: {_string(after)}")
    return "\n".join(lines) + "\n"


def _objections(rule: Rule, language: Language) -> Iterator[str]:
    """Yield what ast-grep cannot express."""
    if rule.gap_before is not None or rule.gap_after is not None:
        yield "the space around the edit is replaced, too"
    if {HoleKind.TEXT, HoleKind.QUOTE} & set(rule.holes.values()):
        yield "a hole is a part of a string"
    code = [
        text for side in (rule.before, rule.after) for text, is_hole in pieces(side) if not is_hole
    ]
    if any("$" in text for text in code):
        yield "its code has a $, which stands for a hole there"
    if any("\n" in text for text in code):
        yield "it speaks of several lines, whose indentation would be lost"
    kind = node_kind(rule)
    if kind is None:
        yield "its words are no whole expression or statement"
    elif kind not in _kinds_alone(rule, language):
        yield "standing alone, as it does there, its code means something else"


def _string(text: str) -> str:
    """Return a text as YAML has it: a string of JSON is one."""
    return json.dumps(text, ensure_ascii=False)


def _spelled(side: str, rule: Rule) -> Iterator[str]:
    for text, is_hole in pieces(side):
        if not is_hole:
            yield text
        else:
            yield ("$$$" if rule.holes[text] is HoleKind.LIST else "$") + text


def _kinds_alone(rule: Rule, language: Language) -> set[str]:
    """Return the kinds of the nodes that the rule's code is when it is parsed by itself."""
    source = "".join(_FILLING if is_hole else text for text, is_hole in pieces(rule.before))
    text = Text(encode(source))
    tree = parse(text, language)
    if tree is None or faults(tree):
        return set()
    kinds = set()
    nodes = [tree.root]
    while len(nodes) == 1:
        [node] = nodes
        if (node.start_byte, node.end_byte) == (0, len(text.data)):
            kinds.add(node.type)
        nodes = node.named_children
    return kinds


def _constraints(rule: Rule, language: Language) -> Iterator[str]:
    for name, kind in rule.holes.items():
        if kind is HoleKind.NAME:
            yield f"  {name}:"
            yield f"    regex: {_string(_NAME)}"
        elif kind is HoleKind.LITERAL:
            yield f"  {name}:"
            yield "    any:"
            for each in sorted({*language.literal, *language.string}):
                yield f"      - kind: {each}"
