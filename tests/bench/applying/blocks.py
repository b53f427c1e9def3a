"""Blocks to search and replace, and diffs, made from commits: clean, noisy, and to be refused."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from typing import TYPE_CHECKING

import attrs

from tests.bench.applying.case import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.bench.applying.commits import Commit

CONTEXT_LINES = 3
MOST_CONTEXT = 12
MIN_DUPLICATE_CHARACTERS = 12
RESERVED = re.compile(r"[<>=+*-]{5,}|@@")
WORD = re.compile(r"[^\W\d_]\w{3,}")
SHORT_WORD = re.compile(r"[^\W\d]\w*")


@attrs.frozen
class Block:
    """Lines of the file before that become others; `before_start` is zero-based.

    `context` are the indices of the lines of `before` that stay, with those of `after`.
    """

    before_start: int
    after_start: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    context: tuple[tuple[int, int], ...]


def cases(commit: Commit, seed: int) -> Iterator[Case]:
    """Yield the cases of a commit; those that it has nothing for are left out."""
    chance = random.Random(f"{seed} blocks {commit.id}")
    exact = _unique_blocks(commit, chance.randint(1, CONTEXT_LINES), _same)
    loose = _unique_blocks(commit, CONTEXT_LINES, str.strip)
    write = chance.choice(tuple(BLOCK_STYLES.values()))
    after = commit.after.text

    def made(level: str, blocks: Sequence[Block] | None, expected: str | None) -> Iterator[Case]:
        if blocks:
            yield _case(commit, "replace", level, write(commit, blocks), expected)

    yield from made("clean", exact, after)
    if loose:
        yield from made("dedent", dedented(loose), after)
        yield from made("stale_search", _stale(commit, loose, chance, in_both=False), after)
        yield from made("stale_both", _stale(commit, loose, chance, in_both=True), after)
        yield from made("absent", _absent(commit, loose, chance), None)
    yield from made("ambiguous", _ambiguous(commit, chance), None)
    if commit.before.lines[-1] or commit.after.lines[-1]:
        return
    shift = chance.choice((-1, 1)) * chance.randint(1, 40)
    plain = _blocks(commit, CONTEXT_LINES)
    yield _case(commit, "diff", "right numbers", diff(commit, plain, 0), after)
    if loose:
        yield _case(commit, "diff", "shifted numbers", diff(commit, loose, shift), after)
        yield _case(commit, "diff", "no numbers", diff(commit, loose, None), after)
        yield _case(commit, "diff", "apply_patch", patch(commit, loose), after)
        stale = _stale(commit, loose, chance, in_both=True)
        if stale:
            yield _case(commit, "diff", "stale context", diff(commit, stale, shift), after)


def _case(commit: Commit, suite: str, level: str, edit: str, expected: str | None) -> Case:
    return Case(
        f"{commit.id} {suite} {level}", suite, level, commit.language.name, commit.path,
        commit.before.text, edit, expected,
    )  # fmt: skip


def _same(line: str) -> str:
    return line


def _lines(lines: Sequence[str]) -> list[str]:
    return list(lines if lines[-1] else lines[:-1])


def _blocks(commit: Commit, context: int) -> list[Block]:
    """Return what changed with so many lines around; what then meets is one block."""
    old, new = _lines(commit.before.lines), _lines(commit.after.lines)
    groups: list[list[int]] = []
    for number, hunk in enumerate(commit.hunks):
        last = commit.hunks[groups[-1][-1]] if groups else None
        if last is not None and hunk.before_start - last.before_end <= 2 * context:
            groups[-1].append(number)
        else:
            groups.append([number])
    blocks = []
    for group in groups:
        first, last = commit.hunks[group[0]], commit.hunks[group[-1]]
        above = min(context, first.before_start)
        # A hunk may hold the empty line after the last line end.
        below = max(0, min(context, len(old) - last.before_end))
        start, end = first.before_start - above, last.before_end + below
        after_start, after_end = first.after_start - above, last.after_end + below
        kept = [(row, row) for row in range(above)]
        for here, following in zip(group, [*group[1:], None], strict=True):
            hunk = commit.hunks[here]
            until = end if following is None else commit.hunks[following].before_start
            shift = hunk.after_end - after_start - (hunk.before_end - start)
            kept += [(row - start, row - start + shift) for row in range(hunk.before_end, until)]
        blocks.append(Block(start, after_start, tuple(old[start:end]),
                            tuple(new[after_start:after_end]), tuple(kept)))  # fmt: skip
    return blocks


def _unique_blocks(commit: Commit, context: int, key: Callable[[str], str]) -> list[Block] | None:
    """Return blocks that stand once in the file, compared by `key`; None where there are none."""
    lines = [key(line) for line in _lines(commit.before.lines)]
    for wider in range(context, MOST_CONTEXT + 1):
        blocks = _blocks(commit, wider)
        if any(RESERVED.match(line) for each in blocks for line in (*each.before, *each.after)):
            return None
        if all(_count(lines, [key(line) for line in each.before]) == 1 for each in blocks):
            return blocks
    return None


def _count(lines: Sequence[str], wanted: Sequence[str]) -> int:
    size = len(wanted)
    if not any(line.strip() for line in wanted):
        return 0
    return sum(
        list(lines[start : start + size]) == list(wanted) for start in range(len(lines) - size + 1)
    )


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


def _stale(
    commit: Commit, blocks: Sequence[Block], chance: random.Random, *, in_both: bool
) -> list[Block] | None:
    """Return the blocks with one word of one line of context wrong, in the search or in both.

    The other lines still tell the place, None where no line can be wrong without that.
    """
    lines = [line.strip() for line in _lines(commit.before.lines)]
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
    stale = attrs.evolve(block, before=tuple(before), after=tuple(after))
    return [*blocks[:number], stale, *blocks[number + 1 :]]


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


def _absent(commit: Commit, blocks: Sequence[Block], chance: random.Random) -> list[Block] | None:
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


def _ambiguous(commit: Commit, chance: random.Random) -> list[Block] | None:
    """Return a change of one to three lines that stand twice in the file."""
    lines = _lines(commit.before.lines)
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
