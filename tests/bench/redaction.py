"""`scripts/bench redaction`: which tokens are found, and how much ordinary code is touched.

The forms are those of `tests/core/token_forms.py`. Lines are those of the files at HEAD of each
repository, at most `--count` files of it, drawn by the seed; without one, of this project. Data,
such as JSON with its ids and hashes, is no code and left out.
"""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING

from honed.core.redact import redact
from honed.syntax import languages
from tests.bench.git import Blobs, files_at
from tests.bench.machine import ROOT, facts
from tests.bench.table import Grid
from tests.core.test_token_forms import seen
from tests.core.token_forms import FORMS, hidden

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.bench.options import Options

VALUES, SHORT_VALUES = 200, 5
FILES, SHORT_FILES = 300, 5
DATA = {"json", "html", "css"}
MOST_SHARE = 1 / 1000


def run(options: Options) -> Sequence[Grid]:
    """Return how many values of each form are found, and the lines that are touched."""
    return [_forms(options), _lines(options)]


def _forms(options: Options) -> Grid:
    values = SHORT_VALUES if options.short else VALUES
    rows, whole = [], 0
    for name, (line, make, stays) in FORMS.items():
        found = 0
        for number in range(values):
            value = make(Random(f"{name} {options.seed} {number}"))
            found += not seen(hidden(value, stays), redact(line.format(value)))
        whole += found == values
        if found < values:
            rows.append((name, f"{found}", f"{values}"))
    rows.insert(0, ("forms of which all values are found", f"{whole}", f"{len(FORMS)}"))
    about = facts() | {"values of a form": str(values), "seed": str(options.seed)}
    return Grid("redaction: tokens", about, ("form", "found", "of"), rows)


def _lines(options: Options) -> Grid:
    rows, lines, touched, seconds = [], 0, 0, 0.0
    for repository in options.repositories or (ROOT,):
        number = changed = 0
        for text in _texts(repository, options):
            started = time.perf_counter()
            found = redact(text)
            seconds += time.perf_counter() - started
            number += sum(1 for line in text.split("\n") if line.strip())
            changed += _changed(text, found)
        rows.append((_name(repository), f"{number:,}", str(changed), _share(changed, number)))
        lines, touched = lines + number, touched + changed
    rows.append(("all", f"{lines:,}", str(touched), _share(touched, lines)))
    about = facts() | {
        "a line takes": f"{seconds / max(1, lines) * 1e6:.0f} µs",
        "limit": f"{MOST_SHARE * 1000:g} in a thousand",
    }
    columns = ("lines that are not blank", "number", "touched", "in a thousand")
    return Grid("redaction: ordinary code", about, columns, rows)


def _texts(repository: Path, options: Options) -> Iterator[str]:
    """Yield files in languages that honed knows, drawn by the seed."""
    files = [each for each in files_at(repository) if _is_code(each[0])]
    Random(options.seed).shuffle(files)
    most = options.count or (SHORT_FILES if options.short else FILES)
    with Blobs(repository) as blobs:
        for _, name in files[:most]:
            yield (blobs.read(name) or b"").decode("utf-8", "replace")


def _is_code(path: str) -> bool:
    language = languages.by_path(path)
    return language is not None and language.name not in DATA


def _changed(text: str, found: str) -> int:
    """Return how many lines differ; a key of several lines is as many as it had."""
    before, after = text.split("\n"), found.split("\n")
    if len(before) != len(after):
        return len(before) - len(after) + 1
    return sum(one != other for one, other in zip(before, after, strict=True))


def _name(repository: Path) -> str:
    path = repository.resolve()
    return path.parent.name if path.name == "repo" else path.name


def _share(part: int, whole: int) -> str:
    return f"{1000 * part / max(1, whole):.2f}"
