"""The bench of findings still runs, in its shortest form."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import attrs
import pytest

from honed.quality.rules import rules_of
from honed.syntax import languages
from tests.bench import findings
from tests.bench.options import Options
from tests.bench.table import Grid

if TYPE_CHECKING:
    from pathlib import Path


def test_every_shared_rule_is_there() -> None:
    """Those that the table of the bench names are rules."""
    python = languages.by_name("python")
    assert python is not None
    assert findings.SHARED.keys() <= {rule.id for rule in rules_of(python)}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a history of one commit, with one finding of each kind."""
    path = tmp_path / "made" / "repo"
    path.mkdir(parents=True)
    (path / "a.py").write_text("import os\nos.system(command)\neval(text)  # noqa: S307\n")
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "all"]):
        subprocess.run(["git", "-C", str(path), *words], check=True)
    return path


def test_beside_bandit(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found, what is meant, and what bandit lacks."""
    told = [findings.Told("B605", "made/a.py", range(2, 3)),
            findings.Told("B307", "made/a.py", range(3, 4))]  # fmt: skip
    monkeypatch.setattr(findings, "_bandit", lambda _: (told, 1.0))
    dump = tmp_path / "dump"
    _, beside = findings.run(attrs.evolve(Options((repository,)), dump=dump))
    assert isinstance(beside, Grid)
    rows = {row[0]: row[2:] for row in beside.rows}
    assert rows["python-os-shell"] == ("1", "0", "1", "100.0%", "1", "0")
    assert rows["python-eval"] == ("1", "1", "0", "", "0", "0")
    assert not dump.read_text()


def test_noop_without_bandit(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the times alone are told, and why."""
    monkeypatch.setattr(findings, "_bandit", lambda _: (None, 0.0))
    monkeypatch.setattr(findings, "_ruff", lambda _: (None, 0.0))
    [times] = findings.run(Options((repository,)))
    assert isinstance(times, Grid)
    assert [row[0] for row in times.rows] == ["honed, all rules"]
    assert times.facts["left out"].startswith("bandit")
