"""One history without a cursor: what is offered as the next edit of the open file.

It is right when it equals any edit that the commit has still to make to the file; then it is made
by accepting it, and the developer goes on with the first that is left. What is wrong is left
standing or dismissed, and the developer goes on typing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.apply.guard import Change, change_of
from honed.core.diff import line_edits, minimal_edit
from honed.core.text import Edit, Span, Text, apply_edits
from honed.learn.bursts import Unit
from tests.bench.replaying.located import Offered, leads_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.replaying.engine import Answer, Engine
    from tests.bench.replaying.work import FileWork, Work


@attrs.frozen
class Asked:
    """One question for the next edit; `is_again` says that the same was wrong before."""

    commit: str
    offered: Offered
    ms: float
    is_again: bool = False


def replay_anywhere(work: Work, engine: Engine, *, dismisses: bool = False) -> Iterator[Asked]:
    """Yield what came of each question: as many as there are edits."""
    for commit in work.commits:
        for file in commit.files:
            engine.open(file.path, file.language, file.before)
            pending = Pending.of(file)
            while pending.edits:
                yield _step(commit.name, file.path, pending, engine, dismisses=dismisses)
            engine.close(file.path)
        engine.end_session()


def _step(commit: str, path: str, pending: Pending, engine: Engine, *, dismisses: bool) -> Asked:
    answer = engine.next(path)
    made = pending.matching(answer)
    is_again = made is None and pending.is_again(answer)
    if made is not None:
        engine.accept(path, answer)
        left = apply_edits(pending.text.data, answer.edits)
        pending.make(made)
        if left != pending.text.data:
            # What is right may differ in the space at line ends.
            engine.edit(path, Edit(Span(0, len(left)), pending.text.data))
    else:
        if answer.edits and dismisses:
            engine.dismiss(answer)
        engine.edit(path, pending.unit(0).edit)
        pending.make(0)
    return Asked(commit, Offered(bool(answer.edits), made is not None), answer.ms, is_again)


@attrs.define
class Pending:
    """The edits of a file that are not made, and its text now; the edits are of that text."""

    text: Text
    edits: list[Edit]
    wrong: set[tuple[Change, ...]] = attrs.field(factory=set)
    """What was offered and was not to come."""

    @classmethod
    def of(cls, file: FileWork) -> Pending:
        """Return all edits of a file, as edits of the text before the first."""
        edits: list[Edit] = []
        for number, step in enumerate(file.steps):
            span = step.edit.span
            for earlier in reversed(file.steps[:number]):
                span = _before(span, earlier.edit)
            edits.append(Edit(span, step.edit.new))
        before, after = Text(file.before), file.steps[-1].after
        if not _lead_to(before, edits, after):
            # Two of them meet: then whole lines have to do.
            edits = list(line_edits(before, after))
        return cls(before, edits)

    def unit(self, index: int) -> Unit:
        """Return one edit with the text that it leads to."""
        edit = self.edits[index]
        after = Text(apply_edits(self.text.data, [edit]))
        return Unit(self.text, after, minimal_edit(self.text.data, after.data) or edit)

    def matching(self, answer: Answer) -> int | None:
        """Return which of the edits an answer makes, None for none."""
        indices = range(len(self.edits)) if answer.edits else ()
        found = (i for i in indices if leads_to(self.text, answer.edits, self.unit(i)))
        return next(found, None)

    def is_again(self, answer: Answer) -> bool:
        """Return whether a wrong answer was given before, and note it."""
        changes = tuple(change_of(self.text, each) for each in answer.edits)
        is_known = bool(changes) and changes in self.wrong
        self.wrong.add(changes)
        return is_known

    def make(self, index: int) -> None:
        """Make one of the edits."""
        made = self.edits.pop(index)
        self.text = Text(apply_edits(self.text.data, [made]))
        shift = len(made.new) - len(made.span)
        self.edits = [
            Edit(Span(each.span.start + shift, each.span.end + shift), each.new)
            if each.span.start >= made.span.end
            else each
            for each in self.edits
        ]


def _lead_to(before: Text, edits: Sequence[Edit], after: Text) -> bool:
    try:
        return apply_edits(before.data, edits) == after.data
    except ValueError:
        return False


def _before(span: Span, edit: Edit) -> Span:
    """Return where a span was before an edit beside it."""
    if span.start < edit.span.start + len(edit.new):
        return span
    shift = len(edit.new) - len(edit.span)
    return Span(span.start - shift, span.end - shift)
