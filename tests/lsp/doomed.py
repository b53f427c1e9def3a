"""A client that starts a server, says where it and its worker are, and waits to be killed.

python -m tests.lsp.doomed DATA_DIR [--tcp] [--named] [--survived-by-a-child]
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

from honed.lsp.scripted import serving


def main() -> None:
    """Print the ids of the server, its worker and a child as JSON; then wait."""
    data_dir, *flags = sys.argv[1:]
    command = serving(Path(data_dir), *(["--tcp", "127.0.0.1:0"] if "--tcp" in flags else []))
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin is not None
    assert server.stdout is not None
    source, target = server.stdout, server.stdin
    if "--tcp" in flags:
        host, port = server.stdout.readline().split()[-1].decode().split(":")
        connection = socket.create_connection((host, int(port)))
        source, target = connection.makefile("rb"), connection.makefile("wb")
    child = None
    if "--survived-by-a-child" in flags:
        # It holds the server's input open.
        waits = [sys.executable, "-c", "import time; time.sleep(600)"]
        child = subprocess.Popen(waits, pass_fds=[target.fileno()], stdout=subprocess.DEVNULL).pid
    process_id = os.getpid() if "--named" in flags else None
    hello: dict[str, Any] = {"capabilities": {}, "processId": process_id, "rootUri": None}
    ask(source, target, "initialize", hello)
    worker = None
    if "--before-initialized" not in flags:
        tell(target, {"method": "initialized", "params": {}})
        while worker is None:
            worker = ask(source, target, "honed/status", None)["workerId"]
    if "--after-shutdown" in flags:
        ask(source, target, "shutdown", None)
    sys.stdout.write(json.dumps({"server": server.pid, "worker": worker, "child": child}) + "\n")
    sys.stdout.flush()
    time.sleep(600)


def tell(target: IO[bytes], message: dict[str, Any]) -> None:
    """Send a message."""
    body = json.dumps({"jsonrpc": "2.0"} | message).encode()
    target.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    target.flush()


def ask(source: IO[bytes], target: IO[bytes], method: str, params: Any) -> Any:
    """Send a request; return its result. Nothing else comes from the server."""
    tell(target, {"id": 1, "method": method, "params": params})
    length = 0
    while (line := source.readline()).strip():
        if line.startswith(b"Content-Length"):
            length = int(line.split()[1])
    return json.loads(source.read(length))["result"]


if __name__ == "__main__":
    main()
