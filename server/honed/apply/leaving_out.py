"""The sentences by which a comment says that code was left out: `the rest stays the same`.

Each form below is a whole sentence: what only holds such words, as in `the rest of the code expects
unchanged names`, speaks about code and leaves none out.
"""

from __future__ import annotations

import re

_FLAGS = re.VERBOSE | re.IGNORECASE

_NOUN = r"""(?:
    code|imports?|includes?|exports?|headers?|boilerplate|file|module|class(?:es)?|type|types|enums?
  | methods?|functions?|constructors?|getters?|setters?|helpers?|hooks?|handlers?|callbacks?|routes?
  | definitions?|declarations?|implementations?|body|bodies|block|logic|content|contents|section
  | sections|statements?|lines?|fields?|members?|props|properties|attributes|constants|variables
  | variants|arguments|args|parameters|params|options|settings|keys|values|entries|items|elements
  | children|jsx|markup|cases?|arms|branch(?:es)?|checks|rules|tests?|assertions|setup|teardown
  | docstring|comments?|docs
)"""
"""What is left out, in the words of who leaves it out."""

_PLACE = r"""(?:
    here|above|below|inside|around\s+it|in\s+between|from\s+before|as\s+(?:before|above)
  | follows?|continues?|goes?\s+here|stays?|remains?|kept|for\s+(?:brevity|clarity|now)
  | (?:(?:remain|stay|is|are)s?\s+)?(?:unchanged|untouched|the\s+same|omitted|not\s+shown)
)"""
"""What such a sentence may end in."""

_AS_IT_WAS = r"as\s+(?:is|it\s+(?:is|was)|they\s+(?:are|were)|before|above)"
_SAME = r"(?:the\s+)?same\s+as\s+(?:before|above|(?:in\s+)?the\s+(?:original|file)|it\s+was|now)"

_STATE = re.compile(
    rf"""
    (?P<subject>.*?)
    (?P<link>
      (?: ^ | \s*[,:;]\s+ | \s+[–—-]\s+ | \s+ )
      (?: (?:is|are|was|were|stays?|remains?|left|kept) \s+
          (?:(?:left|kept|all|exactly|just|still)\s+)* )?
    )
    (?: (?P<clear> unchanged|untouched|unmodified )
      | (?P<short> {_AS_IT_WAS}|{_SAME}|no\s+changes?(?:\s+needed)?|without\s+changes?
        | not\s+(?:shown|changed|modified|touched)|omitted|elided|identical|the\s+same )
    )
    (?:\s+{_PLACE})*
    """,
    _FLAGS,
)
"""Something is as it was: `get() unchanged`, `Job and Queue: no changes`, `the rest as before`."""

_ALONE = re.compile(
    rf"(?:unchanged|untouched|omitted|elided|no\s+changes?|not\s+shown|{_SAME}|as\s+before).*",
    _FLAGS,
)
"""The states that need nothing which is in them."""

_FORMS = tuple(
    re.compile(form, _FLAGS)
    for form in (
        # The rest: `rest of the class`, `the remainder of f() stays as it is`.
        rf"""(?:the\s+)?(?:rest|remainder)
             (?:\s+of(?:\s+(?!(?:is|are|was|were|has|have|must|can|will)\b)[\w.()`/'"-]+){{1,4}})?
             (?:\s+{_PLACE})*""",
        # What there is already: `existing code`, `the other test cases go here`.
        rf"""(?:(?:the|your|all|any)\s+)*
             (?:existing|unchanged|remaining|previous|other|original|more)
             (?:\s+[\w/,()-]+){{0,3}}?\s+{_NOUN}(?:(?:\s+and)?\s+{_NOUN})?(?:\s+{_PLACE})*""",
        # An order to keep it: `keep the fields as is`, `leave everything else alone`.
        rf"""(?:keep|leave)(?:\s+[\w.()`/'"-]+){{1,6}}?
             \s+(?:{_AS_IT_WAS}|unchanged|untouched|alone|the\s+same)""",
        rf"""(?:keep|leave)\s+(?:(?:the|your|all)\s+)*(?:rest|everything|others?|existing|remaining)
             (?:\s+of(?:\s+[\w.()`/'"-]+){{1,3}}|\s+{_NOUN}|\s+else)?(?:\s+{_PLACE})*""",
        # The same thing: `same try/catch as before`, `same parameters`.
        r"""(?:the\s+)?same(?:\s+[\w/()-]+){1,4}?
            \s+as\s+(?:before|above|(?:in\s+)?the\s+original)""",
        rf"(?:the\s+)?same(?:\s+\w+)?\s+{_NOUN}",
        # Nothing: `nothing changes here`, `no other changes`.
        rf"nothing(?:\s+else)?\s+(?:changes?|changed|to\s+change)(?:\s+{_PLACE})*",
        rf"(?:no|without)\s+(?:other|further)\s+changes?(?:\s+{_PLACE})*",
        # Cut out: `snip`, `code omitted for brevity`.
        rf"(?:{_NOUN}\s+)?(?:snip(?:ped)?|truncated|omitted|elided)(?:\s+{_PLACE})*",
        rf"{_NOUN}\s+(?:here|goes\s+here|as\s+before)",
        # A name, and in brackets that it is as it was: `password_option (unchanged)`.
        r""".*\((?:\w+\s+){0,6}(?:unchanged|same\s+as\s+before|omitted|not\s+shown|as\s+before)
            (?:\s+\w+){0,2}\)""",
    )
)

_CLAUSE = re.compile(
    r"""
    \b(?: it|we|you|they|that|which|who|whether|if|when|while|unless|until|because|so|but|to
        | must|should|can|could|may|might|will|would|needs?|never|is|are|was|were|be|been|has|have
        | returns?|returned|leaves?|keeps?|pass(?:es|ed)?|makes?|ensures?|expects?|stores?|copied
    )\b | ^(?:and|or)\b | @ | [.!?]\s
    """,
    _FLAGS,
)
"""What makes more of the beginning of a sentence than the name of something."""

_NOUNS_LAST = re.compile(rf".*\b{_NOUN}", _FLAGS)
_MOST_WORDS = 10


def says_left_out(sentence: str) -> bool:
    """Return whether a sentence, without what makes it a comment, says that code was left out."""
    return any(form.fullmatch(sentence) for form in _FORMS) or _says_unchanged(sentence)


def _says_unchanged(sentence: str) -> bool:
    found = _STATE.fullmatch(sentence)
    if found is None:
        return False
    subject, link = found["subject"].strip(), found["link"].strip()
    if not subject:
        return not link and _ALONE.fullmatch(sentence) is not None
    if len(subject.split()) > _MOST_WORDS or _CLAUSE.search(subject):
        return False
    # `copy the rows as before` tells what is done; `the rows, as before` leaves it out.
    return bool(found["clear"] or link or _NOUNS_LAST.fullmatch(subject))


def names_code(phrase: str) -> bool:
    """Return whether a few words before an ellipsis name code: `other imports`, `the tests`."""
    words = phrase.split()
    if (
        not words
        or "@" in phrase
        or (words[0].lower().endswith("ing") and words[0].lower() not in _LEFT)
    ):
        return False  # `Loading existing items...` is what a program says.
    few = 3 if not _LEFT.intersection(word.lower() for word in words) else 6
    return len(words) <= few and _NOUNS_LAST.fullmatch(phrase) is not None


_LEFT = frozenset({"existing", "remaining", "other", "rest", "more", "unchanged", "previous"})
