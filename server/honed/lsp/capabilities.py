"""What the client can do, read once from `initialize`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from lsprotocol import types

from honed.learn.outcome import Habits

if TYPE_CHECKING:
    from honed.lsp.positions import Encoding

TELL_OF_COMPLETIONS = ("Neovim", "Visual Studio Code", "Code - OSS", "code-server", "VSCodium")
"""Beginnings of the names of editors that always send the command of an accepted completion."""


@attrs.frozen
class Client:
    """The client's side of the protocol as far as honed cares."""

    name: str = ""
    encoding: Encoding = types.PositionEncodingKind.Utf16
    has_action_literals: bool = False
    """Whether code actions may be more than commands."""
    can_resolve_edits: bool = False
    """Whether an action's edits may be asked for later."""
    has_preferred: bool = False
    has_document_changes: bool = False
    """Whether edits may say for which version of the document they are."""

    @property
    def habits(self) -> Habits:
        """How the editor tells of what the developer did, as far as its name says."""
        return Habits(tells_of_completions=self.name.startswith(TELL_OF_COMPLETIONS))


def read(params: types.InitializeParams, encoding: Encoding) -> Client:
    """Return the client's capabilities; what it does not name it cannot do."""
    document = params.capabilities.text_document
    workspace = params.capabilities.workspace
    action = document.code_action if document else None
    resolve = action.resolve_support if action else None
    edit = workspace.workspace_edit if workspace else None
    return Client(
        name=params.client_info.name if params.client_info else "",
        encoding=encoding,
        has_action_literals=bool(action and action.code_action_literal_support),
        can_resolve_edits=bool(
            resolve and "edit" in resolve.properties and action and action.data_support
        ),
        has_preferred=bool(action and action.is_preferred_support),
        has_document_changes=bool(edit and edit.document_changes),
    )
