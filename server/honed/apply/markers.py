"""The lines of a snippet that stand for code left out: `// ... existing code ...` and its like."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

from honed.apply.leaving_out import names_code, says_left_out

MOST_CHARACTERS = 400
"""A longer line is code; nobody writes a marker of that length."""

_ELLIPSIS = r"(?:\.{3,}|…)"

_OPENER = re.compile(r"(?://+|#+|--+|;+|%+|/\*+|\{\s*/\*+|<!--+|\(\*|\"\"\"|'''|\*)(?!\))\s*")
"""What begins a comment in one of the languages, and a line within a block of comment."""
_CLOSER = re.compile(r"(?:\*+/\s*\}?|--+>|\*\)|\"\"\"|''')[,;]?$")
"""What ends one; in a list a comma may stand behind."""
_FRAME = " \t*-=~"
"""Drawn around a sentence: `# --- snip ---`."""

_BARE = re.compile(rf"[\[(<]?\s*{_ELLIPSIS}\s*[\])>]?[,;]?")
"""An ellipsis and nothing else."""
_BEFORE = re.compile(rf"{_ELLIPSIS}\s*(?=\S)")
_AFTER = re.compile(rf"(?<=\S)\s*{_ELLIPSIS}$|[(\[]\s*{_ELLIPSIS}\s*[)\]]$")
_PLAIN = re.compile(rf"[\[(<]?\s*{_ELLIPSIS}\s*(?P<said>\S.*?)\s*{_ELLIPSIS}\s*[\])>]?,?")
"""A sentence between ellipses that no comment holds: `... existing code ...`."""
_LIKELY = re.compile(rf"{_ELLIPSIS}\s*(?P<said>[^,]+ [^,]+)")
"""One behind an ellipsis."""
_PROSE = re.compile(
    r"(?:the\s+)?(?:existing|remaining|other|rest\s+of(?:\s+(?:the|your))?)\s+code(?:\s+\w+){1,4}",
    re.IGNORECASE,
)
"""Words alone that are never code: `existing code remains the same`."""
_SPREAD = re.compile(
    rf"{_ELLIPSIS}[\w.]+\s*(?:[,;}})]|\(.*)|{_ELLIPSIS}\s*(?:[^\w\s\"'`(\[].*|\(.*)"
)
"""Code that was commented out: `...options,`, and what else is no sentence."""
_GOES_ON = re.compile(
    rf"{_ELLIPSIS}\s*(?:and|but|or|so|then|while|when|if|because|unless|however|although|which)\b",
    re.IGNORECASE,
)
"""The second half of a sentence: `... but only if it is enabled`."""

_REMOVED = re.compile(
    r"""
    (?: removed | deleted | dropped )
    (?: \s*:\s*\S.*
      | (?!\s+(?:in|from|by|when|once|after|before|to|if|at|as|on|since|with|for|during|because)\b)
        (?!.*\b(?:is|are|was|were|will|must|should|can|has|have|gets?)\b)
        (?:\s+[^.]+)?
    )
    |
    (?!(?:is|are|was|were|has|have|it|they|which|that|if|when|after|once|until|unless|while)\b)
    (?:the\s+)?(?P<what>\S+)(?:\s+(?!(?:is|was|are|were|has|have)\b)\S+){0,2}?
    \s+(?:(?:is|was|are|were|has\s+been|have\s+been)\s+)?
    (?: removed | deleted | gone | no\s+longer\s+(?:needed|used|necessary|exists?|there) )
    (?:\s*\(.*\)|,\s.*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""`removed: old_name()`, `removed the second loop`, `old_name() is no longer needed`."""

_CALLED_REMOVED = re.compile(
    r"""
    (?: removed | deleted | dropped ) (?: \s*:\s* | \s+ )
    (?: (?: the | old | unused | method | function | class | def | func | fn ) \s+ )*
    `?(?P<before> \w+ ) (?: \(\) )? `? (?: \s+ (?: method | function | class ) )?
    |
    (?: the \s+ )? `?(?P<after> \w+ ) (?: \(\) )? `? (?: \s+ (?: method | function | class ) )?
    \s+ (?: (?: is | was | has \s+ been ) \s+ )? (?: removed | deleted | gone )
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A sentence that says of one name, and of nothing else, that it is gone."""

_WHOLE_LINES = ("//", "# ", "* ")
"""What begins lines that are comments to their end."""

_COMMENTS_WITHIN = re.compile(r"/\*[^*]*\*/|(?<=\s)(?://|\#).*")

_LIST = re.compile(
    rf"""
    (?:(?:async|pub|static|private|public|export|const|let)\s+)*
    (?P<names>
      (?:fn|def|func|function|class|struct|impl|interface|type|methods?|fields?)\s+\w+.*?
      |\w*(?:_\w|[a-z][A-Z]|\(\))\w*(?:\(\))?(?:\s*(?:,|/|and|&|\+)\s*\S+)*
    )\s*{_ELLIPSIS}
    """,
    re.VERBOSE,
)
"""Names of code, then an ellipsis: `fn reset, fn is_synchronous ...`."""
_WORD = re.compile(r"`?(\w+)`?(?:\(\))?[.:]?")

_BROKEN_OFF = re.compile(rf"(.*\w\W+\w.*?)\s*{_ELLIPSIS}")

_CUT = re.compile(rf"[(\[{{<]\s*(?:/\*\s*)?{_ELLIPSIS}(?:\s*\*/)?\s*[)\]}}>]")
_SOME_CUT = re.compile(rf"[(,]\s*(?:/\*\s*)?{_ELLIPSIS}(?:\s*\*/)?\s*[,)]")
"""Brackets around nothing but an ellipsis: `confirm(...)`."""
_BODY_LEFT_OUT = rf"""(?:
    {_ELLIPSIS}
  | (?://|\#)\s*{_ELLIPSIS}.*
  | /\*.*?(?:{_ELLIPSIS}|unchanged|same|omitted|existing).*?\*/
  | pass\s*\#\s*unchanged.*
)"""
_STUB = re.compile(
    rf"(?P<head>.*?(?P<open>[{{\[(:]))\s*{_BODY_LEFT_OUT}\s*(?P<close>[}}\])]*[;,)]*)\s*",
    re.VERBOSE,
)
_CLOSING = {"{": "}", "[": "]", "(": ")"}


_STARTS = tuple("/#-;%{<(*\"'[.…")
"""What a comment or an ellipsis begins with."""


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


def may_leave_out(line: str) -> bool:
    """Return whether a line without space around it may leave something out; most may not."""
    is_comment = line.startswith(_STARTS) or "/*" in line or "#" in line
    return is_comment or has_ellipsis(line) or " code " in line


@lru_cache(maxsize=8192)
def role(line: str) -> Role:
    """Return what a line of a snippet is by itself; `...` alone counts as a marker."""
    content = "..." if is_bare(line) else _content(line)
    if not content:
        return Role.MARKER if _is_plain(line) else Role.CODE
    sentence = _sentence(content)
    before, after = _BEFORE.match(content), _AFTER.search(content)
    if _BARE.fullmatch(content) or (before and after):
        return Role.MARKER
    if _REMOVED.fullmatch(_BEFORE.sub("", sentence, count=1)):
        return Role.REMOVED
    if before:
        is_marker = not _SPREAD.fullmatch(content) and (
            not _GOES_ON.match(content) or says_left_out(_GOES_ON.sub("", sentence).strip())
        )
    elif after:
        phrase = _sentence(_AFTER.sub("", content).strip())
        is_marker = names_code(phrase) or says_left_out(phrase)
    else:
        is_marker = says_left_out(sentence)
    return Role.MARKER if is_marker else Role.CODE


def _is_plain(line: str) -> bool:
    """Return whether a line that is no comment says between ellipses what was left out."""
    text = line.strip()
    if len(text) > MOST_CHARACTERS or not has_ellipsis(text[:5]):
        return False
    found = _PLAIN.fullmatch(text)
    return found is not None and says_left_out(found["said"])


def is_likely(line: str) -> bool:
    """Return whether a line that is no comment may yet say what was left out.

    It does so behind an ellipsis, or in words of which code has none. A text may say that, too:
    it is no marker, but nothing that an edit should put into a file.
    """
    text = line.strip()
    if len(text) > MOST_CHARACTERS:
        return False
    found = _LIKELY.fullmatch(text)
    says = found["said"] if found else text if _PROSE.fullmatch(text) else ""
    return bool(says) and says_left_out(says)


def _content(line: str) -> str:
    """Return what a comment says without its signs, nothing for another line."""
    text = line.strip()
    if not text.startswith(_STARTS):
        return ""
    opener = _OPENER.match(text) if len(text) <= MOST_CHARACTERS else None
    if opener is None:
        return ""
    return _CLOSER.sub("", text[opener.end() :], count=1).strip(_FRAME)


def _sentence(content: str) -> str:
    """Return a sentence without the brackets around it and the full stop."""
    if content[:1] + content[-1:] in {"()", "[]", "<>"}:
        content = content[1:-1].strip()
    return content[:-1] if content.endswith(".") and not content.endswith("..") else content


def has_ellipsis(line: str) -> bool:
    """Return whether a line has an ellipsis."""
    return "..." in line or "…" in line


def is_bare(line: str) -> bool:
    """Return whether a line is an ellipsis alone, which is code in some languages."""
    text = line.strip()
    return len(text) <= MOST_CHARACTERS and _BARE.fullmatch(text) is not None


def names_left_out(line: str) -> list[str]:
    """Return the names in a comment that is but a list of names and an ellipsis, else nothing."""
    if not has_ellipsis(line):
        return []
    found = _LIST.fullmatch(_content(line))
    return re.findall(r"\w{2,}", found["names"]) if found else []


def broken_off(line: str) -> str | None:
    """Return the beginning of a comment that ends in an ellipsis, None for another line.

    It has at least two words, and begins with what makes it a comment.
    """
    text = line.strip()
    if not has_ellipsis(text) or not _content(text):
        return None
    found = _BROKEN_OFF.fullmatch(text)
    return found[1] if found else None


def only_word(line: str) -> str | None:
    """Return the only word of a comment, None for another line."""
    found = _WORD.fullmatch(_content(line))
    return found[1] if found else None


def within(line: str) -> Iterator[str]:
    """Yield the comments in or behind a line of code by which it leaves something out.

    Code in a comment, as in documentation (`/// // ...`), is not what an edit leaves out.
    """
    if line.lstrip().startswith(_WHOLE_LINES):
        return
    for found in _COMMENTS_WITHIN.finditer(line[:MOST_CHARACTERS]):
        comment = found[0].strip()
        if found.start() and role(comment) is Role.MARKER:
            yield comment


def called_removed(line: str) -> str | None:
    """Return the name of which a comment says nothing but that it is gone, None for another."""
    found = _CALLED_REMOVED.fullmatch(_BEFORE.sub("", _sentence(_content(line) or ""), count=1))
    return (found["before"] or found["after"]) if found else None


def is_cut(line: str) -> bool:
    """Return whether part of a line is left out: `def confirm(...) -> bool:`."""
    return _CUT.search(line) is not None


def leaves_out_parameters(line: str) -> bool:
    """Return whether some of a list in brackets are left out, unless C means it: `(self, ...)`."""
    return _SOME_CUT.search(line) is not None


def stub(line: str) -> Stub | None:
    """Return header and closing bracket of a line with its body left out, None for another."""
    text = line.strip()
    if len(text) > MOST_CHARACTERS or not (has_ellipsis(text) or "/*" in text or "#" in text):
        return None
    found = _STUB.fullmatch(text)
    if found is None or not re.search(r"\w", found["head"]):
        return None
    head, opening, close = found["head"], found["open"], found["close"]
    is_whole = close.startswith(_CLOSING[opening]) if opening in _CLOSING else not close
    return Stub(head, close) if is_whole else None


def has_marker(text: str) -> bool:
    """Return whether any line of `text` is a marker in a comment."""
    return any(role(line) is Role.MARKER and not is_bare(line) for line in text.splitlines())
