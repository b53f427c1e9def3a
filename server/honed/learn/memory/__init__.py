"""Memory items: distilled from what happened, judged, consolidated, forgotten."""
