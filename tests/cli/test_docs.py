"""docs/cli.md knows every command, option and key."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from honed.apply.guard import Refusal
from honed.cli.commands import commands
from honed.cli.serve import parser
from honed.services.answers import code
from honed.services.silence import Silence
from honed.suggest.misses import Lack
from honed.suggest.search import Misfit
from tests.cli.test_commands import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum

    from tests.cli.conftest import Shelf, Shell

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")
CHAPTERS = {
    chapter.partition("`")[0]: chapter for chapter in PAGE.split("\n## `honed ")[1:]
}  # fmt: skip
COMMON = PAGE.partition("## For all commands")[2].partition("\n## ")[0]
SHOWING_PATTERNS = {"patterns show", "why"}
COUNTED_BY_NAME = {"languages"}
"""Keys whose value has names of its own, not keys."""


def test_every_command_has_a_chapter() -> None:
    """And no chapter is about a command that is not."""
    assert sorted(CHAPTERS) == sorted(name for name, _ in leaves(commands))
    for name in CHAPTERS:
        assert f"| [`honed {name}`](#honed-{name.replace(' ', '-')}) |" in PAGE


def test_every_option_is_told() -> None:
    """In the chapter of its command, or in that on all."""
    for name, command in leaves(commands):
        own = CHAPTERS[name] + COMMON
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert f"`{parameter.opts[0]}" in own, (name, parameter.opts)
    for action in parser()._actions:
        for option in action.option_strings:
            assert f"`{option}" in CHAPTERS["serve"] + PAGE, option


@pytest.mark.parametrize(
    "command",
    ["settings", "stats", "patterns list", "patterns show 1", "patterns similar b.py:1", "doctor",
     "patterns forget 1 --yes", "why b.py:1", "export OUT", "import OUT"],
)  # fmt: skip
def test_every_key_is_told(shell: Shell, shelf: Shelf, command: str) -> None:
    """In the chapter of its command, or in that of the list, whose patterns others have too."""
    shelf.teach("get(‹url›)", "get(‹url›, timeout=5)")
    shelf.learn("get(url)", "get(url, timeout=5)")
    shelf.learn("wait(get)", "wait(get, 1)")
    shelf.write("b.py", "get(link)\n")
    shell("export", "OUT")
    answer = json.loads(shell(*command.split(), "--json").stdout)
    name = " ".join(re.findall(r"[a-z]+\b(?![.:])", command.partition("--")[0]))
    told = CHAPTERS[name] + (CHAPTERS["patterns list"] if name in SHOWING_PATTERNS else "")
    missing = [key for key in keys(answer) if f"`{key}`" not in told]
    assert not missing


def keys(value: Any) -> Iterator[str]:
    """Yield the keys in a value of JSON."""
    if isinstance(value, list):
        for each in value:
            yield from keys(each)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            if key not in COUNTED_BY_NAME:
                yield from keys(inner)


@pytest.mark.parametrize("reason", [*Silence, *Refusal, *Misfit, *Lack])
def test_every_reason_is_told(reason: StrEnum) -> None:
    """By the name that it has in JSON."""
    assert f"\n| `{code(reason)}` |" in CHAPTERS["why"]
