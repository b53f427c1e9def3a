"""How often what became of an offer is told right: recorded sessions and scripted stories.

Both are those of `tests/outcomes`. A sequence of which nothing may be concluded counts too: what is
concluded from it all the same is wrong.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from honed.services.workspace import Workspace
from tests.bench.machine import facts
from tests.bench.table import Row, Table, numbers
from tests.editors import sessions
from tests.lsp.samples import ALL, GO
from tests.outcomes.editors import EDITORS
from tests.outcomes.stories import STORIES
from tests.outcomes.test_editor_sessions import Played, outcomes, truth
from tests.outcomes.test_stories import told, true_of
from tests.services.conftest import Bench, HandClock, InPlaceWorker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from honed.core.model import Outcome
    from tests.lsp.samples import Sample
    from tests.outcomes.editors import Editor
    from tests.outcomes.stories import Story

    Outcomes = Counter[tuple[str, str]]

REJECTED = "rejected"


def run(_: Sequence[Path], *, short: bool = False) -> Table:
    """Play everything; the short form plays one sample of each story."""
    recorded = {name: _recorded(name) for name in sessions.names()}
    rows: list[Row] = []
    for editor in sorted({sessions.read(name).editor for name in recorded}):
        found = [recorded[name] for name in recorded if sessions.read(name).editor == editor]
        rows += _rows(f"recorded, {editor}", found)
    rows += _rows("recorded, all", list(recorded.values()))
    scripted = [each for editor in EDITORS for each in _scripted(editor, short=short)]
    rows += _rows("scripted, all", scripted)
    rows += _rows("all", [*recorded.values(), *scripted])
    return Table("outcomes", facts(), rows)


def _rows(name: str, found: Sequence[tuple[Outcomes, Outcomes]]) -> list[Row]:
    """Return the shares of (told, true) pairs of one kind of sequence."""
    right = sum((told & true).total() for told, true in found)
    # What is told and not true counts beside what is true and not told.
    all_of_it = sum((told | true).total() for told, true in found)
    wrong = sum(
        number
        for told, true in found
        for (_, outcome), number in (told - true).items()
        if outcome == REJECTED
    )
    return [
        _row(f"{name}: told right", 100 * right / max(1, all_of_it),
             f"{right} of {all_of_it} outcomes in {len(found)} sequences"),
        _row(f"{name}: wrong rejections", 100 * wrong / max(1, all_of_it), ""),
    ]  # fmt: skip


def _row(name: str, value: float, note: str) -> Row:
    made = numbers([value])
    if made is None:
        raise ValueError(name)
    return Row(name, "%", made, note=note)


def _recorded(name: str) -> tuple[Outcomes, Outcomes]:
    session = sessions.read(name)

    def play(bench: Bench) -> Outcomes:
        Played(bench, session).play()
        return Counter(outcomes(bench))

    return _with_bench(play), Counter(truth(session))


def _scripted(editor: Editor, *, short: bool) -> list[tuple[Outcomes, Outcomes]]:
    found = []
    for story, sample in product(STORIES, ALL[:1] if short else ALL):
        if sample is GO and story.needs_words:
            continue
        seen = _with_bench(partial(_told, editor, sample, story))
        found.append((seen, _named(true_of(editor, story))))
    return found


def _told(editor: Editor, sample: Sample, story: Story, bench: Bench) -> Outcomes:
    return _named(told(bench, editor, sample, story))


def _named(counts: Mapping[Outcome, int]) -> Outcomes:
    return Counter({("suggestion", str(outcome)): number for outcome, number in counts.items()})


def _with_bench(play: Callable[[Bench], Outcomes]) -> Outcomes:
    """Return what comes of playing in a workspace of its own."""
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory, "project")
        folder.mkdir()
        clock, worker = HandClock(), InPlaceWorker()
        workspace = Workspace(clock, str(Path(directory, "data")), worker)
        workspace.start({}, [str(folder)])
        bench = Bench(workspace, clock, folder, worker)
        bench.wait()
        try:
            return play(bench)
        finally:
            workspace.stop()
