"""The documentation, held against the code: what is named exists, and what exists is named."""

from __future__ import annotations

import ast
import json
import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click
import pytest
from lsprotocol import types

import honed
from honed.apply.result import Format, Place, Reason, Refused, Strategy
from honed.cli.commands import commands
from honed.cli.editor_lines import EDITORS, EditorLines
from honed.config import SAFE_EXCLUDES, Settings
from honed.lsp.server import HonedServer
from honed.services.actions import ActionKind
from honed.services.apply_answers import result_json
from honed.services.clock import SystemClock
from honed.services.settings_schema import schema, table
from honed.services.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "server" / "honed"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("grammars/*.md")])
README, ARCHITECTURE, PROTOCOL, SETTINGS, PRIVACY, FAULTS, MANNERS, APPLYING, API = (
    (ROOT / name).read_text("utf-8")
    for name in (
        "README.md",
        "docs/architecture.md",
        "docs/protocol.md",
        "docs/settings.md",
        "docs/privacy.md",
        "docs/faults.md",
        "docs/manners.md",
        "docs/applying.md",
        "docs/api.md",
    )
)
ANNOYANCES = 15
ROOMS = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
NETWORK = {"socket", "ssl", "http", "ftplib", "smtplib", "xmlrpc", "requests", "httpx", "aiohttp"}
CONNECTING = {
    "create_connection", "create_server", "open_connection", "start_server", "start_tcp",
    "start_ws", "urlopen",
}  # fmt: skip
LISTENS = SOURCE / "lsp" / "tcp.py"
"""Takes a connection from the machine itself, where `--tcp` asks for it."""


def part(page: str, heading: str) -> str:
    """Return a chapter of a page, without the ones inside it."""
    found = re.search(
        rf"^(#+) {re.escape(heading)}$(.*?)(?=^#+ |\Z)", page, re.MULTILINE | re.DOTALL
    )
    assert found, f"no chapter {heading!r}"
    return found[2]


def blocks(page: str) -> list[str]:
    """Return the fenced blocks of a page."""
    return re.findall(r"^```\w*\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def without_blocks(page: str) -> str:
    """Return the page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)


def anchors(page: str) -> set[str]:
    """Return what a link can point to in a page, as GitHub makes it of the headings."""
    headings = re.findall(r"^#+ (.*)$", without_blocks(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    """Each link to a file, and to a heading in it, and each picture."""
    page = without_blocks(path.read_text("utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", page):
        if target.startswith(("http://", "https://")):
            continue
        file, _, anchor = target.partition("#")
        linked = path.parent / file if file else path
        assert linked.exists(), f"{path.name} links to {target}"
        if anchor:
            assert anchor in anchors(linked.read_text("utf-8")), f"{path.name} links to {target}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_that_are_named_exist(path: Path) -> None:
    """`scripts/…`, `tests/…` and the modules of honed; a test is named with its function."""
    for name in re.findall(r"`([\w./-]+\.py(?:::\w+)?|scripts/\w+)[^`]*`", path.read_text("utf-8")):
        file, _, function = name.partition("::")
        places = [ROOT / file]
        if file.partition("/")[0] in ROOMS or file == "config.py":
            places = [SOURCE / file]
        elif "/" not in file:
            continue
        assert any(place.exists() for place in places), f"{path.name} names {name}"
        if function:
            text = places[0].read_text("utf-8")
            assert re.search(rf"^(async )?def {function}\(", text, re.MULTILINE), name


def test_every_room_is_told() -> None:
    """In the table of docs/architecture.md, and none that is not."""
    rooms = set(re.findall(r"^\| `(\w+)/` \|", part(ARCHITECTURE, "The rooms"), re.MULTILINE))
    assert rooms == {path.parent.name for path in SOURCE.glob("*/__init__.py")} - {"grammars"}


def test_the_way_of_an_edit_names_modules() -> None:
    """Each step says where it is; the protocol's and the loop's own modules are all on the way."""
    way = part(ARCHITECTURE, "The way of an edit")
    steps = re.findall(r"^\| (?!Step|---)[^|]+\|([^|]+)\|$", way, re.MULTILINE)
    assert len(steps) > 10
    assert all(re.fullmatch(r" `\w+/\w+\.py`(, `\w+/\w+\.py`)* ", each) for each in steps), steps
    for room in ("apply", "lsp"):
        elsewhere = ARCHITECTURE + PROTOCOL
        for module in (SOURCE / room).glob("[a-z]*.py"):
            assert f"`{room}/{module.name}`" in elsewhere or module.stem in UNTOLD, module


UNTOLD = {"capabilities", "completion", "server"}
"""Modules of `lsp/` that say by their name what docs/protocol.md tells of them."""


def test_every_fault_has_a_test() -> None:
    """Each row of docs/faults.md names one, and each test of faults is named there."""
    rows = re.findall(r"^\| (?!Fault|---)(.*) \|$", FAULTS, re.MULTILINE)
    assert rows
    assert all("`tests/" in row.rpartition(" | ")[2] for row in rows)
    for path in (ROOT / "tests" / "faults").glob("test_*.py"):
        for name in re.findall(r"def (test_\w+)\(", path.read_text("utf-8")):
            assert f"`tests/faults/{path.name}::{name}`" in FAULTS


def test_every_annoyance_has_a_test() -> None:
    """The fifteen that users name; each row of docs/manners.md ends with its tests."""
    rows = re.findall(r"^\| (.+) \|$", MANNERS, re.MULTILINE)[1:]
    assert len(rows) == ANNOYANCES
    for row in rows:
        what, done, held = row.split(" | ")
        assert what, row
        assert done, row
        assert "::test_" in held, row


def test_nothing_opens_a_connection() -> None:
    """No module of honed imports what could, or calls what does."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert not {each.name.partition(".")[0] for each in node.names} & NETWORK, path
                assert not any(each.name == "urllib.request" for each in node.names), path
            elif isinstance(node, ast.ImportFrom):
                module = node.module or ""
                assert module.partition(".")[0] not in NETWORK, path
                assert module != "urllib.request", path
            elif isinstance(node, ast.Attribute):
                is_allowed = path == LISTENS and node.attr == "create_server"
                assert is_allowed or node.attr not in CONNECTING, path


@pytest.fixture(scope="module")
def server() -> HonedServer:
    """Return a server that serves nobody."""
    return HonedServer(lambda: Workspace(SystemClock()))


def test_every_method_is_told(server: HonedServer) -> None:
    """And none that the server does not know."""
    rows = re.findall(r"^\| (`.*?`) \|", part(PROTOCOL, "Methods"), re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`([\w$/]+)`", row)}
    features = {*server.protocol.fm.features}
    assert features <= told
    # Only a client that asks for it is told of it.
    on_demand = {types.TEXT_DOCUMENT_INLINE_COMPLETION}
    assert told <= features | {*server.protocol.fm.builtin_features} | on_demand


def test_every_command_is_told(server: HonedServer) -> None:
    """And none that is not."""
    told = re.findall(r"^\| `(honed\.\w+)` \|", part(PROTOCOL, "Commands"), re.MULTILINE)
    assert sorted(told) == sorted(server.protocol.fm.commands)


def test_every_action_kind_is_told() -> None:
    """And none that is not."""
    told = re.findall(r"^\| `(refactor[\w.]+)` \|", part(PROTOCOL, "Code actions"), re.MULTILINE)
    assert sorted(told) == sorted(kind.value for kind in ActionKind)


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("What is read", Format),
        ("How it is applied", Strategy),
        ("What is refused", Reason),
    ],
)
def test_every_word_of_a_result_is_told(heading: str, words: type[StrEnum]) -> None:
    """And none that is not; each reason with what can be done about it."""
    rows = re.findall(r"^\| (`.*) \|$", part(APPLYING, heading), re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row.partition(" | ")[0])]
    assert sorted(told) == sorted(words)
    columns = 3 if words is Reason else 2
    assert all(len([*filter(None, row.split(" | "))]) == columns for row in rows)


def test_every_key_of_a_result_is_told() -> None:
    """And none that is not."""
    place = Place(0, 1, "a")
    answer = result_json(Refused(Reason.AMBIGUOUS, "", "", (place,)))
    rows = re.findall(r"^\| (`[^|]*) \|", part(APPLYING, "Results in JSON"), re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(answer)
    for key in answer["candidates"][0]:
        assert f"`{key}`" in part(APPLYING, "Results in JSON")


def test_every_public_name_is_told() -> None:
    """And none that is not."""
    told = {name for row in re.findall(r"^\| (`[^|]*) \|", API, re.MULTILINE)
            for name in re.findall(r"`(\w+)(?:\(.*?\))?`", row)}  # fmt: skip
    assert told == set(honed.__all__)


def test_every_field_of_the_status_is_told() -> None:
    """And none that is not."""

    def keys(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield key
                yield from keys(inner)
        elif isinstance(value, list):
            for each in value:
                yield from keys(each)

    told = set()
    for row in re.findall(
        r"^\| ([^|]+) \|", part(PROTOCOL, "Requests and notifications of honed's own"), re.MULTILINE
    ):
        told |= set(re.findall(r"`(\w+)`", row))
    assert told == set(keys(Workspace(SystemClock()).status()))


def test_every_setting_is_told() -> None:
    """The table is what the class says; on a failure, it is what stands left."""
    told = part(SETTINGS, "All settings")
    assert f"\n{table()}\n" in told, "docs/settings.md is not up to date: run scripts/docs"
    assert told.count("\n| `") == len(attrs.fields(Settings))
    assert all(" |  |" not in row for row in table().splitlines())


def test_the_schema_is_that_of_the_code() -> None:
    """Editors' extensions are made from the one in docs/; each setting has all that they show."""
    written = json.loads((ROOT / "docs" / "settings.schema.json").read_text("utf-8"))
    assert written == schema(), "docs/settings.schema.json is not up to date: run scripts/docs"
    assert len(schema()["properties"]) == len(attrs.fields(Settings))
    for each in schema()["properties"].values():
        assert each.keys() >= {"type", "default", "description"}


def test_what_is_left_alone_is_told() -> None:
    """Every glob that holds in every case."""
    [listed] = blocks(part(SETTINGS, "Files that are left alone"))
    assert listed.split() == list(SAFE_EXCLUDES)


def test_the_readme_has_its_commands() -> None:
    """The two commands exist and can be run; every command of the shell that it names, too."""
    first = blocks(README)[0]
    assert [line.split()[0] for line in first.splitlines()] == ["scripts/demo", "scripts/test"]
    for name in ("demo", "test"):
        assert os.access(ROOT / "scripts" / name, os.X_OK)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_that_are_named_exist(path: Path) -> None:
    """`honed NAME` in a page is a command, and `honed patterns NAME` one of that group."""
    for line in re.findall(r"`(honed [^`]*)`", path.read_text("utf-8")):
        known: click.Command = commands
        for word in line.split()[1:]:
            if not isinstance(known, click.Group) or not re.fullmatch(r"[a-z]+", word):
                break
            assert word in known.commands, f"{path.name} names `{line}`"
            known = known.commands[word]


def test_every_command_is_in_the_readme() -> None:
    """By name: what there is can be found from the front page."""
    for name in commands.commands:
        assert f"`honed {name}" in README, name


@pytest.mark.parametrize("lines", EDITORS, ids=lambda lines: lines.editor)
def test_editors_lines_are_those_of_their_pages(lines: EditorLines) -> None:
    """What the demo prints, the README shows and a block of the editor's page begins with."""
    page = blocks((ROOT / lines.page).read_text("utf-8"))
    assert any(each.startswith(lines.lines) for each in page), (
        f"{lines.page} has not the lines of cli/editor_lines.py, which the demo prints"
    )
    assert lines.lines in blocks(README), f"README.md has not the lines of {lines.editor}"
    assert f"]({lines.page})" in README


def test_extras_that_are_told_are_there() -> None:
    """The extras that the README names are those of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    told = set(re.findall(r"\[([a-z-]+)\]", part(README, "Install")))
    assert told == {"hnsw", "more-languages"}
    assert told <= set(project["optional-dependencies"])
