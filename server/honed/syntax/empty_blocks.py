"""Blocks of nothing in a language of indentation: its parser takes them for faultless."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from honed.core.text import Text
    from honed.syntax.tree import Tree

_OPENER = re.compile(
    rb"[ \t]*(?:async\s+)?(?:if|elif|else|for|while|try|except|finally|with|def|class|match|case)\b"
    rb".*:\s*(?:#.*)?$"
)


def has_empty_block(tree: Tree, changed: Iterable[range]) -> bool:
    """Return whether a line in or just above one of the ranges opens a block of nothing.

    The next line that is neither blank nor a comment is not in it.
    """
    text = tree.text
    for lines in changed:
        numbers = [
            *islice(_code_lines(text, range(lines.start - 1, -1, -1)), 1),
            *_code_lines(text, lines),
            *islice(_code_lines(text, range(lines.stop, text.line_count)), 1),
        ]
        for number, below in pairwise(numbers):
            line = text.slice(text.line_span(number))
            if _OPENER.match(line) and _margin(text.slice(text.line_span(below))) <= _margin(line):
                start = text.line_start(number) + len(line) - len(line.lstrip())
                node = tree.root.descendant_for_byte_range(start, start + 1)
                if node is not None and not node.type.startswith("string"):
                    return True
    return False


def _code_lines(text: Text, numbers: Iterable[int]) -> Iterator[int]:
    for number in numbers:
        line = text.slice(text.line_span(number)).strip()
        if line and not line.startswith(b"#"):
            yield number


def _margin(line: bytes) -> int:
    return len(line[: len(line) - len(line.lstrip())].expandtabs())
