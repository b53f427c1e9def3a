"""`honed learn`: what a project's git history teaches, before its owner has typed a word."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from honed.cli.options import DIRECTORY, Asked, with_common_options
from honed.cli.printing import console, one_line, print_json, printable, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from honed.services.history import Asked as AskedHistory
    from honed.services.history import Learned
    from honed.services.ledger import Kept

INTERRUPTED = 130
MOST_SHOWN = 10
REASONS = {
    "large": "too large",
    "mechanical": "mechanical",
    "formatting": "formatting only",
    "unknown": "without a file to learn from",
    "repeated": "repeating another",
    "failed": "not readable",
}


@click.command()
@click.option(
    "--repo",
    type=DIRECTORY,
    default=Path(),
    metavar="DIR",
    help="The git repository, or a folder in it, instead of the current directory.",
)
@click.option("--since", metavar="DATE", help="Only commits since then, as git reads dates.")
@click.option("--dry-run", is_flag=True, help="Tell what would be learned, and write nothing.")
@click.option(
    "--processes",
    type=click.IntRange(min=1, max=64),
    metavar="N",
    help="So many processes read commits, instead of one for each processor.",
)
@with_common_options
@click.pass_context
def learn(  # noqa: PLR0913 - one for each option
    context: click.Context,
    asked: Asked,
    *,
    repo: Path,
    since: str | None,
    dry_run: bool,
    processes: int | None,
) -> None:
    """Learn from the git history of a project.

    Each commit is learned from once; the command goes on where it was ended. What recurs becomes
    patterns that watch until they prove themselves, and the ranker learns what to offer here.
    """
    from honed.services.clock import SystemClock  # noqa: PLC0415 - `--help` needs none of it
    from honed.services.history import asked_for  # noqa: PLC0415
    from honed.services.history import learn as run  # noqa: PLC0415

    what = asked_for(repo, asked.data_dir, asked.workspace, since, processes, is_dry=dry_run)
    with _progress() as progress, _until_interrupted() as is_ended:
        found = run(what, SystemClock(), progress, is_ended)
    if asked.as_json:
        print_json(_json(what, found))
    else:
        _print(what, found)
    if found.left:
        context.exit(INTERRUPTED)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal's standard error how far it is."""
    from rich.progress import (  # noqa: PLC0415 - as above  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    shown = console(is_stderr=True)
    columns = TextColumn("Commits"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _until_interrupted() -> Iterator[Callable[[], bool]]:
    """Give what tells whether Ctrl-C was pressed; pressed twice, it ends the command as ever.

    So does what asks a process to end.
    """
    asked: list[int] = []

    def note(number: int, _: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    before = {each: signal.signal(each, note) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for each, action in before.items():
            signal.signal(each, action)


def _json(what: AskedHistory, found: Learned) -> dict[str, Any]:
    return {
        "workspace": str(what.folder),
        "repository": str(what.repository),
        "isDryRun": what.is_dry,
        "commits": found.commits,
        "minedBefore": found.known,
        "left": found.left,
        "learned": found.learned,
        "skipped": found.skipped,
        "edits": found.edits,
        "formattingEdits": found.formatting,
        "patternsMet": found.seen,
        "patterns": [_pattern_json(each) for each in found.kept],
        "decisions": found.decisions,
        "seconds": round(found.seconds, 3),
    }


def _pattern_json(kept: Kept) -> dict[str, Any]:
    tally, sighting = kept
    before, after = _sides(kept)
    return {
        "language": sighting.rewrite.language,
        "before": before,
        "after": after,
        "path": sighting.example.path,
        "line": sighting.example.line + 1,
        "commits": tally.commits,
        "support": tally.support,
        "shadowRight": tally.right,
        "shadowWrong": tally.wrong,
    }


def _sides(kept: Kept) -> tuple[str, str]:
    from honed.suggest.render import preview  # noqa: PLC0415 - as above

    before, after = preview(kept[1].rewrite)
    return " ".join(before.split()), " ".join(after.split())


def _print(what: AskedHistory, found: Learned) -> None:
    done = found.learned + sum(found.skipped.values())
    speed = f", {60 * done / found.seconds:,.0f} a minute" if done and found.seconds else ""
    skipped = [f"{number:,} {REASONS[why]}" for why, number in found.skipped.items() if number]
    rows = table("", "", has_header=False)
    rows.add_row("History of", printable(str(what.repository)))
    rows.add_row("Commits", f"{done:,} gone through{speed}; {found.known:,} were before")
    rows.add_row("Learned from", f"{found.learned:,} commits, {found.edits:,} edits")
    rows.add_row("Passed over", ", ".join(skipped) or "none")
    rows.add_row("Patterns", f"{len(found.kept):,} new that recur, of {found.seen:,} met")
    rows.add_row("Ranker", f"{found.decisions:,} decisions")
    shown = console()
    shown.print(rows)
    if what.is_dry:
        _print_patterns(found)
        shown.print("Nothing was written (--dry-run).")
    elif found.kept:
        shown.print("The new patterns watch until they prove themselves; `honed patterns list`.")
    if found.left:
        shown.print(f"{found.left:,} commits are left: the same command goes on with them.")


def _print_patterns(found: Learned) -> None:
    rows = table("Seen", "Edit", "From")
    for tally, sighting in found.kept[:MOST_SHOWN]:
        before, after = _sides((tally, sighting))
        place = f"{sighting.example.path}:{sighting.example.line + 1}"
        rows.add_row(str(tally.support), one_line(f"{before} → {after}"), printable(place))
    if found.kept:
        console().print(rows)
