"""What all commands have in common: help, version, errors, and `honed serve`."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

import honed
from honed.cli import main
from honed.cli import serve as serving
from honed.cli.commands import commands
from honed.cli.printing import console
from honed.core.errors import HonedError
from honed.services import report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.cli.conftest import Shelf, Shell


def test_help_lists_every_command(shell: Shell) -> None:
    """`serve` is among them, though it does not go through click when it is started."""
    text = shell.text("--help")
    for name in ("apply", "check", "demo", "doctor", "learn", "patterns", "serve", "settings"):
        assert f"  {name} " in text
    assert text == shell.text("-h")


def test_every_command_has_the_common_options() -> None:
    """--json, --data-dir and --workspace are everywhere but where nothing learned is shown."""
    for name, command in leaves(commands):
        if name not in {"apply", "check", "demo", "patterns check", "quality", "serve"}:
            options = {option for each in command.params for option in each.opts}
            assert options >= {"--json", "--data-dir", "--workspace"}, name


def leaves(group: click.Group, above: str = "") -> list[tuple[str, click.Command]]:
    """Return the commands that do something, with their full names."""
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        full = f"{above} {name}".strip()
        found += leaves(command, full) if isinstance(command, click.Group) else [(full, command)]
    return found


def test_version(shell: Shell) -> None:
    """The version is that of the package."""
    assert shell.text("--version") == f"honed {honed.__version__}\n"


def test_version_and_help_load_little() -> None:
    """What takes long to import stays inside of the commands that need it."""
    program = (
        "import sys\nfrom honed.cli.commands import commands\n"
        "commands(['--help'], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    late = {"attrs", "honed.lsp", "honed.services", "honed.store", "numpy", "rich", "tree_sitter"}
    assert not late & {*done.stderr.decode().split()}


@pytest.mark.parametrize("arguments", [[], ["--stdio", "-vv"], ["--log-file", "x", "--help"]])
def test_serve_gets_all_its_arguments(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """Click looks at none of them, and the exit code is the server's."""
    taken: list[Sequence[str]] = []

    def serve(given: Sequence[str]) -> int:
        taken.append(list(given))
        return 3

    monkeypatch.setattr(serving, "serve", serve)
    assert shell("serve", *arguments).exit_code == 3
    assert taken == [arguments]


def test_main_runs_the_commands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The installed program is called honed, whatever its path."""
    monkeypatch.setattr(sys, "argv", ["/somewhere/honed-script", "--version"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"honed {honed.__version__}\n"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (HonedError("It broke.\nMend it."), "honed: It broke. Mend it."),
        (HonedError("odd \x1b[2Jname"), "honed: odd \\x1b[2Jname"),
        (
            ImportError("no x"),
            "honed: A part of honed cannot be loaded: no x. `honed doctor` says more.",
        ),
    ],
)
def test_errors_are_one_line(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    """Standard output stays empty, the exit code is 1, and no traceback is shown."""

    def fail(_place: object) -> None:
        raise error

    monkeypatch.setattr(report, "overview", fail)
    assert shell.error("stats") == told
    assert shell.error("stats", "--json") == told
    assert shell("stats", HONED_DEBUG="1").exception is error


def test_noop_usage_errors_are_clicks(shell: Shell, shelf: Shelf) -> None:
    """A wrong option is told by click, with exit code 2."""
    assert shell("stats", "--nothing").exit_code == 2


@pytest.mark.parametrize(("columns", "is_table"), [("60", False), ("200", True)])
def test_widths(shell: Shell, shelf: Shelf, columns: str, *, is_table: bool) -> None:
    """A narrow terminal gets a few lines a pattern, a wide one a table; no line is too long."""
    shelf.teach("get(‹url›)", "get(‹url›, timeout=5)", origin=("a/long/path/to/a/module.py", 9))
    for command in (["stats"], ["patterns", "list"], ["patterns", "show", "1"]):
        text = shell.text(*command, COLUMNS=columns)
        assert all(len(line) <= int(columns) for line in text.splitlines())
    assert ("State" in shell.text("patterns", "list", COLUMNS=columns)) == is_table


def test_colours(shell: Shell, shelf: Shelf) -> None:
    """There are some in a terminal, none in a pipe, and none where NO_COLOR asks for none."""
    shelf.teach("get(‹url›)", "get(‹url›, timeout=5)")
    command = ("patterns", "show", "1")
    assert "\x1b[32m" in shell.text(*command, FORCE_COLOR="1", TERM="xterm")
    assert "\x1b" not in shell.text(*command)
    without = shell.text(*command, FORCE_COLOR="1", TERM="xterm", NO_COLOR="1")
    assert "\x1b[32m" not in without


def test_texts_cannot_steer_the_terminal(shell: Shell, shelf: Shelf) -> None:
    """Control characters of a learned text are spelled out; JSON keeps them as they are."""
    path = "\x1b]0;x\x07.py"
    shelf.teach("get(‹url›)", "get('\x1b[2J\u202e')", origin=(path, 0))
    for command in (["list"], ["show", "1"], ["forget", "1", "--yes"]):
        text = shell.text("patterns", *command)
        assert "\\x1b[2J\\u202e" in text
        assert not {"\x1b", "\x07", "\u202e"} & {*text}


def test_a_lone_surrogate_is_printed(shell: Shell, shelf: Shelf) -> None:
    """JSON from an editor may carry one; no encoding has it."""
    shelf.teach("get(‹url›)", "get('\ud800')")
    assert "\\ud800" in shell.text("patterns", "list")
    assert shell.json("patterns", "show", 1)["example"]["after"] == "get('\ud800')"


def test_a_stream_of_another_kind(
    shell: Shell, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Standard output may be anything that takes text."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    console().print("→")
    assert stream.getvalue() == "→\n"


def test_an_encoding_without_arrows(shelf: Shelf, data_dir: Path) -> None:
    """A terminal that has no `→` gets an escape, not the end of the command."""
    shelf.teach("get(‹url›)", "get(‹url›, timeout=5)")
    program = "from honed.cli.commands import commands; commands(['patterns', 'list'])"
    command = [sys.executable, "-X", "utf8=0", "-c", program]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert b"\\u2192" in done.stdout
