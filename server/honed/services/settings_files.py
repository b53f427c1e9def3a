"""The files that settings are read from: the user's, and those of a project."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from honed.config import NARROWINGS, Layer, layer
from honed.core.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

PROJECT_FILES: dict[str, Sequence[str]] = {"pyproject.toml": ("tool", "honed"), "honed.toml": ()}
"""In the root of a workspace folder, and the table of the settings in each."""

MOST_BYTES = 200_000
"""A file above this is not read: no settings are so long, and reading TOML is slow."""

MENTION = b"honed"
"""A project's file that does not even name us is not parsed: its faults are not ours to tell."""

_ENDLESS_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}"""
)
"""A key of very many parts, for which reading TOML takes all the memory that there is."""


def user_file(explicit: str = "") -> Path:
    """Return the path of the user's settings, whether there are any or not.

    It is an explicit path, else HONED_CONFIG, else in the system's place for a user's settings.
    """
    if chosen := explicit or os.environ.get("HONED_CONFIG"):
        return Path(chosen).expanduser().absolute()
    return platformdirs.user_config_path("honed", appauthor=False) / "settings.toml"


def read_user_file(path: Path) -> Layer:
    """Return what the user's file says; nothing where there is none.

    `SettingsError` where it cannot be read.
    """
    data = _content(path)
    return layer(str(path), {} if data is None else _table(path, data, ()))


def read_project_file(path: Path) -> Layer:
    """Return what a project's file says of what a project has a say in; nothing without one.

    `SettingsError` where it cannot be read.
    """
    data = _content(path)
    if data is None or (path.name == "pyproject.toml" and MENTION not in data):
        return Layer(str(path))
    return layer(str(path), _table(path, data, PROJECT_FILES[path.name]), NARROWINGS)


def _content(path: Path) -> bytes | None:
    """Return the bytes of a file, None where there is none."""
    try:
        # A pipe or a device might never answer.
        if not path.is_file():
            return None
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise SettingsError(f"The settings in {path} cannot be read: {error}") from error
    if len(data) > MOST_BYTES:
        raise SettingsError(f"The settings in {path} are not read: it is over {MOST_BYTES} bytes")
    return data


def _table(path: Path, data: bytes, keys: Sequence[str]) -> dict[str, Any]:
    try:
        table = _parsed(data)
    except (ValueError, RecursionError) as error:
        message = f"The settings in {path} are not valid TOML: {str(error)[:100]}"
        raise SettingsError(message) from error
    for key in keys:
        table = table.get(key, {}) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        raise SettingsError(f"[{'.'.join(keys)}] in {path} must be a table")
    return table


def _parsed(data: bytes) -> object:
    text = data.decode("utf-8-sig")
    if _ENDLESS_KEY.search(text):
        raise ValueError("a key has too many parts")
    return tomllib.loads(text)
