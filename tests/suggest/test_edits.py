"""Learned edits at a place and in a whole text: found, bounded, and never again what is done."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from honed.core.model import Pattern
from honed.core.text import Text, apply_edits, decode, encode
from honed.learn.edited import edited_statement
from honed.learn.generalize import generalize
from honed.suggest import edits, places
from honed.suggest.edits import Found, PatternIndex, candidates_at, everywhere, fires_again
from honed.suggest.features import Circumstances
from honed.suggest.index import entry_of
from honed.suggest.matching import matches_at
from honed.suggest.view import view
from honed.syntax import languages
from honed.syntax.tree import parse, reparse
from tests.code import pattern_of, rewrites, tree_of
from tests.strategies import FRAGMENTS, Changed, changed_code, data

HERE = Circumstances("module", 1, 1)


def index_of(language: str, *examples: tuple[str, str]) -> PatternIndex:
    """Return an index of all that the examples teach."""
    found = [each for before, after in examples for each in rewrites(before, after, language)]
    return PatternIndex(pattern_of(each, number) for number, each in enumerate(found, 1))


def at(
    index: PatternIndex, source: str, language: str, lines: tuple[int, int] = (0, 0)
) -> list[Found]:
    """Return what is found on the lines."""
    return candidates_at(
        index,
        Text(encode(source)),
        tree_of(source, language),
        lines,
        HERE,
        language=language,
        trust=lambda _: True,
    )


def texts(found: list[Found]) -> list[str]:
    """Return what each candidate would make of the text."""
    return [decode(apply_edits(each.window.text.data, each.candidate.edits)) for each in found]


ADD = ("f(a)\n", "f(a, x=1)\n")


@pytest.mark.parametrize(
    ("line", "count"), [(0, 1), (1, 0), (2, 1), (3, 1), (4, 1), (5, 0), (6, 3)]
)
def test_candidates_touch_the_lines(line: int, count: int) -> None:
    """Those of a statement on each of its lines, all of a line, and these together."""
    source = "f(b)\ng(c)\nf(\n  d,\n)\n\ny = f(e) + f(g)\n"
    assert len(at(index_of("python", ADD), source, "python", (line, line))) == count


def test_a_selection_is_looked_at_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """But not more than so many lines of it."""
    index = index_of("python", ADD)
    source = "f(b)\n" * 50
    assert len(at(index, source, "python", (0, 9))) == 10
    assert len(at(index, source, "python", (0, 49))) == edits.MAX_LINES_ASKED
    monkeypatch.setattr(edits, "MAX_FOUND", 3)
    assert len(at(index, source, "python", (0, 9))) == 3


def test_noop_patterns_that_are_not_trusted() -> None:
    """They are not even tried."""
    text = Text(b"f(b)\n")
    index = index_of("python", ADD)
    found = candidates_at(
        index, text, tree_of("f(b)\n", "python"), (0, 0), HERE, language="python",
        trust=lambda _: False,
    )  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    ("language", "example", "place"),
    [
        # What is inserted stands there already: around, inside, beside, in other words.
        ("python", ADD, "f(b, x=1)\n"),
        ("python", ADD, "f(x=1)\n"),
        ("javascript", ("f(a);\n", "await f(a);\n"), "await f(b);\n"),
        ("javascript", ("f(a);\n", "f(g(a));\n"), "f(g(b));\n"),
        ("rust", ("fn x() { f(a); }", "fn x() { f(&a); }"), "fn x() { f(&b); }"),
        ("python", ("f(a)\n", "f(a)\ng()\n"), "f(b)\ng()\n"),
        ("python", ("f(a)\n", "g()\nf(a)\n"), "g()\nf(b)\n"),
        (
            "python",
            ("a = f(b)\n", "a = f(b)\nif a:\n    g()\n"),
            "c = f(d)\nif c:\n    h()\n",
        ),
        # A place of another kind.
        ("python", ("x = [a + b]\n", "x = [add(a, b)]\n"), "x = [a - b]\n"),
        ("python", ("f(a == None)\n", "f(a is None)\n"), "f(a == b)\n"),
        ("typescript", ('f("a" + b);', "f(`a${b}`);"), "f(a + b);"),
    ],
)
def test_noop(language: str, example: tuple[str, str], place: str) -> None:
    """Silence."""
    last = place.rstrip("\n").count("\n")
    assert at(index_of(language, example), place, language, (0, last)) == []


def test_a_core_without_words_stands_in_like_nodes() -> None:
    """A `%` in an argument of a call, not everywhere."""
    index = index_of("go", ('package a\nvar x = f("%s", a)\n', 'package a\nvar x = f("%v", a)\n'))
    assert at(index, 'package a\nvar y = g("%s", b)\n', "go", (1, 1))
    assert not at(index, 'package a\nfunc f() { return "%s" }\n', "go", (1, 1))


@pytest.mark.parametrize(
    ("language", "example", "place", "again"),
    [
        ("python", ("x = a\n", "x = a = a\n"), "x = a\n", True),
        ("python", ADD, "f(b)\n", False),
        # Back and forth is no again.
        ("python", ("f(a, b)\n", "f(b, a)\n"), "f(c, d)\n", False),
    ],
)
def test_fires_again(language: str, example: tuple[str, str], place: str, *, again: bool) -> None:
    """A pattern that would change its own output would never come to rest."""
    found = at(index_of(language, example), place, language)[0]
    pattern = found.pattern
    tree = tree_of(place, language)
    after = Text(apply_edits(encode(place), found.candidate.edits))
    after_tree = reparse(tree, found.candidate.edits, after) if tree else None
    assert fires_again(pattern, found.candidate.edits[0], after, after_tree) is again


def test_everywhere() -> None:
    """In order, none overlapping another; what is called like it is another."""
    index = index_of("python", ADD)
    source = "f(b)\nff(c)\n" + "\n" * 30 + "y = [f(d), f(f(e))]\n# f(g)\n'f(h)'\n"
    text = Text(encode(source))
    pattern = index.all()[0]
    found = everywhere(index, pattern, text, tree_of(source, "python"), HERE)
    assert [decode(each.candidate.edits[0].new) for each in found] == [
        "f(b, x=1)",
        "f(d, x=1)",
        "f(f(e), x=1)",
    ]


def test_everywhere_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern of a common token is tried on the first lines that have it."""
    monkeypatch.setattr(places, "MAX_PLACES", 5)
    index = index_of("python", ADD)
    source = "f(b)\n" * 20
    found = everywhere(index, index.all()[0], Text(encode(source)), tree_of(source, "python"), HERE)
    assert len(found) == 5


def test_noop_everywhere_without_the_words() -> None:
    """Nothing is found where a token is missing, or far away."""
    index = index_of("python", ADD)
    source = "f\n" + "\n" * 60 + "(b)\n"
    assert everywhere(index, index.all()[0], Text(encode(source)), None, HERE) == []


@pytest.mark.parametrize(
    "source",
    [
        b"x = " + b"(" * 5_000 + b"f(a)" + b")" * 5_000,
        b"f(" * 5_000,
        b"f(a), " * 2_000,
        b"x = [" + b", ".join(b'f(a, "%s" % b)' for _ in range(700)) + b"]",
        b"x" * 10_000,
        b"x = [" + b"1, " * 330_000 + b"]",
    ],
)
@pytest.mark.parametrize("language", ["python", ""])
def test_very_long_lines_are_left_alone_at_once(source: bytes, language: str) -> None:
    """On minified code and data nothing is offered, nor is it read for the line beside.

    The time is the bound, not a measurement.
    """
    text = Text(source + b"\n" + b"f(b)\n")
    tree = parse(text, languages.by_name(language) if language else None)
    index = index_of(language, ADD)
    begun = time.perf_counter()
    assert (
        candidates_at(index, text, tree, (0, 0), HERE, language=language, trust=lambda _: True)
        == []
    )
    candidates_at(index, text, tree, (1, 1), HERE, language=language, trust=lambda _: True)
    everywhere(index, index.all()[0], text, tree, HERE)
    assert time.perf_counter() - begun < 2.0


@given(changed_code(FRAGMENTS), data())
def test_searching_never_fails(changed: Changed, other: bytes) -> None:
    """Whatever was learned and wherever it is looked for; what is found can be applied."""
    language = languages.by_name(changed.language)
    trees = parse(changed.before, language), parse(changed.after, language)
    edited = edited_statement(changed.before, changed.after, *trees)
    found = generalize(edited) if edited else []
    index = PatternIndex(pattern_of(each, number) for number, each in enumerate(found, 1))
    for text in (changed.before, changed.after, Text(other)):
        tree = parse(text, language)
        for line in range(0, text.line_count, 4):
            for each in candidates_at(
                index, text, tree, (line, line), HERE, language=changed.language,
                trust=lambda _: True,
            ):  # fmt: skip
                _check(each, text)
                after = Text(apply_edits(text.data, each.candidate.edits))
                fires_again(each.pattern, each.candidate.edits[0], after, None)
        for pattern in index.all():
            for each in everywhere(index, pattern, text, tree, HERE):
                _check(each, text)


def _check(found: Found, text: Text) -> None:
    [edit] = found.candidate.edits
    assert apply_edits(text.data, [edit]) != text.data
    assert all(0.0 <= value <= 1.0 for value in found.candidate.features)
    assert 0 <= found.candidate.span.start < found.candidate.span.end <= len(text.data)


@settings(max_examples=60)
@given(changed_code(), st.booleans())
def test_no_start_is_overlooked(changed: Changed, with_tree: bool) -> None:  # noqa: FBT001 - drawn
    """Where a pattern matches, its first token is among those that are tried."""
    language = languages.by_name(changed.language) if with_tree else None
    trees = parse(changed.before, language), parse(changed.after, language)
    edited = edited_statement(changed.before, changed.after, *trees)
    for rewrite in generalize(edited) if edited else ():
        entry = entry_of(pattern_of(rewrite))
        last = changed.before.line_count - 1
        here = view(changed.before, trees[0], (0, last))
        starts = set(here.starts(entry))
        for first in range(len(here.window.tokens)):
            tried = entry.rewrite_at(here.window, first)
            if tried is not None and matches_at(tried, here.window, first):
                assert first in starts


def test_what_stands_twice_on_a_line_is_changed_together() -> None:
    """As one candidate, before those that change one of them; not on two lines."""
    index = index_of("python", ("f(old)\n", "f(new)\n"))
    assert texts(at(index, "g(old, old)\n", "python")) == [
        "g(new, new)\n",
        "g(new, old)\n",
        "g(old, new)\n",
    ]
    found = texts(at(index, "g(old,\n  old)\n", "python", (0, 1)))
    assert "g(new,\n  new)\n" not in found


def test_a_request_brings_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """And one more where those of a line are changed together."""
    monkeypatch.setattr(edits, "MAX_FOUND", 2)
    index = index_of("python", ("f(old)\n", "f(new)\n"), ("g(old)\n", "g(other)\n"))
    assert len(at(index, "h(old, old, old)\n", "python")) == 3


def test_a_pattern_of_another_language_is_not_found() -> None:
    """Each language has its own."""
    [rewrite] = rewrites(*ADD, "python")
    index = PatternIndex([Pattern(1, rewrite, pattern_of(rewrite).example, 1, 1)])
    assert at(index, "f(b);\n", "javascript") == []
