"""Rules as the commands show them: what was promoted, and what their tests say."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING, Any

from honed.cli.printing import console, printable

if TYPE_CHECKING:
    from pathlib import Path

    from honed.learn.rules import Rule
    from honed.services.rule_files import Checked


def promoted_json(rule: Rule, text: str, path: Path | None) -> dict[str, Any]:
    """Return what was promoted; `path` is None where nothing was written."""
    return {
        "name": rule.name,
        "language": rule.language,
        "before": rule.before,
        "after": rule.after,
        "holes": {name: kind.value for name, kind in rule.holes.items()},
        "text": text,
        "file": None if path is None else str(path),
    }


def checked_json(folder: Path, found: Checked) -> dict[str, Any]:
    """Return what the tests of the rules say."""
    return {
        "workspace": str(folder),
        "sound": [each.rule.name for each in found.sound],
        "failed": [
            {
                "file": each.path,
                "failures": [
                    {
                        "message": wrong.message,
                        "before": wrong.case.before,
                        "expected": wrong.case.after,
                        "found": wrong.found,
                    }
                    for wrong in failures
                ],
            }
            for each, failures in found.failed
        ],
        "broken": [{"file": each.path, "message": each.message} for each in found.broken],
    }


def print_checked(found: Checked) -> None:
    """Print what fails, and how many rules are sound."""
    shown = console()
    for each in found.broken:
        shown.print(printable(f"{each.path}: {each.message}"))
    for file, failures in found.failed:
        for wrong in failures:
            shown.print(printable(f"{file.path}: {wrong.message}"))
            for line in unified_diff(
                wrong.case.after.splitlines(), wrong.found.splitlines(), "expected", "found",
                lineterm="",
            ):  # fmt: skip
                shown.print(f"  {printable(line)}")
    number = len(found.sound)
    shown.print(f"{number} {'rule is' if number == 1 else 'rules are'} sound.")
