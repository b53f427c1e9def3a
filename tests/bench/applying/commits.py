"""Single-file commits of a git history: what the edits of the bench are made from."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import attrs

from honed.core.diff import Hunk, hunks
from honed.core.text import Text
from honed.syntax import languages
from honed.syntax.tree import parse
from tests.bench.git import Blobs, raw_log
from tests.bench.histories import VENDORED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree

MIN_CHANGED, MAX_CHANGED = 2, 80
MIN_LINES, MAX_LINES = 40, 1200


@attrs.frozen
class Side:
    """A file before or after; `lines` are without their ends, an empty one after the last."""

    text: str = attrs.field(repr=False)
    lines: tuple[str, ...] = attrs.field(repr=False)
    tree: Tree = attrs.field(repr=False)


@attrs.frozen
class Commit:
    """One file of one commit that changed nothing else."""

    repository: str
    name: str
    path: str
    language: Language = attrs.field(repr=False)
    before: Side = attrs.field(repr=False)
    after: Side = attrs.field(repr=False)
    hunks: tuple[Hunk, ...] = attrs.field(repr=False)

    @property
    def id(self) -> str:
        """Repository, commit and path, as the cases are called."""
        return f"{self.repository}@{self.name[:10]}:{self.path}"


def sample(repository: Path, count: int, seed: int) -> list[Commit]:
    """Return so many commits that qualify (2–80 changed lines of 40–1,200)."""
    candidates = [
        (name, files[0])
        for name, files in raw_log(repository)
        if len(files) == 1 and files[0].split("\t")[0].endswith(" M")
    ]
    random.Random(seed).shuffle(candidates)
    found: list[Commit] = []
    with Blobs(repository) as blobs:
        for each in _qualified(title(repository), candidates, blobs):
            if len(found) == count:
                break
            found.append(each)
    return found


def title(repository: Path) -> str:
    """Return what a repository is called in the tables."""
    resolved = repository.resolve()
    name = resolved.parent.name if resolved.name in {"repo", ".git"} else resolved.name
    return name.replace("+", "/").removesuffix(".git")


def _qualified(title: str, candidates: list[tuple[str, str]], blobs: Blobs) -> Iterator[Commit]:
    for name, line in candidates:
        head, path = line.split("\t", 1)
        _, _, old, new, _ = head.split(" ")
        if any(each in path for each in VENDORED) or languages.by_path(path) is None:
            continue
        found = commit_of(title, name, path, blobs.read(old) or b"", blobs.read(new) or b"")
        if found is not None:
            yield found


def commit_of(repository: str, name: str, path: str, old: bytes, new: bytes) -> Commit | None:
    """Return the change of one file, None where it is not of the kind that is looked at."""
    language = languages.by_path(path)
    if language is None or not (language.comment_line or language.comment_block):
        return None
    before, after = _side(old, language), _side(new, language)
    if before is None or after is None:
        return None
    changed = hunks(before.tree.text, after.tree.text)
    total = sum(
        each.before_end - each.before_start + each.after_end - each.after_start for each in changed
    )
    if not MIN_CHANGED <= total <= MAX_CHANGED:
        return None
    return Commit(repository, name, path, language, before, after, changed)


def _side(data: bytes, language: Language) -> Side | None:
    """Return a file that is looked at: text of a fitting length without a syntax error."""
    if b"\0" in data or not MIN_LINES <= data.count(b"\n") <= MAX_LINES:
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if "\r" in text.replace("\r\n", ""):
        return None
    tree = parse(Text(data), language)
    if tree is None or tree.root.has_error:
        return None
    return Side(text, tuple(line.removesuffix("\r") for line in text.split("\n")), tree)
