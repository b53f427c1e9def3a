"""Generations to store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from honed.core.corpus import Generation, StoredShard, TokenLog, paths_of
from honed.core.vocabulary import made_of
from honed.store.corpus.generations import CorpusFiles

if TYPE_CHECKING:
    from pathlib import Path

WORDS = (b"", b"alpha", b"beta", b"\n")


def shard(*names: str) -> StoredShard:
    """Return a shard in which each file holds all words."""
    tokens = np.array([1, 2, 3, 0] * len(names), np.int32)
    starts = np.arange(len(names) + 1, dtype=np.int32) * 4
    rows = starts[:-1]
    log = TokenLog(tokens, starts, paths_of(names), rows, np.zeros_like(rows))
    places = np.arange(len(tokens), dtype=np.int32)
    many = np.arange(len(names), dtype=np.int64)
    return StoredShard(log, places, places[::-1].copy(), many + 5, many + 7)


def generation(*shards: StoredShard) -> Generation:
    """Return a generation of these shards."""
    return Generation(0, made_of(WORDS, len), shards)


@pytest.fixture
def files(tmp_path: Path) -> CorpusFiles:
    """Return where a corpus can be written."""
    return CorpusFiles(tmp_path / "data" / "corpus", "test")


def names_in(found: Generation) -> list[str]:
    """Return the paths of all files."""
    return [each.log.paths[at] for each in found.shards for at in range(len(each.log.paths))]
