"""The process that indexes: it answers, ends with whoever asked, and may be killed any time."""

from __future__ import annotations

import io
import queue
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from honed.config import Settings
from honed.core.corpus import LexedFile
from honed.services import index_process
from honed.services.index_jobs import Busy, Failed, Lex, Refresh, Told, do
from honed.services.index_process import IndexProcess, answer_jobs
from honed.services.pipes import receive, send
from honed.services.refreshing import Refreshed
from honed.store.corpus.generations import CorpusFiles
from honed.store.corpus.recent import RecentLog
from tests.core.test_corpus import A

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_S = 30.0
KILLS = 8


class Heard:
    """A child, and what it says."""

    def __init__(self) -> None:
        """Nothing was said."""
        self._said: queue.Queue[tuple[int, object]] = queue.Queue()
        self.process = IndexProcess(lambda run, said: self._said.put((run, said)))

    def next(self) -> object:
        """Return what is said next."""
        return self._said.get(timeout=PATIENCE_S)[1]

    def last(self) -> object:
        """Return what is said last of a job."""
        while isinstance(said := self.next(), Told):
            pass
        return said


@pytest.fixture
def heard() -> Iterator[Heard]:
    """Return a child that is not left behind."""
    found = Heard()
    yield found
    found.process.stop()


def job(tmp_path: Path) -> Refresh:
    """Return a refresh of a folder with some files."""
    folder = tmp_path / "project"
    folder.mkdir(exist_ok=True)
    for number in range(40):
        (folder / f"m{number}.py").write_text(f"word{number} = {number}\n" * 20)
    return Refresh(tmp_path / "data" / "corpus", "test", folder, Settings())


def test_a_folder_is_read_in_the_child(heard: Heard, tmp_path: Path) -> None:
    """It tells how far it is; what it has stored is there."""
    asked = job(tmp_path)
    assert heard.process.process_id is None
    assert heard.process.begin(asked)
    first = heard.next()
    assert isinstance(first, Told)
    assert 0 < first.done <= first.total
    done = heard.last()
    assert isinstance(done, Refreshed)
    assert (done.files, done.number) == (40, 1)
    assert CorpusFiles(asked.directory, "test").newest() is not None
    before = heard.process.process_id
    assert heard.process.begin(Lex({"x.py": asked.folder / "m1.py", "no.py": asked.folder / "no"}))
    found = heard.last()
    assert isinstance(found, list)
    assert [each.path for each in found] == ["x.py"]
    assert isinstance(found[0], LexedFile)
    assert heard.process.process_id == before


def test_a_child_that_is_killed_is_heard_of(heard: Heard, tmp_path: Path) -> None:
    """And the next job starts another."""
    asked = job(tmp_path)
    heard.process.begin(asked)
    assert heard.process._process is not None
    heard.process._process.kill()
    assert heard.last() is None or heard.last() is None
    run = heard.process.run
    heard.process.begin(asked)
    assert heard.process.run == run + 1
    assert isinstance(heard.last(), Refreshed)


def test_a_child_that_cannot_be_started(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is told by the answer."""

    def fails(*_: object, **__: object) -> None:
        raise OSError("no processes left")

    monkeypatch.setattr(subprocess, "Popen", fails)
    assert not heard.process.begin(Lex({}))
    heard.process.stop()


def test_another_process_has_its_turn(tmp_path: Path) -> None:
    """Nothing is read then."""
    asked = job(tmp_path)
    turn = CorpusFiles(asked.directory, "test").take_turn()
    assert turn is not None
    with turn:
        assert isinstance(do(asked, lambda _: None), Busy)
    assert isinstance(do(asked, lambda _: None), Refreshed)


def test_the_loop_answers_until_its_input_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written and what nobody foresaw are answers, too."""
    (tmp_path / "data").write_bytes(b"")
    source, target = io.BytesIO(), io.BytesIO()
    send(source, job(tmp_path))
    send(source, "nonsense")
    send(source, Lex({}))
    source.seek(0)
    answer_jobs(source, target)
    target.seek(0)
    first, second, third = (receive(target) for _ in range(3))
    assert isinstance(first, Failed)
    assert "data" in first.why
    assert isinstance(second, Failed)
    assert "AttributeError" in second.why
    assert third == []
    assert receive(target) is None
    monkeypatch.setattr(index_process, "receive", lambda _: None)
    answer_jobs(source, target)


@pytest.mark.slow
def test_killed_at_any_moment(tmp_path: Path) -> None:
    """A refresh that is killed leaves a sound corpus or none, and the next one finishes it."""
    chance = random.Random(5)
    asked = job(tmp_path)
    sound = 0
    for number in range(KILLS):
        (asked.folder / f"n{number}.py").write_text(f"more{number} = 1\n" * 500 + "# no\n" * 70_000)
        child = subprocess.Popen(
            [sys.executable, "-m", "honed.services.index_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert child.stdin is not None
        assert child.stdout is not None
        send(child.stdin, asked)
        receive(child.stdout)
        # It is about the moment: some of these fall into sorting, some into writing.
        child.stdout.close()
        _wait(chance.uniform(0.0, 0.6))
        child.kill()
        child.wait()
        child.stdin.close()
        files = CorpusFiles(asked.directory, "test")
        sound += files.newest() is not None
        assert not files.trouble
    assert isinstance(do(asked, lambda _: None), Refreshed)
    found = CorpusFiles(asked.directory, "test").newest()
    assert found is not None
    names = {each.log.paths[at] for each in found.shards for at in range(len(each.log.paths))}
    assert len(names) == 40 + KILLS
    assert not list(asked.directory.glob("*.tmp"))


def _wait(seconds: float) -> None:
    """Let a child work for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


@pytest.mark.slow
def test_saves_survive_a_kill(tmp_path: Path) -> None:
    """Every record that `append` returned from is there, whenever the process is killed."""
    code = (
        "import sys, pathlib\n"
        "from honed.store.corpus.recent import Recent, RecentLog\n"
        "from tests.core.test_corpus import A\n"
        "log = RecentLog(pathlib.Path(sys.argv[1]), 'test')\n"
        "while True:\n"
        "    log.append([Recent(A)])\n"
        "    print('x', flush=True)\n"
    )
    chance = random.Random(6)
    for number in range(KILLS // 2):
        directory = tmp_path / str(number)
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(directory)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        written = sum(1 for _ in zip(range(chance.randrange(1, 200)), child.stdout, strict=False))
        child.kill()
        written += len(child.stdout.read().split())
        child.wait()
        child.stdout.close()
        found = RecentLog(directory, "test").take_over()
        assert written <= len(found) <= written + 1
        assert all(each.file.words == A.words for each in found)
