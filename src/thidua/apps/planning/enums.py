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


class PlanState(models.TextChoices):
    """Where a plan stands in its life."""

    DRAFT = "draft", "Dự thảo"
    SUBMITTED = "submitted", "Chờ duyệt"
    ISSUED = "issued", "Đã ban hành"
    ACTIVE = "active", "Đang thực hiện"
    CLOSED = "closed", "Đã kết thúc"
    WITHDRAWN = "withdrawn", "Đã thu hồi"


class TaskState(models.TextChoices):
    """Where the work of a unit on a task stands. Overdue is no state: it is computed from the due day."""

    NOT_BEGUN = "not_begun", "Chưa thực hiện"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    AWAITING = "awaiting", "Chờ xác nhận"
    DONE = "done", "Hoàn thành"
    NOT_ARISEN = "not_arisen", "Không phát sinh"
    CANCELLED = "cancelled", "Đã hủy"


class ReportKind(models.TextChoices):
    """What a report of a unit says."""

    PROGRESS = "progress", "Báo cáo tiến độ"
    COMPLETION = "completion", "Báo cáo hoàn thành"
    NOT_ARISEN = "not_arisen", "Báo không phát sinh"


class ExtensionState(models.TextChoices):
    ASKED = "asked", "Chờ trả lời"
    GRANTED = "granted", "Đồng ý"
    REFUSED = "refused", "Không đồng ý"
    TAKEN_BACK = "taken_back", "Đã rút"


class ReceiptState(models.TextChoices):
    """How far an addressed unit has come with a plan it received."""

    SENT = "sent", "Chưa tiếp nhận"
    ACKNOWLEDGED = "acknowledged", "Đã tiếp nhận"
    PLANNED = "planned", "Đã có kế hoạch riêng"
    LAUNCHED = "launched", "Đã triển khai"


class PeriodKind(models.TextChoices):
    """The stretch of time a figure is reported for."""

    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    HALF_YEAR = "half-year", "6 tháng"
    YEAR = "year", "Năm"


class MoneySource(models.TextChoices):
    BUDGET = "budget", "Ngân sách nhà nước"
    FUND = "fund", "Quỹ thi đua, khen thưởng"
    UNION = "union", "Kinh phí công đoàn"
    OWN = "own", "Kinh phí của đơn vị"
    SOCIAL = "social", "Xã hội hóa"
    OTHER = "other", "Nguồn khác"


class EventKind(models.TextChoices):
    TRAINING = "training", "Tập huấn, bồi dưỡng"
    MEETING = "meeting", "Hội nghị, họp"
    VISIT = "visit", "Thăm hỏi, gặp mặt"
    SPORT = "sport", "Văn hóa, thể thao"
    PRESS = "press", "Họp báo, truyền thông"
    CEREMONY = "ceremony", "Lễ phát động, trao thưởng"
    OTHER = "other", "Khác"


class EventState(models.TextChoices):
    PLANNED = "planned", "Dự kiến"
    HELD = "held", "Đã tổ chức"
    CALLED_OFF = "called_off", "Đã hủy"


class TaskOrigin(models.TextChoices):
    TABLE = "table", "Bảng phân công"
    PROSE = "prose", "Phần tổ chức thực hiện"
    DEADLINE = "deadline", "Mốc thời hạn"
    MANUAL = "manual", "Thêm trực tiếp"
    SUPERIOR = "superior", "Từ kế hoạch cấp trên"
    TEMPLATE = "template", "Từ mẫu kế hoạch"
    EARLIER = "earlier", "Từ kế hoạch năm trước"
    OCCURRENCE = "occurrence", "Lần thực hiện định kỳ"


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
    "planning.register_issued": "đã ghi nhận kế hoạch được ban hành và gửi tới các đơn vị",
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
    "as_written": "Cách ghi trong văn bản",
    "means": "Là",
    "lead": "Chủ trì",
    "coordinating": "Phối hợp",
    "content": "Nội dung",
}
