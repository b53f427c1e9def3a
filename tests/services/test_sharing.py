"""What was learned goes to others and is undone again; code only where it may."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from honed.core.errors import BundleError, StoreError
from honed.core.model import Evidence, Example, Outcome, Trajectory
from honed.core.policy import PolicyState
from honed.core.text import encode
from honed.learn.history import key_of
from honed.learn.memory.experience import _Said
from honed.learn.ranker import merged, updated, without
from honed.retrieval.embed import VERSION
from honed.services import sharing
from honed.services.documents import Documents
from honed.services.judge import Judge
from honed.services.lessons import lessons
from honed.services.places import Place
from honed.services.policies import shipped
from honed.services.project import RECALLED, Project
from honed.services.shared_lines import IMPORTED
from honed.services.sharing import Shared, bring_in, export, take_out
from honed.services.suggesting import at_lines
from honed.services.tasks import TaskResult
from honed.store import bundle
from honed.store.locations import prepare_workspace, user_database
from honed.store.store import SqliteStore, open_store
from honed.suggest.features import NAMES
from honed.suggest.rank import prior
from tests.services.conftest import HandClock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from honed.core.model import Rewrite
    from honed.core.ports import Vector

EDITS = (
    ("log.warn(a)\n", "log.warning(a)\n"),
    ("get(url)\n", "get(url, timeout=5)\n"),
    ("x = dict()\n", "x = {}\n"),
    ("print('%s' % name)\n", "print(f'{name}')\n"),
    ("assertEquals(a, b)\n", "assertEqual(a, b)\n"),
)
DOCUMENT = (
    "log.warn(text)\nr = get(path)\ny = dict()\nprint('%s' % other)\nassertEquals(c, d)\n"
    "log.warn(get(a))\nz = f(dict())\n"
)


def place(root: Path, name: str) -> Place:
    """Return a store that is there; each has a data directory of its own."""
    folder = root / "project"
    folder.mkdir(exist_ok=True)
    data = root / name
    found = Place(data, folder, prepare_workspace(data, folder))
    with opened(found):
        return found


def opened(where: Place) -> closing[SqliteStore]:
    """Return the store, open."""
    return closing(open_store(where.database, embedding_version=VERSION))


def users(where: Place) -> closing[SqliteStore]:
    """Return the user's store, which holds the ranker's weights."""
    return closing(open_store(user_database(where.data), embedding_version=VERSION))


def teach(where: Place, number: int, evidence: Evidence | None = None) -> list[int]:
    """Learn an edit as a server does; return its patterns."""
    before, after = EDITS[number]
    [lesson] = lessons("python", encode(before), encode(after))
    assert lesson is not None
    with opened(where) as store:
        session = store.latest_session() or store.open_session(1.0, "")
        row = Trajectory(session.id, 2.0, "python", "a.py", 0, before, after, Outcome.FREE, 0.5)
        id_ = store.add_trajectory(row)
        made = store.add_patterns(
            lesson.rewrites,
            Example(lesson.before, lesson.after, "a.py", 0),
            session_id=session.id,
            trajectory_id=id_,
            vector=lesson.vector,
        )
        for each in made:
            store.revise(each.id, lambda now: evidence or now)
    return [each.id for each in made]


def decide(where: Place, *, right: bool, number: int = 3) -> None:
    """Let the ranker learn from some decisions."""
    with users(where) as store:
        weights = store.load_weights() or prior()
        for feature in range(number):
            values = [float(each % (feature + 2) == 0) for each in range(len(NAMES))]
            weights = updated(weights, values, is_right=right)
        store.save_weights(weights)


def rankings(where: Place) -> list[list[tuple[str, float]]]:
    """Return what a new server would offer on each line of a document, in a later session."""
    project, judge = Project(where.folder), Judge()
    project.begin_session(10_000)
    with opened(where) as store, users(where) as ranker:
        project.fill(store.patterns(), store.rejections(), {})
        project.recall_edits(store.recent(RECALLED))
        judge.catch_up(ranker.load_weights())
    documents = Documents(lambda _: None)
    documents.open("file:///b.py", str((where.folder or Path()) / "b.py"), "python", 1,
                   encode(DOCUMENT))  # fmt: skip
    snapshot = documents.snapshot("file:///b.py")
    assert snapshot is not None
    return [
        [(each.title, each.probability) for each in
         at_lines(project, judge, snapshot, (line, line), ())]
        for line in range(DOCUMENT.count("\n"))
    ]  # fmt: skip


def everything(where: Place) -> list[Any]:
    """Return all that a store holds, and the ranker's weights."""
    with opened(where) as store, users(where) as ranker:
        weights = ranker.load_weights()
        numbers = (weights.mean, weights.precision) if weights else None
        return [store.patterns(), store.imports.contributors(), len(store.imports.every()), numbers]


counts = st.builds(
    Evidence,
    support=st.integers(1, 9),
    accepted=st.integers(0, 5),
    rejected=st.integers(0, 2),
    ignored=st.integers(0, 2),
    shadow_right=st.integers(0, 30),
    shadow_wrong=st.integers(0, 3),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), counts), min_size=1, max_size=6), st.booleans())
def test_rankings_survive_the_round_trip(
    edits: list[tuple[int, Evidence]],
    right: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    """An empty store that imports all offers the same, as probable, in the same order."""
    with TemporaryDirectory() as name:
        root = Path(name)
        ours, theirs = place(root, "ours"), place(root, "theirs")
        for number, evidence in edits:
            teach(ours, number, evidence)
        decide(ours, right=right)
        export(ours, root / "file", with_code=True)
        bring_in(theirs, root / "file", HandClock())
        assert rankings(theirs) == rankings(ours)


def test_something_is_offered(tmp_path: Path) -> None:
    """The property above is not about nothing."""
    ours = place(tmp_path, "ours")
    for number in range(len(EDITS)):
        teach(ours, number, Evidence(accepted=3))
    assert sum(map(bool, rankings(ours))) >= 4


def test_statistics_alone(tmp_path: Path) -> None:
    """Without code what is known here gains; nothing else comes in, and no code is in the file."""
    ours, theirs = place(tmp_path, "ours"), place(tmp_path, "theirs")
    teach(ours, 0, Evidence(accepted=2, rejected=1))
    teach(ours, 1)
    [known, *_] = teach(theirs, 0)
    found = export(ours, tmp_path / "file")
    assert found.code == 0
    assert "warning" not in repr(bundle.read(tmp_path / "file"))
    before = len(everything(theirs)[0])
    did = bring_in(theirs, tmp_path / "file", HandClock())
    assert (did.added, did.credited) == (0, before)
    with opened(theirs) as store:
        pattern = store.pattern(known)
        assert pattern is not None
        assert pattern.evidence == Evidence(2, 2, 1)
        assert len(store.patterns()) == before


def test_code_from_three_contributors_on(tmp_path: Path) -> None:
    """Two that others have met as well: then its words go along, and nothing that stood around."""
    ours = place(tmp_path, "ours")
    teach(ours, 0)
    for number in range(2):
        other = place(tmp_path, f"other{number}")
        teach(other, 0)
        teach(other, 1)
        assert export(ours, tmp_path / "file").code == 0
        export(other, tmp_path / f"file{number}")
        bring_in(ours, tmp_path / f"file{number}", HandClock())
    found = export(ours, tmp_path / "file")
    assert found.code == found.patterns > 0
    lines = [each for each in bundle.read(tmp_path / "file").lines if each["kind"] == "pattern"]
    assert all(len(each["contributors"]) == 3 for each in lines)
    for each in lines:
        rewrite = each["rewrite"]
        assert rewrite["left"] == rewrite["right"] == rewrite["path"] == rewrite["callee"] == []
        assert each["example"]["path"] == ""
    stranger = place(tmp_path, "stranger")
    assert bring_in(stranger, tmp_path / "file", HandClock()).added == len(lines)
    with opened(stranger) as store:
        assert {each.session_id for each in store.patterns()} == {IMPORTED}


def test_contributors_are_not_told_by_name(tmp_path: Path) -> None:
    """One has another name for each pattern."""
    ours = place(tmp_path, "ours")
    for number in range(3):
        teach(ours, number)
    export(ours, tmp_path / "file")
    lines = [each for each in bundle.read(tmp_path / "file").lines if each["kind"] == "pattern"]
    keys = {each["key"] for each in lines}
    assert len({name for each in lines for name in each["contributors"]}) == len(keys) > 1


def test_what_came_from_others_is_not_passed_on(tmp_path: Path) -> None:
    """Neither their patterns nor their counts: who gets their own back is where they were."""
    ours, theirs = place(tmp_path, "ours"), place(tmp_path, "theirs")
    teach(ours, 0, Evidence(accepted=1))
    decide(ours, right=True)
    teach(theirs, 0, Evidence(accepted=5))
    teach(theirs, 1)
    decide(theirs, right=False)
    export(ours, tmp_path / "before", with_code=True)
    export(theirs, tmp_path / "theirs.file", with_code=True)
    bring_in(ours, tmp_path / "theirs.file", HandClock())
    export(ours, tmp_path / "after", with_code=True)
    before, after = (bundle.read(tmp_path / each).lines for each in ("before", "after"))
    assert before[0]["mean"] == pytest.approx(after[0]["mean"])
    rest = [{key: each[key] for key in each if key != "contributors"} for each in before[1:]]
    assert rest == [{key: each[key] for key in each if key != "contributors"} for each in after[1:]]


def test_undone(tmp_path: Path) -> None:
    """All is as it was, to the last bit; a second time there is nothing to undo."""
    ours, theirs = place(tmp_path, "ours"), place(tmp_path, "theirs")
    for number in range(3):
        teach(theirs, number, Evidence(accepted=2))
    decide(theirs, right=True)
    teach(ours, 0)
    decide(ours, right=False)
    before = everything(ours)
    export(theirs, tmp_path / "file", with_code=True)
    did = bring_in(ours, tmp_path / "file", HandClock())
    assert did.added > 0
    assert did.credited > 0
    assert everything(ours) != before
    undone = take_out(ours, tmp_path / "file")
    assert (undone.added, undone.credited) == (did.added, did.credited)
    assert everything(ours) == before
    with pytest.raises(BundleError, match="was not imported here"):
        take_out(ours, tmp_path / "file")
    bring_in(ours, tmp_path / "file", HandClock())


def test_what_was_learned_since_stays(tmp_path: Path) -> None:
    """An import that is undone takes nothing of one's own with it."""
    ours, theirs = place(tmp_path, "ours"), place(tmp_path, "theirs")
    teach(theirs, 0, Evidence(accepted=2))
    decide(theirs, right=True)
    [known, *_] = teach(ours, 0)
    export(theirs, tmp_path / "file", with_code=True)
    bring_in(ours, tmp_path / "file", HandClock())
    teach(ours, 1)
    with opened(ours) as store:
        store.revise(known, lambda now: attrs.evolve(now, accepted=now.accepted + 1))
    take_out(ours, tmp_path / "file")
    with opened(ours) as store:
        pattern = store.pattern(known)
        assert pattern is not None
        assert pattern.evidence == Evidence(1, 1)
        assert EDITS[1][1].strip() in {each.example.after.strip() for each in store.patterns()}


def test_a_pattern_of_two_files(tmp_path: Path) -> None:
    """Stays until both are taken out, with the counts of the other and what was learned since."""
    ours = place(tmp_path, "ours")
    for name, accepted in (("one", 2), ("two", 3)):
        other = place(tmp_path, name)
        teach(other, 0, Evidence(accepted=accepted))
        decide(other, right=True, number=accepted)
        export(other, tmp_path / f"{name}.file", with_code=True)
        bring_in(ours, tmp_path / f"{name}.file", HandClock())
    with opened(ours) as store:
        ids = [each.id for each in store.patterns()]
        store.revise(ids[0], lambda now: attrs.evolve(now, rejected=now.rejected + 1))
    assert take_out(ours, tmp_path / "one.file").added == 0
    with opened(ours) as store:
        found = {each.id: each.evidence for each in store.patterns()}
    assert found == dict.fromkeys(ids, Evidence(1, 3)) | {ids[0]: Evidence(1, 3, 1)}
    assert take_out(ours, tmp_path / "two.file").added == len(ids)
    with opened(ours) as store:
        assert not store.patterns()


def test_history_of_others_is_not_passed_on(tmp_path: Path) -> None:
    """What they have learned from their history is theirs; one's own history goes along (noop)."""
    theirs, ours = place(tmp_path, "theirs"), place(tmp_path, "ours")
    teach(theirs, 0)
    export(theirs, tmp_path / "plain", with_code=True)
    lines = [
        {**each, "isOfHistory": True} if each["kind"] == "pattern" else each
        for each in bundle.read(tmp_path / "plain").lines
    ]
    bundle.write(tmp_path / "file", {}, lines)
    assert bring_in(ours, tmp_path / "file", HandClock()).added > 0
    with opened(ours) as store:
        assert all(each.is_of_history for each in store.patterns())
    assert export(ours, tmp_path / "again").patterns == 0
    [*own] = teach(ours, 1)
    assert export(ours, tmp_path / "own").patterns == len(own)


def test_weights_that_were_moved_since() -> None:
    """What is taken out is what was brought in; the counting goes on."""
    ours = theirs = prior()
    values = [1.0] * len(NAMES)
    ours = updated(ours, values, is_right=True)
    for _ in range(3):
        theirs = updated(theirs, values, is_right=False)
    after = merged(prior(), ours, theirs)
    assert without(after, ours, after).mean == ours.mean
    later = updated(after, values, is_right=True, strength=0.5)
    left = without(later, ours, after)
    assert left.updates > later.updates
    alone = updated(ours, values, is_right=True, strength=0.5)
    assert left.mean == pytest.approx(alone.mean, abs=0.2)


@pytest.mark.parametrize("is_other", [False, True])
def test_weights_on_top_of_another_beginning(tmp_path: Path, *, is_other: bool) -> None:
    """They move the ranker; not (noop) where another version of the policy is live with them."""
    ours, theirs = place(tmp_path, "ours"), place(tmp_path, "theirs")
    teach(theirs, 0)
    if is_other:
        with users(theirs) as ranker:
            ranker.put_policy(
                attrs.evolve(shipped(), number=1, state=PolicyState.LIVE, fingerprint="0" * 16)
            )
    decide(theirs, right=True)
    export(theirs, tmp_path / "file", with_code=True)
    bring_in(ours, tmp_path / "file", HandClock())
    with opened(ours) as store, users(ours) as ranker:
        assert store.patterns()
        assert ((ranker.load_weights() or prior()).mean == prior().mean) == is_other


def test_imported_twice_noop(tmp_path: Path) -> None:
    """The second time it is refused, and nothing changes."""
    ours, theirs = place(tmp_path, "ours"), place(tmp_path, "theirs")
    teach(theirs, 0)
    export(theirs, tmp_path / "file", with_code=True)
    bring_in(ours, tmp_path / "file", HandClock())
    before = everything(ours)
    with pytest.raises(BundleError, match="was imported before"):
        bring_in(ours, tmp_path / "file", HandClock())
    assert everything(ours) == before


def test_nothing_to_export_noop(tmp_path: Path) -> None:
    """Where no server has been, no store is made."""
    nowhere = Place(tmp_path / "data", None, user_database(tmp_path / "data"))
    with pytest.raises(BundleError, match="Nothing was learned yet"):
        export(nowhere, tmp_path / "file")
    assert not list(tmp_path.iterdir())


def test_the_users_own_store(tmp_path: Path) -> None:
    """It holds the weights as well, and is written by one hand."""
    ours = Place(tmp_path / "ours", None, user_database(tmp_path / "ours"))
    theirs = Place(tmp_path / "theirs", None, user_database(tmp_path / "theirs"))
    teach(theirs, 0)
    decide(theirs, right=True)
    export(theirs, tmp_path / "file", with_code=True)
    assert bring_in(ours, tmp_path / "file", HandClock()).added > 0
    assert take_out(ours, tmp_path / "file").added > 0


def made(tmp_path: Path) -> Path:
    """Return a file of a store in which something was learned."""
    theirs = place(tmp_path, "theirs")
    teach(theirs, 0)
    decide(theirs, right=True)
    export(theirs, tmp_path / "good", with_code=True)
    return tmp_path / "good"


@pytest.mark.parametrize("kind", ["empty", "short", "zeroed", "flipped", "text", "other"])
def test_damaged_files_are_refused(tmp_path: Path, kind: str) -> None:
    """And nothing changes."""
    ours = place(tmp_path, "ours")
    data = made(tmp_path).read_bytes()
    before = everything(ours)
    broken = {
        "empty": b"",
        "short": data[: len(data) // 2],
        "zeroed": bytes(len(data)),
        "flipped": data[:40] + bytes([data[40] ^ 255]) + data[41:],
        "text": b"{}\n",
        "other": bundle._compressed(b'{"a": 1}\n'),
    }[kind]
    (tmp_path / "bad").write_bytes(broken)
    with pytest.raises(BundleError):
        bring_in(ours, tmp_path / "bad", HandClock())
    assert everything(ours) == before


def forged(tmp_path: Path, change: Any) -> Path:
    """Return a file that somebody has changed, with a checksum that is right."""
    found = bundle.read(made(tmp_path))
    lines = json.loads(json.dumps(found.lines))
    change(lines)
    bundle.write(tmp_path / "bad", {}, lines)
    return tmp_path / "bad"


def _set(name: str, value: object) -> Any:
    return lambda lines: lines[-1].update({name: value})


def _in_rewrite(name: str, value: object) -> Any:
    return lambda lines: lines[-1]["rewrite"].update({name: value})


HOSTILE = {
    "a key that is none": _set("key", "../etc"),
    "another pattern's key": _set("key", "ab" * 12),
    "counts that are text": _set("evidence", ["1"] * 6),
    "counts below zero": _set("evidence", [-1] * 6),
    "too few counts": _set("evidence", [1]),
    "huge counts": _set("evidence", [10**30] * 6),
    "names that are none": _set("contributors", ["x' OR 1"]),
    "no number": _set("id", 0),
    "a number of another": lambda lines: lines.append(dict(lines[-1])),
    "no example": _set("example", None),
    "a long text": _set("example", {"before": "a" * 10**5, "after": "", "path": "", "line": 0}),
    "a copy of what is not there": _in_rewrite("after", [[0, 10**6]]),
    "a hole that repeats itself": _in_rewrite("before", [["name", "a", "name", 0]]),
    "an unheard-of kind": _in_rewrite("before", [["code", "a", None, None]]),
    "an unheard-of form": _in_rewrite("form", "x"),
    "elements that are none": _in_rewrite("before", {"a": 1}),
    "no fields": _set("rewrite", {}),
    "no object": _set("rewrite", [1]),
    "weights that are not numbers": lambda lines: lines[0].update(mean=["a"] * len(NAMES)),
    "weights out of bounds": lambda lines: lines[0].update(mean=[1e9] * len(NAMES)),
    "weights without end": lambda lines: lines[0].update(precision=[float("inf")] * len(NAMES)),
    "weights that nothing is known of": lambda lines: lines[0].update(precision=[0.0] * len(NAMES)),
    "a number beyond all": lambda lines: lines[0].update(mean=[10**400] * len(NAMES)),
    "a name of two": lambda lines: lines[-1]["rewrite"].update(
        form="names", before=[["name", "a", "name", None]] * 2, after=["b"]
    ),
    "a name of a copy": lambda lines: lines[-1]["rewrite"].update(
        form="names", before=[["name", "a", "name", None]], after=[[0, 0]]
    ),
    "a word that repeats another": _in_rewrite(
        "before", [["name", "a", "name", None], ["name", "a", None, 0]]
    ),
    "too few weights": lambda lines: lines[0].update(mean=[0.0]),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_are_refused(tmp_path: Path, what: str) -> None:
    """With the reason, and nothing changes."""
    ours = place(tmp_path, "ours")
    before = everything(ours)
    with pytest.raises(BundleError, match=r"does not fit: .* Nothing was changed"):
        bring_in(ours, forged(tmp_path, HOSTILE[what]), HandClock())
    assert everything(ours) == before


def test_secrets_do_not_come_in(tmp_path: Path) -> None:
    """A pattern that carries one is known by its record only."""
    token = "ghp_" + "a1B2" * 9
    ours = place(tmp_path, "ours")

    def change(lines: list[dict[str, Any]]) -> None:
        for each in lines[2:]:
            each["example"]["after"] = f"x = '{token}'"

    assert bring_in(ours, forged(tmp_path, change), HandClock()).added == 0


def test_languages_that_are_not_known_here(tmp_path: Path) -> None:
    """A pattern of one is known by its record only, and the others come in."""
    ours = place(tmp_path, "ours")
    file = forged(tmp_path, _in_rewrite("language", "klingon"))
    did = bring_in(ours, file, HandClock())
    assert did.added == did.code == did.patterns - 1


def test_a_small_file_of_a_large_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not unpacked any farther than it may be."""
    monkeypatch.setattr(bundle, "MOST_BYTES", 10_000)
    (tmp_path / "bad").write_bytes(bundle._compressed(b" " * 100_000))
    with pytest.raises(BundleError, match="holds more than"):
        bundle.read(tmp_path / "bad")


def test_lines_that_are_too_many_or_too_long(tmp_path: Path) -> None:
    """Are refused; of the others those of a known kind are kept, and read when asked for."""
    for lines in ([{"kind": "pattern"}] * bundle.MOST_LINES, [{"kind": "a" * 10**6}]):
        bundle.write(tmp_path / "bad", {}, lines)
        with pytest.raises(BundleError, match="no file of honed export"):
            bundle.read(tmp_path / "bad")
    bundle.write(tmp_path / "file", {}, [{"kind": "later"}, {"kind": "outcomes"}, {}])
    assert bundle.read(tmp_path / "file").lines == ({"kind": "outcomes"},)


def test_what_is_no_file(tmp_path: Path) -> None:
    """Is not waited for."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises(BundleError, match="is no file"):
            bundle.read(path)


def test_a_draft_takes_no_other_file(tmp_path: Path) -> None:
    """What lies beside the file stays, and no draft is left."""
    (tmp_path / "file.part").write_text("mine")
    bundle.write(tmp_path / "file", {}, [])
    assert (tmp_path / "file.part").read_text() == "mine"
    assert {each.name for each in tmp_path.iterdir()} == {"file", "file.part"}


def test_stored_weights_that_nothing_is_known_of() -> None:
    """A decision moves them; those that are known stay as they are (noop)."""
    judge = Judge()
    judge.load(attrs.evolve(prior(), precision=(0.0,) * len(NAMES)))
    judge.learn([0.0] * len(NAMES), is_right=True, strength=1.0)
    assert all(each > 0 for each in judge.weights.precision)
    judge.load(prior())
    assert judge.weights == prior()


def test_numbers_beyond_all() -> None:
    """Of a task are refused, those of an experience passed over."""
    with pytest.raises(ValueError, match="has to be a number"):
        TaskResult.read({"code": "a", "latency_ms": 10**400})
    assert TaskResult.read({"code": "a", "latency_ms": 10}).latency_ms == 10
    assert _Said({"at": 10**400}).number("at") is None
    assert _Said({"at": 10}).number("at") == 10


def test_a_later_format(tmp_path: Path) -> None:
    """Says what to do."""
    bundle.write(tmp_path / "file", {"version": 2}, [])
    with pytest.raises(BundleError, match="newer honed"):
        bundle.read(tmp_path / "file")


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """Nothing is left behind."""
    with pytest.raises(StoreError):
        bundle.write(tmp_path / "nowhere" / "file", {}, [])
    assert not list(tmp_path.iterdir())


def test_the_checksum_is_that_of_the_lines(tmp_path: Path) -> None:
    """As the head of the module says."""
    found = bundle.write(tmp_path / "file", {"a": 1}, [{"kind": "outcomes"}])
    text = b'{"format":"honed bundle","version":1,"a":1}\n{"kind":"outcomes"}\n'
    assert found.checksum == hashlib.sha256(text).digest()
    assert bundle.read(tmp_path / "file") == found


def test_shared_patterns_have_their_keys(tmp_path: Path) -> None:
    """What stood around a pattern is no part of its key."""
    from honed.learn.shared import anonymous

    ours = place(tmp_path, "ours")
    for number in range(len(EDITS)):
        teach(ours, number)
    with opened(ours) as store:
        for each in store.patterns():
            assert key_of(anonymous(each.rewrite)[0]) == key_of(each.rewrite)
    assert Shared(1, 0) != Shared(0, 1)


_KILLED = """
import os, sys
from pathlib import Path
from honed.services import sharing
from tests.services.conftest import HandClock
from tests.services.test_sharing import place

real = sharing.keep_in_step
calls = []

def keep_in_step(store, ranker):
    calls.append(1)
    if len(calls) == 2:
        os._exit(9)
    return real(store, ranker)

sharing.keep_in_step = keep_in_step
root, what = Path(sys.argv[1]), sys.argv[2]
if what == "import":
    sharing.bring_in(place(root, "ours"), root / "file", HandClock())
else:
    sharing.take_out(place(root, "ours"), root / "file")
"""


def killed(root: Path, what: str) -> None:
    """Let a process end between the two stores."""
    done = subprocess.run([sys.executable, "-c", _KILLED, str(root), what], check=False)
    assert done.returncode == 9


def prepared(root: Path) -> tuple[Place, list[Any], list[Any]]:
    """Return a store with a file beside it, and what it holds before and after an import."""
    ours, theirs = place(root, "ours"), place(root, "theirs")
    teach(ours, 0)
    decide(ours, right=False)
    for number in range(2):
        teach(theirs, number, Evidence(accepted=2))
    decide(theirs, right=True)
    export(theirs, root / "file", with_code=True)
    before = everything(ours)
    bring_in(ours, root / "file", HandClock())
    after = everything(ours)
    take_out(ours, root / "file")
    assert everything(ours) == before
    return ours, before, after


def weights_and_counts(found: list[Any]) -> tuple[Any, ...]:
    """Return what does not depend on how many patterns there were before."""
    patterns, contributors, imports, weights = found
    counts = sorted((key_of(each.rewrite), attrs.astuple(each.evidence)) for each in patterns)
    return counts, contributors, imports, weights


def test_a_kill_in_an_import(tmp_path: Path) -> None:
    """The patterns are there, the weights are not yet: whatever comes next ends it, once."""
    ours, before, after = prepared(tmp_path)
    killed(tmp_path, "import")
    assert everything(ours)[3] == before[3]
    did = bring_in(ours, tmp_path / "file", HandClock())
    assert (did.added > 0, did.credited > 0) == (True, True)
    assert weights_and_counts(everything(ours)) == weights_and_counts(after)
    with pytest.raises(BundleError, match="was imported before"):
        bring_in(ours, tmp_path / "file", HandClock())
    assert weights_and_counts(everything(ours)) == weights_and_counts(after)
    take_out(ours, tmp_path / "file")
    assert everything(ours) == before


def test_a_kill_in_an_import_that_is_undone(tmp_path: Path) -> None:
    """Nothing is left of it, nor goes to others in between."""
    ours, before, _ = prepared(tmp_path)
    export(ours, tmp_path / "own")
    killed(tmp_path, "import")
    export(ours, tmp_path / "meanwhile")
    one, other = (bundle.read(tmp_path / each).lines[0] for each in ("own", "meanwhile"))
    assert one["mean"] == pytest.approx(other["mean"])
    take_out(ours, tmp_path / "file")
    assert everything(ours) == before


def test_a_kill_in_an_undo(tmp_path: Path) -> None:
    """The patterns are gone, the weights not yet: the next that shares takes them out, once."""
    ours, before, after = prepared(tmp_path)
    bring_in(ours, tmp_path / "file", HandClock())
    killed(tmp_path, "undo")
    assert everything(ours)[3] == after[3]
    with pytest.raises(BundleError, match="was not imported here"):
        take_out(ours, tmp_path / "file")
    assert everything(ours) == before
    export(ours, tmp_path / "again")
    assert everything(ours) == before


def test_an_import_of_an_older_honed(tmp_path: Path) -> None:
    """It noted the weights with the import: they are not taken in twice, and can be taken out."""
    ours, before, after = prepared(tmp_path)
    bring_in(ours, tmp_path / "file", HandClock())
    with opened(ours) as store, users(ours) as ranker:
        [one] = store.imports.every()
        [taken] = ranker.imported_weights.every()
        ranker.imported_weights.remove(taken.store, taken.import_id)
        rest = {key: one.record[key] for key in ("added", "brought", "credited")}
        store.imports.finish(one.id, rest | taken.record)
    export(ours, tmp_path / "again")
    assert everything(ours)[3] == after[3]
    take_out(ours, tmp_path / "file")
    assert everything(ours) == before


def test_a_newer_file_of_the_same_developer(tmp_path: Path) -> None:
    """Takes the place of the earlier one: nothing is counted twice, what was done here stays."""
    ours, theirs, other = (place(tmp_path, name) for name in ("ours", "theirs", "other"))
    teach(theirs, 0, Evidence(accepted=2))
    teach(other, 1)
    for each in (theirs, other):
        export(each, tmp_path / f"{each.data.name}.file", with_code=True)
        did = bring_in(ours, tmp_path / f"{each.data.name}.file", HandClock())
        assert not did.replaced
    with opened(ours) as store:
        [first, *_] = [each.id for each in store.patterns()]
        store.revise(first, lambda now: attrs.evolve(now, rejected=now.rejected + 1))
    decide(theirs, right=True)
    teach(theirs, 2)
    export(theirs, tmp_path / "newer", with_code=True)
    did = bring_in(ours, tmp_path / "newer", HandClock())
    assert did.replaced
    assert did.added > 0
    with opened(ours) as store, users(ours) as ranker, users(theirs) as origin:
        assert len(store.imports.every()) == 2
        pattern = store.pattern(first)
        assert pattern is not None
        assert pattern.evidence == Evidence(1, 2, 1)
        found, wanted = ranker.load_weights(), origin.load_weights()
        assert found is not None
        assert wanted is not None
        assert found.mean == pytest.approx(wanted.mean)
    assert take_out(ours, tmp_path / "newer").added > did.added
    with opened(ours) as store:
        assert len(store.imports.every()) == 1
        assert store.pattern(first) is None


def test_vectors_are_made_before_the_store_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others do not wait for that; only of a pattern that was forgotten meanwhile inside."""
    ours, theirs = place(tmp_path, "ours"), place(tmp_path, "theirs")
    teach(theirs, 0)
    export(theirs, tmp_path / "file", with_code=True)
    is_writing = []
    transaction, vector = SqliteStore.transaction, sharing._vector

    @contextmanager
    def noted(store: SqliteStore) -> Iterator[None]:
        with transaction(store):
            is_writing.append(True)
            yield
        is_writing.pop()

    def seen(rewrite: Rewrite, example: Example) -> Vector:
        found.append(bool(is_writing))
        return vector(rewrite, example)

    monkeypatch.setattr(SqliteStore, "transaction", noted)
    monkeypatch.setattr(sharing, "_vector", seen)
    found: list[bool] = []
    bring_in(ours, tmp_path / "file", HandClock())
    assert found
    assert not any(found)
    take_out(ours, tmp_path / "file")
    monkeypatch.setattr(sharing, "_embedded", lambda *_: {})
    found.clear()
    bring_in(ours, tmp_path / "file", HandClock())
    assert all(found)
    with opened(ours) as store:
        assert store.patterns()


def test_two_stores_of_one_developer(tmp_path: Path) -> None:
    """Both give their patterns; of the ranker, which is one, the latest that is there counts."""
    ours, theirs = place(tmp_path, "ours"), place(tmp_path, "theirs")
    folder = tmp_path / "second"
    folder.mkdir()
    second = Place(theirs.data, folder, prepare_workspace(theirs.data, folder))
    teach(theirs, 0)
    decide(theirs, right=True)
    export(theirs, tmp_path / "one", with_code=True)
    with users(theirs) as ranker:
        after_one = ranker.load_weights()
    teach(second, 1)
    decide(theirs, right=True)
    export(second, tmp_path / "two", with_code=True)
    with users(theirs) as ranker:
        after_two = ranker.load_weights()
    assert after_one is not None
    assert after_two is not None

    def mean() -> Any:
        with users(ours) as ranker:
            found = ranker.load_weights()
        assert found is not None
        return pytest.approx(found.mean, abs=1e-6)

    for name, number in (("one", 1), ("two", 2)):
        did = bring_in(ours, tmp_path / name, HandClock())
        assert (did.added > 0, did.replaced) == (True, False)
        with opened(ours) as store:
            assert len(store.imports.every()) == number
    assert after_two.mean == mean()
    take_out(ours, tmp_path / "two")
    assert after_one.mean == mean()
    with pytest.raises(BundleError, match="was imported before"):
        bring_in(ours, tmp_path / "one", HandClock())


def test_ones_own_file(tmp_path: Path) -> None:
    """Adds what is gone where it comes from, to another store its patterns, and never weights."""
    ours = place(tmp_path, "ours")
    teach(ours, 0, Evidence(accepted=1))
    decide(ours, right=True)
    export(ours, tmp_path / "file", with_code=True)
    before = everything(ours)
    did = bring_in(ours, tmp_path / "file", HandClock())
    assert (did.added, did.credited) == (0, 0)
    take_out(ours, tmp_path / "file")
    assert everything(ours) == before
    with opened(ours) as store:
        number = store.forget([each.id for each in store.patterns()])
    did = bring_in(ours, tmp_path / "file", HandClock())
    assert (did.added, did.credited) == (number, 0)
    export(ours, tmp_path / "again", with_code=True)
    assert bring_in(ours, tmp_path / "again", HandClock()).added == 0
    with opened(ours) as store:
        assert len(store.patterns()) == number
        assert {name for name, _ in store.contributed()} == {""}
    folder = tmp_path / "second"
    folder.mkdir()
    second = Place(ours.data, folder, prepare_workspace(ours.data, folder))
    assert bring_in(second, tmp_path / "file", HandClock()).added > 0
    assert everything(ours)[3] == before[3]
