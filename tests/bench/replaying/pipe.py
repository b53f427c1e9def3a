"""The engine at the other end of a pipe: it knows what it was told, and nothing of what follows."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING, Any

from tests.bench.replaying.engine import WorkspaceEngine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

    from honed.core.text import Edit
    from tests.bench.replaying.engine import Answer, Judged, Size


class PipeEngine:
    """An engine in a child process; its methods are those of `engine.Engine`."""

    def __init__(self) -> None:
        """Start the child."""
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=serve, args=(other,))
        self._process.start()
        other.close()

    def _call(self, name: str, *arguments: object, **options: object) -> Any:
        self._connection.send((name, arguments, options))
        answer = self._connection.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def open(self, path: str, language: str, text: bytes) -> None:
        """Open a document."""
        self._call("open", path, language, text)

    def close(self, path: str) -> None:
        """Close a document."""
        self._call("close", path)

    def ask(self, path: str, lines: Sequence[int], *, with_candidates: bool) -> list[Answer]:
        """Return the first offer on each of the lines."""
        found: list[Answer] = self._call("ask", path, lines, with_candidates=with_candidates)
        return found

    def candidates(self, path: str, line: int) -> tuple[Judged, ...]:
        """Return what trusted patterns would do on a line."""
        found: tuple[Judged, ...] = self._call("candidates", path, line)
        return found

    def forget_ranking(self) -> None:
        """Rank from here on as on the first day."""
        self._call("forget_ranking")

    def next(self, path: str) -> Answer:
        """Return the next edit of a document."""
        found: Answer = self._call("next", path)
        return found

    def dismiss(self, answer: Answer) -> None:
        """Say that a next edit is not wanted at its place."""
        self._call("dismiss", answer)

    def accept(self, path: str, answer: Answer) -> None:
        """Take an offer."""
        self._call("accept", path, answer)

    def edit(self, path: str, edit: Edit) -> None:
        """Make an edit and finish it."""
        self._call("edit", path, edit)

    def end_session(self) -> None:
        """Begin another session."""
        self._call("end_session")

    def stop(self) -> Size:
        """End the child; return what was kept."""
        found: Size = self._call("stop")
        self._connection.close()
        self._process.join()
        return found


def serve(connection: Connection) -> None:
    """Answer one call after another until the engine is stopped or nobody asks any more."""
    engine = WorkspaceEngine()
    try:
        while True:
            name, arguments, options = connection.recv()
            try:
                answer = getattr(engine, name)(*arguments, **options)
            except Exception as error:  # noqa: BLE001 - it is raised at the other end
                answer = error
            connection.send(answer)
            if name == "stop":
                return
    except EOFError:
        engine.stop()
