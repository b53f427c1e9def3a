"""Where stores lie: one for the user, one for each workspace folder, none in the project.

    <data>/user/honed.db
    <data>/workspaces/<name>-<8 hex>/honed.db, and `folder`, which holds the folder's path

`<data>` is an explicit path, else HONED_DATA_DIR, else what the system provides for such data.
"""

from __future__ import annotations

import os
import re
from hashlib import blake2b
from pathlib import Path

import attrs
import platformdirs

from honed.store.explain import explained_files

DATABASE = "honed.db"
CORPUS = "corpus"
"""The directory of a workspace's index, beside its database."""
_FOLDER = "folder"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 40


@attrs.frozen
class Workspace:
    """A workspace folder that has a store, and the path of its database."""

    folder: Path
    database: Path


def data_directory(explicit: Path | None = None) -> Path:
    """Return the data directory, absolute, whether it exists or not."""
    if explicit is not None:
        return explicit.expanduser().absolute()
    if chosen := os.environ.get("HONED_DATA_DIR"):
        return Path(chosen).expanduser().absolute()
    return platformdirs.user_data_path("honed", appauthor=False)


def user_database(data: Path) -> Path:
    """Return the path of the user's database."""
    return data / "user" / DATABASE


def workspace_database(data: Path, folder: Path) -> Path:
    """Return the path of the database of a workspace folder; links to one folder share it."""
    # Unlike `Path.resolve` it gives something for links that go round in circles, too.
    folder = Path(os.path.realpath(folder))
    # Where the system does not tell upper from lower case, neither does the name.
    key = os.fsencode(os.path.normcase(folder))
    name = _UNSAFE.sub("-", folder.name)[:_LONGEST_NAME].strip("-.") or "folder"
    return data / "workspaces" / f"{name}-{blake2b(key, digest_size=4).hexdigest()}" / DATABASE


def prepare_workspace(data: Path, folder: Path) -> Path:
    """Make the directory of a workspace's store, name its folder in it, return the database's path.

    `StoreError` where the directory cannot be written.
    """
    with explained_files(folder):
        database = workspace_database(data, folder)
        content = os.fsencode(os.path.realpath(folder))
    with explained_files(database.parent):
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        note = database.with_name(_FOLDER)
        if not note.exists() or note.read_bytes() != content:
            note.write_bytes(content)
    return database


def list_workspaces(data: Path) -> list[Workspace]:
    """Return the workspaces that have a store, by folder."""
    found = []
    with explained_files(data):
        for note in (data / "workspaces").glob(f"*/{_FOLDER}"):
            database = note.with_name(DATABASE)
            if database.exists():
                found.append(Workspace(Path(os.fsdecode(note.read_bytes())), database))
    return sorted(found, key=lambda workspace: workspace.folder)
