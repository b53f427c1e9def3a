"""What may never leave the engine, whoever made it."""

from __future__ import annotations

import pytest

from honed.apply.engine import apply_edit
from honed.apply.last_look import SURE_ENOUGH, Draft, doubt, look, look_at_each
from honed.apply.original import Original
from honed.apply.result import Applied, Merged, Reason, Refused, Strategy
from honed.core.text import Text, encode
from tests.code import tree_of

BROKEN = """if (item?.done) continue;
else if (!item) break;
}
try {
  throw new Error(`bad ${this.label}\\t`);
} catch {
  switch (r) {
    case 1:
      return 1;
    default:
      do { this.r--; } while (this.r > 0);
  }
"""


MATCH = "match a:\n    case 1:\n    case _:\n        b()\n"


def verdict(
    before: str, after: str, shown: str = "", *, margin: float = 1.0, language: str = "python"
) -> Reason | None:
    """Return why a result is refused, None where it is not."""
    old, new = Text(encode(before)), Text(encode(after))
    merged = Merged(new.data, Strategy.LAZY_MERGE, margin)
    found = look(Original(old, tree_of(before, language)), merged, shown.splitlines())
    refused = found if isinstance(found, Refused) else doubt(found.merged.margin)
    return refused.reason if refused else None


@pytest.mark.parametrize(
    ("before", "after", "shown", "margin", "language"),
    [
        ("a = 1\n", "a = 2\n", "# ...\na = 2\n", SURE_ENOUGH, "python"),
        # Broken before, and no worse now; or in no language that is known.
        ("f(\na = 1\n", "f(\na = 2\n", "a = 2\n", 1.0, "python"),
        ("a = 1\n", "a = (\n", "a = (\n", 1.0, ""),
        # What is reused of a broken text would have one fault more than a parse from nothing.
        (BROKEN, BROKEN.replace("} catch {\n  switch (r) {\n", ""), "", 1.0, "typescript"),
        # The file has the marker, and the result no more often.
        ("# ...\na = 1\n", "# ...\na = 2\n", "# ...\na = 2\n", 1.0, "python"),
        # An ellipsis is code here.
        ("def f():\n    pass\n", "def f():\n    ...\n", "def f():\n    ...\n", 1.0, "python"),
    ],
)
def test_refusal_noop(before: str, after: str, shown: str, margin: float, language: str) -> None:
    """Nothing is amiss."""
    assert verdict(before, after, shown, margin=margin, language=language) is None


@pytest.mark.parametrize(("first", "second"), [(b"a = 2\n", b"a = 2\n"), (b"a = 2\n", b"a = 3\n")])
def test_several_results(first: bytes, second: bytes) -> None:
    """Each comes with its own chance and edits, also where two are the same."""
    merges = [Merged(first, Strategy.LAZY_MERGE, 0.8), Merged(second, Strategy.LAZY_MERGE, 0.9)]
    old = Original(Text(b"a = 1\n"), None)
    found = list(look_at_each(old, merges, ()))
    assert found == [look(old, merged) for merged in merges]
    assert [each.merged.margin for each in found if isinstance(each, Draft)] == [0.8, 0.9]


def test_several_results_noop() -> None:
    """One that is refused already stays so, and the same marker is left in the same text."""
    refused = Refused(Reason.EMPTY, "", "")
    merged = Merged(b"# ...\na = 1\n", Strategy.LAZY_MERGE)
    found = look_at_each(Original(Text(b"a = 1\n"), None), [merged, refused, merged], ["# ..."])
    reasons = [each.reason for each in found if isinstance(each, Refused)]
    assert reasons == [Reason.MARKER_LEFT, Reason.EMPTY, Reason.MARKER_LEFT]


def test_a_marker_that_is_left() -> None:
    """It is no code."""
    shown = "# ... existing code ...\na = 2\n"
    assert verdict("a = 1\n", shown, shown) is Reason.MARKER_LEFT


@pytest.mark.parametrize(
    "line", ["f(() => { /* ... existing code ... */ }, [a]);", "f(a);  // ... existing code ..."]
)
def test_a_marker_within_a_line(line: str) -> None:
    """It is no more code there, unless the file has it."""
    assert verdict("f(b);\n", f"{line}\n", line, language="typescript") is Reason.MARKER_LEFT
    before = f"{line}\ng();\n"
    assert verdict(before, f"{line}\nh();\n", line, language="typescript") is None


def test_noop_a_comment_that_only_reads_like_a_marker() -> None:
    """Blocks that put it beside what they search for leave nothing out."""
    block = (
        "<<<<<<< SEARCH\na = 1\n=======\n# ... the rest is the same ...\na = 1\n>>>>>>> REPLACE\n"
    )
    result = apply_edit("a = 1\nb = 2\n", block)
    assert isinstance(result, Applied)
    assert result.text == "# ... the rest is the same ...\na = 1\nb = 2\n"


def test_a_doubtful_result() -> None:
    """Silence is better."""
    assert verdict("a = 1\n", "a = 2\n", margin=SURE_ENOUGH - 0.01) is Reason.DOUBTFUL


def test_a_new_fault() -> None:
    """The text parses worse than before."""
    assert verdict("a = 1\n", "a = (\n") is Reason.SYNTAX_ERROR


@pytest.mark.parametrize(
    "after",
    ["if a:\nb()\n", "def f():\n    with a:\n    b()\n", "for a in b:  # all\n\n# c\nd()\n", MATCH],
)
def test_a_block_without_a_line(after: str) -> None:
    """The parser has nothing against it, Python has."""
    assert verdict("b()\n", after) is Reason.SYNTAX_ERROR


@pytest.mark.parametrize(
    "after",
    [
        "if a:\n    b()\n",
        "if a: b()\n",
        'def f():\n    """With:\n\n    with that:\n    b.\n    """\n',
    ],
)
def test_a_block_with_a_line_noop(after: str) -> None:
    """Nor is a line of a text one that opens a block."""
    assert verdict("b()\n", after) is None


OWN = "def f():\n    a()\n    # ... rest of the code ...\n    b()\n"
MARKER = "# ... rest of the code ...\n"


def test_a_marker_in_the_place_of_the_files_own() -> None:
    """The file has one of its own; what stands there then is the edit's."""
    after = OWN.replace(f"    {MARKER}", "") + MARKER
    assert verdict(OWN, after, MARKER) is Reason.MARKER_LEFT


def test_a_marker_of_the_files_own_noop() -> None:
    """It stays where it is, and is no marker of the edit's."""
    assert verdict(OWN, OWN.replace("a()", "c()"), MARKER) is None
