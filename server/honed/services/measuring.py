"""What is measured about documents for an editor: done in a process beside the server.

To read the queries of a language takes up to a second, in which a process can do nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.details import Details
from honed.core.text import Span, Text, decode, encode, is_word_byte
from honed.learn.quality_gain import gain
from honed.learn.reward import design_reward
from honed.quality.analysis import analyse
from honed.quality.findings import find
from honed.quality.functions import measures
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from honed.learn.quality_gain import Gain
    from honed.quality.values import Finding, FunctionMetrics

MOST_HEADER_LINES = 3
"""A name farther down is a use of it: decorators and a return type stand above at most."""


@attrs.frozen
class FunctionSeen:
    """A function whose name was pointed at, the place of that name, and what is found in it."""

    function: FunctionMetrics
    name: Span
    findings: tuple[Finding, ...]


@attrs.frozen
class Appraisal:
    """What a suggestion did to the quality of its statements, and how good they are."""

    gain: Gain
    details: Details


def functions_at(language_name: str, data: bytes, offset: int) -> list[FunctionSeen]:
    """Return the function whose name stands at byte `offset` of its header; [] for none."""
    tree = parse(Text(data), languages.by_name(language_name))
    if tree is None:
        return []
    name = _word(data, offset)
    line = tree.text.line_at(offset)
    word = decode(tree.text.slice(name))
    near = measures(tree, tree.text.line_span(line)).functions
    named = [each for each in near if each.name == word and each.span.contains(name)]
    if not named:
        return []
    span = min((each.span for each in named), key=len)
    found = measures(tree, span).functions
    return [
        FunctionSeen(each, name, find(tree, span))
        for each in found
        if each.span == span and each.line <= line <= each.line + MOST_HEADER_LINES
    ]


def findings_in(language_name: str, data: bytes) -> tuple[Finding, ...]:
    """Return what is found in a text."""
    tree = parse(Text(data), languages.by_name(language_name))
    return () if tree is None else find(tree)


def gain_of(language_name: str, before: str, after: str) -> Gain:
    """Return what becomes better from one text to the other."""
    return gain(before, after, languages.by_name(language_name))


def appraisal_of(language_name: str, before: str, after: str) -> Appraisal:
    """Return what becomes better, and the scores of both texts."""
    language = languages.by_name(language_name)
    found = gain(before, after, language)
    if language is None:
        return Appraisal(found, Details())
    old, new = (analyse(Text(encode(each)), language) for each in (before, after))
    design = design_reward(
        complexity=new.complexity,
        maintainability=new.maintainability,
        security=new.security_score,
        practices=new.best_practices,
        is_valid=new.syntax_valid or not old.syntax_valid,
    )
    return Appraisal(
        found,
        Details(
            quality_before=old.quality_score,
            quality_after=new.quality_score,
            design_reward=design,
        ),
    )


def told_of(language_name: str, before: str, after: str) -> str:
    """Return what becomes other from one text to the other, in words, "" for nothing."""
    found = gain_of(language_name, before, after).change
    parts = [
        *(f"finds {each.id}" for each in found.added),
        *(f"finds {each.id} no more" for each in found.removed),
    ]
    for name, number in (("complexity", found.complexity), ("cognitive", found.cognitive)):
        parts += [f"{name} {number:+}"] if number else []
    return f"Quality: {'; '.join(parts)}" if parts else ""


def _word(data: bytes, offset: int) -> Span:
    start = end = offset
    while start > 0 and is_word_byte(data[start - 1]):
        start -= 1
    while end < len(data) and is_word_byte(data[end]):
        end += 1
    return Span(start, end)
