"""What fills the holes of a pattern at a place, compared with what filled them in the example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.model import HoleKind
from honed.suggest.matching import ACCESS
from honed.suggest.words import kinship

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Element, Rewrite
    from honed.suggest.matching import Match
    from honed.syntax.tokens import Token, Window

_CONTENTS = frozenset({HoleKind.TEXT, HoleKind.LIST})


@attrs.frozen
class Filling:
    """The shares of holes filled as in the example, and by the same form.

    `related` is how far the name that is most like the example's is of one family with it.
    """

    same: float
    alike: float
    related: float
    has_other_receiver: bool
    """Whether a method is called on something of quite another name."""


UNLIKE_ANY = Filling(0.0, 1.0, 0.0, has_other_receiver=False)
"""What is said of a series: it counts what stands there, its holes are not the example's."""


def filling(rewrite: Rewrite, match: Match, window: Window) -> Filling:
    """Return how the holes are filled; medium values for no holes."""
    same = alike = related = 0.0
    count = 0
    for element, (first, end) in zip(rewrite.before, match.ranges, strict=True):
        if element.hole is None or element.hole is HoleKind.QUOTE or element.same_as is not None:
            continue
        count += 1
        tokens = window.tokens[first:end]
        text = _text(tokens)
        is_same = text == "".join(element.text.split())
        same += is_same
        alike += is_same or _is_same_form(element, tokens)
        if element.hole not in _CONTENTS:
            related = max(related, 1.0 if is_same else kinship(element.text, text))
    if not count:
        return Filling(0.5, 1.0, 0.3, has_other_receiver=False)
    is_other = _has_other_receiver(rewrite.before, match, window)
    return Filling(same / count, alike / count, related, is_other)


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)


def _is_same_form(element: Element, tokens: Sequence[Token]) -> bool:
    if element.hole in _CONTENTS:
        return bool(tokens) == bool(element.text)
    if not tokens or tokens[0].kind is not element.kind:
        return False
    return (len(tokens) == 1) == element.text.isidentifier()


def _has_other_receiver(elements: Sequence[Element], match: Match, window: Window) -> bool:
    if len(elements) < 2 or elements[0].hole is None or elements[1].text not in ACCESS:  # noqa: PLR2004 - a receiver and a dot
        return False
    text = _text(window.tokens[slice(*match.ranges[0])])
    return text != elements[0].text and not kinship(elements[0].text, text)
