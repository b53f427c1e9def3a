"""A bar on a terminal for what takes minutes; silence elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.progress import track

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Item = TypeVar("Item")


def shown(items: Sequence[Item], title: str) -> Iterable[Item]:
    """Return the items, with a bar on standard error while they are gone through."""
    console = Console(stderr=True)
    return track(items, title, console=console, transient=True, disable=not console.is_terminal)
