"""What becomes of each row of a file."""

from __future__ import annotations

from honed.apply.plan import Origin, Plan
from honed.apply.rows import rows_of
from honed.core.text import Text, encode
from tests.apply.test_snippet import read

FILE = "a = 1\nb = 2\nc = 3\nd = 4\n"


def of(code: str, file: str = FILE) -> Plan:
    """Return a plan that changes nothing yet."""
    return Plan(read(code, file), rows_of(Text(encode(file))))


def outcome(plan: Plan) -> list[tuple[int | None, int | None]]:
    """Return where all rows of the result come from."""
    return [
        (here.row, here.place) for place in range(len(plan.file) + 1) for here in plan.at(place)
    ]


def test_what_nobody_mentions_is_kept_noop() -> None:
    """Nothing changes but the end of the file, before which rows may be put."""
    plan = of("x = 1\n")
    assert outcome(plan) == [(None, 0), (None, 1), (None, 2), (None, 3)]
    assert plan.changes() == [4]


def test_rows_matched_put_in_and_deleted() -> None:
    """A matched row is not deleted; what is put in comes before its place."""
    plan = of("a = 1\nx = 1\nc = 9\ny = 1\n")
    plan.match(0, 0)
    plan.match(2, 2)
    plan.insert(1, 2)
    plan.delete(1, 3)
    plan.insert(3, 4)
    assert outcome(plan) == [(0, 0), (1, None), (2, 2), (None, 3), (3, None)]
    assert plan.changes() == [0, 1, 2, 4]
    assert plan.place_of == {0: 0, 2: 2}


def test_origin() -> None:
    """A row of the result knows both rows that it is."""
    plan = of("a = 1\n")
    plan.match(0, 0)
    assert list(plan.at(0)) == [Origin(0, 0)]


def test_soft_rows_stay_where_something_else_changes() -> None:
    """They are context that was misremembered."""
    plan = of("a = 1\nb = 3\nc = 3\nx = 1\n")
    for row, place in ((0, 0), (2, 2)):
        plan.match(row, place)
    plan.insert(1, 1)
    plan.delete(1, 2)
    plan.insert(3, 3)
    plan.soften(range(1, 2), range(1, 2))
    assert plan.keep_soft() == 1
    assert outcome(plan) == [(0, 0), (None, 1), (2, 2), (3, None), (None, 3)]


def test_soft_rows_that_are_matched_stay() -> None:
    """The file's line is written in their place; something else is deleted, or changed."""
    plan = of("a = 1\nb = 3\nc = 9\n")
    plan.match(1, 1)
    plan.match(0, 0)
    plan.soften(range(1, 2), range(1, 2))
    plan.delete(3, 4)
    assert plan.keep_soft() == 0  # What follows is not as the file has it.
    again = of("a = 1\nb = 3\n")
    again.match(0, 0)
    again.match(1, 1)
    again.soften(range(1, 2), range(1, 2))
    again.delete(3, 4)
    assert again.keep_soft() == 1
    assert again.text_of == {1: "b = 2"}


def test_soft_rows_noop() -> None:
    """If they are all that changes they are meant."""
    plan = of("a = 1\nb = 3\n")
    plan.match(0, 0)
    plan.match(1, 1)
    plan.soften(range(1, 2), range(1, 2))
    assert plan.keep_soft() == 0
    assert plan.text_of == {}


def test_soft_rows_beside_a_change_noop() -> None:
    """The row above is none of the file's, or stands elsewhere there: it belongs to the change."""
    plan = of("x = 1\nb = 3\n")
    plan.match(1, 1)
    plan.insert(0, 1)
    plan.soften(range(1, 2), range(1, 2))
    assert plan.keep_soft() == 0


def test_a_changed_row_elsewhere_counts() -> None:
    """The soft row stays where a matched one is not as the file has it."""
    plan = of("a = 1\nb = 3\n# ...\nd = 9\n")
    for row, place in ((0, 0), (1, 1), (3, 3)):
        plan.match(row, place)
    plan.soften(range(1, 2), range(1, 2))
    assert plan.keep_soft() == 1
