"""What the asset build leaves in `_built`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from thidua.ui.icons import BUILT_ICONS

BUILT = BUILT_ICONS.parent
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
TONES = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
SIGNS = "0123456789.,;:!?()[]/%-–—…“”‘’•№₫ "


@pytest.mark.parametrize("name", ["Regular", "Italic", "Bold", "BoldItalic"])
def test_print_fonts_hold_every_vietnamese_letter(name: str) -> None:
    font = TTFont(BUILT / "fonts" / f"Tinos-{name}.ttf")
    letters = set(LETTERS + LETTERS.upper() + TONES + TONES.upper() + SIGNS) - {"№"}
    missing = sorted(letter for letter in letters if ord(letter) not in font.getBestCmap())
    assert missing == []
    widths = {font["hmtx"][font.getBestCmap()[ord(letter)]][0] for letter in "ễữợĐ"}
    assert min(widths) > 0


def test_style_sheets_ask_for_nothing_outside() -> None:
    for path in [*BUILT.glob("vendor/**/*.css"), *Path(BUILT.parent / "ui/static").glob("**/*.css")]:
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"url\(\s*['\"]?(?:https?:)?//", text) == []
        assert "sourceMappingURL" not in text


def test_every_collected_file_has_a_hashed_name() -> None:
    names = json.loads((BUILT / "static/staticfiles.json").read_text())["paths"]
    assert {"ui/ui.css", "ui/ui.js", "tabler/tabler.min.css", "django_htmx/htmx-2.min.js"} <= names.keys()
    assert all((BUILT / "static" / hashed).exists() for hashed in names.values())
