"""`honed learn`, as somebody runs it in a project."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from honed.cli.commands import commands
from honed.cli.learn import REASONS
from honed.core.errors import StoreError
from honed.learn.history import Skipped
from honed.store.locations import workspace_database
from honed.store.store import open_store
from tests.cli.conftest import PLAIN
from tests.repositories import Repository

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

OLD = "def f(a):\n    log.warn(a)\n    return a\n"
NEW = "def f(a):\n    log.warning(a)\n    return a\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a repository in which two commits make the same change."""
    made = Repository.made(tmp_path / "shop")
    made.commit(one=OLD, two=OLD)
    made.commit(one=NEW)
    made.commit(two=NEW)
    return made


def run(repository: Repository, data: Path, *arguments: str) -> Result:
    """Run the command with a data directory of its own."""
    where = ["--repo", str(repository.folder), "--data-dir", str(data), "--processes", "1"]
    return CliRunner().invoke(commands, ["learn", *where, *arguments], env=PLAIN)


def test_learn(repository: Repository, tmp_path: Path) -> None:
    """It says what it did, and what it learned is listed as muted."""
    result = run(repository, tmp_path / "data")
    assert result.exit_code == 0, result.output
    assert "Learned from  2 commits, 2 edits" in result.output
    assert "1 without a file to learn from" in result.output
    where = ["--data-dir", str(tmp_path / "data"), "--workspace", str(repository.folder)]
    listed = CliRunner().invoke(commands, ["patterns", "list", "--json", *where], env=PLAIN)
    patterns = json.loads(listed.output)["patterns"]
    assert {(each["state"], each["session"], each["trajectory"]) for each in patterns} == {
        ("muted", 0, 0)
    }
    show = ["patterns", "show", str(patterns[0]["id"]), *where]
    shown = CliRunner().invoke(commands, show, env=PLAIN)
    assert "learned from the git history" in shown.output


def test_again_noop(repository: Repository, tmp_path: Path) -> None:
    """Nothing is left to learn."""
    run(repository, tmp_path / "data")
    again = json.loads(run(repository, tmp_path / "data", "--json").output)
    assert (again["minedBefore"], again["learned"], again["patterns"]) == (3, 0, [])


def test_dry_run_noop(repository: Repository, tmp_path: Path) -> None:
    """It shows what it would learn, and leaves the disk alone."""
    result = run(repository, tmp_path / "data", "--dry-run")
    assert "warn → warning" in result.output
    assert "Nothing was written" in result.output
    assert not (tmp_path / "data").exists()


def test_no_repository(tmp_path: Path) -> None:
    """One line says so."""
    result = run(Repository(tmp_path), tmp_path / "data")
    assert result.exit_code == 1
    assert result.output.startswith("honed: The history of ")


def test_each_reason_has_words() -> None:
    """All that can be passed over."""
    assert set(REASONS) == {reason.value for reason in Skipped}


def _mined(data: Path, folder: Path) -> int:
    """Return how many commits a store says were mined, 0 where there is none yet."""
    try:
        with closing(open_store(workspace_database(data, folder), read_only=True)) as store:
            return len(store.mined.commits())
    except StoreError:
        return 0


@pytest.mark.skipif(os.name == "nt", reason="there Ctrl-C cannot be sent to one process")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_loses_nothing(tmp_path: Path, sent: signal.Signals) -> None:
    """Ended in the middle; the next run knows what was done and does the rest."""
    repository = Repository.made(tmp_path / "shop")
    for number in range(45):
        repository.commit(one=OLD.replace("a)", f"a, {number})"))
    command = [sys.executable, "-m", "honed", "learn", "--repo", str(repository.folder)]
    command += ["--data-dir", str(tmp_path / "data"), "--json", "--processes", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while not _mined(tmp_path / "data", repository.folder):
            assert process.poll() is None
        process.send_signal(sent)
        output, errors = process.communicate(timeout=60)
    assert not errors, errors.decode()
    first = json.loads(output)
    assert process.returncode == (130 if first["left"] else 0)
    second = json.loads(run(repository, tmp_path / "data", "--json").output)
    assert second["minedBefore"] == 45 - first["left"]
    assert second["left"] == 0
