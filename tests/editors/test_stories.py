"""Stories played in real editors: what was typed is offered, taken, and known to be taken."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.editors.playing import PROGRAMS, lacks, play
from tests.editors.stories import STORIES

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.editor


@pytest.mark.parametrize(
    ("editor", "name"),
    [
        ("lsp-mode", "accept-action"),
        ("lsp-mode", "accept-then-undo"),
        ("eglot", "accept-action"),
        ("eglot", "accept-completion"),
        ("helix", "accept-action"),
        ("helix", "accept-then-undo"),
        ("helix", "accept-completion"),
        ("vscode", "accept-action"),
        ("vscode", "accept-then-undo"),
        ("vscode", "accept-completion"),
    ],
)
def test_story(editor: str, name: str, need_program: Callable[[str], str]) -> None:
    """What became of the suggestion in the end is what honed has stored of it."""
    program = need_program(PROGRAMS[editor])
    if missing := lacks(editor, program):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"no {missing}")
    played = play(editor, STORIES[name], program)
    assert played.stats["outcomes"][STORIES[name].expected[-1].outcome] == 1
