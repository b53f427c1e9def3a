"""A desk for every test, and no editor left running after it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.editors.neovim import NeovimDesk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def desk(tmp_path: Path, need_program: Callable[[str], str]) -> Iterator[NeovimDesk]:
    """Return an empty project and no data; what is opened there is closed at the end."""
    program = need_program("nvim")
    # The path of a socket must be shorter than that of a test's own directory can be.
    with TemporaryDirectory(prefix="honed-") as sockets:
        desk = NeovimDesk(tmp_path / "project", tmp_path / "data", program, Path(sockets))
        (desk.folder / ".git").mkdir(parents=True)
        yield desk
        desk.close()
