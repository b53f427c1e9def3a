"""Which of many words may stand in a text, told at once from the three bytes in a row that it has.

To search a text for each of a hundred words takes longer than all else that rules do there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SIZE = 1 << 14
_FIRST, _SECOND = np.uint16(37), np.uint16(1_021)
"""Different for most of the three bytes in a row that code has."""
_SHORT = 2
_NONE = np.zeros(0, dtype=np.intp)


@attrs.frozen(eq=False)
class Filter:
    """Groups of words; words of fewer than three bytes may stand anywhere."""

    codes: NDArray[np.intp]
    """The rows of three of all words, one after another, shape (rows,)."""
    starts: NDArray[np.intp]
    """Where those of each word begin, shape (words,)."""
    groups: NDArray[np.intp]
    """The group of each word, shape (words,)."""
    size: int
    always: frozenset[int]
    """The groups with a short word."""

    @classmethod
    def of(cls, groups: Sequence[Sequence[bytes]]) -> Filter:
        """Make the filter of groups of words."""
        words = [(group, word) for group, each in enumerate(groups) for word in each]
        long = [(group, _codes(word)) for group, word in words if len(word) > _SHORT]
        sizes = np.array([len(codes) for _, codes in long], dtype=np.intp)
        return cls(
            np.concatenate([codes for _, codes in long] or [_NONE]),
            np.cumsum(sizes) - sizes,
            np.array([group for group, _ in long], dtype=np.intp),
            len(groups),
            frozenset(group for group, word in words if len(word) <= _SHORT),
        )

    def possible(self, data: bytes) -> list[int]:
        """Return the groups of which a word may stand in a text; of the others none does."""
        found = set(self.always)
        if len(self.starts) and len(data) > _SHORT:
            seen = np.zeros(_SIZE, dtype=np.bool_)
            seen[_codes(data)] = True
            is_there = np.logical_and.reduceat(seen[self.codes], self.starts)
            found.update(self.groups[is_there].tolist())
        return sorted(found)


def _codes(data: bytes) -> NDArray[np.intp]:
    """Return a number below `_SIZE` for each three bytes in a row."""
    read = np.frombuffer(data, dtype=np.uint8).astype(np.uint16)
    # What is over 16 bits is lost: the same for both.
    codes: NDArray[np.uint16] = read[:-2] + read[1:-1] * _FIRST + read[2:] * _SECOND
    codes &= _SIZE - 1
    return codes.astype(np.intp)
