"""What each feature adds to a candidate's score, in words: why it is probable, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.suggest.features import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Weights

LEAST_AMOUNT = 0.05
"""What adds less changes no probability that anybody looks at."""

MEANINGS = {
    "bias": "what every candidate begins with",
    "left_near": "the words just before it are the example's",
    "right_near": "the words just after it are the example's",
    "left_shape": "what stands before it in the statement has the example's form",
    "right_shape": "what stands after it in the statement has the example's form",
    "statement_same": "the rest of the statement has the example's form",
    "words_shared": "the statement shares words with the example",
    "path_same": "it stands in the same kind of code",
    "callee_same": "it stands in a call of the same function",
    "callee_differs": "it stands in a call of another function",
    "callee_other": "it is whole, but stands in a call of another function",
    "argument_same": "the argument that the directive stands for is like the example's",
    "argument_differs": "the argument that the directive stands for is another",
    "holes_same": "what may vary is what it was in the example",
    "holes_alike": "what may vary has the form that it had in the example",
    "holes_related": "the names that may vary are akin to the example's",
    "receiver_differs": "the method is called on something else",
    "core_names": "the names and values that it demands stand here",
    "core_words": "the words that it demands stand here",
    "core_size": "it demands many tokens",
    "core_whole": "it replaces a whole node of the syntax tree",
    "weak": "what it demands is found everywhere",
    "weak_near": "it demands little, but the words around agree",
    "weak_callee": "it demands little, but the call around agrees",
    "weak_related": "it demands little, but the names are akin",
    "role_differs": "it stands in another part of the code around",
    "only_inserts": "it only inserts",
    "only_deletes": "it only deletes",
    "whole_line": "it adds lines",
    "reference": "the words that it inserts follow the place",
    "same_file": "it was learned in this file",
    "same_session": "it was learned in this session",
    "recent": "it is among the latest that were learned",
    "proven": "it has proven itself",
    "belief": "how often it was right before",
    "experience": "how often it was tried",
    "support": "how often the edit was made",
    "whole_lines": "it is of whole lines, to the letter",
    "names_alike": "it writes another name as one was written anew",
    "fresh": "it is of one of the latest edits",
    "elsewhere": "what it changes begins on another line",
    "session_hits": "how many of this session's latest edits were known before",
    "holes_many": "much of it may vary",
    "holes_open": "whole expressions of it may vary",
    "new_words": "it brings words that did not stand there",
    "no_words": "it changes signs and digits only",
    "lines_after": "it writes several lines",
    "odds": "how much more often it was right than wrong",
    "weak_odds": "it demands little, but was right more often than wrong",
    "nature_odds": "how often edits of its kind were right in this session",
    "nature_odds_ever": "how often edits of its kind were right before",
    "agreeing": "other patterns lead to the same text",
    "rivals": "other patterns would write something else here",
    "rival": "how probable the best of the others is by itself",
}
"""What it says when a feature is large."""


@attrs.frozen
class Contribution:
    """A feature of a candidate, its `value` in [0, 1], and the ranker's weight for it."""

    feature: str
    value: float
    weight: float

    @property
    def amount(self) -> float:
        """What the feature adds to the score, whose logistic function is the probability."""
        return self.value * self.weight

    @property
    def meaning(self) -> str:
        """What the feature says, in words."""
        return MEANINGS[self.feature]


def contributions(
    weights: Weights, features: Sequence[float], limit: int
) -> tuple[Contribution, ...]:
    """Return the `limit` largest contributions of each sign, from the largest to the smallest."""
    every = [
        Contribution(name, value, weight)
        for name, value, weight in zip(NAMES, features, weights.mean, strict=True)
        if abs(value * weight) >= LEAST_AMOUNT
    ]
    every.sort(key=lambda each: -each.amount)
    return tuple(
        each
        for number, each in enumerate(every)
        if (number < limit if each.amount > 0 else number >= len(every) - limit)
    )
