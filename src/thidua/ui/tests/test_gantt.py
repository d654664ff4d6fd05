from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from thidua.ui.gantt import LABEL, WIDTH, Bar, Chart, draw, months

YEAR = st.dates(date(2025, 6, 1), date(2027, 6, 1))


def test_months() -> None:
    assert months(date(2026, 11, 30), date(2027, 1, 1)) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]


@given(st.lists(st.tuples(st.text(max_size=80), YEAR, YEAR), max_size=6))
def test_bars_stay_inside_and_markup_stays_text(rows: list[tuple[str, date, date]]) -> None:
    bars = [
        Bar(re.sub(r"[\x00-\x1f\ud800-\udfff\ufffe\uffff]", "", text), "/x/?a=1&b=2", min(a, b), max(a, b))
        for text, a, b in rows
    ]
    svg = draw(Chart(date(2026, 1, 1), date(2026, 12, 31), bars, today=date(2026, 5, 5)))
    root = ElementTree.fromstring(svg)
    links = root.findall("a")
    assert len(links) == len(bars)
    for link in links:
        for shape in link.findall("rect")[1:]:
            left, width = float(shape.attrib["x"]), float(shape.attrib["width"])
            assert left >= LABEL - 6
            assert left + width <= WIDTH + 0.2
    assert "style=" not in svg


def test_a_row_without_dates_has_no_bar_and_says_why() -> None:
    svg = draw(Chart(date(2026, 1, 1), date(2026, 12, 31), [Bar("Khen đột xuất", "/x/", None, None, note="nếu có")]))
    link = ElementTree.fromstring(svg).find("a")
    assert link is not None
    assert len(link.findall("rect")) == 1
    assert link.attrib["aria-label"] == "Khen đột xuất; nếu có"
