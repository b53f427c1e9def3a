"""Where suggestions are not wanted: by an exact test, and only there."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.memory import Context, ItemKind
from honed.core.model import Effect, Outcome, Trajectory
from honed.learn.memory.guards import (
    Decided,
    contexts,
    counted,
    decided,
    distilled,
    fisher,
    is_wider,
    likely,
    places_of,
    significant,
)


def decisions(path: str, family: str, rejected: int, wanted: int) -> list[Decided]:
    """Return so many decisions about one edit in one file."""
    found = tuple(contexts(path, family, Effect.REPLACEMENT))
    return [Decided(found, is_rejected=number < rejected) for number in range(rejected + wanted)]


def held_back(*groups: list[Decided]) -> set[Context]:
    """Return the contexts that are guarded after these decisions."""
    return set(counted([each for group in groups for each in group]))


counts = st.integers(0, 25)


@given(counts, counts, counts, counts)
def test_fisher_is_exact(a: int, b: int, c: int, d: int) -> None:
    """It is the sum of the hypergeometric chances, as fractions say them."""
    rejected, number, total = a + c, a + b, a + b + c + d
    exact = sum(
        (
            Fraction(comb(rejected, k) * comb(total - rejected, number - k), comb(total, number))
            for k in range(a, min(rejected, number) + 1)
        ),
        Fraction(0),
    )
    assert fisher((a, b), (c, d)) == pytest.approx(float(exact), abs=1e-9)


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.001, 0.2))
def test_benjamini_and_hochberg(p_values: list[float], share: float) -> None:
    """What is found are the smallest; no more than Bonferroni's at least, and than at `share`."""
    found = significant(p_values, share)
    chosen = [p for p, is_found in zip(p_values, found, strict=True) if is_found]
    others = [p for p, is_found in zip(p_values, found, strict=True) if not is_found]
    assert all(p <= share for p in chosen)
    assert all(p > share / len(p_values) for p in others)
    assert not chosen or not others or max(chosen) <= min(others)


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from([1.0, 4.0])), min_size=1, max_size=30))
def test_weights_are_ratios(found: list[tuple[float, float]]) -> None:
    """Eight times the same are the same, equal ones are none; what is found is so by its weight."""
    p_values, weights = [p for p, _ in found], [each for _, each in found]
    weighed = significant(p_values, 0.1, weights)
    assert significant(p_values, 0.1, [8 * each for each in weights]) == weighed
    assert significant(p_values, 0.1, [4.0] * len(found)) == significant(p_values, 0.1)
    mean = sum(weights) / len(weights)
    for (p, weight), is_found in zip(found, weighed, strict=True):
        assert p * mean / weight <= 0.1 if is_found else p * mean / weight > 0.1 / len(found)


def test_an_edit_in_a_folder_is_more_likely_than_in_a_file() -> None:
    """As it is where it is unwanted everywhere, and in tests."""
    found = {context: likely(context) for context in contexts("tests/a.py", "k", Effect.DELETION)}
    assert {place for (_, place), each in found.items() if each > 1} == {
        "",
        "folder:tests",
        "tests",
    }
    assert all(subject == "edit:k" for (subject, _), each in found.items() if each > 1)
    assert len(set(found.values())) == 2


def test_rejections_that_share_a_folder_guard_it() -> None:
    """Where the same edit is wanted elsewhere."""
    found = held_back(decisions("gen/a.py", "k", 8, 0), decisions("src/b.py", "k", 0, 12))
    assert ("edit:k", "") not in found
    assert found
    assert all("gen" in place for _, place in found)


def test_rejections_that_share_nothing_noop() -> None:
    """Some are rejected everywhere, and that is that."""
    assert held_back(decisions("gen/a.py", "k", 3, 5), decisions("src/b.py", "k", 3, 5)) == set()


def test_an_edit_that_nobody_wants_is_guarded_everywhere() -> None:
    """And not in each file for itself."""
    found = held_back(
        decisions("a.py", "k", 4, 0), decisions("b.py", "k", 4, 0), decisions("a.py", "l", 0, 15),
        decisions("b.py", "l", 0, 15),
    )  # fmt: skip
    assert ("edit:k", "") in found
    assert not any(subject == "edit:k" and place for subject, place in found)


def test_few_rejections_noop() -> None:
    """Three are no context, however clear they are."""
    assert held_back(decisions("a.py", "k", 3, 0), decisions("b.py", "l", 0, 40)) == set()


def test_a_context_in_which_most_are_wanted_noop() -> None:
    """More rejections than elsewhere are no reason where most were wanted."""
    assert held_back(decisions("a.py", "k", 12, 18), decisions("b.py", "l", 0, 200)) == set()


def test_one_that_says_all_outdoes_what_lies_in_it() -> None:
    """`is_wider` knows subjects, folders, files and tests."""
    assert is_wider(("", "folder:a"), ("edit:k", "file:a/b.py"))
    assert is_wider(("edit:k", ""), ("edit:k", "folder:a"))
    assert is_wider(("", "tests"), ("", "file:tests/test_a.py"))
    assert is_wider(("", "folder:a"), ("", "folder:a/b"))
    for one, other in [
        (("edit:k", ""), ("edit:k", "")),
        (("edit:k", ""), ("", "")),
        (("", "folder:a"), ("", "file:ab/c.py")),
        (("", "tests"), ("", "file:a.py")),
        (("", "file:a.py"), ("", "tests")),
        (("", "folder:a"), ("", "tests")),
    ]:
        assert not is_wider(one, other)


@pytest.mark.parametrize(
    ("path", "is_test"),
    [
        ("tests/a.py", True),
        ("a/test_b.py", True),
        ("a/b_test.go", True),
        ("a/b.spec.ts", True),
        ("conftest.py", True),
        ("a/latest.py", False),
        ("contest/b.py", False),
    ],
)
def test_tests_are_known_by_their_names(path: str, is_test: bool) -> None:  # noqa: FBT001 - a case
    """As the languages have it."""
    assert ("tests" in places_of(path)) is is_test
    assert f"file:{path}" in places_of(path)


def trajectory(outcome: Outcome, before: str = "a", after: str = "b") -> Trajectory:
    """Return the trajectory of a suggestion."""
    return Trajectory(1, 0.0, "python", "a.py", 0, before, after, outcome, 0.0, pattern_id=3)


def test_decisions_of_trajectories() -> None:
    """What was taken and what was refused, with what the edit does."""
    for before, after, effect in [
        ("a", "b", "replacement"), ("a", "ab", "insertion"), ("ab", "a", "deletion"),
        ("a", "a", "replacement"),
    ]:  # fmt: skip
        found = decided(trajectory(Outcome.REJECTED, before, after), "k")
        assert found is not None
        assert found.is_rejected
        assert (f"effect:{effect}", "file:a.py") in found.contexts
    wanted = decided(trajectory(Outcome.MODIFIED), "")
    assert wanted is not None
    assert not wanted.is_rejected
    assert not any(subject.startswith("edit:") for subject, _ in wanted.contexts)


@pytest.mark.parametrize("outcome", [Outcome.IGNORED, Outcome.FREE])
def test_no_decision_noop(outcome: Outcome) -> None:
    """What was passed over says too little."""
    assert decided(trajectory(outcome), "k") is None


def test_a_guard_is_an_item() -> None:
    """That says what is not wanted where."""
    found = counted(decisions("gen/a.py", "k", 8, 0) + decisions("src/b.py", "k", 0, 12))
    items = distilled("python", found, {"k": "a → b"})
    assert {each.item.kind for each in items} == {ItemKind.GUARD}
    assert len({each.item.key for each in items}) == len(items)
    for each in items:
        assert each.item.context in found
        assert (each.testimony[0].successes, each.testimony[0].failures) == (8, 0)
    titles = " ".join(
        each.item.title
        for each in distilled(
            "python",
            dict.fromkeys(
                [("edit:k", ""), ("edit:x", "file:a.py"), ("effect:deletion", "folder:a"),
                 ("", "tests")],
                next(iter(found.values())),
            ),
            {"k": "a → b"},
        )
    )  # fmt: skip
    for words in ("the edit a → b", "one edit", "in a.py", "deletions", "below a/", "in tests"):
        assert words in titles
