"""A place in a document, and what may follow there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from honed.retrieval.sequences import CONCRETE_ORDER
from honed.suggest.completion.cursor import cursor_of
from honed.suggest.completion.evidence import blended, gathered
from honed.suggest.completion.request import Completions, Item
from honed.suggest.completion.sources import is_offered, sources, words_of
from honed.syntax.lexing import shown

if TYPE_CHECKING:
    from honed.suggest.completion.request import Request


def complete(request: Request) -> Completions:
    """Return what may follow the cursor, the most probable first."""
    cursor = cursor_of(request, CONCRETE_ORDER)
    words = words_of(request.corpus.lexicon)
    places = sources(request.corpus, request.path, cursor.tokens, words)
    evidence = gathered(places, cursor.context, request.is_late)
    chances = blended(evidence)
    items: list[Item] = []
    for at in np.argsort(-chances, kind="stable").tolist():
        token = int(evidence.tokens[at])
        word = words.word(token)
        text = shown(word)
        if text is None or not is_offered(token, words):
            continue
        if cursor.prefix and (not word.lstrip(b"\0").startswith(cursor.prefix)):
            continue
        items.append(Item(text, float(chances[at])))
        if len(items) >= request.most:
            break
    return Completions(tuple(items), None, len(cursor.prefix))
