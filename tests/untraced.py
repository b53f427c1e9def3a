"""Time that is taken in a coverage run, without the time that the tracer takes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import coverage

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def untraced() -> Iterator[None]:
    """Hold the tracer of a coverage run, which would make the time that is taken its own."""
    tracer = coverage.Coverage.current()
    if tracer is not None:
        tracer.stop()
    try:
        yield
    finally:
        if tracer is not None:
            tracer.start()
