"""Pages: what they show, to whom, at what cost, and what they answer to what is typed."""

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

from thidua.apps.planning import services
from thidua.apps.planning.models import Intake, Plan, Task
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import AT, make_intake, make_plan, make_review, read_all
from thidua.apps.planning.tests.pages import signed_in, text_of
from thidua.lib.vietnamese import fold


@pytest.fixture
def officer(world: World) -> Client:
    return signed_in(world, "officer")


# ---- Bringing in ---------------------------------------------------------------------------------------------


def test_files_are_taken_in_one_by_one_and_a_bad_one_holds_up_none(world: World, officer: Client) -> None:
    files = [SimpleUploadedFile("tot.txt", b"KE HOACH"), SimpleUploadedFile("rong.txt", b"")]
    answer = officer.post(reverse("planning:upload"), {"files": files}, headers={"X-Upload": "1"})
    assert answer.status_code == 200
    assert [intake.file.original_name for intake in Intake.objects.all()] == ["tot.txt"]
    page = text_of(answer)
    assert page.count('class="intake-row') == 2
    assert "Tệp “rong.txt” không có nội dung." in page


def test_without_scripts_a_refused_upload_is_a_page(officer: Client) -> None:
    answer = officer.post(reverse("planning:upload"), {})
    assert (answer.status_code, "Chưa chọn tệp nào." in text_of(answer)) == (400, True)


def test_a_file_brought_in_before_is_told_with_a_link(world: World, officer: Client) -> None:
    first = make_intake(world.actor("officer"), world.body)
    again = make_intake(world.actor("officer"), world.body)
    Intake.objects.filter(pk=again.pk).update(created_at=AT + timedelta(minutes=5))
    page = text_of(officer.get(reverse("planning:intake-progress", args=[again.pk])))
    assert reverse("planning:intake", args=[first.pk]) in page
    assert "Tệp này đã được đưa vào" in page
    assert "Tệp này đã được đưa vào" not in text_of(officer.get(reverse("planning:intake-progress", args=[first.pk])))


def test_a_row_polls_while_it_is_read_and_then_stops(world: World, officer: Client) -> None:
    intake = make_intake(world.actor("officer"), world.body)
    url = reverse("planning:intake-progress", args=[intake.pk])
    assert "hx-trigger" in text_of(officer.get(url))
    Intake.objects.filter(pk=intake.pk).update(state="reading", step_done=3, step_count=14)
    assert "Đang đọc trang 3/14" in text_of(officer.get(url))
    Intake.objects.filter(pk=intake.pk).update(state="waiting")
    read_all()
    page = text_of(officer.get(url))
    assert ("hx-trigger" in page, "Chờ đối chiếu" in page) == (False, True)
    assert officer.get(f"{url}?trang=doi-chieu")["HX-Refresh"] == "true"


def test_only_officers_bring_in(world: World) -> None:
    clerk = signed_in(world, "clerk")
    assert clerk.get(reverse("planning:upload")).status_code == 403
    assert clerk.get(reverse("planning:intakes")).status_code == 403
    upload = SimpleUploadedFile("tot.txt", b"KE HOACH")
    assert clerk.post(reverse("planning:upload"), {"files": [upload]}).status_code == 403
    assert Intake.objects.count() == 0


def test_a_unit_of_another_body_is_no_place_to_bring_plans_in(world: World, officer: Client) -> None:
    upload = SimpleUploadedFile("tot.txt", b"KE HOACH")
    officer.post(reverse("planning:upload"), {"files": [upload], "unit": world.stranger_body.pk})
    assert Intake.objects.count() == 0


# ---- Review --------------------------------------------------------------------------------------------------


def save(client: Client, intake: Intake, path: str, value: str, **more: Any) -> Any:
    version = Intake.objects.get(pk=intake.pk).version
    url = reverse("planning:intake-save", args=[intake.pk])
    return client.post(url, {"path": path, "value": value, "version": version, "seen": "", **more})


def test_the_review_page_shows_values_doubts_and_source(world: World, officer: Client) -> None:
    intake = make_review(world.actor("officer"), world.body)
    page = text_of(officer.get(reverse("planning:intake", args=[intake.pk])))
    assert "Đọc được 5 nhiệm vụ · 2 chỉ tiêu" in page
    assert "1 chỗ chưa đọc được" in page
    assert 'data-path="tasks.t1.end"' in page
    assert 'data-typed="31/03/2026"' in page
    assert "01/03 – 31/03/2026" in page
    assert page.count("data-seen=") == 1
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)


def test_a_saved_value_comes_back_drawn(world: World, officer: Client) -> None:
    intake = make_review(world.actor("officer"), world.body)
    answer = save(officer, intake, "tasks.t1.end", "30/4/2026", seen="31/03/2026")
    body = answer.json()
    assert (answer.status_code, body["typed"], body["version"]) == (200, "30/04/2026", intake.version + 1)
    assert "01/03 – 30/04/2026" in body["html"]
    assert re.fullmatch(r"\d\d:\d\d", body["saved"])


def test_a_refused_value_comes_back_as_a_sentence(world: World, officer: Client) -> None:
    intake = make_review(world.actor("officer"), world.body)
    answer = save(officer, intake, "tasks.t1.end", "30/2/2026")
    assert (answer.status_code, answer.json()["message"]) == (400, "Ngày 30/2/2026 không có trong lịch.")
    assert save(officer, intake, "tasks.t99.end", "1/1/2026").status_code == 404


def test_a_conflict_brings_the_present_value(world: World, officer: Client) -> None:
    intake = make_review(world.actor("officer"), world.body)
    save(signed_in(world, "second_officer"), intake, "head.title", "Bản của đồng nghiệp", seen="…")
    answer = save(officer, intake, "head.title", "Bản của tôi", version=intake.version, seen="Công tác cũ")
    assert (answer.status_code, answer.json()["current"]) == (409, "Bản của đồng nghiệp")
    assert Intake.objects.get(pk=intake.pk).draft["head"]["title"] == "Bản của đồng nghiệp"


def test_a_doubt_is_accepted_as_it_stands(world: World, officer: Client) -> None:
    intake = make_review(world.actor("officer"), world.body)
    before = len(save(officer, intake, "seen.head.place", "1").json()["doubts"])
    answer = save(officer, intake, "seen.head.title", "1").json()
    assert (len(answer["doubts"]), "data-seen" in answer["html"]) == (before - 1, False)


def test_a_row_is_left_out_and_taken_back(world: World, officer: Client) -> None:
    intake = make_review(world.actor("officer"), world.body)
    assert "data-keep" in save(officer, intake, "tasks.t1.included", "", seen="1").json()["html"]
    assert "data-leave" in save(officer, intake, "tasks.t1.included", "1").json()["html"]


def test_rows_are_added_by_hand(world: World, officer: Client) -> None:
    intake = make_review(world.actor("officer"), world.body)
    url = reverse("planning:intake-add", args=[intake.pk])
    for area in ("tasks", "targets", "legal_bases", "movements", "recipients"):
        answer = officer.post(url, {"area": area}).json()
        assert f'data-row="{answer["path"]}"' in answer["html"]
    assert officer.post(url, {"area": "head"}).status_code == 404


def test_long_documents_come_in_parts(world: World, officer: Client) -> None:
    intake = make_review(world.actor("officer"), world.body, rows=200)
    page = text_of(officer.get(reverse("planning:intake", args=[intake.pk])))
    assert page.count('data-row="tasks.t') == 60
    later = text_of(officer.get(reverse("planning:intake-rows", args=[intake.pk, "table", 3])))
    assert re.findall(r'data-row="tasks\.(t\d+)"', later) == [f"t{number}" for number in range(181, 201)]
    assert officer.get(reverse("planning:intake-rows", args=[intake.pk, "head", 1])).status_code == 404
    assert officer.get(reverse("planning:intake-source", args=[intake.pk, 1])).status_code == 200
    assert officer.get(reverse("planning:intake-source", args=[intake.pk, 9])).status_code == 404


def test_names_are_mapped_once_and_confirmed(world: World, officer: Client) -> None:
    intake = make_review(world.actor("officer"), world.body)
    save(officer, intake, "tasks.t1.lead", "Tổ giúp việc", seen="Văn phòng Sở")
    page = text_of(officer.get(reverse("planning:intake-units", args=[intake.pk])))
    assert page.count("Tổ giúp việc</p>") == 1
    name = fold("Tổ giúp việc")
    answer = save(officer, intake, f"units.{name}", f"unit:{world.division.pk}").json()
    assert (answer["typed"], "Phòng Kế hoạch" in answer["html"]) == (f"unit:{world.division.pk}", True)
    url = reverse("planning:intake-confirm", args=[intake.pk])
    assert "Sẽ đưa vào hệ thống" in text_of(officer.get(url))
    done = officer.post(url, {"version": Intake.objects.get(pk=intake.pk).version})
    plan = Plan.objects.get()
    assert (done.status_code, done["Location"]) == (302, reverse("planning:plan", args=[plan.pk]))
    assert officer.get(reverse("planning:intake", args=[intake.pk]))["Location"] == done["Location"]


def test_confirming_with_problems_or_an_old_version_is_told(world: World, officer: Client) -> None:
    intake = make_review(world.actor("officer"), world.body)
    save(officer, intake, "tasks.t1.start", "1/12/2026", seen="01/03/2026")
    url = reverse("planning:intake-confirm", args=[intake.pk])
    assert officer.post(url, {"version": intake.version}).status_code == 409
    answer = officer.post(url, {"version": Intake.objects.get(pk=intake.pk).version})
    page = text_of(answer)
    assert (answer.status_code, "?o=tasks.t1.end" in page, Plan.objects.count()) == (400, True, 0)


def test_a_document_is_put_aside_or_read_again(world: World, officer: Client) -> None:
    intake = make_review(world.actor("officer"), world.body)
    officer.post(reverse("planning:intake-read-again", args=[intake.pk]))
    assert Intake.objects.get().state == "waiting"
    officer.post(reverse("planning:intake-discard", args=[intake.pk]))
    assert Intake.objects.get().state == "discarded"
    assert "đã được bỏ" in text_of(officer.get(reverse("planning:intake", args=[intake.pk])))


INTAKE_PAGES = ("intake", "intake-progress", "intake-units", "intake-confirm")


def test_other_people_meet_no_intake(world: World) -> None:
    intake = make_review(world.actor("officer"), world.body)
    for who in ("clerk", "leader", "stranger"):
        client = signed_in(world, who)
        for name in INTAKE_PAGES:
            assert client.get(reverse(f"planning:{name}", args=[intake.pk])).status_code == 404
        assert save(client, intake, "head.title", "x").status_code == 404


# ---- Plans and tasks -----------------------------------------------------------------------------------------

PLAN_PAGES = ("plan", "plan-tasks", "plan-targets", "plan-source", "plan-history")


def test_plan_pages_are_seen_by_units_that_take_part_and_by_no_stranger(world: World) -> None:
    """Once issued it is locked: its officer is told so in words, and the others may not even try."""
    plan = make_plan(world.actor("officer"), world.body)
    task = plan.tasks.get(origin="prose")
    pages = [reverse(f"planning:{name}", args=[plan.pk]) for name in PLAN_PAGES]
    pages.append(reverse("planning:task", args=[task.pk]))
    for who, status in (("officer", 200), ("clerk", 200), ("leader", 200), ("stranger", 404)):
        client = signed_in(world, who)
        assert [client.get(page).status_code for page in pages] == [status] * len(pages)
    changes = [reverse("planning:plan-edit", args=[plan.pk]), reverse("planning:task-create", args=[plan.pk]),
               reverse("planning:task-edit", args=[task.pk])]  # fmt: skip
    for who, status in (("officer", 409), ("clerk", 403), ("stranger", 404)):
        assert [signed_in(world, who).get(page).status_code for page in changes] == [status] * 3
    assert signed_in(world, "clerk").post(reverse("planning:task-remove", args=[task.pk])).status_code == 403
    assert signed_in(world, "stranger").post(reverse("planning:task-remove", args=[task.pk])).status_code == 404


@pytest.mark.parametrize("view", ["", "bang", "thoi-gian"])
def test_every_task_of_the_plan_stands_in_every_view(world: World, officer: Client, view: str) -> None:
    plan = make_plan(world.actor("officer"), world.body)
    page = text_of(officer.get(reverse("planning:plan-tasks", args=[plan.pk]), {"kieu": view}))
    for task in plan.tasks.all():
        assert reverse("planning:task", args=[task.pk]) in page
    assert "style=" not in page


@pytest.mark.parametrize("view", ["", "bang", "trang-thai", "thoi-gian"])
def test_the_ways_to_see_the_tasks_follow_a_filter_that_replaces_the_list_alone(
    world: World, officer: Client, view: str
) -> None:
    plan = make_plan(world.actor("officer"), world.body)
    asked = {"nguon": "prose", **({"kieu": view} if view else {})}
    headers = {"HX-Request": "true", "HX-Target": "danh-sach"}
    part = text_of(officer.get(reverse("planning:plan-tasks", args=[plan.pk]), asked, headers=headers))
    switch = re.search(r'<div class="switch view-switch".*?</div>', part, re.DOTALL)
    assert switch is not None
    links = re.findall(r'href="([^"]*)"( aria-current="true")?', switch[0])
    views = [("", "bang", "trang-thai", "thoi-gian").index(view) == place for place in range(4)]
    assert [bool(is_current) for _url, is_current in links] == [*views, False]
    assert [url.replace("&amp;", "&") for url, _current in links] == [
        "?nguon=prose", *(f"?nguon=prose&kieu={one}" for one in ("bang", "trang-thai", "thoi-gian")),
        f"{reverse('planning:plan-calendar', args=[plan.pk])}?nguon=prose",
    ]  # fmt: skip
    assert ("<html" in part, "Theo dõi, đôn đốc thực hiện" in part, "Nhiệm vụ số 1" in part) == (False, True, False)


def found(client: Client, plan: Plan, **asked: str) -> list[str]:
    page = text_of(client.get(reverse("planning:plan-tasks", args=[plan.pk]), asked))
    return re.findall(r'data-href="/ke-hoach/nhiem-vu/(\d+)/"', page)


def test_tasks_are_filtered(world: World, officer: Client) -> None:
    plan = make_plan(world.actor("officer"), world.body)
    keys = {task.content: str(task.pk) for task in plan.tasks.all()}
    one, two, three = (keys[f"Nhiệm vụ số {number}"] for number in (1, 2, 3))
    prose, deadline = keys["Theo dõi, đôn đốc thực hiện"], keys["Gửi đăng ký thi đua"]
    assert found(officer, plan, q="dang ky") == [deadline]
    assert found(officer, plan, q="van phong so") == [one, two, three, prose]
    assert found(officer, plan, nguon="prose") == [prose]
    assert found(officer, plan, ky="2026-q1") == [one, two, three, deadline]
    assert found(officer, plan, ky="2026-01") == [deadline]
    assert found(officer, plan, ky="khong") == [prose]
    assert found(officer, plan, loai="chua-ro") == [prose]
    assert found(officer, plan, dv=str(world.office.pk), vt="lead") == [one, two, three, prose, deadline]
    assert found(officer, plan, dv=str(world.division.pk), vt="lead") == [deadline]
    assert found(officer, plan, dv=str(world.division.pk)) == [one, two, three, deadline]
    assert found(officer, plan, vt="coordinating") == [one, two, three]
    assert len(found(officer, plan, dv="9999", ky="nonsense", sap="x")) == 5


def test_excel_holds_the_rows_of_the_filter(world: World, officer: Client) -> None:
    plan = make_plan(world.actor("officer"), world.body)
    answer = officer.get(reverse("planning:plan-tasks", args=[plan.pk]), {"nguon": "table", "xuat": "excel"})
    content = b"".join(answer.streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[2] for row in rows] == ["Nội dung", "Nhiệm vụ số 1", "Nhiệm vụ số 2", "Nhiệm vụ số 3"]
    assert rows[1][4:6] == ["Văn phòng Sở", "Các phòng chuyên môn"]
    year = officer.get(reverse("planning:list"), {"nam": "2026", "xuat": "excel"})
    assert b"".join(year.streaming_content)[:2] == b"PK"


def test_a_conflict_on_a_form_shows_both_versions_and_keeps_what_was_typed(world: World, officer: Client) -> None:
    plan = make_plan(world.actor("officer"), world.body, is_issued=False)
    task = plan.tasks.get(origin="manual") if plan.tasks.filter(origin="manual") else plan.tasks.first()
    assert task is not None
    services.change_task(
        actor=world.actor("second_officer"), task_id=task.pk, version=1, values={"content": "Bản của đồng nghiệp"},
        units={"lead": ["Văn phòng Sở"]}, at=AT,
    )  # fmt: skip
    typed = {"content": "Bản của tôi", "lead": "Phòng Kế hoạch", "coordinating": "", "version": "1", "recurrence": ""}
    url = reverse("planning:task-edit", args=[task.pk])
    answer = officer.post(url, typed)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Bản của đồng nghiệp" in page
    assert page.count("Bản của tôi") >= 2
    assert 'name="version" value="2"' in page
    assert officer.post(url, typed | {"version": "2"}).status_code == 302
    assert Task.objects.get(pk=task.pk).content == "Bản của tôi"


def test_a_plan_form_conflict_keeps_what_was_typed(world: World, officer: Client) -> None:
    plan = make_plan(world.actor("officer"), world.body, is_issued=False)
    services.change_plan(
        actor=world.actor("second_officer"), plan_id=plan.pk, version=1, values={"title": "Của đồng nghiệp"}, at=AT
    )
    typed = {"title": "Của tôi", "year": "2026", "issuer": "Sở", "version": "1", "number": "7", "symbol": "KH"}
    url = reverse("planning:plan-edit", args=[plan.pk])
    answer = officer.post(url, typed)
    assert (answer.status_code, "Của đồng nghiệp" in text_of(answer)) == (409, True)
    assert officer.post(url, typed | {"version": "2"}).status_code == 302
    assert (Plan.objects.get().title, Plan.objects.get().number) == ("Của tôi", "7")


def test_a_form_with_wrong_days_says_so_at_the_field(world: World, officer: Client) -> None:
    plan = make_plan(world.actor("officer"), world.body, is_issued=False)
    url = reverse("planning:task-create", args=[plan.pk])
    typed = {"content": "Việc", "starts_on": "01/05/2026", "due_on": "01/04/2026", "recurrence": ""}
    answer = officer.post(url, typed)
    assert (answer.status_code, "đứng trước ngày bắt đầu" in text_of(answer)) == (400, True)
    assert officer.post(url, {"content": "", "recurrence": ""}).status_code == 400
    done = officer.post(url, {"content": "Việc", "lead": "Văn phòng Sở\nPhòng Kế hoạch", "recurrence": "monthly"})
    task = Task.objects.latest("pk")
    assert done["Location"] == reverse("planning:task", args=[task.pk])
    assert sorted(member.unit.name for member in task.assignments.all()) == ["Phòng Kế hoạch", "Văn phòng Sở"]


def test_own_tasks_are_those_of_ones_units_soonest_first(world: World) -> None:
    make_plan(world.actor("officer"), world.body)
    url = reverse("planning:tasks")
    page = text_of(signed_in(world, "division_clerk").get(url, {"nam": "2026"}))
    contents = re.findall(r"(Nhiệm vụ số \d|Gửi đăng ký thi đua|Theo dõi, đôn đốc)", page)
    assert list(dict.fromkeys(contents)) == ["Gửi đăng ký thi đua", "Nhiệm vụ số 1", "Nhiệm vụ số 2", "Nhiệm vụ số 3"]
    office = text_of(signed_in(world, "clerk").get(url, {"nam": "2026"}))
    order = re.findall(r"Gửi đăng ký thi đua|Nhiệm vụ số 1|Theo dõi, đôn đốc", office)
    assert list(dict.fromkeys(order)) == ["Gửi đăng ký thi đua", "Nhiệm vụ số 1", "Theo dõi, đôn đốc"]
    empty = text_of(signed_in(world, "stranger").get(url, {"nam": "2026"}))
    assert "chưa có nhiệm vụ nào giao cho đơn vị" in empty


def test_suggestions_are_of_ones_own_body(world: World, officer: Client) -> None:
    url = reverse("planning:suggest-units")
    assert [hit["label"] for hit in officer.get(url, {"q": "van phong"}).json()["results"]] == ["Văn phòng Sở"]
    labels = [hit["label"] for hit in officer.get(url, {"q": "cac phong"}).json()["results"]]
    assert "Các phòng chuyên môn" in labels
    assert officer.get(url, {"q": "so y te"}).json()["results"] == []


# ---- Cost ----------------------------------------------------------------------------------------------------


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = client.get(url)
        assert answer.status_code == 200
    return len(caught)


PAGES: list[tuple[str, Callable[[Plan], str]]] = [
    ("list", lambda plan: f"{reverse('planning:list')}?nam={plan.year}"),
    ("own", lambda plan: f"{reverse('planning:tasks')}?nam={plan.year}&dong=100"),
    ("bench", lambda plan: f"{reverse('office:workbench')}?nam={plan.year}"),
    ("plan", lambda plan: reverse("planning:plan", args=[plan.pk])),
    ("tasks", lambda plan: f"{reverse('planning:plan-tasks', args=[plan.pk])}?dong=100"),
    ("board", lambda plan: f"{reverse('planning:plan-tasks', args=[plan.pk])}?kieu=bang"),
    ("timeline", lambda plan: f"{reverse('planning:plan-tasks', args=[plan.pk])}?kieu=thoi-gian"),
    ("targets", lambda plan: reverse("planning:plan-targets", args=[plan.pk])),
    ("source", lambda plan: reverse("planning:plan-source", args=[plan.pk])),
    ("history", lambda plan: reverse("planning:plan-history", args=[plan.pk])),
]


@pytest.mark.parametrize(("name", "address"), PAGES, ids=[name for name, _ in PAGES])
def test_one_row_and_thirty_cost_the_same(
    world: World, officer: Client, name: str, address: Callable[[Plan], str]
) -> None:
    before = queries_of(officer, address(make_plan(world.actor("officer"), world.body, rows=1)))
    for _ in range(3):
        make_plan(world.actor("officer"), world.body, rows=1)
    assert queries_of(officer, address(make_plan(world.actor("officer"), world.body, rows=30))) == before


def test_one_row_and_thirty_of_a_review_cost_the_same(world: World, officer: Client) -> None:
    few = make_review(world.actor("officer"), world.body, rows=1)
    many = make_review(world.actor("officer"), world.body, rows=30)
    for name in ("intake", "intake-units", "intake-confirm"):
        one, thirty = (reverse(f"planning:{name}", args=[intake.pk]) for intake in (few, many))
        assert queries_of(officer, one) == queries_of(officer, thirty)
