"""Short ways from source to the values that tests look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Example, Pattern
from honed.core.text import Span, Text, apply_edits, decode, encode
from honed.learn.edited import EditedStatement, edited_statement
from honed.learn.generalize import with_holes
from honed.suggest.index import entry_of
from honed.suggest.matching import matches_at
from honed.suggest.render import preview, render
from honed.syntax import languages
from honed.syntax.tokens import Window, window
from honed.syntax.tree import Tree, parse

if TYPE_CHECKING:
    from honed.core.model import Rewrite


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


def edited(before: str, after: str, language: str) -> EditedStatement:
    """Return the statements of an edit; the texts differ."""
    old, new = Text(encode(before)), Text(encode(after))
    found = edited_statement(old, new, tree_of(before, language), tree_of(after, language))
    assert found is not None
    return found


def rewrites(before: str, after: str, language: str) -> list[Rewrite]:
    """Return what an edit teaches."""
    return with_holes(edited(before, after, language))


def shown(rewrite: Rewrite) -> str:
    """Return a rewrite on one line, holes as `‹example›`."""
    return " → ".join(preview(rewrite)).replace("\n", "⏎").replace("\t", "⇥")


def pattern_of(rewrite: Rewrite, number: int = 1) -> Pattern:
    """Return a pattern that has just been learned."""
    return Pattern(number, rewrite, Example("", "", "module", 0), 1, 1)


def results(language: str, example: tuple[str, str], place: str) -> list[str]:
    """Return what the first rewrite of an example makes of a place, one text for each match."""
    return results_of(rewrites(*example, language)[0], place)


def results_of(learned: Rewrite, place: str) -> list[str]:
    """Return what a rewrite makes of a place, one text for each match."""
    entry = entry_of(pattern_of(learned))
    view = window_of(place, learned.language)
    found = []
    for first in range(len(view.tokens)):
        rewrite = entry.rewrite_at(view, first)
        match = matches_at(rewrite, view, first) if rewrite else None
        edit = render(rewrite, match, view) if rewrite and match else None
        if edit is not None:
            found.append(decode(apply_edits(encode(place), [edit])))
    return found
