"""What the process that indexes is asked, and what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.services.lexed_files import lexed_file
from honed.services.refreshing import NOTHING_BESIDE, refresh
from honed.store.corpus.generations import CorpusFiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from honed.config import Settings
    from honed.core.corpus import LexedFile
    from honed.services.refreshing import Beside, Refreshed


@attrs.frozen
class Refresh:
    """Bring the corpus in `directory` up to date with `folder`; answered with `Refreshed`.

    Where another process is at it the answer is `Busy`.
    """

    directory: Path
    made_by: str
    folder: Path
    settings: Settings
    beside: Beside = NOTHING_BESIDE


@attrs.frozen
class Lex:
    """Cut the files at these paths, by their names; answered with the `LexedFile` of each."""

    paths: dict[str, Path]


@attrs.frozen
class Busy:
    """Another process is making a generation."""


@attrs.frozen
class Failed:
    """What was asked for could not be done."""

    why: str


@attrs.frozen
class Told:
    """How far a refresh is: bytes of bytes, and the number of the newest generation."""

    done: int
    total: int
    number: int


Job = Refresh | Lex
"""What the child may be asked."""


def do(job: Job, tell: Callable[[Told], object]) -> Refreshed | Busy | list[LexedFile]:
    """Do a job; `StoreError` where the corpus cannot be written."""
    if isinstance(job, Lex):
        found = (lexed_file(path, name) for name, path in job.paths.items())
        return [each for each in found if each is not None]
    store = CorpusFiles(job.directory, job.made_by)
    turn = store.take_turn()
    if turn is None:
        return Busy()
    with turn:
        return refresh(store, job.folder, job.settings, lambda *said: tell(Told(*said)), job.beside)
