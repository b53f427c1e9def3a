"""How the index of a folder's code is: whether it is sound, and what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.filesize import decimal

from honed.services.findings import Check, Level
from honed.services.lexed_files import MADE_BY
from honed.services.report import index_bytes
from honed.store.corpus.generations import CorpusFiles
from honed.store.locations import CORPUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.services.places import Place


def examined_index(name: str, place: Place) -> Iterator[Check]:
    """Yield, under that name, how the index is; nothing where there is none."""
    files = CorpusFiles(place.database.with_name(CORPUS), MADE_BY)
    if not files.newest_number():
        return
    found, size = files.newest(), decimal(index_bytes(place))
    if found is None:
        message = f"the index of its code, {size}, cannot be used: {files.trouble}"
        advice = "The language server builds it anew when it is next started."
        yield Check("data", name, Level.WARN, message, advice)
        return
    number = sum(len(each.log.paths) for each in found.shards)
    tokens = sum(len(each.log) for each in found.shards)
    message = f"index of its code: {number} files, {tokens:,} tokens, {size}"
    yield Check("data", name, Level.OK, message)
