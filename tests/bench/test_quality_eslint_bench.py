"""The bench beside ESLint knows the same functions again, and counts what differs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from honed.core.text import Text, encode
from honed.quality.functions import measures
from honed.syntax import languages
from honed.syntax.tree import parse
from tests.bench import eslint, quality_eslint
from tests.bench.eslint import Answer, Counted
from tests.bench.options import Options
from tests.bench.quality_eslint import Difference, compare, pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from honed.quality.values import FunctionMetrics

CODE = "class A { m(a) { return a?.b } }\nconst f = (a) => (b) => a && b\n"
METHOD = Counted(11, 30, 1, 2, 0, 1)
OUTER = Counted(43, 63, 2, 1, 0, 1)
INNER = Counted(50, 63, 2, 2, 1, 1)


def functions(code: str, name: str = "typescript") -> Sequence[FunctionMetrics]:
    """Return the functions of a text."""
    tree = parse(Text(encode(code)), languages.by_name(name))
    assert tree is not None
    return measures(tree).functions


def told(*answers: Counted, error: str = "") -> Callable[[Sequence[object]], list[Answer]]:
    """Return what stands for ESLint, and says the same of each file."""
    return lambda files: [Answer(1.0, error, answers) for _ in files]


def test_pairs() -> None:
    """They end together, and of those that do the outer comes first."""
    found = [
        (ours.qualified_name, theirs)
        for ours, theirs in pairs(functions(CODE), [METHOD, OUTER, INNER])
        if ours is not None
    ]
    assert found == [("A.m", METHOD), ("f", OUTER), ("f.<anonymous>", INNER)]


def test_pairs_by_line() -> None:
    """A remark that a grammar counts to a body is no reason to lose it."""
    [(ours, theirs)] = pairs(functions("class A {\n  m() {} // note\n}\n"), [Counted(13, 18, 2, 1)])
    assert ours is not None
    assert theirs is not None


def test_pairs_noop() -> None:
    """What only one of both sees is paired with nothing."""
    assert [ours is None for ours, _ in pairs((), [METHOD])] == [True]
    assert [theirs for _, theirs in pairs(functions(CODE), [METHOD])][1:] == [None, None]


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ((METHOD, OUTER, INNER), []),
        (
            (METHOD, OUTER, Counted(50, 63, 2, 3, 4, 1)),
            [Difference("a.ts", 2, "cyclomatic", 2, 3), Difference("a.ts", 2, "cognitive", 1, 4)],
        ),
        ((OUTER, INNER), [Difference("a.ts", 1, "function", 2, None)]),
        (
            (METHOD, OUTER, INNER, Counted(0, 9, 9, 4)),
            [Difference("a.ts", 9, "function", None, 4)],
        ),
    ],
)
def test_compare(
    monkeypatch: pytest.MonkeyPatch, answers: tuple[Counted, ...], wanted: list[Difference]
) -> None:
    """Each number that is not theirs is one difference."""
    monkeypatch.setattr(eslint, "count", told(*answers))
    tally = compare([("a.ts", CODE)])
    assert tally.differences == wanted
    assert tally.functions == len(answers)


def test_run(
    monkeypatch: pytest.MonkeyPatch,
    commits: Callable[[Sequence[Mapping[str, str]]], Path],
    tmp_path: Path,
) -> None:
    """A row a repository, of its files in these languages; what is not equal is told, and bad."""
    texts = {"a.ts": CODE, "b.d.ts": "declare const a: 1", "c.py": "a = 1", "d.js": "\ufefff()"}
    repository = commits([texts])
    asked: list[str] = []

    def count(files: Sequence[tuple[str, str]]) -> list[Answer]:
        asked.extend(name for name, _ in files)
        return told(Counted(50, 63, 2, 3))(files)

    monkeypatch.setattr(eslint, "count", count)
    monkeypatch.setattr(quality_eslint, "FEW_LINES", 0)
    dump = tmp_path / "dump"
    [grid] = quality_eslint.run(Options(repositories=(repository,), dump=dump))
    assert [row[:2] for row in grid.rows] == [["tables of the tests", "3"], ["demo", "2"]]
    assert {"a.ts", "d.js"} <= set(asked)
    assert not {"b.d.ts", "c.py"} & set(asked)
    assert grid.is_bad
    assert json.loads(dump.read_text("utf-8").splitlines()[-1])["repository"] == "demo"


def test_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ESLint cannot read is counted, and not compared."""
    monkeypatch.setattr(eslint, "count", told(error="no"))
    [grid] = quality_eslint.run(Options())
    assert grid.facts["files ESLint cannot read"] == "3 of tables of the tests"
    assert not grid.is_bad


def test_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without node it is said, and nothing fails."""

    def missing(files: Sequence[object]) -> list[Answer]:
        raise eslint.MissingError("no node")

    monkeypatch.setattr(eslint, "count", missing)
    [grid] = quality_eslint.run(Options())
    assert (list(grid.rows), grid.facts["peer"], grid.is_bad) == ([], "no node", False)
    [grid] = quality_eslint.run(Options(is_alone=True))
    assert (list(grid.rows), grid.is_bad) == ([], False)
