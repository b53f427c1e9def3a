"""What the client can do, read once from `initialize`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs
from lsprotocol import types
from pygls.capabilities import get_capability

from honed.lsp.editors import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.lsp.positions import Encoding


@attrs.frozen
class Client:
    """The client's side of the protocol as far as honed cares."""

    name: str = ""
    encoding: Encoding = types.PositionEncodingKind.Utf16
    has_action_literals: bool = False
    """Whether code actions may be more than commands."""
    can_resolve_edits: bool = False
    """Whether an action's edits may be asked for later."""
    can_resolve_commands: bool = False
    """Whether its command may be, too."""
    has_preferred: bool = False
    has_document_changes: bool = False
    """Whether edits may say for which version of the document they are."""
    has_annotations: bool = False
    """Whether the client can ask the user to confirm edits before it makes them."""
    can_apply_edits: bool = False
    """Whether the client makes edits that a command asks for."""
    has_snippets: bool = False
    """Whether a completion item may be a snippet."""
    has_label_details: bool = False
    """Whether a completion item may say, beside its label, where it comes from."""
    has_default_ranges: bool = False
    """Whether completion items may share one range."""
    has_inline_completion: bool = False
    """Whether it asks for ghost text."""
    can_show_documents: bool = False
    has_progress: bool = False
    """Whether the client shows the progress of what the server does by itself."""
    takes_withdrawn: bool = False
    """Whether it is told of offers that are to be taken from the screen (`honed/withdrawn`)."""
    has_configuration: bool = False
    """Whether it can be asked for its settings."""
    registers_configuration: bool = False
    registers_watched_files: bool = False
    has_relative_patterns: bool = False
    """Whether it can watch files outside of its folders."""


def read(params: types.InitializeParams, encoding: Encoding) -> Client:
    """Return the client's capabilities; what it does not name it cannot do."""
    all_of_it = params.capabilities

    def can(path: str) -> bool:
        return bool(get_capability(all_of_it, path))

    action = "text_document.code_action"
    resolvable = get_capability(all_of_it, f"{action}.resolve_support.properties") or ()
    keeps_data = can(f"{action}.data_support")
    has_document_changes = can("workspace.workspace_edit.document_changes")
    menu = "text_document.completion.completion_list"
    watched = "workspace.did_change_watched_files"
    return Client(
        name=name_of(params),
        encoding=encoding,
        has_action_literals=can(f"{action}.code_action_literal_support"),
        can_resolve_edits="edit" in resolvable and keeps_data,
        can_resolve_commands="command" in resolvable and keeps_data,
        has_preferred=can(f"{action}.is_preferred_support"),
        has_document_changes=has_document_changes,
        has_annotations=has_document_changes
        and can("workspace.workspace_edit.change_annotation_support"),
        can_apply_edits=can("workspace.apply_edit"),
        has_snippets=can("text_document.completion.completion_item.snippet_support"),
        has_label_details=can("text_document.completion.completion_item.label_details_support"),
        has_default_ranges="editRange"
        in (get_capability(all_of_it, f"{menu}.item_defaults") or ()),
        has_inline_completion=get_capability(all_of_it, "text_document.inline_completion")
        is not None,
        can_show_documents=can("window.show_document.support"),
        has_progress=can("window.work_done_progress"),
        takes_withdrawn=_is_among(all_of_it.experimental, ("honed", "withdrawn")),
        has_configuration=can("workspace.configuration"),
        registers_configuration=can("workspace.did_change_configuration.dynamic_registration"),
        registers_watched_files=can(f"{watched}.dynamic_registration"),
        has_relative_patterns=can(f"{watched}.relative_pattern_support"),
    )


def _is_among(said: object, path: Sequence[str]) -> bool:
    """Return whether the client's own words, of any shape, say true at a path of keys."""
    for key in path:
        said = said.get(key) if isinstance(said, Mapping) else getattr(said, key, None)
    return said is True
