"""Joins the stores to the rest: which database belongs to which project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from honed.retrieval.embed import VERSION
from honed.services.lexed_files import MADE_BY
from honed.store.corpus.generations import CorpusFiles
from honed.store.corpus.recent import RecentLog
from honed.store.locations import (
    CORPUS,
    data_directory,
    prepare_workspace,
    user_database,
    workspace_database,
)
from honed.store.store import open_store

if TYPE_CHECKING:
    from honed.core.ports import RankerStore, Reader, Store
    from honed.services.project import Project


class Stores:
    """Opens the databases below one data directory; `data_dir` is empty for the usual one."""

    def __init__(self, data_dir: str = "") -> None:
        """Nothing is opened yet."""
        self.directory = data_directory(Path(data_dir) if data_dir else None)

    def of_project(self, project: Project) -> Store:
        """Open a project's store; files outside any folder use the user's."""
        if project.folder is None:
            return open_store(user_database(self.directory), embedding_version=VERSION)
        path = prepare_workspace(self.directory, project.folder)
        return open_store(path, embedding_version=VERSION)

    def to_read(self, project: Project) -> Reader:
        """Open a project's store where it can only be read."""
        path = user_database(self.directory)
        if project.folder is not None:
            path = workspace_database(self.directory, project.folder)
        return open_store(path, read_only=True, embedding_version=VERSION)

    def corpus_of(self, project: Project) -> tuple[CorpusFiles, RecentLog]:
        """Return where the index of a project's folder lies; nothing is opened."""
        if project.folder is None:
            raise ValueError("files outside any folder are not indexed")
        directory = workspace_database(self.directory, project.folder).with_name(CORPUS)
        return CorpusFiles(directory, MADE_BY), RecentLog(directory, MADE_BY)

    def of_ranker(self) -> RankerStore:
        """Open the store of the ranker's weights: the user's."""
        return open_store(user_database(self.directory), embedding_version=VERSION)
