"""What an edit does to quality, from the functions that it touches alone.

Where it touches none, or a long one, its lines are looked at, with the statements that begin there:
what lies around them counts the same before and after, and tells how deep they lie.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import attrs

from honed.core.text import Span, normalise
from honed.quality.findings import find
from honed.quality.functions import Measures, swept
from honed.quality.lines import count_lines
from honed.quality.maintainability import index_of
from honed.quality.marks import DECLARING, functions_at, read, read_places
from honed.quality.score import practice_score, quality_score, security_score
from honed.syntax.tree import fault_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from honed.core.text import Edit
    from honed.quality.values import Finding
    from honed.syntax.tree import Tree

_ROUNDS = 4
"""So often functions may prove to reach further in the one text than in the other."""
_LONG_LINES = 24
"""A function of more lines is not looked at as a whole: that would take milliseconds."""


@attrs.frozen
class QualityChange:
    """What is more after an edit than before it.

    `score` is the difference of the scores that the functions it touches have as texts of their
    own: in (-1, 1), and more than that of the whole text, of which they are only a part.
    """

    complexity: int = 0
    cognitive: int = 0
    added: tuple[Finding, ...] = ()
    removed: tuple[Finding, ...] = ()
    score: float = 0.0


@attrs.frozen
class _Place:
    """A stretch of the text before the edits, and what became of it."""

    before: Span
    after: Span


@attrs.frozen
class _Part:
    """What is measured about a stretch of a text."""

    counted: Measures
    findings: tuple[Finding, ...]
    lines: int
    score: float


def change(before: Tree, after: Tree, edits: Iterable[Edit]) -> QualityChange:
    """Return what `edits` do to the quality of the text of `before`, which they turn to `after`."""
    places = _places(before, after, normalise(edits))
    if not places:
        return QualityChange()
    old = [_part(before, place.before) for place in places]
    new = [_part(after, place.after) for place in places]
    added, removed = _difference(
        (before, list(chain.from_iterable(part.findings for part in old))),
        (after, list(chain.from_iterable(part.findings for part in new))),
    )
    return QualityChange(
        sum(part.counted.complexity for part in new) - sum(part.counted.complexity for part in old),
        sum(part.counted.cognitive for part in new) - sum(part.counted.cognitive for part in old),
        added,
        removed,
        _mean(new) - _mean(old),
    )


def _places(before: Tree, after: Tree, edits: Sequence[Edit]) -> list[_Place]:
    """Return where to look: whole lines, and whole functions in both texts."""
    spans = [_lines(before, each) for each in edits]
    places: list[_Place] = []
    for _ in range(_ROUNDS):
        spans = _merged(spans)
        places = [_place(after, span, edits) for span in spans]
        grown = [_grown(before, after, place) for place in places]
        if grown == spans:
            break
        spans = grown
    return places


def _place(after: Tree, span: Span, edits: Sequence[Edit]) -> _Place:
    """Return the place of a span of the text before, which holds edits whole or not at all."""
    earlier = sum(_growth(each) for each in edits if each.span < span and not _holds(span, each))
    inside = sum(_growth(each) for each in edits if _holds(span, each))
    end = min(span.end + earlier + inside, after.text.size)
    return _Place(span, Span(min(span.start + earlier, end), end))


def _holds(span: Span, edit: Edit) -> bool:
    return span.contains(edit.span)


def _growth(edit: Edit) -> int:
    return len(edit.new) - len(edit.span)


def _grown(before: Tree, after: Tree, place: _Place) -> Span:
    """Return the place in the text before with all that it touches in either."""
    old, new = _functions(before, place.before), _functions(after, place.after)
    if not (_lies_in(before, place.before, old) and _lies_in(after, place.after, new)):
        cut, others = _cut(before, place.before), _cut(after, place.after)
        same = {each for each in cut.keys() & others.keys() if _is_kept(*each)}
        old += [cut[each] for each in cut.keys() - same]
        new += [others[each] for each in others.keys() - same]
    grown, wide = place.before, place.after
    for each in old:
        grown = grown.hull(each)
    for each in new:
        wide = wide.hull(each)
    start = place.before.start - (place.after.start - wide.start)
    end = place.before.end + (wide.end - place.after.end)
    return grown.hull(Span(max(0, start), min(end, before.text.size)))


def _functions(tree: Tree, span: Span) -> list[Span]:
    """Return the functions that overlap a span; none where one is long."""
    text, found = tree.text, functions_at(tree, span)
    if any(text.line_at(each.end) - text.line_at(each.start) > _LONG_LINES for each in found):
        return []
    return found


def _lies_in(tree: Tree, span: Span, functions: Iterable[Span]) -> bool:
    """Return whether all of a span but its indentation lies in one of the functions."""
    data = tree.text.data
    return any(
        span.end <= each.end and not data[span.start : each.start].strip() for each in functions
    )


def _cut(tree: Tree, span: Span) -> dict[tuple[int, int, int], Span]:
    """Return what lies around a span, or is cut, by how far it reaches out, and its kind."""
    found = ((Span(start, -end), kind) for start, end, kind in read_places(tree, span).swept)
    return {
        (each.start - span.start, each.end - span.end, kind): each
        for each, kind in found
        if not span.contains(each)
    }


def _is_kept(start: int, _: int, kind: int) -> bool:
    """Return whether what reaches as far out of a place in both texts is the same in both.

    Of what begins there the head may be another, and with it what its parts are: an `else`.
    """
    return start < 0 or kind in DECLARING


def _is_around(span: Span, finding: Finding) -> bool:
    return finding.span.start < span.start < finding.span.end


def _lines(tree: Tree, edit: Edit) -> Span:
    """Return the lines that an edit changes; where it puts in or takes out whole ones, no other."""
    text, span = tree.text, edit.span
    first, last = text.line_at(span.start), text.line_at(span.end)
    begins, ends = text.line_start(first) == span.start, text.line_start(last) == span.end
    if begins and ends and (not edit.new or edit.new.endswith(b"\n")):
        return span
    return text.lines_span(first, last)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that touch as one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and merged[-1].touches(span):
            merged[-1] = merged[-1].hull(span)
        else:
            merged.append(span)
    return merged


def _part(tree: Tree, span: Span) -> _Part:
    marks = read(tree, span)
    findings = tuple(each for each in find(tree, span) if span or _is_around(span, each))
    counted, lines = swept(marks, tree.text), count_lines(tree.text, marks, span)
    faults = sum(1 for each in fault_spans(tree) if each.touches(span))
    score = quality_score(
        maintainability=index_of(counted, lines),
        functions=counted.functions,
        security=security_score(findings),
        practice=practice_score(findings, lines.code),
        duplication=0.0,
        broken=faults / max(1, lines.code),
    )
    return _Part(counted, findings, lines.total, score)


def _mean(parts: Sequence[_Part]) -> float:
    """Return the mean score of a line."""
    lines = sum(part.lines for part in parts)
    return sum(part.score * part.lines for part in parts) / lines if lines else 1.0


def _difference(
    before: tuple[Tree, list[Finding]], after: tuple[Tree, list[Finding]]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return what was found after only, and before only.

    A finding is the same where its line is; or else, where one is left of each, as its rule is.
    """

    def line(tree: Tree) -> Callable[[Finding], Hashable]:
        text = tree.text
        return lambda each: (each.id, text.slice(text.line_span(each.line)).strip())

    old, new = before[1], after[1]
    for keys in ((line(before[0]), line(after[0])), (_rule, _rule)):
        common = Counter(map(keys[0], old)) & Counter(map(keys[1], new))
        old = _without(old, keys[0], common.copy())
        new = _without(new, keys[1], common)
    return tuple(new), tuple(old)


def _rule(finding: Finding) -> Hashable:
    return finding.id


def _without(
    findings: Iterable[Finding], key: Callable[[Finding], Hashable], taken: Counter[Hashable]
) -> list[Finding]:
    left = []
    for each in findings:
        if taken[key(each)]:
            taken[key(each)] -= 1
        else:
            left.append(each)
    return left
