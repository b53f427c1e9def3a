"""Lines of which a comment tells another tool that they are meant: those are not told again."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from honed.core.text import encode
from honed.quality.nodes import around
from honed.quality.values import Concern

if TYPE_CHECKING:
    from honed.syntax.tree import Tree

MEANT = re.compile(
    rb"(?:#|//|/\*)\s*"
    rb"(?:noqa(?![\w-])(?P<codes>\s*:\s*[\w-]+(?:[,\s]+[\w-]+)*)?"
    rb"|(?:nosec|nosemgrep|NOLINT|nolint|eslint-disable-line)(?![\w-]))"
)
"""The remark; its `codes` are those that follow `noqa`, None for none."""
_NEXT = re.compile(rb"(?:#|//|/\*)\s*eslint-disable-next-line(?![\w-])")
_NEXT_WORD = b"eslint-disable-next-line"
_CODE = re.compile(rb"[A-Za-z]+[0-9]+|[a-z]+(?:-[a-z0-9]+)+")
_SAME = (b"S", b"B")
"""So begin the codes of those who look for the same: flake8's bandit and bugbear."""


def is_meant(tree: Tree, line: int, rule: str, concern: Concern) -> bool:
    """Return whether a comment of a line, or the one before, says so of what a rule finds.

    Where codes follow `noqa`, one of them has to be about security, or the rule itself, for what
    is found of that; of practice every code may be about the same.
    """
    data = tree.text.data
    span = tree.text.line_span(line)
    for match in MEANT.finditer(data, span.start, span.end):
        if _is_about(match["codes"], rule, concern) and _in_comment(tree, match.start()):
            return True
    if line == 0:
        return False
    span = tree.text.line_span(line - 1)
    return data.find(_NEXT_WORD, span.start, span.end) >= 0 and any(
        _in_comment(tree, match.start()) for match in _NEXT.finditer(data, span.start, span.end)
    )


def _is_about(codes: bytes | None, rule: str, concern: Concern) -> bool:
    words = re.split(rb"[,\s]+", codes.lstrip(b" \t:")) if codes is not None else []
    # Where they are over, it may be told why they stand there.
    given = list(takewhile(_CODE.fullmatch, words))
    if not given or concern is Concern.PRACTICE:
        return True
    return any(each == encode(rule) or each.startswith(_SAME) for each in given)


def _in_comment(tree: Tree, place: int) -> bool:
    node = tree.root.descendant_for_byte_range(place, place + 1)
    comment = tree.language.comment
    return node is not None and (
        node.type in comment or any(each.type in comment for each in around(node, tree))
    )
