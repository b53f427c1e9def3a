"""Short ways from source to the values that tests look at."""

from __future__ import annotations

from honed.core.text import Span, Text, encode
from honed.syntax import languages
from honed.syntax.tokens import Window, window
from honed.syntax.tree import Tree, parse


def tree_of(source: str | bytes, language: str) -> Tree | None:
    """Return the tree of a text; None for no language."""
    text = Text(encode(source) if isinstance(source, str) else source)
    return parse(text, languages.by_name(language) if language else None)


def parsed(source: str | bytes, language: str) -> Tree:
    """Return the tree of a text whose language is known."""
    tree = tree_of(source, language)
    assert tree is not None
    return tree


def window_of(source: str | bytes, language: str, span: Span | None = None) -> Window:
    """Return the tokens of a text, or of a stretch of it."""
    text = Text(encode(source) if isinstance(source, str) else source)
    return window(text, tree_of(source, language), span or Span(0, len(text.data)))


def marked(source: str) -> tuple[str, int]:
    """Return `source` without its `$0`, and the byte offset at which that stood."""
    before, after = source.split("$0")
    return before + after, len(encode(before))
