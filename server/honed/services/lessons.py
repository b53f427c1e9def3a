"""What one settled edit teaches: pure work on texts, done in the worker process."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

from honed.core.redact import has_secret, redact
from honed.core.text import Text, decode, encode
from honed.learn.bursts import Unit, units
from honed.learn.edited import edited_statement
from honed.learn.excerpt import excerpt
from honed.learn.generalize import generalize
from honed.learn.imported import added, imported, with_imports
from honed.retrieval.embed import ShapeEmbedder
from honed.syntax import languages
from honed.syntax.statements import statement_span
from honed.syntax.tokens import window
from honed.syntax.tree import parse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from honed.core.model import Rewrite
    from honed.core.text import Span
    from honed.syntax.tree import Tree

REDACTED = "<secret>"
CONTEXT_LINES = 14
"""Secrets are removed from so many lines around an edit; a lesson looks no farther."""


@attrs.frozen
class Lesson:
    """One edit of a burst: its lines before and after, its rewrites, and one vector for all.

    `line` is zero-based, in the text before; `vector` has shape (256,), float32.
    """

    before: str
    after: str
    line: int
    rewrites: tuple[Rewrite, ...]
    vector: NDArray[np.float32] = attrs.field(eq=False)
    is_formatting: bool = False
    imports: tuple[tuple[str, str], ...] = ()
    """Names that the edit has imported, each with the statement that imports it alone."""


def lessons(language_name: str, before: bytes, after: bytes) -> list[Lesson | None]:
    """Return what each edit of a burst teaches, None for one that is too large.

    The edits are those of `honed.learn.bursts.units`, in its order; [] for a bulk change.
    """
    language = languages.by_name(language_name)
    found = []
    for unit in units(Text(before), Text(after)):
        clean = without_secrets(unit)
        old, new = parse(clean.before, language), parse(clean.after, language)
        found.append(_lesson(clean, old, new))
    return found


def without_secrets(unit: Unit) -> Unit:
    """Return the unit with the lines around the edit redacted, before anything is tokenised."""
    before, after = unit.before, unit.after
    first = before.line_at(unit.edit.span.start) - CONTEXT_LINES
    old_last = before.line_at(unit.edit.span.end) + CONTEXT_LINES
    new_last = after.line_at(unit.edit.span.start + len(unit.edit.new)) + CONTEXT_LINES
    return Unit(
        _redacted(before, before.lines_span(max(0, first), old_last)),
        _redacted(after, after.lines_span(max(0, first), new_last)),
        unit.edit,
    )


def _redacted(text: Text, span: Span) -> Text:
    source = decode(text.slice(span))
    clean = redact(source)
    if clean == source:
        return text
    return Text(text.data[: span.start] + encode(clean) + text.data[span.end :])


def _lesson(unit: Unit, old: Tree | None, new: Tree | None) -> Lesson | None:
    edited = edited_statement(unit.before, unit.after, old, new)
    if edited is None:
        return None
    used = {name: each for name, each in imported(edited).items() if not _is_telling(each)}
    taught = () if edited.is_formatting else generalize(edited)
    rewrites = tuple(with_imports(each, used) for each in taught if not carries_secret(each))
    before = decode(unit.before.slice(edited.before.span))
    after = decode(unit.after.slice(edited.after.span))
    before, after = excerpt(before, after, rewrites)
    line = unit.before.line_at(unit.edit.span.start)
    return Lesson(
        before=before,
        after=after,
        line=line,
        rewrites=rewrites,
        vector=embed_place(unit.before, old, line),
        is_formatting=edited.is_formatting,
        imports=tuple(
            (name, each) for name, each in added(edited).items() if not _is_telling(each)
        ),
    )


def carries_secret(rewrite: Rewrite) -> bool:
    """Return whether a rewrite speaks of what was a secret, or looks like one."""
    texts = [element.text for element in rewrite.before]
    texts += [part for part in rewrite.after if isinstance(part, str)]
    return any(map(_is_telling, texts))


@lru_cache(maxsize=1 << 14)
def _is_telling(text: str) -> bool:
    """Return whether a token or part is, or was, a secret: most of them come again and again."""
    return REDACTED in text or has_secret(text)


def embed_place(text: Text, tree: Tree | None, line: int) -> NDArray[np.float32]:
    """Return the vector of the statement at `line` (zero-based): what an edit there is like."""
    view = window(text, tree, statement_span(text, tree, line))
    return ShapeEmbedder().embed([token.text for token in view.tokens if token.text.strip()])


def first_words(text: str, limit: int = 60) -> str:
    """Return the start of `text` on one line."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"
