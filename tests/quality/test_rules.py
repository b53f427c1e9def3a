"""Each rule finds what it is for, once, and nothing in what only looks like it."""

from __future__ import annotations

import attrs
import pytest

from honed.core.text import Text, apply_edits, encode
from honed.quality import rules as rules_module
from honed.quality.checks import CHECKS
from honed.quality.findings import find
from honed.quality.rules import Rule, compiled, read, rules_of
from honed.syntax import languages
from honed.syntax.tree import parse

RULES = {
    rule.id: rule
    for name in languages.names()
    if (language := languages.by_name(name)) is not None
    for rule in rules_of(language)
}
HITS = [
    (rule, name, code)
    for rule in RULES.values()
    for name in rule.languages[:1]
    for code in rule.hits
]
NOOPS = [
    (rule, name, code)
    for rule in RULES.values()
    for name in rule.languages[:1]
    for code in rule.noops
]


def found(rule: Rule, name: str, code: str) -> int:
    """Return how often a rule holds in a text; its fixes leave the text parsable."""
    tree = parse(Text(encode(code)), languages.by_name(name))
    assert tree is not None
    findings = [each for each in find(tree) if each.id == rule.id]
    for each in findings:
        if each.fix is not None:
            after = parse(Text(apply_edits(tree.text.data, [each.fix])), tree.language)
            assert after is not None
            assert after.fault_count <= tree.fault_count
            assert not [one for one in find(after) if (one.id, one.span) == (each.id, each.span)]
    return len(findings)


@pytest.mark.parametrize(
    ("rule", "name", "code"), HITS, ids=[f"{rule.id} {code}" for rule, _, code in HITS]
)
def test_found(rule: Rule, name: str, code: str) -> None:
    """Once each."""
    assert found(rule, name, code) == 1


@pytest.mark.parametrize(
    ("rule", "name", "code"), NOOPS, ids=[f"{rule.id} {code}" for rule, _, code in NOOPS]
)
def test_not_found_noop(rule: Rule, name: str, code: str) -> None:
    """What is written otherwise is left alone."""
    assert found(rule, name, code) == 0


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_is_whole(rule: Rule) -> None:
    """Each has both kinds of cases, a check that is there, and fits all of its languages."""
    assert rule.hits
    assert rule.noops
    assert not rule.check or rule.check in CHECKS
    for name in rule.languages:
        language = languages.by_name(name)
        assert language is not None
        rules = compiled(language)
        assert rules is not None
        near = [each.query for each in rules.nears if each.rule == rule]
        assert near.count(None) == 0
        assert near or rule in rules.owners or rule.calls


@pytest.mark.parametrize(
    "source",
    [
        "languages = []\n[[rule]]\nid = 'a'",
        "languages = []\n[[rule]]\nid = 'a'\nconcern = 'security'\nseverity = 'worst'",
        "languages = []\n[[rule]]\nunknown = 1\nconcern = 'security'\nseverity = 'low'",
        "not toml",
    ],
)
def test_badly_formed(source: str) -> None:
    """It is said which one."""
    with pytest.raises(ValueError, match=r"badly formed|is not a valid|Expected|Invalid"):
        read(source)


def test_a_rule_that_does_not_fit_is_left_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told, and the others hold."""
    language = languages.by_name("go")
    assert language is not None
    good, *_ = [rule for rule in rules_of(language) if not rule.near]
    near = next(rule for rule in rules_of(language) if rule.near)
    broken = attrs.evolve(good, id="go-broken", query="(no_such_node) @finding")
    broken_near = attrs.evolve(near, id="go-broken-near", query="(no_such_node) @finding")
    monkeypatch.setattr(rules_module, "rules_of", lambda _: (broken, good, broken_near))
    found = compiled.__wrapped__(language)
    assert found is not None
    assert set(found.owners) == {good}
    assert [each.query for each in found.nears] == [None]
    assert "the rule go-broken does not fit" in caplog.text
