"""How sure completions are, corrected by what was shown: the probabilities of lines, recalibrated.

Platt's scaling (Advances in Large Margin Classifiers, 1999), one line at a time: a slope and an
offset of the logit, each with a precision that grows with what was seen.
"""

from __future__ import annotations

from honed.suggest.completion.rank import Calibration

MOST_PRECISE = 400.0
"""What was shown long ago counts less and less."""

LEAST_SLOPE, MOST_SLOPE = 0.3, 3.0


def updated(calibration: Calibration, score: float, *, is_right: bool) -> Calibration:
    """Return the calibration after a line of that `score` (`Line.score`) was right or wrong."""
    chance = calibration.chance(score)
    error = float(is_right) - chance
    weight = max(0.02, chance * (1 - chance))
    score = max(-6.0, min(6.0, score))
    offset_precision = min(MOST_PRECISE, calibration.offset_precision + weight)
    slope_precision = min(MOST_PRECISE, calibration.slope_precision + weight * score * score)
    slope = calibration.slope + error * score / slope_precision
    return Calibration(
        min(MOST_SLOPE, max(LEAST_SLOPE, slope)),
        calibration.offset + error / offset_precision,
        slope_precision,
        offset_precision,
    )
