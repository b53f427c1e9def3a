"""What was accepted in an earlier session, and never wrong, is offered from less on."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from honed.core.model import Evidence
from honed.core.text import Text, encode
from honed.services.document import Snapshot
from honed.services.explanation import explained
from honed.services.judge import Judge
from honed.services.project import Project
from honed.services.suggesting import at_lines, completions, in_file
from honed.suggest.features import NAMES
from honed.suggest.rank import ACCEPTED_AT, OFFER_AT, prior
from tests.code import pattern_of, rewrites, tree_of

if TYPE_CHECKING:
    from honed.core.model import Pattern

SOURCE = "def read(page):\n    client.get(page)\n    client.put(page)\n"
LINE = 1
SESSION = 7


def learned(after: str, number: int, session: int, **record: int) -> Pattern:
    """Return the pattern of an edit of a call."""
    [rewrite, *_] = rewrites("client.get(url)\n", after, "python")
    pattern = pattern_of(rewrite, number)
    return attrs.evolve(pattern, session_id=session, evidence=Evidence(**record))


BEFORE = learned("client.get(url, 5)\n", 1, SESSION - 1, accepted=1)
NOW = learned("client.fetch(url)\n", 2, SESSION)


def project_of(*patterns: Pattern) -> Project:
    """Return a folder in whose session `SESSION` is."""
    project = Project(Path("/w"))
    project.fill(patterns, set(), {})
    project.begin_session(SESSION)
    return project


def snapshot_of(source: str = SOURCE) -> Snapshot:
    """Return a document."""
    tree = tree_of(source, "python")
    text = Text(encode(source))
    return Snapshot("file:///w/b.py", "/w/b.py", 1, text, tree, "python", is_trusted=True)


def judge_of(earlier: float, now: float = OFFER_AT) -> Judge:
    """Return who holds what was learned earlier, and in this session, for so probable."""
    odds = [math.log(each / (1.0 - each)) for each in (earlier, now)]
    weights = {"bias": odds[0], "same_session": odds[1] - odds[0]}
    judge = Judge()
    judge.weights = attrs.evolve(prior(), mean=tuple(weights.get(name, 0.0) for name in NAMES))
    return judge


def offered(judge: Judge, *patterns: Pattern) -> list[str]:
    """Return what is offered at the call; `honed why` says the same."""
    project, snapshot = project_of(*patterns), snapshot_of()
    found = [each.after.strip() for each in at_lines(project, judge, snapshot, (LINE, LINE))]
    told = explained(project, judge, snapshot, LINE).offered
    assert [each.suggestion.after.strip() for each in told] == found
    assert all(each.measured.threshold <= each.suggestion.probability for each in told)
    return found


def test_it_is_offered_from_less_on() -> None:
    """Also beside what was never tried, and is more probable but not probable enough."""
    assert ACCEPTED_AT < 0.35 < OFFER_AT
    assert offered(judge_of(0.35), BEFORE) == ["client.get(page, 5)"]
    assert offered(judge_of(0.35, 0.45), BEFORE, NOW) == ["client.get(page, 5)"]


@pytest.mark.parametrize(
    ("pattern", "probability"),
    [
        pytest.param(BEFORE, ACCEPTED_AT - 0.01, id="too improbable"),
        pytest.param(attrs.evolve(BEFORE, session_id=0), 0.35, id="of a history, or a rule"),
        pytest.param(
            attrs.evolve(BEFORE, evidence=Evidence(accepted=3, rejected=1)), 0.35, id="rejected"
        ),
        pytest.param(
            attrs.evolve(BEFORE, evidence=Evidence(accepted=3, shadow_wrong=1)), 0.35, id="wrong"
        ),
        pytest.param(
            attrs.evolve(BEFORE, evidence=Evidence(shadow_right=3)), 0.35, id="never accepted"
        ),
    ],
)
def test_it_is_not_offered_noop(pattern: Pattern, probability: float) -> None:
    """The same edit, of which something else is known."""
    assert offered(judge_of(probability), pattern) == []
    assert offered(judge_of(OFFER_AT + 0.01), pattern)


def test_in_this_session_the_probability_decides_noop() -> None:
    """An acceptance of this session is one of the things that it rests on."""
    accepted = attrs.evolve(BEFORE, session_id=SESSION)
    assert offered(judge_of(0.35, 0.35), accepted) == []
    assert offered(judge_of(0.35, 0.55), accepted)


def test_everywhere_has_it() -> None:
    """What is offered at a place is there, too, where all places are asked for."""
    source = SOURCE.replace("put", "get")
    project, snapshot = project_of(BEFORE), snapshot_of(source)
    for probability, places in ((0.35, 2), (ACCEPTED_AT - 0.01, 0)):
        found = in_file(project, judge_of(probability), snapshot, BEFORE.id, ())
        assert len(found) == places


def test_nobody_is_completed_so_noop() -> None:
    """Who types has asked for nothing: what finishes the edit must be as probable as ever."""
    typed = SOURCE.replace("get(page)", "get(page, )")
    before = snapshot_of()
    offset = typed.index(", )") + 2
    for probability, number in ((0.35, 0), (0.55, 1)):
        found = completions(
            project_of(BEFORE), judge_of(probability), snapshot_of(typed), before.text,
            before.tree, offset,
        )  # fmt: skip
        assert len(found) == number
