"""Documents and changes as no editor should send them: the server goes on, right or silent."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from honed.lsp import sizes
from tests.lsp.samples import PYTHON
from tests.lsp.wire import applied
from tests.untraced import untraced

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.wire import Wire

URI = "file:///project/a.py"
FIRST, FIRST_AFTER = PYTHON.others[0]
SECONDS = 5.0
"""What a message may cost at most, in seconds of computing; most cost milliseconds."""


def at(line: int, character: int) -> dict[str, int]:
    """Return a position."""
    return {"line": line, "character": character}


def change(start: tuple[int, int], end: tuple[int, int], text: str) -> dict[str, Any]:
    """Return a change of a stretch."""
    return {"range": {"start": at(*start), "end": at(*end)}, "text": text}


async def is_well(wire: Wire) -> bool:
    """Return whether the server still learns and offers, in another document."""
    uri = "file:///well/service.py"
    await wire.open(uri, PYTHON.text)
    await wire.change(uri, 2, {"text": PYTHON.text.replace(*PYTHON.typed)})
    await wire.save(uri)
    text = wire.text(uri) or ""
    [offer, *_] = await wire.actions(uri, text[: text.index(FIRST)].count("\n"))
    return applied(text, offer["edit"]) == text.replace(FIRST, FIRST_AFTER)


async def test_a_hundred_megabytes_are_left_alone(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    """In an open or a change; the log says so once, the next message is served in seconds."""
    await wire.begin()
    text = "name = 1\n" * 11_000_000
    with untraced():
        started = time.process_time()
        await wire.open(URI, text)
        assert wire.text(URI) is None
        assert await wire.actions(URI, 3) == []
        await wire.open(URI, "x = 1\n")
        await wire.change(URI, 2, change((0, 0), (0, 0), text))
        assert wire.text(URI) is None
        await wire.change(URI, 3, change((0, 0), (0, 1), ""))
        seconds = time.process_time() - started
    # Most of it is the client's, which writes two hundred megabytes.
    assert seconds < 2 * SECONDS
    assert [each.getMessage().split()[0] for each in caplog.records] == [URI, URI]
    assert await is_well(wire)


@pytest.mark.parametrize(
    "text", ["/*\n" * 10_000, "- *x " * 20_000, "\\\n" * 50_000, "`" * 400_000]
)
async def test_texts_that_no_parser_bears(wire: Wire, text: str) -> None:
    """Opened, typed in and asked about, or pasted: there is nothing to offer."""
    await wire.begin()
    started = time.process_time()
    await wire.open(URI, text)
    await wire.change(URI, 2, change((0, 0), (0, 0), "x"))
    assert await wire.actions(URI, 0) == []
    await wire.open(URI, "x = 1\n")
    await wire.change(URI, 2, change((0, 0), (0, 0), text))
    assert await wire.actions(URI, 0) == []
    assert time.process_time() - started < SECONDS
    assert await is_well(wire)


async def test_as_many_bytes_as_are_heeded_noop(wire: Wire) -> None:
    """A document at the limit is open; one byte more, and it is let go."""
    await wire.begin()
    await wire.open(URI, "é" * (sizes.MOST_BYTES // 2))
    assert wire.text(URI) is not None
    await wire.change(URI, 2, change((0, 0), (0, 0), "x"))
    assert wire.text(URI) is None


async def test_opened_anew_and_smaller_it_is_heeded(wire: Wire) -> None:
    """The size of the moment counts."""
    await wire.begin()
    await wire.open(URI, "x" * (sizes.MOST_BYTES + 1))
    await wire.open(URI, "x = 1\n")
    assert wire.text(URI) == "x = 1\n"


@pytest.mark.parametrize(
    ("start", "end", "after"),
    [
        ((0, 0), (0, 2**31 - 1), "X\ncd\n"),
        ((0, 1), (2**31 - 1, 2**31 - 1), "aX"),
        ((9, 9), (9, 9), "ab\ncd\nX"),
        ((1, 1), (0, 0), "ab\ncXd\n"),
        ((0, 99), (1, 99), "abX\n"),
    ],
)
async def test_ranges_past_the_ends(
    wire: Wire, start: tuple[int, int], end: tuple[int, int], after: str
) -> None:
    """Are moved to the nearest end, as LSP says; a range that is turned round is empty."""
    await wire.begin()
    await wire.open(URI, "ab\ncd\n")
    await wire.change(URI, 2, change(start, end, "X"))
    assert wire.text(URI) == after
    assert await wire.actions(URI, 2**31 - 1) == []


async def test_documents_that_are_not_open(wire: Wire) -> None:
    """Changes, saves and requests for them are ignored."""
    await wire.begin()
    await wire.change(URI, 2, {"text": "x"})
    await wire.save(URI, "x")
    await wire.tell("textDocument/willSave", {"textDocument": {"uri": URI}, "reason": 1})
    await wire.tell("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert await wire.actions(URI, 0) == []
    position = {"textDocument": {"uri": URI}, "position": at(0, 0)}
    assert (await wire.ask("textDocument/completion", position))["result"] is None
    assert wire.text(URI) is None


async def test_opened_twice_it_begins_anew(wire: Wire) -> None:
    """The second text counts; what was typed into the first teaches nothing."""
    await wire.begin()
    await wire.open(URI, PYTHON.text)
    await wire.change(URI, 2, {"text": PYTHON.text.replace(*PYTHON.typed)})
    await wire.open(URI, "x = 1\n")
    await wire.change(URI, 2, change((0, 4), (0, 5), "2"))
    assert wire.text(URI) == "x = 2\n"
    wire.settle()
    assert (await wire.ask("honed/status"))["result"]["projects"][0]["patterns"] == 0


@pytest.mark.parametrize(
    "mark",
    [
        "\0",
        "\ud800",
        "\udc00\ud800",
        "\ufeff",
        "\u2028",
        "\x1b[31m",
        "\uffff",
        "👩‍💻",
        "\U0010ffff",
    ],
    ids=ascii,
)
async def test_characters_that_few_expect(wire: Wire, mark: str) -> None:
    """In the edit and beside it: an offer is right to the character, or there is none."""
    await wire.begin()
    before = PYTHON.text.replace("log.", f'"{mark}"; log.').replace("user ", f"user{mark} ")
    old, new = (each.replace("user ", f"user{mark} ") for each in PYTHON.typed)
    await wire.open(URI, before)
    text = before.replace(old, new)
    assert text != before
    await wire.change(URI, 2, {"text": text})
    await wire.save(URI)
    first, wanted = (each.replace("user ", f"user{mark} ") for each in PYTHON.others[0])
    offers = await wire.actions(URI, text[: text.index(first)].count("\n"))
    edits = [each for each in offers if each["kind"].endswith(".edit")]
    assert all(applied(text, each["edit"]) == text.replace(first, wanted) for each in edits)
    assert await is_well(wire)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
async def test_line_ends_are_kept(wire: Wire, end: str) -> None:
    """The edit has no line end of another kind in it, and all others stay."""
    await wire.begin()
    before = PYTHON.text.replace("\n", end)
    text = before.replace(*PYTHON.typed)
    await wire.open(URI, before)
    await wire.change(URI, 2, {"text": text})
    await wire.save(URI)
    [offer, *_] = await wire.actions(URI, text[: text.index(FIRST)].count(end))
    assert applied(text, offer["edit"]) == text.replace(FIRST, FIRST_AFTER)


async def test_mixed_line_ends_are_kept(wire: Wire) -> None:
    """Each line keeps its own."""
    await wire.begin()
    ends = ["\r\n", "\n", "\r"]
    lines = PYTHON.text.split("\n")
    before = "".join(line + ends[number % 3] for number, line in enumerate(lines))
    text = before.replace(*PYTHON.typed)
    await wire.open(URI, before)
    await wire.change(URI, 2, {"text": text})
    await wire.save(URI)
    line = next(number for number, line in enumerate(lines) if FIRST in line)
    [offer, *_] = await wire.actions(URI, line)
    assert applied(text, offer["edit"]) == text.replace(FIRST, FIRST_AFTER)


@pytest.mark.parametrize(
    "text",
    [
        "x = [" + "1, " * 350_000 + "]\n",
        "x" * 1_000_000,
        "(" * 1_000_000,
        '"' + "\\" * 1_000_000,
        "\n" * 1_000_000,
        "\t" * 1_000_000 + "x",
    ],
    ids=["a list", "a name", "brackets", "a string", "empty lines", "an indent"],
)
async def test_a_line_of_a_megabyte(wire: Wire, text: str) -> None:
    """Every message about it is served in seconds."""
    await wire.begin()
    assert await is_well(wire)
    started = time.process_time()
    await wire.open(URI, text)
    await wire.actions(URI, 0)
    await wire.change(URI, 2, change((0, 3), (0, 4), "y"))
    await wire.save(URI)
    await wire.actions(URI, 0)
    position = {"textDocument": {"uri": URI}, "position": at(0, 500_000)}
    await wire.ask("textDocument/completion", position)
    assert time.process_time() - started < 2 * SECONDS
    assert await is_well(wire)


async def test_ten_thousand_lines(wire: Wire) -> None:
    """The edit is offered at the end of them, and all over them at once."""
    await wire.begin()
    functions = PYTHON.text[PYTHON.text.index("def login") :]
    before = PYTHON.text + functions * 460
    assert before.count("\n") > 10_000
    text = before.replace(*PYTHON.typed, 1)
    await wire.open(URI, before)
    await wire.change(URI, 2, {"text": text})
    await wire.save(URI)
    started = time.process_time()
    line = text[: text.rindex(FIRST)].count("\n")
    offers = await wire.actions(URI, line)
    head, _, tail = text.rpartition(FIRST)
    assert applied(text, offers[0]["edit"]) == head + FIRST_AFTER + tail
    assert time.process_time() - started < SECONDS
    everywhere = applied(text, offers[1]["edit"])
    # Of more places than one step may hold, those that it changes are changed right.
    assert everywhere.count(FIRST) + everywhere.count(FIRST_AFTER) == 461
    assert everywhere.count("\n") == text.count("\n")
    assert everywhere.count(FIRST_AFTER) > 1


async def test_binary_and_what_is_on_the_disk(wire: Wire, tmp_path: Path) -> None:
    """A file that is no UTF-8 on the disk, and its text as an editor shows it: no fault."""
    await wire.begin()
    path = tmp_path / "a.py"
    data = bytes(range(256)) * 40
    path.write_bytes(data)
    uri, text = path.as_uri(), data.decode("utf-8", "replace")
    await wire.open(uri, text)
    await wire.change(uri, 2, {"text": text.replace("A", "B")})
    await wire.save(uri, text)
    assert await wire.actions(uri, 1) == []
    assert await is_well(wire)
