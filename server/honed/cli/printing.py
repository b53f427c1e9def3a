"""How commands answer: JSON for programs, tables for people, plain where nobody looks."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

ROOMY = 110
"""Columns from which on a line holds a pattern with its record."""
UNBOUNDED = 10_000
"""The width for a pipe: a line is never broken there."""
NUMBERS = frozenset({"ID", "Seen", "Accepted", "Rejected", "Similarity", "Probability", "Adds"})
LONG = frozenset({"Edit", "From", "Why"})
"""Columns that are broken into lines where there is too little room."""


def print_json(value: object) -> None:
    """Print a value as JSON on standard output; what is not ASCII is escaped."""
    click.echo(json.dumps(value, indent=2))


def console(*, is_stderr: bool = False) -> Console:
    """Return where people read; it has colours where it is a terminal that shows them."""
    from rich.console import Console  # noqa: PLC0415 - `--help` needs none of it

    stream = sys.stderr if is_stderr else sys.stdout
    # What the terminal's encoding has not is shown as an escape, instead of ending the command.
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    made = Console(stderr=is_stderr, highlight=False, markup=False, emoji=False)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = UNBOUNDED
    return made


def table(*columns: str, has_header: bool = True) -> Table:
    """Return an empty table."""
    from rich.table import Table  # noqa: PLC0415 - as above

    made = Table(
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        header_style="bold",
        show_header=has_header,
    )
    for name in columns:
        made.add_column(
            name,
            justify="right" if name in NUMBERS else "left",
            no_wrap=name not in LONG,
            overflow="fold",
        )
    return made


def printable(text: str) -> str:
    r"""Return the text with what could steer a terminal spelled out, as `\x1b`."""
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() or each in "\t\n" else each.encode("unicode_escape").decode()
        for each in text
    )


def counted(number: int, noun: str) -> str:
    """Return a number of things in words, as `1 file` or `2,000 files`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def one_line(text: str, limit: int = 100) -> str:
    """Return the start of the text on one line, printable."""
    line = printable(" ".join(text.split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"
