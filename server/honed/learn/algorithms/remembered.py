"""What the latest options were and had: read by attention, as the decision transformer does.

Chen et al., "Decision Transformer: Reinforcement Learning via Sequence Modeling" (2021),
arXiv:2106.01345, predicts an action from the return that is wanted and what was before. Here what
was before is kept instead of a network: attention over the remembered options, with the features
as keys, reads what their return was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.learn.reward import SHADOW_STRENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from numpy.typing import NDArray

    from honed.learn.algorithms.interface import Decision

MOST_REMEMBERED = 1_000
NARROWNESS = 8.0
"""Attention falls to a third where the squared distance of the features grows by 1 in so many."""

FAINTEST = -60.0
"""The logarithm of the least attention; less is nothing, and takes processors ten times as long."""

MOST_COUNT = 30.0
"""An undo, which says most, speaks for so many verdicts of the shadow."""

PRIOR_WEIGHT = 2.0
"""So many remembered options say as much as what is thought of an option beforehand."""


@attrs.frozen(eq=False)
class Remembered:
    """The latest options, oldest first; none at first.

    `keys` are their features, float32 of shape (n, d); `squares` the squares of these summed,
    `returns` what they had, and `counts` for how many verdicts of the shadow each speaks, (n,).
    """

    keys: NDArray[np.float32] | None = attrs.field(default=None, repr=False)
    squares: NDArray[np.float32] | None = attrs.field(default=None, repr=False)
    returns: NDArray[np.float32] | None = attrs.field(default=None, repr=False)
    counts: NDArray[np.float32] | None = attrs.field(default=None, repr=False)

    def expected(
        self, options: Sequence[Sequence[float]], beforehand: Sequence[float]
    ) -> list[float]:
        """Return the mean return of the like of each option, and of what is thought beforehand.

        `options` are features; where nothing like one is remembered, what was thought stands.
        """
        keys = self.keys
        if keys is None or self.squares is None or self.returns is None or self.counts is None:
            return list(beforehand)
        asked = np.asarray(options, np.float32)
        logits = (keys @ asked.T).T
        logits *= 2.0
        logits -= self.squares
        logits -= np.square(asked).sum(1)[:, None]
        logits *= NARROWNESS
        attention = np.exp(np.maximum(logits, FAINTEST, out=logits), out=logits)
        told = PRIOR_WEIGHT * np.asarray(beforehand) + attention @ (self.counts * self.returns)
        found: list[float] = (told / (PRIOR_WEIGHT + attention @ self.counts)).tolist()
        return found

    def after(self, decision: Decision) -> Self:
        """Return it with the options of a decision remembered; the oldest are let go."""
        if not decision.options or not decision.strength:
            return self
        keys = np.array([each.features for each in decision.options], np.float32)
        count = min(MOST_COUNT, decision.strength / SHADOW_STRENGTH)
        found = (
            keys,
            np.square(keys).sum(1),
            np.array([each.is_right for each in decision.options], np.float32),
            np.full(len(keys), count, np.float32),
        )
        before = (self.keys, self.squares, self.returns, self.counts)
        rows = (
            one if other is None else np.concatenate([other, one])
            for one, other in zip(found, before, strict=True)
        )
        return type(self)(*(each[-MOST_REMEMBERED:] for each in rows))
