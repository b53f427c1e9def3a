"""The HNSW graph beside exact search with numpy in the same run: recall, time and size.

The vectors are made up: clusters, as edits of one kind are, each query near a vector of one.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from honed.retrieval.table import DIMENSIONS
from honed.store import hnsw
from tests.bench.machine import facts
from tests.bench.table import Grid, quantile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from tests.bench.options import Options

    Vectors = NDArray[np.float32]

SIZES, SHORT_SIZES = (1_000, 10_000, 100_000), (500,)
QUERIES, SHORT_QUERIES = 200, 20
WANTED = 10
CLUSTER = 20
SPREAD = 1.0
"""How long what is added to a cluster's middle, of unit length, is."""

_AT_ONCE = 20_000
COLUMNS = (
    "vectors", "recall@10", "graph p50 µs", "p95 µs", "exact p50 µs", "times faster",
    "bytes a vector", "build s",
)  # fmt: skip


def table(options: Options) -> list[Grid]:
    """Return one row for each size; with `--count` one more."""
    about = facts() | {
        "vectors": f"made up, {DIMENSIONS} dimensions, clusters of {CLUSTER}",
        "exact": "numpy, float32, all products and the ten greatest",
        "seed": str(options.seed),
    }
    if not hnsw.is_available():
        note = "hnswlib is not installed: vectors are searched exactly"
        return [Grid("memory: graph", about, ("note",), [(note,)])]
    sizes = SHORT_SIZES if options.short else (*SIZES, *([options.count] if options.count else []))
    queries = SHORT_QUERIES if options.short else QUERIES
    rows = [_row(size, queries, np.random.default_rng(options.seed)) for size in sizes]
    return [Grid("memory: graph", about, COLUMNS, rows)]


def _row(size: int, queries: int, chance: np.random.Generator) -> tuple[str, ...]:
    vectors = np.empty((size, DIMENSIONS), np.float32)
    for start, part in _made(size, chance):
        vectors[start : start + len(part)] = part
    with tempfile.TemporaryDirectory() as folder:
        graph = hnsw.new(Path(folder), DIMENSIONS, size)
        begun = time.perf_counter()
        for start in range(0, size, _AT_ONCE):
            numbers = np.rint(127 * vectors[start : start + _AT_ONCE]).astype(np.int8)
            graph.add(np.arange(start, start + len(numbers)), numbers)
        built = time.perf_counter() - begun
        file_bytes = graph.save(str(Path(folder) / "graph"))
        near, exact, right = [], [], 0
        for row in chance.integers(size, size=queries):
            query = _unit(vectors[row] + _noise(1, chance)[0] / 2)
            begun = time.perf_counter()
            found = graph.nearest(query, WANTED)
            near.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            truth = _exact(vectors, query)
            exact.append(time.perf_counter() - begun)
            right += len({each.pattern_id for each in found} & set(truth.tolist()))
    near.sort()
    exact.sort()
    fast, slow = quantile(near, 0.5), quantile(exact, 0.5)
    return (
        f"{size:,}",
        f"{right / (WANTED * queries):.3f}",
        f"{1e6 * fast:.0f}",
        f"{1e6 * quantile(near, 0.95):.0f}",
        f"{1e6 * slow:.0f}",
        f"{slow / fast:.1f}",
        f"{file_bytes / size:.0f}",
        f"{built:.1f}",
    )


def _made(size: int, chance: np.random.Generator) -> Iterator[tuple[int, Vectors]]:
    """Yield vectors of unit length, in parts, each with the number of its first."""
    for start in range(0, size, _AT_ONCE):
        count = min(_AT_ONCE, size - start)
        middles = _unit(chance.standard_normal((count // CLUSTER + 1, DIMENSIONS), np.float32))
        yield start, _unit(np.repeat(middles, CLUSTER, axis=0)[:count] + _noise(count, chance))


def _noise(count: int, chance: np.random.Generator) -> Vectors:
    noise = chance.standard_normal((count, DIMENSIONS), np.float32)
    return np.asarray(SPREAD / np.sqrt(DIMENSIONS) * noise, np.float32)


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32)


def _exact(vectors: Vectors, query: Vectors) -> NDArray[np.intp]:
    """Return the numbers of the ten nearest, in any order."""
    return np.argpartition(vectors @ query, -WANTED)[-WANTED:]
