"""What the next edit's weights are fitted to: questions without a cursor, and their answers.

The histories are replayed in memory, as in `situations`, from the first edit of a commit to the
last and from the last to the first: a developer may go either way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from honed.apply.guard import change_of
from honed.core.model import Outcome
from honed.learn.evidence import rejudged
from honed.services.course import Course
from honed.services.document import Snapshot
from honed.services.judge import Judge
from honed.services.next_edit import at_place, places
from honed.suggest.next_rank import NEXT_NAMES, next_from, next_probability
from honed.syntax import languages
from honed.syntax.tree import parse, reparse
from tests.bench.replaying.anywhere import Pending
from tests.bench.replaying.engine import Answer
from tests.bench.replaying.fit import newton
from tests.bench.replaying.located import leads_to
from tests.bench.replaying.situations import Memory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from honed.apply.guard import Change
    from honed.core.model import Pattern, Suggestion
    from tests.bench.replaying.work import FileWork, Work

BY_EDIT = tuple({"bias": -0.85, "edit": 4.0}.get(name, 0.0) for name in NEXT_NAMES)
"""What is about .7 probable where it is asked about is offered."""

BOUNDS = {
    "between": (-1.5, 0.0),
    "right": (0.0, np.inf),
    "momentum": (0.25, np.inf),
    "taken": (0.25, np.inf),
}
"""What a history says of these is not all.

It goes through a file in one direction only, so it knows nobody who comes back to what lies
between. And whoever takes what is offered wants more of it: a history that is right there by other
features gives what says so a weight by chance.
"""

MOST_PLACES = 12


@attrs.frozen
class Question:
    """The places that may be next, in the order to look at them, and whether each is right."""

    features: NDArray[np.float64]
    """Shape (places, features)."""
    right: NDArray[np.bool_]


@attrs.define
class NextMemory(Memory):
    """A project in memory in which next edits are offered as `of_next` weighs them."""

    of_next: Sequence[float] = attrs.field(kw_only=True)

    def questions(self, work: Work) -> Iterator[Question]:
        """Yield what is asked in a history, one question for each edit."""
        for number, commit in enumerate(work.commits, 1):
            self.project.begin_session(number)
            for file in commit.files:
                yield from self._questions(file)

    def _questions(self, file: FileWork) -> Iterator[Question]:
        pending, judge = Pending.of(file), Judge(self.of_next)
        judge.weights = self.weights
        tree = parse(pending.text, languages.by_name(file.language))
        course, recent, latest = Course(), list[Any](), None
        while pending.edits:
            self.edits += 1
            here = Snapshot("", file.path, 1, pending.text, tree, file.language, is_trusted=True)
            looked_at = self._places(here, judge, recent, latest, course)
            which = [
                pending.matching(Answer("", each.candidate.edits, 0.0)) for _, each, _ in looked_at
            ]
            yield Question(
                np.array([each for each, *_ in looked_at], float).reshape(-1, len(NEXT_NAMES)),
                np.array([each is not None for each in which], bool),
            )
            offered = (
                (number, each)
                for number, each in enumerate(looked_at)
                if next_probability(self.of_next, each[0]) >= next_from(each[0])
            )
            number, (_, suggestion, pattern) = next(offered, (0, ((), None, None)))
            made = which[number] if suggestion is not None else None
            step = pending.unit(made or 0)
            after = reparse(tree, [step.edit], step.after) if tree else None
            if suggestion is not None and pattern is not None and made is not None:
                course.take()
                self.project.revise(
                    pattern.id, lambda known: rejudged(known, None, Outcome.ACCEPTED)
                )
                self.project.note_edit(self.edits, was_known=True)
            else:
                course.go_on()
                if suggestion is not None and pattern is not None:
                    course.pass_over(here, suggestion, pattern)
                line = step.before.line_at(step.edit.span.start)
                every = self._found(file, step.before, tree, line, with_muted=True)
                right = {
                    each.candidate.origin: leads_to(step.before, each.candidate.edits, step)
                    for each in every
                }
                self._learn_typed(file, step, (tree, after), every, right)
            latest = step.before.line_at(step.edit.span.start)
            recent.append(change_of(step.before, step.edit))
            pending.make(made or 0)
            tree = after

    def _places(
        self,
        here: Snapshot,
        judge: Judge,
        recent: Sequence[Change],
        latest: int | None,
        course: Course,
    ) -> list[tuple[tuple[float, ...], Suggestion, Pattern]]:
        found = places(self.project, judge, here, latest_line=latest, course=course)
        looked_at = []
        for place in found[:MOST_PLACES]:
            found_next = at_place(self.project, judge, here, recent, place, course, least=0.0)
            if found_next is not None:
                looked_at.append((found_next.features, found_next.suggestion, found_next.pattern))
        return looked_at


def fitted_to(histories: Sequence[Sequence[Question]]) -> tuple[float, ...]:
    """Return the weights that were fitted to histories, each place as much as the others.

    What comes out of its `BOUNDS` stays at the bound, and the others are fitted beside it.
    """
    rows = [
        np.column_stack([each.features, each.right, np.ones(len(each.right))])
        for history in histories
        for each in history
    ]
    every = np.vstack([np.zeros((0, len(NEXT_NAMES) + 2)), *rows])
    mean = np.zeros(len(NEXT_NAMES))
    is_free = np.ones(len(NEXT_NAMES), bool)
    while is_free.any():
        mean[is_free] = _fitted_beside(every, mean, is_free)
        inside = np.clip(mean, *_bounds())
        if (inside == mean).all():
            break
        is_free &= inside == mean
        mean = inside
    return tuple(mean.tolist())


def _fitted_beside(
    rows: NDArray[np.float64], mean: NDArray[np.float64], is_free: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the weights that are free, fitted to what those that are not leave to say."""
    features, rest = rows[:, :-2], rows[:, -2:]
    fixed = features[:, ~is_free] @ mean[~is_free]
    found, _ = newton(np.column_stack([features[:, is_free], rest]), mean[is_free], fixed)
    return found


def _bounds() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least and the most that each weight may be."""
    pairs = [BOUNDS.get(name, (-np.inf, np.inf)) for name in NEXT_NAMES]
    least, most = np.array(pairs).T
    return least, most


def outcomes(weights: Sequence[float], history: Sequence[Question]) -> tuple[int, int, int]:
    """Return how many questions were answered, how many rightly, and how many could have been."""
    offered = right = reachable = 0
    for each in history:
        reachable += bool(each.right.any())
        worth = np.flatnonzero(
            [next_probability(weights, row) >= next_from(row) for row in each.features.tolist()]
        )
        if len(worth):
            offered += 1
            right += bool(each.right[worth[0]])
    return offered, right, reachable
