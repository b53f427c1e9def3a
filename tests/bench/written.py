"""Snippets written by hand, one by one, for real commits: read from `tests/bench/written`.

A snippet is a recipe, so that no source of other projects lies here: what an assistant adds of its
own stands literally, the code comes by line numbers from the commit's file.
`tests/bench/written/README.md` tells how.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from tests.bench.applying.case import Case
from tests.bench.git import Blobs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FOLDER = Path(__file__).with_name("written")

_LINES = re.compile(r"%% (new|old) (\d+)(?:-(\d+))?((?: .*)?)")
_MODIFIER = re.compile(r" +(?:(dedent|indent) (\d+)|s/((?:[^/\\]|\\.)+)/((?:[^/\\]|\\.)*)/)")


class RecipeError(ValueError):
    """A recipe that cannot be followed; the message names file and line."""


@attrs.frozen
class Recipe:
    """A snippet before the code of its commit is filled in."""

    name: str
    commit: str
    path: str
    language: str
    style: str
    must_be_refused: bool
    body: tuple[str, ...] = attrs.field(repr=False)


def recipes(folder: Path = FOLDER) -> list[Recipe]:
    """Return all recipes of a folder, sorted by name."""
    return [read(path) for path in sorted(folder.glob("*.snippet"))]


def read(path: Path) -> Recipe:
    """Return the recipe in a file; RecipeError where it is badly formed."""
    front, separator, body = path.read_text("utf-8").partition("\n---\n")
    try:
        table = tomllib.loads(front)
        recipe = Recipe(
            path.stem,
            table.pop("commit"),
            table.pop("path"),
            table.pop("language"),
            table.pop("style"),
            _expect(table.pop("expect", "apply")),
            tuple(body.split("\n")),
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError) as error:
        raise RecipeError(f"{path.name}: {error}") from error
    if table or not separator:
        raise RecipeError(f"{path.name}: {', '.join(table) or 'no line ---'}")
    return recipe


def _expect(word: str) -> bool:
    if word not in {"apply", "refuse"}:
        raise ValueError(f"expect is {word!r}")
    return word == "refuse"


def cases(repositories: Iterable[Path], folder: Path = FOLDER) -> list[Case]:
    """Return the cases whose commit is in one of the repositories."""
    made: dict[str, Case] = {}
    known = recipes(folder)
    for repository in repositories:
        with Blobs(repository) as blobs:
            for recipe in known:
                old = blobs.read(f"{recipe.commit}^:{recipe.path}")
                new = blobs.read(f"{recipe.commit}:{recipe.path}")
                if recipe.name not in made and old is not None and new is not None:
                    made[recipe.name] = case(recipe, old.decode(), new.decode())
    return [made[name] for name in sorted(made)]


def case(recipe: Recipe, old: str, new: str) -> Case:
    """Return the case that a recipe makes of the commit's file before and after."""
    return Case(
        f"written:{recipe.name}",
        "own written",
        "must be refused" if recipe.must_be_refused else "written",
        recipe.language,
        recipe.path,
        old,
        fill(recipe, old, new),
        None if recipe.must_be_refused else new,
        recipe.style,
    )


def fill(recipe: Recipe, old: str, new: str) -> str:
    """Return the snippet: each `%%` line replaced by the lines that it names."""
    sides = {"old": _lines(old), "new": _lines(new)}
    out: list[str] = []
    for number, line in enumerate(recipe.body, 1):
        where = f"{recipe.name}, line {number} of the snippet"
        if line.startswith("%% lit "):
            out.append(line.removeprefix("%% lit "))
        elif line.startswith("%%"):
            out += _named(line, sides, where)
        else:
            out.append(line)
    return "\n".join(out)


def _lines(text: str) -> list[str]:
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return lines if lines[-1] else lines[:-1]


def _named(line: str, sides: dict[str, list[str]], where: str) -> list[str]:
    found = _LINES.fullmatch(line.rstrip())
    if found is None:
        raise RecipeError(f"{where}: {line!r}")
    side, first, last, modifiers = found.groups()
    lines = sides[side]
    start, end = int(first), int(last or first)
    if not 1 <= start <= end <= len(lines):
        raise RecipeError(f"{where}: the file has {len(lines)} lines")
    shown: Sequence[str] = lines[start - 1 : end]
    position = 0
    while position < len(modifiers):
        modifier = _MODIFIER.match(modifiers, position)
        if modifier is None:
            raise RecipeError(f"{where}: {modifiers[position:]!r}")
        shown = _modified(shown, modifier, where)
        position = modifier.end()
    return list(shown)


def _modified(lines: Sequence[str], modifier: re.Match[str], where: str) -> list[str]:
    way, columns, wanted, instead = modifier.groups()
    if way == "indent":
        return [_filler(line) * int(columns) + line for line in lines]
    if way == "dedent":
        return [line[min(int(columns), len(line) - len(line.lstrip())) :] for line in lines]
    plain, new = re.sub(r"\\(.)", r"\1", wanted), re.sub(r"\\(.)", r"\1", instead)
    if not any(plain in line for line in lines):
        raise RecipeError(f"{where}: {plain!r} is not in these lines")
    return [line.replace(plain, new) for line in lines]


def _filler(line: str) -> str:
    """Return what one column of indentation is written with; nothing before an empty line."""
    return ("\t" if line.startswith("\t") else " ") if line.strip() else ""
