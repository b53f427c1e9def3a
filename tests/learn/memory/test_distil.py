"""What experiences become: edits, code, pitfalls; nothing where there is no verdict."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from honed.core.memory import Distilled, ItemKind
from honed.core.model import Evidence, Example, Outcome, Pattern, Trajectory
from honed.learn.memory.distil import distinct, of_experiences, of_patterns
from honed.learn.memory.experience import LONGEST_REASON, LONGEST_TEXT, Experience, experience_of
from honed.learn.memory.forms import key_of_code, skeleton
from honed.learn.memory.judge import Verdict, judged
from honed.syntax import languages
from tests.code import rewrites

BEFORE, AFTER = 'log.info("a %s" % x)\n', 'log.info("a %s", x)\n'
CODE = "def fetch(user):\n    return get(user)\n"


def given(**said: Any) -> Experience:
    """Return an experience of Python code."""
    found = experience_of({"language": "python", "code": CODE, **said})
    assert found is not None
    return found


def distilled(*experiences: Experience) -> list[Distilled]:
    """Return what they teach together."""
    return distinct(of_experiences(experiences))


def test_an_edit_that_was_accepted_is_an_item() -> None:
    """With what it does, when it fits, and who says so."""
    [first, *_] = distilled(given(before=BEFORE, code=AFTER, outcome="accepted", task="log lazily"))
    item = first.item
    assert (item.kind, item.language) == (ItemKind.EDIT, "python")
    assert "%" in item.content
    assert item.when.startswith("log lazily; ")
    assert [(each.successes, each.failures) for each in first.testimony] == [(1, 0)]


@pytest.mark.parametrize("outcome", ["free", "ignored", None])
def test_without_a_verdict_noop(outcome: str | None) -> None:
    """What nobody decided teaches nothing."""
    assert distilled(given(before=BEFORE, code=AFTER, outcome=outcome)) == []


def test_a_rejected_edit_testifies_against_its_item() -> None:
    """The same item, whatever the names are that it is about."""
    other = given(before='log.info("b %s" % y)\n', code='log.info("b %s", y)\n', outcome="rejected")
    [first, *_] = distilled(given(before=BEFORE, code=AFTER, outcome="accepted"), other)
    assert sorted((each.successes, each.failures) for each in first.testimony) == [(0, 1), (1, 0)]


def test_an_edit_that_changes_nothing_noop() -> None:
    """There is nothing to tell of it."""
    assert distilled(given(before=BEFORE, code=BEFORE, outcome="accepted")) == []


def test_code_is_equal_up_to_renaming() -> None:
    """Its own names do not count, those that it uses do."""
    renamed = "def load(name):\n    # of a person\n    return get(name)\n"
    same = distilled(given(success=True), given(code=renamed, success=True))
    assert [len(each.testimony) for each in same] == [2]
    other = distilled(given(success=True), given(code=CODE.replace("get", "put"), success=True))
    assert [len(each.testimony) for each in other] == [1, 1]


def test_what_failed_is_a_pitfall_and_told_with_what_did_not() -> None:
    """Of the same task, whatever its capitals are."""
    broken = given(task="Fetch a  user", code="def fetch(user:\n    return 1\n", success=True)
    good, pitfall = distilled(given(task="fetch a user", success=True), broken)
    assert (good.item.kind, pitfall.item.kind) == (ItemKind.CODE, ItemKind.PITFALL)
    assert good.item.when_not == pitfall.item.when_not == ("it does not parse",)
    assert pitfall.testimony[0].successes == 1


def test_what_failed_at_another_task_is_not_told_noop() -> None:
    """Each task has its own reasons."""
    broken = given(task="store a user", code="def f(:\n", success=True)
    good, _ = distilled(given(task="fetch a user", success=True), broken)
    assert good.item.when_not == ()


def test_a_title_of_code_without_a_task() -> None:
    """Is what it declares, or else its beginning."""
    assert distilled(given(success=True))[0].item.title == "fetch"
    [other] = distilled(given(code="get(1)\n", success=True))
    assert other.item.title == "get(1)"
    [unknown] = distilled(given(code="hello", language="klingon", success=True))
    assert (unknown.item.title, unknown.item.language) == ("hello", "klingon")


def test_equal_items_know_all_reasons() -> None:
    """The same failure for two reasons is one pitfall."""
    taken_back = given(id=1, outcome="undone")
    rejected = given(id=2, outcome="rejected", success=False)
    [one] = distilled(taken_back, rejected)
    assert one.item.when_not == ("it was taken back", "it was rejected")


def pattern(number: int, evidence: Evidence, before: str = BEFORE, after: str = AFTER) -> Pattern:
    """Return a pattern of an edit."""
    first = rewrites(before, after, "python")[0]
    example = Example(before, after, "app.py", number)
    return Pattern(number, first, example, session_id=1, trajectory_id=number, evidence=evidence)


def test_a_family_of_patterns_is_one_item() -> None:
    """Each testifies with its record; one that proved itself is enough."""
    found = of_patterns(
        [
            pattern(1, Evidence(accepted=2)),
            pattern(2, Evidence(rejected=1), 'log.info("b %s" % y)\n', 'log.info("b %s", y)\n'),
            pattern(3, Evidence(accepted=1), "f(a, b)\n", "g(a, b)\n"),
        ]
    )
    assert [
        [(each.source, each.successes, each.failures) for each in one.testimony] for one in found
    ] == [[("pattern:1", 2, 0), ("pattern:2", 0, 1)], [("pattern:3", 1, 0)]]
    assert found[0].item.origin == "app.py:2"


def test_patterns_that_are_not_proven_noop() -> None:
    """And rules, which nobody has learned here."""
    assert of_patterns([pattern(1, Evidence())]) == []
    assert of_patterns([attrs.evolve(pattern(1, Evidence(accepted=3)), id=-1)]) == []


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ({"outcome": "accepted"}, Verdict.SUCCESS),
        ({"outcome": "modified"}, Verdict.SUCCESS),
        ({"success": True}, Verdict.SUCCESS),
        ({"success": True, "survival": 0.5}, Verdict.SUCCESS),
        (
            {"success": True, "metrics": {"qualityBefore": 0.5, "qualityAfter": 0.4}},
            Verdict.SUCCESS,
        ),
        ({"outcome": "rejected", "success": True}, Verdict.FAILURE),
        ({"outcome": "undone"}, Verdict.FAILURE),
        ({"success": False}, Verdict.FAILURE),
        ({"outcome": "accepted", "syntax_valid": False}, Verdict.FAILURE),
        ({"outcome": "accepted", "code": "def f(:\n"}, Verdict.FAILURE),
        ({"outcome": "accepted", "details": {"at_save": {"kept": 0.2}}}, Verdict.FAILURE),
        ({"outcome": "accepted", "quality_gain": -0.5}, Verdict.UNCLEAR),
        ({"outcome": "accepted", "quality_before": 0.9, "quality_after": 0.2}, Verdict.UNCLEAR),
        ({"outcome": "ignored"}, Verdict.UNCLEAR),
        ({"outcome": "free"}, Verdict.UNCLEAR),
        ({}, Verdict.UNCLEAR),
    ],
)
def test_a_verdict(said: dict[str, Any], verdict: Verdict) -> None:
    """One thing that went wrong decides; what says nothing is none."""
    found = judged(given(**said))
    assert found.verdict is verdict
    assert bool(found.reasons) is (verdict is not Verdict.UNCLEAR or "gain" in str(said)
                                   or "quality" in str(said))  # fmt: skip


def test_a_statement_that_never_parsed_is_nobodys_fault_noop() -> None:
    """A member of a class may not parse without it."""
    before, after = "else:\n    f()\n", "else:\n    g()\n"
    assert given(before=before, code=after, outcome="accepted").parses is True


def test_our_own_trajectories_are_experiences() -> None:
    """As those of others are."""
    row = Trajectory(1, 5.0, "python", "a.py", 3, BEFORE, AFTER, Outcome.ACCEPTED, 1.0, id=7)
    found = experience_of(row)
    assert found is not None
    assert (found.before, found.after, found.path, found.line) == (BEFORE, AFTER, "a.py", 3)
    assert found.outcome is Outcome.ACCEPTED


def test_objects_and_camel_case_are_taken() -> None:
    """With a request, a result and metrics, as programs have them."""
    found = experience_of(
        SimpleNamespace(
            request={"prompt": "fetch", "language": "Python", "existingCode": "x = 1\n"},
            result=SimpleNamespace(code=CODE, success=True),
            metrics={"syntaxValid": True, "qualityScore": 0.9},
        )
    )
    assert found is not None
    assert (found.task, found.after, found.before) == ("fetch", CODE, "x = 1\n")
    assert (found.language, found.success, found.parses) == ("python", True, True)


class Treacherous:
    """An object whose fields raise."""

    @property
    def code(self) -> str:
        """Raise."""
        raise RuntimeError


@pytest.mark.parametrize(
    "said",
    [None, 3, {}, {"code": ""}, {"code": 5}, {"code": "x" * (LONGEST_TEXT + 1)}, Treacherous()],
)
def test_what_is_no_experience_noop(said: object) -> None:
    """Nothing is raised."""
    assert experience_of(said) is None


def test_values_of_other_types_are_passed_over() -> None:
    """As if they were not there."""
    found = given(success="yes", outcome="splendid", survival=7, line="x", at=float("nan"))
    assert (found.success, found.outcome, found.survival, found.line, found.at) == (
        None, None, None, 0, 0.0,
    )  # fmt: skip


def test_secrets_never_get_in() -> None:
    """Into any text of an item."""
    secret = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"
    code = f'def f():\n    return login("{secret}")\n'
    found = distilled(given(task=f"log in with {secret}", code=code, success=True))
    assert found
    assert secret not in str(found)


def test_the_same_is_named_the_same() -> None:
    """Whatever became of it; another text, or number, is another."""
    assert given(success=True).source == given(outcome="rejected").source
    assert given().source != given(id=3).source
    assert given().source != given(task="x").source


def test_a_skeleton() -> None:
    """Names that the text binds are numbered; attributes and those of others stay."""
    code = "const f = (a: number) => { const b = a.a; return open(b); }"
    found = skeleton(languages.by_name("typescript"), code)
    assert "".join(found) == "const$1=($2:number)=>{const$3=$2.a;returnopen($3);}"
    assert skeleton(None, "a  b") == ["a", "b"]
    assert key_of_code("code", None, "a b") != key_of_code("pitfall", None, "a b")


SECRET = "ghp_" + "a1B2" * 9


@pytest.mark.parametrize("length", [LONGEST_REASON - 10, 3 * LONGEST_REASON])
def test_a_reason_is_cut_after_its_secrets_went(length: int) -> None:
    """Half a token has no form to be known by; what is no secret is only cut."""
    [reason] = given(reasons=["x " * (length // 2) + SECRET]).reasons
    assert len(reason) <= LONGEST_REASON
    assert "ghp_" not in reason
    assert reason.startswith("x x ")


@pytest.mark.parametrize("field", ["task", "code", "before", "path", "language"])
def test_a_text_is_not_cut_into_half_a_secret(field: str) -> None:
    """One that is too long makes no experience; without the last characters it is one."""
    text = SECRET + "\n" + " " * (LONGEST_TEXT - 57) + SECRET
    assert experience_of({"language": "python", "code": CODE, field: text}) is None
    shorter = experience_of({"language": "python", "code": CODE, field: text[: LONGEST_TEXT - 40]})
    assert shorter is not None
    assert "ghp_" not in repr(shorter)


def test_a_reason_that_is_too_long_noop() -> None:
    """It is passed over, the others stay."""
    assert given(reasons=["x" * (LONGEST_TEXT + 1), "late"]).reasons == ("late",)
