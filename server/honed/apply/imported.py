"""The names that imports bind: none goes by a merge that the result still uses.

An import that the snippet shows in the place of another module's, or of other names of the same
module, comes beside it instead. Where both have a name in common and one that is used would be
gone, nothing tells what is meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.apply import refusals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from honed.apply.items import Item
    from honed.apply.work import Work

_COMMENT = re.compile(r"(?:^|\s)(?:#(?!\[)|//).*|/\*.*?\*/")
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'|<[^<>]*>")
_LISTED = (
    re.compile(r"from\s+\S+\s+import\s+(.*)"),
    re.compile(r"import\s+(?:type(?:of)?\s+)?(.*?)\s*\bfrom\b"),
    re.compile(r"(?:pub\S*\s+)?(?:global\s+)?(?:import|use|using)\s+(?:static\s+)?(.*)"),
)
"""What of an import lists the names, the first that fits: Python's, JavaScript's, all others."""
_GO = re.compile(r"(?:import\s+)?(?:(\w+)\s+)?\"(?:[^\"]*/)?(?!v\d+\")(\w+)(?:[./]v\d+)?\"")
_COMMENTS = ("#", "//", "/*", "*", "--", "'''", '"""')


def bound(rows: Iterable[str], language: str) -> frozenset[str]:
    """Return the names that an import binds; none of an import for what it does, or of a header."""
    code = " ".join(_COMMENT.sub("", row) for row in rows).strip()
    if language == "go":
        spec = _GO.fullmatch(code)
        return frozenset({spec[1] or spec[2]}) - {"_"} if spec else frozenset()
    listed = next((found[1] for each in _LISTED if (found := each.match(code))), "")
    # `import a.b` binds `a` in Python, and `b` elsewhere.
    last = 0 if language == "python" else -1
    names = set()
    for part in re.split(r"[,{}()]", _STRING.sub("", listed)):
        name = re.sub(r"^(?:type|typeof)\s+(?=\w)", "", part.strip(" ;"))
        if " as " in name or "=" in name:
            name = name.split(" as ")[-1] if " as " in name else name.split("=")[0]
        else:
            name = re.split(r"::|[.\\]", name)[last]
        names.add(name.strip())
    return frozenset(name for name in names if re.fullmatch(r"\w+", name)) - {"self"}


def keep(work: Work) -> None:
    """Keep the imports beside what came in their place, or refuse, where a used name would go."""
    gone = [each for each in _imports(work.items) if _is_touched(work, each)]
    if not gone or work.language is None:
        return
    language = work.language.name
    after = _bound_after(work, gone, language)
    for each in gone:
        before = bound(work.file.strip[each.header : each.end], language)
        lost = before - after
        if not lost or _is_of_own_package(work, each):
            continue
        rows = _in_its_place(work, each)
        shown = bound((work.shown.rows.strip[row] for row in rows), language)
        used = _used(work, lost)
        is_other = rows and before.isdisjoint(shown)
        is_meant = _is_between(work, each, rows) or _was_used(work, lost)
        if is_other and (used or not is_meant):
            _put_beside(work, each, rows)
        elif used:
            work.refusal = refusals.unbound(work, each, sorted(used))
            return


def _imports(items: Iterable[Item]) -> Iterator[Item]:
    return (each for item in items for each in item.walk() if each.kind == "import")


def _is_touched(work: Work, item: Item) -> bool:
    """Return whether the plan deletes or changes a row of the import."""
    plan, file, shown = work.plan, work.file.strip, work.shown.rows.strip
    return any(
        file[place] != plan.text_of.get(place, shown[plan.matched[place]])
        if place in plan.matched
        else place in plan.deleted
        for place in range(item.header, item.end)
    )


def _is_of_own_package(work: Work, item: Item) -> bool:
    """Return whether what is imported is in the file's own package, where all see it anyway."""
    code = " ".join(work.file.strip[item.header : item.end])
    found = re.search(r"([\w.\\]+)[.\\]\w+;?$", code)
    return found is not None and any(
        work.file.places.get(f"{word} {found[1]};") for word in ("package", "namespace")
    )


def _is_between(work: Work, item: Item, rows: Sequence[int]) -> bool:
    """Return whether the snippet shows the file's neighbours of an import around the new one."""
    plan = work.plan

    def stands_at(row: int, place: int) -> bool:
        is_changed = place in plan.deleted and row in plan.inserted.get(place, ())
        return plan.matched.get(place) == row or is_changed

    return bool(rows) and (
        stands_at(rows[0] - 1, item.start - 1) and stands_at(rows[-1] + 1, item.end)
    )


def _bound_after(work: Work, gone: Sequence[Item], language: str) -> set[str]:
    """Return the names that imports and new declarations bind in the result."""
    names: set[str] = set()
    kept = [each for each in _imports(work.items) if each not in gone]
    for items, rows in ((kept, work.file), (_imports(work.shown.items), work.shown.rows)):
        for each in items:
            names |= bound(rows.strip[each.header : each.end], language)
    for row, text in enumerate(work.shown.rows.strip):
        if work.shown.is_code(row):
            names |= bound((text,), language)
    new = (item for each in work.shown.items for item in each.walk() if item.kind != "import")
    return names.union(item.name for item in new)


def _mention(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.$])(?:{'|'.join(map(re.escape, names))})(?!\w)")


def _was_used(work: Work, names: Iterable[str]) -> bool:
    """Return whether the file uses one of the names outside of imports and comments."""
    pattern, rows = _mention(names), work.file.strip
    imports = {row for each in _imports(work.items) for row in range(each.start, each.end)}
    return any(
        pattern.search(_COMMENT.sub("", text))
        for row, text in enumerate(rows)
        if row not in imports and not text.startswith(_COMMENTS)
    )


def _used(work: Work, names: Iterable[str]) -> set[str]:
    """Return which of the names the result uses outside of imports and comments."""
    pattern = _mention(names)
    plan, shown = work.plan, work.shown.rows.strip
    imports = {row for each in _imports(work.items) for row in range(each.start, each.end)}
    shown_imports = {
        row for each in _imports(work.shown.items) for row in range(each.start, each.end)
    }
    found: set[str] = set()
    for place in range(len(work.file) + 1):
        for origin in plan.at(place):
            row, at = origin.row, origin.place
            if (at in imports) if at is not None else (row in shown_imports):
                continue
            if row is not None and (at is None or at not in plan.text_of):
                text = shown[row]
            else:
                text = plan.text_of.get(at or 0, work.file.strip[at or 0])
            if not text.startswith(_COMMENTS):
                found.update(pattern.findall(_COMMENT.sub("", text)))
    return found


def _in_its_place(work: Work, item: Item) -> list[int]:
    """Return the rows of imports in the snippet that come where the file's import stands."""
    plan = work.plan
    imports = {row for each in _imports(work.shown.items) for row in range(each.start, each.end)}
    rows = {plan.matched[place] for place in range(item.start, item.end) if place in plan.matched}
    for place in range(item.start, item.end):
        rows.update(row for row in plan.inserted.get(place, ()) if row in imports)
    return sorted(rows & imports)


def _put_beside(work: Work, item: Item, rows: Sequence[int]) -> None:
    """Let the file's import stay, and the rows of the snippet come behind it."""
    plan = work.plan
    for place in range(item.start, item.end):
        plan.deleted.discard(place)
        if place in plan.matched:
            plan.place_of.pop(plan.matched.pop(place))
    for group in plan.inserted.values():
        group[:] = [row for row in group if row not in rows]
    plan.inserted[item.end] = [*rows, *plan.inserted.get(item.end, ())]
    plan.tight.update(rows)
