"""What fuzzers share: cases without end, each watched, and what fails saved with its seed."""

from __future__ import annotations

import signal
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import attrs

from tests.bench.machine import ROOT
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FrameType

FOLDER = ROOT / ".cache" / "bench" / "soak"
HANGS_SECONDS = 20
SHORT_MINUTES = 0.2

Case = TypeVar("Case")


@attrs.define
class Soak:
    """What was seen so far; `failed` counts by what did not hold."""

    cases: int = 0
    slowest_s: float = 0.0
    became: Counter[str] = attrs.field(factory=Counter)
    failed: Counter[str] = attrs.field(factory=Counter)


def soaked(
    cases: Iterable[Case],
    check: Callable[[Case], str],
    save: Callable[[Case, str, int], Path],
    minutes: float,
) -> tuple[Soak, float]:
    """Check cases for so many minutes, print each minute how many; return what came of them.

    `check` answers what became of a case, or "!" and what does not hold.
    """
    soak = Soak()
    started = told = time.monotonic()
    for number, case in enumerate(cases):
        problem, seconds = watched(case, check)
        soak.cases += 1
        soak.slowest_s = max(soak.slowest_s, seconds)
        if problem.startswith("!"):
            soak.failed[problem[1:].partition(":")[0]] += 1
            print("failed:", problem[1:], save(case, problem[1:], number))
        else:
            soak.became[problem] += 1
        if time.monotonic() - told >= 60:
            told = time.monotonic()
            print(f"minute {(told - started) / 60:.0f}: {soak.cases} cases", flush=True)
        if time.monotonic() - started >= 60 * minutes:
            break
    return soak, (time.monotonic() - started) / 60


def watched(case: Case, check: Callable[[Case], str]) -> tuple[str, float]:
    """Return what became of a case, or "!" and what does not hold; and the seconds."""

    def hangs(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    has_alarm = hasattr(signal, "SIGALRM")
    if has_alarm:
        signal.signal(signal.SIGALRM, hangs)
        signal.alarm(HANGS_SECONDS)
    started = time.perf_counter()
    try:
        return check(case), time.perf_counter() - started
    except TimeoutError as error:
        return f"!hangs: {_where(error)}", time.perf_counter() - started
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        words = f"{type(error).__name__}: {error}"
        return f"!raises in {_where(error)}: {words}", time.perf_counter() - started
    finally:
        if has_alarm:
            signal.alarm(0)


def _where(error: BaseException) -> str:
    """Return module and line of honed in which an error was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [each for each in frames if "honed" in Path(each.filename).parts] or frames
    return f"{Path(inside[-1].filename).name} {inside[-1].lineno}"


def grid(name: str, soak: Soak, minutes: float, about: dict[str, str]) -> Grid:
    """Return the table of a run; it is bad where something failed."""
    rows = [
        ["cases", str(soak.cases)],
        ["cases a minute", f"{soak.cases / max(minutes, 1e-9):.0f}"],
        ["slowest, made twice and looked at, s", f"{soak.slowest_s:.2f}"],
        *([f"became: {name}", str(number)] for name, number in soak.became.most_common()),
        *([f"failed: {name}", str(number)] for name, number in soak.failed.most_common()),
        ["failed, all", str(soak.failed.total())],
    ]
    about["minutes"] = f"{minutes:.1f}"
    return Grid(name, about, ("what", "number"), rows, is_bad=bool(soak.failed))
