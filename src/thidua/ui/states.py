"""The tones a state may have: a colour of the style sheet and the icon beside it, since colour never stands alone."""

from __future__ import annotations

TONES: dict[str, str] = {
    "neutral": "not-started",
    "progress": "in-progress",
    "waiting": "waiting",
    "done": "done",
    "soon": "soon",
    "overdue": "overdue",
    "refused": "cancelled",
    "doubt": "doubt",
    "cancelled": "cancelled",
    "none": "none",
    "info": "info",
    "honor": "honor",
}
"""Tone → meaning of its icon."""
