"""How good code is, as others ask for it; docs/api.md tells of it with examples."""

from __future__ import annotations

from functools import lru_cache
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
from honed.syntax.tree import parse, reparse

if TYPE_CHECKING:
    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree

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

    One may serve many threads: it keeps nothing but the texts that `delta` parsed last.
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

        Only the functions in which the texts differ are measured, of long ones the statements. The
        text before is parsed once for several changes of it. `ValueError` as above.
        """
        old, new = encode(before), encode(after)
        edit = minimal_edit(old, new)
        tree = _parsed(old, _known(language))
        if edit is None or tree is None:
            return QualityChange()
        later = reparse(tree, [edit], Text(new))
        return change(tree, later, [edit]) if later is not None else QualityChange()


@lru_cache(maxsize=2)
def _parsed(data: bytes, language: Language) -> Tree | None:
    """Return the tree of a text; several suggestions are about the same, one after another."""
    return parse(Text(data), language)


def _known(language: str) -> Language:
    found = languages.by_any_name(language)
    if found is None:
        raise ValueError(f"{language!r} is no language that honed knows")
    return found
