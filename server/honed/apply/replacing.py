"""Searched lines into a file: each found in one place, merged three ways, or all refused.

All replacements refer to the text as it was. Where one does not, because it was written for what
earlier ones make of the text, they are made one after the other instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.apply.assembling import assembled, in_order, overlap
from honed.apply.choosing import allowed, choose
from honed.apply.indentation import differs_by_marks, learn
from honed.apply.lines import WORD, Likeness, Lines, split
from honed.apply.locate import Match, alike, matches
from honed.apply.result import Format, Merged, Reason, Refused, Strategy
from honed.apply.spliced import spliced
from honed.apply.three_way import Aligned, Change, Conflict, differences, merge
from honed.apply.wording import differing, places, shown, spacing
from honed.core.text import encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.apply.indentation import Indentation
    from honed.apply.reading import Replacement, Replacements
    from honed.core.text import Text

MOST_READ = 10_000_000
"""So many bytes are read to make the replacements one after another, each of which reads all."""
MOST_BYTES = 4_000_000
"""More of file and edit together is not looked at."""
MOST_ITEMS = 1_000
"""So many places are changed by one edit at most."""
CHOSEN_MARGIN = 0.9
"""Where a line number or the context chose between places."""
SPACED_MARGINS = {Likeness.INDENTED: 0.97, Likeness.SQUEEZED: 0.9}
MOST_CANDIDATES = 5
TELLING_LINES = 2
"""So many lines of the search, and words in them, tell that a replacement is there already."""


@attrs.frozen
class _Source:
    """The file, and how its edit is written."""

    data: bytes
    file: Lines
    format: Format
    has_right_numbers: bool = False
    """Whether all lines that a diff searches stand exactly where it says."""


@attrs.frozen
class _Wanted:
    """One replacement as lines: what is searched, what is to stand there, where it was found."""

    item: Replacement
    base: Lines
    theirs: Lines
    found: tuple[Match, ...]


@attrs.frozen
class _Made:
    """What one replacement does to the lines of the file."""

    changes: tuple[Change, ...] = ()
    margin: float = 1.0
    fuzzy: tuple[str, ...] = ()
    ends_with_line_end: bool | None = None
    """Whether the file does afterwards, where the edit says so."""


def replace(text: Text, replacements: Replacements) -> Merged | Refused:
    """Return the text after all replacements, or why not one of them is made."""
    items = replacements.items
    if len(text.data) + sum(len(each.before) + len(each.after) for each in items) > MOST_BYTES:
        return Refused(Reason.NOT_TEXT, "the file or the edit is too large", "make smaller edits")
    if len(items) > MOST_ITEMS:
        message = f"more than {MOST_ITEMS:,} places are not changed at once"
        return Refused(Reason.NOT_TEXT, message, "make several edits of it")
    together = _together(text.data, items, replacements.format)
    if isinstance(together, Merged) or len(items) == 1 or together.reason is Reason.AMBIGUOUS:
        return together
    if len(items) * len(text.data) > MOST_READ:
        return together
    return _in_turn(text.data, items, replacements.format) or together


def _in_turn(data: bytes, items: Sequence[Replacement], format_: Format) -> Merged | None:
    """Return the text after each replacement was made in what those before it left."""
    steps = []
    before = data
    for item in items:
        step = _together(data, (item,), format_)
        if isinstance(step, Refused):
            return None
        steps.append(step)
        data = step.data
    made = {step.strategy for step in steps} - {Strategy.UNCHANGED}
    return Merged(
        data,
        max(made, key=lambda strategy: strategy is Strategy.FUZZY_REPLACE)
        if made and data != before
        else Strategy.UNCHANGED,
        min(step.margin for step in steps),
        tuple(words for step in steps for words in step.fuzzy),
    )


def _together(data: bytes, items: Sequence[Replacement], format_: Format) -> Merged | Refused:
    """Return the text after all replacements, each found in the text as it is."""
    source = _Source(data, split(data), format_)
    wanted = []
    known: dict[str, tuple[Match, ...]] = {}
    for item in items:
        base, theirs = split(encode(item.before)), split(encode(item.after))
        if item.before not in known:
            is_blank = not base.filled and format_ is Format.SEARCH_REPLACE
            known[item.before] = () if is_blank else matches(source.file, base)
        wanted.append(_Wanted(item, base, theirs, known[item.before]))
    left = choose(source.file, items, [each.found for each in wanted], format_)
    source = attrs.evolve(source, has_right_numbers=_are_at_their_numbers(items, left))
    made = [_made(source, each, chosen) for each, chosen in zip(wanted, left, strict=True)]
    refused = [each for each in made if isinstance(each, Refused)]
    if refused:
        return min(refused, key=lambda each: each.reason is not Reason.AMBIGUOUS)
    return _merged(source, [each for each in made if isinstance(each, _Made)])


def _are_at_their_numbers(items: Sequence[Replacement], left: Sequence[tuple[Match, ...]]) -> bool:
    """Return whether each hunk with old lines stands to the letter where its number says."""
    searched = [(item, found) for item, found in zip(items, left, strict=True) if item.before]
    return bool(searched) and all(
        len(found) == 1 and found[0].is_exact and found[0].start == item.line
        for item, found in searched
    )


def _merged(source: _Source, made: Sequence[_Made]) -> Merged | Refused:
    """Return the text with all changes in it."""
    file = source.file
    changes = in_order(change for each in made for change in each.changes)
    twice = overlap(changes)
    if twice is not None:
        message = f"two parts of the edit change line {twice.start + 1}"
        found = places(file, [(twice.start, twice.end)])
        return Refused(Reason.OVERLAP, message, "make one part of them", found, source.format)
    said = [each.ends_with_line_end for each in made if each.ends_with_line_end is not None]
    data = assembled(file, changes, ends_with_line_end=said[-1] if said else None)
    fuzzy = tuple(words for each in made for words in each.fuzzy)
    strategy = Strategy.FUZZY_REPLACE if fuzzy else Strategy.EXACT_REPLACE
    return Merged(
        data,
        Strategy.UNCHANGED if data == source.data else strategy,
        min((each.margin for each in made), default=1.0),
        fuzzy,
    )


def _made(source: _Source, wanted: _Wanted, chosen: tuple[Match, ...]) -> _Made | Refused:
    """Return what one replacement does, by the strictest way in which its place is found."""
    if wanted.found and not chosen:
        return _misplaced(source, wanted)
    is_line_wise = len(chosen) == 1 and chosen[0].is_exact and not wanted.item.is_all
    if wanted.item.is_partial and not is_line_wise:
        stretch = spliced(source.data, source.file, wanted.item)
        if isinstance(stretch, tuple):
            return _Made(stretch)
        if stretch is not None:
            return _ambiguous(source, [(line, line + 1) for line in stretch])
    if len(chosen) > 1:
        return _ambiguous(source, [(match.start, match.end) for match in chosen])
    if chosen:
        return _at(source, wanted, chosen[0])
    return _not_found(source, wanted)


def _not_found(source: _Source, wanted: _Wanted) -> _Made | Refused:
    """Return what can be done where no line-wise match is."""
    if not wanted.base.filled:
        return _at_no_place(source, wanted)
    made = _nearly(source, wanted)
    return _Made() if isinstance(made, Refused) and _is_there(source, wanted) else made


def _at_no_place(source: _Source, wanted: _Wanted) -> _Made | Refused:
    """Return what becomes of a text to put in without lines to search."""
    file, item = source.file, wanted.item
    if not file.filled:
        change = Change(0, len(file), wanted.theirs.bodies)
        return _Made((change,), ends_with_line_end=item.after.endswith("\n"))
    if source.format is Format.APPLY_PATCH and not item.context:
        return _Made((Change(len(file), len(file), wanted.theirs.bodies),), CHOSEN_MARGIN)
    if source.format is Format.UNIFIED_DIFF and item.line is not None:
        # A hunk without context is as right as the numbers of the others are.
        if source.has_right_numbers and item.line <= len(file):
            return _Made((Change(item.line, item.line, wanted.theirs.bodies),), CHOSEN_MARGIN)
        return Refused(
            Reason.AMBIGUOUS,
            "only a line number says where the new lines stand, and no other shows it to be right",
            "make the diff with lines of context, such as `git diff -U3`",
            format=source.format,
        )
    return Refused(
        Reason.AMBIGUOUS,
        "nothing says where the new lines stand",
        "search for the line before or after them",
        format=source.format,
    )


def _misplaced(source: _Source, wanted: _Wanted) -> Refused:
    found = [(match.start, match.end) for match in wanted.found]
    return Refused(
        Reason.NOT_FOUND,
        f"`{shown(wanted.base, 0)}` is not where the edit says: below `{wanted.item.context[-1]}`",
        "name a line that stands above it",
        places(source.file, found[:MOST_CANDIDATES]),
        source.format,
    )


def _at(source: _Source, wanted: _Wanted, match: Match) -> _Made | Refused:
    """Return the three-way merge at a place where all lines agree, but for space perhaps."""
    file, item = source.file, wanted.item
    indentation = _indentation(source, wanted, match)
    changes = merge(Aligned(file, wanted.base, wanted.theirs, match, indentation))
    if isinstance(changes, Conflict):
        return _conflict(source, match, changes)
    margin = SPACED_MARGINS.get(match.likeness or Likeness.VERBATIM, 1.0)
    if len(wanted.found) > 1:
        margin = min(margin, CHOSEN_MARGIN)
    ends = item.after.endswith("\n")
    is_diff = source.format is Format.UNIFIED_DIFF
    is_said = is_diff and item.after != "" and item.before.endswith("\n") != ends
    return _Made(
        changes,
        margin,
        spacing(file, wanted.base, match),
        ends if is_said and match.end == len(file) else None,
    )


def _is_there(source: _Source, wanted: _Wanted) -> bool:
    """Return whether the file says already what the edit wants, beyond doubt.

    What is there must show lines of the search too, or be long; and what the edit removes must
    not stand beside it.
    """
    old, new = set(wanted.base.squeezed), wanted.theirs.squeezed
    telling = {line for line in new if line in old and WORD.search(line)}
    if len(telling) < TELLING_LINES and len(wanted.theirs.filled) <= 2 * TELLING_LINES:
        return False
    for hunk in differences(wanted.base, wanted.theirs):
        sides = new[: hunk.after_start], new[hunk.after_end :]
        lines = [line for line in new[hunk.after_start : hunk.after_end] if line not in old]
        if not _has_word(lines) and not all(map(_has_word, sides)):
            return False
    found = matches(source.file, wanted.theirs)
    return len(found) == 1 and found[0].is_exact


def _has_word(lines: Iterable[bytes]) -> bool:
    return any(WORD.search(line) for line in lines)


def _nearly(source: _Source, wanted: _Wanted) -> _Made | Refused:
    """Return the merge at the place that is clearly the most like what was searched."""
    file, base = source.file, wanted.base
    near = alike(file, base)
    best = (near.best,) if near.best else ()
    for match in allowed(file, wanted.item, best, source.format):
        indentation = _indentation(source, wanted, match)
        changes = merge(Aligned(file, base, wanted.theirs, match, indentation))
        if isinstance(changes, Conflict):
            return _conflict(source, match, changes)
        words = (*differing(file, base, match), *spacing(file, base, match))
        return _Made(changes, match.score * min(1.0, near.margin + 0.5), words)
    first = shown(base, base.filled[0])
    return Refused(
        Reason.NOT_FOUND,
        f"`{first}` and the lines after it are not in the file",
        "read the file again and search for lines as they stand there",
        places(file, near.near[:MOST_CANDIDATES]),
        source.format,
    )


def _indentation(source: _Source, wanted: _Wanted, match: Match) -> Indentation | None:
    """Return how new lines are indented; None where they are already, as those of a diff."""
    is_diff = source.format in {Format.UNIFIED_DIFF, Format.APPLY_PATCH}
    if match.is_exact or (is_diff and differs_by_marks(source.file, wanted.base, match)):
        return None
    return learn(source.file, wanted.base, wanted.theirs, match)


def _conflict(source: _Source, match: Match, conflict: Conflict) -> Refused:
    return Refused(
        conflict.reason,
        conflict.message,
        "read the file again and write the edit for what stands there",
        places(source.file, [(match.start, match.end)]),
        source.format,
    )


def _ambiguous(source: _Source, found: Sequence[tuple[int, int]]) -> Refused:
    lines = ", ".join(str(start + 1) for start, _ in found[:MOST_CANDIDATES])
    more = " …" if len(found) > MOST_CANDIDATES else ""
    return Refused(
        Reason.AMBIGUOUS,
        f"`{shown(source.file, found[0][0])}` is meant in one of {len(found)} places:"
        f" lines {lines}{more}",
        "search for more lines around it",
        places(source.file, found[:MOST_CANDIDATES]),
        source.format,
    )
