"""A stretch of a snippet that is to be explained by one of the file, and what holds in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from honed.apply.effort import Effort


@attrs.frozen
class Stretch:
    """Rows `start:end` of the snippet to be explained by the rows `file_start:file_end`.

    At an open end the snippet or the file just goes on; at a closed one both end in what is
    bound already.
    """

    start: int
    end: int
    file_start: int
    file_end: int
    open_start: bool
    open_end: bool


@attrs.frozen
class Rules:
    """What the declarations say of single rows.

    `is_free(row)` tells whether a row of the snippet may be matched at all, `guard(start, end)`
    what it costs beyond their number to delete rows of the file, and `is_other_header(row, place)`
    whether the row of the file is the header of another declaration. `place_of` maps rows of the
    snippet outside of the stretch to what they are in the file. `effort` is what may be compared.
    """

    is_free: Callable[[int], bool]
    guard: Callable[[int, int], float]
    is_other_header: Callable[[int, int], bool]
    place_of: Mapping[int, int]
    effort: Effort
