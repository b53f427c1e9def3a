"""Settings as values: layers, precedence, narrowing, switches, what is refused and how."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.config import (
    FORMS,
    MOST_COMPLAINTS,
    NARROWINGS,
    SAFE_EXCLUDES,
    Kind,
    Settings,
    layer,
    merged,
    narrowed,
    spelled,
    switched,
)

WORDS = st.text(max_size=8) | st.sampled_from(["python", "go", "**/gen/**", *Kind])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from([*FORMS, *map(spelled, FORMS)])
TABLES = st.dictionaries(KEYS, ANYTHING | st.lists(WORDS) | st.booleans(), max_size=9)
SETTINGS = TABLES.map(lambda said: merged([layer("base", said)]))


def settings(**said: Any) -> Settings:
    """Return the settings that one source makes of the defaults."""
    return merged([layer("a source", said)])


def test_both_spellings() -> None:
    """Keys are spelled as editors do or as TOML does."""
    wanted = Settings(
        settle_seconds=3.0, languages_off=("go",), exclude=("**/gen/**",), learn=False
    )
    rest: dict[str, Any] = {"exclude": ["**/gen/**"], "learn": False}
    assert settings(settleSeconds=3, languagesOff=["go"], **rest) == wanted
    assert settings(settle_seconds=3, languages_off=["go"], **rest) == wanted


def test_nothing_said_changes_nothing_noop() -> None:
    """No keys, and null, leave what weaker sources said."""
    assert merged([]) == settings() == settings(enabled=None, exclude=None) == Settings()
    weaker = layer("weaker", {"enabled": False})
    assert merged([weaker, layer("stronger", {"enabled": None})]) == Settings(enabled=False)


def test_the_stronger_wins_and_lists_add_up() -> None:
    """The last layer decides a single value; every list holds what all said, once."""
    weaker = layer("weaker", {"learn": False, "settleSeconds": 1, "exclude": ["a", "b"]})
    stronger = layer("stronger", {"settleSeconds": 5, "exclude": ["b", "c"]})
    assert merged([weaker, stronger]) == Settings(
        learn=False, settle_seconds=5.0, exclude=("a", "b", "c")
    )


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("enabled", "yes", "true or false"),
        ("enabled", 1, "true or false"),
        ("settleSeconds", "2", "a number"),
        ("settleSeconds", True, "a number"),
        ("settleSeconds", -1, "zero or more"),
        ("settleSeconds", float("nan"), "a number"),
        ("settleSeconds", float("inf"), "a number"),
        ("settleSeconds", 10**400, "a number"),
        ("dataDir", 5, "a string"),
        ("dataDir", "a\0b", "a string"),
        ("exclude", [1], "a list of at most 100 strings"),
        ("exclude", ["*a"] * 101, "a list of at most 100 strings"),
        ("exclude", ["*a" * 501], "a list of at most 100 strings"),
        ("exclude", {"a": 1}, "a list of at most 100 strings"),
        ("languagesOff", 7, "a list of at most 100 strings"),
        ("languagesOff", "go", "a list of at most 100 strings"),
        ("kindsOff", ["edits"], "`edit`, `everywhere`, `completion`"),
    ],
)
def test_a_wrong_value_costs_its_key_alone(key: str, value: Any, expected: str) -> None:
    """What is expected is said, and all other keys count."""
    said = layer("a source", {key: value, "respectGitignore": False})
    assert merged([said]) == Settings(respect_gitignore=False)
    assert list(said.complaints) == [key]
    assert expected in said.complaints[key]


def test_an_unknown_key_is_told_with_the_nearest() -> None:
    """A slip of the pen is named with what was probably meant; nonsense without."""
    assert "nearest is languagesOff" in layer("", {"languageOff": []}).complaints["languageOff"]
    assert layer("", {"zzz": 1}).complaints == {"zzz": "is not a setting"}


def test_complaints_are_bounded() -> None:
    """A source that is wrong in thousands of ways is told of in a few."""
    said = layer("", {f"key{number}": 1 for number in range(5000)} | {"learn": False})
    assert len(said.complaints) == MOST_COMPLAINTS
    assert not merged([said]).learn


@given(said=st.dictionaries(KEYS | WORDS, ANYTHING))
def test_any_value_is_read_or_complained_of(said: dict[str, Any]) -> None:
    """Nothing raises, and nothing of the wrong type comes through."""
    made = merged([layer("a source", said)])
    for field in attrs.fields(Settings):
        value = getattr(made, field.name)
        assert FORMS[field.name].read(value) == value


def is_as_narrow(narrow: Settings, base: Settings) -> bool:
    """Return whether `narrow` allows nothing that `base` does not."""
    return (
        narrow.enabled <= base.enabled
        and narrow.learn <= base.learn
        and narrow.respect_gitignore >= base.respect_gitignore
        and {*narrow.languages_off} >= {*base.languages_off}
        and {*narrow.exclude} >= {*base.exclude}
        and {*narrow.kinds_off} >= {*base.kinds_off}
        and (narrow.settle_seconds, narrow.data_dir) == (base.settle_seconds, base.data_dir)
    )


@given(base=SETTINGS, said=TABLES)
def test_a_project_never_widens(base: Settings, said: dict[str, Any]) -> None:
    """Whatever stands in it, `[tool.honed]` leaves nothing less restrictive than it was."""
    assert is_as_narrow(narrowed(base, layer("project", said, NARROWINGS)), base)
    assert is_as_narrow(narrowed(base, layer("project", said)), base)


def test_a_project_narrows() -> None:
    """It switches off, and adds to the lists."""
    said: dict[str, Any] = {
        "enabled": False, "learn": False, "languages_off": ["go"], "exclude": ["gen/*"],
        "kinds_off": ["everywhere"], "respect_gitignore": True,
    }  # fmt: skip
    base = Settings(exclude=("a",), respect_gitignore=False)
    assert narrowed(base, layer("project", said, NARROWINGS)) == Settings(
        enabled=False,
        learn=False,
        languages_off=("go",),
        exclude=("a", "gen/*"),
        kinds_off=(Kind.EVERYWHERE,),
    )


def test_a_project_has_no_say_in_the_rest_noop() -> None:
    """It neither moves data nor changes the pace, and is told so."""
    said = layer("project", {"data_dir": "/elsewhere", "settle_seconds": 0}, NARROWINGS)
    assert narrowed(Settings(), said) == Settings()
    assert {*said.complaints} == {"data_dir", "settle_seconds"}


def test_switches_go_before_all() -> None:
    """A switch turns on what a source switched off, and the other way round."""
    off = settings(enabled=False, languagesOff=["go"], exclude=["a", "b"])
    turned = {("enabled", ""): True, ("languages_off", "go"): True, ("exclude", "a"): True}
    assert switched(off, turned) == Settings(exclude=("b",))
    assert switched(off, {}) == off
    turned = {("enabled", ""): False, ("kinds_off", "edit"): False}
    assert switched(Settings(), turned) == Settings(enabled=False, kinds_off=(Kind.EDIT,))


@pytest.mark.parametrize(
    "path",
    [".env", "a/.env", "a/.env.local", "k/server.pem", ".git/config", "node_modules/x/index.js",
     "web/app.min.js", "home/.ssh/id_rsa", ".ENV", "a/.Env.Local", "k/Server.PEM", "a/.envrc",
     "Node_Modules/x.js"],
)  # fmt: skip
def test_safe_excludes_hold_whatever_is_added(path: str) -> None:
    """Secrets and other people's code are left alone, with the user's own globs as without."""
    assert Settings().why_off(path, "python")
    assert Settings(exclude=("**/x",)).why_off(path, "python")
    every_switch = {("exclude", glob): True for glob in SAFE_EXCLUDES}
    assert switched(Settings(), every_switch).why_off(path, "python")


def test_ordinary_files_are_on_noop() -> None:
    """Code is watched; a language or the whole can be switched off, and the reason is said."""
    assert Settings().why_off("src/environment.py", "python") == ""
    assert Settings().why_off("src/ENVRC.py", "python") == ""
    assert Settings(exclude=("**/*.PEM",)).why_off("src/pem.py", "python") == ""
    assert "python" in Settings(languages_off=("python",)).why_off("src/a.py", "python")
    assert Settings(languages_off=("python",)).why_off("src/a.ts", "typescript") == ""
    assert "everything" in Settings(enabled=False).why_off("a.ts", "typescript")
    assert "src/*" in Settings(exclude=("src/*",)).why_off("src/deep/a.ts", "typescript")
