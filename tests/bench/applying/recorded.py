"""Cases from files: snippets and blocks of other tools' tests (`--cases DIR`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.bench.applying.case import Case
from tests.bench.applying.renamed import renamed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = ("lazy_written.jsonl", "lazy.jsonl", "search_replace.jsonl")


def cases(folder: Path) -> list[Case]:
    """Return the cases of the files that the folder has."""
    made = [
        _case(record)
        for name in FILES
        if (folder / name).is_file()
        for record in _records(folder / name)
    ]
    return made + [renamed(each) for each in made if each.level == "embedded"]


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _case(record: dict[str, Any]) -> Case:
    edit = record["edit"]
    if record["format"] == "apply_patch_chunks":
        edit = _patch(record["filename"], edit)
    elif not isinstance(edit, str):
        edits = [_replacement(each) for each in edit]
        edit = json.dumps({"edits": edits}, ensure_ascii=False)
    source = record["source"].partition("(")[0]
    is_lazy = record["format"] == "lazy"
    return Case(
        record["id"],
        source if is_lazy else "recorded blocks",
        record["level"] if is_lazy else f"{source} {record['format']}",
        None if record["language"] == "text" else record["language"],
        record["filename"],
        record["original"],
        edit,
        record["expected"],
    )


def _replacement(given: list[str] | dict[str, Any]) -> dict[str, Any]:
    """Return a pair, or a tool's call, as the call of a tool."""
    if isinstance(given, dict):
        return given
    old, new = given
    return {"oldText": old, "newText": new}


def _patch(filename: str, chunks: list[dict[str, Any]]) -> str:
    """Return the chunks of an apply_patch as the text that they were read from."""
    lines = ["*** Begin Patch", f"*** Update File: {filename}"]
    for chunk in chunks:
        context = chunk["changeContext"]
        lines.append(f"@@ {context}" if context else "@@")
        lines += [f"-{line}" for line in chunk["oldLines"]]
        lines += [f"+{line}" for line in chunk["newLines"]]
        if chunk["isEndOfFile"]:
            lines.append("*** End of File")
    return "\n".join([*lines, "*** End Patch"]) + "\n"
