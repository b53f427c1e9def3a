"""Diffs of programs, and those written by hand: wrong numbers, no numbers, lost spaces."""

from __future__ import annotations

import difflib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.apply import diffs, replacing
from honed.apply.formats import Replacements, Snippet, read
from honed.apply.result import Format, Merged, Reason, Refused, Strategy
from honed.core.text import Text, decode, encode

FILE = """\
import os


class Basket:
    def add(self, item):
        self.items.append(item)

    def total(self):
        return sum(self.items)


def main():
    print(Basket())
"""

BLANK = " "
"""A blank line of the context."""
DIFF = f"""\
--- a/shop/basket.py
+++ b/shop/basket.py
@@ -6,4 +6,5 @@ class Basket:
         self.items.append(item)
{BLANK}
     def total(self):
+        self.check()
         return sum(self.items)
"""
WANTED = FILE.replace("        return sum", "        self.check()\n        return sum")


def result(original: str, edit: str, written: Format | None = None) -> Merged | Refused:
    """Return what an edit that must be read as a diff makes of a text."""
    found = read(edit, written)
    if isinstance(found, Refused):
        return found
    assert isinstance(found, Replacements), found
    return replacing.replace(Text(encode(original)), found)


def after(original: str, edit: str, written: Format | None = None) -> str:
    """Return the text after a diff that must be applied."""
    merged = result(original, edit, written)
    assert isinstance(merged, Merged), merged
    return decode(merged.data)


def unified(before: str, wanted: str) -> str:
    """Return a diff as programs write it: only a line feed ends a line."""
    old, new = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (before, wanted))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(old, new, "a/f.py", "b/f.py")
    )


GAPS = """\
@@ -1,3 +1,3 @@
 import os
...
     def total(self):
+        self.check()
         return sum(self.items)
"""
HUNK = DIFF.split("\n", 2)[2]
BODY = DIFF.split("\n", 3)[3]


@pytest.mark.parametrize(
    "edit",
    [
        DIFF,
        DIFF.replace("@@ -6,4 +6,5 @@", "@@ -60,4 +61,5 @@"),
        DIFF.replace("-6,4 +6,5", "-6,14 +6,15"),
        DIFF.replace("-6,4 +6,5", "-6 +6"),
        DIFF.replace("@@ -6,4 +6,5 @@ class Basket:", "@@ ... @@"),
        DIFF.replace("@@ -6,4 +6,5 @@ class Basket:", "@@"),
        DIFF.replace("@@ -6,4 +6,5 @@ class Basket:", "@@ class Basket: @@"),
        f"diff --git a/shop/basket.py b/shop/basket.py\nindex 1..2 100644\n{DIFF}",
        f"diff -u basket.py.orig basket.py\n{DIFF}",
        HUNK,
        f"Here it is:\n\n```diff\n{DIFF}```\n\nThat is all.\n",
        f"```diff\n{BODY}```\n",
        f"```\n{DIFF}```\n",
        f"{DIFF}\nThis adds a check.\n",
        DIFF.replace("\n", "\r\n"),
        # the space in front of the context was lost
        DIFF.replace("\n         self", "\n        self").replace("\n     def", "\n    def"),
        "\n".join(line.removeprefix(" ") for line in DIFF.split("\n")),
        # parts that were left out
        GAPS,
    ],
)
def test_a_diff(edit: str) -> None:
    """However it is written, the line comes to its place."""
    assert after(FILE, edit) == WANTED


def test_the_format_asked_for() -> None:
    """Lines without any header are taken for a hunk then."""
    assert after(FILE, BODY, Format.UNIFIED_DIFF) == WANTED


def test_hunks_of_one_file_under_two_headers() -> None:
    """They are taken together, each file for itself."""
    twice = unified(FILE, FILE.replace("import os", "import re")) + DIFF.replace("shop/basket", "f")
    assert after(FILE, twice) == WANTED.replace("import os", "import re")


def test_a_hunk_with_more_lines_than_it_promised() -> None:
    """All of them are taken."""
    edit = DIFF.replace("-6,4 +6,5", "-6,1 +6,1")
    assert after(FILE, edit) == WANTED


def test_several_hunks() -> None:
    """Each at its place."""
    wanted = WANTED.replace("import os", "import re").replace("print(", "show(")
    assert after(FILE, unified(FILE, wanted)) == wanted


REPEATED = "".join(f"def f{number}():\n    a = 1\n    return a\n\n\n" for number in range(3))


def test_a_line_number_decides_between_equal_places() -> None:
    """With the numbers of the other hunks, all of which may be shifted."""
    edit = "@@ -{} +{} @@\n-    a = 1\n+    a = 2\n"
    assert after(REPEATED, edit.format(7, 7)) == REPEATED.replace(
        "f1():\n    a = 1", "f1():\n    a = 2"
    )
    shifted = f"@@ -101 +101 @@\n-def f0():\n+def f9():\n{edit.format(107, 107)}"
    assert "def f9():\n    a = 1" in after(REPEATED, shifted)
    assert "def f1():\n    a = 2" in after(REPEATED, shifted)


def test_the_context_decides_between_equal_places() -> None:
    """And the order of the hunks."""
    wanted = REPEATED.replace("f1():\n    a = 1", "f1():\n    a = 2")
    assert after(REPEATED, "@@ def f1():\n-    a = 1\n+    a = 2\n") == wanted
    ordered = "@@\n-def f1():\n+def g1():\n@@\n-    a = 1\n+    a = 2\n@@\n-def f2():\n+def g2():\n"
    assert after(REPEATED, ordered) == wanted.replace("def f1", "def g1").replace("f2", "g2")


def test_noop_nothing_decides_between_equal_places() -> None:
    """No number, no context, no other hunk."""
    merged = result(REPEATED, "@@\n-    a = 1\n+    a = 2\n")
    assert isinstance(merged, Refused)
    assert merged.reason is Reason.AMBIGUOUS
    assert len(merged.candidates) == 3


def test_noop_a_hunk_that_changes_another_text() -> None:
    """The places most like it are named."""
    merged = result(FILE, HUNK.replace("append(item)", "pop()").replace("sum(self", "max(self"))
    assert isinstance(merged, Refused)
    assert merged.reason in {Reason.NOT_FOUND, Reason.CONFLICT}


def test_noop_what_is_applied_already() -> None:
    """Nothing is put in twice."""
    merged = result(WANTED, DIFF)
    assert isinstance(merged, Merged)
    assert (merged.strategy, decode(merged.data)) == (Strategy.UNCHANGED, WANTED)


@pytest.mark.parametrize("edit", ["--- a/f\n+++ b/f\n", "```diff\n a\n```", "@@\n a\n"])
def test_noop_a_diff_that_changes_nothing(edit: str) -> None:
    """It is not understood."""
    found = read(edit, Format.UNIFIED_DIFF)
    assert isinstance(found, Refused)
    assert found.reason is Reason.NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("a\nb", "a\nb\n"),
        ("a\nb\n", "a\nb"),
        ("a\nb", "a\nc"),
        ("a\n", ""),
        ("", "a\nb\n"),
        ("-- a\nb\n", "++ a\nb\n"),
        ("a\r\nb\r\n", "a\r\nc\r\n"),
        ("a\n```\nb\n", "a\n```\nc\n"),
        ("...\na\n", "...\nb\n"),
    ],
)
def test_line_ends_and_lines_like_headers(before: str, wanted: str) -> None:
    """Each text comes out to the letter."""
    if wanted:
        assert after(before, unified(before, wanted)) == wanted
    else:
        merged = result(before, unified(before, wanted))
        assert isinstance(merged, Merged)
        assert merged.data == b""


WORDS = st.sampled_from(["a", "b", "def f():", "    return a", "}", "", "- a", "+ b", "-- c", "@@"])


@given(st.lists(WORDS, min_size=1, max_size=12), st.lists(WORDS, max_size=12))
def test_a_diff_leads_to_the_other_text(before: list[str], wanted: list[str]) -> None:
    """Or it is refused, because lines are repeated and moved; never to a third text."""
    old, new = ("".join(f"{line}\n" for line in side) for side in (before, wanted))
    if old == new:
        return
    merged = result(old, unified(old, new), Format.UNIFIED_DIFF)
    if isinstance(merged, Merged):
        assert decode(merged.data) == new


@given(st.lists(st.text("ab +-@\\.`<=>\r\n", max_size=8), max_size=12))
def test_any_lines(lines: list[str]) -> None:
    """Reading never raises."""
    found = diffs.parse(lines)
    assert isinstance(found, tuple | Refused)
    assert isinstance(read("\n".join(lines)), Snippet | Replacements | Refused)


def bare(before: str, after: str) -> str:
    """Return a diff without context."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), "a/f", "b/f", n=0
    )
    return "".join(lines)


NUMBERED = WANTED.replace("import os", "import sys").replace("Basket())", "Basket().total())")


def test_a_diff_without_context() -> None:
    """Its numbers are right, as the lines that it replaces show."""
    diff = bare(FILE, NUMBERED)
    assert "@@ -8,0 +9 @@\n+        self.check()\n" in diff
    assert after(FILE, diff) == NUMBERED


@pytest.mark.parametrize(
    "diff",
    [
        # The lines that are replaced stand elsewhere.
        re.sub(r"@@ -13 ", "@@ -12 ", bare(FILE, NUMBERED)),
        # None is replaced.
        bare(FILE, WANTED),
        # There are not so many lines.
        re.sub(r"@@ -8,0 ", "@@ -80,0 ", bare(FILE, NUMBERED)),
    ],
)
def test_a_diff_without_context_whose_numbers_may_be_wrong_noop(diff: str) -> None:
    """Nothing else says where new lines stand."""
    refused = result(FILE, diff)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.AMBIGUOUS


@given(
    before=st.lists(st.sampled_from("abc"), max_size=12), after_=st.lists(st.sampled_from("abcd"))
)
def test_a_diff_without_context_comes_out_or_is_refused(
    before: list[str], after_: list[str]
) -> None:
    """Also where equal lines stand in several places."""
    old, new = ("".join(f"{line}\n" for line in side) for side in (before, after_))
    found = read(bare(old, new), Format.UNIFIED_DIFF) if old != new else None
    if isinstance(found, Replacements):
        merged = replacing.replace(Text(encode(old)), found)
        assert isinstance(merged, Refused) or decode(merged.data) == new
