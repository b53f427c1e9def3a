"""Rules in a whole text: where they change something, and the text when they have.

What would break the text, lose a comment, or change again what it has just written, is no finding:
whoever is told of one is shown what to write instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.apply.guard import Passed, check
from honed.core.text import Text, apply_edits
from honed.learn.promotion import NOWHERE
from honed.suggest.edits import PatternIndex, everywhere, fires_again
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from honed.core.model import Pattern
    from honed.core.text import Edit
    from honed.learn.rules import Rule
    from honed.syntax.tree import Tree

MOST_ROUNDS = 8
"""One rule may make a place for another; a text that still changes then never comes to rest."""

MOST_LOOKS = 40
"""How often the guard looks at the edits of one rule in one text."""

Named = tuple["Rule", "Pattern"]


@attrs.frozen
class Place:
    """Where a rule changes a text, and what it puts there."""

    rule: Rule
    edit: Edit


def places(rules: Sequence[Named], text: Text) -> list[Place]:
    """Return where the rules change a text, in order; none overlaps another of its rule."""
    found: list[Place] = []
    for rule, pattern in rules:
        tree = parse(text, languages.by_name(rule.language))
        found += (Place(rule, edit) for edit in _edits(pattern, text, tree))
    return sorted(found, key=lambda each: (each.edit.span, each.rule.name))


def at_rest(rules: Sequence[Named], text: Text) -> Text | None:
    """Return the text after all the rules, in which they find nothing more.

    None where they never come to an end.
    """
    for _ in range(MOST_ROUNDS):
        before = text
        for rule, pattern in rules:
            tree = parse(text, languages.by_name(rule.language))
            edits = list(_edits(pattern, text, tree))
            if edits:
                text = Text(apply_edits(text.data, edits))
        if text is before:
            return text
    return None


def _edits(pattern: Pattern, text: Text, tree: Tree | None) -> Iterator[Edit]:
    """Yield the edits of a pattern that may all be made together."""
    found = everywhere(PatternIndex([pattern]), pattern, text, tree, NOWHERE)
    groups, looks = [[each.candidate.edits[0] for each in found]], 0
    while groups and looks < MOST_LOOKS:
        looks += 1
        group = groups.pop()
        verdict = check(text, tree, group) if group else None
        if not isinstance(verdict, Passed):
            half = len(group) // 2
            groups += [group[half:], group[:half]] if half else []
            continue
        shift = 0
        for edit in group:
            moved = attrs.evolve(edit, span=attrs.evolve(
                edit.span, start=edit.span.start + shift, end=edit.span.end + shift
            ))  # fmt: skip
            shift += len(edit.new) - len(edit.span)
            if not fires_again(pattern, moved, verdict.text, verdict.tree):
                yield edit
