"""`honed report`: what was learned, as a page to look at."""

from __future__ import annotations

from pathlib import Path

import click

from honed.cli.options import Asked, with_common_options
from honed.cli.printing import print_json

PAGE = "honed-report.html"


@click.command()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default=PAGE,
    show_default=True,
    metavar="FILE",
    help="The file to write; - for standard output.",
)
@with_common_options
def report(asked: Asked, *, output: Path) -> None:
    """Write what was learned as one HTML page that holds all it shows.

    The learning curve, what became of suggestions by kind and language, how long they took, and
    where all of it lies.
    """
    from honed.cli.as_json import figures_json  # noqa: PLC0415 - `--help` needs none of it
    from honed.cli.report_page import page  # noqa: PLC0415
    from honed.core.errors import HonedError  # noqa: PLC0415
    from honed.services.figures import figures  # noqa: PLC0415

    found = figures(asked.place())
    if asked.as_json:
        print_json(figures_json(found))
        return
    written = page(found)
    if str(output) == "-":
        click.echo(written, nl=False)
        return
    try:
        output.write_text(written, "utf-8")
    except OSError as error:
        raise HonedError(f"{output} cannot be written ({error.strerror}).") from error
    click.echo(f"Written to {output}")
