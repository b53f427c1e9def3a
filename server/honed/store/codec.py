"""Values to the bytes of a record and back: compact JSON, deflated against a dictionary of ours.

A record is short, so what repeats *inside* it is taken out first: the elements of a rewrite are
words of its example's text, and are written as their place there. Raw deflate with a preset
dictionary (`honed.store.words`) then finds what repeats between records. The numbers below are
what lies on users' disks: changing one, or a byte of the dictionary, needs a migration.
"""

from __future__ import annotations

import json
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from honed.core.errors import StoreError
from honed.core.model import Copy, Element, Example, Form, HoleKind, Rewrite, TokenKind
from honed.core.text import decode, encode
from honed.store import node_kinds
from honed.store.places import locate, restore
from honed.store.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honed.core.model import Part

_TOKENS = (
    TokenKind.NAME,
    TokenKind.LITERAL,
    TokenKind.QUOTE,
    TokenKind.TEXT,
    TokenKind.COMMENT,
    TokenKind.FIXED,
)
_HOLES = (
    None,
    HoleKind.NAME,
    HoleKind.LITERAL,
    HoleKind.QUOTE,
    HoleKind.TEXT,
    HoleKind.EXPRESSION,
    HoleKind.LIST,
)
_FORMS = (Form.PLAIN, Form.REFERENCE, Form.LINES, Form.NAMES)
_FIRST_CODE = ord("0")
_KIND_OF_CODE = {
    chr(_FIRST_CODE + len(_HOLES) * token + hole): (_TOKENS[token], _HOLES[hole])
    for token in range(len(_TOKENS))
    for hole in range(len(_HOLES))
}
_CODE_OF_KIND = {kinds: code for code, kinds in _KIND_OF_CODE.items()}

# A window of 8 KB holds the dictionary and any usual record; copying a prepared compressor of
# that size costs half of what making one costs.
_WINDOW, _MEMORY, _LEVEL = -13, 4, 9
_DAMAGE = (ValueError, TypeError, LookupError, RecursionError, zlib.error)
_COMPRESSOR = zlib.compressobj(
    _LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, WORDS
)
_to_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def encode_lesson(example: Example, rewrites: Iterable[Rewrite | None]) -> bytes:
    """Return the record of an edit with all that it taught; None stands for what was forgotten.

    Path, line and language are not in it: they have columns.
    """
    return _pack(
        [
            example.before,
            example.after,
            *(0 if each is None else _fields(each, example.before) for each in rewrites),
        ]
    )


def decode_lesson(record: bytes, language: str) -> tuple[str, str, list[Rewrite | None]]:
    """Return what `encode_lesson` wrote: before, after, and the rewrites.

    What was forgotten at their end is left out. `StoreError` where the record is damaged.
    """
    try:
        before, after, *rewrites = _unpack(record)
        return (
            before,
            after,
            [_rewrite(language, before, *each) if each else None for each in rewrites],
        )
    except _DAMAGE as error:
        raise StoreError(f"A lesson's record cannot be read ({error}).") from error


def decode_example(record: bytes) -> tuple[str, str]:
    """Return before and after of a lesson's record; `StoreError` where it is damaged."""
    try:
        before, after, *_ = _unpack(record)
    except _DAMAGE as error:
        raise StoreError(f"A lesson's record cannot be read ({error}).") from error
    return before, after


def decode_pattern(record: bytes, language: str) -> tuple[Rewrite, Example]:
    """Return the one pattern of a record as honed wrote them before there were lessons.

    `StoreError` where the record is damaged.
    """
    try:
        before, after, path, line, *fields = _unpack(record)
        return _rewrite(language, before, *fields), Example(before, after, path, line)
    except _DAMAGE as error:
        raise StoreError(f"A pattern's record cannot be read ({error}).") from error


def encode_texts(path: str, before: str, after: str) -> bytes:
    """Return the record of a trajectory's path and texts."""
    return _pack([path, before, after])


def decode_texts(record: bytes) -> tuple[str, str, str]:
    """Return path, before and after; `StoreError` where the record is damaged."""
    try:
        path, before, after = _unpack(record)
    except (ValueError, TypeError, RecursionError, zlib.error) as error:
        raise StoreError(f"A trajectory's record cannot be read ({error}).") from error
    return path, before, after


def encode_prompt(prompt: str, framework: str, shown: Iterable[str]) -> bytes:
    """Return the record of what was asked for, and of the names of what was shown."""
    return _pack([prompt, framework, *shown])


def decode_prompt(record: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Return prompt, framework and names; `StoreError` where the record is damaged."""
    try:
        prompt, framework, *shown = _unpack(record)
    except _DAMAGE as error:
        raise StoreError(f"A prompt's record cannot be read ({error}).") from error
    return prompt, framework, tuple(shown)


def encode_item(fields: Iterable[Any]) -> bytes:
    """Return the record of a memory item's fields, as JSON knows them; the last is a text."""
    return _pack(list(fields))


def decode_item(record: bytes) -> list[Any]:
    """Return the fields of a memory item; `StoreError` where the record is damaged."""
    try:
        return _unpack(record)
    except _DAMAGE as error:
        raise StoreError(f"A memory item's record cannot be read ({error}).") from error


def _fields(rewrite: Rewrite, text: str) -> list[Any]:
    """Return a rewrite as JSON knows it, the words of its example `text` as places in it."""
    elements = (*rewrite.left, *rewrite.before, *rewrite.right)
    places, spelled = locate([element.text for element in elements], text)
    return _without_empty_ends(
        [
            "".join(_CODE_OF_KIND[element.kind, element.hole] for element in elements),
            places,
            len(rewrite.left),
            [_part(part) for part in rewrite.after],
            node_kinds.written(rewrite.path),
            rewrite.callee,
            len(rewrite.right),
            _FORMS.index(rewrite.form),
            [
                [index, element.same_as]
                for index, element in enumerate(elements)
                if element.same_as is not None
            ],
            spelled,
            rewrite.gap_before,
            rewrite.gap_after,
            rewrite.imports,
        ]
    )


def _rewrite(  # noqa: PLR0913 - the fields of a rewrite, in their order
    language: str,
    before: str,
    codes: str = "",
    places: str = "",
    left: int = 0,
    parts: Iterable[str | int | list[int]] = (),
    path: str | Iterable[str] = (),
    callee: Iterable[str] = (),
    right: int = 0,
    form: int = 0,
    same: Iterable[tuple[int, int]] = (),
    spelled: Iterable[str] = (),
    gap_before: str | None = None,
    gap_after: str | None = None,
    imports: Iterable[str] = (),
) -> Rewrite:
    same_as = dict(same)
    texts = restore(places, spelled, before)
    elements = tuple(
        _element(kind, text, hole, same_as.get(index))
        for index, ((kind, hole), text) in enumerate(
            zip(map(_KIND_OF_CODE.__getitem__, codes), texts, strict=True)
        )
    )
    end = len(elements) - right
    return Rewrite(
        language,
        elements[left:end],
        tuple(part if isinstance(part, str) else _copy(part) for part in parts),
        elements[:left],
        elements[end:],
        node_kinds.read(path),
        tuple(callee),
        _FORMS[form],
        gap_before,
        gap_after,
        tuple(imports),
    )


@lru_cache(maxsize=1 << 14)
def _element(kind: TokenKind, text: str, hole: HoleKind | None, same_as: int | None) -> Element:
    """Return the same element for the same fields: most of them stand in many patterns."""
    return Element(kind, text, hole, same_as)


def _part(part: Part) -> str | int | list[int]:
    """Return a part as JSON knows it; most copies are of one element."""
    if isinstance(part, str):
        return part
    return part.first if part.first == part.last else [part.first, part.last]


def _copy(part: int | list[int]) -> Copy:
    first, last = (part, part) if isinstance(part, int) else part
    return Copy(first, last)


def _pack(fields: list[Any]) -> bytes:
    """Return the deflated JSON of the fields."""
    compressor = _COMPRESSOR.copy()
    # The brackets are the same in all records.
    text = _to_json(_without_empty_ends(fields))[1:-1]
    return compressor.compress(encode(text)) + compressor.flush()


def _without_empty_ends(fields: list[Any]) -> list[Any]:
    """Take away the fields at the end that are None, 0 or no list's elements; one always stays."""
    while len(fields) > 1 and not fields[-1] and fields[-1] != "":
        fields.pop()
    return fields


def _unpack(record: bytes) -> list[Any]:
    """Return the fields; `ValueError` or `zlib.error` where the record is damaged."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS, WORDS)
    text = stream.decompress(record)
    if not stream.eof:
        raise ValueError("it is cut short")
    fields: list[Any] = json.loads(f"[{decode(text)}]")
    return fields
