"""`scripts/bench [NAME] [--repo PATH…] [--json FILE]`: runs benches, prints and writes tables."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.bench import outcomes, replay, server
from tests.bench.table import show, write

BENCHES = {"server": server.run, "replay": replay.run, "outcomes": outcomes.run}


def main() -> None:
    """Run one bench in full, or the short form of all."""
    parser = argparse.ArgumentParser("scripts/bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=sorted(BENCHES), help="without: all, in short")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the tables here, too")
    parser.add_argument(
        "--repo", type=Path, nargs="+", default=[], metavar="PATH", help="git histories"
    )
    parser.add_argument("--short", action="store_true", help="the short form of one bench")
    options = parser.parse_args()
    tables = []
    for name in [options.name] if options.name else BENCHES:
        tables.append(BENCHES[name](options.repo, short=options.short or not options.name))
        show(tables[-1])
    if options.json:
        write(options.json, tables)


if __name__ == "__main__":
    main()
