"""Words of stored files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from thidua.apps.notifications.enums import Kind

ACTS = {"documents.store_file": "đã tải lên tệp", "documents.delete_file": "đã xóa tệp"}
FACTS = {"name": "Tên tệp", "sha256": "Mã kiểm tra nội dung"}


class Manner(models.TextChoices):
    """How a body counts its documents (Nghị định 30/2020/NĐ-CP, Điều 15 khoản 1: its head says)."""

    COMMON = "common", "Một dãy số chung"
    BY_TYPE = "by_type", "Mỗi loại văn bản một dãy số"
    GROUPS = "groups", "Theo nhóm loại văn bản"


class RegisterState(models.TextChoices):
    """Where a register stands. RECOVERY is never stored: the marks outside the database say it."""

    OPEN = "open", "Đang cấp số"
    RECOVERY = "recovery", "Chờ xác nhận số"
    CLOSED = "closed", "Đã khóa sổ"

    @property
    def tone(self) -> str:
        """How the state is colored: a tone of the UI kit."""
        return {"open": "progress", "recovery": "overdue", "closed": "done"}[self.value]


class NoteKind(models.TextChoices):
    """What happens to a document after its number was given."""

    TRANSFERRED = "transferred", "Chuyển văn bản"
    RECEIVED = "received", "Ký nhận"
    CORRECTED = "corrected", "Đính chính"
    REPLACED = "replaced", "Thay thế, sửa đổi"
    WITHDRAWN = "withdrawn", "Thu hồi"
    REMARK = "remark", "Ghi chú"

    @classmethod
    def ordered(cls) -> list[str]:
        """Return those that only another document orders (Điều 18 khoản 3, 4)."""
        return [cls.CORRECTED.value, cls.REPLACED.value, cls.WITHDRAWN.value]


ACTS |= {
    "documents.set_scheme": "đã đặt cách đánh số của",
    "documents.open_register": "đã mở",
    "documents.allot_number": "đã cấp số văn bản",
    "documents.note_entry": "đã ghi thêm vào sổ về văn bản",
    "documents.close_year": "đã khóa sổ năm của",
    "documents.hold_numbers": "đã tạm dừng cấp số, chờ xác nhận trên giấy, của",
    "documents.confirm_highest_numbers": "đã xác nhận số cao nhất trên giấy của",
}
FACTS |= {
    "year": "Năm",
    "manner": "Cách đánh số",
    "groups": "Nhóm",
    "basis": "Căn cứ",
    "starts_after": "Số cao nhất đã cấp trên giấy",
    "number": "Số",
    "symbol": "Ký hiệu",
    "series": "Dãy số",
    "registers": "Sổ",
    "kind": "Việc",
    "on": "Ngày",
    "text": "Nội dung",
    "document": "Văn bản",
    "evidence": "Đối chiếu với",
    "numbers": "Số cao nhất",
    "last_on": "Ngày của văn bản mới nhất",
}


class PaperState(models.TextChoices):
    """Where a paper stands on its way; the table is `transitions.PAPER`."""

    DRAFT = "draft", "Dự thảo"
    REVIEW = "review", "Đang xin ý kiến"
    SUBMITTED = "submitted", "Đang trình ký"
    RETURNED = "returned", "Bị trả lại"
    SIGNED = "signed", "Đã ký, chờ cấp số"
    ISSUED = "issued", "Đã ban hành"
    SENT = "sent", "Đã gửi"
    WITHDRAWN = "withdrawn", "Đã thu hồi"
    DROPPED = "dropped", "Đã bỏ"

    @property
    def tone(self) -> str:
        """How the state is colored: a tone of the UI kit."""
        return {
            "draft": "neutral", "review": "progress", "submitted": "waiting", "returned": "refused",
            "signed": "waiting",
            "issued": "done", "sent": "done", "withdrawn": "cancelled", "dropped": "cancelled",
        }[self.value]  # fmt: skip


WRITTEN_STATES = ("draft", "review", "returned")
"""States in which the text of a paper may change."""
ISSUED_STATES = ("issued", "sent", "withdrawn")
"""States of a paper that has its number."""


class SigningWay(models.TextChoices):
    DIGITAL = "digital", "Ký số"
    ON_PAPER = "on_paper", "Ký trên giấy"


ACTS |= {
    "documents.draft_paper": "đã lập dự thảo văn bản",
    "documents.change_paper": "đã sửa dự thảo văn bản",
    "documents.keep_version": "đã lưu phiên bản của văn bản",
    "documents.ask_opinions": "đã xin ý kiến về văn bản",
    "documents.close_opinions": "đã kết thúc lấy ý kiến về văn bản",
    "documents.comment_paper": "đã góp ý văn bản",
    "documents.resolve_comment": "đã giải quyết ý kiến về văn bản",
    "documents.submit_paper": "đã trình ký văn bản",
    "documents.take_back_paper": "đã rút lại văn bản trình ký",
    "documents.return_paper": "đã trả lại văn bản",
    "documents.sign_paper": "đã ký số văn bản",
    "documents.register_signature": "đã ghi nhận chữ ký trên giấy của văn bản",
    "documents.issue_paper": "đã ban hành văn bản",
    "documents.keep_rendering": "đã tạo tệp chính thức của văn bản",
    "documents.set_recipients": "đã ghi nơi nhận của văn bản",
    "documents.send_paper": "đã gửi văn bản",
    "documents.acknowledge_paper": "đã tiếp nhận văn bản",
    "documents.note_seen": "đã xem văn bản đến",
    "documents.note_mailed": "đã gửi thư kèm văn bản",
    "documents.withdraw_paper": "đã thu hồi văn bản",
    "documents.drop_paper": "đã bỏ dự thảo văn bản",
}
FACTS |= {
    "type": "Tên loại",
    "title": "Trích yếu",
    "version": "Phiên bản",
    "passages": "Số đoạn thay đổi",
    "reviewers": "Đơn vị cho ý kiến",
    "review_until": "Hạn cho ý kiến",
    "reason": "Lý do",
    "quote": "Đoạn được góp ý",
    "opinion": "Ý kiến",
    "signer": "Người ký",
    "file_sha256": "Mã kiểm tra của tệp",
    "docx_sha256": "Mã kiểm tra của tệp Word",
    "pdf_sha256": "Mã kiểm tra của tệp PDF",
    "recipients": "Nơi nhận",
    "addresses": "Thư điện tử",
    "unit": "Đơn vị",
    "note": "Ghi chú",
    "issued_on": "Ngày ban hành",
    "days_late": "Chậm cấp số (ngày làm việc)",
    "code": "Số, ký hiệu",
}
PAPER_WAITING = "documents.paper_waiting"
PAPER_ANSWERED = "documents.paper_answered"
PAPER_RECEIVED = "documents.paper_received"
NOTICES_OF_PAPERS = (
    Kind(PAPER_WAITING, _("Văn bản chờ xử lý: cho ý kiến, ký, cấp số")),
    Kind(PAPER_ANSWERED, _("Văn bản có ý kiến, được ký hoặc bị trả lại")),
    Kind(PAPER_RECEIVED, _("Văn bản đến")),
)


class SignatureKind(models.TextChoices):
    """Whose digital signature it is (Nghị định 30/2020/NĐ-CP, Điều 5 khoản 1: both make the original)."""

    PERSON = "person", "Chữ ký số của người có thẩm quyền"
    BODY = "body", "Chữ ký số của cơ quan, tổ chức"


class KeyPlace(models.TextChoices):
    """Where the key was when it signed."""

    FILE = "file", "Tệp chữ ký số (PKCS#12)"
    TOKEN = "token", "Thiết bị ký của máy chủ"
    OUTSIDE = "outside", "Công cụ ký của cơ quan"


ACTS |= {
    "documents.seal_paper": "đã ký số của cơ quan vào văn bản",
    "documents.make_signing_copy": "đã tạo bản PDF để ký của văn bản",
    "documents.set_hand_image": "đã lưu ảnh chữ ký của",
    "documents.set_seal_image": "đã lưu ảnh con dấu của",
    "documents.remove_hand_image": "đã xóa ảnh chữ ký của",
    "documents.remove_seal_image": "đã xóa ảnh con dấu của",
}
FACTS |= {
    "key_place": "Khóa ký",
    "certificate": "Chứng thư của",
    "serial": "Số chứng thư",
    "before_sha256": "Mã kiểm tra trước khi ký",
    "after_sha256": "Mã kiểm tra sau khi ký",
}


class TemplateState(models.TextChoices):
    """Where a version of a template stands on a day. Never stored: its dates say it."""

    IN_FORCE = "in_force", "Đang áp dụng"
    COMING = "coming", "Chưa đến ngày áp dụng"
    ENDED = "ended", "Hết áp dụng"
    DROPPED = "dropped", "Không áp dụng"

    @property
    def tone(self) -> str:
        """How the state is colored: a tone of the UI kit."""
        return {"in_force": "done", "coming": "waiting", "ended": "none", "dropped": "cancelled"}[self.value]


ACTS |= {
    "documents.upload_template": "đã tải lên phiên bản mới của",
    "documents.retire_template": "đã thôi áp dụng một phiên bản của",
}
FACTS |= {"in_force_from": "Áp dụng từ ngày", "in_force_to": "Đến hết ngày"}


class PackagePriority(models.IntegerChoices):
    """How urgent a document from another body is (edXML: OtherInfo.Priority)."""

    NORMAL = 0, "Thường"
    URGENT = 1, "Khẩn"
    VERY_URGENT = 2, "Thượng khẩn"
    IMMEDIATE = 3, "Hỏa tốc"
    IMMEDIATE_AT = 4, "Hỏa tốc hẹn giờ"


class PackageBusiness(models.IntegerChoices):
    """What a package does with its document (edXML: BussinessDocType)."""

    NEW = 0, "Văn bản mới"
    RECALL = 1, "Thu hồi"
    UPDATE = 2, "Cập nhật"
    REPLACE = 3, "Thay thế"


ACTS |= {
    "documents.export_package": "đã xuất gói edXML của văn bản",
    "documents.import_package": "đã nhận gói edXML của văn bản",
}
FACTS |= {"document_id": "Mã định danh văn bản", "sender": "Cơ quan gửi"}
