"""How `honed apply` answers: the text itself, a diff or JSON on standard output; how, beside it."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

import click

from honed.apply.result import Applied, Refused
from honed.cli.printing import print_json, printable
from honed.services.apply_answers import result_json, result_lines
from honed.services.applying import content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from honed.services.applying import Changed

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
NOWHERE = "/dev/null"
"""What a unified diff calls a file that is not there."""


def print_text(changed: Changed) -> None:
    """Print the bytes that the file would have."""
    click.echo(content(changed), nl=False)


def print_diff(changes: Iterable[Changed]) -> None:
    """Print what changes as a unified diff."""
    for each in changes:
        for line in diff_of(each):
            click.echo(line.encode("utf-8", "replace"), nl=False)


def print_changes(changes: Sequence[Changed], *, is_patch: bool, is_written: bool) -> None:
    """Print one object in JSON: the file's, or all files of a patch."""
    told = [_changed_json(each, is_written=is_written) for each in changes]
    print_json({"files": told} if is_patch else told[0])


def print_notes(changes: Iterable[Changed]) -> None:
    """Say on standard error how each file was changed, or why not."""
    for each in changes:
        first, *others = (printable(" ".join(line.split())) for line in result_lines(each.result))
        click.echo(f"{printable(each.name) or 'the patch'}: {first}", err=True)
        for line in others:
            click.echo(f"  {line}", err=True)


def diff_of(changed: Changed) -> Iterator[str]:
    """Yield the lines of a unified diff that turns the file into what it becomes."""
    result, file = changed.result, changed.file
    if isinstance(result, Refused):
        return
    before = _LINE.findall(file.text or "") if file else []
    old = f"a/{changed.name}" if file else NOWHERE
    new = NOWHERE if result.is_removed else f"b/{result.new_path or changed.name}"
    if result.new_path is not None:
        # Without these git refuses a file that has two names.
        yield f"diff --git {old} {new}\n"
        yield f"rename from {changed.name}\nrename to {result.new_path}\n"
    for line in difflib.unified_diff(before, _LINE.findall(result.text), old, new):
        yield line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"


def _changed_json(changed: Changed, *, is_written: bool) -> dict[str, Any]:
    applied = changed.result if isinstance(changed.result, Applied) else None
    return {
        "file": changed.name,
        **result_json(changed.result),
        "text": None if applied is None or applied.is_removed else applied.text,
        "isRemoved": applied is not None and applied.is_removed,
        "newFile": applied and applied.new_path,
        "isWritten": is_written and applied is not None,
    }
