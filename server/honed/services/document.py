"""One open document, and the values that tell others of it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import attrs

from honed.learn.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from honed.apply.guard import Change
    from honed.core.text import Text
    from honed.learn.bursts import Burst, Origin, Reason
    from honed.syntax.languages import Language
    from honed.syntax.tree import Tree

MAX_RECENT = 20


@attrs.frozen
class Replaced:
    """What one change took away and put in, and when (seconds)."""

    old: bytes
    new: bytes
    at: float


@attrs.frozen
class Snapshot:
    """A document at one version; everything in it is immutable."""

    uri: str
    path: str
    version: int
    text: Text
    tree: Tree | None
    language_name: str
    is_trusted: bool


@attrs.frozen
class Settled:
    """A finished edit of one document, and why it is finished."""

    uri: str
    path: str
    language: Language | None
    language_name: str
    before: Text
    near_tree: Tree | None
    """A tree of some text of the document; parsing `before` from it is faster than from nothing."""
    after: Text
    origin: Origin
    reason: Reason
    latest: float


@attrs.frozen
class Permission:
    """What the settings and switches allowed in a document when they changed last."""

    why_off: str = ""
    is_taught: bool = True


@attrs.define(eq=False)
class Document:
    """One open document."""

    uri: str
    path: str
    language: Language | None
    language_name: str
    version: int
    text: Text
    is_trusted: bool = True
    saving_since: float | None = None
    saved: Text | None = None
    """The text that was saved last, since it was opened."""
    burst: Burst | None = None
    begun: Burst | None = None
    """What was typed of a completion before it was put in: it goes on if that is taken out."""
    replaced: Replaced | None = None
    """The latest replacement: the same again at once, elsewhere, is that of a tool."""
    ledger: Ledger = attrs.field(factory=Ledger)
    recent: deque[Change] = attrs.field(factory=lambda: deque(maxlen=MAX_RECENT))
    latest_edit_line: int | None = None
    latest_line: int | None = None
    """Where something was typed or accepted last."""
    is_switched_off: bool = False
    closed_folder: Path | None = None
    """The workspace folder that it lay in, where that was closed since it was opened."""
    permission: Permission = Permission()

    def distrust(self) -> None:
        """Note that the text is only guessed: silence until it is saved or opened anew."""
        self.is_trusted = False
        self.burst = None
        self.ledger.clear()
