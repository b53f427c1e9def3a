"""The parser, within bounds: a text on which it would toil for long has no tree.

Tree-sitter's time and memory grow with the square of the length of some texts: where each token is
looked for up to the end of the text, and where none of several ways to go on after a fault proves
to be the best. Ordinary code, be it torn or of another language, stays far below the bounds. These
count steps, not seconds, so that the answer is always the same.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import attrs
import tree_sitter

from honed.syntax import languages
from honed.syntax.monotony import WINDOW, leads_nowhere

if TYPE_CHECKING:
    from honed.syntax.languages import Language

CHUNK = 2048
"""Bytes that the parser is handed at once; going back further than that is noticed."""
FREE_STEPS = 2_000
"""Steps (of a hundred moves of the parser) that any text may take: .1 s where they lead nowhere."""
BYTES_A_STEP = 10
"""Where the parser gets on, a step takes it 10 (densest code) to 160 bytes further."""
MOST_STEPS = 10_000
"""What a sound file of a megabyte needs, in some .3 s."""
FREE_READS = 15_000
"""Chunks that may be read whatever the text, in some .3 s."""
READS_A_CHUNK = 10
"""Ordinary code is read once or twice."""


@attrs.define(eq=False)
class _Reading:
    """A text as the binding reads it: while it is parsed, and later for the text of a node.

    Of all that it is handed while parsing, the binding keeps a reference for good: therefore that
    is one value, which is filled anew. Later it wants bytes.
    """

    data: bytes
    chunk: bytearray | None
    steps: int = 0
    reads: int = 0
    reached: int = 0

    def read(self, offset: int, _: tree_sitter.Point) -> bytearray | bytes:
        if self.chunk is None:
            return self.data[offset : offset + CHUNK]
        self.reads += 1
        self.reached = max(self.reached, offset)
        # Between two steps the parser can only be stopped by the end of the text.
        self.chunk[:] = b"" if self.reads_too_much() else self.data[offset : offset + CHUNK]
        return self.chunk

    def reads_too_much(self) -> bool:
        return self.reads > FREE_READS + self.reached // CHUNK * READS_A_CHUNK

    def stops(self, _: int, has_error: bool) -> bool:  # noqa: FBT001 - as the binding calls it
        # That there was an error tells nothing: after one, ordinary code is read to its end.
        del has_error
        self.steps += 1
        allowed = min(FREE_STEPS + self.reached // BYTES_A_STEP, MOST_STEPS)
        return self.steps > allowed or self.reads_too_much()


@attrs.frozen(eq=False)
class _Parser:
    """A parser of one language, for one parse at a time."""

    binding: tree_sitter.Parser
    chunk: bytearray = attrs.field(factory=bytearray)

    def parse(self, data: bytes, old: tree_sitter.Tree | None) -> tree_sitter.Tree | None:
        if len(data) <= WINDOW:
            return self.binding.parse(data) if old is None else self.binding.parse(data, old)
        if leads_nowhere(data, self.binding.parse):
            return None
        reading = _Reading(data, self.chunk)
        try:
            if old is None:
                tree = self.binding.parse(reading.read, progress_callback=reading.stops)
            else:
                tree = self.binding.parse(reading.read, old, progress_callback=reading.stops)
        except ValueError:
            return None  # It was stopped.
        finally:
            self.binding.reset()
            reading.chunk = None
        return None if reading.reads_too_much() else tree


@cache
def _idle(_: Language) -> list[_Parser]:
    return []


def parse(
    data: bytes, language: Language, old: tree_sitter.Tree | None = None
) -> tree_sitter.Tree | None:
    """Return the tree of a text; None without a grammar, and beyond the bounds.

    `old` is the tree of a text before, to which the edits were made already. While one thread
    parses another may, too: each with a parser of its own.
    """
    idle = _idle(language)
    if idle:
        parser = idle.pop()
    else:
        grammar = languages.grammar(language)
        if grammar is None:
            return None
        parser = _Parser(tree_sitter.Parser(grammar))
    try:
        return parser.parse(data, old)
    finally:
        idle.append(parser)
