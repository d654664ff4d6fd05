from __future__ import annotations

from django.db import models


class UnitKind(models.TextChoices):
    """What a unit is within its body. Groups such as "các phòng chuyên môn" expand by kind."""

    BODY = "body", "Cơ quan"
    DIVISION = "division", "Phòng, ban chuyên môn"
    SUBORDINATE = "subordinate", "Đơn vị trực thuộc"
    DISTRICT = "district", "Địa phương"
    ORGANIZATION = "organization", "Tổ chức đảng, đoàn thể"
    COUNCIL = "council", "Hội đồng, ban chỉ đạo"
    BLOC = "bloc", "Khối, cụm thi đua"


class ImportState(models.TextChoices):
    """Where an Excel list stands."""

    PREVIEW = "preview", "Chờ nhập"
    APPLIED = "applied", "Đã nhập"
    DISCARDED = "discarded", "Đã bỏ"


class DelegationState(models.TextChoices):
    """Where a delegation stands on a day. Never stored: the dates and the moment it was ended say it."""

    AHEAD = "ahead", "Chưa đến ngày"
    RUNNING = "running", "Đang làm thay"
    OVER = "over", "Đã hết hạn"
    ENDED = "ended", "Đã chấm dứt sớm"

    @property
    def tone(self) -> str:
        """How the state is colored: a tone of the UI kit."""
        return {"ahead": "waiting", "running": "progress", "over": "none", "ended": "cancelled"}[self.value]


ACTS = {
    "organizations.found_body": "đã thiết lập cơ quan",
    "organizations.create_unit": "đã thêm đơn vị",
    "organizations.change_unit": "đã sửa đơn vị",
    "organizations.move_unit": "đã chuyển đơn vị",
    "organizations.close_unit": "đã đóng đơn vị",
    "organizations.add_person": "đã thêm cán bộ",
    "organizations.change_person": "đã sửa thông tin cán bộ",
    "organizations.create_account": "đã tạo tài khoản cho",
    "organizations.reset_password": "đã cấp lại mật khẩu cho",
    "organizations.close_account": "đã khóa tài khoản của",
    "organizations.open_account": "đã mở lại tài khoản của",
    "organizations.grant_role": "đã giao vai trò",
    "organizations.revoke_role": "đã thu lại vai trò",
    "organizations.delegate": "đã cử người làm thay cho",
    "organizations.revoke_delegation": "đã chấm dứt việc làm thay cho",
    "organizations.act_in_place": "đã bắt đầu làm thay",
    "organizations.stop_acting": "đã thôi làm thay",
    "organizations.create_group": "đã tạo nhóm đơn vị",
    "organizations.change_group": "đã sửa nhóm đơn vị",
    "organizations.learn_alias": "đã ghi nhớ cách gọi",
    "organizations.forget_alias": "đã bỏ cách gọi",
    "organizations.start_import": "đã tải lên danh sách",
    "organizations.apply_import": "đã nhập danh sách",
    "organizations.discard_import": "đã bỏ danh sách",
    "organizations.hand_over_passwords": "đã tải danh sách mật khẩu lần đầu của",
}
FACTS = {
    "parent": "Đơn vị cấp trên",
    "unit": "Đơn vị",
    "substitute": "Người làm thay",
    "days": "Thời gian",
    "reason": "Lý do",
    "username": "Tên đăng nhập",
    "administrator": "Quản trị đầu tiên",
    "means": "Chỉ",
    "members": "Đơn vị được liệt kê",
    "valid": "Thời hạn",
    "is_active": "Đang hoạt động",
    "accounts": "Số tài khoản",
    "new": "Thêm mới",
    "changed": "Thay đổi",
    "same": "Không thay đổi",
    "rows": "Số dòng",
}
"""Words for what the record keeps of an act and no model field names."""
