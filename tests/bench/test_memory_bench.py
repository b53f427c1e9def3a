"""The bench of memory: what it asks, how it counts, and how the table of words is learned."""

from __future__ import annotations

import json
import math
import subprocess
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from honed.retrieval.subwords import terms
from honed.retrieval.table import load
from honed.store import hnsw
from honed.syntax import languages
from tests.bench import memory
from tests.bench.options import Options
from tests.bench.remembering import (
    agentdb,
    graph,
    pairs,
    renamed,
    retrieval,
    training,
    weighing,
    weight,
)
from tests.bench.remembering.quiz import Quiz, made
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

PYTHON = '''
class Reader:
    def lines(self, path):
        """Return the lines of a file.

        More is not asked for.
        """
        with open(path) as file:
            return file.readlines()

    def silent(self):
        value = 1
        return value
'''
TYPESCRIPT = """
/**
 * Sends a mail to somebody.
 * @param to whom
 */
export function send(to: string) {
  const server = connect()
  return server.send(to)
}
"""


def functions(name: str, text: str) -> list[pairs.Function]:
    """Return the functions of a text in a language."""
    language = languages.by_name(name)
    assert language is not None
    return list(pairs.in_text("demo", language, text.encode()))


def test_a_docstring_asks() -> None:
    """Its first paragraph is the question, and is no part of what is to be found."""
    asked, silent = functions("python", PYTHON)
    assert (asked.name, asked.asked) == ("lines", "Return the lines of a file.")
    assert "Return the" not in asked.code
    assert asked.code.startswith("def lines(self, path):\n    with open")
    assert asked.body == "with open(path) as file:\n    return file.readlines()"
    assert (silent.name, silent.asked) == ("silent", "")


def test_a_comment_asks() -> None:
    """So does what stands above a function of a language with braces."""
    [found] = functions("typescript", TYPESCRIPT)
    assert (found.name, found.asked) == ("send", "Sends a mail to somebody.")
    assert found.code.startswith("export function send")


@pytest.mark.parametrize(
    "text", ["", "def f(:\n", "x = 1\n", 'def f():\n    """Only says so."""\n']
)
def test_noop_no_functions(text: str) -> None:
    """What is broken, or has no function with a body, has none."""
    assert functions("python", text) == []


def test_commits(commits: Callable[[Sequence[Mapping[str, str]]], Path]) -> None:
    """The subject asks for the path and the lines; what says too little is left out."""
    repository = commits([{"a.py": "a = 1\n"}, {"a.py": "a = 2\nb = 3\n"}])
    assert list(pairs.commits(repository)) == []
    command = ["git", "-C", str(repository), "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*command, "commit", "-q", "--amend", "-m", "Add b to a (#12)"], check=True)
    [found] = pairs.commits(repository)
    assert (found.subject, found.diff) == ("Add b to a", "a.py\na = 1\na = 2\nb = 3")


def test_ranks() -> None:
    """A document that is not found has no rank, and counts nothing."""
    quiz = Quiz("demo", ("a", "b", "c"), (("x", 0), ("y", 1), ("z", 2)))
    answers = {"x": [0, 1], "y": [2, 1], "z": []}
    found = retrieval.graded(quiz, lambda query, limit: answers[query][:limit])
    assert found.ranks == (1, 2, math.inf)
    row = retrieval._row(quiz, "ours", found)
    assert row[:7] == ("demo", "3", "3", "ours", "0.500", "0.333", "0.667")


def test_the_short_form_of_retrieval() -> None:
    """On Python's own library honed finds more than plain BM25."""
    [grid] = memory.run(Options(short=True, is_alone=True, suites=("retrieval",)))
    assert isinstance(grid, Grid)
    found = {row[3]: float(row[4]) for row in grid.rows}
    assert list(found) == [
        "BM25 of words, plain", "honed, words alone", "honed, table alone", "honed",
    ]  # fmt: skip
    assert found["honed"] > found["honed, words alone"] > found["BM25 of words, plain"]


def test_noop_nothing_to_ask(commits: Callable[[Sequence[Mapping[str, str]]], Path]) -> None:
    """Where there is too little there is no quiz."""
    assert made([commits([{"a.py": PYTHON}])], 100, 0) == []


def test_the_peer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its answers are ranked as ours; where it is not here the row says why."""
    quiz = Quiz("demo", ("a", "b"), (("x", 1), ("y", 0)))
    answers = [{"found": [0, 1], "ms": 2.0}, {"found": [0, 1], "ms": 4.0}]
    said = "\n".join(["some noise", *map(json.dumps, answers)])
    monkeypatch.setattr(agentdb, "_installed", lambda: tmp_path)
    monkeypatch.setattr(agentdb, "_model", lambda: tmp_path)
    monkeypatch.setattr(agentdb, "_run", lambda *_: said)
    name, found = agentdb.graded(quiz)
    assert name == "agentdb 1.6.1, MiniLM"
    assert found is not None
    assert (found.ranks, found.seconds) == ((2, 1), (0.002, 0.004))

    def missing(*_: Any) -> Any:
        raise subprocess.CalledProcessError(1, "npm", stderr="npm error\nno registry")

    monkeypatch.setattr(agentdb, "_model", missing)
    assert "without its model, which is not here: no registry" in agentdb.graded(quiz)[0]
    monkeypatch.setattr(agentdb, "_installed", missing)
    assert agentdb.graded(quiz) == (
        "agentdb 1.6.1 cannot be installed: no registry",
        None,
    )


def test_renamed() -> None:
    """Of fifty functions nearly all find their original."""
    [grid] = renamed.table(Options(short=True))
    [[count, first, *_]] = grid.rows
    assert count == "50"
    assert float(first) >= 0.96


@pytest.mark.skipif(not hnsw.is_available(), reason="hnswlib is an extra")
def test_the_graph() -> None:
    """The graph finds nearly all of what exact search does."""
    [grid] = graph.table(Options(short=True))
    [[size, recall, *_]] = grid.rows
    assert size == "500"
    assert float(recall) >= 0.9


def test_noop_no_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without hnswlib the table says so."""
    monkeypatch.setattr(hnsw, "is_available", lambda: False)
    [grid] = graph.table(Options(short=True))
    assert "not installed" in grid.rows[0][0]


def test_the_weight() -> None:
    """A trajectory has a record, vectors and a share of the database."""
    [grid] = weight.table(Options(short=True))
    found = [float(row[1]) for row in grid.rows]
    assert found[0] < found[2]
    assert all(0 <= each < 100_000 for each in found)


def test_learning_a_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What stands beside each other comes near, the same from the same seed, and is written."""
    words = "ask tell send mail read file open close draw line".split()  # noqa: SIM905 - it reads
    couples = [(f"{a} {b}", f"q{a} q{b}") for a in words for b in words if a != b]
    texts = training.Texts((tuple(couples),))
    monkeypatch.setattr(training, "gather", lambda _: texts)
    monkeypatch.setattr(training, "BATCH", 16)
    [grid] = memory.run(Options(calibrate=True, table=tmp_path / "data"))
    assert isinstance(grid, Grid)
    assert grid.rows[0][:2] == (str(len(couples)), "30")
    table = load(tmp_path / "data")

    def cosine(left: str, right: str) -> float:
        return float(table.embed(terms(left)) @ table.embed(terms(right)))

    own = np.mean([cosine(word, f"q{word}") for word in words])
    others = np.mean([cosine(a, f"q{b}") for a in words for b in words if a != b])
    assert own > others + 0.2
    again = training.train(texts)
    assert list(table.row_of) == again[0]
    assert np.array_equal(again[1], training.train(texts)[1])
    assert np.array_equal(table.weights, weighing.weighed(texts, again[0]))


def test_learning_what_a_word_counts() -> None:
    """A word of the wrong answers counts less than one of the right; names teach nothing."""
    names = [f"{a}{b}" for a in "abcdefgh" for b in "ijkl"]
    couples = tuple(
        (f"the name of {name}", f"{name} end the" if number % 2 else f"{name} end")
        for number, name in enumerate(names)
    )
    texts = training.Texts((couples,))
    words = ["the", "name", *names]
    found = dict(zip(words, weighing.weighed(texts, words, epochs=20), strict=True))
    assert found["the"] < 0.9
    assert np.mean([found[name] for name in names]) > 1.1
    assert found["name"] == pytest.approx(1)
    only_names = training.Texts((tuple((name, f"{name} end") for name in names),))
    assert set(weighing.weighed(only_names, words)) == {1.0}
