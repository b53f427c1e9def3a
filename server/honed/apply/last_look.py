"""The last look at a result: what may never leave the engine, whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.apply import markers
from honed.apply.markers import Role
from honed.apply.original import Original
from honed.apply.result import Merged, Reason, Refused, Strategy
from honed.core.diff import Hunk, edits_of, hunks
from honed.core.text import Edit, Text
from honed.syntax.empty_blocks import has_empty_block
from honed.syntax.tree import faults, parse, reparse
from honed.syntax.uneven_blocks import has_uneven_block

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
    after: Original = attrs.field(eq=False)
    """The result as a file of its own."""


def look(
    original: Original, merged: Merged | Refused, shown: Sequence[str] = ()
) -> Draft | Refused:
    """Return a result with its edits, or what is wrong with it; `shown` are the edit's lines.

    How sure the merge is of it is not asked here.
    """
    if isinstance(merged, Refused):
        return merged
    text, after = original.text, Text(merged.data)
    changed = hunks(text, after)
    edits = edits_of(changed, text, after)
    draft = Draft(merged, changed, edits, Original(after, _parsed(original, edits, after)))
    return _marker_refusal(text, merged, shown) or _syntax_refusal(original.tree, draft) or draft


def _parsed(original: Original, edits: Sequence[Edit], after: Text) -> Tree | None:
    if original.tree is None:
        return None
    tree = reparse(original.tree, edits, after)
    # What is reused may lead to other faults than a parse from nothing, as the file was parsed.
    return tree if tree is None or not tree.root.has_error else parse(after, tree.language)


def look_at_each(
    original: Original, merges: Iterable[Merged | Refused], shown: Sequence[str]
) -> Iterator[Draft | Refused]:
    """Yield the results of several ways, each looked at once, however many come to it."""
    seen: dict[bytes, Draft | Refused] = {}
    for merged in merges:
        known = seen.get(merged.data) if isinstance(merged, Merged) else None
        if known is None:
            known = look(original, merged, shown)
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


def _syntax_refusal(tree: Tree | None, draft: Draft) -> Refused | None:
    """Return why a result may not be given that parses worse than the file."""
    if tree is None or draft.merged.strategy is Strategy.WHOLE_FILE:
        # A file that is given whole is its author's: it may have faults.
        return None
    after = draft.after.tree
    is_sound = after is not None and (not after.root.has_error or faults(after) <= faults(tree))
    if is_sound and after is not None and tree.language.filler and _is_merged(draft):
        # Where a body is a matter of indentation, the parser takes none for one, too.
        lines = [range(each.after_start, each.after_end) for each in draft.changed]
        old = [range(each.before_start, each.before_end) for each in draft.changed]
        is_sound = not has_empty_block(after, lines) and (
            not has_uneven_block(after, lines) or has_uneven_block(tree, old)
        )
    if is_sound:
        return None
    return Refused(
        Reason.SYNTAX_ERROR,
        "the file would parse worse than before",
        "show the changed declaration in full",
    )


def _is_merged(draft: Draft) -> bool:
    """Return whether the result is put together of lines, rather than given as it is to be."""
    given = {Strategy.EXACT_REPLACE, Strategy.FUZZY_REPLACE, Strategy.WHOLE_FILE}
    return draft.merged.strategy not in given


def _marker_left(text: Text, merged: Merged, shown: Sequence[str]) -> str | None:
    """Return a marker of the edit that stands more often in the result than in the file."""
    for line in dict.fromkeys(each.strip() for each in shown):
        if not markers.may_leave_out(line):
            continue
        for comment in markers.within(line):
            if _is_more(text, merged, comment):
                return comment
        is_marker = markers.role(line) is Role.MARKER and not markers.is_bare(line)
        if not is_marker and not markers.is_likely(line):
            continue
        if _is_more(text, merged, line):
            return line
    return None


def _is_more(text: Text, merged: Merged, line: str) -> bool:
    """Return whether something stands more often in the result than in the file.

    Or otherwise: a file may have such a comment of its own, and lose it where the edit's is put in.
    """
    wanted = line.encode("utf-8", "surrogatepass")
    number = text.data.count(wanted)
    if merged.data.count(wanted) > number:
        return True
    if not number:
        return False
    own = {each.rstrip() for each in text.data.splitlines()}
    return any(
        each.strip() == wanted and each.rstrip() not in own for each in merged.data.splitlines()
    )
