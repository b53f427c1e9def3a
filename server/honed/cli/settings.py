"""`honed settings`: what is in force in a folder and who said so, and the schema of what can be."""

from __future__ import annotations

from pathlib import Path

import click

from honed.cli.as_json import settings_json
from honed.cli.options import Asked, with_common_options
from honed.cli.printing import print_json


@click.command()
@click.option(
    "--schema", "is_schema", is_flag=True, help="Print the JSON schema of all settings instead."
)
@with_common_options
def settings(asked: Asked, *, is_schema: bool) -> None:
    """Show the settings in force in a folder, and which source says so.

    What the editor sends is not known here.
    """
    if is_schema:
        from honed.services.settings_schema import schema  # noqa: PLC0415 - `--help` needs none

        print_json(schema())
        return
    from honed.services.settings_report import in_folder  # noqa: PLC0415 - as above

    found = in_folder((asked.workspace or Path.cwd()).absolute())
    if asked.as_json:
        print_json(settings_json(found))
    else:
        from honed.cli.as_text import print_settings  # noqa: PLC0415 - as above

        print_settings(found)
