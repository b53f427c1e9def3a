"""Learned edits looked for in a whole text: all that a look at each line would find, bounded."""

from __future__ import annotations

import pytest

from honed.core.text import Text, apply_edits, decode, encode
from honed.learn.renaming import renaming
from honed.suggest import sweep as sweeping
from honed.suggest.edits import PatternIndex, candidates_at
from honed.suggest.features import Circumstances
from honed.suggest.sweep import sweep
from tests.code import edited, pattern_of, rewrites, tree_of

HERE = Circumstances("module", 1, 1)
ADD = ("send(a)\n", "send(a, now=True)\n")
RENAME = ("x = old_name.y\n", "x = new_name.y\n")


def index_of(*examples: tuple[str, str]) -> PatternIndex:
    """Return an index of all that the examples teach, the last of them the newest."""
    found = [each for before, after in examples for each in rewrites(before, after, "python")]
    return PatternIndex(pattern_of(each, number) for number, each in enumerate(found, 1))


def swept(index: PatternIndex, source: str, near: int = 0) -> list[str]:
    """Return the lines that the candidates lead to, in order, each once."""
    text = Text(encode(source))
    found = sweep(
        index,
        text,
        tree_of(source, "python"),
        HERE,
        language="python",
        trust=lambda _: True,
        near=near,
    )
    lines: dict[tuple[int, str], None] = {}
    for each in found:
        line = text.line_at(each.candidate.edits[0].span.start)
        after = decode(apply_edits(text.data, each.candidate.edits))
        lines[line, after.splitlines()[line]] = None
    return [after for _, after in sorted(lines)]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("send(b)\nx = 1\nsend(c.d)\n", ["send(b, now=True)", "send(c.d, now=True)"]),
        ("y = old_name.z\nsend(b)\n", ["y = new_name.z", "send(b, now=True)"]),
        ("resend(b)\nsend_all(c)\nsender(d)\n", []),
        ("", []),
    ],
)
def test_all_patterns_at_all_lines(source: str, wanted: list[str]) -> None:
    """Each wherever it fits; a word inside of another is none."""
    assert swept(index_of(ADD, RENAME), source) == wanted


@pytest.mark.parametrize(
    ("example", "wanted"),
    [
        (("x = user_id\n", "x = userId\n"), ["a = pageCount", "b = f(userId, 1)"]),
        (("x = user_id\n", "x = owner_id\n"), ["b = f(owner_id, 1)"]),
    ],
)
def test_names_that_are_written_alike(example: tuple[str, str], wanted: list[str]) -> None:
    """They are found by how they are written or by a part; others are left alone (noop)."""
    rewrite = renaming(edited(*example, "python"))
    assert rewrite is not None
    source = "a = page_count\nb = f(user_id, 1)\nc = plain\nd = userIds\n"
    assert swept(PatternIndex([pattern_of(rewrite)]), source) == wanted


def test_as_line_by_line() -> None:
    """What is found at a line is found in the whole text as well."""
    index = index_of(ADD, RENAME)
    source = "".join(f"send(a{k})\nz = {k}\nq = old_name.r{k}\n\n" for k in range(5))
    text, tree = Text(encode(source)), tree_of(source, "python")
    lines = [
        each.candidate.edits
        for line in range(text.line_count)
        for each in candidates_at(
            index, text, tree, (line, line), HERE, language="python", trust=lambda _: True
        )
    ]
    found = sweep(index, text, tree, HERE, language="python", trust=lambda _: True)
    assert {each.candidate.edits for each in found} == set(lines)


def test_untrusted_and_other_languages_noop() -> None:
    """Only whom the session trusts, in the language that was learned."""
    index, source = index_of(ADD), "send(b)\n"
    text, tree = Text(encode(source)), tree_of(source, "python")
    assert sweep(index, text, tree, HERE, language="python", trust=lambda _: False) == []
    assert sweep(index, text, tree, HERE, language="go", trust=lambda _: True) == []


def test_too_many_places_are_tried_near_the_edit() -> None:
    """The rest is for the next request."""
    source = "".join(f"send(a{k})\n" for k in range(200))
    found = swept(index_of(ADD), source, near=100)
    half = sweeping.MAX_LINES_OF_ONE // 2
    assert len(found) >= half
    assert all(97 <= int(line[6:].partition(",")[0]) <= 103 for line in found)


def test_long_lines_are_left_alone_noop() -> None:
    """Minified code is nobody's next edit."""
    assert swept(index_of(ADD), f"send(b); x = '{'y' * 5000}'\n") == []
