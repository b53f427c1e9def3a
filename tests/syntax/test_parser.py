"""The parser within its bounds: what it gives up, and that ordinary texts do not come near."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import tree_sitter
from hypothesis import given

from honed.syntax import languages, parser
from tests.strategies import GRAMMARS, Changed, changed_code

if TYPE_CHECKING:
    from honed.syntax.languages import Language

TORN = {
    "cut": lambda source: source[: len(source) // 2],
    "without its beginning": lambda source: source[len(source) // 3 :],
    "in conflict": lambda source: source.replace(
        b"\n\n", b"\n<<<<<<< HEAD\nx = 1\n=======\ny = 2\n>>>>>>> branch\n"
    ),
    "a bracket missing, long": lambda source: (
        source.replace(b"{", b"", 1).replace(b"(", b"", 1) * (300_000 // len(source))
    ),
    "a bracket too many, long": lambda source: b"{\n" + source * (300_000 // len(source)),
    "a quote too many, long": lambda source: b'"\n' + source * (300_000 // len(source)),
}
"""What becomes of files while they are edited."""


def language_of(name: str) -> Language:
    """Return a language that there is."""
    language = languages.by_name(name)
    assert language is not None
    return language


def sample(name: str) -> bytes:
    """Return the sample file of a language."""
    return (GRAMMARS / name / "sample.src").read_bytes()


def plain(data: bytes, language: Language) -> str:
    """Return the tree of a parser without bounds."""
    grammar = languages.grammar(language)
    assert grammar is not None
    return str(tree_sitter.Parser(grammar).parse(data).root_node)


@pytest.mark.parametrize("how", TORN)
@pytest.mark.parametrize("name", languages.names())
def test_torn_files_are_parsed_noop(name: str, how: str) -> None:
    """The bounds leave the tree as it is."""
    language = language_of(name)
    data = TORN[how](sample(name))
    tree = parser.parse(data, language)
    assert tree is not None
    assert str(tree.root_node) == plain(data, language)


@pytest.mark.parametrize("of", languages.names())
@pytest.mark.parametrize("name", languages.names())
def test_files_of_other_languages_are_parsed_noop(name: str, of: str) -> None:
    """Such as a header that is C++ in one project and C in another."""
    language = language_of(name)
    tree = parser.parse(sample(of), language)
    assert tree is not None
    assert str(tree.root_node) == plain(sample(of), language)


def test_nodes_know_their_text() -> None:
    """Queries compare it."""
    tree = parser.parse(b"name = 1\n", language_of("python"))
    assert tree is not None
    node = tree.root_node.descendant_for_byte_range(0, 4)
    assert node is not None
    assert node.text == b"name"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("csharp", "<!--"),
        ("css", "=> "),
        ("javascript", "/*\n"),
        ("lua", "a b c\n"),
        ("python", "\\\n"),
        ("bash", "\x00"),
    ],
)
def test_texts_that_lead_nowhere_have_no_tree(name: str, unit: str) -> None:
    """Without bounds they take seconds at this length, and hours at a megabyte."""
    assert parser.parse(unit.encode() * 10_000, language_of(name)) is None
    after = parser.parse(sample(name), language_of(name))
    assert after is not None
    assert not after.root_node.has_error


@given(changed_code())
def test_any_code_is_parsed_noop(changed: Changed) -> None:
    """As without bounds, whatever is typed into it."""
    language = language_of(changed.language)
    tree = parser.parse(changed.after.data, language)
    assert tree is not None
    assert str(tree.root_node) == plain(changed.after.data, language)
