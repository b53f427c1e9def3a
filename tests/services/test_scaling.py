"""The check that the user names is run apart from all else, and only if their own file names it."""

from __future__ import annotations

import sys
import tempfile
import time
from typing import TYPE_CHECKING

import pytest

from honed.core.errors import SettingsError
from honed.services import scaling
from honed.services.scaling import CheckCommand, best_of, user_command

if TYPE_CHECKING:
    from pathlib import Path

GOOD, BAD = "def f():\n    return 1\n", "def f():\n    return 0\n"
NOT_ZERO = (
    sys.executable,
    "-I",
    "-S",
    "-c",
    "import sys; t = open(sys.argv[1]).read(); print('zero in', sys.argv[1]); sys.exit('0' in t)",
)


def command(*words: str, seconds: float = 30.0) -> CheckCommand:
    """Return a command."""
    return CheckCommand(words, seconds)


def python(code: str, *words: str, seconds: float = 30.0) -> CheckCommand:
    """Return a command that runs Python."""
    return command(sys.executable, "-I", "-S", "-c", code, *words, seconds=seconds)


def test_the_command_decides() -> None:
    """Between two candidates that are as good by all else."""
    found = best_of([BAD, GOOD], language="python", command=command(*NOT_ZERO))
    assert [each.text for each in found.candidates] == [GOOD, BAD]
    [reason] = found.candidates[1].against
    assert reason == "the check failed: zero in candidate.py"


def test_without_a_command_noop() -> None:
    """Nothing is run, and the first wins."""
    found = best_of([BAD, GOOD], language="python")
    assert found.best is not None
    assert found.best.text == BAD
    assert found.best.check is None


def test_the_file_takes_its_place() -> None:
    """Or comes last; its name is that of the language."""
    code = "import sys; sys.exit(sys.argv[1:])"
    for words in (["-x", "{file}", "-y"], ["--file={file}"]):
        found = python(code, *words).run("a", ".go")
        assert "candidate.go" in found.reason
        assert found.reason.count("candidate") == 1
    assert "candidate.txt" in python(code).run("a", ".txt").reason


def test_it_runs_in_an_empty_folder_that_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the candidate there is nothing, least of all a file of the workspace."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert (
        python("import os, sys; sys.exit(os.listdir() != ['candidate.py'])").run("", ".py").passed
    )
    assert not list(tmp_path.iterdir())


def test_what_says_nothing_is_told_by_its_code() -> None:
    """So that one knows at least that."""
    assert (
        python("import sys; sys.exit(3)").run("", ".py").reason == "the check failed: exit code 3"
    )


def test_what_takes_too_long_is_ended_with_all_that_it_started() -> None:
    """Not passed, and nothing of it is left."""
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open(sys.argv[1], 'w').write(str(child.pid)); time.sleep(60)"
    )
    started = time.monotonic()
    found = python(code, seconds=0.5).run("", ".py")
    assert (found.passed, found.reason) == (False, "the check took longer than 0.5 s")
    assert time.monotonic() - started < 20


def test_what_cannot_be_started_says_nothing() -> None:
    """Neither for nor against a candidate."""
    found = command("/no/such/program").run("", ".py")
    assert found.passed is None
    assert "cannot be started" in found.reason
    assert command("a\0b").run("", ".py").passed is None
    assert best_of([GOOD], language="klingon", command=command("/no/such/program")).best is not None


def test_secrets_of_its_output_are_not_kept() -> None:
    """As they are not of any other text."""
    secret = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"
    found = best_of([GOOD], language="python", command=python(f"import sys; sys.exit('{secret}')"))
    assert secret not in str(found.candidates[0].against)
    assert found.candidates[0].against


@pytest.mark.parametrize(
    ("length", "between"), [(scaling.LONGEST_REASON - 10, " "), (scaling.LONGEST_OUTPUT - 10, "\n")]
)
def test_half_a_secret_is_not_kept(length: int, between: str) -> None:
    """Where a reason is cut, and where the output is: half a token has no form to be known by."""
    secret = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"
    code = f"import sys; sys.exit('x' * {length - 1} + {between!r} + '{secret}')"
    found = python(code).run("", ".py")
    assert not found.passed
    assert "ghp_" not in found.reason
    assert found.reason.startswith("the check failed: xxx")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of the user's settings file, which is not there yet."""
    path = tmp_path / "settings.toml"
    monkeypatch.setenv("HONED_CONFIG", str(path))
    return path


def test_the_users_file_names_the_command(settings: Path) -> None:
    """And how long it may take."""
    settings.write_text('check_command = ["ruff", "check"]\ncheck_seconds = 3\n')
    assert user_command() == CheckCommand(("ruff", "check"), 3.0)


def test_a_project_names_no_command_noop(
    settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever of its files says so; nor is there one where the user says nothing."""
    assert user_command() is None
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "honed.toml").write_text('check_command = ["rm"]\n')
    (folder / "pyproject.toml").write_text('[tool.honed]\ncheck_command = ["rm"]\n')
    monkeypatch.chdir(folder)
    settings.write_text("explore = true\n")
    assert user_command() is None


def test_a_file_that_cannot_be_read_is_told(settings: Path) -> None:
    """As everywhere."""
    settings.write_text("check_command = [\n")
    with pytest.raises(SettingsError):
        user_command()
