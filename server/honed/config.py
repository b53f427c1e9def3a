"""Settings, frozen: what the user decides, with the values that hold where nothing was said."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

import attrs
import cattrs

from honed.core.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTLE_S = 2.0
SAFE_EXCLUDES = (
    "**/.env", "**/.env.*", "**/*.pem", "**/*.key", "**/*.p12", "**/id_rsa*", "**/id_ed25519*",
    "**/.git/**", "**/node_modules/**", "**/.venv/**", "**/*.min.js",
)  # fmt: skip
"""Never watched and never learned from, whatever the user adds."""


@attrs.frozen
class Settings:
    """What can be set; every field has a default that is safe to work with."""

    enabled: bool = True
    """Whether honed suggests and learns at all."""
    learn: bool = True
    """Whether edits are learned; off, what is already known is still offered."""
    languages_off: tuple[str, ...] = ()
    """Languages (our names, such as `python`) in which honed is silent and does not learn."""
    exclude: tuple[str, ...] = ()
    """Globs of files in which honed is silent and does not learn, besides the safe ones."""
    settle_seconds: float = attrs.field(default=SETTLE_S, validator=attrs.validators.ge(0.0))
    """How long a pause makes typing one finished edit."""
    data_dir: str = ""
    """Where what was learned lies; empty for the user's data directory."""
    completions: bool = True
    """Whether learned edits are offered as completions too."""

    def why_off(self, path: str, language: str) -> str:
        """Return why honed neither suggests nor learns in the file, "" where it does.

        `path` is relative to the workspace folder, with forward slashes.
        """
        if not self.enabled:
            return "everything is off"
        if language in self.languages_off:
            return f"the language {language} is off"
        for glob in (*SAFE_EXCLUDES, *self.exclude):
            if fnmatch(path, glob) or fnmatch("/" + path, glob):
                return f"the glob {glob} is off"
        return ""


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def from_client(options: Mapping[str, Any] | None, base: Settings | None = None) -> Settings:
    """Return settings from `initializationOptions` or a configuration section (camelCase keys).

    Unknown keys are left for later versions; a value of the wrong type is a `SettingsError` that
    names the key.
    """
    known = {_camel(field.name): field for field in attrs.fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in (options or {}).items():
        field = known.get(key)
        if field is None:
            continue
        try:
            values[field.name] = _converter.structure(value, _TYPES[field.name])
        except (TypeError, ValueError, cattrs.BaseValidationError) as error:
            message = f"honed: the setting {key!r} cannot be {value!r}; it is left as it was"
            raise SettingsError(message) from error
    try:
        return attrs.evolve(base or Settings(), **values)
    except ValueError as error:
        message = f"honed: a setting is out of its range: {error}"
        raise SettingsError(message) from error


def _strictly(kind: type) -> Any:  # noqa: ANN401 - a cattrs hook
    def structure(value: object, _: object) -> object:
        if isinstance(value, kind) and not (kind is not bool and isinstance(value, bool)):
            return value
        message = f"expected {kind.__name__}"
        raise TypeError(message)

    return structure


_TYPES: dict[str, Any] = {
    "enabled": bool, "learn": bool, "languages_off": tuple[str, ...], "exclude": tuple[str, ...],
    "settle_seconds": float, "data_dir": str, "completions": bool,
}  # fmt: skip
_converter = cattrs.Converter()
_converter.register_structure_hook(bool, _strictly(bool))
_converter.register_structure_hook(str, _strictly(str))
_converter.register_structure_hook_func(
    lambda kind: kind == tuple[str, ...], lambda value, _: _strings(value)
)
_converter.register_structure_hook(float, lambda value, _: float(_number(value)))


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value):
        return tuple(value)
    message = "expected a list of strings"
    raise TypeError(message)


def _number(value: object) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    message = "expected a number"
    raise TypeError(message)
