"""`honed why`: why something is offered on a line of a file, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from honed.cli.as_json import explanation_json
from honed.cli.options import Asked, FileLine, with_common_options
from honed.cli.printing import print_json

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("place", metavar="FILE:LINE", type=FileLine())
@click.option(
    "--language",
    metavar="NAME",
    help="The file's language, such as python, instead of what its name says.",
)
@with_common_options
def why(asked: Asked, *, place: tuple[Path, int], language: str | None) -> None:
    """Say what is offered on a line of a file, or why nothing is; lines count from 1.

    It tells each candidate with its probability, what made it probable, what speaks against it
    and where it was learned, and the patterns that nearly fit.
    """
    from honed.cli.why_as_text import print_explanation  # noqa: PLC0415 - `--help` needs none of it
    from honed.services.why import why as explain  # noqa: PLC0415

    path, line = place
    store = asked.place(path)
    found, text = explain(store, path, line, language.lower() if language else None)
    if asked.as_json:
        print_json(explanation_json(store, path, found))
    else:
        print_explanation(store, found, text)
