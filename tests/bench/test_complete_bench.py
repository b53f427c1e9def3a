"""The bench of completions types what was added, sees the past only, and counts as it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from honed.suggest.completion import engine, rank
from honed.suggest.completion.features import NAMES
from honed.suggest.completion.lines import LINE_NAMES
from honed.syntax.lexing import Kind
from tests.bench import complete
from tests.bench.completing import figures, fit, keystrokes, typing
from tests.bench.completing.figures import Asked
from tests.bench.completing.fit import Choice
from tests.bench.completing.project import history, tree
from tests.bench.options import Options
from tests.repositories import Repository

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = "import os\n\n\ndef first(path):\n    return os.stat(path)\n\n\ndef last():\n    pass\n"
ADDED = "def second(path):\n    return os.stat(path)  # as before\n\n\n# a note\n"
AFTER = BEFORE.replace("def last", ADDED + "def last")


@pytest.fixture(name="repository")
def _repository(tmp_path: Path) -> Repository:
    made = Repository.made(tmp_path / "made")
    made.commit(app=BEFORE)
    made.commit(app=AFTER)
    return made


def test_only_what_was_written_is_typed(repository: Repository) -> None:
    """Comments, blank lines and what only moved are left out; the text around is the old one."""
    project, (commit,) = history(repository.folder, 1)
    assert [each.line.strip() for each in commit.added] == [
        b"def second(path):", b"return os.stat(path)  # as before",
    ]  # fmt: skip
    assert commit.added[0].head + commit.added[0].tail == BEFORE.encode()
    assert project.lines == BEFORE.count("\n")
    repository.commit(app=AFTER.replace("import os\n", "") + "import os\n")
    assert [each.line for each in history(repository.folder, 1)[1][0].added] == []


def test_each_boundary_is_asked_about_and_nothing_behind_it_is_seen(
    repository: Repository,
) -> None:
    """From the line's first token to its end; what is still to come is not in the request."""
    project, (commit,) = history(repository.folder, 1)
    steps = list(typing.steps(project.corpus, commit.added[0]))
    assert [step.tokens[0] for step in steps] == ["def", "second", "(", "path", ")", ":", "\n"]
    assert [step.text for step in steps][-2:] == [":", ""]
    assert steps[0].is_start
    assert not any(step.is_start for step in steps[1:])
    assert all(b"second" not in step.request.data[step.request.cursor :] for step in steps)
    assert steps[2].request.data[: steps[2].request.cursor].endswith(b"def second")
    for step in steps:
        words = step.request.lexemes.words
        assert len(words) == len(step.request.ids) == len(step.request.lexemes.starts)


def test_saved_files_take_the_place_of_the_older_ones(repository: Repository) -> None:
    """After a commit the corpus knows its files as they are, and no more as they were."""
    project, (commit,) = history(repository.folder, 1)
    project.saved(commit.after)
    assert not project.corpus.shards[0].is_live.any()
    assert len(project.corpus.recent.paths) == 1


def asked(rank_: int, cache: int, offered: str | None, chance: float, *, at: int = 0) -> Asked:
    """Return an answer in the first line, of whose rest `value` is to come."""
    return Asked(
        "c", (0, 0), Kind.IDENTIFIER, at == 0, rank_, cache, 0.5, "value.other", offered, chance
    )


def test_figures_count_what_they_say() -> None:
    """Ranks from one on, none as a miss; ghost text that goes on as it was is shown once."""
    places = [asked(1, 2, "value.wrong", 0.9), asked(0, 1, "value.other", 0.9, at=1)]
    assert figures.top(places, 1) == 0.5
    assert figures.top(places, 1, cache=True) == 0.5
    assert figures.mean_reciprocal_rank(places) == 0.5
    assert figures.exact(places) == 0.5
    found = figures.ghosts(places)
    assert (found.lines, found.shown, found.right, found.filled) == (1, 2, 1, 11)
    assert figures.ghosts([asked(1, 1, "value.wrong", 0.1)]).shown == 0
    assert figures.calibration_error([(1.0, True), (0.0, False)]) == 0.0
    assert figures.calibration_error([]) == 0.0
    assert figures.interval(places, lambda drawn: figures.top(drawn, 1)) == (0.5, 0.5)


def test_keys_are_counted_for_a_menu(repository: Repository) -> None:
    """A token that stands first costs one key; the document's words need a letter before."""
    project, (commit,) = history(repository.folder, 1)
    step = next(
        step for step in typing.steps(project.corpus, commit.added[1]) if step.tokens[0] == "path"
    )
    found = engine.complete(step.request)
    rank_ = typing.cache_rank(step, engine.looked_up(step.request))
    one = keystrokes.typed(
        figures.asked("c", (0, 0), step, found, rank_), step, found, rank.prior()
    )
    assert one.letters == 4
    assert one.saved == 3
    assert one.saved_by_words == 2


def test_weights_are_those_that_put_the_right_one_first() -> None:
    """A feature that only the right row has gets a weight; without a right row, none is learned."""
    rows = np.eye(3, len(LINE_NAMES), dtype=np.float32)
    weights = fit.fitted_choice([[Choice(rows, 1)] * 5])
    assert int(np.argmax(rows @ weights)) == 1
    assert fit.shares([Choice(rows, 1), Choice(rows, -1)], weights) == (0.5, 0.5)
    wary = fit.fitted_lines([[Choice(rows, -1)] * 5])
    assert (rank.line_scores(rows.astype(float), wary) < 0).all()


def test_the_bench_prints_its_tables(repository: Repository) -> None:
    """Four tables; of the size alone, one."""
    options = Options(repositories=(repository.folder,), short=True, commits=1)
    grids = complete.run(options)
    assert [len(grid.rows) for grid in grids] == [2, 2, 2, 1]
    assert all(len(row) == len(grid.columns) for grid in grids for row in grid.rows)
    beside = Options(
        repositories=(repository.folder, repository.folder), short=True, commits=1,
        suites=("size",),
    )  # fmt: skip
    (cost,) = complete.run(beside)
    assert cost.rows[0][0] == "all"


def test_calibrating_writes_the_weights(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file has a weight for each feature, and the table says what they were fitted to."""
    monkeypatch.setattr(complete, "FILE", tmp_path / "prior.toml")
    options = Options(repositories=(repository.folder,), commits=1, calibrate=True)
    (grid,) = complete.run(options)
    assert len(grid.rows) == 1
    assert (tmp_path / "prior.toml").read_text("utf-8").count(" = ") == len((*NAMES, *LINE_NAMES))


def test_a_tree_is_its_code(repository: Repository) -> None:
    """Files of unknown kinds are no part of it."""
    repository.commit(**{"note.xyz": "nothing"})
    assert [path for path, _ in tree(repository.folder)] == ["app.py"]
