"""What one server is put through: requests at rest and while it learns, typing, many open files."""

from __future__ import annotations

import random
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from tests.bench.probe import Found, Probe, Timings, resident_mb
from tests.bench.stock import Stock, document, known_edits

if TYPE_CHECKING:
    from tests.bench.typed import TypedEdit

SEED = 1
OPTIONS = {"settleSeconds": 600}
"""Edits settle when they are saved or left, never in the middle of a measure."""

AUTOMATIC = "code action, automatic"
INVOKED = "code action, invoked"
COMPLETION = "completion"
INLINE = "inline completion"
CHANGE_SHORT = "didChange, 1,000 lines"
CHANGE_LONG = "didChange, 10,000 lines"
BUSY = " while learning"
INDEXING = " while the index is built"
DURABLE = "save to durable"
OFFERED = "save to the first offer elsewhere"
MEMORY_START = "memory at start"
MEMORY_OPEN = "memory, all patterns and files open"
MEMORY_LATER = "memory after an hour's edits"
MEMORY_WORKER = "memory of the worker process"
MEMORY = frozenset({MEMORY_START, MEMORY_OPEN, MEMORY_LATER, MEMORY_WORKER})
MEASURES = (
    AUTOMATIC, INVOKED, COMPLETION, INLINE, CHANGE_SHORT, CHANGE_LONG,
    *(name + BUSY for name in (AUTOMATIC, INVOKED, COMPLETION, INLINE, CHANGE_SHORT, CHANGE_LONG)),
    COMPLETION + INDEXING, INLINE + INDEXING,
    DURABLE, OFFERED, MEMORY_START, MEMORY_OPEN, MEMORY_LATER, MEMORY_WORKER,
)  # fmt: skip

_MAIN, _SHORT, _LONG, _OFFERS = "main.py", "short.py", "long.py", "offers.py"
_KEYS_A_STATEMENT = 20
_QUEUED = 6
_ASKED_AN_EDIT = 4
_PATIENCE_S = 20.0
_CONSONANTS = "bdfgklmnprst"


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
    indexed: int
    """Files of 1,000 lines in the folder whose index is built."""


FULL = Sizes(
    patterns=5_000,
    starts=10,
    loads=3,
    requests=400,
    keys=400,
    files=100,
    edits=300,
    offers=20,
    indexed=300,
)
SHORT = Sizes(
    patterns=40, starts=1, loads=1, requests=12, keys=20, files=2, edits=6, offers=1, indexed=3
)


@attrs.define
class Sitting:
    """One server, what it is asked with, and what was found."""

    probe: Probe
    stock: Stock
    sizes: Sizes
    found: Found
    _text: str = attrs.field(init=False)
    _lines: list[int] = attrs.field(init=False)
    _places: list[tuple[int, int, str]] = attrs.field(init=False)
    _asked: int = 0

    def __attrs_post_init__(self) -> None:
        """Choose lines to ask at; half of them know an edit, if there are so many."""
        self._text = document(self.stock, 1_000)
        chance = random.Random(SEED)
        known, content = known_edits(self.stock, self._text), self._text.splitlines()
        count = self.sizes.requests
        lines = chance.sample(sorted(known), min(len(known), count // 2))
        others = [at for at, line in enumerate(content) if line.strip() and at not in known]
        lines += chance.sample(others, min(len(others), count - len(lines)))
        chance.shuffle(lines)
        places = [(line, *known.get(line, (len(content[line]), "x"))) for line in lines]
        self._lines = lines
        self._places = [(line, column, typed or "x") for line, column, typed in places]

    async def everything(self) -> None:
        """Measure all that there is; what was done before is still there for what comes after."""
        probe = self.probe
        self._remember(MEMORY_START, probe.process_id)
        await self.many_files()
        await self.at_rest()
        await self.while_learning()
        self._remember(MEMORY_LATER, probe.process_id)
        self._remember(MEMORY_WORKER, (await probe.status())["workerId"])
        await self.offers()

    def _remember(self, name: str, process_id: int | None) -> None:
        held = resident_mb(process_id) if process_id else None
        self.found[name].wall += [] if held is None else [held]

    async def many_files(self) -> None:
        """Open many files of 1,000 lines, and ask in each."""
        for number in range(self.sizes.files):
            name = f"open{number}.py"
            self.probe.editor.open(name, f"# File {number}\n{self._text}")
            await self.probe.ask(name, 500)
        self._remember(MEMORY_OPEN, self.probe.process_id)

    async def at_rest(self) -> None:
        """Ask and type while nothing else happens."""
        probe, found = self.probe, self.found
        probe.editor.open(_MAIN, self._text)
        await probe.ask(_MAIN, 0)
        await probe.actions(_MAIN, self._lines, found[AUTOMATIC])
        await probe.actions(_MAIN, self._lines, found[INVOKED], invoked=True)
        await probe.complete(_MAIN, self._places, found[COMPLETION])
        await probe.complete(_MAIN, self._places, found[INLINE], inline=True)
        await probe.editor.settled()
        for name, file, times in ((CHANGE_SHORT, _SHORT, 1), (CHANGE_LONG, _LONG, 10)):
            probe.editor.open(file, self._text * times)
            await probe.ask(file, 0)
            await self._type_statements(name, file, self._text * times)

    async def _type_statements(self, name: str, file: str, text: str) -> None:
        """Write statements; what the one before it teaches is learned before the second key."""
        probe, typed, barriers = self.probe, Timings(), Timings()
        for _ in range(self.sizes.keys // 2):
            await probe.timed(barriers, probe.editor.status())
        chance = random.Random(SEED)
        for line in chance.sample(_margins(text), self.sizes.keys // _KEYS_A_STATEMENT):
            for column, character in enumerate(_statement(chance)):
                await probe.key(file, line, column, character, typed)
                if not column:
                    await probe.status()
                    await probe.editor.settled()
        self.found[name] = typed.without(barriers)

    async def while_learning(self) -> None:
        """Ask and type while settled edits wait to be learned, until all of them are."""
        probe, edits = self.probe, list(self.stock.fresh)
        typed = {_SHORT: Timings(), _LONG: Timings()}
        barriers = Timings()
        while edits:
            batch, edits = edits[:_QUEUED], edits[_QUEUED:]
            for number, each in enumerate(batch):
                self._learn(f"stream{len(edits) + number}.py", each)
            await probe.status()
            # What is typed meanwhile is learned, too: it would never end by itself.
            for _ in range(_QUEUED * _ASKED_AN_EDIT):
                if not (await probe.timed(barriers, probe.editor.status()))["queue"]:
                    break
                await self._ask_next(typed)
            await probe.editor.settled()
        self.found[CHANGE_SHORT + BUSY] = typed[_SHORT].without(barriers)
        self.found[CHANGE_LONG + BUSY] = typed[_LONG].without(barriers)

    def _learn(self, name: str, edit: TypedEdit) -> None:
        editor = self.probe.editor
        editor.open(name, edit.before.decode("utf-8", "replace"))
        editor.replace_with(name, edit.after.decode("utf-8", "replace"))
        editor.save(name)
        self.probe.close(name)

    async def _ask_next(self, typed: dict[str, Timings]) -> None:
        """Ask or type one thing after the other; half of it are automatic code actions."""
        probe, found, at = self.probe, self.found, self._asked
        self._asked += 1
        line, place = self._lines[at % len(self._lines)], self._places[at % len(self._places)]
        match at % 8:
            case 1:
                await probe.actions(_MAIN, [line], found[INVOKED + BUSY], invoked=True)
            case 3:
                await probe.complete(_MAIN, [place], found[COMPLETION + BUSY])
            case 2:
                await probe.complete(_MAIN, [place], found[INLINE + BUSY], inline=True)
            case 5:
                await probe.key(_SHORT, 0, 0, "#", typed[_SHORT])
            case 7:
                await probe.key(_LONG, 0, 0, "#", typed[_LONG])
            case _:
                await probe.actions(_MAIN, [line], found[AUTOMATIC + BUSY])

    async def while_indexing(self) -> None:
        """Ask while the index of the folder is built, until it is there."""
        probe, found, at = self.probe, self.found, 0
        probe.editor.open(_MAIN, self._text)
        await probe.ask(_MAIN, 0)
        while True:
            state = (await probe.status())["projects"][-1]["corpus"]["state"]
            is_over = state not in {"waiting", "building"}
            if is_over and found[COMPLETION + INDEXING].wall:
                return
            # It waits for a while after the start.
            if state != "waiting":
                place = self._places[at % len(self._places)]
                await probe.complete(_MAIN, [place], found[COMPLETION + INDEXING])
                await probe.complete(_MAIN, [place], found[INLINE + INDEXING], inline=True)
                at += 1

    async def offers(self) -> None:
        """Save an edit that nothing is known of, and ask at another place until it is offered."""
        probe, chance = self.probe, random.Random(SEED)
        words = ["".join(chance.choices(_CONSONANTS, k=7)) for _ in range(self.sizes.offers)]
        calls = "".join(f"{word}s.get_{word}({word}, {word}.key)\n" * 2 for word in words)
        probe.editor.open(_OFFERS, self._text + calls)
        for number, word in enumerate(words):
            await probe.editor.settled()
            line = self._text.count("\n") + 2 * number
            probe.put(_OFFERS, line, len(word) + 2, len(word) + 5, "fetch")
            text = probe.editor.texts[_OFFERS]
            probe.editor.texts[_OFFERS] = text.replace(f".get_{word}", f".fetch_{word}", 1)
            await self._offer(line + 1)

    async def _offer(self, line: int) -> None:
        """Save, and wait until the edit is durable and offered at the line."""
        probe, found = self.probe, self.found
        last = (await probe.status())["lastDurableId"]
        begun = time.perf_counter()
        probe.editor.save(_OFFERS)
        waiting = {DURABLE, OFFERED}
        while waiting and time.perf_counter() - begun < _PATIENCE_S:
            if DURABLE in waiting and (await probe.status())["lastDurableId"] > last:
                waiting.remove(DURABLE)
                found[DURABLE].wall.append((time.perf_counter() - begun) * 1000)
            if OFFERED in waiting and await probe.ask(_OFFERS, line):
                waiting.remove(OFFERED)
                found[OFFERED].wall.append((time.perf_counter() - begun) * 1000)


def _statement(chance: random.Random) -> str:
    word = "".join(chance.choices(_CONSONANTS, k=_KEYS_A_STATEMENT // 2))
    return f"{word} = {word[::-1]}"[:_KEYS_A_STATEMENT]


def _margins(text: str) -> list[int]:
    """Return the blank lines (zero-based) at which a statement of the module may be written."""
    return [
        number
        for number, (line, below) in enumerate(pairwise(text.splitlines()))
        if not line.strip() and below[:1].isalpha()
    ]
