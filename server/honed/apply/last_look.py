"""The last look at a result: what may never leave the engine, whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.apply import markers
from honed.apply.markers import Role
from honed.apply.result import Merged, Reason, Refused
from honed.core.diff import Hunk, edits_of, hunks
from honed.core.text import Edit, Text
from honed.syntax.tree import faults, reparse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from honed.syntax.tree import Tree

SURE_ENOUGH = 0.77
"""A result that is less likely right than this is refused."""


@attrs.frozen
class Draft:
    """A result in which nothing is wrong, and how the file becomes it."""

    merged: Merged
    changed: Sequence[Hunk]
    edits: tuple[Edit, ...]


def look(
    text: Text, tree: Tree | None, merged: Merged | Refused, shown: Sequence[str] = ()
) -> Draft | Refused:
    """Return a result with its edits, or what is wrong with it; `shown` are the edit's lines.

    How sure the merge is of it is not asked here.
    """
    if isinstance(merged, Refused):
        return merged
    after = Text(merged.data)
    changed = hunks(text, after)
    draft = Draft(merged, changed, edits_of(changed, text, after))
    return _marker_refusal(text, merged, shown) or _syntax_refusal(tree, draft, after) or draft


def look_at_each(
    text: Text, tree: Tree | None, merges: Iterable[Merged | Refused], shown: Sequence[str]
) -> Iterator[Draft | Refused]:
    """Yield the results of several ways, each looked at once, however many come to it."""
    seen: dict[bytes, Draft | Refused] = {}
    for merged in merges:
        known = seen.get(merged.data) if isinstance(merged, Merged) else None
        if known is None:
            known = look(text, tree, merged, shown)
        if isinstance(merged, Merged):
            seen[merged.data] = known
            known = attrs.evolve(known, merged=merged) if isinstance(known, Draft) else known
        yield known


def doubt(margin: float) -> Refused | None:
    """Return why a result may not be given that is right with the chance `margin`."""
    if margin >= SURE_ENOUGH:
        return None
    return Refused(
        Reason.DOUBTFUL,
        "a place was found, but too little of the edit stands in the file",
        "show more unchanged lines around each change, and a marker wherever code is left out",
    )


def _marker_refusal(text: Text, merged: Merged, shown: Sequence[str]) -> Refused | None:
    """Return why a result may not be given in which a marker of the edit is left."""
    left = _marker_left(text, merged, shown)
    if left is None:
        return None
    return Refused(
        Reason.MARKER_LEFT,
        f"the marker `{left}` would be left in the file",
        "show the lines that it stands for",
    )


def _syntax_refusal(tree: Tree | None, draft: Draft, text: Text) -> Refused | None:
    """Return why a result may not be given that parses worse than the file."""
    if tree is None:
        return None
    after = reparse(tree, draft.edits, text)
    if after is not None and (not after.root.has_error or faults(after) <= faults(tree)):
        return None
    return Refused(
        Reason.SYNTAX_ERROR,
        "the file would parse worse than before",
        "show the changed declaration in full",
    )


def _marker_left(text: Text, merged: Merged, shown: Sequence[str]) -> str | None:
    """Return a marker of the edit that stands more often in the result than in the file."""
    for line in dict.fromkeys(each.strip() for each in shown):
        if not markers.may_leave_out(line):
            continue
        if markers.role(line) is not Role.MARKER or markers.is_bare(line):
            continue
        wanted = line.encode("utf-8", "surrogatepass")
        if merged.data.count(wanted) > text.data.count(wanted):
            return line
    return None
