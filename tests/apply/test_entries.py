"""Entries of lists: an entry for something else is one more, not another one changed."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.entries import is_another, key
from honed.apply.result import Applied, Reason, Refused


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("count: number;", "size: number;"),
        ('"a": 1,', '"b": 1,'),
        ("self.a = a", "self.b = b"),
        ("timeout=30,", "retries=30,"),
        ("app.get('/a', list);", "app.get('/b', list);"),
        ("{ id: 3, name: 'x' },", "{ id: 2, name: 'x' },"),
        ("private int count;", "private int size;"),
        ('"delta",', '"gamma",'),
        ("<li>c</li>", "<li>b</li>"),
        ('<Route path="/a" element={<A />} />', '<Route path="/b" element={<A />} />'),
        ('<input type="text" name="a" />', '<input type="text" name="b" />'),
    ],
)
def test_another(line: str, other: str) -> None:
    """Each is for something of its own."""
    assert is_another(line, other)


@pytest.mark.parametrize(
    ("line", "other"),
    [
        # For the same, changed.
        ("count: string;", "count: number;"),
        ("'a': 2,", '"a": 1,'),
        ("app.get('/a', auth, list);", "app.get('/a', list);"),
        ("private long count = 0;", "private int count;"),
        ("<li className={c}>b</li>", "<li>b</li>"),
        ('<Route path="/a" element={<B />} />', '<Route path="/a" element={<A />} />'),
        # Of different forms, or kinds of calls and elements.
        ("count: number;", '"a",'),
        ("app.get('/a', list);", "app.post('/b', list);"),
        ("<li>a</li>", "<dd>b</dd>"),
        # No entries, or nothing by which they are known.
        ("return a;", "return b;"),
        ("log.info('a message')", "log.info('another one')"),
        ("<li>{a()}</li>", "<li>{b()}</li>"),
        ("<Save />", "<Save />"),
        ('"requests==2.31",', '"requests==2.0",'),
        ("else:", "try:"),
        ("x" * 401 + ": 1", "y: 1"),
        ("a == b", "c == b"),
    ],
)
def test_another_noop(line: str, other: str) -> None:
    """It may be the same one changed, and nothing tells otherwise."""
    assert not is_another(line, other)


def test_what_an_entry_is_for() -> None:
    """Quotes say nothing."""
    assert key("'a': 2,") == key('"a": 1,') == ("pair", "a")


TYPE = "interface P {\n  name: string;\n  size: number;\n}\n"
CLASS = "class P:\n    name: str\n    size: int\n\n\nprint(P)\n"
CALL = """\
def f(x):
    y = x
    go(y)


def g(x):
    return x


def h(y):
    if y:
        go(y)
"""


@pytest.mark.parametrize(
    ("language", "before", "edit", "old", "new"),
    [
        # Below a marker and above the end.
        (
            "typescript",
            TYPE,
            "interface P {\n  // ... existing code ...\n  count: number;\n}\n",
            "size: number;\n",
            "size: number;\n  count: number;\n",
        ),
        # Above a marker.
        (
            "typescript",
            TYPE,
            "interface P {\n  count: number;\n  // ... existing code ...\n}\n",
            "{\n",
            "{\n  count: number;\n",
        ),
        # Where nothing but indentation ends the block.
        (
            "python",
            CLASS,
            "class P:\n    # ... existing code ...\n    count: int\n",
            "size: int\n",
            "size: int\n    count: int\n",
        ),
        # What the file has in another block only, is not that.
        (
            "python",
            CALL,
            "def f(x):\n    # ... existing code ...\n    if y:\n        stop(y)\n",
            "go(y)\n\n\ndef g",
            "go(y)\n    if y:\n        stop(y)\n\n\ndef g",
        ),
    ],
)
def test_one_more(language: str, before: str, edit: str, old: str, new: str) -> None:
    """It is put in beside the others, which stay."""
    result = apply_edit(before, edit, language)
    assert isinstance(result, Applied), result
    assert result.text == before.replace(old, new, 1)
    assert result.deleted == ()


@pytest.mark.parametrize(
    ("language", "before", "edit", "old", "new"),
    [
        # The same entry.
        (
            "typescript",
            TYPE,
            "interface P {\n  // ... existing code ...\n  size: bigint;\n}\n",
            "size: number",
            "size: bigint",
        ),
        # A line beside it says which one it was.
        (
            "typescript",
            TYPE,
            "interface P {\n  // ... existing code ...\n  name: string;\n  count: number;\n}\n",
            "size: number",
            "count: number",
        ),
    ],
)
def test_one_more_noop(language: str, before: str, edit: str, old: str, new: str) -> None:
    """It is changed."""
    result = apply_edit(before, edit, language)
    assert isinstance(result, Applied), result
    assert result.text == before.replace(old, new, 1)


@pytest.mark.parametrize(
    ("language", "before", "edit", "old", "new"),
    [
        # By itself a call or an element is no list.
        (
            "go",
            'func main() {\n\tsetup()\n\thttp.Serve(":8080")\n}\n',
            'func main() {\n\t// ... existing code ...\n\thttp.Serve(":9090")\n}\n',
            "8080",
            "9090",
        ),
        (
            "html",
            "<head>\n  <title>Old</title>\n  <base>\n</head>\n",
            "<head>\n  <title>New</title>\n  <!-- ... existing code ... -->\n</head>\n",
            "Old",
            "New",
        ),
        # A member beside it is shown.
        (
            "java",
            "class A {\n  private String name;\n  private int size;\n  private int z;\n}\n",
            "class A {\n  private String name;\n  private int length;\n  // ...\n}\n",
            "size",
            "length",
        ),
        # The only way out.
        (
            "javascript",
            "function f(b) {\n  const a = 1;\n  return compute(a, b);\n}\n",
            "function f(b) {\n  // ... existing code ...\n  return computeAll(a, b, c);\n}\n",
            "compute(a, b)",
            "computeAll(a, b, c)",
        ),
    ],
)
def test_one_changed(language: str, before: str, edit: str, old: str, new: str) -> None:
    """Nothing says that there are two of the kind."""
    result = apply_edit(before, edit, language)
    assert isinstance(result, Applied), result
    assert result.text == before.replace(old, new, 1)


RETURNS = [
    "return x",
    "return {\n        'a': x,\n    }",
    "if x:\n        return 1\n    else:\n        return 2",
    "a = 1; return a",
    "return x\n    # the end",
    "sys.exit(1)",
]


@pytest.mark.parametrize("end", RETURNS)
@pytest.mark.parametrize("rest", ["", "\n\ndef g():\n    pass\n"])
def test_nothing_follows(end: str, rest: str) -> None:
    """What would never be reached is not put in."""
    before = f"def f(x):\n    y = x\n    {end}\n{rest}"
    result = apply_edit(before, "def f(x):\n    # ... existing code ...\n    log(y)\n", "python")
    assert isinstance(result, Refused)


def test_nothing_follows_in_brackets() -> None:
    """So it is where a bracket ends the block."""
    edit = "func f() error {\n\t// ... existing code ...\n\tlog(a)\n}\n"
    result = apply_edit("func f() error {\n\ta := 1\n\treturn nil\n}\n", edit, "go")
    assert isinstance(result, Refused)


def test_an_open_bracket_at_the_end() -> None:
    """A list that is not closed is no reason to fail."""
    edit = 'A = [\n    # ...\n    {\n    "c",\n'
    assert isinstance(apply_edit('A = [\n    "a"\n]\n', edit, "python"), Refused)


def test_behind_the_end_noop() -> None:
    """Nothing follows a `return`: where the new line belongs is not said."""
    result = apply_edit(CALL, "def g(x):\n    # ... existing code ...\n    stop(x)\n", "python")
    assert isinstance(result, Refused)
    assert result.reason is Reason.AMBIGUOUS
