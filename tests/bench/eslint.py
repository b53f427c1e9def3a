"""ESLint and SonarJS from npm beside honed: what they count in the functions of a file."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from tests.bench.machine import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGES = {
    "eslint": "9.39.5",
    "eslint-plugin-sonarjs": "4.2.2",
    "@typescript-eslint/parser": "8.73.0",
    "typescript": "6.0.3",
}
TITLE = ", ".join(f"{name} {version}" for name, version in PACKAGES.items())
FOLDER = ROOT / ".cache" / "bench" / f"eslint-{PACKAGES['eslint']}"
DRIVER = Path(__file__).with_suffix(".mjs")
MAX_SECONDS = 900


class MissingError(Exception):
    """The peer cannot be run here; the message says why."""


@attrs.frozen
class Counted:
    """A function as they count it; offsets in bytes, the line from 1, None for what they do not."""

    start: int
    end: int
    line: int
    cyclomatic: int
    cognitive: int | None = None
    parameters: int | None = None


@attrs.frozen
class Answer:
    """What they say of a file: its functions, or why they could not read it."""

    ms: float
    error: str
    functions: tuple[Counted, ...]


def count(files: Sequence[tuple[str, str]]) -> list[Answer]:
    """Return what they count in files of a name and a text; MissingError without node or npm."""
    _install()
    given = "".join(json.dumps({"name": name, "text": text}) + "\n" for name, text in files)
    lines = _run(["node", str(DRIVER), str(FOLDER)], given).splitlines()
    return [_answer(json.loads(line)) for line in lines]


def _answer(told: dict[str, object]) -> Answer:
    functions = told.pop("functions")
    assert isinstance(functions, list)
    counted = (Counted(**each) for each in functions)
    ordered = sorted(counted, key=lambda each: (each.start, -each.end))
    return Answer(float(str(told["ms"])), str(told["error"]), tuple(ordered))


def _install() -> None:
    if all((FOLDER / "node_modules" / name).is_dir() for name in PACKAGES):
        return
    _run([
        "npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts",
        "--fetch-retries", "0", "--prefix", str(FOLDER),
        *(f"{name}@{version}" for name, version in PACKAGES.items()),
    ])  # fmt: skip


def _run(command: list[str], given: str = "") -> str:
    try:
        return subprocess.run(
            command, input=given, capture_output=True, text=True, check=True, timeout=MAX_SECONDS
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise MissingError(f"ESLint is left out: {error}") from error
