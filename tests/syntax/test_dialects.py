"""What a text is in that an editor calls by a name that several languages have."""

from __future__ import annotations

import pytest

from honed.core.text import Text, encode
from honed.syntax import languages
from honed.syntax.dialects import dialect

CARD = "export const Card = (p: Props) => <div>{p.name}</div>;\n"
CAST = "const a = <T>b;\n"


@pytest.mark.parametrize(
    ("name", "texts", "found"),
    [
        ("typescript", [CARD], "tsx"),
        ("typescript", [CAST], "typescript"),
        ("typescript", [CARD, CAST, CAST], "typescript"),
        ("typescript", ["const a = 1;\n"], "typescript"),
        ("typescript", ["const ="], "typescript"),
        ("tsx", [CAST], "tsx"),
        ("python", [CARD], "python"),
    ],
)
def test_the_one_that_reads_it_best(name: str, texts: list[str], found: str) -> None:
    """With fewer faults than what was said; that (noop) where none has."""
    known = dialect([Text(encode(each)) for each in texts], languages.by_name(name))
    assert known is not None
    assert known.name == found


def test_no_language_noop() -> None:
    """There is nothing to choose from."""
    assert dialect([Text(b"a")], None) is None
