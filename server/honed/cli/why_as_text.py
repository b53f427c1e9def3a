"""What `honed why` answers to people: what is offered, what is not, and what nearly fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text as Content

from honed.apply.guard import change_of
from honed.cli.as_text import edit_line, learned_in, origin, record
from honed.cli.printing import console, one_line, printable, table
from honed.core.diff import minimal_edit
from honed.core.text import Text, decode, encode
from honed.suggest.rank import OFFER_AT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.table import Table

    from honed.core.model import Example
    from honed.services.explanation import Explained, Explanation, Unmatched
    from honed.services.places import Place
    from honed.services.trials import Measured
    from honed.suggest.contributions import Contribution

INDENT = (0, 0, 0, 6)
MOST_CANDIDATES = 10
MOST_WORDS = 5


def print_explanation(place: Place, found: Explanation, text: Text) -> None:
    """Print why something is offered on a line of the text, or nothing."""
    out = console()
    language = found.language or "text"
    unparsed = "" if found.is_parsed else ", compared without a syntax tree"
    out.print(printable(f"{found.path}:{found.line + 1}  {language}{unparsed}"), style="bold")
    out.print(
        Padding(one_line(decode(text.slice(text.line_span(found.line)))), INDENT, expand=False)
    )
    out.print()
    out.print(_conclusion(found))
    for each in found.candidates[:MOST_CANDIDATES]:
        out.print()
        _print_candidate(out, each)
    rest = len(found.candidates) - MOST_CANDIDATES
    if rest > 0:
        out.print(f"\n{rest} more candidates; --json has them all.", style="dim")
    if found.hush:
        return
    out.print()
    _print_nearest(out, place, found)


def _conclusion(found: Explanation) -> str:
    if found.hush:
        return f"Nothing is offered: {printable(found.hush)}."
    offered, number = len(found.offered), len(found.candidates)
    if offered:
        least = min(each.measured.threshold for each in found.offered)
        return f"Offered: {offered} of {number}, from a probability of {least:.0%} on."
    if number:
        return "Nothing is offered: something speaks against what fits here."
    return "Nothing is offered: no learned edit fits here."


def _print_candidate(out: Console, each: Explained) -> None:
    suggestion, pattern = each.suggestion, each.pattern
    rows = table("Probability", "Edit", has_header=False)
    edit = edit_line(suggestion.before, suggestion.after)
    rows.add_row(f"{suggestion.probability:>4.0%}", Content(edit, "bold"))
    rows.add_row("", "offered" if each.silence is None else f"silent: {each.silence}")
    if each.measured.threshold > OFFER_AT:
        rows.add_row("", _raised(each.measured))
    for companion in suggestion.companions:
        line = printable(decode(companion.new).strip())
        rows.add_row("", f"together with {line}: the edit needs a name that the file does not have")
    rows.add_row("", f"pattern {pattern.pattern.id}, {pattern.state}, {learned_in(pattern)}")
    rows.add_row("", f"from {origin(pattern.pattern.example)}: {_taught(pattern.pattern.example)}")
    rows.add_row("", record(pattern))
    rows.add_row("", _contributions(each.contributions))
    out.print(rows)


def _raised(found: Measured) -> str:
    return (
        f"{found.effect}s are offered from {found.threshold:.0%} on:"
        f" {found.wanted} of the last {found.number} were wanted"
    )


def _taught(example: Example) -> str:
    """Return the lines that the example changes, on one line."""
    edit = minimal_edit(encode(example.before), encode(example.after))
    if edit is None:
        return edit_line(example.before, example.after)
    change = change_of(Text(encode(example.before)), edit)
    return edit_line(decode(change.before), decode(change.after))


def _contributions(found: Iterable[Contribution]) -> Table:
    rows = table("Adds", "Edit", has_header=False)
    for each in found:
        share = "" if each.value == 1 else f" ({each.value:.2f})"
        rows.add_row(f"{each.amount:+.1f}", f"{each.meaning}{share}")
    return rows


def _print_nearest(out: Console, place: Place, found: Explanation) -> None:
    language = found.language or "text"
    known = f"{found.patterns} pattern{'' if found.patterns == 1 else 's'} of {printable(language)}"
    these = "these others" if found.candidates else "these"
    if not found.nearest:
        none = "no other" if found.candidates else "none"
        out.print(f"Known in {printable(place.name)}: {known}; {none} nearly fits.")
        return
    out.print(f"Known in {printable(place.name)}: {known}; {these} nearly fit:")
    rows = table("ID", "Edit", "From", "Why")
    for each in found.nearest:
        pattern = each.pattern
        rows.add_row(
            str(pattern.pattern.id),
            edit_line(pattern.before, pattern.after),
            origin(pattern.pattern.example),
            _why_not(each),
        )
    out.print(rows)


def _why_not(each: Unmatched) -> str:
    if not each.missing:
        return each.reason.value
    named = [one_line(word) for word in each.missing[:MOST_WORDS]]
    more = ", …" if len(each.missing) > MOST_WORDS else ""
    return f"{', '.join(named)}{more} not here"
