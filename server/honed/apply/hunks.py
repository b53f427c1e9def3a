"""The lines of one hunk of a diff, as written by a program or by hand, into a replacement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.apply.reading import Replacement

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKS = (" ", "+", "-", "\\")
ELLIPSES = frozenset({"...", "…", "@@ ... @@"})
"""Lines that stand for lines left out of a hunk."""


def replacements(
    lines: Sequence[str],
    line: int | None = None,
    context: tuple[str, ...] = (),
    *,
    is_at_end: bool = False,
) -> list[Replacement]:
    """Return what a hunk replaces, in parts where `...` stands for lines left out.

    `line` is zero-based, that of the first line of the hunk.
    """
    parts: list[list[str]] = [[]]
    for each in lines:
        if each.rstrip() in ELLIPSES:
            parts.append([])
        else:
            parts[-1].append(each)
    found = []
    for number, part in enumerate(parts):
        sides = _sides(part)
        if sides is not None:
            is_first, is_last = number == 0, number == len(parts) - 1
            found.append(
                Replacement(
                    *sides,
                    line if is_first else None,
                    context,
                    is_at_end=is_at_end and is_last,
                )
            )
    return found


def _sides(lines: Sequence[str]) -> tuple[str, str] | None:
    """Return the text before and after a hunk; None where it changes nothing."""
    end = len(lines)
    has_marks = any(line.startswith(" ") for line in lines)
    while end and (not lines[end - 1] or (has_marks and not lines[end - 1].startswith(MARKS))):
        end -= 1
    lines = lines[:end]
    if not any(line.startswith(("+", "-")) for line in lines):
        return None
    lost = any(line.strip() and not line.startswith(MARKS) for line in lines)
    before: list[str] = []
    after: list[str] = []
    last: tuple[list[str], ...] = ()
    for line in lines:
        mark, text = line[:1], line[1:]
        if mark == "\\":
            for side in last:
                side[-1] = side[-1].removesuffix("\n")
            continue
        if mark not in MARKS or (mark == " " and lost and _is_whole(line)):
            text = line
        last = {"+": (after,), "-": (before,)}.get(mark, (before, after))
        for side in last:
            side.append(f"{text}\n")
    return "".join(before), "".join(after)


def _is_whole(line: str) -> bool:
    """Return whether a line of the context lacks its mark, as others of its hunk do.

    A mark makes the number of spaces odd. What is taken for one wrongly costs nothing: lines of
    the context are found whatever their indentation is.
    """
    return (len(line) - len(line.lstrip(" "))) % 2 == 0
