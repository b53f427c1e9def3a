"""What became of a case, and whether that was right."""

from __future__ import annotations

import json
import time
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

from honed.apply.engine import apply_edit
from honed.apply.result import Refused
from honed.core.text import Text, encode
from honed.syntax import languages
from honed.syntax.tree import faults, parse
from tests.bench.applying.lazy import PHRASINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from honed.apply.result import Applied
    from honed.syntax.languages import Language
    from tests.bench.applying.case import Case


class Verdict(StrEnum):
    """Exact and equal leave trailing space aside; equal leaves blank lines aside as well."""

    EXACT = "exact"
    EQUAL = "equal"
    WRONG = "wrong"
    REFUSED = "refused"


@attrs.frozen
class Judged:
    """A case and what an applier made of it.

    `text` is None where it was refused; `confidence` is 0 there. `new_faults` counts syntax
    errors that the file before did not have.
    """

    case: Case
    verdict: Verdict
    text: str | None = attrs.field(repr=False)
    ms: float
    confidence: float = 0.0
    strategy: str = ""
    reason: str = ""
    new_faults: int = 0
    markers_left: int = 0

    @property
    def is_right(self) -> bool:
        """Whether the outcome is the wanted one, blank lines aside."""
        if self.case.expected is None:
            return self.verdict is Verdict.REFUSED
        return self.verdict in {Verdict.EXACT, Verdict.EQUAL}


def judge(cases: Iterable[Case]) -> Iterator[Judged]:
    """Apply each case, its time measured in this process, which should be warm."""
    for case in cases:
        started = time.perf_counter()
        result = apply_edit(
            case.original, case.edit, case.language, case.filename, format=case.format
        )
        ms = 1000 * (time.perf_counter() - started)
        yield judged(case, result, ms)


def judged(case: Case, result: Applied | Refused, ms: float) -> Judged:
    """Return what the result is worth."""
    if isinstance(result, Refused):
        reason = f"{result.reason}: {result.message}"
        return Judged(case, Verdict.REFUSED, None, ms, reason=reason)
    return Judged(
        case,
        verdict(case.expected, result.text),
        result.text,
        ms,
        result.confidence,
        result.strategy,
        "; ".join(result.fuzzy),
        new_faults(case, result.text),
        markers_left(case, result.text),
    )


def verdict(expected: str | None, text: str) -> Verdict:
    """Return how an applied text compares with the expected one; all is wrong for None."""
    if expected is None:
        return Verdict.WRONG
    wanted, found = _lines(expected), _lines(text)
    if wanted == found:
        return Verdict.EXACT
    if list(filter(None, wanted)) == list(filter(None, found)):
        return Verdict.EQUAL
    return Verdict.WRONG


def _lines(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def new_faults(case: Case, text: str) -> int:
    """Return how many syntax errors the result has beyond those of the file before."""
    language = languages.by_name(case.language or "") or languages.by_path(case.filename)
    before = _faults(case.original, language)
    if before is None:  # no parser bears it, so nothing is known about what is new
        return 0
    return max(0, (_faults(text, language) or 0) - before)


@lru_cache(maxsize=8)
def _faults(text: str, language: Language | None) -> int | None:
    tree = parse(Text(encode(text)), language)
    return faults(tree) if tree is not None else None


def markers_left(case: Case, text: str) -> int:
    """Return how many lines of the result are markers that neither file nor expectation has."""
    own = {*case.original.split("\n"), *(case.expected or "").split("\n")}
    return sum(
        line not in own and any(line.strip(" \t\r/#*{}-<>!") == each for each in PHRASINGS)
        for line in text.split("\n")
        if line.strip()
    )


def dump(path: Path, results: Sequence[Judged]) -> None:
    """Write all cases with what came out, as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for each in results:
            record = attrs.asdict(each.case) | {
                "got": each.text,
                "status": each.verdict,
                "ms": round(each.ms, 2),
                "confidence": each.confidence,
                "strategy": each.strategy,
                "reason": each.reason,
                "new_faults": each.new_faults,
                "markers_left": each.markers_left,
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
