"""What is wrong with blocks to search and replace: other indentation, stale or foreign words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from tests.bench.applying.blocks import RESERVED, Block, lines_of

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from tests.bench.applying.commits import Commit

MIN_DUPLICATE_CHARACTERS = 12
WORD = re.compile(r"[^\W\d_]\w{3,}")
SHORT_WORD = re.compile(r"[^\W\d]\w*")


def dedented(blocks: Sequence[Block]) -> list[Block] | None:
    """Return the blocks without the indentation that all their lines share; None if none has."""
    found = [_dedented(block) for block in blocks]
    return found if found != list(blocks) else None


def _dedented(block: Block) -> Block:
    filled = [line for line in (*block.before, *block.after) if line.strip()]
    common = min(len(line) - len(line.lstrip()) for line in filled)
    if len({line[:common] for line in filled}) > 1:
        return block
    return attrs.evolve(
        block,
        before=tuple(line[common:] for line in block.before),
        after=tuple(line[common:] for line in block.after),
    )


def stale(
    commit: Commit, blocks: Sequence[Block], chance: random.Random, *, in_both: bool
) -> list[Block] | None:
    """Return the blocks with one word of one line of context wrong, in the search or in both.

    The other lines still tell the place, None where no line can be wrong without that.
    """
    lines = [line.strip() for line in lines_of(commit.before.lines)]
    places = [
        (number, pair)
        for number, block in enumerate(blocks)
        for pair in block.context
        if WORD.search(block.before[pair[0]]) and _is_told_without(lines, block, pair[0])
    ]
    if not places:
        return None
    number, (old, new) = chance.choice(places)
    block = blocks[number]
    line = _with_wrong_word(block.before[old], commit.before.text, chance)
    before, after = list(block.before), list(block.after)
    before[old] = line
    if in_both:
        after[new] = line
    wrong = attrs.evolve(block, before=tuple(before), after=tuple(after))
    return [*blocks[:number], wrong, *blocks[number + 1 :]]


def _is_told_without(lines: Sequence[str], block: Block, row: int) -> bool:
    """Return whether the lines of the block but this one stand in one place only."""
    wanted = [(index, line.strip()) for index, line in enumerate(block.before) if index != row]
    if not any(line for _, line in wanted):
        return False
    starts = range(len(lines) - len(block.before) + 1)
    found = (all(lines[start + index] == line for index, line in wanted) for start in starts)
    return sum(found) == 1


def _with_wrong_word(line: str, text: str, chance: random.Random) -> str:
    """Return the line with one of its words as somebody might remember it wrongly."""
    words = list(WORD.finditer(line))
    if not words:
        return line
    word = chance.choice(words)
    wrong = chance.choice((word[0] + "s", word[0][:-1], "new_" + word[0], word[0][::-1]))
    while re.search(rf"\b{wrong}\b", text):
        wrong += "x"
    return line[: word.start()] + wrong + line[word.end() :]


def absent(commit: Commit, blocks: Sequence[Block], chance: random.Random) -> list[Block] | None:
    """Return the first block with a word of each line changed, so that it stands nowhere."""
    block = blocks[0]
    before = tuple(_with_foreign_word(line, commit.before.text, chance) for line in block.before)
    own = set(commit.before.lines)
    if sum(line not in own for line in before) < max(1, len(before) // 2):
        return None
    return [attrs.evolve(block, before=before)]


def _with_foreign_word(line: str, text: str, chance: random.Random) -> str:
    words = list(SHORT_WORD.finditer(line))
    if not words:
        return line
    word = max(words, key=lambda each: len(each[0]))
    foreign = "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(4))
    while foreign in text:
        foreign += "u"
    return line[: word.start()] + foreign + line[word.end() :]


def ambiguous(commit: Commit, chance: random.Random) -> list[Block] | None:
    """Return a change of one to three lines that stand twice in the file."""
    lines = lines_of(commit.before.lines)
    for size in chance.sample((1, 2, 3), 3):
        twice = _runs_that_stand_twice(lines, size)
        if twice:
            run = chance.choice(twice)
            first = _with_foreign_word(run[0], commit.before.text, chance)
            return [Block(0, 0, run, (first, *run[1:]), ())]
    return None


def _runs_that_stand_twice(lines: Sequence[str], size: int) -> list[tuple[str, ...]]:
    runs = Counter(tuple(lines[start : start + size]) for start in range(len(lines) - size + 1))
    return [
        run
        for run, count in runs.items()
        if count > 1
        and WORD.search(run[0])
        and len("".join(run).strip()) >= MIN_DUPLICATE_CHARACTERS
        and not any(RESERVED.match(line) for line in run)
    ]
