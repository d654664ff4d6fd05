"""Documents, intakes and plans for tests, made through the services."""

from __future__ import annotations

import io
import threading
from typing import Any

from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import AT
from thidua.apps.planning import services
from thidua.apps.planning.models import Intake, Plan
from thidua.core.actor import SYSTEM, Actor
from thidua.core.jobs.worker import work

PLAN_TEXT = """UBND TỈNH BÌNH MINH
SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI

Số: 25/KH-SLĐTBXH

Bình Minh, ngày 05 tháng 3 năm 2026

KẾ HOẠCH
Công tác thi đua, khen thưởng năm 2026

Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;

I. NỘI DUNG

| STT | Nội dung công việc | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian |
| --- | --- | --- | --- | --- |
| 1 | Phát động phong trào thi đua năm 2026 | Văn phòng Sở | Các phòng chuyên môn | Tháng 3/2026 |
| 2 | Tổng kết phong trào thi đua, trình khen thưởng | Phòng Kế hoạch | Văn phòng Sở | Quý IV/2026 |
| 3 | Kiểm tra công tác thi đua (nếu có) | Ban chưa có trong cơ cấu | Văn phòng Sở | Thường xuyên |

II. TỔ CHỨC THỰC HIỆN

Các đơn vị gửi đăng ký thi đua về Văn phòng Sở trước ngày 30/01/2026.

Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC
(Đã ký)
Trần Văn Bình
"""


def make_intake(actor: Actor, unit: Unit, *, text: str = PLAN_TEXT, name: str = "ke-hoach.txt") -> Intake:
    """Return an intake whose file waits to be read."""
    content = io.BytesIO(text.encode())
    return services.start_intake(actor=actor, unit_id=unit.pk, content=content, name=name, at=AT)


def leaf(line: int, text: str, confidence: float = 0.95) -> dict[str, Any]:
    span = {"first_line": line, "last_line": line, "page": None, "text": text}
    return {"confidence": confidence, "doubt": None, "spans": [span]}


def make_reading(rows: int = 3, *, year: int = 2026) -> dict[str, Any]:
    """Return the JSON of a reading with `rows` rows of a task table, one assignment, one dated duty, two targets."""
    lead = ["Văn phòng Sở"]
    tasks = [
        {
            "no": str(number),
            "group": "Quý I",
            "content": f"Nhiệm vụ số {number}",
            "lead": lead,
            "coordinating": ["Các phòng chuyên môn"],
            "time_text": "Tháng 3",
            "start": f"{year}-03-01",
            "end": f"{year}-03-31",
        }
        for number in range(1, rows + 1)
    ]
    return {
        "doc_type": "plan",
        "issuer": "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
        "number": "25",
        "symbol": "KH-SLĐTBXH",
        "date": {"year": year, "month": 3, "day": 5},
        "title": f"Công tác thi đua, khen thưởng năm {year}",
        "tasks": tasks,
        "prose_tasks": [{"content": "Theo dõi, đôn đốc thực hiện", "assignee": lead}],
        "deadlines": [{"what": "Gửi đăng ký thi đua", "who": "Các đơn vị", "due": f"{year}-01-30"}],
        "targets": [
            {
                "indicator": "Tuyển mới",
                "comparator": "range",
                "min": 32500,
                "max": 33000,
                "unit": "người",
                "parts": [1],
            },
            {"indicator": "Trình độ cao đẳng", "comparator": ">=", "min": 70, "max": None, "unit": "%"},
        ],
        "movements": ["Dạy tốt, học tốt"],
        "recipients": ["Như trên"],
        "signer": {"position": "GIÁM ĐỐC", "name": "Trần Văn Bình"},
        "evidence": {
            "title": leaf(3, "Công tác", 0.6),
            "tasks": [
                {"content": leaf(number, "…"), "lead": [leaf(number, "Văn phòng Sở")]} for number in range(1, rows + 1)
            ],
        },
        "unread": [
            {"first_line": 9, "last_line": 9, "page": None, "text": "Dòng lạ", "why": "Không rõ thuộc mục nào."}
        ],
        "document": {"plan_year": year},
    }


def make_source(rows: int = 3) -> dict[str, Any]:
    look = {"type": "paragraph", "page": None, "bold": False, "italic": False, "center": False}
    blocks = [look | {"lines": [line, line], "text": f"Dòng {line}"} for line in range(1, rows + 1)]
    return {"format": "text", "pages": None, "notices": [], "blocks": blocks, "boxes": {}}


def make_review(actor: Actor, unit: Unit, *, rows: int = 3, year: int = 2026) -> Intake:
    """Return an intake that was read and waits for review."""
    intake = make_intake(actor, unit)
    services.begin_reading(actor=SYSTEM, intake_id=intake.pk, at=AT)
    return services.finish_reading(
        actor=SYSTEM, intake_id=intake.pk, source=make_source(rows), reading=make_reading(rows, year=year), at=AT
    )


def make_plan(actor: Actor, unit: Unit, *, rows: int = 3, year: int = 2026, is_issued: bool = True) -> Plan:
    """Return a confirmed plan with `rows` + 2 tasks, issued and handed to its units unless it is to stay a draft."""
    intake = make_review(actor, unit, rows=rows, year=year)
    done = services.confirm_intake(actor=actor, intake_id=intake.pk, version=intake.version, is_issued=is_issued, at=AT)
    assert done.plan is not None
    return done.plan


def read_all() -> int:
    """Run every waiting job as the worker does. Returns how many ran."""
    return work(stop=threading.Event(), until_idle=True)
