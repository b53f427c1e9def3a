"""Settings: safe defaults, what a client may send, what is refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from honed.config import SAFE_EXCLUDES, Settings, from_client
from honed.core.errors import SettingsError


def test_camel_case_keys() -> None:
    """What an editor sends in camelCase becomes the fields."""
    settings = from_client(
        {"settleSeconds": 3, "languagesOff": ["go"], "exclude": ["**/gen/**"], "learn": False}
    )
    assert settings == Settings(
        settle_seconds=3.0, languages_off=("go",), exclude=("**/gen/**",), learn=False
    )


def test_nothing_and_unknown_keys_change_nothing_noop() -> None:
    """No options, and keys of later versions, leave the defaults."""
    assert from_client(None) == from_client({}) == from_client({"later": 1}) == Settings()


def test_a_base_is_kept() -> None:
    """Only what is named changes."""
    assert from_client({"enabled": False}, Settings(learn=False)) == Settings(
        enabled=False, learn=False
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("enabled", "yes"),
        ("enabled", 1),
        ("settleSeconds", "2"),
        ("settleSeconds", True),
        ("settleSeconds", -1),
        ("dataDir", 5),
        ("exclude", [1]),
        ("languagesOff", 7),
        ("languagesOff", "go"),
    ],
)
def test_wrong_values_are_refused_by_name(key: str, value: Any) -> None:
    """A value of the wrong type or out of range says which setting it is."""
    with pytest.raises(SettingsError, match=r"settle|" + key):
        from_client({key: value})


@pytest.mark.parametrize(
    "path",
    [".env", "a/.env", "a/.env.local", "k/server.pem", ".git/config", "node_modules/x/index.js",
     "web/app.min.js", "home/.ssh/id_rsa"],
)  # fmt: skip
def test_safe_excludes_hold_whatever_is_added(path: str) -> None:
    """Secrets and other people's code are left alone, with the user's own globs as without."""
    assert Settings().why_off(path, "python")
    assert Settings(exclude=("**/x",)).why_off(path, "python")
    assert SAFE_EXCLUDES


def test_ordinary_files_are_on_noop() -> None:
    """Code is watched; a language or the whole can be switched off."""
    assert not Settings().why_off("src/environment.py", "python")
    assert Settings(languages_off=("python",)).why_off("src/a.py", "python")
    assert not Settings(languages_off=("python",)).why_off("src/a.ts", "typescript")
    assert Settings(enabled=False).why_off("a.ts", "typescript")
