"""How good code is, as others ask for it; docs/api.md tells of it with examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.text import Text, encode
from honed.quality.analysis import analyse
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

if TYPE_CHECKING:
    from honed.syntax.languages import Language

__all__ = [
    "CodeQualityAnalyzer",
    "Concern",
    "Finding",
    "FunctionMetrics",
    "Halstead",
    "Lines",
    "QualityMetrics",
    "Severity",
]


class CodeQualityAnalyzer:
    """Measures code: complexity, maintainability, security, practice, and one score of all.

    It keeps nothing, so one may serve many threads.
    """

    def analyze_code(self, code: str, language: str) -> QualityMetrics:
        """Return what is measured about a text.

        `language` is a name such as `"python"`, or one that editors use, such as
        `"typescriptreact"`. Broken code is measured as far as it parses, and of code in a language
        without a grammar the lines and what repeats. `ValueError` for a language that honed does
        not know.
        """
        return analyse(Text(encode(code)), _known(language))


def _known(language: str) -> Language:
    found = languages.by_any_name(language)
    if found is None:
        raise ValueError(f"{language!r} is no language that honed knows")
    return found
