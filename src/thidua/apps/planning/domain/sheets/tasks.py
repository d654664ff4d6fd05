"""A list of tasks against the tasks of a draft: what would be added, changed, removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from thidua.apps.planning.domain import rules
from thidua.apps.planning.domain.sheets.cells import NEW, DayHabit, Reader, folded_word, notes_between, words_of
from thidua.apps.planning.domain.sheets.keys import STALE, TASK, asks_removal, find, is_stale, written_key
from thidua.apps.planning.domain.sheets.records import Judged, Listed, Preview, SheetRow, Stored, Writing
from thidua.apps.planning.enums import Recurrence, UnitPart
from thidua.lib.vietnamese import fold

FIELDS: Mapping[str, Sequence[str]] = {
    "key": ("Mã dòng",),
    "no": ("STT", "TT", "Số thứ tự"),
    "content": ("Nội dung", "Nội dung công việc", "Nhiệm vụ", "Nội dung nhiệm vụ", "Công việc"),
    "group": ("Nhóm", "Nhóm nhiệm vụ"),
    "lead": ("Chủ trì", "Đơn vị chủ trì", "Đơn vị thực hiện"),
    "coordinating": ("Phối hợp", "Đơn vị phối hợp"),
    "time_text": ("Thời gian", "Thời gian thực hiện"),
    "starts_on": ("Từ ngày", "Ngày bắt đầu"),
    "due_on": ("Đến hết ngày", "Đến ngày", "Hạn", "Thời hạn", "Ngày hoàn thành"),
    "recurrence": ("Lặp lại", "Định kỳ"),
    "is_optional": ("Nếu có",),
    "is_continuous": ("Thường xuyên",),
    "product": ("Sản phẩm", "Kết quả, sản phẩm"),
    "budget": ("Kinh phí",),
    "note": ("Ghi chú",),
    "remove": ("Xóa",),
}
"""The columns of our own list in their order; headings of other lists behind."""
NEEDED = ("content",)
DAYS = ("starts_on", "due_on")
VALUES = tuple(name for name in FIELDS if name not in {"key", "remove"})
PARTS = (UnitPart.LEAD.value, UnitPart.COORDINATING.value)
REMEDIES = {
    "content": "Ghi nội dung; muốn xóa nhiệm vụ thì ghi x ở cột Xóa.",
    "due_on": "Sửa một trong hai.",
}
"""What to do in the file where a task breaks a rule."""
LINES = {"no": 20, "group": 500, "time_text": 500}
_RECURRENCES = {folded_word(str(one.label)): one.value for one in Recurrence}


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A task as it is: `values` holds VALUES, units as lists of names as written. `parts` are its subtasks."""

    key: int
    version: int
    values: Mapping[str, Any]
    parts: frozenset[int] = field(default_factory=frozenset)
    is_dropped: bool = False
    """Left out by the amending plan it stands in."""


def task_cells(one: TaskRecord) -> dict[str, Any]:
    """Return a task as the cells of a row, as the import reads them back."""
    values = dict(one.values)
    return {
        "key": written_key(TASK, one.key, one.version),
        **values,
        **{part: "; ".join(values[part]) for part in PARTS},
        "recurrence": str(Recurrence(values["recurrence"]).label) if values["recurrence"] else "",
        "remove": "x" if one.is_dropped else "",
    }


def preview_tasks(listed: Listed, present: Mapping[int, TaskRecord]) -> Preview:
    """Judge every row of the list. A column that is missing leaves its field as it is; an empty cell empties it."""
    result = Preview()
    habit = DayHabit.of(listed.rows, DAYS)
    seen: dict[int, int] = {}
    contents: dict[tuple[str, ...], str] = {}
    if any("key" not in row.cells for row in listed.rows):
        for one in present.values():
            contents[_identity(one.values)] = f"STT {one.values['no']}" if one.values["no"] else ""
    lines: dict[tuple[str, ...], int] = {}
    removed: dict[int, Judged] = {}
    for row in listed.rows:
        judged = Judged(row.line, "")
        result.rows.append(judged)
        reader = Reader(row, listed.columns, judged, habit)
        before = find(reader, TASK, present, seen)
        exported = task_cells(before) if before else dict.fromkeys(FIELDS, NEW)
        asked = False if before and before.is_dropped and reader.typed("remove") == "x" else asks_removal(reader)
        if judged.faults or asked:
            judged.label = str(before.values["content"] if before else reader.typed("content"))[:200]
            if asked and before is None:
                reader.fail("remove", "Dòng chưa có mã nên chưa có gì để xóa. Bỏ dòng này khỏi tệp.")
            elif asked and before is not None and is_stale(reader, before):
                reader.fail("key", STALE)
            elif asked and before is not None and not judged.faults:
                judged.state = "removed"
                removed[before.key] = judged
            continue
        after = _read(reader, before, exported)
        judged.label = str(after["content"])[:200] or "(chưa có nội dung)"
        notes = notes_between(before.values if before else None, after, _words)
        if before is None:
            _refuse_twice(reader, after, contents, lines)
        elif notes and is_stale(reader, before):
            reader.fail("key", STALE)
        if not judged.faults and (notes or before is None):
            judged.state, judged.notes = ("changed" if before else "new"), notes
            result.writings.append(Writing(row.line, before.key if before else None, after))
    for key, judged in removed.items():
        if present[key].parts - set(removed):
            judged.fail("remove", "Nhiệm vụ còn nhiệm vụ thành phần. Xóa cả các nhiệm vụ thành phần, hoặc bỏ dấu x.")
        else:
            result.removals.append(key)
    return result


def _read(reader: Reader, before: TaskRecord | None, exported: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values the row asks for. Where nothing differs from what was exported, those there are."""
    old: Mapping[str, Any] = before.values if before else {name: _empty(name) for name in VALUES}

    def taken(name: str) -> Any:
        def read(_name: str) -> Any:
            if name in PARTS:
                return reader.names(name)
            if name in DAYS:
                return reader.day(name)
            if name in {"is_optional", "is_continuous"}:
                return reader.flag(name)
            if name == "recurrence":
                return reader.choice(name, _RECURRENCES, listed=[str(one.label) for one in Recurrence])
            if name in LINES:
                return reader.line_of_text(name, limit=LINES[name])
            return reader.text(name)

        return reader.take(name, old[name], exported[name], read)

    after = {name: taken(name) for name in VALUES}
    faults = rules.task_faults(content=after["content"], starts_on=after["starts_on"], due_on=after["due_on"])
    for name, sentence in faults.items():
        reader.fail(name, f"{sentence} {REMEDIES[name]}")
    return after


def _refuse_twice(
    reader: Reader, after: Mapping[str, Any], contents: Mapping[tuple[str, ...], str], lines: dict[tuple[str, ...], int]
) -> None:
    """Refuse a new row that says what another one or a task of the plan says."""
    identity = _identity(after)
    if not after["content"]:
        return
    if identity in contents:
        which = f" ({contents[identity]})" if contents[identity] else ""
        reader.fail("content", f"Nhiệm vụ này đã có trong kế hoạch{which}. Giữ mã dòng để sửa, hoặc bỏ dòng này.")
    elif identity in lines:
        reader.fail("content", f"Trùng với dòng {lines[identity]}. Bỏ một trong hai dòng.")
    else:
        lines[identity] = reader.row.line


def _identity(values: Mapping[str, Any]) -> tuple[str, ...]:
    names = ("content", "group", "time_text")
    texts = [" ".join(fold(str(values[name])).split()) for name in names]
    return (*texts, *(words_of(values[name]) for name in (*DAYS, *PARTS)))


def _words(name: str, value: Any) -> str:
    if name == "recurrence":
        return str(Recurrence(value).label) if value else ""
    return words_of(value)


def _empty(name: str) -> Any:
    if name in PARTS:
        return []
    if name in DAYS:
        return None
    return False if name in {"is_optional", "is_continuous"} else ""


def sample_rows() -> list[SheetRow]:
    """Return what a template shows of a filled row."""
    first: dict[str, Stored] = {
        "no": "1",
        "content": "Phát động phong trào thi đua năm 2026",
        "group": "I. Tuyên truyền",
        "lead": "Văn phòng",
        "coordinating": "Phòng Nội vụ; Phòng Kế hoạch",
        "time_text": "Quý I/2026",
        "starts_on": {"date": "2026-01-01"},
        "due_on": {"date": "2026-03-31"},
        "is_optional": "Không",
        "is_continuous": "Không",
        "product": "Văn bản phát động",
    }
    return [SheetRow(2, first)]
