"""Imports of one name: taken out of others, and brought to another file."""

from __future__ import annotations

import pytest

from honed.core.text import Text, encode
from honed.suggest.imported import by_name, seen_from, takes_all
from honed.syntax import languages
from honed.syntax.tree import parse


def names(source: str, language: str) -> dict[str, str]:
    """Return what each name of a file is imported by."""
    tree = parse(Text(encode(source)), languages.by_name(language))
    assert tree is not None
    return by_name(tree)


@pytest.mark.parametrize(
    ("language", "source", "found"),
    [
        ("python", "import os, a.b as c\n", {"os": "import os", "c": "import a.b as c"}),
        (
            "python",
            "from a import (\n    b,\n    c as d,\n)\n",
            {"b": "from a import b", "d": "from a import c as d"},
        ),
        (
            "typescript",
            'import a, { b as c, type D } from "./e";\n',
            {
                "a": 'import a from "./e";',
                "c": 'import { b as c } from "./e";',
                "D": 'import { type D } from "./e";',
            },
        ),
        ("typescript", 'import * as a from "b";\n', {"a": 'import * as a from "b";'}),
        ("typescript", "import type { A } from 'b'\n", {"A": "import type { A } from 'b'"}),
        ("javascript", 'const a = require("b");\n', {"a": 'const a = require("b");'}),
        (
            "javascript",
            "const { a, b: c } = require('d')\n",
            {"a": "const { a } = require('d')", "c": "const { b: c } = require('d')"},
        ),
        ("go", 'package a\n\nimport (\n\tb "c/d"\n)\n', {"b": 'b "c/d"'}),
        ("rust", "use a::{b, c as d};\n", {"b": "use a::b;", "d": "use a::c as d;"}),
        ("java", "import a.b.C;\n", {"C": "import a.b.C;"}),
    ],
)
def test_one_name_each(language: str, source: str, found: dict[str, str]) -> None:
    """Every name gets the statement that imports it alone."""
    assert names(source, language) == found


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("python", "from __future__ import annotations\n"),
        ("python", "from a import *\n"),
        ("typescript", 'import "a";\n'),
        ("javascript", 'const a = b("c");\nconst d = require(e);\n'),
        ("go", 'package a\n\nimport _ "b"\n'),
        ("rust", "use a::{b::{c}, d};\n"),
        ("c", "#include <a.h>\n"),
        ("csharp", "using A;\n"),
    ],
)
def test_noop_no_name(language: str, source: str) -> None:
    """What binds no name, or several in a way that is not taken apart, is left out."""
    assert names(source, language) == {}


@pytest.mark.parametrize(
    ("source", "is_all"),
    [
        ("from a import *", True),
        ("use a::*;", True),
        ('. "a"', True),
        ("import a.b.*;", True),
        ('import * as a from "b";', False),
        ("import a", False),
    ],
)
def test_takes_all(source: str, *, is_all: bool) -> None:
    """Whether it binds what it does not name."""
    assert takes_all(source) is is_all


@pytest.mark.parametrize(
    ("language", "statement", "home", "path", "seen"),
    [
        ("python", "from a import b", "x/one.py", "y/two.py", "from a import b"),
        ("python", "from .a import b", "x/one.py", "x/two.py", "from .a import b"),
        ("typescript", 'import a from "./b";', "x/1.ts", "x/y/2.ts", 'import a from "../b";'),
        ("typescript", 'import a from "../b";', "x/y/1.ts", "x/2.ts", 'import a from "./b";'),
        ("typescript", 'import a from "b";', "x/1.ts", "y/2.ts", 'import a from "b";'),
        ("go", '"a/b"', "x/1.go", "y/2.go", '"a/b"'),
    ],
)
def test_seen_from(language: str, statement: str, home: str, path: str, seen: str) -> None:
    """A module is named as it is found from the other file."""
    assert seen_from(statement, home, path, language) == seen


@pytest.mark.parametrize(
    ("language", "statement", "home", "path"),
    [
        ("python", "from .a import b", "x/one.py", "y/two.py"),
        ("python", "from x.a import b", "x/one.py", "x/a.py"),
        ("typescript", 'import a from "./b";', "x/1.ts", "x/b.ts"),
        ("go", '"example.org/x"', "y/1.go", "x/2.go"),
        ("rust", "use super::a;", "x/one.rs", "y/two.rs"),
    ],
)
def test_noop_seen_from(language: str, statement: str, home: str, path: str) -> None:
    """Not from elsewhere what is named relative to its file, and no file imports itself."""
    assert seen_from(statement, home, path, language) is None
