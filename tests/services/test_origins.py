"""Explanations of a workspace that lives: why, where from, and how to be rid of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.config import Settings
from honed.core.errors import HonedError
from honed.core.model import Outcome
from honed.core.text import apply_edits
from honed.learn.outcome import Visibility
from honed.services import origins
from honed.services.actions import ActionKind
from honed.services.silence import Hush, Silence
from tests.lsp.samples import PYTHON
from tests.services.test_workspace import CHANGED, FIRST, HALF_HOUR_S, SECOND, rows, teach

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from honed.services.explanation import Explanation
    from tests.services.conftest import Bench

LINE = CHANGED[: CHANGED.index(FIRST)].count("\n")


def why(bench: Bench, uri: str, needle: str = FIRST) -> Explanation:
    """Return the explanation of the line of `needle`."""
    line = bench.text(uri)[: bench.text(uri).index(needle)].count("\n")
    return bench.workspace.why(uri, line)[1]


def reasons(found: Explanation) -> list[object]:
    """Return what speaks against each candidate."""
    return [each.silence for each in found.candidates]


class TestWhy:
    """`Workspace.why`: the explanation of a line of a document."""

    def test_it_is_what_is_offered(self, bench: Bench) -> None:
        """The same text at the same place, before and after a decision."""
        uri = teach(bench)
        [offered] = bench.offered(uri, FIRST)
        [explained] = why(bench, uri).offered
        assert explained.suggestion.after in offered
        action = bench.actions(uri, FIRST, ActionKind.DISMISS)[0]
        bench.workspace.rejected(action.id)
        assert bench.offered(uri, FIRST) == []
        assert reasons(why(bench, uri)) == [Silence.REJECTED_HERE]

    def test_the_session_after(self, bench: Bench) -> None:
        """A pattern that was not proven is muted then."""
        uri = teach(bench)
        bench.clock.time += HALF_HOUR_S
        bench.edit(uri, bench.text(uri) + "\n")
        bench.save(uri)
        assert reasons(why(bench, uri)) == [Silence.OLDER_SESSION]

    def test_asking_settles_what_is_typed_elsewhere(self, bench: Bench) -> None:
        """As asking for actions does; what is typed on the line itself goes on."""
        uri = bench.open(PYTHON.name, PYTHON.text)
        bench.edit(uri, CHANGED)
        document = bench.workspace.documents.get(uri)
        assert document is not None
        why(bench, uri, PYTHON.typed[1])
        assert document.burst is not None
        why(bench, uri)
        assert document.burst is None

    def test_a_distrusted_document(self, bench: Bench) -> None:
        """Nothing is looked at until it can be trusted again."""
        uri = teach(bench)
        document = bench.workspace.documents.get(uri)
        assert document is not None
        document.is_trusted = False
        found = why(bench, uri)
        assert (found.hush, found.candidates) == (Hush.DISTRUSTED, ())
        document.is_trusted = True
        assert why(bench, uri).hush == ""

    def test_before_it_was_read(self, bench: Bench) -> None:
        """Nothing is known."""
        uri = teach(bench)
        bench.project.is_ready = False
        assert why(bench, uri).hush == Hush.NOT_READY

    @pytest.mark.parametrize(
        "settings",
        [
            Settings(enabled=False),
            Settings(languages_off=("python",)),
            Settings(exclude=("*.py",)),
        ],
    )
    def test_switched_off(self, start: Callable[..., Bench], settings: Settings) -> None:
        """Silent for the reason that the settings give."""
        bench = start(settings)
        uri = bench.open(PYTHON.name, CHANGED)
        assert why(bench, uri).hush == settings.why_off(PYTHON.name, "python") != ""

    @pytest.mark.parametrize("line", [-1, CHANGED.count("\n") + 1, 1 << 40])
    def test_no_such_line(self, bench: Bench, line: int) -> None:
        """An error, and nothing settles."""
        uri = bench.open(PYTHON.name, CHANGED)
        with pytest.raises(HonedError, match="from 0"):
            bench.workspace.why(uri, line)

    def test_no_such_document(self, bench: Bench) -> None:
        """An error."""
        with pytest.raises(HonedError, match="not open"):
            bench.workspace.why("file:///no", 0)


class TestOrigins:
    """Where an offer or a pattern comes from."""

    def test_of_an_offer(self, bench: Bench) -> None:
        """By its id: the pattern and what was handed out."""
        uri = teach(bench)
        action = bench.actions(uri, FIRST, ActionKind.EDIT)[0]
        found = origins.of_offer(bench.workspace, action.id)
        assert found.project is bench.project
        assert found.offer_id == action.id
        assert found.pattern.pattern.example.path == PYTHON.name
        [offer] = found.offers
        assert offer.suggestion.after in bench.offered(uri, FIRST)[0]
        assert {"bias", "same_session"} <= {each.feature for each in offer.contributions}

    def test_siblings(self, bench: Bench) -> None:
        """One edit may teach several patterns."""
        uri = bench.open("a.py", "x = 1\nload(path, mode)\n\n\nload(link, kind)\n")
        bench.edit(uri, "x = 1\nif path:\n    load(path, mode)\n\n\nload(link, kind)\n")
        bench.save(uri)
        every = [each.id for each in bench.project.index.all()]
        assert len(every) > 1
        found = origins.of_pattern(bench.workspace, every[0], None)
        assert [every[0], *found.siblings] == every

    def test_ids_count_in_each_project(self, bench: Bench, tmp_path: Path) -> None:
        """A path says which is meant, where several have such a pattern."""
        teach(bench)
        outside = tmp_path / "outside.py"
        teach(bench, str(outside))
        with pytest.raises(HonedError, match="`uri`"):
            origins.of_pattern(bench.workspace, 1, None)
        assert origins.of_pattern(bench.workspace, 1, str(outside)).project.folder is None
        inside = str(bench.folder / "not" / "there.py")
        assert origins.of_pattern(bench.workspace, 1, inside).project is bench.project

    def test_unknown(self, bench: Bench) -> None:
        """Errors that say what is not known."""
        with pytest.raises(HonedError, match="No offer 'a0'"):
            origins.of_offer(bench.workspace, "a0")
        for path in (None, "/nowhere/x.py"):
            with pytest.raises(HonedError, match="No pattern 7"):
                origins.of_pattern(bench.workspace, 7, path)


class TestForget:
    """A pattern is forgotten while the server runs."""

    def test_at_once_and_for_good(self, start: Callable[..., Bench]) -> None:
        """No request offers it, nor one after a restart; what was handed out finds nothing."""
        bench = start()
        uri = teach(bench)
        action = bench.actions(uri, FIRST, ActionKind.EDIT)[0]
        lazily = bench.actions(uri, FIRST, ActionKind.EVERYWHERE, visibility=Visibility.HIDDEN)[0]
        found = origins.of_pattern(bench.workspace, 1, None)
        forgotten = origins.forget(bench.workspace, found)
        assert [each.pattern.id for each in forgotten.patterns] == [1]
        for sibling in forgotten.staying:
            origins.forget(bench.workspace, origins.of_pattern(bench.workspace, sibling, None))
        assert bench.offered(uri, FIRST) == []
        assert bench.workspace.offered(action.id) is None
        resolved = bench.workspace.resolve(lazily.id)
        assert resolved is None or not resolved.edits
        assert why(bench, uri).patterns == 0
        bench.wait()
        assert bench.project.status is not None
        assert bench.project.status.patterns == 0
        bench = start()
        uri = bench.open(PYTHON.name, CHANGED)
        assert bench.offered(uri, FIRST) == []

    def test_making_it_all_the_same_is_no_acceptance(self, bench: Bench) -> None:
        """Who takes it from a menu that was open makes an edit of their own."""
        uri = teach(bench)
        action = bench.actions(uri, FIRST, ActionKind.EDIT)[0]
        for pattern in bench.project.index.all():
            origins.forget(bench.workspace, origins.of_pattern(bench.workspace, pattern.id, None))
        bench.edit(uri, apply_edits(action.text.data, action.edits or ()).decode())
        bench.workspace.accepted(action.id)
        bench.save(uri)
        assert [each.outcome for each in rows(bench)] == [Outcome.FREE, Outcome.FREE]

    def test_others_stay_noop(self, bench: Bench) -> None:
        """What another edit taught is offered as before."""
        uri = teach(bench)
        other = bench.open("other.py", "page = get(url)\n\n\npage = get(link)\n")
        bench.edit(other, "page = get(url, timeout=5)\n\n\npage = get(link)\n")
        bench.save(other)
        newest = bench.project.index.newest_id
        origins.forget(bench.workspace, origins.of_pattern(bench.workspace, newest, None))
        assert bench.offered(uri, SECOND)
