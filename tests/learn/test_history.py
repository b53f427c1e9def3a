"""What commits teach together: the same in any order, any number of times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.model import Copy, Element, Evidence, Example, HoleKind, Rewrite, TokenKind
from honed.learn.history import (
    Contribution,
    Harvest,
    Sighting,
    Skipped,
    Tally,
    credited,
    essence,
    fingerprint,
    is_mechanical,
    key_of,
    merged,
    originals,
    totals,
)
from honed.learn.moments import Moments, moments
from honed.suggest.rank import prior


def rewrite(name: str, filling: str = "x") -> Rewrite:
    """Return `name ‹filling› → name(‹filling›)`."""
    before = (
        Element(TokenKind.NAME, name),
        Element(TokenKind.NAME, filling, HoleKind.NAME),
    )
    return Rewrite("python", before, (f"{name}(", Copy(1, 1), ")"))


NAMES = ("print", "exec", "log")
SIZE = len(prior().mean)


@st.composite
def contributions(draw: st.DrawFn, commit: str) -> Contribution:
    """Return what a commit teaches: the same whenever it is asked for the same commit."""
    random = draw(st.randoms(use_true_random=False))
    random.seed(commit)
    names = [name for name in NAMES if random.random() < 0.6]
    if not names:
        return Contribution(float(len(commit)), skipped=Skipped.UNKNOWN)
    sightings = {
        key_of(rewrite(name)): Sighting(
            rewrite(name, commit), Example("a", "b", commit, 1), random.randint(1, 9),
            random.randint(0, 3), random.randint(0, 3),
        )
        for name in names
    }  # fmt: skip
    decisions = [([random.random()] * SIZE, random.random() < 0.5) for _ in range(3)]
    return Contribution(
        random.random(),
        fingerprint=random.choice(("aa", "bb", "cc", "dd", "ee")),
        edits=random.randint(1, 9),
        sightings=sightings,
        moments=moments(prior(), decisions),
    )


@st.composite
def harvests(draw: st.DrawFn) -> Harvest:
    """Return what some commits of one history teach."""
    ids = draw(st.lists(st.text("0123456789abcdef", min_size=4, max_size=4), max_size=6))
    return {each: draw(contributions(each)) for each in ids}


@given(harvests(), harvests(), harvests())
def test_merging_is_associative_commutative_and_idempotent(
    one: Harvest, two: Harvest, three: Harvest
) -> None:
    """And so is what follows from it, to the last bit of the ranker's sums."""
    left, right = merged(merged(one, two), three), merged(one, merged(two, three))
    assert left == right
    assert merged(one, two) == merged(two, one)
    assert merged(one, one) == one
    assert totals(left) == totals(merged(three, merged(two, one)))
    assert totals(merged(left, one)) == totals(left)


def test_a_commit_that_repeats_another_counts_once() -> None:
    """Cherry-picks: the same edits under another id."""
    key = key_of(rewrite("print"))
    sighting = Sighting(rewrite("print"), Example("a", "b", "a.py", 0))
    same = Contribution(1.0, "aa", edits=1, sightings={key: sighting})
    found = originals({"02": same, "01": same, "03": Contribution(1.0, "bb", 1)})
    assert {id_: each.skipped for id_, each in found.items()} == {
        "01": None,
        "02": Skipped.REPEATED,
        "03": None,
    }
    assert totals({"02": same, "01": same}).tallies == {key: Tally(1, 1)}


def test_key_names_the_rewrite_and_not_its_example() -> None:
    """Other fillings and surroundings share it; another word demanded does not (noop)."""
    assert key_of(rewrite("print", "a")) == key_of(rewrite("print", "b"))
    assert key_of(rewrite("print")) != key_of(rewrite("exec"))


@given(st.integers(0, 50), st.integers(0, 50))
def test_history_alone_proves_nothing(right: int, wrong: int) -> None:
    """However often a pattern was right in it; its next right answer may."""
    evidence = credited(Tally(9, 9, right, wrong))
    assert not evidence.is_proven
    live = Evidence(shadow_right=evidence.shadow_right + 1, shadow_wrong=evidence.shadow_wrong)
    assert live.is_proven == (right > 0 and right >= 2 * wrong)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 5), st.integers(0, 5))
def test_more_history_never_takes_credit_back(
    right: int, wrong: int, more_right: int, more_wrong: int
) -> None:
    """What is added to a record is never negative."""
    before = credited(Tally(2, 2, right, wrong))
    after = credited(Tally(3, 3, right + more_right, wrong + more_wrong))
    assert after.shadow_right >= before.shadow_right
    assert after.shadow_wrong >= before.shadow_wrong


@pytest.mark.parametrize(
    ("tally", "is_kept"),
    [
        (Tally(2, 2), True),
        (Tally(5, 9, 4, 4), True),
        (Tally(1, 9, 8, 0), False),
        (Tally(5, 9, 1, 2), False),
    ],
)
def test_what_is_kept(tally: Tally, *, is_kept: bool) -> None:
    """Recurring and not mostly wrong; the others are noops."""
    assert tally.is_worth_keeping == is_kept


def test_mechanical() -> None:
    """Ten edits that do the same thing to other lines."""
    edits = [essence(b"x%d = old(%d)" % (n, n), b"x%d = new(%d)" % (n, n)) for n in range(10)]
    assert is_mechanical(edits)


def test_mechanical_noop() -> None:
    """Nine of them, or ten that differ."""
    edits = [essence(b"old", b"new")] * 9
    assert not is_mechanical(edits)
    assert not is_mechanical([essence(b"a", b"b%d" % n) for n in range(10)])


def test_fingerprint_knows_no_order_but_every_path_and_word() -> None:
    """The same edits in another file are other edits."""
    one, two = ("a.py", b"x", b"y"), ("b.py", b"x", b"z")
    assert fingerprint([one, two]) == fingerprint([two, one])
    assert fingerprint([one]) != fingerprint([("b.py", b"x", b"y")])
    assert fingerprint([one]) != fingerprint([two])


def test_sums_of_other_features_are_left_out() -> None:
    """A database may hold those of an older honed."""
    harvest = {
        "01": Contribution(1.0, "aa", moments=Moments(5, bytes(16))),
        "02": Contribution(2.0, "bb", moments=moments(prior(), [([0.5] * SIZE, True)])),
    }
    found = totals(harvest).moments
    assert found is not None
    assert (found.number, found.size) == (1, SIZE)
