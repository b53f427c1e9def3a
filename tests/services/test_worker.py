"""The worker process: computes, is replaced when it dies or hangs, and ends with its owner."""

from __future__ import annotations

import io
import os
import signal
from typing import TYPE_CHECKING

import pytest

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


def test_the_child_answers_until_its_input_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child's loop: each job is answered, a failing one with nothing."""
    source, target = io.BytesIO(), io.BytesIO()
    worker_module._send(source, ("python", BEFORE, AFTER))
    worker_module._send(source, ("python", None, None))
    source.seek(0)
    # Kept by name: a wrapper that is let go closes what it wraps.
    standard_in, standard_out = io.TextIOWrapper(source), io.TextIOWrapper(target)
    monkeypatch.setattr("sys.stdin", standard_in)
    monkeypatch.setattr("sys.stdout", standard_out)
    monkeypatch.setattr(os, "nice", lambda _: 0)
    worker_module.main()
    target.seek(0)
    first, second = worker_module._receive(target), worker_module._receive(target)
    assert isinstance(first, list)
    assert (len(first), second) == (1, [])
    assert worker_module._receive(target) is None


def test_a_torn_answer_is_none_noop() -> None:
    """Half an answer is none."""
    whole = io.BytesIO()
    worker_module._send(whole, "x")
    assert worker_module._receive(io.BytesIO(whole.getvalue()[:-1])) is None
