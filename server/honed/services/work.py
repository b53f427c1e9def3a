"""Something that a thread of the server does and that may last, for whoever tells the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable


@attrs.frozen(eq=False)
class Work:
    """What is being done since when, by the clock's `elapsed`."""

    title: str
    since: float
    percentage: Callable[[], int] | None = None
    """How much of it is done, where that is known."""
    cancel: Callable[[], object] | None = None
    """Gives it up, where that can be."""
