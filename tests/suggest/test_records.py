"""How often patterns of one nature were right."""

from __future__ import annotations

import attrs

from honed.core.model import Evidence, Form
from honed.suggest.index import PatternIndex, entry_of
from tests.code import pattern_of, rewrites

ADD = rewrites("f(a)\n", "f(a, b)\n", "python")[0]
NAME = rewrites("x = old\n", "x = new\n", "python")[0]
RIGHT = Evidence(shadow_right=2, shadow_wrong=1)


def test_records_add_up_by_nature() -> None:
    """What patterns of one session were, and those of all."""
    first = attrs.evolve(pattern_of(ADD, 1), evidence=RIGHT, session_id=1)
    index = PatternIndex([first, attrs.evolve(first, id=2, session_id=2)])
    nature = entry_of(first).nature
    assert index.records.of(nature, 1) == index.records.of(nature, 2) == (2, 1)
    assert index.records.of(nature) == (4, 2)


def test_records_follow_the_patterns() -> None:
    """They change, and go."""
    first = attrs.evolve(pattern_of(ADD, 1), evidence=RIGHT)
    index = PatternIndex([first])
    nature = entry_of(first).nature
    index.add(attrs.evolve(first, evidence=Evidence(accepted=1)))
    assert index.records.of(nature) == (1, 0)
    index.remove(1)
    assert index.records.of(nature) == (0, 0)


def test_noop_of_another_nature() -> None:
    """Names that are replaced say nothing of arguments that are added."""
    index = PatternIndex([attrs.evolve(pattern_of(ADD, 1), evidence=RIGHT)])
    other = entry_of(pattern_of(NAME)).nature
    assert index.records.of(other) == (0, 0)
    assert other.form is Form.PLAIN
