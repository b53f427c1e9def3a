"""A project's rules are offered where the user trusts the folder, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.config import Settings
from honed.services.project_rules import is_trusted_folder
from honed.services.rule_files import HOME
from tests.learn.test_rules import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.services.conftest import Bench

TEXT = "import os\n\n\ndef f(a):\n    warn(a)\n"
MENDED = TEXT.replace("warn", "warning")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Return where the rules of the project lie; there is one."""
    path = tmp_path / "project" / HOME
    path.mkdir(parents=True)
    (path / "warn.toml").write_text(GOOD, "utf-8")
    return path


@pytest.fixture
def trusting(tmp_path: Path) -> Settings:
    """Return settings that trust where the project lies."""
    return Settings(trusted_folders=(str(tmp_path),))


def test_offered_where_it_is_trusted(
    start: Callable[..., Bench], rules: Path, trusting: Settings
) -> None:
    """At once, without anybody having typed it."""
    bench = start(trusting)
    uri = bench.open("app.py", TEXT)
    assert bench.offered(uri, "warn") == [MENDED]


def test_not_offered_elsewhere_noop(start: Callable[..., Bench], rules: Path) -> None:
    """Nobody trusts a folder that was only opened."""
    bench = start()
    assert bench.offered(bench.open("app.py", TEXT), "warn") == []


def test_a_project_cannot_trust_itself_noop(start: Callable[..., Bench], rules: Path) -> None:
    """What it says of that is a mistake."""
    (rules.parents[1] / "honed.toml").write_text('trusted_folders = ["/"]\n')
    bench = start()
    assert bench.offered(bench.open("app.py", TEXT), "warn") == []


def test_what_changes_counts(start: Callable[..., Bench], rules: Path, trusting: Settings) -> None:
    """A rule that is gone is no longer offered, one that comes is; a store is none of it."""
    bench = start(trusting)
    uri = bench.open("app.py", TEXT)
    (rules / "warn.toml").rename(rules / "warn.off")
    bench.workspace.learner._idle()
    assert bench.offered(uri, "warn") == []
    (rules / "warn.off").rename(rules / "warn.toml")
    bench.workspace.learner._idle()
    assert bench.offered(uri, "warn") == [MENDED]
    bench.project.fill([], [], {})
    assert bench.offered(uri, "warn") == [MENDED]
    bench.project.catch_up([], {}, [], {})
    assert bench.offered(uri, "warn") == [MENDED]


def test_a_broken_rule_is_told_once_and_not_offered(
    start: Callable[..., Bench], rules: Path, trusting: Settings
) -> None:
    """Those whose tests fail, too."""
    (rules / "warn.toml").write_text(GOOD.replace('"warning(1)"\n', '"warn(2)"\n'), "utf-8")
    bench = start(trusting)
    assert bench.offered(bench.open("app.py", TEXT), "warn") == []
    [message] = bench.workspace.learner.notices.take()
    assert "warn.toml" in message
    bench.workspace.learner._idle()
    assert bench.workspace.learner.notices.take() == []


def test_trusted_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder and all below it; neither its neighbours nor what rests on where one is (noop)."""
    inside = tmp_path / "work" / "shop"
    inside.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(inside)
    assert is_trusted_folder(inside, [str(tmp_path / "work")])
    assert is_trusted_folder(inside, ["~/work"])
    for other in (".", "", "..", "work", str(tmp_path / "wor"), str(inside / "deeper")):
        assert not is_trusted_folder(inside, [other])
