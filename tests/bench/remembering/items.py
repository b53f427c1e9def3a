"""What memory items do: guards against chance, the best of several candidates, and what they cost.

Guards are simulated, since no history tells of rejections: developers who reject without regard to
context (each guard is a false one), and such that do not want one edit in one folder. The test is
made again and again, as the learner does. Candidates are real files beside versions of
them that were spoiled at random.
"""

from __future__ import annotations

import random
import time
from functools import partial
from typing import TYPE_CHECKING

import attrs

from honed.core.memory import ItemKind, MemoryItem
from honed.core.model import Effect
from honed.core.text import decode
from honed.learn.memory.consolidate import consolidated
from honed.learn.memory.contest import contest
from honed.learn.memory.forgetting import fading
from honed.learn.memory.forms import key_of_edit
from honed.learn.memory.guards import Decided, contexts, counted, guard, likely
from honed.services.guards import Guards
from tests.bench.git import Blobs, files_at
from tests.bench.machine import ROOT, facts
from tests.bench.table import Grid, Row, Table, numbers
from tests.code import pattern_of, rewrites

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from honed.core.memory import Context
    from tests.bench.options import Options

DECISIONS = 400
DEVELOPERS = 100
LOOKS = 5
"""Of so many decisions guards are looked for after one."""
FOLDERS = ("src", "tests", "docs", "gen")
FAMILIES = 6
EFFECTS = tuple(Effect)
REJECTS = 0.3
"""How many suggestions are rejected where nothing speaks against them."""

PLANTED = 0.9
RIVALS = 3
"""Spoiled versions beside each file."""

CONTESTS = 300
FILE_BYTES = (300, 12_000)
SPOILT = ("a token less", "two tokens changed", "eval put in", "the end cut off")
COLUMNS = (
    "developers", "n", "with a guard", "wrong guards", "median decision",
    "with a guard, no weights", "wrong guards, no weights", "note",
)  # fmt: skip


def tables(options: Options) -> list[Table | Grid]:
    """Return what guards find, which candidates win, and what all that costs."""
    return [_guards(options), _contests(options), _costs(options)]


def _guards(options: Options) -> Grid:
    number = 10 if options.short else options.count or DEVELOPERS
    rng, again = random.Random(options.seed), random.Random(options.seed)
    rows = []
    kinds: list[tuple[str, float | None, bool]] = [
        ("reject 30 % anywhere", None, False),
        ("reject 60 % anywhere", -0.6, False),
        ("reject one edit of 6 in one folder of 4, 90 %", PLANTED, False),
        ("the same, 70 %", 0.7, False),
        ("reject all in one file of 12, 70 %", 0.7, True),
    ]
    for name, planted, is_file in kinds:
        found = [_developer(rng, planted, is_file=is_file) for _ in range(number)]
        at = sorted(first for first, _ in found if first is not None)
        wrong = sum(wrong for _, wrong in found)
        even = [
            _developer(again, planted, is_file=is_file, weigh=lambda _: 1.0) for _ in range(number)
        ]
        rows.append(
            (
                name,
                str(number),
                f"{len(at) / number:.1%}",
                f"{wrong / number:.1%}",
                str(at[len(at) // 2]) if at else "",
                f"{sum(first is not None for first, _ in even) / number:.1%}",
                f"{sum(wrong for _, wrong in even) / number:.1%}",
                "right: of the edit, the folder or the file" if (planted or 0) > 0 else "",
            )
        )
    about = facts() | {"seed": str(options.seed), "decisions": f"{DECISIONS} a developer"}
    return Grid("memory: guards", about, COLUMNS, rows)


def _developer(
    rng: random.Random,
    planted: float | None,
    *,
    is_file: bool = False,
    weigh: Callable[[Context], float] = likely,
) -> tuple[int | None, bool]:
    """Return after how many decisions a right guard stood, if one did; and whether a wrong one.

    `planted` is how often one edit in one folder is rejected, or all in one file; negative how
    often all are, None for the usual.
    """
    base = -planted if planted is not None and planted < 0 else REJECTS
    known: list[Decided] = []
    first: int | None = None
    is_wrong = False
    inside = "gen/m0.py" if is_file else "gen/"
    for number in range(1, DECISIONS + 1):
        family, folder = f"f{rng.randrange(FAMILIES)}", rng.choice(FOLDERS)
        path = f"{folder}/m{rng.randrange(3)}.py"
        chance = base
        is_target = path.startswith(inside) and (is_file or family == "f0")
        if planted is not None and planted > 0 and is_target:
            chance = planted
        is_rejected = rng.random() < chance
        found = contexts(path, family, rng.choice(EFFECTS))
        known.append(Decided(tuple(found), is_rejected=is_rejected))
        if number % LOOKS:
            continue
        for subject, place in counted(known, weigh=weigh):
            is_there = place.startswith(("folder:gen", f"file:{inside}"))
            is_right = (
                planted is not None
                and planted > 0
                and (is_there or (not is_file and (subject, place) == ("edit:f0", "")))
                and (is_file or subject in {"edit:f0", ""})
            )
            if is_right:
                first = first or number
            else:
                is_wrong = True
    return first, is_wrong


def _contests(options: Options) -> Grid:
    rng = random.Random(options.seed)
    most = 12 if options.short else CONTESTS
    rows = []
    for repository in options.repositories or (ROOT,):
        files = _files(repository, rng, most)
        for name, spoil in zip(SPOILT, (_drop, _swap, _unsafe, _cut), strict=True):
            wins = tried = first = ties = 0
            for text in files:
                rivals = {spoil(rng, text) for _ in range(RIVALS)} - {text}
                texts = [*sorted(rivals), text]
                rng.shuffle(texts)
                if not rivals:
                    continue
                found = contest(texts, language="python")
                best = found.candidates[0]
                tried += 1
                first += texts[0] == text
                wins += best.text == text
                own = next(each for each in found.candidates if each.text == text)
                ties += best.text != text and own.stands and own.quality == best.quality
            if tried:
                where = repository if repository.name != "repo" else repository.parent
                rows.append(
                    (
                        f"{where.name}: {name}",
                        str(tried),
                        f"{wins / tried:.1%}",
                        f"{first / tried:.1%}",
                        f"{ties / tried:.1%}",
                    )
                )
    about = facts() | {"seed": str(options.seed), "candidates": f"a file and {RIVALS} spoiled ones"}
    columns = ("contests", "n", "the file wins", "the first is it", "lost to an equal one")
    return Grid("memory: the best of several", about, columns, rows)


def _files(repository: Path, rng: random.Random, most: int) -> list[str]:
    """Return Python files of a middling length at HEAD."""
    entries = [each for each in files_at(repository) if each[0].endswith(".py")]
    rng.shuffle(entries)
    found: list[str] = []
    with Blobs(repository) as blobs:
        for _, name in entries:
            data = blobs.read(name) or b""
            if FILE_BYTES[0] <= len(data) <= FILE_BYTES[1]:
                found.append(decode(data))
            if len(found) == most:
                break
    return found


def _words(text: str) -> list[str]:
    return text.split(" ")


def _drop(rng: random.Random, text: str) -> str:
    """Take one word away that is not space."""
    words = _words(text)
    places = [number for number, word in enumerate(words) if word.strip()]
    del words[rng.choice(places)]
    return " ".join(words)


def _swap(rng: random.Random, text: str) -> str:
    """Let two words that are not space change places."""
    words = _words(text)
    places = [number for number, word in enumerate(words) if word.strip()]
    one, other = rng.choice(places), rng.choice(places)
    words[one], words[other] = words[other], words[one]
    return " ".join(words)


def _unsafe(rng: random.Random, text: str) -> str:
    """Put a call of `eval` at the end."""
    return f"{text}\n\ndef run_{rng.randrange(1000)}(line):\n    return eval(line)\n"


def _cut(rng: random.Random, text: str) -> str:
    """Cut the end off, as an answer that became too long."""
    return text[: rng.randrange(len(text) // 2, len(text))]


def _costs(options: Options) -> Table:
    rounds = 20 if options.short else 2_000
    pattern = pattern_of(rewrites("get(url)\n", "get(url, 5)\n", "python")[0])
    guarding = [
        attrs.evolve(guard("python", (f"edit:{number}", "tests"), {}), successes=9)
        for number in range(20)
    ]
    paths = [f"src/a/m{number}.py" for number in range(50)]
    none, some = Guards(), Guards(guarding)
    for path in paths:
        some.against(path, pattern, Effect.INSERTION)

    def look(guards: Guards, number: int) -> None:
        guards.against(paths[number % len(paths)], pattern, Effect.INSERTION)

    rng = random.Random(options.seed)
    items = list(_items(rng, 200 if options.short else 2_000))
    decisions = [
        Decided(
            tuple(
                contexts(f"{rng.choice(FOLDERS)}/m.py", f"f{rng.randrange(FAMILIES)}", EFFECTS[0])
            ),
            is_rejected=rng.random() < REJECTS,
        )
        for _ in range(DECISIONS)
    ]
    few = 3 if options.short else 20
    rows = [
        _row("look for a guard, none known", "µs", 1e6, partial(look, none), rounds, 0.5),
        _row("look for a guard, 20 known", "µs", 1e6, partial(look, some), rounds, 10.0),
        _row(f"find guards in {DECISIONS} decisions", "ms", 1e3, lambda _: counted(decisions), few),
        _row(f"consolidate {len(items)} items", "ms", 1e3, lambda _: consolidated(items), few),
        _row(f"what fades of {len(items)} items", "ms", 1e3,
             lambda _: fading(items, 1e9, most_items=100), few),
    ]  # fmt: skip
    return Table("memory: what items cost", facts(), rows)


def _items(rng: random.Random, number: int) -> Iterator[MemoryItem]:
    words = ["f", "g", "(", ")", ",", "x", "y", "‹1›", "‹2›", "=", "."]
    for id_ in range(1, number + 1):
        before = tuple(rng.choice(words) for _ in range(rng.randrange(2, 7)))
        after = tuple(rng.choice(words) for _ in range(rng.randrange(1, 7)))
        yield MemoryItem(
            key=key_of_edit("python", before, after) + str(id_),
            kind=ItemKind.EDIT,
            language="python",
            title=" ".join(before),
            content=" ".join(after),
            before=before,
            after=after,
            successes=rng.randrange(1, 9),
            failures=rng.randrange(4),
            id=id_,
        )


def _row(  # noqa: PLR0913 - what is measured, and how
    name: str,
    unit: str,
    scale: float,
    work: Callable[[int], object],
    rounds: int,
    limit: float | None = None,
) -> Row:
    times = []
    for number in range(rounds):
        begun = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - begun) * scale)
    found = numbers(times)
    assert found is not None
    return Row(name, unit, found, limits={} if limit is None else {"median": limit})
