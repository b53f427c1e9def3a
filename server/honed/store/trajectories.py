"""Rows of experience: appended, read, blanked; what they counted stays in the tallies."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from honed.core.errors import StoreError
from honed.core.model import Arm, Outcome, Trajectory
from honed.core.text import decode, encode
from honed.store import details, lessons
from honed.store.codec import decode_example, decode_texts, encode_texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from honed.core.model import Example

_log = logging.getLogger(__name__)
FORGOTTEN = "forgotten"
"""The kind of a row of which nothing but its number is left."""

_OWN_PATH = "LEFT JOIN paths AS own ON own.id = own_path"
_SELECT = f"""
    SELECT trajectories.id, session_id, at, language, trajectories.line, outcome, reward, kind,
           pattern_id, probability, propensity, policy_version, latency_ms, arm, texts,
           {lessons.LESSON}, own.path, {details.COLUMNS}
    FROM trajectories {lessons.JOINED} {_OWN_PATH} {details.JOINED}
"""  # noqa: S608 - constants


def append(connection: sqlite3.Connection, row: Trajectory) -> int:
    """Append a trajectory, whatever its `id` says, and return the new id."""
    cursor = connection.execute(
        """
        INSERT INTO trajectories (
            session_id, at, language, line, outcome, reward, kind, pattern_id,
            probability, propensity, policy_version, latency_ms, arm, texts, own_path
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            row.session_id,
            row.at,
            row.language,
            row.line,
            row.outcome.value,
            row.reward,
            row.kind,
            row.pattern_id,
            row.probability,
            row.propensity,
            row.policy_version,
            row.latency_ms,
            row.arm,
            encode_texts("", row.before, row.after),
            lessons.path_id(connection, row.path) if row.path else None,
        ),
    )
    id_ = cursor.lastrowid or 0
    details.put(connection, id_, row.details)
    return id_


def revise(connection: sqlite3.Connection, id_: int, outcome: Outcome, reward: float) -> None:
    """Replace a trajectory's outcome and reward, and count it under its new outcome."""
    count = """
        INSERT INTO tallies
        SELECT language, outcome, :sign, :sign * reward, :sign * (latency_ms > 0),
               :sign * latency_ms
        FROM trajectories WHERE id = :id
        ON CONFLICT DO UPDATE SET
            number = number + excluded.number,
            reward = reward + excluded.reward,
            timed = timed + excluded.timed,
            latency_ms = latency_ms + excluded.latency_ms
        """
    connection.execute(count, {"id": id_, "sign": -1})
    connection.execute(
        "UPDATE trajectories SET outcome = ?, reward = ? WHERE id = ?",
        (outcome.value, reward, id_),
    )
    connection.execute(count, {"id": id_, "sign": 1})
    connection.execute("DELETE FROM tallies WHERE number = 0")


def share(connection: sqlite3.Connection, id_: int, lesson_id: int, example: Example) -> None:
    """Let a trajectory with the texts of an example have those of its lesson instead."""
    connection.execute(
        """
        UPDATE trajectories SET texts = x'', own_path = NULL, lesson_id = ?
        WHERE id = ? AND texts = ? AND own_path IS (SELECT id FROM paths WHERE path = ?)
        """,
        (lesson_id, id_, encode_texts("", example.before, example.after), encode(example.path)),
    )


def newest(
    connection: sqlite3.Connection, limit: int, offered: tuple[int, int] | None = None
) -> list[tuple[Any, ...]]:
    """Return the rows of the newest trajectories, newest first; `read` makes values of them.

    With `offered` only those with ids between the two that are no free edits.
    """
    among = "AND kind <> 'edit' AND trajectories.id > ? AND trajectories.id < ?" if offered else ""
    return connection.execute(
        f"{_SELECT} WHERE kind <> ? {among} ORDER BY trajectories.id DESC LIMIT ?",
        (FORGOTTEN, *(offered or ()), max(0, limit)),
    ).fetchall()


def after(connection: sqlite3.Connection, id_: int, limit: int) -> list[tuple[Any, ...]]:
    """Return the rows of the trajectories with greater ids, the oldest first."""
    return connection.execute(
        f"{_SELECT} WHERE kind <> ? AND trajectories.id > ? ORDER BY trajectories.id LIMIT ?",
        (FORGOTTEN, id_, max(0, limit)),
    ).fetchall()


def select_ids(connection: sqlite3.Connection, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """Return the rows of these trajectories, as far as there are any, the oldest first."""
    return connection.execute(
        f"{_SELECT} WHERE kind <> ? AND trajectories.id IN (SELECT value FROM json_each(?))"  # noqa: S608 - a constant
        " ORDER BY trajectories.id",
        (FORGOTTEN, json.dumps(list(ids))),
    ).fetchall()


def before(connection: sqlite3.Connection, at: float) -> list[int]:
    """Return the ids of the trajectories that are older than `at`, seconds since the epoch."""
    rows = connection.execute(
        "SELECT id FROM trajectories WHERE kind <> ? AND at < ?", (FORGOTTEN, at)
    ).fetchall()
    return [id_ for (id_,) in rows]


def taught_by(connection: sqlite3.Connection, ids: Iterable[int]) -> list[int]:
    """Return the ids of the patterns that these trajectories have taught."""
    rows = connection.execute(
        "SELECT id FROM patterns WHERE trajectory_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    ).fetchall()
    return [id_ for (id_,) in rows]


def delete(connection: sqlite3.Connection, ids: Iterable[int]) -> int:
    """Delete trajectories and what is known beside them; return how many there were.

    The newest of all leaves an empty row, so that its number, which others know, never returns.
    """
    names = {
        "ids": json.dumps(list(ids)),
        "forgotten": FORGOTTEN,
        "empty": encode_texts("", "", ""),
    }
    [number] = connection.execute(
        """
        SELECT count(*) FROM trajectories
        WHERE kind <> :forgotten AND id IN (SELECT value FROM json_each(:ids))
        """,
        names,
    ).fetchone()
    connection.execute(
        """
        UPDATE trajectories SET kind = :forgotten, texts = :empty, lesson_id = NULL,
            own_path = NULL,
            pattern_id = NULL, line = 0
        WHERE id IN (SELECT value FROM json_each(:ids))
        """,
        names,
    )
    for table in ("details", "trials"):
        connection.execute(
            f"DELETE FROM {table} WHERE trajectory_id IN (SELECT value FROM json_each(:ids))",  # noqa: S608 - named above
            names,
        )
    connection.execute(
        """
        DELETE FROM trajectories
        WHERE kind = :forgotten AND id < (SELECT max(id) FROM trajectories)
        """,
        names,
    )
    lessons.forget_paths(connection)
    return int(number)


def rejections(connection: sqlite3.Connection, session_id: int) -> dict[int, int]:
    """Return how often each pattern was rejected in a session, by its id."""
    rows = connection.execute(
        """
        SELECT pattern_id, count(*) FROM trajectories
        WHERE pattern_id IS NOT NULL AND session_id = ? AND outcome IN (?, ?)
        GROUP BY pattern_id
        """,
        (session_id, Outcome.REJECTED.value, Outcome.UNDONE.value),
    )
    return dict(rows.fetchall())


def read(rows: Iterable[tuple[Any, ...]]) -> list[Trajectory]:
    """Return the trajectories of the rows; a damaged one is left out and logged."""
    found = []
    for row in rows:
        try:
            found.append(_trajectory(*row))
        except (StoreError, ValueError) as error:
            _log.warning("Trajectory %d is left out: %s", row[0], error)
    return found


def _trajectory(  # noqa: PLR0913 - the columns of a row
    id_: int,
    session_id: int,
    at: float,
    language: str,
    line: int,
    outcome: str,
    reward: float,
    kind: str,
    pattern_id: int | None,
    probability: float,
    propensity: float,
    policy_version: int,
    latency_ms: float,
    arm: int | None,
    texts: bytes,
    lesson: bytes | None,
    lesson_path: bytes | None,
    own_path: bytes | None,
    *more: Any,  # noqa: ANN401 - the columns of details
) -> Trajectory:
    path, before, after = _texts(texts, lesson, lesson_path, own_path)
    return Trajectory(
        session_id=session_id,
        at=at,
        language=language,
        path=path,
        line=line,
        before=before,
        after=after,
        outcome=Outcome(outcome),
        reward=reward,
        kind=kind,
        pattern_id=pattern_id,
        probability=probability,
        propensity=propensity,
        policy_version=policy_version,
        latency_ms=latency_ms,
        id=id_,
        details=details.read(more),
        arm=None if arm is None else Arm(arm),
    )


def blank(connection: sqlite3.Connection, pattern_ids: Iterable[int]) -> list[int]:
    """Take the texts out of the trajectories that the patterns came from or were offered in.

    Returned are the ids of these trajectories.
    """
    ids = json.dumps(list(pattern_ids))
    rows = connection.execute(
        f"""
        SELECT trajectories.id, texts, {lessons.LESSON}, own.path
        FROM trajectories {lessons.JOINED} {_OWN_PATH}
        WHERE trajectories.id IN (
            SELECT id FROM trajectories
            WHERE pattern_id IN (SELECT value FROM json_each(:ids))
            UNION
            SELECT trajectory_id FROM patterns WHERE id IN (SELECT value FROM json_each(:ids))
        )
        """,  # noqa: S608 - constants
        {"ids": ids},
    ).fetchall()
    connection.executemany(
        "UPDATE trajectories SET texts = ?, own_path = NULL, lesson_id = NULL WHERE id = ?",
        [(encode_texts(_path(*lesson), "", ""), id_) for id_, *lesson in rows],
    )
    return [row[0] for row in rows]


def _texts(
    texts: bytes, lesson: bytes | None, path: bytes | None, own: bytes | None
) -> tuple[str, str, str]:
    """Return path, before and after: those of its lesson, where a trajectory has one."""
    if lesson is not None:
        return decode(path or b""), *decode_example(lesson)
    told, before, after = decode_texts(texts)
    return told if own is None else decode(own), before, after


def _path(texts: bytes, lesson: bytes | None, path: bytes | None, own: bytes | None) -> str:
    """Return the path of a trajectory, nothing where its record is damaged."""
    try:
        return _texts(texts, lesson, path, own)[0]
    except StoreError:
        return ""
