"""What became of what was shown: seen in the text, or said by the suggestion's command.

The editor's command decides where it comes. Otherwise a change whose result is exactly what a
suggestion promised is that suggestion, accepted; and a text that is again what it was before an
accepted suggestion is its undoing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.text import Edit, Text, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterable

UNDO_WITHIN_S = 30.0
"""An undo so soon after an acceptance says that the suggestion was wrong."""


@attrs.frozen
class Offer:
    """Suggestions that were handed to the editor as one action, and the text they apply to."""

    id: str
    suggestion_ids: tuple[str, ...]
    base: Text
    edits: tuple[Edit, ...]
    at: float

    @property
    def result_length(self) -> int:
        """The length in bytes of the text that the offer leads to."""
        return len(self.base.data) + sum(len(edit.new) - len(edit.span) for edit in self.edits)

    def leads_to(self, text: Text) -> bool:
        """Return whether applying the offer gives exactly `text`."""
        if self.result_length != len(text.data):
            return False
        return apply_edits(self.base.data, self.edits) == text.data


@attrs.frozen
class Applied:
    """An offer that is in the text, and the text before it."""

    offer: Offer
    before: Text
    at: float

    def is_undone_by(self, text: Text, at: float) -> bool:
        """Return whether `text`, seen at `at`, takes the offer back."""
        return at - self.at <= UNDO_WITHIN_S and text.data == self.before.data


def accepted(offers: Iterable[Offer], after: Text) -> Offer | None:
    """Return the offer that the text `after` is the result of, the newest first."""
    for offer in sorted(offers, key=lambda each: -each.at):
        if offer.leads_to(after):
            return offer
    return None


def undone(applied: Iterable[Applied], after: Text, at: float) -> Applied | None:
    """Return the applied offer that the text `after` takes back."""
    for each in applied:
        if each.is_undone_by(after, at):
            return each
    return None
