"""What is known of the editors by their names: how each tells of what the developer did.

Recorded from the editors themselves (tests/data/sessions); of others the text alone must tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.learn.outcome import Habits, Visibility

if TYPE_CHECKING:
    from lsprotocol import types

EGLOT = "Eglot"

_VSCODE = Habits(tells_of_completions=True, tells_of_actions=True, selects_in_text=False)
_SILENT_COMPLETIONS = Habits(tells_of_actions=True, selects_in_text=False)
_HABITS = {
    "Visual Studio Code": _VSCODE,
    "Code - OSS": _VSCODE,
    "code-server": _VSCODE,
    "VSCodium": _VSCODE,
    "Neovim": Habits(tells_of_completions=True, tells_of_actions=True, selects_in_text=True),
    "helix": _SILENT_COMPLETIONS,
    "emacs": _SILENT_COMPLETIONS,
    EGLOT: _SILENT_COMPLETIONS,
}
"""By the beginning of the name."""


def name_of(params: types.InitializeParams) -> str:
    """Return the editor's name; Eglot 1.9 does not say its own, but nobody else is like it."""
    if params.client_info is not None:
        return params.client_info.name
    is_eglot = params.capabilities.experimental is not None and params.capabilities.general is None
    return EGLOT if is_eglot else ""


def habits_of(name: str) -> Habits:
    """Return how the editor of this name tells of what the developer did."""
    known = (habits for start, habits in _HABITS.items() if name.startswith(start))
    return next(known, Habits())


def visibility_of(name: str) -> Visibility:
    """Return what it means that the editor asks for actions and does not say for whom.

    Eglot asks by itself only where it says so. lsp-mode asks for its mode line as well, and tells
    the two apart only with the lines of docs/editors/emacs.md.
    """
    return Visibility.SHOWN if name.startswith(EGLOT) else Visibility.UNSAID
