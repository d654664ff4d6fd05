"""Pages of targets, money and events: what they show, to whom, at what cost, and what they answer to what is typed."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from thidua.apps.organizations.tests.factories import make_unit
from thidua.apps.planning import services
from thidua.apps.planning.models import (
    BudgetLine,
    Plan,
    PlanEvent,
    PlanTarget,
    Spending,
    TargetActual,
    TargetShare,
)
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import AT, make_plan
from thidua.apps.planning.tests.pages import signed_in, text_of

NOW = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
Q1 = (date(2026, 1, 1), date(2026, 3, 31))
Q2 = (date(2026, 4, 1), date(2026, 6, 30))


@pytest.fixture(autouse=True)
def _october() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def words_of(answer: Any) -> str:
    """Return the page's words without its tags, spaces single."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(answer)))


@pytest.fixture
def officer(world: World) -> Client:
    return signed_in(world, "officer")


@pytest.fixture
def clerk(world: World) -> Client:
    return signed_in(world, "clerk")


@pytest.fixture
def draft(world: World) -> Plan:
    return make_plan(world.actor("officer"), world.body, is_issued=False)


@pytest.fixture
def plan(world: World) -> Plan:
    return make_plan(world.actor("officer"), world.body)


@pytest.fixture
def shared(world: World, plan: Plan) -> PlanTarget:
    """A target shared out to two units, both of which reported two quarters."""
    target = plan.targets.get(position=1)
    amounts = {world.office.pk: (Decimal(20000), Decimal(20000)), world.division.pk: (Decimal(12500), Decimal(13000))}
    services.share_target(actor=world.actor("officer"), target_id=target.pk, shares=amounts, version=1, at=AT)
    for who, unit, values in (
        ("clerk", world.office, (5000, 5200)),
        ("division_clerk", world.division, (3111, 3222)),
    ):
        for span, value in zip((Q1, Q2), values, strict=True):
            services.report_actual(
                actor=world.actor(who), target_id=target.pk, unit_id=unit.pk, period="quarter", starts_on=span[0],
                ends_on=span[1], value=Decimal(value), note=f"ghi chú của {unit.name}", at=NOW,
            )  # fmt: skip
    return target


# ---- Targets -------------------------------------------------------------------------------------------------


def test_the_plan_shows_what_was_reached_and_where_it_leads(officer: Client, shared: PlanTarget) -> None:
    page = words_of(officer.get(reverse("planning:plan-targets", args=[shared.plan_id])))
    assert "từ 32.500 đến 33.000 người" in page
    assert "16.533 đến 30/06/2026" in page
    assert "50%" in page
    assert "Có khả năng đạt" in page
    assert "giao 2 đơn vị" in page


def test_a_unit_sees_its_own_part_and_nothing_of_its_sibling(clerk: Client, shared: PlanTarget) -> None:
    for url in (
        reverse("planning:plan-targets", args=[shared.plan_id]),
        reverse("planning:target", args=[shared.pk]),
        reverse("planning:target-reports") + "?nam=2026",
    ):
        page = words_of(clerk.get(url))
        assert "20.000 người" in page
        assert "10.200" in page
        for hidden in ("16.533", "3.111", "3.222", "12.500", "ghi chú của Phòng Kế hoạch", "Nguyễn division_clerk"):
            assert hidden not in page, (url, hidden)


def test_a_unit_without_a_part_sees_the_target_alone(world: World, shared: PlanTarget) -> None:
    TargetActual.objects.filter(unit=world.office).delete()
    TargetShare.objects.filter(unit=world.office).delete()
    page = words_of(signed_in(world, "clerk").get(reverse("planning:target", args=[shared.pk])))
    assert "không được giao phần nào" in page
    assert "3.111" not in page


def test_one_target_is_drawn_and_told_in_a_table(officer: Client, shared: PlanTarget) -> None:
    page = text_of(officer.get(reverse("planning:target", args=[shared.pk])))
    drawing = page[page.index('<svg viewBox="0 0 760 300"') :]
    drawing = drawing[: drawing.index("</svg>")]
    assert '<title id="bieu-do-ten">Thực hiện so với mức phấn đấu năm 2026</title>' in drawing
    assert drawing.count("<circle") == 2
    assert ("c-goal" in drawing, "c-band" in drawing, "c-ahead" in drawing) == (True, True, True)
    assert "Xem biểu đồ dạng bảng" in page
    assert ("style=" in page, "onclick" in page) == (False, False)
    told = words_of(officer.get(reverse("planning:target", args=[shared.pk])))
    assert "Với nhịp độ đến 30/06/2026, cả năm ước 33.340 người" in told
    assert "Quý II/2026" in told
    assert "đã phân bổ chỉ tiêu cho các đơn vị" in told


def test_levels_and_ceilings_are_drawn_too(world: World, officer: Client, plan: Plan) -> None:
    level = plan.targets.get(position=2)
    PlanTarget.objects.filter(pk=level.pk).update(baseline=Decimal("61.5"), baseline_text="năm 2025")
    url = reverse("planning:target", args=[level.pk])
    assert "c-point" not in text_of(officer.get(url))
    for span, value in ((Q1, "64.5"), (Q2, "66")):
        services.report_actual(
            actor=world.actor("officer"), target_id=level.pk, unit_id=world.body.pk, period="quarter",
            starts_on=span[0], ends_on=span[1], value=Decimal(value), at=NOW,
        )  # fmt: skip
    page = text_of(officer.get(url))
    assert (page.count("c-point"), "c-base" in page, "c-ahead" in page) == (2, True, False)
    assert "Mức tại 30/06/2026 là 66%, tăng so với kỳ trước." in page
    assert "Kỳ gốc: 61,5% năm 2025" in page


def values_of(**changed: str) -> dict[str, str]:
    return {
        "indicator": "Số mô hình",
        "comparator": "=",
        "minimum": "1.234,5",
        "maximum": "",
        "measure": "mô hình",
        "is_cumulative": "on",
        "baseline": "",
        "baseline_text": "",
        "whole": "",
        "version": "0",
    } | changed


def test_a_target_is_typed_as_offices_write_numbers(officer: Client, draft: Plan) -> None:
    url = reverse("planning:target-create", args=[draft.pk])
    answer = officer.post(url, values_of())
    assert answer.status_code == 302
    assert PlanTarget.objects.get(indicator="Số mô hình").minimum == Decimal("1234.5")
    for wrong in ("1.23", "1,2,3", "abc", "9" * 16, "1,23456"):
        answer = officer.post(url, values_of(minimum=wrong))
        assert (answer.status_code, "field-error" in text_of(answer)) == (400, True)
    assert officer.post(url, values_of(minimum="")).status_code == 400
    assert PlanTarget.objects.count() == 3


def test_two_people_change_one_target(officer: Client, draft: Plan) -> None:
    target = draft.targets.get(position=2)
    url = reverse("planning:target-edit", args=[target.pk])
    assert 'value="70"' in text_of(officer.get(url))
    assert officer.post(url, values_of(version="1", minimum="71")).status_code == 302
    answer = officer.post(url, values_of(version="1", minimum="72"))
    page = words_of(answer)
    assert (answer.status_code, "Người khác vừa sửa" in page, "Từ 71 72" in page) == (409, True, True)
    assert officer.post(url, values_of(version="2", minimum="72")).status_code == 302
    target.refresh_from_db()
    assert target.minimum == Decimal(72)


def test_targets_move_and_go(officer: Client, draft: Plan) -> None:
    draft.targets.update(whole=None)
    first = draft.targets.get(position=1)
    page = text_of(officer.get(reverse("planning:plan-targets", args=[draft.pk])))
    assert reverse("planning:target-move", args=[first.pk]) in page
    officer.post(reverse("planning:target-move", args=[first.pk]), {"huong": "xuong"})
    assert list(draft.targets.values_list("pk", flat=True))[1] == first.pk
    officer.post(reverse("planning:target-move", args=[first.pk]), {"huong": "len"})
    assert [target.pk for target in draft.targets.all()].index(first.pk) == 0
    officer.post(reverse("planning:target-remove", args=[first.pk]))
    assert draft.targets.count() == 1


def test_an_issued_plan_keeps_its_targets(officer: Client, plan: Plan) -> None:
    assert officer.get(reverse("planning:target-create", args=[plan.pk])).status_code == 409
    page = text_of(officer.get(reverse("planning:plan-targets", args=[plan.pk])))
    assert reverse("planning:target-create", args=[plan.pk]) not in page


def test_shares_are_worked_out_seen_and_then_kept(world: World, officer: Client, plan: Plan) -> None:
    target = plan.targets.get(position=1)
    url = reverse("planning:target-share", args=[target.pk])
    page = text_of(officer.post(url, {"version": "1", "cach": "deu"}))
    assert page.count('value="16.250"') == 2
    assert page.count('value="16.500"') == 2
    assert TargetShare.objects.count() == 0
    only = {"version": "1", "cach": "nguoi", f"take_{world.office.pk}": "on"}
    assert 'value="32.500"' in text_of(officer.post(url, only))
    typed = {"version": "1", f"take_{world.office.pk}": "on", f"low_{world.office.pk}": "32.000"}
    assert officer.post(url, typed).status_code == 302
    assert TargetShare.objects.values_list("unit", "minimum", "maximum").get() == (
        world.office.pk,
        Decimal(32000),
        None,
    )
    warned = words_of(officer.get(reverse("planning:target", args=[target.pk])))
    assert "cộng lại là 32.000, còn thiếu so với 32.500" in warned
    assert officer.post(url, typed).status_code == 409
    empty = {"version": "2", f"take_{world.office.pk}": "on"}
    assert officer.post(url, empty).status_code == 400
    assert officer.post(url, {"version": "2", "cach": "nguyen"}).status_code == 302
    assert TargetShare.objects.count() == 0


def test_shares_a_unit_reported_on_are_told_in_words(world: World, officer: Client, shared: PlanTarget) -> None:
    shared.refresh_from_db()
    answer = officer.post(
        reverse("planning:target-share", args=[shared.pk]), {"version": str(shared.version), "cach": "nguyen"}
    )
    assert (answer.status_code, "đã báo cáo số liệu" in text_of(answer)) == (409, True)


def test_a_figure_is_reported_corrected_and_taken_back(world: World, clerk: Client, shared: PlanTarget) -> None:
    url = reverse("planning:target-report", args=[shared.pk, world.office.pk])
    page = text_of(clerk.get(url))
    assert '<option value="quarter-2026-3" selected>Quý III/2026</option>' in page
    assert "Quý I/2026 (đính chính)" in page
    assert 'value="quarter-2026-4"' in page  # began on 1 October
    assert 'value="month-2026-11"' not in page
    file = SimpleUploadedFile("bang-ke.txt", b"bang ke")
    typed = {"period": "quarter-2026-3", "value": "5.300", "note": "", "version": "0", "attachments": [file]}
    assert clerk.post(url, typed).status_code == 302
    actual = TargetActual.objects.get(value=5300)
    assert [one.original_name for one in actual.files.all()] == ["bang-ke.txt"]
    answer = clerk.post(url, {"period": "quarter-2026-3", "value": "5.400", "note": "", "version": "0"})
    assert (answer.status_code, "5.300" in text_of(answer)) == (409, True)
    page = text_of(clerk.get(f"{url}?ky=quarter-2026-3"))
    assert ('name="version" value="1"' in page, "Lưu là đính chính" in page) == (True, True)
    assert clerk.post(url, typed | {"value": "5.400", "version": "1", "attachments": []}).status_code == 302
    assert clerk.post(url, typed | {"period": "half-year-2026-1", "attachments": []}).status_code == 400
    assert clerk.post(url, typed | {"period": "", "attachments": []}).status_code == 400
    remove = reverse("planning:actual-remove", args=[actual.pk])
    assert clerk.get(remove).status_code == 200
    assert clerk.post(remove, {"reason": ""}).status_code == 400
    assert clerk.post(remove, {"reason": "Nhầm"}).status_code == 302
    assert not TargetActual.objects.filter(pk=actual.pk).exists()


def test_a_figure_taken_back_meanwhile_is_told(world: World, clerk: Client, shared: PlanTarget) -> None:
    url = reverse("planning:target-report", args=[shared.pk, world.office.pk])
    answer = clerk.post(url, {"period": "quarter-2026-3", "value": "1", "note": "", "version": "4"})
    assert (answer.status_code, "vừa được người khác" in text_of(answer)) == (409, True)


def test_nobody_reports_for_another_unit(world: World, officer: Client, clerk: Client, shared: PlanTarget) -> None:
    other = reverse("planning:target-report", args=[shared.pk, world.division.pk])
    assert clerk.get(other).status_code == 404
    assert officer.get(other).status_code == 403
    sibling = TargetActual.objects.filter(unit=world.division)[0]
    assert clerk.get(reverse("planning:actual-remove", args=[sibling.pk])).status_code == 404
    assert officer.get(reverse("planning:actual-remove", args=[sibling.pk])).status_code == 403


def test_a_unit_is_told_which_quarters_it_owes(world: World, clerk: Client, shared: PlanTarget) -> None:
    page = text_of(clerk.get(reverse("planning:target-reports") + "?nam=2026"))
    report = reverse("planning:target-report", args=[shared.pk, world.office.pk])
    assert f'{report}?ky=quarter-2026-3"' in page
    assert f'{report}?ky=quarter-2026-2"' not in page
    assert "1 chỉ tiêu còn thiếu kỳ" in page
    assert "không có chỉ tiêu nào" in words_of(clerk.get(reverse("planning:target-reports") + "?nam=2024"))


def cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_pages_of_targets_cost_the_same_for_few_and_many(world: World, officer: Client, shared: PlanTarget) -> None:
    urls = [
        reverse("planning:plan-targets", args=[shared.plan_id]),
        reverse("planning:target", args=[shared.pk]),
        reverse("planning:target-share", args=[shared.pk]),
        reverse("planning:target-reports") + "?nam=2026",
    ]
    before = [cost(officer, url) for url in urls]
    plan = Plan.objects.get(pk=shared.plan_id)
    PlanTarget.objects.bulk_create(
        PlanTarget(plan=plan, position=10 + at, indicator=f"Chỉ tiêu {at}", comparator="=", minimum=at, whole=shared)
        for at in range(30)
    )
    for at in range(30):
        unit = make_unit(world.body, name=f"Đơn vị {at}")
        TargetShare.objects.create(target=shared, unit=unit, minimum=Decimal(1))
        TargetActual.objects.create(
            target=shared, unit=unit, period="quarter", starts_on=Q1[0], ends_on=Q1[1], value=Decimal(1),
            reported_at=NOW, reported_by=world.users["officer"],
        )  # fmt: skip
    assert [cost(officer, url) for url in urls] == before


# ---- Money ---------------------------------------------------------------------------------------------------


def typed_line(**changed: str) -> dict[str, str]:
    return {"purpose": "In tài liệu", "source": "budget", "estimated": "5.000.000", "note": "", "task": "",
            "version": "0"} | changed  # fmt: skip


def test_an_estimate_is_kept_spent_and_warned_of(officer: Client, plan: Plan) -> None:
    page = reverse("planning:plan-budget", args=[plan.pk])
    assert "chưa có dự toán" in text_of(officer.get(page))
    create = reverse("planning:budget-create", args=[plan.pk])
    assert officer.get(create).status_code == 200
    assert officer.post(create, typed_line(estimated="5.0")).status_code == 400
    assert officer.post(create, typed_line(purpose="")).status_code == 400
    assert officer.post(create, typed_line()).status_code == 302
    line = BudgetLine.objects.get()
    spend = reverse("planning:spending-create", args=[line.pk])
    assert "Còn 5.000.000" in words_of(officer.get(spend))
    assert officer.post(spend, {"spent_on": "01/10/2026", "amount": "0", "note": ""}).status_code == 400
    assert officer.post(spend, {"spent_on": "31/02/2026", "amount": "1", "note": ""}).status_code == 400
    answer = officer.post(spend, {"spent_on": "01/10/2026", "amount": "6.000.000", "note": "HĐ 9"}, follow=True)
    told = words_of(answer)
    assert "đã chi vượt dự toán 1.000.000\xa0đ".replace("\xa0", " ") in told
    assert "chi vượt dự toán 1.000.000 đ" in told
    assert "đã ghi khoản chi" in told
    remove = reverse("planning:spending-remove", args=[Spending.objects.get().pk])
    assert officer.get(remove).status_code == 200
    assert officer.post(remove, {"reason": ""}).status_code == 400
    assert officer.post(remove, {"reason": "Nhầm"}).status_code == 302
    edit = reverse("planning:budget-edit", args=[line.pk])
    assert 'value="5.000.000"' in text_of(officer.get(edit))
    assert officer.post(edit, typed_line(version="1", estimated="7.000.000")).status_code == 302
    answer = officer.post(edit, typed_line(version="1", estimated="8.000.000"))
    assert (answer.status_code, "7.000.000 8.000.000" in words_of(answer)) == (409, True)
    assert officer.post(edit, typed_line(version="2", source="")).status_code == 400
    officer.post(reverse("planning:budget-remove", args=[line.pk]))
    assert BudgetLine.objects.count() == 0


def test_the_estimate_goes_to_excel(world: World, officer: Client, plan: Plan) -> None:
    task = plan.tasks.all()[0]
    values = {"purpose": "=1+1", "source": "fund", "estimated": 900, "note": "x", "task": task.pk}
    services.create_budget_line(actor=world.actor("officer"), plan_id=plan.pk, values=values, at=AT)
    answer = officer.get(reverse("planning:plan-budget", args=[plan.pk]) + "?xuat=excel")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[1:] == [
        ["Quỹ thi đua, khen thưởng", "=1+1", "Nhiệm vụ số 1", 900, 0, 900, "x"],
        ["Tổng cộng", "", "", 900, 0, 900, ""],
    ]


def test_units_that_received_the_plan_see_no_money(world: World, clerk: Client, plan: Plan) -> None:
    line = services.create_budget_line(
        actor=world.actor("officer"), plan_id=plan.pk,
        values={"purpose": "Bí mật", "source": "fund", "estimated": 900, "note": "", "task": None}, at=AT,
    )  # fmt: skip
    page = reverse("planning:plan-budget", args=[plan.pk])
    assert page not in text_of(clerk.get(reverse("planning:plan", args=[plan.pk])))
    assert (clerk.get(page).status_code, clerk.get(f"{page}?xuat=excel").status_code) == (403, 403)
    assert clerk.get(reverse("planning:budget-edit", args=[line.pk])).status_code == 404
    assert "Bí mật" not in text_of(clerk.get(reverse("planning:plan-history", args=[plan.pk])))


def test_the_estimate_costs_the_same_for_few_and_many(world: World, officer: Client, plan: Plan) -> None:
    url = reverse("planning:plan-budget", args=[plan.pk])

    def add(count: int) -> None:
        for at in range(count):
            line = BudgetLine.objects.create(
                plan=plan, position=at, purpose=f"Việc {at}", source="fund", estimated=9, task=plan.tasks.all()[0]
            )
            Spending.objects.create(
                line=line, spent_on=Q1[0], amount=1, created_at=NOW, created_by=world.users["officer"]
            )

    add(1)
    before = cost(officer, url)
    add(30)
    assert cost(officer, url) == before


# ---- Events --------------------------------------------------------------------------------------------------


def typed_event(**changed: Any) -> dict[str, Any]:
    return {
        "kind": "training", "title": "Tập huấn", "starts_on": "01/10/2026", "start_hour": "7h30", "ends_on": "",
        "end_hour": "11:00", "place": "Hội trường", "participants": "Đầu mối", "participant_count": "1.040",
        "task": "", "version": "0",
    } | changed  # fmt: skip


def test_an_event_is_typed_held_and_told(world: World, officer: Client, clerk: Client, plan: Plan) -> None:
    create = reverse("planning:event-create", args=[plan.pk])
    assert officer.get(create).status_code == 200
    file = SimpleUploadedFile("giay-moi.txt", b"moi")
    assert officer.post(create, typed_event(attachments=[file])).status_code == 302
    event = PlanEvent.objects.get()
    assert (event.starts_at, event.ends_at, event.participant_count) == (
        datetime(2026, 10, 1, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 1, 4, 0, tzinfo=UTC),
        1040,
    )
    url = reverse("planning:event", args=[event.pk])
    page = words_of(clerk.get(url))
    assert ("07:30 – 11:00 01/10/2026" in page, "giay-moi.txt" in page, "Chờ kết quả" in page) == (True, True, True)
    assert "Ghi kết quả" not in page
    record = reverse("planning:event-record", args=[event.pk])
    assert clerk.get(record).status_code == 403
    assert officer.get(record).status_code == 200
    result = {"result": "Đạt", "participant_count": "1.000", "version": "1"}
    assert officer.post(record, result | {"result": ""}).status_code == 400
    assert officer.post(record, result).status_code == 302
    answer = officer.post(record, result | {"result": "Khác"})
    assert (answer.status_code, "Bản hiện tại" in text_of(answer)) == (409, True)
    assert officer.get(reverse("planning:event-edit", args=[event.pk])).status_code == 409
    assert "Đã tổ chức" in words_of(clerk.get(url))


@pytest.mark.parametrize(
    "wrong",
    [
        {"start_hour": "25:00"},
        {"start_hour": "sáng"},
        {"start_hour": ""},
        {"starts_on": "2026"},
        {"ends_on": "02/10/2026", "end_hour": ""},
        {"ends_on": "30/09/2026"},
        {"participant_count": "-4"},
        {"participant_count": "4,5"},
        {"title": ""},
        {"kind": "party"},
    ],
)
def test_events_typed_wrongly_come_back_with_words(officer: Client, plan: Plan, wrong: dict[str, str]) -> None:
    answer = officer.post(reverse("planning:event-create", args=[plan.pk]), typed_event(**wrong))
    assert (answer.status_code, "field-error" in text_of(answer), PlanEvent.objects.count()) == (400, True, 0)


def test_an_event_is_changed_and_called_off(world: World, officer: Client, plan: Plan) -> None:
    officer.post(reverse("planning:event-create", args=[plan.pk]), typed_event(ends_on="03/10/2026"))
    event = PlanEvent.objects.get()
    edit = reverse("planning:event-edit", args=[event.pk])
    page = text_of(officer.get(edit))
    assert ('value="07:30"' in page, 'value="03/10/2026"' in page, 'value="1.040"' in page) == (True, True, True)
    assert officer.post(edit, typed_event(version="1", place="Sân vận động")).status_code == 302
    answer = officer.post(edit, typed_event(version="1", place="Nhà văn hóa"))
    assert (answer.status_code, "Sân vận động Nhà văn hóa" in words_of(answer)) == (409, True)
    off = reverse("planning:event-call-off", args=[event.pk])
    assert officer.get(off).status_code == 200
    assert officer.post(off, {"reason": ""}).status_code == 400
    assert officer.post(off, {"reason": "Mưa bão"}).status_code == 302
    assert "Mưa bão" in words_of(officer.get(reverse("planning:event", args=[event.pk])))
    assert officer.get(off).status_code == 409


def test_the_list_of_events(world: World, officer: Client, clerk: Client, plan: Plan) -> None:
    url = reverse("planning:plan-events", args=[plan.pk])
    assert "chưa có sự kiện nào" in text_of(officer.get(url))

    def add(count: int) -> None:
        for at in range(count):
            services.create_event(
                actor=world.actor("officer"), plan_id=plan.pk, at=AT,
                values={"kind": "visit", "title": f"Thăm hỏi {at}", "starts_at": NOW + timedelta(days=at - 1)},
            )  # fmt: skip

    add(2)
    assert words_of(clerk.get(url)).count("Thăm hỏi, gặp mặt") >= 2
    past = words_of(clerk.get(f"{url}?luc=da-qua"))
    assert ("Thăm hỏi 0" in past, "Thăm hỏi 1" in past) == (True, False)
    ahead = words_of(clerk.get(f"{url}?luc=sap-toi&q=hỏi 1"))
    assert ("Thăm hỏi 0" in ahead, "Thăm hỏi 1" in ahead) == (False, True)
    before = cost(officer, url)
    add(30)
    assert cost(officer, url) == before
    assert reverse("planning:event-create", args=[plan.pk]) not in text_of(clerk.get(url))
