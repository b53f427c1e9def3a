"""`honed learn` beside a server that has the folder open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.services.clock import SystemClock
from honed.services.history import Asked, learn
from tests.repositories import Repository
from tests.services.test_history import texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.services.conftest import Bench


def test_a_running_server_finds_what_was_learned(
    start: Callable[..., Bench], tmp_path: Path
) -> None:
    """It knows the patterns, muted; it learns as before, and its session goes on."""
    folder = tmp_path / "project"
    repository = Repository(tmp_path / "project")
    repository.git("init", "-q", "-b", "main")
    bench = start()
    session = bench.project.session_id
    one, two = texts("a"), texts("z")
    repository.commit(one=one[0], two=two[0])
    repository.commit(one=one[1])
    repository.commit(two=two[1])
    found = learn(Asked(folder, folder, tmp_path / "data"), SystemClock(), lambda *_: None)
    bench.workspace.learner._idle()
    known = bench.project.index.all()
    assert {each.rewrite for each in known} == {each.rewrite for _, each in found.kept}
    assert not any(bench.project.trusts(each) for each in known)
    uri = bench.open("app.py", one[0])
    assert bench.offered(uri, "log.warn") == []
    bench.edit(uri, one[0].replace("warn(a)", "warning(a)"))
    bench.save(uri)
    assert bench.project.session_id == session
    assert any(each.evidence.shadow_right for each in bench.project.index.all())
