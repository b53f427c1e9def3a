"""Edits over several files: changed, added, removed, moved, each or all of them refused."""

from __future__ import annotations

import pytest

from honed.apply import codex, replacing
from honed.apply.engine import apply_edit, apply_patch
from honed.apply.formats import Replacements, read
from honed.apply.result import Applied, Format, Merged, Reason, Refused, Strategy
from honed.core.text import Text, decode, encode

FILES = {"src/a.py": "import os\n\n\ndef f():\n    return 1\n", "src/b.py": "b = 1\n"}

CODEX = """\
*** Begin Patch
*** Update File: src/a.py
@@ def f():
-    return 1
+    return 2
*** Add File: src/c.py
+c = 1
*** Delete File: src/b.py
*** End Patch
"""

GIT = """\
diff --git a/src/a.py b/src/a.py
--- a/src/a.py
+++ b/src/a.py
@@ -4,2 +4,2 @@
 def f():
-    return 1
+    return 2
diff --git a/src/c.py b/src/c.py
new file mode 100644
--- /dev/null
+++ b/src/c.py
@@ -0,0 +1 @@
+c = 1
diff --git a/src/b.py b/src/b.py
deleted file mode 100644
--- a/src/b.py
+++ /dev/null
@@ -1 +0,0 @@
-b = 1
"""

BLOCKS = """\
src/a.py
<<<<<<< SEARCH
    return 1
=======
    return 2
>>>>>>> REPLACE

src/c.py
<<<<<<< SEARCH
=======
c = 1
>>>>>>> REPLACE
"""


def texts(results: dict[str, Applied | Refused]) -> dict[str, str | Reason]:
    """Return the text of each file, or why there is none."""
    return {
        path: each.text if isinstance(each, Applied) else each.reason
        for path, each in results.items()
    }


@pytest.mark.parametrize("patch", [CODEX, GIT])
def test_files_are_changed_added_and_removed(patch: str) -> None:
    """By one patch."""
    results = apply_patch(FILES, patch)
    changed = FILES["src/a.py"].replace("1", "2")
    assert texts(results) == {"src/a.py": changed, "src/c.py": "c = 1\n", "src/b.py": ""}
    removed = [
        path for path, each in results.items() if isinstance(each, Applied) and each.is_removed
    ]
    assert removed == ["src/b.py"]


def test_blocks_with_file_names() -> None:
    """Those that search for nothing add a file."""
    changed = FILES["src/a.py"].replace("1", "2")
    assert texts(apply_patch(FILES, BLOCKS)) == {"src/a.py": changed, "src/c.py": "c = 1\n"}


@pytest.mark.parametrize("path", ["a.py", "src/a.py", "/home/me/src/a.py", "./src/a.py"])
def test_paths_that_fit_one_file(path: str) -> None:
    """The end of a path is enough."""
    patch = f"--- a/{path}\n+++ b/{path}\n@@\n-    return 1\n+    return 2\n"
    assert list(apply_patch(FILES, patch)) == ["src/a.py"]


@pytest.mark.parametrize(
    ("patch", "path", "reason"),
    [
        (
            "*** Begin Patch\n*** Update File: d.py\n@@\n-a\n+b\n*** End Patch\n",
            "d.py",
            "file_missing",
        ),
        ("*** Begin Patch\n*** Delete File: d.py\n*** End Patch\n", "d.py", "file_missing"),
        ("*** Begin Patch\n*** Add File: src/a.py\n+a\n*** End Patch\n", "src/a.py", "file_exists"),
        (
            "*** Begin Patch\n*** Update File: src/a.py\n*** Move to: src/b.py\n*** End Patch\n",
            "src/a.py",
            "file_exists",
        ),
        ("*** Begin Patch\n*** Update File: src/a.py\n@@\n-a\n+b\n", "", "not_understood"),
        ("*** Begin Patch\n*** End Patch\n", "", "not_understood"),
        ("*** Begin Patch\n*** Update File: src/a.py\n*** End Patch\n", "", "not_understood"),
        ("--- a/src/b.py\n+++ /dev/null\n@@\n-c = 3\n", "src/b.py", "not_found"),
        ("b = 2\n", "", "not_understood"),
        ("-------SEARCH\n", "", "not_understood"),
    ],
)
def test_noop_refused(patch: str, path: str, reason: str) -> None:
    """A file that is missing, one that is in the way, a patch that is cut off or none."""
    assert texts(apply_patch(FILES, patch)) == {path: Reason(reason)}


def test_noop_a_file_that_holds_more_than_is_removed() -> None:
    """It is not removed."""
    patch = "--- a/src/b.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-b = 1\n"
    results = apply_patch({"src/b.py": "b = 1\nc = 2\n"}, patch)
    assert texts(results) == {"src/b.py": Reason.CONFLICT}


def test_moved() -> None:
    """By the patch of Codex, and by git."""
    patch = (
        "*** Begin Patch\n*** Update File: src/b.py\n*** Move to: src/d.py\n@@\n-b = 1\n+b = 2\n"
        "*** End Patch\n"
    )
    git = (
        "diff --git a/src/b.py b/src/d.py\nsimilarity index 50%\nrename from src/b.py\n"
        "rename to src/d.py\n--- a/src/b.py\n+++ b/src/d.py\n@@ -1 +1 @@\n-b = 1\n+b = 2\n"
    )
    for each in (patch, git):
        result = apply_patch(FILES, each)["src/b.py"]
        assert isinstance(result, Applied)
        assert (result.text, result.new_path) == ("b = 2\n", "src/d.py")


def test_moved_only() -> None:
    """The text stays."""
    patch = "diff --git a/src/b.py b/src/d.py\nrename from src/b.py\nrename to src/d.py\n"
    result = apply_patch(FILES, patch)["src/b.py"]
    assert isinstance(result, Applied)
    assert (result.text, result.new_path) == ("b = 1\n", "src/d.py")


CODEX_TWICE = """\
*** Begin Patch
*** Update File: src/b.py
@@
-b = 1
+b = 2
*** Update File: src/b.py
@@
-d = 4
+d = 5
*** End Patch
"""
BLOCKS_TWICE = """\
src/b.py
<<<<<<< SEARCH
b = 1
=======
b = 2
>>>>>>> REPLACE
./src/b.py
<<<<<<< SEARCH
d = 4
=======
d = 5
>>>>>>> REPLACE
"""
DIFF_TWICE = """\
--- a/src/b.py
+++ b/src/b.py
@@ -1 +1 @@
-b = 1
+b = 2
--- a/./src/b.py
+++ b/./src/b.py
@@ -3 +3 @@
-d = 4
+d = 5
"""


@pytest.mark.parametrize("patch", [CODEX_TWICE, BLOCKS_TWICE, DIFF_TWICE])
def test_a_file_that_is_named_twice(patch: str) -> None:
    """Is changed twice, be it under two spellings of its name."""
    results = apply_patch({"src/b.py": "b = 1\nc = 3\nd = 4\n"}, patch)
    assert texts(results) == {"src/b.py": "b = 2\nc = 3\nd = 5\n"}


def test_a_file_that_is_named_twice_is_one_file() -> None:
    """Where the patch is applied to that alone."""
    result = apply_edit("b = 1\nc = 3\nd = 4\n", CODEX_TWICE)
    assert isinstance(result, Applied)
    assert result.text == "b = 2\nc = 3\nd = 5\n"


@pytest.mark.parametrize(
    "files",
    [
        "*** Add File: d.py\n+d = 1\n*** Add File: d.py\n+d = 2\n",
        "*** Add File: d.py\n+d = 1\n*** Update File: d.py\n@@\n-d = 1\n+d = 2\n",
        "*** Update File: d.py\n@@\n-d = 1\n+d = 2\n*** Delete File: d.py\n",
    ],
)
def test_noop_a_file_that_is_named_twice_and_not_only_changed(files: str) -> None:
    """None of the two is dropped in silence."""
    results = apply_patch(FILES, f"*** Begin Patch\n{files}*** End Patch\n")
    assert texts(results) == {"d.py": Reason.OVERLAP}


@pytest.mark.parametrize("header", ["*** Add File: ", "*** Update File:  ", "*** Delete File: "])
def test_noop_a_header_without_a_name(header: str) -> None:
    """It is refused, not raised."""
    patch = f"*** Begin Patch\n{header}\n+a = 1\n*** End Patch\n"
    assert texts(apply_patch(FILES, patch)) == {"": Reason.NOT_UNDERSTOOD}
    assert isinstance(apply_edit("a = 1\n", patch), Refused)


def test_all_or_nothing() -> None:
    """One refusal holds the others back."""
    patch = CODEX.replace("return 1", "return 7")
    results = texts(apply_patch(FILES, patch, all_or_nothing=True))
    assert results == {
        "src/a.py": Reason.NOT_FOUND,
        "src/c.py": Reason.OTHERS_REFUSED,
        "src/b.py": Reason.OTHERS_REFUSED,
    }


def test_noop_all_or_nothing_where_all_is_well() -> None:
    """Nothing is held back."""
    assert apply_patch(FILES, CODEX, all_or_nothing=True) == apply_patch(FILES, CODEX)


def chunks(original: str, *lines: str) -> Merged | Refused:
    """Return what the chunks of a patch make of one text."""
    patch = "\n".join(["*** Begin Patch", "*** Update File: f", *lines, "*** End Patch"])
    found = read(patch)
    assert isinstance(found, Replacements), found
    return replacing.replace(Text(encode(original)), found)


@pytest.mark.parametrize(
    ("original", "lines", "expected"),
    [
        ("a\nb\n", ["@@", " a", "-b", "+c"], "a\nc\n"),
        ("a\nb\n", ["-b", "+c"], "a\nc\n"),
        ("a\nb\n", ["@@", "+c"], "a\nb\nc\n"),
        ("a\nb", ["@@", "+c"], "a\nb\nc"),
        ("x y\nb\nx y\n", ["@@", "-x y", "+c", "*** End of File"], "x y\nb\nc\n"),
        (
            "class A:\n  def f():\n    x = 1\nclass B:\n  def f():\n    x = 1\n",
            ["@@ class B:", "@@ def f():", "-    x = 1", "+    x = 2"],
            "class A:\n  def f():\n    x = 1\nclass B:\n  def f():\n    x = 2\n",
        ),
        ("a\nb\nc\n", ["@@", "-a", "+d", "@@", "-c", "+e"], "d\nb\ne\n"),
        ("f(\n)\nx = 1\n", ["@@ -3,1 +3,1 @@", "-x = 1", "+x = 2"], "f(\n)\nx = 2\n"),
    ],
)
def test_chunks(original: str, lines: list[str], expected: str) -> None:
    """Their context says below what they stand."""
    merged = chunks(original, *lines)
    assert isinstance(merged, Merged), merged
    assert decode(merged.data) == expected


def test_noop_a_context_that_is_not_there() -> None:
    """Or that stands below the lines."""
    for lines in (["@@ def g():", "-x = 1", "+x = 2"], ["@@ def f():", "-x = 1", "+x = 2"]):
        merged = chunks("x = 1\ndef f():\n  pass\n", *lines)
        assert isinstance(merged, Refused)
        assert merged.reason is Reason.NOT_FOUND


def test_one_file_of_a_patch() -> None:
    """The one that is edited."""
    result = apply_edit(FILES["src/a.py"], CODEX, filename="src/a.py")
    assert isinstance(result, Applied)
    assert result.format is Format.APPLY_PATCH
    assert result.strategy is Strategy.EXACT_REPLACE


@pytest.mark.parametrize("filename", ["src/b.py", "src/c.py", "src/d.py", None])
def test_noop_a_patch_for_other_files(filename: str | None) -> None:
    """Or one that removes or adds the file."""
    result = apply_edit(FILES["src/b.py"], CODEX, filename=filename)
    assert isinstance(result, Refused)
    assert result.reason in {Reason.WRONG_FILE, Reason.NOT_UNDERSTOOD}


def test_a_patch_is_told_from_code() -> None:
    """By its first line, or a line that names a file."""
    assert codex.is_patch(CODEX.splitlines())
    assert not codex.is_patch(["# *** Begin Patch", "*** a ***"])
