"""What of an edit's statements is worth keeping: the lines that it changes or its rewrites name.

An edit is looked at together with the statements next to it, because some of what it teaches is
tied to them; the others would be stored, and shown, for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.core.model import Element, Rewrite


def excerpt(before: str, after: str, rewrites: Iterable[Rewrite]) -> tuple[str, str]:
    """Return the lines of both texts that matter; all of them where a rewrite is not found."""
    changed = _changed(before, after)
    kept = changed
    squeezed = _Squeezed(before)
    for rewrite in rewrites:
        span = squeezed.find(rewrite, changed)
        if span is None:
            return before, after
        kept = kept.hull(span)
    start = before.rfind("\n", 0, kept.start) + 1
    indent = len(before[start:]) - len(before[start:].lstrip(" \t"))
    if start + indent <= kept.start:
        start += indent
    stop = before.find("\n", kept.end)
    left = len(before) - stop if stop >= 0 else 0
    return before[start : len(before) - left], after[start : len(after) - left]


def _changed(before: str, after: str) -> Span:
    """Return the characters of `before` that became others."""
    most = min(len(before), len(after))
    start = next((at for at in range(most) if before[at] != after[at]), most)
    tail = 0
    while tail < most - start and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return Span(start, len(before) - tail)


class _Squeezed:
    """A text without its spaces and line breaks, which stand anywhere between the tokens."""

    def __init__(self, text: str) -> None:
        self._places = [place for place, each in enumerate(text) if not each.isspace()]
        self._text = "".join(text[place] for place in self._places)

    def find(self, rewrite: Rewrite, near: Span) -> Span | None:
        """Return where the rewrite's statement stands, at or around `near`; None for nowhere."""
        core = self._core(_joined(rewrite.before), near)
        if core is None:
            return None
        first, end = core
        left, right = _joined(rewrite.left), _joined(rewrite.right)
        # What is next to a bracket at the end of the core may be described as lying in the core.
        start = self._text.rfind(left, 0, end)
        right_start = self._text.find(right, first)
        if start < 0 or right_start < 0:
            return None
        start, end = min(start, first), max(right_start + len(right), end)
        return Span(self._places[start], self._places[end - 1] + 1)

    def _core(self, wanted: str, near: Span) -> tuple[int, int] | None:
        at = self._text.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            if self._places[at] <= near.end + 1 and self._places[end - 1] + 2 >= near.start:
                return at, end
            at = self._text.find(wanted, at + 1)
        return None


def _joined(elements: Sequence[Element]) -> str:
    return "".join("".join(element.text for element in elements).split())
