"""The judge: the posterior always learns, another algorithm judges where one was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.config import Algorithm, Settings, layer, narrowed
from honed.core.model import Arm, Candidate
from honed.core.text import Edit, Span
from honed.learn.algorithms.interface import Context, Decision, Option
from honed.learn.ranker import updated
from honed.services.judge import Judge
from honed.suggest.features import NAMES
from honed.suggest.rank import prior

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.services.conftest import Bench

FEATURES = tuple(float(name in {"bias", "left_near"}) for name in NAMES)
CANDIDATE = Candidate(3, (Edit(Span(0, 0), b"x"),), Span(0, 0), FEATURES)
WRONG = Decision((Option(FEATURES, Context("python", 3), is_right=False),), 1.0)


def test_a_chosen_algorithm_judges() -> None:
    """What was wrong again and again is remembered, and the posterior has moved as well."""
    judge, plain = Judge(), Judge()
    judge.choose("decision_transformer")
    before = judge.probability(FEATURES)
    assert before == plain.probability(FEATURES)
    for _ in range(3):
        judge.observe(WRONG)
        plain.observe(WRONG)
    assert judge.weights == plain.weights
    [(found, _)] = judge.ranked([CANDIDATE], Context("python"))
    assert found == judge.probability(FEATURES)
    assert found < before / 2


def test_a_language_of_its_own() -> None:
    """The context reaches the algorithm, the pattern of each candidate with it."""
    judge = Judge()
    judge.choose("multi_task")
    for _ in range(20):
        judge.observe(WRONG)
    [(python, _)] = judge.ranked([CANDIDATE], Context("python"))
    [(other, _)] = judge.ranked([CANDIDATE], Context("go"))
    assert python < other


def test_it_begins_anew_with_the_weights() -> None:
    """What it had learned goes with the posterior that it began from."""
    judge = Judge()
    judge.choose("decision_transformer")
    judge.observe(WRONG)
    judge.begin_from(prior())
    assert judge.weights.mean == prior().mean
    assert judge.weights.updates == 2
    assert judge.probability(FEATURES) == Judge().probability(FEATURES)


def test_noop_the_default_is_the_posterior() -> None:
    """Chosen by name or not."""
    judge = Judge()
    judge.choose("q_learning")
    assert judge.ranked([CANDIDATE]) == Judge().ranked([CANDIDATE])


def test_the_user_chooses(start: Callable[..., Bench]) -> None:
    """By a setting, which is read when the server starts."""
    bench = start(Settings(algorithm=Algorithm.DECISION_TRANSFORMER))
    for _ in range(3):
        bench.workspace.judge.observe(WRONG)
    assert bench.workspace.judge.probability(FEATURES) < 0.5 * Judge().probability(FEATURES)


def test_noop_a_project_does_not_choose() -> None:
    """What a checked-out project says of it is passed over."""
    said = layer("project", {"algorithm": "sarsa"})
    assert narrowed(Settings(), said).algorithm is Algorithm.Q_LEARNING
    assert layer("user", {"algorithm": "magic"}).values == {}


def test_the_arm() -> None:
    """Frozen until something was learned, and again once that was taken back."""
    judge = Judge()
    found = [judge.arm]
    judge.learn([1.0] * len(NAMES), is_right=True, strength=1.0)
    found.append(judge.arm)
    judge.begin_from(judge.frozen)
    assert judge.weights.updates > 0
    found.append(judge.arm)
    judge.frozen = updated(judge.frozen, [1.0] * len(NAMES), is_right=True)
    assert [*found, judge.arm] == [Arm.FROZEN, Arm.LEARNED, Arm.FROZEN, Arm.LEARNED]


def test_the_arm_of_another_algorithm() -> None:
    """What it has learned for itself counts, too; nothing (noop) where it has met no decision."""
    judge = Judge()
    judge.choose("decision_transformer")
    found = [judge.arm]
    judge.learn([0.0] * len(NAMES), is_right=True, strength=1.0)
    found.append(judge.arm)
    judge.begin_from(judge.frozen)
    assert [*found, judge.arm] == [Arm.FROZEN, Arm.LEARNED, Arm.FROZEN]
