"""From the renaming of one name to that of others; in a place, next to the cursor."""

from __future__ import annotations

import pytest

from honed.core.text import Text, apply_edits, decode, encode
from honed.learn.renaming import renaming
from honed.suggest.edits import PatternIndex, candidates_at, everywhere
from honed.suggest.features import Circumstances
from tests.code import edited, pattern_of, shown, tree_of

CASES = {
    ("a = user_id\n", "a = userId\n"): "‹user_id› → userId",
    ("a = getFoo(b)\n", "a = fetchFoo(b)\n"): "‹getFoo› → fetchFoo",
    ("user_ids = load_users(user_ids)\n", "user_ids = load_user(user_ids)\n"): (
        "‹load_users› → load_user"
    ),
    # Several that follow the first.
    ("old_key = old_name\n", "new_key = new_name\n"): "‹old_key› → new_key",
}


@pytest.mark.parametrize(("example", "expected"), CASES.items())
def test_renaming(example: tuple[str, str], expected: str) -> None:
    """What an edit teaches about the names that it leaves alone."""
    found = renaming(edited(*example, "python"))
    assert found is not None
    assert shown(found) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a = user_id\n", "a = page_no\n"),
        ("a = user_id\n", "a = userId + 1\n"),
        ("a = user_id\n", "a = user_id_of\n"),
        ("a = user\n", "a = users\n"),
        ("old_key = old_name\n", "new_key = name_now\n"),
        ("a = 'user_id'\n", "a = 'userId'\n"),
    ],
)
def test_noop(before: str, after: str) -> None:
    """Other names are no concern of it."""
    assert renaming(edited(before, after, "python")) is None


def index() -> PatternIndex:
    """Return what the renaming of one name teaches."""
    rewrite = renaming(edited("a = user_id\n", "a = userId\n", "python"))
    assert rewrite is not None
    return PatternIndex([pattern_of(rewrite)])


SOURCE = "page_no = 1\nprint(pageNo, page)\nf(item_no, item_key)\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (0, ["pageNo = 1"]),
        (1, []),
        # All names of a line together, and each alone.
        (2, ["f(itemNo, itemKey)", "f(itemNo, item_key)", "f(item_no, itemKey)"]),
    ],
)
def test_names_at_a_line(line: int, expected: list[str]) -> None:
    """Those of the old convention."""
    text, tree = Text(encode(SOURCE)), tree_of(SOURCE, "python")
    here = Circumstances("module", 1, 1)
    found = candidates_at(
        index(), text, tree, (line, line), here, language="python", trust=lambda _: True
    )
    results = [decode(apply_edits(text.data, each.candidate.edits)) for each in found]
    assert [each.splitlines()[line] for each in results] == expected


def test_names_everywhere() -> None:
    """In the whole file, each in its place."""
    known = index()
    text, tree = Text(encode(SOURCE)), tree_of(SOURCE, "python")
    found = everywhere(known, known.all()[0], text, tree, Circumstances("module", 1, 1))
    edits = [each.candidate.edits[0] for each in found]
    assert decode(apply_edits(text.data, edits)) == (
        "pageNo = 1\nprint(pageNo, page)\nf(itemNo, itemKey)\n"
    )
