"""Finding as a whole: in a part of a text as in all of it, whatever the text, and in no time."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from honed.core.text import Span, Text, apply_edits, encode
from honed.quality.findings import MOST_PLACES, find
from honed.quality.resources import WIDEST_FAULT
from honed.quality.rules import Rule, rules_of
from honed.syntax import languages
from honed.syntax.tree import parse
from tests import strategies

if TYPE_CHECKING:
    from honed.quality.values import Finding

PYTHON = languages.by_name("python")
assert PYTHON is not None
SAMPLE = (Path(__file__).parents[2] / "grammars" / "python" / "sample.src").read_bytes()


def found(data: bytes, within: Span | None = None) -> tuple[Finding, ...]:
    """Return what is found in a text of Python."""
    tree = parse(Text(data), PYTHON)
    assert tree is not None
    return find(tree, within)


def overlaps(finding: Finding, within: Span) -> bool:
    """Return whether a finding and a part share a byte; a place is shared by what it touches."""
    if within.start == within.end:
        return finding.span.start <= within.start <= finding.span.end
    return finding.span.start < within.end and within.start < finding.span.end


def pieces() -> list[bytes]:
    """Return code that rules find something in, and code in which they do not."""
    rules: list[Rule] = [rule for rule in rules_of(PYTHON) if rule.languages == ("python",)]
    return [
        encode(code.rstrip("\n")) + b"\n" for rule in rules for code in (*rule.hits, *rule.noops)
    ]


PIECES = pieces()


@st.composite
def programs(draw: st.DrawFn) -> tuple[bytes, Span]:
    """Return some pieces of code after one another, in functions or not, and a part of them."""
    parts = []
    for number, piece in enumerate(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))):
        if draw(st.booleans()) and b"'''" not in piece:
            body = b"".join(b"    " + line for line in piece.splitlines(keepends=True))
            parts.append(b"def function%d():\n" % number + body)
        else:
            parts.append(piece)
    data = b"".join(parts)
    start, end = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
    return data, Span(start, end)


@given(programs())
@settings(max_examples=150)
def test_a_part_is_as_the_whole(case: tuple[bytes, Span]) -> None:
    """What overlaps it is found, and nothing else."""
    data, within = case
    expected = tuple(each for each in found(data) if overlaps(each, within))
    assert found(data, within) == expected


def test_an_empty_part_touches() -> None:
    """What begins or ends there is found."""
    data = b"a()\neval(b)\na()\n"
    for at, number in ((3, 0), (4, 1), (6, 1), (11, 1), (12, 0)):
        assert len(found(data, Span(at, at))) == number


@given(strategies.data(), st.integers(0, 200), st.integers(0, 200))
@settings(max_examples=100)
def test_torn_bytes(data: bytes, first: int, second: int) -> None:
    """Nothing raises, in the whole or in a part that may lie outside."""
    found(data)
    found(data, Span(min(first, second), max(first, second)))


@given(st.lists(st.sampled_from(PIECES), max_size=4), st.integers(0, 400), strategies.data(6))
@settings(max_examples=100)
def test_broken_code(parts: list[bytes], cut: int, torn: bytes) -> None:
    """Nothing raises where code is cut, and something else stands in its middle."""
    data = b"".join(parts)
    found(data[:cut])
    found(data[:cut] + torn + data[cut:])


@given(st.integers(0, len(SAMPLE)), st.integers(0, len(SAMPLE)))
@settings(max_examples=50)
def test_cut_file(start: int, end: int) -> None:
    """Nor where a file with all that the language has is cut anywhere."""
    found(SAMPLE[start:end])


def test_told_to_be_meant() -> None:
    """A line that tells another tool so is left alone; the next one is not."""
    assert not found(b"eval(a)  # noqa: S307\neval(b)  # nosec\n")
    [finding] = found(b"eval(a)  # noqa: S307\neval(b)\n")
    assert finding.line == 1


@pytest.mark.parametrize(
    "line",
    [
        "eval(x)  # noqa",
        "eval(x)  # noqa: S307",
        "eval(x)  # noqa:E501,S307",
        "eval(x)  # noqa: E501 BLE001 - why",
        "eval(x)  # noqa: python-eval",
        "import os  # noqa: F401",
        "a == None  # noqa: E711",
        "eval(x)  # noqa: it is checked above",
        "eval(x)  # type: ignore # nosec B307",
        "eval(x)  # nosec",
        "s = '# noqa: E501'; eval(x)  # nosemgrep",
    ],
)
def test_meant(line: str) -> None:
    """By a comment, without codes or with one that is about it."""
    assert not found(encode(line))


@pytest.mark.parametrize(
    "line",
    [
        "eval(x)  # noqa: E501",
        "eval(x)  # noqa: E501 - Strings are long",
        "eval(x)  # noqa: python-exec",
        "eval(x)  # noqanything",
        "eval(x)  # nosecret",
        "eval(x)  # NOLINTNEXTLINE",
        "s = '# noqa'; eval(x)",
        "s = '# nosec'; eval(x)  # noqa: E501",
        "# eslint-disable-line\neval(x)",
    ],
)
def test_noop_meant(line: str) -> None:
    """Not by what is about something else, in a string, or only begins so."""
    assert [each.id for each in found(encode(line))] == ["python-eval"]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("// eslint-disable-next-line no-eval\neval(a)\neval(b)", 2),
        ("/* eslint-disable-next-line */\neval(a)\neval(b)", 2),
        ("eval(a) // eslint-disable-line\neval(b)", 1),
        ("f('// eslint-disable-next-line')\neval(b)", 1),
        ("eval(b) // eslint-disable-next-line", 0),
        ("f('/* eslint-disable-line */', eval(b))", 0),
    ],
)
def test_meant_next_line(code: str, line: int) -> None:
    """The comment before a line is about it alone."""
    tree = parse(Text(encode(code)), languages.by_name("javascript"))
    assert tree is not None
    assert [each.line for each in find(tree)] == [line]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("python", "import yaml as y\ny.load(x)", "import yaml as y\ny.safe_load(x)"),
        ("python", "from yaml import load\nload(x)", None),
        ("python", "from yaml import load as l\nl(x)", None),
        (
            "go",
            "package a; func f() { mu.RLock()\n mu.RUnlock() }",
            "package a; func f() { mu.RLock()\n defer mu.RUnlock() }",
        ),
        (
            "c",
            "void f(char *s) { p = alloca(strlen(s)); }",
            "void f(char *s) { p = alloca(strlen(s) + 1); }",
        ),
    ],
)
def test_fix_keeps_what_was_meant(name: str, before: str, after: str | None) -> None:
    """The same lock and the same memory; names that are not imported are not called."""
    tree = parse(Text(encode(before)), languages.by_name(name))
    assert tree is not None
    fixes = [each.fix for each in find(tree) if each.fix is not None]
    assert (apply_edits(tree.text.data, fixes).decode() if fixes else None) == after


@pytest.mark.parametrize("bad", [b"\xff", b"\xf0\x9f\x8e", b"\xed\xa0\x80", b"\xc3"])
def test_bytes_that_are_no_utf_8(bad: bytes) -> None:
    """What stands beside them is found where it is; nothing is mended with what cannot be read."""
    data = b"a = '/tmp/" + bad + b"'\nb" + bad + b" == None\nc == None\neval(d)\n"
    findings = found(data)
    assert [(each.id, each.line) for each in findings][-2:] == [
        ("python-equals-none", 2),
        ("python-eval", 3),
    ]
    assert [data[each.span.start : each.span.end] for each in findings][-1] == b"eval(d)"
    assert not any(each.fix for each in findings)


def test_noop_all_utf_8() -> None:
    """Letters of any language are read as they are, and mended."""
    [finding] = found("größe == None  # 🎉\n".encode())
    assert finding.fix is not None
    assert finding.fix.new == "größe is None".encode()


def test_many_places() -> None:
    """Of so many that the text is gone through once, each is found."""
    lines = [f"path{number} = '/tmp/{number}'\n" for number in range(MOST_PLACES * 2)]
    assert [each.line for each in found("".join(lines).encode())] == list(range(len(lines)))


def test_order() -> None:
    """By the place in the text."""
    data = b"import pickle\neval(a)\nb == None\npickle.load(c)\nexec(d)\n"
    assert [each.line for each in found(data)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"from pickle import loads as read\nread(data)\n", 1),
        (b"import os.path, os\nos.system(command)\n", 1),
        (b"from xml.etree import (\n    ElementTree as ET,\n)\nET.parse(path)\n", 3),
        (b"def f():\n    import pickle as p\n    return p.load(file)\n", 2),
        (b"x = [pickle.load(file) for file in files]\n", 0),
        (b"f'{pickle.load(file)}'\n", 0),
    ],
)
def test_calls_by_what_they_stand_for(data: bytes, line: int) -> None:
    """Through imports, in whatever they stand."""
    findings = [each for each in found(data) if each.concern == "security"]
    assert [each.line for each in findings] == [line]


@pytest.mark.parametrize(
    "data",
    [
        b"from json import loads\nloads(data)\n",
        b"import json\npickle.load(file)\n",
        b"'pickle.load(file)'\n",
        b"# pickle.load(file)\n",
        b"def eval(a):\n    return a\n",
        b"import os\ndef eval(a):\n    return a\neval(b)\n",
        b"class A(eval): pass\n",
        b"handler = pickle.load\n",
    ],
)
def test_noop_calls_of_others(data: bytes) -> None:
    """Functions of the same name, and what is no call."""
    assert not [each for each in found(data) if each.concern == "security"]


def best_ms(data: bytes) -> float:
    """Return the least time of several, in milliseconds of the processor."""
    times = []
    for number in range(5):
        tree = parse(Text(data + b"#" * number), PYTHON)
        assert tree is not None
        started = time.process_time()
        find(tree)
        times.append(time.process_time() - started)
    return min(times) * 1000


@pytest.mark.parametrize(
    "line",
    [
        "    a{} = f()\n",
        "    a = f({})\n",
        "    eval(a{})\n",
        "    import a{}\n",
        "    assert a{} == password\n",
        "    b = '/tmp/{}' + f'select {{a}} from'\n",
    ],
)
def test_time_is_that_of_the_length(line: str) -> None:
    """Five times the lines in one function take not much more than five times as long."""
    few, many = (
        ("def g(a):\n" + "".join(line.format(number) for number in range(count))).encode()
        for count in (200, 1_000)
    )
    assert best_ms(many) < 12 * max(best_ms(few), 1)


def test_a_wide_fault_is_left_alone() -> None:
    """A query would take seconds; a text as long with a small fault is looked through."""
    wide = "".join(f"( [ {number} " for number in range(WIDEST_FAULT)) + "\neval(d)\n"
    started = time.process_time()
    assert found(wide.encode()) == ()
    assert time.process_time() - started < 1
    assert [
        each.id for each in found(("x = (1, 2)\n" * WIDEST_FAULT + "y = )\neval(d)\n").encode())
    ]
