"""What goes on with the writing: what is shown, what not, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from honed.config import Kind, Settings
from honed.core.text import encode
from honed.suggest.completion.request import MIN_PROBABILITY
from honed.syntax import languages
from tests.services.test_workspace import rows
from tests.services.writers import ScriptedWriter

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.services.writing import Shown
    from tests.services.conftest import Bench

NAME = "a.py"
LINE = "total = price * count"
KEY_S = 0.1
LOOK_S = 1.0


@pytest.fixture
def writer(bench: Bench) -> ScriptedWriter:
    """Return an engine that goes on with one line, and knows two words."""
    made = ScriptedWriter([("total", 0.8), ("totals", 0.1)], (LINE, 0.9))
    bench.workspace.writing.writer = made
    return made


def opened(bench: Bench, marked: str) -> tuple[str, int]:
    """Open a document whose cursor is at `$0`; return its URI and the cursor's byte."""
    uri = bench.open(NAME, marked.replace("$0", ""))
    return uri, len(encode(marked[: marked.index("$0")]))


def menu(bench: Bench, marked: str) -> list[str]:
    """Return the entries at `$0`."""
    return [each.text for each in bench.workspace.writing.menu(*opened(bench, marked)).words]


def ghost(bench: Bench, marked: str, *, is_invoked: bool = False) -> str | None:
    """Return the ghost text at `$0`."""
    uri, offset = opened(bench, marked)
    shown = bench.workspace.writing.ghost(uri, offset, is_invoked=is_invoked)
    return None if shown is None else shown.text


class Typist:
    """Types at the end of one document, and asks for ghost text as an editor does."""

    def __init__(self, bench: Bench, text: str = "x = 1\n") -> None:
        """Open the document."""
        self.bench, self.uri = bench, bench.open(NAME, text)
        self.shown: Shown | None = None

    @property
    def text(self) -> str:
        """The document's text."""
        return self.bench.text(self.uri)

    def type(self, keys: str, *, asks: bool = True) -> None:
        """Type keys, and ask at each."""
        for key in keys:
            self.wait(KEY_S)
            self.bench.edit(self.uri, self.text + key)
            if asks:
                self.ask()

    def ask(self) -> str:
        """Ask for ghost text; return it."""
        self.shown = self.bench.workspace.writing.ghost(self.uri, len(encode(self.text)))
        return "" if self.shown is None else self.shown.text

    def wait(self, seconds: float) -> None:
        """Let time pass, in the steps of the server's clock."""
        end = self.bench.clock.time + seconds
        while self.bench.clock.time < end:
            self.bench.clock.time = min(end, self.bench.clock.time + 0.2)
            self.bench.workspace.tick()

    def accept(self, length: int | None = None, *, tells: bool = True) -> None:
        """Take the ghost text, or so many characters of it, of which no editor tells."""
        assert self.shown is not None
        self.bench.edit(self.uri, self.text + self.shown.text[:length])
        if length is None and tells:
            self.bench.workspace.accepted(self.shown.id)

    def outcomes(self) -> list[tuple[str, str]]:
        """Return what became of all that was shown, once it is decided."""
        self.wait(12.0)
        return [(each.kind, each.outcome) for each in rows(self.bench) if each.kind != "edit"]


def test_a_menu(bench: Bench, writer: ScriptedWriter) -> None:
    """Words for what is begun, the most probable first; the text is replaced from its start."""
    uri, offset = opened(bench, "x = 1\nto$0\n")
    found = bench.workspace.writing.menu(uri, offset).words
    assert [each.text for each in found] == ["total", "totals"]
    assert {(each.span.start, each.span.end) for each in found} == {(6, 8)}
    assert bench.workspace.writing.source(found[0].id) == "from src/other.py:12"
    [place] = writer.places
    assert (place.path, place.cursor.prefix) == (NAME, b"to")


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("total$0\n", ["totals"]),
        ("to$0ls\n", ["totals"]),
        ("to$0x\n", []),
        ("x = 1  # to$0\n", []),
        ("x = 'to$0'\n", []),
        ("x = 'to$0\n", []),
        ('"""\nto$0\n"""\n', []),
        ("x = 12$0\n", []),
    ],
    ids=["whole", "middle", "torn", "comment", "string", "open string", "docstring", "number"],
)
@pytest.mark.usefixtures("writer")
def test_words_that_fit(bench: Bench, marked: str, wanted: list[str]) -> None:
    """What adds nothing or would tear a word is left out; comments and strings have no menu."""
    assert menu(bench, marked) == wanted


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("$0\n", LINE),
        ("x = 1\ntot$0\n", "al = price * count"),
        ("total = price$0  # all\n", None),
        ("# $0\n", None),
        ('"""\n$0\n"""\n', None),
        ("s = 'total = $0'\n", None),
        ("tot$0al\n", None),
        ("tot$0 + x\n", None),
    ],
    ids=["start", "begun", "before a comment", "comment", "docstring", "string", "word", "code"],
)
@pytest.mark.usefixtures("writer")
def test_ghost_text(bench: Bench, marked: str, wanted: str | None) -> None:
    """It goes on in code, at the end of what is typed, where nothing but brackets follows."""
    assert ghost(bench, marked) == wanted


@pytest.mark.parametrize(
    ("name", "marked", "wanted"),
    [
        ("a.sh", "cat <<EOF\nab $0\nEOF\n", False),
        ("a.sh", "cat <<EOF\nab\nEOF\n$0\n", True),
        ("a.rs", 'fn f() { g(r##"a $0"##); }\n', False),
        ("a.c", "int value = // see /* x */$0\n", False),
        ("a.c", "int a;\n// src/*.c\n$0\n", True),
    ],
)
@pytest.mark.usefixtures("writer")
def test_strings_and_comments_of_other_languages(
    bench: Bench,
    name: str,
    marked: str,
    wanted: bool,  # noqa: FBT001 - a table's column
) -> None:
    """Neither ghost text nor a menu comes in heredocs, raw strings and the ends of comments."""
    language = languages.by_path(name)
    assert language is not None
    uri = bench.open(name, marked.replace("$0", ""), language.name)
    offset = len(encode(marked[: marked.index("$0")]))
    assert bool(bench.workspace.writing.menu(uri, offset).words) is wanted
    assert bool(bench.workspace.writing.ghost(uri, offset)) is wanted


def test_words_with_a_dollar(bench: Bench) -> None:
    """The whole word is replaced, the sign with it."""
    bench.workspace.writing.writer = ScriptedWriter([("$name", 0.8), ("$na", 0.1)])
    text = "<?php\necho $na"
    uri = bench.open("a.php", text, "php")
    [found] = bench.workspace.writing.menu(uri, len(text)).words
    assert (text[: found.span.start] + found.text, found.span.end) == (
        "<?php\necho $name",
        len(text),
    )


@pytest.mark.parametrize(
    ("chance", "how", "wanted"),
    [(0.6, "unasked", LINE), (0.4, "unasked", None), (0.4, "asked", LINE), (0.2, "asked", None)],
)
def test_ghost_text_is_probable(
    bench: Bench, writer: ScriptedWriter, chance: float, how: str, wanted: str | None
) -> None:
    """Unasked it is shown where it is probable; asked for, where it may be."""
    writer.line = (LINE, chance)
    assert ghost(bench, "$0\n", is_invoked=how == "asked") == wanted


def test_lines_that_parse_worse_noop(bench: Bench, writer: ScriptedWriter) -> None:
    """Several lines pass the guard, or are not shown."""
    writer.line = ("if x:\n    return 1", 0.9)
    assert ghost(bench, "def f(x):\n    $0\n") == "if x:\n    return 1"
    writer.line = ("if x:\n    return (1", 0.9)
    assert ghost(bench, "def f(x):\n    $0\n") is None


def test_late_noop(bench: Bench, writer: ScriptedWriter) -> None:
    """The budget is over in time."""
    opened(bench, "$0")
    request = bench.workspace.bare_request((bench.folder / NAME).resolve().as_uri())
    assert request is not None
    is_late = bench.workspace.writing._lateness(request)
    assert not is_late()
    bench.clock.time += 0.02
    assert is_late()
    assert writer.learned == []


@pytest.mark.parametrize("way", ["command", "text alone"])
def test_accepted(bench: Bench, writer: ScriptedWriter, way: str) -> None:
    """One trajectory, whether the editor tells of it or the text; the next request knows it."""
    typist = Typist(bench)
    typist.type("tot")
    typist.wait(LOOK_S)
    typist.accept(tells=way == "command")
    assert writer.taken == [(NAME, LINE)]
    assert typist.outcomes() == [("inline", "accepted")]
    assert writer.learned == [("inline", "al = price * count", "accepted")]


def test_accepted_is_part_of_what_is_typed(bench: Bench, writer: ScriptedWriter) -> None:
    """What was begun and what was put in are one edit, not two."""
    typist = Typist(bench)
    typist.type("tot")
    typist.accept()
    typist.type("\n", asks=False)
    bench.save(typist.uri)
    edits = [each for each in rows(bench) if each.kind == "edit"]
    assert [each.after.splitlines()[-1] for each in edits] == [LINE]
    assert writer.taken


def test_partly_accepted(bench: Bench, writer: ScriptedWriter) -> None:
    """A word of it is taken, and something else typed behind: modified, and no rejection."""
    typist = Typist(bench)
    typist.type("t")
    typist.wait(LOOK_S)
    typist.accept(len("otal = "))
    assert typist.ask() == "price * count"
    typist.wait(LOOK_S)
    typist.type("cost + tax", asks=True)
    assert typist.outcomes() == [("inline", "modified")]
    assert [each[2] for each in writer.learned] == ["modified"]


def test_partly_accepted_then_the_rest(bench: Bench, writer: ScriptedWriter) -> None:
    """In two steps it is taken whole."""
    typist = Typist(bench)
    typist.type("t")
    typist.wait(LOOK_S)
    typist.accept(len("otal = "))
    assert typist.ask()
    typist.accept()
    assert typist.outcomes() == [("inline", "accepted")]
    assert writer.taken == [(NAME, LINE)]


def test_rejected_for_good(bench: Bench, writer: ScriptedWriter) -> None:
    """Read, and something else typed: it does not come back at this place, but at others."""
    typist = Typist(bench)
    typist.type("tot")
    typist.wait(LOOK_S)
    typist.type("ally = 7", asks=True)
    assert typist.outcomes() == [("inline", "rejected")]
    assert [each[2] for each in writer.learned] == ["rejected"]
    bench.edit(typist.uri, "x = 1\nto")
    assert typist.ask() == ""
    bench.edit(typist.uri, "y = 1\nto")
    assert typist.ask() == "tal = price * count"


def test_typed_by_hand_noop(bench: Bench, writer: ScriptedWriter) -> None:
    """Who types it to its end has neither taken nor rejected it."""
    typist = Typist(bench)
    typist.wait(LOOK_S)
    typist.ask()
    typist.wait(LOOK_S)
    typist.type(LINE)
    assert typist.outcomes() == []
    assert writer.learned == []


def test_unread_noop(bench: Bench, writer: ScriptedWriter) -> None:
    """What flashes by while somebody types fast says nothing, however much of it there is."""
    typist = Typist(bench)
    typist.type("totally = 7")
    assert typist.outcomes() == []
    assert writer.learned == []


def test_ignored(bench: Bench, writer: ScriptedWriter) -> None:
    """To be seen for ten seconds, and nothing done."""
    typist = Typist(bench)
    typist.type("tot")
    assert typist.outcomes() == [("inline", "ignored")]
    assert writer.learned


def test_undone(bench: Bench, writer: ScriptedWriter) -> None:
    """Taken back at once."""
    typist = Typist(bench)
    typist.type("tot")
    typist.wait(LOOK_S)
    before = typist.text
    typist.accept()
    bench.edit(typist.uri, before)
    assert typist.ask() == ""
    typist.wait(12.0)
    assert [each.outcome for each in rows(bench) if each.kind == "inline"] == ["undone"]
    assert [each[2] for each in writer.learned][:2] == ["accepted", "undone"]


def test_a_menus_entry_is_accepted(bench: Bench, writer: ScriptedWriter) -> None:
    """The one that was chosen; those beside it say nothing, and what nobody read neither."""
    uri, _ = opened(bench, "x = 1\n$0")
    shown: list[Shown] = []
    for text in ("x = 1\nt", "x = 1\nto"):
        bench.edit(uri, text)
        bench.clock.time += KEY_S
        shown = [*bench.workspace.writing.menu(uri, len(encode(text))).words]
    bench.edit(uri, "x = 1\ntotals")
    bench.workspace.accepted(shown[1].id)
    found = [each for each in rows(bench) if each.kind != "edit"]
    assert [(each.kind, each.outcome, each.after) for each in found] == [
        ("completion", "accepted", "totals")
    ]
    assert writer.learned == [("completion", "totals", "accepted")]


@pytest.mark.parametrize(("chance", "wanted"), [(0.8, ["rejected"]), (0.4, [])])
def test_a_menu_is_passed_over(
    bench: Bench, writer: ScriptedWriter, chance: float, wanted: list[str]
) -> None:
    """Of what was read only the first can be rejected, and only where it was probable."""
    writer.words = [("total", chance), ("totals", 0.1)]
    typist = Typist(bench)
    typist.type("to", asks=False)
    bench.workspace.writing.menu(typist.uri, len(typist.text))
    typist.wait(LOOK_S)
    typist.type("p = 3", asks=False)
    assert [outcome for _, outcome in typist.outcomes()] == wanted


def test_a_menu_left_alone_noop(bench: Bench, writer: ScriptedWriter) -> None:
    """A menu stands open for long, and nothing is written of it."""
    typist = Typist(bench)
    typist.type("to", asks=False)
    bench.workspace.writing.menu(typist.uri, len(typist.text))
    assert typist.outcomes() == []
    assert writer.learned == []


def test_a_pause_settles_with_ghost_text(bench: Bench) -> None:
    """What is typed is learned after a pause, whatever is to be seen behind it."""
    bench.workspace.writing.writer = ScriptedWriter(line=(LINE, 0.9))
    typist = Typist(bench)
    typist.type("tot")
    typist.wait(Settings().settle_seconds + 0.2)
    assert [each.after.splitlines()[-1] for each in rows(bench)] == ["tot"]


def test_many_keys_push_nothing_out(bench: Bench, writer: ScriptedWriter) -> None:
    """A menu at each key leaves no more open offers than the latest has."""
    typist = Typist(bench)
    for key in "a bc de fg hi jk":
        typist.type(key, asks=False)
        bench.workspace.writing.menu(typist.uri, len(typist.text))
    document = bench.workspace.documents.get(typist.uri)
    assert document is not None
    open_offers = document.ledger._open.standing
    assert len(open_offers) <= len(writer.words) + 1


@pytest.mark.parametrize("kind", [Kind.COMPLETION, Kind.INLINE])
def test_off(start: Callable[..., Bench], kind: Kind) -> None:
    """Each is a kind that can be switched off."""
    bench = start(settings=Settings(kinds_off=(kind,)))
    bench.workspace.writing.writer = ScriptedWriter([("total", 0.8)], (LINE, 0.9))
    assert bool(menu(bench, "to$0\n")) is (kind is Kind.INLINE)
    assert (ghost(bench, "to$0\n") is None) is (kind is Kind.INLINE)


def test_without_an_engine_noop(bench: Bench) -> None:
    """Nothing is shown."""
    bench.workspace.writing.writer = None
    assert menu(bench, "to$0\n") == []
    assert ghost(bench, "to$0\n") is None


def test_often_wrong_is_shown_less(bench: Bench, writer: ScriptedWriter) -> None:
    """Where ghost text was wrong time and again only what is surer is still shown."""
    writer.line = (LINE, MIN_PROBABILITY + 0.02)
    typist = Typist(bench)
    for number in range(12):
        bench.edit(typist.uri, f"{typist.text}\nx = {number}\n")
        typist.type("tot")
        typist.wait(LOOK_S)
        typist.type(f"e = {number}\n", asks=False)
        typist.wait(3.0)
    bench.edit(typist.uri, "x = 99\ntot")
    assert typist.ask() == ""
    writer.line = (LINE, 0.97)
    assert typist.ask() == "al = price * count"


@pytest.mark.usefixtures("writer")
def test_a_large_document(bench: Bench) -> None:
    """It is cut by another thread before the first request, and again when it was put aside."""
    text = "y = 'some text'\n" * 5_000
    uri = bench.open(NAME, f"{text}to")
    size = len(text) + 2
    assert bench.workspace.writing.menu(uri, size).words
    bench.workspace.writing.tokens.forget(uri)
    assert bench.workspace.writing.menu(uri, size).words == ()
    bench.workspace.reader.join()
    assert bench.workspace.writing.menu(uri, size).words


def test_a_learned_edit_goes_first(bench: Bench, writer: ScriptedWriter) -> None:
    """What finishes a learned edit is ghost text, too, and is booked as what it is."""
    writer.line = ("log.audible()", 0.99)
    before = "log.info(1)\nlog.info(2)\n"
    uri = bench.open("b.py", before)
    bench.edit(uri, before.replace("info(1)", "audit(1)"))
    bench.save(uri)
    text = bench.text(uri).replace("info(2)", "a(2)")
    for step in (text.replace("a(2)", "(2)"), text):
        bench.edit(uri, step)
    offset = text.index("a(2)") + 1
    shown = bench.workspace.writing.ghost(uri, offset)
    assert shown is not None
    assert shown.text == "udit"
    bench.edit(uri, text[:offset] + shown.text + text[offset:])
    bench.workspace.accepted(shown.id)
    found = [each for each in rows(bench) if each.kind != "edit"]
    assert [(each.kind, each.outcome) for each in found] == [("suggestion", "accepted")]
    assert writer.learned == []
