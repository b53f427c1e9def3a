"""The rules of a project, in `.honed/patterns/`: read with care, for others wrote them.

A file counts only where it lies in the project itself, links followed; what is wrong with it is
told and hides no other.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from honed.core.errors import RuleError
from honed.learn.promotion import compiled, failures, promoted
from honed.learn.rules import MOST_BYTES, Fault, is_name, parsed, written
from honed.services.text_files import Write, write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.core.model import Pattern
    from honed.learn.promotion import Failure
    from honed.learn.rules import Rule

HOME = Path(".honed") / "patterns"
SUFFIX = ".toml"
MOST_RULES = 500
MOST_NAME = 40
_WORD = re.compile(r"[a-z0-9]+")


@attrs.frozen
class RuleFile:
    """A rule with its pattern, by the path of its file below the folder."""

    path: str
    rule: Rule
    pattern: Pattern


@attrs.frozen
class BrokenFile:
    """A file that holds no rule, and why; `path` as above."""

    path: str
    message: str


@attrs.frozen
class Checked:
    """What the examples and tests of a project's rules say."""

    sound: tuple[RuleFile, ...]
    failed: tuple[tuple[RuleFile, tuple[Failure, ...]], ...]
    broken: tuple[BrokenFile, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every file is a rule that does what it says."""
        return not self.failed and not self.broken


def home_of(start: Path) -> Path:
    """Return the innermost folder from `start` up that has rules; `RuleError` where none has."""
    try:
        place = start.expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise RuleError(f"The folder {start} cannot be looked at: {error}.") from error
    for folder in (place, *place.parents):
        if (folder / HOME).is_dir():
            return folder
    raise RuleError(f"There are no rules: neither {place} nor a folder around it has {HOME}.")


def rules_of(folder: Path) -> tuple[list[RuleFile], list[BrokenFile]]:
    """Return the rules of a folder by name, and the files that hold none.

    Rules get the ids -1, -2, …: no pattern of a store has such.
    """
    rules: list[RuleFile] = []
    broken: list[BrokenFile] = []
    for number, path in enumerate(_files(folder)):
        name = path.relative_to(folder).as_posix()
        if number == MOST_RULES:
            broken.append(
                BrokenFile(name, f"there are over {MOST_RULES} files; the rest is not read")
            )
            break
        found = _read(path, folder, -1 - len(rules))
        if isinstance(found, Fault):
            broken.append(BrokenFile(name, found.message))
        else:
            rules.append(RuleFile(name, *found))
    return rules, broken


def checked(folder: Path) -> Checked:
    """Run the examples and tests of all rules of a folder."""
    rules, broken = rules_of(folder)
    sound: list[RuleFile] = []
    failed: list[tuple[RuleFile, tuple[Failure, ...]]] = []
    for each in rules:
        if wrong := tuple(failures(each.rule, each.pattern)):
            failed.append((each, wrong))
        else:
            sound.append(each)
    return Checked(tuple(sound), tuple(failed), tuple(broken))


def rule_from(pattern: Pattern, name: str | None, description: str = "") -> Rule:
    """Return a pattern as a rule; without a name it gets one from its words.

    `RuleError` where the name is none, or the pattern cannot be written as a rule.
    """
    if name is not None and not is_name(name):
        raise RuleError(
            f"{name!r} is no name of a rule: small letters, digits and hyphens, as `no-log-warn`."
        )
    made = promoted(pattern, name or f"pattern-{pattern.id}", description)
    if isinstance(made, Fault):
        raise RuleError(f"Pattern {pattern.id} cannot be written as a rule: {made.message}.")
    return made if name else attrs.evolve(made, name=_named(made) or made.name)


def save(folder: Path, rule: Rule) -> Path:
    """Write a rule into a project and return its path; `RuleError` where there is one already."""
    path = folder / HOME / f"{rule.name}{SUFFIX}"
    if not _is_inside(path.parent, folder):
        raise RuleError(f"{path.parent} leads out of {folder}; nothing was written.")
    if os.path.lexists(path):
        raise RuleError(f"There is a rule {path} already; --name gives this one another name.")
    write([Write(path, None, written(rule).encode("utf-8"))])
    return path


def _named(rule: Rule) -> str:
    """Return a name of a rule's words, `warn-to-warning`; "" where it has too few."""
    sides = [
        "-".join(_WORD.findall(side.lower()))[:MOST_NAME] for side in (rule.before, rule.after)
    ]
    old, new = (side.strip("-") for side in sides)
    if not old:
        return ""
    return f"{old}-to-{new}" if new else f"no-{old}"


def _files(folder: Path) -> Iterator[Path]:
    home = folder / HOME
    try:
        names = sorted(each.name for each in home.iterdir() if each.name.endswith(SUFFIX))
    except OSError as error:
        raise RuleError(f"{home} cannot be read: {error.strerror or error}.") from error
    return (home / name for name in names)


def _read(path: Path, folder: Path, pattern_id: int) -> tuple[Rule, Pattern] | Fault:
    data = _content(path, folder)
    rule = data if isinstance(data, Fault) else parsed(data)
    if isinstance(rule, Fault):
        return rule
    if f"{rule.name}{SUFFIX}" != path.name:
        return Fault(f"its name is {rule.name!r}, so its file must be {rule.name}{SUFFIX}")
    pattern = compiled(rule, pattern_id)
    if isinstance(pattern, Fault):
        return pattern
    name = path.relative_to(folder).as_posix()
    return rule, attrs.evolve(pattern, example=attrs.evolve(pattern.example, path=name))


def _content(path: Path, folder: Path) -> bytes | Fault:
    try:
        if not _is_inside(path, folder):
            return Fault("it is a link that leads out of the folder")
        # A pipe or a device might never answer.
        if not path.is_file():
            return Fault("it is no regular file")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, RuntimeError) as error:
        return Fault(f"it cannot be read: {getattr(error, 'strerror', None) or error}")


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
