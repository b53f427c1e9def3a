"""Whether this installation and its data are well; made for when they are not.

Nothing of honed that could be broken is imported before it is looked at, and a check that fails
keeps no other from being made.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from honed.services.findings import Check, Level, fenced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def checkup(data_dir: Path | None = None, workspace: Path | None = None) -> list[Check]:
    """Return all checks; of the databases only that of `workspace` where one is given."""
    sections: dict[str, Callable[[], Iterator[Check]]] = {
        "versions": _versions,
        "grammars": _grammars,
        "data": lambda: _data(data_dir, workspace),
        "settings": lambda: _settings(data_dir),
    }
    return [check for name, look in sections.items() for check in fenced(name, name, look)]


def _versions() -> Iterator[Check]:
    from honed.services.installation import versions  # noqa: PLC0415 - see above

    yield from versions()


def _grammars() -> Iterator[Check]:
    from honed.services.installation import grammars  # noqa: PLC0415 - see above

    yield from grammars()


def _data(data_dir: Path | None, workspace: Path | None) -> Iterator[Check]:
    from honed.services.health import data  # noqa: PLC0415 - see above

    yield from data(data_dir, workspace)


def _settings(data_dir: Path | None) -> Iterator[Check]:
    from honed.services.places import chosen_data_directory  # noqa: PLC0415 - see above
    from honed.services.settings_report import named_data_directory, of_user  # noqa: PLC0415

    if data_dir is not None:
        source = "--data-dir"
    elif named_data_directory() is not None:
        source = "the user's settings"
    elif os.environ.get("HONED_DATA_DIR"):
        source = "HONED_DATA_DIR"
    else:
        source = "the system's place for a user's data"
    message = f"{chosen_data_directory(data_dir)}, from {source}"
    if data_dir is None:
        message += "; where the editor sets another one, give it as --data-dir"
    yield Check("settings", "data directory", Level.OK, message)
    found = of_user()
    for trouble in found.messages:
        yield Check("settings", "settings", Level.WARN, trouble, f"Mend it in {found.user_file}")
    exists = "" if found.user_file.exists() else ", which is not there"
    message = f"from {found.user_file}{exists}, and from the editor; `honed settings` shows them"
    yield Check("settings", "settings", Level.OK, message)
