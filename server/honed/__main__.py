"""`python -m honed`: the command line."""

from __future__ import annotations

from honed.cli import main

if __name__ == "__main__":
    main()
