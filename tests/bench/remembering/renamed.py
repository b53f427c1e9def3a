"""Does code whose names were all changed find its original? By the shapes of its tokens."""

from __future__ import annotations

import random
import time
import tokenize
from typing import TYPE_CHECKING

import numpy as np

from honed.retrieval.embed import ShapeEmbedder
from tests.bench.machine import facts
from tests.bench.remembering import pairs
from tests.bench.table import Grid, quantile
from tests.renaming import renamed, tokens_of

if TYPE_CHECKING:
    from tests.bench.options import Options

COUNTS, SHORT_COUNTS = (200, 3_000), (50,)
LENGTHS = range(20, 121)
COLUMNS = ("originals", "recall@1", "recall@10", "p50 ms", "p95 ms")


def table(options: Options) -> list[Grid]:
    """Return one row for each number of originals."""
    chance = random.Random(options.seed)
    originals = _functions()
    chance.shuffle(originals)
    counts = SHORT_COUNTS if options.short else COUNTS
    rows = [_row(originals[:count], chance) for count in counts]
    about = facts() | {
        "texts": f"functions of Python's standard library, {LENGTHS[0]} to {LENGTHS[-1]} tokens",
        "seed": str(options.seed),
        "time": "of embedding the renamed function and comparing it with all",
    }
    return [Grid("memory: renamed code", about, COLUMNS, rows)]


def _functions() -> list[list[str]]:
    """Return the tokens of functions that differ in more than names."""
    found = {}
    for each in pairs.standard_library():
        try:
            tokens = tokens_of(each.code)
        except (SyntaxError, tokenize.TokenError):
            # A part of a longer text that is not whole without it.
            continue
        if len(tokens) in LENGTHS:
            found["\0".join("" if token.isidentifier() else token for token in tokens)] = tokens
    return list(found.values())


def _row(originals: list[list[str]], chance: random.Random) -> tuple[str, ...]:
    embedder = ShapeEmbedder()
    vectors = np.stack([embedder.embed(tokens) for tokens in originals])
    ranks, seconds = [], []
    for number, tokens in enumerate(originals):
        changed = renamed(tokens, chance)
        begun = time.perf_counter()
        cosines = np.vecdot(vectors, embedder.embed(changed))
        seconds.append(time.perf_counter() - begun)
        ranks.append(int((cosines > cosines[number]).sum()))
    found = np.array(ranks)
    times = sorted(seconds)
    return (
        str(len(originals)),
        f"{(found < 1).mean():.3f}",
        f"{(found < 10).mean():.3f}",
        *(f"{1000 * quantile(times, share):.2f}" for share in (0.5, 0.95)),
    )
