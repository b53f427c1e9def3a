"""One run of `honed demo` for people: short diffs and a few tables, and a picture of one story."""

from __future__ import annotations

import io
import platform
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from honed import __version__
from honed.cli.editor_lines import EDITORS
from honed.cli.printing import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.cli.demo_report import Report
    from honed.cli.demo_run import Again, Told
    from honed.cli.demo_scene import Asked, Elsewhere
    from honed.cli.demo_texts import Diff
    from honed.services.learned import Learned

SHOWN_EVERYWHERE = 2
LONGEST_LINE = 84
NUMBER_COLUMNS = 8
PICTURE_COLUMNS = 100


class Show:
    """Prints the parts of a run as they come."""

    def __init__(self, console: Console) -> None:
        """Print on a console; it may have no colours and no terminal."""
        self._console = console
        self._told = 0

    def opening(self) -> None:
        """Say what is about to happen."""
        self._print((f"honed {__version__}", "bold"), f" on Python {platform.python_version()}.")
        self._print("The real server, driven over LSP as an editor does, on copies of real files.")

    def left_out(self, what: str) -> None:
        """Say that a part is left out, and how to have it."""
        self._print((what, "dim"))

    def story(self, told: Told) -> None:
        """Print how a story went."""
        self._told += 1
        chapter, lines = told.chapter, told.chapter.text.count("\n")
        self._heading(f"{self._told}. {chapter.story.title}")
        self._fact("file", f"{printable(chapter.origin)}, {lines} lines")
        self._fact("typed once", f"{told.keys} keys; learned {told.learned_ms:.0f} ms after saving")
        self._diff(told.typed)
        self._fact(f"asked at {told.asked.places} places", _offers(told.asked))
        for each in told.asked.wrong:
            self._diff(each)
        self._fact(f"on {told.elsewhere.asked} other lines", _offers_elsewhere(told.elsewhere))
        for each in told.elsewhere.wrong:
            self._diff(each)
        if told.accepted is None or told.rejected is None:
            return
        self._fact("accepted", "one offer")
        self._diff(told.accepted)
        self._fact("rejected", f"one offer, by {told.rejected_by}; not offered there again")
        self._diff(told.rejected, is_wanted=False)
        self._fact("everywhere", f"{len(told.everywhere)} other places in one step")
        for each in told.everywhere[:SHOWN_EVERYWHERE]:
            self._diff(each)
        if (more := len(told.everywhere) - SHOWN_EVERYWHERE) > 0:
            self._print(" " * 11, (f"and {more} more", "dim"))

    def closing(self, report: Report) -> None:
        """Print all that is known at the end."""
        played = report.played
        self.again(played.restarted, played.killed)
        self.stored(report, report.stored.patterns)
        self._latencies(report)
        self.checks(report)
        self._editors(report)

    def again(self, restarted: Sequence[Again], killed: Sequence[Again]) -> None:
        """Print what other servers offer."""
        self._heading("Another server, on the same files as they were at first")
        for after_stop, after_kill in zip(restarted, killed, strict=True):
            self._fact(printable(after_stop.told.chapter.name), "")
            self._fact("  stop, start", _again(after_stop))
            self._fact("  kill -9, start", _again(after_kill))

    def stored(self, report: Report, patterns: Sequence[Learned]) -> None:
        """Print what lies in the store: all trajectories in numbers, and these patterns."""
        found = report.stored
        self._heading("What was stored")
        counted = Counter((each.outcome.value, each.reward) for each in found.trajectories)
        self._fact(
            f"{len(found.trajectories)} trajectories",
            "with rewards: "
            + ", ".join(
                f"{number} {outcome} {reward:g}" for (outcome, reward), number in counted.items()
            ),
        )
        for each in patterns:
            evidence = each.pattern.evidence
            record = f"{evidence.accepted} accepted, {evidence.rejected} rejected"
            self._fact(f"pattern {each.pattern.id}", f"{each.state.value}; {record}")
            self._sides("", each.before, each.after)
        size = decimal(found.overview.status.bytes_on_disk)
        self._fact("on disk", f"{size} {_where(report)}")

    def checks(self, report: Report) -> None:
        """Print how many checks hold, and those that do not."""
        self._print()
        failed = [check for check in report.checks if not check.holds]
        for check in failed:
            self._print((f"✗ {check.what}: {printable(check.detail)}", "bold red"))
        number = len(report.checks)
        if failed:
            self._print((f"✗ {len(failed)} of {number} checks fail ", "bold red"), _took(report))
        else:
            self._print((f"✓ all {number} checks hold ", "bold green"), _took(report))

    def _latencies(self, report: Report) -> None:
        self._heading("Latencies, as the editor sees them")
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("   request")
        for name in ("times", "median", "95 %"):
            table.add_column(name, justify="right")
        for name, each in report.latencies.items():
            figures = (f"{each.median_ms:.1f} ms", f"{each.p95_ms:.1f} ms")
            table.add_row(f"   {name}", str(each.count), *figures)
        self._console.print(table)
        if report.memory_bytes:
            self._fact("memory", f"{decimal(report.memory_bytes)} in the server's process")

    def _editors(self, report: Report) -> None:
        self._heading("For your editor")
        self._print(f"   Its server will learn in {printable(str(report.usual_data_dir))}.")
        for each in EDITORS:
            self._print("   ", (f"{each.editor}: {each.file}; more in {each.page}", "cyan"))
            for line in each.lines.splitlines():
                self._print(f"      {line}".rstrip())

    def _heading(self, text: str) -> None:
        self._print()
        self._print((text, "bold"))

    def _fact(self, label: str, text: str) -> None:
        self._print("   ", (f"{label:20}", "cyan"), text)

    def _diff(self, diff: Diff, *, is_wanted: bool = True) -> None:
        self._sides(str(diff.line), diff.before, diff.after, is_wanted=is_wanted)

    def _sides(self, number: str, before: str, after: str, *, is_wanted: bool = True) -> None:
        old, new = one_line(before, LONGEST_LINE), one_line(after, LONGEST_LINE)
        styles = ("red", "green") if is_wanted else ("", "dim strike")
        signs = ("- ", "+ ") if is_wanted else ("= ", "✗ ")
        margin = " " * (NUMBER_COLUMNS - len(number))
        self._print(margin, (f"{number} ", "dim"), (signs[0] + old, styles[0]))
        self._print(" " * (NUMBER_COLUMNS + 1), (signs[1] + new, styles[1]))

    def _print(self, *parts: str | tuple[str, str]) -> None:
        self._console.print(Text.assemble(*parts), soft_wrap=True)


def picture(report: Report) -> str:
    """Return the last story and what came of it as SVG; it loads nothing from elsewhere."""
    played = report.played
    told = played.told[-1]
    console = Console(
        file=io.StringIO(), record=True, width=PICTURE_COLUMNS, highlight=False, markup=False
    )
    show = Show(console)
    show.story(told)
    show.again(played.restarted[-1:], played.killed[-1:])
    taught = [
        each for each in report.stored.patterns if each.pattern.example.path == told.chapter.name
    ]
    show.stored(report, taught)
    show.checks(report)
    return console.export_svg(title="honed demo", code_format=_svg_format())


def _svg_format() -> str:
    """Return rich's format without the fonts that it would load from the network."""
    from rich._export_format import CONSOLE_SVG_FORMAT  # noqa: PLC0415 - no public name

    head, _, rest = CONSOLE_SVG_FORMAT.partition("@font-face")
    _, _, tail = rest.rpartition("@font-face")
    return head + tail.partition("}}")[2]


def _took(report: Report) -> str:
    return f"in {report.seconds:.1f} s"


def _offers(asked: Asked) -> str:
    parts = [f"{len(asked.right)} offered, right to the character"]
    if asked.wrong:
        parts.append(f"{len(asked.wrong)} offered wrong")
    if asked.silent:
        parts.append(f"{len(asked.silent)} silent")
    return "; ".join(parts)


def _offers_elsewhere(elsewhere: Elsewhere) -> str:
    if not elsewhere.earlier and not elsewhere.wrong:
        return "no offer"
    return f"{elsewhere.earlier} offered of an edit told before; {len(elsewhere.wrong)} wrong"


def _again(again: Again) -> str:
    offered = f"offered at {len(again.asked.right)} places"
    if again.told.rejected_place is None:
        return offered
    return f"{offered}; {'silent' if again.is_rejected_silent else 'OFFERED'} where it was rejected"


def _where(report: Report) -> str:
    where = printable(str(report.stored.overview.place.database))
    if report.data_dir is not None:
        return f"in {where}"
    return "in a temporary folder that is removed now; --data-dir DIR keeps it"
