"""`honed policy`: which version is live, and the way back."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import attrs
import pytest

from honed.core.model import Weights
from honed.core.policy import PolicyState, PolicyVersion
from honed.retrieval.embed import VERSION
from honed.store.locations import user_database
from honed.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

WEIGHTS = Weights((0.25, -2.0), (30.0, 30.0), names=("bias", "recent"))
FIRST = PolicyVersion(1, "abc", WEIGHTS, 0.5, PolicyState.RETIRED, 86_400.0, taken_back=2)
SECOND = PolicyVersion(2, "def", WEIGHTS, 0.5, PolicyState.LIVE, 172_800.0, 400, 40, 10)


@pytest.fixture
def two(data_dir: Path, folder: Path) -> Path:
    """Return the user's database with two versions, the second of which took the first's place."""
    path = user_database(data_dir)
    with closing(open_store(path, embedding_version=VERSION)) as store:
        store.put_policy(FIRST)
        store.put_policy(SECOND)
        store.save_weights(attrs.evolve(WEIGHTS, updates=9))
    return path


def test_list(shell: Shell, two: Path) -> None:
    """All versions with their state and how they fared."""
    first, second = shell.json("policy", "list")["versions"]
    assert (first["version"], first["state"], first["takenBack"]) == (1, "retired", 2)
    assert first["lowerBound"] is None
    assert (second["decisions"], second["better"], second["worse"]) == (400, 40, 10)
    assert 0 < second["lowerBound"] < 30 / 400
    text = shell.text("policy", "list")
    assert "1970-01-02" in text
    assert "live" in text


def test_show(shell: Shell, two: Path) -> None:
    """The live one without a number; the heaviest features go first."""
    found = shell.json("policy", "show")
    assert (found["version"], found["weights"]) == (2, {"bias": 0.25, "recent": -2.0})
    text = shell.text("policy", "show", 2)
    assert text.index("recent") < text.index("bias")
    assert "better on 40 and worse on 10 of 400" in text
    assert "taken back 2 times" in shell.text("policy", "show", 1)


def test_rollback(shell: Shell, two: Path) -> None:
    """The earlier version is live, and what was learned on top of the other one is forgotten."""
    assert shell.text("policy", "rollback", "--yes") == "Version 1 of the policy is live.\n"
    with closing(open_store(two, embedding_version=VERSION)) as store:
        assert [each.state for each in store.policies()] == [
            PolicyState.LIVE,
            PolicyState.SET_ASIDE,
        ]
        weights = store.load_weights()
    assert weights is not None
    assert weights.updates == 10
    assert weights.mean[weights.names.index("recent")] == -2.0
    assert shell.json("policy", "rollback", 2, "--yes")["state"] == "live"


def test_noop_rollback_is_asked_about(shell: Shell, two: Path) -> None:
    """No leaves all as it is."""
    result = shell("policy", "rollback", answer="n\n")
    assert result.exit_code == 1
    assert shell.json("policy", "show")["version"] == 2


def test_noop_nothing_there_yet(shell: Shell, folder: Path, data_dir: Path) -> None:
    """Asking makes no file, and there is nothing to go back to."""
    assert shell.json("policy", "list") == {"versions": []}
    assert "no version" in shell.text("policy", "list")
    assert "no live version" in shell.error("policy", "show")
    for more in ((), ("--yes",)):
        assert "no earlier version" in shell.error("policy", "rollback", *more)
    assert "no version 3" in shell.error("policy", "show", 3)
    assert not list(data_dir.iterdir())
