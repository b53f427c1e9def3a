"""`honed apply --cases`: one answer a line, as soon as it is there, whatever the line is."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from honed.services import cases
from honed.services.cases import Cases
from tests.cli.test_docs import CHAPTERS
from tests.services.conftest import HandClock

if TYPE_CHECKING:
    from tests.cli.conftest import Shell

BEFORE = "a = 1\nb = 2\n"
AFTER = "a = 3\nb = 2\n"
CASE = {
    "id": "one",
    "language": "python",
    "filename": "a.py",
    "original": BEFORE,
    "edit": "<<<<<<< SEARCH\na = 1\n=======\na = 3\n>>>>>>> REPLACE\n",
}
KEYS = ["id", "status", "output", "confidence", "strategy", "reason", "message", "ms"]


def answered(**changes: Any) -> dict[str, Any]:
    """Return the answer to the case with some of its fields changed."""
    return Cases(HandClock()).answer(json.dumps(CASE | changes).encode())


def test_applied() -> None:
    """With the text after it, and no reason."""
    answer = answered()
    assert list(answer) == KEYS
    assert answer["confidence"] > 0.5
    assert (answer["id"], answer["status"], answer["output"]) == ("one", "applied", AFTER)
    assert (answer["strategy"], answer["reason"]) == ("exact_replace", None)


def test_refused_noop() -> None:
    """With a reason, and no text."""
    answer = answered(original="c = 1\n")
    assert list(answer) == KEYS
    assert (answer["status"], answer["output"], answer["confidence"]) == ("refused", None, None)
    assert answer["reason"] == "not_found"


@pytest.mark.parametrize(
    "edit",
    [
        [["a = 1", "a = 3"]],
        [{"old_string": "a = 1", "new_string": "a = 3"}],
        [{"oldLines": ["a = 1"], "newLines": ["a = 3"], "changeContext": None}],
    ],
)
def test_lists(edit: Any) -> None:
    """Pairs, a tool's objects, and the chunks of a parsed patch."""
    assert answered(edit=edit)["output"] == AFTER


@pytest.mark.parametrize(
    "edit", [[], [1], [["a"]], [["a", 1]], [{"a": 1}], [{"oldLines": 1}], [["a", "b"], {}]]
)
def test_other_lists_are_refused_noop(edit: Any) -> None:
    """Whatever stands in them."""
    assert answered(edit=edit)["status"] == "refused"


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"\xff\xfe",
        b"[1]",
        b"null",
        b'{"id": {"a": [1]}}',
        b'{"original": 1, "edit": ""}',
        b'{"original": "", "edit": {}}',
        b'{"original": "", "edit": "", "language": 1}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_case_is_refused_noop(line: bytes) -> None:
    """With its id where it has one; nothing is raised."""
    answer = Cases(HandClock()).answer(line)
    assert list(answer) == KEYS
    assert (answer["status"], answer["reason"]) == ("refused", "not_understood")
    assert answer["id"] == ({"a": [1]} if b"id" in line else None)


def test_a_failure_of_ours_costs_one_case_noop(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cases behind it are answered."""

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(cases, "_applied", fail)
    assert answered()["reason"] == "not_understood"


def test_the_time_is_that_of_the_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading the language is not counted, the edit is."""
    clock = HandClock()
    applied = cases._applied

    def slowly(case: cases.Case) -> Any:
        clock.time += 0.25
        return applied(case)

    monkeypatch.setattr(cases, "_applied", slowly)
    assert Cases(clock).answer(json.dumps(CASE).encode())["ms"] == 250.0


def test_every_line_has_an_answer(shell: Shell) -> None:
    """In order, but for blank ones; all keys are told in docs/cli.md."""
    lines = [json.dumps(CASE), "", "nonsense", json.dumps(CASE | {"id": 3})]
    result = shell("apply", "--cases", answer="\n".join(lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [each["id"] for each in answers] == ["one", None, 3]
    for key in (*CASE, *answers[0]):
        assert f"`{key}`" in CHAPTERS["apply"]


def test_answers_before_the_next_line_comes() -> None:
    """A program may wait for each answer before it sends the next case."""
    command = [sys.executable, "-m", "honed", "apply", "--cases"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(2):
            process.stdin.write(json.dumps(CASE | {"id": number}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(timeout=20) == 0
