"""A line typed token by token: what is asked at each boundary, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from honed.suggest.completion.request import Request
from honed.syntax import languages
from honed.syntax.lexing import Kind, Lexemes, kind, lex, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.core.corpus import Corpus
    from honed.suggest.completion.engine import LookedUp
    from tests.bench.completing.project import Added


@attrs.frozen(eq=False)
class Step:
    """A place in a line: the request, the tokens that come up to its end, and the text so."""

    request: Request = attrs.field(repr=False)
    tokens: tuple[str, ...]
    text: str
    kind: Kind
    is_start: bool


def steps(corpus: Corpus, added: Added) -> Iterator[Step]:
    """Yield each token boundary of a line, its end included."""
    language = languages.by_name(added.language)
    line = added.line.rstrip(b"\r\n")
    data = added.head + line + b"\n" + added.tail
    begin, end = len(added.head), len(added.head) + len(line)
    whole = lex(data, language)
    ids = corpus.lexicon.ids_of(whole.words)
    first = int(np.searchsorted(whole.starts, begin, "left"))
    last = int(np.searchsorted(whole.starts, end, "left"))
    spelt = [shown(word) for word in whole.words[first:last]]
    texts = (*(each or "\0" for each in spelt), "\n")
    code_end = int(whole.ends[last - 1]) if last > first else end
    for at in range(first, last + 1):
        start = int(whole.starts[at]) if at < last else code_end
        # What stands before the token, spaces included; a line end has none before it.
        removed = end - start
        shift = np.concatenate((whole.starts[:at], whole.starts[last:] - removed))
        ends = np.concatenate((whole.ends[:at], whole.ends[last:] - removed))
        lexemes = Lexemes(whole.words[:at] + whole.words[last:], shift, ends)
        yield Step(
            Request(
                corpus,
                added.path,
                data[:start] + data[end:],
                lexemes,
                np.concatenate((ids[:at], ids[last:])),
                start,
                is_whole=True,
            ),
            texts[at - first :],
            data[start:code_end].decode("utf-8", "replace"),
            kind(whole.words[at]) if at < last else Kind.NEWLINE,
            at == first,
        )


def cache_rank(step: Step, found: LookedUp) -> int:
    """Return the rank that the nested cache alone gives the next token, 0 for none."""
    order = np.argsort(-found.candidates.cache, kind="stable")[: step.request.most]
    for rank, at in enumerate(order.tolist(), 1):
        if shown(found.words.word(int(found.candidates.tokens[at]))) == step.tokens[0]:
            return rank
    return 0
