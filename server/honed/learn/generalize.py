"""From one edit to the rewrites that it may be an example of.

The changed tokens of the statement are the core; what was kept between them becomes holes. Each
rewrite that is returned turns the example's own before into its own after, to the letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Form, Rewrite, TokenKind
from honed.core.text import Span, apply_edits
from honed.learn.cores import growths
from honed.learn.elements import BeforeSide
from honed.learn.literal import literal_cores, repeated
from honed.learn.parts import parts, with_outer_gaps
from honed.learn.policies import policies, without_vague
from honed.learn.reading import Policy
from honed.learn.references import covered
from honed.learn.renaming import renaming
from honed.learn.whole_lines import whole_lines
from honed.suggest.matching import matches_at
from honed.suggest.place import describe
from honed.suggest.render import render
from honed.suggest.strength import fixed_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.learn.cores import Core
    from honed.learn.edited import EditedStatement

MAX_ELEMENTS = 80

MAX_REWRITES = 8

LITERAL = Policy(is_literal=True)


def with_holes(edited: EditedStatement) -> list[Rewrite]:
    """Return the rewrites that the edit is an example of, the plainest first; [] for none."""
    if not edited.changes_code:
        return []
    found: list[tuple[Policy, Rewrite]] = []
    seen = set()
    for growth in filter(None, growths(edited)):
        for policy in policies(edited, growth[0]):
            rewrite = _first_anchored(edited, growth, policy)
            if rewrite is not None and (rewrite.before, rewrite.after) not in seen:
                seen.add((rewrite.before, rewrite.after))
                found.append((policy, rewrite))
    return without_vague(found)[:MAX_REWRITES]


def generalize(edited: EditedStatement) -> list[Rewrite]:
    """Return what the edit is an example of; [] for none.

    First with holes, then what it says to the letter: of its tokens, of names that are written
    alike, of whole lines.
    """
    if edited.is_formatting:
        return []
    found = with_holes(edited)
    known = {(each.before, each.after) for each in found}
    for rewrite in _to_the_letter(edited):
        if (rewrite.before, rewrite.after) not in known:
            known.add((rewrite.before, rewrite.after))
            found.append(rewrite)
    names = renaming(edited)
    return found + ([names] if names else []) + whole_lines(edited)


def _to_the_letter(edited: EditedStatement) -> Iterator[Rewrite]:
    for core in literal_cores(edited):
        rewrite = _rewrite(edited, core, LITERAL)
        if rewrite is not None and _reproduces(edited, core, rewrite):
            yield rewrite
    first = repeated(edited)
    rewrite = _rewrite(edited, first, LITERAL) if first is not None else None
    if first is not None and rewrite is not None and _is_faithful(edited, first, rewrite):
        yield rewrite


def _first_anchored(edited: EditedStatement, growth: list[Core], policy: Policy) -> Rewrite | None:
    """Return the rewrite over the smallest core that could be found again elsewhere."""
    for core in growth:
        wider = covered(edited, core, policy.follows | policy.insists)
        rewrite = _rewrite(edited, wider, policy) if wider else None
        if wider and rewrite and _is_anchored(edited, wider, rewrite):
            return rewrite if _reproduces(edited, wider, rewrite) else None
    return None


def _is_anchored(edited: EditedStatement, core: Core, rewrite: Rewrite) -> bool:
    """Return whether the rewrite demands a word, a string, or just what the edit deletes."""
    if fixed_words(rewrite):
        return True
    if not edited.deletes(core.inner) or all(element.hole for element in rewrite.before):
        return False
    is_bare = core.inner == range(core.start, core.end)
    return is_bare or any(element.kind is TokenKind.QUOTE for element in rewrite.before)


def _rewrite(edited: EditedStatement, core: Core, policy: Policy) -> Rewrite | None:
    if not core.start < core.end:
        return None
    side = BeforeSide(edited, core, policy)
    if len(side.elements) > MAX_ELEMENTS:
        return None
    after, gap_before, gap_after = with_outer_gaps(edited, core, parts(side))
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


def _is_faithful(edited: EditedStatement, core: Core, rewrite: Rewrite) -> bool:
    """Return whether the rewrite makes of its part of the example what the developer made."""
    before, after = edited.before, edited.after
    match = matches_at(rewrite, before, core.start)
    edit = render(rewrite, match, before) if match else None
    if edit is None or core.new_start == core.new_end:
        return edit is not None
    span = Span(after.tokens[core.new_start].start, after.tokens[core.new_end - 1].end)
    return edit.new.strip() == after.text.slice(span)


def _reproduces(edited: EditedStatement, core: Core, rewrite: Rewrite) -> bool:
    """Return whether the rewrite does to its example what the developer did."""
    before = edited.before
    match = matches_at(rewrite, before, core.start)
    edit = render(rewrite, match, before) if match else None
    return edit is not None and apply_edits(before.text.data, [edit]) == edited.after.text.data
