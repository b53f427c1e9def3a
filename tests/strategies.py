"""Texts, edits and code for properties; all of them for hypothesis, all in this file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from hypothesis import strategies as st

from honed.core.text import Edit, Span, Text, decode, normalise

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


@attrs.frozen
class Versions:
    """A text of one language and what became of it; all lines end with a line feed."""

    language: str
    before: str
    after: str


@st.composite
def versions(draw: DrawFn) -> Versions:
    """Return code, and the same with one to four lines removed, changed, repeated or put in."""
    language, source = draw(code())
    lines = source.decode().splitlines(keepends=True)
    lines[-1] = lines[-1].rstrip("\n") + "\n"
    after = list(lines)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(after)))
        removed = draw(st.integers(0, 2))
        after[place : place + removed] = draw(
            st.lists(st.sampled_from([*lines, "\n", "  x = f(x)\n", "}\n", "größe\n"]), max_size=2)
        )
    return Versions(language, "".join(lines), "".join(after))


MARKERS = (
    *("# ... existing code ...", "// ... existing code ...", "/* ... */", "{/* ... */}", "..."),
    *("// …", "# rest of the file unchanged", "// same as before", "<!-- ... -->", "-- ..."),
)
"""Lines that stand for what an edit leaves out."""

EDIT_LINES = (
    *MARKERS,
    *(
        "```",
        "```python",
        "```ts:src/a.ts",
        "~~~",
        "Here is the change:",
        "**src/a.py**",
        "src/a.py",
    ),
    *("<<<<<<< SEARCH", "------- SEARCH", "=======", ">>>>>>> REPLACE", "+++++++ REPLACE"),
    *(":start_line:3", "-------", "<<<<<<< ORIGINAL", ">>>>>>> UPDATED", "|||||||"),
    *(
        "--- a/a.py",
        "+++ b/a.py",
        "@@ -1,3 +1,4 @@",
        "@@ ... @@",
        "@@",
        "@@ def f(x):",
        "--- /dev/null",
    ),
    *("diff --git a/a.py b/a.py", "\\ No newline at end of file", "+", "-", " ", "+x = f(x)", "-}"),
    *("*** Begin Patch", "*** Update File: a.py", "*** Add File: b.py", "*** Delete File: a.py"),
    *("*** Move to: c.py", "*** End of File", "*** End Patch"),
    *('[{"oldText": "x", "newText": "y"}]', '{"old_string": "x", "new_string": "y"}'),
)
"""Lines by which edits are told to be in one format or another."""


@st.composite
def snippets(draw: DrawFn) -> tuple[Versions, str]:
    """Return two versions, and the newer one as a snippet: shorter, with markers and fences."""
    found = draw(versions())
    lines = found.after.splitlines(keepends=True)
    for _ in range(draw(st.integers(0, 4))):
        first = draw(st.integers(0, len(lines)))
        last = min(len(lines), first + draw(st.integers(0, 12)))
        lines[first:last] = [draw(st.sampled_from(("", *MARKERS, *EDIT_LINES))) + "\n"]
    indent = draw(st.sampled_from(("", "", "", "    ", "\t")))
    return found, "".join(indent + line for line in lines)


def any_edits() -> SearchStrategy[str]:
    """Return texts of the lines by which formats are known, with pieces of code between."""
    line = st.sampled_from(EDIT_LINES) | st.lists(st.sampled_from(FRAGMENTS), max_size=4).map(
        lambda found: decode(b"".join(found))
    )
    return st.lists(line, max_size=16).map("\n".join)
