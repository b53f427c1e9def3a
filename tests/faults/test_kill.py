"""kill -9 at any moment: what was called durable is there, and it ranks as if nothing had happened.

The same edits and decisions, as far as they became durable, are made in a workspace of this
process that nobody kills. After every kill both must know the same, to the last bit.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import closing
from typing import TYPE_CHECKING

import attrs
import pytest

from honed.core.text import apply_edits
from honed.learn.outcome import Visibility
from honed.lsp import scripted
from honed.services.actions import ActionKind
from honed.services.workspace import Workspace
from honed.store import hnsw
from honed.store.locations import user_database, workspace_database
from honed.store.store import open_store
from tests.services.conftest import Bench, HandClock, InPlaceWorker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from honed.core.model import Pattern, Weights
    from honed.lsp.scripted import ScriptedEditor
    from tests.faults.conftest import Desk

LIVES = 50
STEPS_A_LIFE = (10, 30)
LATEST_KILL_S = 0.1
SEED = 20
WORDS = ("user", "order", "page", "cart", "mail")
CHANGES = tuple((f"fetch_{word}", f"load_{word}") for word in WORDS) + tuple(
    (f"send_{word}", f"post_{word}") for word in WORDS
)
DECIDED_EACH = 8
"""One of so many steps accepts or dismisses an offer instead of making an edit."""


@attrs.frozen
class Step:
    """An edit, or what was decided about the first offer, at a call in a file of its own."""

    file: str
    text: str
    old: str
    new: str
    kind: ActionKind | None = None


def text_of(old: str, chance: random.Random) -> str:
    """Return a file with two calls."""
    one, two = chance.sample(WORDS, 2)
    return f"def run({one}, {two}):\n    {old}({one}, {two})\n    return {old}({two}, 1)\n"


def steps(chance: random.Random) -> Iterator[Step]:
    """Yield what a developer does, for ever."""
    number = 0
    while True:
        number += 1
        old, new = chance.choice(CHANGES)
        kind = None
        if not chance.randrange(DECIDED_EACH):
            kind = chance.choice((ActionKind.EDIT, ActionKind.EDIT, ActionKind.DISMISS))
        yield Step(f"file{number}.py", text_of(old, chance), old, new, kind)


async def make(editor: ScriptedEditor, step: Step) -> bool:
    """Let the editor make a step; return whether there was anything to make it with."""
    editor.open(step.file, step.text)
    if step.kind is None:
        start = step.text.index(step.old)
        editor.change(step.file, start, start + len(step.old), step.new)
        editor.save(step.file)
        return True
    # What is decided while an edit is being learned may come before it or after it.
    await editor.settled()
    found = await editor.actions(step.file, step.old, only=[step.kind.value])
    if not found:
        return False
    if step.kind is ActionKind.EDIT:
        await editor.accept(step.file, found[0])
    else:
        await editor.run(found[0])
    return True


class Undisturbed:
    """A workspace that nobody kills."""

    def __init__(self, home: Path) -> None:
        folder = home / "project"
        folder.mkdir(parents=True)
        clock, worker = HandClock(), InPlaceWorker()
        workspace = Workspace(clock, str(home / "data"), worker)
        self.bench = Bench(workspace, clock, folder, worker)

    def start(self) -> None:
        """Begin."""
        workspace = self.bench.workspace
        workspace.start({}, [str(self.bench.folder)])
        self.bench.wait()

    def patterns(self) -> list[Pattern]:
        """Return what it has learned, oldest first."""
        return timeless(self.bench.project.index.all())

    def make(self, step: Step) -> None:
        """Make a step as the editor made it."""
        bench = self.bench
        uri = bench.open(step.file, step.text)
        if step.kind is None:
            bench.edit(uri, step.text.replace(step.old, step.new, 1))
            bench.save(uri)
        else:
            action = bench.actions(uri, step.old, step.kind)[0]
            if step.kind is ActionKind.EDIT:
                bench.edit(uri, apply_edits(action.text.data, action.edits or ()).decode())
            else:
                bench.workspace.rejected(action.id)
            bench.wait()
        bench.workspace.documents.close(uri)

    def offers(self, old: str) -> list[str]:
        """Return what is offered at a fixed place."""
        uri = self.bench.open(*place(old))
        found = self.bench.offered(uri, old, visibility=Visibility.HIDDEN)
        self.bench.workspace.documents.close(uri)
        return found


def timeless(patterns: Iterable[Pattern]) -> list[Pattern]:
    """Return the patterns without when they were learned."""
    return [attrs.evolve(pattern, learned_at=0.0) for pattern in patterns]


def place(old: str) -> tuple[str, str]:
    """Return a file that nobody edits, and its text."""
    return f"place_{old}.py", f"def run(one, two):\n    return {old}(one, two)\n"


async def offers(editor: ScriptedEditor) -> dict[str, list[str]]:
    """Return what is offered at the fixed places, the most probable first."""
    found = {}
    for old, _ in CHANGES:
        name, text = place(old)
        editor.open(name, text)
        # What the editor asks by itself is not shown, and nobody has to decide about it.
        actions = await editor.actions(name, old, only=[ActionKind.EDIT.value], automatic=True)
        found[old] = [editor.preview(name, action) for action in actions]
    return found


def known(data: Path, folder: Path) -> tuple[list[Pattern], Weights | None, int]:
    """Return what lies on the disk: patterns with their records, weights, number of trajectories.

    The weights are those that a start takes.
    """
    with closing(open_store(workspace_database(data, folder), read_only=True)) as store:
        patterns, number = timeless(store.patterns()), store.status().trajectories
        saved = [store.load_weights()]
    with closing(open_store(user_database(data), read_only=True)) as store:
        saved.append(store.load_weights())
    there = [weights for weights in saved if weights is not None]
    return patterns, max(there, key=lambda each: each.updates, default=None), number


async def live(
    editor: ScriptedEditor, todo: Iterator[Step], chance: random.Random
) -> tuple[list[Step], int]:
    """Work until a random moment; return what was done, and what was last called durable."""
    made, acknowledged = [], 0
    for _ in range(chance.randint(*STEPS_A_LIFE)):
        step = next(todo)
        if await make(editor, step):
            made.append(step)
        if not chance.randrange(4):
            acknowledged = (await editor.status())["lastDurableId"]
    await asyncio.sleep(chance.uniform(0.0, LATEST_KILL_S))
    return made, acknowledged


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_kill_at_any_moment(desk: Desk, tmp_path: Path) -> None:
    """1,000 edits and decisions, 50 kills: nothing durable is lost, offers and their order stay."""
    chance = random.Random(SEED)
    todo = steps(chance)
    undisturbed = Undisturbed(tmp_path / "undisturbed")
    undisturbed.start()
    made: list[Step] = []
    done = acknowledged = 0
    before: dict[str, list[str]] | None = None
    for life in range(LIVES + 1):
        editor = (await desk.start()).editor
        patterns, weights, number = known(desk.data, desk.folder)
        assert number >= acknowledged, f"what was durable in life {life} is not there"
        for step in made[: number - done]:
            undisturbed.make(step)
        done = number
        assert patterns == undisturbed.patterns()
        assert weights is None or weights == undisturbed.bench.workspace.judge.weights
        now = await offers(editor)
        assert now == {old: undisturbed.offers(old) for old, _ in CHANGES}
        assert before is None or before == now
        if life == LIVES:
            break
        made, acknowledged = await live(editor, todo, chance)
        before = None
        if life % 3 == 0:
            acknowledged = (await editor.settled())["lastDurableId"]
            before = await offers(editor)
        await scripted.crash(editor)
    assert done >= LIVES * STEPS_A_LIFE[0]
    demand_same_neighbours(desk.database)


def demand_same_neighbours(path: Path) -> None:
    """Fail where the graph, rebuilt from what the kills have left, finds others than counting."""
    found = {}
    for many in (1, 1 << 30):
        with pytest.MonkeyPatch.context() as patch, closing(open_store(path)) as store:
            patch.setattr("honed.store.vectors.MANY", many)
            store.warm()
            assert store.status().index_state == "ready"
            rows = store._rows.after(0)
            found[many] = {
                id_: [round(each.similarity, 4) for each in store.similar(vector.astype("f4"))]
                for id_, vector in zip(rows.ids.tolist(), rows.vectors, strict=True)
            }
    exact = found[1 << 30]
    assert len(exact) > 1
    if hnsw.is_available():
        assert found[1] == exact
