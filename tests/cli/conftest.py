"""A store that was filled as a server fills it, and a shell in its workspace folder."""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import pytest
from click.testing import CliRunner, Result

from honed.cli.commands import commands
from honed.core.model import (
    Copy,
    Element,
    Evidence,
    Example,
    HoleKind,
    Outcome,
    Part,
    Rewrite,
    TokenKind,
    Trajectory,
    Weights,
)
from honed.core.text import Text, encode
from honed.retrieval.embed import VERSION
from honed.services.lessons import embed_place
from honed.store.locations import prepare_workspace, user_database
from honed.store.reader import DIMENSIONS
from honed.store.store import SqliteStore, open_store
from honed.syntax import languages
from honed.syntax.tree import parse
from tests.code import rewrites

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_WORD = re.compile(r"‹(?P<hole>\w+)›|\w+|[^\w\s]")
# What somebody who runs the tests may have set.
PLAIN = {"COLUMNS": None, "FORCE_COLOR": None, "HONED_DEBUG": None, "NO_COLOR": None, "TERM": None}


@attrs.frozen
class Shelf:
    """The store of a folder, or the user's for None; a session of it goes on."""

    database: Path
    folder: Path | None
    session: int

    def teach(  # noqa: PLR0913 - an edit, and what became of it
        self,
        before: str,
        after: str,
        *,
        origin: tuple[str, int] = ("app.py", 0),
        language: str = "python",
        evidence: Evidence | None = None,
        session: int | None = None,
        trajectory: int | None = None,
    ) -> int:
        """Learn a pattern from an edit of one line, holes as `‹example›`, and return its id."""
        example = Example(_without_marks(before), _without_marks(after), *origin)
        text = Text(encode(example.before))
        vector = embed_place(text, parse(text, languages.by_name(language)), 0)
        with self.opened() as store:
            edit = trajectory or store.add_trajectory(self.trajectory(example, language))
            pattern = store.add_pattern(
                rewrite(before, after, language),
                example,
                session_id=session or self.session,
                trajectory_id=edit,
                vector=vector,
            )
            store.revise(pattern.id, lambda known: evidence or known)
        return pattern.id

    def learn(self, before: str, after: str, **more: Any) -> None:
        """Store the first pattern that an edit of a line of Python teaches.

        `more` may tell the `session`, the `evidence`, and when (`at`).
        """
        example = Example(before, after, "src/net.py", 41)
        trajectory = attrs.evolve(self.trajectory(example), at=more.get("at", 0.0))
        with self.opened() as store:
            pattern = store.add_pattern(
                rewrites(before, after, "python")[0],
                example,
                session_id=more.get("session", self.session),
                trajectory_id=store.add_trajectory(trajectory),
                vector=np.zeros(DIMENSIONS, np.float32),
            )
            store.revise(pattern.id, lambda _: more.get("evidence", Evidence()))

    def trajectory(self, example: Example, language: str = "python") -> Trajectory:
        """Return what a free edit leaves."""
        return Trajectory(
            session_id=self.session,
            at=0.0,
            language=language,
            path=example.path,
            line=example.line,
            before=example.before,
            after=example.after,
            outcome=Outcome.FREE,
            reward=0.5,
        )

    def write(self, name: str, text: str) -> None:
        """Write a file in the folder."""
        assert self.folder is not None
        (self.folder / name).write_text(text, "utf-8")

    def opened(self) -> closing[SqliteStore]:
        """Open the store for writing."""
        return closing(open_store(self.database, embedding_version=VERSION))


def rewrite(before: str, after: str, language: str = "python") -> Rewrite:
    """Return the rewrite of an edit whose holes are marked as `‹example›`."""
    elements: list[Element] = []
    place_of: dict[str, int] = {}
    for match in _WORD.finditer(before):
        if word := match["hole"]:
            elements.append(Element(TokenKind.NAME, word, HoleKind.NAME, place_of.get(word)))
            place_of.setdefault(word, len(elements) - 1)
        else:
            elements.append(Element(TokenKind.FIXED, match[0]))
    pieces = re.split(r"‹(\w+)›", after)
    parts: list[Part] = [
        Copy(place_of[piece], place_of[piece]) if index % 2 else piece
        for index, piece in enumerate(pieces)
        if piece
    ]
    return Rewrite(
        language,
        tuple(elements),
        tuple(parts),
        left=(Element(TokenKind.NAME, "page"),),
        right=(Element(TokenKind.FIXED, ";"),),
        path=("call", "assignment"),
        callee=("client", "get"),
    )


def _without_marks(text: str) -> str:
    return text.replace("‹", "").replace("›", "")


@attrs.frozen
class Shell:
    """Runs `honed`."""

    environment: dict[str, str | None]

    def __call__(self, *arguments: object, answer: str = "", **environment: str) -> Result:
        """Run a command; `answer` is what is typed."""
        return CliRunner().invoke(
            commands,
            [str(each) for each in arguments],
            input=answer,
            env={**self.environment, **environment},
        )

    def text(self, *arguments: object, **options: str) -> str:
        """Return what a command that ends well prints."""
        result = self(*arguments, **options)
        assert result.exit_code == 0, result.output
        assert result.stderr == ""
        return result.stdout

    def json(self, *arguments: object) -> Any:
        """Return the JSON of a command that ends well."""
        return json.loads(self.text(*arguments, "--json"))

    def error(self, *arguments: object) -> str:
        """Return the one line of a command that fails."""
        result = self(*arguments)
        assert (result.exit_code, result.stdout) == (1, ""), result.output
        [line] = result.stderr.splitlines()
        return line


@pytest.fixture
def shell() -> Shell:
    """Return a shell without a terminal."""
    return Shell(dict(PLAIN))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder, and be in it; honed does not know it yet."""
    path = tmp_path / "project"
    path.mkdir()
    monkeypatch.chdir(path)
    return path


@pytest.fixture
def make_shelf(data_dir: Path) -> Callable[[Path | None], Shelf]:
    """Return a function that makes the store of a folder, or the user's."""

    def make(folder: Path | None) -> Shelf:
        database = prepare_workspace(data_dir, folder) if folder else user_database(data_dir)
        with closing(open_store(database, embedding_version=VERSION)) as store:
            # The session goes on for as long as anybody could wait for a test.
            session = store.open_session(1e12, "").id
        return Shelf(database, folder, session)

    return make


@pytest.fixture
def shelf(make_shelf: Callable[[Path | None], Shelf], folder: Path) -> Shelf:
    """Return the empty store of the current directory."""
    return make_shelf(folder)


@pytest.fixture
def save_updates(data_dir: Path) -> Callable[[int], None]:
    """Return a function that saves the weights of a ranker after so many updates."""

    def save(updates: int) -> None:
        with closing(open_store(user_database(data_dir), embedding_version=VERSION)) as store:
            store.save_weights(Weights((0.0,), (1.0,), updates))

    return save
