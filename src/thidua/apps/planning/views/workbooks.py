"""Excel files of a plan's tasks, targets and figures: as they are, or as a template, in the shape the import reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django.http import FileResponse

from thidua.apps.planning import queries, services
from thidua.apps.planning.domain.sheets.cells import as_text
from thidua.apps.planning.enums import Comparator, Recurrence, SheetKind
from thidua.apps.planning.models import Plan
from thidua.core.actor import Actor
from thidua.ui.excel import Cell, ExcelColumn, workbook_response

NAMES = {SheetKind.TASKS: "nhiem-vu", SheetKind.TARGETS: "chi-tieu", SheetKind.ACTUALS: "so-lieu"}
_WIDTHS = {
    "key": 11, "target": 11, "no": 6, "content": 60, "indicator": 60, "group": 24, "lead": 30, "coordinating": 30,
    "time_text": 22, "starts_on": 12, "due_on": 12, "is_optional": 8, "is_continuous": 8, "product": 30, "note": 24,
    "comparator": 16, "unit": 36, "remove": 6,
}  # fmt: skip
_CODE = "Chương trình tự ghi để tìm lại đúng dòng. Giữ nguyên ở dòng đã có, để trống ở dòng mới."
_REMOVE = "Ghi x để xóa dòng đã có. Dòng không có trong tệp thì giữ nguyên, không bị xóa."
_DAYS = "Ngày/tháng/năm, ví dụ 05/03/2026; ngày của Excel hoặc chữ đều được."
_NAMES = "Tên như trong cơ cấu hoặc như văn bản; nhiều đơn vị cách nhau bằng dấu chấm phẩy."
_FLAG = "Có hoặc Không."
_COMMON = (
    ("Cách nhập", "Giữ dòng tiêu đề; có thể bỏ bớt hoặc đổi thứ tự cột. Thiếu cột thì phần đó giữ nguyên."),
    ("Ô trống", "Để trống một ô là xóa nội dung của ô đó. Xem trước từng thay đổi rồi mới nhập."),
)
_GUIDES: Mapping[str, Mapping[str, str]] = {
    SheetKind.TASKS: {
        "key": _CODE,
        "content": "Bắt buộc.",
        "lead": _NAMES,
        "coordinating": _NAMES,
        "time_text": "Thời gian ghi như trong văn bản, ví dụ Quý I/2026.",
        "starts_on": _DAYS,
        "due_on": _DAYS,
        "recurrence": f"Để trống, hoặc một trong: {'; '.join(str(one.label) for one in Recurrence)}.",
        "is_optional": _FLAG,
        "is_continuous": _FLAG,
        "remove": _REMOVE,
    },
    SheetKind.TARGETS: {
        "key": _CODE,
        "indicator": "Bắt buộc.",
        "whole": "Mã dòng (ví dụ CT12) hoặc đúng tên của chỉ tiêu lớn mà dòng này là một phần.",
        "comparator": f"Bắt buộc, một trong: {'; '.join(str(one.label) for one in Comparator)}.",
        "minimum": "Số theo cách viết 1.234,5.",
        "maximum": "Số theo cách viết 1.234,5.",
        "is_cumulative": "Có: số liệu các kỳ cộng lại. Không: lấy số liệu kỳ cuối.",
        "remove": _REMOVE,
    },
    SheetKind.ACTUALS: {
        "key": _CODE,
        "target": "Mã của chỉ tiêu trong kế hoạch; cần khi có chỉ tiêu trùng tên.",
        "indicator": "Đúng tên chỉ tiêu trong kế hoạch.",
        "unit": "Đơn vị báo cáo.",
        "period": "Tháng 3/2026, Quý I/2026, 6 tháng đầu năm 2026, hoặc Năm 2026.",
        "value": "Số theo cách viết 1.234,5. Để trống thì bỏ qua dòng.",
    },
}


def exported(actor: Actor, plan: Plan, kind: SheetKind, *, on: date) -> FileResponse:
    """Return the present rows, as the import reads them back."""
    rows = queries.sheet_rows(actor, plan, kind, on=on)
    return _response(kind, rows, name=f"{NAMES[kind]}-{plan.pk}")


def template(kind: SheetKind) -> FileResponse:
    """Return an empty list with sample rows and a sheet that explains the columns."""
    module = services.SHEET_LISTS[kind]
    rows = [row.cells for row in module.sample_rows()]
    return _response(kind, rows, name=f"mau-{NAMES[kind]}")


def _response(kind: SheetKind, rows: Iterable[Mapping[str, Any]], *, name: str) -> FileResponse:
    fields = services.SHEET_LISTS[kind].FIELDS
    guide = [(fields[field][0], text) for field, text in _GUIDES[kind].items()]
    return workbook_response(
        name=name,
        sheet=str(kind.label),
        columns=[ExcelColumn(labels[0], _WIDTHS.get(field, 16)) for field, labels in fields.items()],
        rows=([_cell(row.get(field)) for field in fields] for row in rows),
        guide=[*_COMMON, *guide],
    )


def _cell(value: Any) -> Cell:
    if isinstance(value, Mapping):
        return date.fromisoformat(value["date"])
    return as_text(value) if isinstance(value, bool) else cast("Cell", value)
