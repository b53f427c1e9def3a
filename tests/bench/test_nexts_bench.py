"""What weighs next edits: what is asked in a history, and what is fitted to the answers."""

from __future__ import annotations

import numpy as np
import pytest

from honed.core.text import Edit, Span, Text, apply_edits, encode
from honed.learn.bursts import Unit
from honed.suggest.next_rank import NEXT_NAMES, next_prior
from honed.suggest.rank import prior
from tests.bench.replaying.nexts import BY_EDIT, NextMemory, Question, fitted_to, outcomes
from tests.bench.replaying.work import CommitWork, FileWork, Work

NAMES = ("user", "page", "cart")
SOURCE = "".join(f"def {name}(a):\n    log.info('{name} %s left' % a)\n\n" for name in NAMES)


def history(*changed: str) -> Work:
    """Return one commit in which the lines of some functions are changed alike."""
    steps: list[Unit] = []
    before = Text(encode(SOURCE))
    for name in changed:
        line = f"'{name} %s left' % a"
        at = before.data.index(encode(line))
        edit = Edit(Span(at, at + len(line)), encode(line.replace("' % ", "', ")))
        after = Text(apply_edits(before.data, [edit]))
        steps.append(Unit(before, after, edit))
        before = after
    return Work([CommitWork("c", (FileWork("a.py", "python", encode(SOURCE), tuple(steps)),))])


def asked(work: Work, of_next: tuple[float, ...] = BY_EDIT) -> list[Question]:
    """Return what comes of a history."""
    return list(NextMemory(prior(), of_next=of_next).questions(work))


def test_the_other_places_are_asked_about() -> None:
    """Nothing is known before the first edit; the second and the third are next, and right."""
    first, second, third = asked(history(*NAMES))
    assert len(first.right) == 0
    assert second.right.tolist() == [True, True]
    assert third.right.tolist() == [True]
    taken = NEXT_NAMES.index("taken")
    assert (second.features[0, taken], third.features[0, taken] > 0) == (0.0, True)


def test_what_is_not_to_come_is_wrong_noop() -> None:
    """What the commit leaves alone was no next edit, however like it is."""
    first, second = asked(history("user", "cart"))
    assert len(first.right) == 0
    assert sorted(second.right.tolist()) == [False, True]


def test_outcomes() -> None:
    """An answer, a right one, and one that there was, for each question."""
    questions = asked(history(*NAMES))
    assert outcomes(BY_EDIT, questions) == (2, 2, 2)
    silent = tuple(-9.0 if name == "bias" else 0.0 for name in NEXT_NAMES)
    assert outcomes(silent, questions) == (0, 0, 2)


def test_fitted_to() -> None:
    """What goes with being right gets weight."""
    right, wrong = np.zeros((2, 1, len(NEXT_NAMES)))
    right[0, :2], wrong[0, :2] = (1.0, 0.8), (1.0, -0.8)
    questions = [Question(right, np.array([True])), Question(wrong, np.array([False]))] * 30
    weights = dict(zip(NEXT_NAMES, fitted_to([questions]), strict=True))
    assert weights["edit"] > 1.0
    assert weights["passed"] == pytest.approx(0.0, abs=1e-9)
    found = outcomes(tuple(weights.values()), questions)
    assert found == (30, 30, 30)


@pytest.mark.parametrize(("name", "bound"), [("between", -1.5), ("taken", 0.25)])
def test_bounds(name: str, bound: float) -> None:
    """What no history can tell stays at its bound, and the others are fitted beside it."""
    right, wrong = np.zeros((2, 1, len(NEXT_NAMES)))
    right[0, 0] = wrong[0, 0] = wrong[0, NEXT_NAMES.index(name)] = 1.0
    questions = [Question(right, np.array([True])), Question(wrong, np.array([False]))] * 30
    weights = dict(zip(NEXT_NAMES, fitted_to([questions]), strict=True))
    assert weights[name] == bound
    assert weights["bias"] == pytest.approx(-bound / 2, rel=0.05)
    assert weights["passed"] == pytest.approx(0.0, abs=1e-9)


def test_what_ships_goes_on_where_it_was_taken() -> None:
    """The refactoring that goes on is offered to its end; what is left alone, not twice."""
    assert outcomes(next_prior(), asked(history(*NAMES), next_prior())) == (2, 2, 2)
