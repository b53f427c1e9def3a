"""A desk for every test, and no editor left running after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.editors.neovim import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def desk(
    tmp_path: Path, need_program: Callable[[str], str]
) -> Iterator[Desk]:
    """Return an empty project and empty data; its editors are closed at the end."""
    desk = Desk(
        folder=tmp_path / "project",
        data_dir=tmp_path / "data",
        home=tmp_path / "home",
        program=need_program("nvim"),
    )
    (desk.folder / ".git").mkdir(parents=True)
    yield desk
    desk.close()
