"""Fixtures that any test may ask for."""

from __future__ import annotations

import os
import shutil
import statistics
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IN_CI = os.environ.get("CI") == "true"

# Examples depend on nothing but the test there; a slow machine fails no test anywhere.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("user", deadline=None)
hypothesis.settings.load_profile("ci" if IN_CI else "user")


def pytest_report_header() -> str:
    """Report how large the modules of honed are; packages that hold only a docstring count not."""
    sources = (Path(__file__).parents[1] / "server" / "honed").rglob("*.py")
    sizes = [lines for path in sources if (lines := path.read_text("utf-8").count("\n")) > 1]
    median, most = statistics.median(sizes), max(sizes)
    return f"honed: {len(sizes)} modules, median {median:g} lines, largest {most}"


@pytest.fixture(autouse=True, scope="session")
def _no_data_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests and the servers that they start out of the data and settings of who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HONED_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        patch.setenv("HONED_CONFIG", str(tmp_path_factory.mktemp("config") / "settings.toml"))
        yield


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty data directory of this test's own; servers that it starts use it, too."""
    path = tmp_path / "honed-data"
    path.mkdir()
    monkeypatch.setenv("HONED_DATA_DIR", str(path))
    return path


@pytest.fixture(scope="session")
def need_program() -> Callable[[str], str]:
    """Return a function from a program's name to its path; without it the test is skipped.

    Under CI it fails instead: there, nothing may be left out in silence.
    """

    def need(name: str) -> str:
        beside_python = sysconfig.get_path("scripts")
        path = shutil.which(name, path=os.pathsep.join([beside_python, os.environ["PATH"]]))
        if path is None:
            (pytest.fail if IN_CI else pytest.skip)(f"{name} is not installed")
        return path

    return need
