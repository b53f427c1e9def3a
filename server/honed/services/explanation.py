"""Why something is offered on a line, or nothing: what an offer is made of, without offering it.

Candidates and verdicts come from `honed.services.suggesting`, which makes the offers of the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.config import Kind
from honed.core.model import Effect
from honed.services.learned import described
from honed.services.silence import Hush, Silence
from honed.services.suggesting import Assessed, assessed, found_at, suggestion_of
from honed.suggest.contributions import contributions
from honed.suggest.misses import nearest_misses
from honed.suggest.rank import OFFER_AT
from honed.suggest.view import is_long

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.apply.guard import Change, Refusal
    from honed.core.model import Suggestion
    from honed.services.document import Snapshot
    from honed.services.judge import Judge
    from honed.services.learned import Learned
    from honed.services.project import Project
    from honed.services.trials import Measured
    from honed.suggest.contributions import Contribution
    from honed.suggest.edits import Found
    from honed.suggest.misses import Lack
    from honed.suggest.search import Misfit

MAX_CONTRIBUTIONS = 4
"""Of each sign, for one suggestion."""

MAX_NEAREST = 5


@attrs.frozen
class Explained:
    """One candidate: its edit, its pattern, what made it probable; `silence` is None if offered.

    `measured` says from which probability on edits like it are offered here.
    """

    suggestion: Suggestion
    pattern: Learned
    silence: Silence | Refusal | None
    contributions: tuple[Contribution, ...]
    measured: Measured


@attrs.frozen
class Unmatched:
    """A pattern that does not fit, and the tokens that the statement lacks, if that is why."""

    pattern: Learned
    reason: Misfit | Lack
    missing: tuple[str, ...]


@attrs.frozen
class Explanation:
    """All there is to say of a line (zero-based); `hush` says why nothing was looked at, or ""."""

    path: str
    line: int
    language: str
    is_parsed: bool
    """Whether there is a syntax tree: without one only tokens are compared."""
    session: int
    patterns: int
    """How many are known of the language."""
    threshold: float = OFFER_AT
    hush: str = ""
    candidates: tuple[Explained, ...] = ()
    nearest: tuple[Unmatched, ...] = ()

    @property
    def offered(self) -> tuple[Explained, ...]:
        """What is offered, the most probable first."""
        return tuple(each for each in self.candidates if each.silence is None)


def explained(  # noqa: PLR0913 - what an offer needs, and whether there may be one
    project: Project,
    judge: Judge,
    snapshot: Snapshot,
    line: int,
    recent: Sequence[Change] = (),
    hush: str = "",
) -> Explanation:
    """Return why there is what there is on a line; only `hush` where that is given."""
    with project.lock:
        known = len(project.index.of_language(snapshot.language_name))
    answer = Explanation(
        path=project.relative(snapshot.path),
        line=line,
        language=snapshot.language_name,
        is_parsed=snapshot.tree is not None,
        session=project.session_id,
        patterns=known,
        hush=hush or (Hush.LONG_LINE if is_long(snapshot.text, line) else ""),
    )
    if answer.hush:
        return answer
    candidates = tuple(
        _explained(project, judge, each)
        for each in _every_candidate(project, judge, snapshot, line, recent)
    )
    return attrs.evolve(
        answer, candidates=candidates, nearest=_nearest(project, snapshot, line, candidates)
    )


def _every_candidate(
    project: Project, judge: Judge, snapshot: Snapshot, line: int, recent: Sequence[Change]
) -> Iterator[Assessed]:
    """Yield first what is assessed for an offer, then what never comes that far."""
    lines = (line, line)
    trusted = found_at(project, snapshot, lines, project.trusts)
    assessments = list(assessed(project, judge, snapshot, trusted, recent))
    yield from assessments
    first_of_its_edit = {id(each.found) for each in assessments}
    for each in trusted:
        if id(each) not in first_of_its_edit:
            yield _refused(judge, snapshot, each, Silence.SAME_EDIT)
    for each in found_at(project, snapshot, lines, lambda pattern: not project.trusts(pattern)):
        muting = project.muting(each.pattern)
        if muting is not None:
            yield _refused(judge, snapshot, each, muting)


def _refused(judge: Judge, snapshot: Snapshot, found: Found, silence: Silence) -> Assessed:
    probability = judge.probability(found.candidate.features)
    return Assessed(found, suggestion_of(snapshot, found.candidate, probability), silence)


def _explained(project: Project, judge: Judge, candidate: Assessed) -> Explained:
    features = candidate.suggestion.candidate.features
    effect = Effect.of(candidate.suggestion.candidate.edits[0])
    with project.lock:
        measured = project.trials.measured(Kind.EDIT, effect)
    if measured.threshold == OFFER_AT:
        least = project.offered_from(candidate.found.pattern)
        measured = attrs.evolve(measured, threshold=least)
    return Explained(
        suggestion=candidate.suggestion,
        pattern=described(candidate.found.pattern, project.session_id),
        silence=candidate.silence,
        contributions=contributions(judge.weights, features, MAX_CONTRIBUTIONS),
        measured=measured,
    )


def _nearest(
    project: Project, snapshot: Snapshot, line: int, candidates: Sequence[Explained]
) -> tuple[Unmatched, ...]:
    with project.lock:
        misses = nearest_misses(
            project.index,
            snapshot.text,
            snapshot.tree,
            line,
            project.circumstances(snapshot.path),
            language=snapshot.language_name,
            trust=project.trusts,
            found={each.pattern.pattern.id for each in candidates},
            limit=MAX_NEAREST,
        )
    return tuple(
        Unmatched(described(each.pattern, project.session_id), each.reason, each.missing)
        for each in misses
    )
