"""From the renaming of one name to that of others, by their sub-words or their convention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.core.model import Element, Form, HoleKind, Rewrite, TokenKind
from honed.learn.literal import stretches
from honed.suggest.place import describe
from honed.suggest.spelling import key, renamed

if TYPE_CHECKING:
    from honed.learn.cores import Core
    from honed.learn.edited import EditedStatement


def renaming(edited: EditedStatement) -> Rewrite | None:
    """Return how other names would be renamed, where the edit does nothing else; None for that.

    Of several names each must have become what the renaming of the first makes of it.
    """
    cores = stretches(edited)
    names = [_names(edited, core) for core in cores]
    if not names or None in names:
        return None
    pairs = [pair for pair in names if pair is not None]
    old, new = pairs[0]
    if not key(old, new) or any(renamed(old, new, one) != other for one, other in pairs):
        return None
    window, core = edited.before, cores[0]
    place = describe(window, edited.before_tree, core.start, core.end)
    return Rewrite(
        language=window.language.name if window.language else "",
        before=(Element(TokenKind.NAME, old, HoleKind.NAME),),
        after=(new,),
        left=place.left,
        right=place.right,
        path=place.path,
        callee=place.callee,
        form=Form.NAMES,
    )


def _names(edited: EditedStatement, core: Core) -> tuple[str, str] | None:
    """Return the name that became another one, and that; None where more changed."""
    old = edited.before.tokens[core.start : core.end]
    new = edited.after.tokens[core.new_start : core.new_end]
    if not len(old) == len(new) == 1:
        return None
    if not old[0].kind is new[0].kind is TokenKind.NAME:
        return None
    return old[0].text, new[0].text
