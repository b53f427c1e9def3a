"""The recorded sessions: complete, true to themselves, short, and of no one machine."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from lsprotocol import types
from lsprotocol.converters import get_converter

from honed.core.text import Text, encode
from honed.lsp.positions import changed
from tests.editors import sessions
from tests.editors.stories import STORIES

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 40_000
MACHINE = re.compile(r"/(?:tmp|home|root|usr|opt|work|Users)/|file:///(?!workspace\b)")
NAMES = sessions.names()


def test_every_story_is_recorded() -> None:
    """No story is without a recording, and no recording without its story."""
    assert {sessions.read(name).story for name in NAMES} == set(STORIES)


@pytest.mark.parametrize("name", NAMES)
def test_header(name: str) -> None:
    """The file's name and its header agree, and what is expected is what the story says."""
    session = sessions.read(name)
    assert session.name == name
    assert session.expected == [attrs.asdict(each) for each in STORIES[session.story].expected]


@pytest.mark.parametrize("name", NAMES)
def test_short_and_of_no_machine(name: str) -> None:
    """A recording has no path of the machine that made it, and no more bytes than needed."""
    text = (sessions.FOLDER / f"{name}.jsonl").read_text("utf-8")
    assert len(text.encode()) < MAX_BYTES
    assert MACHINE.findall(text) == []


@pytest.mark.parametrize("path", sorted(sessions.FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_initialize_is_of_no_machine(path: Path) -> None:
    """Nor has what an editor says of itself."""
    text = path.read_text("utf-8")
    assert MACHINE.findall(text) == []
    assert json.loads(text)["processId"] is None


@pytest.mark.parametrize("name", NAMES)
def test_changes_lead_to_what_was_saved(name: str) -> None:
    """The changes, applied one after another, give the text that the editor sends when it saves."""
    convert = get_converter().structure
    encoding = types.PositionEncodingKind.Utf16
    texts: dict[str, Text] = {}
    at, saved = 0.0, 0
    for line in sessions.read(name).lines:
        assert line.t >= at
        at = line.t
        params: Any = line.message.get("params")
        result = line.message.get("result")
        if isinstance(result, dict) and "capabilities" in result:
            encoding = types.PositionEncodingKind(result["capabilities"]["positionEncoding"])
        match line.message.get("method"):
            case "textDocument/didOpen":
                item = params["textDocument"]
                texts[item["uri"]] = Text(encode(item["text"]))
            case "textDocument/didChange":
                change = convert(params, types.DidChangeTextDocumentParams)
                before = texts[change.text_document.uri]
                after, _ = changed(before, change.content_changes, encoding)
                texts[change.text_document.uri] = after
            case "textDocument/didSave":
                assert texts[params["textDocument"]["uri"]].data == encode(params["text"])
                saved += 1
            case _:
                pass
    assert saved
