"""The files of a language that say how its quality is measured, read once.

`grammars/README.md` tells what stands in `quality.scm`. A language without one has no functions;
its lines and faults are counted all the same.
"""

from __future__ import annotations

import importlib.resources
import logging
from functools import cache
from typing import TYPE_CHECKING

import tree_sitter

from honed.syntax import languages

if TYPE_CHECKING:
    from honed.syntax.languages import Language

logger = logging.getLogger(__name__)

FILE = "quality.scm"


@cache
def quality_query(language: Language) -> tree_sitter.Query | None:
    """Return the query for what is counted, None without one or without a grammar that it fits."""
    known = languages.grammar(language)
    source = source_of(language, FILE)
    if known is None or source is None:
        return None
    try:
        return tree_sitter.Query(known, source)
    except tree_sitter.QueryError:
        logger.warning("%s of %s does not fit", FILE, language.package, exc_info=True)
        return None


def source_of(language: Language, name: str) -> str | None:
    """Return the text of a file in the language's folder, None where there is none."""
    file = importlib.resources.files("honed.grammars").joinpath(language.name, name)
    return file.read_text("utf-8") if file.is_file() else None
