"""The replay without a cursor: right is what is still to come, whenever it comes."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from honed.core.text import Edit, Span, Text
from honed.learn.bursts import units
from tests.bench.replaying.anywhere import Pending, replay_anywhere
from tests.bench.replaying.engine import Answer, Size, WorkspaceEngine
from tests.bench.replaying.figures import figures_anywhere
from tests.bench.replaying.over_lsp import LspEngine
from tests.bench.replaying.work import FileWork
from tests.bench.small_work import AFTER, BEFORE, HALF, SPOT, UNLIKE, of_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.replaying.engine import Engine
    from tests.bench.replaying.work import Work


@pytest.mark.slow
@pytest.mark.parametrize("dismisses", [False, True])
def test_server_knows_the_same_next_edit(*, dismisses: bool) -> None:
    """The request of the protocol answers as the workspace does."""
    server = LspEngine()
    try:
        by_server = asked(of_texts(SPOT, HALF), server, dismisses=dismisses)
    finally:
        server.stop()
    engine = WorkspaceEngine()
    try:
        by_engine = asked(of_texts(SPOT, HALF), engine, dismisses=dismisses)
    finally:
        engine.stop()
    assert by_server == by_engine
    assert (True, False) in by_engine


def asked(work_: Work, engine: Engine, *, dismisses: bool = False) -> list[tuple[bool, bool]]:
    """Return of each question without a cursor whether something, and right, was offered."""
    found = list(replay_anywhere(work_, engine, dismisses=dismisses))
    of = figures_anywhere(found)
    assert of.rates.right == of.precision_once * (of.rates.offered - of.again)
    assert of.again <= of.rates.offered - of.rates.right
    return [(each.offered.is_offered, each.offered.is_right) for each in found]


def test_next_edit_is_any_that_is_left() -> None:
    """What was made once is offered wherever it is still to be made, and then accepted."""
    engine = WorkspaceEngine()
    try:
        found = asked(of_texts(BEFORE, AFTER), engine)
    finally:
        engine.stop()
    assert found == [(False, False), (True, True), (True, True)]


def test_next_edit_of_unlike_edits_noop() -> None:
    """Edits that have nothing in common are not offered."""
    engine = WorkspaceEngine()
    try:
        found = asked(of_texts(BEFORE, UNLIKE), engine)
    finally:
        engine.stop()
    assert not any(is_offered for is_offered, _ in found)


class Insistent:
    """An engine that knows one next edit, and offers it until that is dismissed."""

    def __init__(self, edit: Edit) -> None:
        """Offer this one."""
        self.answer = Answer("1", (edit,), 1.0)
        self.accepted = 0
        self.typed: list[Edit] = []

    def open(self, path: str, language: str, text: bytes) -> None:
        """Do nothing."""

    def close(self, path: str) -> None:
        """Do nothing."""

    def ask(self, path: str, lines: Sequence[int], *, with_candidates: bool) -> list[Answer]:
        """Return nothing."""
        return []

    def next(self, path: str) -> Answer:
        """Return the same again."""
        return self.answer

    def accept(self, path: str, answer: Answer) -> None:
        """Count."""
        self.accepted += 1

    def dismiss(self, answer: Answer) -> None:
        """Offer nothing any more."""
        self.answer = Answer("", (), 1.0)

    def edit(self, path: str, edit: Edit) -> None:
        """Note what is typed."""
        self.typed.append(edit)

    def end_session(self) -> None:
        """Do nothing."""

    def stop(self) -> Size:
        """Return nothing."""
        return Size(0, 0, 0)


@pytest.mark.parametrize(("dismisses", "again"), [(False, [False, True, True]), (True, [False])])
def test_wrong_next_edit(dismisses: bool, again: list[bool]) -> None:  # noqa: FBT001 - parametrised
    """What is not to come is wrong at each question, once where it is dismissed."""
    engine = Insistent(Edit(Span(0, 0), b"wrong\n"))
    found = list(replay_anywhere(of_texts(SPOT, HALF), engine, dismisses=dismisses))
    assert [each.is_again for each in found if each.offered.is_offered] == again
    assert not any(each.offered.is_right for each in found)
    assert (engine.accepted, len(engine.typed)) == (0, 3)
    of = figures_anywhere(found)
    assert (of.rates.offered, of.again, of.precision_once) == (len(again), sum(again), 0.0)


def test_right_next_edit_comes_before_its_turn() -> None:
    """What is to come later is right, is accepted at once, and what was skipped is typed."""
    before = "a = 1\n\nc = 3\n"
    engine = Insistent(Edit(Span(11, 12), b"4  "))
    found = list(replay_anywhere(of_texts(before, "a = 2\n\nc = 4\n"), engine))
    assert [each.offered.is_right for each in found] == [True, False]
    assert engine.accepted == 1
    # The space at the line end is put right, then comes the other edit.
    assert len(engine.typed) == 2


def test_pending_edits_are_made_in_any_order() -> None:
    """Whichever goes first, all together lead to the text of the commit."""
    before = b"a\nb\nc\nd\n"
    after = b"x\ny\na\nb2\nd\nz\n"
    file = FileWork("a.py", "python", before, units(Text(before), Text(after)))
    count = len(Pending.of(file).edits)
    for order in permutations(range(count)):
        pending = Pending.of(file)
        left = list(range(count))
        for each in order:
            pending.make(left.index(each))
            left.remove(each)
        assert pending.text.data == after
