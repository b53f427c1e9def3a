"""Names and how they are written: what one renaming makes of another name.

A renaming changes the convention (`user_id → userId`) or some sub-words (`getFoo → fetchFoo`,
`user_id → user_ids`); the others stay as they are.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile

import attrs

from honed.core.text import encode

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_NAME = re.compile(r"(_*)([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*)(_*)")

_WRITTEN = {
    "snake_case": rb"\b_*[a-z0-9]+_\w",
    "camelCase": rb"\b_*[a-z][a-z0-9]*[A-Z]",
    "PascalCase": rb"\b_*[A-Z][a-z0-9]+[A-Z]",
    "UPPER_CASE": rb"\b_*[A-Z0-9]+_[A-Z0-9]",
}

MIN_PARTS = 2
"""Of a name of one sub-word nobody knows how a longer one would be written."""


class Convention(StrEnum):
    """How the sub-words of a name are put together."""

    SNAKE = "snake_case"
    CAMEL = "camelCase"
    PASCAL = "PascalCase"
    UPPER = "UPPER_CASE"


@attrs.frozen
class Name:
    """A name as its sub-words, without the underscores at its ends."""

    head: str
    parts: tuple[str, ...]
    tail: str
    convention: Convention

    @property
    def keys(self) -> tuple[str, ...]:
        """What it can be found by: its convention, and its sub-words."""
        return (self.convention.value, *self.parts)

    def spelt(self, parts: tuple[str, ...], convention: Convention) -> str:
        """Return other sub-words between the same underscores."""
        words = [each.lower() for each in parts]
        if convention is Convention.UPPER:
            body = "_".join(words).upper()
        elif convention is Convention.SNAKE:
            body = "_".join(words)
        else:
            body = "".join(each.capitalize() for each in words)
            if convention is Convention.CAMEL:
                body = words[0] + body[len(words[0]) :]
        return self.head + body + self.tail


@lru_cache(maxsize=1 << 13)
def name_of(text: str) -> Name | None:
    """Return the sub-words of a name; None for what is no name of several, or of mixed writing."""
    match = _NAME.fullmatch(text)
    if match is None:
        return None
    head, body, tail = match.groups()
    parts = tuple(each.lower() for each in _PARTS.findall(body))
    if len(parts) < MIN_PARTS:
        return None
    for convention in Convention:
        name = Name(head, parts, tail, convention)
        if name.spelt(parts, convention) == text:
            return name
    return None


def key(old: str, new: str) -> str:
    """Return by what the names are found that the renaming of `old` may concern; "" for none."""
    one, other = name_of(old), name_of(new)
    if one is None or other is None or (one.head, one.tail) != (other.head, other.tail):
        return ""
    if one.parts == other.parts:
        return one.convention.value
    if one.convention is not other.convention:
        return ""
    first, end, _ = _changed(one.parts, other.parts)
    # What only adds a sub-word could be done to any name.
    return one.parts[first] if first < end and (first or end < len(one.parts)) else ""


def written(found_by: str) -> bytes:
    """Return a regular expression for where names stand that a key finds: some too many."""
    return _WRITTEN.get(found_by) or rb"(?i)" + re.escape(encode(found_by))


def renamed(old: str, new: str, text: str) -> str | None:
    """Return what the renaming of `old` to `new` makes of the name `text`; None for nothing."""
    one, other, name = name_of(old), name_of(new), name_of(text)
    if one is None or other is None or name is None or not key(old, new):
        return None
    if name.convention is not one.convention:
        return None
    if one.parts == other.parts:
        return name.spelt(name.parts, other.convention)
    first, end, inserted = _changed(one.parts, other.parts)
    gone = one.parts[first:end]
    at = _place(name.parts, gone, is_first=first == 0, is_last=end == len(one.parts))
    if at is None:
        return None
    parts = (*name.parts[:at], *inserted, *name.parts[at + len(gone) :])
    return name.spelt(parts, name.convention) if parts else None


def _changed(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[int, int, tuple[str, ...]]:
    """Return which of the old sub-words changed, half-open, and into what."""
    first = _common(old, new)
    rest_old, rest_new = old[first:], new[first:]
    last = _common(rest_old[::-1], rest_new[::-1])
    return first, len(old) - last, new[first : len(new) - last]


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _place(
    parts: tuple[str, ...], gone: tuple[str, ...], *, is_first: bool, is_last: bool
) -> int | None:
    """Return where the sub-words stand that are to be changed; None where that is not clear."""
    count = len(gone)
    if is_first:
        return 0 if parts[:count] == gone and len(parts) > count else None
    if is_last:
        return len(parts) - count if parts[-count:] == gone and len(parts) > count else None
    places = [at for at in range(len(parts)) if parts[at : at + count] == gone]
    return places[0] if len(places) == 1 else None
