"""Errors that honed itself raises.

HonedError
├── SettingsError    a setting has a value that cannot be used
├── HistoryError     a git history cannot be read
├── BundleError      a file to be shared cannot be read, or does not fit
├── RuleError        a rule cannot be read, made or written
├── StoreError       the data directory or a file in it cannot be used
│   ├── StoreUnavailableError    for now: a full disk, a directory that is away
│   │   └── StoreBusyError       another process has been writing for seconds
│   └── StoreDamagedError        never again: the file is torn, or was removed or replaced
└── ServerError      a server cannot listen, or did not answer as the protocol says (demo, benches)

The packages that look at the user's code raise none of them: there, what is wrong is a value.
"""

from __future__ import annotations


class HonedError(Exception):
    """The root of all errors of honed; its message says what happened and what to do next."""


class SettingsError(HonedError):
    """A setting has a value that cannot be used."""


class HistoryError(HonedError):
    """A git history cannot be read."""


class BundleError(HonedError):
    """A file that was exported cannot be read, or was imported before."""


class RuleError(HonedError):
    """A rule cannot be read, made or written."""


class StoreError(HonedError):
    """The data directory, or a file in it, cannot be used."""


class StoreUnavailableError(StoreError):
    """It cannot be used now, and may be later; what was to be written is worth keeping."""


class StoreBusyError(StoreUnavailableError):
    """Another process has been writing for seconds."""


class StoreDamagedError(StoreError):
    """The open database is of no more use; opening it anew sets aside what is broken."""


class ServerError(HonedError):
    """A server cannot listen, or its process did not answer as the protocol says."""
