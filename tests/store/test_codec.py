"""Records: every value comes back as it was, in few bytes; a damaged record is told to be one."""

from __future__ import annotations

import contextlib
import hashlib
import zlib

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.errors import StoreError
from honed.core.model import Copy, Element, Example, Form, HoleKind, Rewrite, TokenKind
from honed.store.codec import (
    decode_example,
    decode_lesson,
    decode_pattern,
    decode_texts,
    encode_lesson,
    encode_texts,
)
from honed.store.places import locate, restore
from honed.store.words import WORDS
from tests.store.samples import EXAMPLE, REWRITE, TRAJECTORY

# Lone surrogates and control characters included: they stand in files, and JSON can carry them.
texts = st.text(st.characters(codec=None), max_size=30)
numbers = st.integers(0, 1 << 40)
elements = st.builds(
    Element,
    st.sampled_from(TokenKind),
    texts,
    st.none() | st.sampled_from(HoleKind),
    st.none() | numbers,
)
parts = texts | st.builds(Copy, numbers, numbers)
rewrites = st.builds(
    Rewrite,
    language=texts,
    before=st.lists(elements, max_size=6).map(tuple),
    after=st.lists(parts, max_size=6).map(tuple),
    left=st.lists(elements, max_size=6).map(tuple),
    right=st.lists(elements, max_size=6).map(tuple),
    path=st.lists(texts, max_size=4).map(tuple),
    callee=st.lists(texts, max_size=3).map(tuple),
    form=st.sampled_from(Form),
    gap_before=st.none() | texts,
    gap_after=st.none() | texts,
    imports=st.lists(texts, max_size=2).map(tuple),
)
examples = st.builds(Example, before=texts, after=texts, path=texts, line=numbers)


@given(examples, st.lists(rewrites, min_size=1, max_size=3), texts, st.integers(0, 7))
def test_lesson_round_trip(
    example: Example, taught: list[Rewrite], language: str, forgotten: int
) -> None:
    """Whatever the values, what was encoded is what is decoded; what is forgotten leaves a gap."""
    kept = [
        None if forgotten >> place & 1 else attrs.evolve(each, language=language)
        for place, each in enumerate(taught)
    ]
    record = encode_lesson(example, kept)
    while kept and kept[-1] is None:
        kept.pop()
    assert decode_lesson(record, language) == (example.before, example.after, kept)
    assert decode_example(record) == (example.before, example.after)


@given(rewrites, texts, texts)
def test_lesson_of_its_own_words_round_trip(rewrite: Rewrite, between: str, path: str) -> None:
    """The same where the elements are words of the example, as in life."""
    words = [element.text for element in (*rewrite.left, *rewrite.before, *rewrite.right)]
    example = Example(between.join(words), "", path, 0)
    record = encode_lesson(example, [rewrite])
    assert decode_lesson(record, rewrite.language) == (example.before, "", [rewrite])


@given(texts, texts, texts)
def test_texts_round_trip(path: str, before: str, after: str) -> None:
    """The same for a trajectory's texts."""
    assert decode_texts(encode_texts(path, before, after)) == (path, before, after)


@given(st.binary(max_size=60), st.integers(0, 200), st.integers(1, 255))
def test_damaged_record(noise: bytes, place: int, change: int) -> None:
    """Noise, a changed byte and a cut are told as `StoreError`, or happen to be a record."""
    record = bytearray(encode_lesson(EXAMPLE, [REWRITE, REWRITE]))
    record[place % len(record)] ^= change
    for damaged in (noise, bytes(record), bytes(record[: place % len(record)])):
        for decode in (decode_pattern, decode_lesson):
            with contextlib.suppress(StoreError):
                decode(damaged, "python")
        for decode_part in (decode_texts, decode_example):
            with contextlib.suppress(StoreError):
                decode_part(damaged)


@pytest.mark.parametrize("cut", [0, 1, 10, -1])
def test_cut_record(cut: int) -> None:
    """A record that was cut short is never half a value."""
    with pytest.raises(StoreError):
        decode_texts(encode_texts("a.py", "before", "after")[:cut])
    record = encode_lesson(EXAMPLE, [REWRITE])[:cut]
    for decode in (decode_pattern, decode_lesson):
        with pytest.raises(StoreError):
            decode(record, "python")
    with pytest.raises(StoreError):
        decode_example(record)


def test_sizes() -> None:
    """A learned edit and a trajectory are a line of text each, not a page.

    What else an edit taught costs what is new in it.
    """
    assert len(encode_lesson(EXAMPLE, [REWRITE])) <= 105
    assert len(encode_lesson(EXAMPLE, [REWRITE] * 4)) <= 115
    assert len(encode_texts(TRAJECTORY.path, TRAJECTORY.before, TRAJECTORY.after)) <= 55


def test_format_is_pinned() -> None:
    """Records on users' disks stay readable: a change of this test needs a migration."""
    assert len(WORDS) <= 4096
    assert hashlib.blake2b(WORDS, digest_size=8).hexdigest() == "10ad9bf0a5a258c2"
    record = bytes.fromhex(
        "5342cee1314a607faa164332760ad045202340827aa088d104b7d1910a086234804a5e50d9589699"
        "5a5e0cb6d4c45047c930d820d8ced50e481a04031519a8e9a8a9b9a9a9e90269251d039de868031d"
        "c35850571d688d52ac4e344a7b95982626480fc4ade09e625a3e50c41200"
    )
    assert decode_pattern(record, "python") == (REWRITE, EXAMPLE)
    record = bytes.fromhex(
        "5342cee1314a607faa164332760ad045202340827aa088d104b7d1910a082234442b19061b04dbb9"
        "da01498360a001066a3a6a6a6e6a6aba405a49c740273ada40c73016d42b079aa8140bd480dc3425"
        "a63509d2037116b85398960f14b18c05193d50760300"
    )
    assert decode_lesson(record, "python") == (
        EXAMPLE.before,
        EXAMPLE.after,
        [REWRITE, None, REWRITE],
    )


def test_every_kind_has_a_code() -> None:
    """A kind of token or hole that is added to the model must be added to the codec."""
    every = tuple(Element(kind, "x", hole) for kind in TokenKind for hole in (None, *HoleKind))
    for form in Form:
        rewrite = attrs.evolve(REWRITE, before=every, form=form)
        assert decode_lesson(encode_lesson(EXAMPLE, [rewrite]), "python")[2] == [rewrite]


def test_long_words_and_distances() -> None:
    """What lies too far, or is too long, for a place is spelled out."""
    far = "x" + " " * 30_000 + "y" * 30_000 + "z"
    words = ["x", "y" * 30_000, "z", "not there"]
    places, spelled = locate(words, far)
    assert spelled == ["y" * 30_000, "z", "not there"]
    assert restore(places, spelled, far) == words
    assert locate(["x", "z"], "x z") == ("&'", [])


def test_place_outside() -> None:
    """A place that leads out of the text is an error, not another word."""
    with pytest.raises(ValueError, match="outside"):
        restore("&&&&", [], "x")


def test_deflate_is_raw() -> None:
    """No header, no checksum: six bytes a record saved."""
    with pytest.raises(zlib.error):
        zlib.decompress(encode_texts("a", "b", "c"))
