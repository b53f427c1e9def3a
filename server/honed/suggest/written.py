"""The notation in which the after side of a rewrite writes the texts and values of a string."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.core.model import Copy
from honed.suggest.notation import LIST, QUOTE, TEXT, VALUE, Filled, Listed, symbols

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Element, Part, Rewrite

MAX_CHARACTERS = 400
"""A longer after side is no string that is only written another way."""

_TEXTS = f"[{TEXT}]?"
_BLANK = f"[^{TEXT}{VALUE}{QUOTE}{LIST}\"'`]"
_START = rf"[\w$@]*(?P<quote>[\"'`{QUOTE}])"

_FILLED = re.compile(
    rf"(?P<start>{_START}){_TEXTS}"
    rf"(?P<before>{_BLANK}+){VALUE}(?P<after>{_BLANK}+?){_TEXTS}"
    rf"(?:(?P=before){VALUE}(?P=after){_TEXTS})*(?P=quote)"
)
_LISTED = re.compile(
    rf"(?P<start>(?:[\w$@.:!]*\()?{_START}){_TEXTS}"
    rf"(?P<directive>{_BLANK}+?){_TEXTS}(?:(?P=directive){_TEXTS})*(?P=quote)"
    rf"(?P<middle>{_BLANK}+)"
    rf"(?:(?P<list>{LIST})|{VALUE}(?:(?P<separator>{_BLANK}+){VALUE})?(?:(?P=separator){VALUE})*)"
    rf"(?P<end>{_BLANK}*)"
)


def read_after(rewrite: Rewrite, values: int) -> Filled | Listed | None:
    """Return the notation of the after side, None for another kind of code.

    `values` is how many values the before side says that there are.
    """
    found = _written(rewrite.before, rewrite.after)
    if len(found) > MAX_CHARACTERS:
        return None
    filled = _FILLED.fullmatch(found)
    if filled and found.count(VALUE) == values:
        start, before, after, end = filled.group("start", "before", "after", "quote")
        return Filled((start,), (before,), (after,), (end,))
    listed = _LISTED.fullmatch(found)
    return _listed(found, listed, values) if listed else None


def _listed(found: str, match: re.Match[str], values: int) -> Listed | None:
    start, directive, middle, end = match.group("start", "directive", "middle", "end")
    inside = found[match.end("start") : match.start("middle") - 1]
    is_whole = bool(match["list"])
    if inside.count(directive) != values or not (is_whole or found.count(VALUE) == values):
        return None
    separator = match["separator"] or ", "
    return Listed((start,), (directive,), (middle,), separator, (end,), is_whole=is_whole)


def _written(elements: Sequence[Element], parts: Sequence[Part]) -> str:
    """Return the after side as one string, in which pieces stand for themselves."""
    found = symbols(elements)
    return "".join(
        "".join(found[part.first : part.last + 1]) if isinstance(part, Copy) else part
        for part in parts
    )
