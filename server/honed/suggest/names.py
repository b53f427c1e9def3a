"""Where the renaming of one name concerns others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import TokenKind
from honed.core.text import Edit, Span, encode
from honed.suggest.matching import Match
from honed.suggest.spelling import renamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.core.model import Rewrite
    from honed.syntax.tokens import Window


def matches_of_names(rewrite: Rewrite, window: Window, home: Span) -> Iterator[tuple[Match, Edit]]:
    """Yield the names in `home` that the renaming concerns, each with its edit."""
    old, new = rewrite.before[0].text, "".join(map(str, rewrite.after))
    for index, token in enumerate(window.tokens):
        is_name = token.kind is TokenKind.NAME and home.start <= token.start < home.end
        name = renamed(old, new, token.text) if is_name else None
        if name is not None:
            edit = Edit(Span(token.start, token.end), encode(name))
            yield Match(index, index, ((index, index + 1),)), edit
