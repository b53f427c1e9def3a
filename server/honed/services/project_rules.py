"""The rules of a project, offered where its user trusts the folder; used by the learner's thread.

They are looked at again whenever nothing else is to be done, so that what a checkout brings counts
within a second.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from honed.core.errors import RuleError
from honed.services.rule_files import HOME, checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Pattern
    from honed.services.notices import Notices
    from honed.services.project import Project
    from honed.services.rules import Rules

    Signature = tuple[tuple[str, int, int], ...]

_log = logging.getLogger(__name__)


class ProjectRules:
    """What was last seen of each project's rules."""

    def __init__(self, rules: Rules, notices: Notices) -> None:
        """Nothing was looked at."""
        self._rules = rules
        self._notices = notices
        self._seen: dict[Project, Signature] = {}

    def look(self, project: Project) -> None:
        """Let the project have its rules as they are now: none where it is not trusted."""
        folder = project.folder
        is_trusted = folder is not None and is_trusted_folder(
            folder, self._rules.settings(project).trusted_folders
        )
        now = _signature(folder) if folder is not None and is_trusted else ()
        if now == self._seen.get(project, ()):
            return
        self._seen[project] = now
        project.take_rules(self._read(folder) if folder is not None and now else [])

    def _read(self, folder: Path) -> list[Pattern]:
        try:
            found = checked(folder)
        except RuleError as error:
            _log.warning("%s", error)
            return []
        wrong = [f"{each.path}: {each.message}" for each in found.broken]
        wrong += [f"{each.path}: {failures[0].message}" for each, failures in found.failed]
        if wrong:
            message = f"Some rules of {folder} are not offered. {wrong[0]}."
            self._notices.tell(f"rules {folder}", f"{message} `honed patterns check` tells all.")
        return [each.pattern for each in found.sound]


def is_trusted_folder(folder: Path, trusted: Sequence[str]) -> bool:
    """Return whether a folder is one of those trusted, or lies in one, links followed."""
    here = os.path.realpath(folder)
    for each in trusted:
        # Only a place that is the same for every project is one: "." would be all of them.
        place = os.path.expanduser(each)  # noqa: PTH111 - a Path raises where there is no home
        if os.path.isabs(place) and Path(here).is_relative_to(os.path.realpath(place)):  # noqa: PTH117 - a string
            return True
    return False


def _signature(folder: Path) -> Signature:
    """Return what changes when a rule does; () where there are none, or none can be seen."""
    try:
        with os.scandir(folder / HOME) as entries:
            found = [(each.name, each.stat()) for each in entries]
    except OSError:
        return ()
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in found))
