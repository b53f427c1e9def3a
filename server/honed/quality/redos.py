"""Regular expressions that take exponential time on some text (CWE-1333).

A loop is slow where a run of one letter can be shared out among its rounds in more than one way,
`(a+)+` or `(a|a)*`, and something behind the loop can fail, so that all the ways are tried. The
ways are counted for short runs (Weideman et al., *Analyzing Matching Time Behavior of
Backtracking Regular Expression Matchers*, 2016, have the theory). Slower than linear alone is not
enough, and ambiguity among words of several letters is not seen.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 2_000
"""Longer patterns are lists of words, made by a program."""
LONGEST = 6
"""Runs up to so many letters are tried."""
ATOMIC = "(?>"
"""What matched in such a group is not tried otherwise."""
_NOTHING = re.compile(r"(\\.)|\(\?(?:[aiLmsux]+|#[^)]*)\)", re.DOTALL)
"""Flags and remarks of Python, which match nothing; what is escaped is none."""
OTHER = 1 << 128
"""The bit for all letters beyond ASCII."""
ALL = (1 << 129) - 1


def _mask(letters: str) -> int:
    return sum({1 << ord(each) for each in letters})


_DIGIT = _mask("0123456789")
_WORD = _DIGIT | _mask("_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SPACE = _mask(" \t\n\r\f\v") | OTHER
_CLASSES = {
    "d": _DIGIT,
    "w": _WORD,
    "s": _SPACE,
    "D": ALL ^ _DIGIT,
    "W": ALL ^ _WORD,
    "S": ALL ^ _mask(" \t\n\r\f\v"),
    "n": _mask("\n"),
    "r": _mask("\r"),
    "t": _mask("\t"),
    "f": _mask("\f"),
    "v": _mask("\v"),
    "0": 1,
}


@attrs.frozen
class _Letters:
    """One letter of a set, as bits."""

    mask: int


@attrs.frozen
class _Check:
    """Takes nothing, and may fail: an anchor, a look at what comes, a reference."""


@attrs.frozen
class _Sequence:
    items: tuple[_Node, ...]


@attrs.frozen
class _Choice:
    options: tuple[_Node, ...]


@attrs.frozen
class _Loop:
    item: _Node
    least: int
    most: int | None


_Node = _Letters | _Check | _Sequence | _Choice | _Loop


@lru_cache(maxsize=1024)
def is_slow(pattern: str) -> bool:
    """Return whether a pattern takes exponential time; False for what is not understood."""
    if len(pattern) > MAX_LENGTH or ATOMIC in pattern:
        return False
    try:
        node = _Reader(_NOTHING.sub(r"\1", pattern)).read()
        return _slow(node, ())
    except (ValueError, IndexError, RecursionError):
        return False


def _slow(node: _Node, behind: tuple[_Node, ...]) -> bool:
    """Return whether a loop in `node` is slow, where `behind` follows."""
    if isinstance(node, _Sequence):
        rests = (node.items[place + 1 :] + behind for place in range(len(node.items)))
        return any(_slow(item, rest) for item, rest in zip(node.items, rests, strict=True))
    if isinstance(node, _Choice):
        return any(_slow(option, behind) for option in node.options)
    if not isinstance(node, _Loop):
        return False
    if node.most is None and any(
        _ambiguous(node.item, letter) and any(_fails(each, letter) for each in behind)
        for letter in _samples(node.item)
    ):
        return True
    return _slow(node.item, (*((node.item,) if node.most != 1 else ()), *behind))


def _fails(node: _Node, letter: int) -> bool:
    """Return whether what follows a run of a letter can fail there."""
    return isinstance(node, _Check) or _ways(node, letter)[0] + _ways(node, letter)[1] == 0


def _ambiguous(item: _Node, letter: int) -> bool:
    """Return whether the rounds of a loop can share out a run of a letter in several ways."""
    once = _ways(item, letter)
    whole = [1] + [0] * LONGEST
    for length in range(1, LONGEST + 1):
        whole[length] = sum(once[size] * whole[length - size] for size in range(1, length + 1))
    return max(whole) > 1


def _ways(node: _Node, letter: int) -> list[int]:
    """Return in how many ways a node takes 0, 1, 2 … of a letter."""
    if isinstance(node, _Letters):
        return [0, int(bool(node.mask & letter))] + [0] * (LONGEST - 1)
    none = [1] + [0] * LONGEST
    if isinstance(node, _Check):
        return none
    if isinstance(node, _Sequence):
        for item in node.items:
            none = _product(none, _ways(item, letter))
        return none
    if isinstance(node, _Choice):
        return [
            sum(each) for each in zip(*(_ways(one, letter) for one in node.options), strict=True)
        ]
    once = _ways(node.item, letter)
    total = [0] * (LONGEST + 1)
    most = LONGEST if node.most is None else min(node.most, LONGEST)
    for rounds in range(max(most, min(node.least, LONGEST)) + 1):
        if rounds >= min(node.least, LONGEST):
            total = [a + b for a, b in zip(total, none, strict=True)]
        # A round that takes nothing is not gone on with.
        none = _product(none, [0, *once[1:]] if rounds >= node.least else once)
    return total


def _product(first: list[int], second: list[int]) -> list[int]:
    return [
        sum(first[size] * second[length - size] for size in range(length + 1))
        for length in range(LONGEST + 1)
    ]


def _samples(node: _Node) -> Iterator[int]:
    """Yield a letter of each kind that a node tells apart."""
    masks = set(_masks(node))
    seen: set[frozenset[int]] = set()
    for place in range(ALL.bit_length()):
        letter = 1 << place
        kind = frozenset(mask for mask in masks if mask & letter)
        if kind and kind not in seen:
            seen.add(kind)
            yield letter


def _masks(node: _Node) -> Iterator[int]:
    if isinstance(node, _Letters):
        yield node.mask
    elif isinstance(node, _Loop):
        yield from _masks(node.item)
    elif isinstance(node, _Sequence | _Choice):
        for each in node.items if isinstance(node, _Sequence) else node.options:
            yield from _masks(each)


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.place = 0

    def read(self) -> _Node:
        """Return the whole pattern; `ValueError` for what is not understood."""
        node = self._choice()
        if self.place < len(self.pattern):
            raise ValueError(self.pattern)
        return node

    def _next(self) -> str:
        letter = self.pattern[self.place]
        self.place += 1
        return letter

    def _takes(self, text: str) -> bool:
        if self.pattern.startswith(text, self.place):
            self.place += len(text)
            return True
        return False

    def _choice(self) -> _Node:
        options = [self._sequence()]
        while self._takes("|"):
            options.append(self._sequence())
        return options[0] if len(options) == 1 else _Choice(tuple(options))

    def _sequence(self) -> _Node:
        items: list[_Node] = []
        while self.place < len(self.pattern) and self.pattern[self.place] not in "|)":
            items.append(self._quantified(self._atom()))
        return _Sequence(tuple(items))

    def _atom(self) -> _Node:
        letter = self._next()
        if letter == "(":
            return self._group()
        if letter == "[":
            return self._set()
        if letter == "\\":
            return self._escape()
        if letter in "^$":
            return _Check()
        return _Letters(ALL ^ _mask("\n\r") if letter == "." else _bit(letter))

    def _group(self) -> _Node:
        looks = any(self._takes(each) for each in ("?=", "?!", "?<=", "?<!"))
        if not looks and self._takes("?") and not self._takes(":"):
            self.place = self.pattern.index(">", self.place) + 1
        node = self._choice()
        if not self._takes(")"):
            raise ValueError(self.pattern)
        return _Check() if looks else node

    def _escape(self) -> _Node:
        letter = self._next()
        if letter in "bB" or letter in "123456789":
            return _Check()
        if letter == "k":
            self.place = self.pattern.index(">", self.place) + 1
            return _Check()
        return _Letters(self._escaped(letter))

    def _escaped(self, letter: str) -> int:
        if letter in "pP":
            self.place = self.pattern.index("}", self.place) + 1
            return _WORD | OTHER if letter == "p" else ALL
        if letter in "xu":
            return self._numbered(letter)
        if letter == "c":
            return 1 << (ord(self._next()) % 32)
        return _CLASSES.get(letter) or _bit(letter)

    def _numbered(self, letter: str) -> int:
        if self._takes("{"):
            end = self.pattern.index("}", self.place)
            digits, self.place = self.pattern[self.place : end], end + 1
        else:
            size = 2 if letter == "x" else 4
            digits = self.pattern[self.place : self.place + size]
            self.place += size
        return _bit(chr(int(digits, 16)))

    def _set(self) -> _Node:
        negated = self._takes("^")
        mask = 0
        while not self._takes("]"):
            first = self._member()
            if self.pattern[self.place] == "-" and self.pattern[self.place + 1] != "]":
                self.place += 1
                last = self._member()
                mask |= _range(first, last)
            else:
                mask |= first
        return _Letters(ALL ^ mask if negated else mask)

    def _member(self) -> int:
        letter = self._next()
        if letter != "\\":
            return _bit(letter)
        letter = self._next()
        return _mask("\b") if letter == "b" else self._escaped(letter)

    def _quantified(self, node: _Node) -> _Node:
        bounds: tuple[int, int | None] | None = None
        if self._takes("*"):
            bounds = 0, None
        elif self._takes("+"):
            bounds = 1, None
        elif self._takes("?"):
            bounds = 0, 1
        elif self.pattern.startswith("{", self.place):
            bounds = self._counted()
        if bounds is None:
            return node
        self._takes("?")
        return _Loop(node, *bounds)

    def _counted(self) -> tuple[int, int | None] | None:
        end = self.pattern.find("}", self.place)
        least, comma, most = self.pattern[self.place + 1 : end].partition(",")
        if end < 0 or not least.isdecimal() or not (most.isdecimal() or not most):
            return None
        self.place = end + 1
        return int(least), int(most) if most else (None if comma else int(least))


def _bit(letter: str) -> int:
    return 1 << ord(letter) if letter.isascii() else OTHER


def _range(first: int, last: int) -> int:
    """Return all letters from one to another; classes stand for themselves."""
    if first.bit_count() != 1 or last.bit_count() != 1:
        return first | last
    return ((last << 1) - 1) & ~(first - 1)
