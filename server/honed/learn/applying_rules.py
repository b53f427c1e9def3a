"""Rules in a whole text: where they change something, and the text when they have.

What would break the text, lose a comment, or change again what it has just written, is no finding:
whoever is told of one is shown what to write instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.apply.guard import Passed, check
from honed.core.text import Edit, Span, Text, apply_edits, encode
from honed.learn.promotion import NOWHERE
from honed.suggest.edits import PatternIndex, everywhere, fires_again
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from honed.core.model import Pattern
    from honed.learn.rules import Rule
    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree

MOST_ROUNDS = 8
"""One rule may make a place for another; a text that still changes then never comes to rest."""

MOST_LOOKS = 40
"""How often the guard looks at the edits of one rule in one text: once where it likes them all."""


@attrs.frozen
class Place:
    """Where a rule changes a text, and what it puts there."""

    rule: Rule
    edit: Edit


@attrs.frozen
class Looked:
    """Where rules change a text, in order; none overlaps another of its rule.

    Of the rules in `given_up` so many edits would break the text that not all were looked at.
    """

    places: tuple[Place, ...]
    given_up: tuple[Rule, ...]


class RuleSet:
    """The rules of one language, each with its pattern, in their order."""

    def __init__(self, language: Language, rules: Iterable[tuple[Rule, Pattern]]) -> None:
        self._language = language
        self._rules = list(rules)
        self._index = PatternIndex(pattern for _, pattern in self._rules)
        self._words = {
            pattern.id: [encode(word) for word in self._index.entry(pattern).required]
            for _, pattern in self._rules
        }

    def look(self, text: Text) -> Looked:
        """Return where the rules change a text."""
        found: list[Place] = []
        given_up: list[Rule] = []
        tree: Tree | None = None
        for rule, pattern in self._possible(text):
            tree = tree or parse(text, self._language)
            edits, is_complete = self._edits(pattern, text, tree)
            found += (Place(rule, edit) for edit in edits)
            given_up += [] if is_complete else [rule]
        found.sort(key=lambda each: (each.edit.span, each.rule.name))
        return Looked(tuple(found), tuple(given_up))

    def at_rest(self, text: Text) -> Text | None:
        """Return the text after all the rules, in which they find nothing more.

        None where they never come to an end.
        """
        for _ in range(MOST_ROUNDS):
            before = text
            tree: Tree | None = None
            for _, pattern in self._possible(text):
                tree = tree or parse(text, self._language)
                edits, _ = self._edits(pattern, text, tree)
                if edits:
                    text = Text(apply_edits(text.data, edits))
                    tree = None
            if text is before:
                return text
        return None

    def _possible(self, text: Text) -> list[tuple[Rule, Pattern]]:
        """Return the rules all of whose words stand in a text."""
        data = text.data
        return [
            each for each in self._rules if all(word in data for word in self._words[each[1].id])
        ]

    def _edits(self, pattern: Pattern, text: Text, tree: Tree | None) -> tuple[list[Edit], bool]:
        """Return the edits of a pattern that may all be made together, and whether these are all.

        They come in order.
        """
        found = everywhere(self._index, pattern, text, tree, NOWHERE, is_bounded=False)
        groups, looks = [[each.candidate.edits[0] for each in found]], 0
        edits: list[Edit] = []
        while groups and looks < MOST_LOOKS:
            looks += 1
            group = groups.pop()
            verdict = check(text, tree, group) if group else None
            if isinstance(verdict, Passed):
                made = _made(group)
                edits += (
                    edit
                    for edit, there in zip(group, made, strict=True)
                    if not fires_again(pattern, there, verdict.text, verdict.tree)
                )
            elif half := len(group) // 2:
                groups += group[half:], group[:half]
        return edits, not groups


def _made(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield the edits with the places at which they stand when all before them are made."""
    shift = 0
    for edit in edits:
        yield Edit(Span(edit.span.start + shift, edit.span.end + shift), edit.new)
        shift += len(edit.new) - len(edit.span)
