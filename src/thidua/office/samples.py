"""What the component page shows. Invented figures, of no body."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import get_template, render_to_string

from thidua.ui.gantt import Bar, Chart

TITLES = {
    "buttons": "Nút, trình đơn, xác nhận",
    "states": "Trạng thái và dấu",
    "progress": "Tiến độ",
    "quarters": "Dải bốn quý",
    "notices": "Lưu ý",
    "form": "Biểu mẫu",
    "dropzone": "Nơi thả tệp",
    "facts": "Thông tin chính",
    "tabs": "Đường dẫn và thẻ",
    "steps": "Các bước",
    "empty": "Khi chưa có gì",
    "timeline": "Dòng thời gian",
    "history": "Lịch sử",
    "dialog": "Hộp thoại",
    "figures": "Số, tiền, ngày, từ tìm thấy",
}


class SampleForm(forms.Form):
    name = forms.CharField(label="Tên nhiệm vụ", help_text="Ghi đúng như trong văn bản.", max_length=200)
    starts_on = forms.DateField(label="Từ ngày", required=False)
    due_on = forms.DateField(label="Đến hết ngày")
    kind = forms.ChoiceField(label="Loại", choices=[("", "Chọn loại"), ("a", "Thường xuyên"), ("b", "Theo đợt")])
    part = forms.ChoiceField(
        label="Vai trò", widget=forms.RadioSelect, choices=[("lead", "Chủ trì"), ("coordinating", "Phối hợp")]
    )
    units = forms.MultipleChoiceField(
        label="Đơn vị phối hợp",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("1", "Văn phòng"), ("2", "Phòng Kế hoạch - Tài chính"), ("3", "Thanh tra")],
    )
    is_optional = forms.BooleanField(label="Chỉ thực hiện nếu có phát sinh", required=False)
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea(attrs={"rows": 3}), required=False)


def sample_context(*, today: date, now: datetime) -> dict[str, Any]:
    year = today.year
    form = SampleForm({"name": "Phát động phong trào thi đua đợt 1", "due_on": "31/02", "part": "lead"})
    form.is_valid()
    return {
        "today": today,
        "now": now,
        "form": form,
        "quarters": [
            {"label": "Quý I", "done": 9, "total": 9, "overdue": 0, "url": "?"},
            {"label": "Quý II", "done": 7, "total": 11, "overdue": 2, "url": "?"},
            {"label": "Quý III", "done": 1, "total": 8, "overdue": 0, "url": "?", "is_current": True},
            {"label": "Quý IV", "done": 0, "total": 0, "overdue": 0, "url": "?"},
        ],
        "facts": [
            ("Số, ký hiệu", f"25/KH-SVH · {year}"),
            ("Cơ quan ban hành", "Sở Văn hóa tỉnh Mẫu"),
            ("Ngày ban hành", date(year, 3, 5).strftime("%d/%m/%Y")),
            ("Người ký", ""),
        ],
        "trail": [("Kế hoạch", "?"), ("Kế hoạch số 25/KH-SVH", "?")],
        "tabs": [
            {"label": "Tổng quan", "url": "?", "is_active": True},
            {"label": "Nhiệm vụ", "url": "?", "count": 36},
            {"label": "Văn bản", "url": "?", "count": 2},
            {"label": "Lịch sử", "url": "?"},
        ],
        "steps": [
            {"label": "Chọn tệp", "is_done": True, "url": "?"},
            {"label": "Đối chiếu", "is_current": True},
            {"label": "Ghép đơn vị"},
            {"label": "Xác nhận"},
        ],
        "chart": Chart(
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            today=today,
            title="Nhiệm vụ trong năm",
            bars=[
                Bar("Phát động phong trào thi đua", "?", date(year, 1, 5), date(year, 2, 15), "done", "Hoàn thành"),
                Bar("Đăng ký danh hiệu thi đua", "?", date(year, 1, 15), date(year, 3, 31), "overdue", "Quá hạn"),
                Bar("Sơ kết 6 tháng đầu năm", "?", date(year, 5, 15), date(year, 6, 30), "soon", "Sắp đến hạn"),
                Bar("Kiểm tra công tác thi đua, khen thưởng ở cơ sở", "?", date(year, 4, 1), date(year, 9, 30)),
                Bar("Tổng kết, bình xét danh hiệu cuối năm", "?", date(year, 11, 1), date(year, 12, 20), "neutral"),
                Bar("Khen thưởng đột xuất (nếu có)", "?", None, None, note="Chưa định thời gian"),
            ],
        ),
        "lines": [
            {
                "at": now,
                "actor": "Nguyễn Thị Hoa",
                "words": "đã sửa nhiệm vụ",
                "changes": [{"label": "Đến hết ngày", "before": f"30/06/{year}", "after": f"15/07/{year}"}],
            },
            {"at": now - timedelta(days=2), "actor": "Trần Văn Bình", "words": "đã thêm nhiệm vụ", "changes": []},
        ],
    }


def samples(request: HttpRequest, context: dict[str, Any]) -> list[dict[str, str]]:
    """Return each sample drawn, and its template as written."""
    drawn = []
    for name, title in TITLES.items():
        path = f"office/samples/{name}.html"
        template: Any = get_template(path)  # of the one engine there is, whose templates know their file
        origin = template.origin
        with open(origin.name, encoding="utf-8") as source:
            code = source.read()
        drawn.append({"name": name, "title": title, "html": render_to_string(path, context, request), "code": code})
    return drawn
