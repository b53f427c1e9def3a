"""A git history becomes muted patterns, once, whatever happens in between."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from honed.config import Algorithm, Settings
from honed.core.errors import HistoryError, StoreError
from honed.core.text import encode
from honed.learn.history import Skipped, key_of
from honed.retrieval.embed import VERSION
from honed.services import commits as reading
from honed.services import history
from honed.services.clock import SystemClock
from honed.services.commits import Blobs, commits, top_of
from honed.services.history import Asked, asked_for, learn
from honed.services.learned import State, listing
from honed.services.mining import contribution
from honed.services.places import Place
from honed.services.settings_report import configured
from honed.store.locations import user_database, workspace_database
from honed.store.store import open_store
from tests.repositories import Repository

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from honed.core.model import Pattern, Weights
    from honed.learn.history import Contribution, Harvest
    from honed.services.commits import Commit
    from honed.services.configuration import Configuration
    from honed.services.history import Learned

OLD = "def f(a):\n    log.warn(a)\n    return a\n\n\ndef g(b):\n    pass\n    log.warn(b)\n"
NEW = OLD.replace("warn", "warning")


def texts(name: str) -> tuple[str, str]:
    """Return a file before and after a call is renamed in two functions."""
    return OLD.replace("(a)", f"({name})"), NEW.replace("(a)", f"({name})")


def _is_off(path: str, language: str) -> bool:
    return bool(Settings().why_off(path, language))


@attrs.define
class _Chosen:
    """Settings of a folder with an algorithm of one's own."""

    found: Configuration
    algorithm: Algorithm

    def of(self, folder: Path) -> Any:
        """Return the settings of a folder."""
        known = self.found.of(folder)
        return attrs.evolve(known, settings=attrs.evolve(known.settings, algorithm=self.algorithm))


@attrs.define
class Shop:
    """A repository with its data directory."""

    repository: Repository
    data: Path

    def learn(self, progress: Callable[[int, int], None] = lambda *_: None, **more: Any) -> Learned:
        """Learn from the history, in this process where nothing else is said."""
        folder = self.repository.folder
        return learn(Asked(folder, folder, self.data, **more), SystemClock(), progress)

    @property
    def database(self) -> Path:
        """Where the workspace's store lies."""
        return workspace_database(self.data, self.repository.folder)

    def patterns(self) -> list[Pattern]:
        """Return what is stored."""
        with closing(open_store(self.database, embedding_version=VERSION)) as store:
            return store.patterns()

    def weights(self) -> Weights | None:
        """Return the ranker's weights as they are saved."""
        with closing(open_store(user_database(self.data), embedding_version=VERSION)) as store:
            return store.load_weights()

    def mined(self) -> dict[str, Contribution]:
        """Return what each commit teaches, by its id."""
        with Blobs(self.repository.folder) as blobs:
            return {
                each.id: contribution(each, blobs.read, _is_off)
                for each in commits(self.repository.folder)
            }


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Return a repository in which two commits rename a call in two files."""
    repository = Repository.made(tmp_path / "shop")
    one, two = texts("a"), texts("z")
    repository.commit(one=one[0], two=two[0])
    repository.commit(one=one[1])
    repository.commit(two=two[1])
    return Shop(repository, tmp_path / "data")


def test_what_recurs_becomes_a_muted_pattern(shop: Shop) -> None:
    """With its record, and not offered; the ranker has learned, too."""
    found = shop.learn()
    assert (found.learned, found.skipped["unknown"], found.left) == (2, 1, 0)
    assert found.kept
    place = Place(shop.data, shop.repository.folder, shop.database)
    known = listing(place).patterns
    assert {each.state for each in known} == {State.MUTED}
    assert ("warn", "warning") in {(each.before, each.after) for each in known}
    assert all(each.pattern.is_of_history for each in known)
    assert all(each.pattern.evidence.support == 4 for each in known)
    weights = shop.weights()
    assert weights is not None
    assert weights.updates == found.decisions > 0


def test_once_noop(shop: Shop) -> None:
    """A second run finds nothing to do, and changes nothing."""
    shop.learn()
    before = shop.patterns(), shop.weights()
    again = shop.learn()
    assert (again.known, again.learned, again.kept) == (3, 0, ())
    assert (shop.patterns(), shop.weights()) == before


def test_what_does_not_recur_is_counted_only_noop(tmp_path: Path) -> None:
    """Until another commit has it."""
    repository = Repository.made(tmp_path / "shop")
    shop = Shop(repository, tmp_path / "data")
    one, two = texts("a"), texts("z")
    repository.commit(one=one[0], two=two[0])
    repository.commit(one=one[1])
    first = shop.learn()
    assert (first.learned, first.kept, shop.patterns()) == (1, (), [])
    assert first.seen
    repository.commit(two=two[1])
    second = shop.learn()
    assert (second.known, second.learned) == (2, 1)
    assert shop.patterns()


def test_a_dry_run_writes_nothing_noop(shop: Shop) -> None:
    """It finds what a run would find."""
    dry = shop.learn(is_dry=True)
    assert not shop.data.exists()
    wet = shop.learn()
    assert attrs.evolve(dry, seconds=0.0, kept=()) == attrs.evolve(wet, seconds=0.0, kept=())
    assert {each.rewrite for _, each in dry.kept} == {each.rewrite for _, each in wet.kept}


def test_in_processes_as_in_one(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same patterns with the same records, whoever answers first."""
    monkeypatch.setattr(history, "AT_ONCE", 1)
    shop.learn(processes=2)
    other = Shop(shop.repository, tmp_path / "other")
    other.learn()
    # Which of several examples a pattern keeps is left to the order.
    assert {(key_of(each.rewrite), each.evidence) for each in shop.patterns()} == {
        (key_of(each.rewrite), each.evidence) for each in other.patterns()
    }
    assert shop.weights() == other.weights()


def test_an_interrupt_loses_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was done stays; the next run goes on, to what one run would have learned."""
    monkeypatch.setattr(history, "AT_ONCE", 1)

    done: list[int] = []
    folder = shop.repository.folder
    first = learn(
        Asked(folder, folder, shop.data), SystemClock(),
        lambda now, _: done.append(now), lambda: 1 in done,
    )  # fmt: skip
    assert (first.learned, first.left) == (1, 2)
    second = shop.learn()
    assert (second.known, second.left) == (1, 0)
    assert {each.evidence.support for each in shop.patterns()} == {4}


def test_a_failed_write_leaves_the_commits_for_later(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit is known to be mined when all that it teaches is stored, not before."""
    with monkeypatch.context() as broken:

        def fail(*_: object, **__: object) -> None:
            raise StoreError("The disk is full.")

        broken.setattr("honed.store.store.SqliteStore.add_pattern", fail)
        with pytest.raises(StoreError):
            shop.learn()
    assert shop.learn().known == 0
    assert shop.patterns()


def test_what_the_developer_has_taught_gets_the_credit(shop: Shop) -> None:
    """No second pattern for the same edit; the record of the known one grows."""
    shop.learn()
    learned = shop.patterns()
    with closing(open_store(shop.database, embedding_version=VERSION)) as store:
        store.forget([each.id for each in learned])
    # Forgotten patterns stay away, however often the history has them.
    one, two = texts("q"), texts("r")
    shop.repository.commit(one=one[0])
    shop.repository.commit(one=one[1], two=two[1])
    shop.learn()
    assert {each.rewrite for each in shop.patterns()}.isdisjoint({each.rewrite for each in learned})


def test_formatting_and_mechanical_commits_teach_nothing_noop(tmp_path: Path) -> None:
    """They are recognised, and counted."""
    repository = Repository.made(tmp_path / "shop")
    shop = Shop(repository, tmp_path / "data")
    lines = "".join(f"x{n} = old({n})\ny{n} = {n}\n" for n in range(12))
    repository.commit(app=lines, other="f(a,b)\n")
    mechanical = repository.commit(app=lines.replace("old", "new"))
    formatting = repository.commit(other="f(a, b)\n")
    foreign = repository.commit(**{"vendor/a.py": "a = 1\n", "b.min.js": "a = 1\n"})
    touched = repository.commit(**{"vendor/a.py": "a = 2\n", "b.min.js": "a = 2\n"})
    found = shop.mined()
    assert found[mechanical].skipped is Skipped.MECHANICAL
    assert found[formatting].skipped is Skipped.FORMATTING
    assert found[foreign].skipped is Skipped.UNKNOWN
    assert found[touched].skipped is Skipped.UNKNOWN
    assert not any(each.sightings for each in found.values())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gen.py", "# Code generated by protoc. DO NOT EDIT.\na = {}\n"),
        ("long.js", "var a = {};" + "x" * 3000 + "\n"),
        ("zero.py", "a = '\0{}'\n"),
        (".env.py", "a = {}\n"),
        ("words.txt", "a {}\n"),
    ],
)
def test_what_nobody_wrote_teaches_nothing_noop(tmp_path: Path, name: str, text: str) -> None:
    """Generated, minified, binary, excluded, and in no language."""
    repository = Repository.made(tmp_path / "shop")
    repository.commit(**{name: text.replace("{}", "1")})
    changed = repository.commit(**{name: text.replace("{}", "2")})
    assert Shop(repository, tmp_path / "data").mined()[changed].skipped is Skipped.UNKNOWN


def test_what_git_ignores_today_teaches_nothing_noop(shop: Shop) -> None:
    """Also where it was tracked once."""
    (shop.repository.folder / ".gitignore").write_text("*.py\n")
    found = shop.learn()
    assert (found.learned, found.skipped["unknown"], found.kept) == (0, 3, ())


def test_too_large(tmp_path: Path) -> None:
    """Forty-one files at once are no one edit."""
    repository = Repository.made(tmp_path / "shop")
    repository.commit(**{f"f{n}": "a = 1\n" for n in range(41)})
    changed = repository.commit(**{f"f{n}": f"a = {n + 2}\n" for n in range(41)})
    assert Shop(repository, tmp_path / "data").mined()[changed].skipped is Skipped.LARGE


def test_secrets_are_removed(tmp_path: Path) -> None:
    """Before anything is looked at."""
    repository = Repository.made(tmp_path / "shop")
    secret = "AKIAIOSFODNN7EXAMPLE"  # pragma: allowlist secret
    repository.commit(app=f'key = "{secret}"\nlog.warn(key)\n')
    changed = repository.commit(app=f'key = "{secret}"\nlog.warning(key)\n')
    shop = Shop(repository, tmp_path / "data")
    assert shop.mined()[changed].sightings
    assert secret not in repr(shop.mined())


def test_a_commit_that_fails_does_not_take_the_others_along(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is counted, and not tried again."""
    worst = shop.repository.git("rev-parse", "HEAD").strip()

    def fails(commit: Commit, *more: Any) -> Contribution:
        if commit.id == worst:
            raise ValueError("a fault of ours")
        return contribution(commit, *more)

    monkeypatch.setattr(history, "contribution", fails)
    found = shop.learn()
    assert (found.skipped["failed"], found.learned) == (1, 1)
    assert shop.learn().left == 0


def test_since_and_settings(shop: Shop) -> None:
    """Only later commits; none where the project says that nothing is to be learned."""
    assert shop.learn(is_dry=True, since="2026-01-01T00:03:00Z").commits == 1
    (shop.repository.folder / "honed.toml").write_text("learn = false\n")
    with pytest.raises(HistoryError, match="Learning is off"):
        shop.learn()


def test_which_folder_learns(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The top of the repository, unless a known workspace holds the folder."""
    inside = shop.repository.folder / "sub"
    inside.mkdir()
    found = asked_for(inside, shop.data, None, None, None, is_dry=False)
    assert found.folder == shop.repository.folder.resolve()
    bare = tmp_path / "bare.git"
    shop.repository.git("clone", "-q", "--bare", ".", str(bare))
    assert top_of(bare)[1]
    with pytest.raises(HistoryError, match="--workspace"):
        asked_for(bare, shop.data, None, None, None, is_dry=False)
    assert asked_for(bare, shop.data, tmp_path, None, None, is_dry=False).folder == tmp_path
    with pytest.raises(HistoryError, match="cannot be read"):
        asked_for(tmp_path, shop.data, None, None, None, is_dry=False)


def test_the_latest_contents_are_remembered(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read once, also where git has ended; those before them are asked for again."""
    monkeypatch.setattr(reading, "MOST_REMEMBERED", 1)
    [change] = commits(shop.repository.folder)[0].changes
    with Blobs(shop.repository.folder) as blobs:
        blobs.read(change.before)
        after = blobs.read(change.after)
    assert after == encode(texts("z")[1])
    assert blobs.read(change.after) == after
    with pytest.raises(ValueError, match="closed"):
        blobs.read(change.before)


@pytest.mark.parametrize("algorithm", [Algorithm.CURRICULUM, Algorithm.Q_LEARNING])
def test_a_curriculum_mines_what_is_easy_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, algorithm: Algorithm
) -> None:
    """What changes few files at once, the newest of these first; others (noop) by age alone."""
    monkeypatch.setattr(
        history, "configured", lambda folder: _Chosen(configured(folder), algorithm)
    )
    repository = Repository.made(tmp_path / "shop")
    names = ("one", "two", "three")
    repository.commit(**{name: texts(name)[0] for name in names})
    repository.commit(**{name: texts(name)[1] for name in names[:1]})
    repository.commit(**{name: texts(name)[1] for name in names[1:]})
    repository.commit(one=texts("other")[1])
    order: list[int] = []
    mined = history._mined

    def noted(part: Sequence[Commit], *more: Any) -> Harvest:
        order.extend(each.touched for each in part)
        return mined(part, *more)

    monkeypatch.setattr(history, "_mined", noted)
    shop = Shop(repository, tmp_path / "data")
    found = shop.learn()
    assert found.learned == 3
    assert order == ([1, 1, 2, 3] if algorithm is Algorithm.CURRICULUM else [1, 2, 1, 3])
