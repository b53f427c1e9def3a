"""Stores filled with patterns as the server itself would have learned them, and their document."""

from __future__ import annotations

import ast
import hashlib
import pickle
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

import honed
from honed.core.diff import minimal_edit
from honed.core.model import Example, Outcome, Trajectory
from honed.core.text import Text, decode
from honed.learn.reward import reward
from honed.services.lessons import Lesson, lessons
from honed.services.project import Project
from honed.services.stores import Stores
from tests.bench import typed
from tests.bench.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from honed.core.model import Pattern
    from honed.core.ports import Store
    from tests.bench.typed import TypedEdit

CACHE = ROOT / ".cache" / "bench"
EDITS_AT_ONCE = 64
MAX_TEXTS = 30
LEAST_COMMITS = 40
DAY_S = 86_400.0
PATTERNS_NOW = 500
PROVEN_EACH = 10
LEAST_LINE = 8
"""Shorter lines, such as `else:`, stand in too many places to tell."""
_MAKERS = ("core", "syntax", "apply", "suggest", "learn", "retrieval", "services/lessons.py")


@attrs.frozen
class Beginning:
    """How an edit of one line began: the line without its indentation, where, and with what."""

    line: bytes
    column: int
    typed: str


@attrs.frozen
class Taught:
    """The one lesson of an edit of the file `path`; `beginning` where it was of one line."""

    path: str
    lesson: Lesson
    beginning: Beginning | None


@attrs.frozen
class Stock:
    """What a store is filled with; `origin` names the source.

    No rewrite occurs twice in `taught`. `texts` are those that most of the edits were made in, as
    they were before, and `fresh` are edits that the store does not know yet.
    """

    origin: str
    taught: tuple[Taught, ...]
    texts: tuple[bytes, ...]
    fresh: tuple[TypedEdit, ...]

    @property
    def patterns(self) -> int:
        """How many patterns a store has that is filled with it."""
        return sum(len(each.lesson.rewrites) for each in self.taught)


def stock(repository: Path | None, patterns: int, fresh: int, seed: int) -> Stock:
    """Return at least as many patterns as wanted, if the source has them, and `fresh` edits.

    What was made once is kept below `.cache/bench`, until the code that learns changes.
    """
    origin = typed.origin(repository, seed)
    key = hashlib.blake2b(f"{origin}\0{patterns}\0{fresh}\0{_code()}".encode(), digest_size=8)
    kept = CACHE / f"stock-{key.hexdigest()}.pickle"
    if kept.exists():
        found: Stock = pickle.loads(kept.read_bytes())  # noqa: S301 - written by the lines below
        return found
    source = typed.edits(repository, seed, commits=max(LEAST_COMMITS, patterns // 3))
    texts: Counter[bytes] = Counter()
    taught = tuple(_taught(source, patterns, texts))
    unknown = tuple(islice(source, fresh))
    most = sorted(texts, key=lambda each: (-texts[each], each))[:MAX_TEXTS]
    made = Stock(origin, taught, tuple(most), unknown)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(pickle.dumps(made))
    return made


def _code() -> str:
    """Return what changes with any file that a lesson is made by."""
    found = hashlib.blake2b(digest_size=8)
    for name in _MAKERS:
        place = Path(honed.__file__).parent / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            found.update(path.read_bytes())
    return found.hexdigest()


def _taught(source: Iterator[TypedEdit], patterns: int, texts: Counter[bytes]) -> Iterator[Taught]:
    seen: set[object] = set()
    count = 0
    with ProcessPoolExecutor() as workers:
        while edits := list(islice(source, EDITS_AT_ONCE)):
            for edit, lesson in zip(edits, workers.map(_lesson, edits, chunksize=4), strict=True):
                if lesson is None:
                    continue
                new = tuple(
                    each for each in lesson.rewrites if (each.before, each.after) not in seen
                )
                if not new:
                    continue
                seen.update((each.before, each.after) for each in new)
                texts[edit.before] += 1
                taught = attrs.evolve(lesson, rewrites=new)
                yield Taught(edit.path, taught, _beginning(edit))
                count += len(new)
                if count >= patterns:
                    return


def _lesson(edit: TypedEdit) -> Lesson | None:
    """Return what an edit teaches where that is one lesson, as the learner does."""
    found = [each for each in lessons("python", edit.before, edit.after) if each is not None]
    return found[0] if len(found) == 1 and not found[0].is_formatting else None


def fill(stock_: Stock, data: Path, folder: Path) -> None:
    """Put everything into the store of the folder, in two sessions.

    The second one goes on, so that its `PATTERNS_NOW` are trusted; of the others every tenth has
    proven itself. That is more than a long day leaves behind.
    """
    store = Stores(str(data)).of_project(Project(folder))
    now = time.time()
    try:
        earlier, latest = _sessions(stock_)
        session = store.open_session(now - DAY_S, "").id
        for number, pattern in enumerate(_add(store, earlier, session, now - DAY_S)):
            if number % PROVEN_EACH == 0:
                store.revise(pattern.id, lambda known: attrs.evolve(known, accepted=1))
        store.end_session(session, now - DAY_S)
        session = store.open_session(now, "").id
        for _ in _add(store, latest, session, now):
            pass
        store.touch_session(session, now)
    finally:
        store.close()


def _sessions(stock_: Stock) -> tuple[Sequence[Taught], Sequence[Taught]]:
    """Return what is to be learned in the session before, and in the one that goes on."""
    taught, first, count = stock_.taught, len(stock_.taught), 0
    while first and count < min(PATTERNS_NOW, stock_.patterns // 2):
        first -= 1
        count += len(taught[first].lesson.rewrites)
    return taught[:first], taught[first:]


def _add(store: Store, taught: Iterable[Taught], session: int, at: float) -> Iterator[Pattern]:
    for each in taught:
        lesson = each.lesson
        trajectory = Trajectory(
            session_id=session,
            at=at,
            language="python",
            path=each.path,
            line=lesson.line,
            before=lesson.before,
            after=lesson.after,
            outcome=Outcome.FREE,
            reward=reward(Outcome.FREE),
        )
        trajectory_id = store.add_trajectory(trajectory)
        example = Example(lesson.before, lesson.after, each.path, lesson.line)
        yield from store.add_patterns(
            lesson.rewrites,
            example,
            session_id=session,
            trajectory_id=trajectory_id,
            vector=lesson.vector,
        )


def document(stock_: Stock, lines: int) -> str:
    """Return a text of so many lines: files as they were before what was learned of them.

    Those with the most edits come first; each is cut where a statement at its margin ends, and
    what is left is filled up.
    """
    parts: list[str] = []
    for data in stock_.texts:
        parts += _head(data, lines - len(parts))
    parts += [f"NUMBER_{number} = {number}" for number in range(lines - len(parts))]
    return "\n".join(parts) + "\n"


def _head(data: bytes, lines: int) -> list[str]:
    """Return whole statements of a file, at most so many lines; none where it does not parse."""
    try:
        ends = [node.end_lineno or 0 for node in ast.parse(data).body]
        source = data.decode("utf-8").splitlines()
    except (SyntaxError, ValueError):
        return []
    return source[: max((end for end in ends if end <= lines), default=0)]


def known_edits(stock_: Stock, text: str) -> dict[int, tuple[int, str]]:
    """Return the lines (zero-based) of the text that stand in it as before an edit of one line.

    With each: the column, and the first character to be typed there; "" for none.
    """
    beginnings = {each.beginning.line: each.beginning for each in stock_.taught if each.beginning}
    found = {}
    for number, line in enumerate(text.splitlines()):
        known = beginnings.get(line.strip().encode())
        if known is not None and len(known.line) >= LEAST_LINE:
            found[number] = (len(line) - len(line.lstrip()) + known.column, known.typed)
    return found


def _beginning(edit: TypedEdit) -> Beginning | None:
    """Return how an edit began, None where it is not inside of one line."""
    change, text = minimal_edit(edit.before, edit.after), Text(edit.before)
    if change is None:
        return None
    line = text.line_span(text.line_at(change.span.start))
    content = text.slice(line)
    if change.span.end > line.end or b"\n" in change.new:
        return None
    column = change.span.start - line.start - (len(content) - len(content.lstrip()))
    return Beginning(content.strip(), max(0, column), decode(change.new)[:1])
