"""Lazy snippets made from commits: the lines of a level, and markers for what is left out."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from tests.bench.applying import levels
from tests.bench.applying.case import Case
from tests.bench.applying.levels import line_count
from tests.bench.applying.outline import last_row, outline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.applying.commits import Commit
    from tests.bench.applying.outline import Outline

PHRASINGS = (
    "... existing code ...",
    "...",
    "... rest of the code ...",
    "... unchanged ...",
    "existing code remains the same",
)
JSX_PARENTS = {"jsx_element", "jsx_fragment"}


@attrs.frozen
class Style:
    """How somebody leaves out code.

    `keeps_blank` leaves the blank lines at both ends of a gap; `closes_scopes` says of each scope
    that is shown in part that it goes on, `False` has one marker for all that follows.
    """

    phrasing: str
    keeps_blank: bool
    closes_scopes: bool

    @classmethod
    def by(cls, chance: random.Random) -> Style:
        """Return a style as chance has it."""
        return cls(chance.choice(PHRASINGS), chance.random() < 0.5, chance.random() < 0.5)


def cases(commit: Commit, seed: int, style: Style | None = None) -> list[Case]:
    """Return the snippets of a commit at all levels, each with its markers at column 0, too.

    A level that shows the same as a coarser one is left out. Each has its own style, or `style`.
    """
    chance = random.Random(f"{seed} {commit.id}")
    before, after = outline(commit.before.tree), outline(commit.after.tree)
    made: list[Case] = []
    lone = levels.bare(commit, before, after)
    if lone is not None:
        text = "\n".join(commit.after.lines[lone.start : lone.end + 1]) + "\n"
        made.append(_case(commit, "bare", "", text))
    by_level = {
        "L1": levels.Shown(commit).level_1(before.items, after.items),
        "L2": levels.Shown(commit).level_2(before.items, after.items),
        "L3": levels.level_3(commit, after),
    }
    seen: list[set[int]] = []
    for level, shown in by_level.items():
        if shown in seen or not shown:
            continue
        seen.append(shown)
        chosen = style or Style.by(chance)
        for variant in ("indented", "column 0"):
            snippet = _render(commit, after, shown, chosen, is_flat=variant == "column 0")
            made.append(_case(commit, level, variant, snippet))
    return made


def _case(commit: Commit, level: str, variant: str, edit: str) -> Case:
    name = " ".join(filter(None, [commit.id, level, variant]))
    return Case(
        name, "lazy", level, commit.language.name, commit.path,
        commit.before.text, edit, commit.after.text, variant,
    )  # fmt: skip


def _render(commit: Commit, after: Outline, shown: set[int], style: Style, *, is_flat: bool) -> str:
    """Return the shown lines with markers for the gaps; `is_flat` puts these at column 0."""
    lines = commit.after.lines
    out: list[str] = []
    for is_gap, run in _runs(lines, shown):
        ends = _scope_ends(after, shown, run) if is_gap and style.closes_scopes else []
        for start, stop in pairwise([run.start, *ends, run.stop]):
            span = range(start, stop)
            filled = [row for row in span if lines[row].strip()]
            if not is_gap or not filled:
                out += [lines[row] for row in span]
                continue
            indent = "" if is_flat else _indent(lines[filled[0]])
            above = [""] * (filled[0] - start) if style.keeps_blank else []
            below = [""] * (stop - 1 - filled[-1]) if style.keeps_blank else []
            out += [*above, indent + _marker(commit, filled[0], style.phrasing), *below]
    return "\n".join(out) + "\n"


def _scope_ends(after: Outline, shown: set[int], gap: range) -> list[int]:
    """Return the lines in a gap that follow on the end of a scope whose header is shown."""
    ends = {
        last_row(each.node) + 1
        for each in after.declarations
        if each.body is not None and each.node.start_point.row in shown
    }
    return sorted(end for end in ends if gap.start < end < gap.stop)


def _runs(lines: Sequence[str], shown: set[int]) -> Iterator[tuple[bool, range]]:
    """Yield the runs of lines that are left out (True) and shown (False)."""
    start, count = 0, line_count(lines)
    for row in range(1, count + 1):
        if row == count or (row in shown) != (start in shown):
            yield start not in shown, range(start, row)
            start = row


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _marker(commit: Commit, row: int, phrasing: str) -> str:
    language = commit.language
    if _is_between_tags(commit, row):
        return f"{{/* {phrasing} */}}"
    if language.comment_line:
        return f"{language.comment_line[0]} {phrasing}"
    opening, closing = language.comment_block[0]
    return f"{opening} {phrasing} {closing}"


def _is_between_tags(commit: Commit, row: int) -> bool:
    """Return whether the line stands among the children of a JSX element."""
    tree = commit.after.tree
    line = commit.after.lines[row]
    offset = int(tree.text.line_starts[row]) + len(_indent(line).encode())
    node = tree.root.named_descendant_for_byte_range(offset, offset + 1)
    while node is not None and node.parent is not None:
        if node.parent.type in JSX_PARENTS and node.type != "jsx_opening_element":
            return node.type != "jsx_closing_element"
        if node.parent.start_byte != node.start_byte:
            return False
        node = node.parent
    return False
