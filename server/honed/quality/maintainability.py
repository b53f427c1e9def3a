"""The maintainability index: one number from 0 (hard to change) to 100, as radon computes it."""

from __future__ import annotations

import math

_BYTES, _BRANCHES, _LINES, _REMARKS = 5.2, 0.23, 16.2, 50.0
_MOST = 171.0


def maintainability_index(
    volume: float, complexity: int, lines: int, comment_share: float
) -> float:
    """Return the index of a text.

    `volume` is Halstead's in bits, `complexity` the sum of all cyclomatic numbers, `lines` those of
    code, `comment_share` the share of lines with a comment, in [0, 1]. After Oman and Hagemeister
    (1991), scaled to 100 as by Visual Studio and radon.
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
