"""What is measured about open documents: only where it is wanted, and never in the way."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from honed.config import Settings
from honed.learn import quality_gain
from honed.quality import findings
from honed.services import inspection

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.services.conftest import Bench

TEXT = "def load(text):\n    return eval(text)\n\n\ndef other():\n    return load(1)\n"
WANTED = Settings(quality_findings=True)


def looked_at(bench: Bench, uri: str) -> list[str]:
    """Return what is found when the document has been looked through."""
    bench.workspace.inspection.findings(uri)
    for thread in threading.enumerate():
        if thread.name == "honed-quality":
            thread.join()
    found = bench.workspace.inspection.findings(uri)
    assert found is not None
    return [each.id for each in found.findings]


def test_findings_come_later(start: Callable[..., Bench]) -> None:
    """The first question is answered by nothing; nobody waits."""
    bench = start(WANTED)
    uri = bench.open("a.py", TEXT)
    assert bench.workspace.inspection.findings(uri) is None
    assert looked_at(bench, uri) == ["python-eval"]
    bench.edit(uri, TEXT.replace("eval", "len"))
    bench.save(uri)
    assert bench.workspace.inspection.findings(uri) is None
    assert looked_at(bench, uri) == []


def test_while_something_is_typed_noop(start: Callable[..., Bench]) -> None:
    """What is half written is not looked at."""
    bench = start(WANTED)
    uri = bench.open("a.py", "text = 1\n")
    assert looked_at(bench, uri) == []
    bench.edit(uri, "text = eval(name)\n")
    assert bench.workspace.inspection.findings(uri) is None
    assert not [each for each in threading.enumerate() if each.name == "honed-quality"]
    bench.save(uri)
    assert looked_at(bench, uri) == ["python-eval"]


def test_slices_make_the_whole(
    start: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each finding once, wherever the text is cut."""
    bench = start(WANTED)
    uri = bench.open("a.py", TEXT * 9)
    whole = looked_at(bench, uri)
    monkeypatch.setattr(inspection, "SLICE_BYTES", 7)
    other = bench.open("b.py", TEXT * 9)
    assert looked_at(bench, other) == whole == ["python-eval"] * 9


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (Settings(), "a.py"),
        (Settings(quality_findings=True, enabled=False), "a.py"),
        (Settings(quality_findings=True, languages_off=("python",)), "a.py"),
        (WANTED, "a.unknown"),
        (WANTED, "missing.py"),
    ],
)
def test_not_wanted_noop(start: Callable[..., Bench], settings: Settings, name: str) -> None:
    """Where honed is off, where nobody asked, and in what has no grammar."""
    bench = start(settings)
    uri = bench.open(name, TEXT, "python" if name == "a.py" else "")
    if name == "missing.py":
        bench.workspace.documents.close(uri, 0.0)
    assert bench.workspace.inspection.findings(uri) is None
    assert not [each for each in threading.enumerate() if each.name == "honed-quality"]


def test_too_long_noop(start: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch) -> None:
    """A long document is not looked through."""
    monkeypatch.setattr(inspection, "MOST_BYTES", 10)
    bench = start(WANTED)
    assert bench.workspace.inspection.findings(bench.open("a.py", TEXT)) is None
    assert not [each for each in threading.enumerate() if each.name == "honed-quality"]


def test_what_cannot_be_looked_at(
    start: Callable[..., Bench],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is logged, and has no findings."""

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(findings, "find", fail)
    bench = start(WANTED)
    assert looked_at(bench, bench.open("a.py", TEXT)) == []
    assert "could not be looked through" in caplog.text


def test_function_at_its_name(bench: Bench) -> None:
    """In its header only, with what is found in it alone."""
    uri = bench.open("a.py", TEXT)
    seen = bench.workspace.inspection.function_at(uri, TEXT.index("load") + 2)
    assert seen is not None
    assert (seen.function.name, seen.function.parameters) == ("load", 1)
    assert [each.id for each in seen.findings] == ["python-eval"]
    assert bench.workspace.inspection.function_at(uri, TEXT.index("load(1)")) is None
    other = bench.workspace.inspection.function_at(uri, TEXT.index("other"))
    assert other is not None
    assert other.findings == ()


def test_recursion_is_no_header_noop(bench: Bench) -> None:
    """A call of itself, far down, is a use of the name."""
    text = "def walk(a):\n" + "    a += 1\n" * 5 + "    return walk(a)\n"
    uri = bench.open("a.py", text)
    assert bench.workspace.inspection.function_at(uri, text.index("walk")) is not None
    assert bench.workspace.inspection.function_at(uri, text.rindex("walk")) is None


def test_how_they_are_shown(start: Callable[..., Bench]) -> None:
    """By severity, or by the rule, which goes before."""
    severities = ("high=error", "python-bare-except = off", "nonsense", "low=nonsense")
    bench = start(Settings(quality_findings=True, quality_severities=severities))
    text = TEXT + "\ntry:\n    load(1)\nexcept:\n    other()\n"
    uri = bench.open("a.py", text)
    looked_at(bench, uri)
    found = bench.workspace.inspection.findings(uri)
    assert found is not None
    shown = {each.id: bench.workspace.inspection.shown_as(uri, each) for each in found.findings}
    assert shown["python-eval"] == "error"
    assert shown["python-bare-except"] == "off"
    assert start().workspace.inspection.shown_as(uri, found.findings[0]) == "warning"


def told(bench: Bench, before: str, after: str, language: str = "python") -> str:
    """Return what is told of a change when the language is prepared."""
    bench.workspace.inspection.prepared(language).result()
    return bench.workspace.inspection.told(before, after, language)


def test_nobody_waits_until_a_language_is_prepared(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then nothing is told."""
    monkeypatch.setattr(inspection, "_prepare", lambda *_: None)
    assert not bench.workspace.inspection.told("a = eval(b)\n", "a = int(b)\n", "python")


def test_what_a_suggestion_does_is_told(bench: Bench) -> None:
    """What is found more and no more, and how much more complex it is."""
    assert told(bench, "a = eval(b)\n", "a = int(b)\n") == "Quality: finds python-eval no more"
    more = bench.workspace.inspection.told("f(a)\n", "if a:\n    eval(a)\n", "python")
    assert more.startswith("Quality: finds python-eval; complexity +1; cognitive +1")


@pytest.mark.parametrize("language", ["python", "nonsense"])
def test_nothing_to_tell_noop(bench: Bench, language: str) -> None:
    """Where nothing of this changes, or nothing is known of the language."""
    assert not told(bench, "log('%s' % a)\n", "log('%s', a)\n", language)


def test_what_cannot_be_prepared(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged, and nothing is told."""

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(quality_gain, "gain", fail)
    assert not told(bench, "a = eval(b)\n", "a = int(b)\n")
    assert "nothing can be measured" in caplog.text
