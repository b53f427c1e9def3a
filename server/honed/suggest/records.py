"""How often patterns of one nature were right: of one session, and of all.

What one developer does in one session is alike: where lines that are put in were wrong twice, the
third is seldom right. It is the sum of the patterns' records, so no store has to know it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from honed.core.model import Form, Pattern
    from honed.suggest.strength import Strength


@attrs.frozen
class Nature:
    """What patterns have in common that are right or wrong together."""

    form: Form
    only_inserts: bool
    only_deletes: bool
    adds_lines: bool
    is_weak: bool


def nature_of(form: Form, strength: Strength) -> Nature:
    """Return the nature of a rewrite."""
    return Nature(
        form, strength.only_inserts, strength.only_deletes, strength.adds_lines, strength.is_weak
    )


@attrs.frozen
class Records:
    """The sums of the records of some patterns, by nature; not thread-safe."""

    _sums: Counter[tuple[Nature, int | None, bool]] = attrs.field(factory=Counter)

    def count(self, nature: Nature, pattern: Pattern, times: int = 1) -> None:
        """Add a pattern's record, or take it out again (`times` -1)."""
        evidence = pattern.evidence
        if evidence.right or evidence.wrong:
            for session_id in (pattern.session_id, None):
                self._sums[nature, session_id, True] += times * evidence.right
                self._sums[nature, session_id, False] += times * evidence.wrong

    def of(self, nature: Nature, session_id: int | None = None) -> tuple[int, int]:
        """Return how often patterns of a session, None for all, were right and wrong."""
        return self._sums[nature, session_id, True], self._sums[nature, session_id, False]
