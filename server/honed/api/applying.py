"""The edit engine as others see it; docs/api.md tells of it with examples."""

from honed.apply.engine import Request, apply_edit, apply_edits, apply_patch
from honed.apply.result import Applied, Format, Place, Reason, Refused, Strategy
from honed.core.text import Edit, Span

__all__ = [
    "Applied",
    "Edit",
    "Format",
    "Place",
    "Reason",
    "Refused",
    "Request",
    "Span",
    "Strategy",
    "apply_edit",
    "apply_edits",
    "apply_patch",
]
