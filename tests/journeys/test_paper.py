"""A paper's whole way in the browser: drafted, judged, compared, signed with a key, numbered, sent, acknowledged."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from tests.journeys.conftest import Office
from thidua.apps.accounts.models import User
from thidua.apps.documents.enums import Manner, PaperState
from thidua.apps.documents.models import Paper
from thidua.apps.documents.queries import content_path
from thidua.apps.documents.services import set_scheme
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import make_body, make_unit, make_user_with_role
from thidua.core import clock
from thidua.core.actor import Role
from thidua.lib.vanban.signing.tests import authority

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
PASSWORD = "mot-mat-khau-dai-2026"
BODY = """I. NỘI DUNG
1. Các đơn vị đăng ký thi đua trong tháng 3.
2. Văn phòng tổng hợp.
Đề nghị các đơn vị thực hiện."""


def _user(unit: Unit, role: str, name: str, username: str) -> User:
    user = make_user_with_role(unit, role, full_name=name)
    user.username = username
    user.set_password(PASSWORD)
    user.save()
    return user


def test_a_paper_from_its_draft_to_its_acknowledgement(
    office: Office, run_jobs: Callable[[], int], tmp_path: Path
) -> None:
    body = make_body(name="Sở Nội vụ", short_name="SNV")
    division, receiver = make_unit(body, name="Ban Thi đua"), make_unit(body, name="Phòng Nội vụ số 1")
    leader = _user(body, Role.LEADER, "Trần Văn Bình", "lanhdao")
    _user(division, Role.UNIT_CLERK, "Lê Thị Soạn", "soan")
    _user(body, Role.RECORDS_CLERK, "Phạm Văn Thư", "vanthu")
    _user(receiver, Role.UNIT_CLERK, "Đỗ Thị Nhận", "nhan")
    today = clock.today()
    set_scheme(
        actor=actor_for(leader, on=today), body_id=body.pk, year=today.year, manner=Manner.COMMON, at=clock.now()
    )
    key = tmp_path / "chu-ky.p12"
    now = clock.now()
    key.write_bytes(authority.identity(valid=(now - timedelta(days=1), now + timedelta(days=365))).key_file())
    page = office.page

    # The clerk of the division drafts; what is typed saves itself.
    office.sign_in("soan", PASSWORD)
    office.open("/van-ban/moi/")
    page.select_option("[name=type_key]", "thong-bao")
    page.select_option("[name=unit]", str(body.pk))
    page.fill("[name=title]", "Đăng ký thi đua năm nay")
    office.check_page()
    page.click("text=Bắt đầu soạn")
    page.wait_for_url("**/sua/")
    paper = Paper.objects.get()
    page.fill("[name=place]", "Bình Minh")
    page.fill("[name=body]", BODY)
    page.fill("[name=sign1_position]", "GIÁM ĐỐC")
    page.fill("[name=sign1_name]", "Trần Văn Bình")
    page.fill("[name=recipients]", "Các đơn vị trực thuộc\nLưu: VT, TĐ")
    page.locator("[data-said]", has_text="Đã lưu").wait_for()
    office.check_page()
    page.click("text=Lưu phiên bản")
    page.wait_for_url(f"**/van-ban/{paper.pk}/")
    assert page.locator(".paper-sheet").count() == 1
    office.check_page()

    # A unit is asked, and says something about one passage.
    office.open(f"/van-ban/{paper.pk}/xin-y-kien/")
    page.check(f"text={receiver.name}")
    page.click("button.btn-primary")
    page.wait_for_url(f"**/van-ban/{paper.pk}/")
    _switch(office, "nhan")
    office.open("/")
    page.click("text=Góp ý")
    passage = page.locator(".passages li", has_text="1. Các đơn vị đăng ký")
    passage.get_by_role("link", name="Góp ý").click()
    page.fill("[name=text]", "Nên là tháng 4.")
    office.check_page()
    page.click("text=Gửi ý kiến")
    page.get_by_text("Đã ghi ý kiến.").wait_for()

    # The drafter takes it up; the redline shows who changed what.
    _switch(office, "soan")
    office.open(f"/van-ban/{paper.pk}/sua/")
    page.fill("[name=body]", BODY.replace("tháng 3", "tháng 4"))
    page.fill("[name=note]", "Theo góp ý")
    page.click("text=Lưu phiên bản")
    page.wait_for_url(f"**/van-ban/{paper.pk}/")
    page.get_by_role("link", name=re.compile("Phiên bản")).click()
    assert page.locator(".redline del s").inner_text() == "3"
    assert page.locator(".redline ins").inner_text() == "[+4+]3"
    office.check_page()
    page.get_by_role("button", name="Kết thúc lấy ý kiến").click()
    page.wait_for_url(f"**/van-ban/{paper.pk}/")
    page.get_by_role("link", name="Trình ký").click()
    page.click("button.btn-primary")
    page.wait_for_url(f"**/van-ban/{paper.pk}/")

    # The leader signs with a key file, from the workbench.
    _switch(office, "lanhdao")
    office.open("/")
    page.get_by_role("link", name=re.compile("^Xem và ký")).click()
    page.set_input_files("[name=tep-key_file]", str(key))
    page.fill("[name=tep-passphrase]", authority.PASSPHRASE)
    office.check_page()
    page.get_by_role("button", name="Ký số", exact=True).click()
    page.wait_for_url(f"**/van-ban/{paper.pk}/")

    # The records clerk numbers, issues and sends.
    _switch(office, "vanthu")
    office.open("/")
    page.get_by_role("link", name=re.compile("^Cấp số")).click()
    page.get_by_role("button", name="Cấp số và ban hành").click()
    page.wait_for_url(f"**/van-ban/{paper.pk}/")
    run_jobs()
    office.open(f"/van-ban/{paper.pk}/noi-nhan/")
    page.check(f"text={receiver.name}")
    page.get_by_role("button", name="Lưu nơi nhận").click()
    page.get_by_role("button", name="Gửi văn bản").click()
    page.get_by_text("Đã gửi văn bản tới các nơi nhận.").wait_for()
    office.check_page()

    # The unit takes it in; an independent program finds the signature whole under number and date.
    _switch(office, "nhan")
    office.open(reverse("papers:incoming"))
    office.check_page()
    page.get_by_role("button", name=re.compile("Tiếp nhận")).click()
    page.get_by_text("Đã tiếp nhận Thông báo 01/TB-SNV").wait_for()
    paper.refresh_from_db()
    assert (paper.state, str(paper.entry)) == (PaperState.SENT, "01/TB-SNV")
    assert paper.recipients.get().acknowledged_label == "Đỗ Thị Nhận"
    assert paper.pdf is not None
    if shutil.which("pdfsig"):
        command = ["pdfsig", "-nocert", str(content_path(paper.pdf))]
        told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        assert "Signature is Valid." in told


def _switch(office: Office, username: str) -> None:
    """Sign out and in as somebody else."""
    office.page.context.clear_cookies()
    office.sign_in(username, PASSWORD)
