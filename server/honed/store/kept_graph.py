"""The HNSW graph of a database: in memory when somebody needs it, and in files between runs.

The database numbers its vectors, and the graph asks for those after the last it saw: that covers
what another process wrote, and what was rolled back is never seen. The graph is kept and saved
from the first vector on, so that it is there when there are enough of them to search it.

One lock is held around every use of the graph, in short slices. Another is held while the graph is
loaded or built; nobody who searches waits for that one, until then `nearest` finds nothing.
"""

from __future__ import annotations

import logging
from threading import RLock
from typing import TYPE_CHECKING

from honed.store import generations, hnsw
from honed.store.generations import Contents, Origin, Unusable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from honed.core.ports import Vector
    from honed.store.hnsw import Graph
    from honed.store.vector_rows import VectorRows

_log = logging.getLogger(__name__)

_BATCH = 32
"""Vectors added under one lock: about 5 ms, which a search may have to wait."""
_MOST_REMOVED = 64
"""More removed vectors than this, and the graph is built anew without them."""
_LEAST_UNSAVED = 16


class KeptGraph:
    """The graph over `rows` and its files in `directory`; a reader changes no file.

    `state` is `ready`, `building`, or what went wrong with the files.
    """

    def __init__(self, directory: Path, rows: VectorRows, *, is_read_only: bool) -> None:
        self._directory = directory
        self._rows = rows
        self._lock = RLock()
        self._opening = RLock()
        self._is_read_only = is_read_only
        self._graph: Graph | None = None
        self._has_looked = False
        self._has_given_up = False
        self._saved = Contents(0, 0, [])
        self.state = "ready"

    @property
    def is_loaded(self) -> bool:
        """Whether the graph is in memory."""
        return self._graph is not None

    def nearest(self, query: Vector, limit: int) -> list[int]:
        """Return about the nearest patterns; fewer than `limit` where it is not there, or few are.

        The first search loads the graph, but never builds it: that takes too long for a request.
        """
        graph = self._graph or self._load_at_once()
        if graph is None:
            return []
        try:
            self._take_batch(graph)
            with self._lock:
                return [neighbour.pattern_id for neighbour in graph.nearest(query, limit)]
        except hnsw.FAILURES as error:
            self._give_up(error)
            return []

    def refresh(self) -> None:
        """Take in all that was committed, load or build the graph before, save it when due."""
        if self._has_given_up:
            return
        try:
            with self._opening:
                graph = self._graph or self._load() or self._build()
            while self._take_batch(graph):
                pass
        except hnsw.FAILURES as error:
            self._give_up(error)
            return
        added = graph.count - self._saved.count
        if added >= max(_LEAST_UNSAVED if self._saved.count else 1, self._saved.count // 4):
            self.save()

    def drop(self, ids: Iterable[int]) -> None:
        """Take patterns out of the graph in memory; after many it has to be built anew."""
        graph = self._graph
        gone = graph.ids.intersection(ids) if graph else set()
        if graph is None or not gone:
            return
        if len(gone) + len(graph.removed) > _MOST_REMOVED:
            self.forget()
            return
        for id_ in gone:
            with self._lock:
                graph.remove([id_])

    def forget(self) -> None:
        """Throw the graph and its files away; the next `refresh` builds it from the database."""
        self._graph = None
        self._saved = Contents(0, 0, [])
        if not self._is_read_only:
            generations.discard(self._directory)

    def save(self) -> None:
        """Save the graph where it is loaded and has something that its files have not."""
        graph = self._graph
        if graph is None or self._is_read_only:
            return
        self.drop(graph.ids - self._rows.ids())
        if self._graph is not graph or _contents(graph) == self._saved:
            return

        def save(path: str) -> tuple[int, Contents]:
            with self._lock:
                return graph.save(path), _contents(graph)

        try:
            self._saved = generations.write(self._directory, self._origin(), save)
        except hnsw.FAILURES as error:
            # What lies there may hold what was to be forgotten. The next attempt is when as much
            # is new as after a save that went well.
            generations.discard(self._directory)
            self._saved = _contents(graph)
            self._say(f"not saved: {error}")

    def size_on_disk(self) -> int:
        """Return the bytes of the graph's files."""
        return generations.size_on_disk(self._directory)

    def _origin(self) -> Origin:
        rows = self._rows
        return Origin(
            rows.database.identity, rows.version, rows.dimensions, hnsw.installed_version()
        )

    def _take_batch(self, graph: Graph) -> bool:
        """Add the next vectors to the graph; return whether there may be more."""
        if self._rows.last() <= graph.last:
            return False
        with self._lock:
            batch = self._rows.after(graph.last, _BATCH)
            graph.add(batch.ids, batch.vectors)
            graph.last = batch.last
        return True

    def _load_at_once(self) -> Graph | None:
        """Load the graph, None where somebody else is loading or building it."""
        if not self._opening.acquire(blocking=False):
            return None
        try:
            return self._graph or self._load()
        finally:
            self._opening.release()

    def _load(self) -> Graph | None:
        """Load the newest sound files; None where there are none, and `state` says why."""
        if self._has_looked:
            return None
        self._has_looked, self.state = True, "building"
        found = generations.newest(self._directory, self._origin())
        if not isinstance(found, Unusable):
            try:
                return self._checked(*found)
            except hnsw.FAILURES as error:
                found = Unusable(str(error))
        self.state = "ready"
        if found.reason:
            self._say(f"rebuilt: {found.reason}")
        return None

    def _checked(self, file: Path, contents: Contents) -> Graph:
        """Return the graph of a file where it fits the database, `ValueError` where not."""
        if contents.last > self._rows.last():
            raise ValueError("it is ahead of the database")
        graph = hnsw.load(file, self._rows.dimensions, contents.count)
        graph.forget(contents.removed)
        if graph.count != contents.count:
            raise ValueError("it does not hold what it should")
        graph.last = contents.last
        self._graph, self._saved, self.state = graph, contents, "ready"
        self.drop(graph.ids - self._rows.ids())
        if self._graph is None:
            raise ValueError("much of it was forgotten")
        # What came after the last save: some hundreds at most.
        while self._take_batch(graph):
            pass
        return graph

    def _build(self) -> Graph:
        """Build the graph from the database."""
        reason, self.state = self.state, "building"
        graph = hnsw.new(self._directory, self._rows.dimensions, self._rows.count())
        while self._take_batch(graph):
            pass
        self._graph, self.state = graph, reason
        return graph

    def _give_up(self, error: Exception) -> None:
        """Go on without a graph until the next start; search is exact then."""
        self._graph, self._has_given_up = None, True
        self._say(f"not used: {error}")

    def _say(self, state: str) -> None:
        self.state = state
        _log.warning("The vector index in %s was %s", self._directory, state)


def _contents(graph: Graph) -> Contents:
    return Contents(graph.count, graph.last, sorted(graph.removed))
