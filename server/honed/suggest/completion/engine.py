"""A place in a document, and what may follow there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.retrieval.sequences import CONCRETE_ORDER, ERASED_ORDER
from honed.suggest.completion.analogies import alike
from honed.suggest.completion.cursor import cursor_of
from honed.suggest.completion.evidence import gathered
from honed.suggest.completion.features import candidates
from honed.suggest.completion.lines import LINE_NAMES, continuations
from honed.suggest.completion.origins import origin, origins
from honed.suggest.completion.rank import Calibration, line_scores, prior, probabilities
from honed.suggest.completion.request import Completions, Item, Line
from honed.suggest.completion.sources import is_offered, sources, words_of
from honed.suggest.completion.spacing import written
from honed.syntax.lexing import DEEPER, SAME, SHALLOWER, shown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from honed.suggest.completion.analogies import Analogies
    from honed.suggest.completion.cursor import Cursor
    from honed.suggest.completion.evidence import Evidence
    from honed.suggest.completion.features import Candidates
    from honed.suggest.completion.lines import Continuation
    from honed.suggest.completion.rank import Weights
    from honed.suggest.completion.request import Request
    from honed.suggest.completion.sources import Words

MOST_FIRSTS = 12
"""So many next tokens may begin a line."""


@attrs.frozen(eq=False)
class LookedUp:
    """What a cursor's surroundings and the corpus say, before it is weighed."""

    cursor: Cursor
    words: Words
    evidence: Evidence
    analogies: Analogies
    candidates: Candidates


def complete(
    request: Request, weights: Weights | None = None, calibration: Calibration | None = None
) -> Completions:
    """Return what may follow the cursor, the most probable first.

    Without `weights` those that ship count, without `calibration` their own probabilities.
    """
    weights = weights or prior()
    found = looked_up(request)
    chances = probabilities(found.candidates.features, weights.token)
    seen = origins(found.evidence)
    items: list[Item] = []
    for at in np.argsort(-chances, kind="stable").tolist():
        token = int(found.candidates.tokens[at])
        text = shown(found.words.word(token))
        if text is None or not is_offered(token, found.words):
            continue
        items.append(Item(text, float(chances[at]), seen.of(token)))
        if len(items) >= request.most:
            break
    line = None
    if request.with_line and not request.is_late():
        line = _line(request, found, chances, weights, calibration or Calibration())
    return Completions(tuple(items), line, len(found.cursor.prefix))


def looked_up(request: Request) -> LookedUp:
    """Return what is known of the place, the candidates for its next token among it."""
    cursor = cursor_of(request, ERASED_ORDER)
    lexicon = request.corpus.lexicon
    words = words_of(lexicon)
    words.grow(int(cursor.tokens.max()))
    places = sources(request.corpus, request.path, cursor.tokens, words)
    evidence = gathered(places, cursor.context[:CONCRETE_ORDER], request.is_late)
    like = alike(places, cursor.context, words, lexicon, request.is_late)
    return LookedUp(
        cursor, words, evidence, like, candidates(evidence, like, cursor, words, lexicon)
    )


def lines(request: Request, found: LookedUp, chances: NDArray[np.float64]) -> list[Continuation]:
    """Return the lines that may go on at the cursor; `chances` are those of the candidates."""
    best = np.argsort(-chances, kind="stable")[:MOST_FIRSTS].tolist()
    first = {int(found.candidates.tokens[at]): float(chances[at]) for at in best}
    line_ends = frozenset(request.corpus.lexicon.ids_of([SAME, DEEPER, SHALLOWER]).tolist())
    return continuations(
        found.analogies, found.evidence, found.cursor, first, found.words, line_ends
    )


def _line(
    request: Request,
    found: LookedUp,
    chances: NDArray[np.float64],
    weights: Weights,
    calibration: Calibration,
) -> Line | None:
    """Return the most probable line."""
    made = lines(request, found, chances)
    if not made:
        return None
    scores = line_scores(np.stack([each.features for each in made]), weights.line)
    at = int(np.argmax(scores))
    best, score = made[at], float(scores[at])
    text = written(best.tokens, found.cursor.context, request, found.words)
    if text is None:
        return None
    text = text[len(found.cursor.prefix.decode("utf-8", "replace")) :]
    names = dict(zip(LINE_NAMES, best.features.tolist(), strict=True))
    return Line(text, calibration.chance(score), origin(best.source, best.place), score, names)
