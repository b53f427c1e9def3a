"""Trees: parsed from nothing, parsed again after edits, and how broken they are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from honed.core.text import Edit, Span, Text, apply_edits
from honed.syntax import languages, parser, tree
from honed.syntax.tree import ancestors, fault_spans, faults, parse, reparse
from tests.code import marked, parsed
from tests.strategies import Changed, changed_code


def shape(parsed_tree: tree.Tree) -> str:
    """Return the tree as tree-sitter writes it."""
    return str(parsed_tree.root)


@given(changed_code())
def test_parsing_again_is_parsing(changed: Changed) -> None:
    """Where the text is sound, the tree does not depend on what stood there before."""
    before = parse(changed.before, languages.by_name(changed.language))
    fresh = parse(changed.after, languages.by_name(changed.language))
    assert before is not None
    assert fresh is not None
    again = reparse(before, changed.edits, changed.after)
    assert again is not None
    assert again.text is changed.after
    if not fresh.root.has_error:
        assert shape(again) == shape(fresh)


@pytest.mark.parametrize("source", ["x = 1\r\ny = 2\r\n", "x = 1\ry = 2\r", "x = 1\r\r\ny = 2\n"])
def test_parsing_again_with_carriage_returns(source: str) -> None:
    """Two edits in one step, in a text of other line ends."""
    before = parsed(source, "python")
    edits = [Edit(Span(4, 5), b"f(10)"), Edit(Span(0, 1), b"name")]
    after = Text(apply_edits(before.text.data, edits))
    again = reparse(before, edits, after)
    assert again is not None
    assert shape(again) == shape(parsed(after.data, "python"))


def test_the_given_tree_stays_as_it_was() -> None:
    """A request holds on to its snapshot while the document goes on."""
    before = parsed("x = 1\n", "python")
    old = shape(before)
    reparse(before, [Edit(Span(0, 1), b"return")], Text(b"return = 1\n"))
    assert shape(before) == old


@pytest.mark.parametrize(
    ("language", "source", "count"),
    [
        ("python", "x = (1\n", 1),
        ("go", "package a\nfunc f( {\n}\nfunc g) {\n}\n", 2),
        ("python", "x = 1\n", 0),
        ("typescript", "const a = <T,>(x: T) => x;\n", 0),
    ],
)
def test_faults(language: str, source: str, count: int) -> None:
    """Errors and missing parts; none in sound code."""
    assert (faults(parsed(source, language)) >= count) if count else True
    assert bool(faults(parsed(source, language))) is bool(count)


def test_fault_spans_say_where() -> None:
    """The span lies on the broken line."""
    broken = parsed("x = 1\ny = = 2\nz = 3\n", "python")
    spans = list(fault_spans(broken))
    assert spans
    assert all(broken.text.line_at(span.start) == 1 for span in spans)


def test_no_language_no_tree() -> None:
    """None is what callers work on text with."""
    assert parse(Text(b"x = 1"), None) is None


def test_a_text_that_is_too_large_has_no_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is treated as text, and a tree that grows beyond the bound is given up."""
    monkeypatch.setattr(tree, "MAX_PARSED_BYTES", 6)
    small = parsed("x = 1\n", "python")
    assert parse(Text(b"x = 10\n"), languages.by_name("python")) is None
    assert reparse(small, [Edit(Span(4, 5), b"10")], Text(b"x = 10\n")) is None


def test_a_grammar_that_is_not_installed_gives_no_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for no language."""
    small = parsed("x = 1\n", "python")
    monkeypatch.setattr(parser, "_idle", lambda _: [])
    monkeypatch.setattr(languages, "grammar", lambda _: None)
    assert parse(small.text, small.language) is None
    assert reparse(small, [], small.text) is None


@pytest.mark.parametrize(
    ("language", "source", "kinds"),
    [
        ("python", "f(a$0b)", ["module", "expression_statement", "call", "argument_list"]),
        # A byte between two children, at which tree-sitter finds none.
        ("go", "package a\n$0\nfunc f() {}\n", ["source_file"]),
        ("go", "package a\n\n$0func f() {}\n", ["source_file", "function_declaration", "func"]),
    ],
)
def test_ancestors(language: str, source: str, kinds: list[str]) -> None:
    """The nodes that hold a byte, the root first."""
    text, offset = marked(source)
    assert [node.type for node in ancestors(parsed(text, language), offset)][: len(kinds)] == kinds


@given(changed_code())
def test_ancestors_hold_each_other(changed: Changed) -> None:
    """Each node lies in the one before it, and all but the root hold the byte."""
    language = languages.by_name(changed.language)
    parsed_tree = parse(changed.before, language)
    assert parsed_tree is not None
    for offset in range(0, len(changed.before.data), 7):
        chain = ancestors(parsed_tree, offset)
        for outer, inner in pairwise(chain):
            assert outer.start_byte <= inner.start_byte <= offset < inner.end_byte <= outer.end_byte
