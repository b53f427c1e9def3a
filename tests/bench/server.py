"""`scripts/bench server`: how long a real server lets an editor wait, and what memory it takes.

Three servers answer the same requests: honed with a full store, honed with an empty one, and a
server of pygls that does nothing (`floor`), whose times no server on pygls can go below.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.lsp import scripted
from tests.bench import floor, machine
from tests.bench.probe import Probe, Timings, resident_mb, thread_ms
from tests.bench.stock import PATTERNS_NOW, Stock, document, fill, known_edits, stock
from tests.bench.table import Row, Table, numbers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

SEED = 1
OPTIONS = {"settleSeconds": 600}
"""Edits settle when they are saved or left, never in the middle of a measure."""

MAIN, SHORT_TEXT, LONG_TEXT = "main.py", "short.py", "long.py"
KEYS_A_PLACE = 20
QUEUED = 6
OFFER_PATIENCE_S = 20.0

START = "start to the answer of initialize"
READY = "start to the patterns being read"
LOADING = "status while the patterns are read"
AUTOMATIC = "code action, automatic"
INVOKED = "code action, invoked"
COMPLETION = "completion"
BUSY = " while learning"
CHANGE_LONG = "didChange, 10,000 lines"
CHANGE_SHORT = "didChange, 1,000 lines"
DURABLE = "save to durable"
OFFERED = "save to the first offer elsewhere"
MEMORY_START = "memory at start"
MEMORY_OPEN = "memory, all patterns and files open"
MEMORY_LATER = "memory after an hour's edits"
MEMORY_WORKER = "memory of the worker process"

_REQUEST = {"median": 3.0, "p95": 10.0}
LIMITS: Mapping[str, Mapping[str, float]] = {
    START: {"median": 0.7},
    AUTOMATIC: _REQUEST,
    AUTOMATIC + BUSY: _REQUEST,
    INVOKED: _REQUEST,
    INVOKED + BUSY: _REQUEST,
    COMPLETION: _REQUEST,
    COMPLETION + BUSY: _REQUEST,
    CHANGE_LONG: {"p95": 5.0},
    CHANGE_SHORT: {"p95": 5.0},
    MEMORY_START: {"median": 90.0},
    MEMORY_OPEN: {"median": 150.0},
}
_SECONDS = {START, READY}
_MEMORY = {MEMORY_START, MEMORY_OPEN, MEMORY_LATER, MEMORY_WORKER}


@attrs.frozen
class Sizes:
    """How much of everything; `edits` are learned while requests are timed."""

    patterns: int
    starts: int
    loads: int
    requests: int
    keys: int
    files: int
    edits: int
    offers: int


FULL = Sizes(
    patterns=5_000, starts=10, loads=3, requests=400, keys=400, files=100, edits=300, offers=20
)
SHORT = Sizes(patterns=60, starts=1, loads=1, requests=20, keys=20, files=3, edits=6, offers=2)

Found = dict[str, Timings]


def run(repositories: Sequence[Path], *, short: bool = False) -> Table:
    """Measure; the patterns are learned of the first repository, or of made-up edits."""
    sizes = SHORT if short else FULL
    repository = repositories[0] if repositories else None
    filling = stock(repository, sizes.patterns, sizes.edits, SEED)
    facts = machine.facts() | {
        "patterns": f"{filling.patterns:,} of {filling.origin}; the last {PATTERNS_NOW}"
        " of the session that goes on, of the others every tenth proven",
        "sizes": ", ".join(f"{name} {value}" for name, value in attrs.asdict(sizes).items()),
        "seed": str(SEED),
    }
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(Path(folder), filling, sizes)
        rows = asyncio.run(bench.rows())
    return Table("server", facts | {"load at the end": machine.facts()["load"]}, rows)


@attrs.frozen
class _Bench:
    """One run; all that servers write lies below `root`."""

    root: Path
    stock: Stock
    sizes: Sizes

    async def rows(self) -> list[Row]:
        starts = await self._starts()
        full, empty, bare = Found(), Found(), Found()
        data = self.root / "full"
        fill(self.stock, data, self._folder("full"))
        for _ in range(self.sizes.loads):
            async with self._honed("full", full, is_loading=True):
                pass
        async with self._floor() as probe:
            await self._at_rest(probe, bare)
        async with self._honed("empty", empty) as probe:
            await self._all(probe, empty)
        async with self._honed("full", full) as probe:
            await self._all(probe, full)
        for name, found in starts.items():
            {"honed": full, "floor": bare}[name][START] = found
        return [
            _row(name, full[name], empty.get(name), bare.get(name))
            for name in _ORDER
            if full[name].wall
        ]

    async def _starts(self) -> dict[str, Timings]:
        """Time both servers in turns, so that a busy machine is busy for both."""
        found = {"honed": Timings(), "floor": Timings()}
        for _ in range(self.sizes.starts):
            for name, timings in found.items():
                client = scripted.new_client()
                command = _FLOOR if name == "floor" else scripted.serving(self.root / "start")
                begun = time.perf_counter()
                editor = await scripted.connect(
                    client, self._folder("start"), command, options=OPTIONS
                )
                timings.wall.append(time.perf_counter() - begun)
                computed = thread_ms(Probe(editor).process_id)
                timings.cpu += [] if computed is None else [computed / 1000]
                await editor.status()
                await scripted.stop(editor)
        return found

    def _folder(self, name: str) -> Path:
        folder = self.root / "folders" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @asynccontextmanager
    async def _floor(self) -> AsyncIterator[Probe]:
        editor = await scripted.connect(scripted.new_client(), self._folder("floor"), _FLOOR)
        try:
            yield Probe(editor)
        finally:
            await scripted.stop(editor)

    @asynccontextmanager
    async def _honed(
        self, name: str, found: Found, *, is_loading: bool = False
    ) -> AsyncIterator[Probe]:
        """Start a server on a store and wait until it has read it."""
        log = str(self.root / f"{name}.log")
        command = scripted.serving(self.root / name, "--log-file", log)
        begun = time.perf_counter()
        editor = await scripted.connect(
            scripted.new_client(), self._folder(name), command, options=OPTIONS
        )
        probe = Probe(editor)
        try:
            loading = found.setdefault(LOADING, Timings()) if is_loading else Timings()
            while not scripted.is_ready(await probe.timed(loading, editor.status())):
                pass
            if is_loading:
                ready = found.setdefault(READY, Timings())
                ready.wall.append(time.perf_counter() - begun)
            await editor.settled()
            yield probe
        finally:
            await scripted.stop(editor)

    async def _all(self, probe: Probe, found: Found) -> None:
        # The worker starts in the background; without it the memory is that of the server alone.
        found[MEMORY_START] = _one(resident_mb(probe.process_id))
        text = document(self.stock, 1_000)
        names = [f"open{number}.py" for number in range(self.sizes.files)]
        for number, name in enumerate(names):
            probe.editor.open(name, f"# File {number}\n{text}")
            await probe.ask(name, 500)
        found[MEMORY_OPEN] = _one(resident_mb(probe.process_id))
        await self._at_rest(probe, found)
        await self._while_learning(probe, found)
        worker = (await probe.status())["workerId"]
        found[MEMORY_WORKER] = _one(resident_mb(worker) if worker else None)
        found[MEMORY_LATER] = _one(resident_mb(probe.process_id))
        await self._offers(probe, found)

    async def _at_rest(self, probe: Probe, found: Found) -> None:
        text = document(self.stock, 1_000)
        lines, places = self._places(text)
        probe.editor.open(MAIN, text)
        await probe.ask(MAIN, 0)
        for name, invoked in ((AUTOMATIC, False), (INVOKED, True)):
            found[name] = Timings()
            await probe.actions(MAIN, lines, found[name], invoked=invoked)
        found[COMPLETION] = Timings()
        await probe.complete(MAIN, places, found[COMPLETION])
        await probe.editor.settled()
        for name, file, times in ((CHANGE_SHORT, SHORT_TEXT, 1), (CHANGE_LONG, LONG_TEXT, 10)):
            probe.editor.open(file, text * times)
            await probe.ask(file, 0)
            found[name] = await self._typing(probe, file, text * times)

    async def _typing(self, probe: Probe, name: str, text: str) -> Timings:
        """Write statements into a text, each where a blank line stands at the margin."""
        barriers = Timings()
        for _ in range(self.sizes.keys // 2):
            await probe.timed(barriers, probe.editor.status())
        found = Timings()
        chance = random.Random(SEED)
        for line in chance.sample(_margins(text), self.sizes.keys // KEYS_A_PLACE):
            word = "".join(chance.choices("bdfgklmnprst", k=KEYS_A_PLACE // 2))
            statement = f"{word} = {word[::-1]}"[:KEYS_A_PLACE]
            await probe.type(name, line, statement, found)
        probe.close(name)
        await probe.editor.settled()
        return found.without(barriers)

    def _places(self, text: str) -> tuple[list[int], list[tuple[int, int, str]]]:
        """Return the lines to ask at, and places to type at; half of both know an edit if enough do."""
        chance = random.Random(SEED)
        known = known_edits(self.stock, text)
        content = text.splitlines()
        count = self.sizes.requests
        lines = chance.sample(sorted(known), min(len(known), count // 2))
        others = [number for number, line in enumerate(content) if line.strip() and number not in known]
        lines += chance.sample(others, min(len(others), count - len(lines)))
        chance.shuffle(lines)
        places = [
            (line, *known.get(line, (len(content[line]), "x"))) for line in lines
        ]
        return lines, [(line, column, typed or "x") for line, column, typed in places]

    async def _while_learning(self, probe: Probe, found: Found) -> None:
        """Ask while settled edits wait to be learned, until all of them are."""
        text = document(self.stock, 1_000)
        lines, places = self._places(text)
        edits = list(self.stock.fresh)
        found[AUTOMATIC + BUSY], found[INVOKED + BUSY] = Timings(), Timings()
        found[COMPLETION + BUSY] = Timings()
        number = asked = 0
        while edits:
            batch, edits = edits[:QUEUED], edits[QUEUED:]
            for each in batch:
                name = f"stream{number}.py"
                probe.editor.open(name, each.before.decode("utf-8", "replace"))
                probe.editor.replace_with(name, each.after.decode("utf-8", "replace"))
                probe.editor.save(name)
                probe.close(name)
                number += 1
            while (await probe.status())["queue"]:
                line, place = lines[asked % len(lines)], places[asked % len(places)]
                if asked % 4 == 2:  # noqa: PLR2004 - half of them automatic
                    await probe.actions(MAIN, [line], found[INVOKED + BUSY], invoked=True)
                elif asked % 4 == 3:  # noqa: PLR2004 - as above
                    await probe.complete(MAIN, [place], found[COMPLETION + BUSY])
                else:
                    await probe.actions(MAIN, [line], found[AUTOMATIC + BUSY])
                asked += 1

    async def _offers(self, probe: Probe, found: Found) -> None:
        """Save an edit that nothing is known of, and ask at another place until it is offered."""
        chance = random.Random(SEED)
        words = ["".join(chance.choices("bdfgklmnprst", k=7)) for _ in range(self.sizes.offers)]
        lines = [f"{word}s.{call}_{word}({word}, {word}.key)\n" for word in words for call in ("get", "get")]
        name = "offers.py"
        text = document(self.stock, 1_000)
        probe.editor.open(name, text + "".join(lines))
        first = text.count("\n")
        found[DURABLE], found[OFFERED] = Timings(), Timings()
        await probe.editor.settled()
        for number, word in enumerate(words):
            line = first + 2 * number
            last = (await probe.status())["lastDurableId"]
            probe.put(name, line, len(word) + 2, len(word) + 5, "fetch")
            probe.editor.texts[name] = probe.editor.texts[name].replace(f".get_{word}", f".fetch_{word}", 1)
            begun = time.perf_counter()
            probe.editor.save(name)
            is_durable = is_offered = False
            while not (is_durable and is_offered):
                elapsed = time.perf_counter() - begun
                if elapsed > OFFER_PATIENCE_S:
                    break
                if not is_durable and (await probe.status())["lastDurableId"] > last:
                    is_durable = True
                    found[DURABLE].wall.append((time.perf_counter() - begun) * 1000)
                if not is_offered and await probe.ask(name, line + 1):
                    is_offered = True
                    found[OFFERED].wall.append((time.perf_counter() - begun) * 1000)
            await probe.editor.settled()


_FLOOR = [sys.executable, str(Path(floor.__file__))]
_ORDER = [
    START, READY, LOADING, AUTOMATIC, INVOKED, COMPLETION, CHANGE_SHORT, CHANGE_LONG,
    AUTOMATIC + BUSY, INVOKED + BUSY, COMPLETION + BUSY, DURABLE, OFFERED,
    MEMORY_START, MEMORY_OPEN, MEMORY_LATER, MEMORY_WORKER,
]  # fmt: skip


def _margins(text: str) -> list[int]:
    """Return the blank lines (zero-based) at which a statement of the module may be written."""
    lines = text.splitlines()
    return [
        number
        for number, (line, below) in enumerate(pairwise(lines))
        if not line.strip() and below[:1].isalpha()
    ]


def _one(value: float | None) -> Timings:
    return Timings([] if value is None else [value])


def _row(name: str, full: Timings, empty: Timings | None, bare: Timings | None) -> Row:
    unit = "s" if name in _SECONDS else "MB" if name in _MEMORY else "ms"
    beside = {
        "server's CPU": numbers(full.cpu),
        "empty store": numbers(empty.wall) if empty else None,
        "pygls alone": numbers(bare.wall) if bare else None,
    }
    note = f"{full.hits} of {len(full.wall)} answers offered something" if full.hits else ""
    found = numbers(full.wall)
    assert found is not None
    return Row(name, unit, found, beside, LIMITS.get(name, {}), note)
