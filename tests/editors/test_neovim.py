"""Neovim's own client and the keys of a developer: an edit typed once is offered where it fits."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import attrs
import pytest

from tests.editors.desk import is_running, until
from tests.editors.neovim import DOC
from tests.editors.origin_stories import WIDE
from tests.lsp.samples import ALL, PYTHON, Sample
from tests.services.test_merging import AFTER, BEFORE, BLOCK, SNIPPET

if TYPE_CHECKING:
    from tests.editors.neovim import Neovim
    from tests.editors.neovim import NeovimDesk as Desk

pytestmark = pytest.mark.editor

EDIT, EVERYWHERE, DISMISS = "honed: log", "honed: in ", "honed: do not offer this here"
FIRST, SECOND, THIRD, _FOURTH = (old for old, _ in PYTHON.others)


def after(sample: Sample, *numbers: int) -> str:
    """Return the sample's text after the edit that is typed, and some of the others."""
    text = sample.text.replace(*sample.typed)
    for number in numbers:
        text = text.replace(*sample.others[number])
    return text


def untaught(desk: Desk, sample: Sample = PYTHON, *headings: str) -> Neovim:
    """Return Neovim on the sample."""
    desk.write(sample.name, sample.text)
    return desk.open(sample.name, *headings)


def taught(desk: Desk, sample: Sample = PYTHON, *headings: str) -> Neovim:
    """Return Neovim on the sample after its edit was typed and saved."""
    editor = untaught(desk, sample, *headings)
    editor.retype(*sample.typed)
    editor.save()
    return editor


def test_typed_once_is_offered_elsewhere_and_its_acceptance_is_heard(desk: Desk) -> None:
    """An edit that was typed and left is there at `gra` elsewhere; honed hears of it."""
    editor = untaught(desk)
    editor.retype(*PYTHON.typed)
    editor.go(FIRST)
    until(editor.patterns)
    editor.take(FIRST, EDIT)
    assert editor.text == after(PYTHON, 0)
    outcomes = desk.honed("stats")["outcomes"]
    assert (outcomes["free"], outcomes["accepted"], outcomes["rejected"]) == (1, 1, 0)


def test_asking_elsewhere_ends_the_edit(desk: Desk) -> None:
    """`gra` at another place is enough for honed to learn what was typed, without pause or save."""
    desk.write(PYTHON.name, PYTHON.text)
    editor = desk.open(PYTHON.name, init_options={"settleSeconds": 600})
    editor.retype(*PYTHON.typed)
    editor.titles(SECOND)
    editor.settled()
    editor.take(SECOND, EDIT)
    assert editor.text == after(PYTHON, 1)


@pytest.mark.parametrize("sample", ALL, ids=lambda each: each.language)
def test_the_other_places_come_out_to_the_letter(desk: Desk, sample: Sample) -> None:
    """Four other places become what would have been typed; an unlike one is left alone (noop)."""
    editor = taught(desk, sample)
    assert editor.titles(sample.quiet[0]) == []
    for number, (old, new) in enumerate(sample.others):
        editor.take(old, "honed: ")
        assert editor.text == after(sample, *range(number + 1))
        assert editor.titles(new) == []


def test_everywhere_is_one_step_of_undo(desk: Desk) -> None:
    """The action for the whole file makes all edits, and one `u` takes them all back."""
    editor = taught(desk)
    editor.take(SECOND, EVERYWHERE)
    assert editor.text == after(PYTHON, 0, 1, 2, 3)
    editor.keys("u")
    assert editor.text == after(PYTHON)


def test_everywhere_undone_is_offered_nowhere_again(desk: Desk) -> None:
    """Taking back the action for the whole file says no to each of its places."""
    editor = taught(desk)
    editor.rest()
    editor.take(SECOND, EVERYWHERE)
    editor.keys("u")
    editor.settled()
    assert [editor.titles(old) for old, _ in PYTHON.others] == [[]] * 4


def test_undone_is_not_offered_there_again(desk: Desk) -> None:
    """What is taken back right away stays away from its place, and only from there."""
    editor = taught(desk)
    editor.take(FIRST, EDIT)
    editor.take(SECOND, EDIT)
    editor.keys("u")
    assert editor.text == after(PYTHON, 0)
    editor.settled()
    assert editor.titles(SECOND) == []
    assert editor.titles(THIRD)
    assert desk.honed("stats")["outcomes"]["undone"] == 1


def test_dismissed_is_not_offered_there_again(desk: Desk) -> None:
    """The action that dismisses changes no text and silences its place, after a restart too."""
    editor = taught(desk)
    editor.take(FIRST, EDIT)
    editor.take(SECOND, DISMISS)
    assert editor.text == after(PYTHON, 0)
    assert editor.titles(SECOND) == []
    assert editor.titles(THIRD)
    editor.save()
    editor.close()
    assert desk.open(PYTHON.name).titles(SECOND) == []


@pytest.mark.parametrize("how", ["quit", "killed"])
def test_accepted_once_outlives_the_server(desk: Desk, how: str) -> None:
    """An edit that was accepted once is offered in later sessions by the next server."""
    editor = taught(desk)
    editor.take(FIRST, EDIT)
    editor.save()
    if how == "killed":
        server = editor.server
        os.kill(server, signal.SIGKILL)
        until(lambda: not is_running(server))
    editor.close()
    editor = desk.open(PYTHON.name)
    editor.next_session()
    editor.take(SECOND, EDIT)
    assert editor.text == after(PYTHON, 0, 1)


def test_noop_in_the_next_session_without_acceptance(desk: Desk) -> None:
    """An edit that was never accepted is not offered in later sessions."""
    editor = taught(desk)
    editor.next_session()
    assert editor.titles(FIRST) == []


def test_a_key_that_asks_nothing(desk: Desk) -> None:
    """The documented mapping makes the edit without a menu, and nothing where none fits."""
    editor = taught(desk, PYTHON, "The edit without a menu")
    editor.go(PYTHON.quiet[0])
    editor.keys("\\h")
    until(lambda: editor.lua("return _G.told[1]") == "No code actions available")
    editor.go(FIRST)
    editor.keys("\\h")
    until(lambda: editor.text == after(PYTHON, 0))


MARKS = """
local marks = vim.api.nvim_buf_get_extmarks(
  0, vim.api.nvim_create_namespace("honed"), 0, -1, { details = true })
return vim.tbl_map(function(mark)
  return { mark[2], mark[3], mark[4].virt_text and mark[4].virt_text[1][1] or "" }
end, marks)
"""


def test_the_next_edit_is_drawn(desk: Desk) -> None:
    """It stands in the text until that changes; the documented key makes it, and draws the next."""
    editor = taught(desk, PYTHON, "The next edit", "The next edit, drawn")
    assert editor.lua(MARKS) == []
    editor.go(PYTHON.quiet[0])
    editor.keys("ix<Esc>x")
    found = until(lambda: editor.lua(MARKS))
    line = editor.line(FIRST) - 1
    assert {row for row, _, _ in found} == {line}
    assert [text for _, _, text in found if text] == [", user.name, user.seconds"]
    editor.keys("\\n")
    until(lambda: editor.text == after(PYTHON, 0))
    until(lambda: {row for row, _, _ in editor.lua(MARKS)} == {editor.line(SECOND) - 1})
    editor.go(PYTHON.quiet[0])
    editor.keys("ix")
    until(lambda: editor.lua(MARKS) == [])


def test_a_command_merges_a_register(desk: Desk) -> None:
    """The documented command merges a snippet in one step of undo, which honed hears of."""
    desk.write("a.py", BEFORE)
    editor = desk.open("a.py", "Merge an assistant's answer")
    editor.lua("vim.fn.setreg('a', ...)", BLOCK)
    editor.keys(":HonedMerge a<CR>")
    until(lambda: editor.text == AFTER)
    editor.settled()
    assert desk.honed("stats")["outcomes"]["accepted"] == 1
    editor.undo()
    until(lambda: editor.text == BEFORE)
    editor.settled()
    outcomes = desk.honed("stats")["outcomes"]
    assert (outcomes["accepted"], outcomes["undone"]) == (0, 1)
    assert editor.patterns() == 0


def test_a_refused_snippet_changes_nothing_noop(desk: Desk) -> None:
    """Its reason is shown."""
    desk.write("a.py", BEFORE)
    editor = desk.open("a.py", "Merge an assistant's answer")
    editor.lua("vim.fn.setreg('a', ...)", BLOCK.replace("return 2", "return 4"))
    editor.keys(":HonedMerge a<CR>")
    until(lambda: "honed: not merged: " in editor.lua("return vim.fn.execute('messages')"))
    assert editor.text == BEFORE


def test_a_pasted_snippet_is_merged(desk: Desk) -> None:
    """Selected with `V`, `gra` offers to merge it; selected code of the file is offered nothing."""
    desk.write("a.py", f"{BEFORE}\n{SNIPPET}")
    editor = desk.open("a.py")
    editor.go("def third")
    editor.keys("Vj")
    assert editor.menu_here() == []
    editor.keys("<Esc>")
    editor.go("```python")
    editor.keys("VG")
    assert len(editor.menu_here()) == 1
    editor.choose("honed: merge this snippet")
    until(lambda: editor.text == AFTER)
    editor.settled()
    assert desk.honed("stats")["outcomes"]["accepted"] == 1


@pytest.mark.parametrize(
    ("typed", "begun", "finished"),
    [
        (
            ("log.info", "log.audit"),
            ('log.info("user %s left', 'log.a("user %s left'),
            'log.audit("user %s left after %d s" % (user.name, user.seconds))',
        ),
        pytest.param(
            PYTHON.typed,
            ('after %d s" %', 'after %d s",'),
            'log.info("user %s left after %d s", user.name, user.seconds)',
        ),
    ],
    ids=["a word", "the rest of the line"],
)
def test_completion_finishes_what_is_begun(
    desk: Desk, typed: tuple[str, str], begun: tuple[str, str], finished: str
) -> None:
    """A learned edit that is begun elsewhere is finished by `<C-x><C-o>` and `<C-y>`."""
    editor = untaught(desk, PYTHON, "Completion")
    editor.retype(*typed)
    editor.save()
    line = editor.line(begun[0])
    editor.begin(*begun)
    editor.keys("<C-x><C-o>")
    until(lambda: editor.lua("return vim.fn.pumvisible()"))
    editor.keys("<C-y><Esc>")
    assert editor.text.split("\n")[line - 1].strip() == finished
    editor.save()
    # Neovim resolves what was taken before it tells of it.
    until(lambda: desk.honed("stats")["outcomes"]["accepted"] == 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_wide_characters_shift_nothing(desk: Desk, encoding: str) -> None:
    """Emoji and CJK before and in an edit leave it in its place, however columns count."""
    desk.write(WIDE.name, WIDE.text)
    editor = desk.open(WIDE.name, capabilities={"general": {"positionEncodings": [encoding]}})
    assert editor.lua("return vim.lsp.get_clients()[1].offset_encoding") == encoding
    editor.retype(*WIDE.typed)
    editor.save()
    editor.take(WIDE.others[0][0], "honed: ")
    assert editor.text == after(WIDE, 0)


def test_noop_for_a_file_that_another_program_changed(desk: Desk) -> None:
    """What `:e!` brings in was not typed here and is not learned."""
    editor = untaught(desk)
    desk.write(PYTHON.name, after(PYTHON))
    editor.keys(":e!<CR>")
    assert editor.text == after(PYTHON)
    assert editor.titles(FIRST) == []
    assert editor.patterns() == 0


def test_noop_for_typing_that_was_thrown_away(desk: Desk) -> None:
    """What was typed and then dropped with `:e!` is not learned."""
    editor = untaught(desk)
    editor.retype(*PYTHON.typed)
    editor.settled()
    editor.keys(":e!<CR>")
    assert editor.text == PYTHON.text
    assert editor.titles(FIRST) == []
    assert editor.patterns() == 0


def test_noop_for_typing_that_was_undone(desk: Desk) -> None:
    """What was typed and undone is not learned."""
    editor = untaught(desk)
    editor.retype(*PYTHON.typed)
    editor.settled()
    editor.keys("u")
    assert editor.text == PYTHON.text
    assert editor.titles(FIRST) == []
    assert editor.patterns() == 0


def test_noop_for_replace_all(desk: Desk) -> None:
    """`:%s` over several places is a tool's work and is not learned."""
    editor = untaught(desk)
    editor.keys(":%s/log.info/log.audit/<CR>")
    editor.save()
    assert editor.text == PYTHON.text.replace("log.info", "log.audit")
    assert editor.patterns() == 0


def test_noop_for_a_macro(desk: Desk) -> None:
    """A macro that runs over several places is a tool's work; nor is its first half learned."""
    editor = untaught(desk)
    editor.keys("ggx")
    editor.settled()
    editor.keys("u")
    editor.settled()
    editor.rest()
    editor.keys(r':let @q = "/\" % (\<lt>CR>l4s, \<lt>Esc>$x"<CR>3@q')
    editor.save()
    assert editor.text == after(PYTHON, 0, 1)
    assert editor.patterns() == 0


def test_documented_settings_reach_the_server(desk: Desk) -> None:
    """Where a language is switched off as documented, nothing is learned (noop)."""
    sample = attrs.evolve(PYTHON, name="a.json", text='["one", "two"]\n', typed=("one", "1"))
    editor = taught(desk, sample, "Settings")
    assert editor.settled()["lastDurableId"] == 0


def test_switched_off_it_is_gone(desk: Desk) -> None:
    """The documented command ends the server, and its opposite starts another."""
    editor = untaught(desk)
    off, on = ':lua vim.lsp.enable("honed", false)', ':lua vim.lsp.enable("honed")'
    assert f"`{off}`" in DOC.read_text("utf-8")
    assert f"`{on}`" in DOC.read_text("utf-8")
    server = editor.server
    editor.keys(f"{off}<CR>")
    until(lambda: not is_running(server))
    editor.keys(f"{on}<CR>")
    editor.settled()
    assert is_running(editor.server)


def test_no_server_stays_behind(desk: Desk) -> None:
    """Soon after a crash of Neovim neither the server nor its worker is left."""
    editor = untaught(desk)
    processes = [editor.server, editor.settled()["workerId"]]
    assert all(map(is_running, processes))
    editor.process.kill()
    until(lambda: not any(map(is_running, processes)), patience_s=5.0)


WORDS = "\n".join(f"def f{n}(a):\n    return total_of(a, {n})\n" for n in range(6)) + "\n"


def begun(desk: Desk, keys: str) -> Neovim:
    """Return Neovim in insert mode, behind keys at the end of a file of like functions."""
    desk.write("words.py", WORDS)
    editor = desk.open("words.py", "Completion")
    editor.keys(f"Go{keys}")
    editor.keys("<C-x><C-o>")
    until(lambda: editor.lua("return vim.fn.pumvisible()"))
    return editor


def decided(desk: Desk, editor: Neovim) -> dict[str, int]:
    """Save; return how often there was which outcome, but for edits that nobody offered."""
    editor.save()
    outcomes: dict[str, int] = desk.honed("stats")["outcomes"]
    return {name: number for name, number in outcomes.items() if number and name != "free"}


def test_a_word_of_the_file_is_completed(desk: Desk) -> None:
    """What stands elsewhere in the file is in the menu; honed hears that it was taken."""
    editor = begun(desk, "x = tot")
    editor.keys("<C-y><Esc>")
    until(lambda: editor.text.endswith("x = total_of\n"))
    until(lambda: decided(desk, editor) == {"accepted": 1})


def test_a_completed_word_is_changed(desk: Desk) -> None:
    """Taken, and typed on inside of the word: that is another word."""
    editor = begun(desk, "x = tot")
    editor.keys("<C-y>")
    editor.rest()
    editor.type("_all")
    editor.keys("<Esc>")
    editor.pause(1.0)
    editor.save()
    until(lambda: decided(desk, editor) == {"modified": 1})


def test_another_word_is_typed_instead(desk: Desk) -> None:
    """Read in the menu, and passed over."""
    editor = begun(desk, "x = tot")
    editor.pause(1.0)
    editor.pace_s = 0.2
    editor.type("ally")
    editor.keys("<Esc>")
    editor.pause(1.0)
    editor.save()
    until(lambda: decided(desk, editor) == {"rejected": 1})
    assert editor.text.endswith("x = totally\n")
