from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from thidua.apps.notifications.enums import Kind


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


class Lack(models.TextChoices):
    """What an addressed unit still owes a plan it received; also what it is reminded of."""

    RECEIPT = "receipt", "Chưa tiếp nhận"
    PLAN = "plan", "Chưa có kế hoạch"
    LAUNCH = "launch", "Chưa triển khai"
    REPORT = "report", "Chưa báo cáo"
    OVERDUE = "overdue", "Có việc quá hạn"
    HEADCOUNT = "headcount", "Chưa báo số người tham gia"


class PeriodKind(models.TextChoices):
    """The stretch of time a figure is reported for."""

    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    HALF_YEAR = "half-year", "6 tháng"
    YEAR = "year", "Năm"


class Verdict(models.TextChoices):
    """How a target stands: decided, foreseen, or not to be told yet."""

    MET = "met", "Đạt"
    LIKELY = "likely", "Có khả năng đạt"
    AT_RISK = "at_risk", "Có nguy cơ không đạt"
    MISSED = "missed", "Không đạt"
    UNKNOWN = "unknown", "Chưa đủ số liệu"


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


class SheetKind(models.TextChoices):
    """Which list of a plan an Excel file holds."""

    TASKS = "tasks", "Nhiệm vụ"
    TARGETS = "targets", "Chỉ tiêu"
    ACTUALS = "actuals", "Số liệu thực hiện"


class SheetState(models.TextChoices):
    """Where an Excel list of a plan stands."""

    PREVIEW = "preview", "Xem trước"
    APPLIED = "applied", "Đã nhập"
    DISCARDED = "discarded", "Đã bỏ"


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


NOTICE_ISSUED, NOTICE_LIFE = "planning.plan_issued", "planning.plan_life"
NOTICE_URGED = "planning.remind_units"
NOTICES_OF_CASCADE = (Kind(NOTICE_URGED, _("Đơn vị được cấp trên đôn đốc"), is_required=True),)
NOTICES_OF_LIFE = (
    Kind(NOTICE_ISSUED, _("Kế hoạch gửi tới đơn vị, được sửa đổi hoặc thu hồi"), is_required=True),
    Kind(NOTICE_LIFE, _("Kế hoạch chờ duyệt, được ban hành hoặc bị trả lại")),
)

DUE_SOON, OVERDUE, ESCALATED = "planning.due_soon", "planning.overdue", "planning.escalated"
LATE_UNITS, UNACKNOWLEDGED, FIGURES_DUE = "planning.late_units", "planning.unacknowledged", "planning.figures_due"
REMINDERS = (
    Kind(OVERDUE, _("Nhiệm vụ quá hạn"), is_required=True),
    Kind(DUE_SOON, _("Nhiệm vụ sắp đến hạn, đến hạn")),
    Kind(ESCALATED, _("Việc quá hạn lâu, báo lãnh đạo"), is_required=True),
    Kind(LATE_UNITS, _("Đơn vị có việc quá hạn, mỗi kế hoạch một lần")),
    Kind(UNACKNOWLEDGED, _("Kế hoạch gửi đến chưa tiếp nhận")),
    Kind(FIGURES_DUE, _("Chỉ tiêu đến kỳ báo cáo số liệu")),
)
"""What the daily round tells people of (`services.send_reminders`)."""

NOTICES_OF_WORK = (
    Kind("planning.completion_reported", _("Đơn vị báo cáo hoàn thành, báo không phát sinh")),
    Kind("planning.difficulty_raised", _("Đơn vị nêu khó khăn, vướng mắc")),
    Kind("planning.extension_asked", _("Đơn vị xin gia hạn")),
    Kind("planning.work_confirmed", _("Kết quả được xác nhận")),
    Kind("planning.work_returned", _("Báo cáo hoàn thành bị trả lại"), is_required=True),
    Kind("planning.work_changed", _("Việc được hủy hoặc mở lại")),
    Kind("planning.report_answered", _("Báo cáo được trả lời")),
    Kind("planning.extension_decided", _("Đề nghị gia hạn được trả lời")),
    Kind("planning.made_responsible", _("Được phân công phụ trách việc")),
)
"""What the two sides of a piece of work tell each other, at the moment of the act."""


class Standing(models.TextChoices):
    """Where work stands in the picture of a year: each piece of lead work is in exactly one."""

    DONE = "done", "Hoàn thành"
    DONE_LATE = "done_late", "Hoàn thành muộn"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    NOT_BEGUN = "not_begun", "Chưa thực hiện"
    AT_RISK = "at_risk", "Có nguy cơ chậm"
    OVERDUE = "overdue", "Quá hạn"


ACTS = {
    "planning.report_progress": "đã báo cáo tiến độ",
    "planning.submit_completion": "đã báo cáo hoàn thành",
    "planning.take_back_completion": "đã rút báo cáo hoàn thành",
    "planning.confirm_completion": "đã xác nhận hoàn thành",
    "planning.return_completion": "đã trả lại báo cáo hoàn thành",
    "planning.declare_not_arisen": "đã báo việc không phát sinh",
    "planning.cancel_work": "đã hủy việc của đơn vị",
    "planning.reopen_work": "đã mở lại việc",
    "planning.answer_report": "đã trả lời báo cáo",
    "planning.assign_people": "đã phân công người phụ trách",
    "planning.ask_extension": "đã xin gia hạn",
    "planning.grant_extension": "đã cho gia hạn",
    "planning.refuse_extension": "đã không đồng ý gia hạn",
    "planning.take_back_extension": "đã rút đề nghị gia hạn",
    "planning.open_occurrences": "đã mở các kỳ của nhiệm vụ lặp lại trong kế hoạch",
    "planning.create_feed": "đã tạo địa chỉ lịch",
    "planning.revoke_feed": "đã thu hồi địa chỉ lịch",
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
    "planning.draft_blank": "đã lập dự thảo kế hoạch",
    "planning.draft_from_template": "đã lập dự thảo kế hoạch từ mẫu",
    "planning.draft_from_earlier": "đã lập dự thảo kế hoạch từ kế hoạch trước",
    "planning.start_amendment": "đã lập dự thảo sửa đổi, bổ sung kế hoạch",
    "planning.submit_plan": "đã gửi duyệt kế hoạch",
    "planning.return_plan": "đã trả lại kế hoạch",
    "planning.issue_plan": "đã duyệt và ban hành kế hoạch",
    "planning.launch_plan": "đã triển khai kế hoạch",
    "planning.close_plan": "đã kết thúc kế hoạch",
    "planning.reopen_plan": "đã mở lại kế hoạch",
    "planning.withdraw_plan": "đã thu hồi kế hoạch",
    "planning.apply_amendment": "đã sửa đổi, bổ sung kế hoạch",
    "planning.order_tasks": "đã sắp xếp lại nhiệm vụ của kế hoạch",
    "planning.number_tasks": "đã đánh lại số thứ tự nhiệm vụ của kế hoạch",
    "planning.drop_task": "đã đưa nhiệm vụ ra khỏi kế hoạch sửa đổi",
    "planning.keep_task": "đã giữ lại nhiệm vụ trong kế hoạch sửa đổi",
    "planning.add_checklist": "đã thêm việc cần có của kế hoạch",
    "planning.tick_item": "đã đánh dấu có đủ",
    "planning.untick_item": "đã bỏ đánh dấu có đủ",
    "planning.remove_item": "đã bỏ việc cần có của kế hoạch",
    "planning.create_task": "đã thêm nhiệm vụ",
    "planning.change_task": "đã sửa nhiệm vụ",
    "planning.remove_task": "đã xóa nhiệm vụ",
    "planning.acknowledge_plan": "đã tiếp nhận kế hoạch",
    "planning.start_own_plan": "đã lập dự thảo kế hoạch của đơn vị để thực hiện",
    "planning.answer_plan": "đã ban hành kế hoạch của đơn vị để thực hiện",
    "planning.launch_received": "đã triển khai kế hoạch tại đơn vị",
    "planning.report_headcount": "đã báo số người tham gia",
    "planning.remind_units": "đã đôn đốc các đơn vị thực hiện",
    "planning.address_more": "đã gửi thêm cho các đơn vị kế hoạch",
    "planning.create_target": "đã thêm chỉ tiêu",
    "planning.change_target": "đã sửa chỉ tiêu",
    "planning.move_target": "đã đổi thứ tự chỉ tiêu",
    "planning.remove_target": "đã xóa chỉ tiêu",
    "planning.share_target": "đã phân bổ chỉ tiêu cho các đơn vị",
    "planning.report_actual": "đã báo cáo số liệu",
    "planning.correct_actual": "đã đính chính số liệu",
    "planning.remove_actual": "đã xóa số liệu",
    "planning.create_budget_line": "đã thêm dòng dự toán",
    "planning.change_budget_line": "đã sửa dòng dự toán",
    "planning.remove_budget_line": "đã xóa dòng dự toán",
    "planning.record_spending": "đã ghi khoản chi",
    "planning.remove_spending": "đã xóa khoản chi",
    "planning.create_event": "đã thêm sự kiện",
    "planning.change_event": "đã sửa sự kiện",
    "planning.record_event": "đã ghi kết quả sự kiện",
    "planning.call_off_event": "đã hủy sự kiện",
    "planning.start_sheet": "đã tải danh sách Excel lên để xem trước",
    "planning.apply_sheet": "đã nhập danh sách Excel",
    "planning.discard_sheet": "đã bỏ danh sách Excel",
}
"""Acts in words; they continue the actor's name."""

FACTS = {
    "result": "Kết quả",
    "difficulties": "Khó khăn, vướng mắc",
    "files": "Tệp kèm theo",
    "answer": "Trả lời",
    "from_on": "Hạn hiện tại",
    "to_on": "Xin đến hết ngày",
    "people": "Người phụ trách",
    "parent": "Là phần của nhiệm vụ",
    "needs": "Cần xong trước",
    "tasks": "Số nhiệm vụ",
    "targets": "Số chỉ tiêu",
    "reason": "Lý do",
    "value": "Giá trị",
    "as_written": "Cách ghi trong văn bản",
    "means": "Là",
    "lead": "Chủ trì",
    "coordinating": "Phối hợp",
    "content": "Nội dung",
    "unit": "Đơn vị",
    "period_name": "Kỳ",
    "shares": "Phân bổ",
    "whole_name": "Là phần của",
    "purpose": "Nội dung chi",
    "source": "Nguồn kinh phí",
    "estimated": "Dự toán (đồng)",
    "amount": "Số tiền (đồng)",
    "spent_on": "Ngày chi",
    "note": "Ghi chú",
    "of_task": "Nhiệm vụ",
    "starts": "Bắt đầu",
    "ends": "Kết thúc",
    "legal_bases": "Căn cứ",
    "recipients": "Nơi nhận",
    "movements": "Phong trào thi đua",
    "signer": "Người ký",
    "open_tasks": "Số nhiệm vụ còn dở",
    "launch_note": "Cách triển khai",
    "template": "Mẫu kế hoạch",
    "based_on": "Lập từ kế hoạch",
    "amended_tasks": "Nhiệm vụ thay đổi",
    "items": "Việc cần có",
    "place": "Vị trí",
    "own_plan": "Kế hoạch của đơn vị",
    "units": "Đơn vị",
    "about": "Nội dung đôn đốc",
    "text": "Lời nhắc",
    "rows": "Số dòng",
    "new": "Thêm mới",
    "changed": "Thay đổi",
    "removed": "Xóa",
    "same": "Không thay đổi",
    "sheet": "Danh sách",
    "file": "Tệp",
}
