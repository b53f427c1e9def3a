"""What a check-up finds, as values; nothing is imported here that can be broken."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from honed.core.errors import HonedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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


def fenced(section: str, name: str, look: Callable[[], Iterable[Check]]) -> Iterator[Check]:
    """Yield what `look` finds, and what ended it, as a check of that name."""
    try:
        yield from look()
    except HonedError as error:
        yield Check(section, name, Level.FAIL, str(error))
    except Exception as error:  # noqa: BLE001 - whatever is broken is what is looked for
        message = f"cannot be checked: {type(error).__name__}: {error}"
        advice = REINSTALL if isinstance(error, ImportError) else REPORT
        yield Check(section, name, Level.FAIL, message, advice)
