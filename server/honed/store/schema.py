"""The tables, and how a database of an older honed gets them.

A migration is appended and never changed: databases on users' disks have run it. No trajectory
refers to its session or pattern by a foreign key, because a forgotten pattern leaves its
trajectories, and a pattern may lie in the user's database while its trajectory lies in the
workspace's.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

APPLICATION = 0x686F6E65
"""What `PRAGMA application_id` says of a database of honed: `hone` in ASCII."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """
        CREATE TABLE sessions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            started REAL NOT NULL,
            ended REAL,
            active REAL NOT NULL,
            head BLOB NOT NULL
        )
        """,
        """
        CREATE TABLE trajectories (
            id INTEGER PRIMARY KEY,
            session_id INTEGER NOT NULL,
            at REAL NOT NULL,
            language TEXT NOT NULL,
            line INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            reward REAL NOT NULL,
            kind TEXT NOT NULL,
            pattern_id INTEGER,
            probability REAL NOT NULL,
            propensity REAL NOT NULL,
            policy_version INTEGER NOT NULL,
            latency_ms REAL NOT NULL,
            texts BLOB NOT NULL
        )
        """,
        """
        CREATE INDEX trajectories_of_pattern ON trajectories (pattern_id)
        WHERE pattern_id IS NOT NULL
        """,
        # Statistics outlive what they were counted from, and need not count it again.
        """
        CREATE TABLE tallies (
            language TEXT NOT NULL,
            outcome TEXT NOT NULL,
            number INTEGER NOT NULL,
            reward REAL NOT NULL,
            timed INTEGER NOT NULL,
            latency_ms REAL NOT NULL,
            PRIMARY KEY (language, outcome)
        ) WITHOUT ROWID
        """,
        """
        CREATE TRIGGER tally AFTER INSERT ON trajectories BEGIN
            INSERT INTO tallies
            VALUES (new.language, new.outcome, 1, new.reward, new.latency_ms > 0, new.latency_ms)
            ON CONFLICT DO UPDATE SET
                number = number + 1,
                reward = reward + excluded.reward,
                timed = timed + excluded.timed,
                latency_ms = latency_ms + excluded.latency_ms;
        END
        """,
        # AUTOINCREMENT: the id of a forgotten pattern, which others may still hold, never returns.
        """
        CREATE TABLE patterns (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            language TEXT NOT NULL,
            session_id INTEGER NOT NULL,
            trajectory_id INTEGER NOT NULL,
            support INTEGER NOT NULL,
            accepted INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            ignored INTEGER NOT NULL,
            shadow_right INTEGER NOT NULL,
            shadow_wrong INTEGER NOT NULL,
            record BLOB NOT NULL
        )
        """,
        "CREATE INDEX patterns_of_language ON patterns (language)",
        # A vector that is written anew gets a new number: who saw number n asks for those above.
        """
        CREATE TABLE vectors (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            pattern_id INTEGER NOT NULL UNIQUE REFERENCES patterns (id) ON DELETE CASCADE,
            version INTEGER NOT NULL,
            vector BLOB NOT NULL
        )
        """,
        "CREATE INDEX vectors_of_version ON vectors (version)",
        """
        CREATE TABLE rejections (
            path BLOB NOT NULL,
            fingerprint BLOB NOT NULL,
            at REAL NOT NULL,
            PRIMARY KEY (path, fingerprint)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE weights (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            mean BLOB NOT NULL,
            precision BLOB NOT NULL,
            updates INTEGER NOT NULL
        )
        """,
    ),
    # What `honed learn` has mined; a pattern that was forgotten keeps its key, and stays away.
    (
        """
        CREATE TABLE mined (
            commit_id BLOB PRIMARY KEY,
            fingerprint BLOB NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX mined_fingerprints ON mined (fingerprint)",
        """
        CREATE TABLE sightings (
            key BLOB PRIMARY KEY,
            commits INTEGER NOT NULL,
            support INTEGER NOT NULL,
            shadow_right INTEGER NOT NULL,
            shadow_wrong INTEGER NOT NULL,
            pattern_id INTEGER
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE moments (
            id INTEGER PRIMARY KEY CHECK (id IN (0, 1)),
            number INTEGER NOT NULL,
            packed BLOB NOT NULL
        )
        """,
    ),
    # What became of the latest offers of each kind; a free edit may show that of one held back.
    (
        """
        CREATE TABLE trials (
            trajectory_id INTEGER NOT NULL,
            kind TEXT NOT NULL,
            probability REAL NOT NULL,
            is_right INTEGER NOT NULL,
            weight REAL NOT NULL,
            pattern_id INTEGER NOT NULL,
            PRIMARY KEY (trajectory_id, kind)
        ) WITHOUT ROWID
        """,
    ),
    # An edit and all that it taught lie in one record. What was stored before stays as it is:
    # patterns with a record of their own, trajectories with their own texts.
    (
        "CREATE TABLE paths (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE)",
        """
        CREATE TABLE lessons (
            id INTEGER PRIMARY KEY,
            path_id INTEGER NOT NULL,
            line INTEGER NOT NULL,
            record BLOB NOT NULL
        )
        """,
        "ALTER TABLE patterns ADD COLUMN lesson_id INTEGER",
        "ALTER TABLE patterns ADD COLUMN place INTEGER",
        "ALTER TABLE trajectories ADD COLUMN lesson_id INTEGER",
    ),
    # The tables stay. Records write the kinds of nodes shorter, which an older honed cannot read.
    (),
    # What a trajectory knows beside its edit. Shares are thousandths, of what lacks to the usual 1:
    # a zero takes no byte, a small integer two. The qualities of results add up by arm, 0 for the
    # frozen one.
    (
        """
        CREATE TABLE details (
            trajectory_id INTEGER PRIMARY KEY,
            decided_ms INTEGER,
            lost_30 INTEGER,
            distance_30 INTEGER,
            lost_save INTEGER,
            distance_save INTEGER,
            lacks_before INTEGER,
            lacks_after INTEGER,
            lacks_design INTEGER,
            record BLOB
        )
        """,
        """
        CREATE TABLE qualities (
            arm INTEGER PRIMARY KEY CHECK (arm IN (0, 1)),
            number INTEGER NOT NULL,
            total INTEGER NOT NULL,
            squares INTEGER NOT NULL
        )
        """,
        """
        CREATE TRIGGER tally_quality AFTER INSERT ON details
        WHEN new.lacks_after IS NOT NULL BEGIN
            INSERT INTO qualities
            SELECT policy_version > 0, 1, 1000 - new.lacks_after,
                   (1000 - new.lacks_after) * (1000 - new.lacks_after)
            FROM trajectories WHERE id = new.trajectory_id AND kind = 'task'
            ON CONFLICT DO UPDATE SET
                number = number + 1,
                total = total + excluded.total,
                squares = squares + excluded.squares;
        END
        """,
        # The path of a trajectory without a lesson; before, its texts told it.
        "ALTER TABLE trajectories ADD COLUMN own_path INTEGER",
        # Who has met a pattern, by a name that is another one for each pattern, and what was
        # brought in from elsewhere, so that it can be taken out again.
        """
        CREATE TABLE contributors (
            key BLOB NOT NULL,
            contributor BLOB NOT NULL,
            import_id INTEGER NOT NULL,
            PRIMARY KEY (key, contributor, import_id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX contributors_of_import ON contributors (import_id)",
        """
        CREATE TABLE imports (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            checksum BLOB NOT NULL UNIQUE,
            at REAL NOT NULL,
            record BLOB NOT NULL
        )
        """,
        # Memory items, and who testifies to them: the same source counts once.
        """
        CREATE TABLE memory_items (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            language TEXT NOT NULL,
            state TEXT NOT NULL,
            successes INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            uses INTEGER NOT NULL,
            learned_at REAL NOT NULL,
            used_at REAL NOT NULL,
            record BLOB NOT NULL
        )
        """,
        """
        CREATE TABLE memory_sources (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            source TEXT NOT NULL,
            item_id INTEGER NOT NULL REFERENCES memory_items (id) ON DELETE CASCADE,
            successes INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            UNIQUE (source, item_id)
        )
        """,
        "CREATE INDEX memory_sources_of_item ON memory_sources (item_id)",
        # The versions of the policy, in the user's database; elsewhere the table stays empty.
        """
        CREATE TABLE policies (
            number INTEGER PRIMARY KEY,
            fingerprint TEXT NOT NULL UNIQUE,
            record TEXT NOT NULL,
            state TEXT NOT NULL,
            since REAL NOT NULL,
            decisions INTEGER NOT NULL,
            better INTEGER NOT NULL,
            worse INTEGER NOT NULL,
            taken_back INTEGER NOT NULL
        )
        """,
    ),
    # Which arm a trajectory belongs to, 0 for the frozen one; where nobody noted it, its policy
    # version says it, as before.
    (
        "ALTER TABLE trajectories ADD COLUMN arm INTEGER CHECK (arm IN (0, 1))",
        "DROP TRIGGER tally_quality",
        """
        CREATE TRIGGER tally_quality AFTER INSERT ON details
        WHEN new.lacks_after IS NOT NULL BEGIN
            INSERT INTO qualities
            SELECT coalesce(arm, policy_version > 0), 1, 1000 - new.lacks_after,
                   (1000 - new.lacks_after) * (1000 - new.lacks_after)
            FROM trajectories WHERE id = new.trajectory_id AND kind = 'task'
            ON CONFLICT DO UPDATE SET
                number = number + 1,
                total = total + excluded.total,
                squares = squares + excluded.squares;
        END
        """,
        # What the ranker has taken in of the imports of each store, by the store's name: with it
        # an import that was cut short is found, and ended.
        """
        CREATE TABLE imported_weights (
            number INTEGER PRIMARY KEY,
            store TEXT NOT NULL,
            import_id INTEGER NOT NULL,
            record TEXT NOT NULL,
            UNIQUE (store, import_id)
        )
        """,
        # The reasons that a source gave to an item, as a list in JSON: they go with it.
        "ALTER TABLE memory_sources ADD COLUMN reasons TEXT",
        # The vector of an edit lies there once, for the first of the patterns that it taught.
        """
        DELETE FROM vectors WHERE pattern_id NOT IN (
            SELECT min(id) FROM patterns GROUP BY ifnull(lesson_id, -id)
        )
        """,
    ),
)
LATEST = len(MIGRATIONS)


def version(connection: sqlite3.Connection) -> int:
    """Return how many migrations the database has run."""
    [number] = connection.execute("PRAGMA user_version").fetchone()
    return int(number)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database to the latest schema, all of it or nothing."""
    if version(connection) == LATEST:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Read again: another process may have been here while this one waited for the lock.
        done = version(connection)
        for statements in MIGRATIONS[done:]:
            for statement in statements:
                connection.execute(statement)
        if not done:
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute("INSERT INTO meta VALUES ('identity', ?)", (secrets.token_hex(8),))
        connection.execute(f"PRAGMA user_version = {LATEST}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def identity(connection: sqlite3.Connection) -> str:
    """Return the name that no other database has; what was made from another one does not fit.

    It is "" where it was lost.
    """
    row = connection.execute("SELECT value FROM meta WHERE key = 'identity'").fetchone()
    return str(row[0]) if row else ""
