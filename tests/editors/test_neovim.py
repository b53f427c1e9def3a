"""Neovim's own client, with the keys of a developer: an edit typed once is offered where it fits."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import attrs
import pytest

from tests.editors.neovim import DOC, documented_lua, is_running, until

if TYPE_CHECKING:
    from tests.editors.neovim import Desk, Neovim

pytestmark = pytest.mark.editor

EDIT, EVERYWHERE, DISMISS = "honed: log", "honed: in ", "honed: do not offer this here"


@attrs.frozen
class Sample:
    """A file with like places: what is typed at the first, what is due at the others."""

    name: str
    text: str
    edits: tuple[tuple[int, str, str], ...]
    unlike: int

    def after(self, *numbers: int) -> str:
        """Return the text after some of the edits, all for none named."""
        lines = self.text.split("\n")
        for line, old, new in [self.edits[each] for each in numbers or range(len(self.edits))]:
            assert lines[line - 1].count(old) == 1
            lines[line - 1] = lines[line - 1].replace(old, new)
        return "\n".join(lines)


PYTHON = Sample(
    "app.py",
    '''\
import logging

log = logging.getLogger(__name__)


def login(user, host):
    log.info("user %s came from %s" % (user, host))


def logout(user):
    log.info("user %s left after %d s" % (user.name, user.seconds))


def fail(code, path):
    log.warning("error %d in %s" % (code, path))


def load(path, size, kind):
    log.info("loaded %s: %d bytes of %s" % (path, size, kind))


def save(path):
    log.error("could not save %s, %s" % (path, path.reason()))


def start():
    log.info("ready")
''',
    (
        (7, " % (user, host))", ", user, host)"),
        (11, " % (user.name, user.seconds))", ", user.name, user.seconds)"),
        (15, " % (code, path))", ", code, path)"),
        (19, " % (path, size, kind))", ", path, size, kind)"),
        (23, " % (path, path.reason()))", ", path, path.reason())"),
    ),
    unlike=27,
)
TYPESCRIPT = Sample(
    "app.ts",
    """\
function greet(user: User): string {
  return "Hello " + user.name + "!";
}

function where(place: Place): string {
  return "You are in " + place.city + ".";
}

function price(item: Item): string {
  return "It costs " + item.price + " today";
}

function state(job: Job): string {
  return "Job is " + job.state() + ", wait";
}

function leave(host: string): string {
  return "Left " + host + ".";
}

function total(a: number, b: number): number {
  return a + b;
}
""",
    (
        (2, '"Hello " + user.name + "!"', "`Hello ${user.name}!`"),
        (6, '"You are in " + place.city + "."', "`You are in ${place.city}.`"),
        (10, '"It costs " + item.price + " today"', "`It costs ${item.price} today`"),
        (14, '"Job is " + job.state() + ", wait"', "`Job is ${job.state()}, wait`"),
        (18, '"Left " + host + "."', "`Left ${host}.`"),
    ),
    unlike=22,
)
GO = Sample(
    "app.go",
    """\
package app

import "fmt"

func Load(path string) error {
	if err := read(path); err != nil {
		return fmt.Errorf("load %s: %s", path, err)
	}
	return nil
}

func Save(path string) error {
	if err := write(path); err != nil {
		return fmt.Errorf("save %s: %s", path, err)
	}
	return nil
}

func Dial(host string, port int) error {
	if err := dial(host, port); err != nil {
		return fmt.Errorf("dial %s: %s", host, err)
	}
	return nil
}

func Parse(text string) error {
	if err := parse(text); err != nil {
		return fmt.Errorf("parse %s: %s", text, err)
	}
	return nil
}

func Close(file File) error {
	if err := file.Close(); err != nil {
		return fmt.Errorf("close %s: %s", file.Name(), err)
	}
	return nil
}

func Name(file File) string {
	return fmt.Sprintf("file %s", file.Name())
}
""",
    tuple(
        (line, f"{word} %s: %s", f"{word} %s: %w")
        for line, word in [(7, "load"), (14, "save"), (21, "dial"), (28, "parse"), (35, "close")]
    ),
    unlike=41,
)


def taught(desk: Desk, sample: Sample = PYTHON) -> Neovim:
    """Return Neovim after the first edit of the sample was typed in it and saved."""
    desk.write(sample.name, sample.text)
    editor = desk.open(sample.name)
    editor.retype(*sample.edits[0])
    editor.save()
    return editor


def test_typed_once_is_offered_elsewhere_and_its_acceptance_is_heard(desk):
    """An edit that was typed and left is one press of `gra` elsewhere; honed hears that it was taken."""
    desk.write(PYTHON.name, PYTHON.text)
    editor = desk.open(PYTHON.name)
    editor.retype(*PYTHON.edits[0])
    editor.go(11)
    until(lambda: editor.patterns())
    editor.take(11, EDIT)
    assert editor.text == PYTHON.after(0, 1)
    outcomes = desk.honed("stats")["outcomes"]
    assert (outcomes["free"], outcomes["accepted"], outcomes["rejected"]) == (1, 1, 0)


def test_asking_elsewhere_ends_the_edit(desk):
    """`gra` at another place is enough to learn what was typed; no pause and no save is needed."""
    desk.write(PYTHON.name, PYTHON.text)
    editor = desk.open(PYTHON.name, init_options={"settleSeconds": 600})
    editor.retype(*PYTHON.edits[0])
    editor.titles(15)
    editor.settled()
    editor.take(15, EDIT)
    assert editor.text == PYTHON.after(0, 2)


@pytest.mark.parametrize("sample", [PYTHON, TYPESCRIPT, GO], ids=lambda each: each.name)
def test_the_other_places_come_out_to_the_letter(desk, sample):
    """Each of the four other places becomes what the developer would have typed."""
    editor = taught(desk, sample)
    for number in range(1, 5):
        line = sample.edits[number][0]
        editor.take(line, "honed: ")
        assert editor.text == sample.after(*range(number + 1))


@pytest.mark.parametrize("sample", [PYTHON, TYPESCRIPT, GO], ids=lambda each: each.name)
def test_noop_at_an_unlike_line(desk, sample):
    """Where the edit does not fit nothing is offered, and nothing where it was made."""
    editor = taught(desk, sample)
    assert editor.titles(sample.unlike) == []
    assert not [each for each in editor.titles(sample.edits[0][0]) if EVERYWHERE not in each]


def test_everywhere_is_one_step_of_undo(desk):
    """The action for the whole file makes all edits; one `u` takes all of them back."""
    editor = taught(desk)
    editor.take(15, EVERYWHERE)
    assert editor.text == PYTHON.after()
    editor.keys("u")
    assert editor.text == PYTHON.after(0)


def test_everywhere_taken_back_is_not_offered_anywhere(desk):
    """The undo of the action for the whole file rejects it at each of its places."""
    editor = taught(desk)
    editor.take(15, EVERYWHERE)
    editor.keys("u")
    editor.settled()
    assert [editor.titles(line) for line, *_ in PYTHON.edits[1:]] == [[]] * 4


def test_undone_is_not_offered_there_again(desk):
    """What is undone right after it was taken stays away from its place, and only from there."""
    editor = taught(desk)
    editor.take(11, EDIT)
    editor.take(15, EDIT)
    editor.keys("u")
    assert editor.text == PYTHON.after(0, 1)
    editor.settled()
    assert editor.titles(15) == []
    assert editor.titles(19)
    assert desk.honed("stats")["outcomes"]["undone"] == 1


def test_dismissed_is_not_offered_there_again(desk):
    """The action that dismisses changes no text and silences its place, for later servers too."""
    editor = taught(desk)
    editor.take(11, EDIT)
    editor.take(15, DISMISS)
    assert editor.text == PYTHON.after(0, 1)
    assert editor.titles(15) == []
    assert editor.titles(19)
    editor.keys(":w<CR>")
    editor.close()
    assert desk.open(PYTHON.name).titles(15) == []


@pytest.mark.parametrize("how", ["quit", "killed"])
def test_accepted_once_outlives_the_server(desk, how):
    """An edit accepted once is offered by the next server in later sessions, even after kill -9."""
    editor = taught(desk)
    editor.take(11, EDIT)
    editor.keys(":w<CR>")
    editor.settled()
    if how == "killed":
        server = editor.server
        os.kill(server, signal.SIGKILL)
        until(lambda: not is_running(server))
    editor.close()
    editor = desk.open(PYTHON.name)
    editor.next_session()
    editor.take(15, EDIT)
    assert editor.text == PYTHON.after(0, 1, 2)


def test_noop_in_the_next_session_without_acceptance(desk):
    """An edit that was never accepted is not offered in later sessions."""
    editor = taught(desk)
    editor.next_session()
    assert editor.titles(11) == []


def test_the_mapping_asks_nothing(desk):
    """The documented key makes the edit without a menu, and nothing where none fits."""
    desk.write(PYTHON.name, PYTHON.text)
    editor = desk.open(PYTHON.name, "The edit without a menu")
    editor.retype(*PYTHON.edits[0])
    editor.save()
    editor.go(PYTHON.unlike)
    editor.keys("\\h")
    until(lambda: editor.lua("return _G.told[1]") == "No code actions available")
    editor.go(11)
    editor.keys("\\h")
    until(lambda: editor.text == PYTHON.after(0, 1))


@pytest.mark.parametrize(
    ("taught", "begun", "finished"),
    [
        (
            (7, "log.info", "log.audit"),
            (11, "info", "a"),
            '    log.audit("user %s left after %d s" % (user.name, user.seconds))',
        ),
        (
            PYTHON.edits[0],
            (11, " % ", ","),
            '    log.info("user %s left after %d s", user.name, user.seconds)',
        ),
    ],
    ids=["a word", "the rest of the line"],
)
def test_completion_finishes_what_is_begun(desk, taught, begun, finished):
    """A learned edit that is begun elsewhere is finished by `<C-x><C-o>` and `<C-y>`."""
    desk.write(PYTHON.name, PYTHON.text)
    editor = desk.open(PYTHON.name, "Completion")
    editor.retype(*taught)
    editor.save()
    editor.begin(*begun)
    editor.keys("<C-x><C-o>")
    until(lambda: editor.lua("return vim.fn.pumvisible()"))
    editor.keys("<C-y>")
    until(lambda: editor.lua("return vim.fn.pumvisible()") == 0)
    editor.keys("<Esc>")
    assert editor.text.splitlines()[10] == finished
    editor.save()
    assert desk.honed("stats")["outcomes"]["accepted"] == 1


def test_switched_off_it_is_gone(desk):
    """The documented command ends the server, its opposite starts it again."""
    desk.write(PYTHON.name, PYTHON.text)
    editor = desk.open(PYTHON.name)
    off, on = ':lua vim.lsp.enable("honed", false)', ':lua vim.lsp.enable("honed")'
    assert f"`{off}`" in DOC.read_text("utf-8")
    assert f"`{on}`" in DOC.read_text("utf-8")
    server = editor.server
    editor.keys(f"{off}<CR>")
    until(lambda: not is_running(server))
    editor.keys(f"{on}<CR>")
    editor.settled()
    assert editor.server != server


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_wide_characters_shift_nothing(desk, encoding):
    """Emoji and CJK before and in the edit leave it where it belongs, however columns are counted."""
    sample = Sample(
        "wide.py",
        'a = 1  # 😀\n'
        'say("👍🏽 漢字 %s" % (名前,)); log.info("😀 %s came from %s" % (user, host))  # 終\n'
        'say("👍🏽 漢字 %s" % (名前,)); log.info("漢字 😀 %s is %s" % (名前, "🎉"))  # 終わり\n',
        (
            (2, " % (user, host))", ", user, host)"),
            (3, ' % (名前, "🎉"))', ', 名前, "🎉")'),
        ),
        unlike=1,
    )
    desk.write(sample.name, sample.text)
    editor = desk.open(
        sample.name, capabilities={"general": {"positionEncodings": [encoding]}}
    )
    assert editor.lua("return vim.lsp.get_clients()[1].offset_encoding") == encoding
    editor.retype(*sample.edits[0])
    editor.save()
    editor.take(3, "honed: ")
    assert editor.text == sample.after()


def test_noop_for_a_file_that_another_program_changed(desk):
    """What `:e!` brings in was not typed here and is not learned."""
    desk.write(PYTHON.name, PYTHON.text)
    editor = desk.open(PYTHON.name)
    desk.write(PYTHON.name, PYTHON.after(0))
    editor.keys(":e!<CR>")
    assert editor.text == PYTHON.after(0)
    assert editor.titles(11) == []
    assert editor.patterns() == 0


def test_noop_for_typing_that_was_thrown_away(desk):
    """What was typed and then dropped with `:e!` is not learned."""
    desk.write(PYTHON.name, PYTHON.text)
    editor = desk.open(PYTHON.name)
    editor.retype(*PYTHON.edits[0])
    editor.settled()
    editor.keys(":e!<CR>")
    assert editor.text == PYTHON.text
    assert editor.titles(11) == []
    assert editor.patterns() == 0


def test_noop_for_typing_that_was_undone(desk):
    """What was typed and undone is not learned."""
    desk.write(PYTHON.name, PYTHON.text)
    editor = desk.open(PYTHON.name)
    editor.retype(*PYTHON.edits[0])
    editor.settled()
    editor.keys("u")
    assert editor.text == PYTHON.text
    assert editor.titles(11) == []
    assert editor.patterns() == 0


def test_noop_for_replace_all(desk):
    """`:%s` over several places is a tool's work and is not learned."""
    desk.write(PYTHON.name, PYTHON.text)
    editor = desk.open(PYTHON.name)
    editor.keys(":%s/log.info/log.debug/<CR>")
    editor.save()
    assert editor.text.count("log.debug") == 4
    assert editor.patterns() == 0


def test_noop_for_a_macro(desk):
    """A macro that runs over several places is a tool's work; nor is its first half learned."""
    desk.write(PYTHON.name, PYTHON.text)
    editor = desk.open(PYTHON.name)
    # Some time after a change Neovim sends the next one at once, and what follows together.
    editor.keys("ggx")
    editor.settled()
    editor.keys("u")
    editor.settled()
    time.sleep(0.2)
    editor.keys(r':let @q = "/ % (\<lt>CR>4s, \<lt>Esc>$x"<CR>3@q')
    editor.save()
    assert editor.text == PYTHON.after(0, 1, 2)
    assert editor.patterns() == 0


def test_no_server_stays_behind(desk):
    """Within five seconds of a crash of Neovim neither the server nor its worker is left."""
    desk.write(PYTHON.name, PYTHON.text)
    editor = desk.open(PYTHON.name)
    processes = [editor.server, editor.settled()["workerId"]]
    assert all(map(is_running, processes))
    os.kill(editor.process, signal.SIGKILL)
    until(lambda: not any(map(is_running, processes)))
