"""What a ranker can learn from: the candidates at each edit, with whether they were right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.text import apply_edits
from honed.suggest.rank import OFFER_AT
from tests.bench.replaying.located import leads_to, make

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.learn.bursts import Unit
    from tests.bench.replaying.engine import Answer, Engine, OpenEngine
    from tests.bench.replaying.rankers import Ranker, Seen
    from tests.bench.replaying.work import CommitWork


@attrs.frozen
class Place:
    """One edit: what was seen there; `texts` numbers the different texts of its candidates."""

    commit: str
    seen: tuple[Seen, ...]
    texts: tuple[int, ...]
    path: str = ""

    @property
    def is_choice(self) -> bool:
        """Whether one of several texts is right, so that the order decides."""
        return len(set(self.texts)) > 1 and any(is_right for _, is_right in self.seen)


def places(commits: Sequence[CommitWork], engine: OpenEngine) -> Iterator[Place]:
    """Yield what the engine's candidates are at each edit; what it would offer rightly is taken.

    Nothing else is offered: what is offered and then made in one go, it would take for an
    acceptance whose command is still to come, and neither believe nor learn.
    """
    for commit in commits:
        for file in commit.files:
            engine.open(file.path, file.language, file.before)
            for step in file.steps:
                line = step.before.line_at(step.edit.span.start)
                texts: dict[bytes, int] = {}
                seen: list[Seen] = []
                numbers = []
                for each in engine.candidates(file.path, line):
                    edits = each.candidate.edits
                    text = apply_edits(step.before.data, edits)
                    numbers.append(texts.setdefault(text, len(texts)))
                    seen.append((each, leads_to(step.before, edits, step)))
                yield Place(commit.name, tuple(seen), tuple(numbers), file.path)
                make(engine, file.path, step, _taken(engine, file.path, line, step, seen))
            engine.close(file.path)
        engine.end_session()


def _taken(engine: Engine, path: str, line: int, step: Unit, seen: Sequence[Seen]) -> Answer | None:
    """Return what the engine offers first where that is right; it is asked where it may be."""
    if not any(is_right and each.probability >= OFFER_AT for each, is_right in seen):
        return None
    [answer] = engine.ask(path, [line], with_candidates=False)
    return answer if leads_to(step.before, answer.edits, step) else None


def played(commits: Sequence[CommitWork], engine: Engine) -> Iterator[Chosen]:
    """Yield what the engine offers first at each edit; what is right is accepted."""
    for commit in commits:
        for file in commit.files:
            engine.open(file.path, file.language, file.before)
            for step in file.steps:
                line = step.before.line_at(step.edit.span.start)
                [answer] = engine.ask(file.path, [line], with_candidates=False)
                is_right = leads_to(step.before, answer.edits, step)
                yield Chosen(
                    commit.name,
                    is_choice=False,
                    is_first_right=is_right,
                    is_offered=bool(answer.edits),
                )
                make(engine, file.path, step, answer if is_right else None)
            engine.close(file.path)
        engine.end_session()


@attrs.frozen
class Chosen:
    """What a ranker puts first at an edit, and whether it would speak; both may be wrong."""

    commit: str
    is_choice: bool
    is_first_right: bool
    is_offered: bool
    probability: float | None = None
    """What the ranker thought of it, where it is a ranker's and there was a candidate."""

    @property
    def benefit(self) -> int:
        """One for a right offer, minus one for a wrong one."""
        return self.is_offered * (1 if self.is_first_right else -1)


def chosen(place: Place, ranker: Ranker, offer_at: float) -> Chosen:
    """Return what a ranker makes of a place."""
    found = ranker.first([each for each, _ in place.seen])
    return Chosen(
        place.commit,
        is_choice=place.is_choice,
        is_first_right=found is not None and place.seen[found[1]][1],
        is_offered=found is not None and found[0] >= offer_at,
        probability=None if found is None else found[0],
    )
