"""The bench of applying judges rightly, and its fuzzer finds what is wrong."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

from honed.apply import doubts, opinions
from honed.apply.certainty import Logistic
from honed.apply.engine import apply_edits
from honed.apply.result import Applied, Format, Reason, Refused, Strategy
from honed.core.diff import line_edits
from honed.core.text import Text, encode
from tests.bench import apply, soak_apply
from tests.bench.applying import against, calibration, peer, recorded, small
from tests.bench.applying.case import Case
from tests.bench.applying.goals import Goal
from tests.bench.applying.judge import Verdict, judged, verdict
from tests.bench.options import Options
from tests.bench.soaking import watched
from tests.bench.table import show, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BEFORE = "a = 1\n\nb = 2\n"
CASE = Case("a", "lazy", "L1", "python", "a.py", BEFORE, "a = 3\n# ...\n", "a = 3\n\nb = 2\n")


def applied(text: str, confidence: float = 0.5) -> Applied:
    """Return what an engine answers that makes `text` of the case's file."""
    edits = line_edits(Text(encode(BEFORE)), Text(encode(text)))
    return Applied(text, edits, confidence, Strategy.LAZY_MERGE, Format.LAZY)


REFUSED = Refused(Reason.NOT_FOUND, "it is not there", "show more")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a = 3\n\nb = 2\n", Verdict.EXACT),
        ("a = 3  \n\nb = 2", Verdict.EXACT),
        ("a = 3\nb = 2\n", Verdict.EQUAL),
        (" a = 3\n\nb = 2\n", Verdict.WRONG),
        ("a = 3\n", Verdict.WRONG),
    ],
)
def test_verdict(text: str, wanted: Verdict) -> None:
    """Trailing space is never looked at, blank lines are told apart."""
    assert judged(CASE, applied(text), 1.0).verdict is wanted


def test_refusing_what_must_be_refused() -> None:
    """Refusing is right there, and applying whatever is wrong; elsewhere it is not right."""
    must = attrs.evolve(CASE, expected=None)
    assert judged(must, REFUSED, 1.0).is_right
    assert verdict(None, BEFORE) is Verdict.WRONG
    assert not judged(CASE, REFUSED, 1.0).is_right


@pytest.mark.parametrize(
    ("text", "faults", "markers"),
    [
        ("a = (\n\nb = 2\n", 1, 0),
        ("a = 3\n# ...\nb = 2\n", 0, 1),
        ("a = 3\n\nb = 2\n", 0, 0),
    ],
)
def test_damage(text: str, faults: int, markers: int) -> None:
    """Syntax errors and markers that were not there before are counted."""
    found = judged(CASE, applied(text), 1.0)
    assert (found.new_faults > 0, found.markers_left) == (faults > 0, markers)


@pytest.mark.parametrize(
    ("result", "problem"),
    [
        (REFUSED, "not_found"),
        (applied("a = 3\n\nb = 2\n"), "applied"),
        (attrs.evolve(REFUSED, advice=""), "!refused without words"),
        (applied("a = (\n\nb = 2\n"), "!syntax: 1 errors more"),
        (applied("a = 3\n# ...\nb = 2\n"), "!marker: left in the text"),
        (applied("a = 3\n", confidence=1.5), "!confidence: 1.5"),
        (attrs.evolve(applied("a = 3\n"), edits=()), "!edits: they do not make the text"),
    ],
)
def test_fuzzer_looks(
    monkeypatch: pytest.MonkeyPatch, result: Applied | Refused, problem: str
) -> None:
    """What must hold of every answer is looked at."""
    monkeypatch.setattr(soak_apply, "apply_edit", lambda *_, **__: result)
    assert watched(CASE, soak_apply.check)[0] == problem


def test_fuzzer_sees_two_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same edit has the same answer."""
    answers = iter([REFUSED, applied(BEFORE)])
    monkeypatch.setattr(soak_apply, "apply_edit", lambda *_, **__: next(answers))
    assert watched(CASE, soak_apply.check)[0] == "!differs: the second time"


def test_fuzzer_saves_what_raises(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What raises is a failure, and is saved so that it can be read back."""

    def raising(*_: object, **__: object) -> Applied:
        raise ValueError("no")

    monkeypatch.setattr(soak_apply, "apply_edit", raising)
    monkeypatch.setattr(soak_apply, "FOLDER", tmp_path)
    problem, _ = watched(CASE, soak_apply.check)
    assert problem.startswith("!raises in test_apply_bench.py ")
    assert problem.endswith(": ValueError: no")
    odd = attrs.evolve(CASE, edit="\ud800\0")
    assert soak_apply.read(soak_apply.save(odd, problem, "0-1")) == odd


def test_damage_comes_from_its_seed() -> None:
    """The same seed damages in the same way, another in another."""

    def first(seed: int) -> list[Case]:
        cases = soak_apply.damaged([CASE, attrs.evolve(CASE, id="b", edit="b = 3\n")], seed)
        return [next(cases) for _ in range(20)]

    assert first(1) == first(1) != first(2)


def test_a_fit_finds_what_tells_right_from_wrong() -> None:
    """And says little of what does not; without cases nothing is known."""
    rows = np.array([[side, noise] for side in (0.0, 1.0) for noise in (0.0, 1.0)] * 50)
    right = np.array([row[0] > 0 or number % 5 == 0 for number, row in enumerate(rows)], float)
    model = calibration.fit(rows, right, np.ones(len(rows)))
    assert model.chance(rows[-1]) > 0.9
    assert model.chance(rows[0]) < 0.5
    assert abs(model.weights[1]) < abs(model.weights[0]) / 4
    nothing = calibration.fit(np.zeros((0, 2)), np.zeros(0), np.zeros(0))
    assert nothing == Logistic(0.0, (0.0, 0.0))


def test_calibration_writes_what_the_engine_reads(tmp_path: Path) -> None:
    """All weights are there, under the names of what they weigh."""
    target = tmp_path / "certainty.toml"
    cases = [
        attrs.evolve(CASE, suite="lazy", edit="# ...\nb = 3\n", expected=CASE.original),
        attrs.evolve(CASE, suite="lazy", edit="a = 1\nb = 3\n# ...\n"),
        attrs.evolve(CASE, suite="diff", edit="no snippet"),
    ]
    calibration.run(cases, target)
    written = tomllib.loads(target.read_text())
    names = {
        "declarations": doubts.NAMES,
        "lines": doubts.NAMES,
        "opinions": opinions.NAMES,
    }
    assert {name: set(table) for name, table in written.items()} == {
        name: {"bias", *numbers} for name, numbers in names.items()
    }


@pytest.mark.parametrize(
    ("goal", "verdict"),
    [
        (Goal("a", 3, 98.0, "%", least=98), "ok"),
        (Goal("a", 3, 97.9, "%", least=98), "missed"),
        (Goal("a", 3, 0.0, "", most=0), "ok"),
        (Goal("a", 3, 1.0, "", most=0), "missed"),
        (Goal("a", 0, None, "%", most=0), "not measured"),
    ],
)
def test_goal(goal: Goal, verdict: str) -> None:
    """A goal that nothing was measured for is neither met nor missed."""
    assert goal.row()[-1] == verdict


def test_recorded_cases(tmp_path: Path) -> None:
    """Cases of files are read as they stand there, pairs and chunks as what a tool would write."""
    common = {"language": "text", "filename": "a.txt", "original": "a\n", "level": "test",
              "expected": "b\n", "source": "demo(port)"}  # fmt: skip
    chunk = {"changeContext": "f", "isEndOfFile": True, "oldLines": ["a"], "newLines": ["b"]}
    records = [
        common | {"id": "1", "format": "search_replace", "edit": [["a\n", "b\n"]]},
        common | {"id": "2", "format": "apply_patch_chunks", "edit": [chunk]},
        common | {"id": "3", "format": "unified_diff", "edit": "@@\n-a\n+b\n"},
    ]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (tmp_path / "search_replace.jsonl").write_text(lines, "utf-8")
    pairs, patch, diff = recorded.cases(tmp_path)
    assert json.loads(pairs.edit) == {"edits": [{"oldText": "a\n", "newText": "b\n"}]}
    assert patch.edit == (
        "*** Begin Patch\n*** Update File: a.txt\n@@ f\n-a\n+b\n*** End of File\n*** End Patch\n"
    )
    assert (diff.edit, diff.language, diff.level) == ("@@\n-a\n+b\n", None, "demo unified_diff")
    assert recorded.cases(tmp_path / "nowhere") == []


def test_all_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, history: Callable[..., Path]
) -> None:
    """The whole bench runs on a small history, and what it prints can be written, too."""
    monkeypatch.setattr(apply, "BATCH", 10)
    dump = tmp_path / "dump.jsonl"
    options = Options((history(),), dump=dump, is_alone=True)
    tables = apply.run(options)
    names = {table.bench for table in tables}
    assert {"apply: by level", "apply: goals"} <= names
    for table in tables:
        show(table)
    write(tmp_path / "tables.json", tables)
    records = [json.loads(line) for line in dump.read_text("utf-8").splitlines()]
    assert {"lazy", "replace", "diff"} == {record["suite"] for record in records}
    assert {"id", "original", "edit", "expected", "got", "status"} <= set(records[0])


def test_against_an_earlier_run(tmp_path: Path) -> None:
    """A case that has another verdict now is named, one that has the same is not."""
    judged_now = [judged(attrs.evolve(CASE, id=name), REFUSED, 1.0) for name in "abc"]
    old = [{"id": "a", "status": "refused"}, {"id": "b", "status": "exact"}]
    dumped = tmp_path / "dump.jsonl"
    dumped.write_text("".join(json.dumps(each) + "\n" for each in old), "utf-8")
    assert against.grid(judged_now, dumped).rows == [["exact → refused", "1", "b"]]


def test_soak(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, history: Callable[..., Path]
) -> None:
    """What fails is counted, saved, and makes the whole bad; otherwise nothing is."""
    monkeypatch.setattr(soak_apply, "SHORT_MINUTES", 0.0)
    monkeypatch.setattr(soak_apply, "FOLDER", tmp_path / "failed")
    options = Options((history(),), short=True)
    for answer, is_bad in ((REFUSED, False), (None, True)):
        monkeypatch.setattr(soak_apply, "apply_edit", lambda *_, answer=answer, **__: answer)
        [grid] = soak_apply.run(options)
        assert grid.is_bad == is_bad
        assert grid.rows[0] == ["cases", "1"]
        assert (tmp_path / "failed" / "apply-0-0.json").exists() == is_bad


def test_small_edits_differ() -> None:
    """No two requests of the batch are equal."""
    made = small.requests(100)
    assert len({(each.original, each.edit) for each in made}) == 100
    assert len(apply_edits(made)) == 100


def test_peer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, need_program: Callable[[str], str]
) -> None:
    """The driver speaks the peer's published interface, and says what it made of each case."""
    need_program("node")
    module = tmp_path / "node_modules" / peer.PACKAGE
    module.mkdir(parents=True)
    (module / "index.js").write_text(
        "exports.AgentBooster = class { async apply({ code, edit }) {"
        " return { output: edit + code, success: edit !== 'no' } } }\n",
        "utf-8",
    )
    monkeypatch.setattr(peer, "FOLDER", tmp_path)
    cases = [attrs.evolve(CASE, edit=edit) for edit in ("", "x = 1\n", "no")]
    found = peer.judge(cases)
    assert [each.verdict for each in found] == [Verdict.WRONG, Verdict.WRONG, Verdict.REFUSED]
    assert [each.text for each in found] == [BEFORE, "x = 1\n" + BEFORE, None]


def test_peer_is_missing_noop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without node there is one line that says so."""
    monkeypatch.setattr(peer, "FOLDER", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    results, missing = apply._beside([CASE])
    assert not results
    assert "agent-booster 0.2.2 is left out" in missing
