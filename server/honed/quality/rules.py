"""The rules for findings: data, read from `findings.toml` of a language's folder.

`grammars/README.md` says what each field means. A rule is a tree-sitter query, or the names of
functions that are called; where these cannot tell, a check of `quality.checks` has the last word.
"""

from __future__ import annotations

import logging
import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs
import tree_sitter

from honed.core.text import encode
from honed.quality.calls import Calls
from honed.quality.resources import source_of
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
    """The query of one rule, and the words near which alone it can match."""

    rule: Rule
    query: tree_sitter.Query
    words: tuple[bytes, ...]
    like: re.Pattern[bytes] | None


@attrs.frozen
class Compiled:
    """All rules of a language.

    `owners` has the rule of each pattern of `query`, in which are all that are tried everywhere.
    """

    rules: tuple[Rule, ...]
    query: tree_sitter.Query
    owners: tuple[Rule, ...]
    nears: tuple[Near, ...]
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
    rules, owners, nears = [], [], []
    calls: dict[str, list[Rule]] = {}
    for rule in rules_of(language):
        try:
            query = tree_sitter.Query(grammar, rule.query)
        except tree_sitter.QueryError as error:
            logger.warning("the rule %s does not fit %s: %s", rule.id, language.package, error)
            continue
        rules.append(rule)
        for name in rule.calls:
            calls.setdefault(name, []).append(rule)
        if rule.near:
            like = re.compile(encode(rule.like)) if rule.like else None
            nears.append(Near(rule, query, tuple(map(encode, rule.near)), like))
        else:
            owners += [rule] * query.pattern_count
    if not rules:
        return None
    everywhere = "\n".join(rule.query for rule in rules if not rule.near)
    return Compiled(
        tuple(rules),
        tree_sitter.Query(grammar, everywhere),
        tuple(owners),
        tuple(nears),
        Calls(calls),
    )
