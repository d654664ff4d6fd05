"""The reading as a text for the terminal."""

from __future__ import annotations

from thidua.lib.vanban.understanding.rendering import explain
from thidua.lib.vanban.understanding.tests.factories import body


def test_every_part_has_its_line() -> None:
    reading = body(
        "Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;", "I. CHỈ TIÊU", "- Trồng từ 1.500 đến 2.500,5 cây xanh.",
        "- Không quá 3,5% hồ sơ chậm hạn.", "", "STT\tNội dung\tChủ trì\tPhối hợp\tThời gian\tKinh phí\tSản phẩm",
        "1\tPhát động\tVăn phòng\tCông đoàn\tTháng 2\t5 triệu\tKế hoạch", "", "II. TỔ CHỨC THỰC HIỆN",
        "1. Phòng Nội vụ", "- Báo cáo kết quả trước ngày 10/12/2024.", "", "Nơi nhận:", "- Như trên.", "GIÁM ĐỐC",
        "Trần Văn Nam",
    )  # fmt: skip
    told = explain({**reading, "document": {"notices": ["Bảng mã được đoán."]}, "unread": [
        {"first_line": 3, "last_line": 3, "text": "Dòng lạ", "why": "chưa rõ"},
        {"first_line": 4, "last_line": 6, "text": "Bảng lạ", "why": "chưa nhận ra cột"},
    ]}, with_evidence=False)  # fmt: skip
    lines = [line for line in told.splitlines() if line.startswith(" ")]
    for wanted in (
        "  - Luật Thi đua, khen thưởng ngày 15/6/2022",
        "       Chủ trì: Văn phòng",
        "       Phối hợp: Công đoàn",
        "       Thời gian: Tháng 2 (01/02/2024 - 29/02/2024)",
        "       Sản phẩm: Kế hoạch",
        "       Kinh phí: 5 triệu",
        "       Thực hiện: Phòng Nội vụ",
        "  - Bảng mã được đoán.",
        "  - dòng 3: Dòng lạ (chưa rõ)",
        "  - dòng 4-6: Bảng lạ (chưa nhận ra cột)",
        "  - Như trên",
    ):
        assert lines.count(wanted) == 1
    amounts = [line.split(":")[0] for line in lines if "cây" in line.split(":")[0] or "%" in line.split(":")[0]]
    assert amounts == ["  - 1.500 đến 2.500,5 cây", "  - không quá 3,5 %"]
    assert "Người ký          GIÁM ĐỐC / Trần Văn Nam" in told.splitlines()


def test_blank_date_and_empty_fields_are_dashes() -> None:
    reading = body("I. NỘI DUNG", "Phát động.")
    reading |= {"date": {"year": 2024, "month": None, "day": None}, "number": None, "evidence": {}}
    told = explain(reading, with_evidence=True).splitlines()
    assert [line for line in told if line.startswith(("Ngày ban hành", "Số "))] == [
        "Số                -", "Ngày ban hành     …/…/2024",
    ]  # fmt: skip
