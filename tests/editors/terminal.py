"""A program on a terminal of its own, with keys pressed and nobody looking."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import struct
import subprocess
import termios
import threading
from collections import deque
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

ROWS, COLUMNS = 40, 120
SHOWN = 400
"""So many of the last writes to the screen are kept, to be read when a test fails."""


@attrs.define(eq=False)
class Terminal:
    """The keyboard of a running program; its screen is read and mostly forgotten."""

    process: subprocess.Popen[bytes]
    keyboard: int
    shown: deque[bytes]
    reader: threading.Thread

    def keys(self, keys: str) -> None:
        """Press keys, as a terminal encodes them."""
        os.write(self.keyboard, keys.encode())

    def close(self, patience_s: float) -> None:
        """Wait until the program has left, kill it if it does not, and give the terminal back."""
        try:
            self.process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        # Closed too early, its number might be another file's while the thread still reads it.
        self.reader.join(patience_s)
        if not self.reader.is_alive():
            os.close(self.keyboard)


def start(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Terminal:
    """Start a program on a new terminal, which is its controlling one."""
    keyboard, screen = pty.openpty()
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    process = subprocess.Popen(
        ["setsid", "--ctty", *command],
        cwd=folder,
        env={**os.environ, "TERM": "xterm-256color", **environment},
        stdin=screen,
        stdout=screen,
        stderr=screen,
    )
    os.close(screen)
    shown: deque[bytes] = deque(maxlen=SHOWN)
    reader = threading.Thread(target=_read, args=[keyboard, shown], daemon=True)
    reader.start()
    return Terminal(process, keyboard, shown, reader)


def _read(keyboard: int, shown: deque[bytes]) -> None:
    # A program that nobody reads stands still when the terminal is full.
    with contextlib.suppress(OSError):
        while data := os.read(keyboard, 1 << 16):
            shown.append(data)
