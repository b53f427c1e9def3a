"""A proxy between an editor and its server that writes down every message of both.

    python recorder.py FILE SOCKET COMMAND ARGUMENT…

An editor starts it in the server's place. A message is passed on as it came, and then written to
FILE as a line of JSON: `{"t": seconds, "from": "client" or "server", "message": {…}}`, what led to
something else always before it. Who connects to SOCKET and writes the name of a method on a line
gets the server's answer to that request on a line; of that neither the editor nor the file learns
anything.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
OWN = "recorder-aside-"
"""The ids of requests that the editor did not make begin so; honed says it in nothing else."""


class Recorder:
    """The messages between the editor and one server process."""

    def __init__(self, server: subprocess.Popen[bytes], file: IO[str]) -> None:
        """Nothing is passed on before `run`."""
        assert server.stdin is not None
        assert server.stdout is not None
        self._server = server
        self._to_server, self._from_server = server.stdin, server.stdout
        self._file = file
        self._start = time.monotonic()
        self._sending = threading.Lock()
        self._writing = threading.Lock()
        self._unwritten: deque[tuple[float, str, bytes]] = deque()
        self._answers: SimpleQueue[Any] = SimpleQueue()

    def run(self) -> int:
        """Pass messages on until both sides have ended; return the server's exit code."""
        upward = threading.Thread(target=self._from_editor, daemon=True)
        upward.start()
        for whole, body in messages(self._from_server):
            if OWN.encode() in body:
                self._answers.put(json.loads(body).get("result"))
                continue
            self._note("server", body)
            sys.stdout.buffer.write(whole)
            sys.stdout.buffer.flush()
            self._write()
        return self._server.wait()

    def answer(self, listener: socket.socket) -> None:
        """Put the questions of whoever connects to the server, one after another."""
        for number in count():
            connection, _ = listener.accept()
            with connection, connection.makefile("rw", encoding="utf-8") as lines:
                method = lines.readline().strip()
                question = {
                    "jsonrpc": "2.0",
                    "id": f"{OWN}{number}",
                    "method": method,
                    "params": {},
                }
                body = json.dumps(question).encode()
                with contextlib.suppress(BrokenPipeError):
                    self._send(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
                    lines.write(json.dumps(self._answers.get()) + "\n")

    def _from_editor(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            for whole, body in messages(sys.stdin.buffer):
                self._note("client", body)
                self._send(whole)
                self._write()
        self._to_server.close()

    def _send(self, whole: bytes) -> None:
        with self._sending:
            self._to_server.write(whole)
            self._to_server.flush()

    def _note(self, side: str, body: bytes) -> None:
        self._unwritten.append((round(time.monotonic() - self._start, 3), side, body))

    def _write(self) -> None:
        with self._writing:
            while self._unwritten:
                at, side, body = self._unwritten.popleft()
                line = {"t": at, "from": side, "message": json.loads(body)}
                self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()


def messages(stream: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield each message of a stream, with its head as it came, and its body alone."""
    while True:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = stream.readline()
            if not line:
                return
            head += line
        length = LENGTH.search(head)
        assert length is not None, head
        body = stream.read(int(length[1]))
        yield head + body, body


def main() -> int:
    """Record until the editor has left."""
    file, address, *command = sys.argv[1:]
    with (
        Path(file).open("a", encoding="utf-8") as recording,
        socket.socket(socket.AF_UNIX) as listener,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server,
    ):
        recorder = Recorder(server, recording)
        Path(address).unlink(missing_ok=True)
        listener.bind(address)
        listener.listen()
        threading.Thread(target=recorder.answer, args=[listener], daemon=True).start()
        return recorder.run()


if __name__ == "__main__":
    # A thread waits for input that may never come; only leaving at once ends it.
    os._exit(main())
