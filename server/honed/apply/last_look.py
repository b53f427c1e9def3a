"""The last look at a result: what may never leave the engine, whoever made it."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import attrs

from honed.apply import markers
from honed.apply.markers import Role
from honed.apply.result import Merged, Reason, Refused, Strategy
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
    is_sound = after is not None and (not after.root.has_error or faults(after) <= faults(tree))
    if is_sound and after is not None and tree.language.filler and _is_merged(draft):
        # Where a body is a matter of indentation, the parser takes none for one, too.
        is_sound = not _has_empty_block(after, draft.changed)
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


_OPENER = re.compile(
    rb"[ \t]*(?:async\s+)?(?:if|elif|else|for|while|try|except|finally|with|def|class)\b"
    rb".*:\s*(?:#.*)?$"
)


def _has_empty_block(after: Tree, changed: Iterable[Hunk]) -> bool:
    """Return whether a line of what was changed opens a block, and the next is not in it."""
    text = after.text
    for hunk in changed:
        lines = [
            *islice(_code_lines(text, range(hunk.after_start - 1, -1, -1)), 1),
            *_code_lines(text, range(hunk.after_start, hunk.after_end)),
            *islice(_code_lines(text, range(hunk.after_end, text.line_count)), 1),
        ]
        for number, below in pairwise(lines):
            line = text.slice(text.line_span(number))
            if _OPENER.match(line) and _margin(text.slice(text.line_span(below))) <= _margin(line):
                start = text.line_start(number) + len(line) - len(line.lstrip())
                node = after.root.descendant_for_byte_range(start, start + 1)
                if node is not None and not node.type.startswith("string"):
                    return True
    return False


def _code_lines(text: Text, numbers: Iterable[int]) -> Iterator[int]:
    for number in numbers:
        line = text.slice(text.line_span(number)).strip()
        if line and not line.startswith(b"#"):
            yield number


def _margin(line: bytes) -> int:
    return len(line.expandtabs()) - len(line.lstrip().expandtabs())


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
