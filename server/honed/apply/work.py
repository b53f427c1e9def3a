"""What one merge knows: the file, the snippet, what is decided, and what speaks against it."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from honed.apply import snippet
from honed.apply.bind import Binder
from honed.apply.doubts import Doubts
from honed.apply.effort import Effort
from honed.apply.instruction import NOTHING_SAID, Instruction
from honed.apply.items import Item, items_of
from honed.apply.plan import Plan
from honed.apply.rows import Rows, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.apply.original import Original
    from honed.apply.result import Refused
    from honed.apply.snippet import Shown
    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree


SEVERAL = 2
"""So many declarations do not vanish only because what is around them is shown."""
LARGE = 3
"""A declaration of so many rows is not deleted in passing, even if it has no body."""


Bound = dict[Item, Item]
"""Declarations of the snippet and those of the file that they show."""


@attrs.frozen
class Scope:
    """Rows of the snippet that show rows of one block of the file, and the declarations in both.

    At an open end the snippet just begins or ends; at a closed one so does the block. In a loose
    scope (a file, a class) there are members, of which a snippet may leave out some; elsewhere
    statements follow each other.
    """

    start: int
    end: int
    file_start: int
    file_end: int
    shown_items: Sequence[Item]
    file_items: Sequence[Item]
    open_start: bool
    open_end: bool
    is_loose: bool = True


@attrs.define(eq=False, slots=False)
class Work:
    """One merge; the plan, the doubts and a refusal grow while it goes on.

    `taken` are rows of the file that are merged out of their order, `headers` the declarations by
    their first own row.
    """

    file: Rows
    items: Sequence[Item]
    shown: Shown
    plan: Plan
    binder: Binder
    headers: dict[int, Item]
    effort: Effort
    language: Language | None = None
    said: Instruction = NOTHING_SAID
    doubts: Doubts = attrs.field(factory=Doubts)
    taken: set[int] = attrs.field(factory=set)
    _homes: dict[int, Sequence[Item]] = attrs.field(factory=dict, init=False)
    refusal: Refused | None = None
    several: int = SEVERAL
    """So many declarations do not vanish where nothing comes in their place."""
    is_tied: bool = False
    """Whether a declaration of the snippet may be several of the file."""
    tree: Tree | None = None
    """That of the file, None where it has none."""

    @cached_property
    def dear(self) -> list[tuple[int, int]]:
        """How many declarations not named begin above each row: small ones without body, others."""
        found = [(0, 0)]
        for place in range(len(self.file)):
            item = self.headers.get(place)
            small, large = found[-1]
            if item is not None and item.name not in self.shown.removed | self.said.removed:
                is_small = item.is_leaf and item.end - item.header < LARGE
                small, large = small + is_small, large + (not is_small)
            found.append((small, large))
        return found

    @cached_property
    def _blocks(self) -> dict[str, list[Item]]:
        """The declarations of the file that have a body, by what their headers say, in order."""
        found: dict[str, list[Item]] = {}
        for header in sorted(self.headers):
            item = self.headers[header]
            if not item.is_leaf:
                found.setdefault(self.file.strip[header], []).append(item)
        return found

    def is_elsewhere(self, row: int, place: int) -> bool:
        """Return whether the snippet has the row in a declaration, and the file not in that one.

        A declaration is known by its header, which the file has to the letter. A row that is
        indented further than its body may stand behind its end, which a marker has left out.
        """
        blocks = self._homes.get(row)
        if blocks is None:
            blocks = self._homes[row] = self._homes_of(row)
        if not blocks:
            return False
        number = bisect_right(blocks, place, key=lambda item: item.start) - 1
        return number < 0 or place >= blocks[number].end

    def _homes_of(self, row: int) -> Sequence[Item]:
        """Return the declarations of the file in one of which a row is, none where any may be."""
        rows, width = self.shown.rows, self.file.width
        inside, above = row, rows.parent[row]
        while above >= 0:
            blocks = self._blocks.get(rows.strip[above], ()) if self.shown.is_code(above) else ()
            if blocks:
                depth = rows.width[inside] - rows.width[above]
                is_at_level = all(
                    width[each.inner] - width[each.header] >= depth for each in blocks
                )
                return blocks if is_at_level else ()
            inside, above = above, rows.parent[above]
        return ()

    @cached_property
    def shown_imports(self) -> dict[int, Item]:
        """The imports of the snippet by their first row."""
        flat = (item for each in self.shown.items for item in each.walk())
        return {item.header: item for item in flat if item.kind == "import"}

    def put(self, rows: Iterable[int], place: int) -> None:
        """Put rows of the snippet before `place`."""
        for row in rows:
            self.plan.insert(row, place)


def begin(
    original: Original,
    code: str,
    language: Language | None,
    said: Instruction = NOTHING_SAID,
) -> Work:
    """Return what is known before anything is merged."""
    file = rows_of(original.text)
    items = items_of(file, original.declared)
    shown = snippet.read(code, file, items, language, original.tree)
    headers = {item.header: item for each in items for item in each.walk()}
    effort = Effort()
    binder = Binder(shown, file, effort, said.words)
    plan = Plan(shown, file)
    return Work(
        file, items, shown, plan, binder, headers, effort, language, said, tree=original.tree
    )


def by_lines(work: Work) -> Work:
    """Return the same merge begun anew, in which the snippet is nothing but imports and lines.

    The declarations of the file are still guarded against vanishing.
    """
    imports = [each for each in work.shown.items if each.kind == "import"]
    shown = attrs.evolve(work.shown, items=imports, faults=0)
    effort = Effort()
    binder = Binder(shown, work.file, effort, work.said.words)
    plan = Plan(shown, work.file)
    return Work(
        work.file,
        work.items,
        shown,
        plan,
        binder,
        work.headers,
        effort,
        work.language,
        work.said,
        several=1,
        tree=work.tree,
    )
