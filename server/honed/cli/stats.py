"""`honed stats`: what was learned so far, in numbers."""

from __future__ import annotations

import click

from honed.cli.as_json import overview_json
from honed.cli.options import Asked, with_common_options
from honed.cli.printing import print_json


@click.command()
@with_common_options
def stats(asked: Asked) -> None:
    """Show what was learned so far, in numbers, and where it lies."""
    from honed.cli.as_text import print_overview  # noqa: PLC0415 - `--help` needs none of it
    from honed.services.report import overview  # noqa: PLC0415

    found = overview(asked.place())
    if asked.as_json:
        print_json(overview_json(found))
    else:
        print_overview(found)
