"""The rules for findings: data, read from `findings.toml` of a language's folder.

`grammars/README.md` says what each field means. A rule is a tree-sitter query; where a query
cannot tell, a check of `quality.checks` has the last word.
"""

from __future__ import annotations

import logging
import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs
import tree_sitter

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

    `query` captures the node to point at as `@finding`. `check` names a function of
    `quality.checks` that must hold, "" for none. `fix` is the text to put in the place of `@fix`,
    or of `@finding` without one, in which `{name}` is the text of the capture `@name`; None for no
    fix. `hits` and `noops` are code in which it is found once, and not at all.
    """

    id: str
    concern: Concern
    severity: Severity
    message: str
    query: str = attrs.field(repr=False)
    languages: tuple[str, ...]
    cwe: str = ""
    check: str = ""
    fix: str | None = None
    hits: tuple[str, ...] = attrs.field(default=(), repr=False)
    noops: tuple[str, ...] = attrs.field(default=(), repr=False)


@attrs.frozen
class Compiled:
    """All rules of a language as one query; `rules` has that of each of its patterns."""

    query: tree_sitter.Query
    rules: tuple[Rule, ...]


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
                "hits": tuple(fields.get("hits", ())),
                "noops": tuple(fields.get("noops", ())),
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
    """Return all rules of a language as one query, None where there are none."""
    grammar = languages.grammar(language)
    if grammar is None:
        return None
    sources, owners = [], []
    for rule in rules_of(language):
        try:
            count = tree_sitter.Query(grammar, rule.query).pattern_count
        except tree_sitter.QueryError as error:
            logger.warning("the rule %s does not fit %s: %s", rule.id, language.package, error)
            continue
        sources.append(rule.query)
        owners += [rule] * count
    if not sources:
        return None
    return Compiled(tree_sitter.Query(grammar, "\n".join(sources)), tuple(owners))
