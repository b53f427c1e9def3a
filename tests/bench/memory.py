"""What memory finds of what it is asked for, how fast, and what it weighs.

`docs/retrieval.md` says what the columns are. With `--calibrate` it learns the table of words from
the repositories and Python's standard library instead, and writes it (to `--table`, or into the
package).
"""

from __future__ import annotations

import time
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from honed.retrieval.table import save
from tests.bench.machine import facts
from tests.bench.quality import title
from tests.bench.remembering import graph, renamed, retrieval, training, weighing, weight
from tests.bench.table import Grid, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.options import Options

SHIPPED = Path(str(files("honed.retrieval"))) / "data"

TABLES: dict[str, Callable[[Options], Sequence[Table | Grid]]] = {
    "retrieval": retrieval.table,
    "renamed": renamed.table,
    "graph": graph.table,
    "weight": weight.table,
}
"""What `--suite` chooses from."""


def run(options: Options) -> list[Table | Grid]:
    """Return the tables, or what was learned."""
    if options.calibrate:
        return [_learned(options)]
    chosen = options.suites or TABLES
    return [found for name in TABLES if name in chosen for found in TABLES[name](options)]


def _learned(options: Options) -> Grid:
    """Learn the table of words and write it."""
    begun = time.perf_counter()
    texts = training.gather(options.repositories)
    words, vectors = training.train(texts, seed=options.seed)
    folder = options.table or SHIPPED
    save(folder, words, vectors, weighing.weighed(texts, words, seed=options.seed))
    size = sum(path.stat().st_size for path in folder.iterdir())
    about = facts() | {
        "texts": ", ".join(["Python's standard library", *map(title, options.repositories)]),
        "seed": str(options.seed),
        "written to": str(folder),
    }
    row = (str(len(texts)), str(len(words)), f"{size:,}", f"{time.perf_counter() - begun:.0f}")
    return Grid("memory: the table of words", about, ("pairs", "terms", "bytes", "s"), [row])
