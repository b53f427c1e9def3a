"""A rule for ast-grep (https://ast-grep.github.io): what it can express, or why it cannot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from honed.core.model import HoleKind
from honed.learn.promotion import is_whole_node
from honed.learn.rules import Fault, pieces
from honed.syntax import languages

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

_NAME = r"^[\p{L}_][\p{L}\p{N}_]*$"


def exported(rule: Rule) -> str | Fault:
    """Return the YAML of a rule; `Fault` where ast-grep would do something else, or nothing.

    There a pattern is one whole node of the syntax tree, a hole is one, and space is never spoken
    of.
    """
    language = languages.by_name(rule.language)
    if language is None or rule.language not in LANGUAGES:
        return Fault(f"ast-grep does not know the language {rule.language}")
    if rule.gap_before is not None or rule.gap_after is not None:
        return Fault("the space around the edit is replaced, too")
    if {HoleKind.TEXT, HoleKind.QUOTE} & set(rule.holes.values()):
        return Fault("a hole is a part of a string")
    sides = [list(pieces(side)) for side in (rule.before, rule.after)]
    if any("$" in text for side in sides for text, is_hole in side if not is_hole):
        return Fault("its code has a $, which stands for a hole there")
    if not is_whole_node(rule):
        return Fault("its words are no whole expression or statement")
    before, after = ("".join(_spelled(side, rule)) for side in sides)
    message = rule.description or f"{rule.before} → {rule.after}"
    lines = [
        f"id: {rule.name}",
        f"language: {LANGUAGES[rule.language]}",
        f"message: {json.dumps(message, ensure_ascii=False)}",
        "severity: warning",
        "rule:",
        f"  pattern: {json.dumps(before, ensure_ascii=False)}",
    ]
    constraints = list(_constraints(rule, language))
    if constraints:
        lines += ["constraints:", *constraints]
    lines.append(f"fix: {json.dumps(after, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def _spelled(side: list[tuple[str, bool]], rule: Rule) -> Iterator[str]:
    for text, is_hole in side:
        if not is_hole:
            yield text
        else:
            yield ("$$$" if rule.holes[text] is HoleKind.LIST else "$") + text


def _constraints(rule: Rule, language: Language) -> Iterator[str]:
    for name, kind in rule.holes.items():
        if kind is HoleKind.NAME:
            yield f"  {name}:"
            yield f"    regex: {json.dumps(_NAME)}"
        elif kind is HoleKind.LITERAL:
            yield f"  {name}:"
            yield "    any:"
            for each in sorted({*language.literal, *language.string}):
                yield f"      - kind: {each}"
