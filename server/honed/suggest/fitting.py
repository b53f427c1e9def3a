"""Text that goes on at the cursor, fitted to what stands behind it: nothing comes twice."""

from __future__ import annotations

from honed.syntax.brackets import CLOSERS, OPENERS

_QUOTES = "'\"`"
_ENDS = ",;:"
"""What may stand behind the cursor, besides brackets, without being code that goes on."""


def fitted(text: str, suffix: str) -> str | None:
    """Return `text` without what `suffix`, the rest of the line, has already; None for no text.

    Brackets and quotes that editors put in by themselves, and whatever else is at the end of both,
    are left out. Where code stands behind the cursor nothing goes on before it.
    """
    first, *others = text.split("\n")
    rest = suffix.rstrip()
    if not rest.strip():
        return text if text.strip() else None
    if others:
        # Lines put in between would tear the line apart.
        return None
    kept = _without(first, rest)
    if kept is None or not kept.strip():
        return None
    left_out = len(first) - len(kept)
    is_closing = all(
        each in CLOSERS or each in _ENDS or each.isspace() or (each in _QUOTES and at < left_out)
        for at, each in enumerate(rest)
    )
    return kept if is_closing else None


def _without(text: str, suffix: str) -> str | None:
    """Return `text` without the end that `suffix` begins with or is.

    An end that closes what `text` itself has opened belongs to it and stays.
    """
    overlap = next(
        (
            length
            for length in range(min(len(text), len(suffix)), 0, -1)
            if text.endswith(suffix[:length])
        ),
        0,
    )
    open_ends = _unmatched(text)
    while overlap and any(
        (each in CLOSERS or each in _QUOTES) and at not in open_ends
        for at, each in enumerate(text)
        if at >= len(text) - overlap
    ):
        overlap -= 1
        while overlap and not text.endswith(suffix[:overlap]):
            overlap -= 1
    kept = text[: len(text) - overlap] if overlap else text
    if suffix.lstrip()[:1] in CLOSERS and not CLOSERS.intersection(suffix[:overlap]):
        # A bracket that closes nothing of its own would close what the one behind it closes.
        return None if any(kept[at] in CLOSERS for at in _unmatched(kept)) else kept
    return kept


def _unmatched(text: str) -> set[int]:
    """Return where `text` closes a bracket that it has not opened, or has one quote of a pair.

    Quoted brackets are none. A quote without a partner quotes nothing: it may be Rust's lifetime.
    """
    stack: list[str] = []
    found: set[int] = set()
    at = 0
    while at < len(text):
        each = text[at]
        if each in _QUOTES:
            end = _partner(text, at)
            if end < 0:
                found.add(at)
            else:
                at = end
        elif each in OPENERS:
            stack.append(OPENERS[each])
        elif each in CLOSERS:
            if stack and stack[-1] == each:
                stack.pop()
            else:
                found.add(at)
        at += 1
    return found


def _partner(text: str, at: int) -> int:
    """Return where the quote at `at` is closed, -1 where it is not."""
    end = at + 1
    while end < len(text) and text[end] != text[at]:
        end += 2 if text[end] == "\\" else 1
    return end if end < len(text) else -1
