"""Words of stored files."""

from __future__ import annotations

from django.db import models

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
