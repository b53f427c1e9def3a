"""A language server that learns how you edit, without a model and without the network.

`import honed` imports nothing but this module: a public name is found when it is first asked for.
`docs/api.md` tells what there is.
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False
"""As in `typing`, which takes longer to import than this module; type checkers take it for true."""
if TYPE_CHECKING:
    from honed.api.applying import (
        Applied,
        Edit,
        Format,
        Place,
        Reason,
        Refused,
        Request,
        Span,
        Strategy,
        apply_edit,
        apply_edits,
        apply_patch,
    )
    from honed.api.patterns import ItemKind, MemoryItem, PatternLearner, SimilarPattern
    from honed.api.quality import (
        CodeQualityAnalyzer,
        Concern,
        Finding,
        FunctionMetrics,
        Halstead,
        Lines,
        QualityChange,
        QualityMetrics,
        Severity,
    )
    from honed.api.trajectories import (
        Arm,
        Details,
        Improvement,
        Outcome,
        SimilarTrajectory,
        Survival,
        Task,
        TaskResult,
        Trajectory,
        TrajectoryManager,
        TrajectoryStats,
    )

__version__ = "0.1.0"

__all__ = [
    "Applied",
    "Arm",
    "CodeQualityAnalyzer",
    "Concern",
    "Details",
    "Edit",
    "Finding",
    "Format",
    "FunctionMetrics",
    "Halstead",
    "Improvement",
    "ItemKind",
    "Lines",
    "MemoryItem",
    "Outcome",
    "PatternLearner",
    "Place",
    "QualityChange",
    "QualityMetrics",
    "Reason",
    "Refused",
    "Request",
    "Severity",
    "SimilarPattern",
    "SimilarTrajectory",
    "Span",
    "Strategy",
    "Survival",
    "Task",
    "TaskResult",
    "Trajectory",
    "TrajectoryManager",
    "TrajectoryStats",
    "apply_edit",
    "apply_edits",
    "apply_patch",
]

_OF_QUALITY = (
    "CodeQualityAnalyzer", "Concern", "Finding", "FunctionMetrics", "Halstead", "Lines",
    "QualityChange", "QualityMetrics", "Severity",
)  # fmt: skip
_OF_TRAJECTORIES = (
    "Arm", "Details", "Improvement", "Outcome", "SimilarTrajectory", "Survival", "Task",
    "TaskResult", "Trajectory", "TrajectoryManager", "TrajectoryStats",
)  # fmt: skip
_OF_PATTERNS = ("ItemKind", "MemoryItem", "PatternLearner", "SimilarPattern")
_HOME_OF = (
    dict.fromkeys(__all__, "honed.api.applying")
    | dict.fromkeys(_OF_QUALITY, "honed.api.quality")
    | dict.fromkeys(_OF_TRAJECTORIES, "honed.api.trajectories")
    | dict.fromkeys(_OF_PATTERNS, "honed.api.patterns")
)
"""The module of each public name; type checkers need an import under TYPE_CHECKING beside it."""


def __getattr__(name: str) -> object:
    """Return the public object called `name`, imported now; it is kept for the next time."""
    if name not in _HOME_OF:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(importlib.import_module(_HOME_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
