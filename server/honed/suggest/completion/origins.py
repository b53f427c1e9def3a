"""Where a completion was seen: the file and the line of the place that is most like the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.suggest.completion.request import Origin

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from honed.suggest.completion.evidence import Evidence, Sightings
    from honed.suggest.completion.sources import Source


@attrs.frozen(eq=False)
class Origins:
    """The places of the evidence, those that agree most first; arrays of one length."""

    sightings: tuple[Sightings, ...] = attrs.field(repr=False)
    tokens: NDArray[np.int32] = attrs.field(repr=False)
    numbers: NDArray[np.int64] = attrs.field(repr=False)
    places: NDArray[np.int64] = attrs.field(repr=False)

    def of(self, token: int) -> Origin | None:
        """Return where a token was seen behind this context, None in the document alone."""
        found = np.flatnonzero(self.tokens == token)
        if not len(found):
            return None
        at = int(found[0])
        return origin(self.sightings[int(self.numbers[at])].source, int(self.places[at]))


def origins(evidence: Evidence) -> Origins:
    """Return the places outside the document that the evidence rests on."""
    kept = tuple(each for each in evidence.sightings if each.source.log is not None)
    none = np.zeros(0, np.int64)
    depths = np.concatenate((none, *(each.depths for each in kept)))
    order = np.argsort(-depths, kind="stable")
    tokens = np.concatenate((none, *(each.source.tokens[each.places] for each in kept)))
    places = np.concatenate((none, *(each.places for each in kept)))
    numbers = np.repeat(np.arange(len(kept)), [len(each.places) for each in kept])
    return Origins(kept, tokens[order], numbers[order], places[order])


def origin(source: Source | None, place: int) -> Origin | None:
    """Return the file and line of a position, None in the document itself."""
    if source is None or source.log is None:
        return None
    number = int(source.log.files_of(np.array([place], np.int32))[0])
    return Origin(source.log.paths[number], source.log.line_of(place))
