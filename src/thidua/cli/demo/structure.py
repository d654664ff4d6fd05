"""The department of the demo as its own staff would list it: units, groups of wordings, people, roles, accounts."""

from __future__ import annotations

from typing import NamedTuple

BODY_CODE = "SNNMT"
BODY_NAME = "Sở Nông nghiệp và Môi trường tỉnh Bình Minh"
BODY_SHORT_NAME = "Sở NNMT"
PASSWORD = "thidua-2026"  # noqa: S105 - printed when the demo starts; the demo holds no real person's work


class UnitRow(NamedTuple):
    """A unit directly below the department. `kind` is a value of `UnitKind`."""

    code: str
    name: str
    short_name: str
    kind: str


class PersonRow(NamedTuple):
    """Somebody on the staff of the unit with this code.

    `role` is held there, or at `role_unit`; who has no `username` does not sign in.
    """

    code: str
    full_name: str
    unit: str
    title: str
    role: str = ""
    username: str = ""
    role_unit: str = ""
    account: str = ""
    """The sign-in name of who reports for a unit in the demo's year; nobody is told its password."""


DIVISIONS = (
    UnitRow("VP", "Văn phòng", "VP", "division"),
    UnitRow("TCCB", "Phòng Tổ chức cán bộ", "Phòng TCCB", "division"),
    UnitRow("KHTC", "Phòng Kế hoạch - Tài chính", "Phòng KHTC", "division"),
    UnitRow("KTPC", "Phòng Kiểm tra - Pháp chế", "Phòng KTPC", "division"),
    UnitRow("QLDD", "Phòng Quản lý đất đai", "Phòng QLĐĐ", "division"),
    UnitRow("MT", "Phòng Môi trường", "Phòng MT", "division"),
    UnitRow("TNN", "Phòng Tài nguyên nước và Khoáng sản", "Phòng TNNKS", "division"),
    UnitRow("CDS", "Phòng Chuyển đổi số", "Phòng CĐS", "division"),
)
SUBORDINATES = (
    UnitRow("CCKL", "Chi cục Kiểm lâm", "CCKL", "subordinate"),
    UnitRow("CCTL", "Chi cục Thủy lợi", "CCTL", "subordinate"),
    UnitRow("CCTT", "Chi cục Trồng trọt và Bảo vệ thực vật", "CC TTBVTV", "subordinate"),
    UnitRow("CCCN", "Chi cục Chăn nuôi và Thú y", "CC CNTY", "subordinate"),
    UnitRow("CCPT", "Chi cục Phát triển nông thôn và Chất lượng", "CC PTNTCL", "subordinate"),
    UnitRow("TTKN", "Trung tâm Khuyến nông", "TTKN", "subordinate"),
    UnitRow("VPDK", "Văn phòng Đăng ký đất đai", "VPĐKĐĐ", "subordinate"),
    UnitRow("TTQT", "Trung tâm Quan trắc và Kỹ thuật tài nguyên, môi trường", "TTQT", "subordinate"),
)
# Since 01/07/2025 there is no district level: what a department works with on the ground is communes and wards.
LOCALITIES = (
    UnitRow("XP01", "Ủy ban nhân dân phường Bình Minh", "UBND phường Bình Minh", "district"),
    UnitRow("XP02", "Ủy ban nhân dân phường Tân Thịnh", "UBND phường Tân Thịnh", "district"),
    UnitRow("XP03", "Ủy ban nhân dân phường Hòa Lạc", "UBND phường Hòa Lạc", "district"),
    UnitRow("XP04", "Ủy ban nhân dân xã An Phú", "UBND xã An Phú", "district"),
    UnitRow("XP05", "Ủy ban nhân dân xã Đồng Tiến", "UBND xã Đồng Tiến", "district"),
    UnitRow("XP06", "Ủy ban nhân dân xã Minh Khai", "UBND xã Minh Khai", "district"),
    UnitRow("XP07", "Ủy ban nhân dân xã Phú Lương", "UBND xã Phú Lương", "district"),
    UnitRow("XP08", "Ủy ban nhân dân xã Quảng Lâm", "UBND xã Quảng Lâm", "district"),
    UnitRow("XP09", "Ủy ban nhân dân xã Tân Lập", "UBND xã Tân Lập", "district"),
    UnitRow("XP10", "Ủy ban nhân dân xã Thanh Hải", "UBND xã Thanh Hải", "district"),
    UnitRow("XP11", "Ủy ban nhân dân xã Vĩnh Thạnh", "UBND xã Vĩnh Thạnh", "district"),
    UnitRow("XP12", "Ủy ban nhân dân xã Yên Sơn", "UBND xã Yên Sơn", "district"),
)
ORGANIZATIONS = (
    UnitRow("DU", "Đảng ủy Sở", "Đảng ủy", "organization"),
    UnitRow("CD", "Công đoàn Sở", "Công đoàn", "organization"),
    UnitRow("DTN", "Đoàn Thanh niên Sở", "ĐTN", "organization"),
    UnitRow("HDTD", "Hội đồng Thi đua - Khen thưởng Sở", "Hội đồng TĐKT Sở", "council"),
    UnitRow("HDSK", "Hội đồng sáng kiến Sở", "HĐSK", "council"),
    UnitRow("K1", "Khối thi đua số 1", "Khối 1", "bloc"),
    UnitRow("K2", "Khối thi đua số 2", "Khối 2", "bloc"),
)
UNITS = (*DIVISIONS, *SUBORDINATES, *LOCALITIES, *ORGANIZATIONS)

ALIASES = (
    ("Văn phòng Sở", "VP"),
    ("Phòng TC-CB", "TCCB"),
    ("Đoàn TNCS Hồ Chí Minh Sở", "DTN"),
    ("Chi cục Trồng trọt và BVTV", "CCTT"),
)
"""Wordings of this department's papers that its officer has taught before the first plan comes in."""

GROUPS = (("Công đoàn Sở, Đoàn Thanh niên Sở", ("CD", "DTN")),)
LOCALITIES_GROUP = "UBND các xã, phường"
"""What this department calls the default group of its localities."""

PEOPLE = (
    PersonRow("BM001", "Phạm Quốc Khánh", BODY_CODE, "Giám đốc", "leader", "lanhdao"),
    PersonRow("BM002", "Lê Thị Thu Hà", BODY_CODE, "Phó Giám đốc", "leader"),
    PersonRow("BM003", "Nguyễn Đức Thắng", BODY_CODE, "Phó Giám đốc", "leader"),
    PersonRow("BM004", "Vũ Hoàng Long", BODY_CODE, "Phó Giám đốc", "leader"),
    PersonRow("BM005", "Hoàng Minh Tuấn", "VP", "Chánh Văn phòng", "unit_head"),
    PersonRow("BM006", "Đặng Thị Ngọc Lan", "VP", "Phó Chánh Văn phòng"),
    PersonRow("BM007", "Nguyễn Thị Mai Anh", "VP", "Chuyên viên, thường trực thi đua", "officer", "canbo", BODY_CODE),
    PersonRow("BM008", "Trần Văn Hậu", "VP", "Văn thư", "unit_clerk", "vanthu"),
    PersonRow("BM009", "Bùi Thị Kim Oanh", "TCCB", "Trưởng phòng", "unit_head"),
    PersonRow("BM010", "Lương Quang Huy", "TCCB", "Phó Trưởng phòng"),
    PersonRow("BM011", "Đỗ Thị Hồng Nhung", "TCCB", "Chuyên viên", "unit_clerk", account="tccb.nhung"),
    PersonRow("BM012", "Phan Thanh Bình", "KHTC", "Trưởng phòng", "unit_head"),
    PersonRow("BM013", "Ngô Thị Bích Thủy", "KHTC", "Kế toán trưởng"),
    PersonRow("BM014", "Trịnh Xuân Đạt", "KHTC", "Chuyên viên", "unit_clerk", account="khtc.dat"),
    PersonRow("BM015", "Mai Văn Chiến", "KTPC", "Trưởng phòng", "unit_head"),
    PersonRow("BM016", "Tạ Thị Quỳnh", "KTPC", "Chuyên viên", "unit_clerk", account="ktpc.quynh"),
    PersonRow("BM017", "Hà Văn Nghĩa", "KTPC", "Chuyên viên"),
    PersonRow("BM018", "Dương Thị Tuyết", "QLDD", "Trưởng phòng", "unit_head"),
    PersonRow("BM019", "Cao Xuân Trường", "QLDD", "Phó Trưởng phòng"),
    PersonRow("BM020", "Nguyễn Hữu Phước", "QLDD", "Chuyên viên", "unit_clerk", account="qldd.phuoc"),
    PersonRow("BM021", "Đinh Trọng Nghĩa", "MT", "Trưởng phòng", "unit_head", "truongphong"),
    PersonRow("BM022", "Võ Thị Thanh Tâm", "MT", "Phó Trưởng phòng"),
    PersonRow("BM023", "Lê Khánh Vy", "MT", "Chuyên viên", "unit_clerk", "daumoi"),
    PersonRow("BM024", "Quách Ngọc Sơn", "TNN", "Trưởng phòng", "unit_head"),
    PersonRow("BM025", "Triệu Thị Hoa", "TNN", "Chuyên viên", "unit_clerk", account="tnn.hoa"),
    PersonRow("BM026", "Nguyễn Tiến Dũng", "CDS", "Trưởng phòng", "unit_head"),
    PersonRow("BM027", "Phùng Gia Bảo", "CDS", "Chuyên viên", "unit_clerk", account="cds.bao"),
    PersonRow("BM028", "Lâm Văn Sơn", "CCKL", "Chi cục trưởng", "unit_head"),
    PersonRow("BM029", "Hoàng Thị Yến", "CCKL", "Phó Chi cục trưởng"),
    PersonRow("BM030", "Nông Văn Thành", "CCKL", "Kiểm lâm viên", "unit_clerk", account="cckl.thanh"),
    PersonRow("BM031", "Trần Đình Thuận", "CCTL", "Chi cục trưởng", "unit_head"),
    PersonRow("BM032", "Nguyễn Thị Hạnh", "CCTL", "Chuyên viên", "unit_clerk", account="cctl.hanh"),
    PersonRow("BM033", "Phạm Thị Minh Nguyệt", "CCTT", "Chi cục trưởng", "unit_head"),
    PersonRow("BM034", "Lý Văn Quân", "CCTT", "Chuyên viên", "unit_clerk", account="cctt.quan"),
    PersonRow("BM035", "Đoàn Văn Lực", "CCCN", "Chi cục trưởng", "unit_head"),
    PersonRow("BM036", "Huỳnh Thị Diễm", "CCCN", "Chuyên viên", "unit_clerk", account="cccn.diem"),
    PersonRow("BM037", "Chu Thị Phương Thảo", "CCPT", "Chi cục trưởng", "unit_head"),
    PersonRow("BM038", "Nguyễn Bá Cường", "CCPT", "Chuyên viên", "unit_clerk", account="ccpt.cuong"),
    PersonRow("BM039", "Tống Thị Hiền", "TTKN", "Giám đốc Trung tâm", "unit_head"),
    PersonRow("BM040", "Vi Văn Hòa", "TTKN", "Khuyến nông viên"),
    PersonRow("BM041", "Lê Thị Bảo Ngọc", "TTKN", "Viên chức", "unit_clerk", account="ttkn.ngoc"),
    PersonRow("BM042", "Nguyễn Quang Vinh", "VPDK", "Giám đốc Văn phòng Đăng ký", "unit_head"),
    PersonRow("BM043", "Trương Thị Lệ", "VPDK", "Viên chức", "unit_clerk", account="vpdk.le"),
    PersonRow("BM044", "Kiều Anh Đức", "TTQT", "Giám đốc Trung tâm", "unit_head"),
    PersonRow("BM045", "Ma Thị Thúy", "TTQT", "Viên chức", "unit_clerk", account="ttqt.thuy"),
    PersonRow("BM046", "Nguyễn Văn Toàn", "XP01", "Công chức Kinh tế", "unit_clerk", account="xp01.toan"),
    PersonRow("BM047", "Bạch Thị Loan", "XP02", "Công chức Kinh tế", "unit_clerk"),
    PersonRow("BM048", "Trần Công Minh", "XP03", "Công chức Kinh tế", "unit_clerk"),
    PersonRow("BM049", "Lò Thị Xuân", "XP04", "Công chức Kinh tế", "unit_clerk", account="xp04.xuan"),
    PersonRow("BM050", "Phan Văn Đồng", "XP05", "Công chức Kinh tế", "unit_clerk"),
    PersonRow("BM051", "Nguyễn Thị Huệ", "XP06", "Công chức Kinh tế", "unit_clerk"),
    PersonRow("BM052", "Vũ Đình Khôi", "XP07", "Công chức Kinh tế", "unit_clerk"),
    PersonRow("BM053", "Hứa Thị Nga", "XP08", "Công chức Kinh tế", "unit_clerk"),
    PersonRow("BM054", "Đào Văn Giang", "XP09", "Công chức Kinh tế", "unit_clerk"),
    PersonRow("BM055", "Thái Thị Cúc", "XP10", "Công chức Kinh tế", "unit_clerk"),
    PersonRow("BM056", "Tô Hoài Nam", "XP11", "Công chức Kinh tế", "unit_clerk"),
    PersonRow("BM057", "Giàng A Páo", "XP12", "Công chức Kinh tế", "unit_clerk"),
    PersonRow("BM058", "Doãn Thị Ánh", "CD", "Chủ tịch Công đoàn Sở", "unit_head"),
    PersonRow("BM059", "Nghiêm Đức Mạnh", "DTN", "Bí thư Đoàn Thanh niên", "unit_head"),
    PersonRow("BM060", "Ông Thị Ái Liên", "DU", "Phó Bí thư Đảng ủy", "unit_head"),
)
OFFICER_USERNAME = "canbo"
LEADER_USERNAME = "lanhdao"
RECORDS_USERNAME = "vanthu"
ADMINISTRATOR_NAME = "Đỗ Việt Hùng"
ADMINISTRATOR_USERNAME = "quantri"
