"""The rules for findings: data, read from `findings.toml` of a language's folder.

`grammars/README.md` says what each field means. A rule is a tree-sitter query, or the names of
functions that are called; where these cannot tell, a check of `quality.checks` has the last word.
"""

from __future__ import annotations

import logging
import re
import tomllib
from bisect import bisect_right
from functools import cache, cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import attrs
import tree_sitter

from honed.core.text import encode
from honed.quality.calls import Calls
from honed.quality.resources import source_of
from honed.quality.trigrams import Filter
from honed.quality.values import Concern, Severity
from honed.syntax import languages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from honed.syntax.languages import Language

logger = logging.getLogger(__name__)

FILE = "findings.toml"


@attrs.frozen
class Rule:
    """What is looked for, and what is said where it is found.

    `query` captures the node to point at as `@finding`. Where it is known what stands in all that
    it matches, it is tried there alone: `near` are words, in small letters, and `like` a regular
    expression that has to match from there on, in a text in small letters. Instead of a query,
    `calls` are the names of functions, calls of which are found. `check` names a function of
    `quality.checks` that must hold, "" for none. `fix` is the text to put in the place of `@fix`,
    or of `@finding` without one, in which `{name}` is the text of the capture `@name`; None for no
    fix. `hits` and `noops` are code in which it is found once, and not at all.
    """

    id: str
    concern: Concern
    severity: Severity
    message: str
    languages: tuple[str, ...]
    query: str = attrs.field(default="", repr=False)
    near: tuple[str, ...] = attrs.field(default=(), repr=False)
    like: str = attrs.field(default="", repr=False)
    calls: tuple[str, ...] = attrs.field(default=(), repr=False)
    cwe: str = ""
    check: str = ""
    fix: str | None = None
    hits: tuple[str, ...] = attrs.field(default=(), repr=False)
    noops: tuple[str, ...] = attrs.field(default=(), repr=False)


@attrs.frozen
class Near:
    """A rule whose query is tried only where one of its words stands.

    The query is read when the first of them does: there are many, and each takes milliseconds.
    """

    rule: Rule
    grammar: tree_sitter.Language = attrs.field(repr=False)
    words: tuple[bytes, ...]
    like: re.Pattern[bytes] | None

    @cached_property
    def query(self) -> tree_sitter.Query | None:
        """The query, None where it does not fit the grammar."""
        return _query(self.grammar, self.rule)


@attrs.frozen
class Compiled:
    """All rules of a language.

    `owners` has the rule of each pattern of `query`, in which are all that are tried everywhere;
    `words` tells which of `nears` may have one of their words in a text.
    """

    rules: tuple[Rule, ...]
    query: tree_sitter.Query
    owners: tuple[Rule, ...]
    nears: tuple[Near, ...]
    words: Filter
    calls: Calls


_LISTS = ("near", "calls", "hits", "noops")


def read(source: str) -> list[Rule]:
    """Return the rules of a file; `ValueError` where it is badly formed."""
    table = tomllib.loads(source)
    return [_rule(each, table["languages"]) for each in table["rule"]]


def _rule(fields: Mapping[str, Any], everywhere: Sequence[str]) -> Rule:
    try:
        return Rule(
            **{
                **fields,
                "concern": Concern(fields["concern"]),
                "severity": Severity(fields["severity"]),
                "languages": tuple(fields.get("languages", everywhere)),
                **{name: tuple(fields.get(name, ())) for name in _LISTS},
            }
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"the rule {fields.get('id', '?')!r} is badly formed: {error}") from error


@cache
def rules_of(language: Language) -> tuple[Rule, ...]:
    """Return the rules that hold for a language; a file that is badly formed is left out."""
    found: list[Rule] = []
    for name in languages.names():
        home = languages.by_name(name)
        source = source_of(home, FILE) if home is not None else None
        if source is None:
            continue
        try:
            found += [each for each in read(source) if language.name in each.languages]
        except (ValueError, KeyError) as error:
            logger.warning("%s of %s is left out: %s", FILE, name, error)
    return tuple(found)


@cache
def compiled(language: Language) -> Compiled | None:
    """Return all rules of a language, None where there are none or no grammar."""
    grammar = languages.grammar(language)
    if grammar is None:
        return None
    rules = rules_of(language)
    nears = [
        Near(
            rule,
            grammar,
            tuple(map(encode, rule.near)),
            re.compile(encode(rule.like)) if rule.like else None,
        )
        for rule in rules
        if rule.near
    ]
    everywhere = [rule for rule in rules if not rule.near]
    query, owners = _together(grammar, everywhere)
    calls: dict[str, list[Rule]] = {}
    for rule in rules:
        for name in rule.calls:
            calls.setdefault(name, []).append(rule)
    if not rules:
        return None
    words = Filter.of([each.words for each in nears])
    return Compiled(rules, query, owners, tuple(nears), words, Calls(calls))


def _together(
    grammar: tree_sitter.Language, rules: Sequence[Rule]
) -> tuple[tree_sitter.Query, tuple[Rule, ...]]:
    """Return one query for some rules, and the rule of each of its patterns.

    A rule that does not fit the grammar is left out.
    """
    sources = [rule.query + "\n" for rule in rules]
    try:
        query = tree_sitter.Query(grammar, "".join(sources))
    except tree_sitter.QueryError:
        return _together(grammar, [rule for rule in rules if _query(grammar, rule) is not None])
    ends = list(accumulate(len(encode(source)) for source in sources))
    starts = map(query.start_byte_for_pattern, range(query.pattern_count))
    return query, tuple(rules[bisect_right(ends, start)] for start in starts)


def _query(grammar: tree_sitter.Language, rule: Rule) -> tree_sitter.Query | None:
    try:
        return tree_sitter.Query(grammar, rule.query)
    except tree_sitter.QueryError as error:
        logger.warning("the rule %s does not fit: %s", rule.id, error)
        return None
