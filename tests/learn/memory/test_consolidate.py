"""What items say of each other, and which go first."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.memory import ItemKind, ItemState, MemoryItem, wilson_lower
from honed.learn.memory.consolidate import consolidated, contradict, covers
from honed.learn.memory.forgetting import activation, fading, size, strength
from honed.learn.memory.forms import key_of_edit


def edit(
    before: str, after: str, right: int = 1, wrong: int = 0, language: str = "python"
) -> MemoryItem:
    """Return an item of an edit; its sides are tokens with spaces between."""
    old, new = tuple(before.split()), tuple(after.split())
    return MemoryItem(
        key=key_of_edit(language, old, new),
        kind=ItemKind.EDIT,
        language=language,
        title=before,
        content=f"{before} → {after}",
        before=old,
        after=new,
        successes=right,
        failures=wrong,
    )


def code(kind: ItemKind, content: str, task: str = "fetch") -> MemoryItem:
    """Return an item of code."""
    return MemoryItem(f"{kind}{content}", kind, "python", task, content, task, successes=1)


GENERAL, SPECIAL = edit("f ( ‹1› )", "g ( ‹1› )", 5), edit("f ( x )", "g ( x )", 2)


def absorbed(*items: MemoryItem) -> list[str]:
    """Return by what each is absorbed."""
    return [each.absorbed_by for each in consolidated(items)]


def test_a_general_item_absorbs_a_special_one() -> None:
    """Whichever comes first."""
    assert absorbed(GENERAL, SPECIAL) == ["", GENERAL.key]
    assert absorbed(SPECIAL, GENERAL) == [GENERAL.key, ""]


def test_a_general_item_that_is_trusted_less_does_not_noop() -> None:
    """The special one is the surer, and stays for itself."""
    assert absorbed(attrs.evolve(GENERAL, failures=5), SPECIAL) == ["", ""]


@pytest.mark.parametrize(
    "other",
    [
        edit("f ( x )", "h ( x )"),
        edit("f ( x )", "g ( y )"),
        edit("f ( x , y )", "g ( x , y )"),
        edit("f ( x )", "g ( x )", language="go"),
        edit("e ( x )", "g ( x )"),
    ],
)
def test_another_edit_is_not_absorbed_noop(other: MemoryItem) -> None:
    """It does something else."""
    assert not covers(GENERAL, other)
    assert absorbed(GENERAL, other) == ["", ""]


def test_a_hole_stands_for_one_thing() -> None:
    """Wherever it stands."""
    same = edit("‹1› == ‹1›", "True")
    assert covers(same, edit("x == x", "True"))
    assert not covers(same, edit("x == y", "True"))
    assert not covers(edit("x == y", "True"), same)
    assert covers(edit("‹1› == ‹2›", "True"), same)


def test_the_most_general_stands_for_all() -> None:
    """What is absorbed itself stands for none."""
    middle = edit("f ( ‹1› , x )", "g ( ‹1› , x )", 5)
    widest = edit("f ( ‹1› , ‹2› )", "g ( ‹1› , ‹2› )", 9)
    narrow = edit("f ( y , x )", "g ( y , x )", 1)
    assert absorbed(narrow, middle, widest) == [widest.key, widest.key, ""]


def test_contradictions_are_kept_and_flagged() -> None:
    """Two that make different things of the same, one that takes another back."""
    one, other, back = edit("a", "b"), edit("a", "c"), edit("b", "a")
    found = consolidated([one, other, back, edit("d", "e")])
    assert [set(each.contradicts) for each in found] == [
        {other.key, back.key}, {one.key}, {one.key}, set(),
    ]  # fmt: skip
    assert all(each.is_shown for each in found)


def test_code_that_held_and_failed_contradicts_itself() -> None:
    """For the same task only."""
    good, bad = code(ItemKind.CODE, "x()"), code(ItemKind.PITFALL, "x()")
    assert [bool(each.contradicts) for each in consolidated([good, bad])] == [True, True]
    assert not contradict(good, code(ItemKind.PITFALL, "x()", "store"))
    assert not contradict(good, code(ItemKind.PITFALL, "y()"))
    assert not contradict(good, good)
    assert not contradict(good, edit("a", "b"))


def test_what_is_no_longer_so_is_no_longer_said() -> None:
    """Nothing rests on what was said before."""
    one, other = edit("a", "b"), edit("a", "c")
    first = consolidated([one, other])[0]
    assert first.contradicts
    assert consolidated([first]) == [one]
    faded = attrs.evolve(other, state=ItemState.FADED)
    assert consolidated([one, faded]) == [one, faded]


WORDS = st.sampled_from(["a", "b", "‹1›", "‹2›"])
ITEMS = st.lists(
    st.builds(
        edit,
        st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
        st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=8,
    unique_by=lambda each: each.key,
)


@given(ITEMS)
def test_twice_is_once(items: list[MemoryItem]) -> None:
    """No item is lost, none absorbs itself or is absorbed by one that is, and none is surer."""
    found = consolidated(items)
    assert [each.key for each in found] == [each.key for each in items]
    assert consolidated(found) == found
    by_key = {each.key: each for each in found}
    for each in found:
        if each.absorbed_by:
            assert not by_key[each.absorbed_by].absorbed_by
            assert by_key[each.absorbed_by].trust >= each.trust
        for other in each.contradicts:
            assert each.key in by_key[other].contradicts


@given(st.integers(0, 50), st.integers(1, 50))
def test_a_lower_bound(right: int, more: int) -> None:
    """Below the share, and nearer to it with more trials."""
    number = right + more
    assert 0.0 <= wilson_lower(right, number) <= right / number
    assert wilson_lower(right, number) <= wilson_lower(10 * right, 10 * number) + 1e-12
    assert wilson_lower(0, 0) == 0.0


DAY = 86_400.0
TIMES = st.floats(0, 1e9)


@given(st.integers(0, 500), TIMES, TIMES, TIMES)
def test_activation_is_a_number(uses: int, learned: float, used: float, now: float) -> None:
    """Whatever the clock did; one more use, or less time, never makes it weaker."""
    found = activation(uses, learned, used, now)
    assert found <= activation(uses + 1, learned, used, now)
    assert activation(uses, learned, used, now + DAY) <= found + 1e-9


def test_activation_is_near_the_sum_of_all_uses() -> None:
    """Petrov's approximation, for uses at even distances."""
    now, ages = 0.0, [day * DAY for day in range(1, 31)]
    exact = sum(age**-0.5 for age in ages)
    found = activation(len(ages) - 1, -ages[-1], -ages[0], now)
    assert 2.718281828**found == pytest.approx(exact, rel=0.15)


def test_strength_is_of_use_age_and_success() -> None:
    """Each of them counts."""
    item = attrs.evolve(edit("a", "b", 5), learned_at=DAY, used_at=DAY)
    now = 9 * DAY
    assert strength(attrs.evolve(item, uses=3), now) > strength(item, now)
    assert strength(item, now) > strength(item, 20 * DAY)
    assert strength(item, now) > strength(attrs.evolve(item, failures=5), now)


def test_the_weakest_fade_until_there_is_room() -> None:
    """By number and by bytes; guards last, and nothing where there is room."""
    items = [attrs.evolve(edit("a" * (n + 1), "b", n), id=n + 1) for n in range(4)]
    guard = attrs.evolve(items[0], kind=ItemKind.GUARD, id=9)
    assert fading(items, DAY, most_items=4) == []
    assert [each.id for each in fading(items, DAY, most_items=2)] == [1, 2]
    assert [each.id for each in fading([guard, *items], DAY, most_items=1)] == [1, 2, 3, 4]
    most = sum(map(size, items)) - 1
    assert [each.id for each in fading(items, DAY, most_bytes=most)] == [1]
    gone = attrs.evolve(items[0], state=ItemState.FADED)
    assert fading([gone], DAY, most_items=0) == []
