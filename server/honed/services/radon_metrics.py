"""What radon itself says of Python code, off the request path: it takes some ten times as long.

The counts of `honed.quality` agree with it; this is for whom only radon's own word will do.
"""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

import attrs
from radon.metrics import mi_compute, mi_parameters
from radon.visitors import ComplexityVisitor

from honed.core.text import decode
from honed.quality.score import quality_score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from honed.core.text import Text
    from honed.quality.values import QualityMetrics

LANGUAGE = "python"


def with_radon(metrics: QualityMetrics, text: Text) -> QualityMetrics:
    """Return the metrics of a text with radon's cyclomatic complexity and maintainability index.

    They stay as they are where the text is not in Python, or where radon cannot read it.
    """
    if metrics.language != LANGUAGE:
        return metrics
    measured = by_radon(text)
    if measured is None:
        return metrics
    complexities, index = measured
    functions = tuple(
        attrs.evolve(each, cyclomatic=complexities.get((each.line, each.name), each.cyclomatic))
        for each in metrics.functions
    )
    more = sum(each.cyclomatic for each in functions) - sum(
        each.cyclomatic for each in metrics.functions
    )
    return attrs.evolve(
        metrics,
        functions=functions,
        complexity=metrics.complexity + more,
        maintainability=index,
        quality_score=quality_score(
            maintainability=index,
            functions=functions,
            security=metrics.security_score,
            practice=metrics.best_practices,
            duplication=metrics.duplication,
            broken=len(metrics.faults) / max(1, metrics.lines.code),
        ),
    )


def by_radon(text: Text) -> tuple[dict[tuple[int, str], int], float] | None:
    """Return the complexities by zero-based line and name, and the index of the whole.

    None where radon cannot read it. It does not list what lies in a class in a function.
    """
    code = decode(text.data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what Python says about the code
            visitor = ComplexityVisitor.from_ast(ast.parse(code))
            parameters = mi_parameters(code, count_multi=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found = {(each.lineno - 1, each.name): each.complexity for each in _every(visitor)}
    return found, float(mi_compute(*parameters))


def _every(visitor: ComplexityVisitor) -> Iterator[Any]:
    """Yield all functions that radon lists, with those in functions and in classes."""
    yield from _with_closures(visitor.functions)
    classes = list(visitor.classes)
    while classes:
        each = classes.pop()
        classes += each.inner_classes
        yield from _with_closures(each.methods)


def _with_closures(functions: Iterable[Any]) -> Iterator[Any]:
    for each in functions:
        yield each
        yield from _with_closures(each.closures)
