"""Whether what a rewrite would insert stands there already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from honed.core.text import decode, encode, is_word_byte
from honed.suggest.strength import only_inserts
from honed.suggest.words import has_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Rewrite
    from honed.core.text import Edit
    from honed.syntax.tokens import Token, Window

_SIGN = re.compile(r"\w+|[^\w\s]")

MAX_CHARACTERS = 500
"""A longer stretch is not compared with the form of the after side."""


def is_done(rewrite: Rewrite, window: Window, edit: Edit) -> bool:
    """Return whether a rewrite that only inserts would insert what is there."""
    if not only_inserts(rewrite):
        return False
    if any("\n" in part for part in rewrite.after if isinstance(part, str)):
        return _has_lines(window, edit)
    return (
        _stands_beside(rewrite, window, edit)
        or _is_wrapped(rewrite, window, edit)
        or _has_words(rewrite, window, edit)
        or _has_item(rewrite, window, edit)
        or _reads_like_after(rewrite, window, edit)
    )


def _has_lines(window: Window, edit: Edit) -> bool:
    """Return whether the lines that would be inserted stand around, or one of them next to it.

    A check that follows in other words (`if err != nil` with another return) is one already.
    """
    text = window.text
    old = {line.strip() for line in text.slice(edit.span).splitlines()}
    added = [line.strip() for line in edit.new.splitlines() if line.strip() not in old]
    first, last = text.line_at(edit.span.start), text.line_at(edit.span.end)
    around = text.lines_span(max(0, first - len(added)), last + len(added))
    if {line.strip() for line in text.slice(around).splitlines()}.issuperset(added):
        return True
    beside = {text.slice(text.line_span(line)).strip() for line in (first - 1, last + 1)}
    return any(line in beside for line in added if has_word(decode(line)))


def _stands_beside(rewrite: Rewrite, window: Window, edit: Edit) -> bool:
    """Return whether the one text that would be inserted stands next to the stretch."""
    inserted = [encode(part.strip(" ,;")) for part in rewrite.after if isinstance(part, str)]
    if len(inserted) != 1 or not has_word(decode(inserted[0])):
        return False
    data, span, reach = window.text.data, edit.span, len(inserted[0]) + 3
    before = data[max(0, span.start - reach) : span.start].rstrip(b" ,;")
    after = data[span.end : span.end + reach].lstrip(b" ,;")
    text = inserted[0]
    is_before = before.endswith(text) and not _goes_on(before, text, len(before) - len(text))
    return is_before or (after.startswith(text) and not _goes_on(after, text, 0))


def _goes_on(data: bytes, text: bytes, start: int) -> bool:
    """Return whether a text at `start` is the part of a longer word."""
    return any(
        0 < at < len(data) and is_word_byte(data[at - 1]) and is_word_byte(data[at])
        for at in (start, start + len(text))
    )


def _is_wrapped(rewrite: Rewrite, window: Window, edit: Edit) -> bool:
    """Return whether what would be put around the place stands around it."""
    first, last = rewrite.after[0], rewrite.after[-1]
    head = encode(first.strip()) if isinstance(first, str) else b""
    tail = encode(last.strip()) if isinstance(last, str) else b""
    data, span = window.text.data, edit.span
    before = data[max(0, span.start - len(head) - 80) : span.start].rstrip()
    after = data[span.end : span.end + len(tail) + 80].lstrip()
    return bool(head or tail) and before.endswith(head) and after.startswith(tail)


def _has_words(rewrite: Rewrite, window: Window, edit: Edit) -> bool:
    """Return whether the inserted words stand in the stretch that the rewrite would replace."""
    there = _SIGN.findall(decode(window.text.slice(edit.span)))
    inserted = [
        _SIGN.findall(part.strip(" \t,;"))
        for part in rewrite.after
        if isinstance(part, str) and has_word(part)
    ]
    return bool(inserted) and all(_is_run_of(there, signs) for signs in inserted)


def _has_item(rewrite: Rewrite, window: Window, edit: Edit) -> bool:
    """Return whether the one item that would be added to a list is in it already."""
    inserted = [part.strip() for part in rewrite.after if isinstance(part, str)]
    if len(inserted) != 1 or "," not in {inserted[0][:1], inserted[0][-1:]}:
        return False
    item = _SIGN.findall(inserted[0].strip(" \t,"))
    if not has_word(inserted[0]):
        return False
    inside = [index for index, token in enumerate(window.tokens)
              if edit.span.start <= token.start < edit.span.end]  # fmt: skip
    closes = {window.closers[index] for index in inside} - {-1}
    stretches = (window.tokens[window.partner[close] + 1 : close] for close in closes)
    return any(_is_run_of(_SIGN.findall(_source(window, each)), item) for each in stretches if each)


def _source(window: Window, tokens: Sequence[Token]) -> str:
    return decode(window.text.data[tokens[0].start : tokens[-1].end])


def _is_run_of(signs: Sequence[str], some: Sequence[str]) -> bool:
    """Return whether `some` stand side by side among the signs."""
    starts = range(len(signs) - len(some) + 1)
    return any(signs[start : start + len(some)] == some for start in starts)


def _reads_like_after(rewrite: Rewrite, window: Window, edit: Edit) -> bool:
    """Return whether the stretch that the rewrite would replace has the form of its after side."""
    there = "".join(decode(window.text.slice(edit.span)).split())
    return len(there) <= MAX_CHARACTERS and _has_form(there, _words_between_holes(rewrite))


def _words_between_holes(rewrite: Rewrite) -> list[str]:
    """Return what the after side has before, between and after its holes, without space."""
    found = [""]
    for part in rewrite.after:
        if isinstance(part, str):
            found[-1] += "".join(part.split())
            continue
        for element in rewrite.before[part.first : part.last + 1]:
            if element.hole is None:
                found[-1] += "".join(element.text.split())
            else:
                found.append("")
    return found


def _has_form(text: str, words: list[str]) -> bool:
    """Return whether a text is these words in this order, with anything in between.

    The first place that fits will do for each: a regular expression would try all of them.
    """
    if len(words) == 1:
        return text == words[0]
    first, *middle, last = words
    start, end = len(first), len(text) - len(last)
    if start > end or not (text.startswith(first) and text.endswith(last)):
        return False
    for each in middle:
        found = text.find(each, start, end)
        if found < 0:
            return False
        start = found + len(each)
    return True
