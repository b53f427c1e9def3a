"""Blocks to search and replace, and diffs, made from commits: clean, noisy, and to be refused."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from tests.bench.applying import noise
from tests.bench.applying.blocks import Block, blocks_of, unique_blocks
from tests.bench.applying.case import Case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.applying.commits import Commit

CONTEXT_LINES = 3


def cases(commit: Commit, seed: int) -> Iterator[Case]:
    """Yield the cases of a commit; those that it has nothing for are left out."""
    chance = random.Random(f"{seed} blocks {commit.id}")
    exact = unique_blocks(commit, chance.randint(1, CONTEXT_LINES), _same)
    loose = unique_blocks(commit, CONTEXT_LINES, str.strip)
    write = chance.choice(tuple(BLOCK_STYLES.values()))
    after = commit.after.text

    def made(level: str, blocks: Sequence[Block] | None, expected: str | None) -> Iterator[Case]:
        if blocks:
            yield _case(commit, "replace", level, write(commit, blocks), expected)

    yield from made("clean", exact, after)
    if loose:
        yield from made("dedent", noise.dedented(loose), after)
        yield from made("stale_search", noise.stale(commit, loose, chance, in_both=False), after)
        yield from made("stale_both", noise.stale(commit, loose, chance, in_both=True), after)
        yield from made("absent", noise.absent(commit, loose, chance), None)
    yield from made("ambiguous", noise.ambiguous(commit, chance), None)
    if commit.before.lines[-1] or commit.after.lines[-1]:
        return
    shift = chance.choice((-1, 1)) * chance.randint(1, 40)
    plain = blocks_of(commit, CONTEXT_LINES)
    yield _case(commit, "diff", "right numbers", diff(commit, plain, 0), after)
    if loose:
        yield _case(commit, "diff", "shifted numbers", diff(commit, loose, shift), after)
        yield _case(commit, "diff", "no numbers", diff(commit, loose, None), after)
        yield _case(commit, "diff", "apply_patch", patch(commit, loose), after)
        stale = noise.stale(commit, loose, chance, in_both=True)
        if stale:
            yield _case(commit, "diff", "stale context", diff(commit, stale, shift), after)


def _case(commit: Commit, suite: str, level: str, edit: str, expected: str | None) -> Case:
    return Case(
        f"{commit.id} {suite} {level}", suite, level, commit.language.name, commit.path,
        commit.before.text, edit, expected,
    )  # fmt: skip


def _same(line: str) -> str:
    return line


def _plain(commit: Commit, blocks: Sequence[Block]) -> str:
    return "\n".join(
        "\n".join(["<<<<<<< SEARCH", *each.before, "=======", *each.after, ">>>>>>> REPLACE"])
        for each in blocks
    )


def _aider(commit: Commit, blocks: Sequence[Block]) -> str:
    fenced = [
        f"{commit.path}\n```{commit.language.name}\n{_plain(commit, [each])}\n```"
        for each in blocks
    ]
    return "Here are the changes.\n\n" + "\n\n".join(fenced) + "\n"


def _cline(commit: Commit, blocks: Sequence[Block]) -> str:
    return "\n".join(
        "\n".join(["------- SEARCH", *each.before, "=======", *each.after, "+++++++ REPLACE"])
        for each in blocks
    )


def _pairs(commit: Commit, blocks: Sequence[Block]) -> str:
    def text(lines: tuple[str, ...]) -> str:
        return "".join(f"{line}\n" for line in lines)

    edits = [{"oldText": text(each.before), "newText": text(each.after)} for each in blocks]
    return json.dumps({"edits": edits}, ensure_ascii=False)


BLOCK_STYLES = {"plain": _plain, "aider": _aider, "cline": _cline, "pairs": _pairs}


def diff(commit: Commit, blocks: Sequence[Block], shift: int | None) -> str:
    """Return a unified diff whose line numbers are `shift` off, or left out for None."""
    out = [f"--- a/{commit.path}", f"+++ b/{commit.path}"]
    for each in blocks:
        if shift is None:
            out.append("@@ ... @@")
        else:
            old = f"{_number(each.before_start, each.before, shift)},{len(each.before)}"
            new = f"{_number(each.after_start, each.after, shift)},{len(each.after)}"
            out.append(f"@@ -{old} +{new} @@")
        out += _diff_lines(each)
    return "\n".join(out) + "\n"


def _number(start: int, lines: Sequence[str], shift: int) -> int:
    """Return the line number as a diff has it: the line before where there is none."""
    return max(0, start + shift + (1 if lines else 0))


def patch(commit: Commit, blocks: Sequence[Block]) -> str:
    """Return the blocks as an apply_patch."""
    out = ["*** Begin Patch", f"*** Update File: {commit.path}"]
    for each in blocks:
        out += ["@@", *_diff_lines(each)]
    return "\n".join([*out, "*** End Patch"]) + "\n"


def _diff_lines(block: Block) -> Iterator[str]:
    old = new = 0
    for kept_old, kept_new in (*block.context, (len(block.before), len(block.after))):
        yield from (f"-{line}" for line in block.before[old:kept_old])
        yield from (f"+{line}" for line in block.after[new:kept_new])
        if kept_old < len(block.before):
            yield f" {block.before[kept_old]}"
        old, new = kept_old + 1, kept_new + 1
