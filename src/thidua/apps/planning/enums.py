from __future__ import annotations

from django.db import models


class IntakeState(models.TextChoices):
    """Where the reading of an uploaded plan stands."""

    WAITING = "waiting", "Chờ đọc"
    READING = "reading", "Đang đọc"
    REVIEW = "review", "Chờ đối chiếu"
    UNREADABLE = "unreadable", "Không đọc được"
    CONFIRMED = "confirmed", "Đã đưa vào hệ thống"
    DISCARDED = "discarded", "Đã bỏ"


class TaskOrigin(models.TextChoices):
    TABLE = "table", "Bảng phân công"
    PROSE = "prose", "Phần tổ chức thực hiện"
    DEADLINE = "deadline", "Mốc thời hạn"
    MANUAL = "manual", "Thêm trực tiếp"


class UnitPart(models.TextChoices):
    """What a unit does in a task."""

    LEAD = "lead", "Chủ trì"
    COORDINATING = "coordinating", "Phối hợp"


class Recurrence(models.TextChoices):
    DAILY = "daily", "Hằng ngày"
    WEEKLY = "weekly", "Hằng tuần"
    MONTHLY = "monthly", "Hằng tháng"
    QUARTERLY = "quarterly", "Hằng quý"
    HALF_YEARLY = "half-yearly", "6 tháng một lần"
    YEARLY = "yearly", "Hằng năm"


class Comparator(models.TextChoices):
    EQUAL = "=", "bằng"
    AT_LEAST = ">=", "từ … trở lên"
    AT_MOST = "<=", "không quá"
    RANGE = "range", "trong khoảng"
    ABOUT = "~", "khoảng"


ACTS = {
    "planning.start_intake": "đã đưa văn bản vào để đọc",
    "planning.finish_reading": "đã đọc xong văn bản",
    "planning.refuse_document": "không đọc được văn bản",
    "planning.review_anyway": "đã mở văn bản để đối chiếu dù không tìm thấy nội dung kế hoạch",
    "planning.read_again": "đã cho đọc lại văn bản",
    "planning.save_draft": "đã sửa bản đối chiếu",
    "planning.confirm_intake": "đã xác nhận kết quả đối chiếu",
    "planning.discard_intake": "đã bỏ văn bản",
    "planning.create_plan": "đã đưa kế hoạch vào hệ thống",
    "planning.change_plan": "đã sửa thông tin chung của kế hoạch",
    "planning.create_task": "đã thêm nhiệm vụ",
    "planning.change_task": "đã sửa nhiệm vụ",
    "planning.remove_task": "đã xóa nhiệm vụ",
}
"""Acts in words; they continue the actor's name."""

FACTS = {
    "tasks": "Số nhiệm vụ",
    "targets": "Số chỉ tiêu",
    "reason": "Lý do",
    "value": "Giá trị",
    "lead": "Chủ trì",
    "coordinating": "Phối hợp",
    "content": "Nội dung",
}
