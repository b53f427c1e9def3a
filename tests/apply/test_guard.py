"""The last look at an edit: what would damage a file, or the developer's own work, is refused."""

from __future__ import annotations

import pytest

from honed.apply.guard import Change, Passed, Refusal, change_of, check
from honed.core.text import Edit, Span, Text
from honed.syntax import languages
from honed.syntax.tree import Tree, faults, parse

SOURCE = b"def f(a):\n    x = g(a, 1)  # why\n    return x\n"


def text_and_tree(source: bytes, language: str = "python") -> tuple[Text, Tree | None]:
    """Return the text and its tree."""
    text = Text(source)
    return text, parse(text, languages.by_name(language))


def edit(source: bytes, old: bytes, new: bytes) -> Edit:
    """Return the edit of the first `old`."""
    start = source.index(old)
    return Edit(Span(start, start + len(old)), new)


def test_a_good_edit_passes_with_its_text_and_tree() -> None:
    """The text after, and a tree equal to one parsed from nothing."""
    text, tree = text_and_tree(SOURCE)
    verdict = check(text, tree, [edit(SOURCE, b"1", b"1, 2")])
    assert isinstance(verdict, Passed)
    assert verdict.text.data == SOURCE.replace(b"1", b"1, 2")
    again = parse(verdict.text, languages.by_name("python"))
    assert verdict.tree is not None
    assert again is not None
    assert str(verdict.tree.root) == str(again.root)


def test_parsing_worse_is_refused() -> None:
    """A bracket too few."""
    text, tree = text_and_tree(SOURCE)
    assert check(text, tree, [edit(SOURCE, b"1)", b"1")]) is Refusal.PARSES_WORSE


def test_a_broken_file_may_stay_as_broken_noop() -> None:
    """An edit elsewhere in a file that does not parse is no worse than before."""
    source = SOURCE + b"\n\ndef (:\n    pass\n"
    text, tree = text_and_tree(source)
    assert tree is not None
    assert faults(tree)
    assert isinstance(check(text, tree, [edit(source, b"1", b"2")]), Passed)


def test_losing_a_comment_is_refused() -> None:
    """Deleting a stretch with a comment in it."""
    text, tree = text_and_tree(SOURCE)
    lost = edit(SOURCE, b"x = g(a, 1)  # why", b"x = 1")
    assert check(text, tree, [lost]) is Refusal.LOSES_COMMENT


def test_keeping_the_comment_passes_noop() -> None:
    """The same with the comment kept."""
    text, tree = text_and_tree(SOURCE)
    kept = edit(SOURCE, b"x = g(a, 1)  # why", b"x = 1  # why")
    assert isinstance(check(text, tree, [kept]), Passed)


def test_taking_back_the_developers_edit_is_refused() -> None:
    """The reverse of what was just typed, wherever the lines stand by now."""
    text, tree = text_and_tree(SOURCE)
    back = edit(SOURCE, b"return x", b"return y")
    own = Change(before=b"return y", after=b"return x")
    assert check(text, tree, [back], [own]) is Refusal.TAKES_BACK


@pytest.mark.parametrize(
    "own", [Change(b"return z", b"return x"), Change(b"return x", b"return y")]
)
def test_another_change_is_no_reverse_noop(own: Change) -> None:
    """Another line before, or the same direction, takes nothing back."""
    text, tree = text_and_tree(SOURCE)
    assert isinstance(check(text, tree, [edit(SOURCE, b"return x", b"return y")], [own]), Passed)


def test_nothing_is_refused() -> None:
    """An edit that changes nothing is not offered."""
    text, tree = text_and_tree(SOURCE)
    assert check(text, tree, [edit(SOURCE, b"1", b"1")]) is Refusal.CHANGES_NOTHING
    assert check(text, tree, []) is Refusal.CHANGES_NOTHING


def test_without_a_tree_the_rest_is_still_held() -> None:
    """An unknown language: no parse, but no reversal and no empty change either."""
    text = Text(b"one\ntwo\n")
    verdict = check(text, None, [edit(text.data, b"two", b"2")])
    assert verdict == Passed(Text(b"one\n2\n"), None)
    own = Change(b"2", b"two")
    assert check(text, None, [edit(text.data, b"two", b"2")], [own]) is Refusal.TAKES_BACK


def test_change_of_is_whole_lines() -> None:
    """The lines that an edit touches, before and after, without the space around."""
    text = Text(b"  a b\n  c d\ne\n")
    joined = edit(text.data, b"b\n  c", b"x")
    assert change_of(text, joined) == Change(b"a b\n  c d", b"a x d")
    assert change_of(text, Edit(Span(0, 0), b"\n")) == Change(b"a b", b"a b")
