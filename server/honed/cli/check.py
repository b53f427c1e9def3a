"""`honed check`: the rules of a project, held against its files, for people and for CI."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from honed.cli.options import DIRECTORY
from honed.cli.printing import console, counted, one_line, print_json, printable

if TYPE_CHECKING:
    from typing import Any

    from honed.services.rule_check import CheckedFiles, Finding


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Write what the rules say, all files or none.")
@click.option(
    "--format",
    "answer_format",
    type=click.Choice(["plain", "sarif", "json"]),
    default="plain",
    show_default=True,
    help="How to answer: a line for each finding, SARIF 2.1.0, or JSON.",
)
@click.option(
    "--workspace",
    type=DIRECTORY,
    metavar="DIR",
    help="The folder whose rules hold, instead of the innermost one that holds the current"
    " directory.",
)
@click.pass_context
def check(
    context: click.Context,
    *,
    paths: tuple[Path, ...],
    fix: bool,
    answer_format: str,
    workspace: Path | None,
) -> None:
    """Hold files against the rules in `.honed/patterns/`; the exit code is 1 where one finds some.

    Without PATH all files of the project are looked at, but those that git ignores.
    """
    from honed.cli.sarif import sarif  # noqa: PLC0415 - `--help` needs none of it
    from honed.services.rule_check import check as run  # noqa: PLC0415
    from honed.services.rule_files import home_of  # noqa: PLC0415

    found = run(home_of(workspace or Path()), paths, fixes=fix)
    for message in _troubles(found):
        click.echo(f"honed: {printable(message)}", err=True)
    if answer_format == "plain":
        _print(found)
    else:
        print_json(sarif(found) if answer_format == "sarif" else _json(found))
    context.exit(0 if found.is_clean else 1)


def _troubles(found: CheckedFiles) -> list[str]:
    broken = [f"{each.path}: {each.message}." for each in found.rules.broken]
    failed = [f"{each.path}: {wrong[0].message}." for each, wrong in found.rules.failed]
    return [*broken, *failed, *found.troubles]


def _print(found: CheckedFiles) -> None:
    shown = console()
    for each in found.left:
        line, column = each.start
        edit = one_line(f"{each.before} → {each.after}") if each.before else one_line(each.after)
        why = f" ({one_line(each.rule.description)})" if each.rule.description else ""
        place = printable(f"{each.path}:{line}:{column}")
        shown.print(f"{place}: {each.rule.name}: {edit}{why}", soft_wrap=True)
    mended = len(found.found) - len(found.left)
    if mended:
        files = len(found.fixed)
        shown.print(f"{counted(mended, 'finding')} mended in {counted(files, 'file')}.")
    shown.print(f"{counted(len(found.left), 'finding')} in {counted(found.files, 'file')}.")


def _json(found: CheckedFiles) -> dict[str, Any]:
    left = set(map(id, found.left))
    return {
        "workspace": str(found.folder),
        "files": found.files,
        "findings": [_finding(each, is_fixed=id(each) not in left) for each in found.found],
        "fixed": list(found.fixed),
        "troubles": _troubles(found),
    }


def _finding(each: Finding, *, is_fixed: bool) -> dict[str, Any]:
    return {
        "rule": each.rule.name,
        "file": each.path,
        "line": each.start[0],
        "column": each.start[1],
        "endLine": each.end[0],
        "endColumn": each.end[1],
        "before": each.before,
        "after": each.after,
        "isFixed": is_fixed,
    }
