"""The embedder: renamed code is near its original, and the same everywhere."""

from __future__ import annotations

import ast
import random
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from honed.retrieval.embed import VERSION, ShapeEmbedder
from tests.renaming import renamed, tokens_of

EMBEDDER = ShapeEmbedder()


def functions() -> list[list[str]]:
    """Return the tokens of 201 functions of Python's library, 20 to 120 each."""
    folder = Path(ast.__file__).parent
    found = {}
    for name in ("argparse", "cmd", "csv", "difflib", "fractions", "mailbox", "smtplib", "tarfile"):
        lines = (folder / f"{name}.py").read_text("utf-8").splitlines()
        for node in ast.walk(ast.parse("\n".join(lines))):
            if isinstance(node, ast.FunctionDef):
                source = "\n".join(lines[node.lineno - 1 : node.end_lineno])
                tokens = tokens_of(textwrap.dedent(source))
                if 20 <= len(tokens) <= 120:
                    # Two that differ in names only have no original to be told from the other.
                    found[tuple("" if token.isidentifier() else token for token in tokens)] = tokens
    return random.Random(1).sample(list(found.values()), 201)


def test_renamed_code_finds_its_original() -> None:
    """Of 201 functions with all names changed, 97 in 100 find their original first."""
    dice = random.Random(2)
    originals = functions()
    vectors = np.array([EMBEDDER.embed(tokens) for tokens in originals])
    first = [
        int(np.argmax(vectors @ EMBEDDER.embed(renamed(tokens, dice)))) == number
        for number, tokens in enumerate(originals)
    ]
    assert sum(first) >= 195


def test_vector() -> None:
    """A vector has 256 numbers, float32, and unit length."""
    vector = EMBEDDER.embed(["def", "parse_line", "(", "text", ")", ":"])
    assert vector.shape == (EMBEDDER.dimensions,) == (256,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1)
    assert ShapeEmbedder(64).embed(["x"]).shape == (64,)


@pytest.mark.parametrize("tokens", [[], ()])
def test_noop(tokens: list[str]) -> None:
    """No tokens are zeros, and like nothing."""
    vector = EMBEDDER.embed(tokens)
    assert vector.shape == (256,)
    assert not vector.any()


@pytest.mark.parametrize(
    "token", ["", " ", "\n", "\ud800", "é", "日本", "_", "$", "0x1F", '"', "'a b'", "=>", "A", "ÄB"]
)
def test_odd_tokens(token: str) -> None:
    """Whatever the token is, there is a vector."""
    assert np.linalg.norm(EMBEDDER.embed([token])) == pytest.approx(1)


def similarity(left: str, right: str) -> float:
    """Return the cosine of two texts, their tokens parted by spaces."""
    return float(EMBEDDER.embed(left.split()) @ EMBEDDER.embed(right.split()))


@pytest.mark.parametrize(
    ("query", "nearer", "farther"),
    [
        ("log . info ( message )", "logger . debug ( text )", "if x : return y"),
        ("user_name = 1", "userName = 1", "order_count = 1"),
        ("x = MAX_SIZE", "y = MIN_COUNT", "y = min_count"),
        ("return total", "return count", "raise count"),
    ],
)
def test_what_is_near(query: str, nearer: str, farther: str) -> None:
    """Shapes, sub-words whatever their case, and keywords are what makes code alike."""
    assert similarity(query, nearer) > similarity(query, farther)


def test_order_counts() -> None:
    """The same tokens in another order are not the same."""
    assert similarity("a = b ( c )", "( b ) c = a") < 0.95
    assert similarity("a = b ( c )", "a = b ( c )") == pytest.approx(1)


def test_same_in_every_process() -> None:
    """Vectors of one version do not depend on the process: they are stored."""
    assert VERSION == 1
    vector = EMBEDDER.embed(["def", "parse", "(", ")"])
    code = (
        "from honed.retrieval.embed import ShapeEmbedder as E;"
        "print(E().embed(['def', 'parse', '(', ')']).tobytes().hex())"
    )
    there = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert there.stdout.strip() == vector.tobytes().hex()
    places = [int(place) * (1 if vector[place] > 0 else -1) for place in np.flatnonzero(vector)]
    assert places == [-1, -22, 65, 67, 108, 111, 130, 131, 132, -166, -177, -210, -234, -248], (
        "changed vectors need a new VERSION"
    )
