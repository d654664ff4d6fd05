"""Cells of a list as values: text, days, numbers and words of a choice, each refusal a sentence with what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from thidua.apps.planning.domain.draft import FIRST_YEAR, LAST_YEAR, TEXT_LIMIT
from thidua.apps.planning.domain.rules import LARGEST, TOO_LARGE
from thidua.apps.planning.domain.sheets.records import Judged, Note, SheetRow, Stored
from thidua.lib.vanban.reading.workbooks import cell_text
from thidua.lib.vietnamese import clean, fold

CELL_LIMIT = 32_767
"""Letters an Excel cell holds; what is longer leaves the house cut, and comes back as "no change"."""
PLACES = Decimal("0.0001")
YES = frozenset({"co", "x", "v", "1", "yes", "dung", "true"})
NO = frozenset({"", "khong", "0", "no", "false", "-"})
EXAMPLE = "Ghi ngày/tháng/năm, ví dụ 05/03/2026."
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_SHORT = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
T = TypeVar("T")


def as_text(cell: Any) -> str:
    """Return a cell as a person reads it in Excel; a day kept in JSON is {"date": …}."""
    return cell_text(date.fromisoformat(cell["date"]) if isinstance(cell, Mapping) else cell)


def tidy(text: str) -> str:
    """Return text as it is compared and kept: NFC, one kind of line break, no blanks at the ends of lines."""
    lines = clean(text[:CELL_LIMIT]).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def words_of(value: Any) -> str:
    """Return a value as a preview names it."""
    if isinstance(value, (list, tuple)):
        return "; ".join(value)
    if isinstance(value, Decimal):
        return number_words(value)
    return as_text(value)


def number_words(value: Decimal) -> str:
    """Write a number as offices do: 1.234,5."""
    whole, _, rest = f"{value:,.4f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


def number_cell(value: Decimal | None) -> str | float | None:
    """Return a number as Excel keeps it; as text where Excel would lose its last digits."""
    if value is None:
        return None
    return float(value) if Decimal(repr(float(value))) == value else number_words(value)


@dataclass(frozen=True, slots=True)
class DayHabit:
    """How days are written in a list, told from all of its days together.

    `month_first` is a line where the month must stand first ("03/25/2026"). `typed` is a line with a day typed as
    text that an Excel set to American days could not take for a date, where all days it did take may be swapped.
    """

    month_first: int = 0
    typed: int = 0

    @classmethod
    def of(cls, rows: Iterable[SheetRow], fields: Sequence[str]) -> DayHabit:
        month_first = typed = 0
        is_swapped, has_real = True, False
        for row in rows:
            for name in fields:
                cell = row.cells.get(name)
                if isinstance(cell, Mapping):
                    has_real = True
                    is_swapped &= date.fromisoformat(cell["date"]).day <= 12
                elif isinstance(cell, str) and (match := _DAY.fullmatch(cell.strip())):
                    first, second = int(match[1]), int(match[2])
                    if first <= 12 < second <= 31:
                        month_first = month_first or row.line
                    elif second <= 12 < first:
                        typed = typed or row.line
        return cls(month_first, typed if has_real and is_swapped else 0)


class Reader:
    """Reads the cells of one row. What cannot be taken is told on `judged`, and nothing is returned for it."""

    def __init__(self, row: SheetRow, columns: Mapping[str, str], judged: Judged, habit: DayHabit) -> None:
        self.row, self.columns, self.judged, self.habit = row, columns, judged, habit

    def raw(self, name: str) -> Stored | None:
        return self.row.cells.get(name)

    def typed(self, name: str) -> str:
        return tidy(as_text(self.raw(name)))

    def take(self, name: str, before: T, exported: Any, read: Callable[[str], T]) -> T:
        """Return the value of a field: as before where the column is missing or its cell is what was exported."""
        if name not in self.columns or (exported is not _NEVER and self.typed(name) == tidy(as_text(exported))):
            return before
        return read(name)

    def fail(self, name: str, text: str) -> None:
        self.judged.fail(name, text)

    def text(self, name: str, *, limit: int = TEXT_LIMIT) -> str:
        text = self.typed(name)
        if len(text) > limit:
            self.fail(name, f"Dài quá {limit} ký tự. Rút gọn nội dung ô này.")
        return text

    def line_of_text(self, name: str, *, limit: int) -> str:
        """Return text that stands on one line."""
        text = " ".join(self.typed(name).split())
        if len(text) > limit:
            self.fail(name, f"Dài quá {limit} ký tự. Rút gọn nội dung ô này.")
        return text

    def names(self, name: str) -> list[str]:
        """Return names of units: one a line, or with semicolons."""
        found = [" ".join(part.split()) for part in re.split(r"[;\n]", self.typed(name))]
        if any(len(one) > 500 for one in found):
            self.fail(name, "Có tên đơn vị dài quá 500 ký tự. Tách thành từng đơn vị, cách nhau bằng dấu chấm phẩy.")
        return list(dict.fromkeys(one for one in found if one))

    def flag(self, name: str) -> bool:
        word = fold(self.typed(name))
        if word in YES:
            return True
        if word not in NO:
            self.fail(name, f"Không hiểu “{self.typed(name)[:40]}”. Ghi Có hoặc Không.")
        return False

    def choice(self, name: str, words: Mapping[str, str], *, listed: Iterable[str]) -> str:
        """Return the value that a word stands for; `words` maps folded words to values."""
        text = self.typed(name)
        if not text:
            return ""
        found = words.get(folded_word(text))
        if found is None:
            self.fail(name, f"Không có “{text[:60]}”. Chọn một trong: {'; '.join(listed)}.")
        return found or ""

    def number(self, name: str) -> Decimal | None:
        cell = self.raw(name)
        if cell is None:
            return None
        try:
            if isinstance(cell, (int, float)):
                value = Decimal(repr(cell))
            else:
                text = re.sub(r"\s", "", as_text(cell))
                if not text:
                    return None
                if isinstance(cell, Mapping) or not _NUMBER.fullmatch(text):
                    raise InvalidOperation
                value = Decimal(text.replace(".", "").replace(",", "."))
            rounded = value.quantize(PLACES)
        except InvalidOperation:
            self.fail(name, f"“{as_text(cell)[:40]}” không phải số. Chỉ ghi số, theo cách viết 1.234,5.")
            return None
        if abs(value) >= LARGEST:
            self.fail(name, f"{TOO_LARGE} Kiểm tra lại, hoặc đổi đơn vị tính.")
            return None
        if rounded != value:
            self.fail(name, f"“{as_text(cell)[:40]}” có quá bốn chữ số sau dấu phẩy. Làm tròn số này.")
            return None
        return rounded.normalize() + 0 if rounded else Decimal(0)

    def day(self, name: str) -> date | None:
        cell = self.raw(name)
        if cell is None:
            return None
        if isinstance(cell, Mapping):
            return self._real_day(name, date.fromisoformat(cell["date"]))
        text = self.typed(name)
        if not text:
            return None
        if match := _ISO.fullmatch(text):
            return self._existing(name, text, int(match[1]), int(match[2]), int(match[3]))
        match = _DAY.fullmatch(text)
        if match is None:
            if _SHORT.fullmatch(text):
                self.fail(name, f"“{text}” thiếu năm đủ bốn chữ số. {EXAMPLE}")
            else:
                self.fail(name, f"“{text[:40]}” không phải ngày. {EXAMPLE}")
            return None
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        if first <= 12 < second <= 31:
            right = f"{second:02d}/{first:02d}/{year}"
            self.fail(name, f"“{text}” ghi tháng trước ngày. Ghi ngày trước tháng: {right}.")
            return None
        if self.habit.month_first and first <= 12 and first != second:
            self.fail(
                name,
                f"“{text}” không rõ là ngày {first} tháng {second} hay ngày {second} tháng {first}, vì dòng "
                f"{self.habit.month_first} ghi tháng trước ngày. Ghi mọi ngày trong tệp theo ngày/tháng/năm.",
            )
            return None
        return self._existing(name, text, year, second, first)

    def _existing(self, name: str, text: str, year: int, month: int, day: int) -> date | None:
        try:
            found = date(year, month, day)
        except ValueError:
            self.fail(name, f"“{text}” không có trong lịch. {EXAMPLE}")
            return None
        return self._within(name, found)

    def _real_day(self, name: str, day: date) -> date | None:
        if self.habit.typed and day.day <= 12 and day.day != day.month:
            self.fail(
                name,
                f"“{day:%d/%m/%Y}” có thể đã bị Excel đảo ngày với tháng: dòng {self.habit.typed} có ngày Excel không "
                "nhận ra. Định dạng cột là Văn bản (Text) rồi ghi lại các ngày theo ngày/tháng/năm.",
            )
            return None
        return self._within(name, day)

    def _within(self, name: str, day: date) -> date | None:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(name, f"Năm {day.year} nằm ngoài {FIRST_YEAR}–{LAST_YEAR}. Kiểm tra lại ngày này.")
            return None
        return day


_NEVER = object()
"""What no cell is equal to: the exported value of a row that is new."""
NEW: Any = _NEVER


def folded_word(text: str) -> str:
    """Return a word of a choice as compared: folded, with single spaces, "…" and "..." alike."""
    return " ".join(fold(text).replace("…", "...").split())


def notes_between(before: Mapping[str, Any] | None, after: Mapping[str, Any], words: Callable[..., str]) -> list[Note]:
    """Return what differs, in words; for a new row what it starts with."""
    found = []
    for name, value in after.items():
        old = before[name] if before is not None else None
        if before is None and value not in (None, "", [], False):
            found.append(Note(name, "", words(name, value)))
        elif before is not None and old != value:
            found.append(Note(name, words(name, old) or "(trống)", words(name, value) or "(trống)"))
    return found
