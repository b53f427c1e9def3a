"""What can be set, told to programs and to people, made of the class `honed.config.Settings`."""

from __future__ import annotations

import ast
import inspect
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import attrs

from honed.config import FORMS, NARROWINGS, Settings, spelled

if TYPE_CHECKING:
    from collections.abc import Mapping

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The one that editors know."""

OFF_IN_FOLDERS = frozenset(
    {"enabled", "learn", "languagesOff", "exclude", "kindsOff", "indexWorkspace"}
)
FILE_ONLY = frozenset({"checkCommand", "checkSeconds"})


def schema() -> dict[str, Any]:
    """Return the JSON schema of an object with settings, as editors spell their names."""
    meanings, defaults = _meanings(), attrs.asdict(Settings())
    return {
        "$schema": DIALECT,
        "title": "Settings of honed",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            spelled(name): {
                **form.schema,
                "default": _plain(defaults[name]),
                "description": meanings[name],
            }
            for name, form in FORMS.items()
        },
    }


def vscode_properties() -> dict[str, Any]:
    """Return the settings of the server as an extension of VS Code contributes them, by name.

    What a checked-out project brings along in its folder may switch off, and nothing else: the
    others can only be set for all folders. What is heard from the user's file alone is left out.
    """
    return {
        f"honed.{name}": {"scope": "window" if name in OFF_IN_FOLDERS else "application", **said}
        for name, said in schema()["properties"].items()
        if name not in FILE_ONLY
    }


def table() -> str:
    """Return the settings as a table in Markdown."""
    meanings, defaults = _meanings(), attrs.asdict(Settings())
    rows = ["| Name | Value | Default | In a project | Meaning |", "|---|---|---|---|---|"]
    for name, form in FORMS.items():
        default = json.dumps(_plain(defaults[name]))
        cells = (f"`{spelled(name)}`", form.words, f"`{default}`", _narrowing(name), meanings[name])
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _narrowing(name: str) -> str:
    if name not in NARROWINGS:
        return "no"
    default = getattr(Settings(), name)
    if isinstance(default, tuple):
        return "adds"
    # Only one of the two values takes anything away.
    narrowest = NARROWINGS[name](True, False)  # noqa: FBT003 - what the user and a project say
    return f"`{json.dumps(narrowest)}`"


def _meanings() -> Mapping[str, str]:
    """Return the text below each field of the class."""
    found = {}
    [definition] = ast.parse(inspect.getsource(Settings)).body
    for field, text in pairwise(ast.iter_child_nodes(definition)):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
            name, meaning = ast.unparse(field.target), ast.literal_eval(text.value)
            found[name] = " ".join(meaning.split())
    return found


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
