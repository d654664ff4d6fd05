"""A list of figures against what units reported of a plan's targets: the rules of `services.report_actual`, by row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from thidua.apps.planning.domain import rules
from thidua.apps.planning.domain.periods import Period, periods_of
from thidua.apps.planning.domain.sheets.cells import DayHabit, Reader, folded_word, notes_between, number_cell, words_of
from thidua.apps.planning.domain.sheets.keys import ACTUAL, STALE, TARGET, find, is_stale, written_key
from thidua.apps.planning.domain.sheets.records import Judged, Listed, Preview, SheetRow, Stored, Writing
from thidua.apps.planning.enums import PeriodKind
from thidua.lib.vietnamese import fold

FIELDS: Mapping[str, Sequence[str]] = {
    "key": ("Mã dòng",),
    "target": ("Mã chỉ tiêu",),
    "indicator": ("Chỉ tiêu", "Tên chỉ tiêu", "Nội dung chỉ tiêu"),
    "unit": ("Đơn vị", "Đơn vị báo cáo", "Tên đơn vị"),
    "period": ("Kỳ", "Kỳ báo cáo"),
    "value": ("Thực hiện", "Số liệu", "Kết quả"),
    "note": ("Ghi chú",),
}
NEEDED = ("indicator", "unit", "period", "value")
VALUES = ("unit", "period", "value", "note")
REMEDIES = {"period": "Bỏ dòng này.", "value": "Sửa số này."}
"""What to do in the file where a figure breaks a rule."""
ROMAN = ("I", "II", "III", "IV")
EXAMPLES = "Ghi ví dụ: Tháng 3/{year}, Quý I/{year}, 6 tháng đầu năm {year}, Năm {year}."
_HALVES = {"dau": 1, "cuoi": 2, "1": 1, "2": 2, "i": 1, "ii": 2}
_PERIOD = re.compile(
    r"(?:(?P<month>thang) (?P<m>\d{1,2})|(?P<quarter>quy) (?P<q>[1-4]|iv|i{1,3})"
    r"|(?P<half>6 thang|sau thang|nua nam) (?P<h>dau|cuoi|[12])(?: nam)?|(?P<year>nam|ca nam))"
    r"(?:[ /-]*(?:nam )?(?P<y>\d{4}))?"
)


@dataclass(frozen=True, slots=True)
class ActualRecord:
    """A figure as it was reported."""

    key: int
    version: int
    target: int
    unit: int
    unit_name: str
    period: str
    starts_on: date
    ends_on: date
    value: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class ReportedTarget:
    """A target of the plan, and the units of the actor that report it: key and name."""

    key: int
    indicator: str
    is_cumulative: bool
    units: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a list of figures is judged against. `meant` are the units that the names in the list stand for, folded."""

    year: int
    on: date
    targets: Mapping[int, ReportedTarget]
    present: Mapping[int, ActualRecord]
    meant: Mapping[str, int]


def period_words(kind: str, starts_on: date) -> str:
    """Write a period as the import reads it back."""
    year, month = starts_on.year, starts_on.month
    if kind == PeriodKind.MONTH:
        return f"Tháng {month}/{year}"
    if kind == PeriodKind.QUARTER:
        return f"Quý {ROMAN[(month - 1) // 3]}/{year}"
    if kind == PeriodKind.HALF_YEAR:
        return f"6 tháng {'đầu' if month < 7 else 'cuối'} năm {year}"
    return f"Năm {year}"


def period_of(text: str, *, year: int) -> Period | None:
    """Return the period that words name; without a year the one given is meant."""
    match = _PERIOD.fullmatch(" ".join(fold(text).replace("/", " ").split()))
    if match is None:
        return None
    if match["month"]:
        kind, number = PeriodKind.MONTH, int(match["m"])
    elif match["quarter"]:
        word = match["q"].upper()
        kind, number = PeriodKind.QUARTER, int(word) if word.isdecimal() else ROMAN.index(word) + 1
    elif match["half"]:
        kind, number = PeriodKind.HALF_YEAR, _HALVES[match["h"]]
    else:
        kind, number = PeriodKind.YEAR, 1
    wanted = int(match["y"] or year)
    if not 1 <= wanted <= 9999:
        return None
    return next((one for one in periods_of(year=wanted, kind=kind) if one.number == number), None)


def actual_cells(one: ActualRecord, *, indicator: str) -> dict[str, Any]:
    """Return a figure as the cells of a row, as the import reads them back."""
    return {
        "key": written_key(ACTUAL, one.key, one.version),
        "target": f"{TARGET}{one.target}",
        "indicator": indicator,
        "unit": one.unit_name,
        "period": period_words(one.period, one.starts_on),
        "value": number_cell(one.value),
        "note": one.note,
    }


def owed_cells(target: ReportedTarget, unit: str, period: Period) -> dict[str, Any]:
    """Return a row to be filled in."""
    words = period_words(period.kind, period.starts_on)
    return {"target": f"{TARGET}{target.key}", "indicator": target.indicator, "unit": unit, "period": words}


def preview_actuals(listed: Listed, figures: Figures) -> Preview:
    """Judge every row of the list. A row without a figure is left alone; figures are taken back on their own page."""
    return _Judgement(listed, figures).result


class _Judgement:
    def __init__(self, listed: Listed, figures: Figures) -> None:
        self.listed, self.figures, self.result = listed, figures, Preview()
        self.by_place = {(one.target, one.unit, one.starts_on, one.ends_on): one for one in figures.present.values()}
        self.spans: dict[tuple[int, int], list[tuple[date, date, int]]] = {}
        """Periods by target and unit, each with the line it stands on, 0 where it was reported before."""
        for one in figures.present.values():
            self.spans.setdefault((one.target, one.unit), []).append((one.starts_on, one.ends_on, 0))
        self.by_text: dict[str, list[int]] = {}
        for target in figures.targets.values():
            self.by_text.setdefault(folded_word(target.indicator), []).append(target.key)
        seen: dict[int, int] = {}
        for row in listed.rows:
            judged = Judged(row.line, "")
            self.result.rows.append(judged)
            self._judge(Reader(row, listed.columns, judged, DayHabit()), seen)

    def _judge(self, reader: Reader, seen: dict[int, int]) -> None:
        judged = reader.judged
        keyed = find(reader, ACTUAL, self.figures.present, seen)
        target = self.figures.targets.get(keyed.target) if keyed else self._target(reader)
        judged.label = (target.indicator if target else reader.typed("indicator"))[:200] or "(chưa có chỉ tiêu)"
        if keyed is not None and target is not None and self._is_same(reader, keyed):
            return
        if not reader.typed("value"):
            if keyed is not None:
                reader.fail("value", "Số liệu đã báo cáo không xóa bằng tệp. Xóa có ghi lý do ở trang chỉ tiêu.")
            elif not judged.faults:
                judged.warnings.append("Chưa ghi số liệu nên bỏ qua dòng này.")
            return
        if keyed is not None:
            self._require_place(reader, keyed)
        unit, period = self._unit(reader, target, keyed), self._period(reader)
        value = keyed.value if keyed and self._is_cell(reader, "value", keyed) else reader.number("value")
        if value is not None and target is not None:
            starts_on = period.starts_on if period else self.figures.on
            faults = rules.figure_faults(
                starts_on=starts_on, value=value, is_cumulative=target.is_cumulative, on=self.figures.on
            )
            for name, sentence in faults.items():
                reader.fail(name, f"{sentence} {REMEDIES[name]}")
        if judged.faults or target is None or unit is None or period is None or value is None:
            return
        place = (target.key, unit, period.starts_on, period.ends_on)
        before = self.by_place.get(place)
        if target.is_cumulative or before is None:
            self._refuse_overlap(reader, place, is_new=before is None, is_cumulative=target.is_cumulative)
        if keyed is None and before is not None and before.key in seen:
            reader.fail("period", f"Kỳ này của đơn vị đã có ở dòng {seen[before.key]}. Bỏ một trong hai dòng.")
        if before is not None:
            seen.setdefault(before.key, reader.row.line)
        kept = before.note if before else ""
        exported = before.note if before else ""
        note = reader.take("note", kept, exported, lambda name: reader.text(name))
        names = {"unit": target.units[unit], "period": period_words(period.kind, period.starts_on)}
        after = {**names, "value": value, "note": note}
        old = {**names, "value": before.value, "note": before.note} if before else None
        notes = notes_between(old, after, lambda _name, one: words_of(one))
        if keyed is not None and notes and is_stale(reader, keyed):
            reader.fail("key", STALE)
        if not judged.faults and notes:
            judged.state, judged.notes = ("changed" if before else "new"), notes
            values = {"target": target.key, "unit": unit, "period": period, "value": value, "note": note}
            self.result.writings.append(Writing(reader.row.line, before.key if before else None, values))

    def _is_cell(self, reader: Reader, name: str, one: ActualRecord) -> bool:
        """Whether a cell says what was exported; a unit or a period may be worded otherwise."""
        text = reader.typed(name)
        if name == "unit" and text:
            return folded_word(text) == folded_word(one.unit_name)
        if name == "period" and (period := period_of(text, year=self.figures.year)):
            return (period.starts_on, period.ends_on) == (one.starts_on, one.ends_on)
        marker = object()
        cells = actual_cells(one, indicator=reader.typed("indicator"))
        return reader.take(name, marker, cells[name], lambda _name: object()) is marker

    def _is_same(self, reader: Reader, one: ActualRecord) -> bool:
        return all(self._is_cell(reader, name, one) for name in VALUES)

    def _require_place(self, reader: Reader, one: ActualRecord) -> None:
        for name, what in (("unit", "đơn vị"), ("period", "kỳ")):
            if not self._is_cell(reader, name, one):
                reader.fail(name, f"Không đổi {what} của số liệu đã báo cáo. Xóa mã dòng để báo cáo thành số liệu mới.")

    def _target(self, reader: Reader) -> ReportedTarget | None:
        code = reader.typed("target").upper()
        if code:
            found = (
                self.figures.targets.get(int(code[len(TARGET) :]))
                if re.fullmatch(rf"{TARGET}\d{{1,15}}", code)
                else None
            )
            if found is None:
                reader.fail("target", f"Kế hoạch không có chỉ tiêu mã “{code[:40]}”. Lấy mã trong danh sách tải về.")
            return found
        text = reader.typed("indicator")
        keys = self.by_text.get(folded_word(text), [])
        if len(keys) == 1:
            return self.figures.targets[keys[0]]
        if not text:
            reader.fail("indicator", "Chưa có chỉ tiêu. Ghi đúng tên chỉ tiêu trong kế hoạch.")
        elif keys:
            reader.fail(
                "indicator", f"Có {len(keys)} chỉ tiêu cùng tên. Ghi thêm mã chỉ tiêu, ví dụ {TARGET}{keys[0]}."
            )
        else:
            reader.fail("indicator", f"Kế hoạch không có chỉ tiêu “{text[:60]}”. Ghi đúng tên trong kế hoạch.")
        return None

    def _unit(self, reader: Reader, target: ReportedTarget | None, keyed: ActualRecord | None) -> int | None:
        text = reader.typed("unit")
        if not text:
            reader.fail("unit", "Chưa có đơn vị. Ghi tên đơn vị báo cáo.")
            return None
        if target is None:
            return None
        named = [key for key, name in target.units.items() if folded_word(name) == folded_word(text)]
        unit = keyed.unit if keyed else named[0] if len(named) == 1 else self.figures.meant.get(fold(text))
        if unit in target.units:
            return unit
        if keyed is not None:
            reader.fail(
                "unit",
                f"{rules.not_reported_here(keyed.unit_name)} Bỏ dòng này, hoặc để nguyên như tệp tải về.",
            )
        else:
            reader.fail(
                "unit",
                f"“{text[:60]}” không phải đơn vị mà Ông/Bà báo cáo chỉ tiêu này. Ghi đúng tên đơn vị được giao, "
                "hoặc bỏ dòng này.",
            )
        return None

    def _period(self, reader: Reader) -> Period | None:
        text, year = reader.typed("period"), self.figures.year
        if not text:
            reader.fail("period", f"Chưa có kỳ báo cáo. {EXAMPLES.format(year=year)}")
            return None
        period = period_of(text, year=year)
        if period is None:
            reader.fail("period", f"Không có kỳ “{text[:60]}”. {EXAMPLES.format(year=year)}")
        elif period.starts_on.year != year:
            reader.fail("period", f"Kỳ báo cáo phải trong năm {year} của kế hoạch. {EXAMPLES.format(year=year)}")
        else:
            return period
        return None

    def _refuse_overlap(
        self, reader: Reader, place: tuple[int, int, date, date], *, is_new: bool, is_cumulative: bool
    ) -> None:
        """Refuse a period twice in the list, and for sums any that shares days with another."""
        target, unit, starts_on, ends_on = place
        spans = self.spans.setdefault((target, unit), [])
        for start, end, line in spans:
            if (start, end) == (starts_on, ends_on) and line:
                reader.fail("period", f"Kỳ này của đơn vị đã có ở dòng {line}. Bỏ một trong hai dòng.")
                return
            if is_new and is_cumulative and start <= ends_on and end >= starts_on:
                where = {"where": f"kỳ ở dòng {line}"} if line else {}
                sentence = rules.overlap_fault(start, end, **where)
                reader.fail("period", f"{sentence} Chọn kỳ khác, hoặc đính chính số liệu của kỳ đó.")
                return
        spans.append((starts_on, ends_on, reader.row.line))


def sample_rows() -> list[SheetRow]:
    """Return what a template shows of a filled row."""
    row: dict[str, Stored] = {
        "indicator": "Tuyển mới",
        "unit": "Văn phòng",
        "period": "Quý I/2026",
        "value": 1_250.5,
        "note": "",
    }
    return [SheetRow(2, row)]
