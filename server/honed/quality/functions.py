"""Functions and what is counted in them, from the matches of `quality.scm`.

The captures are swept once in the order of the text. What is found counts for the innermost
function around it, and for the text where there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import tree_sitter

from honed.core.text import Span, decode
from honed.quality.resources import quality_query
from honed.quality.values import FunctionMetrics, Halstead
from honed.syntax.declarations import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from honed.syntax.tree import Tree

_SCOPES = ("class", "function", "nests")
_COUNTED = ("parameter", "decision", "structure", "flat")
_ORDER = {name: place for place, name in enumerate((*_SCOPES, *_COUNTED))}
_COUNTS_INSIDE = "counts_inside"
"""A setting of a pattern with `@function`: what is counted in the function counts for the one
around it, too, as radon does with closures."""


@attrs.frozen
class Measures:
    """What was counted in a text, or in a part of it."""

    functions: tuple[FunctionMetrics, ...] = ()
    complexity: int = 0
    """Of all functions, and of the decisions outside of them."""
    cognitive: int = 0
    nesting: int = 0
    halstead: Halstead = attrs.field(factory=Halstead)


@attrs.define
class _Scope:
    """A class, a function or a body whose end is not reached yet."""

    kind: str
    name: str
    span: Span
    first: int = 0
    last: int = 0
    counts_inside: bool = False
    cyclomatic: int = 1
    cognitive: int = 0
    nesting: int = 0
    parameters: int = 0
    depth: int = 0


def measures(tree: Tree, within: Span | None = None) -> Measures:
    """Count in the whole text, or in what overlaps `within`."""
    query = quality_query(tree.language)
    if query is None:
        return Measures()
    cursor = tree_sitter.QueryCursor(query)
    cursor.set_max_start_depth(DEEPEST)
    if within is not None:
        cursor.set_byte_range(within.start, within.end)
    marks, operators, operands = _read(query, cursor.matches(tree.root))
    return _swept(sorted(marks), Halstead(*_distinct(operators, operands)))


_Mark = tuple[int, int, int, str, int, int, bool]
"""Start, negative end, order of the kind, name, first and last line, whether it counts inside."""


def _read(
    query: tree_sitter.Query,
    matches: Iterable[tuple[int, dict[str, list[tree_sitter.Node]]]],
) -> tuple[set[_Mark], list[bytes], list[bytes]]:
    marks: set[_Mark] = set()
    operators: list[bytes] = []
    operands: list[bytes] = []
    inside = [
        _COUNTS_INSIDE in query.pattern_settings(number) for number in range(query.pattern_count)
    ]
    for pattern, captures in matches:
        names = captures.get("name")
        name = decode(names[0].text or b"") if names else ""
        for kind, nodes in captures.items():
            if kind == "operator":
                operators += [node.text or b"" for node in nodes]
            elif kind == "operand":
                operands += [node.text or b"" for node in nodes]
            elif kind in _ORDER:
                order = _ORDER[kind]
                for node in nodes:
                    lines = (node.start_point.row, node.end_point.row) if name else (0, 0)
                    marks.add(
                        (node.start_byte, -node.end_byte, order, name, *lines, inside[pattern])
                    )
    return marks, operators, operands


def _swept(marks: Sequence[_Mark], halstead: Halstead) -> Measures:
    text = _Scope("text", "", Span(0, 1 << 62), cyclomatic=0)
    opened = [text]
    closed: list[FunctionMetrics] = []
    for start, end, order, name, first, last, inside in marks:
        while start >= opened[-1].span.end:
            closed += _close(opened)
        if order < len(_SCOPES):
            scope = _Scope(_SCOPES[order], name, Span(start, -end), first, last, inside)
            _open(opened, scope)
        else:
            _count(opened, _COUNTED[order - len(_SCOPES)])
    while len(opened) > 1:
        closed += _close(opened)
    functions = tuple(sorted(closed, key=lambda each: each.span))
    return Measures(
        functions,
        text.cyclomatic + sum(each.cyclomatic for each in functions),
        text.cognitive + sum(each.cognitive for each in functions),
        max([text.nesting, *(each.nesting for each in functions)]),
        halstead,
    )


def _function(opened: Sequence[_Scope]) -> _Scope:
    """Return the innermost function, or the text."""
    return next(each for each in reversed(opened) if each.kind in {"function", "text"})


def _open(opened: list[_Scope], scope: _Scope) -> None:
    if scope.kind == "nests":
        around = _function(opened)
        around.depth += 1
        around.nesting = max(around.nesting, around.depth)
    opened.append(scope)


def _count(opened: Sequence[_Scope], kind: str) -> None:
    around = _function(opened)
    if kind == "parameter":
        around.parameters += 1
    elif kind == "decision":
        around.cyclomatic += 1
    else:
        around.cognitive += 1 + (around.depth if kind == "structure" else 0)


def _close(opened: list[_Scope]) -> Iterator[FunctionMetrics]:
    """Close the innermost scope, and yield it where it is a function."""
    scope = opened.pop()
    if scope.kind == "nests":
        _function(opened).depth -= 1
    if scope.kind != "function":
        return
    names = [each.name for each in opened if each.kind != "nests" and each.name]
    if scope.counts_inside and (around := _function(opened)).kind == "function":
        around.cyclomatic += scope.cyclomatic
    yield FunctionMetrics(
        scope.name,
        ".".join([*names, scope.name]),
        scope.first,
        scope.last,
        scope.span,
        scope.cyclomatic,
        scope.cognitive,
        scope.nesting,
        scope.parameters,
    )


def _distinct(operators: Sequence[bytes], operands: Sequence[bytes]) -> tuple[int, int, int, int]:
    return len(set(operators)), len(set(operands)), len(operators), len(operands)
