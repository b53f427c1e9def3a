"""`honed doctor`: whether the installation and its data are well.

It prints with click alone: what it looks at may be broken, and rich is part of that.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from honed.cli.as_json import checks_json
from honed.cli.options import Asked, with_common_options
from honed.cli.printing import print_json, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honed.services.findings import Check

COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}


@click.command()
@with_common_options
@click.pass_context
def doctor(context: click.Context, asked: Asked) -> None:
    """Check versions, grammars, databases and settings; exit with 1 where something fails."""
    from honed.services.checkup import checkup  # noqa: PLC0415 - `--help` needs none of it

    checks = checkup(asked.data_dir, asked.workspace)
    answer = checks_json(checks)
    if asked.as_json:
        print_json(answer)
    else:
        _print(checks)
    context.exit(0 if answer["isWell"] else 1)


def _print(checks: Iterable[Check]) -> None:
    for section, found in groupby(checks, lambda check: check.section):
        click.secho(section, bold=True)
        for check in found:
            level = click.style(f"{check.level:<4}", fg=COLOURS[check.level])
            # One line each, even where a library's message has several.
            message = printable(" ".join(check.message.split()))
            click.echo(f"  {level}  {printable(check.name)}: {message}")
            if check.advice:
                click.echo(f"        {printable(check.advice)}")
