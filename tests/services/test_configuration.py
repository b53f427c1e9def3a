"""Settings from all their sources: precedence, files of every kind of wrongness, who says so."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from honed.config import Settings, layer, merged
from honed.services.configuration import Configuration, Off
from honed.services.settings_files import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def configuration() -> Configuration:
    """Return one to which nobody has said anything."""
    return Configuration()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the path of the user's file; there is none yet."""
    return tmp_path / "settings.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a workspace folder."""
    path = tmp_path / "project"
    path.mkdir()
    return path


def test_each_source_goes_before_the_weaker(configuration: Configuration, file: Path) -> None:
    """Defaults, the user's file, initializationOptions, workspace/configuration."""
    found = [configuration.settings.settle_seconds]
    file.write_text("settle_seconds = 3\nexclude = ['a']\n")
    configuration.load_user_file(file)
    found.append(configuration.settings.settle_seconds)
    configuration.take_options({"settleSeconds": 4, "exclude": ["b"]})
    found.append(configuration.settings.settle_seconds)
    configuration.take_client({"settleSeconds": 5, "exclude": ["a", "c"]})
    found.append(configuration.settings.settle_seconds)
    assert found == [2.0, 3.0, 4.0, 5.0]
    assert configuration.settings.exclude == ("a", "c")
    assert configuration.take_messages() == []


def test_what_the_editor_says_later_replaces_what_it_said_first(
    configuration: Configuration,
) -> None:
    """A language that is taken out of the editor's settings is on; what they leave out stays."""
    configuration.take_options({"languagesOff": ["json"], "exclude": ["a"]})
    found = []
    for said in (["json", "go"], ["json"], []):
        configuration.take_client({"languagesOff": said})
        found.append(configuration.settings.languages_off)
    assert found == [("json", "go"), ("json",), ()]
    assert configuration.settings.exclude == ("a",)
    assert configuration.of(None).sources("exclude") == ("initializationOptions",)


@pytest.mark.parametrize(
    ("name", "value", "off"),
    [
        ("enabled", "", {"enabled": False}),
        ("languages_off", "json", {"languages_off": ["json"]}),
        ("exclude", "a", {"exclude": ["a"]}),
    ],
)
def test_on_again_takes_a_switch_back(
    configuration: Configuration, folder: Path, name: str, value: str, off: dict[str, Any]
) -> None:
    """Whoever says off later is heard: the editor, and a project."""
    configuration.load_folder(folder)
    configuration.switch(name, value, is_on=False)
    configuration.switch(name, value, is_on=True)
    assert configuration.of(folder).settings == Settings()
    configuration.take_client(off)
    assert configuration.settings == merged([layer("", off)])
    configuration.take_client({})
    (folder / "honed.toml").write_text("\n".join(f"{k} = {json.dumps(v)}" for k, v in off.items()))
    configuration.load_folder(folder)
    assert configuration.of(folder).settings == merged([layer("", off)])


def test_on_holds_until_a_source_says_another_thing(configuration: Configuration) -> None:
    """Saying the same once more, or a thing about something else, is no such."""
    configuration.take_options({"enabled": False})
    configuration.switch("enabled", "", is_on=True)
    configuration.take_client({"learn": False})
    configuration.take_options({"enabled": False})
    assert configuration.settings.enabled
    configuration.take_client({"enabled": False})
    assert not configuration.settings.enabled


def test_on_in_one_folder_is_on_there_alone(configuration: Configuration, folder: Path) -> None:
    """Two projects that switch themselves off are two decisions."""
    other = folder.parent / "other"
    other.mkdir()
    for each in (folder, other):
        (each / "honed.toml").write_text("enabled = false")
        configuration.load_folder(each)
    configuration.switch("enabled", "", is_on=True, folder=folder)
    assert configuration.of(folder).settings.enabled
    assert not configuration.of(other).settings.enabled
    configuration.switch("enabled", "", is_on=True)
    assert configuration.of(other).settings.enabled


def test_a_source_may_take_back_what_it_said(configuration: Configuration, file: Path) -> None:
    """Settings that are gone hold no longer; those of the weaker sources do."""
    file.write_text("languages_off = ['go']")
    configuration.load_user_file(file)
    configuration.take_client({"languagesOff": ["json"]})
    configuration.take_client(None)
    assert configuration.settings.languages_off == ("go",)
    file.unlink()
    configuration.load_user_file(file)
    assert configuration.settings == Settings()


def test_a_project_narrows_itself_alone(configuration: Configuration, folder: Path) -> None:
    """Both of its files count, for its folder only."""
    (folder / "pyproject.toml").write_text("[tool.honed]\nlanguages_off = ['go']\n")
    (folder / "honed.toml").write_text("learn = false\n")
    configuration.take_options({"languagesOff": ["json"]})
    configuration.load_folder(folder)
    assert configuration.of(folder).settings == Settings(learn=False, languages_off=("json", "go"))
    assert configuration.settings == Settings(languages_off=("json",))


def test_a_project_switches_nothing_on_noop(configuration: Configuration, folder: Path) -> None:
    """What the user switched off stays off, and data stay where they are."""
    text = '[tool.honed]\nenabled = true\nlearn = true\nrespect_gitignore = false\ndata_dir = "x"\n'
    (folder / "pyproject.toml").write_text(text)
    configuration.take_options({"enabled": False, "learn": False})
    configuration.load_folder(folder)
    assert configuration.of(folder).settings == Settings(enabled=False, learn=False)
    [message] = configuration.take_messages()
    assert "data_dir" in message
    assert str(folder / "pyproject.toml") in message


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (b"[tool.honed\nlearn = false", "not valid TOML"),
        (b"[tool.honed]\nlearn = false\n# \xff", "not valid TOML"),
        (b"tool.honed = " + b"[" * 50_000, "not valid TOML"),
        (b"honed" + b".a" * 90_000 + b" = 1", "too many parts"),
        (b'honed = {"\\""' + b' . "\\""' * 20_000 + b" = 1}", "too many parts"),
        (b"[tool]\nhoned = 5", "must be a table"),
        (b"tool = 'honed'", "must be a table"),
        (b"[tool.honed]\nlearn = false\n#" + b"x" * 10_000_000, f"over {MOST_BYTES}"),
        (b"[tool.honed]\nlearn = 'no'", "true or false"),
        (b"[tool.honed]\nlearn = 1979-05-27T07:32:00Z", "true or false"),
        (b"[tool.honed]\nexclude = {a = 1}", "a list of at most 100 strings"),
    ],
)
def test_a_hostile_project_is_only_a_warning(
    configuration: Configuration, folder: Path, text: bytes, part: str
) -> None:
    """Whatever stands in it, the user is told in one line and nothing changes."""
    (folder / "pyproject.toml").write_bytes(text)
    configuration.load_folder(folder)
    assert configuration.of(folder).settings == Settings()
    [message] = configuration.take_messages()
    assert part in message
    assert len(message) < 300 + len(str(folder))


def test_files_that_do_not_concern_us_are_let_be_noop(
    configuration: Configuration, folder: Path
) -> None:
    """A broken file that does not name honed, a directory, and no file say nothing."""
    (folder / "pyproject.toml").write_text("[tool.black\n")
    (folder / "honed.toml").mkdir()
    configuration.load_folder(folder)
    configuration.load_user_file(folder / "none.toml")
    assert configuration.of(folder).settings == Settings()
    assert configuration.take_messages() == []


def test_a_file_that_breaks_keeps_what_it_said(configuration: Configuration, folder: Path) -> None:
    """A slip while it is being edited widens nothing."""
    file = folder / "pyproject.toml"
    file.write_text("[tool.honed]\nenabled = false\n")
    configuration.load_folder(folder)
    file.write_text("[tool.honed]\nenabled = fal\n")
    configuration.load_folder(folder)
    assert not configuration.of(folder).settings.enabled
    assert len(configuration.take_messages()) == 1


def test_each_mistake_is_told_once(configuration: Configuration) -> None:
    """With key, source and what is expected; from another source once more."""
    for _ in range(3):
        configuration.take_client({"lern": False, "exclude": "vendor"})
    first, second = configuration.take_messages()
    assert first == (
        "honed: The setting 'lern' in workspace/configuration is not a setting;"
        " the nearest is learn."
    )
    assert second == (
        "honed: The setting 'exclude' in workspace/configuration must be a list of at most 100"
        " strings, not 'vendor'."
    )
    configuration.take_options({"lern": False})
    assert len(configuration.take_messages()) == 1


@pytest.mark.parametrize("said", [5, "on", [], [{"enabled": False}], True])
def test_settings_that_are_no_object(configuration: Configuration, said: object) -> None:
    """They are told, and the defaults hold."""
    configuration.take_options(said)
    assert configuration.settings == Settings()
    assert len(configuration.take_messages()) == 1


def test_the_data_directory_is_settled_at_the_start(configuration: Configuration) -> None:
    """The editor's configuration comes too late for it: it is told, unless it says the same."""
    configuration.take_options({"dataDir": "/data"})
    configuration.take_client({"dataDir": "/data", "learn": False})
    configuration.take_client({"dataDir": "", "learn": False})
    assert configuration.take_messages() == []
    configuration.take_client({"dataDir": "/other", "learn": False})
    assert configuration.settings == Settings(data_dir="/data", learn=False)
    assert len(configuration.take_messages()) == 1


def test_who_says_so(configuration: Configuration, file: Path, folder: Path) -> None:
    """Each value is traced to its source; a list to all of them."""
    file.write_text("exclude = ['a']\nsettle_seconds = 1")
    configuration.load_user_file(file)
    configuration.take_options({"exclude": ["b"], "settleSeconds": 5})
    project = folder / "pyproject.toml"
    project.write_text("[tool.honed]\nlearn = false\nenabled = true\nexclude = ['c']")
    configuration.load_folder(folder)
    found = configuration.of(folder)
    assert found.sources("exclude") == (str(file), "initializationOptions", str(project))
    assert found.sources("settle_seconds") == ("initializationOptions",)
    assert found.sources("learn") == (str(project),)
    assert found.sources("enabled") == found.sources("data_dir") == ("default",)


def test_what_is_off_and_why(configuration: Configuration, folder: Path) -> None:
    """All that say so are named; a switch that is on takes a thing out."""
    (folder / "honed.toml").write_text("languages_off = ['go', 'c']")
    configuration.load_folder(folder)
    configuration.take_options({"languagesOff": ["go"], "learn": False})
    configuration.switch("enabled", "", is_on=False)
    configuration.switch("languages_off", "c", is_on=True)
    assert configuration.of(folder).off() == [
        Off("learning", "", "initializationOptions"),
        Off("language", "go", "initializationOptions"),
        Off("language", "go", str(folder / "honed.toml")),
        Off("everything", "", "honed.toggle"),
    ]
    configuration.switch("enabled", "", is_on=True)
    assert Off("everything", "", "honed.toggle") not in configuration.of(folder).off()


def test_every_change_is_seen_from_every_thread(configuration: Configuration) -> None:
    """Nobody reads settings that are older than the last change that was finished."""

    def change(said: Callable[[dict[str, float]], None], start: int) -> None:
        for number in range(start, start + 200):
            said({"settleSeconds": number})
            configuration.of(None)

    threads = [
        threading.Thread(target=change, args=(configuration.take_options, 1000)),
        threading.Thread(target=change, args=(configuration.take_client, 2000)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert configuration.settings.settle_seconds == 2199
    assert configuration.revision == 400
