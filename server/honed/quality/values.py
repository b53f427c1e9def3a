"""What is measured about code: plain values, each with its unit and its source."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from honed.core.text import Edit, Span


class Severity(StrEnum):
    """How much a finding matters; as in SARIF, `high` is an error and `low` a note."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Concern(StrEnum):
    """What a finding speaks against."""

    SECURITY = "security"
    PRACTICE = "practice"


@attrs.frozen
class Finding:
    """Something in code that is better otherwise.

    `id` is the rule's, `cwe` the weakness in the Common Weakness Enumeration (`CWE-95`), "" for
    none. `line` is zero-based, `span` in bytes. `fix` is the edit that mends it, None for none.
    """

    id: str
    concern: Concern
    severity: Severity
    cwe: str
    message: str
    line: int
    span: Span
    fix: Edit | None = None


@attrs.frozen
class Lines:
    """Lines by what stands on them: each is of code, of a comment only, or blank.

    A string that stands alone, such as a docstring, is a comment. `logical` counts statements and
    the heads of compound ones, 0 in a language of which they are not known; `remarks` are comments,
    also those behind code, and the lines of strings that stand alone on more than one.
    """

    code: int = 0
    comment: int = 0
    blank: int = 0
    logical: int = 0
    remarks: int = 0

    @property
    def total(self) -> int:
        """All lines."""
        return self.code + self.comment + self.blank


@attrs.frozen
class FunctionMetrics:
    """A function or method; `line` and `last_line` are zero-based, `span` in bytes.

    `cyclomatic` is McCabe's number, from 1 on, `cognitive` SonarSource's cognitive complexity, from
    0 on, `nesting` the most control structures inside one another, `parameters` a count.
    `qualified_name` has the names of the classes and functions around it before its own, with dots.
    """

    name: str
    qualified_name: str
    line: int
    last_line: int
    span: Span
    cyclomatic: int = 1
    cognitive: int = 0
    nesting: int = 0
    parameters: int = 0


@attrs.frozen
class Halstead:
    """Counts of operators and operands, and what Halstead made of them (1977).

    They are those of expressions, as radon counts them.
    """

    distinct_operators: int = 0
    distinct_operands: int = 0
    operators: int = 0
    operands: int = 0

    @property
    def volume(self) -> float:
        """The length times the binary logarithm of the vocabulary, in bits."""
        vocabulary = self.distinct_operators + self.distinct_operands
        length = self.operators + self.operands
        return length * math.log2(vocabulary) if vocabulary else 0.0

    @property
    def difficulty(self) -> float:
        """How hard it is to write or read."""
        if not self.distinct_operands:
            return 0.0
        return self.distinct_operators / 2 * self.operands / self.distinct_operands


@attrs.frozen
class QualityMetrics:
    """What is measured about one text.

    `complexity` is the sum of the functions' cyclomatic numbers and of the decisions outside of
    them, `maintainability` the index from 0 to 100, `duplication` the share in [0, 1] of the lines
    of code that stand there more than once. The scores lie in [0, 1]; `quality.score` tells how
    they are made. `faults` are the zero-based lines at which the text could not be parsed.
    """

    language: str
    lines: Lines = attrs.field(factory=Lines)
    functions: tuple[FunctionMetrics, ...] = ()
    complexity: int = 0
    cognitive: int = 0
    nesting: int = 0
    halstead: Halstead = attrs.field(factory=Halstead)
    maintainability: float = 100.0
    duplication: float = 0.0
    entities: int = 0
    syntax_valid: bool = True
    faults: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()
    security_score: float = 1.0
    best_practices: float = 1.0
    quality_score: float = 1.0
