"""What follows when something is switched off or on, by a command or by a change of settings.

Whatever was handed to the editor and is off now is withdrawn, and what was typed meanwhile is not
learned. Used from the protocol's thread; files are read on another.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.config import Kind
from honed.core.errors import SettingsError
from honed.services.configuration import EVERYWHERE
from honed.services.document import Permission
from honed.services.ignored import EXCLUDE_FILE, IGNORE_FILE
from honed.services.settings_files import PROJECT_FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from honed.config import Settings
    from honed.services.document import Document
    from honed.services.documents import Documents
    from honed.services.feedback import Handed
    from honed.services.file_reader import FileReader
    from honed.services.offering import Offering
    from honed.services.project import Project
    from honed.services.rules import Rules

FIELDS = {
    "everything": "enabled",
    "language": "languages_off",
    "glob": "exclude",
    "kind": "kinds_off",
}
"""The setting that a scope of `honed.toggle` is about; `buffer` is about none."""
BUFFER = "buffer"
SCOPES = (*FIELDS, BUFFER)


@attrs.frozen
class Switched:
    """How a switch stands now; `value` is a URI for a buffer, and "" for everything."""

    scope: str
    value: str
    is_on: bool


class OffSwitches:
    """The switches of one server, and the settings' changes that work like them."""

    def __init__(
        self,
        rules: Rules,
        documents: Documents,
        offering: Offering,
        reader: FileReader,
        project_of: Callable[[str], Project],
    ) -> None:
        """All is as the rules say."""
        self._rules = rules
        self._documents = documents
        self._offering = offering
        self._reader = reader
        self._project_of = project_of
        self._revision = 0
        self._withdrawn: list[str | None] = []

    def why_off(self, document: Document) -> str:
        """Return why honed neither suggests nor learns in a document, "" where it does."""
        if document.is_switched_off:
            return "this buffer is off"
        if document.closed_folder is not None:
            return "its folder was closed"
        project = self._project_of(document.path)
        return self._rules.why_off(project, document.path, document.language_name)

    def may_learn(self, document: Document) -> bool:
        """Return whether what is typed in a document is learned."""
        return self._permission(document).is_taught

    def toggle(self, scope: str, value: str, uri: str, *, on: bool | None = None) -> Switched:
        """Turn a switch, to its other side where `on` is None; it acts at once.

        A language may be named by an open document in it. `SettingsError` tells what is wrong.
        """
        document = self._documents.get(uri)
        if scope == BUFFER:
            if document is None:
                raise SettingsError(f"no document {uri!r} is open")
            document.is_switched_off = not (document.is_switched_off if on is None else on)
            self._follow()
            return Switched(scope, uri, not document.is_switched_off)
        if scope not in FIELDS:
            raise SettingsError(f"the scope must be one of {', '.join(SCOPES)}, not {scope!r}")
        if scope == "language" and document is not None:
            value = value or document.language_name
        _demand_usable(scope, value)
        name, folder = FIELDS[scope], self._project_of(document.path).folder if document else None
        configuration = self._rules.configuration
        is_on = not _is_on(configuration.of(folder).settings, name, value) if on is None else on
        value_of_switch = "" if name == "enabled" else value
        where = EVERYWHERE if document is None else folder
        configuration.switch(name, value_of_switch, is_on=is_on, folder=where)
        self.catch_up()
        return Switched(scope, value, is_on)

    def reread(self, paths: Iterable[str], user_file: Path, folders: Iterable[Path]) -> None:
        """Have the files read anew that settings and ignored files come from, if these are such."""
        names = {user_file.name, *PROJECT_FILES, IGNORE_FILE, EXCLUDE_FILE}
        changed = [path for each in paths if (path := Path(each)).name in names]
        if changed:
            self._reader.submit(partial(self._read, changed, user_file, tuple(folders)))
            self.look_at(self._documents)

    def opened(self, document: Document) -> None:
        """Note what is allowed in a document that was opened."""
        document.permission = self._permission(document)
        self.look_at([document])

    def look_at(self, documents: Iterable[Document]) -> None:
        """Have it found out whether git ignores these documents."""
        for document in documents:
            project = self._project_of(document.path)
            look = partial(self._rules.look, project, document.path, document.language_name)
            self._reader.submit(look)

    def catch_up(self) -> None:
        """Withdraw what has been switched off since the last time."""
        if self._rules.revision != self._revision:
            self._follow()

    def take_withdrawn(self) -> list[str | None]:
        """Return the documents whose offers the editor is to take away; None for all of them."""
        withdrawn, self._withdrawn = self._withdrawn, []
        return withdrawn

    def _read(self, changed: Iterable[Path], user_file: Path, folders: Iterable[Path]) -> None:
        for path in changed:
            if path.name == user_file.name and path.resolve() == user_file.resolve():
                self._rules.configuration.load_user_file(user_file)
            if path.name in PROJECT_FILES and path.parent in folders:
                self._rules.configuration.load_folder(path.parent)

    def _follow(self) -> None:
        self._revision = self._rules.revision
        # Settings that respect what git ignores again need to know it.
        self.look_at(each for each in self._documents if not self._is_known(each))
        gone = {each.uri for each in self._offering.withdraw(self._is_off)}
        for document in self._documents:
            before, document.permission = document.permission, self._permission(document)
            if document.permission.why_off and not before.why_off:
                gone.add(document.uri)
            if not (before.is_taught and document.permission.is_taught):
                self._documents.forget_typing(document)
        is_everything = gone and not self._rules.configuration.settings.enabled
        self._withdrawn += [None] if is_everything else sorted(gone)

    def _is_known(self, document: Document) -> bool:
        return self._rules.are_known(self._project_of(document.path), document.path)

    def _permission(self, document: Document) -> Permission:
        why_off = self.why_off(document)
        settings = self._rules.settings(self._project_of(document.path))
        return Permission(why_off, is_taught=settings.learn and not why_off)

    def _is_off(self, handed: Handed) -> bool:
        document = self._documents.get(handed.uri)
        if document is None or self.why_off(document):
            return True
        return handed.kind in self._rules.settings(handed.project).kinds_off


def _is_on(settings: Settings, name: str, value: str) -> bool:
    return settings.enabled if name == "enabled" else value not in getattr(settings, name)


def _demand_usable(scope: str, value: str) -> None:
    if scope == "kind" and value not in set(Kind):
        raise SettingsError(f"a kind must be one of {', '.join(Kind)}, not {value!r}")
    if scope != "everything" and not value:
        raise SettingsError(f"the scope {scope!r} needs a value")
