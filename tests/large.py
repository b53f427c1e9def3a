"""Files and edits of about a megabyte, which must be answered as soon as others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import attrs

from tests.strategies import GRAMMARS

if TYPE_CHECKING:
    from collections.abc import Callable

MEGABYTE = 1_000_000


@attrs.frozen
class Large:
    """A file and an edit for it, in the languages that it may be taken for."""

    original: str
    edit: str
    languages: tuple[str | None, ...] = ("python", None)


def repeated(unit: str, size: int = MEGABYTE) -> str:
    """Return a text of about so many characters, one thing again and again."""
    return unit * (size // len(unit))


def functions(count: int = 20_500) -> str:
    """Return so many functions, each of a name of its own."""
    return "".join(f"def f{i}(x):\n    y = x + {i}\n    return y\n\n\n" for i in range(count))


def blocks(count: int) -> str:
    """Return blocks that each search for a line of `functions` that stands once."""
    return "".join(
        f"<<<<<<< SEARCH\n    y = x + {i}\n=======\n    y = x - {i}\n>>>>>>> REPLACE\n"
        for i in range(count)
    )


def nested(depth: int, last: str) -> str:
    """Return functions in functions."""
    heads = "".join(f"{' ' * column}def f():\n" for column in range(depth))
    return f"{heads}{' ' * depth}{last}\n"


def sample(language: str) -> str:
    """Return the language's sample over and over."""
    return repeated((GRAMMARS / language / "sample.src").read_text("utf-8"))


def _sample_edited(language: str) -> Large:
    source = sample(language)
    lines = source.splitlines(keepends=True)
    middle = len(lines) // 2
    return Large(source, "".join(lines[middle : middle + 30]) + "x\n", (language,))


SAMPLES = ("c", "cpp", "csharp", "go", "java", "php", "ruby", "rust", "tsx")
LARGE: dict[str, Callable[[], Large]] = {
    "many functions, one edited": lambda: Large(functions(), "def f15000(x):\n    return x\n"),
    "half as many, one edited": lambda: Large(functions(9_900), "def f5000(x):\n    return x\n"),
    "many functions, all shown": lambda: Large(
        functions(), functions().replace("return y", "return -y")
    ),
    "many functions, as many shown as are merged": lambda: Large(
        functions(9_900), functions(990).replace("return y", "return -y")
    ),
    "many functions, two shown lazily": lambda: Large(
        functions(),
        "# ...\ndef f9(x):\n    # ...\n    return 1\n# ...\ndef f8(x):\n    # ...\n    return 0\n",
    ),
    "one line again and again": lambda: Large(
        repeated("x = f(x)\n"), "x = f(x)\n" * 2000 + "y = 1\n"
    ),
    "one long line": lambda: Large(
        f"f({repeated('x, ')}x)\n", f"f({'x, ' * 1000}y)\n", ("python", "javascript", "java", None)
    ),
    "many brackets on one line": lambda: Large(
        repeated("f(a[0], {b}) "), repeated("f(a[0], {c}) "), ("typescript", "cpp", "go", None)
    ),
    "deeply nested": lambda: Large(
        "(" * MEGABYTE, "(" * MEGABYTE + ")", ("python", "c", "rust", "json", None)
    ),
    "deeply nested and closed": lambda: Large(
        "[" * 100_000 + "]" * 100_000, "[" * 100 + "x" + "]" * 100, ("json", "javascript", None)
    ),
    "elements in elements": lambda: Large(
        "<div>\n" * 100_000, "<div>\n" * 1000 + "x\n", ("html", "tsx", None)
    ),
    "markers only": lambda: Large(functions(), repeated("# ...\nx = 1\n")),
    "search for nothing": lambda: Large(
        functions(), "<<<<<<< SEARCH\n\n=======\nx\n>>>>>>> REPLACE\n" * 1000
    ),
    "search nearly there": lambda: Large(
        functions(),
        "<<<<<<< SEARCH\n" + "    y = x + 1\n    return z\n" * 500 + "=======\n>>>>>>> REPLACE\n",
    ),
    "thousands of blocks": lambda: Large(functions(), blocks(1_000)),
    "thousands of blocks that stand nowhere": lambda: Large(
        functions(), blocks(1_000).replace("x + ", "y + ")
    ),
    "thousands of pairs": lambda: Large(
        functions(),
        '[{"oldText": "    y = x + 7\\n", "newText": "    y = 7\\n"}'
        + ', {"oldText": "    return z\\n", "newText": "y"}' * 990
        + "]",
    ),
    "a diff of many hunks": lambda: Large(
        functions(),
        "--- a\n+++ b\n" + "@@ @@\n     y = x + 7\n-    return y\n+    return z\n" * 2000,
    ),
    "a diff of one huge hunk": lambda: Large(
        functions(),
        "--- a\n+++ b\n@@ @@\n"
        + "".join(f"-    y = x + {i}\n+    y = {i}\n     return y\n" for i in range(15_000)),
    ),
    "a diff that fits": lambda: Large(
        functions(),
        "--- a\n+++ b\n"
        + "".join(
            f"@@ -{5 * i + 2},2 +{5 * i + 2},2 @@\n-    y = x + {i}\n+    y = {i}\n     return y\n"
            for i in range(0, 20_000, 21)
        ),
    ),
    "a huge patch of Codex": lambda: Large(
        functions(),
        "*** Begin Patch\n*** Update File: a.py\n"
        + "".join(f"@@ def f{i}(x):\n-    y = x + {i}\n+    y = {i}\n" for i in range(0, 2_000, 2))
        + "*** End Patch\n",
    ),
    "blank lines": lambda: Large("\n" * MEGABYTE, "\n" * MEGABYTE + "x = 1\n"),
    "fences": lambda: Large(functions(), repeated("```\n")),
    "fences of two kinds": lambda: Large(functions(), repeated("```a\n~~~\n```\n")),
    "fences, as many as are read": lambda: Large(functions(), "```a\nx = 1\n```\n" * 800),
    "functions in functions": lambda: Large(nested(1400, "return 1"), nested(1400, "return 2")),
    "functions turned around": lambda: Large(
        functions(), "".join(reversed(functions().splitlines(keepends=True)))
    ),
    "one name for all": lambda: Large(
        "def f(x):\n    return x\n\n\n" * 40_000, "def f(x):\n    return 1\n" * 999
    ),
    "nearly the same lines": lambda: Large(
        "".join(f"use(a, b, {number})\n" for number in range(50_000)),
        "".join(f"use(a, c, {number}, d)\n" for number in range(5_000)),
    ),
    "known lines in disorder": lambda: Large(
        "".join(f"use(a, {number % 2000})\n" for number in range(60_000)),
        "".join(f"use(a, {number * 7 % 2000})\n" for number in range(20_000)),
    ),
    "fewer known lines in disorder": lambda: Large(
        "".join(f"use(a, {number % 2000})\n" for number in range(30_000)),
        "".join(f"use(a, {number * 7 % 2000})\n" for number in range(4_900)),
    ),
    "data": lambda: Large(
        "[\n" + repeated('  {"a": [1, 2.5, null], "b": {"c": "d"}},\n') + "  {}\n]\n",
        '  {"a": [1, 2.5, null], "b": {"c": "e"}},\n',
        ("json", "javascript", None),
    ),
    "page": lambda: Large(
        repeated('<div class="a"><p>some <b>words</b></p></div>\n'),
        '<div class="a"><p>some <b>other words</b></p></div>\n',
        ("html", "tsx", None),
    ),
    "comments that are none": lambda: Large(
        repeated("/*\n", 30_000),
        repeated("/*\n", 30_000),
        ("c", "css", "go", "javascript", "lua", "php", "ruby", "rust", "typescript"),
    ),
    **{f"{name}, over and over": partial(_sample_edited, name) for name in SAMPLES},
}
