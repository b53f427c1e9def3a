"""The imports of a file, one by one, with their lines."""

from __future__ import annotations

import pytest

from honed.syntax.imports import imports
from tests.code import parsed


@pytest.mark.parametrize(
    ("language", "source", "found"),
    [
        ("python", "import a\nfrom b import (\n    c,\n)\n",
         [("import a", 0, 0, ""), ("from b import ( c, )", 1, 3, "")]),
        ("go", 'package a\n\nimport "b"\n\nimport (\n\tc "d"\n)\n',
         [('"b"', 2, 2, "import "), ('c "d"', 5, 5, "\t")]),
        ("typescript", 'import { a } from "b";\n', [('import { a } from "b";', 0, 0, "")]),
        ("javascript", 'const a = require("b");\nlet c = d("e");\n',
         [('const a = require("b");', 0, 0, "")]),
    ],
)  # fmt: skip
def test_imports(language: str, source: str, found: list[tuple[str, int, int, str]]) -> None:
    """In text order; in Go each import of a list."""
    made = imports(parsed(source, language))
    assert [(each.source, each.first, each.last, each.prefix) for each in made] == found
    assert all(each.is_alone for each in made)


@pytest.mark.parametrize(
    ("language", "source", "is_alone"),
    [
        ("python", "import a  # why\n", True),
        ("typescript", 'import "a"; // why\n', True),
        ("typescript", 'import "a"; /* why */\n', True),
        ("typescript", 'import "a"; /* why */ b();\n', False),
        ("python", "import a; import b\n", False),
    ],
)
def test_alone(language: str, source: str, *, is_alone: bool) -> None:
    """A comment may stand behind it, other code not."""
    assert {each.is_alone for each in imports(parsed(source, language))} == {is_alone}


def test_noop_in_a_block() -> None:
    """What is imported in a block, or nowhere, is none of the file's."""
    source = "if a:\n    import b\n\n\ndef c():\n    import d\n"
    assert imports(parsed(source, "python")) == []
