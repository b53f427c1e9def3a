"""Secrets are taken out of a text before anything is tokenised, stored or shown.

Three kinds of evidence: the form of known tokens, a telling name with a value that is assigned to
it, and chance itself: a quoted string that changes its kind of character like dice do. The forms
are the vendors' own, as collected by the rules of gitleaks (github.com/gitleaks/gitleaks).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PLACEHOLDER = "<secret>"


@attrs.frozen
class _Rule:
    """A form of secrets: `pattern` is tried only where a needle stands in the lower-cased text.

    The pattern's group `secret` is what is replaced, or all where there is none. With `is_random`
    it, or its part in the group `chance`, has to look thrown, too. With `begins` every match
    begins with a needle: those that are frequent in code are tried at their places only.
    """

    needles: tuple[str, ...]
    pattern: re.Pattern[str]
    is_random: bool = False
    begins: bool = False


def _rule(needles: str, pattern: str, *, is_random: bool = False, begins: bool = False) -> _Rule:
    return _Rule(tuple(needles.split()), re.compile(pattern), is_random, begins)


_PREFIXES = (
    "abskqmvkcm9ja0fqsutles1 aio_ akcp api_org_ atatt atctt bkua_ cio_ clojars_ dapi dckr_pat_"
    " doo_v1_ dop_v1_ dor_v1_ dp.pt. dt0c01. duffel_live_ duffel_test_ eaaa ezak eztk figd_ fio-u-"
    " flwseck- flwseck_test- fm1_ fm2_ fo1_ glc_ glsa_ hf_ hrku- hvb. hvs. ico- key- lin_api_"
    " lob_live_ lob_test_ ltai nraa- nrak- nrii- ntn_ ops_eyj pmak- pnu_ pplx- pscale_oauth_"
    " pscale_pw_ pscale_tkn_ pul- rdme_ rubygems_ rzp_live_ secret_ sgp_ sha256~ shippo_live_"
    " shippo_test_ shpat_ shpca_ shppa_ shpss_ sk_ sntrys_ sntryu_ sq0atp- sq0csp- tfp_ xkeysib-"
)
_RULES = (
    _rule("akia asia abia acca a3t", r"\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b"),
    _rule("ghp_ gho_ ghu_ ghs_ ghr_", r"\bgh[pousr]_[A-Za-z0-9]{36,255}"),
    _rule("github_pat_", r"\bgithub_pat_\w{22,255}"),
    _rule("gl", r"\bgl(?:pat|dt|cbt|ptt|ft|imt|agent|oas|rt|soat|ffct)-[\w.-]{20,320}",
          begins=True),
    _rule("gr1348941", r"\bGR1348941[\w-]{20}"),
    _rule("xox", r"(?i)\bxox[abceoprs](?:\.xox[bp])?-[\w-]{10,300}"),
    _rule("xapp-", r"(?i)\bxapp-\d-[\w-]{10,200}"),
    _rule("hooks.slack.com", r"(?<=hooks\.slack\.com/)[a-z]{5,10}/[\w/+-]{20,200}"),
    _rule("webhook.office.com", r"(?<=webhook\.office\.com/)webhookb2/[\w@/-]{60,300}"),
    _rule("/api/webhooks/", r"(?<=/api/webhooks/)\d{8,24}/[\w-]{40,90}"),
    _rule("_live_ _test_ _prod_", r"\b[sr]k_(?:live|test|prod)_\w{10,250}"),
    _rule("whsec_", r"\bwhsec_[\w+/]{24,64}=?"),
    _rule("sk-", r"\bsk-(?:ant|proj|svcacct|admin|or-v1)-[\w-]{20,250}"),
    _rule("sk-", r"\bsk-(?=[a-zA-Z]{0,60}\d)[a-zA-Z0-9]{32,64}\b"),
    _rule("aiza", r"\bAIza[\w-]{35}"),
    _rule("gocspx-", r"\bGOCSPX-[\w-]{24,40}"),
    _rule("ya29.", r"\bya29\.[\w-]{20,500}"),
    _rule("npm_", r"(?i)\bnpm_[a-z0-9]{36}\b"),
    _rule("pypi-", r"\bpypi-[\w-]{50,1000}"),
    _rule("sg.", r"\bSG\.[\w.=-]{60,80}"),
    _rule("sk ac", r"\b(?:SK|AC)[0-9a-fA-F]{32}\b", begins=True),
    _rule(":a", r"(?<!\w)\d{5,16}:A[\w-]{34}(?![\w-])"),
    _rule(".", r"(?<![\w.-])[MNO][\w-]{22,28}\.[\w-]{6}\.[\w-]{27,40}(?![\w-])"),
    # A JSON Web Token or another coded JSON value; `ZXlK` is the same coded twice.
    _rule("eyj", r"\beyJ[\w-]{14,4000}(?:\.[\w/\\-]{10,4000}(?:\.[\w/\\-]{0,4000}={0,2})?)?"),
    _rule("zxlk", r"\bZXlK[\w+/-]{40,4000}={0,2}"),
    _rule("private key", r"(?i)-----BEGIN[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----"
          r"[\w+/=\s\\\"',.:-]{40,}?(?:-----END[ A-Z0-9_-]{0,60}-----|(?![\w+/=\s\\\"',.:-]))"),
    _rule("@", r"(?<=://)[^\s:/@\"'`<>]{0,80}:(?P<secret>[^\s@/\"'`<>{}$%*]{3,200})@(?=[\w\[])"),
    # Connection strings: `...;Password=...;`, `...;AccountKey=...`.
    _rule("key= pwd= password= secret= sig=",
          r"(?i)[;?&](?:[a-z]{1,30}[ _]?)?(?:key|pwd|password|secret|sig)="
          r"(?P<secret>[^;&\s\"'`<>{}$%,)]{4,400})"),
    _rule("bearer basic authorization",
          r"(?i)\b(?:bearer|basic|authorization:\s{0,4}(?:token)?)\s{1,4}"
          r"(?P<secret>[\w.~+/-]{16,2000}=*)", is_random=True, begins=True),
    _rule("-us", r"\b[0-9a-f]{32}-us\d{1,2}\b"),
    _rule("atlasv1", r"\b\w{14}\.atlasv1\.[\w=-]{60,70}"),
    _rule("pat", r"\bpat(?:[A-Za-z0-9]{14}\.[0-9a-f]{64}|-(?:na|eu)\d-[0-9a-f-]{36})\b",
          begins=True),
    _rule("age-secret-key-", r"(?i)\bAGE-SECRET-KEY-1[0-9A-Z]{58}"),
    _rule("hf_ api_org_", r"\b(?:hf|api_org)_[A-Za-z]{34}\b"),
    # What nothing else looks like: length and alphabet are enough, chance may look like order.
    _rule("gsk_ r8_ nfp_ sbp_ pnu_ rdme_ aio_ shippo_ rzp_ dapi",
          r"\b(?:gsk_[A-Za-z0-9]{40,80}|r8_[A-Za-z0-9]{37}|nfp_[A-Za-z0-9]{36,44}|sbp_[0-9a-f]{40}"
          r"|pnu_[A-Za-z0-9]{36}|rdme_[a-z0-9]{70}|aio_[A-Za-z0-9]{28}|dapi[0-9a-f]{32}"
          r"|shippo_(?:live|test)_[0-9a-f]{40}|rzp_(?:live|test)_[A-Za-z0-9]{14})\b"),
    _rule("sq0 shp nrak- atbb xai- dop_v1_ bkua_ pul- akcp",
          r"\b(?:sq0(?:atp|csp|idp)-[\w-]{22,60}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"
          r"|NRAK-[A-Z0-9]{27}|ATBB[A-Za-z0-9]{24,40}|xai-[A-Za-z0-9]{60,100}"
          r"|d[op]o_v1_[0-9a-f]{64}|bkua_[0-9a-f]{40}|pul-[0-9a-f]{40}|AKCp[A-Za-z0-9]{60,80})\b"),
    _rule("sb_secret_ dckr_ ccipat_ cfpat- tskey- sl.b figd_ lin_api_ sntr fo1_ pscale_",
          r"(?<![\w-])(?:sb_secret_[\w-]{20,60}|dckr_(?:pat|oat)_[\w-]{24,60}|CCIPAT_\w{40,90}"
          r"|CFPAT-[\w-]{40,60}|tskey-[a-z]{3,10}-[\w-]{20,90}|sl\.B[\w-]{120,160}"
          r"|figd_[\w-]{36,60}|lin_api_[A-Za-z0-9]{36,48}|sntry[su]_[\w=+/-]{60,300}"
          r"|fo1_[\w-]{40,50}|pscale_(?:tkn|pw|oauth)_[\w.=-]{32,64})(?![\w-])"),
    _rule("access_token$", r"\baccess_token\$(?:production|sandbox)\$"
          r"(?P<secret>[0-9a-z]{16}\$[0-9a-f]{32})"),
    _rule("eaacedeose0cba", r"\bEAACEdEose0cBA[A-Za-z0-9]{20,300}"),
    _rule("v1.0-", r"\bv1\.0-[0-9a-f]{24}-[0-9a-f]{146}\b"),
    _rule("aaaaaaaaaaaaaaaaaaaa", r"\bA{20,40}(?:%[0-9A-Fa-f]{2}|[\w+/-]){40,200}"),
    _rule(_PREFIXES, rf"(?i)(?<![\w-])(?:{'|'.join(map(re.escape, _PREFIXES.split()))})"
          r"(?P<chance>[\w.=/+~-]{16,400})", is_random=True, begins=True),
)  # fmt: skip
_NEEDLES = [(needle, index) for index, rule in enumerate(_RULES) for needle in rule.needles]

_NAMES = "pass pwd secret key token credential auth"
_OF_KEYS = r"(?:api|access|private|signing|encryption|master|license|account)[_-]?"
_KEYS = rf"{_OF_KEYS}key"
_BEFORE_KEY = re.compile(rf"(?i){_OF_KEYS}\Z")
_LONGEST_BEFORE_KEY = len("encryption_")
_ODD_LETTERS = "\N{LATIN SMALL LETTER LONG S}\N{LATIN SMALL LETTER DOTLESS I}"
"""Patterns take them for `s` and `i`, whose capitals are theirs, too."""

_TELLING = (
    rf"(?:passw(?:or)?d|passphrase|pwd|secret|credential|token|auth(?!or)|{_KEYS})[\w$-]{{0,40}}"
)
# What a text must hold, in small letters, for a telling name to stand in it: found in less time.
_TELLING_NAMES = ("passw", "passphrase", "pwd", "secret", "credential", "token", "auth")
_TELLING_KEY = re.compile(_KEYS)
_ENVIRONMENT_NAMES = ("PASSWORD", "PASSWD", "PWD", "SECRET", "TOKEN", "KEY")
_ASSIGNED = (
    r"[\"'`\])]{0,3}(?:\s{1,4}[\w.<>\[\]]{1,20}|:\s{0,4}[\w.<>\[\]]{1,20}(?=\s{0,4}=))?\s{0,8}"
    r"(?:=>|[=!]==?|[:?.+|]{0,3}=|:|,|\()\s{0,8}"
)
_QUOTED_VALUE = re.compile(
    rf"(?i)(?P<name>{_TELLING}){_ASSIGNED}[@brfu]{{0,2}}(?P<quote>[\"'`])"
    r"(?P<secret>(?:(?!(?P=quote))[^\n\\<>]|\\.){4,400})(?P=quote)"
)
_BARE_VALUE = re.compile(
    rf"(?i)(?P<name>{_TELLING}){_ASSIGNED}(?P<secret>[\w+/=.~-]{{10,400}})(?![\w(\[.])"
)
# As in `.env` and in shell: `export DB_PASSWORD=hunter2`.
_ENVIRONMENT_VALUE = re.compile(
    r"(?m)^\s{0,40}(?:export\s{1,4}|ENV\s{1,4})?(?P<name>[A-Z][A-Z0-9_]{0,60}"
    rf"(?:{'|'.join(_ENVIRONMENT_NAMES)})[A-Z0-9_]{{0,20}})="
    r"(?P<secret>[^\s\"'`<>$(){}]{4,200})$"
)
_QUOTED = re.compile(r"([\"'`])(?P<secret>(?![./])[\w+/=.~-]{20,4000})\1", re.ASCII)

_IS_PASSWORD = re.compile(r"(?i)passw|passphrase|pwd")
_IS_TEMPLATE = re.compile(r"\$[\w({]|\{\{|\{[\w.]*\}|%[sdrifxvq]\b|%\(|\.\.\.|\*{3}|[xX]{4}")
_IS_WORDS = re.compile(r"[A-Za-z]+(?:[^0-9A-Za-z]+[A-Za-z]+)*[^0-9A-Za-z]*")
_IS_PLACE = re.compile(r"[/.~]|[a-z+]{2,9}://|\w:\\")
_HAS_BOTH = re.compile(r"\d.*[A-Za-z]|[A-Za-z].*\d")
_IS_UUID = re.compile(r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_IS_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_BITS_OF_HEX, _BITS = 3.0, 3.4
_CHANGES_OF_HEX, _CHANGES_OF_TWO, _CHANGES_OF_THREE = 0.2, 0.25, 0.35
"""Least shares of neighbours of different kinds; chance gives 0.47, 0.40 and 0.62."""
_LEAST_KEY = 8
_LEAST_THROWN, _LEAST_LETTERS, _LEAST_CHANGING = 20, 32, 16
_CHANGES_OF_CASE = 0.34
"""Of letters alone; chance gives 0.5, and names of several words 0.3 at most."""
_STEPS = re.compile(r"[/.]")
_LEAST_STEP = 12
"""A path has a step more often than every so many characters, chance a slash every 64."""


def redact(text: str) -> str:
    """Return `text` with each secret replaced by `<secret>`; what is redacted stays as it is."""
    while (cleaner := _once(text)) != text:
        text = cleaner
    return text


def has_secret(text: str) -> bool:
    """Return whether `redact` would change the text."""
    return _once(text) != text


def _once(text: str) -> str:
    """Apply every rule once; what one of them took away may bare a secret beside it."""
    lowered = text.lower()
    needles: dict[int, list[str]] = {}
    for needle, index in _NEEDLES:
        if needle in lowered:
            needles.setdefault(index, []).append(needle)
    for index, found in sorted(needles.items()):
        rule = _RULES[index]
        replace = _without_random if rule.is_random else _without
        places = _places(text, found) if rule.begins else None
        text = _replaced(rule.pattern, replace, text, places)
    is_told = any(name in lowered for name in _TELLING_NAMES) or (
        "key" in lowered and _TELLING_KEY.search(lowered)
    )
    if is_told:
        text = _replaced(_QUOTED_VALUE, _without_value, text, _telling_places(text))
    if any(name in text for name in _ENVIRONMENT_NAMES):
        text = _ENVIRONMENT_VALUE.sub(_without_value, text)
    if is_told:
        text = _replaced(_BARE_VALUE, _without_random_or_uuid, text, _telling_places(text))
    return _QUOTED.sub(_without_random, text)


def _replaced(
    pattern: re.Pattern[str],
    replace: Callable[[re.Match[str]], str],
    text: str,
    places: Iterable[int] | None,
) -> str:
    """Return what `pattern.sub` does where no match begins but at one of the places; None: any."""
    if places is None:
        return pattern.sub(replace, text)
    parts: list[str] = []
    end = 0
    for place in places:
        match = pattern.match(text, place) if place >= end else None
        if match is not None:
            parts += [text[end:place], replace(match)]
            end = match.end()
    return "".join([*parts, text[end:]]) if parts else text


def _places(text: str, needles: Iterable[str]) -> list[int] | None:
    """Return where a needle stands, whatever its case; None where only a pattern can tell.

    A pattern takes some letters for others that are not their small form, and some small forms are
    longer, which moves what comes after.
    """
    lowered = text.lower()
    if not text.isascii() and (
        len(lowered) != len(text) or any(one in text for one in _ODD_LETTERS)
    ):
        return None
    found: list[int] = []
    for needle in needles:
        place = lowered.find(needle)
        while place >= 0:
            found.append(place)
            place = lowered.find(needle, place + 1)
    return sorted(found)


def _telling_places(text: str) -> list[int] | None:
    """Return where a telling name may begin, as `_places`."""
    names, keys = _places(text, _TELLING_NAMES), _places(text, ("key",))
    if names is None or keys is None:
        return None
    found = set(names)
    for place in keys:
        if before := _BEFORE_KEY.search(text, max(0, place - _LONGEST_BEFORE_KEY), place):
            found.add(before.start())
    return sorted(found)


def _without(match: re.Match[str]) -> str:
    """Return the match with its secret replaced."""
    whole = match[0]
    if "secret" not in match.re.groupindex:
        return PLACEHOLDER
    start, end = (place - match.start() for place in match.span("secret"))
    return whole[:start] + PLACEHOLDER + whole[end:]


def _without_random(match: re.Match[str]) -> str:
    part = "chance" if "chance" in match.re.groupindex else "secret"
    return _without(match) if _is_random(match[part]) else match[0]


def _without_random_or_uuid(match: re.Match[str]) -> str:
    name, value = match["name"], match["secret"]
    is_worth = _IS_UUID.fullmatch(value) or (_IS_PASSWORD.search(name) and _changes_case(value))
    return _without(match) if is_worth else _without_random(match)


def _without_value(match: re.Match[str]) -> str:
    return _without(match) if _is_worth_hiding(match["name"], match["secret"]) else match[0]


def _is_worth_hiding(name: str, value: str) -> bool:
    """Return whether the value of a telling name is a secret: no label, path, word or template."""
    if " " not in value and len(value) >= _LEAST_THROWN and _is_random(value):
        return True
    if _IS_TEMPLATE.search(value) or _IS_PLACE.match(value):
        return False
    if not _IS_PASSWORD.search(name):
        is_one = len(value) >= _LEAST_KEY and " " not in value
        return is_one and (bool(_HAS_BOTH.search(value)) or _changes_case(value))
    if not _IS_WORDS.fullmatch(value):
        return any(map(str.isalnum, value))
    return " " not in value and not any(one in value.lower() for one in _NAMES.split())


def _is_random(value: str) -> bool:
    """Return whether the characters look thrown: many of them, and changing their kind often.

    Shannon's entropy alone cannot tell a short token from a long name, as twenty characters have
    4.3 bits at most; but names seldom change from letters to digits and capitals.
    """
    if _IS_UUID.fullmatch(value) or len(_STEPS.findall(value)) * _LEAST_STEP > len(value):
        return False
    kinds = [
        "0" if one.isdigit() else "A" if one.isupper() else "a" for one in value if one.isalnum()
    ]
    if not {"0"} < set(kinds):
        return len(value) >= _LEAST_LETTERS and _changes_case(value)
    changes = sum(left != right for left, right in pairwise(kinds)) / len(kinds)
    if _IS_HEX.fullmatch(value):
        return changes >= _CHANGES_OF_HEX and _entropy(value) >= _BITS_OF_HEX
    least = _CHANGES_OF_THREE if len(set(kinds)) == len("0Aa") else _CHANGES_OF_TWO
    return changes >= least and _entropy(value) >= _BITS


def _changes_case(value: str) -> bool:
    """Return whether letters alone look thrown: they change case far more often than names."""
    letters = [each.isupper() for each in value if each.isalpha()]
    if len(letters) < _LEAST_CHANGING or len(letters) * 10 < len(value) * 9:
        return False
    changes = sum(left != right for left, right in pairwise(letters)) / len(letters)
    return changes >= _CHANGES_OF_CASE


def _entropy(text: str) -> float:
    """Return Shannon's entropy in bits a character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
