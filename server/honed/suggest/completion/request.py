"""What is asked for at a place in a document, and what is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from honed.core.corpus import Corpus
    from honed.syntax.lexing import Lexemes


def _never() -> bool:
    return False


@attrs.frozen(eq=False)
class Request:
    """A cursor in a document, and the corpus to complete from.

    `path` is relative to the corpus' folder; its own older tokens there are not looked at. `data`
    is the text in UTF-8, `lexemes` are its tokens (`syntax.lexing.lex`) and `ids` theirs in
    the lexicon of the corpus, int32 of the same length. `cursor` is a byte offset. `is_late` says
    when the best so far has to do.
    """

    corpus: Corpus
    path: str
    data: bytes = attrs.field(repr=False)
    lexemes: Lexemes = attrs.field(repr=False)
    ids: NDArray[np.int32] = attrs.field(repr=False)
    cursor: int
    is_late: Callable[[], bool] = _never
    with_line: bool = True
    """Whether the rest of the line is wanted, too."""
    is_whole: bool = False
    """Whether a word that touches the cursor is whole, so that what follows it is asked for."""
    most: int = 20
    """How many items at most."""


@attrs.frozen
class Origin:
    """Where a completion was seen; `line` is zero-based, `path` relative to the folder."""

    path: str
    line: int


@attrs.frozen
class Item:
    """A next token; `text` is all of it, what is typed already included."""

    text: str
    probability: float
    origin: Origin | None = None
    features: Mapping[str, float] = attrs.field(factory=dict, repr=False, eq=False)


@attrs.frozen
class Line:
    """What may stand behind the cursor, to the end of its line; `text` goes in at the cursor.

    `score` is the logit of the probability before it was calibrated (`rank.Calibration`).
    """

    text: str
    probability: float
    origin: Origin | None = None
    score: float = 0.0
    features: Mapping[str, float] = attrs.field(factory=dict, repr=False, eq=False)


@attrs.frozen
class Completions:
    """Items, the most probable first, and the rest of the line where one is worth a thought.

    `prefix_bytes` is how much of the item's text stands before the cursor already.
    """

    items: tuple[Item, ...] = ()
    line: Line | None = None
    prefix_bytes: int = 0


NOTHING = Completions()

MIN_PROBABILITY = 0.5
MIN_LETTERS = 6
"""What is less probable or shorter is no ghost text: a bracket is typed sooner than read."""


def is_worth_showing(line: Line) -> bool:
    """Return whether a line should be shown as ghost text."""
    letters = sum(not each.isspace() for each in line.text)
    return line.probability >= MIN_PROBABILITY and letters >= MIN_LETTERS
