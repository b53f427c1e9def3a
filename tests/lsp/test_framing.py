"""Messages out of a stream, whatever stands between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.lsp.framing import LONGEST_HEADER, MOST_BYTES, Framing, Unreadable
from tests.lsp.wire import framed

FIRST, SECOND = b'{"a":1}', '{"名":"👩"}'.encode()
NOISE = st.binary(max_size=200).filter(lambda noise: b"content-length" not in noise.lower())


def bodies(*pieces: bytes) -> list[bytes]:
    """Return the messages in a stream that arrives in pieces."""
    framing = Framing()
    return [
        body for piece in pieces for body in framing.feed(piece) if not isinstance(body, Unreadable)
    ]


@given(st.lists(st.binary(max_size=50), max_size=5), st.lists(st.integers(0, 400), max_size=8))
def test_pieces_make_no_difference(sent: list[bytes], cuts: list[int]) -> None:
    """However a stream is cut, the same messages come out of it, and nothing else."""
    stream = b"".join(framed(body) for body in sent)
    ends = [*sorted(cuts), len(stream)]
    pieces = [stream[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    framing = Framing()
    assert [body for piece in pieces for body in framing.feed(piece)] == sent
    assert not framing.is_inside


@given(NOISE, NOISE)
def test_noise_costs_no_message(before: bytes, between: bytes) -> None:
    """Bytes before and between messages are passed over."""
    assert bodies(before, framed(FIRST), between, framed(SECOND)) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Length: -5",
        b"Content-Length: five",
        b"Content-Length:",
        b"Content-Type: application/vscode-jsonrpc",
        b"Content-Length: %d" % (MOST_BYTES + 1),
        b"Content-Length: " + b"9" * 5000,
    ],
)
def test_a_useless_header_costs_its_message(header: bytes) -> None:
    """The message is lost, which is told once; the next one is read."""
    framing = Framing()
    found = framing.feed(header + b"\r\n\r\n" + FIRST + framed(SECOND))
    assert [type(each) for each in found] == [Unreadable, bytes]
    assert found[1] == SECOND


def test_too_short_a_length_costs_its_message_only() -> None:
    """What is left of its body is noise before the next."""
    assert bodies(b"Content-Length: 3\r\n\r\n" + FIRST + framed(SECOND)) == [FIRST[:3], SECOND]


def test_too_long_a_length_costs_the_next_message_too() -> None:
    """And no more than that."""
    stream = b"Content-Length: 20\r\n\r\n" + FIRST + framed(FIRST) + framed(SECOND)
    assert bodies(stream)[1:] == [SECOND]


@pytest.mark.parametrize(
    "header",
    [
        b"content-length: 7\r\n\r\n",
        b"Content-Length:7\n\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 7\r\n\r\n",
        b"Content-Length: 7\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n",
    ],
)
def test_ways_to_write_a_header_noop(header: bytes) -> None:
    """Case, spaces, line ends and other headers are no fault."""
    assert Framing().feed(header + FIRST) == [FIRST]


def test_endless_noise_takes_no_memory() -> None:
    """Only so much is kept as may be the beginning of a header."""
    framing = Framing()
    found = [each for _ in range(100) for each in framing.feed(b"x" * 10_000)]
    assert len(found) == 1
    assert len(framing._buffer) <= LONGEST_HEADER
    assert framing.feed(framed(FIRST))[-1] == FIRST


def test_half_a_message_is_inside() -> None:
    """A stream that ends so has lost something."""
    framing = Framing()
    framing.feed(framed(FIRST)[:-1])
    assert framing.is_inside
