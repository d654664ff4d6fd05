"""Pictures of the pages of PDF files and scans, drawn in a process of its own: a hostile file can only break that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from thidua.apps.documents.domain.drawing import NO_SUCH_PAGE

DRAWN_TYPES = frozenset({"application/pdf", "image/png", "image/jpeg", "image/tiff"})
WIDTH = 1240
"""Pixels across: A4 at 150 dpi, sharp at the zoom of the reading pane."""
SECONDS = 25.0


class PageMissing(LookupError):
    """The file has no such page."""


class PageNotDrawn(RuntimeError):
    """The page cannot be drawn within the bounds."""


def draw_page(path: Path, *, media_type: str, page: int, width: int = WIDTH) -> bytes:
    """Return a page (1 is the first) as PNG. Raises PageMissing, PageNotDrawn."""
    if media_type not in DRAWN_TYPES or page < 1:
        raise PageMissing
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    command = [sys.executable, "-m", f"{__package__}.drawing", str(path), media_type, str(page), str(width)]
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise PageNotDrawn from None
    if done.returncode == NO_SUCH_PAGE:
        raise PageMissing
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        raise PageNotDrawn
    return done.stdout
