"""`honed demo`: what it expects is right, what it says is checked, and a real run holds."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import attrs
import pytest
from rich.console import Console

from honed.cli import demo as demonstration
from honed.cli import demo_stories as stories
from honed.cli.demo_report import Latency, in_json, latencies
from honed.cli.demo_scene import Elsewhere
from honed.cli.demo_show import Show, picture
from honed.cli.demo_stage import Check
from honed.cli.demo_stories import Chapter, python_chapters, typescript_chapter
from honed.cli.demo_texts import Change, Diff, applied, changes_made, diff_of, difference
from honed.cli.editor_lines import EDITORS
from honed.core.errors import HonedError
from honed.lsp import scripted
from tests.cli.test_docs import CHAPTERS, keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.cli.demo_report import Report
    from honed.cli.demo_run import Told
    from tests.cli.conftest import Shell

one_process = pytest.mark.xdist_group("demo")
"""For the tests that share the run of `report`."""
NAMES = ("source", "target", "self.path", "head(x)", "base[0]", "other", "log", "last")
PYTHON = "import os\n" + "".join(
    f"\n\ndef step{number}(self):\n    if os.path.exists({name}):\n        remove({number})\n"
    for number, name in enumerate(NAMES)
)
TYPESCRIPT = "".join(
    f"function f{number}(x: number) {{\n"
    f'  if (x > {number}) throw new Error("{name} is bad");\n  return x;\n}}\n\n'
    for number, name in enumerate(NAMES)
)


def after(finder: Callable[[str], tuple[Change, ...]], text: str) -> str:
    """Return the text after all changes that a story expects."""
    return applied(text, finder(text))


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("x = 'a %s' % b", "x = f'a {b}'"),
        ('f("%s/%s.txt" % (root, d.name))', 'f(f"{root}/{d.name}.txt")'),
        ("f('a %s' % (b,))", "f(f'a {b}')"),
        ("ü = 'ß %s' % ö(1)  # é", "ü = f'ß {ö(1)}'  # é"),
        ("f(', a=\"%s\"' % b)", "f(f', a=\"{b}\"')"),
        ("f('''a\n%s\\n''' % b[1:2])", "f(f'''a\n{b[1:2]}\\n''')"),
        ("f('%s'\n  % (a != b))", "f(f'{a != b}')"),
    ],
)
def test_a_percent_format_becomes_an_f_string(before: str, expected: str) -> None:
    """With as many values as the text has places."""
    assert after(stories.percent_formats, before) == expected


@pytest.mark.parametrize(
    "text",
    [
        "x = 'a %d' % b",
        "x = '%5s' % b",
        "x = '%s%%' % b",
        "x = '{%s}' % b",
        "x = '%s' % (lambda: 1)",
        "x = '%s %s' % pair",
        "x = '%s' % (a, b)",
        "x = '%s' % (*a,)",
        "x = 'a' 'b %s' % c",
        "x = r'%s' % b",
        "x = a % b",
        "x = '%s' % {1: 2}",
        "x = '%(k)s' % d",
    ],
)
def test_other_percents_noop(text: str) -> None:
    """No f-string is expected that would say something else, or not parse everywhere."""
    assert stories.percent_formats(text) == ()


def test_the_other_stories() -> None:
    """What is alike but not the same waits for nothing."""
    assert after(stories.old_supers, "super(A, self).f(super(), super(B))") == (
        "super().f(super(), super(B))"
    )
    assert after(stories.path_questions, "os.path.exists(f(a, b)) or path.exists(c)") == (
        "Path(f(a, b)).exists() or path.exists(c)"
    )
    checks, owns, errors = (story.changes for story in stories.TYPESCRIPT)
    assert after(checks, 'this._addCheck({ kind: "a", ...errorUtil.errToObj(m) });') == (
        'this._addCheck("a", m);'
    )
    assert after(owns, "Object.prototype.hasOwnProperty.call(a, b)") == "Object.hasOwn(a, b)"
    text = "// throw new Error(x)\n/* throw new Error(y) */ throw new Error(z); new Error(w)"
    assert after(errors, text) == text.replace("throw new Error(z)", "throw new TypeError(z)")


def test_the_standard_library_has_its_stories() -> None:
    """Each of another kind, on a module with enough places, whatever the version."""
    chapters = python_chapters()
    assert len(chapters) == stories.PYTHON_STORIES
    assert len({chapter.story.title for chapter in chapters}) == len(chapters)
    for chapter in chapters:
        assert len(chapter.story.changes(chapter.text)) >= stories.LEAST_PLACES
        compile(after(chapter.story.changes, chapter.text), chapter.name, "exec")


def test_without_a_standard_library(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shell: Shell
) -> None:
    """A Python without its sources is refused, and told why."""
    (tmp_path / "pdb.py").write_text("def broken(:\n")
    (tmp_path / "mailbox.py").write_bytes(b"\xff\xfe")
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    assert re.search(rf"No module in {re.escape(str(tmp_path))} has .*pdb\.py", shell.error("demo"))


def test_a_typescript_file_without_a_story(tmp_path: Path) -> None:
    """It is refused, and so is one that cannot be read."""
    path = tmp_path / "a.ts"
    with pytest.raises(HonedError, match=r"a\.ts cannot be read"):
        typescript_chapter(path)
    path.write_text("export const a = 1;\n")
    with pytest.raises(HonedError, match="Name another TypeScript file"):
        typescript_chapter(path)


def test_the_origin_of_a_typescript_file(tmp_path: Path) -> None:
    """It is named by its package, not by where that lies."""
    (tmp_path / "some" / "src").mkdir(parents=True)
    (tmp_path / "some" / "package.json").write_text("{}")
    path = tmp_path / "some" / "src" / "a.ts"
    path.write_text(TYPESCRIPT)
    assert typescript_chapter(path).origin == "some/src/a.ts"


def test_changes_made() -> None:
    """Some of the expected changes are recognised, and anything beside them."""
    text, expected = "a b a b a", (Change(0, 1, "xy"), Change(4, 5, "xy"), Change(8, 9, "xy"))
    assert changes_made(text, "a b xy b xy", expected) == list(expected[1:])
    assert changes_made(text, text, expected) == []
    assert changes_made(text, "a c xy b a", expected) is None
    assert changes_made(text, "a b xy b xyz", expected) is None


def test_differences() -> None:
    """The smallest change between two texts, and its lines."""
    assert difference("a\nbcd\ne", "a\nbxd\ne") == Change(3, 4, "x")
    assert difference("aa", "aaa") == Change(2, 2, "a")
    assert diff_of("a\nbcd\ne", Change(3, 4, "x\ny")) == Diff(2, "bcd", "bx\nyd")
    assert diff_of("a\nb", Change(3, 3, "!")) == Diff(2, "b", "b!")


def test_latencies() -> None:
    """The 95th percentile is a value that was measured."""
    assert latencies({"a": [3.0, 1.0, 2.0]}) == {"a": Latency(3, 2.0, 3.0)}
    assert latencies({"a": [float(each) for each in range(1, 101)]})["a"].p95_ms == 95.0


@pytest.fixture(scope="module")
def told() -> list[Told]:
    """Return the stories of `report`, as they were shown."""
    return []


@pytest.fixture(scope="module")
def report(told: list[Told]) -> Report:
    """Return a run on two small files."""
    [python] = [story for story in stories.PYTHON if "Path" in story.title]
    *_, typescript = stories.TYPESCRIPT
    chapters = [
        Chapter(python, "deep/small.py", "a test", PYTHON),
        Chapter(typescript, "small.ts", "a test", TYPESCRIPT),
    ]
    return demonstration.run(chapters, None, told.append)


@one_process
def test_the_loop_holds(report: Report, told: list[Told]) -> None:
    """Every check of a run holds; all stories are told, with both ways to reject."""
    assert [check for check in report.checks if not check.holds] == []
    assert report.is_ok
    assert list(report.played.told) == told
    assert [each.rejected_by for each in told] == ["honed.dismiss", "undo"]
    assert all(each.everywhere for each in told)
    outcomes = {each.outcome.value for each in report.stored.trajectories}
    assert outcomes == {"free", "accepted", "rejected", "undone"}
    assert len(report.stored.patterns) >= len(told)


@one_process
def test_nothing_is_left(report: Report) -> None:
    """The folder of a run is removed, and nothing is said of where it was."""
    assert not report.stored.overview.place.database.parent.exists()
    assert report.data_dir is None
    assert "removed now" in shown(report)


def shown(report: Report, *, width: int = 300) -> str:
    """Return what is printed where there are no colours."""
    console = Console(width=width, no_color=True, highlight=False, markup=False)
    with console.capture() as capture:
        show = Show(console)
        show.opening()
        for each in report.played.told:
            show.story(each)
        show.closing(report)
    return capture.get()


@one_process
def test_what_is_printed(report: Report) -> None:
    """Diffs, figures, the editors' lines; no escapes, and lines are not broken."""
    text = shown(report, width=20)
    assert "\x1b" not in text
    assert "- if os.path.exists(source):\n         + if Path(source).exists():" in text
    assert "offered, right to the character" in text
    assert f"✓ all {len(report.checks)} checks hold" in text
    assert text.rstrip().endswith(EDITORS[-1].lines.splitlines()[-1])


@one_process
def test_a_failed_check_is_told(report: Report) -> None:
    """By name, and with what was seen; a wrong offer is shown."""
    first, *others = report.played.told
    asked = attrs.evolve(first.asked, right=(), wrong=(Diff(3, "old", "worse"),), silent=(1,))
    elsewhere = Elsewhere(60, 2, (Diff(9, "good", "gone"),))
    wrong = attrs.evolve(first, asked=asked, accepted=None, elsewhere=elsewhere)
    failed = attrs.evolve(
        report,
        played=attrs.evolve(report.played, told=(wrong, *others)),
        checks=(*report.checks, Check("water is dry", holds=False, detail="wet")),
    )
    text = shown(failed)
    assert "✗ water is dry: wet" in text
    assert f"✗ 1 of {len(failed.checks)} checks fail" in text
    assert "       3 - old\n         + worse" in text
    assert "2 offered of an edit told before; 1 wrong" in text
    assert "       9 - good\n         + gone" in text
    assert not failed.is_ok


@one_process
def test_the_picture(report: Report) -> None:
    """It is SVG, small, and loads nothing from elsewhere."""
    svg = picture(report)
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314 - our own
    assert len(svg) < 200_000
    outside = set(re.findall(r"https?://[\w.]+", svg)) - {"http://www.w3.org"}
    assert outside == {"https://www.textualize.io"}
    assert "TypeError" in svg


@one_process
def test_every_key_is_told(report: Report) -> None:
    """In the chapter of docs/cli.md, but for the names of requests."""
    answer = {**in_json(report), "latencies": [*in_json(report)["latencies"].values()]}
    missing = {key for key in keys(answer) if f"`{key}`" not in CHAPTERS["demo"]}
    assert not missing


@one_process
def test_the_exit_code(
    report: Report, shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is 1 where a check fails; the picture is written all the same."""
    monkeypatch.setattr(demonstration, "run", lambda *_: report)
    assert shell.json("demo")["ok"] is True
    assert "No story on TypeScript" in shell.text("demo")
    failed = attrs.evolve(report, checks=(Check("no", holds=False),))
    monkeypatch.setattr(demonstration, "run", lambda *_: failed)
    result = shell("demo", "--svg", tmp_path / "a.svg")
    assert (result.exit_code, result.stderr) == (1, "")
    assert (tmp_path / "a.svg").exists()


def test_a_server_that_fails_is_told(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, and no process and no folder stays behind."""
    monkeypatch.setattr(
        scripted, "serving", lambda *_: [sys.executable, "-c", "raise SystemExit(3)"]
    )
    assert "The server failed: " in shell.error("demo", "--json")


@pytest.mark.slow
def test_the_command_itself(tmp_path: Path, data_dir: Path) -> None:
    """A run on the standard library of this Python: all checks hold, and --data-dir keeps all."""
    path, kept = tmp_path / "small.ts", tmp_path / "kept"
    path.write_text(TYPESCRIPT)
    command = ["demo", "--json", "--typescript", str(path), "--data-dir", str(kept)]
    done = subprocess.run(
        [sys.executable, "-m", "honed", *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env={**os.environ, "NO_COLOR": "1"},
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    assert [check for check in answer["checks"] if not check["holds"]] == []
    assert (done.returncode, done.stderr, answer["ok"]) == (0, "", True)
    assert len(answer["stories"]) == stories.PYTHON_STORIES + 1
    assert Path(answer["stored"]["store"]).is_relative_to(kept)
    assert Path(answer["stored"]["store"]).exists()
    assert not list(data_dir.iterdir())
