"""The files of a language that say how its quality is measured, read once.

`grammars/README.md` tells what stands in `quality.scm`. A language without one has no functions;
its lines and faults are counted all the same.
"""

from __future__ import annotations

import importlib.resources
import logging
import re
from functools import cache
from typing import TYPE_CHECKING

import tree_sitter

from honed.syntax import languages

if TYPE_CHECKING:
    from honed.syntax.languages import Language

logger = logging.getLogger(__name__)

FILE = "quality.scm"
WIDEST_FAULT = 4_000
"""Where faults hold more nodes, all queries of a language together would take a second."""
_DECLARES = re.compile(r"@(?:class|function|initializer)\b")
_INHERITS = re.compile(r"; inherits: (\w+)\n")


@cache
def quality_query(language: Language) -> tree_sitter.Query | None:
    """Return the query for what is counted, None without a grammar that it fits.

    The comments of `language.toml` are captured as `@comment`; without `quality.scm` only they are.
    """
    known = languages.grammar(language)
    if known is None:
        return None
    source = _with_inherited(language.name) or ""
    comments = " ".join(f"({kind})" for kind in sorted(language.comment))
    try:
        return tree_sitter.Query(known, f"{source}\n[{comments}] @comment" if comments else source)
    except tree_sitter.QueryError:
        logger.warning("%s of %s does not fit", FILE, language.package, exc_info=True)
        return None


@cache
def declaring_query(language: Language) -> tree_sitter.Query | None:
    """Return that part of the query that finds functions and classes; None without any."""
    known, query = languages.grammar(language), quality_query(language)
    source = (_with_inherited(language.name) or "").encode()
    if known is None or query is None:
        return None
    patterns = [
        source[query.start_byte_for_pattern(number) : query.end_byte_for_pattern(number)].decode()
        for number in range(query.pattern_count)
    ]
    declaring = [pattern for pattern in patterns if _DECLARES.search(pattern)]
    return tree_sitter.Query(known, "\n".join(declaring)) if declaring else None


def source_of(language: Language, name: str) -> str | None:
    """Return the text of a file in the language's folder, None where there is none."""
    return _source(language.name, name)


def _with_inherited(folder: str) -> str | None:
    """Return the text of a folder's query, after that of the one it names in its first line."""
    source = _source(folder, FILE)
    if source is None or (named := _INHERITS.match(source)) is None:
        return source
    return f"{_with_inherited(named[1]) or ''}\n{source}"


def _source(folder: str, name: str) -> str | None:
    file = importlib.resources.files("honed.grammars").joinpath(folder, name)
    return file.read_text("utf-8") if file.is_file() else None
