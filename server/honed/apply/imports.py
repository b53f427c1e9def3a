"""Imports of a snippet brought to those of the file, wherever the snippet shows them."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from honed.apply.bind import in_order
from honed.apply.items import Item
from honed.apply.rows import FEW_WORDS, similarity, words
from honed.apply.snippet import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.rows import Rows
    from honed.apply.work import Bound, Scope, Work

NEARLY = 0.6
"""How alike an import must be that is a changed form of another."""
MOSTLY = 0.6
"""Of a block of imports so much must be shown where it is put in another order."""

_KEYWORDS = frozenset({"import", "from", "as", "type", "use", "pub", "static", "require", "const"})
_OPENING = ("{", "(")
_LIST = re.compile(r"[{(,]")
"""What an import has that lists several names."""


def regroup(scope: Scope, bound: Bound) -> None:
    """Bind a block of imports as a whole where the snippet shows it in another order.

    The file's block is what lies between the first and the last import that the snippet shows;
    nothing else stands in it, and most of it is shown.
    """
    file_imports = [each for each in scope.file_items if each.kind == "import"]
    for run in _runs(scope.shown_items):
        pairs = [(one, bound[one]) for one in run if one in bound]
        if len(in_order(pairs)) == len(pairs):
            continue
        start = min(other.start for _, other in pairs)
        end = max(other.end for _, other in pairs)
        inside = [each for each in file_imports if start <= each.start and each.end <= end]
        rows = sum(each.end - each.start for each in inside)
        if rows < end - start or len(pairs) < MOSTLY * len(inside):
            continue
        for one, _ in pairs:
            del bound[one]
        bound[_block(run[0].start, run[-1].end)] = _block(start, end)


def _block(start: int, end: int) -> Item:
    return Item("import", "", start, start, end, end, end, None)


def bring(work: Work, scope: Scope, bound: Bound) -> set[int]:
    """Bring imports that stand apart from the file's to them; return the rows that are put in.

    One that lists other names of the same module is bound to it, another comes where those that
    begin like it stand. What stands in a block, or directly below a row of the file, stays.
    """
    known = [each for each in scope.file_items if each.kind == "import"]
    put: set[int] = set()
    if not known:
        return put
    for run in _runs(scope.shown_items):
        if any(each in bound for each in run) or _is_nested(work.shown.rows, run[0], scope.start):
            continue
        if _is_below_known(work, scope, run[0].start):
            continue
        for one in run:
            best = _nearest(work, one, [each for each in known if each not in bound.values()])
            if best is not None:
                bound[one] = best
                continue
            rows = range(one.start, one.end)
            work.put(rows, _place_of(work, one, known))
            work.plan.tight.update(rows)
            put.update(rows)
    return put


def _is_below_known(work: Work, scope: Scope, row: int) -> bool:
    """Return whether the rows directly above are the file's, and tell their place."""
    shown, file = work.shown, work.file
    above = shown.rows.strip[max(scope.start, row - 2) : row]
    if not above or not shown.is_code(row - 1):
        return False
    places = file.places.get(above[-1], ())
    return bool(places) and (
        words(above[-1]) >= FEW_WORDS
        or any(file.strip[max(0, place + 1 - len(above)) : place + 1] == above for place in places)
    )


def bind_openings(work: Work, scope: Scope, bound: Bound) -> None:
    """Bind imports whose names are left out, `use crate::{`, by their first row."""
    file, taken = work.file, set(bound.values())
    for one in scope.shown_items:
        if one.kind != "import" or one in bound:
            continue
        text = work.shown.rows.strip[one.header]
        same = [
            each
            for each in scope.file_items
            if each.kind == "import" and file.strip[each.header] == text and each not in taken
        ]
        if len(same) == 1 and text.endswith(_OPENING):
            bound[one] = same[0]


def unbind_nested(work: Work, scope: Scope, bound: Bound) -> None:
    """Unbind imports of which one stands in a block, such as `try:`, and the other does not."""
    for one, other in list(bound.items()):
        if one.kind == "import" and _is_nested(work.shown.rows, one, scope.start) != _is_nested(
            work.file, other, scope.file_start
        ):
            del bound[one]


def _is_nested(rows: Rows, item: Item, start: int) -> bool:
    return rows.parent[item.header] >= start


def is_other(work: Work, one: Item, other: Item) -> bool:
    """Return whether two imports have neither the module nor a name in common."""
    if one.name == other.name:
        return False
    ours = _names(_text(work.shown.rows, one), one.name)
    return ours.isdisjoint(_names(_text(work.file, other), other.name))


def _names(text: str, module: str) -> set[str]:
    path, group, _ = module.partition("{")
    if "::" not in path:
        return set(words_of(text)) - set(words_of(module)) - _KEYWORDS
    *before, last = words_of(path) or [""]
    if not group:
        return {last}
    names = set(words_of(text)) - {*before, last} - _KEYWORDS
    return names | {last} if "self" in names else names


def _nearest(work: Work, one: Item, options: Sequence[Item]) -> Item | None:
    """Return the import that lists other names of the same module, None where none does."""
    text = _text(work.shown.rows, one)
    texts = [_text(work.file, each) for each in options]
    shares = [
        similarity(text, theirs) if _LIST.search(text) or _LIST.search(theirs) else 0.0
        for theirs in texts
    ]
    best = max(shares, default=0.0)
    return options[shares.index(best)] if best >= NEARLY else None


def _place_of(work: Work, one: Item, known: Sequence[Item]) -> int:
    """Return the row before which a new import comes, in order with those that begin like it."""
    text = _text(work.shown.rows, one)
    texts = [_text(work.file, each) for each in known]
    common = [_common(text, each) for each in texts]
    alike = [number for number, length in enumerate(common) if length == max(common)]
    above = [number for number in alike if texts[number] <= text]
    return known[above[-1]].end if above else known[alike[0]].start


def _common(left: str, right: str) -> int:
    """Return how many letters two texts have in common at their beginning."""
    pairs = zip(left, right, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _text(rows: Rows, item: Item) -> str:
    return " ".join(rows.strip[item.header : item.end])


def _runs(items: Sequence[Item]) -> list[list[Item]]:
    """Return the imports that stand together in the snippet."""
    found: list[list[Item]] = []
    for one in items:
        if one.kind != "import":
            continue
        if found and found[-1][-1].end == one.start:
            found[-1].append(one)
        else:
            found.append([one])
    return found
