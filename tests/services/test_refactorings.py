"""The refactorings that are typed in Neovim, without an editor: one edit by hand, then the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.core.text import apply_edits
from tests.editors.test_refactorings import ALL, Refactoring

if TYPE_CHECKING:
    from tests.services.conftest import Bench


def typed(bench: Bench, refactoring: Refactoring) -> str:
    """Type the edits by hand; return the document."""
    text = refactoring.text
    uri = bench.open(f"{refactoring.name}.py", text)
    for old, new in refactoring.typed:
        text = text.replace(old, new, 1)
        bench.edit(uri, text)
        bench.save(uri)
    return uri


@pytest.mark.parametrize("refactoring", ALL, ids=lambda each: each.name)
def test_the_next_edit_makes_the_rest(bench: Bench, refactoring: Refactoring) -> None:
    """One after another, to the letter; then there is none (noop)."""
    uri = typed(bench, refactoring)
    for _ in refactoring.offered:
        offer = bench.workspace.next_edit(uri)
        assert offer is not None, bench.text(uri)
        action = offer.action
        bench.edit(uri, apply_edits(action.text.data, action.edits or ()).decode())
        bench.workspace.accepted(action.id)
        bench.wait()
    assert bench.text(uri) == refactoring.after
    assert bench.workspace.next_edit(uri) is None


@pytest.mark.parametrize("refactoring", ALL, ids=lambda each: each.name)
def test_who_types_on_is_left_alone_noop(bench: Bench, refactoring: Refactoring) -> None:
    """What stood and was passed over does not come again, nor does what is like it."""
    uri = typed(bench, refactoring)
    first = bench.workspace.next_edit(uri)
    assert first is not None
    bench.edit(uri, bench.text(uri) + "\n\nLIMIT = 3\n")
    bench.save(uri)
    again = bench.workspace.next_edit(uri)
    assert again is None or again.suggestion.line != first.suggestion.line
