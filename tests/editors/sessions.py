"""Recorded sessions: how they lie in tests/data/sessions, and what is kept of a recording.

A file is called EDITOR-VERSION-STORY.jsonl. Its first line is the header, a `Header`; every other
line is a `Line`: one message. What an editor says of itself at the start is long and always the
same, so it lies beside in EDITOR-VERSION.initialize.json, and `read` puts it back.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
from lsprotocol import types
from lsprotocol.converters import get_converter

from honed.core.text import Text, encode
from honed.lsp.positions import changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = Path(__file__).parents[1] / "data" / "sessions"
WORKSPACE = "/workspace"


@attrs.frozen
class Line:
    """One message: seconds since the first, who sent it (`client` or `server`), and what."""

    t: float
    sender: str
    message: dict[str, Any]


def parsed(line: str) -> Line:
    """Return a line as the recorder writes it."""
    each = json.loads(line)
    return Line(each["t"], each["from"], each["message"])


@attrs.frozen
class Session:
    """A recorded session, and what truly happened in it, in order (see `stories.Truth`)."""

    editor: str
    version: str
    story: str
    expected: list[dict[str, str]]
    lines: list[Line]

    @property
    def name(self) -> str:
        """The name of its file, without the ending."""
        return f"{self.editor}-{self.version}-{self.story}"


def names() -> list[str]:
    """Return the names of all sessions."""
    return sorted(path.stem for path in FOLDER.glob("*.jsonl"))


def read(name: str) -> Session:
    """Return a session as the editor and honed held it."""
    header, *texts = (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()
    about = json.loads(header)
    lines = [parsed(each) for each in texts]
    for line in lines:
        if line.message.get("method") == "initialize":
            path = FOLDER / f"{about['editor']}-{about['version']}.initialize.json"
            line.message["params"] = json.loads(path.read_text("utf-8"))
    return Session(lines=lines, **about)


def write(session: Session) -> Path:
    """Keep a session; return its file."""
    for line in session.lines:
        if line.message.get("method") == "initialize":
            about = FOLDER / f"{session.editor}-{session.version}.initialize.json"
            params = json.dumps(line.message["params"], indent=1, sort_keys=True)
            about.write_text(params + "\n", "utf-8")
            line.message["params"] = {}
    header = attrs.asdict(session, filter=lambda field, _: field.name != "lines")
    rows = [{"t": each.t, "from": each.sender, "message": each.message} for each in session.lines]
    path = FOLDER / f"{session.name}.jsonl"
    path.write_text("".join(_json(each) + "\n" for each in (header, *rows)), "utf-8")
    return path


def normalised(lines: list[Line], folder: Path) -> list[Line]:
    """Return the lines of a recording without what belongs to the machine, from the time 0 on.

    The project's `folder` becomes /workspace.
    """
    made = []
    for line in lines:
        text = json.dumps(line.message).replace(str(folder), WORKSPACE)
        message = json.loads(text)
        message.pop("jsonrpc", None)
        if message.get("method") == "initialize":
            message["params"]["processId"] = None
        made.append(Line(round(line.t - lines[0].t, 3), line.sender, message))
    return made


def texts(lines: Iterable[Line]) -> Iterator[tuple[Line, dict[str, Text]]]:
    """Yield each line with the texts of all open documents after it, by their URIs."""
    convert = get_converter().structure
    encoding = types.PositionEncodingKind.Utf16
    now: dict[str, Text] = {}
    for line in lines:
        params: Any = line.message.get("params")
        result = line.message.get("result")
        if isinstance(result, dict) and "capabilities" in result:
            encoding = types.PositionEncodingKind(result["capabilities"]["positionEncoding"])
        match line.message.get("method"):
            case "textDocument/didOpen":
                item = params["textDocument"]
                now[item["uri"]] = Text(encode(item["text"]))
            case "textDocument/didChange":
                change = convert(params, types.DidChangeTextDocumentParams)
                uri = change.text_document.uri
                now[uri], _ = changed(now[uri], change.content_changes, encoding)
            case _:
                pass
        yield line, now


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
