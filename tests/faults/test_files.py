"""Files and folders that move, vanish or have names nobody would choose."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults.conftest import CALLS

if TYPE_CHECKING:
    from tests.faults.conftest import Desk


async def test_file_that_goes(desk: Desk) -> None:
    """Renamed or removed while it is open: offers and lessons go on in what the editor shows."""
    watched = await desk.start()
    await watched.learn("one")
    (desk.folder / "one.py").unlink()
    assert await watched.offers("one")
    watched.editor.type("one.py", "fetchone(three", "fetchtwo(three")
    await watched.editor.actions("again_one.py", "def run")
    assert (await watched.editor.settled())["lastDurableId"] == 2
    watched.editor.open("two.py", "")
    (desk.folder / "two.py").mkdir()
    watched.editor.replace_all("two.py", "loadthree()\n")
    await watched.editor.actions("again_one.py", "def run")
    await watched.editor.settled()
    assert watched.messages == []


async def test_folder_that_goes(desk: Desk) -> None:
    """Removed or unmounted under the server: it goes on, in the same session, without a word."""
    (desk.folder / ".git").mkdir()
    (desk.folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    watched = await desk.start()
    await watched.learn("one")
    session = (await watched.project())["session"]
    shutil.rmtree(desk.folder)
    assert await watched.offers("one")
    await watched.learn("two")
    assert await watched.offers("two")
    assert await watched.offers("one")
    assert (await watched.project())["session"] == session
    assert watched.messages == []


async def test_checkout_under_the_editor(desk: Desk) -> None:
    """Git replaces an open file and HEAD: nothing is learned of it, another session begins."""
    (desk.folder / ".git").mkdir()
    head = desk.folder / ".git" / "HEAD"
    head.write_text("ref: refs/heads/main\n")
    watched = await desk.start()
    await watched.learn("one")
    session = (await watched.project())["session"]
    other = CALLS.format(old="quite_another")
    head.write_text("ref: refs/heads/topic\n")
    (desk.folder / "one.py").write_text(other)
    watched.editor.replace_with("one.py", other)
    await watched.learn("two")
    status = await watched.until(queue=0)
    assert status["lastDurableId"] == 2
    assert status["projects"][1]["session"] == session + 1
    assert not await watched.offers("one")
    assert await watched.offers("two")


@pytest.mark.skipif(sys.platform == "win32", reason="names of files")
@pytest.mark.parametrize(
    "name",
    [
        "n" * 252 + ".py",
        "two words, 100 % é 漢字 🙂.py",
        "a\nb\\c'\"#?.py",
        os.fsdecode(b"no \xff utf-8.py"),
    ],
    ids=["long", "unicode", "signs", "bytes"],
)
async def test_names(desk: Desk, name: str) -> None:
    """Whatever a file is called, an edit in it is learned, and kept over a restart."""
    watched = await desk.start()
    watched.editor.open(name, CALLS.format(old="fetchit"))
    watched.editor.type(name, "fetchit(one", "loadit(one")
    watched.editor.save(name)
    assert (await watched.editor.settled())["lastDurableId"] == 1
    await desk.stop(watched)
    watched = await desk.start()
    assert await watched.offers("it")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and links in the file system")
async def test_what_is_no_file(desk: Desk) -> None:
    """A link to itself and a pipe in the place of open files hold nothing up."""
    watched = await desk.start()
    (desk.folder / "round.py").symlink_to("round.py")
    os.mkfifo(desk.folder / "pipe.py")
    for name in ("round", "pipe"):
        watched.editor.open(f"{name}.py", CALLS.format(old=f"fetch{name}"))
        watched.editor.type(f"{name}.py", f"fetch{name}(one", f"load{name}(one")
    assert await watched.offers("nothing") is False
    await watched.until(queue=0, lastDurableId=2)
    assert await watched.offers("pipe")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
async def test_folder_that_is_a_circle(desk: Desk) -> None:
    """A workspace folder that is a link to itself has a store like any other."""
    desk.folder.rmdir()
    desk.folder.symlink_to(desk.folder.name)
    watched = await desk.start()
    watched.editor.open("a.py", CALLS.format(old="fetcha"))
    watched.editor.type("a.py", "fetcha(one", "loada(one")
    watched.editor.open("b.py", "")
    await watched.editor.actions_at("b.py", 0)
    await watched.until(queue=0, lastDurableId=1)
    assert watched.messages == []
