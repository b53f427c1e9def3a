"""A file, or a piece of text, as the corpus takes it: secrets removed, then cut into tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from honed.core.corpus import LexedFile
from honed.core.redact import PLACEHOLDER, redact
from honed.core.text import encode
from honed.services.text_files import decode
from honed.syntax import languages
from honed.syntax.lexing import KEPT, SAME, lex

if TYPE_CHECKING:
    from pathlib import Path

    from honed.syntax.languages import Language

MADE_BY = "lexer 2"
"""Names how texts are cut and what is removed before; what others made is made anew."""

MOST_BYTES = 1_000_000
"""Larger files are generated."""

MOST_DATA_BYTES = 50_000
"""The same of files that hold data: lock files and fixtures would crowd out the code."""

DATA = frozenset({"json"})

LONGEST_LINE = 5_000
"""Bytes; who has longer ones is minified, or data."""

_HIDDEN = "\ufdd0"
"""In the place of a secret: a letter to the lexer, so that it is one token in any language."""


def lexed_file(path: Path, name: str) -> LexedFile | None:
    """Return the tokens of a file on the disk, called `name` in the corpus.

    None for what is too large, no text, of no known language, or cannot be read.
    """
    language = languages.by_path(path.name)
    if language is None:
        return None
    try:
        found = path.stat()
        most = MOST_DATA_BYTES if language.name in DATA else MOST_BYTES
        if found.st_size > most or not path.is_file():
            return None
        data = path.read_bytes()
    except (OSError, ValueError):
        return None
    decoded = decode(data)
    if decoded is None or max(map(len, data.splitlines()), default=0) > LONGEST_LINE:
        return None
    return lexed_text(decoded[0], language, name, found.st_mtime_ns, found.st_size)


def lexed_text(
    text: str, language: Language | None, name: str, modified_ns: int = 0, size: int = 0
) -> LexedFile:
    """Return the tokens of a text. Behind a secret of several lines, lines are counted short."""
    cleaned = redact(text)
    has_secret = PLACEHOLDER in cleaned
    data = encode(cleaned.replace(PLACEHOLDER, _HIDDEN))
    lexemes = lex(data, language)
    numbers: dict[bytes, int] = {}
    tokens = np.fromiter(
        (numbers.setdefault(each, len(numbers)) for each in lexemes.words),
        np.int32,
        len(lexemes.words),
    )
    words = tuple(numbers)
    if has_secret:
        # What was a secret is a token that nobody is offered; two of one kind may be the same word.
        hidden = encode(_HIDDEN)
        words = tuple(each[:1] + KEPT if hidden in each else each for each in words)
    is_end = np.array([each[:1] == SAME for each in words], bool)
    rows = np.concatenate(([0], np.flatnonzero(is_end[tokens]) + 1))
    rows = rows[rows < len(tokens)]
    codes = np.frombuffer(data + b"\0", np.uint8)
    # A carriage return ends a line unless a line feed does so behind it.
    is_line_end = (codes == ord("\n")) | ((codes == ord("\r")) & (np.roll(codes, -1) != ord("\n")))
    line_ends = np.flatnonzero(is_line_end)
    lines = np.searchsorted(line_ends, lexemes.starts[rows])
    return LexedFile(
        name, modified_ns, size, words, tokens, rows.astype(np.int32), lines.astype(np.int32)
    )
