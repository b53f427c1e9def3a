"""How much is read and compared: what would take longer is refused, so that nothing hangs.

All bounds are numbers of the texts themselves; a slower machine refuses nothing more.
"""

from __future__ import annotations

import attrs

MOST = 50_000
"""Comparisons of two lines; of thousands of merges one needs most of them."""
MOST_BYTES = 4_000_000
"""A larger file or edit is data, not code that somebody writes."""
MOST_LINES = 200_000
"""The same of its lines."""
MOST_EDIT_LINES = 50_000
"""An edit of more lines was not written by anybody either; a whole file may have them."""
MOST_SHOWN = 5_000
"""A snippet of more lines is not merged; what an assistant writes has hundreds."""
MOST_SHOWN_BYTES = 300_000
"""The same of its bytes."""


@attrs.define
class Effort:
    """What is left of the comparisons that one merge may make."""

    left: int = MOST

    def spend(self, comparisons: int) -> bool:
        """Take so many comparisons; False where they are more than is left, then and later on."""
        self.left -= comparisons
        return self.left >= 0

    @property
    def is_spent(self) -> bool:
        """Whether something was left undone."""
        return self.left < 0
