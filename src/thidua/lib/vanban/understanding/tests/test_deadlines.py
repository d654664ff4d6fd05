"""Days that prose sets as limits, who they bind and which task they belong to."""

from __future__ import annotations

import pytest

from thidua.lib.vanban.understanding.tests.factories import body

ORGANISE = "V. TỔ CHỨC THỰC HIỆN"


def limits(*lines: str) -> list[tuple[str, str | None, str, int | None]]:
    return [(d["what"], d["who"], d["due"], d["prose_task"]) for d in body(*lines)["deadlines"]]


@pytest.mark.parametrize(
    ("line", "what", "due"),
    [
        ("Ban hành kế hoạch trước ngày 15/02/2024.", "Ban hành kế hoạch", "2024-02-15"),
        ("Hạn chót gửi bài dự thi: 17 giờ 00 ngày 30/8/2024.", "Hạn chót gửi bài dự thi", "2024-08-30"),
        ("Đến ngày 30/6/2024 phải hoàn thành việc lập danh sách.", "hoàn thành việc lập danh sách", "2024-06-30"),
        ("Nộp bài về Sở (qua Ban Pháp luật) trước 05/6.", "Nộp bài về Sở (qua Ban Pháp luật)", "2024-06-05"),
        ("Gửi danh sách đề cử về Văn phòng vào ngày 20/5/2024.", "Gửi danh sách đề cử về Văn phòng", "2024-05-20"),
        ("Hoàn thiện và gửi hồ sơ trong tháng 9.", "Hoàn thiện và gửi hồ sơ", "2024-09-30"),
        ("Triển khai cao điểm đến hết ngày 30/4/2024.", "Triển khai cao điểm", "2024-04-30"),
    ],
)  # fmt: skip
def test_wordings_of_a_limit(line: str, what: str, due: str) -> None:
    assert [(item[0], item[2]) for item in limits("II. CÁC MỐC", f"1. {line}", "2. Nội dung khác.")] == [(what, due)]


@pytest.mark.parametrize(
    "line",
    [
        "Các hồ sơ đã ban hành trước ngày 01/7/2024 giữ nguyên.",
        "Báo cáo theo Kế hoạch số 12/KH-SXD ngày 05/02/2024 của Sở.",
        "Hằng quý, trước ngày 20 của tháng cuối quý gửi báo cáo.",
        "Thời gian tổ chức: từ ngày 01/3 đến hết ngày 31/3/2024.",
        "Gửi báo cáo trước ngày 30/2/2024.",
        "Gửi báo cáo năm 2019 trước ngày 15/3/2019.",
    ],
)
def test_days_that_limit_nothing(line: str) -> None:
    assert limits("II. CÁC MỐC", f"1. {line}", "2. Nội dung khác.") == []


def test_a_limit_knows_its_task_and_unit() -> None:
    assert limits(
        "II. YÊU CẦU", "1. Gửi đăng ký trước ngày 01/3/2024.", ORGANISE, "1. Văn phòng", "- Lập dự toán.",
        "- Gửi hồ sơ chậm nhất ngày 05/12.",
    ) == [("Gửi đăng ký", None, "2024-03-01", None), ("Gửi hồ sơ", "Văn phòng", "2024-12-05", 1)]  # fmt: skip


def test_several_days_of_one_order() -> None:
    assert limits(ORGANISE, "1. Văn phòng", "- Gửi báo cáo trước ngày 15/6 (sơ kết) và ngày 15/11/2024.") == [
        ("Gửi báo cáo", "Văn phòng", "2024-06-15", 0),
        ("Gửi báo cáo", "Văn phòng", "2024-11-15", 0),
    ]


def test_a_clause_with_only_its_limit_takes_the_one_before() -> None:
    assert limits(ORGANISE, "1. Phòng A: Tập huấn kỹ năng cho viên chức; xong trong quý II/2024.") == [
        ("Tập huấn kỹ năng cho viên chức", "Phòng A", "2024-06-30", 0)
    ]


def test_a_line_with_only_its_limit_takes_its_heading() -> None:
    reading = body("II. CÁC MỐC", "1. Gửi hồ sơ đề nghị khen thưởng", "- Trước ngày 15/6/2024.")
    assert [(d["what"], d["due"]) for d in reading["deadlines"]] == [("Gửi hồ sơ đề nghị khen thưởng", "2024-06-15")]
    assert reading["evidence"]["deadlines"][0]["what"]["confidence"] < 0.75


def test_months_in_tasks_are_limits_and_doubtful_where_they_may_be_dates() -> None:
    reading = body(ORGANISE, "1. Văn phòng", "- Biên soạn tài liệu trong tháng 4.", "- Tham mưu sơ kết vào quý III.")
    assert [d["due"] for d in reading["deadlines"]] == ["2024-04-30", "2024-09-30"]
    assert [leaf["due"]["doubt"] is None for leaf in reading["evidence"]["deadlines"]] == [True, False]


def test_who_of_a_sentence() -> None:
    assert [item[1] for item in limits(
        "II. CÁC MỐC", "1. Sơ kết: Các đơn vị gửi báo cáo chậm nhất ngày 15/6.", "2. Hồ sơ nộp chậm nhất ngày 20/6.",
    )] == ["Các đơn vị", None]  # fmt: skip
    assert [item[1] for item in limits(
        ORGANISE, "1. Các tổ gửi đăng ký chậm nhất ngày 27/9. Hồ sơ in nộp trước 15/10.", "2. Kế toán lập dự toán.",
    )] == ["Các tổ", None]  # fmt: skip
