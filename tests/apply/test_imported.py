"""No name goes by a merge that an import binds and the result uses."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.imported import bound
from honed.apply.result import Applied, Reason, Refused


@pytest.mark.parametrize(
    ("language", "rows", "names"),
    [
        ("python", ["import os"], {"os"}),
        ("python", ["import os.path as p, sys"], {"p", "sys"}),
        ("python", ["import os.path"], {"os"}),
        ("python", ["from x import (", "a,", "b as c,  # noqa: F401", ")"], {"a", "c"}),
        ("python", ["from x import *"], set()),
        ("typescript", ['import D, { a as b, type C } from "x";'], {"D", "b", "C"}),
        ("typescript", ['import type { B } from "./b";'], {"B"}),
        ("typescript", ['import * as path from "path";'], {"path"}),
        ("typescript", ['import "./styles.css";'], set()),
        ("rust", ["pub use std::x::{self, HashMap, b as c};"], {"HashMap", "c"}),
        ("rust", ["use std::io;"], {"io"}),
        ("java", ["import static a.b.C.run;"], {"run"}),
        ("go", ['import "fmt"'], {"fmt"}),
        ("go", ['yaml "gopkg.in/yaml.v3"'], {"yaml"}),
        ("go", ['"github.com/x/chi/v5"'], {"chi"}),
        ("go", ['_ "embed"'], set()),
        ("c", ["#include <stdio.h>"], set()),
    ],
)
def test_names(language: str, rows: list[str], names: set[str]) -> None:
    """They are those by which the rest of the file speaks of what is imported."""
    assert bound(rows, language) == names


PYTHON = """\
import os
from x import a, b


def f():
    return a(os.sep) + b
"""


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("from os import path", "import os\nfrom os import path\nfrom x import a, b\n"),
        ("from x import c", "import os\nfrom x import a, b\nfrom x import c\n"),
        # The noop twins: no name is gone.
        ("from x import a, b, c", "import os\nfrom x import a, b, c\n"),
        ("import os, sys", "import os, sys\nfrom x import a, b\n"),
    ],
)
def test_another_import_of_the_same_module(shown: str, expected: str) -> None:
    """It comes beside the file's, all of whose names are used."""
    result = apply_edit(PYTHON, f"{shown}\n# ... existing code ...\n", "python")
    assert isinstance(result, Applied)
    assert result.text == PYTHON.replace("import os\nfrom x import a, b\n", expected)


def test_a_used_name_that_is_not_shown() -> None:
    """It may be meant to go, or forgotten."""
    result = apply_edit(PYTHON, "from x import a, c\n# ... existing code ...\n", "python")
    assert isinstance(result, Refused)
    assert result.reason is Reason.DECLARATION_LOST
    assert "`b`" in result.message
    assert [place.line for place in result.candidates] == [1]


def test_noop_a_name_that_is_used_no_longer() -> None:
    """The snippet shows that its only use is gone."""
    edit = "from x import a\n# ... existing code ...\ndef f():\n    return a(os.sep)\n"
    result = apply_edit(PYTHON, edit, "python")
    assert isinstance(result, Applied)
    assert result.text == PYTHON.replace("import a, b", "import a").replace(" + b", "")


TYPESCRIPT = """\
import { a } from "./a";
import type { B } from "./b";
import * as path from "path";

export const c = (b: B) => a(path.sep, b);
"""


@pytest.mark.parametrize(
    ("shown", "above"),
    [
        ('import { join } from "path";', 'import * as path from "path";'),
        ('import { B2 } from "./b";', 'import type { B } from "./b";'),
    ],
)
def test_another_form_of_import(shown: str, above: str) -> None:
    """A namespace and a type are not what is imported by name."""
    result = apply_edit(TYPESCRIPT, f"{shown}\n// ... existing code ...\n", "typescript")
    assert isinstance(result, Applied)
    assert result.text == TYPESCRIPT.replace(f"{above}\n", f"{above}\n{shown}\n")


def test_noop_a_module_for_another() -> None:
    """Both neighbours are shown, and nothing used the old one."""
    before = "import a\nimport old\nimport z\n\nprint(a, z)\n"
    edit = "import a\nimport new\nimport z\n# ... existing code ...\n"
    result = apply_edit(before, edit, "python")
    assert isinstance(result, Applied)
    assert result.text == before.replace("old", "new")


JAVA = """\
package com.x;

import com.x.Other;
import java.util.List;

class A {
    Other other;
    List<A> all;
}
"""


def test_an_import_of_the_own_package() -> None:
    """It may go: the name is known without it."""
    result = apply_edit(JAVA, JAVA.replace("import com.x.Other;\n", ""), "java")
    assert isinstance(result, Applied)
    assert result.text == JAVA.replace("import com.x.Other;\n", "")


def test_noop_an_import_of_another_package() -> None:
    """The same edit of one that is used beyond it is refused."""
    result = apply_edit(JAVA, JAVA.replace("import java.util.List;\n", ""), "java")
    assert isinstance(result, Refused)
    assert result.reason is Reason.DECLARATION_LOST
