"""Edits that belong together, offered as one: a use, and the import that it needs.

A set is one suggestion, with one outcome.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.apply.guard import Passed, check
from honed.suggest.companions import companions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Suggestion
    from honed.core.text import Edit
    from honed.services.document import Snapshot
    from honed.suggest.edits import Found


def completed(
    path: str,
    snapshot: Snapshot,
    found: Found,
    suggestion: Suggestion,
    taken: Sequence[Edit] = (),
) -> Suggestion:
    """Return a suggestion with the imports that its edit needs, where they can be made with it.

    `path` is relative to the project's folder. No import comes where one of the edits `taken` is.
    """
    [edit] = suggestion.candidate.edits
    needed = [
        each
        for each in companions(found.pattern, edit, snapshot.text, snapshot.tree, path)
        if not any(each.edit.span.touches(other.span) for other in taken)
    ]
    edits = tuple(each.edit for each in needed)
    if not edits or not isinstance(check(snapshot.text, snapshot.tree, (edit, *edits)), Passed):
        return suggestion
    statements = ", ".join(each.statement for each in needed)
    title = f"{suggestion.title}, with {statements}"
    return attrs.evolve(suggestion, companions=edits, title=title)


def all_completed(
    path: str, snapshot: Snapshot, found: Sequence[Found], suggestions: Sequence[Suggestion]
) -> list[Suggestion]:
    """Return the suggestions of one file with what they need; the first brings it for all."""
    taken = [edit for each in suggestions for edit in each.candidate.edits]
    made = []
    for each, suggestion in zip(found, suggestions, strict=True):
        one = completed(path, snapshot, each, suggestion, taken)
        taken += one.companions
        made.append(one)
    return made
