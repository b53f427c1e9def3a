"""How an edit is written is found out: fences, blocks, pairs; code is never taken for them."""

from __future__ import annotations

import pytest

from honed.apply.formats import Replacement, Replacements, Snippet, from_chunks, from_pairs, read
from honed.apply.result import Format, Reason, Refused


def snippet(edit: str, filename: str | None = None) -> Snippet:
    """Return an edit that must be read as code."""
    found = read(edit, filename=filename)
    assert isinstance(found, Snippet), found
    return found


def replacements(edit: str, filename: str | None = None) -> tuple[Replacement, ...]:
    """Return the replacements of an edit that must be read as such."""
    found = read(edit, filename=filename)
    assert isinstance(found, Replacements), found
    return found.items


def reason(edit: str, written: Format | None = None, filename: str | None = None) -> Reason:
    """Return why an edit is not understood."""
    found = read(edit, written, filename)
    assert isinstance(found, Refused), found
    return found.reason


@pytest.mark.parametrize(
    ("edit", "code", "name"),
    [
        ("```py\na = 1\n```\n", "a = 1\n", None),
        ("~~~\na = 1\n~~~", "a = 1\n", None),
        ("Here it is:\n\n```ts\nlet a;\n```\n\nThat is all.\n", "let a;\n", None),
        ("`src/a.ts`\n\n```ts\nlet a;\n```\n", "let a;\n", "src/a.ts"),
        ("**auth.py**\n\n```python\na = 1\n```\n", "a = 1\n", "auth.py"),
        ("### File: src/a.go\n```go\nx\n```", "x\n", "src/a.go"),
        ("```ts:src/a.ts\nlet a;\n```", "let a;\n", "src/a.ts"),
        ("```ts src/a.ts\nlet a;\n```", "let a;\n", "src/a.ts"),
        ('```ts title="src/a.ts"\nlet a;\n```', "let a;\n", "src/a.ts"),
        ("```12:15:src/a.ts\nlet a;\n```", "let a;\n", "src/a.ts"),
        # a fence in the code, longer ones around it, pairs inside
        ('```go\nw("```\\n")\n```\n', 'w("```\\n")\n', None),
        ("````md\n```py\na\n```\n````", "```py\na\n```\n", None),
        ('```py\n"""\n```sh\nls\n```\n"""\n```', '"""\n```sh\nls\n```\n"""\n', None),
        (
            "```py\ndef f():\n    '''\n    ```\n    x\n    ```\n    '''\n```",
            "def f():\n    '''\n    ```\n    x\n    ```\n    '''\n",
            None,
        ),
        ("```py\n'''\n```\nf(x)\n```\n'''\n```", "'''\n```\nf(x)\n```\n'''\n", None),
        # the last fence is not closed
        ("```py\na = 1\nb = 2", "a = 1\nb = 2\n", None),
        # a list indents its fences
        ("1. Do:\n   ```py\n   if a:\n       b\n   ```\n", "if a:\n    b\n", None),
        # what to run is not what the file becomes
        ("```sh\nnpm i\n```\n\n```ts\nlet a;\n```", "let a;\n", None),
    ],
)
def test_fences(edit: str, code: str, name: str | None) -> None:
    """The code is what stands between them, the file what is named beside them."""
    found = snippet(edit)
    assert (found.code, found.filename) == (code, name)


def test_several_fences_are_pieces_of_one_file() -> None:
    """In order."""
    found = snippet("First:\n```py\na\n```\nThen:\n```py\nb\n```\n")
    assert found.pieces == ("a\n", "b\n")


def test_fences_of_other_files_are_left_out() -> None:
    """Where the file is known."""
    edit = "`a.py`\n```py\na = 1\n```\n`b.py`\n```py\nb = 1\n```\n```py\nc = 1\n```\n"
    assert snippet(edit, "src/b.py").pieces == ("b = 1\n", "c = 1\n")


def test_noop_fences_of_several_files() -> None:
    """None of them is this one."""
    edit = "`a.py`\n```py\na = 1\n```\n`b.py`\n```py\nb = 1\n```\n"
    assert reason(edit) is Reason.WRONG_FILE
    assert reason(edit, filename="c.py") is Reason.WRONG_FILE


@pytest.mark.parametrize(
    ("code", "filename"),
    [
        ("a = 1\n", None),
        # a fence in a docstring at the start of a line
        ('def f():\n    """\n```\nx\n```\n    """\n    return 1\n', None),
        ("# Title\n\n```py\na = 1\n```\n\nText.\n", "README.md"),
        # lines like those of a diff or of a block
        ("- one\n- two\n+ three\n", None),
        ("--x;\n++y;\n", None),
        ("---\na: 1\n---\n- b\n", None),
        ("@@count = 1\n@@names = []\n", None),
        ("Title\n=======\n\nText\n", None),
        ("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n", None),
        ('{"search": "a", "replace": 1}', None),
        ('[{"name": "a"}]', None),
        ('[["a", "b"]]', None),
        ("{ not json", None),
    ],
)
def test_noop_code_stays_as_it_is(code: str, filename: str | None) -> None:
    """It is read as a snippet, to the letter."""
    assert snippet(code, filename).code == code


def test_a_markdown_file_in_a_fence() -> None:
    """The outermost fence is taken away, the others belong to the file."""
    edit = "````md\n# Title\n\n```py\na\n```\n````\n"
    assert snippet(edit, "README.md").code == "# Title\n\n```py\na\n```\n"


def test_a_first_comment_with_the_files_name_is_a_title() -> None:
    """It is dropped, unless the file has it."""
    found = snippet("```ts\n// race.test.ts\nlet a;\n```")
    assert found.filename == "race.test.ts"
    assert found.for_file("let b;\n").code == "let a;\n"


def test_noop_a_title_that_the_file_has() -> None:
    """And a comment that says more than a name."""
    found = snippet("// race.test.ts\nlet a;\n")
    assert found.for_file("// race.test.ts\nlet b;\n") == found
    other = snippet("// see race.test.ts\nlet a;\n")
    assert other.for_file("let b;\n") == other


CONFLICT = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n"
BLOCK = "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n"


@pytest.mark.parametrize(
    ("edit", "items"),
    [
        (BLOCK, [Replacement("a\n", "b\n")]),
        (BLOCK.replace("\n", "\r\n"), [Replacement("a\n", "b\n")]),
        ("```\n" + BLOCK + "```\n", [Replacement("a\n", "b\n")]),
        (BLOCK + "\nand\n\n" + BLOCK, [Replacement("a\n", "b\n")] * 2),
        ("------- SEARCH\na\n=======\nb\n+++++++ REPLACE", [Replacement("a\n", "b\n")]),
        ("----- SEARCH\na\n=====\nb\n+++++ REPLACE", [Replacement("a\n", "b\n")]),
        ("<<<<<<< SEARCH\na\n=======\n>>>>>>> REPLACE", [Replacement("a\n", "")]),
        ("<<<<<<< SEARCH\n=======\na\n>>>>>>> REPLACE", [Replacement("", "a\n")]),
        (
            "<<<<<<< SEARCH\n:start_line:12\n:end_line:12\n-------\na\n=======\nb\n>>>>>>> REPLACE",
            [Replacement("a\n", "b\n", 11)],
        ),
        (
            "<<<<<<< SEARCH\n7 | a\n8 | \n9 |   b\n=======\nc\n>>>>>>> REPLACE",
            [Replacement("a\n\n  b\n", "c\n", 6)],
        ),
        (
            "<<<<<<< SEARCH\n\\=======\n=======\n\\>>>>>>> REPLACE\n>>>>>>> REPLACE",
            [Replacement("=======\n", ">>>>>>> REPLACE\n")],
        ),
        # an underline is not the divider
        (
            "<<<<<<< SEARCH\nT\n=====\n=======\nU\n=====\n>>>>>>> REPLACE",
            [Replacement("T\n=====\n", "U\n=====\n")],
        ),
        # a merge conflict that the edit resolves
        (
            f"<<<<<<< SEARCH\n{CONFLICT}=======\nb\n>>>>>>> REPLACE",
            [Replacement(CONFLICT, "b\n")],
        ),
        # the end is missing, but nothing of the text
        ("<<<<<<< SEARCH\na\nc\n=======\nb\nc\n", [Replacement("a\nc\n", "b\nc\n")]),
        ("```\n<<<<<<< SEARCH\na\nc\n=======\nb\nc\n```\n", [Replacement("a\nc\n", "b\nc\n")]),
    ],
)
def test_blocks(edit: str, items: list[Replacement]) -> None:
    """Aider's, Cline's and Roo Code's."""
    assert list(replacements(edit)) == items


@pytest.mark.parametrize(
    "edit",
    [
        "-------SEARCH\na\n=======\nb\n+++++++ REPLACE\n",
        "<<-- SEARCH\na\n=======\nb\n+++++++ REPLACE\n",
        "------- SEARCH\na\n+++++++ REPLACE\nb\n",
        "------- SEARCH\na\n======= \nb\n+++++++ REPLACE\n",
        "<<<<<<< SEARCH\na\n=======\nb\n=======\nc\n>>>>>>> REPLACE\n",
        "<<<<<<< SEARCH\na\n=======\nb\n",
        "<<<<<<< SEARCH\na\n" + BLOCK,
        ">>>>>>> REPLACE\n" + BLOCK,
    ],
)
def test_noop_broken_blocks(edit: str) -> None:
    """They are not guessed at."""
    assert reason(edit) is Reason.NOT_UNDERSTOOD


def test_blocks_of_several_files() -> None:
    """Those of the file are read, one without a name goes with the one before."""
    edit = f"a.py\n{BLOCK}\nsrc/b.py\n```py\n{BLOCK}```\n{BLOCK.replace('b', 'c')}"
    assert replacements(edit, "/home/src/b.py") == (
        Replacement("a\n", "b\n"),
        Replacement("a\n", "c\n"),
    )
    assert reason(edit, filename="c.py") is Reason.WRONG_FILE


@pytest.mark.parametrize(
    "edit",
    [
        '{"old_string": "a", "new_string": "b"}',
        '```json\n{"oldText": "a", "newText": "b"}\n```',
        '[{"search": "a", "replace": "b"}]',
        '{"file_path": "a.py", "edits": [{"old_string": "a", "new_string": "b"}]}',
    ],
)
def test_calls_as_json(edit: str) -> None:
    """By the names that the tools give."""
    assert replacements(edit) == (Replacement("a", "b", is_partial=True),)


def test_from_pairs() -> None:
    """Lists of two, or dicts."""
    found = from_pairs([["a", "b"], {"old_string": "c", "new_string": "", "replace_all": True}])
    assert isinstance(found, Replacements)
    assert found.items == (
        Replacement("a", "b", is_partial=True),
        Replacement("c", "", is_partial=True, is_all=True),
    )


def test_from_chunks() -> None:
    """As a reader of apply_patch makes them."""
    chunk = {"changeContext": "def f():", "oldLines": ["a"], "newLines": [], "isEndOfFile": True}
    found = from_chunks([chunk])
    assert isinstance(found, Replacements)
    assert found.format is Format.APPLY_PATCH
    assert found.items == (Replacement("a\n", "", context=("def f():",), is_at_end=True),)


@pytest.mark.parametrize("pairs", [[], [["a"]], [[1, 2]], ["ab"], [{"search": "a"}], [None]])
def test_noop_what_is_no_pair(pairs: list[object]) -> None:
    """Nothing is made of it."""
    assert isinstance(from_pairs(pairs), Refused)


def test_noop_what_is_no_chunk() -> None:
    """Nothing is made of it."""
    assert isinstance(from_chunks([]), Refused)
    assert isinstance(from_chunks([{"oldLines": "a"}]), Refused)


@pytest.mark.parametrize("edit", ["", " \n", "```py\n```\n"])
def test_noop_empty(edit: str) -> None:
    """There is nothing to apply."""
    assert reason(edit) is Reason.EMPTY


def test_the_format_asked_for() -> None:
    """A whole file is taken to the letter; what is no block is not understood."""
    found = read("# T\n```\na\n```\n", Format.WHOLE_FILE)
    assert isinstance(found, Snippet)
    assert found.code == "# T\n```\na\n```\n"
    assert reason("a = 1\n", Format.SEARCH_REPLACE) is Reason.NOT_UNDERSTOOD
    assert reason("a = 1\n", Format.APPLY_PATCH) is Reason.NOT_UNDERSTOOD
    pairs = read('[["a", "b"]]', Format.SEARCH_REPLACE)
    assert isinstance(pairs, Replacements)
    assert pairs.items == (Replacement("a", "b", is_partial=True),)
