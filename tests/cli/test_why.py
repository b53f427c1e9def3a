"""`honed why`: what is offered on a line, or why nothing is, as the store has it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

from honed.core.model import Evidence, Outcome, Trial
from honed.learn.thresholds import MOST_TRIALS
from honed.retrieval.embed import VERSION
from honed.services.places import find_place
from honed.services.silence import Silence
from honed.services.why import why
from honed.store.locations import user_database
from honed.store.store import open_store
from honed.suggest.rank import prior
from tests.cli.test_patterns import At

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Shelf, Shell

GET = "page = client.get(url)"
TIMEOUT = (GET, "page = client.get(url, timeout=5)")
FILE = "page = client.get(link)\npage = client.put(link)\n\n"


@pytest.fixture
def taught(shelf: Shelf) -> Shelf:
    """Return a store with one pattern of the session that goes on, and a file that it fits."""
    shelf.learn(*TIMEOUT)
    shelf.write("b.py", FILE)
    return shelf


def test_what_is_offered(shell: Shell, taught: Shelf) -> None:
    """With its probability, what speaks for it, and where it was learned."""
    found = shell.json("why", "b.py:1")
    [candidate] = found["candidates"]
    assert (found["offered"], found["silence"], found["threshold"]) == (1, None, 0.5)
    assert (found["workspace"], found["store"]) == (str(taught.folder), str(taught.database))
    assert (found["file"], found["path"], found["fileLine"]) == ("b.py", "b.py", 1)
    assert (candidate["isOffered"], candidate["reason"], candidate["silence"]) == (True, None, None)
    assert candidate["after"] == "page = client.get(link, timeout=5)"
    assert candidate["probability"] >= found["threshold"]
    adds = [each["adds"] for each in candidate["contributions"]]
    assert adds == sorted(adds, reverse=True)
    assert candidate["pattern"]["example"] == {
        "before": "page = client.get(url)",
        "after": "page = client.get(url, timeout=5)",
    }
    assert (candidate["pattern"]["path"], candidate["pattern"]["line"]) == ("src/net.py", 42)


def test_what_people_read(shell: Shell, taught: Shelf) -> None:
    """No line is longer than it must be, and none ends in blanks."""
    told = shell.text("why", "b.py:1")
    head, source, empty, conclusion, *_ = told.splitlines()
    assert (head, source.strip(), empty) == ("b.py:1  python", "page = client.get(link)", "")
    assert conclusion == "Offered: 1 of 1, from a probability of 50% on."
    assert "offered" in told
    assert "pattern 1, session, learned in session 1" in told
    assert "from src/net.py:42: page = client.get(url) → page = client.get(url, timeout=5)" in told
    assert "what every candidate begins with" in told
    assert max(map(len, told.splitlines())) < 200


def test_a_raised_threshold(shell: Shell, taught: Shelf) -> None:
    """Why such edits are silent: how the latest of them fared."""
    with closing(open_store(taught.database, embedding_version=VERSION)) as store:
        for number in range(100):
            trial = Trial("edit.insertion", 0.9, is_right=number < 3)
            store.put_trial(number, trial, MOST_TRIALS)
    [candidate] = shell.json("why", "b.py:1")["candidates"]
    assert candidate["latest"] == {"wanted": 3, "number": 100}
    assert candidate["threshold"] > 0.85
    told = shell.text("why", "b.py:1")
    assert "insertions are offered from 92% on: 3 of the last 100 were wanted" in told


def test_a_threshold_as_it_ships_noop(shell: Shell, taught: Shelf) -> None:
    """There is nothing to be said of it."""
    [candidate] = shell.json("why", "b.py:1")["candidates"]
    assert (candidate["threshold"], candidate["latest"]) == (0.5, {"wanted": 0, "number": 0})
    assert "were wanted" not in shell.text("why", "b.py:1")


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("honed.toml", "exclude = ['*.py']", "the glob *.py is off"),
        ("pyproject.toml", "[tool.honed]\nkinds_off = ['edit']", "of the kind edit are off"),
        (".gitignore", "b.py", "git ignores it"),
    ],
)
def test_what_is_off(shell: Shell, taught: Shelf, file: str, text: str, why: str) -> None:
    """The settings of the folder and what git ignores are heeded, as the server does."""
    taught.write(file, text)
    found = shell.json("why", "b.py:1")
    assert (found["offered"], found["candidates"]) == (0, [])
    assert why in found["silence"]


def test_it_fits_in_80_columns(shell: Shell, taught: Shelf) -> None:
    """Broken between words."""
    told = shell.text("why", "b.py:1", COLUMNS="80")
    assert max(map(len, told.splitlines())) <= 80


def test_what_is_missing(shell: Shell, taught: Shelf) -> None:
    """Where no pattern fits: how many there are, and which word is missing."""
    found = shell.json("why", "b.py:2")
    assert (found["offered"], found["candidates"], found["patterns"]) == (0, [], 1)
    [miss] = found["nearest"]
    assert (miss["reason"], miss["missing"]) == ("words", ["get"])
    told = shell.text("why", "b.py:2")
    assert "Nothing is offered: no learned edit fits here." in told
    assert told.splitlines()[-1].endswith("src/net.py:42  get not here")


def test_noop_an_empty_line(shell: Shell, taught: Shelf) -> None:
    """Nothing is near."""
    found = shell.json("why", "b.py:3")
    assert (found["candidates"], found["nearest"], found["patterns"]) == ([], [], 1)
    assert "1 pattern of python; none nearly fits." in shell.text("why", "b.py:3")


def test_noop_without_any_store(shell: Shell, folder: Path, data_dir: Path) -> None:
    """Nothing is known, and nothing is made."""
    (folder / "b.py").write_text(FILE)
    found = shell.json("why", "b.py:1")
    assert (found["patterns"], found["session"], found["workspace"]) == (0, None, None)
    assert not list(data_dir.iterdir())


class TestSilence:
    """Why a pattern that fits is not offered, beside a place where it is."""

    def reasons(self, shell: Shell, place: str = "b.py:1") -> list[str | None]:
        """Return why each candidate is not offered."""
        return [each["reason"] for each in shell.json("why", place)["candidates"]]

    def test_an_older_session(self, shell: Shell, taught: Shelf) -> None:
        """That the pattern was not proven in."""
        old = taught.session + 1
        taught.learn("page = client.put(url)", "page = client.put(url, 5)", session=old)
        assert self.reasons(shell, "b.py:2") == ["olderSession"]
        told = shell.text("why", "b.py:2")
        assert "Nothing is offered: something speaks against what fits here." in told
        assert "silent: it was learned in an earlier session" in told
        taught.learn(*TIMEOUT, session=old, evidence=Evidence(accepted=1))
        assert self.reasons(shell) == [None, "sameEdit"]

    def test_rejected_in_this_session(self, shell: Shell, taught: Shelf) -> None:
        """Twice; rejections of another session do not count, nor do acceptances."""
        with taught.opened() as store:
            [pattern] = store.patterns()
            rejection = attrs.evolve(
                taught.trajectory(pattern.example), outcome=Outcome.REJECTED, pattern_id=pattern.id
            )
            store.add_trajectory(rejection)
            store.add_trajectory(attrs.evolve(rejection, session_id=taught.session + 1))
            store.add_trajectory(attrs.evolve(rejection, outcome=Outcome.ACCEPTED))
        assert self.reasons(shell) == [None]
        with taught.opened() as store:
            store.add_trajectory(attrs.evolve(rejection, outcome=Outcome.UNDONE))
        assert self.reasons(shell) == ["rejectedOften"]

    def test_the_session_is_over(self, taught: Shelf) -> None:
        """After half an hour without an edit the next server begins another."""
        place = find_place(None, taught.folder)
        before, _ = why(place, Path("b.py"), 0, clock=At(1e12 + 1799))
        after, _ = why(place, Path("b.py"), 0, clock=At(1e12 + 1801))
        assert [each.silence for each in before.candidates] == [None]
        assert [each.silence for each in after.candidates] == [Silence.OLDER_SESSION]
        assert (before.session, after.session) == (1, 0)

    def test_an_excluded_file(self, shell: Shell, taught: Shelf) -> None:
        """Nothing is looked at."""
        taught.write(".env", FILE)
        found = shell.json("why", ".env:1", "--language", "python")
        assert found["candidates"] == []
        assert ".env" in found["silence"]
        told = shell.text("why", ".env:1", "--language", "python")
        assert told.rstrip().endswith(f"Nothing is offered: {found['silence']}.")


def test_of_the_files_workspace(
    shell: Shell, make_shelf: Callable[[Path | None], Shelf], folder: Path, tmp_path: Path
) -> None:
    """The store is that of the folder that holds the file, or the one that is named."""
    other = tmp_path / "other"
    for each in (folder, other):
        each.mkdir(exist_ok=True)
        make_shelf(each).write("b.py", FILE)
    make_shelf(other).learn(*TIMEOUT)
    here, there = "b.py:1", other / "b.py:1"
    assert [shell.json("why", each)["offered"] for each in (here, there)] == [0, 1]
    assert shell.json("why", here, "--workspace", other)["offered"] == 1
    assert shell.json("why", there, "--workspace", folder)["offered"] == 0


def test_a_language_that_is_named(shell: Shell, taught: Shelf) -> None:
    """Goes before the one that the file's name says; without a tree only tokens are compared."""
    taught.write("b.txt", FILE)
    assert shell.json("why", "b.txt:1")["fileLanguage"] is None
    assert "b.txt:1  text, compared without a syntax tree" in shell.text("why", "b.txt:1")
    found = shell.json("why", "b.txt:1", "--language", "Python")
    assert (found["fileLanguage"], found["isParsed"], found["offered"]) == ("python", True, 1)
    assert shell.json("why", "b.py:1", "--language", "go")["offered"] == 0


def test_what_the_ranker_learned(shell: Shell, taught: Shelf, data_dir: Path) -> None:
    """Weighs here as it does in the server."""
    before = shell.json("why", "b.py:1")["candidates"][0]["probability"]
    weights = attrs.evolve(prior(), mean=(-11.0, *prior().mean[1:]), updates=5)
    with closing(open_store(user_database(data_dir), embedding_version=VERSION)) as store:
        store.save_weights(weights)
    [candidate] = shell.json("why", "b.py:1")["candidates"]
    assert candidate["probability"] < before
    assert candidate["contributions"][-1]["weight"] == -11.0


def test_many_candidates(shell: Shell, taught: Shelf) -> None:
    """The text ends somewhere; JSON has all."""
    for number in range(12):
        taught.learn(GET, f"page = client.get(url, {number})")
    assert len(shell.json("why", "b.py:1")["candidates"]) == 13
    told = shell.text("why", "b.py:1")
    assert told.count("from src/net.py:42") == 10
    assert "3 more candidates; --json has them all." in told


def test_when_it_was_learned(shell: Shell, shelf: Shelf) -> None:
    """As far as the trajectory is still known."""
    shelf.learn(*TIMEOUT, at=1e9)
    shelf.write("b.py", FILE)
    [candidate] = shell.json("why", "b.py:1")["candidates"]
    assert candidate["pattern"]["learnedAt"] == "2001-09-09T01:46:40+00:00"
    assert "learned in session 1 on 2001-09-0" in shell.text("why", "b.py:1")


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("gone.py:1", "honed: There is no file gone.py."),
        ("b.py:4", "honed: b.py has 3 lines; there is no line 4."),
    ],
)
def test_places_that_are_not(shell: Shell, taught: Shelf, place: str, message: str) -> None:
    """A missing file and a line past its end are errors of one line."""
    taught.write("b.py", "a\nb\nc")
    assert shell.error("why", place) == message


@pytest.mark.parametrize("place", ["b.py", "b.py:0", "b.py:x", ":3"])
def test_a_place_of_another_form(shell: Shell, taught: Shelf, place: str) -> None:
    """A usage error that says the form."""
    result = shell("why", place)
    assert result.exit_code == 2
    assert "FILE:LINE" in result.stderr


def test_what_could_steer_a_terminal(shell: Shell, taught: Shelf) -> None:
    """Is spelled out."""
    taught.write("b.py", "page = client.get('\x1b[31m')\n")
    told = shell.text("why", "b.py:1")
    assert "\x1b" not in told
    assert "\\x1b[31m" in told
