"""What every command can be asked: which store, and whether to answer in JSON."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.services.places import Place

DIRECTORY = click.Path(path_type=Path)


class FileLine(click.ParamType[tuple[Path, int]]):
    """`FILE:LINE` with lines from 1; becomes the path and the zero-based line."""

    name = "FILE:LINE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Path, int]:
        """Return path and line; a usage error where the value is of another form."""
        path, _, line = str(value).rpartition(":")
        if not path or not (line.isascii() and line.isdecimal()) or int(line) < 1:
            self.fail(f"{value!r} is not of the form FILE:LINE, with lines from 1.", param, ctx)
        return Path(path), int(line) - 1


class Asked(NamedTuple):
    """The options that all commands have."""

    as_json: bool
    data_dir: Path | None
    workspace: Path | None

    def place(self, file: Path | None = None) -> Place:
        """Return the store that is meant; without `--workspace` that of the file, if one is."""
        from honed.services.places import find_place  # noqa: PLC0415 - `--help` needs none of it

        return find_place(self.data_dir, self.workspace, file)


def with_common_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all have; it gets them as its first argument."""

    @click.option(
        "--json", "as_json", is_flag=True, help="Answer in JSON; docs/cli.md has the keys."
    )
    @click.option(
        "--data-dir",
        type=DIRECTORY,
        metavar="DIR",
        help="Where what was learned lies, instead of the user's data directory.",
    )
    @click.option(
        "--workspace",
        type=DIRECTORY,
        metavar="DIR",
        help="Take the store of this workspace folder, or of the one that holds it, instead of the"
        " current directory's. Outside any workspace it is the store of loose files.",
    )
    @wraps(command)
    def asked(
        *, as_json: bool, data_dir: Path | None, workspace: Path | None, **others: object
    ) -> None:
        command(Asked(as_json, data_dir, workspace), **others)

    return asked
