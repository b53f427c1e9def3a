"""What a check-up finds, as values; imports nothing that can be broken."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

REINSTALL = "Install honed anew: pip install --force-reinstall honed"
REPORT = "If it stays, report it to honed's developers."


class Level(StrEnum):
    """How well it is: FAIL keeps honed, or something that it was told to use, from working."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Check(NamedTuple):
    """What was looked at, how it is, and what to do; `advice` is "" where nothing is to be done."""

    section: str
    name: str
    level: Level
    message: str
    advice: str = ""
