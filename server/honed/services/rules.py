"""Whether honed may look at a file at all: by the settings of its folder, and by git."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.config import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from honed.config import Settings
    from honed.services.configuration import Configuration
    from honed.services.ignored import IgnoredFiles
    from honed.services.project import Project

IGNORED = "git ignores it"
NO_EDITS = "suggestions of the kind edit are off"
NO_MERGES = "suggestions of the kind merge are off"


class Rules:
    """The settings in force and what is known of ignored files, asked together."""

    def __init__(self, configuration: Configuration, ignored: IgnoredFiles) -> None:
        """Both may change at any time."""
        self.configuration = configuration
        self.ignored = ignored
        self._said: dict[tuple[Path | None, str, str], str] = {}
        self._said_at = 0

    @property
    def revision(self) -> int:
        """A number that grows with each change."""
        return self.configuration.revision + self.ignored.revision

    def settings(self, project: Project) -> Settings:
        """Return the settings of a project."""
        return self.configuration.of(project.folder).settings

    def why_off(self, project: Project, path: str, language: str) -> str:
        """Return why honed neither suggests nor learns in a file, "" where it does.

        It rests on what was last seen on the disk, and does not look there.
        """
        if self._said_at != self.configuration.revision:
            # In this order, another thread never takes the old answers for the new ones.
            self._said, self._said_at = {}, self.configuration.revision
        # Taken before the settings are read: they may change while they are looked at.
        said, key = self._said, (project.folder, path, language)
        if key not in said:
            said[key] = self.settings(project).why_off(project.relative(path), language)
        if said[key] or not self.ignored.is_known(path):
            return said[key]
        return IGNORED if self.settings(project).respect_gitignore else ""

    def are_known(self, project: Project, path: str) -> bool:
        """Return whether all was read that `why_off` rests on; before that silence is right."""
        if not self.configuration.is_loaded(project.folder):
            return False
        return not self.settings(project).respect_gitignore or self.ignored.has_seen(path)

    def why_no_edits(self, project: Project) -> str:
        """Return why no single edit is suggested anywhere in a project, "" where some may be."""
        return NO_EDITS if Kind.EDIT in self.settings(project).kinds_off else ""

    def look(self, project: Project, path: str, language: str) -> str:
        """Return the same as it is on the disk now; no request calls it."""
        if project.folder is not None and not self.configuration.is_loaded(project.folder):
            self.configuration.load_folder(project.folder)
        if self.settings(project).respect_gitignore:
            folder = project.folder if project.contains(path) else None
            self.ignored.look(path, folder)
        return self.why_off(project, path, language)
