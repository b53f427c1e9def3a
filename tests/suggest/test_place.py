"""What surrounds a stretch: the rest of its statement, the nodes, the call."""

from __future__ import annotations

import pytest

from honed.suggest.place import MAX_PATH, MAX_SIDE, Place, describe
from tests.code import marked, tree_of, window_of


def place(source: str, language: str) -> Place:
    """Return the surroundings of the token at the cursor, or of all up to a second one."""
    source, _, length = source.partition("|")
    text, offset = marked(source)
    view = window_of(text, language)
    first = next(index for index, token in enumerate(view.tokens) if token.start >= offset)
    return describe(view, tree_of(text, language), first, first + int(length or 1))


@pytest.mark.parametrize(
    ("language", "source", "left", "right"),
    [
        ("python", "a\nlog($0b, 'c d')\ne\n", "log (", ", ' c d ' )"),
        ("python", "$0f(a)\n", "", "( a )"),
        ("python", "def f($0a):\n    return 1\n", "def f (", ") :"),
        ("", "a b\nc $0d e\nf\n", "c", "e"),
    ],
)
def test_sides(language: str, source: str, left: str, right: str) -> None:
    """The tokens of the statement, a text as one."""
    found = place(source, language)
    assert " ".join(each.text for each in found.left) == left
    assert " ".join(each.text for each in found.right) == right


def test_sides_are_bounded() -> None:
    """What is nearest is kept."""
    found = place("f(" + "a, " * 50 + "$0b" + ", c" * 50 + ")", "python")
    assert len(found.left) == len(found.right) == MAX_SIDE
    assert found.right[0].text == ","


@pytest.mark.parametrize(
    ("language", "source", "path", "callee"),
    [
        ("python", "log.info($0a)", ("argument_list", "call"), ("log", "info")),
        ("python", "log.info($0a.b)|3", ("=attribute", "argument_list"), ("log", "info")),
        # A call is not among its own arguments, nor what is called.
        ("python", "f($0g(a))|4", ("=call", "argument_list"), ("f",)),
        ("python", "f($0g(a))", ("call", "argument_list"), ("f",)),
        ("python", "$0f(a)|4", ("=call", "expression_statement"), ()),
        # What is called by what was called before: its words, not their arguments.
        ("python", "a('x').b(c).d($0e)", ("argument_list", "call"), ("a", "b", "d")),
        ("java", "class A { void f() { log.warn($0a); } }", ("argument_list",), ("log", "warn")),
        ("java", "class A { B b = new B($0a); }", ("argument_list",), ("new", "B")),
        ("rust", 'fn f() { print!($0"a"); }|3', ("=string_literal", "token_tree"), ("print",)),
        ("python", "x = $0a\n", ("assignment", "expression_statement"), ()),
    ],
)
def test_path_and_callee(
    language: str, source: str, path: tuple[str, ...], callee: tuple[str, ...]
) -> None:
    """The nodes around, `=` where the stretch is the whole node; the words of the call."""
    found = place(source, language)
    assert found.path[: len(path)] == path
    assert len(found.path) <= MAX_PATH
    assert found.callee == callee


@pytest.mark.parametrize(
    ("source", "path", "callee"),
    [
        ("$0run fast(a)", ("line",), ()),
        ("run $0fast(a)", ("called",), ()),
        ("run fast($0a, b)", ("argument",), ("fast",)),
        ("run $0fast(a, b)|6", ("=call",), ()),
        ("image: app:$01.0", ("line of image",), ()),
        ("one\n  two $0three", ("line of two",), ()),
        ("($0a)", ("line of (",), ()),
    ],
)
def test_without_a_grammar(source: str, path: tuple[str, ...], callee: tuple[str, ...]) -> None:
    """What is called, the word before the bracket, or the first of the line."""
    found = place(source, "")
    assert (found.path, found.callee) == (path, callee)
