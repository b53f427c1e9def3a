"""Puts damaged edits into damaged files for minutes, and looks at what must always hold.

Each edit is made from its own seed. What fails is saved with it, below `.cache/bench/soak`.
"""

from __future__ import annotations

import json
import random
import signal
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.apply.engine import apply_edit
from honed.apply.result import Applied, Format, Refused
from honed.core.text import apply_edits, encode
from tests.bench import apply
from tests.bench.applying.case import Case
from tests.bench.applying.judge import markers_left, new_faults
from tests.bench.applying.mutation import mutated, noise
from tests.bench.machine import ROOT, facts
from tests.bench.table import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

    from tests.bench.options import Options

FOLDER = ROOT / ".cache" / "bench" / "soak"
MAX_SECONDS = 2.0
HANGS_SECONDS = 20
MAX_BYTES = 1_000_000
SEED_COMMITS = 12
SHORT_MINUTES = 0.2
SNIPPETS = {Format.LAZY, Format.DECLARATION, Format.WHOLE_FILE}


@attrs.define
class Soak:
    """What was seen so far; `failed` counts by what did not hold."""

    edits: int = 0
    slowest_s: float = 0.0
    became: Counter[str] = attrs.field(factory=Counter)
    failed: Counter[str] = attrs.field(factory=Counter)


def run(options: Options) -> list[Grid]:
    """Apply damaged edits for so many minutes, print each minute how many."""
    made = apply.cases(
        options.repositories or (ROOT,), attrs.evolve(options, count=options.count or SEED_COMMITS)
    )
    minutes = SHORT_MINUTES if options.short else options.minutes
    soak = Soak()
    started = told = time.monotonic()
    for number, case in enumerate(damaged(made, options.seed)):
        problem, seconds = watched(case)
        soak.edits += 1
        soak.slowest_s = max(soak.slowest_s, seconds)
        if problem.startswith("!"):
            soak.failed[problem[1:].partition(":")[0]] += 1
            print("failed:", problem[1:], save(case, problem[1:], f"{options.seed}-{number}"))
        else:
            soak.became[problem] += 1
        if time.monotonic() - told >= 60:
            told = time.monotonic()
            print(f"minute {(told - started) / 60:.0f}: {soak.edits} edits", flush=True)
        if time.monotonic() - started >= 60 * minutes:
            break
    about = facts() | {"seed": str(options.seed), "made from": f"{len(made)} cases"}
    return [_grid(soak, (time.monotonic() - started) / 60, about)]


def damaged(made: Sequence[Case], seed: int) -> Iterator[Case]:
    """Yield cases without end, each from its own seed."""
    number = 0
    while True:
        chance = random.Random(f"{seed}-{number}")
        base, other = chance.choice(made), chance.choice(made)
        original = mutated(base.original, other.original, chance)
        edit = mutated(chance.choice((base, base, base, other)).edit, other.edit, chance)
        if chance.random() < 0.05:
            edit = noise(chance)
        if chance.random() < 0.05:
            original = noise(chance)
        chosen = chance.choice((None, None, None, *Format))
        yield attrs.evolve(
            base,
            original=original,
            edit=edit,
            expected=None,
            language=chance.choice((base.language, base.language, other.language, None)),
            format=chosen,
        )
        number += 1


def watched(case: Case) -> tuple[str, float]:
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
    """Return module and line of the engine in which an error was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [each for each in frames if "honed" in Path(each.filename).parts] or frames
    return f"{Path(inside[-1].filename).name} {inside[-1].lineno}"


def check(case: Case) -> str:
    """Return `applied` or the reason of the refusal; "!" and words where something is not so."""
    # One thread works: on an idle machine that is the time by the clock.
    started = time.process_time()
    result = _apply(case)
    seconds = time.process_time() - started
    size = max(len(encode(case.original)), len(encode(case.edit)))
    if seconds > MAX_SECONDS and size <= MAX_BYTES:
        return f"!slow: {seconds:.1f} s"
    if _apply(case) != result:
        return "!differs: the second time"
    if isinstance(result, Refused):
        return str(result.reason) if result.message and result.advice else "!refused without words"
    return next(_wrong(case, result), "applied")


def _wrong(case: Case, result: Applied) -> Iterator[str]:
    """Yield what must be so of an applied edit and is not."""
    if not 0 <= result.confidence <= 1:
        yield f"!confidence: {result.confidence}"
    if apply_edits(encode(case.original), result.edits) != encode(result.text):
        yield "!edits: they do not make the text"
    if case.format == Format.WHOLE_FILE:
        return
    if faults := new_faults(case, result.text):
        yield f"!syntax: {faults} errors more"
    if result.format in SNIPPETS and markers_left(case, result.text):
        yield "!marker: left in the text"


def _apply(case: Case) -> Applied | Refused:
    return apply_edit(case.original, case.edit, case.language, case.filename, format=case.format)


def save(case: Case, problem: str, seed: str) -> Path:
    """Write a case that failed, and return where."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"apply-{seed}.json"
    record = {"problem": problem, "seed": seed} | attrs.asdict(case)
    path.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    return path


def read(path: Path) -> Case:
    """Return a case that was saved."""
    record = json.loads(path.read_text("utf-8"))
    return Case(**{field.name: record[field.name] for field in attrs.fields(Case)})


def _grid(soak: Soak, minutes: float, about: dict[str, str]) -> Grid:
    rows = [
        ["edits", str(soak.edits)],
        ["edits a minute", f"{soak.edits / max(minutes, 1e-9):.0f}"],
        ["slowest, applied twice and looked at, s", f"{soak.slowest_s:.2f}"],
        *([f"became: {name}", str(number)] for name, number in soak.became.most_common()),
        *([f"failed: {name}", str(number)] for name, number in soak.failed.most_common()),
        ["failed, all", str(soak.failed.total())],
    ]
    about["minutes"] = f"{minutes:.1f}"
    return Grid("soak apply", about, ("what", "number"), rows, is_bad=bool(soak.failed))
