"""The stored corpus of a folder follows its files; what may not enter does not, or leaves."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pytest

from honed.config import Settings
from honed.core.vocabulary import BOUNDARY
from honed.retrieval.sequences import CONCRETE_ORDER, ERASED_ORDER, erase, sorted_contexts
from honed.services import refreshing
from honed.services.lexed_files import lexed_file, lexed_text
from honed.services.refreshing import refresh, sources
from honed.services.shards import lexicon_of, vocabulary_of
from honed.store.corpus.generations import CorpusFiles
from honed.store.corpus.recent import Recent, RecentLog
from honed.syntax import languages
from tests.services.test_planted_tokens import leaked, planted

if TYPE_CHECKING:
    from pathlib import Path

    from honed.core.corpus import Generation, LexedFile


@pytest.fixture(autouse=True)
def everything_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every change be worth a shard."""
    monkeypatch.setattr(refreshing, "FEW_BYTES", -1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two files."""
    write(tmp_path / "project", "a.py", "alpha = 1\n")
    write(tmp_path / "project", "pkg/b.py", "def beta():\n    return alpha\n")
    return tmp_path / "project"


@pytest.fixture
def files(tmp_path: Path) -> CorpusFiles:
    """Return where its corpus is stored."""
    return CorpusFiles(tmp_path / "data" / "corpus", "test")


def write(folder: Path, name: str, text: str) -> None:
    """Write a file, which has another time than before."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, "utf-8")
    if before:
        os.utime(path, ns=(before + 1_000_000, before + 1_000_000))


def run(files: CorpusFiles, folder: Path, settings: Settings | None = None) -> Generation:
    """Refresh, and return the generation that is stored then."""
    refresh(files, folder, settings or Settings(), lambda *_: None)
    found = files.newest()
    assert found is not None
    return found


def texts_in(found: Generation) -> dict[str, str]:
    """Return the words of each file, of those that are stored twice the later."""
    texts = {}
    for shard in found.shards:
        log = shard.log
        for at in range(len(log.paths)):
            ids = log.tokens[log.file_starts[at] : log.file_starts[at + 1]].tolist()
            assert ids[-1] == BOUNDARY
            words = [found.vocabulary.word(each) for each in ids[:-1]]
            texts[log.paths[at]] = b" ".join(each.lstrip(b"\0") for each in words).decode()
    return texts


def test_all_files_are_in_it(files: CorpusFiles, folder: Path) -> None:
    """With their words, in arrays that are sorted as they should be."""
    found = run(files, folder)
    assert found.is_complete
    assert texts_in(found) == {
        "a.py": "alpha = 1 \n",
        "pkg/b.py": "def beta ( ) : \n+ return alpha \n-",
    }
    [shard] = found.shards
    tokens = shard.log.tokens
    erased = erase(tokens, found.vocabulary.kinds[tokens])
    assert shard.concrete.tolist() == sorted_contexts(tokens, CONCRETE_ORDER).tolist()
    assert shard.erased.tolist() == sorted_contexts(erased, ERASED_ORDER).tolist()


def test_nothing_that_is_the_same_is_read_again_noop(
    files: CorpusFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is a generation made."""
    monkeypatch.setattr(refreshing, "FEW_BYTES", 0)
    before = run(files, folder)
    monkeypatch.setattr(refreshing, "lexed_file", None)
    assert run(files, folder).number == before.number


def test_what_changed_is_read_again(files: CorpusFiles, folder: Path) -> None:
    """What stayed moves over as it is, what is gone goes, and its words with it."""
    run(files, folder)
    write(folder, "a.py", "gamma = 2\n")
    write(folder, "c.py", "delta = 3\n")
    found = run(files, folder)
    assert texts_in(found)["a.py"] == "gamma = 2 \n"
    assert texts_in(found)["pkg/b.py"] == "def beta ( ) : \n+ return alpha \n-"
    assert set(texts_in(found)) == {"a.py", "pkg/b.py", "c.py"}
    (folder / "pkg" / "b.py").unlink()
    found = run(files, folder)
    assert set(texts_in(found)) == {"a.py", "c.py"}
    assert b"beta" not in found.vocabulary.blob.tobytes()
    assert b"gamma" in found.vocabulary.blob.tobytes()


def test_a_large_shard_stays_as_it_is(
    files: CorpusFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where little of it is old; what is new is a shard of its own, and goes before."""
    monkeypatch.setattr(refreshing, "SMALL_SHARD", 1)
    monkeypatch.setattr(refreshing, "MOST_STALE", 0.5)
    [first] = run(files, folder).shards
    write(folder, "a.py", "gamma = 2\n")
    found = run(files, folder)
    assert found.shards[0].name == first.name
    assert len(found.shards) == 2
    assert texts_in(found)["a.py"] == "gamma = 2 \n"
    assert set(texts_in(run(files, folder))) == {"a.py", "pkg/b.py"}


def test_little_that_is_new_is_handed_back(
    files: CorpusFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For the recent part, and no generation is made."""
    first = run(files, folder)
    monkeypatch.setattr(refreshing, "FEW_BYTES", 100)
    write(folder, "c.py", "delta = 3\n")
    done = refresh(files, folder, Settings(), lambda *_: None)
    assert [each.path for each in done.lexed] == ["c.py"]
    assert (done.number, done.files) == (first.number, 3)


def test_full_shards_are_handed_out_on_the_way(
    files: CorpusFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each makes a generation, so that what was done is kept."""
    monkeypatch.setattr("honed.services.shards.MOST_TOKENS", 8)
    heard: list[tuple[int, int, int]] = []
    refresh(files, folder, Settings(), lambda *said: heard.append(said))
    assert [each[2] for each in heard] == [0, 1, 2]
    found = files.newest()
    assert found is not None
    assert [len(each.log) for each in found.shards] == [5, 10]
    assert found.is_complete


def test_a_word_is_told_while_nothing_is_read(
    files: CorpusFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the walk, also where there is no code, and while files move: whoever waits is patient."""
    monkeypatch.setattr(refreshing, "STEPS", 2)
    write(folder, "notes/a.txt", "-")
    write(folder, "notes/b.txt", "-")
    run(files, folder)
    (folder / "a.py").unlink()
    heard: list[tuple[int, int, int]] = []
    refresh(files, folder, Settings(), lambda *said: heard.append(said))
    # Two directories and three files that are looked at, and one that moves.
    assert heard[:-1] == [(0, 0, 0)] * 3


def test_what_was_done_is_kept_when_the_process_ends(
    files: CorpusFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next refresh reads the rest only."""
    monkeypatch.setattr("honed.services.shards.MOST_TOKENS", 8)

    def killed(_: int, __: int, number: int) -> None:
        if number:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refresh(files, folder, Settings(), killed)
    found = files.newest()
    assert found is not None
    assert (set(texts_in(found)), found.is_complete) == ({"a.py"}, False)
    monkeypatch.setattr(refreshing, "SMALL_SHARD", 1)
    read: list[str] = []

    def reading(path: Path, name: str) -> LexedFile | None:
        read.append(name)
        return lexed_file(path, name)

    monkeypatch.setattr(refreshing, "lexed_file", reading)
    again = run(files, folder)
    assert read == ["pkg/b.py"]
    assert (set(texts_in(again)), again.is_complete) == ({"a.py", "pkg/b.py"}, True)


def test_more_than_finds_room_is_left_out(
    files: CorpusFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so, and is not tried again and again."""
    monkeypatch.setattr("honed.services.shards.MOST_TOKENS", 5)
    monkeypatch.setattr(refreshing, "MOST_TOKENS_IN_ALL", 5)
    monkeypatch.setattr(refreshing, "SMALL_SHARD", 1)
    write(folder, "z.py", "zeta = 1\n")
    found = run(files, folder)
    assert not found.is_complete
    assert "z.py" not in texts_in(found)
    assert run(files, folder).number == found.number


def test_what_is_no_code_is_looked_at_once(
    files: CorpusFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is remembered without tokens."""
    write(folder, "min.js", "x=" + "1+" * 4000 + "1\n")
    assert texts_in(run(files, folder))["min.js"] == ""
    monkeypatch.setattr(refreshing, "FEW_BYTES", 0)
    monkeypatch.setattr(refreshing, "lexed_file", None)
    run(files, folder)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("secret.py", Settings(exclude=("secret.py",))),
        ("vendor/x.py", Settings(exclude=("vendor/**",))),
        ("x.go", Settings(languages_off=("go",))),
        ("node_modules/x.js", Settings()),
        (".git/hooks/x.py", Settings()),
        ("build/x.py", Settings()),
        ("notes.txt", Settings()),
        (".env", Settings()),
        (".env.py", Settings()),
        ("id_rsa.py", Settings()),
    ],
)
def test_what_may_not_enter(
    files: CorpusFiles, folder: Path, name: str, settings: Settings
) -> None:
    """By glob, language, git or caution: no word of it is in any file of the store."""
    write(folder, ".gitignore", "build/\n")
    write(folder, name, "var planted_word = 1\n")
    found = run(files, folder, settings)
    assert set(texts_in(found)) == {"a.py", "pkg/b.py"}
    assert not [each for each in files.directory.iterdir() if b"planted" in each.read_bytes()]


def test_what_may_enter_is_there_noop(files: CorpusFiles, folder: Path) -> None:
    """Ignored files, too, where the settings do not respect that."""
    write(folder, ".gitignore", "build/\n")
    write(folder, "build/x.py", "planted_word = 1\n")
    found = run(files, folder, Settings(respect_gitignore=False))
    assert "build/x.py" in texts_in(found)
    assert [each for each in files.directory.iterdir() if b"planted" in each.read_bytes()]


@pytest.mark.parametrize(
    ("ignore", "settings"),
    [("", Settings(exclude=("pkg/**",))), ("pkg/\n", Settings())],
)
def test_what_is_switched_off_leaves(
    files: CorpusFiles, folder: Path, ignore: str, settings: Settings
) -> None:
    """With its words and its path, and what stays is as it was."""
    run(files, folder)
    if ignore:
        write(folder, ".gitignore", ignore)
    found = run(files, folder, settings)
    assert texts_in(found) == {"a.py": "alpha = 1 \n"}
    for each in files.directory.iterdir():
        assert b"beta" not in each.read_bytes()
        assert b"pkg/b" not in each.read_bytes()


def test_links_are_not_followed(files: CorpusFiles, folder: Path, tmp_path: Path) -> None:
    """Those that go round in circles, or lead out."""
    write(tmp_path, "outside/x.py", "planted_word = 1\n")
    (folder / "pkg" / "loop").symlink_to(folder)
    (folder / "out").symlink_to(tmp_path / "outside")
    (folder / "x.py").symlink_to(tmp_path / "outside" / "x.py")
    assert set(texts_in(run(files, folder))) == {"a.py", "pkg/b.py"}


def test_a_folder_that_vanishes(files: CorpusFiles, folder: Path) -> None:
    """Or files that go while they are looked at: nothing raises."""
    for each in sources(folder, Settings()):
        each.path.unlink()
    run(files, folder)
    assert list(sources(folder / "gone", Settings())) == []


def test_no_token_of_the_list_is_in_any_file(files: CorpusFiles, folder: Path) -> None:
    """Of the forms in which vendors write theirs: not in shards, words, manifests or the log."""
    tokens = planted("corpus")
    for number, (line, _) in enumerate(tokens.values()):
        write(folder, f"t{number}.py", f"import client\n\n\ndef f(value):\n    {line}\n")
    run(files, folder)
    log = RecentLog(files.directory, "test")
    python = languages.by_name("python")
    log.append([Recent(lexed_text(line, python, "a.py")) for line, _ in tokens.values()])
    assert leaked(tokens, files.directory) == []
    words = [
        each
        for entry in RecentLog(files.directory, "test")._read(next(files.directory.glob("*.log")))
        for each in entry.file.words
    ]
    (files.directory / "words").write_bytes(b"\n".join(words))
    assert words
    assert leaked(tokens, files.directory) == []


def test_words_keep_their_ids(files: CorpusFiles, folder: Path) -> None:
    """From generation to generation, so that shards need not be written again."""
    before = run(files, folder).vocabulary
    write(folder, "a.py", "alpha = omega\n")
    after = run(files, folder).vocabulary
    assert after.ids_of([b"alpha", b"beta"]).tolist() == before.ids_of([b"alpha", b"beta"]).tolist()
    assert after.ids_of([b"omega"])[0] >= len(before)


def test_a_vocabulary_of_no_shards_is_empty_noop() -> None:
    """Nothing but the boundary."""
    assert len(vocabulary_of(lexicon_of(), [])) == 1


def test_a_damaged_generation_is_made_anew(files: CorpusFiles, folder: Path) -> None:
    """From the folder, to the same."""
    expected = texts_in(run(files, folder))
    shard = next(files.directory.glob("*.shard"))
    shard.write_bytes(shard.read_bytes()[:-1])
    assert files.newest() is None
    assert texts_in(run(files, folder)) == expected


def test_rows_move_with_their_file(files: CorpusFiles, folder: Path) -> None:
    """A file that was moved from shard to shard still tells the lines of its tokens."""
    expected = line_of_beta(run(files, folder))
    for number in range(3):
        write(folder, f"a{number}.py", "gamma = 2\n" * number)
        assert line_of_beta(run(files, folder)) == expected == ("pkg/b.py", 1)


def line_of_beta(found: Generation) -> tuple[str, int]:
    """Return where the word `return` stands."""
    [word] = found.vocabulary.ids_of([b"\0return"]).tolist()
    for shard in found.shards:
        for place in np.flatnonzero(shard.log.tokens == word).tolist():
            file = int(shard.log.files_of(np.array([place], np.int32))[0])
            return shard.log.paths[file], shard.log.line_of(place)
    return "", -1
