"""The pages of working a task: what they offer to whom, what they keep, what they never show, what they cost."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from thidua.apps.accounts.models import User
from thidua.apps.audit.models import Entry
from thidua.apps.organizations.tests.factories import AT, make_person, make_unit
from thidua.apps.planning import services
from thidua.apps.planning.models import Assignment, Extension, ProgressReport, Task
from thidua.apps.planning.services.rollup import roll_up
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import make_plan
from thidua.apps.planning.tests.pages import signed_in, text_of
from thidua.apps.planning.tests.test_work import Field, ask, field
from thidua.core import clock

__all__ = ["field"]

CANARY = "chim hoàng yến"


def page_of(field: Field, who: str, **asked: Any) -> str:
    return text_of(signed_in(field.world, who).get(reverse("planning:task", args=[field.task.pk]), asked))


def report(field: Field, who: str = "clerk", **typed: Any) -> Any:
    values = {"percent": "50", "text": "Đã làm", "difficulties": "", "version": field.office.version, **typed}
    return signed_in(field.world, who).post(reverse("planning:work-report", args=[field.office.pk]), values)


def test_a_unit_reports_from_the_page_of_the_task(field: Field) -> None:
    page = page_of(field, "clerk")
    assert f'action="{reverse("planning:work-report", args=[field.office.pk])}"' in page
    assert "Năm nay việc có phát sinh không?" in page
    answer = report(field, files=[SimpleUploadedFile("anh.txt", b"anh chup")], text="Đã gửi <b>giấy mời</b>")
    assert (answer.status_code, answer["Location"]) == (
        302, f"{reverse('planning:task', args=[field.task.pk])}?viec={field.office.pk}#viec",
    )  # fmt: skip
    page = page_of(field, "clerk")
    assert ("Đã gửi &lt;b&gt;giấy mời&lt;/b&gt;" in page, "anh.txt" in page, 'value="50"' in page) == (True, True, True)
    field.office.refresh_from_db()
    assert report(field, act="completion", text="Xong cả").status_code == 302
    field.office.refresh_from_db()
    assert field.office.state == "awaiting"
    assert "Rút báo cáo hoàn thành" in page_of(field, "clerk")
    assert "Xác nhận hoàn thành" in page_of(field, "officer", viec=field.office.pk)


def test_what_was_typed_is_kept_until_it_is_taken(field: Field) -> None:
    answer = report(field, percent="130", text="Một đoạn dài đã gõ", difficulties="Vướng kinh phí")
    page = text_of(answer)
    assert answer.status_code == 400
    assert ("Một đoạn dài đã gõ" in page, "Vướng kinh phí" in page) == (True, True)
    answer = report(field, text="Vẫn còn đây", files=[SimpleUploadedFile("rong.txt", b"")])
    assert (answer.status_code, "Vẫn còn đây" in text_of(answer), ProgressReport.objects.count()) == (400, True, 0)


def test_who_reports_second_sees_both_and_sends_again(field: Field) -> None:
    report(field, "office_head", percent="30", text="Bản của trưởng phòng")
    answer = report(field, percent="70", text="Bản của đầu mối")
    page = text_of(answer)
    assert answer.status_code == 409
    assert ("Bản của trưởng phòng" in page, page.count("Bản của đầu mối") >= 2) == (True, True)
    assert f'name="version" value="{field.office.version + 1}"' in page
    assert report(field, percent="70", text="Bản của đầu mối", version=field.office.version + 1).status_code == 302
    assert [one.percent for one in field.office.reports.all()] == [70, 30]


def test_reports_are_refused_in_words_to_others(field: Field) -> None:
    assert report(field, "leader").status_code == 403
    assert report(field, "division_clerk").status_code == 404
    Task.objects.filter(pk=field.task.pk).update(recurrence="monthly")
    answer = report(field)
    assert (answer.status_code, "báo cáo theo từng kỳ" in text_of(answer)) == (409, True)


ACTS: list[tuple[str, str, dict[str, str], str, str]] = [
    ("work-extend", "clerk", {"to_on": "30/11/2100", "reason": "Chờ kinh phí"}, "not_begun", "planning.ask_extension"),
    ("work-not-arisen", "clerk", {"reason": "Không có", "version": "1"}, "not_begun", "planning.declare_not_arisen"),
    ("work-return", "officer", {"reason": "Thiếu danh sách"}, "awaiting", "planning.return_completion"),
    ("work-cancel", "leader", {"reason": "Không cần nữa"}, "in_progress", "planning.cancel_work"),
    ("work-reopen", "officer", {"reason": "Còn thiếu"}, "done", "planning.reopen_work"),
]


@pytest.mark.parametrize(("name", "who", "typed", "state", "act"), ACTS, ids=[one[0] for one in ACTS])
def test_acts_have_a_page_that_keeps_what_was_typed(
    field: Field, name: str, who: str, typed: dict[str, str], state: str, act: str
) -> None:
    field.put(state)
    client, url = signed_in(field.world, who), reverse(f"planning:{name}", args=[field.office.pk])
    assert field.world.office.name in text_of(client.get(url))
    wrong = client.post(url, {**typed, "reason": "  "})
    assert (wrong.status_code, Entry.objects.filter(act=act).count()) == (400, 0)
    done = client.post(f"{url}?ve=cho", typed)
    assert (done.status_code, done["Location"]) == (302, reverse("planning:awaiting"))
    assert Entry.objects.filter(act=act).count() == 1
    others = ("leader", "division_clerk") if who == "clerk" else ("clerk", "division_clerk")
    assert [signed_in(field.world, other).get(url).status_code for other in others] == [403, 404]


def test_an_extension_is_granted_refused_and_taken_back_from_its_pages(field: Field) -> None:
    officer, clerk = signed_in(field.world, "officer"), signed_in(field.world, "clerk")
    first = ask(field)
    page = text_of(officer.get(reverse("planning:work-grant", args=[first.pk])))
    assert 'value="20/04/2026"' in page
    assert clerk.get(reverse("planning:work-grant", args=[first.pk])).status_code == 403
    wrong = officer.post(reverse("planning:work-grant", args=[first.pk]), {"granted_on": "01/01/2026"})
    assert (wrong.status_code, "phải sau hạn hiện tại" in text_of(wrong)) == (400, True)
    assert (
        officer.post(reverse("planning:work-grant", args=[first.pk]), {"granted_on": "20/04/2026"}).status_code == 302
    )
    assert "Được gia hạn đến 20/04/2026" in page_of(field, "clerk")
    second = ask(field, to_on=first.to_on + timedelta(days=9))
    assert officer.post(reverse("planning:work-refuse", args=[second.pk]), {"answer": "Không"}).status_code == 302
    third = ask(field, to_on=first.to_on + timedelta(days=9))
    assert clerk.post(reverse("planning:work-take-back-extension", args=[third.pk])).status_code == 302
    assert [one.state for one in Extension.objects.order_by("pk")] == ["granted", "refused", "taken_back"]


def test_people_are_chosen_and_reports_answered(field: Field) -> None:
    clerk = signed_in(field.world, "clerk")
    url = reverse("planning:work-people", args=[field.office.pk])
    person = field.world.users["clerk"].person
    assert person.full_name in text_of(clerk.get(url))
    assert clerk.post(url, {"people": [person.pk]}).status_code == 302
    assert list(field.office.people.all()) == [person]
    report(field, difficulties="Thiếu người")
    key = ProgressReport.objects.get().pk
    answer = reverse("planning:work-answer", args=[key])
    officer = signed_in(field.world, "officer")
    assert "Thiếu người" in text_of(officer.get(answer))
    assert officer.post(answer, {"answer": "Sẽ cử thêm"}).status_code == 302
    assert "Sẽ cử thêm" in page_of(field, "clerk")


def test_completions_wait_and_are_confirmed_in_one_click_or_together(field: Field) -> None:
    field.put("awaiting", reported_at=AT)
    Assignment.objects.filter(pk=field.division.pk).update(state="awaiting", reported_at=AT)
    officer, url = signed_in(field.world, "officer"), reverse("planning:work-confirm")
    page = text_of(officer.get(reverse("planning:awaiting")))
    assert page.count('name="viec"') == 2
    assert "Không có gì chờ Ông/Bà xác nhận" in text_of(
        signed_in(field.world, "clerk").get(reverse("planning:awaiting"))
    )
    assert officer.post(url, {}).status_code == 400
    assert officer.post(url, {"viec": ["x"]}).status_code == 404
    assert signed_in(field.world, "clerk").post(url, {"only": field.office.pk}).status_code == 403
    assert signed_in(field.world, "division_clerk").post(url, {"only": field.office.pk}).status_code == 404
    both = {"viec": [field.office.pk, field.division.pk]}
    assert officer.post(f"{url}?ve=cho", both)["Location"] == reverse("planning:awaiting")
    assert set(Assignment.objects.filter(task=field.task).values_list("state", flat=True)) == {"done"}


def test_waiting_work_is_filtered(field: Field) -> None:
    field.put("awaiting", reported_at=AT)
    Assignment.objects.filter(pk=field.division.pk).update(has_difficulty=True)
    officer = signed_in(field.world, "officer")

    def units(**asked: str) -> list[str]:
        page = text_of(officer.get(reverse("planning:awaiting"), asked))
        return sorted(set(re.findall(r"data-label=\"Đơn vị\">([^<]+)<", page)))

    assert units() == ["Phòng Kế hoạch", "Văn phòng Sở"]
    assert (units(loai="cho"), units(loai="kho-khan"), units(loai="gia-han")) == (
        ["Văn phòng Sở"], ["Phòng Kế hoạch"], [],
    )  # fmt: skip


# ---- Lists -----------------------------------------------------------------------------------------------------


def listed(field: Field, who: str, **asked: str) -> list[str]:
    page = text_of(signed_in(field.world, who).get(reverse("planning:plan-tasks", args=[field.plan.pk]), asked))
    return re.findall(r'data-href="/ke-hoach/nhiem-vu/(\d+)/"', page)


def test_the_list_is_filtered_by_what_the_viewer_may_know(field: Field) -> None:
    """The office is done and has a difficulty; the division, which leads the same task, has not begun and is late."""
    key = str(field.task.pk)
    field.put("done")
    Assignment.objects.filter(task=field.task).update(due_on=clock.today() - timedelta(days=3))
    Assignment.objects.filter(pk=field.office.pk).update(has_difficulty=True)
    roll_up(plan_id=field.plan.pk)

    def has(who: str, **asked: str) -> bool:
        return key in listed(field, who, **asked)

    assert [has("officer", tt=state) for state in ("done", "in_progress", "not_begun")] == [False, True, False]
    assert [has("clerk", tt=state) for state in ("done", "in_progress", "not_begun")] == [True, False, False]
    assert [has("division_clerk", tt=state) for state in ("done", "in_progress", "not_begun")] == [False, False, True]
    assert [has(who, han="qua-han") for who in ("officer", "clerk", "division_clerk")] == [True, False, True]
    assert [has(who, kk="1") for who in ("officer", "clerk", "division_clerk")] == [True, True, False]
    assert not has("officer", han="sap-den")


def test_excel_says_how_each_task_stands(field: Field) -> None:
    report(field, percent="60")
    Assignment.objects.filter(task=field.task).update(due_on=clock.today() - timedelta(days=3))
    roll_up(plan_id=field.plan.pk)

    def row(who: str) -> list[object]:
        answer = signed_in(field.world, who).get(
            reverse("planning:plan-tasks", args=[field.plan.pk]), {"xuat": "excel", "q": "nhiem vu so 1"}
        )
        content = b"".join(answer.streaming_content)
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        heads = rows[0]
        wanted = ("Trạng thái", "Tiến độ (%)", "Quá hạn (ngày)", "Số đơn vị xong", "Số đơn vị chủ trì")
        return [rows[1][heads.index(head)] for head in wanted]

    assert row("officer") == ["Đang thực hiện", 30, 3, 0, 2]
    assert row("clerk") == ["Đang thực hiện", 60, 3, 0, 1]
    assert row("division_clerk") == ["Chưa thực hiện", 0, 3, 0, 1]


def test_the_board_by_state_shows_the_viewers_state(field: Field) -> None:
    report(field, percent="60")

    def column(who: str) -> str:
        page = text_of(
            signed_in(field.world, who).get(
                reverse("planning:plan-tasks", args=[field.plan.pk]), {"kieu": "trang-thai"}
            )
        )
        before = page[: page.index(reverse("planning:task", args=[field.task.pk]))]
        return re.findall(r'<h2 id="cot-\d+">(.+?) <', before)[-1]

    assert [column(who) for who in ("officer", "clerk", "division_clerk")] == [
        "Đang thực hiện", "Đang thực hiện", "Chưa thực hiện",
    ]  # fmt: skip


def test_own_work_offers_the_next_act_and_includes_units_below_on_demand(field: Field) -> None:
    url = reverse("planning:tasks")

    def rows(who: str, **asked: str) -> list[str]:
        page = text_of(signed_in(field.world, who).get(url, {"nam": "2026", **asked}))
        return re.findall(r'data-href="/ke-hoach/nhiem-vu/\d+/\?viec=(\d+)"', page)

    page = text_of(signed_in(field.world, "clerk").get(url, {"nam": "2026"}))
    assert f"?viec={field.office.pk}#bao-cao" in page
    assert str(field.office.pk) in rows("clerk")
    assert str(field.division.pk) not in rows("clerk")
    assert rows("officer") == []
    assert {str(field.office.pk), str(field.division.pk)} <= set(rows("officer", gom="1"))
    assert rows("clerk", tt="done") == []
    field.put("done")
    assert rows("clerk", tt="done") == [str(field.office.pk)]
    for asked in (
        {"han": "qua-han"},
        {"han": "sap-den"},
        {"ky": "2026-q1"},
        {"ky": "khong"},
        {"vt": "lead"},
        {"kk": "1"},
    ):
        assert set(rows("clerk", **asked)) <= set(rows("clerk"))


# ---- What a sibling never sees -----------------------------------------------------------------------------------


def test_a_unit_sees_nothing_of_what_a_sibling_reports(field: Field) -> None:
    """The office reports with a canary in every text; the division leads the same task and looks everywhere."""
    report(field, percent="37", text=f"Kết quả {CANARY}", difficulties=f"Khó khăn {CANARY}",
           files=[SimpleUploadedFile(f"{CANARY}.txt", b"bang chung")])  # fmt: skip
    extension = ask(field, reason=f"Lý do {CANARY}")
    key = ProgressReport.objects.get().pk
    services.answer_report(actor=field.actor("officer"), report_id=key, answer=f"Trả lời {CANARY}", at=AT)
    Assignment.objects.filter(pk=field.office.pk).update(due_on=clock.today() - timedelta(days=77))
    Assignment.objects.filter(pk=field.division.pk).update(due_on=clock.today() + timedelta(days=7))
    roll_up(plan_id=field.plan.pk)
    tasks = reverse("planning:plan-tasks", args=[field.plan.pk])
    task = reverse("planning:task", args=[field.task.pk])
    pages = [
        task, f"{task}?viec={field.office.pk}", f"{task}?tt=in_progress", tasks, f"{tasks}?kieu=bang",
        f"{tasks}?kieu=trang-thai", f"{tasks}?kieu=thoi-gian", f"{tasks}?tt=in_progress", f"{tasks}?han=qua-han",
        reverse("planning:tasks") + "?nam=2026", reverse("planning:awaiting"),
        reverse("planning:plan", args=[field.plan.pk]), reverse("planning:plan-history", args=[field.plan.pk]),
    ]  # fmt: skip
    sibling = signed_in(field.world, "division_clerk")
    for page in pages:
        body = text_of(sibling.get(page))
        for trace in (CANARY, "37%", 'value="37"', "Quá hạn 77", "Có khó khăn chưa trả lời</span>"):
            assert trace not in body, f"{trace} at {page}"
    for page in (f"{tasks}?xuat=excel", f"{task}?xuat=excel", reverse("planning:tasks") + "?nam=2026&xuat=excel"):
        answer = sibling.get(page)
        rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
        cells = [cell for row in rows.get_sheet_by_index(0).to_python() for cell in row]
        assert not [cell for cell in cells if cell in (37, 18, 19, 77) or CANARY in str(cell)], page
    hidden = [
        reverse("planning:work-report", args=[field.office.pk]),
        reverse("planning:work-people", args=[field.office.pk]),
        reverse("planning:work-answer", args=[key]),
        reverse("planning:work-grant", args=[extension.pk]),
        reverse("documents:download", args=[ProgressReport.objects.get().files.get().pk]),
    ]
    assert [sibling.get(page).status_code for page in hidden] == [404] * len(hidden)
    assert CANARY in page_of(field, "officer", viec=field.office.pk)
    assert CANARY in page_of(field, "clerk")


# ---- Subtasks, periods, what must be done first ------------------------------------------------------------------


def test_the_form_ties_tasks_and_the_page_shows_it(world: World) -> None:
    officer = signed_in(world, "officer")
    plan = make_plan(world.actor("officer"), world.body, rows=3, is_issued=False)
    one, two, three = plan.tasks.filter(origin="table").order_by("position")
    url = reverse("planning:task-edit", args=[two.pk])
    typed = {"content": two.content, "lead": "Văn phòng Sở", "version": two.version, "recurrence": "",
             "starts_on": "01/03/2026", "due_on": "31/03/2026"}  # fmt: skip
    wrong = officer.post(url, {**typed, "parent": str(two.pk)})
    assert wrong.status_code == 400
    assert officer.post(url, {**typed, "parent": str(one.pk), "needs": [str(three.pk)]}).status_code == 302
    page = text_of(officer.get(reverse("planning:task", args=[two.pk])))
    assert ("Là phần của nhiệm vụ" in page, "sau ngày bắt đầu của nhiệm vụ này" in page) == (True, True)
    assert "Nhiệm vụ thành phần" in text_of(officer.get(reverse("planning:task", args=[one.pk])))
    assert "Cần xong trước các nhiệm vụ" in text_of(officer.get(reverse("planning:task", args=[three.pk])))
    assert f'value="{three.pk}"' in text_of(officer.get(url))
    circle = {**typed, "content": three.content, "version": three.version, "needs": [str(two.pk)]}
    answer = officer.post(reverse("planning:task-edit", args=[three.pk]), circle)
    assert (answer.status_code, "chờ lẫn nhau thành vòng" in text_of(answer)) == (400, True)


# ---- Cost ----------------------------------------------------------------------------------------------------


def cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def widen(field: Field, count: int) -> None:
    """Give the task `count` more lead units, each with a report and something that waits."""
    units = [make_unit(field.world.body, name=f"Đơn vị trực thuộc {number}") for number in range(count)]
    rows = Assignment.objects.bulk_create(
        Assignment(task=field.task, unit=one, part="lead", state="awaiting", reported_at=AT, due_on=AT.date())
        for one in units
    )
    ProgressReport.objects.bulk_create(
        ProgressReport(assignment=one, kind="completion", percent=100, text="Xong", created_at=AT) for one in rows
    )
    Extension.objects.bulk_create(
        Extension(assignment=one, from_on=AT.date(), to_on=AT.date() + timedelta(days=5), reason="Vì", asked_at=AT)
        for one in rows
    )
    roll_up(plan_id=field.plan.pk)


PAGES: list[tuple[str, str, Callable[[Field], str]]] = [
    ("task", "officer", lambda field: f"{reverse('planning:task', args=[field.task.pk])}?dong=100"),
    ("chosen", "officer", lambda field: f"{reverse('planning:task', args=[field.task.pk])}?viec={field.office.pk}"),
    ("awaiting", "officer", lambda field: f"{reverse('planning:awaiting')}?dong=100"),
    ("own", "officer", lambda field: f"{reverse('planning:tasks')}?nam=2026&gom=1&dong=100"),
    ("tasks", "clerk", lambda field: f"{reverse('planning:plan-tasks', args=[field.plan.pk])}?dong=100"),
]


@pytest.mark.parametrize(("name", "who", "address"), PAGES, ids=[one[0] for one in PAGES])
def test_one_unit_and_thirty_cost_the_same(field: Field, name: str, who: str, address: Callable[[Field], str]) -> None:
    client = signed_in(field.world, who)
    report(field)
    widen(field, 1)
    before = cost(client, address(field))
    widen(field, 30)
    assert cost(client, address(field)) == before


def test_a_report_costs_the_same_beside_one_unit_and_beside_thirty(field: Field) -> None:
    def act() -> int:
        field.office.refresh_from_db()
        with CaptureQueriesContext(connection) as caught:
            services.report_progress(
                actor=field.actor("clerk"), assignment_id=field.office.pk, version=field.office.version, percent=20,
                text="Làm tiếp", at=AT,
            )  # fmt: skip
        return len(caught)

    widen(field, 1)
    before = act()
    widen(field, 30)
    assert act() == before


def test_an_officer_whose_own_unit_has_no_part_is_led_to_the_units_below(field: Field) -> None:
    client = signed_in(field.world, "officer")
    url = reverse("planning:tasks")
    page = text_of(client.get(url, {"nam": 2026}))
    assert f'href="{url}?gom=1"' in page
    assert "Xem việc của các đơn vị trực thuộc" in page
    assert client.get(f"{url}?gom=1").context["page"].total > 0
    assert "Xem việc của các đơn vị trực thuộc" not in text_of(client.get(url, {"nam": 2031}))


def test_what_was_let_off_or_did_not_arise_is_shown_to_who_asks(field: Field) -> None:
    client = signed_in(field.world, "clerk")
    url = reverse("planning:tasks")
    whole = client.get(url, {"nam": 2026}).context["page"].total
    for state in ("cancelled", "not_arisen"):
        field.put(state)
        assert client.get(url, {"nam": 2026}).context["page"].total == whole - 1
        assert client.get(url, {"nam": 2026, "tt": state}).context["page"].total == 1


def test_who_is_made_responsible_without_any_role_works_it_and_reads_nothing_of_others(field: Field) -> None:
    """An employee: own work on the first page and the page of the task, reported in two clicks; the rest is shut."""
    person = make_person(field.world.office, full_name="Lê Nhân Viên")
    person.user = User.objects.create(username="nhan-vien", full_name="Lê Nhân Viên", created_at=AT)
    person.save()
    field.world.users["employee"] = person.user
    field.office.people.add(person)
    ProgressReport.objects.create(
        assignment=field.division, kind="progress", percent=30, text=CANARY, difficulties=CANARY, created_at=AT
    )
    Assignment.objects.filter(pk=field.division.pk).update(state="in_progress", percent=30, has_difficulty=True)
    roll_up(task_ids=[field.task.pk])
    client, plan = signed_in(field.world, "employee"), field.plan.pk
    bench = text_of(client.get("/", {"nam": 2026}))
    assert reverse("planning:work-report", args=[field.office.pk]) in bench
    assert ("Cơ cấu tổ chức" in bench, "Chờ xác nhận" in bench, "Bức tranh năm" in bench) == (False, False, False)
    page = page_of(field, "employee")
    assert (f'value="{field.office.version}"' in page, "30%" in page, f"viec={field.division.pk}" in page) == (
        True, False, False,
    )  # fmt: skip
    assert report(field, "employee").status_code == 302
    assert [one.created_by for one in field.office.reports.all()] == [person.user]
    overview = client.get(reverse("planning:plan", args=[plan]))
    assert sum(one["total"] for one in overview.context["strip"]) == 1
    assert "Việc của tôi theo quý" in text_of(overview)
    opened = {
        name: client.get(reverse(name, args=[plan] if "plan-" in name else []))
        for name in (
            "planning:list", "planning:tasks", "planning:awaiting", "planning:plan-tasks", "planning:plan-calendar",
            "planning:plan-targets", "planning:plan-events", "planning:plan-history", "calendar:show",
            "organizations:units", "organizations:people", "planning:received", "planning:target-reports",
        )
    }  # fmt: skip
    assert {name: (answer.status_code, CANARY in text_of(answer)) for name, answer in opened.items()} == dict.fromkeys(
        opened, (200, False)
    )
    assert field.world.division.name not in text_of(opened["organizations:units"])
    shut = {
        "planning:plan-units": 403, "planning:plan-budget": 403, "planning:plan-edit": 403, "planning:year": 404,
        "planning:year-work": 404, "planning:upload": 403, "audit:list": 403,
    }  # fmt: skip
    assert {
        name: client.get(reverse(name, args=[plan] if "plan-" in name else [])).status_code for name in shut
    } == shut
    for name in ("work-people", "work-cancel", "work-return"):
        assert client.get(reverse(f"planning:{name}", args=[field.office.pk])).status_code == 403
    for name in ("work-people", "work-extend", "work-report"):
        assert client.get(reverse(f"planning:{name}", args=[field.division.pk])).status_code == 404
