"""What completions are made of: the cursor, the places like it, spaces, ranks and figures."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from honed.core.corpus import as_log
from honed.core.vocabulary import Lexicon, made_of
from honed.retrieval.sequences import ERASED_ORDER
from honed.suggest.completion import rank
from honed.suggest.completion.cursor import cursor_of
from honed.suggest.completion.engine import complete, looked_up
from honed.suggest.completion.features import NAMES
from honed.suggest.completion.lines import LINE_NAMES
from honed.suggest.completion.rank import line_scores, probabilities
from honed.suggest.completion.request import Line, is_worth_showing
from honed.suggest.completion.sources import begun, is_begun, words_of
from honed.suggest.completion.spacing import written
from honed.syntax.lexing import KEPT, kind
from tests.bench.completing.project import lexed_file
from tests.suggest.test_completion import asked, request, texts

PIECES = ("alpha", ".", "(", ")", "beta", "=", " ", "\n", "\n    ", '"s"', '"', "#", ":", "é", "1")


@pytest.mark.parametrize(
    ("text", "before", "prefix"),
    [
        ("a = $0", [b"a", b"="], b""),
        ("a = be$0", [b"a", b"="], b"be"),
        ("a = b$0eta", [b"a", b"="], b"b"),
        ("if a:\n    $0", [b"\0if", b"a", b":", b"\n+"], b""),
        ("if a:\n    b\n$0", [b"\0if", b"a", b":", b"\n+", b"b", b"\n-"], b""),
        ("if a:\n    b\n    $0\nc", [b"\0if", b"a", b":", b"\n+", b"b", b"\n"], b""),
        ("a =$0= b", [b"a"], b""),
        ("a = 'x$0", [b"a", b"="], b"'x"),
        ("$0", [], b""),
    ],
)
def test_a_cursor_knows_what_stands_before_it(
    text: str, before: list[bytes], prefix: bytes
) -> None:
    """Whole tokens are the context; what is typed of one narrows what comes."""
    asking = request(text)
    found = cursor_of(asking, ERASED_ORDER)
    lexicon = asking.corpus.lexicon
    tokens = found.tokens[len(found.tokens) - found.at :].tolist()
    assert [lexicon.word(token) for token in tokens] == before
    assert found.prefix == prefix


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.integers(0, 30))
def test_no_text_is_too_broken(pieces: list[str], at: int) -> None:
    """Anywhere in any text there is an answer: distinct items, their probabilities at most one."""
    text = "".join(pieces[:at]) + "$0" + "".join(pieces[at:])
    found = asked(text, {"b.py": "alpha.beta(1)\nbeta = alpha\n"})
    assert len(set(texts(found))) == len(found.items)
    assert sum(item.probability for item in found.items) <= 1.0 + 1e-9
    assert found.line is None or 0.0 <= found.line.probability <= 1.0


def test_a_cursor_outside_the_text_is_none_of_ours() -> None:
    """Past the end it is as at the end."""
    past = attrs.evolve(request("alpha.beta\nalpha."), cursor=10_000)
    assert complete(past).prefix_bytes == 0


def test_what_was_accepted_and_saved_is_known_at_once() -> None:
    """The recent parts count before any shard is made of them, and more than the project."""
    asking = request("alpha.$0", {"lib/b.py": "alpha.delta()\n"})
    file = lexed_file("c.py", b"alpha.epsilon()\n")
    assert file is not None
    log = as_log([file], asking.corpus.lexicon)
    for corpus in (
        attrs.evolve(asking.corpus, recent=log), attrs.evolve(asking.corpus, accepted=log)
    ):  # fmt: skip
        found = complete(attrs.evolve(asking, corpus=corpus))
        assert texts(found)[0] == "epsilon"
        assert found.items[0].origin is not None
        assert found.items[0].origin.path == "c.py"


def test_a_gone_file_is_not_a_source() -> None:
    """Files of a shard that are not live are passed over."""
    asking = request("alpha.$0", {"b.py": "alpha.delta()\n"})
    (shard,) = asking.corpus.shards
    dead = attrs.evolve(shard, is_live=np.zeros_like(shard.is_live))
    corpus = attrs.evolve(asking.corpus, shards=(dead,))
    assert "delta" not in texts(complete(attrs.evolve(asking, corpus=corpus)))


def test_sub_words_change_as_the_names_do() -> None:
    """Where `load_user` stands beside `user`, `load_group` is meant beside `group`."""
    text = (
        "def f(user):\n    return load_user(user)\n\n\n"
        "def g(group):\n    return $0"
    )  # fmt: skip
    assert "load_group" in texts(asked(text))[:5]


def test_noop_where_nothing_differs_no_name_is_made_up() -> None:
    """The same names here and there: what stood there comes, and nothing spelt anew."""
    text = "def f(user):\n    return load_user(user)\n\n\ndef f(user):\n    return $0"
    assert texts(asked(text))[0] == "load_user"


def test_spaces_are_those_of_the_document() -> None:
    """Other tokens of the same kinds say how it is done here; elsewhere it is as usual."""
    for sample, wanted in (("x=1\ny=2\n", "z=3"), ("x = 1\ny = 2\n", "z = 3"), ("", "z = 3")):
        asking = request(sample + "$0")
        lexicon = asking.corpus.lexicon
        words = words_of(lexicon)
        tokens = lexicon.ids_of([b"z", b"=", b"3"]).tolist()
        words.grow(max(tokens))
        assert written(tokens, looked_up(asking).cursor.context, asking, words) == wanted


def test_a_token_that_was_cut_is_not_written() -> None:
    """A line with a long string in it cannot be offered."""
    asking = request("x = 1\n$0")
    words = words_of(asking.corpus.lexicon)
    tokens = asking.corpus.lexicon.ids_of([b"z", b"=", b'"\0']).tolist()
    words.grow(max(tokens))
    assert written(tokens, [], asking, words) is None


def test_the_weights_that_ship_are_complete() -> None:
    """Each feature has its weight; rows make probabilities."""
    assert rank.prior().token.shape == (len(NAMES),)
    assert rank.prior().line.shape == (len(LINE_NAMES),)
    assert rank.prior().token.any()
    chances = probabilities(np.eye(3), np.array([1.0, 2.0, 3.0]))
    assert chances.sum() == pytest.approx(1.0)
    assert list(np.argsort(chances)) == [0, 1, 2]
    assert len(probabilities(np.zeros((0, 3)), np.zeros(3))) == 0


def test_among_lines_there_is_always_none_of_them() -> None:
    """Two lines of score 0 and the line that is neither are a third each."""
    scores = line_scores(np.zeros((2, 4)), np.zeros(4))
    assert 1 / (1 + np.exp(-scores)) == pytest.approx([1 / 3, 1 / 3])


@pytest.mark.parametrize(
    ("line", "is_worth"),
    [
        (Line("value.of()", 0.9), True),
        (Line("value.of()", 0.4), False),
        (Line("):", 0.99), False),
        (Line("a  (  )", 0.9), False),
    ],
)
def test_what_is_short_or_doubtful_is_not_shown(line: Line, is_worth: bool) -> None:  # noqa: FBT001 - a case
    """Ghost text is for what is longer than a glance at it."""
    assert is_worth_showing(line) is is_worth


def test_begun_words_of_any_kind() -> None:
    """Keywords count as they are written; words of the vocabulary and newer ones alike."""
    known = [b"", b"foo", b"fab", KEPT + b"for", b"\n", b"'f", KEPT]
    lexicon = Lexicon(made_of(known, kind), kind)
    ids = lexicon.ids_of([*known, b"fin", KEPT + b"from"])
    words = words_of(lexicon)
    for prefix in (b"f", b"fo", b"'", b"x", b""):
        wanted = [is_begun(each, prefix, words) for each in ids.tolist()]
        assert begun(ids, prefix, words).tolist() == wanted
    assert begun(ids[:0], b"f", words).tolist() == []
