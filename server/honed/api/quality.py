"""How good code is, as others ask for it; docs/api.md tells of it with examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.diff import minimal_edit
from honed.core.text import Text, encode
from honed.quality.analysis import analyse
from honed.quality.change import QualityChange, change
from honed.quality.values import (
    Concern,
    Finding,
    FunctionMetrics,
    Halstead,
    Lines,
    QualityMetrics,
    Severity,
)
from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from honed.syntax.languages import Language

__all__ = [
    "CodeQualityAnalyzer",
    "Concern",
    "Finding",
    "FunctionMetrics",
    "Halstead",
    "Lines",
    "QualityChange",
    "QualityMetrics",
    "Severity",
]


class CodeQualityAnalyzer:
    """Measures code: complexity, maintainability, security, practice, and one score of all.

    It keeps nothing, so one may serve many threads.
    """

    def analyze_code(self, code: str, language: str, *, exact: bool = False) -> QualityMetrics:
        """Return what is measured about a text.

        With `exact` cyclomatic complexity and maintainability of Python are radon's own word, which
        takes some five times as long; otherwise they agree with it but for what docs/benchmarks.md
        tells.

        `language` is a name such as `"python"`, or one that editors use, such as
        `"typescriptreact"`. Broken code is measured as far as it parses, and of code in a language
        without a grammar the lines and what repeats. `ValueError` for a language that honed does
        not know.
        """
        text = Text(encode(code))
        found = analyse(text, _known(language))
        if not exact:
            return found
        from honed.services.radon_metrics import with_radon  # noqa: PLC0415 - few ask for radon

        return with_radon(found, text)

    def delta(self, before: str, after: str, language: str) -> QualityChange:
        """Return what became more and less from one text to the other, by what the edit touches.

        Only the functions in which the texts differ are measured. `ValueError` as above.
        """
        known = _known(language)
        old, new = Text(encode(before)), Text(encode(after))
        trees = parse(old, known), parse(new, known)
        edit = minimal_edit(old.data, new.data)
        if edit is None or trees[0] is None or trees[1] is None:
            return QualityChange()
        return change(trees[0], trees[1], [edit])


def _known(language: str) -> Language:
    found = languages.by_any_name(language)
    if found is None:
        raise ValueError(f"{language!r} is no language that honed knows")
    return found
