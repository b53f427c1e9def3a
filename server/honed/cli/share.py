"""`honed export` and `honed import`: what was learned, as a file for others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from honed.cli.options import Asked, with_common_options
from honed.cli.printing import console, print_json, printable

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("export")
@click.argument("file", type=FILE)
@click.option("--with-code", is_flag=True, help="Also the code of patterns that only you have met.")
@with_common_options
def export(asked: Asked, *, file: Path, with_code: bool) -> None:
    """Write what was learned to FILE, for others to import.

    Counts and the ranker's weights always go along; code only of patterns that three contributors
    have met, unless it is asked for.
    """
    from honed.services.sharing import export as run  # noqa: PLC0415 - `--help` needs none of it

    place = asked.place()
    found = run(place, file, with_code=with_code)
    if asked.as_json:
        print_json({**_of(asked, file), "patterns": found.patterns, "withCode": found.code})
    else:
        console().print(
            f"{_patterns(found.patterns)} of {printable(place.name)}, {found.code} with code, and"
            f" the ranker's weights are in {printable(str(file))}."
        )


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--undo", is_flag=True, help="Take out again what an import of FILE has added.")
@with_common_options
def import_(asked: Asked, *, file: Path, undo: bool) -> None:
    """Add what others have exported to FILE to what was learned here."""
    from honed.services.clock import SystemClock  # noqa: PLC0415 - `--help` needs none of it
    from honed.services.sharing import bring_in, take_out  # noqa: PLC0415

    place = asked.place()
    found = take_out(place, file) if undo else bring_in(place, file, SystemClock())
    if asked.as_json:
        numbers = {"added": found.added, "credited": found.credited}
        print_json(
            {
                **_of(asked, file),
                "isUndo": undo,
                "patterns": found.patterns,
                "replaced": found.replaced,
                **numbers,
            }
        )
        return
    did = ("removed", "lost") if undo else ("added", "gained")
    console().print(
        f"{_patterns(found.added)} {did[0]}; {_patterns(found.credited)} known here {did[1]} the"
        " records of others."
        + (" An earlier file of the same store was taken out." if found.replaced else "")
    )


def _of(asked: Asked, file: Path) -> dict[str, Any]:
    place = asked.place()
    folder = str(place.folder) if place.folder else None
    return {"workspace": folder, "store": str(place.database), "file": str(file)}


def _patterns(number: int) -> str:
    return f"{number} pattern{'' if number == 1 else 's'}"
