from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template, TemplateSyntaxError
from hypothesis import given
from hypothesis import strategies as st

from thidua.lib.vietnamese import fold
from thidua.ui.icons import ICONS, drawing
from thidua.ui.templatetags.ui import date_text, filesize, highlight, money, number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (7, "7"),
        (2026, "2.026"),
        (1234.5, "1.234,5"),
        (Decimal("32500"), "32.500"),
        (Decimal("0.50"), "0,5"),
        (-1234567.25, "-1.234.567,25"),
        (None, ""),
        ("", ""),
    ],
)
def test_number(value: object, written: str) -> None:
    assert number(value) == written


def test_number_with_places() -> None:
    assert number(Decimal("2"), 1) == "2,0"


def test_money() -> None:
    assert money(2530000) == "2.530.000\u00a0đ"
    assert money(None) == ""


def test_dates() -> None:
    assert date_text(date(2026, 2, 11)) == "11/02/2026"
    assert date_text(datetime(2026, 2, 10, 20, 5, tzinfo=UTC)) == "03:05 11/02/2026"
    assert date_text(None) == ""
    assert (
        Template("{{ day|date }} {{ day|date:'Y' }}").render(Context({"day": date(2026, 2, 11)})) == "11/02/2026 2026"
    )


def test_filesize() -> None:
    assert [filesize(size) for size in (0, 999, 1500, 1_536_000, 2_000_000_000)] == [
        "0 B",
        "999 B",
        "1,5 kB",
        "1,5 MB",
        "2 GB",
    ]


def test_highlight_finds_words_without_diacritics_and_escapes() -> None:
    assert highlight("Khen thưởng <năm>", "thuong nam") == ("Khen <mark>thưởng</mark> &lt;<mark>năm</mark>&gt;")
    assert highlight("Đề nghị", "de") == "<mark>Đề</mark> nghị"
    assert highlight("Kế hoạch", "") == "Kế hoạch"


@given(st.text(max_size=60), st.text(max_size=12))
def test_highlight_keeps_every_letter(text: str, query: str) -> None:
    plain = Template("{{ text }}").render(Context({"text": text}))
    marked = highlight(text, query)
    assert marked.replace("<mark>", "").replace("</mark>", "") == plain
    if not query.strip() or not fold(query).split():
        assert marked == plain


def test_icon_says_its_label_or_hides() -> None:
    hidden = Template('{% icon "plan" %}').render(Context())
    named = Template('{% icon "plan" "Kế hoạch" %}').render(Context())
    assert 'aria-hidden="true"' in hidden
    assert 'role="img" aria-label="Kế hoạch"' in named
    assert "style=" not in hidden


def test_unknown_icon_and_tone_are_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="no icon means 'rocket'"):
        Template('{% icon "rocket" %}').render(Context())
    with pytest.raises(TemplateSyntaxError, match="'pink' is no tone"):
        Template('{% state_badge "Mới" "pink" %}').render(Context())


def test_every_icon_is_built_and_means_one_thing() -> None:
    drawings = {meaning: drawing(meaning) for meaning in ICONS}
    assert all(shape.startswith("<") for shape in drawings.values())
    assert len(set(ICONS.values())) == len(ICONS)
