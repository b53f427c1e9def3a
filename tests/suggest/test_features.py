"""The numbers that the ranker sees, and the weights that honed ships with."""

from __future__ import annotations

from math import log

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.core.model import Candidate, Evidence, Pattern, Weights
from honed.core.text import Edit, Span, Text, encode
from honed.suggest.edits import PatternIndex, candidates_at
from honed.suggest.features import NAMES, Circumstances
from honed.suggest.rank import OFFER_AT, brought_up, prior, probability, ranked
from tests.code import pattern_of, rewrites, tree_of

HERE = Circumstances("module", 1, 1)


def seen(
    example: tuple[str, str],
    place: str,
    language: str = "python",
    pattern: Pattern | None = None,
    here: Circumstances = HERE,
) -> dict[str, float]:
    """Return the features of the first candidate on the first line of a place."""
    pattern = pattern or pattern_of(rewrites(*example, language)[0])
    text = Text(encode(place))
    found = candidates_at(
        PatternIndex([pattern]),
        text,
        tree_of(place, language),
        (0, 0),
        here,
        language=language,
        trust=lambda _: True,
    )
    return dict(zip(NAMES, found[0].candidate.features, strict=True))


LOG = ("log.info('a' % (b,))\n", "log.info('a', b)\n")


@pytest.mark.parametrize(
    ("example", "place", "expected"),
    [
        (LOG, "log.info('c' % (d, e))\n", {"callee_same": 1, "path_same": 1, "core_whole": 1}),
        (LOG, "log.warn('c' % (d, e))\n", {"callee_same": 0.5, "callee_differs": 0}),
        (LOG, "f('c' % (d, e))\n", {"callee_same": 0, "callee_differs": 1, "role_differs": 0}),
        (LOG, "x = 'c' % (d, e)\n", {"callee_differs": 0, "role_differs": 1}),
        (("f(a)\n", "f(a, b)\n"), "f(c)\n", {"core_names": 0.5, "only_inserts": 1, "weak": 0}),
        (("f(a)\n", "f(a, b)\n"), "x = f(c)\n", {"left_near": 0, "role_differs": 0}),
        (("x = a\n", "x = b\n"), "x = a\n", {"core_names": 0.5, "statement_same": 1}),
        (("x = a\n", "x = b\n"), "f(a)\n", {"role_differs": 1, "statement_same": 0}),
        (("x = x + 1\n", "x += 1\n"), "x = x + 2\n", {"core_names": 1, "only_inserts": 0}),
        (("f(a)\ng()\n", "g()\n"), "f(a)\nh()\n", {"only_deletes": 1, "whole_line": 0}),
        (("f(a)\n", "f(a)\ng()\n"), "f(b)\n", {"whole_line": 1}),
        (("f(a)\n", "f(a, b)\n"), "f(c)\n", {"new_words": 1 / 3, "elsewhere": 0}),
        (("f(a, 1)\n", "f(a, 2)\n"), "f(a, 1)\n", {"no_words": 1, "lines_after": 0}),
        (("f(a)\n", "f(a)\ng()\n"), "f(b)\n", {"no_words": 0, "lines_after": log(2) / log(9)}),
        (("a.f(b)\n", "a.f(b, c)\n"), "d.f(b)\n", {"receiver_differs": 1}),
        (("a.f(b)\n", "a.f(b, c)\n"), "a.f(b)\n", {"receiver_differs": 0, "holes_same": 1}),
        (
            ("def test_a():\n    pass\n", "@x\ndef test_a():\n    pass\n"),
            "def test_b():\n    pass\n",
            {"weak": 1, "weak_near": 0, "weak_callee": 1, "weak_related": 1 / 3},
        ),
        (
            ('f("a %s", b)\n', 'f("a %r", b)\n'),
            'f("c %s", d)\n',
            {"argument_same": 0, "argument_differs": 1},
        ),
        (
            ('f("a %s", b)\n', 'f("a %r", b)\n'),
            'f("c %d %s", d, b)\n',
            {"argument_same": 1, "argument_differs": 0, "weak_callee": 1},
        ),
    ],
)
def test_features(example: tuple[str, str], place: str, expected: dict[str, float]) -> None:
    """What each says about a place."""
    found = seen(example, place)
    assert {name: found[name] for name in expected} == expected


def test_a_reference_is_marked() -> None:
    """Its words follow the place."""
    plain, reference = rewrites("x = x + 1\n", "x += 1\n", "python")
    place = "x = x + 2\n"
    assert seen(("", ""), place, pattern=pattern_of(plain))["reference"] == 0
    assert seen(("", ""), place, pattern=pattern_of(reference))["reference"] == 1


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (Evidence(), {"proven": 0, "belief": 0.5, "experience": 0, "support": 0}),
        (Evidence(accepted=1), {"proven": 1, "belief": 2 / 3}),
        (Evidence(rejected=2), {"proven": 0, "belief": 0.25}),
        (Evidence(shadow_right=2), {"proven": 1, "belief": 0.75}),
    ],
)
def test_evidence(evidence: Evidence, expected: dict[str, float]) -> None:
    """What became of the pattern's offers."""
    pattern = attrs.evolve(pattern_of(rewrites(*LOG, "python")[0]), evidence=evidence)
    found = seen(LOG, "log.info('c' % (d,))\n", pattern=pattern)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        (Circumstances("module", 1, 1), {"same_file": 1, "same_session": 1, "recent": 1}),
        (Circumstances("other", 2, 9), {"same_file": 0, "same_session": 0, "recent": 0.5}),
        (Circumstances("module", 1, 1, 1, 0.25), {"fresh": 1, "session_hits": 0.25}),
        (Circumstances("module", 1, 1, 3), {"fresh": 0.5, "session_hits": 0.5}),
    ],
)
def test_the_moment(here: Circumstances, expected: dict[str, float]) -> None:
    """Where and when it was learned."""
    found = seen(LOG, "log.info('c' % (d,))\n", here=here)
    assert {name: found[name] for name in expected} == expected


def test_odds() -> None:
    """Of the pattern, and of what is of its nature: in this session, and ever."""
    pattern = pattern_of(rewrites(*LOG, "python")[0])
    right = attrs.evolve(pattern, id=2, session_id=1, evidence=Evidence(shadow_right=3))
    wrong = attrs.evolve(pattern, id=3, session_id=9, evidence=Evidence(shadow_wrong=3))
    here = attrs.evolve(HERE, records=PatternIndex([right, wrong]).records)
    found = seen(LOG, "log.info('c' % (d,))\n", pattern=right, here=here)
    certain = 0.5 + log(4) / 8
    assert (found["odds"], found["nature_odds"]) == pytest.approx((certain, certain))
    assert found["nature_odds_ever"] == 0.5
    assert found["weak_odds"] == 0


def test_noop_odds() -> None:
    """Where nothing was tried they are even."""
    found = seen(LOG, "log.info('c' % (d,))\n")
    assert [found[each] for each in ("odds", "nature_odds", "nature_odds_ever")] == [0.5] * 3


def test_every_feature_has_a_weight() -> None:
    """In one order."""
    assert prior().names == NAMES
    assert len(prior().mean) == len(prior().precision) == len(NAMES)
    assert all(prior().mean)


vectors = st.lists(st.floats(-5, 5), min_size=len(NAMES), max_size=len(NAMES)).map(tuple)


@given(vectors, vectors)
def test_probabilities_lie_between_0_and_1(
    mean: tuple[float, ...], features: tuple[float, ...]
) -> None:
    """However large the weights are."""
    weights = Weights(tuple(1000 * each for each in mean), (1.0,) * len(NAMES))
    assert 0.0 <= probability(weights, features) <= 1.0


def _candidate(number: int, new: bytes, bias: float) -> Candidate:
    features = (bias,) + (0.0,) * (len(NAMES) - 1)
    return Candidate(number, (Edit(Span(0, 1), new),), Span(0, 1), features)


def test_ranked() -> None:
    """The most probable first, the newest of equals; of those with one result only the best."""
    weights = Weights((1.0,) * len(NAMES), (1.0,) * len(NAMES))
    first, second = _candidate(1, b"a", 2.0), _candidate(2, b"b", 1.0)
    same, newer = _candidate(3, b"a", 0.5), _candidate(4, b"c", 1.0)
    found = ranked(weights, [second, same, first, newer])
    assert [candidate.pattern_id for _, candidate in found] == [1, 4, 2]
    assert [score for score, _ in found] == sorted((score for score, _ in found), reverse=True)


def test_noop_nothing_to_rank() -> None:
    """And what says nothing is not offered."""
    assert ranked(prior(), []) == []
    assert probability(prior(), (1.0,) + (0.0,) * (len(NAMES) - 1)) < OFFER_AT


def test_what_others_say() -> None:
    """Of one line, that they agree, that others would write something else, and how probably."""
    weights = Weights((1.0,) + (0.0,) * (len(NAMES) - 1), (1.0,) * len(NAMES))
    first, same, rival = (
        _candidate(1, b"a", 2.0),
        _candidate(3, b"a", 0.5),
        _candidate(2, b"b", 1.0),
    )
    (_, found), (_, other) = ranked(weights, [first, same, rival])
    said = dict(zip(NAMES, found.features, strict=True))
    assert said["agreeing"] == said["rivals"] > 0
    assert said["rival"] == probability(weights, rival.features)
    assert found.origin == first.origin
    said = dict(zip(NAMES, other.features, strict=True))
    assert said["agreeing"] == 0
    assert said["rival"] == probability(weights, first.features)


def test_noop_what_is_on_another_line_says_nothing() -> None:
    """Both may be wanted."""
    weights = Weights((1.0,) * len(NAMES), (1.0,) * len(NAMES))
    here, there = _candidate(1, b"a", 2.0), attrs.evolve(_candidate(2, b"b", 1.0), line=1)
    assert [each for _, each in ranked(weights, [here, there])] == [here, there]


def test_weights_are_known_by_name() -> None:
    """Of other features in another order what was learned is kept; the new begin as they ship."""
    known = ("gone", *reversed(NAMES[3:]))
    stored = Weights(tuple(map(float, range(len(known)))), (7.0,) * len(known), 5, known)
    found = brought_up(stored)
    assert found is not None
    assert found.names == NAMES
    assert found.updates == 5
    assert found.mean[:3] == prior().mean[:3]
    assert found.mean[3:] == tuple(float(known.index(name)) for name in NAMES[3:])
    assert set(found.precision[3:]) == {7.0}


def test_noop_weights_of_today_and_weights_without_names() -> None:
    """The first stay as they are, of the others nobody knows what they mean."""
    assert brought_up(prior()) is prior()
    assert brought_up(Weights(prior().mean, prior().precision)) is None
