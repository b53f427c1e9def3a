"""What the commands answer to people: tables where there is room, else a few lines each.

Texts come from files that anybody may have written, so all go through `printable`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from difflib import unified_diff
from typing import TYPE_CHECKING

from rich.filesize import decimal
from rich.padding import Padding
from rich.text import Text

from honed.cli.printing import ROOMY, console, one_line, printable, table
from honed.core.model import Form
from honed.services.totals import totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console

    from honed.core.model import Element, Example
    from honed.learn.improvement import Improvement
    from honed.services.asking import Answer
    from honed.services.learned import Forgotten, Learned, Listing
    from honed.services.nearest import Hit
    from honed.services.places import Place
    from honed.services.recall import Recall
    from honed.services.report import Overview
    from honed.services.settings_report import Report as SettingsReport
    from honed.services.totals import TrajectoryStats

DIFF_STYLES = {"+": "green", "-": "red"}
INDENT = (0, 0, 0, 4)
LISTED = ("ID", "Language", "Edit", "From", "Seen", "Accepted", "Rejected", "Shadow", "State")


def print_overview(found: Overview) -> None:
    """Print what a store holds in numbers."""
    counted, status, out = found.statistics, found.status, console()
    total = totals(counted)
    if not found.exists:
        out.print(f"Nothing was learned yet in {printable(found.place.name)}.")
    _print_facts(
        out,
        (
            ("Learned in", printable(found.place.name)),
            ("Trajectories", str(status.trajectories)),
            ("Outcomes", _counts(counted.outcomes)),
            ("Success rate", _success(total)),
            ("Mean reward", f"{counted.mean_reward:.2f}"),
            ("Quality", _improvement(total.quality_improvement)),
            ("Patterns", f"{counted.patterns}, {counted.proven} of them proven"),
            ("Sessions", str(counted.sessions)),
            ("Languages", _counts(counted.languages)),
            ("Mean latency", f"{counted.mean_latency_ms:.1f} ms"),
            ("Ranker updates", str(found.ranker_updates)),
            ("On disk", decimal(status.bytes_on_disk)),
            ("Code index", decimal(found.corpus_bytes) if found.corpus_bytes else "none"),
            ("Lies in", printable(str(found.place.database))),
            ("Vectors", f"{status.index_kind}, {status.index_state}"),
        ),
    )


def _success(found: TrajectoryStats) -> str:
    decided = found.success_count + found.failure_count
    if not decided:
        return "nothing was decided yet"
    return f"{found.success_rate:.0%}, {found.success_count} of {decided} that were decided"


def _improvement(found: Improvement | None) -> str:
    """Return how much better the results of tasks are than those of the frozen arm."""
    if found is None:
        return "too few results of tasks to compare with the frozen arm"
    return (
        f"{found.difference:+.3f} against the frozen arm, 95 % between {found.low:+.3f} and"
        f" {found.high:+.3f} ({found.learned_number} and {found.frozen_number} results)"
    )


def print_listing(place: Place, found: Listing, language: str | None) -> None:
    """Print patterns with their records; `language` is the one that was asked for."""
    out = console()
    if not found.patterns:
        of_language = f" of {printable(language)}" if language else ""
        out.print(f"There are no patterns{of_language} in {printable(place.name)}.")
        if found.languages:
            out.print(f"There are some of {', '.join(each or 'text' for each in found.languages)}.")
        return
    if out.width >= ROOMY:
        rows = table(*LISTED)
        for each in found.patterns:
            rows.add_row(*_cells(each))
        out.print(rows)
    else:
        for each in found.patterns:
            out.print(_headline(each), style="bold")
            out.print(Padding(edit_line(each.before, each.after), INDENT))
            out.print(Padding(record(each), INDENT, style="dim"))
    if len(found.patterns) < found.total:
        out.print(f"{len(found.patterns)} of {found.total}; --limit 0 shows all.", style="dim")


def print_pattern(found: Learned, siblings: Sequence[int]) -> None:
    """Print all that is known of a pattern; `siblings` were learned from the same edit."""
    out, rewrite, example = console(), found.pattern.rewrite, found.pattern.example
    out.print(_headline(found), style="bold")
    out.print(edit_line(found.before, found.after))
    out.print(f"{record(found)}; {learned_in(found)}")
    out.print(f"\nThe edit at {origin(example)}", style="bold")
    out.print(_diff(example))
    out.print()
    holes = [each for each in rewrite.before if each.hole is not None]
    follows = rewrite.form is Form.REFERENCE
    _print_facts(
        out,
        (
            *(("Hole", _hole(each, rewrite.before)) for each in holes),
            ("Before it", one_line(_words(rewrite.left))),
            ("After it", one_line(_words(rewrite.right))),
            ("Inside of", ", ".join(rewrite.path)),
            ("In a call of", one_line(".".join(rewrite.callee))),
            ("New words", "as they stand at the place" if follows else "as in the edit"),
            ("With", "; ".join(map(one_line, rewrite.imports))),
            ("Same edit", ", ".join(map(str, siblings))),
        ),
    )


def print_edits(patterns: Iterable[Learned], *, is_stderr: bool = False) -> None:
    """Print what patterns do, and where they were learned."""
    rows = table("ID", "Edit", "From")
    for each in patterns:
        edit = edit_line(each.before, each.after)
        rows.add_row(str(each.pattern.id), edit, origin(each.pattern.example))
    console(is_stderr=is_stderr).print(rows)


def print_forgotten(place: Place, what: Forgotten) -> None:
    """Print what was forgotten, and what the same edits taught besides."""
    out = console()
    if not (what.patterns or what.items):
        out.print(f"There is nothing to forget in {printable(place.name)}.")
        return
    print_edits(what.patterns)
    out.print(f"Forgot {number_of_patterns(what)}. A running server follows within seconds.")
    if what.staying:
        ids = ", ".join(map(str, what.staying))
        out.print(f"The same edits taught these, which stay: {ids}.")


def print_recall(place: Place, found: Recall) -> None:
    """Print the past edits like a place."""
    out = console()
    if not found.hits:
        language = f" of {found.language}" if found.language else ""
        out.print(f"There is no past edit{language} like this line in {printable(place.name)}.")
        return
    _print_hits(found.hits)


def print_answer(place: Place, found: Answer) -> None:
    """Print the past edits that answer a prompt."""
    if not found.hits:
        language = f" of {found.language}" if found.language else ""
        console().print(f"No past edit{language} in {printable(place.name)} answers that.")
        return
    _print_hits(found.hits)


def _print_hits(hits: Iterable[Hit]) -> None:
    rows = table("Similarity", "IDs", "Edit", "From")
    for hit in hits:
        ids = ", ".join(map(str, hit.pattern_ids))
        edit = edit_line(hit.example.before, hit.example.after)
        rows.add_row(f"{hit.similarity:.2f}", ids, edit, origin(hit.example))
    console().print(rows)


def number_of_patterns(what: Forgotten) -> str:
    """Return how many there are, in words, with the memory items that go with them."""
    number = len(what.patterns)
    patterns = "1 pattern" if number == 1 else f"{number} patterns"
    items = "1 memory item" if what.items == 1 else f"{what.items} memory items"
    return f"{patterns} and {items}" if what.items else patterns


def print_settings(found: SettingsReport) -> None:
    """Print settings with their sources, and what is wrong in the files."""
    out = console()
    rows = table("Setting", "Value", "From")
    for each in found.holding:
        value = list(each.value) if isinstance(each.value, tuple) else each.value
        sources = ", ".join(map(printable, each.sources))
        rows.add_row(each.name, printable(json.dumps(value)), sources)
    out.print(rows)
    for message in found.messages:
        out.print(printable(message), style="yellow")


def _print_facts(out: Console, facts: Iterable[tuple[str, str]]) -> None:
    """Print names with their values; those without a value are left out."""
    rows = table("", "Edit", has_header=False)
    for name, value in facts:
        if value:
            rows.add_row(name, value)
    out.print(rows)


def _cells(found: Learned) -> tuple[str, ...]:
    evidence = found.pattern.evidence
    return (
        str(found.pattern.id),
        found.pattern.rewrite.language or "text",
        edit_line(found.before, found.after),
        origin(found.pattern.example),
        str(evidence.support),
        str(evidence.accepted),
        str(evidence.rejected),
        f"{evidence.shadow_right} right, {evidence.shadow_wrong} wrong",
        found.state.value,
    )


def _headline(found: Learned) -> str:
    language = found.pattern.rewrite.language or "text"
    return f"{found.pattern.id}  {language}, {found.state}, {origin(found.pattern.example)}"


def record(found: Learned) -> str:
    """Return how often a pattern was met, and what became of its offers."""
    evidence = found.pattern.evidence
    return (
        f"seen {evidence.support}, accepted {evidence.accepted}, rejected {evidence.rejected},"
        f" ignored {evidence.ignored}, shadow {evidence.shadow_right} right"
        f" and {evidence.shadow_wrong} wrong"
    )


def learned_in(found: Learned) -> str:
    """Return in which session a pattern was learned, and when, in the time of this place."""
    if found.pattern.is_rule:
        return f"a rule of the project, {printable(found.pattern.example.path)}"
    if found.pattern.is_of_history:
        return "learned from the git history"
    number = found.pattern.session_id
    session = f"learned in session {number}" if number >= 0 else "imported"
    if not found.pattern.learned_at:
        return session
    at = datetime.fromtimestamp(found.pattern.learned_at, UTC).astimezone()
    return f"{session} on {at:%Y-%m-%d at %H:%M}"


def _diff(example: Example) -> Text:
    """Return the example's statements as a diff."""
    before, after = (printable(each).split("\n") for each in (example.before, example.after))
    lines = list(unified_diff(before, after, n=len(before), lineterm=""))[3:]
    return Text("\n").join(Text(line, DIFF_STYLES.get(line[:1], "")) for line in lines)


def _hole(element: Element, before: Sequence[Element]) -> str:
    same = (
        "" if element.same_as is None else f", the same as {one_line(before[element.same_as].text)}"
    )
    return f"{element.hole}, here {one_line(element.text) or 'nothing'}{same}"


def edit_line(before: str, after: str) -> str:
    """Return an edit on one line."""
    return f"{one_line(before)} → {one_line(after) or 'nothing'}"


def origin(example: Example) -> str:
    """Return where an edit was made, as FILE:LINE."""
    return printable(f"{example.path}:{example.line + 1}")


def _words(elements: Iterable[Element]) -> str:
    return " ".join(each.text for each in elements)


def _counts(counts: Mapping[str, int]) -> str:
    """Return the counts that are not zero, the greatest first."""
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return ", ".join(f"{number} {name or 'text'}" for name, number in ordered if number) or "none"
