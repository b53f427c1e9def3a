"""The lines by which lsp-mode says who asks for code actions, as docs/editors/emacs.md has them.

lsp-mode is played by two functions here, so that any request can be made; the real one is in
`test_stories.py`.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.editors.emacs import documented_lisp

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.editor

LSP_MODE = """
(require 'json)
(defun lsp-request-async (method params &rest _) (json-encode params))
(defun lsp-request (method params &rest _) (lsp-request-async method params #'ignore))
"""
REQUEST = "'(:textDocument 1 :context (:diagnostics []))"
ACTIONS = '"textDocument/codeAction"'


@pytest.fixture
def sent(need_program: Callable[[str], str]) -> Callable[[str], Any]:
    """Return what evaluates a request and returns the parameters that are sent."""
    emacs = need_program("emacs")
    _, lines = documented_lisp("lsp-mode")

    def ask(request: str) -> Any:
        code = f"(progn {LSP_MODE} {lines} (princ {request}))"
        done = subprocess.run(
            [emacs, "-Q", "--batch", "--eval", code], capture_output=True, text=True, check=True
        )
        return json.loads(done.stdout)

    return ask


@pytest.mark.parametrize(
    ("asking", "kind"),
    [
        (f"(lsp-request {ACTIONS} {REQUEST})", 1),
        (f"(lsp-request {ACTIONS} {REQUEST} :no-merge t)", 1),
        (f"(lsp-request-async {ACTIONS} {REQUEST} #'ignore :mode 'tick)", 2),
    ],
)
def test_who_asks_is_said(sent: Callable[[str], Any], asking: str, kind: int) -> None:
    """The user, where Emacs waits for the answer; else Emacs itself."""
    context = {"diagnostics": [], "triggerKind": kind}
    assert sent(asking) == {"textDocument": 1, "context": context}


@pytest.mark.parametrize(
    ("method", "params", "same"),
    [
        ('"textDocument/hover"', REQUEST, {"textDocument": 1, "context": {"diagnostics": []}}),
        (ACTIONS, "'(:context (:triggerKind 2))", {"context": {"triggerKind": 2}}),
        (ACTIONS, "'(:textDocument 1)", {"textDocument": 1}),
        (ACTIONS, "'((context . [1]))", {"context": [1]}),
        (ACTIONS, "(make-hash-table)", {}),
        (ACTIONS, "nil", None),
    ],
)
def test_other_requests_noop(
    sent: Callable[[str], Any], method: str, params: str, same: Any
) -> None:
    """What is no request for actions, says already who asks, or is not made as expected."""
    assert sent(f"(lsp-request {method} {params})") == same
