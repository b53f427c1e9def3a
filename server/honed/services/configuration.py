"""The settings in force, put together from all that have a say in them.

From the weakest: the defaults, the user's file, `initializationOptions`, `workspace/configuration`,
then what a project says of itself, which can only narrow; and before all the switches that the
user has turned while this server runs. What the editor says twice counts once: of the two places
the later goes before the other, in lists too. Any thread may ask and change.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING, Any

import attrs

from honed.config import FORMS, Layer, Settings, layer, merged, narrowed, spelled, switched
from honed.core.errors import SettingsError
from honed.services.settings_files import PROJECT_FILES, read_project_file, read_user_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

USER = "the user's file"
OPTIONS = "initializationOptions"
CLIENT = "workspace/configuration"
SWITCHES = "honed.toggle"
DEFAULT = "default"
LONGEST_KEY = 50

AT_START = "data_dir"
"""Is read once, before the editor can be asked for its configuration."""

SCOPES = {
    "enabled": "everything",
    "learn": "learning",
    "languages_off": "language",
    "exclude": "glob",
    "kinds_off": "kind",
}
"""What the settings that switch off are about, in the words of the protocol."""


Switch = tuple[str, str]
"""A field that tells what is off, and one of its values, as for `honed.config.switched`."""


class Everywhere(Enum):
    """All folders that are open."""

    EVERYWHERE = 0


EVERYWHERE = Everywhere.EVERYWHERE


@attrs.frozen
class Off:
    """One thing that is off, and the source that says so; `value` is "" where the scope is all."""

    scope: str
    value: str
    source: str


@attrs.frozen
class InForce:
    """The settings of one folder and the layers that they come from, the strongest last."""

    settings: Settings
    layers: tuple[Layer, ...]
    narrowing: tuple[Layer, ...] = ()

    def sources(self, name: str) -> tuple[str, ...]:
        """Return who says that a field is as it is; of a list, all that add to it."""
        settings = Settings()
        is_list = isinstance(getattr(settings, name), tuple)
        found: tuple[str, ...] = ()
        for each in self.layers:
            settings = merged([each], settings)
            if each.values.get(name, ()) != ():
                found = (*found, each.source) if is_list else (each.source,)
        for each in self.narrowing:
            before, settings = settings, narrowed(settings, each)
            if getattr(before, name) != getattr(settings, name):
                found = (*found, each.source) if is_list else (each.source,)
        return found or (DEFAULT,)

    def off(self) -> list[Off]:
        """Return what is off, by all that say so."""
        in_effect = set(_off(attrs.asdict(self.settings)))
        return [
            Off(*what, each.source)
            for each in (*self.layers, *self.narrowing)
            for what in _off(each.values)
            if what in in_effect
        ]


class Configuration:
    """What each source says, and the settings that follow for each folder."""

    def __init__(self) -> None:
        """Nobody has said anything."""
        self._lock = threading.Lock()
        self._shared: dict[str, Layer] = {}
        self._projects: dict[Path, dict[str, Layer]] = {}
        self._loaded: set[Path] = set()
        self._switched_off: dict[Switch, None] = {}
        self._switched_on: dict[Switch, set[Path | None]] = {}
        self._in_force: dict[Path | None, InForce] = {}
        self._messages: deque[str] = deque()
        self._told: set[str] = set()
        self.revision = 0

    @property
    def settings(self) -> Settings:
        """The settings outside any folder."""
        return self.of(None).settings

    def of(self, folder: Path | None) -> InForce:
        """Return the settings of a folder."""
        # Taken first: what follows from older layers must not be kept in a newer one.
        known = self._in_force
        found = known.get(folder)
        if found is None:
            with self._lock:
                found = known[folder] = self._put_together(folder)
        return found

    def load_user_file(self, path: Path) -> None:
        """Read the user's file; one that cannot be read leaves what it said before."""
        with self._telling():
            self._say(USER, read_user_file(path))

    def load_folder(self, folder: Path) -> None:
        """Read what the project in a folder says; as above."""
        for name in PROJECT_FILES:
            with self._telling():
                self._narrow(folder, read_project_file(folder / name))
        self._loaded.add(folder)

    def forget_folder(self, folder: Path) -> None:
        """Let go of what the project in a folder says, and of what was switched on in it."""
        with self._lock:
            self._projects.pop(folder, None)
            self._loaded.discard(folder)
            for where in self._switched_on.values():
                where.discard(folder)
            self._changed()

    def is_loaded(self, folder: Path | None) -> bool:
        """Return whether it was read what the project in a folder says."""
        return folder is None or folder in self._loaded

    def take_options(self, said: object) -> None:
        """Take `initializationOptions`."""
        self._say(OPTIONS, self._layer(OPTIONS, said))

    def take_client(self, said: object) -> None:
        """Take the editor's configuration: the section `honed`; None says nothing any more."""
        if isinstance(said, Mapping):
            # Editors send all their settings, this one too.
            said = {key: value for key, value in said.items() if not self._is_in_force(key, value)}
        self._say(CLIENT, self._layer(CLIENT, said, FORMS.keys() - {AT_START}))

    def switch(
        self, name: str, value: str, *, is_on: bool, folder: Path | Everywhere | None = EVERYWHERE
    ) -> None:
        """Turn a switch; see `honed.config.switched`.

        Off holds in all folders until it is turned on. On takes that back; where a source says off
        as well it goes before that source, in this `folder` or in all that are open, until one
        says something else.
        """
        key = (name, value)
        with self._lock:
            self._switched_off.pop(key, None)
            self._switched_on.pop(key, None)
            if is_on:
                where = {None, *self._loaded} if isinstance(folder, Everywhere) else {folder}
                said_off = {
                    each for each in where
                    if _is_off(attrs.asdict(self._put_together(each).settings), key)
                }  # fmt: skip
                if said_off:
                    self._switched_on[key] = said_off
            else:
                self._switched_off[key] = None
            self._changed()

    def take_messages(self) -> list[str]:
        """Return what the user is to be told of wrong settings, each thing once."""
        found = []
        while self._messages:
            found.append(self._messages.popleft())
        return found

    def _put_together(self, folder: Path | None) -> InForce:
        layers = tuple(self._shared_layers())
        narrowing = tuple(self._projects.get(folder, {}).values()) if folder else ()
        settings = merged(layers)
        for each in narrowing:
            settings = narrowed(settings, each)
        turned_off: dict[str, Any] = {}
        for name, value in self._switched_off:
            said = (*turned_off.get(name, ()), value)
            turned_off[name] = False if name == "enabled" else said
        switches = dict.fromkeys(self._switched_off, False)
        switches |= {key: True for key, where in self._switched_on.items() if folder in where}
        return InForce(
            switched(settings, switches), layers, (*narrowing, Layer(SWITCHES, turned_off))
        )

    def _shared_layers(self) -> Iterator[Layer]:
        client = self._shared.get(CLIENT, Layer(CLIENT))
        for place in (USER, OPTIONS, CLIENT):
            said = self._shared.get(place, Layer(place))
            if place == OPTIONS:
                values = {
                    key: value for key, value in said.values.items() if key not in client.values
                }
                said = attrs.evolve(said, values=values)
            yield said

    def _narrow(self, folder: Path, said: Layer) -> None:
        self._complain(said)
        with self._lock:
            layers = self._projects.setdefault(folder, {})
            for key in self._newly_said(layers.get(said.source), said):
                self._switched_on[key].discard(folder)
            layers[said.source] = said
            self._changed()

    def _say(self, place: str, said: Layer) -> None:
        self._complain(said)
        with self._lock:
            for key in self._newly_said(self._shared.get(place), said):
                del self._switched_on[key]
            self._shared[place] = said
            self._changed()

    def _newly_said(self, before: Layer | None, now: Layer) -> list[Switch]:
        """Return what was switched on and of which a source now says another thing."""
        earlier = before.values if before is not None else {}
        return [
            key for key in self._switched_on if _is_off(earlier, key) != _is_off(now.values, key)
        ]

    def _changed(self) -> None:
        self._in_force = {}
        self.revision += 1

    @staticmethod
    def _layer(source: str, said: object, may_set: Collection[str] = FORMS) -> Layer:
        if said is None:
            return Layer(source)
        if not isinstance(said, Mapping):
            return Layer(source, {}, {"honed": "must be an object with settings"})
        return layer(source, said, may_set)

    def _is_in_force(self, key: str, value: object) -> bool:
        return key in {AT_START, spelled(AT_START)} and value in ("", self.settings.data_dir)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except SettingsError as error:
            self._tell(f"{error}.")

    def _complain(self, said: Layer) -> None:
        for key, trouble in said.complaints.items():
            self._tell(f"The setting {key[:LONGEST_KEY]!r} in {said.source} {trouble}.")

    def _tell(self, message: str) -> None:
        if message not in self._told:
            self._told.add(message)
            self._messages.append(f"honed: {message}")


def _is_off(values: Mapping[str, Any], key: Switch) -> bool:
    """Return whether these values of settings switch off what a switch is about."""
    name, value = key
    return values.get(name) is False if name == "enabled" else value in values.get(name, ())


def _off(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield scope and value of all that these values of settings switch off."""
    for name, scope in SCOPES.items():
        value = values.get(name)
        if value is False:
            yield scope, ""
        elif isinstance(value, tuple):
            yield from ((scope, str(each)) for each in value)
