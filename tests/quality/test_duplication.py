"""What stands in a text more than once, in blocks of six lines and more."""

from __future__ import annotations

import pytest

from honed.quality.duplication import BLOCK, duplication

LINES = [f"value_{number} = compute_value({number})" for number in range(30)]


def text(*parts: list[str]) -> bytes:
    """Return lines as a text."""
    return "\n".join(line for part in parts for line in part).encode()


def test_repeated_block() -> None:
    """Both places count."""
    assert duplication(text(LINES[:6], LINES[6:18], LINES[:6])) == pytest.approx(12 / 24)


def test_indented_and_spaced() -> None:
    """Indentation and blank lines between do not hide it."""
    again = [f"    {line}\n" for line in LINES[:6]]
    assert duplication(text(LINES[:6], LINES[6:18], again)) == pytest.approx(12 / 24)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n\n",
        text(LINES),
        text(LINES[: BLOCK - 1], LINES[6:18], LINES[: BLOCK - 1]),
        b"}\n" * 40,
        b"a\nb\nc\nd\ne\nf\n" * 2,
    ],
)
def test_noop(data: bytes) -> None:
    """Nothing repeated, too few lines, or nothing but brackets."""
    assert duplication(data) == 0.0


def test_overlapping_noop() -> None:
    """A run of like lines does not repeat itself until it is twice as long as a block."""
    line = "register_handler(handlers, default)"
    assert duplication(text([line] * (2 * BLOCK - 1))) == 0.0
    assert duplication(text([line] * (2 * BLOCK))) == 1.0
