"""Findings in a text: where the rules of its language hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import tree_sitter

from honed.core.text import Edit, Span, decode, encode
from honed.quality.checks import CHECKS
from honed.quality.rules import compiled
from honed.quality.values import Finding
from honed.syntax.declarations import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from honed.quality.rules import Rule
    from honed.syntax.tree import Tree

    Captures = Mapping[str, Sequence[tree_sitter.Node]]

SUPPRESSED = re.compile(
    rb"(?:#|//|/\*)\s*(?:noqa|nosec|nosemgrep|NOLINT|nolint|eslint-disable-line)"
)
"""Who has told another tool that a line is meant is not told again."""

_CAPTURE = re.compile(r"\{(\w+)\}")


def find(tree: Tree, within: Span | None = None) -> tuple[Finding, ...]:
    """Return the findings in a whole text, or those that overlap `within`, in order."""
    rules = compiled(tree.language)
    if rules is None:
        return ()
    cursor = tree_sitter.QueryCursor(rules.query)
    cursor.set_max_start_depth(DEEPEST)
    if within is not None:
        cursor.set_byte_range(within.start, within.end)
    found: dict[tuple[str, Span], Finding] = {}
    for pattern, captures in cursor.matches(tree.root):
        rule = rules.rules[pattern]
        # Of a pattern with a quantifier, the match before it is complete has no node to point at.
        if "finding" not in captures or (rule.check and not CHECKS[rule.check](captures, tree)):
            continue
        each = _finding(rule, captures, tree)
        if not SUPPRESSED.search(tree.text.slice(tree.text.line_span(each.line))):
            found.setdefault((each.id, each.span), each)
    return tuple(sorted(found.values(), key=lambda each: (each.span, each.id)))


def _finding(rule: Rule, captures: Captures, tree: Tree) -> Finding:
    node = captures["finding"][0]
    span = Span(node.start_byte, node.end_byte)
    return Finding(
        rule.id,
        rule.concern,
        rule.severity,
        rule.cwe,
        _filled(rule.message, captures),
        tree.text.line_at(span.start),
        span,
        _fix(rule, captures),
    )


def _fix(rule: Rule, captures: Captures) -> Edit | None:
    if rule.fix is None:
        return None
    [place, *_] = captures.get("fix") or captures["finding"]
    return Edit(Span(place.start_byte, place.end_byte), encode(_filled(rule.fix, captures)))


def _filled(template: str, captures: Captures) -> str:
    """Return a text with the code of captures in the place of their names in braces."""

    def text(match: re.Match[str]) -> str:
        nodes = captures.get(match[1])
        return decode(nodes[0].text or b"") if nodes else match[0]

    return _CAPTURE.sub(text, template)
