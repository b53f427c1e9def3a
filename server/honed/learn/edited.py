"""One settled edit as tokens: the statements around it before and after, and what was kept."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from honed.core.diff import minimal_edit
from honed.core.model import TokenKind
from honed.core.text import Span
from honed.learn.alignment import Move, align
from honed.syntax.statements import statement_span
from honed.syntax.tokens import Window, window

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from honed.core.text import Edit, Text
    from honed.syntax.tree import Tree

MAX_TOKENS = 400
"""An edit whose statements are longer is no small repeatable change."""

MAX_BYTES = 8_000

MAX_BLANK_LINES = 3
"""A neighbour farther away has nothing to do with an edit."""


@attrs.frozen(eq=False)
class EditedStatement:
    """One settled edit: the statements around it before and after, and what stayed of them.

    `kept` maps the index of each token that stayed to its index after the edit; both grow.
    """

    before: Window
    after: Window
    before_tree: Tree | None
    after_tree: Tree | None
    kept: dict[int, int]
    moves: tuple[Move, ...]

    @cached_property
    def arrived(self) -> frozenset[int]:
        """The indices after the edit of the tokens that stayed."""
        return frozenset(self.kept.values())

    def deletes(self, among: Iterable[int]) -> bool:
        """Return whether one of these tokens did not stay where it was."""
        return any(index not in self.kept for index in among)

    @property
    def is_formatting(self) -> bool:
        """Whether only space changed."""
        return len(self.before.tokens) == len(self.kept) == len(self.after.tokens)

    @property
    def changes_code(self) -> bool:
        """Whether more than space and comments changed."""
        return _has_code_beside(self.before, self.kept) or _has_code_beside(
            self.after, self.arrived
        )


def _has_code_beside(side: Window, kept: Container[int]) -> bool:
    return any(
        index not in kept and token.kind is not TokenKind.COMMENT
        for index, token in enumerate(side.tokens)
    )


def edited_statement(
    before: Text, after: Text, before_tree: Tree | None, after_tree: Tree | None
) -> EditedStatement | None:
    """Return the statements around the one stretch in which the texts differ; None if equal.

    None too where the stretch is too long to be one small change.
    """
    edit = minimal_edit(before.data, after.data)
    if edit is None:
        return None
    old, new = _windows_spans(before, after, before_tree, after_tree, edit)
    if max(len(old), len(new)) > MAX_BYTES:
        return None
    old_window, new_window = window(before, before_tree, old), window(after, after_tree, new)
    if max(len(old_window.tokens), len(new_window.tokens)) > MAX_TOKENS:
        return None
    alignment = align(old_window, new_window)
    return EditedStatement(
        old_window, new_window, before_tree, after_tree, alignment.kept, alignment.moves
    )


def _windows_spans(
    before: Text, after: Text, before_tree: Tree | None, after_tree: Tree | None, edit: Edit
) -> tuple[Span, Span]:
    """Return the same stretch in both texts: whole statements, with a neighbour on either side."""
    shift = len(edit.new) - len(edit.span)
    old = _statements(before, before_tree, edit.span)
    new = _statements(after, after_tree, Span(edit.span.start, edit.span.end + shift))
    start = min(old.start, new.start, edit.span.start)
    end = max(old.end, new.end - shift, edit.span.end)
    return Span(start, end), Span(start, end + shift)


def _statements(text: Text, tree: Tree | None, span: Span) -> Span:
    """Return the hull of the statements on the lines of `span`, and of the nearest around them."""
    first, last = text.line_at(span.start), text.line_at(span.end)
    hull = span
    for line in {first, last, _neighbour(text, first, -1), _neighbour(text, last, 1)}:
        hull = hull.hull(statement_span(text, tree, line))
    return hull


def _neighbour(text: Text, line: int, step: int) -> int:
    """Return the nearest line above (-1) or below (1) that is not blank; `line` for none."""
    for distance in range(1, MAX_BLANK_LINES + 2):
        other = line + step * distance
        if not 0 <= other < text.line_count:
            return line
        if text.slice(text.line_span(other)).strip():
            return other
    return line
