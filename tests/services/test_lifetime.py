"""A process that computes for ever ends with the one that started it, and at its limit."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and parents")

ORPHANED = """
import subprocess, sys
child = "from honed.services.lifetime import end_with_parent as end; end(); print(flush=True)\\n"
process = subprocess.Popen([sys.executable, "-c", child + "while True: pass"])
sys.stdin.read()
"""
LIMITED = """
import re
from honed.services.lifetime import time_limit
with time_limit({seconds}):
    re.match("(a+)+$", "a" * {length} + "b")
"""


def test_it_ends_with_its_parent() -> None:
    """The child holds the output open as long as it lives, and reads nothing."""
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHANED], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    assert parent.stdout.readline()
    parent.kill()
    parent.wait(30)
    assert parent.stdout.read() == b""
    parent.stdin.close()
    parent.stdout.close()


def test_it_ends_at_the_limit() -> None:
    """Though it never gives the interpreter back, as an unhappy regular expression does."""
    code = LIMITED.format(seconds=1, length=60)
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGALRM


@pytest.mark.parametrize("seconds", [0, 30])
def test_within_the_limit_noop(seconds: int) -> None:
    """What is done in time, or has no limit, goes on."""
    code = LIMITED.format(seconds=seconds, length=5)
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
