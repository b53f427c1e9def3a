"""Lines over steps that are labelled, not measured, as SVG."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 640, 360
LEFT, TOP, BOTTOM, LEGEND = 50, 40, 40, 230
COLOURS = (
    "#1b6ca8", "#5ba4cf", "#1f9d55", "#888888", "#c05621", "#805ad5", "#b83280", "#b7791f",
)  # fmt: skip
LEVELS = 5


@attrs.frozen
class Line:
    """One value a step."""

    name: str
    values: Sequence[float]


def plot(title: str, steps: Sequence[int], lines: Sequence[Line]) -> str:
    """Return the lines as an SVG document; the values axis begins at the smallest level below."""
    low, high = _bounds([value for line in lines for value in line.values])
    right = WIDTH - LEGEND

    def x(index: int) -> float:
        return LEFT + index * (right - LEFT) / max(1, len(steps) - 1)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        "<style>text { font: 11px sans-serif }</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="20">{escape(title)}</text>',
    ]
    for number in range(LEVELS + 1):
        level = low + (high - low) * number / LEVELS
        parts.append(
            f'<line x1="{LEFT}" x2="{right}" y1="{y(level):.1f}" y2="{y(level):.1f}"'
            ' stroke="#dddddd"/>'
            f'<text x="{LEFT - 6}" y="{y(level) + 4:.1f}" text-anchor="end">{level:.2f}</text>'
        )
    for index, step in enumerate(steps):
        parts.append(
            f'<text x="{x(index):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">'
            f"{step:,}</text>"
        )
    for number, line in enumerate(lines):
        colour = COLOURS[number % len(COLOURS)]
        points = " ".join(f"{x(i):.1f},{y(value):.1f}" for i, value in enumerate(line.values))
        place = TOP + 18 * number
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
            f'<rect x="{right + 14}" y="{place - 8}" width="10" height="10" fill="{colour}"/>'
            f'<text x="{right + 30}" y="{place + 1}">{escape(line.name)}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _bounds(values: Sequence[float]) -> tuple[float, float]:
    """Return tenths below and above all values, never the same."""
    low = int(10 * min(values, default=0.0)) / 10
    high = -int(-10 * max(values, default=1.0)) / 10
    while high <= max(values, default=0.0):
        high += 0.1
    while low > min(values, default=0.0):
        low -= 0.1
    return low, high
