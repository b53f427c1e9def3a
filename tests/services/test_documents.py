"""Open documents: texts, trees, bursts, trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.core.text import Edit, Span, Text
from honed.learn.bursts import Origin, Reason
from honed.services import documents as documents_module
from honed.services.documents import Documents

if TYPE_CHECKING:
    from honed.services.document import Document, Settled

URI = "file:///a.py"
SOURCE = b"def f(a):\n    return a\n\n\ndef g(b):\n    return b\n"


@pytest.fixture
def settled() -> list[Settled]:
    """Return what settled."""
    return []


@pytest.fixture
def documents(settled: list[Settled]) -> Documents:
    """Documents with one Python file open."""
    made = Documents(settled.append)
    made.open(URI, "/a.py", "python", 1, SOURCE)
    return made


def change(documents: Documents, old: bytes, new: bytes, at: float = 0.0, step: int = 1) -> None:
    """Replace `old` in the text."""
    document = found(documents)
    start = document.text.data.index(old)
    after = Text(document.text.data.replace(old, new, 1))
    edit = Edit(Span(start, start + len(old)), new)
    documents.change(URI, document.version + step, after, [edit], at)


def found(documents: Documents) -> Document:
    """Return the open document."""
    document = documents.get(URI)
    assert document is not None
    return document


def test_snapshot_has_a_fresh_tree(documents: Documents) -> None:
    """After a change the tree is that of the new text, as if parsed from nothing."""
    first = documents.snapshot(URI)
    change(documents, b"return a", b"return a + 1")
    second = documents.snapshot(URI)
    assert first is not None
    assert second is not None
    assert first.tree is not None
    assert second.tree is not None
    assert first.text.data == SOURCE
    assert str(second.tree.root) != str(first.tree.root)
    assert second.tree.text is second.text
    assert documents.snapshot("file:///other") is None


def test_few_trees_are_kept(documents: Documents, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the trees of the documents used last are held; the others are parsed when asked for."""
    monkeypatch.setattr(documents_module, "MAX_TREES", 2)
    for number in range(4):
        uri = f"file:///{number}.py"
        documents.open(uri, f"/{number}.py", "python", 1, SOURCE)
        assert documents.snapshot(uri) is not None
    assert len(documents._trees) == 2
    again = documents.snapshot("file:///0.py")
    assert again is not None
    assert again.tree is not None


def test_unknown_language_has_no_tree(documents: Documents) -> None:
    """A file in an unknown language still has its text."""
    documents.open("file:///x.zzz", "/x.zzz", "zzz", 1, b"a b c")
    snapshot = documents.snapshot("file:///x.zzz")
    assert snapshot is not None
    assert (snapshot.tree, snapshot.language_name) == (None, "zzz")


def test_save_and_elsewhere_settle(documents: Documents, settled: list[Settled]) -> None:
    """A save settles; so does a change or a request somewhere else."""
    change(documents, b"return a", b"return 1")
    documents.save(URI, None)
    change(documents, b"return b", b"return 2")
    change(documents, b"return 1", b"return 3")
    documents.settle_elsewhere(URI, (5, 5), 0.0)
    assert [each.reason for each in settled] == [Reason.SAVE, Reason.ELSEWHERE, Reason.ELSEWHERE]
    assert settled[1].before.data.count(b"return 1") == 1


def test_near_requests_settle_nothing_noop(documents: Documents, settled: list[Settled]) -> None:
    """Asking where one types, or saving without a change, settles nothing."""
    change(documents, b"return a", b"return 1")
    documents.settle_elsewhere(URI, (1, 1), 0.0)
    documents.settle_paused(1.0, 5.0)
    assert settled == []
    documents.settle_all(Reason.CLOSE)
    documents.settle_all(Reason.CLOSE)
    documents.save("file:///other", None)
    documents.will_save("file:///other", 0.0)
    assert len(settled) == 1


def test_typing_back_leaves_nothing_noop(documents: Documents, settled: list[Settled]) -> None:
    """A change that is taken back before it settles was none."""
    change(documents, b"return a", b"return 1")
    change(documents, b"return 1", b"return a")
    documents.save(URI, None)
    assert settled == []


def test_closing_throws_away_noop(documents: Documents, settled: list[Settled]) -> None:
    """What was typed and not saved teaches nothing; opening again begins anew."""
    change(documents, b"return a", b"return 1")
    documents.open(URI, "/a.py", "python", 1, SOURCE)
    assert settled == []
    documents.close(URI)
    documents.close(URI)
    assert (documents.get(URI), len(documents), list(documents)) == (None, 0, [])
    documents.change(URI, 9, Text(b""), (), 0.0)
    assert documents.get(URI) is None


def test_formatter_on_save(documents: Documents, settled: list[Settled]) -> None:
    """What was typed settles at willSave; what follows until didSave is the formatter's."""
    change(documents, b"return a", b"return 1")
    documents.will_save(URI, 0.0)
    change(documents, b"return b", b"return 2")
    documents.save(URI, None)
    assert [each.origin for each in settled] == [Origin.TYPED, Origin.FORMATTED]


def test_a_failed_save_ends_by_itself_noop(documents: Documents, settled: list[Settled]) -> None:
    """A willSave that no didSave follows does not make a formatter of the developer."""
    documents.will_save(URI, 0.0)
    change(documents, b"return b", b"return 2", at=60.0)
    documents.settle_all(Reason.PAUSE)
    assert [each.origin for each in settled] == [Origin.TYPED]


def test_a_tools_first_change_is_not_taught_noop(
    documents: Documents, settled: list[Settled]
) -> None:
    """An editor that collects changes sends the first of several at once, the rest together."""
    change(documents, b"return a", b"return 1")
    after = Text(SOURCE.replace(b"return a", b"return 1").replace(b"f(a)", b"f()"))
    after = Text(after.data.replace(b"return b", b"return 2"))
    documents.change(URI, 9, after, (), 0.2)
    documents.save(URI, None)
    assert [each.origin for each in settled] in ([], [Origin.BULK])


def test_many_lines_as_one_replacement_are_bulk_noop(
    documents: Documents, settled: list[Settled]
) -> None:
    """A replacement of all lines between two changed ones is two changes."""
    after = SOURCE.replace(b"a", b"x").replace(b"b", b"y")
    whole = [Edit(Span(0, len(SOURCE)), after)]
    documents.change(URI, 2, Text(after), whole, 0.0)
    documents.save(URI, None)
    assert [each.origin for each in settled] == [Origin.BULK]


def test_the_saved_text_is_the_truth(documents: Documents, settled: list[Settled]) -> None:
    """Where the text at a save is not ours, theirs is taken and nothing is taught."""
    change(documents, b"return a", b"return 1")
    documents.save(URI, SOURCE)
    assert found(documents).text.data == SOURCE
    assert settled == []


def test_going_back_is_distrusted(documents: Documents, settled: list[Settled]) -> None:
    """A version that does not grow: nothing is taught until a save brings the text."""
    change(documents, b"return a", b"return 1", step=0)
    assert not found(documents).is_trusted
    change(documents, b"return 1", b"return 2")
    documents.save(URI, None)
    assert (settled, found(documents).is_trusted) == ([], False)
    documents.save(URI, SOURCE)
    assert found(documents).is_trusted
    assert found(documents).text.data == SOURCE


def test_gaps_in_versions_are_fine_noop(documents: Documents) -> None:
    """Some editors skip versions."""
    change(documents, b"return a", b"return 1", step=7)
    assert found(documents).is_trusted


def test_an_equal_text_is_no_change_noop(documents: Documents) -> None:
    """A notification that changes nothing begins nothing."""
    documents.change(URI, 2, Text(SOURCE), (), 0.0)
    assert found(documents).burst is None


def test_the_first_line_tells_the_language(documents: Documents) -> None:
    """A script without a suffix is known by its shebang."""
    documents.open("file:///run", "/run", "", 1, b"#!/usr/bin/env python3\nx = 1\n")
    snapshot = documents.snapshot("file:///run")
    assert snapshot is not None
    assert snapshot.language_name == "python"


def test_what_a_save_disproves_is_dropped(documents: Documents, settled: list[Settled]) -> None:
    """Changes that lead elsewhere than to the saved text: lsp-mode 8, behind an emoji."""
    change(documents, b"return a", b"return 1")
    documents.will_save(URI, 1.0)
    documents.save(URI, b"something else")
    assert settled == []
    assert found(documents).text.data == b"something else"


def test_what_a_formatter_changes_next_is_typed_before(
    documents: Documents, settled: list[Settled]
) -> None:
    """What was typed settles with the formatter's first change, as saved."""
    change(documents, b"return a", b"return 1")
    documents.will_save(URI, 1.0)
    assert settled == []
    change(documents, b"return b", b"return  b", at=1.1)
    assert [(each.origin, each.reason) for each in settled] == [(Origin.TYPED, Reason.SAVE)]
    documents.save(URI, None)
    assert [each.origin for each in settled] == [Origin.TYPED, Origin.FORMATTED]


def test_the_same_at_once_elsewhere_is_a_tool(documents: Documents, settled: list[Settled]) -> None:
    """A replacement everywhere that comes with a notification for each place."""
    for number in range(2):
        change(documents, b"return", b"give", at=0.01 * number)
    documents.save(URI, None)
    assert settled == []
    assert found(documents).text.data.count(b"give") == 2


def test_the_same_a_moment_later_is_typed(documents: Documents, settled: list[Settled]) -> None:
    """Nobody types the same at two places in a hundredth of a second; in a tenth one may."""
    for number in range(2):
        change(documents, b"return", b"give", at=0.1 * number)
    documents.save(URI, None)
    assert [each.origin for each in settled] == [Origin.TYPED] * 2
