"""The work that is replayed is read in order, and what is left out is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.replaying import work
from tests.bench.small_work import AFTER, BEFORE, UNLIKE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import pytest

    History = Callable[[Sequence[Mapping[str, str]]], Path]


def test_work_is_read_oldest_first(commits: History) -> None:
    """Commits and edits come in the order in which they were made; what comes anew is none."""
    repository = commits([{"a.py": BEFORE}, {"a.py": AFTER}, {"a.py": UNLIKE, "b.py": "a = 1\n"}])
    found = work.read(repository)
    assert [commit.edits for commit in found.commits] == [3, 4]
    for commit, last in zip(found.commits, (AFTER, UNLIKE), strict=True):
        [file] = commit.files
        assert file.steps[-1].after.data == last.encode()
    assert work.read(repository, edits=4).commits == found.commits[1:]
    assert work.read(repository, commits=1).commits == found.commits[1:]


def test_reversed_work_leads_to_the_same_text(commits: History) -> None:
    """From the last edit to the first, the commit comes to the same."""
    repository = commits([{"a.py": BEFORE}, {"a.py": AFTER}])
    [forward], [backward] = (
        work.read(repository, is_reversed=each).commits for each in (False, True)
    )
    steps = backward.files[0].steps
    assert steps[-1].after.data == AFTER.encode()
    assert [each.before.line_at(each.edit.span.start) for each in steps] == [
        each.before.line_at(each.edit.span.start) for each in forward.files[0].steps[::-1]
    ]


def test_what_is_left_out_is_counted(commits: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large and repeated commits are left out, and so are files that nobody writes."""
    monkeypatch.setattr(work, "MAX_FILES", 1)
    monkeypatch.setattr(work, "MAX_EDITS", 2)
    foreign = {"a.min.js": "a = 1;\n", "x.js": f"x = '{'1' * 500}';\n", "u.py": "u = 1\n"}
    small = BEFORE.replace('"cannot load"', '"not loaded"')
    texts = [
        {"a.py": BEFORE, **foreign},
        {"a.py": AFTER},
        {"a.py": BEFORE, "x.js": "x = 2;\n"},
        {"a.min.js": "a = 2;\n"},
        {"x.js": f"x = '{'2' * 500}';\n"},
        {"u.py": "u = '\0'\n"},
        {"a.py": small},
        {"a.py": BEFORE},
        {"a.py": small},
    ]
    found = work.read(commits(texts))
    assert found.edits == 2
    assert found.dropped == {
        work.MANY: 1,
        work.MANY_FILES: 1,
        work.FOREIGN: 2,
        work.LARGE: 1,
        work.REPEATED: 1,
    }


def test_mechanical_commits_are_left_out(commits: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit of which over half says the same once more, in itself too, is left out."""
    monkeypatch.setattr(work, "MANY_EDITS", 3)
    lines = "".join(f"a{number} = 1\nx = y\n" for number in range(5))
    found = work.read(commits([{"a.py": lines}, {"a.py": lines.replace("x = y", "x = z")}]))
    assert (found.edits, found.dropped) == (0, {work.MECHANICAL: 1})
