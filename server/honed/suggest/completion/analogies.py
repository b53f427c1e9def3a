"""Places that look like this one but for their names, and what their next token would be here.

A place whose context agrees when names are erased is laid beside the cursor token by token. What
follows there is taken over: a keyword as it is, a name as the one that stands here where it stands
there, or with those parts of it changed that are spelt differently here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from honed.core.vocabulary import BOUNDARY
from honed.retrieval.sequences import ERASED_ORDER, scanned
from honed.suggest import spelling
from honed.syntax.lexing import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from honed.core.vocabulary import Lexicon
    from honed.suggest.completion.sources import Source, Words

WINDOW = ERASED_ORDER
"""So many tokens before two places are laid beside each other."""

MOST = 40
"""So many places are looked at in a source."""

LEAST_FAR = 12
"""In each of many shards no fewer."""

LEAST_DEPTH = 2
"""Places that agree in less are like any other."""

_NEARNESS = np.array([1.6, 1.2, 1.3, 1.0])
_DECAY = 0.93 ** np.arange(WINDOW)


@attrs.frozen(eq=False)
class Analogies:
    """Places like the cursor, the best of them each source has; all arrays of one length.

    `tokens` is what their next token would be here, `is_mapped` whether it is another one than
    there. `likeness` weighs a place: larger is more alike.
    """

    sources: tuple[Source, ...] = attrs.field(repr=False)
    numbers: NDArray[np.int64]
    places: NDArray[np.int64]
    depths: NDArray[np.int64]
    tokens: NDArray[np.int64]
    is_mapped: NDArray[np.bool_]
    likeness: NDArray[np.float64]


def alike(
    found: Sequence[Source],
    context: Sequence[int],
    words: Words,
    lexicon: Lexicon,
    is_late: Callable[[], bool],
) -> Analogies:
    """Return the places that are most like the one behind `context`, the nearest token first."""
    here = np.full(WINDOW, BOUNDARY, np.int32)
    here[: min(WINDOW, len(context))] = context[:WINDOW]
    erased = words.erased(here).tolist()
    parts: list[tuple[NDArray[Any], ...]] = []
    crowd = sum(source.erased is not None for source in found)
    for number, source in enumerate(found):
        if parts and is_late():
            break
        room = MOST if source.erased is None else max(LEAST_FAR, 2 * MOST // (1 + crowd))
        places, depths = _places(source, erased, room)
        scales = source.scales_of(places)
        kept = scales >= 0
        if kept.any():
            places, depths, scales = places[kept], depths[kept], scales[kept]
            parts.append(_laid_beside(number, source, (places, depths, scales), here, words))
    if not parts:
        none = np.zeros(0, np.int64)
        return Analogies((), none, none, none, none, none.astype(bool), none.astype(float))
    columns = [np.concatenate(each) for each in zip(*parts, strict=True)]
    tokens = columns[3]
    spelt = _spelt(columns, found, here, words, lexicon)
    return Analogies(
        tuple(found), columns[0], columns[1], columns[2],
        np.where(spelt >= 0, spelt, tokens), columns[4] | (spelt >= 0), columns[5],
    )  # fmt: skip


def _places(
    source: Source, erased: Sequence[int], room: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return `room` positions whose erased contexts agree most, and in how many tokens."""
    places: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    depths: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    for depth, new in _by_depth(source, erased):
        chosen = new if len(new) <= room else new[np.linspace(0, len(new) - 1, room).astype(int)]
        places.append(chosen.astype(np.int64))
        depths.append(np.full(len(chosen), depth, np.int64))
        room -= len(chosen)
        if room <= 0:
            break
    return np.concatenate(places), np.concatenate(depths)


def _by_depth(source: Source, erased: Sequence[int]) -> Iterator[tuple[int, NDArray[np.integer]]]:
    """Yield the positions of each depth, the greatest first."""
    if source.erased is None:
        tokens = source.tokens if source.erased_tokens is None else source.erased_tokens
        nested = scanned(tokens, erased, WINDOW)
        for depth in range(len(nested), LEAST_DEPTH - 1, -1):
            yield depth, nested[depth - 1][-MOST:]
        return
    ranges = source.erased.ranges(erased)
    first = last = ranges[-1][0] if ranges else 0
    for depth in range(len(ranges), LEAST_DEPTH - 1, -1):
        low, high = ranges[depth - 1]
        if low < first or high > last:
            places = source.erased.places
            # Of many no more than are looked at are read from the file.
            step = max(1, (first - low + high - last) // (4 * MOST))
            yield depth, np.concatenate((places[low:first:step], places[last:high:step]))
        first, last = low, high


def _laid_beside(
    number: int,
    source: Source,
    seen: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int8]],
    here: NDArray[np.int32],
    words: Words,
) -> tuple[NDArray[Any], ...]:
    places, depths, scales = seen
    steps = np.arange(1, WINDOW + 1)
    there = source.tokens[np.maximum(places[:, None] - steps, 0)]
    is_aligned = steps[None, :] <= depths[:, None]
    next_tokens = source.tokens[places].astype(np.int64)
    is_same = (there == next_tokens[:, None]) & is_aligned
    first = np.argmax(is_same, axis=1)
    names = words.kinds[next_tokens] == Kind.IDENTIFIER
    mapped = np.where(is_same.any(axis=1) & names, here[first], next_tokens)
    agreeing = ((there == here[None, :]) * _DECAY).sum(axis=1) / _DECAY.sum()
    agreeing_near = ((there == here[None, :]) & is_aligned).sum(axis=1) / np.maximum(1, depths)
    likeness = (
        _NEARNESS[scales] * np.minimum(depths, 24) / 8 * (0.25 + agreeing) * (0.25 + agreeing_near)
    )
    return (
        np.full(len(places), number, np.int64), places, depths, mapped.astype(np.int64),
        mapped != next_tokens, likeness,
    )  # fmt: skip


def _spelt(
    columns: Sequence[NDArray[Any]],
    found: Sequence[Source],
    here: NDArray[np.int32],
    words: Words,
    lexicon: Lexicon,
) -> NDArray[np.int64]:
    """Return for the most alike places the name spelt as the names here differ; -1 for none.

    Where `load_user` follows `user` there, and `group` stands here for it, `load_group` is meant.
    """
    numbers, places, depths, tokens, is_mapped, likeness = columns
    spelt = np.full(len(places), -1, np.int64)
    done = 0
    for at in np.argsort(-likeness, kind="stable")[:24].tolist():
        if is_mapped[at] or words.kinds[tokens[at]] != Kind.IDENTIFIER or done >= _MOST_SPELT:
            continue
        done += 1
        name = words.word(int(tokens[at])).decode("utf-8", "replace")
        place, log = int(places[at]), found[int(numbers[at])].tokens
        for step in range(min(int(depths[at]), place)):
            old, new = int(log[place - 1 - step]), int(here[step])
            if old == new or words.kinds[old] != Kind.IDENTIFIER:
                continue
            renamed = _renamed(
                words.word(old).decode("utf-8", "replace"),
                words.word(new).decode("utf-8", "replace"),
                name,
            )
            if renamed and renamed != name:
                spelt[at] = lexicon.ids_of([renamed.encode()])[0]
                words.grow(int(spelt[at]))
                break
    return spelt


@lru_cache(maxsize=1 << 12)
def _renamed(old: str, new: str, name: str) -> str | None:
    """Return a name with what differs between two others changed in it, too; None for nothing."""
    found = spelling.renamed(old, new, name)
    if found is not None or len(old) < _LEAST_PART:
        return found
    for was, now in ((old, new), (old[:1].upper() + old[1:], new[:1].upper() + new[1:])):
        at = name.find(was)
        if at >= 0 and len(was) < len(name):
            before, after = name[at - 1 : at], name[at + len(was) : at + len(was) + 1]
            starts = not before or before == "_" or (was[0].isupper() and before.islower())
            if starts and not after.islower():
                return name[:at] + now + name[at + len(was) :]
    return None


_MOST_SPELT = 8
_LEAST_PART = 3
