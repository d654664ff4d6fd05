"""Every page at the desk and on a phone: nothing inaccessible, nothing broken, nothing that scrolls sideways."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from tests.journeys.conftest import DESK, PHONE, Office
from thidua.apps.accounts.models import User
from thidua.apps.documents import services as documents
from thidua.apps.documents.models import Paper
from thidua.apps.organizations.models import Person, StructureImport, Unit, UnitGroup
from thidua.apps.organizations.queries import actor_for, body_of
from thidua.apps.planning import services
from thidua.apps.planning.enums import IntakeState
from thidua.apps.planning.models import Assignment, Intake, Plan, PlanTarget, Task
from thidua.apps.planning.queries import RUNNING
from thidua.cli.demo import structure
from thidua.cli.demo.filling import fill
from thidua.core import clock
from thidua.lib.vanban.templates.base import base_template

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


def pages_of_officer() -> list[str]:
    intake = Intake.objects.get(state=IntakeState.REVIEW)
    plan = Plan.objects.order_by("pk")[0]
    task = Task.objects.filter(plan=plan).order_by("position")[0]
    reading = f"/ke-hoach/tiep-nhan/{intake.pk}/"
    head = f"/ke-hoach/{plan.pk}/"
    return [
        "/",
        "/tim/?q=khen+thuong",
        "/tai-khoan/",
        "/tai-khoan/mat-khau/",
        "/ke-hoach/",
        "/ke-hoach/nhiem-vu/",
        "/ke-hoach/nam/",
        "/ke-hoach/nam/viec/",
        "/lich/",
        "/lich/?kieu=tuan",
        "/lich/?kieu=ngay",
        "/lich/nguon/",
        "/lich/ngay-lam-viec/?so=5",
        "/ke-hoach/tiep-nhan/",
        "/ke-hoach/tiep-nhan/moi/",
        reading,
        f"{reading}don-vi/",
        f"{reading}xac-nhan/",
        head,
        "/ke-hoach/da-nhan/",
        f"{head}don-vi/",
        f"{head}don-vi/?thieu=receipt",
        f"{head}don-vi/gui-them/",
        f"{head}nhiem-vu/",
        f"{head}nhiem-vu/?kieu=bang",
        f"{head}nhiem-vu/?kieu=thoi-gian",
        f"{head}lich/",
        f"/ke-hoach/{Plan.objects.filter(answers=None).latest('pk').pk}/chi-tieu/",
        f"{head}van-ban/",
        f"{head}lich-su/",
        f"/ke-hoach/nhiem-vu/{task.pk}/",
        "/ke-hoach/cho-xac-nhan/",
        f"{head}nhiem-vu/?kieu=trang-thai",
        *pages_of_work(),
        *pages_of_measures(),
        "/co-cau/cach-goi/",
        f"/co-cau/cach-goi/nhom/{UnitGroup.objects.order_by('pk')[0].pk}/",
        "/van-ban/kiem-tra-the-thuc/",
        "/van-ban/kiem-tra-chu-ky/",
        "/van-ban/chu-ky/",
        "/van-ban/goi/",
        "/khong-co-trang-nay/",
    ]


def pages_of_work() -> list[str]:
    """A unit's work with a report, and the forms of what is decided about it."""
    work = Assignment.objects.filter(reports__isnull=False, task__plan__state="active").order_by("pk")[0]
    act = f"/ke-hoach/viec/{work.pk}/"
    return [
        f"/ke-hoach/nhiem-vu/{work.task_id}/?viec={work.pk}",
        f"{act}gia-han/",
        f"{act}tra-lai/",
        f"{act}nguoi-phu-trach/",
        f"/ke-hoach/bao-cao/{work.reports.latest('pk').pk}/tra-loi/",
    ]


def pages_of_measures() -> list[str]:
    """A target with its forms; an estimate with an amount spent, and an event, written here."""
    target = PlanTarget.objects.filter(plan__state="active", shares__isnull=True).order_by("pk")[0]
    officer = actor_for(User.objects.get(username=structure.OFFICER_USERNAME), on=clock.today())
    at, plan = clock.now(), target.plan
    values = {"purpose": "In tài liệu", "source": "budget", "estimated": 9_000_000, "note": "", "task": None}
    line = services.create_budget_line(actor=officer, plan_id=plan.pk, values=values, at=at)
    spent = services.record_spending(actor=officer, line_id=line.pk, spent_on=clock.today(), amount=9_500_000, at=at)
    values = {"kind": "visit", "title": "Thăm hỏi gia đình chính sách", "starts_at": at}
    event = services.create_event(actor=officer, plan_id=plan.pk, values=values, at=at)
    one, head = f"/ke-hoach/chi-tieu/{target.pk}/", f"/ke-hoach/{plan.pk}/"
    return [
        f"{head}chi-tieu/",
        "/ke-hoach/chi-tieu/bao-cao/",
        one,
        f"{one}phan-bo/",
        f"{one}bao-cao/{plan.unit_id}/",
        f"{head}kinh-phi/",
        f"{head}kinh-phi/them/",
        f"/ke-hoach/kinh-phi/{line.pk}/sua/",
        f"/ke-hoach/kinh-phi/{line.pk}/chi/",
        f"/ke-hoach/kinh-phi/khoan-chi/{spent.pk}/xoa/",
        f"{head}su-kien/",
        f"{head}su-kien/them/",
        f"/ke-hoach/su-kien/{event.pk}/",
        f"/ke-hoach/su-kien/{event.pk}/sua/",
        f"/ke-hoach/su-kien/{event.pk}/ket-qua/",
    ]


def pages_of_sheets() -> list[str]:
    """A list of tasks from Excel, one row right and one wrong, brought into a draft by the officer."""
    officer = actor_for(User.objects.get(username=structure.OFFICER_USERNAME), on=clock.today())
    draft = Plan.objects.create(
        unit_id=officer.roles[0].unit_id, kind="plan", year=2026, issuer="Sở", title="Dự thảo", created_at=clock.now()
    )
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate((["Nội dung", "Từ ngày", "Trạng thái"], ["Đúng", "01/02/2026"], ["Sai", "x"])):
            sheet.write_row(line, 0, row)
    one = services.start_sheet(
        actor=officer,
        plan_id=draft.pk,
        kind="tasks",
        content=content.getvalue(),
        original_name="a.xlsx",
        at=clock.now(),
    )
    return [f"/ke-hoach/{draft.pk}/excel/nhiem-vu/", f"/ke-hoach/excel/{one.pk}/"]


def pages_of_administrator() -> list[str]:
    unit = Unit.objects.get(code="VP")
    person = Person.objects.filter(unit=unit).order_by("pk")[0]
    return [
        "/",
        "/nhat-ky/",
        "/thanh-phan/",
        "/co-cau/",
        "/co-cau/danh-sach/",
        "/co-cau/don-vi/them/",
        f"/co-cau/don-vi/{unit.pk}/",
        f"/co-cau/don-vi/{unit.pk}/can-bo/",
        f"/co-cau/don-vi/{unit.pk}/lich-su/",
        f"/co-cau/don-vi/{unit.pk}/sua/",
        f"/co-cau/don-vi/{unit.pk}/chuyen/",
        f"/co-cau/don-vi/{unit.pk}/dong/",
        "/co-cau/can-bo/",
        "/co-cau/can-bo/them/",
        f"/co-cau/can-bo/{person.pk}/",
        f"/co-cau/can-bo/{person.pk}/lich-su/",
        f"/co-cau/can-bo/{person.pk}/sua/",
        "/co-cau/cach-goi/nhom/them/",
        "/co-cau/nhap/",
        f"/co-cau/nhap/{StructureImport.objects.order_by('created_at')[0].pk}/",
    ]


def pages_of_templates() -> list[str]:
    """Templates of papers, one of them the body's own, brought in by its administrator."""
    administrator = actor_for(User.objects.get(username=structure.ADMINISTRATOR_USERNAME), on=clock.today())
    documents.upload_template_version(
        actor=administrator, body_id=body_of(Unit.objects.get(code="VP")).pk, kind="thong-bao",
        content=base_template("thong-bao"), original_name="mẫu thông báo.docx", note="Đổi tên cơ quan",
        in_force_from=clock.today(), at=clock.now(),
    )  # fmt: skip
    own = "/van-ban/mau/thong-bao/"
    return ["/van-ban/mau/", own, f"{own}tai-len/", f"{own}lap/", "/van-ban/mau/quyet-dinh-danh-sach/"]


def pages_of_life() -> list[str]:
    """The pages of writing, ordering, amending and ending a plan; makes a draft and an amending plan to look at."""
    officer = actor_for(User.objects.get(username=structure.OFFICER_USERNAME), on=clock.today())
    plan = Plan.objects.filter(state__in=RUNNING, amends=None, created_by_id=officer.user_id).order_by("pk")[0]
    given = {"actor": officer, "at": clock.now()}
    draft = services.draft_from_template(unit_id=plan.unit_id, year=plan.year, template="dien-hinh", **given)
    amending = services.start_amendment(plan_id=plan.pk, **given)
    services.drop_task(task_id=amending.tasks.all()[0].pk, **given)
    services.create_task(plan_id=amending.pk, values={"content": "Việc mới"}, units={"lead": ["Văn phòng"]}, **given)
    head, own = f"/ke-hoach/{plan.pk}/", f"/ke-hoach/{draft.pk}/"
    return [
        "/ke-hoach/lap/",
        f"{head}ket-thuc/",
        f"{head}thu-hoi/",
        own,
        f"{own}sua/",
        f"{own}nhiem-vu/them/",
        f"/ke-hoach/nhiem-vu/{draft.tasks.all()[0].pk}/sua/",
        f"{own}sap-xep/",
        f"/ke-hoach/{amending.pk}/thay-doi/",
        f"/ke-hoach/nhiem-vu/{amending.tasks.all()[0].pk}/",
    ]


def pages_of_papers() -> dict[str, list[str]]:
    """Papers in every state, as each of those who act on them sees them."""
    papers = {one.state: one for one in Paper.objects.order_by("-pk")}
    draft, review, sent = (f"/van-ban/{papers[state].pk}/" for state in ("draft", "review", "sent"))
    submitted, signed = (f"/van-ban/{papers[state].pk}/" for state in ("submitted", "signed"))
    return {
        structure.OFFICER_USERNAME: [
            "/van-ban/", "/van-ban/den/", "/van-ban/moi/", draft, f"{draft}sua/", f"{draft}trinh-ky/",
            f"{draft}xin-y-kien/", f"{draft}bo/", review, f"{review}phien-ban/", f"{review}y-kien/",
            f"{review}y-kien/?dong=6", f"{review}lich-su/", sent, f"{sent}noi-nhan/",
        ],
        structure.LEADER_USERNAME: [submitted, f"{submitted}ky/", f"{submitted}tra-lai/"],
        structure.RECORDS_USERNAME: ["/", signed, f"{signed}ban-hanh/", f"{sent}thu-hoi/", f"{sent}ky-co-quan/"],
        "daumoi": ["/", "/van-ban/den/", sent],
    }  # fmt: skip


def look_at(office: Office, pages: list[str]) -> None:
    """Open each page at both sizes and gather every fault, so that one run tells all."""
    faults = []
    for path in pages:
        for size in (DESK, PHONE):
            office.page.set_viewport_size(size)
            office.open(path)
            if path == "/khong-co-trang-nay/":
                office.faults.clear()  # the browser reports the 404 it was sent on purpose
            try:
                office.check_page()
            except AssertionError as fault:
                faults.append(f"{size['width']} px {path}: {str(fault)[:400]}")
                office.faults.clear()
    assert faults == [], "\n".join(faults)


def test_the_pages_of_a_filled_office(office: Office) -> None:
    fill(report=lambda text: None)
    office.open("/tai-khoan/dang-nhap/")
    office.check_page()
    office.sign_in(structure.OFFICER_USERNAME, structure.PASSWORD)
    look_at(office, [*pages_of_officer(), *pages_of_life(), *pages_of_sheets()])
    office.page.context.clear_cookies()
    office.sign_in(structure.ADMINISTRATOR_USERNAME, structure.PASSWORD)
    look_at(office, [*pages_of_administrator(), *pages_of_templates()])
    for username in ("daumoi", "truongphong", "lanhdao"):
        office.page.context.clear_cookies()
        office.sign_in(username, structure.PASSWORD)
        look_at(office, ["/", "/ke-hoach/nhiem-vu/"])
    for username, pages in pages_of_papers().items():
        office.page.context.clear_cookies()
        office.sign_in(username, structure.PASSWORD)
        look_at(office, pages)


def test_an_empty_installation_is_set_up_in_the_browser(office: Office) -> None:
    from thidua.apps.accounts.queries import has_users
    from thidua.apps.organizations.services.founding import setup_code

    code = setup_code()
    office.open("/")
    office.page.wait_for_url("**/thiet-lap/")
    office.check_page()
    fields = {
        "code_given": code,
        "name": "Sở Nội vụ tỉnh Bình Minh",
        "administrator_name": "Nguyễn Văn An",
        "username": "quantri",
        "new_password": "mot-mat-khau-dai-2026",
        "repeated": "mot-mat-khau-dai-2026",
    }
    for name, value in fields.items():
        for field in office.page.locator(f"input[name={name}]").all():
            field.fill(value)
    office.page.locator("main form button[type=submit], form button.btn-primary").first.click()
    office.page.wait_for_load_state()
    office.check_page()
    assert has_users()
