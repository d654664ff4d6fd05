"""A ministry's plan through its tree: issued to 63 departments, answered, reported late, extended, seen, printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from tests.journeys.conftest import Office
from thidua.apps.accounts.models import User
from thidua.apps.organizations import services as organizations
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import AT, make_body, make_unit, make_user_with_role
from thidua.apps.planning.models import Assignment, Plan
from thidua.core import clock
from thidua.core.actor import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

PASSWORD = "mot-mat-khau-dai-2026"
DEPARTMENTS = 63
BELOW = 8
PLACES = [f"tỉnh số {number:02d}" for number in range(1, DEPARTMENTS + 1)]


def paper(today_year: int, late: str, later: str) -> str:
    """Return a plan with 14 tasks in our own words; the second one's day has passed, the others' have not."""
    rows = [
        ("Xây dựng kế hoạch của đơn vị, phân công đầu mối theo dõi", "Sở Nội vụ các tỉnh", later),
        ("Gửi báo cáo kết quả đợt thi đua đầu năm", "Sở Nội vụ các tỉnh", late),
        ("Tổng hợp, thẩm định báo cáo của các tỉnh", "Vụ Thi đua", later),
        *[(f"Thực hiện chuyên đề thi đua số {number}", "Sở Nội vụ các tỉnh", later) for number in range(4, 11)],
        *[(f"Hướng dẫn, kiểm tra chuyên đề số {number}", "Vụ Thi đua", later) for number in range(11, 15)],
    ]
    table = "\n".join(f"{place}\t{what}\t{who}\t{when}" for place, (what, who, when) in enumerate(rows, start=1))
    return f"""BỘ NỘI VỤ

Số: 118/KH-BNV

Hà Nội, ngày 05 tháng 01 năm {today_year}

KẾ HOẠCH
Tổ chức các đợt thi đua trong ngành năm {today_year}

I. NHIỆM VỤ

STT\tNội dung\tĐơn vị chủ trì\tThời hạn
{table}

Nơi nhận:
- Sở Nội vụ các tỉnh;
- Lưu: VT.

BỘ TRƯỞNG

Phạm Thị Hòa
"""


class Ministry:
    """The tree of the journey and who signs in."""

    def __init__(self) -> None:
        self.root = make_body(name="Bộ Nội vụ", short_name="BNV")
        make_unit(self.root, name="Vụ Thi đua")
        self.departments = [
            make_unit(self.root, name=f"Sở Nội vụ {place}", kind=UnitKind.SUBORDINATE) for place in PLACES
        ]
        rows = Unit.objects.bulk_create(
            Unit(parent=department, path=f"new-{department.pk}-{number}", code=f"P{department.pk}-{number}",
                 name=f"Phòng số {number} của {department.name}", kind=UnitKind.DIVISION)
            for department in self.departments
            for number in range(1, BELOW + 1)
        )  # fmt: skip
        paths = {department.pk: department.path for department in self.departments}
        for row in rows:
            row.path = f"{paths[row.parent_id or 0]}{row.pk}."
        Unit.objects.bulk_update(rows, ["path"], batch_size=500)
        self.officer = self.user(self.root, Role.OFFICER, "Đặng Thị Hương")
        self.leader = self.user(self.root, Role.LEADER, "Phạm Thị Hòa")
        group = organizations.create_group(
            actor=actor_for(self.officer, on=clock.today()), owner_id=self.root.pk, name="Sở Nội vụ các tỉnh",
            kinds=[UnitKind.SUBORDINATE.value], member_ids=[], at=AT,
        )  # fmt: skip
        assert group.pk

    def user(self, unit: Unit, role: str, name: str) -> User:
        user = make_user_with_role(unit, role, full_name=name)
        user.set_password(PASSWORD)
        user.save()
        return user


def sign_in(office: Office, user: User) -> None:
    office.page.context.clear_cookies()
    office.sign_in(user.username, PASSWORD)


def bring_in(office: Office, path: Path, run_jobs: Callable[[], int]) -> Plan:
    page = office.page
    office.open("/ke-hoach/tiep-nhan/moi/")
    page.set_input_files("input[name=files]", str(path))
    page.wait_for_selector(f".intake-row[id^=van-ban-]:has-text('{path.name}')")
    run_jobs()
    page.locator(f".intake-row:has-text('{path.name}')").get_by_role("link", name="Đối chiếu", exact=True).click()
    page.wait_for_selector("text=Đọc được 14 nhiệm vụ")
    page.get_by_role("link", name="Ghép đơn vị").last.click()
    page.wait_for_url("**/don-vi/")
    page.get_by_role("link", name="Xem trước khi xác nhận").click()
    page.wait_for_url("**/xac-nhan/")
    office.check_page()
    page.get_by_role("button", name="Xác nhận và gửi tới các đơn vị").click()
    page.wait_for_url(re.compile(r"/ke-hoach/\d+/$"))
    office.check_page()
    return Plan.objects.get(number="118")


def answer(office: Office, plan: Plan, clerk: User, head: User, number: str) -> None:
    """Receive the plan, write the department's own from it, have it approved and issued."""
    page = office.page
    sign_in(office, clerk)
    office.open(f"/ke-hoach/{plan.pk}/")
    office.check_page()
    page.get_by_role("button", name="Tiếp nhận").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="Lập kế hoạch của đơn vị").click()
    page.wait_for_selector("text=Dự thảo")
    office.check_page()
    own = page.url
    page.get_by_role("button", name="Gửi duyệt").click()
    page.wait_for_selector("text=Chờ duyệt")
    sign_in(office, head)
    page.goto(own)
    page.get_by_role("link", name="Duyệt và ban hành").click()
    page.fill("input[name=number]", number)
    page.fill("input[name=symbol]", "KH-SNV")
    page.fill("input[name=issued_on]", f"{clock.today():%d/%m/%Y}")
    page.fill("input[name=signer_position]", "GIÁM ĐỐC")
    page.fill("input[name=signer_name]", head.full_name)
    office.check_page()
    page.locator("main form button[type=submit], main form button.btn-primary").last.click()
    page.wait_for_selector("text=Đã ban hành")


def test_a_year_through_a_ministry(office: Office, run_jobs: Callable[[], int], tmp_path: Path) -> None:
    ministry = Ministry()
    today, page = clock.today(), office.page
    first, second, late = ministry.departments[:3]
    people = {
        unit: (ministry.user(unit, Role.UNIT_CLERK, "Lê Văn An"), ministry.user(unit, Role.UNIT_HEAD, "Vũ Thị Bình"))
        for unit in (first, second, late)
    }
    past, ahead = today - timedelta(days=10), today + timedelta(days=25)
    path = tmp_path / "ke-hoach-bo.txt"
    path.write_text(paper(today.year, f"Trước ngày {past:%d/%m/%Y}", f"Trước ngày {ahead:%d/%m/%Y}"), encoding="utf-8")
    sign_in(office, ministry.officer)
    plan = bring_in(office, path, run_jobs)
    assert (plan.tasks.count(), plan.receipts.count()) == (14, DEPARTMENTS + 1)

    for place, unit in enumerate((first, second), start=1):
        answer(office, plan, *people[unit], number=f"{place:02d}")

    clerk, _head = people[late]
    sign_in(office, clerk)
    office.check_page()
    page.get_by_role("link", name="Báo cáo tiến độ").first.click()
    page.wait_for_selector("textarea[name=text]")
    page.fill("textarea[name=text]", "Đã thu đủ số liệu của tám phòng, đang viết báo cáo.")
    percent = page.locator("input[name=percent]").last
    percent.fill("60")
    office.check_page()
    page.get_by_role("button", name="Gửi báo cáo tiến độ").click()
    page.wait_for_selector(".thread >> text=60%")
    work = Assignment.objects.get(task__plan=plan, task__no="2", unit=late)
    assert (work.state, work.percent) == ("in_progress", 60)
    office.open(f"/ke-hoach/viec/{work.pk}/gia-han/")
    page.fill("input[name=to_on]", f"{ahead:%d/%m/%Y}")
    page.fill("textarea[name=reason]", "Hai phòng gửi số liệu chậm do chuyển trụ sở.")
    office.check_page()
    page.locator("main form button.btn-primary").last.click()
    page.wait_for_selector("text=Chờ trả lời")

    sign_in(office, ministry.officer)
    office.open(f"/ke-hoach/{plan.pk}/don-vi/")
    office.check_page()
    strip = " ".join(page.inner_text(".coverage-strip").split())
    of = DEPARTMENTS + 1
    assert f"Đã tiếp nhận 3% 2/{of} đơn vị" in strip
    assert f"Chưa tiếp nhận: {of - 2} đơn vị" in strip
    page.get_by_role("link", name=re.compile("^Chưa tiếp nhận")).click()
    page.wait_for_selector(f"text=Đôn đốc {of - 2} đơn vị này")
    listed = page.inner_text("#danh-sach")
    assert first.name not in listed
    assert late.name in listed
    page.get_by_role("button", name=f"Đôn đốc {of - 2} đơn vị này").click()
    page.wait_for_load_state()
    office.check_page()
    office.open("/ke-hoach/cho-xac-nhan/")
    office.check_page()
    row = page.locator("tr", has_text=late.name).first
    row.get_by_text("Cho gia hạn").click()
    page.wait_for_selector("input[name=granted_on]")
    page.locator("main form button.btn-primary").last.click()
    page.wait_for_load_state()
    work.refresh_from_db()
    assert (work.due_on, work.first_due_on) == (ahead, past)

    sign_in(office, ministry.leader)
    office.open("/ke-hoach/nam/")
    office.check_page()
    printed = page.pdf(format="A4", print_background=True)
    assert len(pypdfium2.PdfDocument(printed)) == 1
