"""Learned edits that fit a place: found by their rarest word, not by trying all.

An index holds the patterns of one language under the rarest fixed token of their before side.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import attrs

from honed.core.model import Candidate, Pattern
from honed.core.text import Edit, Span, Text, encode
from honed.suggest.features import Circumstances, core_words, features, only_inserts
from honed.suggest.matching import Match, matches_at
from honed.suggest.place import describe
from honed.suggest.render import render
from honed.syntax.statements import statement_span
from honed.syntax.tokens import Window, window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from honed.core.model import Rewrite
    from honed.syntax.tree import Tree

MAX_TRIED = 64
"""Patterns tried at one place, the newest first."""

REACH_LINES = 6
"""Lines above and below the statement that a longer pattern may reach into."""

MIN_PATH_AGREEMENT = 0.5
"""A core without words must stand in the same nodes as its example."""


class PatternIndex:
    """The patterns of one workspace, by language and rarest fixed token; not thread-safe."""

    def __init__(self, patterns: Iterable[Pattern] = ()) -> None:
        """Index `patterns`."""
        self._patterns: dict[int, Pattern] = {}
        self._keys: dict[tuple[str, str], dict[int, None]] = {}
        self._key_of: dict[int, tuple[str, str]] = {}
        self._frequency: Counter[str] = Counter()
        for pattern in patterns:
            self.add(pattern)

    def __len__(self) -> int:
        """Return the number of patterns."""
        return len(self._patterns)

    def get(self, pattern_id: int) -> Pattern | None:
        """Return a pattern by its id."""
        return self._patterns.get(pattern_id)

    def all(self) -> tuple[Pattern, ...]:
        """Return every pattern, in the order in which they came."""
        return tuple(self._patterns.values())

    @property
    def newest_id(self) -> int:
        """The largest id, 0 for none."""
        return max(self._patterns, default=0)

    def add(self, pattern: Pattern) -> None:
        """Add a pattern, or replace the one with its id."""
        if pattern.id in self._patterns:
            self._patterns[pattern.id] = pattern
            return
        words = required(pattern.rewrite)
        if not words:
            return
        self._frequency.update(words)
        rarest = min(words, key=lambda word: (not _has_word(word), self._frequency[word], -len(word)))
        key = (pattern.rewrite.language, rarest)
        self._patterns[pattern.id] = pattern
        self._key_of[pattern.id] = key
        self._keys.setdefault(key, {})[pattern.id] = None

    def remove(self, pattern_id: int) -> None:
        """Take a pattern out; unknown ids are ignored."""
        if self._patterns.pop(pattern_id, None) is not None:
            self._keys[self._key_of.pop(pattern_id)].pop(pattern_id, None)

    def keyed(self, language: str, words: frozenset[str]) -> Iterator[Pattern]:
        """Yield the patterns whose rarest token is among `words` and whose others are too."""
        found = [
            pattern_id
            for word in words
            for pattern_id in self._keys.get((language, word), ())
        ]
        for pattern_id in sorted(found, reverse=True)[:MAX_TRIED]:
            pattern = self._patterns[pattern_id]
            if required(pattern.rewrite) <= words:
                yield pattern

    def key_word(self, pattern: Pattern) -> str:
        """Return the token under which the pattern is indexed."""
        return self._key_of[pattern.id][1]


def _has_word(text: str) -> bool:
    return any(each.isalnum() for each in text)


def required(rewrite: Rewrite) -> frozenset[str]:
    """Return the tokens that must stand where the rewrite matches."""
    return frozenset(element.text for element in rewrite.before if element.hole is None)


@attrs.frozen
class Found:
    """A candidate with what it was made from."""

    candidate: Candidate
    pattern: Pattern
    match: Match
    window: Window


def candidates_at(
    index: PatternIndex,
    text: Text,
    tree: Tree | None,
    lines: tuple[int, int],
    circumstances: Circumstances,
    *,
    language: str,
    trust: Callable[[Pattern], bool],
) -> list[Found]:
    """Return what trusted patterns would do on the lines `first` to `last` (zero-based, both in).

    One candidate a pattern and match, unranked; none that changes nothing, and none of a pure
    insertion whose text stands there already.
    """
    view, home = _view(text, tree, lines)
    words = frozenset(token.text for token in view.tokens)
    found = []
    for pattern in index.keyed(language, words):
        if trust(pattern):
            found += _of_pattern(pattern, view, tree, home, circumstances)
    return found


def _view(text: Text, tree: Tree | None, lines: tuple[int, int]) -> tuple[Window, Span]:
    """Return the tokens around the lines and the stretch that a match must touch."""
    home = text.lines_span(*lines)
    first, last = statement_span(text, tree, lines[0]), statement_span(text, tree, lines[1])
    reach = first.hull(last).hull(home)
    above = max(0, text.line_at(reach.start) - REACH_LINES)
    below = min(text.line_count - 1, text.line_at(reach.end) + REACH_LINES)
    return window(text, tree, text.lines_span(above, below)), home


def _of_pattern(
    pattern: Pattern, view: Window, tree: Tree | None, home: Span, circumstances: Circumstances
) -> Iterator[Found]:
    rewrite = pattern.rewrite
    opening = rewrite.before[0]
    for first, token in enumerate(view.tokens):
        if token.start > home.end:
            return
        if opening.hole is None and token.text != opening.text:
            continue
        match = matches_at(rewrite, view, first)
        if match is None or view.tokens[match.last].end < home.start:
            continue
        candidate = _candidate(pattern, match, view, tree, circumstances)
        if candidate is not None:
            yield Found(candidate, pattern, match, view)


def _candidate(
    pattern: Pattern, match: Match, view: Window, tree: Tree | None, circumstances: Circumstances
) -> Candidate | None:
    rewrite = pattern.rewrite
    edit = render(rewrite, match, view)
    if edit is None or view.text.slice(edit.span) == edit.new or _is_done(rewrite, view, edit):
        return None
    place = describe(view, tree, match.first, match.last + 1)
    if not core_words(rewrite) and _path_agreement(rewrite, place.path) < MIN_PATH_AGREEMENT:
        return None
    values = features(pattern, match, view, place, circumstances)
    span = Span(view.tokens[match.first].start, view.tokens[match.last].end)
    return Candidate(pattern.id, (edit,), span, values)


def _path_agreement(rewrite: Rewrite, path: tuple[str, ...]) -> float:
    if not rewrite.path:
        return 1.0
    agreeing = 0
    for one, other in zip(rewrite.path, path, strict=False):
        if one != other:
            break
        agreeing += 1
    return agreeing / len(rewrite.path)


def _is_done(rewrite: Rewrite, view: Window, edit: Edit) -> bool:
    """Return whether a pure insertion would insert what stands there already."""
    if not only_inserts(rewrite):
        return False
    text = view.text
    if b"\n" in edit.new.strip():
        old = {line.strip() for line in text.slice(edit.span).splitlines()}
        added = [line.strip() for line in edit.new.splitlines() if line.strip() not in old]
        first, last = text.line_at(edit.span.start), text.line_at(edit.span.end)
        around = text.lines_span(max(0, first - len(added)), last + len(added))
        return {line.strip() for line in text.slice(around).splitlines()}.issuperset(added)
    if _is_wrapped(rewrite, view, edit):
        return True
    there = b"".join(text.slice(edit.span).split())
    inserted = [
        encode("".join(part.split()).strip(",;"))
        for part in rewrite.after
        if isinstance(part, str) and _has_word(part)
    ]
    return bool(inserted) and all(part in there for part in inserted)


def _is_wrapped(rewrite: Rewrite, view: Window, edit: Edit) -> bool:
    """Return whether what would be put around the place stands around it already."""
    first, last = rewrite.after[0], rewrite.after[-1]
    head = encode(first.strip()) if isinstance(first, str) else b""
    tail = encode(last.strip()) if isinstance(last, str) else b""
    data = view.text.data
    return (
        bool(head or tail)
        and data[: edit.span.start].rstrip().endswith(head)
        and data[edit.span.end :].lstrip().startswith(tail)
    )


def fires_again(pattern: Pattern, edit: Edit, after: Text, after_tree: Tree | None) -> bool:
    """Return whether the pattern would change its own output, as `r = x → r = r = x` does."""
    end = edit.span.start + len(edit.new)
    lines = (after.line_at(edit.span.start), after.line_at(end))
    view, _ = _view(after, after_tree, lines)
    here = Circumstances("", 0, 0)
    return any(
        found.candidate.span.touches(Span(edit.span.start, end))
        for found in _of_pattern(pattern, view, after_tree, Span(edit.span.start, end), here)
    )


def everywhere(
    index: PatternIndex, pattern: Pattern, text: Text, tree: Tree | None, circumstances: Circumstances
) -> list[Found]:
    """Return what the pattern would do in the whole text, in order, none overlapping another."""
    key = encode(index.key_word(pattern))
    lines: dict[int, None] = {}
    position = text.data.find(key)
    while position >= 0:
        lines[text.line_at(position)] = None
        position = text.data.find(key, position + len(key))
    found: list[Found] = []
    for line in lines:
        view, home = _view(text, tree, (line, line))
        for each in _of_pattern(pattern, view, tree, home, circumstances):
            if not found or _follows(each.candidate, found[-1].candidate):
                found.append(each)
    return found


def _follows(candidate: Candidate, earlier: Candidate) -> bool:
    return candidate.edits[0].span.start >= earlier.edits[0].span.end
