"""`honed.applySnippet` and the action on a selected snippet, as an editor sees them."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from honed.lsp.merge import APPLY_SNIPPET
from honed.services import merging
from tests.lsp.wire import USUAL, Json, Wire, applied
from tests.services.test_merging import AFTER, BEFORE, BLOCK, SNIPPET

if TYPE_CHECKING:
    from honed.core.model import Trajectory
    from honed.services.merging import Asked, Merge

URI = "untitled:a.py"
ABSENT = BLOCK.replace("return 2", "return 4")
INVALID_PARAMS = -32602
MERGE = "refactor.rewrite.honed.merge"
RESOLVES: Json = {
    "textDocument": {
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}},
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        }
    },
    "workspace": USUAL["workspace"],
}


@attrs.define
class Desk:
    """A client with one document, which makes the edits that it is asked to make."""

    wire: Wire
    text: str
    version: int = 1
    makes_edits: bool = True
    seen: int = 0

    async def change(self, text: str) -> None:
        """Let the document have another text."""
        self.text, self.version = text, self.version + 1
        await self.wire.change(URI, self.version, {"text": text})

    async def command(self, *arguments: Any, meanwhile: str | None = None) -> Json:
        """Send the command, make what it asks for, and return its answer.

        `meanwhile` is typed before the answer to the command can be there.
        """
        self.wire.last_id += 1
        asked, params = self.wire.last_id, {"command": APPLY_SNIPPET, "arguments": [*arguments]}
        method = "workspace/executeCommand"
        request = {"jsonrpc": "2.0", "id": asked, "method": method, "params": params}
        await self.wire.say(request)
        if meanwhile is not None:
            await self.change(meanwhile)
        await self.wire.until(lambda each: is_answer(each, asked) or self.is_edit(each))
        for edit in filter(self.is_edit, self.wire.outlet.messages):
            await self.make(edit)
        [answer] = await self.wire.until(lambda each: is_answer(each, asked))
        self.wire.settle()
        return answer

    def is_edit(self, message: Json) -> bool:
        """Return whether a message asks for an edit that was not made yet."""
        is_new = self.wire.outlet.messages.index(message) >= self.seen
        return is_new and message.get("method") == "workspace/applyEdit"

    async def make(self, message: Json) -> None:
        """Make an edit, tell of it, and answer."""
        self.seen = len(self.wire.outlet.messages)
        edit = message["params"]["edit"]
        [document] = edit["documentChanges"]
        assert document["textDocument"] == {"uri": URI, "version": self.version}
        if self.makes_edits:
            await self.change(applied(self.text, edit))
        answer = {"applied": self.makes_edits}
        await self.wire.say({"jsonrpc": "2.0", "id": message["id"], "result": answer})

    async def actions(self, selection: str, **context: Any) -> list[Json]:
        """Return the merges that are offered where this is selected."""
        start = self.text.index(selection)
        params = {
            "textDocument": {"uri": URI},
            "range": {"start": self.at(start), "end": self.at(start + len(selection))},
            "context": {"diagnostics": []} | context,
        }
        found = (await self.wire.ask("textDocument/codeAction", params))["result"] or []
        return [each for each in found if each["kind"] == MERGE]

    def at(self, place: int) -> Json:
        """Return the position of a character, in UTF-16 units."""
        line, start = self.text.count("\n", 0, place), self.text.rfind("\n", 0, place) + 1
        return {"line": line, "character": len(self.text[start:place].encode("utf-16-le")) // 2}

    @property
    def messages(self) -> list[str]:
        """What was shown to the user."""
        sent = self.wire.outlet.messages
        shown = (each for each in sent if each.get("method") == "window/showMessage")
        return [each["params"]["message"] for each in shown]

    @property
    def rows(self) -> list[Trajectory]:
        """The trajectories, oldest first."""
        self.wire.settle()
        state = self.wire.server.workspace_state
        store = state.learner._persistence._stores[state.folders.loose]
        return store.recent(100)[::-1]


def is_answer(message: Json, request_id: int) -> bool:
    """Return whether a message answers a request."""
    return message.get("id") == request_id and "method" not in message


async def desk_with(wire: Wire, text: str = BEFORE, client: Json | None = None) -> Desk:
    """Return a client that has opened a document."""
    await wire.begin(client)
    await wire.open(URI, text)
    wire.settle()
    return Desk(wire, text)


class TestCommand:
    """`honed.applySnippet`."""

    @pytest.mark.parametrize(
        "arguments",
        [
            [{"uri": URI, "snippet": BLOCK}],
            [URI, BLOCK],
            [URI, BLOCK, None],
            [URI, BLOCK, {"format": "search_replace", "instruction": "Use the constant."}],
        ],
    )
    async def test_merges(self, wire: Wire, arguments: list[Any]) -> None:
        """The editor makes the edit, and the answer says how; nothing is shown."""
        desk = await desk_with(wire)
        answer = (await desk.command(*arguments))["result"]
        assert desk.text == wire.text(URI) == AFTER
        assert (answer["status"], answer["strategy"]) == ("applied", "exact_replace")
        assert desk.messages == []
        assert [(row.kind, row.outcome) for row in desk.rows] == [("merge", "accepted")]

    async def test_as_soon_as_the_document_is_open(self, wire: Wire) -> None:
        """The answer waits until it is known whether the file is to be left alone."""
        await wire.begin()
        await wire.open(URI, BEFORE)
        desk = Desk(wire, BEFORE)
        assert (await desk.command(URI, BLOCK))["result"]["status"] == "applied"

    async def test_before_what_was_learned_is_read(self, wire: Wire) -> None:
        """A merge needs nothing of that."""
        desk = await desk_with(wire)
        wire.server.workspace_state.folders.loose.is_ready = False
        assert (await desk.command(URI, BLOCK))["result"]["status"] == "applied"

    async def test_undone(self, wire: Wire) -> None:
        """The text goes back: the trajectory tells it."""
        desk = await desk_with(wire)
        await desk.command(URI, BLOCK)
        await desk.change(BEFORE)
        assert [(row.kind, row.outcome) for row in desk.rows] == [("merge", "undone")]

    async def test_refused_noop(self, wire: Wire) -> None:
        """No edit is sent, the answer has the reason, and a message shows it."""
        desk = await desk_with(wire)
        answer = (await desk.command(URI, ABSENT))["result"]
        assert (answer["status"], answer["reason"]) == ("refused", "not_found")
        [message] = desk.messages
        assert message == f"honed: not merged: {answer['message']}; {answer['advice']}"
        assert desk.text == wire.text(URI) == BEFORE
        assert desk.rows == []

    async def test_places_are_told(self, wire: Wire) -> None:
        """Of what is ambiguous, in the message as in the answer."""
        desk = await desk_with(wire, BEFORE.replace("return 3", "return 2"))
        answer = (await desk.command(URI, BLOCK))["result"]
        assert [each["line"] for each in answer["candidates"]] == [9, 13]
        assert "(line 9, 13)" in desk.messages[0]

    async def test_what_is_deleted_is_told(self, wire: Wire) -> None:
        """Also where it was right to delete it."""
        desk = await desk_with(wire)
        gone = "\n\ndef third():\n    return 3\n"
        block = f"<<<<<<< SEARCH\n{gone}=======\n>>>>>>> REPLACE\n"
        answer = (await desk.command(URI, block))["result"]
        assert desk.text == BEFORE.replace(gone, "")
        assert answer["deleted"]
        assert desk.messages == [f"honed: merged; deleted: {'; '.join(answer['deleted'])}"]

    async def test_nothing_to_do_noop(self, wire: Wire) -> None:
        """No edit is sent where the file says it already."""
        desk = await desk_with(wire)
        answer = (await desk.command(URI, BEFORE, {"format": "whole_file"}))["result"]
        assert answer["status"] == "applied"
        assert desk.messages == ["honed: the file says all of this already"]
        assert desk.version == 1

    async def test_typed_meanwhile_noop(self, wire: Wire) -> None:
        """What was found for an older text is given up, or refused by the editor."""
        desk = await desk_with(wire)
        desk.makes_edits = False
        newer = "# new\n" + BEFORE
        answer = (await desk.command(URI, BLOCK, meanwhile=newer))["result"]
        assert (answer["status"], answer["reason"]) == ("refused", "unavailable")
        assert wire.text(URI) == newer

    async def test_two_at_once_noop(self, wire: Wire) -> None:
        """The second is for a text that the first changes, which not every editor notices."""
        desk = await desk_with(wire)
        other = BLOCK.replace("return 2", "return 3")
        ids = [wire.last_id + 1, wire.last_id + 2]
        wire.last_id += 2
        for number, snippet in zip(ids, (BLOCK, other), strict=True):
            params = {"command": APPLY_SNIPPET, "arguments": [URI, snippet]}
            method = "workspace/executeCommand"
            await wire.say({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        await wire.until(lambda each: is_answer(each, ids[0]) or is_answer(each, ids[1]))
        [edit] = filter(desk.is_edit, wire.outlet.messages)
        await desk.make(edit)
        answers = []
        for number in ids:
            answers += await wire.until(partial(is_answer, request_id=number))
        assert sorted(each["result"]["status"] for each in answers) == ["applied", "refused"]
        assert desk.version == 2
        assert desk.text == wire.text(URI)
        assert (await desk.command(URI, other))["result"]["status"] == "applied"

    async def test_the_editor_declines_noop(self, wire: Wire) -> None:
        """Nothing was made, and nothing is recorded, not even if it is typed later."""
        desk = await desk_with(wire)
        desk.makes_edits = False
        answer = (await desk.command(URI, BLOCK))["result"]
        assert answer["reason"] == "unavailable"
        await desk.change(AFTER)
        assert [row.kind for row in desk.rows] == []

    async def test_an_editor_that_makes_no_edits_noop(self, wire: Wire) -> None:
        """It is told at once."""
        desk = await desk_with(wire, client={})
        answer = (await desk.command(URI, BLOCK))["result"]
        assert answer["reason"] == "unavailable"
        assert "honed apply" in desk.messages[0]

    async def test_distrusted_noop(self, wire: Wire) -> None:
        """A document whose versions went backwards is not changed; saved with its text, it is."""
        desk = await desk_with(wire)
        await wire.change(URI, 0, {"text": BEFORE + "#\n"})
        desk.version = 0
        assert (await desk.command(URI, BLOCK))["result"]["reason"] == "unavailable"
        await wire.save(URI, BEFORE)
        assert (await desk.command(URI, BLOCK))["result"]["status"] == "applied"

    @pytest.mark.parametrize("scope", ["everything", "buffer", "kind", "language"])
    async def test_off_noop(self, wire: Wire, scope: str) -> None:
        """A switch says why."""
        desk = await desk_with(wire)
        value = {"kind": "merge", "language": "python"}.get(scope, "")
        toggle = {"scope": scope, "value": value, "uri": URI, "on": False}
        params = {"command": "honed.toggle", "arguments": [toggle]}
        await wire.ask("workspace/executeCommand", params)
        answer = (await desk.command(URI, BLOCK))["result"]
        assert answer["reason"] == "unavailable"
        assert "off" in answer["message"]

    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            [1],
            [URI],
            [{"uri": URI}],
            [{"snippet": BLOCK}],
            [{"uri": URI, "snippet": 1}],
            [URI, BLOCK, 1],
            [URI, BLOCK, {"format": "klingon"}],
            [URI, BLOCK, {"instruction": 1}],
            ["untitled:nowhere", BLOCK],
        ],
    )
    async def test_what_makes_no_sense_is_an_error_noop(
        self, wire: Wire, arguments: list[Any]
    ) -> None:
        """InvalidParams, with a message."""
        desk = await desk_with(wire)
        error = (await desk.command(*arguments))["error"]
        assert error["code"] == INVALID_PARAMS
        assert error["message"]

    async def test_others_are_served_meanwhile(
        self, wire: Wire, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A merge that takes its time keeps no request waiting."""
        desk = await desk_with(wire)
        loop, waiting = asyncio.get_running_loop(), asyncio.Event()
        merge, go_on = merging.merge, asyncio.Event()

        def slowly(asked: Asked) -> Merge:
            loop.call_soon_threadsafe(waiting.set)
            asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(20)
            return merge(asked)

        monkeypatch.setattr(merging, "merge", slowly)
        command = asyncio.create_task(desk.command(URI, BLOCK))
        await waiting.wait()
        wire.last_id += 100
        assert (await wire.ask("honed/status"))["result"]["documents"] == 1
        go_on.set()
        assert (await command)["result"]["status"] == "applied"


async def test_a_failure_of_ours_costs_one_answer_noop(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command is an error, the action has no edits; what comes next is served."""

    def fail(_: Asked) -> Merge:
        raise RuntimeError

    desk = await desk_with(wire, f"{BEFORE}\n{SNIPPET}", RESOLVES)
    [action] = await desk.actions(SNIPPET)
    with monkeypatch.context() as broken:
        broken.setattr(merging, "merge", fail)
        assert "error" in await desk.command(URI, BLOCK)
        assert (await wire.ask("codeAction/resolve", action))["result"] is None
    assert (await desk.command(URI, BLOCK))["result"]["status"] == "applied"


async def test_cancelled_noop(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made when the developer no longer waits, and the thread ends quietly."""
    desk = await desk_with(wire)
    found = asyncio.Event()
    loop, merge = asyncio.get_running_loop(), merging.merge

    def slowly(asked: Asked) -> Merge:
        asyncio.run_coroutine_threadsafe(found.wait(), loop).result(20)
        return merge(asked)

    monkeypatch.setattr(merging, "merge", slowly)
    params = {"command": APPLY_SNIPPET, "arguments": [URI, BLOCK]}
    request = {"jsonrpc": "2.0", "id": "x", "method": "workspace/executeCommand", "params": params}
    await wire.say(request)
    await wire.tell("$/cancelRequest", {"id": "x"})
    found.set()
    [answer] = await wire.until(lambda each: each.get("id") == "x")
    assert "error" in answer
    assert desk.text == wire.text(URI)


class TestAction:
    """The code action where a snippet is selected."""

    async def test_is_resolved_and_merged(self, wire: Wire) -> None:
        """It has no edits before it is resolved; then the snippet goes, and the file has it."""
        desk = await desk_with(wire, f"# 🙂\n{BEFORE}\n{SNIPPET}", RESOLVES)
        [action] = await desk.actions(SNIPPET)
        assert "edit" not in action
        action = (await wire.ask("codeAction/resolve", action))["result"]
        await desk.change(applied(desk.text, action["edit"]))
        assert desk.text == f"# 🙂\n{AFTER}"
        await wire.ask("workspace/executeCommand", action["command"])
        assert [(row.kind, row.outcome) for row in desk.rows] == [("merge", "accepted")]

    async def test_comes_with_its_edits_where_none_are_resolved(self, wire: Wire) -> None:
        """The same in one step."""
        desk = await desk_with(wire, f"{SNIPPET}\n{BEFORE}")
        [action] = await desk.actions(SNIPPET)
        assert applied(desk.text, action["edit"]) == AFTER

    async def test_by_command_alone(self, wire: Wire) -> None:
        """A client without action literals gets a command that asks it for the edit."""
        desk = await desk_with(wire, f"{BEFORE}\n{SNIPPET}", {"workspace": USUAL["workspace"]})
        start = desk.text.index(SNIPPET)
        params = {
            "textDocument": {"uri": URI},
            "range": {"start": desk.at(start), "end": desk.at(start + len(SNIPPET))},
            "context": {"diagnostics": []},
        }
        [command] = (await wire.ask("textDocument/codeAction", params))["result"]
        assert command["command"] == "honed.apply"

    @pytest.mark.parametrize("kinds", [["refactor"], ["refactor.rewrite"], [MERGE], []])
    async def test_kinds_that_ask_for_it(self, wire: Wire, kinds: list[str]) -> None:
        """It is a rewrite; whoever asks, the editor by itself too."""
        desk = await desk_with(wire, f"{BEFORE}\n{SNIPPET}", RESOLVES)
        assert await desk.actions(SNIPPET, only=kinds)
        assert await desk.actions(SNIPPET, only=kinds, triggerKind=2)

    @pytest.mark.parametrize("kinds", [["quickfix"], ["refactor.rewrite.honed.edit"]])
    async def test_other_kinds_noop(self, wire: Wire, kinds: list[str]) -> None:
        """Who asks for something else does not get it."""
        desk = await desk_with(wire, f"{BEFORE}\n{SNIPPET}", RESOLVES)
        assert await desk.actions(SNIPPET, only=kinds) == []

    async def test_no_snippet_noop(self, wire: Wire) -> None:
        """Code of the file, and the cursor alone, are offered nothing."""
        desk = await desk_with(wire, f"{BEFORE}\n{SNIPPET}", RESOLVES)
        assert await desk.actions(BEFORE) == []
        assert await desk.actions("") == []

    async def test_refused_is_told_when_it_is_resolved_noop(self, wire: Wire) -> None:
        """The action stays without edits."""
        snippet = SNIPPET.replace("def second():", "def (((:")
        desk = await desk_with(wire, f"{BEFORE}\n{snippet}", RESOLVES)
        [action] = await desk.actions(snippet)
        resolved = (await wire.ask("codeAction/resolve", action))["result"]
        assert "edit" not in resolved
        [message] = desk.messages
        assert message.startswith("honed: not merged: ")

    async def test_resolved_too_late_noop(self, wire: Wire) -> None:
        """The text has moved on."""
        desk = await desk_with(wire, f"{BEFORE}\n{SNIPPET}", RESOLVES)
        [action] = await desk.actions(SNIPPET)
        await desk.change("# new\n" + desk.text)
        assert "edit" not in (await wire.ask("codeAction/resolve", action))["result"]
