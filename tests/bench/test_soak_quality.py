"""The fuzzer of what is measured looks at what must always hold."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from honed.core.text import Span, Text, encode
from honed.quality.analysis import analyse
from honed.syntax import languages
from tests.bench import soak_quality
from tests.bench.options import Options
from tests.bench.soak_quality import File, check, damaged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from honed.quality.values import QualityMetrics

FILE = File("def f(a):\n    if a:\n        return eval(a)\n", "python")
FOUND = analyse(Text(encode(FILE.text)), languages.by_name("python"))


def test_what_is_well() -> None:
    """It becomes its language, a text of nothing too."""
    assert check(FILE) == "python"
    assert check(File("", "go")) == "go"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"quality_score": 1.5}, "!share"),
        ({"lines": attrs.evolve(FOUND.lines, blank=7)}, "!lines"),
        ({"complexity": 0}, "!complexity"),
        ({"findings": (attrs.evolve(FOUND.findings[0], span=Span(0, 9_999)),)}, "!finding outside"),
    ],
)
def test_it_looks(monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], problem: str) -> None:
    """What must hold of every answer is looked at."""
    wrong = attrs.evolve(FOUND, **change)
    monkeypatch.setattr(soak_quality, "analyse", lambda *_: wrong)
    assert check(FILE).startswith(problem)


def test_it_sees_two_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same text has the same answer."""
    answers: list[QualityMetrics] = [FOUND, attrs.evolve(FOUND, nesting=9)]
    monkeypatch.setattr(soak_quality, "analyse", lambda *_: answers.pop())
    assert check(FILE) == "!differs: the second time"


def test_it_sees_what_only_a_slice_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part has no findings that the whole has not."""
    monkeypatch.setattr(soak_quality, "find", lambda *_: FOUND.findings)
    bare = attrs.evolve(FOUND, findings=())
    monkeypatch.setattr(soak_quality, "analyse", lambda *_: bare)
    assert check(FILE) == "!slice: python-eval"


def test_damage_comes_from_its_seed() -> None:
    """The same seed damages in the same way, another in another."""
    one, same, other = ([*islice(damaged([FILE], seed), 30)] for seed in (1, 1, 2))
    assert one == same != other


def test_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, history: Callable[..., Path]) -> None:
    """What fails is saved, and makes the whole bad; otherwise nothing is."""
    monkeypatch.setattr(soak_quality, "SHORT_MINUTES", 0.0)
    monkeypatch.setattr(soak_quality, "FOLDER", tmp_path / "failed")
    options = Options((history(),), short=True)
    for answer, is_bad in (("python", False), ("!slow: 9 s", True)):
        monkeypatch.setattr(soak_quality, "check", lambda _, answer=answer: answer)
        [grid] = soak_quality.run(options)
        assert grid.is_bad == is_bad
        assert (tmp_path / "failed").exists() == is_bad
