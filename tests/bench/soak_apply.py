"""Puts damaged edits into damaged files for minutes, and looks at what must always hold.

Each edit is made from its own seed. What fails is saved with it, below `.cache/bench/soak`.
"""

from __future__ import annotations

import json
import random
import time
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
from tests.bench.soaking import FOLDER, SHORT_MINUTES, grid, soaked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.bench.options import Options
    from tests.bench.table import Grid

MAX_SECONDS = 2.0
MAX_BYTES = 1_000_000
SEED_COMMITS = 12
SNIPPETS = {Format.LAZY, Format.DECLARATION, Format.WHOLE_FILE}


def run(options: Options) -> list[Grid]:
    """Apply damaged edits for so many minutes."""
    made = apply.cases(
        options.repositories or (ROOT,), attrs.evolve(options, count=options.count or SEED_COMMITS)
    )
    soak, minutes = soaked(
        damaged(made, options.seed),
        check,
        lambda case, problem, number: save(case, problem, f"{options.seed}-{number}"),
        SHORT_MINUTES if options.short else options.minutes,
    )
    about = facts() | {"seed": str(options.seed), "made from": f"{len(made)} cases"}
    return [grid("soak apply", soak, minutes, about)]


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
