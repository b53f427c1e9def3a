"""The maintainability index: one number from 0 (hard to change) to 100, as radon computes it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from honed.quality.functions import Measures
    from honed.quality.values import Lines

_BYTES, _BRANCHES, _LINES, _REMARKS = 5.2, 0.23, 16.2, 50.0
_MOST = 171.0


def maintainability_index(
    volume: float, complexity: int, lines: int, comment_share: float
) -> float:
    """Return the index of a text.

    `volume` is Halstead's in bits, `complexity` the cyclomatic number of the text, `lines` the
    logical ones, `comment_share` how many comments there are for a line of code. After Oman and
    Hagemeister (1991), scaled to 100 as by Visual Studio and radon.
    """
    if volume <= 0 or lines <= 0:
        return 100.0
    remarks = math.sin(math.sqrt(2.46 * math.radians(100.0 * comment_share)))
    index = (
        _MOST
        - _BYTES * math.log(volume)
        - _BRANCHES * complexity
        - _LINES * math.log(lines)
        + _REMARKS * remarks
    )
    return min(100.0, max(0.0, 100.0 * index / _MOST))


def index_of(counted: Measures, lines: Lines) -> float:
    """Return the index of what was counted; where logical lines are not known, of those of code."""
    return maintainability_index(
        counted.halstead.volume,
        counted.paths,
        lines.logical or lines.code,
        lines.remarks / max(1, lines.code),
    )
