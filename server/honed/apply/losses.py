"""What a file declared and a result does not, in words: gone, or there under another name."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from honed.apply.imported import bound
from honed.core.text import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.apply.original import Original
    from honed.core.diff import Hunk
    from honed.core.text import Text
    from honed.syntax.declarations import Declaration
    from honed.syntax.tree import Tree

MOST_SHOWN = 60
"""Of a deleted line so many characters are named."""
MOST_LINES = 10_000
"""In a longer file only lines are named, not what it declares."""
MOST_COMPARED = 2_500
"""Of more pairs, one gone and one new, none is compared for a new name."""
SAME = 0.5
"""So many of its words a declaration has under another name, too."""
_FUNCTIONS = frozenset({"function", "method", "constructor", "macro", "test"})
"""What holds statements; what is declared among them is nobody's but its own."""


@attrs.frozen
class Loss:
    """Something that is gone; with it the lines `start:end`, of a changed line none."""

    start: int
    end: int
    words: str


def losses(file: Original, changed: Sequence[Hunk], after: Original) -> tuple[str, ...]:
    """Return what is gone, in the order of the text: declarations, and other lines.

    A declaration is gone or has another name, an import binds names no longer; of what is gone its
    own members are not named. Other lines are named where nothing stands in their place.
    """
    if all(hunk.before_start == hunk.before_end for hunk in changed):
        return ()
    found: list[Loss] = []
    told: set[int] = set()
    trees = _trees(file, after)
    if trees and _is_header_gone(file, changed):
        found = _compared(*trees, file.declared, after.declared, "")
        told = {line for each in found for line in range(each.start, each.end)}
        # An import that is not named binds its names elsewhere.
        imports = (each for each in file.declared if each.kind == "import")
        told |= {line for each in imports for line in range(each.header, each.end)}
    for hunk in changed:
        if hunk.after_start != hunk.after_end:
            continue
        gone = _lines(file.text, hunk.before_start, hunk.before_end)
        rest = [line for number, line in enumerate(gone, hunk.before_start) if number not in told]
        if any(line and not _is_moved(file.text, after.text, line) for line in rest):
            first = next(filter(None, gone))[:MOST_SHOWN]
            where = _where(hunk.before_start, hunk.before_end)
            found.append(Loss(hunk.before_start, hunk.before_end, f"{where}: `{first}`"))
    return tuple(each.words for each in sorted(found, key=lambda each: each.start))


def _trees(file: Original, after: Original) -> tuple[Tree, Tree] | None:
    """Return both trees, None where one is missing or too long to be compared."""
    if file.tree is None or after.tree is None:
        return None
    longest = max(file.text.line_count, after.text.line_count)
    return (file.tree, after.tree) if longest <= MOST_LINES else None


def _is_header_gone(was: Original, changed: Iterable[Hunk]) -> bool:
    """Return whether a line is gone or changed that a declaration begins with, or imports."""
    gone = {line for each in changed for line in range(each.before_start, each.before_end)}
    return any(
        not gone.isdisjoint(range(each.header, each.inner))
        for top in was.declared
        for each in top.walk()
    )


def _is_moved(text: Text, result: Text, line: str) -> bool:
    """Return whether a line stands in the result as often as in the text."""
    pattern = re.compile(rb"^[ \t]*" + re.escape(encode(line)) + rb"[ \t\r]*$", re.MULTILINE)
    return len(pattern.findall(result.data)) >= len(pattern.findall(text.data))


def _where(start: int, end: int) -> str:
    return f"line {start + 1}" if end - start == 1 else f"lines {start + 1}–{end}"


def _compared(
    before: Tree,
    after: Tree,
    old: Sequence[Declaration],
    new: Sequence[Declaration],
    around: str,
) -> list[Loss]:
    """Return what is gone among the declarations of one block."""
    found = list(_imports_gone(before, after, old, new))
    left: dict[tuple[str, str], list[Declaration]] = {}
    for each in new:
        left.setdefault((each.kind, each.name), []).append(each)
    gone = []
    for each in old:
        same = left.get((each.kind, each.name))
        if same:
            found += _inside(before, after, each, same.pop(0), f"{around}{each.name}.")
        elif each.kind != "import":
            gone.append(each)
    fresh = [each for several in left.values() for each in several]
    fresh = [each for each in fresh if each.kind != "import"]
    if len(gone) * len(fresh) > MOST_COMPARED:
        fresh = []
    for each in gone:
        what = f"{each.kind} `{around}{each.name}`"
        moved = [one for one in fresh if (one.kind, one.name) in _kinds(each)]
        other = moved[0] if moved else _renamed(before, after, each, fresh)
        if other is None:
            found.append(Loss(each.start, each.end, f"{_where(each.header, each.end)}: {what}"))
            continue
        fresh.remove(other)
        if other.name != each.name:
            line = each.header
            found.append(Loss(line, line, f"line {line + 1}: {what} is now `{other.name}`"))
        found += _inside(before, after, each, other, f"{around}{other.name}.")
    return found


def _inside(
    before: Tree, after: Tree, old: Declaration, new: Declaration, around: str
) -> list[Loss]:
    if old.kind in _FUNCTIONS or not old.children:
        return []
    return _compared(before, after, old.children, new.children, around)


def _kinds(each: Declaration) -> set[tuple[str, str]]:
    """Return as what else a declaration of one name may stand, such as a constant as a variable."""
    related = ({"function", "method", "constructor", "constant", "variable", "field", "class"},)
    return {(kind, each.name) for group in related if each.kind in group for kind in group}


def _renamed(
    before: Tree, after: Tree, each: Declaration, fresh: Iterable[Declaration]
) -> Declaration | None:
    """Return the new declaration that has most of the words of one that is gone."""
    ours = _words(before, each)
    best, most = None, SAME
    for other in fresh:
        if other.kind != each.kind:
            continue
        theirs = _words(after, other)
        share = 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())
        if share > most:
            best, most = other, share
    return best


def _imports_gone(
    before: Tree, after: Tree, old: Sequence[Declaration], new: Sequence[Declaration]
) -> Iterable[Loss]:
    """Yield the names that imports bound and nothing of the same block binds any more."""
    known = {each.name for each in new if each.kind != "import"}
    for each in new:
        known |= _bound(after, each)
    for each in old:
        names = sorted(_bound(before, each) - known)
        if names:
            what = f"import of {', '.join(f'`{name}`' for name in names)}"
            if names == sorted(_bound(before, each)):
                yield Loss(each.start, each.end, f"{_where(each.header, each.end)}: {what}")
            else:
                yield Loss(each.header, each.header, f"line {each.header + 1}: {what}")


def _bound(tree: Tree, each: Declaration) -> frozenset[str]:
    if each.kind != "import":
        return frozenset()
    rows = _lines(tree.text, each.header, each.end)
    return bound(rows, tree.language.name) or frozenset({each.name})


def _words(tree: Tree, each: Declaration) -> Counter[str]:
    return Counter(re.findall(r"\w+", " ".join(_lines(tree.text, each.header, each.end))))


def _lines(text: Text, start: int, end: int) -> list[str]:
    return [decode(text.slice(text.line_span(line))).strip() for line in range(start, end)]
