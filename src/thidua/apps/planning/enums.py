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
