"""The lines of a snippet that stand for code left out: `// ... existing code ...` and its like."""

from __future__ import annotations

import re
from enum import Enum

import attrs

ELLIPSIS = r"(?:\.{3,}|…)"

_OPENERS = r"(?://+|#+|--+|;+|%+|/\*+|\{\s*/\*+|<!--+|\(\*|\"\"\"|'''|\*)"
_CLOSERS = r"(?:\*+/\s*\}?|--+>|\*\)|\"\"\"|''')"
_COMMENT = re.compile(rf"^{_OPENERS}\s*(?P<content>.*?)\s*(?:{_CLOSERS})?[,;]?$", re.DOTALL)

_PHRASE = re.compile(
    r"""
    \b(?:existing|previous|original|other|remaining|unchanged|rest|same|omitted|snip(?:ped)?|elided
        |truncated|untouched|unmodified|as[ ]before|no[ ]changes?|keep|kept|above|below|stays?
        |remains?|leave|left|identical|everything|inside|imports?|methods?|functions?|code|body
        |implementation|fields?|props|cases|tests|members|items|entries|lines|more|etc)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STRONG = re.compile(
    r"""
    ^\(?(?:[\w.()"'`/&+]+[\s,:;]+){0,8}(?:unchanged|untouched|unmodified)\s*\)?[.:]?$
    | \b(?:remains?|stays?|is|are)\s+as\s+(?:it|they)\s+(?:is|are|was|were)\b
    | ^same\s+(?:\w+\s){0,2}(?:parameters?|params|arguments?|args|body|code|fields?|props|imports?|setup)$
    | \((?:\w+\s+){0,6}(?:unchanged|same\ as\ before|omitted|not\ shown|as\ before)(?:\s+\w+){0,4}\)
    | ^(?:the\s+)?(?:rest|remainder)\s+(?:of\b|is\b|stays\b|remains\b|unchanged\b)
    | ^(?:the\s+)?(?:existing|unchanged|remaining|previous|other|original)
        (?:\s+[\w/,]+){0,4}?\s*
        (?:code|imports?|methods?|functions?|fields?|members?|props|properties|cases|tests?|body
          |implementation|content|logic|declarations?|statements?|lines|entries|items|options
          |arguments|args|parameters|attributes|constants|types|variants|arms|rules|classes
          |definitions|routes|handlers|elements|jsx|markup|children|values|keys|setup|assertions)
        (?:\s+(?:here|above|below|unchanged|omitted|(?:remain|stay)s?(?:\s+the)?\s+(?:same|unchanged)
          |goes?\ here|as\ before|kept|continues?|follows?|not\ shown))*[.:]?$
    | \b(?:remains?|stays?|is|are|left|kept)\s+(?:exactly\s+)?(?:the\s+same|unchanged|as\s+(?:is|before|it\s+was))\b
    | ^same\s+as\s+(?:before|above|original)\b
    | ^(?:no|without)\s+(?:other\s+)?changes?(?:\s+(?:here|below|above|needed))?[.]?$
    | ^(?:keep|leave)\s+(?:the\s+)?(?:rest|existing|everything|other|remaining)\b
    | ^(?:code|imports|methods?|functions?|body|implementation)\s+(?:unchanged|omitted|as\ before|same\ as\ before)
    | ^(?:omitted|snip|snipped|elided|truncated)\b[.]?(?:\s+for\s+brevity)?$
    | \bomitted\s+for\s+brevity\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_REMOVED = re.compile(
    rf"^(?:{ELLIPSIS}\s*)?(?:(?:removed|deleted|dropped)\b|\S+(?:\s\S+)?\s(?:is|was|are|were|has\sbeen|have\sbeen)?\s?"
    r"(?:removed|deleted|no\slonger\s(?:needed|used|necessary|exists?)))\b",
    re.IGNORECASE,
)
_ELLIPSIS_AT_AN_END = re.compile(rf"^{ELLIPSIS}|{ELLIPSIS}$|\({ELLIPSIS}\)$|\[{ELLIPSIS}\]$")
_ELLIPSIS_ONLY = re.compile(rf"^[\[(<]?\s*{ELLIPSIS}\s*[\])>]?[,;]?$")
_LIST = re.compile(
    rf"""
    ^(?:(?:async|pub|static|private|public|export|const|let)\s+)*
    (?P<names>
      (?:fn|def|func|function|class|struct|impl|interface|type|methods?|fields?)\s+\w+.*?
      |\w*(?:_\w|[a-z][A-Z]|\(\))\w*(?:\(\))?(?:\s*(?:,|/|and|&|\+)\s*\S+)*
    )\s*{ELLIPSIS}$
    """,
    re.VERBOSE,
)
_STUB = re.compile(
    rf"""
    ^(?P<head>.*?(?P<open>[{{\[(:]))\s*
    (?:{ELLIPSIS}|//\s*{ELLIPSIS}.*|\#\s*{ELLIPSIS}.*|/\*.*?(?:{ELLIPSIS}|unchanged|same|omitted|existing).*?\*/|pass\s*\#\s*unchanged.*)\s*
    (?P<close>[}}\])]*[;,)]*)\s*$
    """,
    re.VERBOSE,
)


class Role(Enum):
    """What a line of a snippet is."""

    CODE = "code"
    MARKER = "marker"
    """Code of the file was left out here."""
    REMOVED = "removed"
    """A remark that something is gone; it is no part of the result."""


@attrs.frozen
class Stub:
    """A line that shows the header of something and leaves out its body: `def f(): ...`."""

    head: str
    close: str


def role(line: str) -> Role:
    """Return what a line of a snippet is by itself; `...` alone counts as a marker."""
    text = line.strip()
    if _ELLIPSIS_ONLY.match(text):
        return Role.MARKER
    comment = _COMMENT.match(text)
    if comment is None:
        return Role.CODE
    content = comment["content"].strip(" \t*-=")
    if not content:
        return Role.CODE
    if _ELLIPSIS_ONLY.match(content):
        return Role.MARKER
    if _REMOVED.match(content):
        return Role.REMOVED
    if _ELLIPSIS_AT_AN_END.search(content) or re.search(rf"\s{ELLIPSIS}\s", content):
        starts = re.match(ELLIPSIS, content)
        both = starts and re.search(rf"{ELLIPSIS}\W*$", content)
        if both or _PHRASE.search(content) or starts:
            return Role.MARKER
        return Role.CODE
    return Role.MARKER if _STRONG.search(content) else Role.CODE


def is_bare(line: str) -> bool:
    """Return whether a line is an ellipsis alone, which is code in some languages."""
    return _ELLIPSIS_ONLY.match(line.strip()) is not None


def names_left_out(line: str) -> list[str]:
    """Return the names in a comment that is but a list of names and an ellipsis, else nothing."""
    comment = _COMMENT.match(line.strip())
    found = _LIST.match(comment["content"]) if comment else None
    return re.findall(r"\w{2,}", found["names"]) if found else []


def broken_off(line: str) -> str | None:
    """Return the beginning of a comment that ends in an ellipsis, None for another line."""
    text = line.strip()
    if _COMMENT.match(text) is None:
        return None
    found = re.match(rf"(.*\w\W+\w.*?)\s*{ELLIPSIS}$", text)
    return found[1] if found else None


def only_word(line: str) -> str | None:
    """Return the only word of a comment, None for another line."""
    comment = _COMMENT.match(line.strip())
    if comment is None:
        return None
    found = re.fullmatch(r"`?(\w+)`?(?:\(\))?[.:]?", comment["content"])
    return found[1] if found else None


_CUT = re.compile(rf"[(\[{{]\s*(?:/\*\s*)?{ELLIPSIS}(?:\s*\*/)?\s*[)\]}}]")


def is_cut(line: str) -> bool:
    """Return whether part of a line is left out: `def confirm(...) -> bool:`."""
    return _CUT.search(line) is not None


def stub(line: str) -> Stub | None:
    """Return header and closing bracket of a line with its body left out, None for another."""
    text = line.strip()
    if "..." not in text and "…" not in text and "/*" not in text and "#" not in text:
        return None
    found = _STUB.match(text)
    if found is None or not re.search(r"\w", found["head"]):
        return None
    head, close = found["head"], found["close"]
    pairs = {"{": "}", "[": "]", "(": ")"}
    opening = found["open"]
    if opening in pairs and not close.startswith(pairs[opening]):
        return None
    if opening == ":" and close:
        return None
    return Stub(head, close)


def has_marker(text: str) -> bool:
    """Return whether any line of `text` is a marker in a comment."""
    return any(
        role(line) is Role.MARKER and not is_bare(line)
        for line in text.splitlines()
        if "." in line or "…" in line or "unchanged" in line or "existing" in line
    )
