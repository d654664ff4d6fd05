"""The leader's page of a year with 63 departments prints on exactly one sheet of A4."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone

from tests.journeys.conftest import DESK, PHONE, Office
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import make_body, make_unit, make_user_with_role
from thidua.apps.planning.models import Assignment, Plan, PlanReceipt, Task
from thidua.core import clock
from thidua.core.actor import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
A4_POINTS = (595, 842)
PASSWORD = "mot-mat-khau-dai-2026"


def busy_year(body: Unit) -> None:
    """Give 63 departments with long names work in every state, in several plans that wait in every way."""
    today = clock.today()
    units = [make_unit(body, name=f"Sở Lao động – Thương binh và Xã hội tỉnh số {number:02d}") for number in range(63)]
    states = ("done", "in_progress", "awaiting", "not_begun", "not_begun", "in_progress")
    for number in range(6):
        plan = Plan.objects.create(
            unit=body, kind="plan", year=today.year, issuer=body.name, number=str(number), symbol="KH-BLĐTBXH",
            title="Phát động và tổ chức các phong trào thi đua " * 3, state="active", issued_at=timezone.now(),
            launched_on=today, created_at=timezone.now(),
        )  # fmt: skip
        PlanReceipt.objects.bulk_create(PlanReceipt(plan=plan, unit=unit, sent_at=timezone.now()) for unit in units)
        tasks = Task.objects.bulk_create(
            Task(plan=plan, position=place, content=f"Nhiệm vụ số {place} " * 12, origin="table") for place in range(14)
        )
        Assignment.objects.bulk_create(
            Assignment(
                task=task, unit=unit, part="lead", state=(state := states[(place + order) % len(states)]),
                due_on=today + timedelta(days=30 * (place - 7)), done_on=today if state == "done" else None,
                has_difficulty=state == "in_progress" and not order % 2,
            )
            for place, task in enumerate(tasks)
            for order, unit in enumerate(units)
        )  # fmt: skip
    for state in ("draft", "submitted"):
        Plan.objects.create(
            unit=body, kind="plan", year=today.year, issuer=body.name, title="Đang soạn", state=state,
            created_at=timezone.now(),
        )  # fmt: skip


def test_the_year_of_63_departments_prints_on_one_sheet(office: Office) -> None:
    body = make_body(name="Bộ Lao động – Thương binh và Xã hội")
    leader = make_user_with_role(body, Role.LEADER, full_name="Trần Văn Bình")
    leader.set_password(PASSWORD)
    leader.save()
    busy_year(body)
    office.sign_in(leader.username, PASSWORD)
    for size in (DESK, PHONE):
        office.page.set_viewport_size(size)
        for path in ("/", "/ke-hoach/nam/", "/ke-hoach/nam/viec/"):
            office.open(path)
            office.check_page()
    office.open("/ke-hoach/nam/")
    assert office.page.locator("table.year-table tbody tr").count() >= 15 + 4
    printed = pypdfium2.PdfDocument(office.page.pdf(prefer_css_page_size=True, print_background=True))
    sheets = [tuple(round(side) for side in page.get_size()) for page in printed]
    text = printed[0].get_textpage().get_text_range()
    printed.close()
    assert len(sheets) == 1
    assert all(abs(side - wanted) <= 1 for side, wanted in zip(sheets[0], A4_POINTS, strict=True))
    for words in ("còn 48 đơn vị", "Có nguy cơ chậm", "Chờ ký, chờ quyết định", "Kế hoạch đến các đơn vị"):
        assert words in text
