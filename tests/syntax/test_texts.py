"""Strings and comments of several lines."""

from __future__ import annotations

import pytest

from honed.syntax.texts import long_texts
from tests.code import tree_of


@pytest.mark.parametrize(
    ("language", "code", "lines"),
    [
        ("python", 'def f():\n    """One.\n\n    Two.\n    """\n    return 1\n', [(1, 4)]),
        ("python", 'x = f"""\n{\'a\'}\n"""\ny = """b"""\n', [(0, 2)]),
        ("typescript", "/**\n * One\n */\nf(`\na\n`)\n", [(0, 2), (3, 5)]),
        ("go", 'var a = `\nb`\nvar c = "d"\n', [(0, 1)]),
        ("rust", '/// One\n/// Two\nfn f() {\n    g(\n        "a\n  b",\n    );\n}\n', [(4, 5)]),
        ("c", "/* one */\n// two\n", []),
    ],
)
def test_texts_of_several_lines(language: str, code: str, lines: list[tuple[int, int]]) -> None:
    """Those of one line are left out, with the line end that some comments have."""
    tree = tree_of(code, language)
    assert tree is not None
    assert list(long_texts(tree)) == lines


def test_lone_returns() -> None:
    """Lines cannot be told."""
    tree = tree_of('x = """\r\ry"""\r', "python")
    assert tree is not None
    assert list(long_texts(tree)) == []
