r"""Regular expressions that may take for ever: the same text matches in too many ways.

Found are a repeated group of which every part but one may be left out, and one is repeated itself
(`(a+)+`, `(\w*\s?)*`), and a repeated choice between equal things (`(a|a)*`). What something
fixed stands between is safe (`(\.\w+)*`). See CWE-1333.
"""

from __future__ import annotations

import re

import attrs

_TOKEN = re.compile(
    r"(?P<nothing>\\[bBAZ]|[\^$]|\(\?[aiLmsux-]+\)|\(\?\#[^)]*\))"
    r"|(?P<opens>\((?:\?(?::|P<\w+>|<?[=!]|>|\(\w+\)))?)"
    r"|(?P<closes>\))"
    r"|(?P<choice>\|)"
    r"|(?P<atom>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?P=\w+\)|.)",
    re.DOTALL,
)
_QUANTIFIER = re.compile(r"(?:[*+?]|\{(?P<least>\d*)(?P<upto>,\d*)?\})(?P<mode>[?+]?)")
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!")
_ONCE = "(?>"


@attrs.define
class _Branch:
    """One of the choices of a group: how many parts must stand there, and repeat without end."""

    start: int
    fixed: int = 0
    required: int = 0
    endless: int = 0

    @property
    def is_loose(self) -> bool:
        """Whether a text of one repeated part can be cut anywhere."""
        return self.endless > 0 and self.fixed == 0 and self.required <= 1


@attrs.define
class _Group:
    """A group whose end is not reached yet, and the choices that are over."""

    opens: str
    branch: _Branch
    texts: list[str] = attrs.field(factory=list)
    is_loose: bool = False

    def end_branch(self, pattern: str, end: int) -> None:
        self.is_loose |= self.branch.is_loose
        self.texts.append(pattern[self.branch.start : end])


def may_explode(pattern: str) -> bool:
    """Return whether a regular expression can take time that grows exponentially."""
    groups = [_Group("", _Branch(0))]
    at = 0
    while (token := _TOKEN.match(pattern, at)) is not None:
        at = token.end()
        kind = token.lastgroup
        if kind == "opens":
            groups.append(_Group(token[0], _Branch(at)))
        elif kind == "choice":
            groups[-1].end_branch(pattern, token.start())
            groups[-1].branch = _Branch(at)
        elif kind == "atom" or (kind == "closes" and len(groups) > 1):
            repeat = _QUANTIFIER.match(pattern, at)
            at = repeat.end() if repeat is not None else at
            group = groups.pop() if kind == "closes" else None
            if group is not None:
                group.end_branch(pattern, token.start())
                if _is_endless(repeat) and _is_ambiguous(group):
                    return True
            _add(groups[-1].branch, group, repeat)
    return False


def _is_endless(repeat: re.Match[str] | None) -> bool:
    """Return whether a part may stand there any number of times, and less often on a second try."""
    if repeat is None or repeat["mode"] == "+":
        return False
    return repeat[0][0] in "*+" or repeat["upto"] == ","


def _is_ambiguous(group: _Group) -> bool:
    return group.opens != _ONCE and (group.is_loose or len(set(group.texts)) < len(group.texts))


def _add(branch: _Branch, group: _Group | None, repeat: re.Match[str] | None) -> None:
    """Count a part of a branch: an atom, or a group that is over."""
    if group is not None and group.opens.startswith(_LOOKS):
        return
    is_required = repeat is None or not (repeat[0][0] in "*?" or repeat["least"] in {"", "0"})
    if _is_endless(repeat):
        branch.endless += 1
        branch.required += is_required
    elif is_required and group is not None and len(group.texts) == 1 and repeat is None:
        branch.fixed += group.branch.fixed
        branch.required += group.branch.required
        branch.endless += group.branch.endless
    elif is_required:
        branch.fixed += 1
