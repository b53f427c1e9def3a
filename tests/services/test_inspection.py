"""What is measured about open documents: only where it is wanted, and never in the way."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from honed.config import Settings
from honed.services import inspection
from honed.services import worker as worker_module
from honed.services.inspection import Inspection
from honed.services.measuring import told_of
from honed.services.worker import Worker
from tests.services.conftest import InPlaceWorker

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.services.measuring import FunctionSeen
    from tests.services.conftest import Bench

TEXT = "def load(text):\n    return eval(text)\n\n\ndef other():\n    return load(1)\n"
WANTED = Settings(quality_findings=True)


def inspected(bench: Bench, uri: str) -> list[str]:
    """Return what is found when the document has been looked through."""
    looks = bench.workspace.inspection
    looks.findings(uri)
    looks._ask("told", "python", "", "").result()  # all that was asked before is done
    found = looks.findings(uri)
    assert found is not None
    return [each.id for each in found.findings]


def function_at(bench: Bench, uri: str, offset: int) -> FunctionSeen | None:
    """Return the function at an offset."""
    asked = bench.workspace.inspection.function_at(uri, offset)
    assert asked is not None
    found = asked.result()
    return found[0] if found else None


class Blocked(InPlaceWorker):
    """Measures when it is let to."""

    def __init__(self) -> None:
        """Nothing is let through yet."""
        super().__init__()
        self.may_go = Event()

    def ask(self, job: str, *arguments: object) -> Any:
        """Wait, then measure."""
        self.may_go.wait(10)
        return super().ask(job, *arguments)


def test_findings_come_later(start: Callable[..., Bench]) -> None:
    """The first question is answered by nothing; nobody waits."""
    bench = start(WANTED)
    blocked = Blocked()
    bench.workspace.inspection._measurer = blocked
    uri = bench.open("a.py", TEXT)
    assert bench.workspace.inspection.findings(uri) is None
    blocked.may_go.set()
    assert inspected(bench, uri) == ["python-eval"]
    bench.edit(uri, TEXT.replace("eval", "len"))
    bench.save(uri)
    assert bench.workspace.inspection.findings(uri) is None
    assert inspected(bench, uri) == []


def test_what_is_late_is_of_an_older_text_noop(start: Callable[..., Bench]) -> None:
    """The findings of the text before never stand for those of the text now."""
    bench = start(WANTED)
    blocked = Blocked()
    bench.workspace.inspection._measurer = blocked
    uri = bench.open("a.py", TEXT)
    bench.workspace.inspection.findings(uri)
    bench.edit(uri, TEXT.replace("eval", "len"))
    bench.save(uri)
    bench.workspace.inspection.findings(uri)
    blocked.may_go.set()
    assert inspected(bench, uri) == []


def test_while_something_is_typed_noop(start: Callable[..., Bench]) -> None:
    """What is half written is not looked at."""
    bench = start(WANTED)
    uri = bench.open("a.py", "text = 1\n")
    assert inspected(bench, uri) == []
    bench.edit(uri, "text = eval(name)\n")
    assert bench.workspace.inspection.findings(uri) is None
    bench.workspace.inspection._ask("told", "python", "", "").result()
    assert bench.workspace.inspection.findings(uri) is None
    bench.save(uri)
    assert inspected(bench, uri) == ["python-eval"]


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (Settings(), "a.py"),
        (Settings(quality_findings=True, enabled=False), "a.py"),
        (Settings(quality_findings=True, languages_off=("python",)), "a.py"),
        (WANTED, "a.unknown"),
        (WANTED, "closed.py"),
    ],
)
def test_not_wanted_noop(start: Callable[..., Bench], settings: Settings, name: str) -> None:
    """Where honed is off, where nobody asked, and in what has no grammar: nothing is asked for."""
    bench = start(settings)
    uri = bench.open(name, TEXT, "" if name == "a.unknown" else "python")
    if name == "closed.py":
        bench.workspace.documents.close(uri, 0.0)
    assert bench.workspace.inspection.findings(uri) is None
    assert bench.workspace.inspection._thread is None


def test_too_long_noop(start: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch) -> None:
    """A long document is not looked through, a long suggestion not told of."""
    monkeypatch.setattr(inspection, "MOST_BYTES", 10)
    monkeypatch.setattr(inspection, "MOST_CHARACTERS", 10)
    bench = start(WANTED)
    looks, uri = bench.workspace.inspection, bench.open("a.py", TEXT)
    assert looks.findings(uri) is None
    assert looks.function_at(uri, TEXT.index("load")) is None
    assert not looks.told("a = eval(b)\n", "a = int(b)\n", "python")
    assert looks._thread is None


def test_not_all_of_many(start: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch) -> None:
    """More than so many are not shown."""
    monkeypatch.setattr(inspection, "MOST_FINDINGS", 3)
    bench = start(WANTED)
    assert inspected(bench, bench.open("a.py", TEXT * 5)) == ["python-eval"] * 3


def test_what_cannot_be_measured_noop(start: Callable[..., Bench]) -> None:
    """Where the process fails, nothing is found."""
    bench = start(WANTED)
    failing = InPlaceWorker()
    failing.fails = True
    bench.workspace.inspection._measurer = failing
    uri = bench.open("a.py", TEXT)
    assert inspected(bench, uri) == []
    assert function_at(bench, uri, TEXT.index("load")) is None


def test_function_at_its_name(bench: Bench) -> None:
    """In its header only, with what is found in it alone."""
    uri = bench.open("a.py", TEXT)
    seen = function_at(bench, uri, TEXT.index("load") + 2)
    assert seen is not None
    assert (seen.function.name, seen.function.parameters) == ("load", 1)
    assert [each.id for each in seen.findings] == ["python-eval"]
    assert function_at(bench, uri, TEXT.index("load(1)")) is None
    other = function_at(bench, uri, TEXT.index("other"))
    assert other is not None
    assert other.findings == ()


def test_recursion_is_no_header_noop(bench: Bench) -> None:
    """A call of itself, far down, is a use of the name."""
    text = "def walk(a):\n" + "    a += 1\n" * 5 + "    return walk(a)\n"
    uri = bench.open("a.py", text)
    assert function_at(bench, uri, text.index("walk")) is not None
    assert function_at(bench, uri, text.rindex("walk")) is None


def test_hover_off_noop(start: Callable[..., Bench]) -> None:
    """By its setting."""
    bench = start(Settings(quality_hover=False))
    uri = bench.open("a.py", TEXT)
    assert bench.workspace.inspection.function_at(uri, TEXT.index("load")) is None


def test_how_they_are_shown(start: Callable[..., Bench]) -> None:
    """By severity, or by the rule, which goes before; what says no such way says nothing."""
    severities = ("high=error", "python-bare-except = off", "nonsense", "medium=eror")
    bench = start(Settings(quality_findings=True, quality_severities=severities))
    text = TEXT + "\ntry:\n    load(1)\nexcept:\n    other()\n\nassert (a, b)\n"
    uri = bench.open("a.py", text)
    inspected(bench, uri)
    found = bench.workspace.inspection.findings(uri)
    assert found is not None
    way = bench.workspace.inspection.ways(uri)
    shown = {each.id: way(each) for each in found.findings}
    assert shown["python-eval"] == "error"
    assert shown["python-bare-except"] == "off"
    assert start().workspace.inspection.ways(uri)(found.findings[0]) == "warning"


def test_what_a_suggestion_does_is_told(bench: Bench) -> None:
    """As soon as it is known: nobody waits for that."""
    blocked = Blocked()
    looks = bench.workspace.inspection
    looks._measurer = blocked
    change = ("a = eval(b)\n", "a = int(b)\n", "python")
    assert not looks.told(*change)
    blocked.may_go.set()
    looks._told["python", *change[:2]].result()
    assert looks.told(*change) == "Quality: finds python-eval no more"


def test_words() -> None:
    """What is found more, and how much more complex it is; nothing for a plain change (noop)."""
    more = told_of("python", "f(a)\n", "if a:\n    eval(a)\n")
    assert more == "Quality: finds python-eval; complexity +1; cognitive +1"
    assert not told_of("python", "log('%s' % a)\n", "log('%s', a)\n")
    assert not told_of("nonsense", "eval(a)\n", "b\n")


def test_only_so_many_are_kept(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest is asked for again."""
    monkeypatch.setattr(inspection, "MOST_TOLD", 2)
    looks = bench.workspace.inspection
    for name in "abc":
        looks.told(f"{name} = 1\n", f"{name} = 2\n", "python")
    assert len(looks._told) == 2


def test_a_process_of_its_own(bench: Bench) -> None:
    """It starts when somebody asks, and ends with the server."""
    worker = Worker()
    looks = Inspection(bench.workspace.documents, lambda _: Settings(), worker)
    uri = bench.open("a.py", TEXT)
    assert worker.process_id is None
    asked = looks.function_at(uri, TEXT.index("load"))
    assert asked is not None
    found = asked.result()
    assert found is not None
    assert found[0].function.name == "load"
    assert worker.process_id is not None
    looks.stop()
    assert worker.process_id is None


def test_it_is_let_go_of_when_nobody_asks(bench: Bench) -> None:
    """After some minutes; the next question starts another one."""
    worker = Worker()
    looks = Inspection(bench.workspace.documents, lambda _: Settings(), worker)
    uri = bench.open("a.py", TEXT)

    def ask() -> None:
        asked = looks.function_at(uri, TEXT.index("load"))
        assert asked is not None
        assert asked.result()

    ask()
    looks.tick(0.0)
    looks.tick(inspection.IDLE_S)
    assert looks._thread is not None
    looks._thread.submit(int).result()  # what was asked for before is done
    assert worker.process_id is not None
    looks.tick(inspection.IDLE_S + 1)
    looks._thread.submit(int).result()
    assert worker.process_id is None
    ask()
    assert worker.process_id is not None
    looks.stop()


def test_the_end_waits_for_no_rest(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that fails again and again rests for long; the server ends all the same."""
    monkeypatch.setattr(worker_module, "_rest_s", lambda _: 600.0)
    looks = Inspection(bench.workspace.documents, lambda _: Settings())
    asked = looks.function_at(bench.open("a.py", TEXT), TEXT.index("load"))
    assert asked is not None
    looks.stop()
    assert asked.cancelled() or asked.result() is None


@pytest.mark.parametrize("needle", ["    return", "\n\n"])
def test_beside_words_nobody_is_asked_noop(bench: Bench, needle: str) -> None:
    """Where no name can stand, nothing is measured."""
    uri = bench.open("a.py", TEXT)
    assert bench.workspace.inspection.function_at(uri, TEXT.index(needle) + 1) is None
