"""Findings in a text: where the rules of its language hold."""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import TYPE_CHECKING

import attrs
import tree_sitter

from honed.core.text import Edit, Span, Text, encode
from honed.quality.checks import CHECKS
from honed.quality.nodes import code
from honed.quality.resources import WIDEST_FAULT
from honed.quality.rules import compiled
from honed.quality.suppression import is_meant
from honed.quality.values import Finding
from honed.syntax.declarations import DEEPEST, is_too_broken
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.quality.nodes import Captures
    from honed.quality.rules import Compiled, Near, Rule
    from honed.syntax.tree import Tree


NEAR_BYTES = 2_000
"""No match that overlaps a part of a text has its word farther from it."""
MOST_PLACES = 12
PLACE_BYTES = 500
"""Beyond so many places, or one for so many bytes, a query is tried once everywhere instead.

To try it at a place costs the same in any file, to try it everywhere as much as the file is long.
"""

_EACH_BYTE = "honed.question-marks"


def _question_marks(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for bytes that cannot be read: one for each, so that places stay."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "?" * (error.end - error.start), error.end


codecs.register_error(_EACH_BYTE, _question_marks)

_CAPTURE = re.compile(r"\{(\w+)\}")


def find(tree: Tree, within: Span | None = None) -> tuple[Finding, ...]:
    """Return the findings in a whole text, or those that overlap `within`, in order."""
    rules = compiled(tree.language)
    if rules is None or is_too_broken(tree, WIDEST_FAULT):
        return ()
    readable = _readable(tree)
    if readable is not tree:
        found = find(readable, within) if readable is not None else ()
        # What mends it would bring along what stands for the bytes that cannot be read.
        return tuple(attrs.evolve(each, fix=None) for each in found)
    return _find(rules, tree, within)


def _readable(tree: Tree) -> Tree | None:
    """Return the tree, or of a text that is not all UTF-8 one with `?` for each other byte.

    The binding raises where a predicate asks for the text of a node that is none.
    """
    if tree.text.data.isascii():
        return tree
    try:
        tree.text.data.decode("utf-8")
    except UnicodeDecodeError:
        data = tree.text.data.decode("utf-8", _EACH_BYTE).encode("utf-8")
        return parse(Text(data), tree.language)
    return tree


def _find(rules: Compiled, tree: Tree, within: Span | None) -> tuple[Finding, ...]:
    found: dict[tuple[str, Span], Finding] = {}
    for rule, captures in _matches(rules, tree, within):
        # Of a pattern with a quantifier, the match before it is complete has no node to point at.
        if "finding" not in captures or (within is not None and not _is_in(captures, within)):
            continue
        if rule.check and not CHECKS[rule.check](captures, tree):
            continue
        each = _finding(rule, captures, tree)
        if not is_meant(tree, each.line, each.id, each.concern):
            found.setdefault((each.id, each.span), each)
    return tuple(sorted(found.values(), key=lambda each: (each.span, each.id)))


def _matches(rules: Compiled, tree: Tree, within: Span | None) -> Iterator[tuple[Rule, Captures]]:
    for pattern, captures in _tried(rules.query, tree, within):
        yield rules.owners[pattern], captures
    lower = tree.text.data.lower()
    for each in _nears(rules, lower, within):
        places = [within] if within is not None else _places(each, lower)
        if not places or (query := each.query) is None:
            continue
        for place in places:
            for _, captures in _tried(query, tree, place):
                if any(_words_at(each, lower, _hull(captures))):
                    yield each.rule, captures
    yield from rules.calls.found(tree, within)


def _nears(rules: Compiled, lower: bytes, within: Span | None) -> list[Near]:
    """Return those of which a word may stand in a text, or does near a part of it."""
    if within is None:
        return [rules.nears[number] for number in rules.words.possible(lower)]
    around = lower[max(0, within.start - NEAR_BYTES) : within.end + NEAR_BYTES]
    possible = [rules.nears[number] for number in rules.words.possible(around)]
    return [each for each in possible if any(word in around for word in each.words)]


def _tried(
    query: tree_sitter.Query, tree: Tree, within: Span | None
) -> list[tuple[int, dict[str, list[tree_sitter.Node]]]]:
    cursor = tree_sitter.QueryCursor(query)
    cursor.set_max_start_depth(DEEPEST)
    if within is not None:
        # What begins or ends at the place is near enough; `find` says what is in it.
        cursor.set_byte_range(max(0, within.start - 1), within.end + 1)
    return cursor.matches(tree.root)


def _places(near: Near, lower: bytes) -> Sequence[Span | None]:
    """Return where a query is to be tried: where its words stand, or once where they are many."""
    most = max(MOST_PLACES, len(lower) // PLACE_BYTES)
    found = list(islice(_words_at(near, lower, Span(0, len(lower))), most + 1))
    return found if len(found) <= most else [None]


def _words_at(near: Near, lower: bytes, within: Span) -> Iterator[Span]:
    for word in near.words:
        start = lower.find(word, within.start, within.end)
        while start >= 0:
            if near.like is None or near.like.match(lower, start):
                yield Span(start, start + len(word))
            start = lower.find(word, start + len(word), within.end)


def _hull(captures: Captures) -> Span:
    nodes = [node for each in captures.values() for node in each]
    return Span(min(each.start_byte for each in nodes), max(each.end_byte for each in nodes))


def _is_in(captures: Captures, within: Span) -> bool:
    node = captures["finding"][0]
    if within.start == within.end:
        return node.start_byte <= within.start <= node.end_byte
    return node.start_byte < within.end and within.start < node.end_byte


def _finding(rule: Rule, captures: Captures, tree: Tree) -> Finding:
    node = captures["finding"][0]
    span = Span(node.start_byte, node.end_byte)
    return Finding(
        rule.id,
        rule.concern,
        rule.severity,
        rule.cwe,
        _filled(rule.message, captures, tree),
        tree.text.line_at(span.start),
        span,
        _fix(rule, captures, tree),
    )


def _fix(rule: Rule, captures: Captures, tree: Tree) -> Edit | None:
    if rule.fix is None or not captures.keys() >= set(_CAPTURE.findall(rule.fix)):
        return None
    [place, *_] = captures.get("fix") or captures["finding"]
    return Edit(Span(place.start_byte, place.end_byte), encode(_filled(rule.fix, captures, tree)))


def _filled(template: str, captures: Captures, tree: Tree) -> str:
    """Return a text with the code of captures in the place of their names in braces."""

    def text(match: re.Match[str]) -> str:
        nodes = captures.get(match[1])
        return code(nodes[0], tree) if nodes else match[0]

    return _CAPTURE.sub(text, template)
