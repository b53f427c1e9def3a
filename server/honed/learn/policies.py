"""Which readings of an example are tried, from the plainest to the boldest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.learn.reading import Policy
from honed.learn.references import at, references
from honed.suggest.strength import fixed_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.core.model import Rewrite
    from honed.learn.cores import Core
    from honed.learn.edited import EditedStatement
    from honed.learn.units import Key


def policies(edited: EditedStatement, core: Core) -> Iterator[Policy]:
    """Yield what a pattern may insist on; `core` is the smallest one."""
    taken_up = references(edited, core)
    keys = taken_up.inserted | taken_up.deleted
    deletes = edited.deletes(core.inner)
    # A replaced stretch speaks for itself: what it inserts may stand elsewhere by coincidence.
    own = taken_up.deleted if deletes else keys
    yield Policy(insists=own, fixes_callees=not deletes)
    if keys:
        yield Policy(follows=keys, fixes_callees=not deletes)
    if core.inner or (keys and core.is_whole and _defines(edited, core, keys)):
        yield Policy(insists=own, fixes_callees=deletes)
    if not deletes:
        yield Policy(insists=own, fixes_names=True)
    elif core.inner != range(core.start, core.end):
        yield Policy(insists=own, fixes_names=True, frees_members=True)
    if deletes and _goes_over_lines(edited, core):
        yield Policy(insists=own, fixes_callees=False, frees_callees=True)
    if core.is_whole:
        yield Policy(insists=own, fixes_names=True, frees_members=True)
    if core.new_start == core.new_end or core.empties:
        yield Policy(insists=own, frees_arguments=True)


def _goes_over_lines(edited: EditedStatement, core: Core) -> bool:
    """Return whether the edit changes tokens on several lines."""
    text, tokens = edited.before.text, edited.before.tokens
    changed = [index for index in core.inner if index not in edited.kept]
    lines = {text.line_at(tokens[index].start) for index in changed}
    return len(lines) > 1


def _defines(edited: EditedStatement, core: Core, keys: frozenset[Key]) -> bool:
    """Return whether one of the names stands in no bracket: what is assigned, not an argument."""
    closers = edited.before.closers
    return any(
        not 0 <= closers[index] < core.end
        for index in range(core.start, core.end)
        if at(edited.before, index, keys, core.end)
    )


def without_vague(found: Sequence[tuple[Policy, Rewrite]]) -> list[Rewrite]:
    """Return the rewrites without those that demand no name where another reading does.

    That is: those of any call where the one of the example's call demands a name, and those of
    any name where a smaller one speaks of the example's alone (`user_id → user_id: int`).
    """
    with_call = {
        (policy.follows, policy.insists)
        for policy, rewrite in found
        if policy.fixes_callees and not policy.fixes_names and fixed_names(rewrite)
    }
    sizes = [len(rewrite.before) for policy, rewrite in found if policy.fixes_names]
    smallest = min(sizes, default=0)

    def is_vague(policy: Policy, rewrite: Rewrite) -> bool:
        if fixed_names(rewrite):
            return False
        if policy.fixes_callees:
            holes = sum(element.hole is not None for element in rewrite.before)
            return 0 < smallest < len(rewrite.before) and holes > 1
        return (policy.follows, policy.insists) in with_call

    return [rewrite for policy, rewrite in found if not is_vague(policy, rewrite)]
