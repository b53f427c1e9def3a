"""The best of several candidates, and what told it from the others.

Test-time scaling without a model (Ouyang et al. 2025, arXiv:2509.25140, section 3.3): more
candidates are made than are needed, each is verified, and the contrast between winners and losers
is evidence that is learned from, as what held and what did not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from honed.apply.guard import Passed, Refusal, check
from honed.core.diff import minimal_edit
from honed.core.redact import redact
from honed.core.text import Text, encode
from honed.learn.memory.forms import key_of_code
from honed.quality.analysis import analyse
from honed.syntax import languages
from honed.syntax.declarations import outline
from honed.syntax.dialects import dialect
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.quality.values import QualityMetrics
    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree

MOST_CANDIDATES = 32
"""More are not looked at."""

MOST_CHECKED = 4
"""Candidates on which a command is run, the best ones by all else."""

MOST_CONTRASTS = 8
LESS_BY = 0.02
"""A difference in the score of quality that is worth a word."""


@attrs.frozen
class Checked:
    """What a check says of a candidate; None where it could not be made. `reason` says why not."""

    passed: bool | None
    reason: str = ""


Check = Callable[[str], Checked]
"""What verifies the text of a candidate."""


@attrs.frozen
class Candidate:
    """One candidate as it was verified; `number` is its place among those that were given.

    `quality` is a score from 0 to 1, or 0 without a grammar; `agreeing` how many other candidates
    are equal to it up to renaming; `complete` the share that it declares of what at least two
    candidates declare; `against` what it failed of, () where it stands.
    """

    text: str
    number: int
    against: tuple[str, ...] = ()
    quality: float = 0.0
    agreeing: int = 0
    complete: float = 1.0
    check: Checked | None = None
    findings: frozenset[str] = frozenset()

    @property
    def stands(self) -> bool:
        """Whether nothing spoke against it."""
        return not self.against


@attrs.frozen
class Contest:
    """All candidates, the best first; `contrast` is what told the winner from the losers."""

    task: str
    language: str
    before: str
    candidates: tuple[Candidate, ...]
    contrast: tuple[str, ...] = ()

    @property
    def best(self) -> Candidate | None:
        """The winner; None where no candidate stands."""
        return next((each for each in self.candidates if each.stands), None)

    def trajectories(self) -> list[dict[str, Any]]:
        """Return the contest as trajectories that can be learned from.

        The winner succeeded; what did not stand failed, and says of what. That others were not
        the best says nothing against them.
        """
        winner = self.best
        return [
            {
                "task": self.task,
                "language": self.language,
                "before": self.before,
                "code": each.text,
                "success": each is winner,
                "reasons": list(each.against),
            }
            for each in self.candidates
            if each is winner or not each.stands
        ]


def contest(
    texts: Sequence[str],
    *,
    language: str,
    task: str = "",
    before: str = "",
    check: Check | None = None,
) -> Contest:
    """Return the candidates verified and compared; `before` is the file's text, if there is one.

    A candidate stands when it parses, no worse than the text before, loses no comment of that and
    changes it. Of those that stand first what the `check` passes, then what declares all that
    others agree on (an answer that was cut off does not), then the better code by its quality, then
    what more candidates agree on, then what came first. Candidates that are empty or equal to an
    earlier one are left out.
    """
    texts = list(dict.fromkeys(each for each in texts if each.strip()))[:MOST_CANDIDATES]
    named, old = languages.by_any_name(language), Text(encode(before))
    known = dialect([old] if before else [Text(encode(each)) for each in texts], named)
    tree = parse(old, known) if before else None
    keys = [key_of_code("candidate", known, each) for each in texts]
    number_of = Counter(keys)
    shares = _complete([_declared(each, known) for each in texts])
    found = [
        attrs.evolve(
            _verified(text, number, known, old, tree),
            agreeing=number_of[keys[number]] - 1,
            complete=shares[number],
        )
        for number, text in enumerate(texts)
    ]
    found.sort(key=_rank)
    if check is not None:
        # A few runs of a command take longer than all else together.
        first = [_checked(each, check) if each.stands else each for each in found[:MOST_CHECKED]]
        found = sorted([*first, *found[MOST_CHECKED:]], key=_rank)
    name = named.name if named else language
    return Contest(task, name, before, tuple(found), _contrast(found))


def _rank(candidate: Candidate) -> tuple[bool, bool, float, float, int, int]:
    is_checked = candidate.check is not None and candidate.check.passed is True
    return (
        not candidate.stands,
        not is_checked,
        -candidate.complete,
        -candidate.quality,
        -candidate.agreeing,
        candidate.number,
    )


def _verified(
    text: str, number: int, language: Language | None, old: Text, tree: Tree | None
) -> Candidate:
    new = Text(encode(text))
    against = []
    metrics = analyse(new, language)
    if old.data:
        verdict = _guarded(old, new, tree)
        if isinstance(verdict, Refusal):
            against.append(verdict.value)
    elif language is not None and not metrics.syntax_valid:
        against.append("it does not parse")
    return Candidate(
        text,
        number,
        tuple(against),
        _quality(metrics, language),
        findings=frozenset(each.id for each in metrics.findings),
    )


def _declared(text: str, language: Language | None) -> frozenset[tuple[str, str]]:
    """Return the kinds and names of all that a text declares."""
    tree = parse(Text(encode(text)), language)
    found = () if tree is None else outline(tree)
    return frozenset((each.kind, each.name) for top in found for each in top.walk())


def _complete(declared: Sequence[frozenset[tuple[str, str]]]) -> list[float]:
    """Return for each candidate the share that it declares of what at least two declare."""
    number_of = Counter(each for one in declared for each in one)
    agreed = {each for each, number in number_of.items() if number > 1}
    return [len(agreed & one) / len(agreed) if agreed else 1.0 for one in declared]


def _guarded(old: Text, new: Text, tree: Tree | None) -> Passed | Refusal:
    edit = minimal_edit(old.data, new.data)
    return check(old, tree, [edit]) if edit else Refusal.CHANGES_NOTHING


def _quality(metrics: QualityMetrics, language: Language | None) -> float:
    return metrics.quality_score if language is not None else 0.0


def _checked(candidate: Candidate, check: Check) -> Candidate:
    found = check(candidate.text)
    reason = redact(found.reason)
    against = (reason or "the check failed",) if found.passed is False else ()
    return attrs.evolve(
        candidate,
        check=Checked(found.passed, reason),
        against=(*candidate.against, *against),
    )


def _contrast(found: Sequence[Candidate]) -> tuple[str, ...]:
    """Return in words what is true of the winner and of no loser, or of a loser and not of it."""
    winner = next((each for each in found if each.stands), None)
    losers = [each for each in found if each is not winner]
    if winner is None or not losers:
        return ()
    told = [f"another did not stand: {reason}" for each in losers for reason in each.against]
    theirs = frozenset[str]().union(*(each.findings for each in losers))
    told += [f"without {each}" for each in sorted(theirs - winner.findings)]
    runner_up = max(each.quality for each in losers)
    if winner.complete > min(each.complete for each in losers):
        told.append("it declares what others agree on")
    if winner.quality > runner_up + LESS_BY:
        told.append(f"better code: {winner.quality:.2f} against {runner_up:.2f}")
    if winner.check is not None and winner.check.passed:
        told.append("it passed the check")
    if winner.agreeing > min(each.agreeing for each in losers):
        told.append(f"{winner.agreeing + 1} of {len(found)} are equal up to renaming")
    return tuple(dict.fromkeys(told))[:MOST_CONTRASTS]
