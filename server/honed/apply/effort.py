"""How much one merge may compare: what would take longer is refused, so that nothing hangs."""

from __future__ import annotations

import attrs

MOST = 100_000
"""Comparisons of two lines, some 5 µs each; one merge of thousands needs a third of it."""


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
