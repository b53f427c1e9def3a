"""A project as it grows commit by commit: its corpus, and the lines that were added to it."""

from __future__ import annotations

import difflib
from collections import deque
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.corpus import Corpus, LexedFile, Shard, as_log
from honed.core.vocabulary import Lexicon, made_of
from honed.retrieval.sequences import CONCRETE_ORDER, ERASED_ORDER, erase, sorted_contexts
from honed.syntax import languages
from honed.syntax.lexing import kind, lex
from tests.bench.git import Blobs, files_at, raw_log
from tests.bench.histories import MAX_FILE_BYTES, MAX_FILES, VENDORED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from honed.syntax.languages import Language

MOST_LINES = 400
"""Of one file in one commit: what adds more was not typed."""

ALIKE = 0.6
"""A line that is so similar to one that went away was edited, not written."""

CODE = frozenset(
    ("bash", "c", "cpp", "csharp", "go", "java", "javascript", "lua", "php", "python", "ruby",
     "rust", "tsx", "typescript")
)  # fmt: skip


@attrs.frozen
class Added:
    """A line that a commit added: the text when it is typed is `head` + the line + `tail`."""

    commit: str
    path: str
    language: str
    head: bytes
    line: bytes
    tail: bytes


class Project:
    """A repository's code at one commit after the other, as the product would hold it."""

    def __init__(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Sort the contexts of all files."""
        self.lines = 0
        self._recent: dict[str, LexedFile] = {}
        self.corpus = Corpus()
        self._live = np.zeros(0, bool)
        self._numbers: dict[str, int] = {}
        self._build([files])

    def beside(self, others: Sequence[Sequence[tuple[str, bytes]]]) -> None:
        """Let other projects' files be a part of this one's, a shard each."""
        self._build([self._files, *others])

    def _build(self, parts: Sequence[Sequence[tuple[str, bytes]]]) -> None:
        self._files = parts[0]
        lexed = [
            [each for path, data in files if (each := lexed_file(path, data))] for files in parts
        ]
        everything = (word for files in lexed for each in files for word in each.words)
        lexicon = Lexicon(made_of(list(dict.fromkeys([b"", *everything])), kind), kind)
        table = erase(np.arange(len(lexicon.vocabulary), dtype=np.int32), lexicon.vocabulary.kinds)
        self.lines = sum(data.count(b"\n") for files in parts for _, data in files)
        shards = []
        for files in lexed:
            log = as_log(files, lexicon)
            live = np.ones(len(log.paths), bool)
            concrete = sorted_contexts(log.tokens, CONCRETE_ORDER)
            shards.append(
                Shard(log, concrete, sorted_contexts(table[log.tokens], ERASED_ORDER), live)
            )
        self._live = shards[0].is_live
        first = shards[0].log.paths
        self._numbers = {first[number]: number for number in range(len(first))}
        self.corpus = Corpus(lexicon, tuple(shards))

    def saved(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Take files in as they are after a commit; an empty one is gone."""
        for path, data in files:
            if path in self._numbers:
                self._live[self._numbers[path]] = False
            self._recent.pop(path, None)
            found = lexed_file(path, data)
            if found:
                self._recent[path] = found
        recent = as_log(list(self._recent.values())[-400:], self.corpus.lexicon)
        self.corpus = attrs.evolve(self.corpus, recent=recent)


def lexed_file(path: str, data: bytes) -> LexedFile | None:
    """Return the tokens of a file, None where it is no code."""
    language = languages.by_path(path)
    if language is None or not data or len(data) > MAX_FILE_BYTES:
        return None
    found = lex(data, language)
    numbers: dict[bytes, int] = {}
    tokens = np.fromiter(
        (numbers.setdefault(word, len(numbers)) for word in found.words), np.int32, len(found)
    )
    lines = np.searchsorted(np.flatnonzero(np.frombuffer(data, np.uint8) == 10), found.starts)
    rows = np.flatnonzero(np.diff(lines, prepend=-1))
    return LexedFile(
        path, 0, len(data), tuple(numbers), tokens,
        rows.astype(np.int32), lines[rows].astype(np.int32),
    )  # fmt: skip


@attrs.frozen
class Commit:
    """What a commit added, and its files before and after."""

    name: str
    added: tuple[Added, ...]
    after: tuple[tuple[str, bytes], ...]


def history(repository: Path, commits: int) -> tuple[Project, list[Commit]]:
    """Return a project before its last commits that add code, and these."""
    chosen: deque[tuple[str, list[str]]] = deque(maxlen=commits)
    for name, lines in reversed(raw_log(repository)):
        if len(lines) <= MAX_FILES and any(_is_code(line.split("\t", 1)[1]) for line in lines):
            chosen.append((name, lines))
    found = []
    with Blobs(repository) as blobs:
        for name, lines in chosen:
            added: list[Added] = []
            after = []
            for line in lines:
                head, path = line.split("\t", 1)
                _, _, old, new, _ = head.split(" ")
                if languages.by_path(path) is None or any(each in path for each in VENDORED):
                    continue
                was, now = blobs.read(old) or b"", blobs.read(new) or b""
                after.append((path, now))
                language = languages.by_path(path)
                if _is_code(path) and language and len(now) <= MAX_FILE_BYTES:
                    added += _added(name, path, language, was, now)
            gone = {each.strip() for each in _removed(blobs, lines)}
            kept = tuple(each for each in added if each.line.strip() not in gone)
            found.append(Commit(name, kept, tuple(after)))
    before = tree(repository, f"{chosen[0][0]}^")
    return Project(before), found


def tree(repository: Path, revision: str = "HEAD") -> list[tuple[str, bytes]]:
    """Return the files of a revision that are of a known language, none of them vendored."""
    with Blobs(repository) as blobs:
        return [
            (path, blobs.read(blob) or b"")
            for path, blob in files_at(repository, revision)
            if languages.by_path(path) is not None and not any(each in path for each in VENDORED)
        ]


def _is_code(path: str) -> bool:
    language = languages.by_path(path)
    return (
        language is not None
        and language.name in CODE
        and not any(each in path for each in VENDORED)
    )


def _removed(blobs: Blobs, lines: Sequence[str]) -> Iterator[bytes]:
    """Yield the lines that a commit takes away anywhere: what is added elsewhere was moved."""
    for line in lines:
        _, _, old, new, _ = line.split("\t", 1)[0].split(" ")
        was, now = blobs.read(old) or b"", blobs.read(new) or b""
        if len(was) <= MAX_FILE_BYTES:
            yield from set(was.splitlines()) - set(now.splitlines())


def _added(name: str, path: str, language: Language, was: bytes, now: bytes) -> list[Added]:
    old, new = was.splitlines(keepends=True), now.splitlines(keepends=True)
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    moved = {
        each.strip()
        for tag, i1, i2, _, _ in codes
        if tag in {"delete", "replace"}
        for each in old[i1:i2]
    }
    chosen: list[tuple[int, int]] = []
    for tag, i1, i2, j1, j2 in codes:
        if tag in {"insert", "replace"}:
            gone = [each.decode("utf-8", "replace").strip() for each in old[i1:i2]]
            for j in range(j1, j2):
                text = new[j].decode("utf-8", "replace").strip()
                if (
                    text
                    and new[j].strip() not in moved
                    and not difflib.get_close_matches(text, gone, 1, ALIKE)
                ):
                    chosen.append((j, i2))
    if len(chosen) > MOST_LINES:
        return []
    found = lex(now, language)
    starts = np.cumsum([0, *map(len, new)])
    begun = set(np.searchsorted(starts, found.starts, "right").tolist())
    return [
        Added(name, path, language.name, b"".join(new[:j]), new[j], b"".join(old[i2:]))
        for j, i2 in chosen
        if j + 1 in begun and lex(new[j].strip(), language).words
    ]
