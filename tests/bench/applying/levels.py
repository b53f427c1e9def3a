"""Which lines a lazy snippet shows, by its level: bare, L1, L2 and L3.

A snippet must determine the result. So beside what a commit changed stand the neighbours that tell
where something new belongs and that something is gone.
"""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.applying.commits import Commit
    from tests.bench.applying.outline import Item, Outline

CONTEXT_LINES = 3


def bare(commit: Commit, before: Outline, after: Outline) -> Item | None:
    """Return the one function that holds all that changed, None where there is none.

    Also None where the file has another function of the name that is as similar.
    """
    old_lines, new_lines = commit.before.lines, commit.after.lines
    old = dict(before.functions())
    for path, item in after.functions():
        known = old.get(path)
        if (
            known is None
            or old_lines[: known.start] != new_lines[: item.start]
            or old_lines[known.end + 1 :] != new_lines[item.end + 1 :]
        ):
            continue
        shown = new_lines[item.start : item.end + 1]
        right = _similarity(old_lines[known.start : known.end + 1], shown)
        others = [
            _similarity(old_lines[other.start : other.end + 1], shown)
            for where, other in before.functions()
            if other is not known and where[-1][-1] == path[-1][-1]
        ]
        return item if all(right > other for other in others) else None
    return None


def _similarity(left: Sequence[str], right: Sequence[str]) -> float:
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


@attrs.frozen
class Shown:
    """Which lines of the file after the commit a snippet shows."""

    commit: Commit

    def level_1(self, before: Sequence[Item], after: Sequence[Item]) -> set[int]:
        """Return the changed items in full, and the neighbours that tell a place."""
        changed, neighbours = self._needed(before, after)
        return {line for item in [*changed, *neighbours] for line in item.lines}

    def level_2(self, before: Sequence[Item], after: Sequence[Item]) -> set[int]:
        """Return the same, of a container only its header, what changed in it, and its end."""
        shown: set[int] = set()
        changed, neighbours = self._needed(before, after)
        for item, old in changed.items():
            if old is None or not (item.is_container and old.is_container):
                shown.update(item.lines)
                continue
            shown.update(self._frame(item))
            if self._prelude(item, self.commit.after.lines) != self._prelude(
                old, self.commit.before.lines
            ):
                shown.update(range(item.start, self._frame(item)[0]))
            shown |= self.level_2(old.children, item.children)
        for item in neighbours:
            shown.update(self._frame(item) if item.is_container else item.lines)
        return shown

    def _prelude(self, item: Item, lines: Sequence[str]) -> Sequence[str]:
        assert item.declaration is not None
        return lines[item.start : item.declaration.header.start]

    def _frame(self, item: Item) -> list[int]:
        """Return the lines of the header and the closing line."""
        assert item.declaration is not None
        closer = item.declaration.closer(self.commit.after.lines)
        return [*item.declaration.header, *([] if closer is None else [closer])]

    def _needed(
        self, before: Sequence[Item], after: Sequence[Item]
    ) -> tuple[dict[Item, Item | None], list[Item]]:
        """Return the changed items with what they were, and neighbours to be shown as well."""
        old_lines, new_lines = self.commit.before.lines, self.commit.after.lines
        old_keys, new_keys = [each.key for each in before], [each.key for each in after]
        counts = Counter(old_keys) + Counter(new_keys)
        pairs: list[tuple[int, int]] = [(-1, -1)]
        for block in SequenceMatcher(
            None, old_keys, new_keys, autojunk=False
        ).get_matching_blocks():
            pairs += [(block.a + step, block.b + step) for step in range(block.size)]
        pairs.append((len(before), len(after)))
        changed: dict[Item, Item | None] = {}
        beside: set[int] = set()
        for (old, new), (next_old, next_new) in pairwise(pairs):
            changed |= dict.fromkeys(after[new + 1 : next_new])
            if next_old > old + 1:
                beside |= {new, next_new}
            elif next_new > new + 1:
                beside.add(new if new >= 0 else next_new)
            elif self._between(before, old, old_lines) != self._between(after, new, new_lines):
                beside |= {new, next_new}
        for old, new in pairs[1:-1]:
            if _of(old_lines, before[old]) != _of(new_lines, after[new]):
                changed[after[new]] = before[old]
                if counts[after[new].key] > 2:
                    beside |= {new - 1, new + 1}
        neighbours = [
            after[index]
            for index in sorted(beside)
            if 0 <= index < len(after) and after[index] not in changed
        ]
        return changed, neighbours

    @staticmethod
    def _between(items: Sequence[Item], index: int, lines: Sequence[str]) -> Sequence[str]:
        """Return the lines between an item and the next; blank ones, as a rule."""
        if not 0 <= index < len(items) - 1:
            return ()
        return lines[items[index].end + 1 : items[index + 1].start]


def _of(lines: Sequence[str], item: Item) -> Sequence[str]:
    return lines[item.start : item.end + 1]


def level_3(commit: Commit, after: Outline) -> set[int]:
    """Return the changed lines, three around them, and the headers and ends around these."""
    lines = commit.after.lines
    count = line_count(lines)
    shown = {
        line
        for hunk in commit.hunks
        for line in range(hunk.after_start - CONTEXT_LINES, hunk.after_end + CONTEXT_LINES)
        if 0 <= line < count
    }
    around: set[int] = set()
    for declaration in after.declarations:
        if declaration.body is None:
            continue
        rows = range(declaration.node.start_point.row, declaration.node.end_point.row + 1)
        if any(row in shown and lines[row].strip() for row in rows):
            around.update(declaration.header)
            closer = declaration.closer(lines)
            if closer is not None:
                around.add(closer)
    return shown | around


def line_count(lines: Sequence[str]) -> int:
    """Return the number of lines, without the empty one after the last line end."""
    return len(lines) - (not lines[-1])
