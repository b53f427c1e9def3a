"""What a table says of the machine, the interpreter and the state of the code."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def facts() -> dict[str, str]:
    """Return machine, Python and commit; the load is that of the last minute."""
    return {
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()}",
        "load": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not told",
        "python": platform.python_version(),
        "commit": commit(),
    }


def commit(repository: Path = ROOT) -> str:
    """Return the commit that is checked out, "+ changes" where files differ from it."""
    name = _git(repository, "rev-parse", "--short", "HEAD") or "unknown"
    # A bare repository has no files that could differ.
    return name + (" + changes" if _git(repository, "status", "--porcelain") else "")


def _git(repository: Path, *arguments: str) -> str:
    """Return what git prints, "" where it fails."""
    command = ["git", "-C", str(repository), *arguments]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
