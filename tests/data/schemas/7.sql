-- A database of schema 7, as honed 0.1.0 wrote it. Never to be changed: such lie on users' disks.
PRAGMA application_id = 1752133221;
PRAGMA user_version = 7;
BEGIN TRANSACTION;
CREATE TABLE contributors (
            key BLOB NOT NULL,
            contributor BLOB NOT NULL,
            import_id INTEGER NOT NULL,
            PRIMARY KEY (key, contributor, import_id)
        ) WITHOUT ROWID
        ;
INSERT INTO "contributors" VALUES(X'00112233445566778899AABB',X'0011223344556677',1);
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
        );
INSERT INTO "details" VALUES(3,1500,1000,0,750,250,800,850,900,X'5302667C60F9096281DADFE94A00');
CREATE TABLE imported_weights (
            number INTEGER PRIMARY KEY,
            store TEXT NOT NULL,
            import_id INTEGER NOT NULL,
            record TEXT NOT NULL,
            UNIQUE (store, import_id)
        );
INSERT INTO "imported_weights" VALUES(1,'0123456789abcdef',1,'{}');
CREATE TABLE imports (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            checksum BLOB NOT NULL UNIQUE,
            at REAL NOT NULL,
            record BLOB NOT NULL
        );
INSERT INTO "imports" VALUES(1,X'AA',1700000000.0,'{"added":[],"credited":{},"before":{"mean":[],"precision":[],"updates":0,"names":[]},"after":{"mean":[],"precision":[],"updates":0,"names":[]}}');
CREATE TABLE lessons (
            id INTEGER PRIMARY KEY,
            path_id INTEGER NOT NULL,
            line INTEGER NOT NULL,
            record BLOB NOT NULL
        );
INSERT INTO "lessons" VALUES(1,1,41,X'5342CEE1314A607FAA164332760AD045202340827AA088D104B7D1910A082234442B19061B04DBB9DA01498360A001066A3A6A6A6E6A6ABA405A49C740273ADA40C73016D42B079AA804644498AA2983F4416C02F7F3D2F2811296B100');
INSERT INTO "lessons" VALUES(2,1,0,X'5342CEE1314A607FAA164332760AD045202340827AA088D104B7204199DA00C834D08956320C3608B673B5039206C1404903351D35353735355D200D56106DA063180BEA71038B13252023C2544D5909A80F622BB80F97960F94B08C0500');
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
        );
INSERT INTO "memory_items" VALUES(1,'0123456789abcdef01234567','edit','python','kept',3,1,0,1700000000.0,1700000000.0,X'534A0496B28F1A761A3E6AD8A5A0A9F0A86D924212B208A88147A20A50F604B7C45241BDB4E8589D68A544A0220D20862A02B2349540E24958C5411510489F12A8BD092CB7819900E8582B13232500');
CREATE TABLE memory_sources (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            source TEXT NOT NULL,
            item_id INTEGER NOT NULL REFERENCES memory_items (id) ON DELETE CASCADE,
            successes INTEGER NOT NULL,
            failures INTEGER NOT NULL, reasons TEXT,
            UNIQUE (source, item_id)
        );
INSERT INTO "memory_sources" VALUES(1,'pattern:1',1,3,1,'["slow"]');
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('identity','380f2e9465158d16');
CREATE TABLE mined (
            commit_id BLOB PRIMARY KEY,
            fingerprint BLOB NOT NULL
        ) WITHOUT ROWID
        ;
INSERT INTO "mined" VALUES(X'ABABABABABABABABABABABABABABABABABABABAB',X'CDCDCDCDCDCDCDCDCDCDCDCD');
CREATE TABLE moments (
            id INTEGER PRIMARY KEY CHECK (id IN (0, 1)),
            number INTEGER NOT NULL,
            packed BLOB NOT NULL
        );
INSERT INTO "moments" VALUES(0,7,X'00000000000000000000000000000000');
CREATE TABLE paths (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE);
INSERT INTO "paths" VALUES(1,X'7372632F6170702F76696577732E7079');
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
        , lesson_id INTEGER, place INTEGER);
INSERT INTO "patterns" VALUES(1,'python',2,1,2,3,1,4,5,6,X'',1,0);
INSERT INTO "patterns" VALUES(2,'typescript',2,2,1,0,0,0,0,0,X'',2,1);
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
        );
INSERT INTO "policies" VALUES(1,'0123456789abcdef','{"threshold": 0.5, "mean": {"bias": -6.0, "recent": 0.25}, "precision": {"bias": 30.0, "recent": 30.0}}','live',1000.0,0,0,0,2);
CREATE TABLE qualities (
            arm INTEGER PRIMARY KEY CHECK (arm IN (0, 1)),
            number INTEGER NOT NULL,
            total INTEGER NOT NULL,
            squares INTEGER NOT NULL
        );
INSERT INTO "qualities" VALUES(0,1,700,490000);
INSERT INTO "qualities" VALUES(1,2,1700,1450000);
CREATE TABLE rejections (
            path BLOB NOT NULL,
            fingerprint BLOB NOT NULL,
            at REAL NOT NULL,
            PRIMARY KEY (path, fingerprint)
        ) WITHOUT ROWID
        ;
INSERT INTO "rejections" VALUES(X'7372632F6170702E7079',X'303132333435363738396162636465663031323334353637',1700003030.0);
CREATE TABLE sessions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            started REAL NOT NULL,
            ended REAL,
            active REAL NOT NULL,
            head BLOB NOT NULL
        );
INSERT INTO "sessions" VALUES(1,1700000000.0,1700000200.0,1700000100.0,X'7265663A20726566732F68656164732F6D61696E');
INSERT INTO "sessions" VALUES(2,1700003000.0,NULL,1700003000.0,X'7265663A20726566732F68656164732F746F706963');
CREATE TABLE sightings (
            key BLOB PRIMARY KEY,
            commits INTEGER NOT NULL,
            support INTEGER NOT NULL,
            shadow_right INTEGER NOT NULL,
            shadow_wrong INTEGER NOT NULL,
            pattern_id INTEGER
        ) WITHOUT ROWID
        ;
INSERT INTO "sightings" VALUES(X'EFEFEFEFEFEFEFEFEFEFEFEF',2,5,3,1,2);
CREATE TABLE tallies (
            language TEXT NOT NULL,
            outcome TEXT NOT NULL,
            number INTEGER NOT NULL,
            reward REAL NOT NULL,
            timed INTEGER NOT NULL,
            latency_ms REAL NOT NULL,
            PRIMARY KEY (language, outcome)
        ) WITHOUT ROWID
        ;
INSERT INTO "tallies" VALUES('python','accepted',1,1.0,1,12.5);
INSERT INTO "tallies" VALUES('python','free',1,0.5,0,0.0);
INSERT INTO "tallies" VALUES('python','rejected',1,0.0,1,8.0);
INSERT INTO "tallies" VALUES('typescript','free',1,0.5,0,0.0);
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
        , lesson_id INTEGER, own_path INTEGER, arm INTEGER CHECK (arm IN (0, 1)));
INSERT INTO "trajectories" VALUES(1,2,1700003010.0,'python',0,'free',0.5,'edit',NULL,1.0,1.0,0,0.0,X'',2,NULL,NULL);
INSERT INTO "trajectories" VALUES(2,2,1700003011.0,'typescript',1,'free',0.5,'edit',NULL,1.0,1.0,0,0.0,X'5302158CA0E00515A605257A15E0663822D3C72881BDAE5A0CC9EB294047824C0509EA81E24A13DCA804E573434D2500',NULL,NULL,NULL);
INSERT INTO "trajectories" VALUES(3,2,1700003020.0,'python',9,'accepted',1.0,'suggestion',1,0.75,1.0,3,12.5,X'5302158CA0A2AB2C33B5BC1822869CE96394C05E572D86E4F514A02341A68204F54071A5096E5482F2B9A5A61200',NULL,NULL,NULL);
INSERT INTO "trajectories" VALUES(4,2,1700003030.0,'python',10,'rejected',0.0,'suggestion',2,0.5,1.0,0,8.0,X'5302158CA0A2AB2C33B5BC1822869CE96394C05E572D86E4F514A02341A68204F54071A5096E5482F2B9A181A61200',NULL,NULL,1);
CREATE TABLE trials (
            trajectory_id INTEGER NOT NULL,
            kind TEXT NOT NULL,
            probability REAL NOT NULL,
            is_right INTEGER NOT NULL,
            weight REAL NOT NULL,
            pattern_id INTEGER NOT NULL,
            PRIMARY KEY (trajectory_id, kind)
        ) WITHOUT ROWID
        ;
INSERT INTO "trials" VALUES(3,'edit.replacement',0.75,1,1.0,1);
INSERT INTO "trials" VALUES(4,'next.insertion',0.5,0,1.0,2);
CREATE TABLE vectors (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            pattern_id INTEGER NOT NULL UNIQUE REFERENCES patterns (id) ON DELETE CASCADE,
            version INTEGER NOT NULL,
            vector BLOB NOT NULL
        );
INSERT INTO "vectors" VALUES(1,1,1,X'000CF5DDEED90234EDE8130E04DCFF1BCBEEB6CEB8F7CE0B06F99EEBFE04C4EDDAE029E0FF23E9FC0402D00335C42205E74E1ED10317F91BFD1A38E608EE05D2E9F8232DCCE119B2EEFC311BF3F2F63CEFF40EFBF8D400EF2E1AFF1AF3290017CE0EBEB1F4DD0658E0E80813F9F81B14D8FD01D70ADE260803E9FBB2D40EAD21BC1EDF1E05C43138FDF5FADA2BEBFEE1E8CE31FA2601E5F3EA00F1F4CAE041E6D70D37C7F8E7BB1DFF03E312EBFAD5D034EC0BFFEFEC19F4FA012E1B0FEACA2526FB151F2024EE3BCF221322493AD3BE20D80021C0AE0A02F602DEC5F9DAC014FE10D9E6D9DD08E10E0D4FCA23FDFFC7EE1DFD03F52DFFAAE5B381EB3402D2DB');
INSERT INTO "vectors" VALUES(2,2,1,X'330702FE0224190AD117E131C7FA00C44E42EB23118A0BFD04CFF4F8360F0045E7EEAE472B291E050AF5F7024419FDE6E3481703F0CEFD27EEF6F605B8F5DA28DD1A45F2E50900D3155BF4F7D10EC8CE3AD731450C1958F7E5C302432BD6D9E90DF70A0DF3FE09FC17541B03B411A8C12620F9B3EFE11D660ADDCBFDF8CC05CC323031EB17FAEEF1C5BF24F70A2DB2DD0812EF2E09C9D62415AA3D1B3DEFF3CD72F848E307B5EF2CC8300FD1E9EBFEE8DBF2D2C6FE28BB00E3D426E943DD11F6DE1AF91BFECFFB022BD7FEB21DCFAFFD32BBCFDFCD11DCE01ADE13D4C9AD54F20BFF070256D1BAD2C42225D5C1F03F8118D02FCFF3BCD43E25EED9ABEEFFFCFC');
CREATE TABLE weights (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            mean BLOB NOT NULL,
            precision BLOB NOT NULL,
            updates INTEGER NOT NULL
        );
INSERT INTO "weights" VALUES(1,X'00000000000018C09A9999999999B9BF9A9999999999F13F',X'0000000000003E400000000000003E400000000000003E40',11);
CREATE INDEX trajectories_of_pattern ON trajectories (pattern_id)
        WHERE pattern_id IS NOT NULL
        ;
CREATE TRIGGER tally AFTER INSERT ON trajectories BEGIN
            INSERT INTO tallies
            VALUES (new.language, new.outcome, 1, new.reward, new.latency_ms > 0, new.latency_ms)
            ON CONFLICT DO UPDATE SET
                number = number + 1,
                reward = reward + excluded.reward,
                timed = timed + excluded.timed,
                latency_ms = latency_ms + excluded.latency_ms;
        END;
CREATE INDEX patterns_of_language ON patterns (language);
CREATE INDEX vectors_of_version ON vectors (version);
CREATE INDEX mined_fingerprints ON mined (fingerprint);
CREATE INDEX contributors_of_import ON contributors (import_id);
CREATE INDEX memory_sources_of_item ON memory_sources (item_id);
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
        END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('sessions',2);
INSERT INTO "sqlite_sequence" VALUES('patterns',2);
INSERT INTO "sqlite_sequence" VALUES('vectors',2);
INSERT INTO "sqlite_sequence" VALUES('imports',1);
INSERT INTO "sqlite_sequence" VALUES('memory_items',1);
INSERT INTO "sqlite_sequence" VALUES('memory_sources',1);
COMMIT;
