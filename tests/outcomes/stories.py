"""What a developer may do with an offer, and what became of it in truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from honed.core.diff import minimal_edit
from honed.core.model import Outcome
from honed.core.text import apply_edits, encode
from honed.services.actions import ActionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from honed.services.actions import Action
    from honed.services.suggesting import Completion
    from tests.lsp.samples import Sample
    from tests.outcomes.editors import Desk

ACCEPTED, MODIFIED, REJECTED = Outcome.ACCEPTED, Outcome.MODIFIED, Outcome.REJECTED
IGNORED, UNDONE = Outcome.IGNORED, Outcome.UNDONE


@attrs.frozen
class Story:
    """`tell` lets a desk do something at the first place of a sample; `truth` counts outcomes.

    Where an editor does not say whether a menu was opened by the developer, nothing in it can be
    rejected or ignored: then `unsaid` is the truth that can be known.
    """

    tell: Callable[[Desk, Sample], None]
    truth: Mapping[Outcome, int]
    unsaid: Mapping[Outcome, int] | None = None
    needs_words: bool = False
    """Whether more than a character must be put in: to complete it, or to change it inside."""

    @property
    def name(self) -> str:
        """The story in words."""
        return self.tell.__name__


STORIES: list[Story] = []


def story(
    *outcomes: Outcome, unsaid: tuple[Outcome, ...] | None = None, needs_words: bool = False
) -> Callable[[Callable[[Desk, Sample], None]], Callable[[Desk, Sample], None]]:
    """Add a story with what becomes of its suggestions."""

    def add(tell: Callable[[Desk, Sample], None]) -> Callable[[Desk, Sample], None]:
        truth = {each: outcomes.count(each) for each in outcomes}
        other = None if unsaid is None else {each: unsaid.count(each) for each in unsaid}
        STORIES.append(Story(tell, truth, other, needs_words))
        return tell

    return add


def place(sample: Sample, number: int = 0) -> tuple[str, str]:
    """Return what stands at one of the other places, and what is wanted there."""
    return sample.others[number]


# Actions


@story(ACCEPTED)
def an_action_is_chosen(desk: Desk, sample: Sample) -> None:
    """The plainest."""
    desk.choose(desk.menu(place(sample)[0], ActionKind.EDIT)[0])
    desk.settle()


@story(ACCEPTED)
def an_action_is_chosen_after_a_look(desk: Desk, sample: Sample) -> None:
    """The menu is read for two seconds."""
    action = desk.menu(place(sample)[0])[0]
    desk.wait(2.0)
    desk.choose(action)
    desk.settle()


@story(ACCEPTED)
def an_action_is_chosen_and_kept_at_a_save(desk: Desk, sample: Sample) -> None:
    """Saved, without a formatter."""
    desk.choose(desk.menu(place(sample)[0], ActionKind.EDIT)[0])
    desk.wait(0.5)
    desk.save()
    desk.settle()


@story(ACCEPTED, ACCEPTED)
def two_actions_one_after_another(desk: Desk, sample: Sample) -> None:
    """The second place at once after the first."""
    for number in (0, 1):
        desk.choose(desk.menu(place(sample, number)[0], ActionKind.EDIT)[0])
        desk.wait(0.5)
    desk.settle()


@story(ACCEPTED)
def an_action_is_chosen_then_typed_elsewhere(desk: Desk, sample: Sample) -> None:
    """What follows has nothing to do with it."""
    desk.choose(desk.menu(place(sample)[0], ActionKind.EDIT)[0])
    desk.wait(0.4)
    desk.type(sample.quiet[0], sample.quiet[0] + "x")
    desk.settle()


@story(ACCEPTED)
def an_action_is_chosen_then_typed_behind(desk: Desk, sample: Sample) -> None:
    """Going on at the end of the line leaves what was put in as it is."""
    desk.choose(desk.menu(place(sample)[0], ActionKind.EDIT)[0])
    desk.wait(0.4)
    wanted = place(sample)[1]
    line = next(each for each in desk.text.splitlines() if wanted in each)
    desk.type(line, line + "  ")
    desk.settle()


@story(UNDONE)
def an_action_is_undone_at_once(desk: Desk, sample: Sample) -> None:
    """Within a second."""
    desk.choose(desk.menu(place(sample)[0], ActionKind.EDIT)[0])
    desk.wait(0.8)
    desk.undo()
    desk.settle()


@story(UNDONE)
def an_action_is_undone_after_a_while(desk: Desk, sample: Sample) -> None:
    """Within thirty seconds, after typing elsewhere that is undone as well."""
    desk.choose(desk.menu(place(sample)[0], ActionKind.EDIT)[0])
    desk.wait(5.0)
    desk.type(sample.quiet[0], sample.quiet[0] + "x")
    desk.wait(4.0)
    desk.undo()
    desk.wait(0.3)
    desk.undo()
    desk.settle()


@story(ACCEPTED)
def an_action_is_undone_and_done_again(desk: Desk, sample: Sample) -> None:
    """The developer compares."""
    desk.choose(desk.menu(place(sample)[0], ActionKind.EDIT)[0])
    desk.wait(1.0)
    desk.undo()
    desk.wait(1.0)
    desk.redo()
    desk.settle()


@story(ACCEPTED)
def an_action_is_undone_much_later(desk: Desk, sample: Sample) -> None:
    """After more than thirty seconds it says nothing about the offer."""
    desk.choose(desk.menu(place(sample)[0], ActionKind.EDIT)[0])
    desk.wait(33.0)
    desk.undo()
    desk.settle()


@story(MODIFIED, needs_words=True)
def what_an_action_put_in_is_changed(desk: Desk, sample: Sample) -> None:
    """A word inside it is typed otherwise."""
    old, wanted = place(sample)
    action = desk.menu(old, ActionKind.EDIT)[0]
    desk.choose(action)
    desk.wait(1.0)
    inside = widest(action)
    desk.type(wanted, wanted.replace(inside, inside[:1] + "zz" + inside[1:], 1))
    desk.settle()


@story(ACCEPTED, needs_words=True)
def a_formatter_changes_it_at_a_save(desk: Desk, sample: Sample) -> None:
    """What a formatter makes of it is no change of the developer's."""
    old, wanted = place(sample)
    action = desk.menu(old, ActionKind.EDIT)[0]
    desk.choose(action)
    desk.wait(1.0)
    inside = widest(action)
    better = wanted.replace(inside, inside[:1] + "  " + inside[1:], 1)
    desk.save(desk.text.replace(wanted, better, 1))
    desk.settle()


@story(IGNORED, unsaid=())
def a_menu_is_closed_again(desk: Desk, sample: Sample) -> None:
    """Nothing in it is chosen, and nothing typed."""
    desk.menu(place(sample)[0], ActionKind.EDIT)
    desk.settle()


@story()
def a_menu_flashes_by(desk: Desk, sample: Sample) -> None:
    """It is closed before anybody can have read it, and the cursor moves on."""
    desk.menu(place(sample)[0], ActionKind.EDIT)
    desk.bench.clock.time += 0.2
    desk.ask_by_itself(sample.quiet[0])
    desk.type(sample.quiet[0], sample.quiet[0] + "x")
    desk.bench.actions(desk.uri, sample.quiet[0])
    desk.settle()


@story(REJECTED, unsaid=())
def something_else_is_typed_after_a_menu(desk: Desk, sample: Sample) -> None:
    """The offer was read, and the line is written in another way."""
    old, _ = place(sample)
    desk.menu(old, ActionKind.EDIT)
    desk.wait(1.5)
    desk.type(old, old[: len(old) // 2] + "quite_different" + old[len(old) // 2 :])
    desk.settle()


@story(IGNORED, unsaid=())
def the_offered_is_typed_by_hand_after_a_menu(desk: Desk, sample: Sample) -> None:
    """The offer was right, though it was not accepted; that it was right, the shadow tells."""
    old, wanted = place(sample)
    desk.menu(old, ActionKind.EDIT)
    desk.wait(1.5)
    desk.type(old, wanted)
    desk.settle()


@story(IGNORED, unsaid=())
def the_editor_asks_again_after_a_menu(desk: Desk, sample: Sample) -> None:
    """That it asks by itself where the menu was closed does not make the menu unseen."""
    old, _ = place(sample)
    desk.menu(old, ActionKind.EDIT)
    desk.wait(1.5)
    desk.ask_by_itself(old)
    desk.settle()


@story()
def typed_without_asking(desk: Desk, sample: Sample) -> None:
    """What the editor asked for by itself was never shown."""
    old, _ = place(sample)
    desk.ask_by_itself(old)
    desk.wait(1.5)
    desk.type(old, old[: len(old) // 2] + "quite_different" + old[len(old) // 2 :])
    desk.settle()


@story(IGNORED, unsaid=())
def another_servers_fix_is_chosen_from_the_menu(desk: Desk, sample: Sample) -> None:
    """It changes the same line, at once and by no key."""
    old, _ = place(sample)
    desk.menu(old, ActionKind.EDIT)
    desk.wait(1.5)
    desk.remember()
    desk.turn_into(desk.text.replace(old, "cast_by_another(server)", 1))
    desk.settle()


@story(IGNORED, unsaid=())
def the_file_is_checked_out_after_a_menu(desk: Desk, sample: Sample) -> None:
    """The lines change on disk, and the editor reloads."""
    old, _ = place(sample)
    desk.menu(old, ActionKind.EDIT)
    desk.wait(1.5)
    lines = desk.text.splitlines(keepends=True)
    changed = "".join(f"# {line}" if number % 2 else line for number, line in enumerate(lines))
    desk.turn_into(changed)
    desk.settle()


@story(IGNORED, unsaid=())
def everything_is_replaced_after_a_menu(desk: Desk, sample: Sample) -> None:
    """Replace-all touches the offered line as well."""
    old, _ = place(sample)
    desk.menu(old, ActionKind.EDIT)
    desk.wait(1.5)
    desk.remember()
    desk.bench.edit(desk.uri, desk.text.replace("e", "E"))
    desk.settle()


@story(IGNORED, unsaid=())
def a_paste_elsewhere_after_a_menu(desk: Desk, sample: Sample) -> None:
    """It says nothing, but that the offer was passed over."""
    desk.menu(place(sample)[0], ActionKind.EDIT)
    desk.wait(1.5)
    desk.remember()
    desk.turn_into(desk.text + "\n\npasted = [1, 2, 3]\n")
    desk.settle()


@story(REJECTED)
def it_is_dismissed(desk: Desk, sample: Sample) -> None:
    """By the action for it."""
    menu = desk.menu(place(sample)[0])
    dismiss = next(each for each in menu if each.kind is ActionKind.DISMISS)
    desk.wait(1.0)
    desk.bench.workspace.rejected(dismiss.id)
    desk.settle()


@story(ACCEPTED, ACCEPTED, ACCEPTED, ACCEPTED)
def everywhere_is_chosen(desk: Desk, sample: Sample) -> None:
    """All four places at once."""
    desk.choose(desk.menu(place(sample)[0], ActionKind.EVERYWHERE)[0])
    desk.settle()


@story(UNDONE, UNDONE, UNDONE, UNDONE)
def everywhere_is_undone(desk: Desk, sample: Sample) -> None:
    """And taken back."""
    desk.choose(desk.menu(place(sample)[0], ActionKind.EVERYWHERE)[0])
    desk.wait(3.0)
    desk.undo()
    desk.settle()


@story(ACCEPTED, ACCEPTED, ACCEPTED, REJECTED)
def everywhere_without_one_place(desk: Desk, sample: Sample) -> None:
    """The editor shows the edits first, and the developer leaves one out."""
    action = desk.menu(place(sample)[0], ActionKind.EVERYWHERE)[0]
    edits = (action.edits or ())[:2] + (action.edits or ())[3:]
    desk.remember()
    desk.bench.edit(desk.uri, apply_edits(action.text.data, edits).decode())
    if desk.editor.action_command != "never":
        desk.bench.workspace.accepted(action.id)
    desk.settle()


@story(ACCEPTED, ACCEPTED, ACCEPTED, MODIFIED, needs_words=True)
def one_place_of_everywhere_is_changed(desk: Desk, sample: Sample) -> None:
    """The others stay as they were put in."""
    old, wanted = place(sample, 1)
    single = desk.bench.actions(desk.uri, old, ActionKind.EDIT)[0]
    action = desk.menu(place(sample)[0], ActionKind.EVERYWHERE)[0]
    desk.choose(action)
    desk.wait(1.0)
    inside = widest(single)
    desk.type(wanted, wanted.replace(inside, inside[:1] + "zz" + inside[1:], 1))
    desk.settle()


# Completions


@story(ACCEPTED, needs_words=True)
def a_completion_is_accepted(desk: Desk, sample: Sample) -> None:
    """One character is typed, the rest accepted."""
    offered = begin(desk, sample)
    desk.wait(0.8)
    desk.put_in(offered)
    desk.settle()


@story(ACCEPTED, needs_words=True)
def a_completion_is_accepted_at_once(desk: Desk, sample: Sample) -> None:
    """Without a look."""
    desk.put_in(begin(desk, sample))
    desk.wait(0.4)
    desk.save()
    desk.settle()


@story(ACCEPTED, needs_words=True)
def a_completion_is_accepted_then_typed_on(desk: Desk, sample: Sample) -> None:
    """On the next line."""
    desk.put_in(begin(desk, sample))
    desk.wait(0.5)
    desk.type(sample.quiet[0], sample.quiet[0] + "x")
    desk.settle()


@story(UNDONE, needs_words=True)
def a_completion_is_undone(desk: Desk, sample: Sample) -> None:
    """After it was accepted."""
    desk.put_in(begin(desk, sample))
    desk.wait(3.0)
    desk.undo()
    desk.settle()


@story(UNDONE, needs_words=True)
def a_completion_and_what_was_typed_are_undone(desk: Desk, sample: Sample) -> None:
    """Modal editors undo all that was typed since insert mode began."""
    desk.put_in(begin(desk, sample))
    desk.wait(3.0)
    desk.undo_stack.pop()
    desk.undo()
    desk.settle()


@story(MODIFIED, needs_words=True)
def a_completion_is_changed(desk: Desk, sample: Sample) -> None:
    """A character inside what was put in is typed otherwise."""
    offered = begin(desk, sample)
    before = encode(desk.text)
    desk.put_in(offered)
    desk.wait(3.0)
    inside = put_text(before, encode(desk.text))
    wanted = place(sample)[1]
    middle = wanted.index(inside) + len(inside) // 2
    desk.type(wanted, wanted[:middle] + "zz" + wanted[middle:])
    desk.settle()


@story(REJECTED, needs_words=True)
def something_else_is_typed_beside_a_completion(desk: Desk, sample: Sample) -> None:
    """The menu was open for a second."""
    begin(desk, sample)
    desk.wait(1.0)
    line = changed_line(desk)
    desk.type(line, line[: len(line) // 2] + "otherwise" + line[len(line) // 2 :])
    desk.settle()


@story(needs_words=True)
def typing_goes_on_before_a_completion_is_read(desk: Desk, sample: Sample) -> None:
    """Two hundred milliseconds are no look."""
    begin(desk, sample)
    desk.bench.clock.time += 0.2
    line = changed_line(desk)
    desk.type(line, line[: len(line) // 2] + "otherwise" + line[len(line) // 2 :])
    desk.settle()


@story(needs_words=True)
def the_completion_is_typed_by_hand(desk: Desk, sample: Sample) -> None:
    """Key by key to the end; nobody accepted anything."""
    begin(desk, sample)
    desk.wait(0.8)
    line = changed_line(desk)
    wanted = next(
        each for each in wanted_text(desk, sample).splitlines() if place(sample)[1] in each
    )
    desk.type(line, wanted)
    desk.settle()


@story(IGNORED, needs_words=True)
def a_completion_is_left_alone(desk: Desk, sample: Sample) -> None:
    """The menu is closed, the cursor rests."""
    begin(desk, sample)
    desk.settle()


@story(IGNORED, needs_words=True)
def a_completion_is_selected_and_left(desk: Desk, sample: Sample) -> None:
    """Some editors put it in as soon as it is selected, and take it out again."""
    back = desk.select(begin(desk, sample))
    desk.bench.clock.time += 0.7
    if desk.editor.selects_in_text:
        desk.send([back])
    desk.settle()


@story(ACCEPTED, needs_words=True)
def a_completion_is_selected_and_accepted(desk: Desk, sample: Sample) -> None:
    """Taken out and put in again with the command."""
    offered = begin(desk, sample)
    back = desk.select(offered)
    desk.bench.clock.time += 0.7
    if desk.editor.selects_in_text:
        desk.send([back])
    desk.put_in(offered)
    desk.settle()


def begin(desk: Desk, sample: Sample) -> tuple[str, Completion]:
    """Type the first character of the wanted edit and open the menu; return the first item."""
    old, wanted = place(sample)
    for upto in range(1, 6):
        at = desk.type(old, wanted, upto)
        found = desk.complete(at)
        if found:
            return found[0]
        desk.undo()
        desk.redo_stack.clear()
    raise AssertionError(f"no completion of {wanted!r}")


def widest(action: Action) -> str:
    """Return the longest text that an action puts in."""
    texts = [edit.new.decode() for edit in action.edits or ()]
    return max(texts, key=len)


def put_text(before: bytes, after: bytes) -> str:
    """Return what one change put in."""
    change = minimal_edit(before, after)
    assert change is not None
    return change.new.decode()


def changed_line(desk: Desk) -> str:
    """Return the line that is being typed."""
    document = desk.bench.workspace.documents.get(desk.uri)
    assert document is not None
    assert document.burst is not None
    text = document.text
    return text.slice(text.line_span(document.burst.lines[0])).decode()


def wanted_text(desk: Desk, sample: Sample) -> str:
    """Return the text that the edit at the first place leads to."""
    document = desk.bench.workspace.documents.get(desk.uri)
    assert document is not None
    assert document.burst is not None
    return document.burst.before.data.decode().replace(*place(sample), 1)
