"""What each algorithm does that the others do not, with the case in which it does not do it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.learn.algorithms.active_learning import ActiveLearning
from honed.learn.algorithms.actor_critic import ActorCritic
from honed.learn.algorithms.adversarial import SURROUNDINGS, Adversarial, agreement, twin
from honed.learn.algorithms.curriculum import COMPETENT_AFTER, Curriculum, difficulty, ordered
from honed.learn.algorithms.decision_transformer import DecisionTransformer
from honed.learn.algorithms.federated import (
    Contribution,
    Federated,
    Federation,
    contribution,
    federated,
)
from honed.learn.algorithms.interface import Context, Decision, Option
from honed.learn.algorithms.multi_task import MultiTask
from honed.learn.algorithms.q_learning import QLearning
from honed.learn.algorithms.remembered import MOST_REMEMBERED, Remembered
from honed.learn.algorithms.sarsa import Sarsa
from honed.learn.ranker import updated
from honed.suggest.features import NAMES
from honed.suggest.rank import OFFER_AT, prior
from tests.learn.algorithms.test_algorithms import empty, features, vector

HERE = Context("python", 7, "a")


def one(features: tuple[float, ...], context: Context = HERE, *, right: bool = True) -> Decision:
    """Return the decision about a single option, at full strength."""
    return Decision((Option(features, context, is_right=right),), 1.0)


def test_q_learning_is_the_ranker() -> None:
    """One step for each option, to the last bit."""
    asked = vector(recent=1.0)
    known = QLearning(prior()).update(one(asked))
    assert known.weights == updated(prior(), asked, is_right=True)


def test_sarsa_credits_an_edit_with_the_next_of_its_chain() -> None:
    """What leads to places where something is known is worth more."""
    leads, ends, known = vector(recent=1.0), vector(fresh=1.0), vector(left_near=1.0)
    values = Sarsa(empty())
    for number in range(40):
        chain = Context("python", 1, f"chain {number}")
        values = values.update(one(leads, chain, right=False)).update(one(known, chain))
        values = values.update(one(ends, Context("python", 1, f"end {number}"), right=False))
    assert values.score(leads, HERE) > values.score(ends, HERE)


def test_noop_sarsa_does_not_look_beyond_a_session() -> None:
    """The same edits in sessions of their own are worth the same."""
    leads, ends, known = vector(recent=1.0), vector(fresh=1.0), vector(left_near=1.0)
    values = Sarsa(empty())
    for number in range(40):
        for index, (asked, right) in enumerate([(leads, False), (known, True), (ends, False)]):
            context = Context("python", 1, f"{number} {index}")
            values = values.update(one(asked, context, right=right))
    assert values.score(leads, HERE) == pytest.approx(values.score(ends, HERE), abs=0.02)


def test_the_critic_follows_what_is_earned() -> None:
    """Up where the actor is right, down where it is wrong."""
    asked = vector(left_near=1.0)
    better = worse = ActorCritic(prior())
    for _ in range(20):
        better, worse = better.update(one(asked)), worse.update(one(asked, right=False))
    assert worse.value < better.value


def test_noop_the_actor_gains_nothing_where_all_is_worth_the_same() -> None:
    """Two options that are equally right do not change places."""
    first, second = vector(left_near=1.0), vector(right_near=1.0)
    both = tuple(Option(each, HERE, is_right=True) for each in (first, second))
    actor = ActorCritic(empty()).update(Decision(both, 1.0))
    assert actor.score(first, HERE) == pytest.approx(actor.score(second, HERE))


def test_the_transformer_follows_the_return_of_what_was_alike() -> None:
    """Against the weights, and only where it is alike."""
    asked, far = vector(left_near=1.0), vector(callee_differs=1.0, fresh=1.0, elsewhere=1.0)
    known = DecisionTransformer(empty())
    for _ in range(10):
        known = known.update(one(asked, right=False))
    assert known.score(asked, HERE) < 0.2
    assert known.score(far, HERE) == pytest.approx(0.5, abs=0.01)


def test_the_transformer_heeds_the_developer_most() -> None:
    """One rejection says more than a verdict of the shadow, and than ten of them."""
    asked = (Option(vector(left_near=1.0), HERE, is_right=False),)
    shadow, rejected = (Decision(asked, each) for each in (0.01, 0.15))
    known = DecisionTransformer(empty()).update(rejected)
    ten = DecisionTransformer(empty())
    for _ in range(10):
        ten = ten.update(shadow)
    assert known.score(asked[0].features, HERE) < ten.score(asked[0].features, HERE)


def test_the_transformer_lets_the_oldest_go() -> None:
    """It remembers so many options, no more."""
    known = DecisionTransformer(empty())
    asked = tuple(Option(vector(recent=1.0), HERE, is_right=True) for _ in range(100))
    for _ in range(MOST_REMEMBERED // 100 + 2):
        known = known.update(Decision(asked, 1.0))
    assert known.remembered.returns is not None
    assert known.remembered.returns.shape == (MOST_REMEMBERED,)


def test_what_is_remembered_is_read_for_many_at_once() -> None:
    """As one by one; where nothing is remembered, or nothing alike, what was thought stands."""
    asked = [vector(left_near=1.0), vector(recent=1.0), vector(**dict.fromkeys(NAMES[1:9], 1.0))]
    known = Remembered()
    assert known.expected(asked, [0.2, 0.3, 0.4]) == [0.2, 0.3, 0.4]
    known = known.after(one(asked[0], right=False)).after(one(asked[1]))
    found = known.expected(asked, [0.2, 0.3, 0.4])
    assert found[0] < 0.2
    assert found[1] > 0.3
    assert found[2] == pytest.approx(0.4)
    singly = [known.expected([of], [p])[0] for of, p in zip(asked, (0.2, 0.3, 0.4), strict=True)]
    assert found == pytest.approx(singly)


@given(st.lists(st.tuples(features, st.booleans()), max_size=8), features, st.floats(0, 1))
def test_what_is_expected_lies_between_what_was_and_what_was_thought(
    seen: list[tuple[tuple[float, ...], bool]], asked: tuple[float, ...], thought: float
) -> None:
    """A mean of these, whatever they are."""
    known = Remembered()
    for each, right in seen:
        known = known.after(one(each, right=right))
    [found] = known.expected([asked], [thought])
    returns = [float(right) for _, right in seen]
    assert min([thought, *returns]) - 1e-6 <= found <= max([thought, *returns]) + 1e-6


def test_curiosity_falls_with_what_is_known() -> None:
    """What was decided often tells little; what was never met tells more."""
    often, never = vector(left_near=1.0), vector(left_near=1.0, fresh=1.0)
    known = ActiveLearning(empty())
    before = known.curiosity(often)
    for number in range(40):
        known = known.update(one(often, right=bool(number % 2)))
    assert known.curiosity(often) < before
    assert known.curiosity(often) < known.curiosity(never)


def test_what_is_open_is_thought_less_sure() -> None:
    """The wider the posterior, the nearer to one half."""
    asked = vector(left_near=1.0)
    sure = ActiveLearning(updated(empty(), asked, is_right=True))
    assert 0.5 < sure.score(asked, HERE) < QLearning(sure.weights).score(asked, HERE)


def test_a_twin_agrees_with_nothing() -> None:
    """Its surroundings alone are changed."""
    asked = tuple(1.0 for _ in NAMES)
    assert agreement(twin(asked)) == 0.0
    kept = [index for index in range(len(NAMES)) if index not in SURROUNDINGS]
    assert all(twin(asked)[index] == asked[index] for index in kept)


def test_a_misfire_leaves_a_guard() -> None:
    """The pattern is silent where as little agrees, and another one is not."""
    right, wrong = vector(left_near=1.0, right_near=1.0, recent=1.0), vector(recent=1.0)
    known = Adversarial(empty()).update(one(right))
    assert known.score(wrong, HERE) >= OFFER_AT
    known = known.update(one(wrong, right=False))
    strong = updated(known.weights, wrong, is_right=True, strength=20.0)
    known = Adversarial(strong, known.guards, known.agreed)
    assert known.score(wrong, HERE) < OFFER_AT <= known.score(wrong, Context("python", 8))
    assert known.score(right, HERE) >= OFFER_AT


def test_a_guard_is_lifted_where_it_was_mistaken() -> None:
    """What is right with as little agreement takes it away."""
    known = Adversarial(empty(), {7: 1.0}, {7: 2.0}).update(one(vector(left_near=1.0)))
    assert known.guards == {}


def test_noop_a_pattern_that_was_never_right_needs_no_guard() -> None:
    """The weights say it already."""
    known = Adversarial(empty()).update(one(vector(recent=1.0), right=False))
    assert known.guards == {}


def test_what_is_hard_waits() -> None:
    """Until enough was met; then it is learned with the rest."""
    hard = Option((*vector(),), HERE, is_right=False)
    begin = updated(empty(), vector(), is_right=True, strength=40.0)
    assert difficulty(begin, hard) > 0.5
    known = Curriculum(begin, begin).update(Decision((hard,), 1.0))
    assert known.weights == begin
    assert len(known.waiting) == 1
    later = Curriculum(begin, begin, COMPETENT_AFTER, known.waiting).update(one(vector()))
    assert later.waiting == ()
    assert later.weights.updates == begin.updates + 2


def test_noop_what_is_easy_is_learned_at_once() -> None:
    """Nothing waits that the weights nearly knew."""
    begin = updated(empty(), vector(), is_right=True, strength=40.0)
    assert Curriculum(begin, begin).update(one(vector())).waiting == ()


def test_a_history_is_ordered_from_easy_to_hard() -> None:
    """By the distance from the truth."""
    begin = updated(empty(), vector(), is_right=True, strength=40.0)
    easy, hard = (Option(vector(), HERE, is_right=each) for each in (True, False))
    assert ordered(begin, [hard, easy]) == [easy, hard]


def test_a_federation_adds_sums() -> None:
    """In any order the same, and it teaches what all have seen."""
    asked = vector(left_near=1.0)
    gifts = [contribution(name, empty(), [one(asked, right=False)] * 50) for name in "abc"]
    known = federated(gifts)
    assert known == federated(reversed(gifts))
    assert known.sums is not None
    assert known.sums.number == 150
    assert Federated.of(empty(), known).score(asked, HERE) < 0.5
    assert federated([*gifts, gifts[0]]) == known


def test_a_pattern_needs_three_contributors() -> None:
    """Two would know each other's; one that no store here has changes nothing."""
    two = [Contribution(name, None, {"p": (9, 0), "q": (1, 1)}) for name in "ab"]
    assert federated(two).patterns == {}
    three = federated([*two, Contribution("c", None, {"p": (0, 3)})])
    assert three.patterns == {"p": (18, 3)}
    here = Federated.of(empty(), three, {"p": 7})
    assert here.score(vector(), HERE) > 0.6
    assert here.score(vector(), Context("python", 8)) == pytest.approx(0.5)


def test_noop_an_empty_federation() -> None:
    """All begins as it ships."""
    assert Federated.of(prior(), Federation()).weights == prior()
    assert federated([]).sums is None
    assert contribution("a", prior(), []).sums is None


def test_a_language_may_be_of_another_mind() -> None:
    """What is wrong in Go alone stays right in Python."""
    asked = vector(left_near=1.0)
    go, python = Context("go", 1), Context("python", 1)
    known = MultiTask(empty())
    for _ in range(40):
        known = known.update(one(asked, go, right=False)).update(one(asked, python))
    assert known.score(asked, go) < 0.4
    assert known.score(asked, python) > 0.6


def test_noop_a_language_that_was_never_met_shares_all() -> None:
    """It has no offset."""
    asked = vector(left_near=1.0)
    known = MultiTask(empty())
    for _ in range(20):
        known = known.update(one(asked, Context("go", 1)))
    rust = known.score(asked, Context("rust", 1))
    assert rust == QLearning(known.weights).score(asked, HERE)
    assert 0.5 < rust < known.score(asked, Context("go", 1))


def test_curiosity_falls_with_what_was_learned() -> None:
    """Where the posterior is as wide as it ships, chance may explore as it may at most; later less."""
    options = [vector(left_near=1.0), vector(recent=1.0)]
    begin = ActiveLearning(prior())
    assert sum(begin.appetite(options)) == pytest.approx(1.0)
    known = begin
    for number in range(60):
        for each in options:
            option = Option(each, HERE, is_right=number % 3 > 0)
            known = known.update(Decision((option,), 100.0))
    later = known.appetite(options)
    assert 0.0 < sum(later) < 0.8
    assert min(later) > 0.0


def test_what_is_least_known_goes_first_most_often() -> None:
    """Of two that stand at one place; where nothing can be told (noop) none does."""
    seen, new = vector(left_near=1.0), vector(recent=1.0)
    known = ActiveLearning(empty())
    for number in range(40):
        known = known.update(one(seen, right=number % 2 > 0))
    by_seen, by_new = known.appetite([seen, new])
    assert by_new > by_seen > 0.0
    nothing = (0.0,) * len(seen)
    assert known.appetite([nothing, nothing]) == [0.0, 0.0]
    assert known.appetite([]) == []


def test_others_are_heard_by_store() -> None:
    """Two stores may give a pattern the same id; what is told later takes its place."""
    known = Federated(empty()).hearing("one", {7: (9, 0)}).hearing("two", {7: (0, 9)})
    one_, two, three = (
        known.score(vector(), Context("python", 7, store=each)) for each in ("one", "two", "three")
    )
    assert two < three < one_
    again = known.hearing("one", {})
    assert again.score(vector(), Context("python", 7, store="one")) == three
