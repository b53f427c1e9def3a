"""All that is measured about one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.quality.duplication import duplication
from honed.quality.findings import find
from honed.quality.functions import swept
from honed.quality.lines import count_lines
from honed.quality.maintainability import index_of
from honed.quality.marks import Marks, read
from honed.quality.score import practice_score, quality_score, security_score
from honed.quality.values import QualityMetrics
from honed.syntax.tree import fault_spans, parse

if TYPE_CHECKING:
    from honed.core.text import Text
    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree


def analyse(text: Text, language: Language | None) -> QualityMetrics:
    """Return what is measured about a text; without a grammar its lines and what repeats."""
    tree = parse(text, language)
    if tree is None:
        name = language.name if language is not None else ""
        return QualityMetrics(name, count_lines(text, Marks()), duplication=duplication(text.data))
    return analyse_tree(tree)


def analyse_tree(tree: Tree) -> QualityMetrics:
    """Return what is measured about a text that is parsed; what is broken is left out."""
    text, marks = tree.text, read(tree)
    lines, counted, findings = count_lines(text, marks), swept(marks, text), find(tree)
    faults = tuple(sorted({text.line_at(span.start) for span in fault_spans(tree)}))
    index = index_of(counted, lines)
    repeated = duplication(text.data)
    security = security_score(findings)
    practice = practice_score(findings, lines.code)
    return QualityMetrics(
        language=tree.language.name,
        lines=lines,
        functions=counted.functions,
        complexity=counted.complexity,
        cognitive=counted.cognitive,
        nesting=counted.nesting,
        halstead=counted.halstead,
        maintainability=index,
        duplication=repeated,
        entities=len(marks.declared),
        syntax_valid=not faults,
        faults=faults,
        findings=findings,
        security_score=security,
        best_practices=practice,
        quality_score=quality_score(
            maintainability=index,
            functions=counted.functions,
            security=security,
            practice=practice,
            duplication=repeated,
            broken=_broken_lines(tree) / max(1, lines.code),
        ),
    )


def _broken_lines(tree: Tree) -> int:
    """Return how many lines the faults of a text cover; a fault in one that does counts once."""
    text = tree.text
    lines: set[int] = set()
    end = -1
    for span in sorted(fault_spans(tree)):
        if span.end > end:
            lines.update(range(text.line_at(span.start), text.line_at(span.end) + 1))
            end = span.end
    return len(lines)
