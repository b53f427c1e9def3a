"""What becomes of an edit snippet: applied with all that was done, or refused with a reason."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from honed.core.text import Edit


class Format(StrEnum):
    """How an edit is written."""

    LAZY = "lazy"
    """The changed parts of a file, the rest left out behind markers such as `...`."""
    DECLARATION = "declaration"
    """One or more whole declarations, without markers."""
    WHOLE_FILE = "whole_file"
    SEARCH_REPLACE = "search_replace"
    """Blocks with what to look for and what to put there."""
    UNIFIED_DIFF = "unified_diff"
    APPLY_PATCH = "apply_patch"
    """`*** Begin Patch` … `*** End Patch`."""


class Strategy(StrEnum):
    """How the text was found and changed."""

    UNCHANGED = "unchanged"
    """The file says already what the edit wants."""
    EXACT_REPLACE = "exact_replace"
    """What was looked for stood there to the letter."""
    FUZZY_REPLACE = "fuzzy_replace"
    """What was looked for stood there but for what `Applied.fuzzy` says."""
    INSERT_AFTER = "insert_after"
    INSERT_BEFORE = "insert_before"
    APPEND = "append"
    LAZY_MERGE = "lazy_merge"
    """Several places were changed, as the snippet's lines fall on those of the file."""
    WHOLE_FILE = "whole_file"


class Reason(StrEnum):
    """Why an edit was refused; the file is then left as it was."""

    EMPTY = "empty"
    """Nothing is left to apply once prose and fences are taken away."""
    NOT_UNDERSTOOD = "not_understood"
    """The edit is not written in the format asked for, or is cut off."""
    NOT_TEXT = "not_text"
    """The file or the edit is no text, or is larger than is looked at."""
    NOT_FOUND = "not_found"
    """What the edit changes does not stand in the file."""
    AMBIGUOUS = "ambiguous"
    """It stands in several places, and nothing tells which is meant."""
    CONFLICT = "conflict"
    """The file differs from what the edit expects just where the edit changes it."""
    OVERLAP = "overlap"
    """Two parts of the edit change the same lines."""
    SYNTAX_ERROR = "syntax_error"
    """The result would parse worse than the file."""
    MARKER_LEFT = "marker_left"
    """A marker would be left in the result."""
    DECLARATION_LOST = "declaration_lost"
    """A declaration that the edit does not name would vanish."""
    LARGE_DELETION = "large_deletion"
    """More would be deleted than the edit shows."""
    DOUBTFUL = "doubtful"
    """A place was found, but the result is too likely to be wrong."""
    WRONG_FILE = "wrong_file"
    """The edit is for another file, or for several."""
    FILE_MISSING = "file_missing"
    """A patch changes or removes a file that was not given."""
    FILE_EXISTS = "file_exists"
    """A patch adds a file that is there already."""
    OTHERS_REFUSED = "others_refused"
    """All or nothing was asked for, and another file's edit was refused."""


@attrs.frozen
class Place:
    """Lines of the file that an edit might have meant; zero-based, `end_line` not included."""

    line: int
    end_line: int
    text: str
    """The first of the lines, without the space around it."""


@attrs.frozen
class Applied:
    """The text after the edit; `edits` turn the original into it.

    The spans of `edits` are byte offsets into the original as UTF-8. `confidence` is the share of
    such merges that were exactly right when it was calibrated (docs/benchmarks.md).
    """

    text: str
    edits: tuple[Edit, ...]
    confidence: float
    """In [0, 1]."""
    strategy: Strategy
    format: Format
    fuzzy: tuple[str, ...] = ()
    """What did not agree to the letter, in words: "context line 70 differs: `foo` / `foos`"."""
    deleted: tuple[str, ...] = ()
    """The lines, declarations and imported names that are gone, and new names of old things."""
    is_removed: bool = False
    """Whether a patch deletes the file; `text` is then empty."""
    new_path: str | None = None
    """Where a patch moves the file."""


@attrs.frozen
class Refused:
    """Why nothing was applied, where it might have been, and what the caller can do."""

    reason: Reason
    message: str
    """What is wrong, in a sentence that names the line of the edit or the file."""
    advice: str
    """What the caller can do."""
    candidates: tuple[Place, ...] = ()
    format: Format | None = None


@attrs.frozen
class Merged:
    """A result before the last look of `apply.engine`."""

    data: bytes
    strategy: Strategy
    margin: float = 1.0
    """The chance that it is right, in [0, 1]; 1 where the edit says exactly what is to be."""
    fuzzy: tuple[str, ...] = ()
    features: tuple[float, ...] = ()
    """What `margin` was made of, in the order of `apply.doubts.NAMES`."""
