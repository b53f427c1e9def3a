"""From one edit to the rewrites that it may be an example of.

The changed tokens of the statement are the core; what was kept between them becomes holes. Each
rewrite that is returned turns the example's own before into its own after, to the letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Form, Rewrite, TokenKind
from honed.core.text import apply_edits
from honed.learn.cores import growths
from honed.learn.elements import BeforeSide, Policy
from honed.learn.parts import parts, relative_gap
from honed.learn.references import at, covered, references
from honed.suggest.agreement import fixed_names, fixed_words
from honed.suggest.matching import matches_at
from honed.suggest.place import describe
from honed.suggest.render import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.core.model import Part
    from honed.learn.cores import Core
    from honed.learn.edited import EditedStatement
    from honed.learn.units import Key

MAX_ELEMENTS = 80

MAX_REWRITES = 8


def generalize(edited: EditedStatement) -> list[Rewrite]:
    """Return the rewrites that the edit is an example of, the plainest first; [] for none."""
    if edited.is_formatting:
        return []
    found: list[tuple[Policy, Rewrite]] = []
    seen = set()
    for growth in filter(None, growths(edited)):
        for policy in _policies(edited, growth):
            rewrite = _first_anchored(edited, growth, policy)
            if rewrite is None or (rewrite.before, rewrite.after) in seen:
                continue
            seen.add((rewrite.before, rewrite.after))
            if _reproduces(edited, rewrite):
                found.append((policy, rewrite))
    return _without_vague(found)[:MAX_REWRITES]


def _without_vague(found: list[tuple[Policy, Rewrite]]) -> list[Rewrite]:
    """Return the rewrites, without those of any call where one of the example's call says more.

    And where a name alone is enough (`user_id → user_id: int`), without those of any name.
    """
    smallest = min(
        (len(rewrite.before) for policy, rewrite in found if policy.fixes_names), default=0
    )
    named = {
        (policy.follows, policy.insists)
        for policy, rewrite in found
        if policy.fixes_callees and not policy.fixes_names and fixed_names(rewrite)
    }
    return [
        rewrite
        for policy, rewrite in found
        if fixed_names(rewrite)
        or (smallest >= len(rewrite.before) if policy.fixes_callees and smallest else True)
        and (policy.fixes_callees or (policy.follows, policy.insists) not in named)
    ]


def _policies(edited: EditedStatement, growth: list[Core]) -> Iterator[Policy]:
    """Yield what to insist on, from the plainest reading of the example to the boldest."""
    core = growth[0]
    taken_up = references(edited, core)
    keys = taken_up.inserted | taken_up.deleted
    deletes = any(index not in edited.kept for index in core.inner)
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
    if core.new_start == core.new_end or core.empties:
        yield Policy(insists=own, frees_arguments=True)


def _defines(edited: EditedStatement, core: Core, keys: frozenset[Key]) -> bool:
    """Return whether one of the names stands in no bracket: what is assigned, not an argument."""
    closers = edited.before.closers
    return any(
        closers[index] < 0 or closers[index] >= core.end
        for index in range(core.start, core.end)
        if at(edited.before, index, keys, core.end)
    )


def _first_anchored(edited: EditedStatement, growth: list[Core], policy: Policy) -> Rewrite | None:
    """Return the rewrite over the smallest core that could be found again elsewhere."""
    for core in growth:
        wider = covered(edited, core, policy.follows | policy.insists)
        if wider is None:
            continue
        rewrite = _rewrite(edited, wider, policy)
        if rewrite is not None and _is_anchored(edited, wider, rewrite):
            return rewrite
    return None


def _is_anchored(edited: EditedStatement, core: Core, rewrite: Rewrite) -> bool:
    """Return whether the rewrite demands a word or a string, or what the edit deletes and no more."""
    fixed = [element for element in rewrite.before if element.hole is None]
    if fixed_words(rewrite):
        return True
    if not any(index not in edited.kept for index in core.inner) or not fixed:
        return False
    is_bare = core.inner == range(core.start, core.end)
    return is_bare or any(element.kind is TokenKind.QUOTE for element in rewrite.before)


def _rewrite(edited: EditedStatement, core: Core, policy: Policy) -> Rewrite | None:
    if not core.start < core.end <= core.start + MAX_ELEMENTS * 4:
        return None
    side = BeforeSide(edited, core, policy)
    if len(side.elements) > MAX_ELEMENTS:
        return None
    gap_before, gap_after, after = _with_outer_gaps(edited, core, parts(side))
    before = edited.before
    place = describe(before, edited.before_tree, core.start, core.end)
    return Rewrite(
        language=before.language.name if before.language else "",
        before=tuple(side.elements),
        after=tuple(after),
        left=place.left,
        right=place.right,
        path=place.path,
        callee=place.callee,
        form=Form.REFERENCE if policy.follows else Form.PLAIN,
        gap_before=gap_before,
        gap_after=gap_after,
    )


def _with_outer_gaps(
    edited: EditedStatement, core: Core, found: list[Part]
) -> tuple[str | None, str | None, list[Part]]:
    """Return the spaces around the core that are replaced with it, and the parts with new ones."""
    before, after = edited.before, edited.after
    old = (before.gap(core.start), before.gap(core.end))
    new = (after.gap(core.new_start), after.gap(core.new_end))
    takes_before, takes_after = old[0] != new[0], old[1] != new[1]
    if core.new_start == core.new_end:
        # Everything went: one gap is left where there were two.
        takes_before, takes_after = new[0] != old[0] or new[0] == old[1], new[0] != old[1]
        found = [] if takes_before != takes_after else [relative_gap(edited, core, new[0])]
    else:
        head = [relative_gap(edited, core, new[0])] if takes_before else []
        tail = [relative_gap(edited, core, new[1])] if takes_after else []
        found = [*head, *found, *tail]
    return (
        relative_gap(edited, core, old[0]) if takes_before else None,
        relative_gap(edited, core, old[1]) if takes_after else None,
        [part for part in found if part],
    )


def _reproduces(edited: EditedStatement, rewrite: Rewrite) -> bool:
    """Return whether the rewrite does to its example what the developer did."""
    before = edited.before
    wanted = edited.after.text.data
    for first in range(len(before.tokens)):
        match = matches_at(rewrite, before, first)
        edit = render(rewrite, match, before) if match else None
        if edit is not None and apply_edits(before.text.data, [edit]) == wanted:
            return True
    return False
