"""The decisions that learning algorithms are compared on: gathered once, replayed many times.

One engine goes through the end of a history; at each edit its candidates are kept with what they
led to. They are the product's own, made with all that it remembers then, so that what differs
between two algorithms is nothing but the order in which they put the same candidates.
"""

from __future__ import annotations

import hashlib
import pickle
from typing import TYPE_CHECKING

import attrs

from tests.bench.applying.commits import title
from tests.bench.machine import ROOT, commit
from tests.bench.replaying import work
from tests.bench.replaying.pipe import PipeEngine
from tests.bench.replaying.trajectories import places

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.replaying.engine import OpenEngine
    from tests.bench.replaying.trajectories import Place

CACHE = ROOT / ".cache" / "bench"
_MAKES_CANDIDATES = ROOT / "server" / "honed" / "suggest"


@attrs.frozen
class History:
    """What was met in one history, oldest first; the last `window` places are the test."""

    name: str
    before: tuple[Place, ...]
    window: tuple[Place, ...]

    @property
    def choices(self) -> int:
        """How many places of the window have a choice."""
        return sum(each.is_choice for each in self.window)


def gathered(repository: Path, before: int, window: int) -> History:
    """Return what is met in the last `before + window` edits; from the cache where it was met."""
    key = f"{repository.resolve()} {commit(repository)} {before} {window} {_sources()}"
    path = CACHE / f"decisions-{hashlib.sha256(key.encode()).hexdigest()[:16]}.pickle"
    if path.exists():
        found: History = pickle.loads(path.read_bytes())  # noqa: S301 - written below
        return found
    history = _gathered(repository, before, window)
    CACHE.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(history))
    return history


def _gathered(repository: Path, before: int, window: int) -> History:
    read = work.read(repository, before + window)
    test = work.latest(read.commits, window)
    earlier = work.latest(read.commits[: len(read.commits) - len(test)], before)
    engine: OpenEngine = PipeEngine()
    try:
        return History(
            title(repository), tuple(places(earlier, engine)), tuple(places(test, engine))
        )
    finally:
        engine.stop()


def _sources() -> str:
    """Return what names the code that candidates and their features come from."""
    found = hashlib.sha256()
    for path in sorted(_MAKES_CANDIDATES.iterdir()):
        if path.is_file():
            found.update(path.read_bytes())
    return found.hexdigest()[:16]
