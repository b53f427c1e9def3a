"""What memory items say of each other: the same, more, or the opposite.

Items that are equal up to renaming have one key, and are one. A general item absorbs a special one
only when its lower bound is no worse (Wilson, 95 %): the special one is kept, and stands for itself
again as soon as it is the surer one. Items that contradict each other are both kept, and say so.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from honed.core.memory import ItemKind, ItemState
from honed.learn.memory.forgetting import fading
from honed.learn.memory.forms import bare, filled, is_hole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.core.memory import MemoryItem, Side

MOST_COMPARED = 50
"""Items that have a side in common; more are not compared with each other."""

Mask = tuple[bool, ...]
"""Where the holes of a side are."""


def consolidated(items: Iterable[MemoryItem]) -> list[MemoryItem]:
    """Return the items in order, with what absorbs and what contradicts them as it is now.

    It rests on nothing that they said of this before: doing it twice is doing it once.
    """
    known = [
        attrs.evolve(each, contradicts=(), absorbed_by="") if _says_something(each) else each
        for each in items
    ]
    kept = [each for each in known if each.state is ItemState.KEPT and each.successes]
    absorbers, opposites = _absorbers(kept), _opposites(kept)
    return [
        attrs.evolve(
            each,
            absorbed_by=absorbers.get(each.key, ""),
            contradicts=tuple(sorted(opposites.get(each.key, ()))),
        )
        if each.key in absorbers or each.key in opposites
        else each
        for each in known
    ]


def settled(items: Iterable[MemoryItem], now: float) -> list[MemoryItem]:
    """Return the items for which there is room, consolidated; `now` in seconds since the epoch."""
    known = list(items)
    gone = {each.id for each in fading(known, now)}
    return consolidated(each for each in known if each.id not in gone)


def _says_something(item: MemoryItem) -> bool:
    return bool(item.contradicts or item.absorbed_by)


def covers(general: MemoryItem, special: MemoryItem) -> bool:
    """Return whether one edit does all that another one does, and more: with a hole for a word.

    A hole stands for one token or hole of the other, the same one wherever it stands.
    """
    if general.key == special.key or general.language != special.language:
        return False
    if len(general.before) != len(special.before) or not general.before:
        return False
    values: dict[str, str] = {}
    for wide, narrow in zip(general.before, special.before, strict=True):
        if is_hole(wide):
            if values.setdefault(wide, narrow) != narrow:
                return False
        elif wide != narrow:
            return False
    return bare(filled(general.after, values)) == bare(special.after)


def contradict(one: MemoryItem, other: MemoryItem) -> bool:
    """Return whether two items say the opposite of each other.

    Two edits of the same that make different things of it, one that takes the other back, or code
    that held for one task and failed for the same.
    """
    if one.key == other.key or one.language != other.language:
        return False
    if one.kind is other.kind is ItemKind.EDIT:
        is_back = bare(one.before) == bare(other.after) and bare(one.after) == bare(other.before)
        return is_back or (one.before == other.before and bare(one.after) != bare(other.after))
    if {one.kind, other.kind} == {ItemKind.CODE, ItemKind.PITFALL}:
        return bool(one.when) and (one.when, one.content) == (other.when, other.content)
    return False


def _absorbers(items: Sequence[MemoryItem]) -> dict[str, str]:
    """Return the key of the general item for each special one that is absorbed.

    General items are kept by where their holes are and by their words elsewhere, so that of many
    items few are compared.
    """
    by_words: dict[tuple[Mask, Side], list[MemoryItem]] = defaultdict(list)
    masks: dict[tuple[str, int], set[Mask]] = defaultdict(set)
    edits = [each for each in items if each.kind is ItemKind.EDIT]
    for each in edits:
        mask = tuple(map(is_hole, each.before))
        if any(mask):
            masks[each.language, len(mask)].add(mask)
            by_words[mask, _outside(mask, each.before)].append(each)
    found: dict[str, str] = {}
    for special in edits:
        near = masks.get((special.language, len(special.before)), ())
        generals = (
            general
            for mask in sorted(near, reverse=True, key=lambda each: (sum(each), each))
            for general in by_words.get((mask, _outside(mask, special.before)), ())[:MOST_COMPARED]
            if general.trust >= special.trust and covers(general, special)
        )
        general = next(generals, None)
        if general is not None:
            found[special.key] = general.key
    return _to_the_end(found)


def _outside(mask: Mask, side: Side) -> Side:
    """Return the words of a side where no hole is."""
    return tuple(word for word, is_in in zip(side, mask, strict=True) if not is_in)


def _to_the_end(found: dict[str, str]) -> dict[str, str]:
    """Return for each item what stands for it in the end: no absorbed one stands for another."""
    ends = {}
    for special, general in found.items():
        seen = {special}
        end = general
        while end in found and end not in seen:
            seen.add(end)
            end = found[end]
        if end != special:
            ends[special] = end
    return ends


def _opposites(items: Sequence[MemoryItem]) -> dict[str, set[str]]:
    groups: dict[tuple[str, str], list[MemoryItem]] = defaultdict(list)
    for each in items:
        if each.kind is ItemKind.EDIT:
            # What takes another back has its sides; both stand in one group under either.
            for side in {bare(each.before), bare(each.after)}:
                groups[each.language, side].append(each)
        elif each.kind is not ItemKind.GUARD:
            groups[each.language, each.content].append(each)
    found: dict[str, set[str]] = defaultdict(set)
    for group in groups.values():
        for one in group[:MOST_COMPARED]:
            for other in group[:MOST_COMPARED]:
                if contradict(one, other):
                    found[one.key].add(other.key)
    return found
