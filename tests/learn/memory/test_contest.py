"""The best of several candidates, and what told it from the others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from honed.learn.memory import contest as module
from honed.learn.memory.contest import MOST_CANDIDATES, MOST_CHECKED, Checked, Contest, contest
from honed.learn.memory.distil import of_given

GOOD = "def total(prices):\n    return sum(prices)\n"
RENAMED = "def all_of(items):\n    return sum(items)\n"
UNSAFE = "def total(prices):\n    return eval('+'.join(prices))\n"
BROKEN = "def total(prices:\n    return sum(prices)\n"


def held(*texts: str, before: str = "", task: str = "add up") -> Contest:
    """Return a contest of Python code."""
    return contest(texts, language="python", before=before, task=task)


def best(found: Contest) -> str | None:
    """Return the text of the winner."""
    return None if found.best is None else found.best.text


def test_what_does_not_parse_never_wins() -> None:
    """Whatever its place is; where all are broken none wins."""
    assert best(held(BROKEN, GOOD)) == GOOD
    found = held(BROKEN)
    assert found.best is None
    assert found.candidates[0].against == ("it does not parse",)
    assert found.contrast == ()


def test_the_better_code_wins() -> None:
    """And the contrast says why."""
    found = held(UNSAFE, GOOD, BROKEN)
    assert [each.text for each in found.candidates] == [GOOD, UNSAFE, BROKEN]
    assert "without python-eval" in found.contrast
    assert "another did not stand: it does not parse" in found.contrast
    assert any(each.startswith("better code: ") for each in found.contrast)


def test_what_more_agree_on_wins() -> None:
    """Where the quality is the same."""
    other = "def total(prices):\n    return max(prices)\n"
    found = held(other, GOOD, RENAMED)
    assert best(found) == GOOD
    assert "2 of 3 are equal up to renaming" in found.contrast


def test_what_was_cut_off_does_not_win() -> None:
    """Though it is the shorter code: the others agree that there is more to declare."""
    more = f"{GOOD}\n\ndef mean(prices):\n    if not prices:\n        return 0\n    return sum(prices) / 2\n"
    other = more.replace("/ 2", "/ len(prices)")
    found = held(GOOD, more, other)
    assert [each.complete for each in found.candidates] == [1.0, 1.0, 0.5]
    assert best(found) == more
    assert "it declares what others agree on" in found.contrast


def test_what_nobody_else_declares_noop() -> None:
    """Is not missed in the others."""
    found = held(GOOD, "def mean(prices):\n    return sum(prices) / 2\n")
    assert [each.complete for each in found.candidates] == [1.0, 1.0]


def test_the_first_wins_where_nothing_tells_noop() -> None:
    """One candidate has nobody to be compared with."""
    other = "def total(prices):\n    return max(prices)\n"
    assert best(held(other, GOOD)) == other
    assert best(held(GOOD, other)) == GOOD
    assert held(GOOD).contrast == ()


def test_nothing_and_the_same_again_are_left_out_noop() -> None:
    """As are more than anybody needs."""
    assert [each.text for each in held("", "  \n", GOOD, GOOD).candidates] == [GOOD]
    assert held().candidates == ()
    many = [f"x = {number}\n" for number in range(MOST_CANDIDATES + 5)]
    assert len(held(*many).candidates) == MOST_CANDIDATES


def test_a_change_is_guarded() -> None:
    """It loses no comment, and changes something."""
    before = "x = 1\n# keep\ny = 2\n"
    found = held(
        "x = 1\ny = 2\n", before, "x = 1\n# keep\ny = 3\n", "x = (\n# keep\n", before=before
    )
    assert best(found) == "x = 1\n# keep\ny = 3\n"
    reasons = {each for one in found.candidates for each in one.against}
    assert reasons == {
        "a comment would be lost", "nothing would change", "the text would parse worse than before",
    }  # fmt: skip


def test_a_check_decides_before_quality() -> None:
    """Of those that it was run on."""

    def is_unsafe(text: str) -> Checked:
        return Checked(passed="eval" in text, reason="" if "eval" in text else "it is too safe")

    found = contest([GOOD, UNSAFE], language="python", check=is_unsafe)
    assert best(found) == UNSAFE
    assert "it passed the check" in found.contrast
    assert found.candidates[1].against == ("it is too safe",)
    failed = contest([GOOD], language="python", check=lambda _: Checked(passed=False))
    assert failed.candidates[0].against == ("the check failed",)


def test_a_check_that_cannot_be_made_noop() -> None:
    """Says nothing for or against."""
    found = contest([UNSAFE, GOOD], language="python", check=lambda _: Checked(None, "no command"))
    assert best(found) == GOOD
    assert found.best is not None
    assert found.best.check == Checked(None, "no command")


def test_few_candidates_are_checked() -> None:
    """Those that stand, the best ones."""
    seen: list[str] = []

    def note(text: str) -> Checked:
        seen.append(text)
        return Checked(passed=True)

    contest([BROKEN, *(f"x = {n}\n" for n in range(9))], language="python", check=note)
    assert len(seen) == MOST_CHECKED
    assert BROKEN not in seen


def test_text_without_a_grammar_noop() -> None:
    """Nothing is measured; the first wins."""
    found = contest(["a b", "c d"], language="klingon")
    assert best(found) == "a b"
    assert found.language == "klingon"


def test_a_contest_is_learned_from() -> None:
    """The winner held, what did not stand failed, and the others say nothing."""
    found = held(UNSAFE, GOOD, BROKEN)
    assert [(each["code"], each["success"]) for each in found.trajectories()] == [
        (GOOD, True),
        (BROKEN, False),
    ]
    items = [each.item for each in of_given(found.trajectories())]
    assert [each.kind.value for each in items] == ["code", "pitfall"]
    assert items[0].when_not == items[1].when_not == ("it does not parse",)


def test_a_failed_check_is_told_by_its_reason() -> None:
    """And not as a failure that somebody told of."""
    found = contest(
        [GOOD], language="python", task="x", check=lambda _: Checked(passed=False, reason="E501")
    )
    [pitfall] = of_given(found.trajectories())
    assert pitfall.item.when_not == ("E501",)


@given(st.lists(st.sampled_from([GOOD, RENAMED, UNSAFE, BROKEN, "", "x = 1\n"]), max_size=8))
def test_order_matters_only_among_equals(texts: list[str]) -> None:
    """The winner of a contest is as good as that of its reverse; no candidate is invented."""
    one, other = held(*texts), held(*reversed(texts))
    assert {each.text for each in one.candidates} == {each for each in texts if each.strip()}
    assert (one.best is None) is (other.best is None)
    if one.best and other.best:
        assert (one.best.quality, one.best.agreeing) == (other.best.quality, other.best.agreeing)
    assert len(one.contrast) <= module.MOST_CONTRASTS
