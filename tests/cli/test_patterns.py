"""`honed patterns`: list, show, forget."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

from honed.core.memory import Distilled, ItemKind, MemoryItem, Witness
from honed.core.model import Evidence, Form
from honed.services.clock import SystemClock
from honed.services.learned import State, everything, listing
from honed.services.places import Place
from honed.services.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Shelf, Shell

PATIENCE_S = 20.0
TIMEOUT = ("get(‹url›)", "get(‹url›, timeout=5)")


@attrs.frozen
class At:
    """A clock that stands still."""

    time: float

    def now(self) -> float:
        """Return the time."""
        return self.time

    def elapsed(self) -> float:
        """Return the time."""
        return self.time


class TestList:
    """`honed patterns list`."""

    def test_noop_without_any_store(self, shell: Shell, folder: Path, data_dir: Path) -> None:
        """Nothing is listed, and nothing is made."""
        found = shell.json("patterns", "list")
        assert (found["total"], found["patterns"]) == (0, [])
        assert "There are no patterns in " in shell.text("patterns", "list")
        assert not list(data_dir.iterdir())

    def test_noop_empty_store(self, shell: Shell, shelf: Shelf) -> None:
        """Nothing is listed."""
        assert shell.json("patterns", "list")["patterns"] == []

    def test_newest_first(self, shell: Shell, shelf: Shelf) -> None:
        """Each with what it does, where from, and its record."""
        record = Evidence(
            support=4, accepted=2, rejected=1, ignored=3, shadow_right=6, shadow_wrong=5
        )
        old = shelf.teach(*TIMEOUT, origin=("src/a.py", 9), evidence=record)
        new = shelf.teach("‹x›.a()", "‹x›.b()", language="go")
        found = shell.json("patterns", "list")
        assert (found["workspace"], found["store"]) == (str(shelf.folder), str(shelf.database))
        assert [each["id"] for each in found["patterns"]] == [new, old]
        assert found["patterns"][1] == {
            "id": old,
            "language": "python",
            "before": "get ( ‹url› )",
            "after": "get(‹url›, timeout=5)",
            "path": "src/a.py",
            "line": 10,
            "support": 4,
            "accepted": 2,
            "rejected": 1,
            "ignored": 3,
            "shadowRight": 6,
            "shadowWrong": 5,
            "state": "proven",
            "session": 1,
            "trajectory": 1,
            "learnedAt": None,
        }
        header, first, second = shell.text("patterns", "list").splitlines()
        assert header.split()[:4] == ["ID", "Language", "Edit", "From"]
        assert first.split()[:2] == [str(new), "go"]
        for part in ("get ( ‹url› ) → get(‹url›, timeout=5)", "src/a.py:10", "6 right, 5 wrong"):
            assert part in second

    def test_limit(self, shell: Shell, shelf: Shelf) -> None:
        """The newest are listed, the total is of all; 0 is no limit."""
        ids = [shelf.teach(f"a{number}(‹x›)", "b(‹x›)") for number in range(3)]
        found = shell.json("patterns", "list", "--limit", 2)
        assert [each["id"] for each in found["patterns"]] == ids[:0:-1]
        assert found["total"] == 3
        assert "2 of 3;" in shell.text("patterns", "list", "--limit", 2)
        assert len(shell.json("patterns", "list", "--limit", 0)["patterns"]) == 3
        assert "of 3;" not in shell.text("patterns", "list")

    def test_language(self, shell: Shell, shelf: Shelf) -> None:
        """Only one language's; upper case is forgiven."""
        shelf.teach(*TIMEOUT)
        shelf.teach(*TIMEOUT, language="go")
        found = shell.json("patterns", "list", "--language", "Go")
        assert [each["language"] for each in found["patterns"]] == ["go"]
        assert found["total"] == 1

    def test_noop_language_without_patterns(self, shell: Shell, shelf: Shelf) -> None:
        """Nothing is listed, and those are named of which there are some."""
        shelf.teach(*TIMEOUT)
        shelf.teach(*TIMEOUT, language="")
        text = shell.text("patterns", "list", "--language", "cobol")
        assert "There are no patterns of cobol" in text
        assert "There are some of text, python." in text

    @pytest.mark.parametrize(
        ("evidence", "is_of_session", "state"),
        [
            (Evidence(accepted=1), False, "proven"),
            (Evidence(accepted=1), True, "proven"),
            (Evidence(), True, "session"),
            (Evidence(), False, "muted"),
            (Evidence(accepted=1, rejected=1), False, "muted"),
        ],
    )
    def test_state(
        self, shell: Shell, shelf: Shelf, evidence: Evidence, state: str, *, is_of_session: bool
    ) -> None:
        """Proven ones last; the others are offered in their session, and muted afterwards."""
        shelf.teach(*TIMEOUT, evidence=evidence, session=None if is_of_session else 99)
        [found] = shell.json("patterns", "list")["patterns"]
        assert found["state"] == state

    @pytest.mark.parametrize(
        ("at", "state"), [(1e12 + 60.0, State.SESSION), (1e12 + 3600.0, State.MUTED)]
    )
    def test_a_session_ends_when_idle(self, shelf: Shelf, at: float, state: State) -> None:
        """What no server would go on with is over, though its row has no end."""
        shelf.teach(*TIMEOUT)
        place = Place(shelf.database.parents[2], shelf.folder, shelf.database)
        [found] = listing(place, clock=At(at)).patterns
        assert found.state is state

    def test_a_session_that_ended(self, shell: Shell, shelf: Shelf) -> None:
        """Its patterns are muted."""
        shelf.teach(*TIMEOUT)
        with shelf.opened() as store:
            store.end_session(shelf.session, 1e12 + 1)
        assert shell.json("patterns", "list")["patterns"][0]["state"] == "muted"

    def test_another_branch(self, shell: Shell, shelf: Shelf) -> None:
        """The session is over when HEAD is another one."""
        shelf.teach(*TIMEOUT)
        assert shelf.folder is not None
        (shelf.folder / ".git").mkdir()
        (shelf.folder / ".git" / "HEAD").write_text("ref: refs/heads/other\n")
        assert shell.json("patterns", "list")["patterns"][0]["state"] == "muted"


class TestShow:
    """`honed patterns show`."""

    def test_all_that_is_known(self, shell: Shell, shelf: Shelf) -> None:
        """The edit as a diff, holes, context, record, and what else the edit taught."""
        shown = shelf.teach("‹a›.x(‹a›)", "‹a›.y(‹a›)", origin=("src/a.py", 4))
        other = shelf.teach(*TIMEOUT, trajectory=1)
        found = shell.json("patterns", "show", shown)
        assert found["id"] == shown
        assert found["example"] == {"before": "a.x(a)", "after": "a.y(a)"}
        assert found["holes"] == [
            {"kind": "name", "example": "a", "sameAs": None},
            {"kind": "name", "example": "a", "sameAs": 0},
        ]
        assert found["context"] == {
            "left": ["page"],
            "right": [";"],
            "path": ["call", "assignment"],
            "callee": ["client", "get"],
            "form": "plain",
        }
        assert found["siblings"] == [other]
        text = shell.text("patterns", "show", shown)
        for part in ("src/a.py:5", "-a.x(a)\n+a.y(a)", "the same as a", "client.get", "seen 1"):
            assert part in text

    def test_several_lines(self, shell: Shell, shelf: Shelf) -> None:
        """The diff has the lines that stay; a pattern without context shows none."""
        shelf.teach(*TIMEOUT)
        with shelf.opened() as store:
            [pattern] = store.patterns()
            bare = attrs.evolve(
                pattern.rewrite, left=(), right=(), path=(), callee=(), form=Form.REFERENCE
            )
            example = attrs.evolve(pattern.example, before="f(\n  a,\n)", after="f(\n  b,\n)")
            made = store.add_pattern(
                bare,
                example,
                session_id=1,
                trajectory_id=9,
                vector=np.ones(256, np.float32),
            )
        text = shell.text("patterns", "show", made.id)
        assert " f(\n-  a,\n+  b,\n )" in text
        assert "as they stand at the place" in text
        assert "In a call of" not in text
        assert "Same edit" not in text

    def test_noop_unknown_id(self, shell: Shell, shelf: Shelf) -> None:
        """An error of one line."""
        assert shell.error("patterns", "show", 7) == (
            f"honed: There is no pattern 7 in the store of {shelf.folder};"
            " `honed patterns list` shows those that are."
        )

    def test_noop_without_any_store(self, shell: Shell, folder: Path, data_dir: Path) -> None:
        """As an unknown id."""
        assert "There is no pattern 1 " in shell.error("patterns", "show", 1)

    def test_a_word_is_no_id(self, shell: Shell, shelf: Shelf) -> None:
        """A usage error."""
        assert shell("patterns", "show", "x").exit_code == 2


class TestForget:
    """`honed patterns forget`."""

    def test_one(self, shell: Shell, shelf: Shelf) -> None:
        """The pattern and the texts of its edit are gone; the numbers and the others stay."""
        gone, stays = shelf.teach(*TIMEOUT), shelf.teach("‹x›.a()", "‹x›.b()")
        text = shell.text("patterns", "forget", gone, "--yes")
        assert "get ( ‹url› ) → get(‹url›, timeout=5)" in text
        assert "Forgot 1 pattern." in text
        assert [each["id"] for each in shell.json("patterns", "list")["patterns"]] == [stays]
        assert shell.json("stats")["trajectories"] == 2
        with shelf.opened() as store:
            assert [each.before for each in store.recent()] == ["x.a()", ""]

    def test_several_in_json(self, shell: Shell, shelf: Shelf) -> None:
        """What was forgotten is told, each once, and what the same edits taught besides."""
        first = shelf.teach(*TIMEOUT, origin=("src/a.py", 9))
        second = shelf.teach("‹x›.a()", "‹x›.b()")
        sibling = shelf.teach("a()", "b()", trajectory=1)
        found = shell.json("patterns", "forget", second, first, second, "--yes")
        assert [each["id"] for each in found["forgotten"]] == [second, first]
        assert found["forgotten"][1] == {
            "id": first,
            "language": "python",
            "before": "get ( ‹url› )",
            "after": "get(‹url›, timeout=5)",
            "path": "src/a.py",
            "line": 10,
        }
        assert found["staying"] == [sibling]

    def test_siblings_are_told(self, shell: Shell, shelf: Shelf) -> None:
        """Another pattern of the same edit may offer the same; so it is named."""
        gone, sibling = shelf.teach(*TIMEOUT), shelf.teach("a()", "b()", trajectory=1)
        text = shell.text("patterns", "forget", gone, "--yes")
        assert f"The same edits taught these, which stay: {sibling}." in text

    def test_all(self, shell: Shell, shelf: Shelf) -> None:
        """Every pattern of the store."""
        shelf.teach(*TIMEOUT)
        shelf.teach("‹x›.a()", "‹x›.b()")
        assert "Forgot 2 patterns." in shell.text("patterns", "forget", "--all", "--yes")
        assert shell.json("patterns", "list")["total"] == 0

    def test_all_with_what_its_memory_holds(self, shell: Shell, shelf: Shelf) -> None:
        """Also where there are no patterns, and after a question; one pattern takes none along."""
        gone, item = shelf.teach(*TIMEOUT), MemoryItem("k", ItemKind.CODE, "python", "t", "c")
        with shelf.opened() as store:
            store.memory.remember([Distilled(item, (Witness("given:1", 1, 0),))], 1.0)
        assert "Forgot 1 pattern." in shell.text("patterns", "forget", gone, "--yes")
        result = shell("patterns", "forget", "--all", answer="n\n")
        assert (result.exit_code, "and 1 memory item of" in result.stderr) == (1, True)
        with shelf.opened() as store:
            assert len(store.memory.items()) == 1
        text = shell.text("patterns", "forget", "--all", "--yes")
        assert "Forgot 0 patterns and 1 memory item." in text
        with shelf.opened() as store:
            assert store.memory.items() == []

    def test_asks(self, shell: Shell, shelf: Shelf) -> None:
        """The question, with what it is about, stands on standard error."""
        shelf.teach(*TIMEOUT)
        result = shell("patterns", "forget", "1", answer="y\n")
        assert result.exit_code == 0
        assert "Forget 1 pattern of" in result.stderr
        assert "timeout=5" in result.stderr
        assert "Forgot 1 pattern" in result.stdout

    @pytest.mark.parametrize("answer", ["n\n", "\n", ""])
    def test_noop_when_not_confirmed(self, shell: Shell, shelf: Shelf, answer: str) -> None:
        """No, nothing, and nobody who could answer: all stays, and the exit code says so."""
        shelf.teach(*TIMEOUT)
        result = shell("patterns", "forget", "--all", "--json", answer=answer)
        assert (result.exit_code, result.stdout) == (1, "")
        assert shell.json("patterns", "list")["total"] == 1

    def test_noop_unknown_id(self, shell: Shell, shelf: Shelf) -> None:
        """With one unknown id among them nothing is forgotten."""
        known = shelf.teach(*TIMEOUT)
        message = shell.error("patterns", "forget", known, 8, 9, "--yes")
        assert "There are no patterns 8, 9 in the store" in message
        assert shell.json("patterns", "list")["total"] == 1

    def test_noop_all_of_nothing(self, shell: Shell, folder: Path, data_dir: Path) -> None:
        """No question is asked, and no store is made."""
        assert "There is nothing to forget" in shell.text("patterns", "forget", "--all")
        assert shell.json("patterns", "forget", "--all")["forgotten"] == []
        assert not list(data_dir.iterdir())

    @pytest.mark.parametrize("arguments", [(), ("1", "--all")])
    def test_noop_neither_or_both(
        self, shell: Shell, shelf: Shelf, arguments: tuple[str, ...]
    ) -> None:
        """Ids or --all, one of them: else a usage error."""
        shelf.teach(*TIMEOUT)
        assert shell("patterns", "forget", *arguments, "--yes").exit_code == 2
        assert shell.json("patterns", "list")["total"] == 1

    def test_similar_no_longer_finds_it(self, shell: Shell, shelf: Shelf) -> None:
        """Before: the only hit; after: none."""
        shelf.teach(*TIMEOUT)
        shelf.write("b.py", "get(link)\n")
        before = shell.json("patterns", "similar", "b.py:1")
        assert [each["ids"] for each in before["hits"]] == [[1]]
        shell.text("patterns", "forget", "1", "--yes")
        assert shell.json("patterns", "similar", "b.py:1")["hits"] == []

    @pytest.mark.slow
    def test_a_running_server_follows(
        self, shell: Shell, make_shelf: Callable[..., Shelf], folder: Path, data_dir: Path
    ) -> None:
        """Within seconds its index has not got the pattern either."""
        shelf = make_shelf(folder)
        shelf.teach(*TIMEOUT)
        shelf.teach("‹x›.a()", "‹x›.b()")
        server = Workspace(SystemClock(), str(data_dir))
        server.start({}, [str(folder)])
        try:
            project = server.project_of(str(folder / "app.py"))
            _wait_until(lambda: project.is_ready)
            assert len(project.index) == 2
            shell.text("patterns", "forget", "1", "--yes")
            _wait_until(lambda: len(project.index) == 1)
            assert project.index.get(1) is None
        finally:
            server.stop()


def _wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_everything_is_all(shelf: Shelf) -> None:
    """What `forget --all` is about has no siblings that stay."""
    shelf.teach(*TIMEOUT)
    place = Place(shelf.database.parents[2], shelf.folder, shelf.database)
    found = everything(place)
    assert (len(found.patterns), found.staying) == (1, ())
