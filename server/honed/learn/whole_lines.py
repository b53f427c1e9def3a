"""From one edit to rewrites of whole lines, to the letter: no tokens, no holes.

They hold where a pattern of tokens cannot look: in comments, in long texts, in lines that belong
to no statement. What replaces or deletes lines stands on these lines; what only inserts is tied to
the line above or to the one below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.diff import hunks
from honed.core.model import Copy, Element, Form, Rewrite, TokenKind
from honed.core.text import apply_edits, decode
from honed.learn.parts import in_levels
from honed.suggest.place import describe
from honed.suggest.whole_lines import block_at, render_lines
from honed.suggest.words import has_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.core.diff import Hunk
    from honed.core.model import Part
    from honed.core.text import Text
    from honed.learn.edited import EditedStatement

MAX_OLD_LINES = 8
MAX_NEW_LINES = 20
"""Longer stretches seldom repeat to the letter."""

MAX_LINE_CHARACTERS = 400


def whole_lines(edited: EditedStatement) -> list[Rewrite]:
    """Return the rewrites of lines that the edit is an example of; [] for none."""
    changed = _hull(hunks(edited.before.text, edited.after.text))
    if changed is None:
        return []
    first = changed.before_start
    return [each for each in _rewrites(edited, changed) if _reproduces(edited, each, first)]


def _hull(found: Sequence[Hunk]) -> Hunk | None:
    """Return the one stretch from the first changed line to the last; None where it is long."""
    if not found:
        return None
    first, last = found[0], found[-1]
    hull = attrs.evolve(last, before_start=first.before_start, after_start=first.after_start)
    is_short = (
        hull.before_end - hull.before_start <= MAX_OLD_LINES
        and hull.after_end - hull.after_start <= MAX_NEW_LINES
    )
    return hull if is_short else None


def _rewrites(edited: EditedStatement, changed: Hunk) -> Iterator[Rewrite]:
    before, after = edited.before.text, edited.after.text
    new = range(changed.after_start, changed.after_end)
    if changed.before_start < changed.before_end:
        old = range(changed.before_start, changed.before_end)
        text = _relative(after, new, _margin(before, old))
        if text is not None and old[0] + len(old) <= before.line_count:
            yield _rewrite(edited, old, (text,) if new else ())
        return
    for old, is_above in _anchors(before, changed.before_start):
        text = _relative(after, new, _margin(before, old))
        if text is not None:
            kept = Copy(0, len(old) - 1)
            yield _rewrite(edited, old, (kept, "\n" + text) if is_above else (text + "\n", kept))


def _anchors(before: Text, line: int) -> Iterator[tuple[range, bool]]:
    """Yield the lines above and below an insertion before `line`, those that are not blank."""
    if line > 0 and _is_full(before, line - 1):
        yield range(line - 1, line), True
    if line < before.line_count and _is_full(before, line):
        yield range(line, line + 1), False


def _is_full(text: Text, line: int) -> bool:
    return bool(text.slice(text.line_span(line)).strip())


def _margin(text: Text, lines: range) -> str:
    """Return the indentation of the first line that is not blank."""
    line = next((each for each in lines if _is_full(text, each)), lines[0])
    return decode(text.indent(line))


def _relative(text: Text, lines: range, margin: str) -> str | None:
    """Return lines with their indentation counted from `margin`, None where one is shallower."""
    unit = decode(text.indent_unit)
    found = []
    for line in lines:
        source = decode(text.slice(text.line_span(line))).rstrip()
        if source and not source.startswith(margin):
            return None
        bare = source.lstrip(" \t")
        found.append(in_levels(source[len(margin) : len(source) - len(bare)], unit) + bare)
    return "\n".join(found)


def _rewrite(edited: EditedStatement, lines: range, after: tuple[Part, ...]) -> Rewrite:
    window = edited.before
    block = block_at(window, lines)
    place = describe(window, edited.before_tree, *block) if block else None
    return Rewrite(
        language=window.language.name if window.language else "",
        before=tuple(Element(TokenKind.TEXT, _stripped(window.text, line)) for line in lines),
        after=after,
        left=place.left if place else (),
        right=place.right if place else (),
        path=place.path if place else (),
        callee=place.callee if place else (),
        form=Form.LINES,
    )


def _stripped(text: Text, line: int) -> str:
    return decode(text.slice(text.line_span(line)).strip())


def _reproduces(edited: EditedStatement, rewrite: Rewrite, first: int) -> bool:
    """Return whether the rewrite does to its example what the developer did, and says enough.

    `first` is the first line that changed.
    """
    texts = [each.text for each in rewrite.before]
    if not any(map(has_word, texts)) or max(map(len, texts)) > MAX_LINE_CHARACTERS:
        return False
    text = edited.before.text
    for line in range(first - len(rewrite.before), first + 1):
        edit = render_lines(rewrite, text, line)
        if edit and apply_edits(text.data, [edit]) == edited.after.text.data:
            return True
    return False
