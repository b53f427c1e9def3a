"""Names against queries: all of a name that is asked for is worth more than a part of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honed.retrieval.naming import COVERED, IS_TEST, MOST, SAME_BEGINNING, Asked, Name
from honed.retrieval.subwords import terms

RARITY = {"mail": 3.0, "send": 1.0}
TEXTS = st.text(st.sampled_from("def tes_mail(): \n"), max_size=40)


def bonus(query: str, code: str) -> float:
    """Return what the name of some code is worth."""
    return Asked(terms(query), lambda word: RARITY.get(word, 2.0)).bonus(Name.of(code))


@pytest.mark.parametrize(
    ("query", "code", "expected"),
    [
        ("a mail to send", "def send_mail(to):", COVERED),
        ("send a mail", "def send_mail(to):", COVERED + SAME_BEGINNING),
        ("a mail", "def send_mail(to):", COVERED * 3 / 4),
        ("sending mails", "async sendMail() {", COVERED + SAME_BEGINNING),
        ("parse it", "def parser(it):", COVERED + SAME_BEGINNING),
        ("read", "def reading(it):", COVERED + SAME_BEGINNING),
        ("a mail", "def test_mail():", COVERED * 3 / 5 + IS_TEST),
        ("tests of mail", "def test_mail():", COVERED + SAME_BEGINNING),
    ],
)
def test_bonus(query: str, code: str, expected: float) -> None:
    """By how much of the name was asked for, rare words more; words of one stem are one."""
    assert bonus(query, code) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("query", "code"),
    [("a mail", "x = mail"), ("a mail", "src/mail.py\ndef mail():"), ("a mail", ""), ("", "x = 1")],
)
def test_noop_no_function(query: str, code: str) -> None:
    """What is no function has no name, and is worth nothing more or less."""
    assert bonus(query, code) == 0


@given(TEXTS, TEXTS)
def test_bounds(query: str, code: str) -> None:
    """No name is worth more than the most, or less than a test that was not asked for."""
    assert IS_TEST <= bonus(query, code) <= MOST + 1e-9
