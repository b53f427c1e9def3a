"""The worker process: computes, is replaced when it dies or hangs, and ends with its owner."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from honed.services import pipes
from honed.services import worker as worker_module
from honed.services.worker import MAX_ATTEMPTS, Worker
from tests.lsp.samples import PYTHON

if TYPE_CHECKING:
    from collections.abc import Iterator

BEFORE = PYTHON.text.encode()
AFTER = PYTHON.text.replace(*PYTHON.typed).encode()


@pytest.fixture
def worker() -> Iterator[Worker]:
    """Give a worker that is stopped at the end."""
    made = Worker()
    yield made
    made.stop()


def test_computes_lessons(worker: Worker) -> None:
    """An edit comes back with its rewrites and one vector of unit length."""
    answer = worker.lessons("python", BEFORE, AFTER)
    assert answer is not None
    (lesson,) = answer
    assert lesson is not None
    assert lesson.rewrites
    assert lesson.vector.shape == (256,)
    assert float(lesson.vector @ lesson.vector) == pytest.approx(1.0, abs=1e-5)


def test_a_killed_child_is_replaced(worker: Worker) -> None:
    """A child that was killed between two jobs is started anew."""
    assert worker.lessons("python", BEFORE, AFTER)
    first = worker.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert worker.lessons("python", BEFORE, AFTER)
    assert worker.process_id != first


def test_a_hanging_job_is_given_up(worker: Worker) -> None:
    """A job over its limit is tried twice, then dropped; the worker stays usable."""
    impatient = Worker(job_limit_s=0.0)
    assert impatient.lessons("python", BEFORE, AFTER) is None
    assert impatient.restarts == MAX_ATTEMPTS
    impatient.stop()
    impatient.stop()
    assert impatient.process_id is None


def test_the_child_answers_until_its_input_ends() -> None:
    """The child's loop: each job is answered, a failing one with nothing."""
    source, target = io.BytesIO(), io.BytesIO()
    pipes.send(source, ("lessons", "python", BEFORE, AFTER))
    pipes.send(source, ("lessons", "python", None, None))
    pipes.send(source, ("nonsense",))
    source.seek(0)
    worker_module.answer_jobs(source, target)
    target.seek(0)
    first, *others = (pipes.receive(target) for _ in range(3))
    assert isinstance(first, list)
    assert (len(first), others) == (1, [[], []])
    assert pipes.receive(target) is None


def test_a_torn_answer_is_none_noop() -> None:
    """Half an answer is none."""
    whole = io.BytesIO()
    pipes.send(whole, "x")
    assert pipes.receive(io.BytesIO(whole.getvalue()[:-1])) is None


def test_a_stopped_child_is_killed_at_the_limit() -> None:
    """One that was stopped (SIGSTOP), with a job larger than its pipe takes."""
    worker = Worker(job_limit_s=0.5)
    worker.warm()
    stopped = worker.process_id
    assert stopped is not None
    os.kill(stopped, signal.SIGSTOP)
    worker.lessons("python", BEFORE * 1000, AFTER * 1000)
    worker.stop()
    assert worker.restarts
    with pytest.raises(ProcessLookupError):
        os.kill(stopped, 0)


NOISE = """
import os, sys
print("hello from sitecustomize")
sys.stdout.flush()
import honed.services.lessons as lessons
real = lessons.lessons
def noisy(*job):
    print("from Python")
    os.write(1, b"from C")
    return real(*job)
lessons.lessons = noisy
from honed.services.worker import main
main()
"""


def test_what_a_child_prints_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither before it speaks nor in the middle of a job."""
    start = subprocess.Popen

    def noisy(command: list[str], **more: Any) -> subprocess.Popen[bytes]:
        return start([command[0], "-c", NOISE], **more)

    monkeypatch.setattr(subprocess, "Popen", noisy)
    worker = Worker()
    answers = [worker.lessons("python", BEFORE, AFTER) for _ in range(2)]
    worker.stop()
    assert all(answer and answer[0] for answer in answers)
    assert worker.restarts == 0


def test_a_child_that_cannot_be_started_is_tried_less_and_less(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After three failures it rests, longer each time; the user is told; then all is well."""
    rests: list[float] = []
    told: list[str] = []

    def wait(seconds: float) -> bool:
        rests.append(seconds)
        if len(rests) == 9:
            monkeypatch.undo()
        return True

    worker = Worker(wait=wait, complain=told.append)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    answer = worker.lessons("python", BEFORE, AFTER)
    worker.stop()
    assert rests == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]
    assert answer
    assert worker.trouble == ""
    assert "cannot be started" in told[0]
    assert "/nowhere/python" in told[0]


def test_a_child_that_dies_at_once_rests_too() -> None:
    """Edit after edit, with no more starts than rests allow."""
    rests: list[float] = []

    def wait(seconds: float) -> bool:
        rests.append(seconds)
        return True

    worker = Worker(job_limit_s=0.0, wait=wait)
    for _ in range(3):
        assert worker.lessons("python", BEFORE, AFTER) is None
    worker.stop()
    assert worker.restarts == 6
    assert rests == [0.5, 1.0]
    assert "6 times in a row" in worker.trouble


def test_no_time_left_is_no_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that ends does not wait for a child to come back."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    worker = Worker(wait=lambda _: False)
    assert worker.lessons("python", BEFORE, AFTER) is None
    worker.interrupt()
    worker.stop()


def test_an_interrupt_gives_the_job_up(worker: Worker) -> None:
    """From another thread, while the job goes on."""
    worker.warm()
    process_id = worker.process_id
    assert process_id is not None
    os.kill(process_id, signal.SIGSTOP)
    killer = threading.Timer(0.2, worker.interrupt)
    killer.start()
    assert worker.lessons("python", BEFORE, AFTER)
    assert worker.restarts == 1


def test_an_abandoned_worker_starts_no_other(worker: Worker) -> None:
    """Its child is killed; a job is answered with nothing and costs no process."""
    worker.warm()
    child = worker._process
    worker.abandon()
    assert child is not None
    assert child.wait(30)
    assert worker.lessons("python", BEFORE, AFTER) is None
    worker.warm()
    assert worker.process_id is None
