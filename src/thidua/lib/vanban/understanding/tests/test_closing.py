"""Recipients and signatures in the ways offices print them."""

from __future__ import annotations

from typing import Any

import pytest

from thidua.lib.vanban.understanding.tests.factories import body, reading_of


def foot(*lines: str) -> tuple[list[str], dict[str, Any]]:
    found = body("I. NỘI DUNG", "Phát động phong trào thi đua trong toàn Sở.", "", *lines)
    return found["recipients"], found["signer"]


def signed(behalf: str | None, position: str, name: str) -> dict[str, str | None]:
    return {"on_behalf": behalf, "position": position, "name": name}


@pytest.mark.parametrize(
    ("lines", "recipients", "signer"),
    [
        (
            ["Nơi nhận:", "- Sở Nội vụ;", "- Lưu: VT.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Nam"],
            ["Sở Nội vụ", "Lưu: VT"],
            signed("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Nam"),
        ),
        (
            ["Nơi nhận: KT. GIÁM ĐỐC", "- Sở Nội vụ; PHÓ GIÁM ĐỐC", "- Lưu: VT. Trần Văn Nam"],
            ["Sở Nội vụ", "Lưu: VT"],
            signed("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Nam"),
        ),
        (
            ["TM. BAN THƯỜNG VỤ", "BÍ THƯ", "(Đã ký)", "Lò Thị Mai", "Nơi nhận:", "- Như trên;", "- Lưu: VP."],
            ["Như trên", "Lưu: VP"],
            signed("TM. BAN THƯỜNG VỤ", "BÍ THƯ", "Lò Thị Mai"),
        ),
        (
            ["Nơi nhận:", "- Như trên; - Sở Nội vụ; - Lưu: VT.", "TL. GIÁM ĐỐC CHÁNH VĂN PHÒNG", "Lê Văn An"],
            ["Như trên", "Sở Nội vụ", "Lưu: VT"],
            signed("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG", "Lê Văn An"),
        ),
        (
            ["TM. ỦY BAN NHÂN DÂN CHỦ TỊCH", "Lê Văn An"],
            [],
            signed("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn An"),
        ),
        (
            ["HIỆU TRƯỞNG", "ThS. Lê Văn An"],
            [],
            signed(None, "HIỆU TRƯỞNG", "ThS. Lê Văn An"),
        ),
    ],
)  # fmt: skip
def test_foot(lines: list[str], recipients: list[str], signer: dict[str, str | None]) -> None:
    assert foot(*lines) == (recipients, signer)


def test_recipient_over_two_lines() -> None:
    recipients, _ = foot("Nơi nhận:", "- Các phòng chuyên môn", "thuộc Sở;", "- Lưu: VT.", "GIÁM ĐỐC", "Lê Văn An")
    assert recipients == ["Các phòng chuyên môn thuộc Sở", "Lưu: VT"]


def test_annex_standing_alone_takes_its_plan_from_the_reference() -> None:
    found = reading_of(
        "PHỤ LỤC I\nPHÂN CÔNG NHIỆM VỤ THI ĐUA\n"
        "(Kèm theo Kế hoạch số 15/KH-SXD ngày 05 tháng 01 năm 2024 của Sở Xây dựng)\n\n"
        "STT\tNội dung\tChủ trì\tThời gian\n1\tPhát động\tVăn phòng\tTháng 2\n2\tTổng kết\tVăn phòng\tTháng 12\n"
    )
    assert (found["doc_type"], found["number"], found["symbol"], found["issuer"]) == (
        "plan", "15", "KH-SXD", "Sở Xây dựng",
    )  # fmt: skip
    assert found["date"] == {"year": 2024, "month": 1, "day": 5}
    assert found["title"] == "PHÂN CÔNG NHIỆM VỤ THI ĐUA"
    assert [task["end"] for task in found["tasks"]] == ["2024-02-29", "2024-12-31"]


def test_two_signatures_side_by_side_are_no_table() -> None:
    found = body(
        "1. Mục đích: Động viên người lao động.",
        "",
        "GIÁM ĐỐC\tTM. BAN CHẤP HÀNH",
        "\tCHỦ TỊCH",
        "Trần Văn Bình\tLê Thị Hạnh",
        "",
        "Nơi nhận:",
        "- Các phòng;",
        "- Lưu: VT.",
    )
    assert found["signer"] == {"on_behalf": None, "position": "GIÁM ĐỐC", "name": "Trần Văn Bình"}
    assert found["recipients"] == ["Các phòng", "Lưu: VT"]
    assert found["tasks"] == []


@pytest.mark.parametrize(
    ("lines", "recipients", "signer"),
    [
        (
            ["Nơi nhận:", "- Sở Nội vụ;", "- Các phòng;", "Lưu: VT.", "GIÁM ĐỐC", "Đã ký", "Trần Văn Nam", "",
             "PHỤ LỤC I", "DANH SÁCH CÁC ĐƠN VỊ"],
            ["Sở Nội vụ", "Các phòng", "Lưu: VT"],
            signed(None, "GIÁM ĐỐC", "Trần Văn Nam"),
        ),
        (
            ["Nơi nhận:", "Sở Nội vụ;", "Các phòng, đơn vị;", "Lưu: VT.", "TRƯỞNG PHÒNG", "Trần Văn Nam"],
            ["Sở Nội vụ", "Các phòng, đơn vị", "Lưu: VT"],
            signed(None, "TRƯỞNG PHÒNG", "Trần Văn Nam"),
        ),
        (
            ["HIỆU TRƯỞNG Nơi nhận:", "- Phòng GDĐT (để b/c);", "- Lưu: VT.", "(Ký, đóng dấu)", "Trần Văn Nam"],
            ["Phòng GDĐT (để b/c)", "Lưu: VT"],
            signed(None, "HIỆU TRƯỞNG", "Trần Văn Nam"),
        ),
        (
            ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Nam", "Nơi nhận:", "- Như trên."],
            ["Như trên"],
            signed("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Nam"),
        ),
        (
            ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. BAN CHẤP HÀNH CHỦ TỊCH", "Trần Văn Nam",
             "(Kèm theo danh sách)"],
            ["Như trên", "Lưu: VT"],
            signed("TM. BAN CHẤP HÀNH", "CHỦ TỊCH", "Trần Văn Nam"),
        ),
        (["Nơi nhận:", "- Như trên.", "", "1. Mục còn lại của văn bản."], ["Như trên"],
         {"on_behalf": None, "position": None, "name": None}),
    ],
)  # fmt: skip
def test_feet_of_other_shapes(lines: list[str], recipients: list[str], signer: dict[str, str | None]) -> None:
    assert foot(*lines) == (recipients, signer)


def test_plan_attached_behind_the_foot_is_read_on() -> None:
    found = body(
        "I. NỘI DUNG", "Phát động phong trào thi đua.", "Nơi nhận:", "- Như trên.", "GIÁM ĐỐC", "Trần Văn Nam", "",
        "TRUNG TÂM QUY HOẠCH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "", "II. TỔ CHỨC THỰC HIỆN", "1. Phòng Kỹ thuật",
        "- Lập dự toán chi tiết.",
    )  # fmt: skip
    assert found["signer"]["name"] == "Trần Văn Nam"
    assert [(task["content"], task["assignee"]) for task in found["prose_tasks"]] == [
        ("Lập dự toán chi tiết.", ["Phòng Kỹ thuật"])
    ]
