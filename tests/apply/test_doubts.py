"""What speaks against a merge, and how likely it is right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.apply.certainty import fitted
from honed.apply.doubts import LONG, MOST_MARGIN, NAMES, Doubts, features
from honed.apply.plan import Plan
from honed.apply.rows import rows_of
from honed.core.text import Text, encode
from tests.apply.test_snippet import read

MODEL = fitted("declarations", NAMES)
FILE = "def f():\n    a = 1\n    b = 2\n    return a\n"


def of(
    code: str, doubts: Doubts | None = None, file: str = FILE, **changes: str
) -> dict[str, float]:
    """Return the features that are not zero of a plan.

    `changes` are pairs of rows: matched "row=place", inserted "row@place", deleted "start:end".
    """
    rows = rows_of(Text(encode(file)))
    shown = read(code, file)
    plan = Plan(shown, rows)
    for pair in changes.get("matched", "").split():
        row, place = map(int, pair.split("="))
        plan.match(row, place)
    for pair in changes.get("inserted", "").split():
        row, place = map(int, pair.split("@"))
        plan.insert(row, place)
    for pair in changes.get("deleted", "").split():
        start, end = map(int, pair.split(":"))
        plan.delete(start, end)
    values = features(doubts or Doubts(), plan, shown, rows)
    return {name: value for name, value in zip(NAMES, values, strict=True) if value}


def test_a_plain_change_noop() -> None:
    """All is known but the row that is changed."""
    code = "def f():\n    a = 1\n    b = 3\n    return a\n"
    assert set(of(code, matched="0=0 1=1 2=2 3=3")) == {"near"}


def test_rows_that_the_file_has() -> None:
    """A row put in that stands there already is rarely meant."""
    found = of("    b = 2\n", inserted="0@4")
    assert found["is_repeated"] == 1
    assert found["unmatched_share"] == 1


def test_rows_that_the_file_has_noop() -> None:
    """It may have been moved."""
    assert "is_repeated" not in of("    b = 2\n", inserted="0@4", deleted="2:3")


def test_rows_at_an_edge() -> None:
    """What is put in beside a marker may belong elsewhere; a bracket there most of all."""
    code = "x = f(\n# ...\n)\n"
    assert {"edge_insertions", "closers_inserted", "unanchored"} <= of(
        code, inserted="0@1 2@2"
    ).keys()


def test_rows_at_an_edge_noop() -> None:
    """Between two known rows nothing is in doubt."""
    code = "# ...\n    a = 1\n    x = f(a)\n    b = 2\n"
    assert of(code, matched="1=1 3=2", inserted="2@2").keys() == {"has_markers", "unmatched_share"}


def test_new_declarations_noop() -> None:
    """Their rows are put in as they are."""
    doubts = Doubts(fresh={0, 1})
    found = of("def g():\n    return 2\n", doubts, inserted="0@4 1@4")
    assert found == {"fresh": 1.0}


def test_deletions() -> None:
    """Many rows at once, with nothing put in between."""
    file = "".join(f"x{number} = {number}\n" for number in range(LONG + 3))
    assert "long_deletion" in of("# ...\n", file=file, deleted=f"1:{LONG + 2}")
    assert "deleted" in of("# ...\n", file=file, deleted="1:3")


@pytest.mark.parametrize(("deleted", "inserted"), [("1:3", ""), ("0:8", "0@4")])
def test_long_deletions_noop(deleted: str, inserted: str) -> None:
    """A few rows, or a few on each side of what is put in."""
    file = "".join(f"x{number} = {number}\n" for number in range(LONG + 3))
    assert "long_deletion" not in of("y = 1\n", file=file, deleted=deleted, inserted=inserted)


def test_margins() -> None:
    """The least clear of all alignments counts."""
    assert of("x\n", Doubts(margins=[0.0, 3.0]))["is_ambiguous"] == 1
    assert of("x\n", Doubts(margins=[0.5]))["small_margin"] == MOST_MARGIN - 0.5


def test_margins_noop() -> None:
    """Without an alignment, or a clear one, there is no doubt."""
    for doubts in (Doubts(), Doubts(margins=[MOST_MARGIN])):
        assert not {"is_ambiguous", "small_margin"} & of("x\n", doubts).keys()


def test_each_feature_has_its_weight() -> None:
    """And what was only counted is one."""
    assert len(MODEL.weights) == len(NAMES)
    counted = Doubts(["a"], 1, 1, [], 1, [], 1, 1, 1, set(), 1, 1)
    assert {"fuzzy", "implicit_gaps", "implicit_insertions", "renamed", "reordered"} <= of(
        "x\n", counted
    ).keys()


def test_what_does_not_parse() -> None:
    """A snippet that is cut off is read with care."""
    assert of("def f(:\n    a = 1\n")["faults"] == 1


@given(st.lists(st.floats(0, 1e6), min_size=len(NAMES), max_size=len(NAMES)))
def test_certainty_is_a_chance(values: list[float]) -> None:
    """Whatever is noticed."""
    assert 0 <= MODEL.chance(values) <= 1


def test_nothing_noticed_is_nearly_sure() -> None:
    """And a row kept between two neighbours makes it less so."""
    none = [0.0] * len(NAMES)
    gap = [float(name == "implicit_gaps") for name in NAMES]
    assert MODEL.chance(none) > 0.9 > MODEL.chance(gap)
