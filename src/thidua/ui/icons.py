"""One icon, one meaning: what a picture says, and the file of the icon set that draws it.

`tools/build_assets.py` takes exactly these files from the set; add a line here, then run it again.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

BUILT_ICONS = Path(__file__).resolve().parent.parent / "_built" / "icons"

ICONS: dict[str, str] = {
    # Places
    "workbench": "home",
    "plan": "file-text",
    "task": "checklist",
    "unit": "sitemap",
    "body": "building-community",
    "person": "user",
    "people": "users",
    "excel": "file-spreadsheet",
    "names": "tags",
    "audit": "history",
    "target": "target",
    "inbox": "bell",
    "settings": "adjustments-horizontal",
    "law": "gavel",
    "register": "book-2",
    "honor": "medal",
    # Acts
    "search": "search",
    "add": "plus",
    "edit": "pencil",
    "delete": "trash",
    "save": "device-floppy",
    "download": "download",
    "upload": "upload",
    "print": "printer",
    "filter": "filter",
    "undo": "arrow-back-up",
    "reload": "refresh",
    "link": "link",
    "external": "external-link",
    "show": "eye",
    "hide": "eye-off",
    "sign-out": "logout",
    "more": "dots",
    "close": "x",
    "menu": "menu-2",
    "help": "help",
    "zoom-in": "zoom-in",
    "zoom-out": "zoom-out",
    # Direction
    "down": "chevron-down",
    "up": "chevron-up",
    "previous": "chevron-left",
    "next": "chevron-right",
    "back": "arrow-left",
    "sorted-up": "arrow-up",
    "sorted-down": "arrow-down",
    "sortable": "selector",
    # Kinds of thing
    "file": "file",
    "pdf": "file-type-pdf",
    "docx": "file-type-docx",
    "image": "photo",
    "attachment": "paperclip",
    "mail": "mail",
    "phone": "phone",
    "password": "key",
    "locked": "lock",
    "language": "language",
    "calendar": "calendar",
    "message": "message",
    "list": "list",
    "board": "layout-kanban",
    "timeline": "timeline",
    "chart": "chart-bar",
    # States and tones
    "not-started": "circle",
    "in-progress": "circle-half-2",
    "waiting": "hourglass",
    "done": "circle-check",
    "none": "minus",
    "cancelled": "ban",
    "soon": "clock",
    "overdue": "alert-circle",
    "doubt": "alert-triangle",
    "repeat": "repeat",
    "info": "info-circle",
    "check": "check",
    "flag": "flag",
}


@cache
def drawing(meaning: str) -> str:
    """Return what stands inside the icon's <svg>. Raises KeyError for a meaning that is not listed."""
    source = (BUILT_ICONS / f"{ICONS[meaning]}.svg").read_text(encoding="utf-8")
    # The files are our own build's, taken from a pinned package.
    root = ElementTree.fromstring(source)  # noqa: S314 - files of our own package
    shapes = []
    for shape in root:
        if shape.get("fill") == "none" and shape.get("stroke") == "none":
            continue  # the invisible square each file of the set starts with
        attributes = " ".join(f'{name}="{value}"' for name, value in shape.attrib.items())
        shapes.append(f"<{shape.tag.rpartition('}')[2]} {attributes}/>")
    return "".join(shapes)
