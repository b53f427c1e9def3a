"""The last look at an edit before it is offered: a file is never damaged.

An edit passes when the text parses no worse, no comment is lost, and it does not take back what
the developer has just done.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from honed.core.diff import smallest
from honed.core.model import TokenKind
from honed.core.text import Edit, Span, Text, apply_edits
from honed.syntax.tokens import window
from honed.syntax.tree import Tree, faults, reparse

if TYPE_CHECKING:
    from collections.abc import Sequence


class Refusal(StrEnum):
    """Why an edit may not be offered."""

    PARSES_WORSE = "the text would parse worse than before"
    LOSES_COMMENT = "a comment would be lost"
    TAKES_BACK = "it would take back your own recent edit"
    CHANGES_NOTHING = "nothing would change"


@attrs.frozen
class Change:
    """Lines as somebody changed them, without the space around them."""

    before: bytes
    after: bytes


@attrs.frozen
class Passed:
    """The text and the tree after an edit that may be offered."""

    text: Text
    tree: Tree | None


def check(
    text: Text,
    tree: Tree | None,
    edits: Sequence[Edit],
    recent: Sequence[Change] = (),
    spoken_of: Sequence[bytes] = (),
) -> Passed | Refusal:
    """Return the text after the edits, or why they may not be offered.

    `recent` are the developer's own changes, which no edit may reverse. Comments that stand in
    one of the texts `spoken_of` may go: the developer has deleted the same.
    """
    after = Text(apply_edits(text.data, edits))
    if after.data == text.data:
        return Refusal.CHANGES_NOTHING
    if any(_takes_back(text, edit, recent) for edit in edits):
        return Refusal.TAKES_BACK
    if any(_loses_comment(text, tree, edit, spoken_of) for edit in edits):
        return Refusal.LOSES_COMMENT
    if tree is None:
        return Passed(after, None)
    after_tree = reparse(tree, edits, after)
    if after_tree is None or (after_tree.root.has_error and faults(after_tree) > faults(tree)):
        return Refusal.PARSES_WORSE
    return Passed(after, after_tree)


def change_of(text: Text, edit: Edit) -> Change:
    """Return the whole lines that the edit touches, before and after it."""
    first, last = text.line_at(edit.span.start), text.line_at(edit.span.end)
    lines = text.lines_span(first, last)
    before = text.slice(lines)
    start, end = edit.span.start - lines.start, edit.span.end - lines.start
    return Change(before.strip(), (before[:start] + edit.new + before[end:]).strip())


def _takes_back(text: Text, edit: Edit, recent: Sequence[Change]) -> bool:
    change = change_of(text, smallest(text, edit))
    return any(change.after == own.before and change.before == own.after for own in recent)


def _loses_comment(text: Text, tree: Tree | None, edit: Edit, spoken_of: Sequence[bytes]) -> bool:
    if not len(edit.span):
        return False
    inside = window(text, tree, Span(edit.span.start, edit.span.end))
    comments = (
        text.data[token.start : token.end]
        for token in inside.tokens
        if token.kind is TokenKind.COMMENT
    )
    return any(
        comment not in edit.new and not _is_within(comment, spoken_of) for comment in comments
    )


def _is_within(comment: bytes, texts: Sequence[bytes]) -> bool:
    """Return whether each line of a comment stands in one of the texts."""
    return all(any(line.strip() in text for text in texts) for line in comment.splitlines())
