"""One pattern in a whole file: all that may be made at once, and what is left out of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from honed.apply.guard import Change
from honed.core.text import Text, encode
from honed.services import suggesting
from honed.services.document import Snapshot
from honed.services.judge import Judge
from honed.services.project import Project
from honed.services.suggesting import fingerprint, in_file
from tests.code import pattern_of, rewrites, tree_of

if TYPE_CHECKING:
    from honed.core.model import Pattern

COUNT = 60
PATTERN = pattern_of(rewrites("log('a %s' % name)\n", "log('a %s', name)\n", "python")[0])
LINES = [f"log('b %s' % user_{number})" for number in range(COUNT)]


def snapshot_of(lines: list[str]) -> Snapshot:
    """Return a document of these lines."""
    source = "\n".join(lines) + "\n"
    text, tree = Text(encode(source)), tree_of(source, "python")
    return Snapshot("file:///w/a.py", "/w/a.py", 1, text, tree, "python", is_trusted=True)


def project_of(pattern: Pattern) -> Project:
    """Return a folder in whose session the pattern was learned."""
    project = Project(Path("/w"))
    project.fill([pattern], set(), {})
    project.begin_session(pattern.session_id)
    return project


def lines_of(project: Project, snapshot: Snapshot, recent: tuple[Change, ...] = ()) -> list[int]:
    """Return the lines that would be changed."""
    found = in_file(project, Judge(), snapshot, PATTERN.id, recent)
    return [each.line for each in found]


def test_all_at_once() -> None:
    """In order, one an edit."""
    assert lines_of(project_of(PATTERN), snapshot_of(LINES)) == [*range(COUNT)]


def test_what_was_rejected_is_left_out() -> None:
    """And nothing but that."""
    project, snapshot = project_of(PATTERN), snapshot_of(LINES)
    third = in_file(project, Judge(), snapshot, PATTERN.id, ())[3]
    [edit] = third.candidate.edits
    project.rejections.add(("a.py", fingerprint(snapshot.text, snapshot.tree, edit)))
    assert lines_of(project, snapshot) == [line for line in range(COUNT) if line != third.line]


def test_what_would_take_back_the_own_edit_is_left_out() -> None:
    """And nothing but that, found in a few looks."""
    own = Change(b"log('b %s', user_7)", b"log('b %s' % user_7)")
    found = lines_of(project_of(PATTERN), snapshot_of(LINES), (own,))
    assert found == [line for line in range(COUNT) if line != 7]


def test_noop_where_too_much_speaks_against_it() -> None:
    """Nobody looks at every edit of a long file alone."""
    own = tuple(
        Change(encode(line.replace(" % ", ", ")), encode(line)) for line in LINES[:: COUNT // 30]
    )
    assert len(own) * 2 > suggesting.MAX_LOOKS
    assert lines_of(project_of(PATTERN), snapshot_of(LINES), own) == []
