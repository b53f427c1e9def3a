"""The recorded sessions: complete, true to themselves, short, and of no one machine."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from honed.core.text import Text, encode
from tests.editors import sessions
from tests.editors.stories import STORIES

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 40_000
MACHINE = re.compile(r"/(?:tmp|home|root|usr|opt|work|Users)/|file:///(?!workspace\b)")
NAMES = sessions.names()


def test_every_story_is_recorded() -> None:
    """Each story is recorded in every editor that it can be played in."""
    recorded = {(session.editor, session.story) for session in map(sessions.read, NAMES)}
    assert recorded == {
        (editor, story.name) for story in STORIES.values() for editor in story.editors
    }


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


@pytest.mark.parametrize("name", [each for each in NAMES if not each.endswith("-miscounted")])
def test_changes_lead_to_what_was_saved(name: str) -> None:
    """The changes, applied one after another, give the text that the editor sends when it saves.

    Helix 25.01 sends some out of order; what that leads to is anybody's guess.
    """
    at, saved = 0.0, 0
    versions: dict[str, int] = {}
    for line, texts in sessions.texts(sessions.read(name).lines):
        assert line.t >= at
        at = line.t
        document: Any = (line.message.get("params") or {}).get("textDocument", {})
        uri, version = document.get("uri"), document.get("version")
        match line.message.get("method"):
            case "textDocument/didOpen":
                versions[uri] = version
            case "textDocument/didChange" if uri in versions:
                if version > versions[uri]:
                    versions[uri] = version
                else:
                    del versions[uri]
            case "textDocument/didSave":
                text = encode(line.message["params"]["text"])
                assert texts[uri].data == text or uri not in versions
                texts[uri] = Text(text)
                versions.setdefault(uri, 0)
                saved += 1
            case _:
                pass
    assert saved
