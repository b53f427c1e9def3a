"""The bench of the index still runs, in its shortest form."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from tests.bench import corpus
from tests.bench.options import Options

if TYPE_CHECKING:
    from pathlib import Path


def test_a_row_for_each_and_one_for_all(tmp_path: Path) -> None:
    """Of a history of one file, and of that again under other names."""
    path = tmp_path / "made" / "repo"
    path.mkdir(parents=True)
    (path / "a.py").write_text("value = 1\nother = value\n" * 20)
    (path / "notes.txt").write_text("no code\n")
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "all"]):
        subprocess.run(["git", "-C", str(path), *words], check=True)
    [grid] = corpus.run(Options((path,), short=True, count=100))
    assert [row[:3] for row in grid.rows] == [("made", "1", "40"), ("all together", "3", "120")]
    assert all(len(row) == len(grid.columns) for row in grid.rows)
