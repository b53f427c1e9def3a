"""Why a lazy snippet is not merged, in words, with the places that might have been meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honed.apply.result import Place, Reason, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.apply.align import Chain
    from honed.apply.bind import Tie
    from honed.apply.items import Item
    from honed.apply.rows import Rows
    from honed.apply.work import Work


def empty() -> Refused:
    """Return the refusal of an edit of markers alone."""
    return Refused(
        Reason.EMPTY, "the edit shows no code", "show what changes, and the lines around it"
    )


def too_alike() -> Refused:
    """Return the refusal of a merge that would take seconds."""
    return Refused(
        Reason.NOT_TEXT,
        "more lines are alike here than can be compared",
        "apply smaller edits, as search/replace blocks",
    )


def tied(work: Work, tie: Tie) -> Refused:
    """Return the refusal of a declaration that several of the file may be."""
    return Refused(
        Reason.AMBIGUOUS,
        f"`{tie.shown.name}` stands in several places",
        "show the class or the lines around it",
        tuple(_place(work.file, each.header, each.end) for each in tie.files),
    )


def unclear(work: Work, chain: Chain) -> Refused:
    """Return the refusal of lines that fit in several places as well."""
    row, place = chain.pairs[0]
    text = work.shown.rows.strip[row]
    return Refused(
        Reason.AMBIGUOUS,
        f"`{text}` and the lines with it fit in several places",
        "show the header of the function around it, or more lines",
        tuple(_place(work.file, at, at + 1) for at in work.file.places.get(text, [place])),
    )


def unseparated(work: Work, place: int) -> Refused:
    """Return the refusal of an entry behind one that would need a comma, which has no place."""
    return Refused(
        Reason.AMBIGUOUS,
        f"`{work.file.strip[place]}` is the last of its list, and has no comma",
        "show that line with its comma",
        (_place(work.file, place, place + 1),),
    )


def unwrapped(work: Work, places: range) -> Refused:
    """Return the refusal of a new block beside rows that may be in it, or in place of theirs."""
    return Refused(
        Reason.AMBIGUOUS,
        f"it is not said whether `{work.file.strip[places[0]]}` and what follows is to stand in "
        "the new block",
        "show the first and the last line of what is in the new block, and the lines taken out",
        (_place(work.file, places.start, places.stop),),
    )


def one_more(work: Work, row: int, places: Sequence[int]) -> Refused:
    """Return the refusal of a line that is one of a series changed, or one more of it."""
    return Refused(
        Reason.AMBIGUOUS,
        f"`{work.shown.rows.strip[row]}` is one of several such lines changed, or one more",
        "show the line above it as the file has it",
        tuple(_place(work.file, each, each + 1) for each in places),
    )


def lost(work: Work, start: int, end: int) -> Refused:
    """Return the refusal to let several declarations vanish that the snippet does not name."""
    found = [work.headers[place] for place in range(start, end) if place in work.headers]
    names = [each.name for each in found if not each.is_leaf]
    return Refused(
        Reason.DECLARATION_LOST,
        f"{', '.join(f'`{name}`' for name in names)} would vanish, and the edit does not name them",
        "mark what is left out, or say `removed: name` in a comment",
        tuple(_place(work.file, each.header, each.end) for each in found if not each.is_leaf),
    )


def unbound(work: Work, item: Item, names: Sequence[str]) -> Refused:
    """Return the refusal to let names vanish that the file still uses from an import."""
    return Refused(
        Reason.DECLARATION_LOST,
        f"the import of {', '.join(f'`{name}`' for name in names)} would vanish, which is used",
        "show all names that are imported, or the lines that no longer use them",
        (_place(work.file, item.header, item.end),),
    )


def large_deletion(work: Work, start: int, end: int) -> Refused:
    """Return the refusal to delete rows of the file that the snippet does not speak of."""
    line, last = work.file.line[start] + 1, work.file.line[end - 1] + 1
    return Refused(
        Reason.LARGE_DELETION,
        f"lines {line}–{last} would go only because the lines around them are neighbours here",
        "mark what is left out, or show the declaration in full",
        (_place(work.file, start, end),),
    )


def missing(one: Item) -> Refused:
    """Return the refusal of a declaration that leaves out what the file does not have."""
    return Refused(
        Reason.NOT_FOUND,
        f"`{one.name}` leaves out code, but the file has no such declaration",
        "show it in full, or name the declaration as the file does",
    )


def repeated(work: Work, item: Item) -> Refused:
    """Return the refusal to put in a header that the file has already."""
    return Refused(
        Reason.DOUBTFUL,
        f"`{item.name}` would stand there twice",
        "show more unchanged lines around each change, and a marker wherever code is left out",
        (_place(work.file, item.header, item.end),),
    )


def not_removed(work: Work, item: Item) -> Refused:
    """Return the refusal of a remark that a declaration is gone, where it would stay."""
    return Refused(
        Reason.DOUBTFUL,
        f"the edit says that `{item.name}` is removed, but does not show where it stood",
        "remove it by a diff or a search/replace block",
        (_place(work.file, item.header, item.end),),
    )


def unplaced(work: Work) -> Refused:
    """Return the refusal of lines beside which no known one stands."""
    row = work.doubts.unplaced[0]
    if not work.plan.matched:
        return Refused(
            Reason.NOT_FOUND,
            "no line of the edit stands in the file",
            "show the lines around the change as the file has them",
        )
    return Refused(
        Reason.AMBIGUOUS,
        f"nothing says where `{work.shown.rows.strip[row]}` belongs",
        "show the line before or after it",
    )


def _place(file: Rows, start: int, end: int) -> Place:
    return Place(file.line[start], file.line[end - 1] + 1, file.strip[start])
