"""Which settings hold in a folder as far as files say, and what is wrong in the files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from honed.config import FORMS, spelled
from honed.services.configuration import Configuration
from honed.services.settings_files import user_file

if TYPE_CHECKING:
    from collections.abc import Sequence


@attrs.frozen
class Holding:
    """One setting as it holds, its name as editors spell it, and who says so."""

    name: str
    value: Any
    sources: tuple[str, ...]


@attrs.frozen
class Report:
    """What holds in a folder; `messages` are those that an editor would show."""

    folder: Path | None
    user_file: Path
    holding: Sequence[Holding]
    messages: Sequence[str]


def of_user() -> Report:
    """Return what holds outside any folder for a server whose editor sends nothing."""
    return in_folder(None)


def in_folder(folder: Path | None) -> Report:
    """Return what holds in a workspace folder; else as above."""
    configuration = configured(folder)
    in_force = configuration.of(folder)
    holding = [
        Holding(spelled(name), getattr(in_force.settings, name), in_force.sources(name))
        for name in FORMS
    ]
    return Report(folder, user_file(), holding, configuration.take_messages())


def configured(folder: Path | None) -> Configuration:
    """Return what the user's file says, and the files of a workspace folder."""
    configuration = Configuration()
    configuration.load_user_file(user_file())
    if folder is not None:
        configuration.load_folder(folder)
    return configuration


def named_data_directory() -> Path | None:
    """Return the data directory that the user's file names, None where it names none."""
    [named] = [each.value for each in of_user().holding if each.name == spelled("data_dir")]
    return Path(named) if named else None
