"""Measures damaged files of all languages for minutes, and looks at what must always hold.

Each file is damaged from its own seed. What fails is saved with it, below `.cache/bench/soak`.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import attrs

from honed.core.text import Span, Text, encode
from honed.quality.analysis import analyse
from honed.quality.findings import find
from honed.syntax import languages
from honed.syntax.tree import parse
from tests.bench.applying.mutation import mutated, noise
from tests.bench.git import Blobs, files_at
from tests.bench.machine import ROOT, facts
from tests.bench.soaking import FOLDER, SHORT_MINUTES, grid, soaked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from honed.quality.values import QualityMetrics
    from tests.bench.options import Options
    from tests.bench.table import Grid

MAX_SECONDS_A_MEGABYTE = 10.0
LEAST_SECONDS = 1.0
MOST_FILES = 400
MOST_BYTES = 120_000


@attrs.frozen
class File:
    """A text, and the language that it is measured in."""

    text: str = attrs.field(repr=False)
    language: str
    seed: int = 0


def run(options: Options) -> list[Grid]:
    """Measure damaged files for so many minutes."""
    made = [each for path in options.repositories or (ROOT,) for each in files(path, options.seed)]
    # The first look in a language takes as long as its queries take to be read.
    for language in {each.language for each in made}:
        check(File("", language))
    soak, minutes = soaked(
        damaged(made, options.seed),
        check,
        lambda file, problem, number: save(file, problem, f"{options.seed}-{number}"),
        SHORT_MINUTES if options.short else options.minutes,
    )
    about = facts() | {"seed": str(options.seed), "made from": f"{len(made)} files"}
    return [grid("soak quality", soak, minutes, about)]


def damaged(made: Sequence[File], seed: int) -> Iterator[File]:
    """Yield files without end, each from its own seed."""
    number = 0
    while True:
        chance = random.Random(f"{seed}-{number}")
        base, other = chance.choice(made), chance.choice(made)
        text = mutated(base.text, other.text, chance)
        if chance.random() < 0.03:
            text = noise(chance)
        if chance.random() < 0.1:
            text = text[: chance.randrange(len(text) + 1)]
        language = other.language if chance.random() < 0.05 else base.language
        yield File(text, language, chance.randrange(1 << 30))
        number += 1


def check(file: File) -> str:
    """Return the language; "!" and words where something is not so."""
    text, language = Text(encode(file.text)), languages.by_name(file.language)
    started = time.process_time()
    found = analyse(text, language)
    seconds = time.process_time() - started
    if seconds > LEAST_SECONDS + MAX_SECONDS_A_MEGABYTE * len(text.data) / 1e6:
        return f"!slow: {seconds:.1f} s for {len(text.data):,} bytes"
    if analyse(text, language) != found:
        return "!differs: the second time"
    return next(_wrong(file, text, found), file.language)


def _wrong(file: File, text: Text, found: QualityMetrics) -> Iterator[str]:
    """Yield what must be so of what was measured and is not."""
    shares = (
        found.quality_score,
        found.security_score,
        found.best_practices,
        found.duplication,
        found.maintainability / 100,
    )
    if not all(0 <= share <= 1 for share in shares):
        yield f"!share: {shares}"
    if found.lines.total != len(text.data.splitlines()) or min(attrs.astuple(found.lines)) < 0:
        yield f"!lines: {found.lines}"
    least = sum(each.cyclomatic < 1 or each.cognitive < 0 for each in found.functions)
    if least or found.complexity < len(found.functions):
        yield f"!complexity: {found.complexity} in {len(found.functions)}"
    whole = Span(0, len(text.data))
    outside = [each for each in found.findings if not whole.contains(each.span)]
    if outside:
        yield f"!finding outside: {outside[0].id}"
    yield from _slices(file, text, found)


def _slices(file: File, text: Text, found: QualityMetrics) -> Iterator[str]:
    """Yield where a part of the text has findings that the whole has not."""
    tree = parse(text, languages.by_name(file.language))
    if tree is None or not text.data:
        return
    chance = random.Random(file.seed)
    start = chance.randrange(len(text.data))
    within = Span(start, min(len(text.data), start + chance.choice((1, 80, 4_000))))
    more = {(each.id, each.span) for each in find(tree, within)} - {
        (each.id, each.span) for each in found.findings
    }
    if more:
        yield f"!slice: {min(more)[0]}"


def files(repository: Path, seed: int) -> list[File]:
    """Return some files of a history as it stands, in languages that honed knows."""
    names = [
        (path, blob) for path, blob in files_at(repository) if languages.by_path(path) is not None
    ]
    chosen = random.Random(seed).sample(names, min(MOST_FILES, len(names)))
    found = []
    with Blobs(repository) as blobs:
        for path, blob in chosen:
            language, data = languages.by_path(path), blobs.read(blob)
            if language is not None and data and len(data) <= MOST_BYTES and b"\0" not in data:
                found.append(File(data.decode("utf-8", "replace"), language.name))
    return found


def save(file: File, problem: str, seed: str) -> Path:
    """Write a file that failed, and return where."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"quality-{seed}.{file.language}"
    path.write_bytes(encode(file.text))
    path.with_suffix(".txt").write_text(f"{problem}\n{file.language} {file.seed}\n", "utf-8")
    return path
