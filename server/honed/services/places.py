"""Which store is meant: that of a workspace folder, or the user's."""

from __future__ import annotations

from pathlib import Path

import attrs

from honed.core.errors import HonedError
from honed.services.settings_report import named_data_directory
from honed.store.locations import data_directory, list_workspaces, user_database

MOST_NAMED = 5


@attrs.frozen
class Place:
    """A store that may or may not exist yet; `folder` is None for the user's."""

    data: Path
    folder: Path | None
    database: Path

    @property
    def name(self) -> str:
        """What a message calls the store."""
        return str(self.folder) if self.folder else "the files outside any workspace"

    @property
    def exists(self) -> bool:
        """Whether a server has made the store."""
        return self.database.exists()


def find_place(data_dir: Path | None, workspace: Path | None, file: Path | None = None) -> Place:
    """Return the store of the innermost known workspace that holds the folder `workspace`.

    Without one it is that of the `file`, or of the current directory, or the user's where no known
    workspace holds that. `HonedError` where a folder was given and none does.
    """
    data = chosen_data_directory(data_dir)
    known = list_workspaces(data)
    here = _resolved(workspace or file)
    holding = [each for each in known if here is not None and here.is_relative_to(each.folder)]
    if holding:
        innermost = max(holding, key=lambda each: len(each.folder.parts))
        return Place(data, innermost.folder, innermost.database)
    if workspace is not None:
        raise HonedError(_unknown(workspace, [str(each.folder) for each in known]))
    return Place(data, None, user_database(data))


def chosen_data_directory(explicit: Path | None) -> Path:
    """Return the data directory: what was given, what the user's settings name, or the usual."""
    return data_directory(explicit or named_data_directory())


def _resolved(folder: Path | None) -> Path | None:
    """Return the folder, or the current directory, without links; None where it was removed."""
    try:
        return (folder or Path.cwd()).expanduser().resolve()
    except (OSError, RuntimeError):
        return None


def _unknown(workspace: Path, known: list[str]) -> str:
    named = ", ".join(known[:MOST_NAMED]) + (", …" if len(known) > MOST_NAMED else "")
    return (
        f"No workspace that honed knows holds {workspace}. Known are: {named or 'none'}."
        " A folder becomes known when an editor opens it."
    )
