"""What the captures and settings of a `quality.scm` do, whatever the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import tree_sitter

from honed.core.text import Span
from honed.quality import functions, marks, resources
from honed.quality.functions import measures
from honed.syntax import languages
from tests.code import parsed

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.quality.functions import Measures

CLOSURE = "def f():\n    if a:\n        def g():\n            if b:\n                pass\n"
NESTED = (
    "class A:\n    x = 1 if a else 2\n    def f(self):\n        class B:\n            y = 1 or 2\n"
)
HEAD = """
((function_definition name: (identifier) @name) @function {settings})
((class_definition name: (identifier) @name) @class {classes})
(if_statement) @structure
[(if_statement) (conditional_expression) (boolean_operator)] @decision
(if_statement consequence: (block) @nests)
"""


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Measures]:
    """Return a function that counts in Python with another `quality.scm`."""
    language = languages.by_name("python")
    assert language is not None
    grammar = languages.grammar(language)
    assert grammar is not None

    def made(source: str, query: str) -> Measures:
        compiled = tree_sitter.Query(grammar, query)
        monkeypatch.setattr(marks, "quality_query", lambda _: compiled)
        monkeypatch.setattr(marks, "declaring_query", lambda _: compiled)
        return measures(parsed(source, "python"))

    return made


def query(settings: str = "", classes: str = "") -> str:
    """Return the query with settings for its functions and its classes."""
    made = [" ".join(f"(#set! {each})" for each in words.split()) for words in (settings, classes)]
    return HEAD.format(settings=made[0], classes=made[1])


@pytest.mark.parametrize(
    ("settings", "expected", "complexity", "cognitive"),
    [
        ("", [("f", 2, 1), ("g", 2, 1)], 4, 2),
        ("counts_inside", [("f", 4, 1), ("g", 2, 1)], 6, 2),
        ("counts_deeper", [("f", 2, 4), ("g", 2, 1)], 4, 4),
        ("counts_inside counts_deeper", [("f", 4, 4), ("g", 2, 1)], 6, 4),
    ],
)
def test_closures(
    counted: Callable[[str, str], Measures],
    settings: str,
    expected: list[tuple[str, int, int]],
    complexity: int,
    cognitive: int,
) -> None:
    """What a function has counts for the one around it only where the pattern says so."""
    found = counted(CLOSURE, query(settings))
    assert [(each.name, each.cyclomatic, each.cognitive) for each in found.functions] == expected
    assert (found.complexity, found.cognitive) == (complexity, cognitive)


@pytest.mark.parametrize(("classes", "complexity"), [("", 2), ("counts_apart", 1)])
def test_class_in_a_function(
    counted: Callable[[str, str], Measures], classes: str, complexity: int
) -> None:
    """What stands in a class, but in no method, counts for the function around it, or apart."""
    found = counted(NESTED, query(classes=classes))
    assert [each.cyclomatic for each in found.functions] == [complexity]
    assert found.complexity == 3


@pytest.mark.parametrize(
    ("settings", "classes", "paths"), [("", "", 3), ("left_out_inside", "left_out_inside", 2)]
)
def test_paths(
    counted: Callable[[str, str], Measures], settings: str, classes: str, paths: int
) -> None:
    """The number of the text has all decisions, or those that lie in nothing inside another."""
    assert counted(CLOSURE, query(settings, classes)).paths == paths


def test_names_of_several_patterns(counted: Callable[[str, str], Measures]) -> None:
    """A function that two patterns find has the name and the settings of both."""
    both = "(function_definition) @function\n" + query("counts_inside")
    [outer, inner] = counted(CLOSURE, both).functions
    assert (outer.name, inner.qualified_name, outer.cyclomatic) == ("f", "f.g", 4)


def test_anonymous(counted: Callable[[str, str], Measures]) -> None:
    """A function without a name is listed."""
    [found] = counted("x = lambda: 1\n", "(lambda) @function").functions
    assert (found.name, found.qualified_name) == ("<anonymous>", "<anonymous>")


def test_initializer(counted: Callable[[str, str], Measures]) -> None:
    """The value of a field is a function where it has a decision."""
    source = "class A:\n    a = 1\n    b = 1 if c else 2\n"
    fields = (
        "(assignment left: (identifier) @name right: (_) @initializer)"
        "(conditional_expression) @decision"
    )
    found = counted(source, fields).functions
    assert [(each.name, each.cyclomatic) for each in found] == [("b", 2)]


def test_free_and_otherwise(counted: Callable[[str, str], Measures]) -> None:
    """What is free costs nothing, and the last choice is no way more."""
    source = "def f():\n    if a:\n        pass\n    elif b:\n        pass\n"
    more = "(elif_clause) @structure (elif_clause) @decision"
    assert _numbers(counted(source, query() + more)) == (3, 2)
    more += "(elif_clause) @free (elif_clause) @otherwise"
    assert _numbers(counted(source, query() + more)) == (2, 1)


def _numbers(found: Measures) -> tuple[int, int]:
    return found.functions[0].cyclomatic, found.functions[0].cognitive


def test_within() -> None:
    """Only what overlaps a span is counted, in the functions around it."""
    source = "def f():\n    if a:\n        pass\n\ndef g():\n    if b:\n        pass\n"
    start = source.index("def g")
    tree = parsed(source, "python")
    assert [each.name for each in measures(tree, Span(start, len(source))).functions] == ["g"]
    assert [each.name for each in measures(tree).functions] == ["f", "g"]


def test_language_without_a_query_noop(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no functions; its comments are known all the same."""
    monkeypatch.setattr(resources, "_source", lambda *_: None)
    monkeypatch.setattr(marks, "quality_query", resources.quality_query.__wrapped__)
    monkeypatch.setattr(marks, "declaring_query", resources.declaring_query.__wrapped__)
    tree = parsed("def f():\n    pass  # a\n", "python")
    assert measures(tree) == functions.Measures()
    assert len(marks.read(tree).comments) == 1


def test_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first line of a query names the folder whose query comes before it."""
    texts = {"a": "; inherits: b\n(one)", "b": "; inherits: c\n(two)", "c": "(three)"}
    monkeypatch.setattr(resources, "_source", lambda folder, _: texts.get(folder))
    found = resources._with_inherited("a")
    assert found is not None
    assert [line for line in found.splitlines() if line.startswith("(")] == [
        "(three)",
        "(two)",
        "(one)",
    ]
