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
    what it costs beyond their number to delete rows of the file, `is_other(row, place)` whether the
    row of the file is something else than the one that is nearly like it, and
    `is_elsewhere(row, place)` whether the two stand in different declarations. `place_of` maps rows
    of the snippet outside of the stretch to what they are in the file. `effort` is what may be
    compared.
    """

    is_free: Callable[[int], bool]
    guard: Callable[[int, int], float]
    is_other: Callable[[int, int], bool]
    is_elsewhere: Callable[[int, int], bool]
    place_of: Mapping[int, int]
    effort: Effort
