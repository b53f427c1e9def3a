"""Off switches, each with what it covers and what it leaves alone; what is on the screen goes."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

import attrs
import pytest

from honed.config import Kind, Settings
from honed.core.errors import SettingsError
from honed.core.text import apply_edits
from honed.learn.outcome import Visibility
from honed.services.actions import ActionKind
from tests.lsp.samples import PYTHON, TYPESCRIPT

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.services.off_switches import Switched
    from tests.services.conftest import Bench

CHANGED = PYTHON.text.replace(*PYTHON.typed)
NEEDLE, AFTER = PYTHON.others[0]
TYPESCRIPT_NEEDLE = TYPESCRIPT.others[0][0]


@attrs.frozen
class Desk:
    """A Python file and a TypeScript file in which an edit was learned and others are offered."""

    bench: Bench
    python: str
    typescript: str

    def toggle(self, scope: str, value: str = "", uri: str = "", *, on: bool | None) -> Switched:
        """Turn a switch."""
        return self.bench.workspace.switches.toggle(scope, value, uri, on=on)

    def offers(self) -> tuple[bool, bool]:
        """Return whether anything is offered in the one and in the other."""
        return (
            bool(self.bench.actions(self.python, NEEDLE)),
            bool(self.bench.actions(self.typescript, TYPESCRIPT_NEEDLE)),
        )

    def withdrawn(self) -> list[str | None]:
        """Return what the editor would be told to take away."""
        return self.bench.workspace.switches.take_withdrawn()


@pytest.fixture
def desk(bench: Bench) -> Desk:
    """Return a desk on which both files are offered something."""
    uris = []
    for sample in (PYTHON, TYPESCRIPT):
        uri = bench.open(sample.name, sample.text, sample.language)
        bench.edit(uri, sample.text.replace(*sample.typed))
        bench.save(uri)
        uris.append(uri)
    made = Desk(bench, *uris)
    assert made.offers() == (True, True)
    return made


@pytest.mark.parametrize(
    ("scope", "value", "left"),
    [
        ("everything", "", (False, False)),
        ("language", "python", (False, True)),
        ("glob", "*.py", (False, True)),
        ("buffer", "", (False, True)),
    ],
)
def test_a_switch_is_silent_on_what_it_covers(
    desk: Desk, scope: str, value: str, left: tuple[bool, bool]
) -> None:
    """At once, nothing else; turned again it speaks as before. The screen is told what to drop."""
    assert not desk.toggle(scope, value, desk.python, on=None).is_on
    assert desk.offers() == left
    assert desk.withdrawn() == [None if scope == "everything" else desk.python]
    assert {each["uri"] for each in desk.bench.workspace.status()["documentsOff"]} == {
        uri for uri, is_left in zip((desk.python, desk.typescript), left, strict=True)
        if not is_left
    }  # fmt: skip
    assert desk.toggle(scope, value, desk.python, on=None).is_on
    assert desk.offers() == (True, True)
    assert desk.withdrawn() == []


@pytest.mark.parametrize(("scope", "value"), [("language", "go"), ("glob", "*.go"), ("buffer", "")])
def test_a_switch_on_something_else_noop(desk: Desk, scope: str, value: str) -> None:
    """What it does not cover is offered, and nothing is taken from the screen."""
    other = desk.bench.open("other.go", "package main\n", "go")
    [action, *_] = desk.bench.actions(desk.python, NEEDLE, ActionKind.EDIT)
    desk.toggle(scope, value, other, on=False)
    assert desk.offers() == (True, True)
    assert desk.withdrawn() == [other]
    assert desk.bench.workspace.offered(action.id) is not None


def test_kinds(desk: Desk) -> None:
    """Each kind goes by itself; a dismissal goes with the edits that it is about."""

    def kinds() -> set[ActionKind]:
        return {each.kind for each in desk.bench.actions(desk.python, NEEDLE)}

    assert kinds() == {ActionKind.EDIT, ActionKind.EVERYWHERE, ActionKind.DISMISS}
    desk.toggle("kind", "edit", on=False)
    assert kinds() == {ActionKind.EVERYWHERE}
    desk.toggle("kind", "everywhere", on=False)
    assert kinds() == set()
    desk.toggle("kind", "edit", on=True)
    assert kinds() == {ActionKind.EDIT, ActionKind.DISMISS}


def test_completions_are_a_kind(desk: Desk) -> None:
    """Off, none is made; on, the edit that is being typed is finished."""
    bench, (before, after) = desk.bench, TYPESCRIPT.others[0]
    text = bench.text(desk.typescript)
    at = text.index(before)
    begun = text[:at] + after[:6] + text[at + len(before) :]
    bench.edit(desk.typescript, begun)
    offset = len(begun[: at + 6].encode())
    assert bench.workspace.completions(desk.typescript, offset)[1]
    desk.toggle("kind", "completion", on=False)
    assert bench.workspace.completions(desk.typescript, offset)[1] == []
    desk.toggle("kind", "completion", on=True)
    assert bench.workspace.completions(desk.typescript, offset)[1]


@pytest.mark.parametrize(
    ("scope", "value"),
    [("everything", ""), ("language", "python"), ("glob", "*.py"), ("buffer", ""), ("kind", "")],
)
def test_what_is_on_the_screen_is_dead(desk: Desk, scope: str, value: str) -> None:
    """It resolves to nothing, cannot be applied, and accepting or refusing it counts nowhere."""
    bench, workspace = desk.bench, desk.bench.workspace
    [edit, *_] = bench.actions(desk.python, NEEDLE, ActionKind.EDIT)
    [lazy] = bench.actions(desk.python, NEEDLE, ActionKind.EVERYWHERE, visibility=Visibility.HIDDEN)
    durable = bench.project.last_durable_id
    for kind in Kind if scope == "kind" else [value]:
        desk.toggle(scope, kind, desk.python, on=False)
    for kind in Kind if scope == "kind" else [value]:
        desk.toggle(scope, kind, desk.python, on=True)
    assert workspace.resolve(lazy.id) is None
    assert workspace.offered(edit.id) is None
    workspace.accepted(edit.id)
    workspace.rejected(edit.id)
    bench.edit(desk.python, apply_edits(edit.text.data, edit.edits or ()).decode())
    bench.wait()
    assert bench.project.last_durable_id == durable
    assert bench.project.rejections == set()


def test_what_stays_on_the_screen_lives_noop(desk: Desk) -> None:
    """An offer that the switch does not cover is accepted as ever."""
    [action, *_] = desk.bench.actions(desk.python, NEEDLE, ActionKind.EDIT)
    desk.toggle("language", "typescript", on=False)
    desk.toggle("kind", "everywhere", on=False)
    assert desk.bench.workspace.offered(action.id) is not None
    durable = desk.bench.project.last_durable_id
    desk.bench.workspace.accepted(action.id)
    desk.bench.wait()
    assert desk.bench.project.last_durable_id > durable


def test_taking_back_after_switching_off_tells_nothing(desk: Desk) -> None:
    """An undo that comes when the document is off is no rejection."""
    bench = desk.bench
    before = bench.text(desk.python)
    [action, *_] = bench.actions(desk.python, NEEDLE, ActionKind.EDIT)
    bench.edit(desk.python, apply_edits(action.text.data, action.edits or ()).decode())
    desk.toggle("buffer", uri=desk.python, on=False)
    bench.edit(desk.python, before)
    assert bench.project.rejections == set()


@pytest.mark.parametrize("scope", ["everything", "language", "glob", "buffer"])
@pytest.mark.parametrize("moment", ["before", "during", "after"])
def test_what_is_typed_while_off_is_not_learned(bench: Bench, scope: str, moment: str) -> None:
    """Neither an edit that was begun before, nor one that ends when it is on again."""
    value = {"language": "python", "glob": "**/service.py"}.get(scope, "")
    uri = bench.open(PYTHON.name, PYTHON.text)

    def turn(*, on: bool) -> None:
        bench.workspace.switches.toggle(scope, value, uri, on=on)

    if moment == "before":
        bench.edit(uri, CHANGED)
    turn(on=False)
    if moment != "before":
        bench.edit(uri, CHANGED)
    if moment == "during":
        bench.save(uri)
    turn(on=True)
    bench.save(uri)
    assert bench.project.last_durable_id == 0
    bench.edit(uri, CHANGED.replace(NEEDLE, AFTER))
    bench.save(uri)
    assert bench.project.last_durable_id == 1


def test_opened_while_off(bench: Bench) -> None:
    """A document that was opened meanwhile is covered, too."""
    bench.workspace.switches.toggle("everything", "", "", on=False)
    uri = bench.open(PYTHON.name, PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.workspace.switches.toggle("everything", "", "", on=True)
    bench.save(uri)
    assert bench.project.last_durable_id == 0


def test_a_buffer_is_off_until_it_is_closed(desk: Desk) -> None:
    """Opened again it is as ever."""
    text = desk.bench.text(desk.python)
    desk.toggle("buffer", uri=desk.python, on=False)
    desk.bench.workspace.documents.close(desk.python)
    desk.bench.open(PYTHON.name, text)
    assert desk.offers() == (True, True)


def test_a_switch_goes_before_the_settings(start: Callable[..., Bench]) -> None:
    """What the settings have off is on as long as the server lives, and off in the next one."""
    settings = Settings(enabled=False)
    bench = start(settings)
    bench.workspace.switches.toggle("everything", "", "", on=True)
    uri = bench.open(PYTHON.name, PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.save(uri)
    assert bench.offered(uri, NEEDLE)
    bench = start(settings)
    uri = bench.open(PYTHON.name, CHANGED)
    assert bench.offered(uri, NEEDLE) == []


def test_safe_globs_have_no_switch_noop(bench: Bench) -> None:
    """Secrets stay out, whatever is switched on."""
    bench.workspace.switches.toggle("glob", "**/.env", "", on=True)
    uri = bench.open(".env", "A=1\nB=2\n", "shellscript")
    bench.edit(uri, "A=3\nB=2\n")
    bench.save(uri)
    assert bench.project.last_durable_id == 0


def test_changed_settings_withdraw_like_a_switch(desk: Desk) -> None:
    """The editor's settings, and what the project's file says when it was saved."""
    workspace = desk.bench.workspace
    [action, *_] = desk.bench.actions(desk.python, NEEDLE, ActionKind.EDIT)
    workspace.configuration.take_client({"languagesOff": ["python"]})
    assert workspace.offered(action.id) is None
    assert desk.offers() == (False, True)
    assert desk.withdrawn() == [desk.python]
    workspace.configuration.take_client({})
    assert desk.offers() == (True, True)
    file = desk.bench.folder / "honed.toml"
    file.write_text("exclude = ['*.ts']")
    workspace.files_changed([str(file)])
    desk.bench.wait()
    assert desk.offers() == (True, False)
    assert desk.withdrawn() == [desk.typescript]


def test_files_are_read_while_the_learner_waits(desk: Desk) -> None:
    """For a database that another program holds, say: what narrows acts all the same."""
    bench, workspace, go_on = desk.bench, desk.bench.workspace, threading.Event()
    workspace.learner._submit(partial(go_on.wait, 30))
    try:
        (bench.folder / ".gitignore").write_text("secret.py\n")
        assert bench.offered(bench.open("secret.py", CHANGED), NEEDLE) == []
        workspace.user_file = bench.folder.parent / "settings.toml"
        for file in (bench.folder / "honed.toml", workspace.user_file):
            for said, left in (("'python'", (False, True)), ("", (True, True))):
                file.write_text(f"languages_off = [{said}]\n")
                workspace.files_changed([str(file)])
                workspace.reader.join()
                assert desk.offers() == left
        assert workspace.learner.queue_length
    finally:
        go_on.set()


def test_closing_a_folder_widens_nothing(bench: Bench) -> None:
    """What its project narrows is not given up: its documents are silent and teach nothing."""
    (bench.folder / "honed.toml").write_text("learn = false\n")
    bench.workspace.files_changed([str(bench.folder / "honed.toml")])
    uri = bench.open(PYTHON.name, PYTHON.text)
    bench.workspace.folders.remove(str(bench.folder))
    loose = bench.workspace.folders.loose
    bench.edit(uri, CHANGED)
    bench.save(uri)
    assert (len(loose.index), loose.last_durable_id) == (0, 0)
    assert bench.workspace.status()["documentsOff"] == [
        {"uri": uri, "why": "its folder was closed"}
    ]
    bench.workspace.folders.add(str(bench.folder))
    bench.wait()
    assert bench.workspace.status()["documentsOff"] == []
    bench.edit(uri, PYTHON.text)
    bench.save(uri)
    assert bench.project.last_durable_id == 0


def test_a_document_opened_after_its_folder_was_closed_noop(bench: Bench) -> None:
    """It is a file outside of any folder, and learned from as such."""
    bench.open(PYTHON.name, PYTHON.text)
    bench.workspace.folders.remove(str(bench.folder))
    uri = bench.open(PYTHON.name, PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.save(uri)
    assert bench.workspace.folders.loose.last_durable_id == 1


def test_nothing_is_learned_of_the_offers_of_a_closed_folder(desk: Desk) -> None:
    """They are taken from the screen; to accept or refuse one moves no weights."""
    bench, workspace = desk.bench, desk.bench.workspace
    [accepted, *_] = bench.actions(desk.python, NEEDLE, ActionKind.EDIT)
    [refused, *_] = bench.actions(desk.typescript, TYPESCRIPT_NEEDLE, ActionKind.EDIT)
    before = workspace.judge.weights
    workspace.folders.remove(str(bench.folder))
    bench.edit(desk.python, apply_edits(accepted.text.data, accepted.edits or ()).decode())
    workspace.accepted(accepted.id)
    workspace.rejected(refused.id)
    assert workspace.judge.weights == before
    workspace.switches.catch_up()
    assert desk.withdrawn() == sorted([desk.python, desk.typescript])


def test_settings_that_change_nothing_here_noop(desk: Desk) -> None:
    """What is on the screen stays."""
    [action, *_] = desk.bench.actions(desk.python, NEEDLE, ActionKind.EDIT)
    desk.bench.workspace.configuration.take_client({"languagesOff": ["go"], "settleSeconds": 9})
    assert desk.bench.workspace.offered(action.id) is not None
    assert desk.withdrawn() == []


def test_what_the_project_says_is_known_before_anything_is_offered(
    start: Callable[..., Bench],
) -> None:
    """A server that has just started does not even offer once."""
    bench = start()
    uri = bench.open(PYTHON.name, PYTHON.text)
    bench.edit(uri, CHANGED)
    bench.save(uri)
    assert bench.offered(uri, NEEDLE)
    (bench.folder / "pyproject.toml").write_text("[tool.honed]\nenabled = false\n")
    bench = start()
    uri = bench.open(PYTHON.name, CHANGED)
    assert bench.offered(uri, NEEDLE) == []
    assert bench.workspace.status()["projects"][1]["off"] == [
        {"scope": "everything", "value": "", "source": str(bench.folder / "pyproject.toml")}
    ]


@pytest.mark.parametrize(
    ("scope", "value", "uri", "part"),
    [
        ("all", "", "", "everything, language, glob, kind, buffer"),
        ("", "", "", "one of"),
        ("language", "", "", "needs a value"),
        ("glob", "", "", "needs a value"),
        ("kind", "edits", "", "edit, everywhere, completion"),
        ("buffer", "", "file:///none", "is open"),
    ],
)
def test_nonsense_is_refused_noop(
    bench: Bench, scope: str, value: str, uri: str, part: str
) -> None:
    """The message says what would make sense, and nothing changes."""
    with pytest.raises(SettingsError, match=part):
        bench.workspace.switches.toggle(scope, value, uri)
    assert bench.workspace.configuration.settings == Settings()
