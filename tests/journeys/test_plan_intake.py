"""From an official plan to a plan in the system, as an officer does it: upload, check, match, confirm, find it all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import PHONE, Office
from thidua.apps.accounts.models import User
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.tests.factories import make_body, make_unit, make_user_with_role
from thidua.apps.planning.models import Plan
from thidua.core.actor import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

PLANS = Path(__file__).resolve().parents[3] / "shared" / "plans"
PASSWORD = "mot-mat-khau-dai"


@pytest.fixture
def officer() -> User:
    body = make_body()
    for name in ("Văn phòng", "Phòng Kế hoạch - Tài chính", "Phòng Việc làm"):
        make_unit(body, name=name)
    make_unit(body, name="Trường Trung cấp nghề", kind=UnitKind.SUBORDINATE)
    user = make_user_with_role(body, Role.OFFICER, full_name="Đặng Thị Hương")
    user.set_password(PASSWORD)
    user.save()
    return user


def squeezed(text: str) -> str:
    """Return words and figures alone: layout and markup differ between a page and an annotation."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def confirm(office: Office, path: Path, run_jobs: Callable[[], int]) -> Plan:
    """Upload one file, look at what was read, and confirm it."""
    page = office.page
    office.open("/ke-hoach/tiep-nhan/moi/")
    page.set_input_files("input[name=files]", str(path))
    page.wait_for_selector(f".intake-row[id^=van-ban-]:has-text('{path.name}')")
    run_jobs()
    page.locator(f".intake-row:has-text('{path.name}')").get_by_role("link", name="Đối chiếu", exact=True).click()
    page.wait_for_selector("text=Đọc được")
    office.check_page()
    page.get_by_role("link", name="Ghép đơn vị").last.click()
    page.wait_for_url("**/don-vi/")
    office.check_page()
    page.get_by_role("link", name="Xem trước khi xác nhận").click()
    page.wait_for_url("**/xac-nhan/")
    office.check_page()
    page.get_by_role("button", name="Xác nhận").click()
    page.wait_for_url(re.compile(r"/ke-hoach/\d+/"))
    office.check_page()
    return Plan.objects.latest("pk")


@pytest.mark.parametrize("name", [path.stem for path in sorted(PLANS.glob("*.txt"))] or ["missing"])
def test_every_task_and_assignment_of_a_real_plan_is_on_its_page(
    name: str, office: Office, officer: User, run_jobs: Callable[[], int]
) -> None:
    if name == "missing":
        pytest.skip("the annotated plans (../shared/plans) are not beside this checkout")
    gold = json.loads((PLANS / f"{name}.gold.json").read_text(encoding="utf-8"))
    office.sign_in(officer.username, PASSWORD)
    plan = confirm(office, PLANS / f"{name}.txt", run_jobs)
    office.open(f"/ke-hoach/{plan.pk}/nhiem-vu/?dong=100")
    office.check_page()
    shown = squeezed(office.page.inner_text("#danh-sach"))
    wanted = [task["content"] for task in gold["tasks"]]
    wanted += [task["content"] for task in gold["prose_tasks"] if not task.get("_optional")]
    missing = [content for content in wanted if squeezed(content) not in shown]
    assert missing == []
    assert len(wanted) <= plan.tasks.count()


@pytest.mark.parametrize("office", [PHONE], indirect=True)
def test_a_plan_is_found_and_read_on_a_phone(office: Office, officer: User, run_jobs: Callable[[], int]) -> None:
    office.sign_in(officer.username, PASSWORD)
    office.check_page()
    for path in ("/ke-hoach/", "/ke-hoach/nhiem-vu/", "/ke-hoach/tiep-nhan/", "/tai-khoan/"):
        office.open(path)
        office.check_page()


def test_a_file_that_is_no_plan_is_refused_in_words_and_kept(
    office: Office, officer: User, run_jobs: Callable[[], int], tmp_path: Path
) -> None:
    path = tmp_path / "thu-moi.txt"
    path.write_text("Kính gửi anh chị,\nMời anh chị ăn trưa ở nhà ăn tập thể.\n", encoding="utf-8")
    office.sign_in(officer.username, PASSWORD)
    office.open("/ke-hoach/tiep-nhan/moi/")
    office.page.set_input_files("input[name=files]", str(path))
    office.page.wait_for_selector(".intake-row[id^=van-ban-]:has-text('thu-moi.txt')")
    run_jobs()
    office.page.wait_for_selector("text=không tìm thấy nhiệm vụ")
    office.check_page()
    assert Plan.objects.count() == 0
    office.page.get_by_role("link", name="Xem cách xử trí").click()
    office.page.wait_for_selector("text=Vẫn đối chiếu")
    office.check_page()
