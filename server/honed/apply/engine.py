"""An edit snippet into a file, exactly or not at all: the way of an edit through this room.

`formats` reads the edit, `lazy` or `replacing` finds its place, and what comes out is looked at
once more here before it is returned. All is pure and deterministic, and nothing is raised
because of a text.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import attrs

from honed.apply import formats, last_look, lazy, losses, opinions, patches, prose, replacing
from honed.apply import original as originals
from honed.apply.effort import (
    MOST_BYTES,
    MOST_EDIT_LINES,
    MOST_LINES,
    MOST_SHOWN,
    MOST_SHOWN_BYTES,
)
from honed.apply.instruction import NOTHING_SAID, Instruction
from honed.apply.instruction import read as instructed
from honed.apply.last_look import Draft, look, look_at_each
from honed.apply.original import Original
from honed.apply.result import Applied, Format, Merged, Reason, Refused, Strategy
from honed.apply.strategy import narrowed
from honed.core.text import Text, decode, encode
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from honed.syntax.languages import Language


@attrs.frozen
class Request:
    """One edit for one text, as `apply_edit` takes it."""

    original: str
    edit: str
    language: str | None = None
    filename: str | None = None
    instruction: str | None = None
    format: Format | str | None = None


def apply_edit(  # noqa: PLR0913 - the design's own parameters
    original: str,
    edit: str,
    language: str | None = None,
    filename: str | None = None,
    instruction: str | None = None,
    format: Format | str | None = None,  # noqa: A002 - the design's word
) -> Applied | Refused:
    """Return `original` after `edit`, or why it cannot be applied; never raises on any text.

    `language` is a name such as `python`, or an editor's id; without it `filename` tells.
    `instruction` is what the edit was asked to do, in words. It decides what the edit leaves open:
    of several places it is that in a class or function which it names, and what it says is to be
    removed may go. `format` is found out where it is None.
    """
    data = encode(original)
    known = languages.by_any_name(language or "", filename or "")
    try:
        wanted = Format(format) if format else None
    except ValueError:
        advice = f"use one of {', '.join(Format)}"
        return Refused(Reason.NOT_UNDERSTOOD, f"there is no format {format!r}", advice)
    said = instructed(instruction)
    edit_lines = edit.count("\n")
    text = Text(data)
    reading = _too_large(
        ("bytes", max(len(data), len(edit)), MOST_BYTES),
        ("lines", max(text.line_count, edit_lines), MOST_LINES),
        ("lines of an edit", edit_lines * (wanted is not Format.WHOLE_FILE), MOST_EDIT_LINES),
    ) or formats.read(edit, wanted, filename)
    if isinstance(reading, Refused):
        return reading
    if isinstance(reading, formats.Replacements):
        return _replaced(originals.read(data, known), reading, said)
    pieces = reading.for_file(original).pieces
    if wanted is Format.WHOLE_FILE:
        file = originals.read(data, known)
        return _finished(file, look(file, _whole(text, "".join(pieces))), Format.WHOLE_FILE)
    code = tuple(prose.without(piece, original, known) for piece in pieces)
    return _merged(text, code, known, said)


def _replaced(
    file: Original, wanted: formats.Replacements, said: Instruction = NOTHING_SAID
) -> Applied | Refused:
    put_in = [line for item in wanted.items for line in _put_for_others(item)]
    merged = replacing.replace(file.text, wanted)
    line = _meant(file, merged, said) if len(wanted.items) == 1 else None
    if line is not None:
        items = (attrs.evolve(wanted.items[0], line=line),)
        merged = replacing.replace(file.text, attrs.evolve(wanted, items=items))
    return _finished(file, look(file, merged, put_in), wanted.format)


def _meant(file: Original, merged: Merged | Refused, said: Instruction) -> int | None:
    """Return the line of the one candidate that the instruction names most of what is around."""
    if not isinstance(merged, Refused) or merged.reason is not Reason.AMBIGUOUS:
        return None
    named = [each for top in file.declared for each in top.walk() if each.name in said.words]
    counts = {
        place.line: sum(each.start <= place.line < each.end for each in named)
        for place in merged.candidates
    }
    most = max(counts.values(), default=0)
    lines = [line for line, count in counts.items() if count == most]
    return lines[0] if most and len(lines) == 1 else None


def _put_for_others(item: formats.Replacement) -> list[str]:
    """Return the lines that come in the place of others, among which a marker is no comment."""
    before, after = set(item.before.splitlines()), item.after.splitlines()
    return [] if before.issubset(after) else [line for line in after if line not in before]


def _whole(text: Text, code: str) -> Merged:
    data = _with_line_ends(encode(code), text)
    if data == text.data:
        return Merged(data, Strategy.UNCHANGED)
    return Merged(data, Strategy.WHOLE_FILE)


def _with_line_ends(data: bytes, text: Text) -> bytes:
    """Return a new file with the line ends of the old one, where each has but one kind of them.

    The byte order mark is that of the old one, too.
    """
    if text.data.startswith(BOM_UTF8) and not data.startswith(BOM_UTF8):
        data = BOM_UTF8 + data
    kinds = [set(re.findall(rb"\r\n?|\n", each)) for each in (text.data, data)]
    if [len(each) for each in kinds] != [1, 1] or kinds[0] == kinds[1]:
        return data
    return data.replace(kinds[1].pop(), kinds[0].pop())


def _merged(
    text: Text, pieces: Sequence[str], language: Language | None, said: Instruction
) -> Applied | Refused:
    """Merge a snippet whose pieces show parts of one file, or all of it."""
    if len(pieces) == 1 and _is_same(pieces[0], decode(text.data)):
        file = Original(text, None)
        unchanged = look(file, Merged(text.data, Strategy.UNCHANGED))
        return _finished(file, unchanged, Format.WHOLE_FILE)
    code = SEAM.join(pieces)
    large = _too_large(
        ("lines of a snippet", code.count("\n"), MOST_SHOWN),
        ("bytes of a snippet", len(code), MOST_SHOWN_BYTES),
    )
    if large is not None:
        return large
    file = originals.read(text.data, language)
    shown, merges = code.splitlines(), lazy.merges(file, code, language, said)
    drafts = look_at_each(file, merges, shown)
    return _finished(file, opinions.settle(drafts), Format.LAZY)


def _is_same(code: str, file: str) -> bool:
    """Return whether two texts have the same lines, but for blank ones and space at the end."""
    return all(ours == theirs for ours, theirs in zip_longest(_lines(code), _lines(file)))


def _lines(code: str) -> Iterator[str]:
    """Yield the lines that are not blank, without the space and the line end behind them."""
    return (line.rstrip() for line in code.splitlines() if not line.isspace())


def _too_large(*sizes: tuple[str, int, int]) -> Refused | None:
    """Return the refusal of the first size (what of, how many, at most) beyond its bound."""
    for what, size, most in sizes:
        if size > most:
            return Refused(
                Reason.NOT_TEXT,
                f"more than {most:,} {what} are not read",
                "apply smaller edits, as search/replace blocks, or name the format whole_file",
            )
    return None


SEAM = "\n...\n"
"""What stands between the pieces of a snippet."""


def _finished(file: Original, draft: Draft | Refused, written: Format) -> Applied | Refused:
    """Return a result as the caller sees it, if it is likely enough right."""
    if isinstance(draft, Refused):
        return attrs.evolve(draft, format=draft.format or written)
    merged = draft.merged
    doubtful = last_look.doubt(merged.margin)
    if doubtful is not None:
        return attrs.evolve(doubtful, format=written)
    return Applied(
        decode(merged.data),
        draft.edits,
        merged.margin,
        narrowed(merged.strategy, draft.changed),
        written,
        merged.fuzzy,
        losses.losses(file, draft.changed, draft.after),
    )


def apply_edits(requests: Iterable[Request | Mapping[str, Any]]) -> list[Applied | Refused]:
    """Return what becomes of each request, in order; none knows of the others.

    A mapping has the names of `Request`'s fields for keys.
    """
    asked = (each if isinstance(each, Request) else Request(**each) for each in requests)
    return [apply_edit(**attrs.asdict(request, recurse=False)) for request in asked]


def apply_replacements(
    original: str, wanted: formats.Replacements, language: Language | None = None
) -> Applied | Refused:
    """Return `original` after replacements that come as values, not as a text to be read."""
    return _replaced(originals.read(encode(original), language), wanted)


def apply_patch(
    files: Mapping[str, str], patch: str, *, all_or_nothing: bool = False
) -> dict[str, Applied | Refused]:
    """Return what becomes of each file that the patch names; `files` maps paths to texts."""

    def change(path: str, original: str, wanted: formats.Replacements) -> Applied | Refused:
        return apply_replacements(original, wanted, languages.by_path(path))

    return patches.apply_patch(files, patch, change, all_or_nothing=all_or_nothing)
