"""`honed serve`: the language server."""

from __future__ import annotations

import argparse
import logging
import sys
from functools import partial
from typing import TYPE_CHECKING

from honed.core.errors import ServerError
from honed.services.collection import put_off

if TYPE_CHECKING:
    from collections.abc import Sequence

    from honed.services.workspace import Workspace

LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)


def parser() -> argparse.ArgumentParser:
    """Return the parser; the standard library's, because a server must start fast."""
    made = argparse.ArgumentParser("honed serve", description=__doc__)
    made.add_argument("--stdio", action="store_true", help="speak on stdin and stdout (default)")
    made.add_argument(
        "--tcp",
        metavar="HOST:PORT",
        help="speak with the first client that connects to this address of the machine itself, such"
        " as 127.0.0.1:0, instead; a line on stdout says which port it is",
    )
    made.add_argument(
        "--log-file",
        metavar="FILE",
        help="write the log here instead of to stderr and the data directory",
    )
    made.add_argument("--data-dir", metavar="DIR", default="", help="where what was learned lies")
    made.add_argument("--config", metavar="FILE", default="", help="the user's settings")
    made.add_argument("-v", "--verbose", action="count", default=0, help="log more; twice, all")
    return made


def serve(arguments: Sequence[str]) -> int:
    """Serve until the client leaves; return the exit code."""
    options = parser().parse_args(arguments)
    try:
        output = (
            logging.FileHandler(options.log_file, encoding="utf-8")
            if options.log_file
            else logging.StreamHandler(sys.stderr)
        )
    except OSError as error:
        sys.stderr.write(f"honed serve: cannot write the log {options.log_file}: {error}\n")
        return 2
    logging.basicConfig(
        level=LEVELS[min(options.verbose, len(LEVELS) - 1)],
        handlers=[output],
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    if options.verbose < len(LEVELS) - 1:
        # It would write every message, and so the user's code, into the log.
        logging.getLogger("pygls").setLevel(logging.WARNING)
    put_off()
    # `--help` needs none of it.
    from honed.lsp.server import HonedServer  # noqa: PLC0415
    from honed.lsp.tcp import address  # noqa: PLC0415

    begin_log = None if options.log_file else partial(_begin_log, options.data_dir)
    server = HonedServer(partial(_workspace, options.data_dir, options.config), begin_log)
    try:
        return server.serve(address(options.tcp) if options.tcp else None, _announce)
    except (ValueError, ServerError) as error:
        sys.stderr.write(f"honed serve: {error}\n")
        return 2


def _announce(address: object) -> None:
    print(f"listening on {address}", flush=True)


def _workspace(data_dir: str, config: str) -> Workspace:
    """Return what the server keeps alive; loading its modules waits until they are needed."""
    from honed.services.clock import SystemClock  # noqa: PLC0415
    from honed.services.settings_files import user_file  # noqa: PLC0415
    from honed.services.workspace import Workspace  # noqa: PLC0415

    return Workspace(SystemClock(), data_dir, user_file=user_file(config))


def _begin_log(data_dir: str, of_settings: str) -> None:
    from honed.services.log import keep_log  # noqa: PLC0415 - as above

    keep_log(data_dir or of_settings)
