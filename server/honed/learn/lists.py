"""Where the example has a list that may have any length elsewhere: arguments, attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.learn.anchors import is_callee

if TYPE_CHECKING:
    from honed.learn.reading import Reading

_SEPARATORS = frozenset({",", ";"})


def rest_of_list(reading: Reading, index: int, end: int) -> int | None:
    """Return the bracket up to which all may vary in number; None where `index` begins no list.

    The kept tokens reach from `index` to `end`. A list begins after `(`, `,` or a tag's name.
    """
    close = reading.closer(index)
    if close is None or index == reading.core.start:
        return None
    if reading.deletes and reading.is_content(index):
        return _changed_list(reading, index, end, close)
    if not index < close <= end or reading.insists_within(index, close):
        return None
    if reading.is_in_tag(close):
        return close if index == reading.window.partner[close] + 2 else None
    if _is_wrapped(reading, close) or not _is_more_items(reading, index, close):
        return None
    tokens = reading.window.tokens
    is_first = reading.window.partner[close] == index - 1
    is_separated = not {tokens[index - 1].text, tokens[index].text}.isdisjoint(_SEPARATORS)
    return close if is_first or is_separated else None


def _changed_list(reading: Reading, index: int, end: int, close: int) -> int | None:
    """Return the bracket of a list that is changed: one that was a list, or that stays in it."""
    window, kept = reading.window, reading.edited.kept
    opener = window.partner[close]
    is_trailed = window.tokens[close - 1].text == "," and not {close - 1, close} & kept.keys()
    stop = close - 1 if is_trailed else close
    if opener != index - 1 or not index < stop <= end or reading.insists_within(index, close):
        return None
    is_list = is_trailed or {opener, close} <= kept.keys() or window.node(index, close - 1) is None
    return close if is_list else None


def _is_wrapped(reading: Reading, close: int) -> bool:
    """Return whether the edit puts what stands in the bracket into something, as one value."""
    inner, window = reading.core.inner, reading.window
    if not inner or inner.start <= window.partner[close]:
        return False
    return window.node(inner.start, inner.stop - 1) is not None


def _is_more_items(reading: Reading, index: int, close: int) -> bool:
    """Return whether what is inserted beside a list is more items, not more of one item."""
    kept, after = reading.edited.kept, reading.edited.after
    arrived = set(kept.values())
    before, behind = kept.get(index, 0) - 1, kept.get(close - 1, -1) + 1
    return all(beside in arrived or after.tokens[beside].text == "," for beside in (before, behind))


def freed_arguments(reading: Reading, index: int) -> int | None:
    """Return the bracket up to which deleted arguments may be others; None outside of a call."""
    close = reading.window.partner.get(index - 1, -1)
    frees = reading.policy.frees_arguments and index < close < reading.core.end
    return close if frees and is_callee(reading.window, index - 2) else None
