"""The last look at a result: what may never leave the engine, whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.apply import markers
from honed.apply.markers import Role
from honed.apply.result import Merged, Reason, Refused
from honed.core.text import Text, decode
from honed.syntax.tree import faults, reparse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from honed.core.diff import Hunk
    from honed.core.text import Edit
    from honed.syntax.tree import Tree

SURE_ENOUGH = 0.7
"""A result that is less likely right than this is refused."""
MOST_SHOWN = 60
"""Of a deleted line so many characters are named."""


def refusal(
    text: Text, tree: Tree | None, merged: Merged, edits: Sequence[Edit], shown: Sequence[str] = ()
) -> Refused | None:
    """Return why a result may not be given, None where it may; `shown` are the edit's lines."""
    left = _marker_left(text, merged, shown)
    if left is not None:
        return Refused(
            Reason.MARKER_LEFT,
            f"the marker `{left}` would be left in the file",
            "show the lines that it stands for",
        )
    if merged.margin < SURE_ENOUGH:
        return Refused(
            Reason.DOUBTFUL,
            "a place was found, but too little of the edit stands in the file",
            "show more unchanged lines around each change, and a marker wherever code is left out",
        )
    if tree is not None:
        after = reparse(tree, edits, Text(merged.data))
        if after is not None and after.root.has_error and faults(after) > faults(tree):
            return Refused(
                Reason.SYNTAX_ERROR,
                "the file would parse worse than before",
                "show the changed declaration in full",
            )
    return None


def _marker_left(text: Text, merged: Merged, shown: Sequence[str]) -> str | None:
    """Return a marker of the edit that stands more often in the result than in the file."""
    for line in dict.fromkeys(each.strip() for each in shown):
        if not line or markers.role(line) is not Role.MARKER or markers.is_bare(line):
            continue
        wanted = line.encode("utf-8", "surrogatepass")
        if merged.data.count(wanted) > text.data.count(wanted):
            return line
    return None


def deleted(text: Text, changed: Iterable[Hunk]) -> tuple[str, ...]:
    """Return in words the lines that are gone and in whose place nothing stands."""
    found = []
    for hunk in changed:
        if hunk.after_start != hunk.after_end:
            continue
        lines = [
            decode(text.slice(text.line_span(line))).strip()
            for line in range(hunk.before_start, hunk.before_end)
        ]
        first = next((line for line in lines if line), "")
        if first:
            one, last = hunk.before_start + 1, hunk.before_end
            where = f"line {one}" if one == last else f"lines {one}–{last}"
            found.append(f"{where}: `{first[:MOST_SHOWN]}`")
    return tuple(found)
