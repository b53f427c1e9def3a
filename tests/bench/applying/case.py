"""A case of the bench: a file, an edit for it, and what must come out."""

from __future__ import annotations

import attrs


@attrs.frozen
class Case:
    """One edit of one file; `expected` is None where it must be refused.

    `suite` and `level` name the rows of the tables that it counts in, `variant` what is told apart
    inside of a level. `format` is given to the engine, None lets it find out.
    """

    id: str
    suite: str
    level: str
    language: str | None
    filename: str
    original: str = attrs.field(repr=False)
    edit: str = attrs.field(repr=False)
    expected: str | None = attrs.field(repr=False)
    variant: str = ""
    format: str | None = None
