"""The vector index: exact for few, a graph for many, and nothing but what the database holds."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pytest

from honed.core.errors import StoreError
from honed.store import generations, hnsw, patterns, vector_rows, vectors
from honed.store.database import open_database
from honed.store.generations import Contents, Origin
from honed.store.store import SqliteStore, open_store
from honed.store.vector_rows import VectorRows
from tests.store import samples
from tests.store.samples import DIMENSIONS, fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.core.ports import Vector
    from honed.store.reader import SqliteReader

SCHEMA_6 = Path(__file__).parents[1] / "data" / "schemas" / "6.sql"
needs_hnsw = pytest.mark.skipif(not hnsw.is_available(), reason="hnswlib is not installed")


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let a graph be searched from 100 vectors on, and return that number."""
    monkeypatch.setattr(vectors, "MANY", 100)
    return 100


@pytest.fixture
def no_hnsw(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hnswlib not be installed."""
    monkeypatch.setattr(hnsw, "is_available", lambda: False)


def ids(
    store: SqliteReader, vector: Vector, limit: int = 10, language: str | None = None
) -> list[int]:
    """Return the ids of the nearest patterns."""
    return [one.pattern_id for one in store.similar(vector, limit=limit, language=language)]


def truth(made: Vector, query: Vector, limit: int = 10) -> list[int]:
    """Return the ids of the nearest, counted from 1, found without honed."""
    return [int(row) + 1 for row in np.argsort(-(made @ query), kind="stable")[:limit]]


def files(path: Path, ending: str = "*") -> list[Path]:
    """Return the files of the index."""
    return sorted(path.parent.glob(f"vectors-{ending}"))


def graph_of(store: SqliteReader) -> hnsw.Graph | None:
    """Return the graph in memory."""
    return store._index._graph._graph


def use_graph_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where the graph does not answer."""
    monkeypatch.setattr(
        vectors.VectorIndex, "_search_all", lambda *_: pytest.fail("searched exactly")
    )


def test_exact(store: SqliteStore) -> None:
    """Few vectors: the nearest in order, with their cosines, as one would count by hand."""
    made = samples.vectors(300)
    fill(store, made)
    assert store.status().index_kind == "exact"
    for query in samples.vectors(20, seed=1):
        found = store.similar(query * 7, limit=5)
        assert [one.pattern_id for one in found] == truth(made, query, 5)
        cosines = np.sort(made @ query)[::-1][:5]
        assert [one.similarity for one in found] == pytest.approx(cosines, abs=1e-5)


def test_language(store: SqliteStore) -> None:
    """Only patterns of the language are found, as many as there are."""
    made = samples.vectors(40)
    fill(store, made[:30])
    go = fill(store, made[30:], language="go")
    assert ids(store, made[0], language="go", limit=50) == [
        id_ for id_ in truth(made, made[0], 40) if id_ in go
    ]
    assert ids(store, made[0], language="rust") == []


def test_noop_search(store: SqliteStore) -> None:
    """An empty store, a vector of zeros and a limit of none find nothing."""
    query = samples.vectors(1)[0]
    assert store.similar(query) == []
    fill(store, samples.vectors(3))
    assert store.similar(query * 0) == []
    assert store.similar(query, limit=0) == []


def test_vector_of_zeros_is_stored(store: SqliteStore) -> None:
    """A pattern without tokens is like nothing, but it is there."""
    fill(store, np.zeros((1, DIMENSIONS), np.float32))
    [found] = store.similar(samples.vectors(1)[0])
    assert found.similarity == pytest.approx(0)


@pytest.mark.parametrize(
    "vector",
    [
        np.ones(7, np.float32),
        np.ones((1, DIMENSIONS), np.float32),
        np.full(DIMENSIONS, np.nan, np.float32),
        np.full(DIMENSIONS, np.inf, np.float32),
    ],
)
def test_vector_that_is_none(store: SqliteStore, vector: Vector) -> None:
    """A vector of another shape, or not of numbers, is refused and no pattern is stored."""
    with pytest.raises(StoreError, match="256 finite"):
        fill(store, np.array([vector]))
    assert store.patterns() == []


def test_new_ones_are_found_at_once(store: SqliteStore) -> None:
    """Also after a search has loaded all vectors."""
    made = samples.vectors(20)
    for number, vector in enumerate(made, 1):
        fill(store, vector[None])
        assert ids(store, vector, 1) == [number]


@pytest.mark.usefixtures("no_hnsw")
def test_without_hnswlib(open_: Callable[[], SqliteStore], path: Path, many: int) -> None:
    """Without hnswlib the same is found and no file is made."""
    store = open_()
    made = samples.vectors(many + 50)
    fill(store, made)
    store.warm()
    assert ids(store, made[7]) == truth(made, made[7])
    assert store.status().index_kind == "exact"
    assert store.status().index_state == "ready"
    store.close()
    assert files(path) == []


@needs_hnsw
def test_recall_of_the_graph(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """From 3,000 on the graph answers, and finds 95 of 100 nearest among 4,000 in clusters."""
    made = samples.vectors(4_000, clusters=50)
    fill(store, made)
    use_graph_only(monkeypatch)
    status = store.status()
    assert (status.index_kind, status.index_state) == ("hnsw", "ready")
    queries = samples.vectors(4_100, clusters=50)[4_000:]
    found = [set(ids(store, query)) & set(truth(made, query)) for query in queries]
    assert sum(map(len, found)) / 10 / len(queries) >= 0.95


@needs_hnsw
def test_recall_among_equal_vectors(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many equal vectors one after the other, as a mechanical edit gives, hide no others."""
    monkeypatch.setattr(vectors, "MANY", 100)
    made = samples.vectors(20)
    fill(store, made.repeat(200, axis=0))
    use_graph_only(monkeypatch)
    found = [store.similar(vector)[0].similarity for vector in made]
    assert sum(similarity > 0.999 for similarity in found) >= 19


@needs_hnsw
def test_graph_is_saved_from_the_first_vector(open_: Callable[[], SqliteStore], path: Path) -> None:
    """One generation of two files lies there, and it is loaded, not built, at the next start."""
    store = open_()
    made = samples.vectors(300)
    for vector in made[:3]:
        fill(store, vector[None])
        assert [each.suffix for each in files(path)] == [".hnsw", ".json"]
    fill(store, made[3:])
    store.close()
    names = files(path)
    assert len(names) == 2
    store = open_()
    store.warm()
    graph = graph_of(store)
    assert graph is not None
    assert graph.count == 300
    assert store.status().index_state == "ready"
    store.close()
    assert files(path) == names, "nothing new is not saved"


@needs_hnsw
def test_search_loads_the_graph(
    open_: Callable[[], SqliteStore],
    read: Callable[[], SqliteReader],
    many: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A search after a restart uses the saved graph, in a server and in a reader."""
    made = samples.vectors(many + 50)
    store = open_()
    fill(store, made)
    store.close()
    use_graph_only(monkeypatch)
    for opened in (open_(), read()):
        assert graph_of(opened) is None
        assert ids(opened, made[3], 1) == [4]
        assert graph_of(opened) is not None


@needs_hnsw
def test_search_never_builds_the_graph(
    open_: Callable[[], SqliteStore], path: Path, many: int
) -> None:
    """Without its files a search is exact, and `warm` or the next pattern builds the graph."""
    made = samples.vectors(many + 50)
    store = open_()
    fill(store, made)
    store.close()
    for use in (SqliteStore.warm, lambda store: fill(store, made[:1])):
        for each in files(path):
            each.unlink()
        store = open_()
        assert ids(store, made[3]) == truth(made, made[3])
        assert graph_of(store) is None
        use(store)
        graph = graph_of(store)
        assert graph is not None
        assert graph.count == store.status().patterns
        assert len(files(path)) == 2
        store.close()


@needs_hnsw
def test_graph_in_work_does_not_hold_a_search_up(store: SqliteStore, many: int) -> None:
    """While the graph is loaded or built elsewhere a search is exact."""
    from threading import Thread

    made = samples.vectors(many + 50)
    fill(store, made)
    kept = store._index._graph
    kept._graph, kept._has_looked = None, False
    found: list[list[int]] = []
    with kept._opening:
        thread = Thread(target=lambda: found.append(ids(store, made[3])))
        thread.start()
        thread.join(5)
    assert found == [truth(made, made[3])]
    assert graph_of(store) is None


@needs_hnsw
def test_language_in_the_graph(store: SqliteStore, many: int) -> None:
    """What the graph finds of one language is used where it is enough, else all are compared."""
    made = samples.vectors(many * 2)
    fill(store, made[:many])
    go = fill(store, made[many:-3], language="go")
    rare = fill(store, made[-3:], language="rust")
    nearest = truth(made, made[3], len(made))
    assert ids(store, made[3], language="go", limit=5) == [id_ for id_ in nearest if id_ in go][:5]
    assert store._index._matrix is None
    assert ids(store, made[3], language="rust") == [id_ for id_ in nearest if id_ in rare]
    assert store._index._matrix is not None


@needs_hnsw
def test_graph_grows(
    open_: Callable[[], SqliteStore], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More vectors than there is room for are a bigger index, and none is lost."""
    monkeypatch.setattr(hnsw, "_LEAST_ROOM", 8)
    monkeypatch.setattr(vectors, "MANY", 50)
    use_graph_only(monkeypatch)
    store = open_()
    made = samples.vectors(200)
    for start in range(0, 200, 20):
        fill(store, made[start : start + 20])
    assert [ids(store, vector, 1) for vector in made] == [[number] for number in range(1, 201)]
    assert not files(path, "*.tmp")


@needs_hnsw
def test_graph_that_cannot_grow(
    store: SqliteStore, many: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Without room on the disk the search is exact, and the patterns are stored all the same."""
    made = samples.vectors(many * 3)
    fill(store, made[:many])

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(hnsw.Graph, "_make_room", full)
    fill(store, made[many : 2 * many])
    assert store.status().index_state == "not used: no space left"
    assert "no space left" in caplog.text
    fill(store, made[2 * many :])
    assert ids(store, made[-1]) == truth(made, made[-1])


@needs_hnsw
@pytest.mark.usefixtures("many")
def test_graph_that_fails_in_a_search(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of hnswlib in a search is an exact search."""
    made = samples.vectors(150)
    fill(store, made)

    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(hnsw.Graph, "nearest", broken)
    assert ids(store, made[0]) == truth(made, made[0])
    assert store.status().index_state == "not used: broken"


@needs_hnsw
def test_full_disk_in_a_save(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index that was cut short is noticed, though hnswlib does not say so, and not kept."""
    save = hnsw.Graph.save

    def cut(self: hnsw.Graph, to: str) -> int:
        size = save(self, to)
        with open(to, "r+b") as stream:  # noqa: PTH123 - as hnswlib does
            stream.truncate(size // 2)
        return size

    monkeypatch.setattr(hnsw.Graph, "save", cut)
    fill(store, samples.vectors(3))
    assert "cut short" in store.status().index_state
    assert files(path) == []
    assert len(ids(store, samples.vectors(1)[0])) == 3


DAMAGES: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "truncated": (lambda data, _: data.write_bytes(data.read_bytes()[:-100]), "damaged"),
    "zeroed": (lambda data, _: data.write_bytes(bytes(data.stat().st_size)), "damaged"),
    "empty": (lambda data, _: data.write_bytes(b""), "damaged"),
    "one byte": (
        lambda data, _: data.write_bytes(data.read_bytes()[:-1] + b"\x77"),
        "damaged",
    ),
    "foreign": (lambda data, _: data.write_bytes(b"no index" * 1000), "damaged"),
    "no data": (lambda data, _: data.unlink(), "No such file"),
    "torn manifest": (lambda _, manifest: manifest.write_text('{"origin'), "Unterminated"),
    "foreign manifest": (lambda _, manifest: manifest.write_text("[]"), "list indices"),
    "empty manifest": (lambda _, manifest: manifest.write_text("{}"), "origin"),
    "text for a number": (
        lambda _, manifest: manifest.write_text(
            manifest.read_text().replace('"last": 150', '"last": "150"')
        ),
        "last",
    ),
    "other embedding": (
        lambda _, manifest: manifest.write_text(
            manifest.read_text().replace('"embedding": 1', '"embedding": 2')
        ),
        "another embedding",
    ),
    "other library": (
        lambda _, manifest: manifest.write_text(
            manifest.read_text().replace('"library": "', '"library": "my-')
        ),
        "library",
    ),
    "wrong count": (
        lambda _, manifest: manifest.write_text(
            manifest.read_text().replace('"count": 150', '"count": 149')
        ),
        "should",
    ),
    "ahead": (
        lambda _, manifest: manifest.write_text(
            manifest.read_text().replace('"last": 150', '"last": 151')
        ),
        "ahead",
    ),
}


@needs_hnsw
@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("is_searched_first", [False, True])
def test_damaged_files(
    open_: Callable[[], SqliteStore],
    path: Path,
    damage: str,
    is_searched_first: bool,  # noqa: FBT001 - a parameter of the test
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whatever lies there is not loaded unverified; it is built anew and finds what exact does."""
    made = samples.vectors(150)
    store = open_()
    fill(store, made)
    store.close()
    change, reason = DAMAGES[damage]
    change(*files(path))
    store = open_()
    if is_searched_first:
        assert ids(store, made[5]) == truth(made, made[5])
    store.warm()
    state = store.status().index_state
    assert state.startswith("rebuilt: ")
    assert reason in state
    assert state in caplog.text
    assert graph_of(store) is not None
    for query in made[:10]:
        assert ids(store, query) == truth(made, query)
    store.close()
    store = open_()
    store.warm()
    assert store.status().index_state == "ready"


@needs_hnsw
def test_index_of_another_database(open_: Callable[[], SqliteStore], path: Path) -> None:
    """The database was set aside: the index of the old one is not used for the new one."""
    store = open_()
    fill(store, samples.vectors(20))
    store.close()
    path.write_bytes(b"no database")
    store = open_()
    made = samples.vectors(20, seed=1)
    fill(store, made)
    assert "another database" in store.status().index_state
    graph = graph_of(store)
    assert graph is not None
    assert graph.count == 20
    assert ids(store, made[4], 1) == [5]


@needs_hnsw
@pytest.mark.usefixtures("many")
def test_new_embedding(path: Path) -> None:
    """Vectors of another embedding are not compared; they are embedded anew one by one."""
    store = open_store(path, embedding_version=1)
    fill(store, samples.vectors(150))
    store.close()
    store = open_store(path, embedding_version=2)
    made = samples.vectors(150, seed=5)
    assert store.similar(made[0]) == []
    fill(store, made[:1])
    assert "by another embedding" in store.status().index_state
    assert ids(store, made[0]) == [151]
    outdated = store.outdated(1000)
    assert outdated == list(range(1, 151))
    assert store.outdated(2) == [1, 2]
    with store.transaction():
        for id_, vector in zip(outdated, made, strict=True):
            store.set_vector(id_, vector)
    assert store.outdated() == []
    assert store.status().index_kind == "hnsw"
    assert ids(store, made[7], 1) == [8]
    store.set_vector(8, made[9])
    assert set(ids(store, made[9], 2)) == {8, 10}
    store.close()


def test_set_vector_of_no_pattern(store: SqliteStore) -> None:
    """A vector belongs to a pattern."""
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        store.set_vector(1, samples.vectors(1)[0])


@needs_hnsw
@pytest.mark.usefixtures("many")
def test_forget(open_: Callable[[], SqliteStore], path: Path) -> None:
    """What is forgotten is found no more, and its numbers are in no file, in memory or after."""
    made = samples.vectors(150)
    store = open_()
    fill(store, made)
    graph = graph_of(store)
    assert graph is not None
    numbers = np.asarray(graph._index.get_items([7]), np.float32).tobytes()
    assert [numbers in each.read_bytes() for each in files(path, "*.hnsw")] == [True]
    store.forget([7, 8])
    assert [numbers in each.read_bytes() for each in files(path, "*.hnsw")] == [False]
    assert 7 not in ids(store, made[6], 150)
    store.close()
    store = open_()
    store.warm()
    assert store.status().index_state == "ready"
    assert 7 not in ids(store, made[6], 50)
    assert len(ids(store, made[6], 500)) == 148
    fill(store, made[:1])
    store.set_vector(9, made[6])
    assert ids(store, made[6], 1) == [9]


@needs_hnsw
def test_forget_before_the_graph_is_loaded(open_: Callable[[], SqliteStore], path: Path) -> None:
    """Then the files go, and the next change makes new ones."""
    store = open_()
    fill(store, samples.vectors(20))
    store.close()
    store = open_()
    store.forget([1])
    assert files(path) == []
    fill(store, samples.vectors(1))
    graph = graph_of(store)
    assert graph is not None
    assert graph.ids == set(range(2, 22))


@needs_hnsw
def test_forget_much(store: SqliteStore, path: Path) -> None:
    """After many were forgotten the graph is built anew without them."""
    fill(store, samples.vectors(200))
    store.forget(range(1, 101))
    assert graph_of(store) is None
    assert files(path) == []
    store.warm()
    graph = graph_of(store)
    assert graph is not None
    assert (graph.ids, graph.removed) == (set(range(101, 201)), set())
    assert len(files(path)) == 2


@needs_hnsw
@pytest.mark.usefixtures("many")
def test_forget_with_a_full_disk(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no new files can be written, the old ones go: they hold what was forgotten."""
    made = samples.vectors(150)
    fill(store, made)

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(generations, "write", full)
    store.forget([1])
    assert files(path) == []
    assert store.status().index_state == "not saved: no space left"
    assert 1 not in ids(store, made[0])


@needs_hnsw
@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("is_graph", [False, True])
def test_another_process_forgets(
    open_: Callable[[], SqliteStore],
    is_graph: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """What another process forgot is not found, though it is still in memory here."""
    count = 150 if is_graph else 50
    made = samples.vectors(count)
    store, other = open_(), open_()
    fill(store, made)
    assert ids(store, made[0], 1) == [1]
    other.forget([1, 2])
    assert 1 not in ids(store, made[0])
    assert len(ids(store, made[0], 1000)) == count - 2
    store.close()
    reopened = open_()
    reopened.warm()
    graph = graph_of(reopened)
    assert graph is not None
    assert graph.ids == set(range(3, count + 1))


@needs_hnsw
@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("count", [3, 100])
def test_forgotten_while_nobody_looked(
    open_: Callable[[], SqliteStore], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A graph on disk that holds what the database has not is put right when it is loaded."""
    made = samples.vectors(250)
    store = open_()
    fill(store, made)
    store.close()
    other = open_()
    with monkeypatch.context() as patch:
        patch.setattr(generations, "discard", lambda *_, **__: None)
        other.forget(range(1, count + 1))
    other.close()
    store = open_()
    store.warm()
    graph = graph_of(store)
    assert graph is not None
    assert graph.ids == set(range(count + 1, 251))
    assert ("forgotten" in store.status().index_state) == (count == 100)


@needs_hnsw
@pytest.mark.usefixtures("many")
def test_another_process_adds(
    open_: Callable[[], SqliteStore], read: Callable[[], SqliteReader]
) -> None:
    """What another process added is found here, exactly and by the graph."""
    made = samples.vectors(240)
    store, other = open_(), open_()
    reader = read()
    for start in range(0, 240, 30):
        fill(other, made[start : start + 30])
        for opened in (store, reader):
            assert ids(opened, made[start + 29], 1) == [start + 30]


@needs_hnsw
def test_what_came_after_the_last_save(
    store: SqliteStore, read: Callable[[], SqliteReader], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader, whose graph is from the files, finds the newest pattern, too."""
    monkeypatch.setattr(vectors, "MANY", 100)
    made = samples.vectors(500)
    fill(store, made[:420])
    for vector in made[420:]:
        fill(store, vector[None])
    graph = graph_of(store)
    assert graph is not None
    assert graph.count - store._index._graph._saved.count > 50
    use_graph_only(monkeypatch)
    assert ids(read(), made[-1], 1) == [500]


@needs_hnsw
@pytest.mark.parametrize("error", [ImportError("wrong Python"), AttributeError("index_file_size")])
@pytest.mark.usefixtures("many")
def test_library_of_another_kind(
    store: SqliteStore, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library that cannot be imported, or lacks what is called, makes the search exact."""

    def fail(_: int) -> None:
        raise error

    monkeypatch.setattr(hnsw, "_index", fail)
    made = samples.vectors(150)
    fill(store, made)
    assert ids(store, made[3]) == truth(made, made[3])
    assert store.status().index_state == f"not used: {error}"


def test_library_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files say which library wrote them; its forks have other names."""
    import importlib.metadata

    def version(name: str) -> str:
        if name == "hnswlib":
            raise importlib.metadata.PackageNotFoundError
        return "0.7.6"

    def none(_: str) -> str:
        raise importlib.metadata.PackageNotFoundError

    monkeypatch.setattr(importlib.metadata, "version", version)
    assert hnsw.installed_version.__wrapped__() == "chroma-hnswlib 0.7.6"
    monkeypatch.setattr(importlib.metadata, "version", none)
    assert hnsw.installed_version.__wrapped__() == "unknown"


@needs_hnsw
def test_saving_fails_seldom(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk it is not tried again with every pattern, and closing still closes."""
    attempts = []

    def full(*_: object) -> None:
        attempts.append(1)
        raise OSError("no space left")

    monkeypatch.setattr(generations, "write", full)
    for vector in samples.vectors(100):
        fill(store, vector[None])
    assert 1 <= len(attempts) <= 12


@needs_hnsw
def test_two_that_save_at_once(open_: Callable[[], SqliteStore], path: Path) -> None:
    """Two processes' files do not harm each other, and either's are right."""
    made = samples.vectors(60)
    store, other = open_(), open_()
    for start in range(0, 60, 20):
        fill(store, made[start : start + 10])
        fill(other, made[start + 10 : start + 20])
    store.close()
    other.close()
    store = open_()
    store.warm()
    graph = graph_of(store)
    assert graph is not None
    assert graph.count == 60
    assert store.status().index_state == "ready"
    assert len(files(path)) == 2


@needs_hnsw
def test_rolled_back(store: SqliteStore) -> None:
    """A vector whose transaction was rolled back was never there, and its number may return."""
    made = samples.vectors(3)
    fill(store, made[:1])

    def fail() -> None:
        with store.transaction():
            fill(store, made[1:2])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    graph = graph_of(store)
    assert graph is not None
    assert graph.ids == {1}
    assert fill(store, made[2:]) == [2]
    assert ids(store, made[2], 1) == [2]


@needs_hnsw
def test_saves_are_rare(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand patterns one by one write the files a few dozen times."""
    saves = []
    write = generations.write

    def spy(*arguments: object) -> Contents:
        saves.append(1)
        return write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(generations, "write", spy)
    made = samples.vectors(1000)
    for vector in made:
        fill(store, vector[None])
    assert 5 <= len(saves) <= 40


@needs_hnsw
def test_file_in_use_stays(
    open_: Callable[[], SqliteStore], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old generation that another process has open may stay; the next save takes it along."""
    store = open_()
    fill(store, samples.vectors(1))
    old = files(path)

    def in_use(*_: object) -> None:
        raise PermissionError("in use")

    with monkeypatch.context() as patch:
        patch.setattr(type(path), "unlink", in_use)
        fill(store, samples.vectors(20, seed=1))
    assert set(old) < set(files(path))
    fill(store, samples.vectors(50, seed=2))
    assert len(files(path)) == 2


def test_opening_loads_nothing(path: Path) -> None:
    """A server that starts has no vectors in memory and has not imported hnswlib."""
    code = f"""
import sys
from pathlib import Path
from honed.store.store import open_store
store = open_store(Path({str(path)!r}))
store.status(), store.patterns(), store.recent(), store.statistics()
assert "hnswlib" not in sys.modules
assert store._index._matrix is None and store._index._graph._graph is None
store.close()
"""
    subprocess.run([sys.executable, "-c", code], check=True)


@needs_hnsw
def test_reader_changes_no_file(
    open_: Callable[[], SqliteStore], read: Callable[[], SqliteReader], path: Path, many: int
) -> None:
    """A reader neither builds nor saves nor removes."""
    store = open_()
    fill(store, samples.vectors(many + 1))
    before = files(path)
    reader = read()
    reader.warm()
    reader._index.remove([1])
    reader._index.close()
    assert files(path) == before
    for each in before:
        each.unlink()
    reader = read()
    reader.warm()
    assert len(ids(reader, samples.vectors(1)[0])) == 10
    assert files(path) == []


def test_graph_that_finds_too_few(tmp_path: Path) -> None:
    """Where hnswlib cannot find as many as were asked for it raises: that is few, no error."""
    if not hnsw.is_available():
        pytest.skip("hnswlib is not installed")
    graph = hnsw.new(tmp_path, 4, 4)
    query = np.array([1, 0, 0, 0], np.float32)
    assert graph.nearest(query, 3) == []
    graph.add(np.zeros(0, np.int64), np.zeros((0, 4), np.int8))
    graph.add(np.arange(4), np.eye(4, dtype=np.int8))
    graph.remove([0, 9])
    assert sorted(one.pattern_id for one in graph.nearest(query, 9)) == [1, 2, 3]
    graph.ids.add(77)
    assert graph.nearest(query, 9) == []


def test_generation_numbers(tmp_path: Path) -> None:
    """Files that are not ours are not touched."""
    (tmp_path / "vectors-mine.txt").write_text("")
    origin = Origin("x", 1, 4, "hnswlib")

    def save(path: str) -> tuple[int, Contents]:
        with open(path, "wb") as stream:  # noqa: PTH123 - as hnswlib does
            return stream.write(b"data"), Contents(1, 1, [])

    for _ in range(3):
        generations.write(tmp_path, origin, save)
    assert len(list(tmp_path.iterdir())) == 3
    found = generations.newest(tmp_path, origin)
    assert isinstance(found, tuple)
    assert found[0].name.startswith("vectors-000003-")
    generations.discard(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["vectors-mine.txt"]


def test_few_are_not_found_by_reading_all(store: SqliteStore) -> None:
    """What is asked for by its id is looked up, whatever SQLite thinks of its tables' sizes."""
    fill(store, samples.vectors(20))
    questions = {
        vector_rows._OF_PATTERNS: ("[1, 2]", 1),
        vector_rows._AFTER: (5, 1, 10),
        patterns._SELECT + "WHERE language = ?": ("python",),
    }
    with store._database.read() as connection:
        for question, parameters in questions.items():
            plan = connection.execute("EXPLAIN QUERY PLAN " + question, parameters).fetchall()
            scanned = [step for *_, step in plan if step.startswith("SCAN") and "json" not in step]
            assert [step for step in scanned if "wanted" not in step] == []


def test_batches(store: SqliteStore) -> None:
    """Vectors come in the order of their numbers, and `last` never skips one."""
    fill(store, samples.vectors(5))
    rows = VectorRows(store._database, 1, DIMENSIONS)
    first = rows.after(0, 2)
    assert (first.ids.tolist(), first.last) == ([1, 2], 2)
    rest = rows.after(first.last, 5)
    assert (rest.ids.tolist(), rest.last) == ([3, 4, 5], 5)
    assert rows.after(5, 5).ids.tolist() == []
    with store._database.write() as connection:
        connection.execute("UPDATE vectors SET vector = x'00' WHERE pattern_id = 4")
    assert rows.after(2).ids.tolist() == [3, 5]
    assert VectorRows(store._database, 2, DIMENSIONS).after(0, 2).last == 5


def test_warning_only_when_something_is_wrong(
    open_: Callable[[], SqliteStore], caplog: pytest.LogCaptureFixture
) -> None:
    """Ordinary work is not logged as trouble."""
    store = open_()
    fill(store, samples.vectors(30))
    store.forget([1])
    store.close()
    store = open_()
    store.warm()
    store.close()
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING]


def taught(store: SqliteStore, vector: Vector, number: int = 3) -> list[int]:
    """Store an edit that taught so many patterns, and return their ids."""
    row = store.add_trajectory(samples.trajectory(0))
    rewrites = [attrs.evolve(samples.REWRITE, callee=("log", str(each))) for each in range(number)]
    made = store.add_patterns(
        rewrites, samples.EXAMPLE, session_id=1, trajectory_id=row, vector=vector
    )
    return [pattern.id for pattern in made]


def test_an_edit_has_one_vector(store: SqliteStore, path: Path) -> None:
    """Whatever it taught: it is found once, by the first of its patterns."""
    one, other = samples.vectors(2)
    first, second = taught(store, one), taught(store, other)
    assert ids(store, one) == [first[0], second[0]]
    assert VectorRows(open_database(path), 1, DIMENSIONS).count() == 2
    assert [each.id for each in store.patterns_taught_with([first[1]])] == first


def test_forgetting_passes_the_vector_on(store: SqliteStore) -> None:
    """The next pattern of the edit has it then, and with the last one it is gone."""
    one, other = samples.vectors(2)
    first, second = taught(store, one), taught(store, other)
    store.forget(first[:2])
    assert ids(store, one) == [first[2], second[0]]
    assert store.outdated() == []
    store.forget(first[2:])
    assert ids(store, one) == [second[0]]


def test_noop_forgetting_another_pattern_of_the_edit(store: SqliteStore) -> None:
    """The vector stays where it is."""
    one = samples.vectors(1)[0]
    first = taught(store, one)
    before = store.similar(one)
    store.forget(first[1:])
    assert store.similar(one) == before
    assert store.patterns_taught_with([]) == []


def test_a_new_embedding_asks_once_an_edit(store: SqliteStore, path: Path) -> None:
    """Another version of it finds as many vectors missing as there are edits."""
    one, other = samples.vectors(2)
    first, second = taught(store, one), taught(store, other)
    store.close()
    newer = open_store(path, embedding_version=2)
    assert newer.outdated() == [first[0], second[0]]
    newer.set_vector(first[0], one)
    assert newer.outdated() == [second[0]]
    newer.close()


def test_vectors_of_before_are_taken_together(path: Path) -> None:
    """Each pattern had one of its own until schema 6; the first of an edit keeps it."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA_6.read_text("utf-8"))
        connection.execute("UPDATE patterns SET lesson_id = 1, place = 0")
        connection.execute("UPDATE patterns SET language = 'python'")
        connection.commit()
    with closing(open_store(path)) as store:
        assert [one.id for one in store.patterns()] == [1, 2]
        assert ids(store, samples.vectors(1)[0]) == [1]
