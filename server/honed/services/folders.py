"""The workspace folders that are open, each a project, and which of them a file belongs to."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from honed.learn.bursts import Reason
from honed.services.project import Project

if TYPE_CHECKING:
    from honed.services.configuration import Configuration
    from honed.services.documents import Documents
    from honed.services.file_reader import FileReader
    from honed.services.learner import Learner


class Folders:
    """The projects of one server; the first is that of the files outside any folder."""

    def __init__(
        self,
        configuration: Configuration,
        documents: Documents,
        learner: Learner,
        reader: FileReader,
    ) -> None:
        """No folder is open."""
        self._configuration = configuration
        self._documents = documents
        self._learner = learner
        self._reader = reader
        self.loose = Project(None)
        self._projects: list[Project] = [self.loose]

    @property
    def projects(self) -> tuple[Project, ...]:
        """The project of files outside any folder, then one for each folder."""
        return tuple(self._projects)

    def of(self, path: str) -> Project:
        """Return the project of the innermost folder that holds the file."""
        holding = [project for project in self._projects if project.contains(path)]
        return max(holding, key=lambda each: len(str(each.folder)), default=self.loose)

    def add(self, folder: str) -> None:
        """Open a workspace folder; one that is open stays as it is."""
        path = Path(folder)
        if all(project.folder != path for project in self._projects):
            project = Project(path)
            self._projects.append(project)
            for document in self._documents:
                if document.closed_folder == path:
                    document.closed_folder = None
            self._reader.submit(partial(self._configuration.load_folder, path))
            self._learner.open(project)

    def remove(self, folder: str) -> None:
        """Close a workspace folder: nothing of it is offered or learned any more.

        Its open documents are silent until they or it are opened again: outside of it nobody knows
        what it narrows.
        """
        path = Path(folder)
        for project in [each for each in self._projects if each.folder == path]:
            for document in self._documents:
                if self.of(document.path) is project:
                    self._documents.settle(document, Reason.CLOSE)
                    document.closed_folder = document.closed_folder or path
            self._projects.remove(project)
            self._configuration.forget_folder(path)
            self._learner.close(project)
