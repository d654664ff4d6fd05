"""Quantified goals: what bounds them, their unit, their parts, and numbers that are no goals."""

from __future__ import annotations

import pytest

from thidua.lib.vanban.understanding.targets import number
from thidua.lib.vanban.understanding.tests.factories import body, reading_of

AIMS = "II. CHỈ TIÊU PHẤN ĐẤU"


def goals(*lines: str) -> list[tuple[str, float | None, float | None, str | None]]:
    return [(t["comparator"], t["min"], t["max"], t["unit"]) for t in body(*lines)["targets"]]


@pytest.mark.parametrize(
    ("text", "value"), [("32.500", 32500), ("56,5", 56.5), ("70.5", 70.5), ("1.200,5", 1200.5), ("hai", 2)]
)
def test_numbers(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("line", "goal"),
    [
        ("Tỷ lệ hài lòng đạt từ 93% trở lên.", (">=", 93, None, "%")),
        ("100% học sinh xếp loại khá trở lên.", ("=", 100, 100, "%")),
        ("Tổ chức 40 phiên tòa trực tuyến trở lên.", (">=", 40, None, "phiên tòa")),
        ("Có 12 giáo viên đạt trình độ thạc sĩ trở lên.", ("=", 12, 12, "giáo viên")),
        ("Có từ 80 chi bộ sinh hoạt tốt trở lên.", (">=", 80, None, "chi bộ")),
        ("Nợ xấu từ 2% trở xuống.", ("<=", None, 2, "%")),
        ("Thời gian chờ khám dưới 90 phút/lượt.", ("<=", None, 90, "phút/lượt")),
        ("Thời gian giải quyết hồ sơ rút ngắn còn 3 ngày.", ("=", 3, 3, "ngày")),
        ("Thu nhập đạt 65 triệu đồng/người/năm trở lên.", (">=", 65, None, "triệu đồng/người/năm")),
        ("Cấp 12.000 - 13.500 giấy chứng nhận.", ("range", 12000, 13500, "giấy chứng nhận")),
        ("Cấp 1.200 thẻ bảo hiểm y tế.", ("=", 1200, 1200, "thẻ")),
        ("Tổng số 300 cây xanh được trồng.", ("=", 300, 300, "cây")),
        ("Hỗ trợ khoảng 3 nghìn doanh nghiệp.", ("~", 3000, 3000, "doanh nghiệp")),
        ("Mỗi chi hội có ít nhất hai mô hình.", (">=", 2, None, "mô hình")),
        ("Lao động tiên tiến: 60/68 người.", ("=", 60, 60, "người")),
        ("Có thêm 25 sản phẩm được công nhận từ 3 sao trở lên.", ("=", 25, 25, "sản phẩm")),
        ("Không quá 15 vụ việc tồn đọng.", ("<=", None, 15, "vụ việc")),
        ("Thành lập 5 vườn ươm.", ("=", 5, 5, "vườn")),
        ("Mở từ 02 đến 03 chương trình giao lưu.", ("range", 2, 3, "chương trình")),
        ("Góp trên 5 nghìn ngày công sửa kênh.", (">=", 5000, None, "ngày công")),
        ("Thời gian thông quan hàng tươi sống không quá 6 giờ.", ("<=", None, 6, "giờ")),
        ("Sửa chữa 7 “Mái ấm nghĩa tình”.", ("=", 7, 7, "mái ấm")),
        ("Điểm bình quân 12 tiêu chí đạt từ 8,5 điểm trở lên.", (">=", 8.5, None, "điểm")),
        ("100% chi bộ có từ 30 đảng viên trở lên tổ chức sinh hoạt chuyên đề.", ("=", 100, 100, "%")),
    ],
)
def test_goals(line: str, goal: tuple[str, float | None, float | None, str]) -> None:
    assert goals(AIMS, f"- {line}") == [goal]


@pytest.mark.parametrize(
    "line",
    [
        "Đến nay toàn xã có 1.200 hội viên.",
        "Năm 2023 kết nạp 35 hội viên; phát triển 4 chi hội.",
        "Phát huy kết quả năm 2023 (giải quyết 4.815/5.102 vụ việc, đạt 94,37%; bị hủy 0,61%).",
        "Toàn huyện đã có 5/8 xã đạt chuẩn, đạt 62,5%; hộ nghèo còn 9,2%.",
        "Thực hiện Nghị quyết số 12 và Điều 5 của Quy chế.",
        "Đợt 2 kéo dài 30 ngày, chào mừng 20/11.",
        "Ít nhất một số hộ tham gia.",
        "Tài liệu dày 40 trang, mẫu số 3.",
        "Sinh hoạt từ năm 2024.",
    ],
)
def test_numbers_that_are_no_goals(line: str) -> None:
    assert goals(AIMS, f"- {line}") == []


def test_the_past_ends_where_the_aim_begins() -> None:
    assert goals(AIMS, "- Năm 2023 đạt 90%; phấn đấu năm nay đạt 95%.") == [("=", 95, 95, "%")]


def test_parts_of_a_whole_share_its_unit_and_sentence() -> None:
    lines = (
        "- Trồng mới 2.600 ha rừng, trong đó rừng gỗ lớn 900 ha, rừng phòng hộ 1.700 ha; tạo việc làm cho 50 người.",
        "- Huy động 12 tỷ đồng, trong đó: ngân sách 8 tỷ đồng; dân góp 4 tỷ đồng. Tiết kiệm 1 tỷ đồng.",
    )
    assert [target["parts"] for target in body(AIMS, *lines)["targets"]] == [[1, 2], [], [], [], [5, 6], [], [], []]


def test_indicators_lose_what_joins_them() -> None:
    reading = body(AIMS, "- Giới thiệu ít nhất 01 tập thể và 02 cá nhân điển hình.")
    assert [target["indicator"] for target in reading["targets"]] == [
        "Giới thiệu ít nhất 01 tập thể",
        "02 cá nhân điển hình",
    ]


def test_doubt_says_why() -> None:
    def doubts(*lines: str) -> list[str | None]:
        return [leaf["indicator"]["doubt"] for leaf in body(*lines)["evidence"]["targets"]]

    assert doubts(AIMS, "- Tỷ lệ đạt 95%.") == [None]
    assert [bool(doubt) for doubt in doubts(AIMS, "- Đạt 6/8 xã.", "- Lắp 12 bộ lọc nước khác lạ.")][:1] == [True]
    assert all(doubts("III. TIÊU CHUẨN XÉT TẶNG", "1. Tập thể hoàn thành 100% nhiệm vụ.", "2. Cá nhân khác."))
    assert all(doubts("III. NỘI DUNG", "- Mở trên 12 lớp dạy nghề trong tháng."))
    assert doubts("III. KINH PHÍ", "- Chi 15 triệu đồng.") == []


def test_tables_of_targets() -> None:
    reading = body(
        AIMS, "TT\tChỉ tiêu\tĐơn vị tính\tThực hiện năm 2023\tKế hoạch năm 2024", "1\tHộ dùng nước sạch\t%\t80\t≥ 95",
        "2\tMô hình mới\tmô hình\t9\t12 - 14", "3\tGhi chú\t\t\tkhông", "4\tVốn huy động\t\t3\t5 tỷ đồng",
    )  # fmt: skip
    assert [(t["indicator"], t["comparator"], t["min"], t["max"], t["unit"]) for t in reading["targets"]] == [
        ("Hộ dùng nước sạch", ">=", 95, None, "%"),
        ("Mô hình mới", "range", 12, 14, "mô hình"),
        ("Vốn huy động", "=", 5, 5, "tỷ đồng"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (AIMS, "Chỉ công nhận danh hiệu khi thôn đạt từ 85% số hộ tán thành."),
        ("III. NỘI DUNG", "Mức khoán từ 40% đến 60% theo khoản 3 Điều 9 của Quy chế chi tiêu."),
        ("III. NỘI DUNG", "Sáu tháng qua sản lượng tăng 9% so với cùng kỳ."),
        ("III. NỘI DUNG", "Đối với thôn có dưới 80 hộ: họp toàn thể chủ hộ."),
        ("II. TIÊU CHUẨN XÉT TẶNG", "Cờ thi đua: có ít nhất 60% cá nhân hoàn thành tốt nhiệm vụ."),
        ("I. ĐẶC ĐIỂM TÌNH HÌNH", "1. Đội ngũ", "Trường có 45 giáo viên, trong đó 100% đạt chuẩn."),
        (AIMS, "Giảm tai nạn trên cả 03 mặt."),
    ],
)
def test_conditions_rules_and_states_are_no_goals(lines: tuple[str, ...]) -> None:
    assert goals(*lines) == []


def test_a_paper_that_plans_nothing_has_rules_not_goals() -> None:
    head = "CÔNG TY CẤP NƯỚC\nSố: 9/TB-CN\nHà Nam, ngày 05 tháng 01 năm 2026\nTHÔNG BÁO\nVề việc ngừng cấp nước\n\n"
    assert reading_of(head + "Mỗi hộ trữ không quá 5 thùng; áp lực nước giảm từ 20% đến 30%.\n")["targets"] == []


def test_a_table_whose_goals_say_their_unit() -> None:
    assert goals(
        AIMS,
        "TT\tNội dung\tChỉ tiêu",
        "1\tSáng kiến được công nhận\tít nhất 03 sáng kiến",
        "2\tHồ sơ trả đúng hạn\t100%",
        "3\tTổ chức hội thảo\t2 - 4 cuộc",
    ) == [(">=", 3, None, "sáng kiến"), ("=", 100, 100, "%"), ("range", 2, 4, "cuộc")]
