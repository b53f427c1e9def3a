"""One run of `honed demo` for people: short diffs and a few tables."""

from __future__ import annotations

import platform
from collections import Counter
from typing import TYPE_CHECKING

from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from honed import __version__
from honed.cli.printing import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from honed.cli.demo_report import Report
    from honed.cli.demo_run import Again, Told
    from honed.cli.demo_scene import Asked
    from honed.cli.demo_texts import Diff

SHOWN_EVERYWHERE = 2
LONGEST_LINE = 84
LABEL_WIDTH = 19


class Show:
    """Prints the parts of a run as they come."""

    def __init__(self, console: Console) -> None:
        """Print on a console; it may have no colours and no terminal."""
        self._console = console
        self._told = 0

    def opening(self, *, has_typescript: bool) -> None:
        """Say what is about to happen."""
        self._print(
            Text.assemble(
                (f"honed {__version__}", "bold"),
                f" on Python {platform.python_version()}."
                " The real server, driven over LSP as an editor does, on copies of real files.",
            )
        )
        if not has_typescript:
            self._print("No story on TypeScript: --typescript FILE names a file for one.")

    def story(self, told: Told) -> None:
        """Print how a story went."""
        self._told += 1
        chapter = told.chapter
        lines = chapter.text.count("\n")
        self._print()
        self._print(Text.assemble((f"{self._told}. {chapter.story.title}", "bold")))
        self._print(Text(f"   {printable(chapter.origin)}, {lines} lines", "dim"))
        self._fact(
            "typed once", f"{told.keys} keys; learned {told.learned_ms:.0f} ms after the save"
        )
        self._diff(told.typed)
        self._fact(f"asked at {told.asked.places} places", _offers(told.asked))
        for each in told.asked.wrong:
            self._diff(each)
        elsewhere = f"{told.offered_elsewhere} offers" if told.offered_elsewhere else "no offer"
        self._fact(f"on {told.elsewhere} other lines", elsewhere)
        if told.accepted and told.rejected:
            self._fact("accepted", "one offer")
            self._diff(told.accepted)
            self._fact("rejected", f"another, by {told.rejected_by}; not offered there again")
            self._diff(told.rejected, is_crossed_out=True)
            self._fact("everywhere", f"the other {len(told.everywhere)} places, in one step")
            for each in told.everywhere[:SHOWN_EVERYWHERE]:
                self._diff(each)
            if (more := len(told.everywhere) - SHOWN_EVERYWHERE) > 0:
                self._print(Text(f"           … and {more} more", "dim"))

    def closing(self, report: Report) -> None:
        """Print all that is known at the end."""
        self._heading("A new server on the files as they were")
        for told, stopped, killed in zip(
            report.played.told, report.played.restarted, report.played.killed, strict=True
        ):
            self._print(Text(f"   {printable(told.chapter.name)}"))
            self._fact("  stopped, started", _again(stopped))
            self._fact("  kill -9, started", _again(killed))
        self._stored(report)
        self._latencies(report)
        self._checks(report)

    def _stored(self, report: Report) -> None:
        found = report.stored
        self._heading("What was stored")
        counted = Counter((each.outcome.value, each.reward) for each in found.trajectories)
        number = len(found.trajectories)
        self._fact("trajectories", f"{number}: {_outcomes(counted)}")
        for each in found.patterns:
            evidence = each.pattern.evidence
            record = f"{evidence.accepted} accepted, {evidence.rejected} rejected"
            self._fact(f"pattern {each.pattern.id}", f"{each.state.value}, {record}")
            self._diff_lines("", each.before, each.after)
        size = decimal(found.overview.status.bytes_on_disk)
        where = printable(str(found.overview.place.database))
        stays = "" if report.data_dir else ", which is removed now; --data-dir DIR keeps it"
        self._fact("on disk", f"{size} in {where}{stays}")

    def _latencies(self, report: Report) -> None:
        self._heading("Latencies, as the editor sees them")
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("   request")
        for name in ("times", "median", "95 %"):
            table.add_column(name, justify="right")
        for name, each in report.latencies.items():
            table.add_row(
                f"   {name}", str(each.count), f"{each.median_ms:.1f} ms", f"{each.p95_ms:.1f} ms"
            )
        self._console.print(table)
        if report.memory_bytes:
            self._fact("memory", f"{decimal(report.memory_bytes)} in the server's process")

    def _checks(self, report: Report) -> None:
        self._print()
        failed = [check for check in report.checks if not check.holds]
        for check in failed:
            self._print(Text(f"✗ {check.what}: {printable(check.detail)}", "bold red"))
        number = len(report.checks)
        if failed:
            text = f"✗ {len(failed)} of {number} checks failed"
        else:
            text = f"✓ all {number} checks hold"
        style = "bold red" if failed else "bold green"
        self._print(Text.assemble((text, style), f"; {report.seconds:.1f} s"))

    def _heading(self, text: str) -> None:
        self._print()
        self._print(Text(text, "bold"))

    def _fact(self, label: str, text: str) -> None:
        self._print(Text.assemble("   ", (f"{label:{LABEL_WIDTH}}", "cyan"), " ", text))

    def _diff(self, diff: Diff, *, is_crossed_out: bool = False) -> None:
        after = diff.after
        self._diff_lines(str(diff.line), diff.before, after, is_crossed_out=is_crossed_out)

    def _diff_lines(
        self, number: str, before: str, after: str, *, is_crossed_out: bool = False
    ) -> None:
        removed, added = one_line(before, LONGEST_LINE), one_line(after, LONGEST_LINE)
        if is_crossed_out:
            self._print(Text.assemble((f"{number:>8}   ", "dim"), removed))
            self._print(Text.assemble(" " * 11, (added, "dim strike")))
            return
        self._print(Text.assemble((f"{number:>8} ", "dim"), (f"- {removed}", "red")))
        self._print(Text.assemble(" " * 9, (f"+ {added}", "green")))

    def _print(self, text: Text | str = "") -> None:
        self._console.print(text, soft_wrap=True)


def _offers(asked: Asked) -> str:
    parts = [f"{len(asked.right)} offered, right to the character"]
    if asked.wrong:
        parts.append(f"{len(asked.wrong)} wrong")
    if asked.silent:
        parts.append(f"{len(asked.silent)} silent")
    return "; ".join(parts)


def _again(again: Again) -> str:
    silent = "not offered" if again.is_rejected_silent else "OFFERED"
    return f"offered at {len(again.asked.right)} places; {silent} where it was rejected"


def _outcomes(counted: Counter[tuple[str, float]]) -> str:
    return ", ".join(
        f"{number} {outcome} (reward {reward:g})" for (outcome, reward), number in counted.items()
    )


def shown_lines(lines: Sequence[str]) -> Text:
    """Return lines for an editor's configuration."""
    return Text("\n".join(f"   {line}" for line in lines))
