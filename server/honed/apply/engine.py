"""An edit snippet into a file, exactly or not at all: the way of an edit through this room.

`formats` reads the edit, `lazy` or `replacing` finds its place, and what comes out is looked at
once more here before it is returned. All is pure and deterministic, and nothing is raised
because of a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.apply import formats, lazy, patches, replacing
from honed.apply.result import Applied, Format, Merged, Refused, Strategy
from honed.core.diff import line_edits
from honed.core.text import Text, decode, encode
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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
    `instruction` is what the edit was asked to do, in words. `format` is found out where it is
    None.
    """
    del instruction
    reading = formats.read(edit, Format(format) if format else None, filename)
    if isinstance(reading, Refused):
        return reading
    if isinstance(reading, formats.Replacements):
        text = Text(encode(original))
        return _finished(text, replacing.replace(text, reading), reading.format)
    if format == Format.WHOLE_FILE:
        before, after = Text(encode(original)), Text(encode(reading.code))
        return Applied(
            reading.code, line_edits(before, after), 1.0, Strategy.WHOLE_FILE, Format.WHOLE_FILE
        )
    text = Text(encode(original))
    known = languages.by_any_name(language or "", filename or "")
    tree = parse(text, known)
    pieces = reading.for_file(original).pieces
    merged = lazy.merge(text, tree, SEAM.join(pieces), known)
    return _finished(text, merged, Format.LAZY)


SEAM = "\n...\n"
"""What stands between the pieces of a snippet."""


def _finished(text: Text, merged: Merged | Refused, written: Format) -> Applied | Refused:
    """Return a result as the caller sees it."""
    if isinstance(merged, Refused):
        return merged
    edits = line_edits(text, Text(merged.data))
    return Applied(
        decode(merged.data),
        edits,
        merged.margin,
        merged.strategy,
        written,
        merged.fuzzy,
        merged.deleted,
    )


def apply_edits(requests: Iterable[Request]) -> list[Applied | Refused]:
    """Return what becomes of each request, in order; none knows of the others."""
    return [apply_edit(**attrs.asdict(request, recurse=False)) for request in requests]


def apply_replacements(original: str, wanted: formats.Replacements) -> Applied | Refused:
    """Return `original` after replacements that come as values, not as a text to be read."""
    text = Text(encode(original))
    return _finished(text, replacing.replace(text, wanted), wanted.format)


def apply_patch(
    files: Mapping[str, str], patch: str, *, all_or_nothing: bool = False
) -> dict[str, Applied | Refused]:
    """Return what becomes of each file that the patch names; `files` maps paths to texts."""

    def change(path: str, original: str, wanted: formats.Replacements) -> Applied | Refused:
        del path
        return apply_replacements(original, wanted)

    return patches.apply_patch(files, patch, change, all_or_nothing=all_or_nothing)
