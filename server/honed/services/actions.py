"""What the editor is offered at a place, as one value an action; `honed.lsp` words it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from honed.config import Kind
from honed.core.text import normalise

if TYPE_CHECKING:
    from honed.core.text import Edit, Text


class ActionKind(StrEnum):
    """The code action kinds of honed, below LSP's `refactor.rewrite`."""

    EDIT = "refactor.rewrite.honed.edit"
    EVERYWHERE = "refactor.rewrite.honed.everywhere"
    DISMISS = "refactor.rewrite.honed.dismiss"
    MERGE = "refactor.rewrite.honed.merge"
    NEXT = "refactor.rewrite.honed.next"

    @property
    def suggests(self) -> Kind:
        """The kind of suggestion that it makes; a dismissal is part of the edit's."""
        own = {
            ActionKind.EVERYWHERE: Kind.EVERYWHERE,
            ActionKind.MERGE: Kind.MERGE,
            ActionKind.NEXT: Kind.NEXT,
        }
        return own.get(self, Kind.EDIT)


@attrs.frozen
class Action:
    """One offer: the edits of `text` at `version`; `edits` is None until it is resolved.

    A file that is not open has no version.
    """

    id: str
    kind: ActionKind
    title: str
    uri: str
    version: int | None
    text: Text = attrs.field(repr=False)
    edits: tuple[Edit, ...] | None
    is_preferred: bool = False
    companions: tuple[Edit, ...] = ()
    """Edits elsewhere in the text that are made with the others: imports."""

    @property
    def all_edits(self) -> tuple[Edit, ...]:
        """All that is to be made, in text order; () until it is resolved."""
        return normalise((*(self.edits or ()), *self.companions))
