"""The parser within its bounds: what it gives up, and that ordinary texts do not come near."""

from __future__ import annotations

import subprocess
import sys
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


@pytest.mark.parametrize(
    ("name", "source"),
    [
        (
            "c",
            "char zeros[] = {\n"
            + "0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,\n" * 5_000
            + "};\n",
        ),
        ("c", f"int a[] = {{ {'0, ' * 5_000} }};\n"),
        ("python", "x = 1\n" * 10_000),
        ("python", f"x = '{'A' * 100_000}'\n"),
        ("python", "\n" * 100_000 + "x = 1\n"),
        ("javascript", f"// {'-' * 5_000}\nf();\n"),
        ("css", "a {}\n" * 10_000),
        ("python", "f(g(h(1))[i.j.k[-(2)]])\n" * 1_000),
    ],
)
def test_monotonous_texts_that_are_sound_noop(name: str, source: str) -> None:
    """Tables, banners, and whatever parses."""
    tree = parser.parse(source.encode(), language_of(name))
    assert tree is not None
    assert not tree.root_node.has_error


MEASURE = """
import resource, sys
for limit, most in ((resource.RLIMIT_AS, 1_500_000_000), (resource.RLIMIT_CPU, 60)):
    resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))
from honed.syntax import languages, parser
for name in languages.names():
    for unit in sys.argv[1:]:
        for size in (1_000, 4_000, 100_000):
            parser.parse((unit * size)[:size].encode(), languages.by_name(name))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="it has no limits for processes")
@pytest.mark.parametrize(
    "unit", ["/*\n", "- *x ", "<!--", "${", "(", '"', "a b c\n", "\\\n", "\x01"]
)
def test_memory_and_time_are_bounded(unit: str) -> None:
    """In a process that may not have more of them, all languages bear each text."""
    subprocess.run([sys.executable, "-c", MEASURE, unit], check=True)
