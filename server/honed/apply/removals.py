"""Declarations that a remark in a snippet calls removed, in the place of one: `# get() removed`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.apply.markers import Role, called_removed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from honed.apply.items import Item
    from honed.apply.work import Work


def carry_out(work: Work) -> None:
    """Delete what remarks name that stand where it would be shown.

    It is the only declaration of its name in the file, in the class that the remark stands in or
    outermost as the remark is, and the snippet shows nothing of it. Otherwise it stays.
    """
    shown, plan = work.shown, work.plan
    named = {each.name for item in shown.items for each in item.walk()}
    for row, role in enumerate(shown.roles):
        name = called_removed(shown.rows.strip[row]) if role is Role.REMOVED else None
        if name is None or name in named:
            continue
        found = [each for each in _held(work.items, -1) if each[0].name == name]
        if len(found) != 1:
            continue
        item, header = found[0]
        above = shown.rows.parent[row]
        is_inside = (plan.place_of.get(above) == header) if above >= 0 else header < 0
        places = range(item.start, item.end)
        if is_inside and not any(
            place in plan.matched or plan.inserted.get(place) for place in places
        ):
            plan.delete(places.start, places.stop)
            work.doubts.deleted_items += 1


def _held(items: Iterable[Item], header: int) -> Iterator[tuple[Item, int]]:
    """Yield declarations with the row of the header that they stand below, -1 for outermost."""
    for item in items:
        yield item, header
        if item.is_container:
            yield from _held(item.children, item.header)
