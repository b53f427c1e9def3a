"""Texts, edits and code for properties; all of them for hypothesis, all in this file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from hypothesis import strategies as st

from honed.core.text import Edit, Span, Text, normalise

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

GRAMMARS = Path(__file__).parents[1] / "grammars"
LANGUAGES = ("c", "cpp", "go", "java", "javascript", "python", "rust", "tsx", "typescript")

FRAGMENTS = (
    *(b"a", b"name", b"get_user", b"log", b"self", b"0", b"12.5", b"if", b"return", b"def"),
    *(b" ", b"  ", b"    ", b"\t", b"\n", b"\n\n", b"\r\n", b"\r"),
    *(b"(", b")", b"[", b"]", b"{", b"}", b"<", b">", b"</", b"/>", b"${", b"`"),
    *(b'"', b"'", b'"""', b'f"', b"%s", b"%d", b"{}", b"{x}", b"%%", b"\\n", b"\\"),
    *(b"+", b"=", b"==", b"+=", b",", b";", b":", b".", b"?.", b"::", b"->", b"=>", b"!", b"&"),
    *(b"# note", b"// note", b"/* a */", b"@slow"),
    *("größe".encode(), "🎉".encode(), "日本".encode()),
    *(b"\x00", b"\xff", b"\xf0\x9f\x8e", b"\xed\xa0\x80", b"\x80"),
)
"""Pieces of code, with bytes that are no UTF-8, a lone surrogate, a NUL and all line ends."""

CODE = tuple(each for each in FRAGMENTS if each.isascii() and b"\x00" not in each)


def data(max_size: int = 40) -> SearchStrategy[bytes]:
    """Return the bytes of a document, torn or whole."""
    return st.lists(st.sampled_from(FRAGMENTS), max_size=max_size).map(b"".join)


@st.composite
def edits(draw: DrawFn, source: bytes, max_edits: int = 4) -> tuple[Edit, ...]:
    """Return edits of `source` that do not overlap, in any order."""
    offsets = st.integers(0, len(source))
    found: list[Edit] = []
    for _ in range(draw(st.integers(0, max_edits))):
        start, end = sorted((draw(offsets), draw(offsets)))
        edit = Edit(Span(start, min(end, start + 12)), draw(data(3)))
        try:
            normalise([*found, edit])
        except ValueError:
            continue
        found.append(edit)
    return tuple(draw(st.permutations(found)))


@st.composite
def edited_data(draw: DrawFn) -> tuple[bytes, tuple[Edit, ...]]:
    """Return a document and edits of it."""
    source = draw(data())
    return source, draw(edits(source))


@attrs.frozen
class Changed:
    """A text of one language, and what one small change made of it."""

    language: str
    before: Text
    edits: tuple[Edit, ...]
    after: Text


@st.composite
def code(draw: DrawFn, languages: tuple[str, ...] = LANGUAGES) -> tuple[str, bytes]:
    """Return a language, and some lines of its sample that may begin anywhere."""
    language = draw(st.sampled_from(languages))
    lines = (GRAMMARS / language / "sample.src").read_bytes().splitlines(keepends=True)
    first = draw(st.integers(0, max(0, len(lines) - 8)))
    return language, b"".join(lines[first : first + draw(st.integers(1, 30))])


@st.composite
def changed_code(draw: DrawFn, fragments: tuple[bytes, ...] = CODE) -> Changed:
    """Return code in which a stretch of one line was replaced by a few fragments."""
    language, source = draw(code())
    start = draw(st.integers(0, len(source)))
    end = min(len(source), start + draw(st.integers(0, 12)))
    new = b"".join(draw(st.lists(st.sampled_from(fragments), max_size=5)))
    edit = Edit(Span(start, end), new)
    after = source[:start] + new + source[end:]
    return Changed(language, Text(source), (edit,), Text(after))
