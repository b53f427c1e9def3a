"""`CodeQualityAnalyzer`, as a program uses it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from radon.complexity import cc_visit
from radon.metrics import mi_visit

import honed

SIMPLE = "def add(a, b):\n    return a + b\n"
BRANCHED = SIMPLE.replace("    return", "    if a:\n        eval(b)\n    return")


def test_worse_code_has_a_worse_score() -> None:
    """A branch and a call of `eval` show in all that is measured of them."""
    analyzer = honed.CodeQualityAnalyzer()
    before, after = (analyzer.analyze_code(code, "python") for code in (SIMPLE, BRANCHED))
    assert (before.complexity, after.complexity) == (1, 2)
    assert (before.security_score, len(before.findings)) == (1.0, 0)
    [finding] = after.findings
    assert (finding.id, finding.line) == ("python-eval", 2)
    assert finding.severity is honed.Severity.HIGH
    assert finding.concern is honed.Concern.SECURITY
    assert after.security_score < 1.0
    assert after.quality_score < before.quality_score <= 1.0


def test_radon_itself() -> None:
    """Asked for, its own numbers are given; in other languages there are none (noop)."""
    analyzer = honed.CodeQualityAnalyzer()
    exact = analyzer.analyze_code(BRANCHED, "python", exact=True)
    assert exact.maintainability == mi_visit(BRANCHED, multi=True)
    assert [each.cyclomatic for each in exact.functions] == [
        each.complexity for each in cc_visit(BRANCHED)
    ]
    go = "package a\nfunc f() {}\n"
    assert analyzer.analyze_code(go, "go", exact=True) == analyzer.analyze_code(go, "go")


def test_the_same_code_noop() -> None:
    """Twice the same."""
    analyzer = honed.CodeQualityAnalyzer()
    found = [analyzer.analyze_code(BRANCHED, "python") for _ in range(2)]
    assert found[0] == found[1]


def test_broken_code_is_measured_as_far_as_it_parses() -> None:
    """The function before the fault is there; the score says that the text is broken."""
    broken = honed.CodeQualityAnalyzer().analyze_code(SIMPLE + "def (:\n", "python")
    whole = honed.CodeQualityAnalyzer().analyze_code(SIMPLE, "python")
    assert (whole.syntax_valid, broken.syntax_valid) == (True, False)
    assert [each.name for each in broken.functions][:1] == ["add"]
    assert broken.faults == (2,)
    assert broken.quality_score < whole.quality_score


def test_delta() -> None:
    """What an edit adds and takes away; nothing for the same text (noop)."""
    analyzer = honed.CodeQualityAnalyzer()
    found = analyzer.delta(SIMPLE, BRANCHED, "python")
    assert (found.complexity, [each.id for each in found.added]) == (1, ["python-eval"])
    assert found.score < 0
    assert analyzer.delta(SIMPLE, SIMPLE, "python") == honed.QualityChange()
    with pytest.raises(ValueError, match="no language"):
        analyzer.delta("", "a", "klingon")


def test_how_broken() -> None:
    """One line of many costs little, a text that is nothing but broken is worth nothing."""
    score = {
        code: honed.CodeQualityAnalyzer().analyze_code(code, "python").quality_score
        for code in (SIMPLE * 20, SIMPLE * 20 + "x = = 1\n", "((((\n" + "@@ ?? $$ !!\n" * 100)
    }
    whole, little, nothing = score.values()
    assert whole > little > 0.9 * whole
    assert nothing == 0.0


def test_names_of_languages() -> None:
    """Ours, those of editors, in capitals too; nothing is guessed."""
    analyzer = honed.CodeQualityAnalyzer()
    assert analyzer.analyze_code("", "Python").language == "python"
    assert analyzer.analyze_code("", "typescriptreact").language == "tsx"
    with pytest.raises(ValueError, match="'klingon' is no language"):
        analyzer.analyze_code("", "klingon")


@given(st.text(), st.sampled_from(["python", "typescript", "go", "rust", "java", "c", "json"]))
def test_no_text_raises(code: str, language: str) -> None:
    """All scores stay in their bounds."""
    found = honed.CodeQualityAnalyzer().analyze_code(code, language)
    for score in (
        found.quality_score, found.security_score, found.best_practices, found.duplication,
    ):  # fmt: skip
        assert 0.0 <= score <= 1.0
    assert 0.0 <= found.maintainability <= 100.0
    assert found.lines.total == len(code.encode("utf-8", "replace").splitlines())
