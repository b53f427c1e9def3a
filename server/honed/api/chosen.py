"""Which rows of a store are meant where a program names some: by their ids, or themselves."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping
from typing import Any


def chosen_ids(given: object, kind: type[Any], name: str) -> list[int]:
    """Return the ids of one or several; `kind` is the type of what has one of this sort.

    `ValueError` for what is no id of the store's, such as a mapping: its `id` is a program's own.
    """
    many = given if isinstance(given, Iterable) and not _is_one(given) else [given]
    return [_id(each, kind, name) for each in many]


def demand_time(given: object) -> None:
    """Raise `ValueError` for what is no time in seconds since the epoch, such as a date in words.

    To a database every text is later than every number.
    """
    known = given if isinstance(given, (int, float)) and not isinstance(given, bool) else math.nan
    if not abs(known) <= sys.float_info.max:
        raise ValueError(f"{given!r:.60} is no time: say it in seconds since the epoch.")


def _is_one(given: object) -> bool:
    return isinstance(given, (str, bytes, Mapping))


def _id(given: object, kind: type[Any], name: str) -> int:
    if isinstance(given, kind) and not given.id:
        raise ValueError(f"This {name} is of no store: it has no id.")
    found = given.id if isinstance(given, kind) else given
    if not isinstance(found, int) or isinstance(found, bool):
        raise ValueError(  # noqa: TRY004 - one kind of error for all that is wrong
            f"{found!r:.60} names no {name}: say its id in the store, a number, or give the"
            f" {kind.__name__} itself."
        )
    return found
