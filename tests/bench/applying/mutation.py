"""What can be wrong with a text: the fuzzer's changes to files and edits, each from its seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.applying.lazy import PHRASINGS

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

MOST_CHARACTERS = 900_000
ODD = (
    "\0", "\x0b", "\x0c", "\x1b", "\x85", "\u2028", "\u200b", "\ufeff", "\ud800", "\udfff", "é",
    "e\u0301", "漢", "🙂", "👩\u200d🚀",
    "\r", "\r\n", "\t", "…", "“", "’", "`", "```", "~~~", '"""',
    "'", "{", "}", "(", ")", "[", "]", "<", ">", "/*", "*/", "<!--", "-->", "#", "//", "\\", "%",
)  # fmt: skip
FORMS = (
    "```python", "```", "<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE", "------- SEARCH",
    "+++++++ REPLACE", "*** Begin Patch", "*** Update File: a.py", "*** Add File: b.py",
    "*** Delete File: a.py", "*** Move to: c.py", "*** End Patch", "*** End of File", "@@",
    "@@ ... @@", "@@ -1,3 +1,4 @@", "@@ -9999999999,1 +0,0 @@", "--- a/a.py", "+++ b/a.py",
    ":start_line:3", "-------", '{"edits": [', "Here is the change:", "+", "-", " ",
)  # fmt: skip


def mutated(text: str, other: str, chance: random.Random) -> str:
    """Return the text after a few changes; `other` is a text that parts may come from."""
    for _ in range(chance.choice((0, 1, 1, 2, 3, 6))):
        text = chance.choice(MUTATIONS)(text, other, chance)
    return text[:MOST_CHARACTERS]


def noise(chance: random.Random) -> str:
    """Return a text of nothing that belongs together."""
    kinds: tuple[Callable[[], str], ...] = (
        lambda: chance.choice(ODD),
        lambda: chance.choice(FORMS) + "\n",
        lambda: chr(chance.randrange(0x110000)),
        lambda: chr(chance.randrange(32, 127)) * chance.randint(1, 30),
        lambda: "\n" * chance.randint(1, 4),
        lambda: "x = 1\n",
    )
    return "".join(chance.choice(kinds)() for _ in range(chance.choice((0, 1, 3, 30, 300))))


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _run(lines: Sequence[str], chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(lines))
    return start, min(len(lines), start + chance.choice((1, 1, 2, 5, 20)))


def _drop(text: str, other: str, chance: random.Random) -> str:
    lines = _lines(text)
    start, end = _run(lines, chance)
    return "\n".join(lines[:start] + lines[end:])


def _repeat(text: str, other: str, chance: random.Random) -> str:
    lines = _lines(text)
    start, end = _run(lines, chance)
    return "\n".join(lines[:end] + lines[start:])


def _move(text: str, other: str, chance: random.Random) -> str:
    lines = _lines(text)
    start, end = _run(lines, chance)
    rest = lines[:start] + lines[end:]
    place = chance.randint(0, len(rest))
    return "\n".join(rest[:place] + lines[start:end] + rest[place:])


def _foreign(text: str, other: str, chance: random.Random) -> str:
    lines, others = _lines(text), _lines(other)
    start, end = _run(others, chance)
    place = chance.randint(0, len(lines))
    return "\n".join(lines[:place] + others[start:end] + lines[place:])


def _marker(text: str, other: str, chance: random.Random) -> str:
    lines = _lines(text)
    start, end = _run(lines, chance)
    indent = " " * chance.choice((0, 0, 2, 4, 8))
    marker = (
        f"{indent}{chance.choice(('#', '//', '/*', '--', '<!--', ''))} {chance.choice(PHRASINGS)}"
    )
    return "\n".join([*lines[:start], marker, *lines[end:]])


def _form(text: str, other: str, chance: random.Random) -> str:
    lines = _lines(text)
    lines.insert(chance.randint(0, len(lines)), chance.choice(FORMS))
    return "\n".join(lines)


def _odd(text: str, other: str, chance: random.Random) -> str:
    place = chance.randint(0, len(text))
    return text[:place] + chance.choice(ODD) * chance.choice((1, 1, 3, 100)) + text[place:]


def _cut(text: str, other: str, chance: random.Random) -> str:
    place = chance.randint(0, len(text))
    return text[:place] if chance.random() < 0.5 else text[place:]


def _indented(text: str, other: str, chance: random.Random) -> str:
    columns = chance.choice((-8, -4, -2, 2, 4))
    return "\n".join(_shifted(line, columns) for line in _lines(text))


def _shifted(line: str, columns: int) -> str:
    space = len(line) - len(line.lstrip())
    return " " * columns + line if columns > 0 else line[min(-columns, space) :]


def _tabs(text: str, other: str, chance: random.Random) -> str:
    return text.replace("    ", "\t") if "    " in text else text.replace("\t", "    ")


def _returns(text: str, other: str, chance: random.Random) -> str:
    return text.replace("\n", chance.choice(("\r\n", "\r")))


def _fenced(text: str, other: str, chance: random.Random) -> str:
    return f"Here it is:\n\n```{chance.choice(('', 'python', 'ts'))}\n{text}\n```\nThat is all.\n"


def _large(text: str, other: str, chance: random.Random) -> str:
    """Return the text many times over, or with a deep nest or a long line in it."""
    if chance.random() < 0.9:
        return text
    extra = chance.choice(
        (
            "(" * 20_000,
            "[{" * 5_000,
            "a " * 100_000,
            "x = 1\n" * 20_000,
            text * 30,
            _monotony(chance),
        )
    )
    place = chance.choice((len(text), chance.randint(0, len(text))))
    return text[:place] + extra + text[place:]


def _monotony(chance: random.Random) -> str:
    """Return a few words or signs over and over, as no grammar expects them."""
    words = (*ODD, "x", "1", "=", "-", "*", "->", "return", "await", "/*\n", "<div>", "${", "\n")
    unit = " ".join(chance.choice(words) for _ in range(chance.randint(1, 4)))
    return unit * (chance.choice((1_000, 20_000, 400_000)) // len(unit))


MUTATIONS = (
    _drop, _drop, _repeat, _move, _foreign, _marker, _marker, _form, _odd, _cut, _indented, _tabs,
    _returns, _fenced, _large,
)  # fmt: skip
