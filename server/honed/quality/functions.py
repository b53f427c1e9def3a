"""Functions and what is counted in them, from the marks of `quality.scm`.

The marks are swept once in the order of the text. What is found counts for the innermost function
around it, and for the text where there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.text import Span
from honed.quality.marks import Declared, Kind, read
from honed.quality.values import FunctionMetrics, Halstead

if TYPE_CHECKING:
    from collections.abc import Mapping

    from honed.core.text import Text
    from honed.quality.marks import Mark, Marks
    from honed.syntax.tree import Tree

ANONYMOUS = "<anonymous>"
COUNTS_INSIDE = "counts_inside"
COUNTS_DEEPER = "counts_deeper"
COUNTS_APART = "counts_apart"
LEFT_OUT_INSIDE = "left_out_inside"

_ENDLESS = 1 << 62
_UNDECLARED = Declared()
_FUNCTIONS = (Kind.FUNCTION, Kind.INITIALIZER)
_DECLARED = (*_FUNCTIONS, Kind.CLASS)


@attrs.frozen
class Measures:
    """What was counted in a text, or in a part of it."""

    functions: tuple[FunctionMetrics, ...] = ()
    complexity: int = 0
    """Of all functions, and of the decisions outside of them."""
    paths: int = 1
    """The complexity of the text as one thing, of which the maintainability index is made."""
    cognitive: int = 0
    nesting: int = 0
    halstead: Halstead = attrs.field(factory=Halstead)


@attrs.define
class _Scope:
    """A function, a class, a body or whatever else holds marks, whose end is not reached yet.

    `around` is the function, class or text that it lies in, `owner` the one for which counted what
    stands before it. `costs` are the marks that cost their depth.
    """

    kind: int | None
    start: int
    end: int
    around: _Scope | None
    owner: _Scope | None
    declared: Declared = _UNDECLARED
    cyclomatic: int = 0
    cognitive: int = 0
    costs: int = 0
    depth: int = 0
    nested: int = 0
    nesting: int = 0
    parameters: int = 0
    is_level: bool = False
    is_recursive: bool = False


def measures(tree: Tree, within: Span | None = None) -> Measures:
    """Count in the whole text, or in what overlaps `within`."""
    return swept(read(tree, within), tree.text)


def swept(marks: Marks, text: Text) -> Measures:
    """Count what the marks of a text say."""
    sweep = _Sweep(text, marks.declared)
    for mark in marks.swept:
        sweep.take(mark)
    return sweep.end()


class _Sweep:
    """The scopes around the mark that the sweep has come to, and what was counted before it."""

    def __init__(self, text: Text, declared: Mapping[Mark, Declared]) -> None:
        self._text = text
        self._data = text.data
        self._declared = declared
        self._whole = _Scope(None, 0, _ENDLESS, None, None)
        self._around = self._owner = self._whole
        self._opened = [self._whole]
        self._functions: list[FunctionMetrics] = []
        self._level = -1
        self._aside = self._single = 0
        self._complexity = self._paths = self._cognitive = self._nesting = 0
        self._operators: list[bytes] = []
        self._operands: list[tuple[str, bytes]] = []

    def take(self, mark: Mark) -> None:
        """Go on to the next mark."""
        start, end, kind = mark
        while start >= self._opened[-1].end:
            self._close()
        if kind == Kind.PARAMETER:
            self._owner.parameters += 1
        elif self._aside:
            return
        elif kind <= Kind.FUNCTION:
            self._open(mark)
        elif kind >= Kind.OPERATOR:
            self._calculated(self._data[start:-end], kind)
        elif kind >= Kind.CALLEE:
            self._called(self._data[start:-end], kind)
        else:
            self._count(kind)

    def end(self) -> Measures:
        """Close what is open, and return what was counted."""
        while len(self._opened) > 1:
            self._close()
        whole = self._whole
        # As spans are ordered, which takes ten times as long to ask of them.
        self._functions.sort(key=lambda each: (each.span.start, each.span.end))
        return Measures(
            tuple(self._functions),
            self._complexity + whole.cyclomatic,
            1 + self._paths + whole.cyclomatic,
            self._cognitive + whole.cognitive,
            max(self._nesting, whole.nesting),
            Halstead(
                len(set(self._operators)),
                len(set(self._operands)),
                len(self._operators),
                len(self._operands),
            ),
        )

    def _count(self, kind: int) -> None:
        owner = self._owner
        if kind == Kind.DECISION:
            owner.cyclomatic += not self._single
        elif kind == Kind.OTHERWISE:
            owner.cyclomatic -= not self._single
        elif kind == Kind.STRUCTURE:
            owner.cognitive += 1 + owner.depth
            owner.costs += 1
        else:
            owner.cognitive += 1

    def _calculated(self, text: bytes, kind: int) -> None:
        if kind == Kind.OPERATOR:
            self._operators.append(text)
        else:
            # As for radon, the same name is another operand in another function.
            self._operands.append((self._owner.declared.name, text))

    def _called(self, name: bytes, kind: int) -> None:
        """Note a function that calls itself; a method is called as a member."""
        owner = self._owner
        if owner.kind not in _FUNCTIONS or owner.is_recursive or owner.around is None:
            return
        is_method = owner.around.kind == Kind.CLASS
        if is_method == (kind == Kind.CALLEE_MEMBER) and name == owner.declared.name.encode():
            owner.is_recursive = True

    def _open(self, mark: Mark) -> None:
        start, end, kind = mark
        owner = self._owner
        if kind == Kind.LEVEL:
            self._level = start
            return
        scope = _Scope(kind, start, -end, self._around, owner)
        if kind in _DECLARED:
            scope.declared = self._declared.get(mark, _UNDECLARED)
            scope.is_level = start == self._level
            scope.cyclomatic = int(kind in _FUNCTIONS)
            self._around = scope
            if kind in _FUNCTIONS or COUNTS_APART in scope.declared.settings:
                self._owner = scope
        elif kind == Kind.ASIDE:
            self._aside += 1
        elif kind == Kind.SINGLE:
            owner.cyclomatic += not self._single
            self._single += 1
        else:
            owner.depth += 1
            if kind == Kind.NESTS:
                owner.nested += 1
                owner.nesting = max(owner.nesting, owner.nested)
        self._opened.append(scope)

    def _close(self) -> None:
        scope = self._opened.pop()
        kind, around, owner = scope.kind, scope.around, scope.owner
        if around is None or owner is None:
            return
        if kind in _DECLARED:
            self._around, self._owner = around, owner
            if kind != Kind.INITIALIZER or scope.cyclomatic > 1:
                self._counted(scope, around)
        elif kind == Kind.ASIDE:
            self._aside -= 1
        elif kind == Kind.SINGLE:
            self._single -= 1
        else:
            owner.depth -= 1
            owner.nested -= kind == Kind.NESTS

    def _counted(self, scope: _Scope, around: _Scope) -> None:
        """Give what was counted in a function or class to those around it and to the text."""
        is_function, settings = scope.kind in _FUNCTIONS, scope.declared.settings
        function = _function(around)
        # Without a way out it would never end: what it calls is another of its name, an overload.
        scope.cognitive += scope.is_recursive and scope.cyclomatic > 1
        if COUNTS_DEEPER in settings and function is not None:
            deeper = function.depth + (not scope.is_level)
            function.cognitive += scope.cognitive + deeper * scope.costs
            function.costs += scope.costs
        else:
            self._cognitive += scope.cognitive
        if COUNTS_INSIDE in settings and function is not None:
            function.cyclomatic += scope.cyclomatic
        elif not (LEFT_OUT_INSIDE in settings and _lies_inside(scope, around)):
            self._paths += scope.cyclomatic - (is_function and around.kind != Kind.CLASS)
        self._complexity += scope.cyclomatic
        self._nesting = max(self._nesting, scope.nesting)
        if is_function:
            self._functions.append(self._metrics(scope))

    def _metrics(self, scope: _Scope) -> FunctionMetrics:
        name = scope.declared.name or ANONYMOUS
        names = [name]
        around = scope.around
        while around is not None:
            if around.kind != Kind.INITIALIZER and around.declared.name:
                names.append(around.declared.name)
            around = around.around
        return FunctionMetrics(
            name,
            ".".join(reversed(names)),
            self._text.line_at(scope.start),
            self._text.line_at(max(scope.start, scope.end - 1)),
            Span(scope.start, scope.end),
            scope.cyclomatic,
            scope.cognitive,
            scope.nesting,
            scope.parameters,
        )


def _function(scope: _Scope | None) -> _Scope | None:
    """Return the innermost function from `scope` outwards."""
    while scope is not None and scope.kind not in _FUNCTIONS:
        scope = scope.around
    return scope


def _lies_inside(scope: _Scope, around: _Scope) -> bool:
    """Return whether a function lies in another, or a class in another or in a function.

    So does what lies in a class that does.
    """
    if scope.kind == Kind.CLASS:
        return around.kind is not None
    if around.kind == Kind.CLASS and around.around is not None:
        return _lies_inside(around, around.around)
    return around.kind is not None
