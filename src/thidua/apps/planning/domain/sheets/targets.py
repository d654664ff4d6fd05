"""A list of targets against the targets of a draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from thidua.apps.planning.domain import rules
from thidua.apps.planning.domain.sheets.cells import (
    NEW,
    DayHabit,
    Reader,
    folded_word,
    notes_between,
    number_cell,
    words_of,
)
from thidua.apps.planning.domain.sheets.keys import STALE, TARGET, asks_removal, find, is_stale, written_key
from thidua.apps.planning.domain.sheets.records import Judged, Listed, Preview, SheetRow, Stored, Writing
from thidua.apps.planning.enums import Comparator

FIELDS: Mapping[str, Sequence[str]] = {
    "key": ("Mã dòng",),
    "indicator": ("Chỉ tiêu", "Tên chỉ tiêu", "Nội dung chỉ tiêu"),
    "whole": ("Là phần của", "Trong chỉ tiêu", "Thuộc chỉ tiêu"),
    "comparator": ("So sánh",),
    "minimum": ("Từ", "Mức thấp nhất", "Tối thiểu", "Mức phấn đấu"),
    "maximum": ("Đến", "Mức cao nhất", "Tối đa"),
    "measure": ("Đơn vị tính", "ĐVT"),
    "baseline": ("Kỳ gốc", "Thực hiện năm trước"),
    "baseline_text": ("Kỳ gốc là",),
    "is_cumulative": ("Cộng dồn các kỳ", "Cộng dồn"),
    "remove": ("Xóa",),
}
NEEDED = ("indicator", "comparator")
VALUES = tuple(name for name in FIELDS if name not in {"key", "remove"})
NUMBERS = ("minimum", "maximum", "baseline")
REMEDIES = {
    rules.NO_INDICATOR: "Ghi nội dung; muốn xóa chỉ tiêu thì ghi x ở cột Xóa.",
    rules.NO_COMPARATOR: f"Chọn một trong: {'; '.join(map(str, Comparator.labels))}.",
    rules.NO_RANGE: "Điền cả cột Từ và cột Đến.",
    rules.NO_GOAL: "Điền số vào cột Từ hoặc cột Đến.",
    rules.WRONG_ORDER: "Đổi chỗ hai số.",
}
"""What to do in the file about each rule that is broken."""
LINES = {"measure": 60, "baseline_text": 120}
_COMPARATORS = {folded_word(str(one.label)): one.value for one in Comparator} | {
    **{one.value: one.value for one in Comparator},
    "dat": Comparator.EQUAL.value,
    "≥": Comparator.AT_LEAST.value,
    "it nhat": Comparator.AT_LEAST.value,
    "tu": Comparator.AT_LEAST.value,
    "tro len": Comparator.AT_LEAST.value,
    "tren": Comparator.AT_LEAST.value,
    "≤": Comparator.AT_MOST.value,
    "toi da": Comparator.AT_MOST.value,
    "nhieu nhat": Comparator.AT_MOST.value,
    "duoi": Comparator.AT_MOST.value,
}


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """A target as it is: `values` holds VALUES, `whole` being the key of the target it is a part of, or None."""

    key: int
    version: int
    values: Mapping[str, Any]


def target_cells(one: TargetRecord, present: Mapping[int, TargetRecord]) -> dict[str, Any]:
    """Return a target as the cells of a row, as the import reads them back. A whole is named by its code."""
    values = one.values
    whole = present.get(values["whole"] or 0)
    return {
        "key": written_key(TARGET, one.key, one.version),
        **values,
        **{name: number_cell(values[name]) for name in NUMBERS},
        "comparator": str(Comparator(values["comparator"]).label),
        "is_cumulative": bool(values["is_cumulative"]),
        "whole": f"{TARGET}{whole.key}" if whole else "",
        "remove": "",
    }


def preview_targets(listed: Listed, present: Mapping[int, TargetRecord]) -> Preview:
    """Judge every row of the list; `whole` of what is to be written is a key, or minus the line of a new row."""
    return _Judgement(listed, present).result


class _Judgement:
    def __init__(self, listed: Listed, present: Mapping[int, TargetRecord]) -> None:
        self.listed, self.present, self.result = listed, present, Preview()
        self.texts = {key: str(one.values["indicator"]) for key, one in present.items()}
        self.wholes: dict[int, int | None] = {key: one.values["whole"] for key, one in present.items()}
        self.removed: dict[int, Judged] = {}
        read: list[tuple[Reader, TargetRecord | None, dict[str, Any], Mapping[str, Any]]] = []
        seen: dict[int, int] = {}
        for row in listed.rows:
            judged = Judged(row.line, "")
            self.result.rows.append(judged)
            reader = Reader(row, listed.columns, judged, DayHabit())
            before = find(reader, TARGET, present, seen)
            judged.label = str(before.values["indicator"] if before else reader.typed("indicator"))[:200]
            asked = asks_removal(reader)
            if judged.faults or asked:
                self._remove(reader, before, asked=asked)
                continue
            exported: Mapping[str, Any] = target_cells(before, present) if before else dict.fromkeys(FIELDS, NEW)
            after = self._read(reader, before, exported)
            judged.label = str(after["indicator"])[:200] or "(chưa có chỉ tiêu)"
            self.texts[before.key if before else -row.line] = str(after["indicator"])
            read.append((reader, before, after, exported))
        self._refuse_twice(read)
        for reader, before, after, exported in read:
            old = before.values["whole"] if before else None
            after["whole"] = reader.take("whole", old, exported["whole"], self._whole_of(reader))
            self.wholes[before.key if before else -reader.row.line] = after["whole"]
        for reader, before, after, _exported in read:
            self._close(reader, before, after)
        self.result.removals = [key for key, judged in self.removed.items() if judged.state == "removed"]

    def _remove(self, reader: Reader, before: TargetRecord | None, *, asked: bool) -> None:
        if asked and before is None and not reader.judged.faults:
            reader.fail("remove", "Dòng chưa có mã nên chưa có gì để xóa. Bỏ dòng này khỏi tệp.")
        elif asked and before is not None and is_stale(reader, before):
            reader.fail("key", STALE)
        elif asked and before is not None and not reader.judged.faults:
            reader.judged.state = "removed"
            self.removed[before.key] = reader.judged

    def _read(self, reader: Reader, before: TargetRecord | None, exported: Mapping[str, Any]) -> dict[str, Any]:
        old: Mapping[str, Any] = before.values if before else _BLANK

        def taken(name: str) -> Any:
            def read(_name: str) -> Any:
                if name in NUMBERS:
                    return reader.number(name)
                if name == "comparator":
                    labels = [str(one.label) for one in Comparator]
                    return reader.choice(name, _COMPARATORS, listed=labels)
                if name == "is_cumulative":
                    return reader.flag(name)
                return reader.line_of_text(name, limit=LINES[name]) if name in LINES else reader.text(name)

            return reader.take(name, old[name], exported[name], read)

        after: dict[str, Any] = {name: taken(name) for name in VALUES if name != "whole"}
        is_readable = not reader.judged.faults
        faults = rules.target_faults(
            indicator=after["indicator"],
            comparator=after["comparator"],
            minimum=after["minimum"],
            maximum=after["maximum"],
        )
        if "indicator" in faults:
            reader.fail("indicator", f"{faults.pop('indicator')} {REMEDIES[rules.NO_INDICATOR]}")
        if not is_readable or (before is not None and all(after[name] == old[name] for name in after)):
            return after
        for name, sentence in faults.items():
            reader.fail(name, f"{sentence} {REMEDIES[sentence]}")
        return after

    def _refuse_twice(self, read: Sequence[tuple[Reader, TargetRecord | None, dict[str, Any], Any]]) -> None:
        known = {folded_word(self.texts[key]) for key in self.present if key not in self.removed}
        lines: dict[str, int] = {}
        for reader, before, after, _exported in read:
            text = folded_word(str(after["indicator"])) + "|" + folded_word(reader.typed("whole"))
            if before is not None or not after["indicator"]:
                continue
            if folded_word(str(after["indicator"])) in known and not reader.typed("whole"):
                reader.fail("indicator", "Chỉ tiêu này đã có trong kế hoạch. Giữ mã dòng để sửa, hoặc bỏ dòng này.")
            elif text in lines:
                reader.fail("indicator", f"Trùng với dòng {lines[text]}. Bỏ một trong hai dòng.")
            lines.setdefault(text, reader.row.line)

    def _whole_of(self, reader: Reader) -> Callable[[str], int | None]:
        return lambda _name: self._whole(reader)

    def _whole(self, reader: Reader) -> int | None:
        """Return the target a row names as its whole: by code, or by the words of one that stands only once."""
        text = reader.typed("whole")
        if not text:
            return None
        code = text.upper().removeprefix(TARGET).partition("-")[0]
        if text.upper().startswith(TARGET) and code.isdecimal() and int(code) in self.present:
            return int(code)
        counted = Counter(folded_word(one) for one in self.texts.values())
        found = [key for key, one in self.texts.items() if folded_word(one) == folded_word(text)]
        if counted[folded_word(text)] == 1 and found:
            return found[0]
        example = min(self.present, default=12)
        reader.fail(
            "whole",
            f"Không thấy đúng một chỉ tiêu “{text[:60]}”. Ghi mã dòng của chỉ tiêu lớn, ví dụ {TARGET}{example}.",
        )
        return None

    def _close(self, reader: Reader, before: TargetRecord | None, after: Mapping[str, Any]) -> None:
        judged, own = reader.judged, before.key if before else -reader.row.line
        above, steps = self.wholes[own], 0
        while above is not None and above != own and steps <= len(self.wholes):
            above, steps = self.wholes.get(above), steps + 1
        if above is not None:
            reader.fail("whole", "Chỉ tiêu không thể là phần của chính nó. Sửa cột Là phần của.")
        if self.wholes[own] in self.removed:
            reader.fail("whole", "Chỉ tiêu lớn của dòng này bị xóa trong tệp. Bỏ dấu x ở đó, hoặc sửa cột Là phần của.")
        notes = notes_between(before.values if before else None, {name: after[name] for name in VALUES}, self._words)
        if before is not None and notes and is_stale(reader, before):
            reader.fail("key", STALE)
        if not judged.faults and (notes or before is None):
            judged.state, judged.notes = ("changed" if before else "new"), notes
            self.result.writings.append(Writing(reader.row.line, before.key if before else None, after))

    def _words(self, name: str, value: Any) -> str:
        if name == "whole":
            return self.texts.get(value, "") if value is not None else ""
        if name == "comparator":
            return str(Comparator(value).label) if value else ""
        return words_of(value)


_BLANK: Mapping[str, Any] = {
    **dict.fromkeys(VALUES, ""),
    **dict.fromkeys(NUMBERS),
    "is_cumulative": True,
    "whole": None,
}


def sample_rows() -> list[SheetRow]:
    """Return what a template shows of filled rows: a whole and its part."""
    whole: dict[str, Stored] = {
        "indicator": "Tuyển mới",
        "comparator": str(Comparator.RANGE.label),
        "minimum": 32_500,
        "maximum": 33_000,
    }
    part: dict[str, Stored] = {
        "indicator": "Trong đó trình độ cao đẳng",
        "comparator": str(Comparator.AT_LEAST.label),
        "minimum": 5_000,
    }
    shared: dict[str, Stored] = {"measure": "người", "is_cumulative": "Có"}
    return [SheetRow(2, {**whole, **shared}), SheetRow(3, {**part, **shared, "whole": "Tuyển mới"})]
