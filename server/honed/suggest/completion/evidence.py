"""What followed the context before, counted by how much of it agreed and how near it was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.core.vocabulary import BOUNDARY
from honed.retrieval.sequences import scanned
from honed.suggest.completion.sources import Scale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from honed.suggest.completion.sources import Source

DEPTHS = 12
"""Longer contexts count as ones of this length."""

MOST_NEAR, MOST_FAR = 160, 768
"""So many positions are looked at of a context's depth in a log, and of a single token's."""

LEAST_OF_MANY = 48
"""In each of many shards no fewer, of any depth."""

MOST_LIVE = 12_000
"""So many tokens of the document, the nearest, count as its words."""

WEIGHTS = np.array([6.0, 3.0, 3.5, 1.0])
"""What a sighting counts, by its `Scale`."""


@attrs.frozen(eq=False)
class Sightings:
    """Positions that follow the context in one log: each once, at the depth to which it agrees."""

    source: Source
    places: NDArray[np.int64] = attrs.field(repr=False)
    depths: NDArray[np.int64] = attrs.field(repr=False)
    scales: NDArray[np.int8] = attrs.field(repr=False)
    shares: NDArray[np.float64] = attrs.field(repr=False)
    """How many positions each stands for, where not all of them were looked at."""


@attrs.frozen(eq=False)
class Evidence:
    """Counts of what followed: `tokens` shape (tokens,), `counts` (tokens, scales, depths + 1).

    `counts[:, :, d]` counts contexts that agree in d tokens or more; d = 0 is how often the
    document itself has the token.
    """

    tokens: NDArray[np.int64]
    counts: NDArray[np.float64] = attrs.field(repr=False)
    sightings: tuple[Sightings, ...] = attrs.field(repr=False)


def gathered(
    found: Sequence[Source], context: Sequence[int], is_late: Callable[[], bool]
) -> Evidence:
    """Return what followed the context in each source, as far as there is time."""
    sightings: list[Sightings] = []
    crowd = max(1, sum(source.concrete is not None for source in found))
    for source in found:
        if sightings and is_late():
            break
        seen = _seen(source, context, crowd)
        if seen is not None:
            sightings.append(seen)
    live = found[0].tokens
    if len(live) > MOST_LIVE:
        # The document begins behind the cursor (`Cursor.tokens`): both ends are near it.
        live = np.concatenate((live[: MOST_LIVE // 4], live[-MOST_LIVE * 3 // 4 :]))
    parts = [each.source.tokens[each.places] for each in sightings]
    everything = np.concatenate((*parts, live)) if parts else live
    tokens, inverse = np.unique(everything, return_inverse=True)
    counts = np.zeros((len(tokens), len(Scale), DEPTHS + 1))
    start = 0
    for each, part in zip(sightings, parts, strict=True):
        here = inverse[start : start + len(part)]
        np.add.at(counts, (here, each.scales, each.depths), each.shares)
        start += len(part)
    counts = np.cumsum(counts[:, :, ::-1], axis=2)[:, :, ::-1]
    counts[:, Scale.FILE, 0] = np.bincount(inverse[start:], minlength=len(tokens))
    is_there = tokens != BOUNDARY
    return Evidence(tokens[is_there], counts[is_there], tuple(sightings))


def _seen(source: Source, context: Sequence[int], crowd: int) -> Sightings | None:
    """Return what follows the context in one source; `crowd` shards share the room of one."""
    groups: list[tuple[int, NDArray[np.int64], float]] = []
    if source.concrete is not None:
        ranges = source.concrete.ranges(context)
        order = source.concrete.places
        for depth, (low, high) in enumerate(ranges, 1):
            inner = ranges[depth] if depth < len(ranges) else (high, high)
            count = (inner[0] - low) + (high - inner[1])
            if not count:
                continue
            most = max(LEAST_OF_MANY, (MOST_FAR if depth == 1 else MOST_NEAR) // crowd)
            rows = (
                np.arange(count) if count <= most else np.linspace(0, count - 1, most).astype(int)
            )
            rows = rows + low
            rows = np.where(rows >= inner[0], rows + (inner[1] - inner[0]), rows)
            groups.append((depth, order[rows].astype(np.int64), count / len(rows)))
    else:
        for depth, places in enumerate(scanned(source.tokens, context), 1):
            most = MOST_FAR if depth == 1 else MOST_NEAR
            if len(places):
                kept = places[-most:]
                groups.append((depth, kept, len(places) / len(kept)))
    if not groups:
        return None
    places = np.concatenate([each for _, each, _ in groups])
    sizes = [len(each) for _, each, _ in groups]
    depths = np.repeat([min(depth, DEPTHS) for depth, _, _ in groups], sizes)
    shares = np.repeat([share for _, _, share in groups], sizes)
    scales = source.scales_of(places)
    if (scales < 0).any():
        is_kept = scales >= 0
        places, depths = places[is_kept], depths[is_kept]
        shares, scales = shares[is_kept], scales[is_kept]
    return Sightings(source, places, depths, scales, shares)


def blended(evidence: Evidence, weights: NDArray[np.float64] = WEIGHTS) -> NDArray[np.float64]:
    """Return a probability for each token, from the longest context down to none.

    A nested cache: the counts of all scales, weighted, at each depth; each depth leaves to the
    next shorter one what its number of different tokens says (Witten and Bell, IEEE Trans. Inf.
    Theory 37, 1991).
    """
    counts = np.einsum("tsd,s->td", evidence.counts, weights)
    total = counts[:, 0].sum()
    chances: NDArray[np.float64] = (counts[:, 0] + 0.1) / (total + 0.1 * max(1, len(counts)))
    for depth in range(1, counts.shape[1]):
        here = counts[:, depth]
        total = here.sum()
        if not total:
            break
        kinds = 1.0 * np.count_nonzero(here)
        chances = (here + kinds * chances) / (total + kinds)
    return chances
