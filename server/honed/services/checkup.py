"""Whether this installation and its data are well; made for when they are not.

Nothing of honed that could be broken is imported before it is looked at, and a check that fails
keeps no other from being made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.errors import HonedError
from honed.services.findings import REINSTALL, REPORT, Check, Level

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
    return [check for name, look in sections.items() for check in _fenced(name, look)]


def _versions() -> Iterator[Check]:
    from honed.services.installation import versions  # noqa: PLC0415 - see above

    yield from versions()


def _grammars() -> Iterator[Check]:
    from honed.services.installation import grammars  # noqa: PLC0415

    yield from grammars()


def _data(data_dir: Path | None, workspace: Path | None) -> Iterator[Check]:
    from honed.services.health import data  # noqa: PLC0415

    yield from data(data_dir, workspace)


def _settings(data_dir: Path | None) -> Iterator[Check]:
    from honed.services.health import settings  # noqa: PLC0415

    yield from settings(data_dir)


def _fenced(section: str, look: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    """Yield the checks of a section, and what ended them as a last one."""
    try:
        yield from look()
    except HonedError as error:
        yield Check(section, section, Level.FAIL, str(error))
    except Exception as error:  # noqa: BLE001 - whatever is broken is what is looked for
        message = f"cannot be checked: {type(error).__name__}: {error}"
        advice = REINSTALL if isinstance(error, ImportError) else REPORT
        yield Check(section, section, Level.FAIL, message, advice)
