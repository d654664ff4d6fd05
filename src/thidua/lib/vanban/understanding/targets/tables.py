"""Targets in tables with an indicator a row."""

from __future__ import annotations

import re

from thidua.lib.vanban.plan import PlanTarget
from thidua.lib.vanban.understanding.columns import Columns
from thidua.lib.vanban.understanding.numbering import read_label
from thidua.lib.vanban.understanding.passages import join
from thidua.lib.vanban.understanding.periods import PlanYears
from thidua.lib.vanban.understanding.pieces import Grid
from thidua.lib.vanban.understanding.targets.quantities import VALUE, quantity_of
from thidua.lib.vanban.understanding.words import lower, plain


def targets_of_table(grid: Grid, columns: Columns, *, years: PlanYears) -> list[PlanTarget]:
    """Return the targets of a table with an indicator a row, its measure, and the value for the plan's year."""
    titles = [plain(title) for title in columns.titles]
    body = grid.rows[columns.header_rows :]
    name = next(
        (
            place
            for place, title in enumerate(titles)
            if re.search(r"chi tieu|muc tieu|noi dung|tieu chi", title) and not re.search(r"\d{4}", title)
        ),
        None,
    )
    measure = next(
        (
            place
            for place, title in enumerate(titles)
            if re.search(r"^dvt$|don vi tinh|^dv tinh|don vi do|^don vi$", title)
        ),
        None,
    )
    year = str(years.second or years.first or "")
    values = [
        place
        for place, title in enumerate(titles)
        if place not in (name, measure)
        and re.search(r"ke hoach|^kh\b|muc tieu|chi tieu|phan dau|dang ky|giao|nam \d{4}|so luong|muc|can dat", title)
        and not re.search(r"thuc hien|uoc|nam truoc|so sanh|ket qua nam|(?<!\w)th\b|/\s*kh\b", title)
    ]
    if name is None or not values:
        return []
    value = next(
        (place for place in values if year and year in titles[place]),
        values[-1] if len(values) > 1 and any(re.search(r"\d{4}", titles[p]) for p in values) else values[0],
    )
    found: list[PlanTarget] = []
    for row in body:
        if max(name, value) >= len(row.cells) or not row.cells[name].lines or not row.cells[value].lines:
            continue
        label, cell = join(row.cells[name].lines), join(row.cells[value].lines)
        unit = row.cells[measure].text.strip() or None if measure is not None and measure < len(row.cells) else None
        match = VALUE.search(lower(cell.text))
        hit = quantity_of(match, lower(cell.text)) if match else None
        if match is None or hit is None or len(cell.text) > 60:
            continue
        numbered = read_label(label.text)
        name_text = (
            label.cut(numbered.end) if numbered and numbered.end < len(label.text) and not numbered.is_bullet else label
        )
        target = PlanTarget(
            indicator=name_text.found(name_text.text.strip(" -+•:")),
            comparator=hit.comparator,
            minimum=hit.minimum,
            maximum=hit.maximum,
            unit=hit.unit if hit.unit == "%" and not unit else unit or hit.unit,
        )
        found.append(target)
    return found
