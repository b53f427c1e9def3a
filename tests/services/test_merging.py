"""A snippet into an open document: offered, made, undone, and never taught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from honed.apply.result import Applied, Reason, Refused
from honed.core.errors import HonedError
from honed.core.model import Outcome
from honed.core.text import Span, apply_edits, encode
from honed.learn.outcome import UNDO_WITHIN_S, Visibility
from honed.services import merging
from honed.services.merging import MOST_LINES, Asked, Merge
from tests.services.test_decided import store_of

if TYPE_CHECKING:
    from honed.core.model import Trajectory
    from honed.services.actions import Action
    from tests.services.conftest import Bench

BEFORE = """\
import os


def first():
    return 1


def second():
    return 2


def third():
    return 3
"""
SNIPPET = """\
```python
# ... existing code ...

def second():
    return os.sep

# ... existing code ...
```
"""
AFTER = BEFORE.replace("return 2", "return os.sep")
BLOCK = "<<<<<<< SEARCH\n    return 2\n=======\n    return os.sep\n>>>>>>> REPLACE\n"


def asked(bench: Bench, uri: str, snippet: str = BLOCK) -> Asked:
    """Return what a command would have merged."""
    found = bench.workspace.snippet(uri, snippet, None, None)
    assert isinstance(found, Asked), found
    return found


def merged(bench: Bench, uri: str, snippet: str = BLOCK) -> Action:
    """Return the action that a command leads to."""
    ask = asked(bench, uri, snippet)
    action = bench.workspace.merged(ask, bench.workspace.merging.compute(ask).result(20))
    assert action is not None
    return action


def made(bench: Bench, action: Action) -> None:
    """Make an action's edits in one change, then tell of it."""
    bench.edit(action.uri, text_after(action))
    bench.workspace.accepted(action.id)


def text_after(action: Action) -> str:
    """Return the text that an action leads to."""
    return apply_edits(action.text.data, action.edits or ()).decode()


def rows(bench: Bench) -> list[Trajectory]:
    """Return the trajectories, oldest first."""
    bench.wait()
    return store_of(bench).recent(100)[::-1]


def selected(
    bench: Bench,
    uri: str,
    selection: str = SNIPPET,
    *,
    visibility: Visibility = Visibility.SHOWN,
    can_resolve: bool = True,
) -> Action | None:
    """Return what is offered where this is selected."""
    text = bench.text(uri)
    start = len(encode(text[: text.index(selection)]))
    span = Span(start, start + len(encode(selection)))
    return bench.workspace.selected(uri, span, visibility=visibility, can_resolve=can_resolve)


def resolved(bench: Bench, action: Action | None) -> Action | None:
    """Return an offered merge with its edits."""
    assert action is not None
    ask = bench.workspace.to_merge(action.id)
    if ask is None:
        return None
    found = bench.workspace.merging.compute(ask).result(20)
    return bench.workspace.merged(ask, found, action.id)


def test_accepted_is_a_trajectory(bench: Bench) -> None:
    """One, with the lines that changed, and of its own kind; no pattern comes of it."""
    uri = bench.open("a.py", BEFORE)
    action = merged(bench, uri)
    assert text_after(action) == AFTER
    made(bench, action)
    bench.save(uri)
    [row] = rows(bench)
    assert (row.kind, row.outcome, row.pattern_id) == ("merge", Outcome.ACCEPTED, None)
    assert (row.path, row.line) == ("a.py", 8)
    assert (row.before, row.after) == ("return 2", "return os.sep")
    assert len(bench.project.index) == 0


def test_not_made_is_none_noop(bench: Bench) -> None:
    """What the editor did not make leaves nothing, however long it is left."""
    uri = bench.open("a.py", BEFORE)
    merged(bench, uri)
    bench.clock.time += 60
    bench.workspace.tick()
    assert rows(bench) == []


def test_undone_at_once(bench: Bench) -> None:
    """The text goes back: the same trajectory tells it."""
    uri = bench.open("a.py", BEFORE)
    made(bench, merged(bench, uri))
    bench.clock.time += UNDO_WITHIN_S - 1
    bench.edit(uri, BEFORE)
    [row] = rows(bench)
    assert row.outcome is Outcome.UNDONE


def test_changed_soon_after(bench: Bench) -> None:
    """The developer keeps it, and mends a line of it; that is an edit of their own as well."""
    uri = bench.open("a.py", BEFORE)
    made(bench, merged(bench, uri))
    bench.clock.time += 5
    bench.edit(uri, AFTER.replace("os.sep", "os.seps"))
    bench.save(uri)
    bench.clock.time += 1
    bench.workspace.tick()
    assert [(row.kind, row.outcome) for row in rows(bench)] == [
        ("merge", Outcome.MODIFIED),
        ("edit", Outcome.FREE),
    ]


def test_undone_late_noop(bench: Bench) -> None:
    """Then it is an edit of the developer's own."""
    uri = bench.open("a.py", BEFORE)
    made(bench, merged(bench, uri))
    bench.clock.time += UNDO_WITHIN_S + 1
    bench.workspace.tick()
    bench.edit(uri, BEFORE)
    assert rows(bench)[0].outcome is Outcome.ACCEPTED


def test_told_before_the_change(bench: Bench) -> None:
    """As some editors answer before they tell of the edit."""
    uri = bench.open("a.py", BEFORE)
    action = merged(bench, uri)
    bench.workspace.accepted(action.id)
    bench.edit(uri, text_after(action))
    bench.save(uri)
    assert [(row.kind, row.outcome) for row in rows(bench)] == [("merge", Outcome.ACCEPTED)]


def test_edits_that_come_one_by_one(bench: Bench) -> None:
    """A notification for each, from the last to the first: it is one merge, and none is taught."""
    uri = bench.open("a.py", BEFORE)
    action = merged(bench, uri, BLOCK + BLOCK.replace("return 2", "return 3"))
    assert action.edits is not None
    assert len(action.edits) == 2
    for edit in reversed(action.edits):
        bench.edit(uri, apply_edits(bench.text(uri).encode(), [edit]).decode())
    bench.workspace.accepted(action.id)
    bench.save(uri)
    assert [(row.kind, row.outcome) for row in rows(bench)] == [("merge", Outcome.ACCEPTED)]
    assert len(bench.project.index) == 0


def test_what_was_typed_before_is_learned(bench: Bench) -> None:
    """A merge settles it."""
    uri = bench.open("a.py", BEFORE)
    bench.edit(uri, BEFORE.replace("return 1", "return one"))
    made(bench, merged(bench, uri))
    assert [row.kind for row in rows(bench)] == ["edit", "merge"]


def test_secrets_are_not_stored(bench: Bench) -> None:
    """Neither of what goes nor of what comes."""
    secret = "ghp_" + "k4Jd8sLq2Wz9Xc7Vb1Nm3Pq6Rt5Yu0Io2Aa1"
    uri = bench.open("a.py", BEFORE)
    made(bench, merged(bench, uri, BLOCK.replace("os.sep", f'"{secret}"')))
    [row] = rows(bench)
    assert secret not in row.after
    assert "return" in row.after


def test_a_trajectory_holds_no_file(bench: Bench) -> None:
    """Of a large merge it has the first lines."""
    uri = bench.open("a.py", BEFORE)
    lines = "".join(f"    print({number})\n" for number in range(2 * MOST_LINES))
    made(bench, merged(bench, uri, BLOCK.replace("    return os.sep\n", lines)))
    [row] = rows(bench)
    assert row.after.count("\n") == MOST_LINES - 1


def test_the_text_moves_on_noop(bench: Bench) -> None:
    """What was found for another text is given up."""
    uri = bench.open("a.py", BEFORE)
    ask = asked(bench, uri)
    found = merging.merge(ask)
    bench.edit(uri, BEFORE + "\n")
    assert bench.workspace.merged(ask, found) is None


def test_closed_meanwhile_noop(bench: Bench) -> None:
    """Also where the document is opened again with the same text."""
    uri = bench.open("a.py", BEFORE)
    ask = asked(bench, uri)
    bench.open("a.py", BEFORE)
    assert bench.workspace.merged(ask, merging.merge(ask)) is None


def test_refused_noop(bench: Bench) -> None:
    """There is no action, and the reason is the engine's."""
    ask = asked(bench, bench.open("a.py", BEFORE), BLOCK.replace("return 2", "return 4"))
    found = merging.merge(ask)
    assert isinstance(found.result, Refused)
    assert found.result.reason is Reason.NOT_FOUND
    assert bench.workspace.merged(ask, found) is None


def test_a_failure_is_told_to_who_waits(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """And to nobody else."""

    def fail(_: Asked) -> Merge:
        raise RuntimeError("broken")

    monkeypatch.setattr(merging, "merge", fail)
    future = bench.workspace.merging.compute(asked(bench, bench.open("a.py", BEFORE)))
    with pytest.raises(RuntimeError, match="broken"):
        future.result(20)


class TestSilence:
    """Where honed is silent, a merge is too, and says why."""

    def test_not_open(self, bench: Bench) -> None:
        """There is nothing to say about such a document."""
        with pytest.raises(HonedError, match="not open"):
            bench.workspace.snippet("file:///nowhere.py", BLOCK, None, None)

    def test_distrusted(self, bench: Bench) -> None:
        """A text that is only guessed is not changed."""
        uri = bench.open("a.py", BEFORE)
        bench.workspace.distrust(uri)
        assert isinstance(bench.workspace.snippet(uri, BLOCK, None, None), str)

    @pytest.mark.parametrize(
        ("scope", "value"),
        [("everything", ""), ("language", "python"), ("kind", "merge"), ("buffer", "")],
    )
    def test_off(self, bench: Bench, scope: str, value: str) -> None:
        """Switched off, and withdrawn where it was offered before; on again, it is there."""
        uri = bench.open("a.py", BEFORE + SNIPPET)
        action = selected(bench, uri)
        assert action is not None
        bench.workspace.switches.toggle(scope, value, uri, on=False)
        bench.wait()
        assert isinstance(bench.workspace.snippet(uri, BLOCK, None, None), str)
        assert selected(bench, uri) is None
        assert resolved(bench, action) is None
        bench.workspace.switches.toggle(scope, value, uri, on=True)
        bench.wait()
        assert selected(bench, uri) is not None

    def test_switched_off_while_it_was_computed(self, bench: Bench) -> None:
        """What was found then is given up."""
        uri = bench.open("a.py", BEFORE)
        ask = asked(bench, uri)
        bench.workspace.switches.toggle("buffer", "", uri, on=False)
        assert bench.workspace.merged(ask, merging.merge(ask)) is None


class TestSelection:
    """A snippet that was pasted into the file that it is for."""

    @pytest.mark.parametrize("can_resolve", [True, False])
    def test_is_merged_into_the_rest(self, bench: Bench, *, can_resolve: bool) -> None:
        """It goes, and what it says is in the file."""
        uri = bench.open("a.py", f"{BEFORE}\n{SNIPPET}")
        action = selected(bench, uri, can_resolve=can_resolve)
        assert action is not None
        if can_resolve:
            assert action.edits is None
            action = resolved(bench, action)
            assert action is not None
        assert text_after(action) == AFTER
        made(bench, action)
        [row] = rows(bench)
        assert (row.kind, row.outcome) == ("merge", Outcome.ACCEPTED)
        assert (row.before, row.after) == ("return 2", "return os.sep")

    def test_pasting_it_teaches_nothing_noop(self, bench: Bench) -> None:
        """What was pasted only to be merged is no edit."""
        uri = bench.open("a.py", BEFORE)
        bench.edit(uri, f"{BEFORE}\n{SNIPPET}")
        action = resolved(bench, selected(bench, uri))
        assert action is not None
        made(bench, action)
        bench.save(uri)
        assert [row.kind for row in rows(bench)] == ["merge"]

    def test_other_selections_noop(self, bench: Bench) -> None:
        """Code of the file is no snippet."""
        uri = bench.open("a.py", BEFORE)
        assert selected(bench, uri, "def second():\n    return 2\n") is None

    def test_refused_is_not_offered_at_once_noop(self, bench: Bench) -> None:
        """A client that cannot resolve is offered only what can be made."""
        snippet = SNIPPET.replace("second", "nowhere_to_be_found").replace("def", "nonsense (")
        uri = bench.open("a.py", f"{BEFORE}\n{snippet}")
        assert selected(bench, uri, snippet, can_resolve=False) is None
        lazily = selected(bench, uri, snippet)
        assert lazily is not None
        assert resolved(bench, lazily) is None

    def test_large_files_are_not_merged_at_once_noop(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The client would wait for it at each move of the cursor."""
        monkeypatch.setattr(merging, "MOST_AT_ONCE", len(BEFORE))
        uri = bench.open("a.py", f"{BEFORE}\n{SNIPPET}")
        assert selected(bench, uri, can_resolve=False) is None
        assert selected(bench, uri) is not None

    def test_an_undone_merge_does_not_come_back_noop(self, bench: Bench) -> None:
        """Not there; the command goes on making it."""
        uri = bench.open("a.py", f"{BEFORE}\n{SNIPPET}")
        before = bench.text(uri)
        action = resolved(bench, selected(bench, uri))
        assert action is not None
        made(bench, action)
        bench.edit(uri, before)
        assert rows(bench)[-1].outcome is Outcome.UNDONE
        assert selected(bench, uri) is None
        assert merged(bench, uri).edits

    def test_the_oldest_are_forgotten(self, bench: Bench) -> None:
        """An editor asks at each move of the cursor."""
        uri = bench.open("a.py", f"{BEFORE}\n{SNIPPET}")
        actions = [selected(bench, uri) for _ in range(merging.MOST_REMEMBERED + 1)]
        assert resolved(bench, actions[0]) is None
        assert resolved(bench, actions[-1]) is not None


def test_a_result_is_that_of_the_engine(bench: Bench) -> None:
    """Instruction and format go there, and the language is the document's."""
    uri = bench.open("a.py", "a\n")
    found = bench.workspace.snippet(uri, "b\n", "whole_file", "change it")
    assert isinstance(found, Asked)
    assert attrs.asdict(found, recurse=False)["instruction"] == "change it"
    result = merging.merge(found).result
    assert isinstance(result, Applied)
    assert result.text == "b\n"
