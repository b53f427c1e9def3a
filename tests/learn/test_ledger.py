"""The books of one document, at the limits of each rule; stories are told in tests/outcomes."""

from __future__ import annotations

import attrs
import pytest

from honed.core.diff import minimal_edit
from honed.core.model import Outcome
from honed.core.text import Edit, Span, Text, apply_edits
from honed.learn.bursts import Origin
from honed.learn.ledger import Ledger
from honed.learn.outcome import (
    CONFIRMED_AFTER_S,
    EXPIRES_S,
    FORGOTTEN_AFTER_S,
    QUIET_S,
    SEEN_AFTER_S,
    UNDO_WITHIN_S,
    Decision,
    Habits,
    Offer,
    OfferKind,
    Stroke,
    Visibility,
)

BASE = b"import os\n\nprint(one)\nprint(two)\n"
LOG = Edit(Span(11, 16), b"log.info")
IMPORT = Edit(Span(0, 0), b"import log\n")
WITH_IMPORT = apply_edits(BASE, [LOG, IMPORT])
TOLD = Habits(tells_of_completions=True)


@attrs.define
class Books:
    """A ledger and the text it is about."""

    ledger: Ledger = attrs.field(factory=Ledger)
    data: bytes = BASE
    decisions: list[tuple[str, Outcome]] = attrs.field(factory=list)

    def offer(  # noqa: PLR0913 - an offer has so many sides
        self,
        name: str = "x",
        edits: tuple[Edit, ...] = (LOG,),
        at: float = 0.0,
        visibility: Visibility = Visibility.SHOWN,
        kind: OfferKind = OfferKind.EDIT,
        key: str = "",
        group: int = 0,
        companions: tuple[Edit, ...] = (),
    ) -> None:
        """Hand something out."""
        base = Text(self.data)
        made = Offer(name, base, edits, at, kind, key, group, companions=companions)
        self.ledger.hand_out(made, visibility)

    def turn(self, after: bytes, at: float, origin: Origin = Origin.TYPED) -> None:
        """Change the text in one step."""
        edit = minimal_edit(self.data, after)
        assert edit is not None
        seen = self.ledger.change(Stroke(self.data, after, [edit], origin, at))
        self.data = after
        self.note(seen.decisions)

    def type(self, at: int, text: bytes, time: float) -> None:
        """Type a word key by key."""
        for number in range(len(text)):
            data = self.data[: at + number] + text[number : number + 1] + self.data[at + number :]
            self.turn(data, time)

    def note(self, decisions: list[Decision] | tuple[Decision, ...]) -> None:
        """Remember decisions."""
        self.decisions += [(each.offer_id, each.outcome) for each in decisions]

    def tick(self, at: float) -> None:
        """Let time pass."""
        self.note(self.ledger.tick(at))

    @property
    def outcomes(self) -> list[Outcome]:
        """What was decided, in order."""
        return [outcome for _, outcome in self.decisions]


@pytest.fixture
def books() -> Books:
    """Return the books of an editor that sends no commands."""
    return Books()


AFTER = apply_edits(BASE, [LOG])


def test_another_line_may_have_changed(books: Books) -> None:
    """The lines of the offer are followed while the rest of the text changes."""
    books.offer()
    books.turn(b"import sys\n" + BASE, 1.0)
    books.turn(b"import sys\n" + AFTER, 2.0)
    assert books.outcomes == [Outcome.ACCEPTED]


def test_a_change_of_more_is_no_acceptance(books: Books) -> None:
    """Where another line changes with it, it was something else: a rename, a replace-all."""
    books.offer()
    books.turn(AFTER.replace(b"print(two)", b"log.info(two)"), 1.0, Origin.BULK)
    books.ledger.settle()
    books.tick(3.0)
    assert books.outcomes == []
    books.tick(EXPIRES_S + 1)
    assert books.outcomes == [Outcome.IGNORED]


def test_what_was_asked_for_by_the_editor_needs_its_command(books: Books) -> None:
    """The text alone is not enough for what was never shown; with the command it is."""
    books.offer(visibility=Visibility.HIDDEN)
    books.turn(AFTER, 1.0)
    books.tick(1.0 + CONFIRMED_AFTER_S)
    assert books.outcomes == []
    again = Books()
    again.offer(visibility=Visibility.HIDDEN)
    again.turn(AFTER, 1.0)
    again.note(again.ledger.accept("x", 1.1).decisions)
    assert again.outcomes == [Outcome.ACCEPTED]


def test_a_look_makes_it_shown(books: Books) -> None:
    """An editor that asks for the edits shows them."""
    books.offer(visibility=Visibility.HIDDEN)
    books.ledger.show("x", 0.5)
    books.ledger.show("y", 0.5)
    books.tick(0.5 + EXPIRES_S + 0.1)
    assert books.outcomes == [Outcome.IGNORED]


def test_what_the_editor_asks_again_continues_nothing(books: Books) -> None:
    """It asks by itself once the menu is closed: the offer that was read was passed over."""
    books.offer("x", key="place")
    books.offer("y", at=SEEN_AFTER_S + 0.1, visibility=Visibility.HIDDEN, key="place")
    books.tick(EXPIRES_S + 1)
    assert books.decisions == [("x", Outcome.IGNORED)]


def test_what_is_shown_again_goes_on_noop(books: Books) -> None:
    """Of one offer in two menus only the second can be passed over."""
    books.offer("x", key="place")
    books.offer("y", at=SEEN_AFTER_S + 0.1, key="place")
    books.tick(EXPIRES_S + 1)
    assert books.decisions == [("y", Outcome.IGNORED)]


def test_undo_within_its_time(books: Books) -> None:
    """Up to thirty seconds."""
    books.offer()
    books.turn(AFTER, 1.0)
    books.turn(BASE, 1.0 + UNDO_WITHIN_S)
    assert books.outcomes == [Outcome.ACCEPTED, Outcome.UNDONE]


def test_a_late_undo_is_none_noop(books: Books) -> None:
    """Later it is an edit like any other."""
    books.offer()
    books.turn(AFTER, 1.0)
    books.turn(BASE, 1.1 + UNDO_WITHIN_S)
    assert books.outcomes == [Outcome.ACCEPTED]


@pytest.mark.parametrize(("after", "is_seen"), [(SEEN_AFTER_S, True), (SEEN_AFTER_S / 2, False)])
def test_only_what_was_read_is_rejected(books: Books, after: float, *, is_seen: bool) -> None:
    """Half a second is a look, less is none."""
    books.offer()
    books.type(17, b"other", after)
    books.ledger.settle()
    books.tick(after + QUIET_S)
    assert books.outcomes == ([Outcome.REJECTED] if is_seen else [])


def test_nothing_is_judged_at_once(books: Books) -> None:
    """Some editors put something in and take it out again; only quiet tells."""
    books.offer()
    books.type(17, b"other", 1.0)
    books.ledger.settle()
    books.tick(1.0 + QUIET_S / 2)
    assert books.outcomes == []
    books.tick(1.0 + QUIET_S)
    assert books.outcomes == [Outcome.REJECTED]


def test_the_same_again_is_its_continuation_noop(books: Books) -> None:
    """Of an offer that is repeated only the last can be passed over."""
    for number in range(3):
        books.offer(f"x{number}", at=number * 1.0, key="place")
    books.tick(EXPIRES_S + 1.5)
    books.tick(EXPIRES_S + 2.5)
    assert books.decisions == [("x2", Outcome.IGNORED)]


def test_what_stood_beside_it_says_nothing_noop(books: Books) -> None:
    """Of several entries of one menu, those not chosen are no rejections."""
    books.offer("x", group=7)
    books.offer("y", (Edit(Span(11, 16), b"warn"),), group=7)
    books.turn(AFTER, 1.0)
    books.tick(EXPIRES_S + 1)
    assert books.decisions == [("x", Outcome.ACCEPTED)]


def test_a_word_of_ghost_text_is_a_part(books: Books) -> None:
    """Taken in part: accepted, but not as it was offered."""
    ghost = Edit(Span(20, 20), b", file=sys.stderr")
    books.offer("g", (ghost,), kind=OfferKind.INLINE)
    books.turn(BASE[:20] + b", file" + BASE[20:], 1.0)
    books.type(26, b"=log", 1.5)
    books.ledger.settle()
    books.tick(3.0)
    assert books.decisions == [("g", Outcome.MODIFIED)]


def test_a_part_that_is_taken_out_again_is_none_noop(books: Books) -> None:
    """What is left of it is nothing."""
    ghost = Edit(Span(20, 20), b", file=sys.stderr")
    books.offer("g", (ghost,), kind=OfferKind.INLINE)
    books.turn(BASE[:20] + b", file" + BASE[20:], 1.0)
    books.turn(BASE[:20] + b"!" + BASE[20:], 1.5)
    books.ledger.settle()
    books.tick(3.0)
    assert books.outcomes == []


def test_what_goes_behind_a_completion_comes_at_once(books: Books) -> None:
    """Some editors put it in first, and take away what stands behind it in a second change."""
    books.offer(edits=(Edit(Span(11, 18), b"log.info(o"),), kind=OfferKind.COMPLETION)
    books.turn(BASE[:11] + b"log.info(o" + BASE[11:], 1.0)
    for gone in range(6, -1, -1):
        books.turn(BASE[:11] + b"log.info(o" + BASE[18 - gone :], 1.0)
    books.note(books.ledger.save())
    assert books.outcomes == [Outcome.ACCEPTED]


def test_a_menu_is_open_for_a_while(books: Books) -> None:
    """As long as it may be read; not when typing has gone on, and not of actions."""
    books.offer()
    assert not books.ledger.has_open_menu(0.0)
    books.offer("c", kind=OfferKind.COMPLETION)
    assert books.ledger.has_open_menu(EXPIRES_S)
    assert not books.ledger.has_open_menu(EXPIRES_S + 0.1)
    books.type(17, b"x", 1.0)
    assert not books.ledger.has_open_menu(1.0)
    again = Books()
    again.offer(kind=OfferKind.COMPLETION)
    again.turn(BASE.replace(b"one", b"another"), 1.0)
    assert not again.ledger.has_open_menu(1.0), "another item was taken from it"


def test_a_save_confirms_a_completion(books: Books) -> None:
    """What is saved is there to stay."""
    books.offer(kind=OfferKind.COMPLETION)
    books.turn(AFTER, 1.0)
    assert books.outcomes == []
    books.note(books.ledger.save())
    assert books.outcomes == [Outcome.ACCEPTED]


def test_where_the_command_always_comes_the_text_is_not_enough_noop() -> None:
    """It was selected in the menu, and is left there."""
    books = Books(Ledger(TOLD))
    books.offer(kind=OfferKind.COMPLETION)
    books.turn(AFTER, 1.0)
    books.note(books.ledger.save())
    books.tick(1.0 + CONFIRMED_AFTER_S)
    books.tick(20.0)
    assert books.outcomes == []
    assert books.ledger.is_empty


def test_a_command_whose_change_never_comes(books: Books) -> None:
    """It counts; what is typed later is not taken for it."""
    books.offer()
    books.note(books.ledger.accept("x", 1.0).decisions)
    books.tick(1.1 + CONFIRMED_AFTER_S)
    assert books.outcomes == [Outcome.ACCEPTED]
    assert books.ledger.is_empty


def test_leaving_before_a_look_says_nothing_noop(books: Books) -> None:
    """Elsewhere it is out of sight; at the same place it is not."""
    books.offer()
    books.ledger.leave(0.2, Span(12, 12))
    assert not books.ledger.is_empty
    books.ledger.leave(0.3, Span(25, 25))
    books.tick(EXPIRES_S + 1)
    assert books.outcomes == []


def test_what_is_withdrawn_is_forgotten(books: Books) -> None:
    """Its text is no longer looked for."""
    books.offer()
    assert books.ledger.withdraw(lambda offer: offer.id == "x") == ["x"]
    books.turn(AFTER, 1.0)
    assert books.outcomes == []


def test_all_is_forgotten_in_time(books: Books) -> None:
    """After minutes, without a word; and at once where the document cannot be trusted."""
    books.offer(visibility=Visibility.UNSAID)
    books.tick(FORGOTTEN_AFTER_S + 0.1)
    books.tick(FORGOTTEN_AFTER_S + 0.2)
    assert books.ledger.is_empty
    books.offer()
    books.turn(AFTER, 1.0)
    books.ledger.clear()
    assert books.ledger.is_empty
    assert books.outcomes == [Outcome.ACCEPTED]


def test_a_menu_may_be_open_for_minutes(books: Books) -> None:
    """What counts as ignored is accepted when its change comes, and its command."""
    books.offer()
    books.tick(EXPIRES_S + 1)
    books.turn(AFTER, 70.0)
    assert books.outcomes == [Outcome.IGNORED, Outcome.ACCEPTED]
    again = Books(Ledger(Habits(tells_of_actions=True)))
    again.offer()
    again.tick(EXPIRES_S + 1)
    again.turn(AFTER, 70.0)
    assert again.ledger.accept("x", 70.1).decisions == (Decision("x", Outcome.ACCEPTED),)


def test_what_nobody_sees_displaces_nothing_seen(books: Books) -> None:
    """Many offers that the editor asks for by itself leave the one in an open menu."""
    books.offer()
    for number in range(40):
        books.offer(f"h{number}", at=1.0, visibility=Visibility.HIDDEN)
    books.tick(EXPIRES_S + 1)
    assert books.decisions == [("x", Outcome.IGNORED)]


def test_what_was_not_ours_is_found_where_it_moved(books: Books) -> None:
    """The same made by hand: no rejection, though other lines have changed since."""
    ledger = Ledger(Habits(tells_of_actions=True))
    books = Books(ledger)
    books.offer(edits=(Edit(Span(11, 16), b""),))
    books.turn(BASE[:11] + BASE[16:], 1.0)
    books.type(9, b"import", 1.5)
    books.tick(3.5)
    books.type(len(books.data) - 12, b";", 4.0)
    books.ledger.settle()
    books.tick(6.0)
    assert Outcome.REJECTED not in books.outcomes


def test_an_offer_without_edits_is_none_noop(books: Books) -> None:
    """There is nothing to look for in the text."""
    books.offer(edits=())
    assert books.ledger.is_empty
    books.tick(1.0)
    assert books.outcomes == []


def test_a_set_is_put_in_at_once(books: Books) -> None:
    """An edit and its companion: both in one leap are an acceptance, taken back an undo."""
    books.offer(companions=(IMPORT,))
    books.turn(WITH_IMPORT, 1.0)
    books.turn(BASE, 2.0)
    assert books.outcomes == [Outcome.ACCEPTED, Outcome.UNDONE]


@pytest.mark.parametrize("first", [LOG, IMPORT], ids=["use first", "import first"])
def test_a_set_is_put_in_one_by_one(first: Edit) -> None:
    """Where an editor makes the edits one by one, neither of them is the developer's."""
    books = Books()
    books.offer(companions=(IMPORT,))
    half = apply_edits(BASE, [first])
    books.turn(half, 1.0)
    rest = minimal_edit(half, WITH_IMPORT)
    assert rest is not None
    seen = books.ledger.change(Stroke(half, WITH_IMPORT, [rest], Origin.TYPED, 1.0))
    books.note(seen.decisions)
    assert seen.put_in is not None
    assert books.outcomes == [Outcome.ACCEPTED]


def test_what_goes_with_it_alone_says_nothing_noop(books: Books) -> None:
    """Whoever types the import has not taken the use, and has not passed it over."""
    books.offer(companions=(IMPORT,))
    books.turn(apply_edits(BASE, [IMPORT]), 1.0)
    books.ledger.settle()
    books.tick(2.0)
    assert books.outcomes == []


def test_what_lies_between_a_set_says_nothing_noop(books: Books) -> None:
    """Lines between the two are not the offer's."""
    books.offer(companions=(IMPORT,))
    books.type(9, b"x", 1.0)
    books.ledger.settle()
    books.tick(2.0)
    assert books.outcomes == []
