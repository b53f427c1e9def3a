"""`honed check` and `honed patterns check`: rules held against files, and against themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from honed.cli.commands import commands
from honed.services.rule_files import HOME
from honed.suggest.places import MAX_PLACES
from tests.cli.conftest import PLAIN
from tests.learn.test_rules import GOOD

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


APP = "import os\n\n\ndef f(ä):\n    x = 'ä'; warn(ä + 1)\n    return warn(2)\n"
MENDED = APP.replace("warn", "warning")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a rule and a file that it finds something in."""
    (tmp_path / HOME).mkdir(parents=True)
    (tmp_path / HOME / "warn.toml").write_text(GOOD, "utf-8")
    (tmp_path / "app.py").write_text(APP, "utf-8", newline="")
    (tmp_path / "clean.py").write_text("warning(1)\n", "utf-8")
    (tmp_path / "other.js").write_text("warn(1)\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    """Run a command of honed."""
    return CliRunner().invoke(commands, arguments, env=PLAIN)


def test_findings(project: Path) -> None:
    """A line each, with what it is to become; the exit code is 1 and nothing was written."""
    result = run("check")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "app.py:5:14: warn: warn(ä + 1) → warning(ä + 1)",
        "app.py:6:12: warn: warn(2) → warning(2)",
        "2 findings in 2 files.",
    ]  # fmt: skip
    assert (project / "app.py").read_text("utf-8") == APP


def test_clean_noop(project: Path) -> None:
    """Only what is named is looked at."""
    result = run("check", "clean.py")
    assert (result.exit_code, result.output) == (0, "0 findings in 1 file.\n")


def test_fix_and_again_noop(project: Path) -> None:
    """It mends all; a second time there is nothing to do."""
    first = run("check", "--fix")
    assert first.exit_code == 0
    assert first.output == "2 findings mended in 1 file.\n0 findings in 2 files.\n"
    assert (project / "app.py").read_text("utf-8") == MENDED
    before = (project / "app.py").stat().st_mtime_ns
    assert run("check", "--fix").output == "0 findings in 2 files.\n"
    assert (project / "app.py").stat().st_mtime_ns == before


def test_all_places_of_a_file(project: Path) -> None:
    """However many there are: more than an editor would be shown."""
    (project / "app.py").write_text("warn(1)\n" * (MAX_PLACES + 100), "utf-8")
    assert run("check").output.endswith("\n500 findings in 2 files.\n")
    assert run("check", "--fix").output.startswith("500 findings mended in 1 file.\n")
    assert (project / "app.py").read_text("utf-8") == "warning(1)\n" * (MAX_PLACES + 100)


BREAKING = """
name = "kind"
language = "python"
before = "kind"
after = "a.sort"
[[examples]]
before = "print(kind)"
after = "print(a.sort)"
[[tests]]
before = "print(sort)"
"""


def test_what_is_given_up_is_told(project: Path) -> None:
    """A rule that would break a file at very many places: the exit code is 1, whatever is found."""
    (project / HOME / "kind.toml").write_text(BREAKING, "utf-8")
    (project / "app.py").write_text("def f(kind):\n    pass\n" * 100, "utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert "app.py: not all places of kind were looked at" in result.output
    assert result.output.endswith("\n0 findings in 2 files.\n")


def test_what_would_break_a_few_places_is_no_trouble_noop(project: Path) -> None:
    """There it finds nothing, and all the others are found."""
    (project / HOME / "kind.toml").write_text(BREAKING, "utf-8")
    (project / "app.py").write_text("def f(kind):\n    pass\n" + "print(kind)\n" * 9, "utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert result.output.splitlines()[0] == "app.py:3:7: kind: kind → a.sort"
    assert result.output.splitlines()[9:] == ["9 findings in 2 files."]


def test_line_ends_and_encoding_stay(project: Path) -> None:
    """A file is written as it was read."""
    data = b"\xef\xbb\xbf" + APP.replace("\n", "\r\n").encode()
    (project / "app.py").write_bytes(data)
    run("check", "--fix")
    assert (project / "app.py").read_bytes() == data.replace(b"warn", b"warning")


def test_all_files_or_none(project: Path) -> None:
    """One that may not be written leaves the others as they are."""
    second = project / "second.py"
    second.write_text("warn(1)\n")
    second.chmod(0o444)
    result = run("check", "--fix")
    if (project / "app.py").read_text("utf-8") == MENDED:
        pytest.skip("who may write everything is not held up")
    assert result.exit_code == 1
    assert "may not be written" in result.output


def test_json(project: Path) -> None:
    """Each finding with its place and its edit."""
    found = json.loads(run("check", "--format", "json").output)
    assert (found["files"], found["fixed"], found["troubles"]) == (2, [], [])
    assert found["findings"][1] == {
        "rule": "warn",
        "file": "app.py",
        "line": 6,
        "column": 12,
        "endLine": 6,
        "endColumn": 19,
        "before": "warn(2)",
        "after": "warning(2)",
        "isFixed": False,
    }
    fixed = json.loads(run("check", "--fix", "--format", "json").output)
    assert [each["isFixed"] for each in fixed["findings"]] == [True, True]
    assert fixed["fixed"] == ["app.py"]


def test_sarif(project: Path) -> None:
    """As code hosts take it: the rule, the place in characters, and the edit."""
    result = run("check", "--format", "sarif")
    assert result.exit_code == 1
    log = json.loads(result.output)
    assert log["version"] == "2.1.0"
    [only] = log["runs"]
    assert [each["id"] for each in only["tool"]["driver"]["rules"]] == ["warn"]
    first = only["results"][0]
    assert first["ruleId"] == "warn"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "app.py", "uriBaseId": "SRCROOT"}
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (5, 14)
    [change] = first["fixes"][0]["artifactChanges"]
    [replacement] = change["replacements"]
    assert replacement["deletedRegion"] == place["region"]
    assert replacement["insertedContent"]["text"].startswith("warning")


def test_sarif_noop(project: Path) -> None:
    """A clean project has a run without results."""
    (project / "app.py").unlink()
    log = json.loads(run("check", "--format", "sarif").output)
    assert log["runs"][0]["results"] == []


def test_files_that_are_off_noop(project: Path) -> None:
    """Ignored by git, excluded, hidden, generated elsewhere."""
    for name in ("ignored.py", "excluded.py", ".hidden/a.py", "node_modules/a.py"):
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("warn(1)\n")
    (project / ".gitignore").write_text("ignored.py\n")
    (project / "honed.toml").write_text('exclude = ["excluded.py"]\n')
    found = json.loads(run("check", "--format", "json").output)
    assert {each["file"] for each in found["findings"]} == {"app.py"}


def test_broken_rules_fail_the_check(project: Path) -> None:
    """In words on standard error; the others are applied."""
    (project / HOME / "bad.toml").write_text("name = ")
    result = run("check", "clean.py")
    assert result.exit_code == 1
    assert "honed: .honed/patterns/bad.toml: it is not valid TOML" in result.stderr
    assert result.stdout == "0 findings in 1 file.\n"


@pytest.mark.parametrize("path", ["nothing.py", "../outside.py"])
def test_paths_that_are_none(project: Path, path: str) -> None:
    """Not there, or not in the project."""
    (project.parent / "outside.py").write_text("warn(1)\n")
    result = run("check", path)
    (project.parent / "outside.py").unlink()
    assert result.exit_code == 1
    assert result.stderr.startswith("honed: ")


def test_no_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says so."""
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "There are no rules" in result.stderr


def test_patterns_check(project: Path) -> None:
    """Runs what the rules say of themselves."""
    assert run("patterns", "check").output == "1 rule is sound.\n"
    wrong = GOOD.replace('before = "warning(1)"', 'before = "warn(2)"')
    (project / HOME / "warn.toml").write_text(wrong)
    result = run("patterns", "check")
    assert result.exit_code == 1
    assert "its test 1 comes out otherwise" in result.output
    assert "+warning(2)" in result.output
    told = json.loads(run("patterns", "check", "--json").output)
    assert told["failed"][0]["failures"][0]["found"] == "warning(2)"
    assert told["sound"] == told["broken"] == []
