"""What real editors and honed were recorded to say, played again: the outcomes are the truth.

The editor's messages are those of the recording, told at its times to a server whose clock is
turned by hand. The ids are today's, each that of the recorded offer in the same place.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from lsprotocol import types
from lsprotocol.converters import get_converter
from pygls.uris import to_fs_path

from honed.core.model import Outcome
from honed.lsp import code_action, commands, completion, synchronization
from honed.lsp.capabilities import read as read_client
from honed.lsp.editors import habits_of
from honed.lsp.server import HonedServer
from honed.services.actions import ActionKind
from tests.editors import sessions

if TYPE_CHECKING:
    from tests.editors.sessions import Session
    from tests.services.conftest import Bench

TICK_S = 0.2
UNSAID = ("lsp-mode-plain",)
"""Those that do not say whether they ask for actions by themselves: nothing is passed over."""

DISMISS = "dismiss"
"""The story in which the developer says so."""

AT_LAST_S = 15.0
_CONVERTER = get_converter()

UNSEEN = {
    # Put in key by key and without its command, it cannot be told from fast typing.
    "neovim-0.11-accept-only-completion": [("completion", "accepted")],
}
"""What happened in the recordings and is not seen, and why."""

LEAST_RIGHT = 0.98


@attrs.define
class Played:
    """A recorded editor at work with a server of today."""

    bench: Bench
    session: Session
    server: HonedServer = attrs.field(init=False)
    answers: dict[Any, Any] = attrs.field(factory=dict)
    ids: dict[str, str] = attrs.field(factory=dict)
    """Today's id of each recorded offer."""
    started: float = 0.0

    def __attrs_post_init__(self) -> None:
        """Read what the recorded server answered."""
        self.server = HonedServer(lambda: self.bench.workspace)
        self.started = self.bench.clock.time
        root = self.bench.folder.resolve().as_uri()
        for line in self.session.lines:
            line.message.update(
                json.loads(json.dumps(line.message).replace("file:///workspace", root))
            )
            if line.sender == "server" and "result" in line.message:
                self.answers[line.message["id"]] = line.message["result"]

    def play(self) -> None:
        """Tell the server all that the editor said, and wait until all is decided."""
        for line in self.session.lines:
            self._wait_until(line.t)
            self.bench.wait()
            if line.sender == "client" and "method" in line.message:
                self._take(line.message)
        self._wait_until(self.bench.clock.time - self.started + AT_LAST_S)
        self.bench.wait()

    def _wait_until(self, seconds: float) -> None:
        clock, end = self.bench.clock, self.started + seconds
        while clock.time + TICK_S < end:
            clock.time += TICK_S
            self.bench.workspace.tick()
        clock.time = max(clock.time, end)

    def _take(self, message: dict[str, Any]) -> None:
        method, params = message["method"], message.get("params") or {}
        handler = getattr(self, "_" + method.replace("/", "_").replace("textDocument_", ""), None)
        if handler is not None:
            handler(params, message.get("id"))

    def _initialize(self, params: Any, request: Any) -> None:
        encoding = self.answers[request]["capabilities"]["positionEncoding"]
        read = _CONVERTER.structure(params, types.InitializeParams)
        self.server.client = read_client(read, encoding)
        self.bench.workspace.documents.habits = habits_of(self.server.client.name)

    def _didOpen(self, params: Any, _: Any) -> None:  # noqa: N802 - as the protocol names it
        self._write(params["textDocument"]["uri"], params["textDocument"]["text"])
        read = _CONVERTER.structure(params, types.DidOpenTextDocumentParams)
        synchronization.did_open(self.server, read)

    def _didChange(self, params: Any, _: Any) -> None:  # noqa: N802 - as above
        read = _CONVERTER.structure(params, types.DidChangeTextDocumentParams)
        synchronization.did_change(self.server, read)

    def _willSave(self, params: Any, _: Any) -> None:  # noqa: N802 - as above
        read = _CONVERTER.structure(params, types.WillSaveTextDocumentParams)
        synchronization.will_save(self.server, read)

    def _didSave(self, params: Any, _: Any) -> None:  # noqa: N802 - as above
        self._write(params["textDocument"]["uri"], params.get("text") or "")
        read = _CONVERTER.structure(params, types.DidSaveTextDocumentParams)
        synchronization.did_save(self.server, read)

    def _didClose(self, params: Any, _: Any) -> None:  # noqa: N802 - as above
        read = _CONVERTER.structure(params, types.DidCloseTextDocumentParams)
        synchronization.did_close(self.server, read)

    def _codeAction(self, params: Any, request: Any) -> None:  # noqa: N802 - as above
        read = _CONVERTER.structure(params, types.CodeActionParams)
        found = code_action.code_action(self.server, read) or []
        now = {(each.kind, number): each for number, each in _numbered(found)}
        for number, each in _numbered(self.answers.get(request) or []):
            today = now.get((each["kind"], number))
            if today is not None and today.command is not None:
                self.ids[_id_in(each["command"]["arguments"])] = _id_in(today.command.arguments)

    def _codeAction_resolve(self, params: Any, _: Any) -> None:  # noqa: N802 - as above
        action = _CONVERTER.structure(params, types.CodeAction)
        action.data = self.ids.get(str(action.data))
        asyncio.run(code_action.resolve(self.server, action))

    def _completion(self, params: Any, request: Any) -> None:
        read = _CONVERTER.structure(params, types.CompletionParams)
        answer = completion.completion(self.server, read)
        then = self.answers.get(request) or {}
        before = then.get("items", []) if isinstance(then, dict) else then
        for old, new in zip(before, answer.items if answer else [], strict=False):
            if new.command is not None:
                self.ids[_id_in(old["command"]["arguments"])] = _id_in(new.command.arguments)

    def _workspace_executeCommand(self, params: Any, _: Any) -> None:  # noqa: N802 - as above
        argument = {"id": self.ids[_id_in(params["arguments"])]}
        if params["command"] == code_action.ACCEPTED:
            commands.accepted(self.server, argument)
        elif params["command"] == code_action.DISMISS:
            commands.dismiss(self.server, argument)

    @staticmethod
    def _write(uri: str, text: str) -> None:
        path = to_fs_path(uri)
        assert path is not None
        with open(path, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - no new line ends
            file.write(text)


def _numbered(actions: list[Any]) -> list[tuple[int, Any]]:
    """Return the actions, each with its number among those of its kind."""
    counts: dict[str, int] = {}
    found = []
    for each in actions:
        kind = each["kind"] if isinstance(each, dict) else str(each.kind)
        counts[kind] = counts.get(kind, -1) + 1
        found.append((counts[kind], each))
    return found


def _id_in(arguments: Any) -> str:
    return str(arguments[0]["id"])


def truth(session: Session) -> list[tuple[str, str]]:
    """Return what finally became of each offer: its kind and outcome."""
    final: list[tuple[str, str]] = []
    for each in session.expected:
        kind, outcome = each["kind"], each["outcome"]
        is_said = session.editor not in UNSAID or kind == "completion" or session.story == DISMISS
        is_passed_over = outcome in ("ignored", "rejected")
        if outcome == "none" or (is_passed_over and not is_said):
            continue
        outcome = "modified" if outcome == "partial" else outcome
        is_later = outcome in ("undone", "modified") and final and final[-1][0] == kind
        is_redone = outcome == "accepted" and "redo" in session.story and bool(final)
        if is_later or is_redone:
            final[-1] = (kind, outcome)
        else:
            final.append((kind, outcome))
    return sorted(final)


def outcomes(bench: Bench) -> list[tuple[str, str]]:
    """Return what became of each offer that was decided."""
    found = []
    for handed in bench.workspace.feedback._open.values():
        if handed.outcome is None:
            continue
        action = bench.workspace.offering._actions.get(handed.id)
        kind = "completion" if action is None else action.kind.rpartition(".")[2]
        if action is not None and action.kind is ActionKind.DISMISS:
            kind = "edit"
        found.append((kind, str(handed.outcome)))
    return sorted(found)


@pytest.mark.parametrize("name", sessions.names())
def test_session(bench: Bench, name: str) -> None:
    """The outcomes are what truly happened, and the statistics count them."""
    session = sessions.read(name)
    Played(bench, session).play()
    seen = Counter(outcomes(bench))
    assert seen == Counter(truth(session)) - Counter(UNSEEN.get(name, ()))
    store = bench.workspace.learner._persistence._stores[bench.project]
    counted = store.statistics().outcomes
    for kind in (Outcome.REJECTED, Outcome.IGNORED):
        assert counted.get(kind, 0) == sum(
            number for (_, outcome), number in seen.items() if outcome == kind
        )


def test_few_are_not_seen() -> None:
    """Of all that became of an offer, what was not told right: at most one in fifty."""
    all_of_it = [each for name in sessions.names() for each in truth(sessions.read(name))]
    unseen = [each for outcomes in UNSEEN.values() for each in outcomes]
    assert 1 - len(unseen) / len(all_of_it) >= LEAST_RIGHT
