"""Recorded sessions: how they lie in tests/data/sessions, and what is kept of a recording.

A file is called EDITOR-VERSION-STORY.jsonl. Its first line is the header, a `Header`; every other
line is a `Line`: one message. What an editor says of itself at the start is long and always the
same, so it lies beside in EDITOR-VERSION.initialize.json, and `read` puts it back.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import attrs

FOLDER = Path(__file__).parents[1] / "data" / "sessions"
WORKSPACE = "/workspace"


@attrs.frozen
class Line:
    """One message: seconds since the first, who sent it (`client` or `server`), and what."""

    t: float
    sender: str
    message: dict[str, Any]


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
    lines = [Line(each["t"], each["from"], each["message"]) for each in map(json.loads, texts)]
    for line in lines:
        if line.message.get("method") == "initialize":
            path = FOLDER / f"{about['editor']}-{about['version']}.initialize.json"
            line.message["params"] = json.loads(path.read_text("utf-8"))
    return Session(lines=lines, **about)


def write(about: dict[str, Any], raw: list[dict[str, Any]], folder: Path) -> Path:
    """Keep a recording, without what belongs to the machine it was made on; return its file."""
    raw = normalised(raw, folder)
    stem = f"{about['editor']}-{about['version']}"
    for line in raw:
        if line["message"].get("method") == "initialize":
            (FOLDER / f"{stem}.initialize.json").write_text(
                json.dumps(line["message"]["params"], indent=1, sort_keys=True) + "\n", "utf-8"
            )
            line["message"]["params"] = {}
    path = FOLDER / f"{stem}-{about['story']}.jsonl"
    path.write_text("".join(_json(each) + "\n" for each in (about, *raw)), "utf-8")
    return path


def normalised(raw: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """Return the lines of a recording with /workspace for its folder, from the time 0 on."""
    text = json.dumps(raw, ensure_ascii=False)
    text = text.replace(str(folder), WORKSPACE)
    text = re.sub(re.escape(f'"{folder.name}"'), '"workspace"', text)
    lines: list[dict[str, Any]] = json.loads(text)
    start = lines[0]["t"] if lines else 0.0
    for line in lines:
        line["t"] = round(line["t"] - start, 3)
        line["message"].pop("jsonrpc", None)
        if line["message"].get("method") == "initialize":
            params = line["message"]["params"]
            params["processId"] = None
    return lines


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
