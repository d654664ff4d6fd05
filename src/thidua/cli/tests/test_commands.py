"""The command as people and other programs call it."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from thidua.apps.audit.services import Subject, record
from thidua.apps.documents.tests.register_factories import make_scheme
from thidua.apps.organizations.tests.factories import make_body
from thidua.cli.main import main
from thidua.core import clock
from thidua.core.actor import SYSTEM

PLAN = """UBND TỈNH BÌNH MINH
SỞ NỘI VỤ

Số: 07/KH-SNV

Bình Minh, ngày 09 tháng 02 năm 2026

KẾ HOẠCH
Tổ chức hội thi sáng tạo năm 2026

STT\tNội dung công việc\tĐơn vị chủ trì\tThời gian
1\tPhát động hội thi\tVăn phòng Sở\tTháng 3/2026
2\tChấm điểm và trao giải\tPhòng Công chức\tTrước ngày 20/11/2026

Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC

Lê Văn Cường
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_a_plan_is_read_into_one_json_object_and_nothing_else(plan: Path) -> None:
    command = [sys.executable, "-m", "thidua.cli", "plan", "read", str(plan), "--json"]
    done = subprocess.run(command, capture_output=True, check=True)
    reading = json.loads(done.stdout)
    assert done.stderr == b""
    assert (reading["number"], reading["symbol"], [task["end"] for task in reading["tasks"]]) == (
        "07",
        "KH-SNV",
        ["2026-03-31", "2026-11-20"],
    )
    assert reading["evidence"]["number"]["spans"][0]["first_line"] == 4


def test_a_plan_is_shown_in_words(plan: Path) -> None:
    shown = CliRunner().invoke(main, ["plan", "read", str(plan)])
    explained = CliRunner().invoke(main, ["plan", "read", str(plan), "--explain"])
    assert (shown.exit_code, explained.exit_code) == (0, 0)
    assert "Phát động hội thi" in shown.output
    assert len(explained.output) > len(shown.output)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("trong.txt", b"", "Tệp rỗng; hãy kiểm tra lại tệp đã chọn.\n"),
        ("khong-co.txt", None, None),
    ],
)
def test_what_cannot_be_read_gives_one_line_and_status_2(
    tmp_path: Path, name: str, content: bytes | None, sentence: str | None
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = CliRunner().invoke(main, ["plan", "read", str(path), "--json"])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr == (sentence or f"Không mở được tệp {path}: không có tệp này.\n")


@pytest.mark.django_db
def test_the_record_is_verified_from_the_command_line() -> None:
    record(actor=SYSTEM, act="a.b", subject=Subject("core.job", 1, "việc"), at=clock.now())
    result = CliRunner().invoke(main, ["audit", "verify"])
    assert (result.exit_code, result.output.startswith("Nhật ký toàn vẹn: 1 mục")) == (0, True)


@pytest.mark.django_db
def test_a_broken_record_is_told_with_its_place() -> None:
    from thidua.apps.audit.models import Head

    record(actor=SYSTEM, act="a.b", subject=Subject("core.job", 1, "việc"), at=clock.now())
    Head.objects.update(sequence=2)
    result = CliRunner().invoke(main, ["audit", "verify"])
    assert (result.exit_code, result.stderr) == (1, "Nhật ký không toàn vẹn tại mục 2: mục này không còn.\n")


@pytest.mark.django_db
def test_the_installation_can_be_checked() -> None:
    assert CliRunner().invoke(main, ["check"]).exit_code == 0


@pytest.mark.django_db
def test_numbers_are_held_until_somebody_looks_at_the_paper(
    tmp_path: Path, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.OPTIONS = dataclasses.replace(settings.OPTIONS, home=tmp_path)
    body = make_body(name="Sở Nội vụ")
    make_scheme(body, at=clock.now())
    fine = CliRunner().invoke(main, ["numbers", "check"])
    assert (fine.exit_code, fine.output) == (0, "Số văn bản khớp với dấu lưu ngoài cơ sở dữ liệu.\n")
    with django_capture_on_commit_callbacks(execute=True):
        held = CliRunner().invoke(main, ["numbers", "hold"])
    assert (held.exit_code, held.output) == (0, "Sở Nội vụ: tạm dừng cấp số, chờ xác nhận.\n")
    waiting = CliRunner().invoke(main, ["numbers", "check"])
    assert (waiting.exit_code, waiting.output) == (1, "Sở Nội vụ: chờ xác nhận số cao nhất trên giấy (Sổ văn bản).\n")
