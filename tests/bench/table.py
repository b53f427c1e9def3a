"""What a bench prints and writes: numbers with their spread, beside limits and baselines."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import attrs
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@attrs.frozen
class Numbers:
    """A sample in few numbers; `low` and `high` are its first and third quartile."""

    count: int
    median: float
    p95: float
    p99: float
    low: float
    high: float


def numbers(values: Sequence[float]) -> Numbers | None:
    """Return the sample's numbers, None for an empty one."""
    if not values:
        return None
    ordered = sorted(values)
    return Numbers(
        len(ordered), *(quantile(ordered, share) for share in (0.5, 0.95, 0.99, 0.25, 0.75))
    )


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` of the (sorted, not empty) values do not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@attrs.frozen
class Row:
    """One measure; `beside` are the same numbers of baselines, `limits` say what may be reached.

    The keys of `limits` are `median` or `p95`; `note` says what the numbers do not.
    """

    name: str
    unit: str
    found: Numbers
    beside: Mapping[str, Numbers | None] = attrs.field(factory=dict)
    limits: Mapping[str, float] = attrs.field(factory=dict)
    note: str = ""

    @property
    def verdict(self) -> str:
        """`ok` or `over`, empty where there is no limit."""
        if not self.limits:
            return ""
        values = {"median": self.found.median, "p95": self.found.p95}
        return "ok" if all(values[key] <= most for key, most in self.limits.items()) else "over"


@attrs.frozen
class Table:
    """A bench's result; `facts` say on what, with what and how it was measured."""

    bench: str
    facts: Mapping[str, str]
    rows: Sequence[Row]

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON has it."""
        rows = [attrs.asdict(row) | {"verdict": row.verdict} for row in self.rows]
        return {"bench": self.bench, "facts": dict(self.facts), "rows": rows}


@attrs.frozen
class Grid:
    """A bench's result in words and counts: a name and its values a row.

    `is_bad` says that something did not hold that must.
    """

    bench: str
    facts: Mapping[str, str]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    is_bad: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return everything as JSON has it."""
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        return {"bench": self.bench, "facts": dict(self.facts), "rows": rows}


def write(path: Path, tables: Sequence[Table | Grid]) -> None:
    """Write the tables as one JSON document."""
    content = [table.to_json() for table in tables]
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def show(table: Table | Grid, console: Console | None = None) -> None:
    """Print the table."""
    console = console or _console()
    console.print(f"[bold]{table.bench}[/]")
    for name, fact in table.facts.items():
        console.print(f"  {name}: {fact}", highlight=False)
    if isinstance(table, Grid):
        _show_grid(table, console)
    else:
        _show_table(table, console)


def _show_grid(grid: Grid, console: Console) -> None:
    made = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, title in enumerate(grid.columns):
        is_words = number == 0 or title in {"", "note"}
        made.add_column(title, justify="left" if is_words else "right")
    for row in grid.rows:
        made.add_row(*map(escape, row))
    console.print(made)


def _show_table(table: Table, console: Console) -> None:
    names = list(dict.fromkeys(name for row in table.rows for name in row.beside))
    made = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    made.add_column("measure")
    made.add_column("unit")
    for title in ("n", "median", "p95", "p99", "quartiles", *names, "limit"):
        made.add_column(title, justify="right")
    made.add_column("")
    for row in table.rows:
        made.add_row(*_cells(row, names), style="red" if row.verdict == "over" else None)
    console.print(made)
    for row in table.rows:
        if row.note:
            console.print(f"  {row.name}: {row.note}", highlight=False)


def _console() -> Console:
    """Return a console that cuts no table where the output is a file."""
    console = Console()
    return console if console.is_terminal else Console(width=200)


def _cells(row: Row, names: Sequence[str]) -> list[str]:
    found = row.found
    beside = [row.beside.get(name) for name in names]
    return [
        row.name,
        row.unit,
        str(found.count),
        _short(found.median),
        _short(found.p95),
        _short(found.p99),
        f"{_short(found.low)}–{_short(found.high)}",
        *(f"{_short(each.median)} / {_short(each.p95)}" if each else "" for each in beside),
        " / ".join(_limit(key, most) for key, most in row.limits.items()),
        row.verdict,
    ]


def _limit(key: str, most: float) -> str:
    return f"{key} {most:g}"


def _short(value: float) -> str:
    """Return three digits of a number, none less than its whole part has."""
    digits = 2 - math.floor(math.log10(abs(value))) if value else 2
    return f"{value:.{min(3, max(0, digits))}f}"
