"""Where an import comes in a file: before and after, and silence where that is doubtful."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.text import Text, apply_edits, decode, encode
from honed.suggest.import_place import place
from honed.suggest.imported import by_name
from honed.syntax import languages
from honed.syntax.tree import parse
from tests.code import parsed


def placed(statement: str, source: str, language: str) -> str | None:
    """Return a text with the import, None where it has no place."""
    text = Text(encode(source))
    tree = parse(text, languages.by_name(language))
    assert tree is not None
    edit = place(statement, text, tree)
    return None if edit is None else decode(apply_edits(text.data, [edit]))


PYTHON = '''"""Text."""

from __future__ import annotations

import os
import sys
from typing import Any

import attrs

from .base import Base
from .files import (
    one,
    two,
)

print(os, sys, Any, attrs, Base, one, two)
'''


@pytest.mark.parametrize(
    ("statement", "before", "after"),
    [
        ("import json", "import os\n", "import json\nimport os\n"),
        ("import re", "import sys\n", "import re\nimport sys\n"),
        ("from typing import Callable", "import Any\n", "import Any, Callable\n"),
        ("from typing import TYPE_CHECKING", "import Any\n", "import TYPE_CHECKING, Any\n"),
        ("from .app import App", "from .base", "from .app import App\nfrom .base"),
        ("from .base import after", "import Base\n", "import Base, after\n"),
        ("from .files import three", "    two,\n)\n", "    two,\n)\nfrom .files import three\n"),
        ("from click import echo", "import attrs\n", "import attrs\nfrom click import echo\n"),
    ],
)
def test_python(statement: str, before: str, after: str) -> None:
    """It comes to those of its origin, in their order, or into the list of its module."""
    assert placed(statement, PYTHON, "python") == PYTHON.replace(before, after, 1)


def test_a_line_for_each_name() -> None:
    """Where the file has a line for each name, it gets one more."""
    source = "from a import b\nfrom a import d\nfrom c import e\n\nb(d, e)\n"
    wanted = source.replace("from a import d", "from a import c\nfrom a import d")
    assert placed("from a import c", source, "python") == wanted


def test_no_order_to_follow() -> None:
    """Below the last of its kind where the imports are in no order."""
    source = "import c\nimport a\nfrom d import e\nfrom y import f\n\nprint(c, a, e, f)\n"
    wanted = source.replace("import a\n", "import a\nimport b\n")
    assert placed("import b", source, "python") == wanted


@pytest.mark.parametrize(
    ("language", "statement", "before", "after"),
    [
        ("python", "import os", '"""Text."""\n\na()\n', '"""Text."""\n\nimport os\n\na()\n'),
        ("python", "import os", "a()\n", "import os\n\na()\n"),
        ("python", "import os", "def a(): ...\n", "import os\n\n\ndef a(): ...\n"),
        ("typescript", 'import { b } from "b";', "a();\n", 'import { b } from "b";\n\na();\n'),
        ("go", '"fmt"', "package a\n\nvar x = 1\n", 'package a\n\nimport "fmt"\n\nvar x = 1\n'),
    ],
)
def test_the_first_of_a_file(language: str, statement: str, before: str, after: str) -> None:
    """Below what documents the file, or its package; else at the top."""
    assert placed(statement, before, language) == after


SCRIPT = """import { a } from "./a";
import type { B } from "./b";
import * as c from "c";

a(c as B);
"""


@pytest.mark.parametrize(
    ("statement", "before", "after"),
    [
        ('import { x } from "./a";', "{ a }", "{ a, x }"),
        ('import { A } from "./a";', "{ a }", "{ A, a }"),
        ('import type { C } from "./b";', "{ B }", "{ B, C }"),
        (
            'import { x } from "./b";',
            "import * as c",
            'import { x } from "./b";\nimport * as c',
        ),
        (
            'import { x } from "./aa";',
            "import type",
            'import { x } from "./aa";\nimport type',
        ),
    ],
)  # fmt: skip
def test_typescript(statement: str, before: str, after: str) -> None:
    """Types stay among types, names of a module in its list."""
    assert placed(statement, SCRIPT, "typescript") == SCRIPT.replace(before, after, 1)


GO = """package a

import (
\t"fmt"
\t"os"

\t"example.org/b/c"
)

var x = fmt.Sprint(os.Args, c.D)
"""


@pytest.mark.parametrize(
    ("statement", "before", "after"),
    [
        ('"errors"', '\t"fmt"', '\t"errors"\n\t"fmt"'),
        ('"strings"', '\t"os"\n', '\t"os"\n\t"strings"\n'),
        ('"example.org/b/a"', '\t"example', '\t"example.org/b/a"\n\t"example'),
    ],
)
def test_go(statement: str, before: str, after: str) -> None:
    """What comes with the language stands apart from the rest."""
    assert placed(statement, GO, "go") == GO.replace(before, after, 1)


@pytest.mark.parametrize(
    ("language", "statement", "before", "after"),
    [
        ("rust", "use std::path::Path;", "use std::io;\n", "use std::io;\nuse std::path::Path;\n"),
        ("java", "import java.util.Map;", "import java.util.Set;\n",
         "import java.util.Map;\nimport java.util.Set;\n"),
        ("javascript", 'const b = require("b");', 'const a = require("a");\n',
         'const a = require("a");\nconst b = require("b");\n'),
        ("php", "use B\\C;", "<?php\n\nuse B\\D;\n", "<?php\n\nuse B\\C;\nuse B\\D;\n"),
    ],
)  # fmt: skip
def test_other_languages(language: str, statement: str, before: str, after: str) -> None:
    """One more of a kind of which there is one."""
    assert placed(statement, f"{before}\n", language) == f"{after}\n"


def test_line_ends_are_the_files() -> None:
    """A file with carriage returns gets them."""
    source = "import a\r\nimport c\r\n\r\na(c)\r\n"
    assert placed("import b", source, "python") == source.replace(
        "import c", "import b\r\nimport c"
    )


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("import os", "#!/usr/bin/env python\n# Text.\na()\n"),
        ("import os", "import a; import b\na(b)\n"),
        ("import other", "import os\n\nimport a\n\nimport b\n\nos(a, b)\n"),
        ("import os", '"""Text."""\na()\n'),
        ("import b", "import a"),
    ],
    ids=["comment above", "two on a line", "which group", "no room", "no line end"],
)
def test_noop_doubt(statement: str, source: str) -> None:
    """Where several places would do, or none is plain, there is none."""
    assert placed(statement, source, "python") is None


LINES = {
    "python": (
        "from z import new",
        ['"""Text."""', "# Text.", "", "import a", "import a.b as c  # why", "from d import e, f",
         "from z import one", "from .g import (", "    h,", ")", "if x:", "    import i", "x = 1",
         "from j import *", "import k; y = 2"],
    ),
    "typescript": (
        'import { fresh } from "./z";',
        ["// Text.", "", 'import a from "b";', 'import { c, type D } from "./e";', "import {",
         "  f,", '} from "g";', 'import { one } from "./z"', 'import type { H } from "./z";',
         'import "i"; j();', "const k = 1;", '"use strict";'],
    ),
    "go": (
        '"z/fresh"',
        ["package a", "", "import (", '\t"b"', '\tc "d.e/f" // why', ")", 'import "g"', "var x = 1",
         "// Text."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", LINES)
@given(data=st.data())
def test_nothing_else_changes(language: str, data: st.DataObject) -> None:
    """Whatever the file: with the import it binds one name more, and has all its lines."""
    statement, lines = LINES[language]
    source = "\n".join([*data.draw(st.lists(st.sampled_from(lines), max_size=12)), ""])
    result = placed(statement, source, language)
    if result is None:
        return
    before, after = (by_name(parsed(each, language)) for each in (source, result))
    assert after.keys() - before.keys() <= {"new", "fresh"}
    assert before.keys() <= after.keys()
    longer = [line for line in result.split("\n") if line not in source.split("\n")]
    assert len(longer) <= 1
