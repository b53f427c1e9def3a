"""What `import honed` gives, to programs and to type checkers."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from typing import Any

import honed
from honed.api import applying, patterns, quality, trajectories

LAZY = Path(honed.__file__)
HOMES = (applying, patterns, quality, trajectories)


def test_names_are_those_of_the_api() -> None:
    """Each public name is the object of `honed.api`, and is there at the second look, too."""
    assert honed.__all__ == sorted(name for home in HOMES for name in home.__all__)
    for home in HOMES:
        for name in home.__all__:
            assert getattr(honed, name) is getattr(home, name)
            assert getattr(honed, name) is vars(honed)[name]


def test_type_checkers_see_the_same_names() -> None:
    """The imports under TYPE_CHECKING are those that are made lazily."""
    imported = [node for node in ast.walk(ast.parse(LAZY.read_text("utf-8"))) if _is_ours(node)]
    found = {
        node.module: [each.name for each in node.names]
        for node in imported
        if isinstance(node, ast.ImportFrom)
    }
    assert found == {home.__name__: home.__all__ for home in HOMES}


def test_all_names_are_listed() -> None:
    """`dir` knows what was not asked for yet."""
    fresh = importlib.reload(honed)
    assert {*honed.__all__} <= {*dir(fresh)}


def test_whole_file() -> None:
    """The shortest use: text before, text after, and what was done."""
    result = honed.apply_edit("a = 1\n", "a = 2\n", format=honed.Format.WHOLE_FILE)
    assert isinstance(result, honed.Applied)
    assert result.text == "a = 2\n"
    [edit] = result.edits
    assert edit == honed.Edit(honed.Span(0, 6), b"a = 2\n")


def test_refusal_names_a_reason_noop() -> None:
    """What stands nowhere is refused in words, and nothing is raised."""
    block = "<<<<<<< SEARCH\nb = 1\n=======\nb = 2\n>>>>>>> REPLACE\n"
    result = honed.apply_edit("a = 1\n", block, "python")
    assert isinstance(result, honed.Refused)
    assert result.reason in honed.Reason
    assert result.advice


def test_batch_keeps_the_order() -> None:
    """Each request has its answer at its place, whatever becomes of the others."""
    whole = honed.Format.WHOLE_FILE
    requests: list[honed.Request | dict[str, Any]] = [
        honed.Request("a\n", "b\n", format=whole),
        {"original": "a\n", "edit": "c\n", "format": "whole_file"},
    ]
    results = honed.apply_edits(requests)
    assert [each.text for each in results if isinstance(each, honed.Applied)] == ["b\n", "c\n"]


def _is_ours(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and (node.module or "").startswith("honed")
