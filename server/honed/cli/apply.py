"""`honed apply`: an edit snippet, blocks or a diff into a file, or a patch into several."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from honed.core.errors import HonedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.result import Format
    from honed.services.applying import Changed


class Language(click.ParamType[str]):
    """The name of a language, such as `python`."""

    name = "NAME"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return our name of a language; a usage error where there is no such."""
        from honed.syntax import languages  # noqa: PLC0415 - `--help` needs none of it

        language = languages.by_any_name(str(value))
        if language is None:
            known = ", ".join(languages.names())
            self.fail(f"{value!r} is no language that honed knows; it knows {known}.", param, ctx)
        return language.name


class FormatName(click.ParamType["Format"]):
    """The name of a format, such as `unified_diff`."""

    name = "NAME"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Format:
        """Return the format; a usage error where there is no such."""
        from honed.apply.result import Format  # noqa: PLC0415 - as above

        if str(value) not in set(Format):
            self.fail(f"{value!r} is none of {', '.join(Format)}.", param, ctx)
        return Format(str(value))


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--edit", type=click.File("rb"), metavar="FILE|-", help="The edit for FILE.")
@click.option(
    "--patch",
    type=click.File("rb"),
    metavar="FILE|-",
    help="A patch for files below the current directory, instead of FILE and --edit.",
)
@click.option(
    "--cases",
    is_flag=True,
    help="Answer edits that come as JSON lines on standard input; docs/cli.md has the keys.",
)
@click.option("--write", is_flag=True, help="Write the result; without it nothing is changed.")
@click.option("--diff", "shows_diff", is_flag=True, help="Print what changes as a unified diff.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON; docs/cli.md has the keys.")
@click.option("--all-or-nothing", is_flag=True, help="Of a patch, change all files or none.")
@click.option(
    "--language",
    type=Language(),
    help="The file's language, such as python, instead of what its name says.",
)
@click.option(
    "--format",
    "edit_format",
    type=FormatName(),
    help="How the edit is written, such as unified_diff, where that is not to be found out.",
)
@click.option("--instruction", metavar="TEXT", help="What the edit was asked to do, in words.")
@click.pass_context
def apply(  # noqa: PLR0913 - one for each option
    context: click.Context,
    *,
    file: Path | None,
    edit: BinaryIO | None,
    patch: BinaryIO | None,
    cases: bool,
    write: bool,
    shows_diff: bool,
    as_json: bool,
    all_or_nothing: bool,
    language: str | None,
    edit_format: Format | None,
    instruction: str | None,
) -> None:
    """Put an edit into FILE exactly, or refuse it and say why; then the exit code is 1.

    An edit is what an assistant answers: a snippet that leaves parts of the file out (`# ...
    existing code ...`), a declaration, a whole file, blocks to search and replace, or a diff. The
    result is printed on standard output, and how it came about on standard error.
    """
    _demand_one_way(file, edit, patch, cases=cases)
    if shows_diff and as_json:
        raise click.UsageError("--diff and --json exclude each other.")
    if cases:
        if write or shows_diff or all_or_nothing:
            message = "--cases answers in JSON, without --write, --diff and --all-or-nothing."
            raise click.UsageError(message)
        _answer_cases()
        return
    changes: Sequence[Changed] = []
    if patch is not None:
        changes = _patched(patch.read(), all_or_nothing=all_or_nothing)
    elif file is not None and edit is not None:
        changes = [_edited(file, edit.read(), language, edit_format, instruction)]
    if write:
        _write(changes, is_one_step=patch is None or all_or_nothing)
    _answer(changes, is_patch=patch is not None, written=write, diff=shows_diff, as_json=as_json)
    context.exit(0 if all(each.is_applied for each in changes) else 1)


def _demand_one_way(
    file: Path | None, edit: BinaryIO | None, patch: BinaryIO | None, *, cases: bool
) -> None:
    ways = [file is not None or edit is not None, patch is not None, cases]
    if sum(ways) != 1:
        raise click.UsageError("One of FILE with --edit, --patch and --cases is wanted.")
    if ways[0] and (file is None or edit is None):
        raise click.UsageError("FILE and --edit go together.")


def _edited(
    file: Path,
    edit: bytes,
    language: str | None,
    format: Format | None,  # noqa: A002 - the engine's word
    instruction: str | None,
) -> Changed:
    from honed.services import applying  # noqa: PLC0415 - `--help` needs none of it

    text = applying.read_edit(edit)
    try:
        return applying.change_file(
            file, text, language=language, format=format, instruction=instruction
        )
    except HonedError as error:
        raise click.UsageError(str(error)) from error


def _patched(patch: bytes, *, all_or_nothing: bool) -> Sequence[Changed]:
    from honed.services import applying  # noqa: PLC0415 - as above

    text = applying.read_edit(patch)
    if text is None:
        raise click.UsageError("The patch is no text.")
    try:
        return applying.change_folder(Path(), text, all_or_nothing=all_or_nothing)
    except HonedError as error:
        raise click.UsageError(str(error)) from error


def _write(changes: Sequence[Changed], *, is_one_step: bool) -> None:
    from honed.services import applying  # noqa: PLC0415 - as above

    for step in [changes] if is_one_step else [[each] for each in changes]:
        applying.write(step)


def _answer(
    changes: Sequence[Changed], *, is_patch: bool, written: bool, diff: bool, as_json: bool
) -> None:
    from honed.cli import apply_print  # noqa: PLC0415 - as above

    if as_json:
        apply_print.print_changes(changes, is_patch=is_patch, is_written=written)
        return
    if diff or (is_patch and not written):
        apply_print.print_diff(changes)
    elif not written:
        apply_print.print_text(changes[0])
    apply_print.print_notes(changes)


def _answer_cases() -> None:
    from honed.services.cases import Cases  # noqa: PLC0415 - as above
    from honed.services.clock import SystemClock  # noqa: PLC0415 - as above

    for answer in Cases(SystemClock()).answers(sys.stdin.buffer):
        click.echo(json.dumps(answer))
