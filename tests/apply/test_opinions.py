"""Two opinions on a snippet, and how sure they make each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from honed.apply.certainty import Logistic, fitted
from honed.apply.doubts import NAMES
from honed.apply.engine import apply_edit
from honed.apply.last_look import SURE_ENOUGH, Draft
from honed.apply.opinions import SURE, settle
from honed.apply.original import Original
from honed.apply.result import Applied, Merged, Reason, Refused, Strategy
from honed.core.diff import Hunk
from honed.core.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

LOW, MIDDLE = SURE_ENOUGH - 0.2, (SURE + SURE_ENOUGH) / 2


def draft(data: bytes, margin: float) -> Draft:
    """Return a result that a merge is so sure of."""
    return Draft(Merged(data, Strategy.LAZY_MERGE, margin), (), (), Original(Text(data), None))


def refused(reason: Reason = Reason.SYNTAX_ERROR) -> Refused:
    """Return a refusal."""
    return Refused(reason, "", "")


def test_noop_who_is_sure_is_not_asked_again() -> None:
    """The second merge is never made."""

    def drafts() -> Iterator[Draft | Refused]:
        yield draft(b"a", SURE)
        raise AssertionError

    assert settle(drafts()) == draft(b"a", SURE)


@pytest.mark.parametrize("only", [draft(b"a", LOW), draft(b"a", MIDDLE), refused()])
def test_noop_without_a_second_opinion_the_first_holds(only: Draft | Refused) -> None:
    """Be it as doubtful as it is."""
    assert settle(iter([only])) is only


def test_who_agrees_is_surer_than_who_differs() -> None:
    """The first holds in both cases."""
    same = settle(iter([draft(b"a", MIDDLE), draft(b"a", LOW)]))
    other = settle(iter([draft(b"a", MIDDLE), draft(b"b", MIDDLE)]))
    assert isinstance(same, Draft)
    assert isinstance(other, Draft)
    assert same.merged.data == other.merged.data == b"a"
    assert same.merged.margin > MIDDLE > other.merged.margin


@pytest.mark.parametrize("first", [draft(b"a", LOW), refused(), refused(Reason.AMBIGUOUS)])
def test_a_sure_second_opinion_holds_where_the_first_fails(first: Draft | Refused) -> None:
    """However it fails."""
    found = settle(iter([first, draft(b"b", SURE)]))
    assert isinstance(found, Draft)
    assert found.merged.data == b"b"


@pytest.mark.parametrize("reason", [Reason.DECLARATION_LOST, Reason.LARGE_DELETION])
def test_noop_what_the_edit_itself_does_wrong(reason: Reason) -> None:
    """No other way makes it better."""
    first = refused(reason)
    assert settle(iter([first, draft(b"b", SURE)])) is first


def test_noop_lines_alone_take_no_more_away_than_declarations() -> None:
    """Unless the first is rather wrong."""
    more = attrs.evolve(draft(b"b", 0.99), changed=[Hunk(0, 2, 0, 0)])
    for margin, held in ((LOW, b"a"), (0.1, b"b")):
        found = settle(iter([draft(b"a", margin), more]))
        assert isinstance(found, Draft)
        assert found.merged.data == held


def test_noop_both_fail() -> None:
    """What the first says is told."""
    first = refused()
    assert settle(iter([first, refused(Reason.AMBIGUOUS)])) is first


@pytest.mark.parametrize("language", ["javascript", None])
def test_lines_tell_where_declarations_do_not(language: str | None) -> None:
    """A snippet that begins and ends inside of functions has them wrong; its lines are right."""
    before = "".join(
        f"function {name}(store) {{\n  const {name}Cache = new Map();\n\n"
        f"  store.subscribe(() => {{\n    {name}Cache.clear();\n  }});\n}}\n\n"
        for name in ("users", "posts", "tags")
    )
    edit = (
        "    usersCache.clear();\n  });\n}\n\nfunction posts(store) {\n"
        "  const postsCache = new LruMap(100);\n\n  store.subscribe(() => {\n"
    )
    result = apply_edit(before, edit, language)
    assert isinstance(result, Applied), result
    assert result.text == before.replace("postsCache = new Map()", "postsCache = new LruMap(100)")


def test_a_model_of_other_numbers_is_an_error() -> None:
    """It has to be fitted anew."""
    with pytest.raises(ValueError, match=r"certainty\.toml"):
        fitted("declarations", (*NAMES, "another"))


def test_chances_stay_in_bounds() -> None:
    """However large a number is."""
    model = Logistic(0.5, (2.0,))
    assert 0 < model.chance([-1e9]) < model.chance([0]) < model.chance([1e9]) < 1
