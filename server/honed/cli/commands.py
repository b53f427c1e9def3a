"""The command `honed`: what all commands have in common, and where they hang."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from honed import __version__
from honed.cli.apply import apply
from honed.cli.check import check
from honed.cli.demo import demo
from honed.cli.doctor import doctor
from honed.cli.learn import learn
from honed.cli.memory import memory
from honed.cli.patterns import patterns
from honed.cli.policy import policy
from honed.cli.printing import printable
from honed.cli.quality import quality
from honed.cli.report import report
from honed.cli.settings import settings
from honed.cli.share import export, import_
from honed.cli.stats import stats
from honed.cli.why import why
from honed.core.errors import HonedError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Commands(click.Group):
    """A group that tells of an error in one line; HONED_DEBUG shows where it was raised."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click says
        """Run the command that was named; exit with 1 where honed raises an error."""
        # https://no-color.org; rich keeps to it, click does not.
        if os.environ.get("NO_COLOR"):
            ctx.color = False
        try:
            return super().invoke(ctx)
        except (HonedError, ImportError) as error:
            if os.environ.get("HONED_DEBUG"):
                raise
            click.echo(f"honed: {_told(error)}", err=True)
            return ctx.exit(1)


def _told(error: HonedError | ImportError) -> str:
    message = str(error)
    if isinstance(error, ImportError):
        message = f"A part of honed cannot be loaded: {message}. `honed doctor` says more."
    return printable(" ".join(message.split()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="honed", message="%(prog)s %(version)s")
def commands() -> None:
    """Honed learns how you edit, on your machine, and offers it again.

    Your editor starts `honed serve`; the other commands show what was learned.
    """


@commands.command(add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def serve(context: click.Context, arguments: Sequence[str]) -> None:
    """Be the language server, on standard input and output."""
    from honed.cli.serve import serve as run  # noqa: PLC0415 - a server starts without the rest

    context.exit(run(arguments))


commands.add_command(apply)
commands.add_command(learn)
commands.add_command(stats)
commands.add_command(report)
commands.add_command(patterns)
commands.add_command(memory)
commands.add_command(policy)
commands.add_command(check)
commands.add_command(quality)
commands.add_command(why)
commands.add_command(export)
commands.add_command(import_)
commands.add_command(settings)
commands.add_command(doctor)
commands.add_command(demo)
