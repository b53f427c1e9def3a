"""The proxy that records: what it passes on, what it writes down, and that it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.editors.desk import Wire, until

if TYPE_CHECKING:
    from pathlib import Path

ECHO = """
import json, sys
while head := sys.stdin.buffer.readline():
    sys.stdin.buffer.readline()
    message = json.loads(sys.stdin.buffer.read(int(head.split(b":")[1])))
    if "id" in message:
        answer = json.dumps({"id": message["id"], "result": message["method"]}).encode()
        sys.stdout.buffer.write(b"Content-Length: %d\\r\\n\\r\\n%s" % (len(answer), answer))
        sys.stdout.buffer.flush()
"""


def framed(message: dict[str, Any]) -> bytes:
    """Return a message as it is sent."""
    body = json.dumps(message, ensure_ascii=False).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def test_passes_on_and_writes_down(tmp_path: Path) -> None:
    """Both sides get every byte; the file has every message, and who asks aside stays out of it."""
    wire = Wire(tmp_path / "recording", tmp_path / "socket")
    command = wire.command(sys.executable, "-c", ECHO)
    said = {"method": "say", "params": "漢字 😀"}
    asked = {"id": 1, "method": "ask"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as recorder:
        assert recorder.stdin is not None
        assert recorder.stdout is not None
        recorder.stdin.write(framed(said) + framed(asked))
        recorder.stdin.flush()
        answer = framed({"id": 1, "result": "ask"})
        assert recorder.stdout.read(len(answer)) == answer
        assert wire.status() == "honed/status"
        recorder.stdin.close()
        assert recorder.stdout.read() == b""
        assert recorder.wait() == 0
    assert [(line.sender, line.message) for line in wire.lines()] == [
        ("client", said),
        ("client", asked),
        ("server", {"id": 1, "result": "ask"}),
    ]
    assert (wire.said("say"), wire.answers("ask")) == (1, ["ask"])


def test_ends_with_its_server(tmp_path: Path) -> None:
    """An editor whose server dies sees its output close, as without the recorder."""
    wire = Wire(tmp_path / "recording", tmp_path / "socket")
    command = wire.command(sys.executable, "-c", "raise SystemExit(3)")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as recorder:
        until(lambda: recorder.poll() is not None)
        assert recorder.returncode == 3
