"""`honed report`: a page that holds all it shows."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from honed.cli.report_page import page
from honed.core.model import Example, Outcome
from honed.core.timeline import Moment
from honed.services.figures import LEAST_IN_STEP, STEPS, fates, figures, latency, steps
from honed.services.places import find_place

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shelf, Shell

VOID = {"meta"}


class Page(HTMLParser):
    """The elements of a page; `open` is empty where each was closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins."""
        self.seen.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what has nothing in it."""
        self.seen.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        """Hold the end against what began last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def moment(outcome: Outcome, **fields: Any) -> Moment:
    """Return a moment, a free edit of Python that no pattern knew where nothing else is said."""
    usual = Moment(1_700_000_000.0, "python", "edit", outcome, 0.0, 0.0)
    return attrs.evolve(usual, **fields)


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    """Return a store with thirty edits, the later of them known, and decisions."""
    with shelf.opened() as store:
        free = shelf.trajectory(Example("x", "y", "<b>.py", 0))
        for number in range(30):
            store.add_trajectory(
                attrs.evolve(free, at=1e9 + 86_400 * number, probability=float(number >= 15))
            )
        for outcome in (Outcome.ACCEPTED, Outcome.REJECTED, Outcome.IGNORED):
            store.add_trajectory(
                attrs.evolve(free, at=2e9, outcome=outcome, kind="<i>next", latency_ms=4.0)
            )
    return shelf


def test_the_page(shell: Shell, filled: Shelf, tmp_path: Path) -> None:
    """It is whole, loads nothing, runs nothing, and shows names as texts."""
    target = tmp_path / "a" / "report.html"
    target.parent.mkdir()
    assert "Written to" in shell.text("report", "--output", target)
    found = Page(target.read_text("utf-8"))
    assert found.open == []
    assert {"svg", "table", "polyline"} <= found.seen
    assert not found.seen & {"script", "link", "img", "iframe", "a", "i", "object"}
    assert not {name for name, _ in found.attributes} & {"src", "href", "style", "onload"}
    assert "<i>next" in found.text
    assert any((value or "").startswith("default-src 'none'") for _, value in found.attributes)


def test_on_standard_output(shell: Shell, filled: Shelf) -> None:
    """An editor reads it there."""
    assert shell.text("report", "--output", "-").startswith("<!doctype html>")


def test_in_json(shell: Shell, filled: Shelf) -> None:
    """The numbers that are drawn."""
    found = shell.json("report")
    assert [(each["edits"], each["known"]) for each in found["curve"]] == [
        (10, 0),
        (10, 5),
        (10, 10),
    ]
    assert found["kinds"] == [{"name": "<i>next", "taken": 1, "refused": 1, "ignored": 1}]
    assert found["languages"][0]["name"] == "python"
    assert found["latency"] == {"number": 3, "median": 4.0, "p95": 4.0}


def test_noop_without_a_store(shell: Shell, data_dir: Path) -> None:
    """Before anything was learned the page says so, and asking makes no store."""
    text = Page(shell.text("report", "--output", "-")).text
    for note in ("too few edits", "Nothing was offered", "No suggestion was timed"):
        assert note in text
    assert shell.json("report")["curve"] == []
    assert not list(data_dir.iterdir())


def test_a_file_that_cannot_be_written(shell: Shell, tmp_path: Path) -> None:
    """The command says so in a line."""
    said = shell.error("report", "--output", tmp_path / "none" / "report.html")
    assert "cannot be written" in said


def test_steps_are_of_one_length() -> None:
    """However many edits there are, there are few steps; what is left over at the end is let be."""
    edits = [moment(Outcome.FREE)] * 1001
    found = steps(edits)
    assert len(found) == STEPS - 1 + (LEAST_IN_STEP <= 1001 % 51) or len(found) == STEPS
    assert {each.number for each in found[:-1]} == {51}
    assert steps(edits[: LEAST_IN_STEP - 1]) == ()
    assert steps([moment(Outcome.REJECTED)] * 100) == ()


def test_what_was_known() -> None:
    """What was taken, and what was typed as a pattern would have made it."""
    known = [
        moment(Outcome.ACCEPTED),
        moment(Outcome.MODIFIED),
        moment(Outcome.FREE, probability=1),
    ]
    [found] = steps(known + [moment(Outcome.FREE)] * (LEAST_IN_STEP - len(known)))
    assert (found.known, found.share) == (3, 0.3)


def test_fates_are_of_suggestions() -> None:
    """Free edits have none; the most frequent kind comes first."""
    made = [
        moment(Outcome.FREE),
        moment(Outcome.UNDONE, kind="next"),
        moment(Outcome.ACCEPTED, kind="next"),
        moment(Outcome.IGNORED),
    ]
    found = fates((each.kind, each) for each in made)
    assert [(each.name, each.taken, each.refused, each.ignored) for each in found] == [
        ("next", 1, 1, 0),
        ("edit", 0, 0, 1),
    ]
    assert (found[0].share, found[1].share) == (0.5, 0.0)


def test_quantiles() -> None:
    """By the nearest rank; of nothing there are none."""
    found = latency(float(each) for each in range(1, 101))
    assert found is not None
    assert (found.number, found.median, found.p95) == (100, 50.0, 96.0)
    assert latency([]) is None


def test_a_damaged_outcome_is_left_out(filled: Shelf) -> None:
    """A store of a later honed may know more of them."""
    with filled.opened() as store, store._database.write() as connection:
        connection.execute("UPDATE trajectories SET outcome = 'dreamt' WHERE outcome = 'ignored'")
    found = figures(find_place(None, filled.folder, None))
    assert "dreamt" not in page(found)
