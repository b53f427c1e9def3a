"""What only VS Code has: the next edit drawn in the text, the view of what was learned."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.editors.desk import until
from tests.editors.story import LOOK_S
from tests.editors.vscode import VsCodeDesk
from tests.lsp.samples import PYTHON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.editor

ROWS = ".pane-body .monaco-list-row .label-name"


@pytest.fixture
def desk(tmp_path: Path, need_program: Callable[[str], str]) -> Iterator[VsCodeDesk]:
    """Return a project with the sample in it, and no data."""
    program = need_program("code-server")
    with TemporaryDirectory(prefix="honed-") as sockets:
        desk = VsCodeDesk(tmp_path / "project", tmp_path / "data", program, Path(sockets))
        (desk.folder / ".git").mkdir(parents=True)
        desk.write(PYTHON.name, PYTHON.text)
        yield desk
        desk.close()


def test_the_next_edit(desk: VsCodeDesk) -> None:
    """It is drawn, gone to, made with Tab and dismissed with Escape; else Tab indents."""
    editor = desk.open(PYTHON.name, is_recorded=True)
    drawn = ".view-lines [class*='ced-'][class*='TextEditorDecoration']"
    editor.go("    log.info(")
    editor.press("Tab")
    assert "        log.info(" in editor.text
    editor.undo()
    editor.retype(*PYTHON.typed)
    editor.save()
    until(lambda: editor.do("count", selector=drawn))
    assert any("→ line" in each for each in editor.do("after", selector=drawn))
    editor.press("Alt+n")
    editor.pause(LOOK_S)
    editor.press("Tab")
    until(lambda: PYTHON.others[0][1] in editor.text)
    until(lambda: editor.do("count", selector=drawn))
    editor.pause(LOOK_S)
    told = desk.wire.said("workspace/executeCommand")
    editor.press("Escape")
    until(lambda: desk.wire.said("workspace/executeCommand") > told)
    editor.settled()
    stats = desk.honed("stats")
    assert (stats["outcomes"]["accepted"], stats["outcomes"]["rejected"]) == (1, 1)


def test_what_was_learned(desk: VsCodeDesk) -> None:
    """The view lists the pattern, and forgets it."""
    editor = desk.open(PYTHON.name)
    editor.command("View: Show honed")
    assert editor.see(ROWS) == []
    editor.open(PYTHON.name)
    editor.retype(*PYTHON.typed)
    editor.press("Control+S")
    until(lambda: desk.honed("patterns", "list")["total"])
    editor.command("honed: Refresh")
    until(lambda: any("→" in each for each in editor.see(ROWS)))
    editor.command("honed: Show the Report")
    editor.do("wait", selector=".tab.active[aria-label^='honed: project']", state="visible")
    editor.do("wait", selector="iframe.webview.ready", state="visible")


def test_a_new_machine(desk: VsCodeDesk) -> None:
    """Where honed is not installed, the extension does it, and the first edit is learned."""
    editor = desk.open(PYTHON.name, is_new=True)
    editor.retype(*PYTHON.typed)
    editor.press("Control+S")
    until(lambda: desk.honed("patterns", "list")["total"])
    environment = desk.data_dir.parent / "code" / "User" / "globalStorage" / "honed.honed"
    assert (environment / "environment" / "bin" / "honed").is_file()
