"""Searching texts: the nearest comes first, and what is gone is gone."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.retrieval.bm25 import Bm25
from honed.retrieval.search import AT_THE_TOP, Document, Match, Searcher
from honed.retrieval.subwords import MAX_LENGTH, subwords
from honed.retrieval.table import Table

TEXTS = st.lists(
    st.sampled_from("open file read lines close socket send bytes".split()),  # noqa: SIM905 - it reads
    max_size=12,
).map(" ".join)
DOCUMENTS = st.builds(
    Document, st.integers(1, 12), TEXTS, st.sampled_from(["python", "go"]), st.just("function")
)
CHANGES = st.lists(st.one_of(DOCUMENTS, st.integers(1, 12)), max_size=30)

LIBRARY = Searcher(
    [
        Document(1, "def read_file(path): return open(path).read()", "python", "function"),
        Document(2, "func readFile(path string) []byte { return os.ReadFile(path) }", "go", "edit"),
        Document(3, "def send_mail(to, subject): server.sendmail(to, subject)", "python", "edit"),
    ]
)


def ids(found: list[Match]) -> list[int]:
    """Return the ids of what was found."""
    return [match.id for match in found]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("getHTTPResponse2", "get http response 2"),
        ("get_http_response_2", "get http response 2"),
        ("Get the HTTP response.", "get the http response"),
        ("MAX_SIZE", "max size"),
        ("größe ÄndereDatei 名前", "größe ändere datei 名前"),
        ("", ""),
        ("!?", ""),
        ("x" * (MAX_LENGTH + 1), ""),
    ],
)
def test_subwords(text: str, words: str) -> None:
    """Names fall into their words, whatever they are written like."""
    assert " ".join(subwords(text)) == words


def test_the_best_comes_first() -> None:
    """What has the words of the query is found, what has more of them first."""
    assert ids(LIBRARY.search("read a file"))[:2] == [1, 2]
    assert ids(LIBRARY.search("server that sends mail"))[0] == 3


def test_what_it_is_called_counts_more() -> None:
    """Of two functions with a word, the one that is named by it comes first."""
    named = Document(1, "def parse_url(text): return split(text, host)")
    beside = Document(2, "def open(text): return Url(parse(text), url)")
    assert ids(Searcher([beside, named]).search("parse url")) == [1, 2]


def test_the_path_counts_more() -> None:
    """Of two changes with a word, the one whose file is named by it comes first."""
    named = Document(1, "src/cookies.py\nvalue = 1\nother = 2")
    beside = Document(2, "src/models.py\ncookies = 1\nother = 2")
    assert ids(Searcher([beside, named]).search("cookies")) == [1, 2]


def test_neighbours_find_one_name() -> None:
    """Words beside each other ask for the name that they make, however it is written."""
    documents = [Document(1, "x = errorhandler"), Document(2, "x = somethingelse")]
    assert ids(Searcher(documents, table=lambda: None).search("the error handler")) == [1]


def test_words_that_say_little() -> None:
    """A word that is rare in code counts as the table says."""
    documents = [Document(1, "x = the"), Document(2, "x = mail"), Document(3, "x = y")]
    table = Table(
        {"the": 0}, np.zeros((1, 2), np.int8), np.ones(1, np.float32), np.full(1, 0.1, np.float32)
    )
    assert ids(Searcher(documents, table=lambda: table).search("the mail")) == [2, 1]
    assert ids(Searcher(documents, table=lambda: None).search("the mail")) == [1, 2]


def test_names_are_looked_at_among_the_best() -> None:
    """As many as there are, and those that equal the last one."""
    beside = [Document(k, f"def other_{k}(): return mail") for k in range(1, 2 * AT_THE_TOP)]
    last = Document(999, "def mail(): return mail")
    searcher = Searcher([*beside, last], table=lambda: None)
    found = searcher.search("mail", limit=3)
    assert found[0].id == 999
    assert ids(found)[1:] == [1, 2]


def test_words_of_one_stem() -> None:
    """`parsing` asks for `parser`, too."""
    documents = [Document(1, "class ParserOfHeaders"), Document(2, "class WriterOfFooters")]
    assert ids(Searcher(documents, table=lambda: None).search("parsing")) == [1]


def test_words_that_mean_the_same() -> None:
    """A document without a word of the query is found by what its words mean."""
    row_of = {"erase": 0, "unlink": 1, "palette": 2}
    numbers = np.array([[9, 1], [9, 0], [0, 9]], np.int8)
    table = Table(row_of, numbers, np.ones(3, np.float32), np.ones(3, np.float32))
    documents = [Document(1, "palette"), Document(2, "unlink(path)")]
    [found] = Searcher(documents, table=lambda: table).search("erase")
    assert found.id == 2
    assert 0 < found.score <= 1
    assert Searcher(documents, table=lambda: None).search("erase") == []


def test_narrowed() -> None:
    """A language or a kind leaves out what is of another."""
    assert ids(LIBRARY.search("read file", language="go")) == [2]
    assert ids(LIBRARY.search("read file", kind="function")) == [1]
    assert ids(LIBRARY.search("read file", language="python", kind="edit")) == []
    assert ids(LIBRARY.search("read file", language="cobol")) == []


@pytest.mark.parametrize("query", ["", "   ", "quaternion", "?!", "\ud800", "\0", "x" * 99])
def test_noop(query: str) -> None:
    """Nothing is found for what no document says, and nothing raises."""
    assert LIBRARY.search(query) == []
    assert Searcher().search(query) == []
    assert LIBRARY.search("read", limit=0) == []


def test_replaced_and_removed() -> None:
    """A document of a known id takes the other's place; an unknown one is removed in silence."""
    searcher = Searcher([Document(1, "open a socket"), Document(2, "close a socket")])
    searcher.add(Document(1, "read a file"))
    assert ids(searcher.search("open socket")) == [2]
    searcher.remove(2)
    searcher.remove(7)
    assert ids(searcher.search("socket file")) == [1]
    assert len(searcher) == 1


def test_a_score_is_a_share() -> None:
    """All words of a query say more than some, and never more than 1."""
    searcher = Searcher(Document(k, f"word{k} " * 400) for k in range(1, 400))
    searcher.add(Document(400, "parse the url " * 200))
    searcher.add(Document(401, "parse the file"))
    first, second = searcher.search("parse url")
    assert (first.id, second.id) == (400, 401)
    assert 0 < second.score < first.score <= 1


@given(st.lists(DOCUMENTS, max_size=20), TEXTS)
def test_scores_are_shares_in_order(documents: list[Document], query: str) -> None:
    """Scores lie between 0 and 1 and fall; of equal ones the smaller id comes first."""
    found = Searcher(documents).search(query, limit=20)
    assert all(0 < match.score <= 1 for match in found)
    assert found == sorted(found, key=lambda match: (-match.score, match.id))


@given(CHANGES, TEXTS)
def test_changes_leave_no_trace(changes: list[Document | int], query: str) -> None:
    """Whatever was added, replaced and removed before: the answer is that of what is there."""
    searcher = Searcher()
    known: dict[int, Document] = {}
    for change in changes:
        if isinstance(change, Document):
            searcher.add(change)
            known[change.id] = change
        else:
            searcher.remove(change)
            known.pop(change, None)
    fresh = Searcher(known.values())
    for language in (None, "python"):
        found = searcher.search(query, language=language, limit=20)
        expected = fresh.search(query, language=language, limit=20)
        assert {m.id: pytest.approx(m.score, rel=1e-4) for m in expected} == {
            m.id: m.score for m in found
        }


def test_bm25_is_the_formula() -> None:
    """The score of a text is the sum over the words, as the paper has it."""
    index = Bm25(saturation=1.2, length=0.75)
    rows = [index.add(text.split()) for text in ("a a b", "b c", "c c c c")]
    scores, bound = index.scores({"a": 1, "b": 1, "unknown": 1})
    twice, _ = index.scores({"a": 2.0})
    mean = 3.0
    idf = {1: math.log(1 + 2.5 / 1.5), 2: math.log(1 + 1.5 / 2.5), 0: math.log(1 + 3.5 / 0.5)}

    def part(times: int, length: int) -> float:
        return times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length / mean))

    expected = [idf[1] * part(2, 3) + idf[2] * part(1, 3), idf[2] * part(1, 2), 0.0]
    assert [scores[row] for row in rows] == pytest.approx(expected)
    assert bound == pytest.approx(2.2 * (idf[0] + idf[1] + idf[2]))
    assert twice[rows[0]] == pytest.approx(2 * idf[1] * part(2, 3))
    assert [index.rarity(word) for word in ("unknown", "a", "b")] == pytest.approx(
        [*map(idf.get, range(3))]
    )
