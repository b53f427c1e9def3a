"""Languages that go by one name in editors: whoever says TypeScript may mean a file with JSX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.syntax import languages
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.text import Text
    from honed.syntax.languages import Language


def dialect(texts: Sequence[Text], language: Language | None) -> Language | None:
    """Return the language, or the one by the same id of an editor that reads the texts better.

    The texts are of no file, whose name would tell. Where none has fewer faults it is the language.
    """
    if language is None:
        return None
    others = [each for each in languages.alike(language) if each.name != language.name]
    if not others:
        return language
    return min([language, *others], key=lambda each: _faults(texts, each))


def _faults(texts: Sequence[Text], language: Language) -> float:
    trees = [parse(text, language) for text in texts]
    return sum(float("inf") if tree is None else tree.fault_count for tree in trees)
