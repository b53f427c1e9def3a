"""Python code with all of its names changed."""

from __future__ import annotations

import io
import keyword
import tokenize
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_WORDS = "alpha beta gamma delta node item value total index buffer stream result handle".split()  # noqa: SIM905 - it reads


def tokens_of(source: str) -> list[str]:
    """Return the tokens of Python code."""
    kinds = {tokenize.NAME, tokenize.OP, tokenize.NUMBER, tokenize.STRING}
    lines = io.StringIO(source).readline
    return [token.string for token in tokenize.generate_tokens(lines) if token.type in kinds]


def renamed(tokens: list[str], dice: random.Random) -> list[str]:
    """Return the tokens with every name replaced by one of the same kind of spelling."""
    names: dict[str, str] = {}
    for token in tokens:
        if token.isidentifier() and not keyword.iskeyword(token) and token != "self":
            name = f"{dice.choice(_WORDS)}_{dice.choice(_WORDS)}"
            if token.isupper():
                name = name.upper()
            elif token[0].isupper():
                name = name.title().replace("_", "")
            names.setdefault(token, name)
    return [names.get(token, token) for token in tokens]
