"""Settings, frozen: what the user decides, with the values that hold where nothing was said.

A layer is what one source says. Layers are put on each other by `merged`, the weakest first; what
a project says of itself is put on by `narrowed`, which can only take away.
"""

from __future__ import annotations

import difflib
import re
import reprlib
from enum import StrEnum
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

SETTLE_S = 2.0
CHECK_S = 10.0
SAFE_EXCLUDES = (
    "**/.env", "**/.env.*", "**/.envrc", "**/*.pem", "**/*.key", "**/*.p12", "**/id_rsa*",
    "**/id_ed25519*", "**/.git/**", "**/node_modules/**", "**/.venv/**", "**/*.min.js",
)  # fmt: skip
"""Never watched and never learned from, whatever the user adds; capitals count as small letters."""

LONGEST_S = 1e9
LONGEST_TEXT = 1000
MOST_ENTRIES = 100
"""In a list of one source: every glob is tried on every file, and a project may mean harm."""
MOST_COMPLAINTS = 10
"""What one source does wrong beyond this is passed over in silence."""
SHOWN_LENGTH = 40
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


class Kind(StrEnum):
    """The kinds of suggestions that can be switched off one by one."""

    EDIT = "edit"
    EVERYWHERE = "everywhere"
    COMPLETION = "completion"
    INLINE = "inline"
    MERGE = "merge"
    NEXT = "next"


class Algorithm(StrEnum):
    """The learning algorithms that can be chosen; docs/algorithms.md tells them apart."""

    Q_LEARNING = "q_learning"
    SARSA = "sarsa"
    ACTOR_CRITIC = "actor_critic"
    DECISION_TRANSFORMER = "decision_transformer"
    ACTIVE_LEARNING = "active_learning"
    ADVERSARIAL = "adversarial"
    CURRICULUM = "curriculum"
    FEDERATED = "federated"
    MULTI_TASK = "multi_task"


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
    kinds_off: tuple[Kind, ...] = ()
    """Kinds of suggestions not made: `edit`, `everywhere`, `completion`, `inline`, `merge`,
    `next`."""
    next_edit_hints: bool = False
    """Whether the next edit is shown in the text, as a hint among the diagnostics."""
    quality_hover: bool = True
    """Whether a hover over the name of a function tells how complex it is, and what is found."""
    quality_findings: bool = False
    """Whether what is found in the code is shown among the diagnostics, with what mends it."""
    quality_severities: tuple[str, ...] = ()
    """How findings are shown, as `high=error` or `python-eval=off`; also `warning`, `hint` …"""
    explore: bool = False
    """Whether, in 2 of 100 places with a choice, chance says which action goes first."""
    algorithm: Algorithm = Algorithm.Q_LEARNING
    """How suggestions are judged: by one of the [algorithms](algorithms.md). Read at the start."""
    respect_gitignore: bool = True
    """Whether files that git ignores are left alone, too."""
    index_workspace: bool = True
    """Whether completions know the code of the whole folder, which is indexed for that."""
    trusted_folders: tuple[str, ...] = ()
    """Folders, absolute or below `~`, in which the rules of the projects are offered, too."""
    check_command: tuple[str, ...] = ()
    """A command, word by word, whose exit code tells whether generated code is good; the file with
    it takes the place of `{file}`, or comes last. Heard from the user's own file only."""
    check_seconds: float = CHECK_S
    """How long that command may take for one candidate. As above."""
    settle_seconds: float = SETTLE_S
    """How long a pause makes typing one finished edit."""
    data_dir: str = ""
    """Where what was learned lies; empty for the user's data directory. Read at the start."""

    def why_off(self, path: str, language: str) -> str:
        """Return why honed neither suggests nor learns in the file, "" where it does.

        `path` is relative to the workspace folder, with forward slashes.
        """
        if not self.enabled:
            return "everything is off"
        if language in self.languages_off:
            return f"the language {language} is off"
        small = path.lower()
        for glob in SAFE_EXCLUDES:
            if fnmatch(small, glob) or fnmatch("/" + small, glob):
                return f"the glob {glob} is off"
        for glob in self.exclude:
            if fnmatch(path, glob) or fnmatch("/" + path, glob):
                return f"the glob {glob} is off"
        return ""


@attrs.frozen
class Form:
    """What a setting's value may be: in words, as a JSON schema, and how JSON or TOML is read."""

    words: str
    schema: Mapping[str, Any]
    read: Callable[[Any], Any]
    """Raises `ValueError` for any other value."""


@attrs.frozen
class Layer:
    """What one source says; `values` has only what it says, by field.

    `complaints` tell, by key, what in it cannot be used; where it says nothing both are empty.
    """

    source: str
    values: Mapping[str, Any] = attrs.field(factory=dict)
    complaints: Mapping[str, str] = attrs.field(factory=dict)


def spelled(name: str) -> str:
    """Return a field's name as editors and the documentation spell it: `languagesOff`."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def layer(source: str, said: Mapping[str, Any], may_set: Collection[str] = ()) -> Layer:
    """Return what a source says; its keys may be spelled `languagesOff` or `languages_off`.

    A value of None says nothing. `may_set` names the fields that the source has a say in; all
    where it names none.
    """
    values: dict[str, Any] = {}
    complaints: dict[str, str] = {}
    for key, value in said.items():
        name = _CAPITAL.sub("_", key).lower()
        if name not in FORMS and len(complaints) == MOST_COMPLAINTS:
            continue
        trouble = _trouble(name, value, may_set or FORMS)
        if not trouble and value is not None:
            values[name] = FORMS[name].read(value)
        elif trouble:
            complaints[key] = trouble
    return Layer(source, values, complaints)


def _trouble(name: str, value: object, may_set: Collection[str]) -> str:
    form = FORMS.get(name)
    if form is None:
        near = difflib.get_close_matches(name[:SHOWN_LENGTH], FORMS, 1)
        return f"is not a setting{f'; the nearest is {spelled(near[0])}' if near else ''}"
    if name not in may_set:
        return "cannot be set there"
    try:
        if value is not None:
            form.read(value)
    except ValueError:
        return f"must be {form.words}, not {reprlib.repr(value)[:SHOWN_LENGTH]}"
    return ""


def merged(layers: Iterable[Layer], base: Settings | None = None) -> Settings:
    """Return what the layers say together, the strongest last; lists add up."""
    settings = base or Settings()
    for each in layers:
        values = {
            name: _added(getattr(settings, name), value) for name, value in each.values.items()
        }
        settings = attrs.evolve(settings, **values)
    return settings


def narrowed(base: Settings, project: Layer) -> Settings:
    """Return the settings with what a project takes away; nothing it says adds anything."""
    values = {
        name: NARROWINGS[name](getattr(base, name), value)
        for name, value in project.values.items()
        if name in NARROWINGS
    }
    return attrs.evolve(base, **values)


def switched(settings: Settings, switches: Mapping[tuple[str, str], bool]) -> Settings:
    """Return the settings after the switches of a moment, which go before all sources.

    A switch is a field of `Settings` that tells what is off, and one of its values; `enabled` has
    none, "". The safe globs and what git ignores have no switch.
    """
    for (name, value), is_on in switches.items():
        now: Any = is_on
        if name != "enabled":
            others = tuple(each for each in getattr(settings, name) if each != value)
            now = others if is_on else (*others, value)
        settings = attrs.evolve(settings, **{name: now})
    return settings


def _added(weaker: Any, stronger: Any) -> Any:  # noqa: ANN401 - values of settings
    if isinstance(stronger, tuple):
        return tuple(dict.fromkeys((*weaker, *stronger)))
    return stronger


NARROWINGS: Mapping[str, Callable[[Any, Any], Any]] = {
    "enabled": lambda base, said: base and said,
    "learn": lambda base, said: base and said,
    "languages_off": _added,
    "exclude": _added,
    "kinds_off": _added,
    "next_edit_hints": lambda base, said: base and said,
    "quality_hover": lambda base, said: base and said,
    "quality_findings": lambda base, said: base and said,
    "explore": lambda base, said: base and said,
    "respect_gitignore": lambda base, said: base or said,
    "index_workspace": lambda base, said: base and said,
}
"""The settings that a project may have a say in, and what its word does to the user's."""


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(value)


def _text(value: object) -> str:
    if isinstance(value, str) and "\0" not in value and len(value) <= LONGEST_TEXT:
        return value
    raise ValueError(value)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(value)  # noqa: TRY004 - one error for all values that cannot be used
    if not 0 <= value <= LONGEST_S:
        raise ValueError(value)
    return float(value)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, (list, tuple)) and len(value) <= MOST_ENTRIES:
        return tuple(map(_text, value))
    raise ValueError(value)


def _kinds(value: object) -> tuple[Kind, ...]:
    return tuple(map(Kind, _texts(value)))


_ALGORITHMS = ", ".join(f"`{each}`" for each in Algorithm)
_KINDS = ", ".join(f"`{kind}`" for kind in Kind)
_FORM_OF: Mapping[str, Form] = {
    "bool": Form("true or false", {"type": "boolean"}, _flag),
    "str": Form("a string", {"type": "string"}, _text),
    "float": Form("a number, zero or more", {"type": "number", "minimum": 0}, _seconds),
    "Algorithm": Form(
        f"one of {_ALGORITHMS}",
        {"type": "string", "enum": [each.value for each in Algorithm]},
        Algorithm,
    ),
    "tuple[str, ...]": Form(
        f"a list of at most {MOST_ENTRIES} strings",
        {"type": "array", "items": {"type": "string"}, "maxItems": MOST_ENTRIES},
        _texts,
    ),
    "tuple[Kind, ...]": Form(
        f"a list of {_KINDS}",
        {"type": "array", "items": {"type": "string", "enum": [kind.value for kind in Kind]}},
        _kinds,
    ),
}
FORMS: Mapping[str, Form] = {
    field.name: _FORM_OF[str(field.type)] for field in attrs.fields(Settings)
}
"""The form of every setting, by the type of its field."""
