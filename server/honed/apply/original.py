"""A file that an edit is for: its text, its tree and what it declares, each found out once."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import attrs

from honed.apply.rows import MOST_ROWS
from honed.core.text import Text
from honed.syntax.declarations import outline
from honed.syntax.tree import parse

if TYPE_CHECKING:
    from honed.syntax.declarations import Declaration
    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree

KEPT = 4
"""So many of the last files are known the next time: a look first, then the edit; or several."""
MOST_KEPT = 100_000
"""Bytes of a file that is kept; its tree takes some ten times as many."""


@attrs.define(eq=False)
class Original:
    """A text with its tree; None without a grammar, or beyond the parser's bounds."""

    text: Text
    tree: Tree | None

    @cached_property
    def declared(self) -> tuple[Declaration, ...]:
        """The outermost declarations, none without a tree or in a very long text."""
        if self.tree is None or self.text.line_count > MOST_ROWS:
            return ()
        return outline(self.tree)


def read(data: bytes, language: Language | None) -> Original:
    """Return what is known of a file; of the last few it is still known."""
    return (_kept if len(data) <= MOST_KEPT else _read)(data, language)


def _read(data: bytes, language: Language | None) -> Original:
    text = Text(data)
    return Original(text, parse(text, language))


_kept = lru_cache(maxsize=KEPT)(_read)
