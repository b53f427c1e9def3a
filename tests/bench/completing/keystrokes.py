"""Letters and keys: what a token costs to type with a menu of five, and with that of the words.

An item costs as many keys as its place in the menu (the first one key); it is taken as soon as that
is less than what is left to type. The words of the document come the nearest first, as in editors
that complete words, once a letter is typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.suggest.completion.engine import complete
from honed.syntax.lexing import Lexemes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.suggest.completion.rank import Weights
    from honed.suggest.completion.request import Completions, Request
    from tests.bench.completing.figures import Asked
    from tests.bench.completing.typing import Step

MENU = 5
MOST_LETTERS = 4
"""After so many letters the menu is not asked again; its items are narrowed."""

_WORDS = re.compile(rb"[A-Za-z_$\x80-\xff][\w$\x80-\xff]*")


def typed(one: Asked, step: Step, found: Completions, weights: Weights) -> Asked:
    """Return the place with the keys that each way saves in the token that begins there."""
    token = step.tokens[0]
    if token == "\n":
        return attrs.evolve(one, saved=0.0, saved_by_words=0.0, letters=0)
    words = _words(step.request)
    menu = [item.text for item in found.items]
    saved = saved_by_words = 0
    for letters in range(len(token)):
        if not saved:
            if 0 < letters <= MOST_LETTERS:
                asked = _with_prefix(step.request, token[:letters])
                menu = [item.text for item in complete(asked, weights).items]
            saved = _saved(menu, token, letters)
        if letters and not saved_by_words:
            saved_by_words = _saved(words, token, letters)
    return attrs.evolve(one, saved=saved, saved_by_words=saved_by_words, letters=len(token))


def _saved(menu: Sequence[str], token: str, letters: int) -> int:
    """Return how many keys the menu saves where so many letters are typed already."""
    fitting = [each for each in menu if each.startswith(token[:letters]) and len(each) > letters]
    place = fitting[:MENU].index(token) + 1 if token in fitting[:MENU] else 0
    return max(0, len(token) - letters - place) if place else 0


def _words(request: Request) -> list[str]:
    """Return the words of the document, those before the cursor first, the nearest first."""
    before = _WORDS.findall(request.data[: request.cursor])[::-1]
    after = _WORDS.findall(request.data[request.cursor :])
    return [each.decode("utf-8", "replace") for each in dict.fromkeys((*before, *after))]


def _with_prefix(request: Request, prefix: str) -> Request:
    """Return the request with so many letters of the next token typed."""
    data = prefix.encode()
    at = int(np.searchsorted(request.lexemes.starts, request.cursor, "left"))
    old = request.lexemes
    lexemes = Lexemes(
        [*old.words[:at], data, *old.words[at:]],
        np.concatenate((old.starts[:at], [request.cursor], old.starts[at:] + len(data))),
        np.concatenate((old.ends[:at], [request.cursor + len(data)], old.ends[at:] + len(data))),
    )
    ids = request.corpus.lexicon.ids_of([data])
    return attrs.evolve(
        request,
        data=request.data[: request.cursor] + data + request.data[request.cursor :],
        lexemes=lexemes,
        ids=np.concatenate((request.ids[:at], ids, request.ids[at:])),
        cursor=request.cursor + len(data),
        is_whole=False,
        with_line=False,
    )
