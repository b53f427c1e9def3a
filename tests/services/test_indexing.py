"""The indexes of the open folders: made, followed, switched off, and never in anybody's way."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from honed.config import Settings
from honed.core.errors import StoreError
from honed.services import indexed_folder, indexing, project_index
from honed.services.configuration import Configuration
from honed.services.ignored import IgnoredFiles
from honed.services.index_jobs import Busy, Failed, Lex, Refresh, Told, do
from honed.services.indexing import Indexing
from honed.services.project import Project
from honed.services.rules import Rules
from honed.services.stores import Stores
from tests.services.conftest import HandClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from honed.core.corpus import Corpus, TokenLog
    from honed.core.vocabulary import Lexicon
    from honed.services.index_process import IndexProcess


class InPlaceProcess:
    """Does the jobs in the index' thread; `says` answers instead where it is set."""

    process_id = None

    def __init__(self, hear: Callable[[int, object], object]) -> None:
        """Nothing was asked yet."""
        self.hear = hear
        self.run = 1
        self.jobs: list[Refresh | Lex] = []
        self.says: Callable[[Refresh | Lex], list[object]] | None = None
        self.cannot_start = False
        self.stopped = 0

    def begin(self, job: Refresh | Lex) -> bool:
        """Do a job, and tell of it."""
        if self.cannot_start:
            return False
        self.jobs.append(job)
        if self.says is not None:
            for each in self.says(job):
                self.hear(self.run, each)
            return True
        self.hear(self.run, do(job, lambda told: self.hear(self.run, told)))
        return True

    def stop(self) -> None:
        """Count how often."""
        self.stopped += 1


@attrs.define
class Desk:
    """An index over one folder, and short words for what happens to it."""

    indexing: Indexing
    process: InPlaceProcess
    configuration: Configuration
    clock: HandClock
    project: Project
    folder: Path
    data: Path

    def later(self, seconds: float = 10.5) -> None:
        """Let time pass, and do what is due then."""
        self.clock.time += seconds
        self.idle()

    def idle(self) -> None:
        """Let the thread look around, and wait for what comes of it."""
        self.indexing._submit(self.indexing._idle)
        self.indexing.join()

    def write(self, name: str, text: str) -> str:
        """Write a file, tell of it, and return its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        self.indexing.changed([str(path)])
        self.indexing.join()
        return str(path)

    @property
    def corpus(self) -> Corpus:
        """What is known now."""
        found = self.indexing.corpus(self.project)
        assert found is not None
        return found

    @property
    def status(self) -> dict[str, Any]:
        """How it is now."""
        found = self.indexing.status(self.project)
        assert found is not None
        return found

    def live(self) -> dict[str, str]:
        """Return the words of each file that may be used."""
        corpus = self.corpus
        found = texts_in(corpus.recent, corpus.lexicon)
        for shard in corpus.shards:
            texts = texts_in(shard.log, corpus.lexicon)
            for at in range(len(shard.log.paths)):
                name = shard.log.paths[at]
                if shard.is_live[at]:
                    assert name not in found
                    found[name] = texts[name]
        return found

    def accepted(self) -> list[str]:
        """Return the accepted texts."""
        folder = self.indexing._folders[self.project]
        corpus = folder.index.corpus
        return list(texts_in(corpus.accepted, corpus.lexicon).values())

    def files(self) -> list[Path]:
        """Return the files of the index."""
        return [each for each in self.data.rglob("corpus/*") if each.name != "lock"]


def texts_in(log: TokenLog, lexicon: Lexicon) -> dict[str, str]:
    """Return the words of each file."""
    found = {}
    for at in range(len(log.paths)):
        ids = log.tokens[log.file_starts[at] : log.file_starts[at + 1] - 1].tolist()
        found[log.paths[at]] = b" ".join(lexicon.word(each) for each in ids).decode()
    return found


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Start indexes over one folder, one after another or at once."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "a.py").write_text("alpha = 1\n")
    (folder / "b.py").write_text("beta = 2\n")
    running: list[Indexing] = []

    def begin(settings: Settings | None = None) -> Desk:
        configuration, clock = Configuration(), HandClock()
        configuration.take_options(attrs.asdict(settings or Settings()))
        processes: list[InPlaceProcess] = []

        def process(hear: Callable[[int, object], object]) -> IndexProcess:
            processes.append(InPlaceProcess(hear))
            return processes[0]  # type: ignore[return-value] # stands in for it

        rules = Rules(configuration, IgnoredFiles())
        found = Indexing(rules, clock, process)
        running.append(found)
        found.start(Stores(str(tmp_path / "data")))
        project = Project(folder)
        found.follow([project])
        found.join()
        [only] = processes
        return Desk(found, only, configuration, clock, project, folder, tmp_path / "data")

    yield begin
    for each in running:
        each.stop()


@pytest.fixture
def desk(start: Callable[..., Desk]) -> Desk:
    """Return an index that was built."""
    found = start()
    found.later()
    return found


def test_a_folder_is_indexed_some_time_after_it_was_opened(start: Callable[..., Desk]) -> None:
    """Not at once, and nothing is known before."""
    desk = start()
    desk.idle()
    assert not desk.corpus.shards
    assert (desk.status["state"], desk.files()) == ("waiting", [])
    desk.later()
    assert desk.live() == {"a.py": "alpha = 1 \n", "b.py": "beta = 2 \n"}
    assert (desk.status["state"], desk.status["files"]) == ("ready", 2)
    assert desk.status["isComplete"]
    assert desk.indexing.work is None


def test_accepted_text_counts_before_there_is_an_index(start: Callable[..., Desk]) -> None:
    """It waits for nothing."""
    desk = start()
    desk.idle()
    desk.indexing.took(desk.project, "a.py", "omega = 9\n")
    assert len(desk.corpus.accepted) == 5


def test_what_is_saved_counts(desk: Desk) -> None:
    """In place of what was known of the file; a new one, too."""
    desk.write("a.py", "gamma = 3\n")
    desk.write("pkg/c.py", "delta = 4\n")
    assert desk.live() == {
        "a.py": "gamma = 3 \n",
        "b.py": "beta = 2 \n",
        "pkg/c.py": "delta = 4 \n",
    }
    assert len(desk.process.jobs) == 3
    assert desk.status["recentTokens"] == 10


def test_what_is_no_code_or_elsewhere_changes_nothing_noop(desk: Desk, tmp_path: Path) -> None:
    """Nor does what is off or ignored."""
    before = desk.corpus
    desk.write("notes.txt", "alpha")
    desk.write(".env", "PASSWORD=1")
    (tmp_path / "other.py").write_text("x = 1\n")
    desk.indexing.changed([str(tmp_path / "other.py"), str(desk.folder)])
    desk.indexing.changed([])
    desk.indexing.join()
    assert desk.corpus is before
    assert len(desk.process.jobs) == 1


def test_a_file_that_is_ignored_or_off_never_counts(desk: Desk) -> None:
    """By git, or by the settings."""
    desk.configuration.take_client({"exclude": ["private/**"]})
    desk.write(".gitignore", "build/\n")
    desk.write("build/x.py", "planted = 1\n")
    desk.write("private/x.py", "planted = 1\n")
    desk.later()
    assert set(desk.live()) == {"a.py", "b.py"}
    assert not [each for each in desk.files() if b"planted" in each.read_bytes()]


def test_what_is_removed_is_not_used_any_more(desk: Desk) -> None:
    """At once, and about a minute later it is off the disk."""
    (desk.folder / "a.py").unlink()
    desk.indexing.changed([str(desk.folder / "a.py")])
    desk.indexing.join()
    assert set(desk.live()) == {"b.py"}
    desk.later(indexed_folder.LEAVING_S + 1)
    assert not [each for each in desk.files() if b"alpha" in each.read_bytes()]


def test_a_directory_is_renamed(desk: Desk) -> None:
    """What stood below it is gone, what stands there now counts when it is told of."""
    desk.write("pkg/c.py", "delta = 4\n")
    (desk.folder / "pkg").rename(desk.folder / "new")
    desk.indexing.changed([str(desk.folder / "pkg"), str(desk.folder / "new" / "c.py")])
    desk.indexing.join()
    assert set(desk.live()) == {"a.py", "b.py", "new/c.py"}


def test_a_directory_in_a_shard_is_removed(start: Callable[..., Desk], desk: Desk) -> None:
    """Told of by its name alone, and at any depth; one with a like name stays."""
    desk.write("pkg/sub/c.py", "delta = 4\n")
    desk.write("pkg2/d.py", "epsilon = 5\n")
    desk.indexing.stop()
    shutil.rmtree(desk.data)
    again = start()
    again.later()
    held = again.indexing._folders[again.project].index._held
    assert [each.below({"notes.txt", "sub", "a"}) for each in held] == [set()]
    shutil.rmtree(again.folder / "pkg")
    again.indexing.changed([str(again.folder / "pkg"), str(again.folder / "notes.txt")])
    again.indexing.join()
    assert set(again.live()) == {"a.py", "b.py", "pkg2/d.py"}


def test_a_removed_file_may_come_back(desk: Desk) -> None:
    """As it was or otherwise."""
    (desk.folder / "a.py").unlink()
    desk.indexing.changed([str(desk.folder / "a.py")])
    desk.write("a.py", "again = 5\n")
    assert desk.live()["a.py"] == "again = 5 \n"


def test_accepted_text_counts_at_once(desk: Desk) -> None:
    """Before the thread has done anything, and after a restart."""
    held: list[object] = []
    desk.indexing._submit = held.append  # type: ignore[method-assign,assignment]
    desk.indexing.took(desk.project, "a.py", "omega = 9\n")
    desk.indexing.took(desk.project, "b.py", "psi = 8\n")
    assert desk.accepted() == ["omega = 9 \n", "psi = 8 \n"]
    assert desk.corpus.accepted.paths[1] == "b.py"


def test_accepted_text_is_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest is let go."""
    monkeypatch.setattr(project_index, "MOST_ACCEPTED", 50)
    for number in range(100):
        desk.indexing.took(desk.project, "a.py", f"n{number} = 1\n")
        assert len(desk.corpus.accepted) <= 55
    assert desk.corpus.lexicon.word(int(desk.corpus.accepted.tokens[-5])) == b"n99"


def test_accepted_text_of_what_is_off_is_not_taken_noop(desk: Desk) -> None:
    """Nor of what nobody follows."""
    desk.indexing.took(desk.project, ".env.py", "omega = 9\n")
    desk.indexing.took(Project(None), "a.py", "omega = 9\n")
    desk.indexing.join()
    assert desk.accepted() == []


def test_the_next_server_knows_the_same(start: Callable[..., Desk], desk: Desk) -> None:
    """What was built, saved and accepted; before anything is read again."""
    desk.write("a.py", "gamma = 3\n")
    desk.indexing.took(desk.project, "a.py", "omega = 9\n")
    desk.indexing.join()
    known = desk.live()
    desk.indexing.stop()
    again = start()
    assert again.live() == known
    assert again.accepted() == ["omega = 9 \n"]
    assert (again.process.jobs, again.status["files"]) == ([], 2)
    again.later()
    assert again.live() == known


def test_files_that_changed_meanwhile_are_found(start: Callable[..., Desk], desk: Desk) -> None:
    """By the walk at the start."""
    desk.indexing.stop()
    (desk.folder / "a.py").unlink()
    (desk.folder / "c.py").write_text("delta = 4\n")
    again = start()
    again.later()
    assert set(again.live()) == {"b.py", "c.py"}


def test_what_is_ignored_after_it_was_saved_leaves(start: Callable[..., Desk], desk: Desk) -> None:
    """The recent part, what was accepted in it, and the log; the next server does not know it."""
    desk.write("hush.py", "planted = 1\n")
    desk.indexing.took(desk.project, "hush.py", "planted = 2\n")
    desk.indexing.took(desk.project, "a.py", "omega = 9\n")
    desk.indexing.join()
    desk.write(".gitignore", "hush.py\n")
    assert "hush.py" not in desk.live()
    assert desk.accepted() == ["omega = 9 \n"]
    desk.indexing.stop()
    again = start()
    assert set(again.live()) == {"a.py", "b.py"}
    assert again.accepted() == ["omega = 9 \n"]


def test_what_was_saved_and_is_still_so_stays_noop(desk: Desk) -> None:
    """When the folder is walked."""
    desk.write("c.py", "delta = 4\n")
    desk.write(".gitignore", "hush.py\n")
    assert desk.live()["c.py"] == "delta = 4 \n"
    assert desk.status["recentTokens"] == 5


def test_a_walk_finds_what_nobody_told_of(desk: Desk) -> None:
    """A saved file that is gone, and one that was written again by another program."""
    desk.write("gone.py", "planted = 1\n")
    desk.write("a.py", "gamma = 3\n")
    (desk.folder / "gone.py").unlink()
    (desk.folder / "a.py").write_text("another = 555\n")
    desk.indexing.refresh(desk.project)
    desk.indexing.join()
    assert desk.live() == {"a.py": "another = 555 \n", "b.py": "beta = 2 \n"}


def test_what_is_saved_during_a_refresh_is_kept(desk: Desk) -> None:
    """Though the walk has seen it as it was before."""
    desk.write("c.py", "delta = 4\n")
    folder = desk.indexing._folders[desk.project]
    before = folder.index.versions
    desk.write("c.py", "epsilon = 55\n")
    folder.index.forget(before)
    assert desk.live()["c.py"] == "epsilon = 55 \n"


def test_a_refresh_does_not_follow_upon_itself(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a few bytes are many tokens: a table is in a shard after the next one."""
    monkeypatch.setattr(project_index, "MOST_RECENT", 20)
    desk.write("c.py", "table = [" + "0," * 20 + "]\n")
    assert len(desk.process.jobs) == 2
    for _ in range(30):
        desk.later(indexed_folder.REST_S / 10)
    assert [type(each) for each in desk.process.jobs] == [Refresh, Lex, Refresh]
    assert desk.status["recentTokens"] == 0


def test_what_a_refresh_hands_back_may_be_much(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one, after a rest, makes a shard of it."""
    monkeypatch.setattr(project_index, "MOST_RECENT", 20)
    (desk.folder / "c.py").write_text("table = [" + "0," * 20 + "]\n")
    desk.indexing.refresh(desk.project)
    desk.indexing.join()
    assert len(desk.process.jobs) == 2
    assert desk.status["recentTokens"] > 20
    for _ in range(30):
        desk.later(indexed_folder.REST_S / 10)
    assert len(desk.process.jobs) == 3
    assert desk.status["recentTokens"] == 0


def test_many_saves_make_new_shards(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the recent part is empty then."""
    monkeypatch.setattr(project_index, "MOST_RECENT", 6)
    monkeypatch.setattr("honed.services.refreshing.FEW_BYTES", 0)
    desk.write("a.py", "gamma = 3\n")
    assert desk.status["recentTokens"] == 5
    desk.write("c.py", "delta = 4\n")
    desk.later(indexed_folder.REST_S)
    assert desk.status["recentTokens"] == 0
    assert desk.live()["c.py"] == "delta = 4 \n"
    assert len(desk.live()) == 3


def test_many_files_at_once_are_left_to_a_refresh(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a checkout."""
    monkeypatch.setattr(indexed_folder, "MOST_FILES", 1)
    (desk.folder / "a.py").write_text("gamma = 3\n")
    desk.indexing.changed([str(desk.folder / name) for name in ("a.py", "b.py")])
    desk.indexing.join()
    assert len(desk.process.jobs) == 1
    desk.later(indexed_folder.REST_S)
    assert isinstance(desk.process.jobs[-1], Refresh)
    assert desk.live()["a.py"] == "gamma = 3 \n"


def test_many_files_that_are_ignored_are_let_be_noop(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when packages are installed; what stands among them counts as any other save."""
    monkeypatch.setattr(indexed_folder, "MOST_FILES", 2)
    desk.write(".gitignore", "out/\n")
    jobs = len(desk.process.jobs)
    names = [f"{place}/d{number}/x.js" for place in ("out", "node_modules") for number in range(9)]
    names += ["notes.txt", "data.bin", "node_modules/d1/.gitignore"]
    for name in (*names, "a.py"):
        (desk.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (desk.folder / name).write_text("gamma = 3\n")
    desk.indexing.changed([str(desk.folder / name) for name in names])
    desk.indexing.join()
    desk.later(indexed_folder.REST_S + 1)
    assert len(desk.process.jobs) == jobs
    desk.indexing.changed([str(desk.folder / name) for name in (*names, "a.py")])
    desk.indexing.join()
    assert [type(each) for each in desk.process.jobs[jobs:]] == [Lex]
    assert desk.live()["a.py"] == "gamma = 3 \n"


def test_patterns_among_many_files_count(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of a directory, and those of the repository."""
    monkeypatch.setattr(indexed_folder, "MOST_FILES", 1)
    jobs = len(desk.process.jobs)
    for name in (".gitignore", ".git/info/exclude"):
        path = desk.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a.py\n")
        desk.indexing.changed([str(desk.folder / "a.py"), str(path)])
        desk.indexing.join()
        jobs += 1
        assert len(desk.process.jobs) == jobs
        assert set(desk.live()) == {"b.py"}


def test_a_directory_that_goes_among_many_files_is_seen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no file, and has no language."""
    desk.write("pkg/c.py", "delta = 4\n")
    monkeypatch.setattr(indexed_folder, "MOST_FILES", 1)
    desk.write("notes.txt", "alpha")
    shutil.rmtree(desk.folder / "pkg")
    desk.indexing.changed([str(desk.folder / name) for name in ("notes.txt", "pkg")])
    desk.indexing.join()
    assert set(desk.live()) == {"a.py", "b.py"}


def test_a_checkout_that_nobody_told_of_is_found(desk: Desk) -> None:
    """Within a minute or so, where HEAD names another branch."""
    (desk.folder / ".git").mkdir()
    (desk.folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    desk.later(indexed_folder.REST_S + 11)
    desk.later()
    jobs = len(desk.process.jobs)
    desk.later()
    assert len(desk.process.jobs) == jobs
    (desk.folder / ".git" / "HEAD").write_text("ref: refs/heads/other\n")
    (desk.folder / "c.py").write_text("delta = 4\n")
    desk.later()
    desk.later(indexed_folder.REST_S)
    assert len(desk.process.jobs) == jobs + 1
    assert "c.py" in desk.live()


def test_the_folder_is_walked_again_now_and_then(desk: Desk) -> None:
    """Where something was saved; files that nobody told of are found."""
    (desk.folder / "c.py").write_text("delta = 4\n")
    desk.write("a.py", "gamma = 3\n")
    desk.later()
    assert "c.py" not in desk.live()
    desk.later(indexed_folder.WALK_S)
    desk.idle()
    assert "c.py" in desk.live()


def test_what_is_excluded_later_leaves(desk: Desk) -> None:
    """It is not used at once, and soon it is not on the disk."""
    desk.write("c.py", "delta = 4\n")
    desk.indexing.took(desk.project, "a.py", "omega = 9\n")
    desk.configuration.take_client({"exclude": ["a.py", "c.py"]})
    desk.idle()
    assert set(desk.live()) == {"b.py"}
    assert desk.accepted() == []
    for word in (b"alpha", b"delta", b"omega"):
        assert not [each for each in desk.files() if word in each.read_bytes()]


def test_settings_count_while_the_process_talks(start: Callable[..., Desk]) -> None:
    """With the next thing that is said; the queue is never empty then."""
    desk = start()
    desk.process.says = lambda _: [Told(1, 2, 0)]
    desk.later()
    stopped = desk.process.stopped
    desk.configuration.take_client({"indexWorkspace": False})
    desk.process.hear(1, Told(2, 2, 0))
    desk.indexing.join()
    assert desk.status["state"] == "off"
    assert desk.process.stopped == stopped + 1


def test_a_folder_that_is_not_open_yet_follows_no_settings_noop(start: Callable[..., Desk]) -> None:
    """What is stored of it is read first."""
    desk = start()
    folder = indexed_folder.IndexedFolder(
        desk.project, desk.indexing._rules, project_index.ProjectIndex(desk.folder)
    )
    assert not folder.follow_settings(0.0)
    assert folder.due == indexed_folder.NEVER


def test_settings_about_other_things_change_nothing_noop(desk: Desk) -> None:
    """Nor the same ones said again."""
    before = desk.corpus
    desk.configuration.take_client({"exclude": []})
    desk.idle()
    assert desk.corpus is before


def test_switched_off_it_is_deleted(desk: Desk) -> None:
    """And made again when it is on."""
    desk.configuration.take_client({"indexWorkspace": False})
    desk.idle()
    assert desk.indexing.corpus(desk.project) is None
    assert (desk.status["state"], desk.files()) == ("off", [])
    desk.write("c.py", "delta = 4\n")
    desk.indexing.took(desk.project, "a.py", "omega = 9\n")
    desk.later()
    assert desk.files() == []
    desk.configuration.take_client({"indexWorkspace": True})
    desk.later()
    assert set(desk.live()) == {"a.py", "b.py", "c.py"}


@pytest.mark.parametrize(
    "settings", [Settings(index_workspace=False), Settings(enabled=False), Settings(learn=False)]
)
def test_off_from_the_start_nothing_is_read_noop(
    start: Callable[..., Desk], settings: Settings
) -> None:
    """Nor written."""
    desk = start(settings)
    desk.later()
    desk.write("a.py", "gamma = 3\n")
    assert (desk.process.jobs, desk.files()) == ([], [])


def test_a_refresh_can_be_cancelled(start: Callable[..., Desk]) -> None:
    """It is not tried again before the settings change."""
    desk = start()
    desk.process.says = lambda _: [Told(1, 2, 0)]
    desk.later()
    work = desk.indexing.work
    assert work is not None
    assert work.cancel is not None
    assert work.percentage is not None
    assert work.percentage() == 50
    assert (desk.status["doneBytes"], desk.status["totalBytes"]) == (1, 2)
    work.cancel()
    desk.indexing.join()
    assert (desk.status["state"], desk.indexing.work) == ("cancelled", None)
    desk.process.says = None
    desk.later()
    assert not desk.corpus.shards
    desk.configuration.take_client({"exclude": ["b.py"]})
    desk.idle()
    assert set(desk.live()) == {"a.py"}


def test_the_next_refresh_begins_with_nothing_done(desk: Desk) -> None:
    """Not with all that the last one did."""
    desk.process.says = lambda _: []
    desk.indexing.refresh(desk.project)
    desk.indexing.join()
    assert desk.status["state"] == "building"
    assert (desk.status["doneBytes"], desk.status["totalBytes"]) == (0, 0)


def test_another_process_is_waited_for(start: Callable[..., Desk], desk: Desk) -> None:
    """What it has made is taken."""
    other = start()
    other.process.says = lambda _: [Busy()]
    other.later()
    assert set(other.live()) == {"a.py", "b.py"}
    desk.write(".gitignore", "a.py\n")
    other.later()
    assert set(other.live()) == {"b.py"}
    other.process.says = None
    other.later()
    assert other.status["state"] == "ready"


def test_a_directory_that_is_removed_is_made_again(desk: Desk) -> None:
    """While it is in use: what is in memory goes on, and lies on the disk again."""
    shutil.rmtree(desk.data)
    assert set(desk.live()) == {"a.py", "b.py"}
    desk.write("c.py", "delta = 4\n")
    assert "c.py" in desk.live()
    desk.later()
    desk.later()
    assert set(desk.live()) == {"a.py", "b.py", "c.py"}
    assert [each for each in desk.files() if each.suffix == ".shard"]


def test_a_folder_that_vanishes_is_let_be(start: Callable[..., Desk]) -> None:
    """Nothing is read, nothing raises, and it may come back."""
    desk = start()
    moved = desk.folder.rename(desk.folder.with_name("moved"))
    desk.later()
    assert desk.process.jobs == []
    moved.rename(desk.folder)
    desk.indexing.refresh(desk.project)
    desk.indexing.join()
    assert set(desk.live()) == {"a.py", "b.py"}


def test_a_process_that_dies_is_tried_again_and_then_less_often(start: Callable[..., Desk]) -> None:
    """The status says why; what was asked for by a save is not asked for ever."""
    desk = start()
    desk.process.says = lambda _: [None]
    desk.later()
    assert len(desk.process.jobs) == 2
    assert "ended" in desk.status["trouble"]
    desk.later()
    assert len(desk.process.jobs) == 2
    desk.process.says = None
    desk.later(indexing.PAUSE_S)
    assert set(desk.live()) == {"a.py", "b.py"}
    assert desk.status["trouble"] == ""
    desk.process.says = lambda _: [None]
    desk.write("c.py", "delta = 4\n")
    assert len([each for each in desk.process.jobs if isinstance(each, Lex)]) == 2


@pytest.mark.parametrize(
    "breaks",
    [
        lambda process: setattr(process, "cannot_start", True),
        lambda process: setattr(process, "says", lambda _: [Failed("no room")]),
    ],
)
def test_what_fails_is_told(
    start: Callable[..., Desk], breaks: Callable[[InPlaceProcess], object]
) -> None:
    """And nothing else stops."""
    desk = start()
    breaks(desk.process)
    desk.later()
    assert desk.status["trouble"]
    assert desk.status["state"] == "waiting"


def test_a_process_that_hangs_is_replaced(start: Callable[..., Desk]) -> None:
    """After a time without a word."""
    desk = start()
    desk.process.says = lambda _: []
    desk.later()
    assert desk.status["state"] == "building"
    desk.process.says = None
    desk.later(indexing.HANGING_S + 1)
    assert set(desk.live()) == {"a.py", "b.py"}


def test_words_of_a_stopped_process_are_not_heard_noop(desk: Desk) -> None:
    """Nor any where nothing was asked."""
    desk.process.hear(0, None)
    desk.process.hear(1, [])
    desk.indexing.join()
    assert desk.status["trouble"] == ""


def test_a_store_that_cannot_be_written_keeps_nothing_from_being_known(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in memory goes on; the status says why."""

    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr("honed.store.corpus.recent.RecentLog.append", full)
    desk.write("c.py", "delta = 4\n")
    desk.indexing.took(desk.project, "a.py", "omega = 9\n")
    desk.indexing.join()
    assert "c.py" in desk.live()
    assert desk.accepted() == ["omega = 9 \n"]
    assert desk.status["trouble"] == "The disk is full."


def test_a_task_that_fails_ends_nothing(desk: Desk) -> None:
    """The thread goes on."""
    desk.indexing._submit(lambda: 1 // 0)
    desk.write("c.py", "delta = 4\n")
    assert "c.py" in desk.live()


def test_a_folder_that_is_closed_is_not_followed(desk: Desk) -> None:
    """Its index stays on the disk."""
    desk.indexing.follow([])
    desk.indexing.join()
    assert desk.indexing.corpus(desk.project) is None
    assert desk.indexing.status(desk.project) is None
    assert desk.files()


def test_files_outside_any_folder_have_no_index_noop(desk: Desk) -> None:
    """Accepted text is known while the server runs; nothing of it is written."""
    loose = Project(None)
    desk.indexing.follow([desk.project, loose])
    desk.indexing.took(loose, "/elsewhere/x.py", "omega = 9\n")
    desk.indexing.refresh(loose)
    desk.later()
    assert desk.indexing.status(loose) is None
    found = desk.indexing.corpus(loose)
    assert found is not None
    assert (found.shards, len(found.recent), len(found.accepted)) == ((), 0, 5)


def test_a_lexicon_that_has_grown_begins_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known is the same in other numbers."""
    desk.write("c.py", "delta = 4\n")
    desk.indexing.took(desk.project, "a.py", "omega = 9\n")
    before, known = desk.corpus.lexicon, desk.live()
    monkeypatch.setattr(project_index, "MOST_WORDS", 2)
    desk.idle()
    assert desk.corpus.lexicon is not before
    assert desk.live() == known
    assert desk.accepted() == ["omega = 9 \n"]


def test_a_log_that_has_grown_is_rewritten(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds what counts."""
    monkeypatch.setattr(project_index, "MOST_LOG_BYTES", 1)
    for number in range(20):
        desk.write("c.py", f"delta = {number}\n")
    [log] = [each for each in desk.files() if each.suffix == ".log"]
    assert log.stat().st_size < 400
