"""Languages as data: the folders of `grammars`, and how a language and its grammar are found.

Each folder holds a sample, sample.src, and the declarations in it, sample.declarations: one a line,
with its first and last line (from 1), kind and name.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest
import tree_sitter

from honed.syntax import languages
from honed.syntax.declarations import matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.syntax.languages import Language

GRAMMARS = Path(__file__).parents[2] / "grammars"
CORE = {"c", "cpp", "go", "java", "javascript", "python", "rust", "tsx", "typescript"}
NODE_FIELDS = (
    "identifier",
    "member",
    "literal",
    "string",
    "string_text",
    "string_quote",
    "comment",
    "block",
    "statement",
    "expression",
    "call",
    "import_",
    "scope",
)
KEYWORDS = frozenset(
    {
        "at_keyword",
        "auto",
        "boolean_type",
        "break_statement",
        "cast_type",
        "crate",
        "discard",
        "from",
        "heredoc_beginning",
        "heredoc_end",
        "heredoc_start",
        "important",
        "interpolation_brace",
        "interpolation_start",
        "line_continuation",
        "modifier",
        "mutable_specifier",
        "nesting_selector",
        "optional_chain",
        "php_end_tag",
        "php_tag",
        "predefined_type",
        "preproc_directive",
        "primitive_type",
        "self",
        "special_variable_name",
        "super",
        "test_operator",
        "this",
        "to",
        "type_conversion",
        "universal_selector",
        "vararg_expression",
        "void_type",
    }
)
"""Named leaves that are as fixed as a keyword."""
HEADS = {
    "constant_pattern",
    "end_tag",
    "php_tag",
    "self_closing_tag",
    "start_tag",
    "switch_label",
}
"""What stands in a block beside its statements, without a field name that would tell."""
OTHER_ARGUMENTS = frozenset(
    {
        "argument",
        "block_argument",
        "class_selector",
        "declaration_expression",
        "dictionary_splat",
        "forward_argument",
        "hash_splat_argument",
        "keyword_argument",
        "list_splat",
        "pair",
        "pseudo_class_selector",
        "spread_element",
        "variadic_unpacking",
    }
)
"""Arguments that can stand nowhere else."""


@pytest.fixture(params=sorted(each.parent.name for each in GRAMMARS.glob("*/language.toml")))
def language(request: pytest.FixtureRequest) -> Language:
    """Each language whose grammar is installed; those that honed always installs must be."""
    found = languages.by_name(request.param)
    assert found is not None, "its folder is badly formed"
    if languages.grammar(found) is None and found.name not in CORE:
        pytest.skip(f"{found.package} is not installed")
    return found


def sample(language: Language) -> tree_sitter.Tree:
    """Parse the sample of a language."""
    known = languages.grammar(language)
    assert known is not None
    return tree_sitter.Parser(known).parse((GRAMMARS / language.name / "sample.src").read_bytes())


def walk(
    node: tree_sitter.Node, whole: frozenset[str] = frozenset()
) -> Iterator[tuple[tree_sitter.Node, str, tree_sitter.Node | None]]:
    """Yield each node with its field name and its parent, nothing below the kinds in `whole`."""
    stack: list[tuple[tree_sitter.Node, str, tree_sitter.Node | None]] = [(node, "", None)]
    while stack:
        current, field, parent = stack.pop()
        yield current, field, parent
        if current.type not in whole:
            for index, child in enumerate(current.children):
                stack.append((child, current.field_name_for_child(index) or "", current))


def atoms(language: Language) -> frozenset[str]:
    """Return the kinds that a token is made of whole, even where they have children."""
    return language.identifier | language.literal | language.string_text | language.comment


def described(node: tree_sitter.Node) -> str:
    """Return what a failed assertion should say of a node."""
    return f"line {node.start_point.row + 1}: {node.type} {(node.text or b'')[:40]!r}"


def test_every_kind_that_a_language_names_exists_in_its_grammar(language: Language) -> None:
    """A misspelt kind would silently never match."""
    known = languages.grammar(language)
    assert known is not None
    kinds = {
        known.node_kind_for_id(index)
        for index in range(known.node_kind_count)
        if known.node_kind_is_visible(index)
    }
    for field in NODE_FIELDS:
        assert getattr(language, field) <= kinds, field


def test_the_sample_shows_every_field(language: Language) -> None:
    """What the sample does not show, the other tests do not see."""
    seen = {node.type for node, _, _ in walk(sample(language).root_node)}
    for field in NODE_FIELDS:
        kinds = getattr(language, field)
        assert not kinds or kinds & seen, field


def test_the_sample_has_no_faults(language: Language) -> None:
    """A construct that the grammar does not know would prove nothing."""
    faults = [
        described(node)
        for node, _, _ in walk(sample(language).root_node)
        if node.is_error or node.is_missing
    ]
    assert faults == []


def test_every_leaf_of_a_string_is_a_quote_text_or_interpolated(language: Language) -> None:
    """Only brackets and a prefix before the first quote are neither."""
    strays = []
    for node, _, parent in walk(sample(language).root_node):
        if parent is None or parent.type not in language.string or node.child_count:
            continue
        is_prefix = node.start_byte == parent.start_byte and not (node.text or b"").isalpha()
        if node.type not in (
            language.string_quote | language.string | atoms(language) | KEYWORDS
        ) and not (is_prefix or (node.text or b"") in b"(){}"):
            strays.append(described(node))
    assert strays == []


def test_every_other_named_leaf_is_a_name_a_literal_or_as_fixed_as_a_keyword(
    language: Language,
) -> None:
    """A leaf that is none of them would be a fixed word in every learned pattern."""
    strays = [
        described(node)
        for node, _, _ in walk(sample(language).root_node, atoms(language))
        if node.is_named
        and not node.child_count
        and node.type not in atoms(language) | language.string | language.string_quote | KEYWORDS
        and node.start_byte != node.end_byte
    ]
    assert strays == []


def test_every_member_of_a_block_is_a_statement(language: Language) -> None:
    """Beside statements a block holds comments and its head, which the grammar mostly names."""
    strays = [
        described(node)
        for node, field, parent in walk(sample(language).root_node)
        if parent is not None
        and parent.type in language.block
        and node.is_named
        and not field
        and not language.is_statement(node.type, parent.type)
        and node.type not in language.comment | language.block | language.string_text | HEADS
    ]
    assert strays == []


def test_every_argument_is_an_expression(language: Language) -> None:
    """Unpacked and keyword arguments are none: they can stand nowhere else."""
    strays = [
        described(node)
        for node, _, parent in walk(sample(language).root_node)
        if parent is not None
        and parent.type in {"argument", "argument_list", "arguments"}
        and node.is_named
        and node.type not in language.expression | language.comment | OTHER_ARGUMENTS
    ]
    assert strays == []


def found_declarations(language: Language) -> list[tuple[int, int, str, str]]:
    """Return first and last line, kind and name; of those with one name node the widest."""
    query = languages.declarations_query(language)
    assert query is not None
    widest: dict[int, tuple[tree_sitter.Node, str, str]] = {}
    for key, captures in matches(query, sample(language).root_node):
        assert [each for each in captures if each.startswith("declaration.")] == [key]
        (node,) = captures[key]
        (name,) = captures["name"]
        assert len(captures.get("body", ())) <= 1
        text = " ".join((name.text or b"").decode().split())
        known = widest.get(name.id)
        if known is not None:
            assert known[0].id != node.id, f"found twice: {described(node)}"
            assert language.name == "cpp", f"found inside of itself: {described(node)}"
        if known is None or known[0].end_byte - known[0].start_byte < len(node.text or b""):
            widest[name.id] = (node, key.removeprefix("declaration."), text)
    return sorted(
        (node.start_point.row + 1, node.end_point.row + 1, kind, text)
        for node, kind, text in widest.values()
    )


def test_the_declarations_of_the_sample_are_found(language: Language) -> None:
    """Each once, with decorators, export and template, and by its name."""
    expected = []
    for line in (GRAMMARS / language.name / "sample.declarations").read_text().splitlines():
        lines, kind, name = line.split(maxsplit=2)
        first, last = map(int, lines.split("-"))
        expected.append((first, last, kind, name))
    assert found_declarations(language) == sorted(expected)


def test_every_folder_is_a_language() -> None:
    """None of them is left out for being badly formed."""
    assert list(languages.names()) == sorted(
        each.parent.name for each in GRAMMARS.glob("*/language.toml")
    )


def test_every_grammar_is_a_dependency() -> None:
    """The core ones always, the others by the extra more-languages."""
    project = tomllib.loads((GRAMMARS.parent / "pyproject.toml").read_text())["project"]
    needed = " ".join(project["dependencies"])
    extra = " ".join(project["optional-dependencies"]["more-languages"])
    for name in languages.names():
        known = languages.by_name(name)
        assert known is not None
        assert f"{known.package}>=" in (needed if name in CORE else extra)


@pytest.mark.parametrize(
    ("language_id", "path", "name"),
    [
        ("python", None, "python"),
        ("javascriptreact", None, "javascript"),
        ("typescript", "/a/b.ts", "typescript"),
        ("typescript", None, "typescript"),
        ("typescript", "file:///a/b.tsx", "tsx"),
        ("typescriptreact", "/a/b.ts", "tsx"),
        ("shellscript", None, "bash"),
        ("sh", "noext", "bash"),
        ("cpp", "/a/b.h", "cpp"),
        ("c", "/a/b.h", "c"),
        ("plaintext", "C:\\a\\Rakefile", "ruby"),
        ("plaintext", "/a/b.txt", None),
        ("plaintext", None, None),
        ("", None, None),
    ],
)
def test_a_language_is_found_by_what_the_editor_calls_it(
    language_id: str, path: str | None, name: str | None
) -> None:
    """The id decides, the file name where it says nothing or leaves a choice."""
    found = languages.by_id(language_id, path)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("given", "path", "name"),
    [
        ("python", "", "python"),
        ("Python", "a.go", "python"),
        ("javascriptreact", "a.py", "javascript"),
        ("typescript", "a.tsx", "tsx"),
        ("bash", "", "bash"),
        ("text", "a.py", "python"),
        ("", "a.rs", "rust"),
        ("klingon", "", None),
        ("", "", None),
    ],
)
def test_a_language_is_found_by_what_somebody_calls_it(
    given: str, path: str, name: str | None
) -> None:
    """An id or our name decides, the file name where it is neither."""
    found = languages.by_any_name(given, path)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("path", "first_line", "name"),
    [
        ("a.pyi", "", "python"),
        ("/a/b.cc", "", "cpp"),
        ("/a/b.C", "", "cpp"),
        ("/a/b.c", "", "c"),
        ("/a/.bashrc", "", "bash"),
        ("/a/Gemfile", "", "ruby"),
        ("/a/b.py.txt", "", None),
        ("/a.py/b", "", None),
        ("tool", "#!/usr/bin/env python3", "python"),
        ("tool", "#!/bin/sh -e", "bash"),
        ("tool", "#!/usr/bin/env -S node --test", "javascript"),
        ("tool.rb", "#!/bin/sh", "ruby"),
        ("tool", "#!/usr/bin/env fish", None),
        ("tool", "# python", None),
        ("", "", None),
    ],
)
def test_a_language_is_found_by_its_file(path: str, first_line: str, name: str | None) -> None:
    """The name of the file decides, then the interpreter in its first line."""
    found = languages.by_path(path, first_line)
    assert (found and found.name) == name


def test_a_language_is_found_by_name() -> None:
    """An unknown name has none."""
    found = languages.by_name("python")
    assert found is not None
    assert found.title == "Python"
    assert languages.by_name("klingon") is None


@pytest.mark.parametrize(
    ("name", "kind", "parent", "is_one"),
    [
        ("python", "if_statement", "block", True),
        ("c", "return_statement", "if_statement", True),
        ("rust", "call_expression", "block", True),
        ("rust", "call_expression", "arguments", False),
        ("lua", "function_call", "block", True),
        ("lua", "function_call", "expression_list", False),
        ("typescript", "property_identifier", "enum_body", True),
        ("typescript", "property_identifier", "member_expression", False),
        ("python", "identifier", "block", False),
    ],
)
def test_an_expression_is_a_statement_in_a_block_only(
    name: str, kind: str, parent: str, *, is_one: bool
) -> None:
    """Where the grammar has no statement around it."""
    known = languages.by_name(name)
    assert known is not None
    assert known.is_statement(kind, parent) is is_one


def python() -> Language:
    """Return the language that every test may count on."""
    found = languages.by_name("python")
    assert found is not None
    return found


@pytest.mark.parametrize(
    "missing",
    [
        {"module": "tree_sitter_klingon"},
        {"function": "language_klingon"},
        {"module": "math", "function": "sqrt"},
        {"module": "os", "function": "getcwd"},
    ],
)
def test_a_grammar_that_is_missing_or_does_not_fit_is_none(missing: dict[str, str]) -> None:
    """No package, no such function in it, or what it gives is no grammar."""
    changed = attrs.evolve(python(), **missing)
    assert languages.grammar(changed) is None
    assert languages.declarations_query(changed) is None


def test_a_grammar_of_another_tree_sitter_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tree-sitter refuses a version of the binary interface that it does not know."""

    def refuse(_: object) -> None:
        raise ValueError("Incompatible Language version 99. Must be between 13 and 15")

    monkeypatch.setattr(tree_sitter, "Language", refuse)
    assert languages.grammar(attrs.evolve(python(), title="Another")) is None


def test_a_query_that_does_not_fit_its_grammar_is_none() -> None:
    """A later grammar may have lost a kind that the query names."""
    changed = attrs.evolve(python(), declarations_source="(klingon) @declaration.class")
    assert languages.grammar(changed) is not None
    assert languages.declarations_query(changed) is None


def test_a_grammar_and_its_query_are_made_once() -> None:
    """Making them takes up to 200 ms."""
    assert languages.grammar(python()) is languages.grammar(python())
    assert languages.declarations_query(python()) is languages.declarations_query(python())


GOOD = (GRAMMARS / "json" / "language.toml").read_text()


@pytest.mark.parametrize(
    "toml",
    [
        "name = ",
        "",
        GOOD.replace('name = "json"', 'name = "other"'),
        GOOD.replace('title = "JSON"', "title = 1"),
        GOOD.replace("files = [", 'colour = "red"\nfiles = ['),
        GOOD.replace("[nodes]", "[nodes]\nnoun = []"),
        GOOD.replace('string = ["string"]', 'string = "string"'),
        GOOD.replace('string = ["string"]', "string = [1]"),
        GOOD.replace("call = []\n", ""),
        GOOD.replace('first_line = ""', 'first_line = "("'),
        GOOD.replace("block = []", 'block = [["/*"]]'),
    ],
)
def test_a_badly_formed_folder_is_left_out_with_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, toml: str
) -> None:
    """The other languages are there all the same."""
    assert toml != GOOD
    folder(tmp_path, "json", toml)
    folder(tmp_path, "good", GOOD.replace('name = "json"', 'name = "good"'))
    (tmp_path / "notes").mkdir()
    with caplog.at_level(logging.WARNING):
        assert list(languages.load(tmp_path)) == ["good"]
    assert len(caplog.records) == 1
    assert str(tmp_path / "json") in caplog.text


def test_a_folder_without_declarations_is_left_out(tmp_path: Path) -> None:
    """A query may be empty, but it must be there."""
    folder(tmp_path, "json", GOOD)
    assert list(languages.load(tmp_path)) == ["json"]
    (tmp_path / "json" / "declarations.scm").unlink()
    assert languages.load(tmp_path) == {}


def folder(root: Path, name: str, toml: str) -> None:
    """Make the folder of a language with an empty query."""
    (root / name).mkdir()
    (root / name / "language.toml").write_text(toml)
    (root / name / "declarations.scm").write_text("")


def test_looking_a_language_up_imports_no_grammar() -> None:
    """A grammar is some hundred kilobytes of tables that most sessions need one or two of."""
    program = (
        "import sys; from honed.syntax import languages;"
        "languages.names(); languages.by_id('python', 'a.py');"
        "print([each for each in sys.modules if each.startswith('tree_sitter_')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
