"""The last look: no text parses worse, no comment is lost, nobody's own edit is taken back."""

from __future__ import annotations

import pytest
from hypothesis import given

from honed.apply.guard import Change, Passed, Refusal, change_of, check
from honed.core.text import Edit, Span, Text, apply_edits, encode
from honed.syntax import languages
from honed.syntax.tree import faults, parse
from tests.code import tree_of
from tests.strategies import Changed, changed_code


def verdict(
    source: str, old: str, new: str, language: str = "python", recent: tuple[Change, ...] = ()
) -> Passed | Refusal:
    """Return what the guard says to replacing the first `old` by `new`."""
    start = encode(source).index(encode(old))
    edit = Edit(Span(start, start + len(encode(old))), encode(new))
    return check(Text(encode(source)), tree_of(source, language), [edit], recent)


@pytest.mark.parametrize(
    ("source", "old", "new", "language"),
    [
        ("f(a)\n", "a", "b", "python"),
        # Code that was broken may stay so, and may get better.
        ("f(a\nb = 1\n", "b", "c", "python"),
        ("f(a\n", "a", "a)", "python"),
        # A comment that moves is not lost.
        ("f(a)  # why\n", "f(a)  # why", "# why\nf(b)", "python"),
        ("f a\n", "f", "g", ""),
    ],
)
def test_passed(source: str, old: str, new: str, language: str) -> None:
    """With the text and the tree after it."""
    found = verdict(source, old, new, language)
    assert isinstance(found, Passed)
    assert found.text.data == encode(source.replace(old, new, 1))
    assert (found.tree is None) is (not language)


@pytest.mark.parametrize(
    ("source", "old", "new", "refusal"),
    [
        ("f(a)\n", "a", "a(", Refusal.PARSES_WORSE),
        ("f(a\nb = 1\n", "b", "b)(", Refusal.PARSES_WORSE),
        ("f(a)  # why\n", "f(a)  # why", "f(b)", Refusal.LOSES_COMMENT),
        ("f(a)\n", "a", "a", Refusal.CHANGES_NOTHING),
    ],
)
def test_refused(source: str, old: str, new: str, refusal: Refusal) -> None:
    """And why."""
    assert verdict(source, old, new) is refusal


def test_a_comment_that_was_deleted_elsewhere_may_go() -> None:
    """To the letter, all of its lines; another one may not."""
    text, edit = Text(b"f(a)  # type: ignore\n"), Edit(Span(4, 20), b"")
    tree = tree_of("f(a)  # type: ignore\n", "python")
    assert isinstance(check(text, tree, [edit], (), (b"# type: ignore",)), Passed)
    assert check(text, tree, [edit], (), (b"# type: ign",)) is Refusal.LOSES_COMMENT


def test_several_edits_are_looked_at_together() -> None:
    """One alone would not parse."""
    source = "f(a)\n"
    edits = [Edit(Span(1, 2), b"["), Edit(Span(3, 4), b"]")]
    assert isinstance(check(Text(encode(source)), tree_of(source, "python"), edits), Passed)
    assert check(Text(encode(source)), tree_of(source, "python"), edits[:1]) is Refusal.PARSES_WORSE


OWN = (Change(b"x = f(a)", b"x = f(b)"),)


@pytest.mark.parametrize("source", ["x = f(b)\n", "if c:\n    x = f(b)\n"])
def test_the_own_edit_is_not_taken_back(source: str) -> None:
    """Wherever the line stands by now."""
    assert verdict(source, "b)", "a)", recent=OWN) is Refusal.TAKES_BACK


def test_the_own_edit_is_not_taken_back_among_what_stays() -> None:
    """A pattern may reach over lines that it leaves as they are."""
    found = verdict("x = f(b)\ny = 1\n", "b)\ny", "a)\ny", recent=OWN)
    assert found is Refusal.TAKES_BACK


@pytest.mark.parametrize("source", ["y = f(b)\n", "x = f(b)  # d\n"])
def test_noop_another_line_may_be_changed(source: str) -> None:
    """It was not the developer's own."""
    assert isinstance(verdict(source, "b)", "a)", recent=OWN), Passed)


@pytest.mark.parametrize(
    ("source", "edit", "change"),
    [
        (b"a\n  b c\nd", Edit(Span(4, 5), b"x"), Change(b"b c", b"x c")),
        (b"a\nb\nc", Edit(Span(2, 4), b""), Change(b"b\nc", b"c")),
        (b"a\n", Edit(Span(1, 1), b"\nb"), Change(b"a", b"a\nb")),
    ],
)
def test_change_of(source: bytes, edit: Edit, change: Change) -> None:
    """The whole lines, before and after."""
    assert change_of(Text(source), edit) == change


@given(changed_code())
def test_what_passes_is_no_worse(changed: Changed) -> None:
    """Its tree is that of the text after the edits."""
    tree = parse(changed.before, languages.by_name(changed.language))
    assert tree is not None
    found = check(changed.before, tree, changed.edits)
    if isinstance(found, Passed):
        assert found.text.data == apply_edits(changed.before.data, changed.edits)
        assert found.tree is not None
        assert faults(found.tree) <= faults(tree)
