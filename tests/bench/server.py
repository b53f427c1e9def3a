"""`scripts/bench server`: how long a real server lets an editor wait, and what memory it takes.

Three servers answer the same requests: honed with a full store, honed with an empty one, and a
server of pygls that does nothing (`floor`), whose times no server on pygls can go below.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from lsprotocol import types

from honed.lsp import scripted
from tests.bench import floor, machine, sitting
from tests.bench.probe import Found, Probe, Timings, thread_ms
from tests.bench.sitting import BUSY, FULL, INDEXING, OPTIONS, SEED, SHORT, Sitting, Sizes
from tests.bench.stock import PATTERNS_NOW, Stock, document, fill, stock
from tests.bench.table import Row, Table, numbers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

START = "start to the answer of initialize"
READY = "start to the patterns being read"
LOADING = "status until the patterns are read"

_REQUEST = {"median": 3.0, "p95": 10.0}
_COMPLETION = {"median": 5.0, "p95": 10.0}
_INDEXING = {"p95": 12.0}
_KEY = {"p95": 5.0}
LIMITS: Mapping[str, Mapping[str, float]] = {
    START: {"median": 0.7},
    sitting.AUTOMATIC: _REQUEST,
    sitting.AUTOMATIC + BUSY: _REQUEST,
    sitting.INVOKED: _REQUEST,
    sitting.INVOKED + BUSY: _REQUEST,
    sitting.COMPLETION: _COMPLETION,
    sitting.COMPLETION + BUSY: _COMPLETION,
    sitting.INLINE: _COMPLETION,
    sitting.INLINE + BUSY: _COMPLETION,
    sitting.COMPLETION + INDEXING: _INDEXING,
    sitting.INLINE + INDEXING: _INDEXING,
    sitting.CHANGE_SHORT: _KEY,
    sitting.CHANGE_SHORT + BUSY: _KEY,
    sitting.CHANGE_LONG: _KEY,
    sitting.CHANGE_LONG + BUSY: _KEY,
    sitting.MEMORY_START: {"median": 90.0},
    sitting.MEMORY_OPEN: {"median": 150.0},
}
CAPABILITIES = attrs.evolve(
    scripted.CAPABILITIES,
    text_document=attrs.evolve(
        scripted.CAPABILITIES.text_document or types.TextDocumentClientCapabilities(),
        inline_completion=types.InlineCompletionClientCapabilities(),
    ),
)
ORDER = (START, READY, LOADING, *sitting.MEASURES)
_FLOOR = [sys.executable, str(Path(floor.__file__))]


def run(repositories: Sequence[Path], *, short: bool = False) -> Table:
    """Measure; the patterns are learned of the first repository, or of made-up edits."""
    sizes = SHORT if short else FULL
    repository = repositories[0] if repositories else None
    filling = stock(repository, sizes.patterns, sizes.edits, SEED)
    facts = machine.facts() | {
        "patterns": f"{filling.patterns:,} of {filling.origin}; the last {PATTERNS_NOW} of the"
        " session that goes on, of the others every tenth proven",
        "sizes": ", ".join(f"{name} {value}" for name, value in attrs.asdict(sizes).items()),
        "seed": str(SEED),
    }
    with tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(_Bench(Path(folder), filling, sizes).rows())
    return Table("server", facts | {"load at the end": machine.facts()["load"]}, rows)


@attrs.frozen
class _Bench:
    """One run; all that servers write lies below `root`."""

    root: Path
    stock: Stock
    sizes: Sizes

    async def rows(self) -> list[Row]:
        """Start one server after the other, and put each through the same."""
        full, empty, bare = Found(), Found(), Found()
        full[START], bare[START] = await self._starts()
        fill(self.stock, self.root / "full", self._folder("full"))
        for _ in range(self.sizes.loads):
            await self._load(full)
        async with self._running("floor", _FLOOR) as probe:
            await Sitting(probe, self.stock, self.sizes, bare).at_rest()
        for name, found in (("empty", empty), ("full", full)):
            async with self._running(name, self._serving(name)) as probe:
                await probe.editor.settled()
                await Sitting(probe, self.stock, self.sizes, found).everything()
        text = document(self.stock, 1_000)
        for number in range(self.sizes.indexed):
            path = self._folder("indexed") / f"package{number % 20}" / f"module{number}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"# File {number}\n{text}", "utf-8")
        async with self._running("indexed", self._serving("indexed")) as probe:
            await Sitting(probe, self.stock, self.sizes, full).while_indexing()
        return [
            _row(name, full[name], empty.get(name), bare.get(name))
            for name in ORDER
            if name in full and full[name].wall
        ]

    async def _starts(self) -> tuple[Timings, Timings]:
        """Time honed and the floor in turns, so that a busy machine is busy for both."""
        found = (Timings(), Timings())
        for _ in range(self.sizes.starts):
            for command, timings in zip((self._serving("start"), _FLOOR), found, strict=True):
                client = scripted.new_client()
                begun = time.perf_counter()
                editor = await scripted.connect(client, self._folder("start"), command)
                timings.wall.append(time.perf_counter() - begun)
                computed = thread_ms(Probe(editor).process_id)
                timings.cpu += [] if computed is None else [computed / 1000]
                await editor.status()
                await scripted.stop(editor)
        return found

    async def _load(self, found: Found) -> None:
        """Start a server on the full store and ask for its status until it has read it."""
        begun = time.perf_counter()
        async with self._running("full", self._serving("full")) as probe:
            status = probe.editor.status
            while not scripted.is_ready(await probe.timed(found[LOADING], status())):
                pass
            found[READY].wall.append(time.perf_counter() - begun)

    @asynccontextmanager
    async def _running(self, name: str, command: Sequence[str]) -> AsyncIterator[Probe]:
        client = scripted.new_client()
        editor = await scripted.connect(
            client, self._folder(name), command, capabilities=CAPABILITIES, options=OPTIONS
        )
        try:
            yield Probe(editor)
        finally:
            await scripted.stop(editor)

    def _serving(self, name: str) -> list[str]:
        log = str(self.root / f"{name}.log")
        return scripted.serving(self.root / name, "--log-file", log)

    def _folder(self, name: str) -> Path:
        folder = self.root / "folders" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def _row(name: str, full: Timings, empty: Timings | None, bare: Timings | None) -> Row:
    found = numbers(full.wall)
    assert found is not None
    unit = "s" if name in {START, READY} else "MB" if name in sitting.MEMORY else "ms"
    beside = {
        "server's CPU": numbers(full.cpu),
        "empty store": numbers(empty.wall) if empty else None,
        "pygls alone": numbers(bare.wall) if bare else None,
    }
    note = f"{full.hits} of {len(full.wall)} answers offered something" if full.hits else ""
    return Row(name, unit, found, beside, LIMITS.get(name, {}), note)
