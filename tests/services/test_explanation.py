"""The explanation of a line and the offers there are two views of one thing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from honed.apply.guard import Change, Refusal, change_of
from honed.core.model import Evidence
from honed.core.text import Text, encode
from honed.services.document import Snapshot
from honed.services.explanation import Explanation, explained
from honed.services.judge import Judge
from honed.services.project import MUTING_REJECTS, Project
from honed.services.silence import Hush, Silence
from honed.services.suggesting import MAX_GUARDED, MAX_OFFERED, at_lines, fingerprint
from honed.suggest.misses import Lack
from honed.suggest.rank import OFFER_AT, prior
from honed.suggest.view import MAX_LINE_BYTES
from tests.learn import (
    test_call_edits,
    test_foreign_texts,
    test_idioms,
    test_line_edits,
    test_string_edits,
    test_word_edits,
)
from tests.learn.one_example import PATH, SESSION, Case, learned, tree_of
from tests.lsp.samples import ALL, Sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.core.model import Pattern

CASES = (
    *test_call_edits.CASES,
    *test_foreign_texts.CASES,
    *test_idioms.CASES,
    *test_line_edits.CASES,
    *test_string_edits.CASES,
    *test_word_edits.CASES,
)
LANGUAGES = sorted({case.language for case in CASES})


@cache
def taught(language: str, before: str, after: str, frame: str | None = None) -> tuple[Pattern, ...]:
    """Return what an edit of a statement teaches."""
    case = Case("", language, (before, after), frame=frame)
    (old, _), (new, _) = case.file(before), case.file(after)
    return learned(old, new, language).all()


def project_of(patterns: Sequence[Pattern]) -> Project:
    """Return a project that knows the patterns, renumbered from 1; their session goes on."""
    project = Project(None)
    known = [attrs.evolve(each, id=number) for number, each in enumerate(patterns, 1)]
    project.fill(known, set(), {})
    project.begin_session(SESSION)
    return project


def snapshot_of(text: Text, language: str) -> Snapshot:
    """Return a document."""
    return Snapshot(
        uri="file:///module",
        path=PATH,
        version=1,
        text=text,
        tree=tree_of(text, language),
        language_name=language,
        is_trusted=True,
    )


def python(source: str) -> Snapshot:
    """Return a document of Python."""
    return snapshot_of(Text(encode(source)), "python")


@st.composite
def moments(draw: st.DrawFn) -> tuple[Project, Judge, Snapshot, int, list[Change]]:
    """Draw a file of many cases, what several cases taught, what became of it, and a line."""
    language = draw(st.sampled_from(LANGUAGES))
    cases = [case for case in CASES if case.language == language]
    teachers = draw(st.lists(st.sampled_from(cases), min_size=1, max_size=5))
    writers = draw(st.lists(st.sampled_from([*teachers, *cases]), min_size=1, max_size=3))
    statements = [
        each for case in writers for each in case.statements(draw(st.sampled_from(case.example)))
    ]
    text, places = writers[0].file(*statements)
    snapshot = snapshot_of(text, language)
    evidence = st.builds(Evidence, accepted=st.integers(0, 2), rejected=st.integers(0, 1))
    project = project_of(
        [
            attrs.evolve(
                pattern,
                session_id=draw(st.sampled_from([SESSION, SESSION, SESSION - 1])),
                evidence=draw(evidence),
            )
            for case in teachers
            for pattern in taught(case.language, *case.example, case.frame)
        ]
    )
    line = draw(st.sampled_from([line for place in places for line in place]))
    for pattern in project.index.all():
        project.rejects_in_session[pattern.lesson] = draw(
            st.sampled_from([0, 0, 0, MUTING_REJECTS])
        )
    judge = Judge()
    shift = draw(st.sampled_from([0.0, 0.0, -2.0, 6.0]))
    mean = (prior().mean[0] + shift, *prior().mean[1:])
    judge.load(attrs.evolve(prior(), mean=mean))
    recent = []
    fate = draw(st.sampled_from(["offered", "rejected here", "taken back"]))
    for offer in at_lines(project, judge, snapshot, (line, line))[:1]:
        edit = offer.candidate.edits[0]
        if fate == "rejected here":
            project.rejections.add((PATH, fingerprint(text, snapshot.tree, edit)))
        elif fate == "taken back":
            change = change_of(text, edit)
            recent.append(Change(change.after, change.before))
    return project, judge, snapshot, line, recent


@settings(max_examples=300)
@given(moments())
def test_offered_if_and_only_if_it_is_offered(
    moment: tuple[Project, Judge, Snapshot, int, list[Change]],
) -> None:
    """The same edits in the same order with the same probabilities; all others have a reason."""
    project, judge, snapshot, line, recent = moment
    offers = at_lines(project, judge, snapshot, (line, line), recent)
    found = explained(project, judge, snapshot, line, recent)
    assert [attrs.evolve(each.suggestion, id="") for each in found.offered] == [
        attrs.evolve(each, id="") for each in offers
    ]
    for each in found.candidates:
        assert judge.probability(each.suggestion.candidate.features) == each.suggestion.probability
        assert each.pattern.pattern.id == each.suggestion.candidate.pattern_id
    candidates = {each.pattern.pattern.id for each in found.candidates}
    nearest = {each.pattern.pattern.id for each in found.nearest}
    assert not nearest & candidates
    assert nearest | candidates <= {each.id for each in project.index.all()}
    assert found.patterns == len(project.index)


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.language)
def test_samples(sample: Sample) -> None:
    """What waits for the edit is offered, with its example; on the quiet lines nothing is."""
    changed = sample.text.replace(*sample.typed)
    before, after = Text(encode(sample.text)), Text(encode(changed))
    project = project_of(learned(before, after, sample.language).all())
    snapshot = snapshot_of(after, sample.language)

    def asked(needle: str) -> Explanation:
        line = changed[: changed.index(needle)].count("\n")
        return explained(project, Judge(), snapshot, line)

    for old, new in sample.others:
        best = asked(old).offered[0]
        assert new in best.suggestion.after
        assert sample.typed[0] in best.pattern.pattern.example.before
        assert best.contributions
    for quiet in sample.quiet:
        assert asked(quiet).offered == ()


ADD_TIMEOUT = ("python", "page = get(url)", "page = get(url, timeout=5)")
PLACE = python("def step(self):\n    page = get(link)\n")
LINE = 1


def silences(
    project: Project, snapshot: Snapshot = PLACE, recent: Sequence[Change] = (), bias: float = 0.0
) -> list[Silence | Refusal | None]:
    """Return what speaks against each candidate; `bias` makes all of them more probable."""
    judge = Judge()
    judge.load(attrs.evolve(prior(), mean=(prior().mean[0] + bias, *prior().mean[1:])))
    return [each.silence for each in explained(project, judge, snapshot, LINE, recent).candidates]


class TestSilence:
    """Each reason, beside the same place without it."""

    def test_noop(self) -> None:
        """Nothing speaks against it."""
        assert silences(project_of(taught(*ADD_TIMEOUT)[:1])) == [None]

    def test_an_older_session(self) -> None:
        """A pattern that has not proven itself is muted; one that was accepted twice is offered."""
        [pattern] = taught(*ADD_TIMEOUT)[:1]
        old = attrs.evolve(pattern, session_id=SESSION - 1)
        assert silences(project_of([old])) == [Silence.OLDER_SESSION]
        proven = attrs.evolve(old, evidence=Evidence(accepted=2))
        assert silences(project_of([proven])) == [None]

    def test_rejected_often(self) -> None:
        """Once is not often."""
        [pattern] = taught(*ADD_TIMEOUT)[:1]
        project = project_of([pattern])
        project.rejects_in_session[pattern.lesson] = MUTING_REJECTS - 1
        assert silences(project) == [None]
        project.rejects_in_session[pattern.lesson] = MUTING_REJECTS
        assert silences(project) == [Silence.REJECTED_OFTEN]

    def test_rejected_here(self) -> None:
        """At another place it is offered."""
        project = project_of(taught(*ADD_TIMEOUT)[:1])
        [offer] = at_lines(project, Judge(), PLACE, (LINE, LINE))
        place = fingerprint(PLACE.text, PLACE.tree, offer.candidate.edits[0])
        project.rejections.add((PATH, place))
        assert silences(project) == [Silence.REJECTED_HERE]
        other = python("def walk(self):\n    page = get(link)\n")
        assert silences(project, other) == [None]

    def test_improbable(self) -> None:
        """Below the threshold, and the probability says how far."""
        project = project_of(taught(*ADD_TIMEOUT)[:1])
        judge = Judge()
        judge.load(attrs.evolve(prior(), mean=(-20.0, *prior().mean[1:])))
        found = explained(project, judge, PLACE, LINE)
        [candidate] = found.candidates
        assert candidate.silence is Silence.IMPROBABLE
        assert candidate.suggestion.probability < found.threshold == OFFER_AT
        assert candidate.contributions[-1].feature == "bias"

    def test_takes_back(self) -> None:
        """What the developer has just undone by hand is not offered."""
        own = Change(b"page = get(link, timeout=5)", b"page = get(link)")
        other = Change(own.after, own.before)
        project = project_of(taught(*ADD_TIMEOUT)[:1])
        assert silences(project, recent=[own]) == [Refusal.TAKES_BACK]
        assert silences(project, recent=[other]) == [None]

    def test_same_edit(self) -> None:
        """Of two patterns that make one edit, the less probable."""
        project = project_of(taught(*ADD_TIMEOUT)[:1] * 2)
        assert silences(project) == [None, Silence.SAME_EDIT]

    def test_outdone(self) -> None:
        """Three are offered, eight looked at."""
        patterns = [
            taught("python", "page = get(url)", f"page = get(url, {n})")
            for n in range(MAX_GUARDED + 1)
        ]
        project = project_of([each[0] for each in patterns])
        told = silences(project, bias=10.0)
        assert told == [None] * MAX_OFFERED + [Silence.OUTDONE] * (len(patterns) - MAX_OFFERED)

    def test_fires_again(self) -> None:
        """What would go on for ever is not begun."""
        project = project_of(taught("python", "x = a", "x = a = a")[:1])
        told = silences(project, python("def step(self):\n    x = a\n"), bias=20.0)
        assert told == [Silence.FIRES_AGAIN]


def test_hushed() -> None:
    """The reason is all that is told; without it there is a candidate."""
    project = project_of(taught(*ADD_TIMEOUT)[:1])
    found = explained(project, Judge(), PLACE, LINE, hush="everything is off")
    assert (found.hush, found.candidates, found.nearest) == ("everything is off", (), ())
    assert explained(project, Judge(), PLACE, LINE).candidates


def test_a_long_line() -> None:
    """Nothing is looked at; the line beside it is."""
    project = project_of(taught(*ADD_TIMEOUT)[:1])
    long = "    page = get(" + "a" * MAX_LINE_BYTES + ")"
    document = python(f"def step(self):\n{long}\n    page = get(link)\n")
    assert explained(project, Judge(), document, 1).hush is Hush.LONG_LINE
    assert explained(project, Judge(), document, 2).hush == ""


def test_nearest() -> None:
    """With the word that is missing."""
    project = project_of(taught(*ADD_TIMEOUT)[:1])
    [miss] = explained(project, Judge(), python("x\npage = get\n"), LINE).nearest
    assert (miss.reason, miss.missing) == (Lack.WORDS, ("(", ")"))


def test_without_a_tree() -> None:
    """It is told."""
    project = project_of(())
    assert explained(project, Judge(), PLACE, LINE).is_parsed
    text = snapshot_of(PLACE.text, "")
    assert not explained(project, Judge(), text, LINE).is_parsed
