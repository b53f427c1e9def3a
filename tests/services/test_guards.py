"""Guards hold suggestions back in their contexts, say so, and give way to what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from honed.core.memory import Distilled, ItemState, Witness
from honed.core.model import Effect
from honed.learn.memory.guards import guard
from honed.services.guards import Guards
from honed.services.judge import Judge
from honed.services.silence import Silence
from honed.services.suggesting import at_lines, in_file
from tests.learn.one_example import PATH
from tests.lsp.samples import PYTHON
from tests.services.test_explanation import (
    ADD_TIMEOUT,
    LINE,
    PLACE,
    project_of,
    silences,
    taught,
)
from tests.services.test_workspace import CHANGED, FIRST, FIRST_AFTER, SECOND, teach

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.core.memory import Context, MemoryItem
    from honed.core.ports import Store
    from honed.services.project import Project
    from tests.services.conftest import Bench

PATTERN = taught(*ADD_TIMEOUT)[0]
FAMILY = f"edit:{Guards().family(PATTERN)}"


def guarding(context: Context, right: int = 8, language: str = "python") -> MemoryItem:
    """Return a guard of a context that was right so often."""
    return attrs.evolve(guard(language, context, {}), successes=right, id=1)


def guarded(*items: MemoryItem) -> Project:
    """Return a project that knows one pattern, and these guards."""
    project = project_of([PATTERN])
    project.guards.take(items)
    return project


@pytest.mark.parametrize(
    "context",
    [
        (FAMILY, ""),
        (FAMILY, f"file:{PATH}"),
        ("", f"file:{PATH}"),
        ("effect:insertion", f"file:{PATH}"),
    ],
)
def test_a_suggestion_in_a_guarded_context_is_held_back(context: Context) -> None:
    """On its line, in the whole file, and `honed why` tells the reason."""
    project = guarded(guarding(context))
    assert at_lines(project, Judge(), PLACE, (LINE, LINE)) == []
    assert in_file(project, Judge(), PLACE, PATTERN.id, ()) == []
    assert silences(project) == [Silence.GUARDED]


@pytest.mark.parametrize(
    "item",
    [
        guarding(("edit:another", "")),
        guarding((FAMILY, "file:another.py")),
        guarding(("effect:deletion", f"file:{PATH}")),
        guarding(("", "tests")),
        guarding((FAMILY, ""), language="go"),
        guarding((FAMILY, ""), right=0),
        attrs.evolve(guarding((FAMILY, "")), failures=8),
        attrs.evolve(guarding((FAMILY, "")), state=ItemState.FADED),
    ],
)
def test_in_another_context_noop(item: MemoryItem) -> None:
    """It is offered; so it is where the guard is not trusted, or gone."""
    project = guarded(item)
    assert len(at_lines(project, Judge(), PLACE, (LINE, LINE))) == 1
    assert len(in_file(project, Judge(), PLACE, PATTERN.id, ())) == 1
    assert silences(project) == [None]


def test_a_rule_is_never_held_back_noop() -> None:
    """Somebody has put it there."""
    guards = Guards([guarding(("", f"file:{PATH}"))])
    assert guards.against(PATH, PATTERN, Effect.INSERTION) is not None
    assert guards.against(PATH, attrs.evolve(PATTERN, id=-1), Effect.INSERTION) is None


def test_few_families_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are found again."""
    monkeypatch.setattr("honed.services.guards.MOST_FAMILIES", 1)
    guards = Guards()
    other = taught("python", "a = b", "a = c")[0]
    for each in (PATTERN, attrs.evolve(other, id=77), PATTERN):
        assert f"edit:{guards.family(each)}" == FAMILY or each.id == 77


def known_guard(bench: Bench, context: Context, right: int) -> None:
    """Let the store know a guard, and the project too."""
    item = guard("python", context, {})
    learner = bench.workspace.learner

    def work(store: Store) -> int:
        return store.memory.remember([Distilled(item, (Witness("s", right, 0),))], 1.0)

    def take() -> None:
        learner._persistence.write(bench.project, work)
        known = learner._persistence.read(bench.project, lambda store: store.memory.items())
        bench.project.guards.take(known or ())

    learner._submit(take)
    bench.wait()


@pytest.mark.parametrize("right", [3, 30])
def test_what_is_typed_speaks_against_its_guard(bench: Bench, right: int) -> None:
    """Until the guard is trusted no more: then the edit is offered again."""
    uri = teach(bench)
    assert bench.offered(uri, SECOND) != []
    known_guard(bench, ("", f"file:{PYTHON.name}"), right)
    assert bench.offered(uri, SECOND) == []
    bench.edit(uri, bench.text(uri).replace(FIRST, FIRST_AFTER))
    bench.save(uri)
    assert bool(bench.offered(uri, SECOND)) is (right == 3)


def test_what_another_window_guards_is_guarded_here(start: Callable[..., Bench]) -> None:
    """And after a restart."""
    bench = start()
    uri = teach(bench)
    known_guard(bench, ("", f"file:{PYTHON.name}"), 8)
    again = start()
    assert again.project.guards
    assert again.workspace.documents.get(uri) is None
    again.open(PYTHON.name, CHANGED)
    assert again.offered(uri, FIRST) == []
