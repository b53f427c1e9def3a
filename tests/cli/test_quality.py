"""`honed quality`: what is measured about files, for people and for CI."""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from honed.cli.commands import commands
from honed.services import quality_report
from honed.syntax import languages
from tests.cli.conftest import PLAIN
from tests.repositories import Repository

if TYPE_CHECKING:
    from click.testing import Result

GOOD = "def add(a, b):\n    return a + b\n"
BAD = "class Loader:\n    def load(self, text):\n        return eval(text)\n"
LADDER = "def pick(a):\n" + "".join(f"    if a == {n}:\n        return {n}\n" for n in range(12))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a good file, a bad one, and some that are not measured."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "bad.py").write_text(BAD, "utf-8")
    (tmp_path / "src" / "good.py").write_text(GOOD, "utf-8")
    (tmp_path / "src" / "notes.txt").write_text("eval(text)\n", "utf-8")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "bad.py").write_text(BAD, "utf-8")
    (tmp_path / ".gitignore").write_text("build/\n", "utf-8")
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "bad.py").write_text(BAD, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(commands, ["quality", *arguments], env=PLAIN)


def objects(*arguments: str) -> list[dict[str, Any]]:
    """Return what it prints as JSON."""
    found: list[dict[str, Any]] = json.loads(run(*arguments, "--json").stdout)
    return found


def test_for_people(project: Path) -> None:
    """Findings by place, then the files, then all together."""
    assert project.is_dir()
    result = run("src")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("src/bad.py:3:16: high: ")
    assert lines[0].endswith("[python-eval] (CWE-95)")
    assert [line.split()[0] for line in lines[1:4]] == ["File", "src/bad.py", "src/good.py"]
    assert lines[-1].endswith(": 2 files, 5 lines of code, 1 finding.")


def test_complex_functions_are_named(project: Path) -> None:
    """Those with more than ten ways through, the worst first."""
    (project / "src" / "pick.py").write_text(LADDER, "utf-8")
    row = next(line for line in run("src").stdout.splitlines() if line.startswith("pick"))
    assert row.split() == ["pick", "src/pick.py:1", "13", "12"]


def test_json(project: Path) -> None:
    """One object a file, in the order of names, with functions and findings from line 1 on."""
    assert project.is_dir()
    bad, good = objects()
    assert (bad["path"], good["path"]) == ("src/bad.py", "src/good.py")
    assert (good["language"], good["findings"], good["syntax_valid"]) == ("python", [], True)
    assert 0 < bad["quality_score"] < good["quality_score"] <= 1
    assert good["maintainability_index"] <= 100
    assert bad["functions"] == [
        {
            "name": "load",
            "qualified_name": "Loader.load",
            "line": 2,
            "cyclomatic": 1,
            "cognitive": 0,
            "nesting": 0,
            "parameters": 2,
        }
    ]
    [finding] = bad["findings"]
    assert (finding["id"], finding["cwe"], finding["severity"]) == ("python-eval", "CWE-95", "high")
    assert (finding["line"], finding["column"], finding["fix"]) == (3, 16, None)


def test_each_object_has_a_line(project: Path) -> None:
    """So that programs can read them one by one."""
    assert project.is_dir()
    opening, *lines, closing = run("--json").stdout.splitlines()
    assert (opening, closing) == ("[", "]")
    assert [json.loads(line.removesuffix(","))["language"] for line in lines] == ["python"] * 2


def test_nothing_to_measure_noop(project: Path) -> None:
    """An empty folder is a good one."""
    (project / "empty").mkdir()
    assert objects("empty") == []
    result = run("empty", "--fail-under", "100")
    assert (result.exit_code, result.stdout) == (
        0,
        "Quality 1.00: 0 files, 0 lines of code, 0 findings.\n",
    )


def test_a_file_that_is_named_is_measured(project: Path) -> None:
    """Though it is ignored, hidden, or in no language; and once, however often it is named."""
    assert project.is_dir()
    named = ["build/bad.py", ".hidden/bad.py", "src/notes.txt", "build/bad.py"]
    found = objects(*named)
    assert [each["path"] for each in found] == named[:3]
    assert [each["language"] for each in found] == ["python", "python", None]


@pytest.mark.parametrize(
    ("wanted", "code"), [("0.2", 0), ("20", 0), ("0.99", 1), ("99", 1), ("100", 1)]
)
def test_fail_under(project: Path, wanted: str, code: int) -> None:
    """A share or a percentage, of all files together."""
    assert project.is_dir()
    result = run("src", "--fail-under", wanted)
    assert result.exit_code == code
    assert ("below" in result.stderr) == bool(code)


def test_sarif(project: Path) -> None:
    """A result for each finding, with the rule and what mends it."""
    (project / "src" / "good.py").write_text("try:\n    f()\nexcept:\n    pass\n", "utf-8")
    log = json.loads(run("src", "--sarif").stdout)
    [one] = log["runs"]
    results = {each["ruleId"]: each for each in one["results"]}
    assert {"python-eval", "python-bare-except"} <= {
        each["id"] for each in one["tool"]["driver"]["rules"]
    }
    found = results["python-eval"]
    assert found["level"] == "error"
    place = found["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "src/bad.py"
    assert place["region"] == {"startLine": 3, "startColumn": 16, "endLine": 3, "endColumn": 26}
    [fix] = results["python-bare-except"]["fixes"]
    [change] = fix["artifactChanges"]
    [replacement] = change["replacements"]
    assert replacement["insertedContent"] == {"text": "except Exception"}
    assert "fixes" not in found


def test_json_and_sarif() -> None:
    """One answer at a time."""
    assert run("--json", "--sarif").exit_code == 2


def test_what_is_not_there() -> None:
    """It is said in one line."""
    result = run("nowhere")
    assert (result.exit_code, result.stderr) == (1, "honed: There is no nowhere.\n")


def test_what_cannot_be_read(project: Path) -> None:
    """The other files are measured, and the exit code tells."""
    (project / "src" / "pipe.py").symlink_to("/dev/null")
    result = run("src/pipe.py", "src/good.py", "--json")
    assert result.exit_code == 1
    assert [each["path"] for each in json.loads(result.stdout)] == ["src/good.py"]
    assert "no regular file" in result.stderr


def test_not_text_noop(project: Path) -> None:
    """What is no text, or too long, is passed over."""
    (project / "src" / "bytes.py").write_bytes(b"\xff\x00\xfe")
    (project / "src" / "long.py").write_text("a = 1\n" * 200_000, "utf-8")
    assert [each["path"] for each in objects("src")] == ["src/bad.py", "src/good.py"]


@pytest.mark.parametrize("language", languages.names())
def test_bytes_that_are_no_utf8(project: Path, language: str) -> None:
    """They are measured as they are, in all languages."""
    samples = Path(str(importlib.resources.files("honed.grammars"))) / language / "sample.src"
    known = languages.by_name(language)
    assert known is not None
    name = next(each for each in known.files).replace("*", "latin")
    text = samples.read_bytes() if samples.is_file() else b"\n"
    (project / name).write_bytes(text + b"\n\xe9\n")
    [found] = objects(name)
    assert (found["path"], found["language"]) == (name, language)


def test_latin_1(project: Path) -> None:
    """What is found in it has the place that it has for people, and no fix."""
    (project / "src" / "latin.py").write_bytes(b"x = '\xe9', eval(input())\nd\xe9f = 1\n")
    [found] = objects("src/latin.py")
    [finding] = [each for each in found["findings"] if each["id"] == "python-eval"]
    assert (finding["line"], finding["column"]) == (1, 10)
    assert json.loads(run("src/latin.py", "--sarif").stdout)["runs"][0]["results"]


@pytest.mark.parametrize(
    ("content", "why"), [(b"a = 1\0", "holds NUL"), (b"a = 1\n" * 200_000, "over a megabyte")]
)
def test_what_is_named_does_not_vanish(project: Path, content: bytes, why: str) -> None:
    """It is told why it is not measured, though its folder is named before it."""
    (project / "src" / "odd.py").write_bytes(content)
    result = run("src", "src/odd.py", "--json")
    assert (result.exit_code, len(json.loads(result.stdout))) == (1, 2)
    assert result.stderr.startswith("honed: src/odd.py is not measured: it is")
    assert why in result.stderr


def test_not_scored(project: Path) -> None:
    """A language of which only lines are counted makes nothing better or worse."""
    before = run("src").stdout.splitlines()[-1].split(":")[0]
    (project / "src" / "data.json").write_text("[\n" + "1,\n" * 500 + "1]\n", "utf-8")
    lines = run("src").stdout.splitlines()
    assert lines[-1].split(":")[0] == before
    assert lines[-2].split()[:3] == ["src/data.json", "–", "–"]
    [found] = objects("src/data.json")
    assert found["lines"]["code"] > 500
    assert (found["quality_score"], found["maintainability_index"]) == (None, None)
    assert run("src/data.json", "--fail-under", "100").exit_code == 0


@pytest.mark.parametrize("is_repository", [True, False])
def test_globs_hold_in_subdirectories(
    project: Path, monkeypatch: pytest.MonkeyPatch, *, is_repository: bool
) -> None:
    """They start at the file that has them."""
    if is_repository:
        (project / ".git").mkdir()
    (project / "honed.toml").write_text('exclude = ["src/gen/*"]\n', "utf-8")
    (project / "src" / "gen").mkdir()
    (project / "src" / "gen" / "a.py").write_text(BAD, "utf-8")
    (project / "src" / "pyproject.toml").write_text('[tool.honed]\nexclude = ["bad.py"]', "utf-8")
    assert [each["path"] for each in objects("src")] == ["src/good.py"]
    monkeypatch.chdir(project / "src" / "gen")
    assert objects() == []
    assert [each["path"] for each in objects("a.py")] == ["a.py"]
    (project / "other").mkdir()
    monkeypatch.chdir(project / "other")
    assert objects("../src/gen") == []
    assert len(objects("../src")) == 1


def test_sarif_of_a_file_elsewhere(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a URI of its own."""
    monkeypatch.chdir(project / "build")
    for path in ("../src/bad.py", str(project / "src" / "bad.py")):
        [result] = json.loads(run(path, "--sarif").stdout)["runs"][0]["results"]
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place == {"uri": (project / "src" / "bad.py").as_uri()}


def test_diff_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path outside of the repository has no revisions to compare with."""
    repository = Repository.made(tmp_path / "repo")
    repository.commit(**{"a.py": GOOD})
    monkeypatch.chdir(repository.folder)
    result = run("..", "--diff", "HEAD")
    assert (result.exit_code, result.stdout) == (1, "")
    assert ".. lies outside of the repository" in result.stderr


def test_diff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is new since a revision: one of two functions, one of two findings."""
    repository = Repository.made(tmp_path / "repo")
    repository.commit(**{"a.py": BAD, "b.py": GOOD})
    monkeypatch.chdir(repository.folder)
    assert objects("--diff", "HEAD") == []
    new = BAD + "\n    def run(self, text):\n        exec(text)\n"
    (repository.folder / "a.py").write_text(new, "utf-8")
    [found] = objects("--diff", "HEAD")
    assert [each["name"] for each in found["functions"]] == ["run"]
    assert [each["line"] for each in found["findings"]] == [6]
    assert len(objects()[0]["findings"]) == 2
    assert run("--diff", "nothing").exit_code == 1


def test_many_files_in_many_processes(project: Path) -> None:
    """The same answers in the same order; how far it is is told to the end."""
    for number in range(60):
        (project / "src" / f"more{number:02}.py").write_text(GOOD * (number % 3), "utf-8")
    files = quality_report.wanted([project / "src"], None, project)
    told: list[tuple[int, int]] = []
    shared = quality_report.measured(files, 2, lambda done, total: told.append((done, total)))
    assert shared == quality_report.measured(files, 1)
    assert len(shared) == len(files) == 62
    assert (told[0], told[-1]) == ((0, 62), (62, 62))
