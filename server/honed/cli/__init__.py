"""The command line: parses arguments, calls one service, prints."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `honed`; `honed serve` starts without loading what only the other commands need."""
    if sys.argv[1:2] == ["serve"]:
        from honed.cli.serve import serve  # noqa: PLC0415 - see above

        sys.exit(serve(sys.argv[2:]))
    from honed.cli.commands import commands  # noqa: PLC0415 - see above

    commands(prog_name="honed")
