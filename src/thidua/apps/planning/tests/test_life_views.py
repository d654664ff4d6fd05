"""Pages of a plan's life: the one next act, refusals on the form, order, changes, the list of what it needs."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.apps.organizations.tests.factories import AT, ON
from thidua.apps.planning import queries, services
from thidua.apps.planning.models import Assignment, ChecklistItem, Plan, PlanReceipt, Task
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import make_plan
from thidua.apps.planning.tests.pages import signed_in, text_of
from thidua.apps.planning.tests.test_measures_services import EVENT_VALUES as EVENT
from thidua.apps.planning.tests.test_measures_services import VALUES as TARGET

SIGNER = {"on_behalf": "", "position": "GIÁM ĐỐC", "name": "Trần Văn Bình"}


@pytest.fixture
def officer(world: World) -> Client:
    return signed_in(world, "officer")


@pytest.fixture
def leader(world: World) -> Client:
    return signed_in(world, "leader")


def url(name: str, *keys: int) -> str:
    return reverse(f"planning:{name}", args=keys)


def draft(world: World, *, rows: int = 2) -> Plan:
    plan = services.draft_blank(actor=world.actor("officer"), unit_id=world.body.pk, year=2026, title="Thử", at=AT)
    for number in range(rows):
        services.create_task(
            actor=world.actor("officer"), plan_id=plan.pk, values={"content": f"Việc {number + 1}"},
            units={"lead": ["Văn phòng Sở"]}, at=AT,
        )  # fmt: skip
    return plan


def primary(client: Client, plan: Plan) -> list[str]:
    """The words of the primary acts in the head of a plan's page."""
    page = text_of(client.get(url("plan", plan.pk)))
    start = page.index('class="page-actions"')
    head = page[start : page.index("</header>", start)]
    return re.findall(r'class="btn btn-primary"[^>]*>(?:<svg.*?</svg>)?\s*([^<]+)<', head, re.DOTALL)


# ---- The head of the page --------------------------------------------------------------------------------------


def test_the_one_next_act_follows_the_life_of_the_plan(world: World, officer: Client, leader: Client) -> None:
    plan = draft(world)
    assert (primary(officer, plan), primary(leader, plan)) == (["Gửi duyệt"], [])
    assert officer.post(url("plan-submit", plan.pk)).status_code == 302
    assert (primary(officer, plan), primary(leader, plan)) == ([], ["Duyệt và ban hành"])
    typed = {"number": "9", "symbol": "KH-S", "issued_on": "02/03/2026", "signer_name": "Trần Văn Bình"}
    answer = leader.post(url("plan-issue", plan.pk), typed | {"further": "Phòng Kế hoạch"})
    assert answer["Location"] == url("plan", plan.pk)
    assert set(plan.receipts.values_list("unit__name", flat=True)) == {"Văn phòng Sở", "Phòng Kế hoạch"}
    assert (primary(officer, plan), primary(leader, plan)) == (["Triển khai"], ["Triển khai"])
    assert officer.post(url("plan-launch", plan.pk), {"on": "02/03/2026"}).status_code == 302
    assert primary(officer, plan) == []  # ending stands in the menu while work is open
    work = Assignment.objects.filter(task__plan=plan, part="lead")
    work.update(state="done", done_on="2026-03-02")
    assert primary(officer, plan) == ["Kết thúc"]
    work.update(state="not_begun", done_on=None)
    assert primary(signed_in(world, "clerk"), plan) == []
    assert officer.post(url("plan-close", plan.pk), {}).status_code == 400
    assert officer.post(url("plan-close", plan.pk), {"with_open_work": "on"}).status_code == 302
    assert primary(officer, plan) == []
    page = text_of(officer.get(url("plan", plan.pk)))
    assert "Đã kết thúc" in page
    assert "triển khai từ 02/03/2026" in page
    assert officer.post(url("plan-reopen", plan.pk), {"reason": "Còn việc"}).status_code == 302
    assert officer.post(url("plan-withdraw", plan.pk), {"reason": "Thay kế hoạch khác"}).status_code == 302
    shown = text_of(signed_in(world, "clerk").get(url("plan", plan.pk)))
    assert shown.count("Đã thu hồi") >= 2
    assert "Thay kế hoạch khác" in shown


def test_a_returned_draft_says_why(world: World, officer: Client, leader: Client) -> None:
    plan = draft(world)
    officer.post(url("plan-submit", plan.pk))
    answer = leader.post(url("plan-return", plan.pk), {"reason": " "})
    assert (answer.status_code, "Nêu lý do trả lại" in text_of(answer)) == (400, True)
    assert leader.post(url("plan-return", plan.pk), {"reason": "Thiếu chỉ tiêu"}).status_code == 302
    page = text_of(officer.get(url("plan", plan.pk)))
    assert "Bị trả lại" in page
    assert "Thiếu chỉ tiêu" in page


def test_what_is_missing_for_the_issue_is_said_at_the_fields(world: World, officer: Client, leader: Client) -> None:
    plan = draft(world)
    officer.post(url("plan-submit", plan.pk))
    answer = leader.post(url("plan-issue", plan.pk), {"number": "9", "symbol": "", "further": "Đội lạ"})
    assert (answer.status_code, "Không có trong cơ cấu tổ chức: Đội lạ." in text_of(answer)) == (400, True)
    answer = leader.post(url("plan-issue", plan.pk), {"number": "9", "symbol": ""})
    page = text_of(answer)
    assert answer.status_code == 400
    assert 'value="9"' in page
    for words in ("Chưa có ký hiệu của văn bản.", "Chưa có ngày ban hành.", "Chưa có họ và tên người ký."):
        assert words in page
    assert Plan.objects.get(pk=plan.pk).state == "submitted"


def test_a_step_that_is_not_possible_is_told_in_words(world: World, officer: Client) -> None:
    plan = draft(world)
    answer = officer.get(url("plan-launch", plan.pk))
    assert (answer.status_code, "Kế hoạch đang ở trạng thái “Dự thảo”" in text_of(answer)) == (409, True)
    assert officer.post(url("plan-launch", plan.pk), {"on": "02/03/2026"}).status_code == 409


def test_plans_are_listed_and_filtered_by_state(world: World, officer: Client) -> None:
    first, second = draft(world), make_plan(world.actor("officer"), world.body)
    listed = text_of(officer.get(reverse("planning:list"), {"nam": "2026", "tt": "draft"}))
    assert url("plan", first.pk) in listed
    assert url("plan", second.pk) not in listed
    page = text_of(officer.get(reverse("planning:list"), {"nam": "2026"}))
    assert page.count("Dự thảo") >= 1
    assert page.count("Đã ban hành") >= 1


# ---- Writing by hand -------------------------------------------------------------------------------------------


def test_a_plan_is_begun_in_three_ways(world: World, officer: Client) -> None:
    page = text_of(officer.get(url("plan-write")))
    assert page.count('name="start"') == 5
    earlier = make_plan(world.actor("officer"), world.body)
    typed = {"unit": str(world.body.pk), "year": "2027"}
    for start, more, origin in (
        ("mau:dien-hinh", {}, {"template"}),
        (f"cu:{earlier.pk}", {}, {"earlier"}),
        ("trang", {"title": "Kế hoạch riêng"}, set()),
    ):
        answer = officer.post(url("plan-write"), typed | {"start": start} | more)
        plan = Plan.objects.latest("pk")
        assert answer["Location"] == url("plan", plan.pk)
        assert (plan.state, plan.year, set(plan.tasks.values_list("origin", flat=True))) == ("draft", 2027, origin)
    chosen = text_of(officer.get(url("plan-write"), {"tu": str(earlier.pk)}))
    assert f'value="cu:{earlier.pk}" checked' in chosen


def test_what_cannot_be_begun_is_said_at_the_field(world: World, officer: Client) -> None:
    typed = {"unit": str(world.body.pk), "year": "2027", "start": "trang"}
    answer = officer.post(url("plan-write"), typed)
    assert (answer.status_code, "Chưa có trích yếu của kế hoạch." in text_of(answer)) == (400, True)
    foreign = officer.post(url("plan-write"), typed | {"unit": str(world.stranger_body.pk), "title": "X"})
    assert (foreign.status_code, Plan.objects.count()) == (400, 0)
    assert officer.post(url("plan-write"), typed | {"start": "mau:la"}).status_code == 400


# ---- The whole head of a draft, and conflicts ------------------------------------------------------------------


def whole_form(**changed: str) -> dict[str, str]:
    return {
        "title": "Thử", "year": "2026", "issuer": "Sở", "number": "", "symbol": "", "issued_on": "", "place": "",
        "issuer_parent": "", "legal_bases": "Căn cứ Luật;\nCăn cứ Nghị định;", "movements": "Dạy tốt",
        "recipients": "Như trên;\nLưu: VT.", "signer_on_behalf": "KT.", "signer_position": "PGĐ",
        "signer_name": "Lê Văn Cường", "reminder_days": "3, 10", "head_after_days": "2", "leader_after_days": "5",
        "version": "1",
    } | changed  # fmt: skip


def test_everything_a_draft_says_is_edited_on_one_form(world: World, officer: Client) -> None:
    plan = draft(world)
    known = {"text": "Căn cứ Luật;", "number": "06/2022/QH15", "date": "2022-06-15"}
    Plan.objects.filter(pk=plan.pk).update(legal_bases=[known])
    assert officer.post(url("plan-edit", plan.pk), whole_form()).status_code == 302
    plan.refresh_from_db()
    assert plan.legal_bases == [known, {"text": "Căn cứ Nghị định;", "number": None, "date": None}]
    assert (plan.recipients, plan.movements, plan.reminder_days) == (["Như trên;", "Lưu: VT."], ["Dạy tốt"], [10, 3])
    assert plan.signer == {"on_behalf": "KT.", "position": "PGĐ", "name": "Lê Văn Cường"}
    assert (plan.head_after_days, plan.leader_after_days) == (2, 5)
    page = text_of(officer.get(url("plan-edit", plan.pk)))
    for typed in ("Căn cứ Nghị định;", "10, 3", "Lê Văn Cường", "Lưu: VT."):
        assert typed in page
    wrong = officer.post(url("plan-edit", plan.pk), whole_form(version="2", reminder_days="mai", head_after_days="9"))
    assert (wrong.status_code, "Ghi các số ngày cách nhau" in text_of(wrong)) == (400, True)
    wrong = officer.post(url("plan-edit", plan.pk), whole_form(version="2", head_after_days="9"))
    assert (wrong.status_code, "Lãnh đạo được báo sau thủ trưởng" in text_of(wrong)) == (400, True)


def test_a_conflict_shows_both_versions_of_every_part(world: World, officer: Client) -> None:
    plan = draft(world)
    theirs = {
        "legal_bases": [{"text": "Căn cứ của đồng nghiệp", "number": None, "date": None}],
        "recipients": ["Nơi nhận của đồng nghiệp"],
        "signer": {"on_behalf": "", "position": "", "name": "Người ký của đồng nghiệp"},
        "reminder_days": [21],
        "head_after_days": 6,
        "leader_after_days": 8,
    }
    services.change_plan(actor=world.actor("second_officer"), plan_id=plan.pk, version=1, values=theirs, at=AT)
    answer = officer.post(url("plan-edit", plan.pk), whole_form())
    page = text_of(answer)
    assert answer.status_code == 409
    rows = re.findall(r'<th scope="row">([^<]+)</th><td>(.*?)</td><td>(.*?)</td>', page)
    assert {label: (before, after) for label, before, after in rows} == {
        "Cơ quan ban hành": (world.body.name, "Sở"),
        "Căn cứ": ("Căn cứ của đồng nghiệp", "Căn cứ Luật;<br>Căn cứ Nghị định;"),
        "Phong trào thi đua": ("(trống)", "Dạy tốt"),
        "Nơi nhận": ("Nơi nhận của đồng nghiệp", "Như trên;<br>Lưu: VT."),
        "Quyền hạn ký": ("(trống)", "KT."),
        "Chức vụ người ký": ("(trống)", "PGĐ"),
        "Họ và tên người ký": ("Người ký của đồng nghiệp", "Lê Văn Cường"),
        "Nhắc trước hạn (ngày)": ("21", "3, 10"),
        "Báo thủ trưởng khi quá hạn (ngày)": ("6", "2"),
        "Báo lãnh đạo khi quá hạn (ngày)": ("8", "5"),
    }
    assert Plan.objects.get(pk=plan.pk).recipients == ["Nơi nhận của đồng nghiệp"]
    assert officer.post(url("plan-edit", plan.pk), whole_form(version="2")).status_code == 302
    assert Plan.objects.get(pk=plan.pk).recipients == ["Như trên;", "Lưu: VT."]


# ---- Order, changes, what it needs -----------------------------------------------------------------------------


def test_tasks_are_moved_up_down_and_to_a_place(world: World, officer: Client) -> None:
    plan = draft(world, rows=3)
    last = plan.tasks.get(content="Việc 3")

    def order() -> list[str]:
        return [name[-1] for name in plan.tasks.order_by("position").values_list("content", flat=True)]

    for to, expected in (("len", "132"), ("len", "312"), ("len", "312"), ("xuong", "132"), ("3", "123"), ("x", "123")):
        answer = officer.post(url("task-move", last.pk), {"toi": to})
        assert answer["Location"] == f"{url('plan-order', plan.pk)}#viec-{last.pk}"
        assert "".join(order()) == expected
    assert officer.post(url("plan-number", plan.pk)).status_code == 302
    assert list(plan.tasks.order_by("position").values_list("no", flat=True)) == ["1", "2", "3"]
    page = text_of(officer.get(url("plan-order", plan.pk)))
    assert re.findall(r"Đưa lên: (Việc \d)", page) == ["Việc 1", "Việc 2", "Việc 3"]


def test_an_amendment_is_written_compared_and_shown_on_the_original(
    world: World, officer: Client, leader: Client
) -> None:
    plan = make_plan(world.actor("officer"), world.body)
    assert officer.post(url("plan-amend", plan.pk)).status_code == 302
    amending = Plan.objects.get(amends=plan)
    assert "Chưa có thay đổi nào" in text_of(officer.get(url("plan-compare", amending.pk)))
    assert f'href="{url("plan", amending.pk)}"' in text_of(officer.get(url("plan", plan.pk)))
    assert officer.post(url("plan-amend", plan.pk)).status_code == 409
    dropped = amending.tasks.get(content="Nhiệm vụ số 2")
    assert "Bỏ khỏi kế hoạch" in text_of(officer.get(url("task", dropped.pk)))
    assert officer.post(url("task-drop", dropped.pk))["Location"] == url("plan-compare", amending.pk)
    assert officer.post(url("task-remove", dropped.pk)).status_code == 409
    assert officer.post(url("task-keep", dropped.pk)).status_code == 302
    officer.post(url("task-drop", dropped.pk))
    officer.post(url("task-create", amending.pk), {"content": "Nhiệm vụ mới", "lead": "Phòng Kế hoạch"})
    changed = amending.tasks.get(content="Nhiệm vụ số 1")
    typed = {"content": "Nhiệm vụ số 1", "lead": "Văn phòng Sở", "coordinating": "Các phòng chuyên môn", "no": "1",
             "group": "Quý I", "time_text": "Tháng 3", "starts_on": "01/03/2026", "due_on": "15/04/2026",
             "recurrence": "", "version": "1"}  # fmt: skip
    assert officer.post(url("task-edit", changed.pk), typed).status_code == 302
    before = text_of(officer.get(url("plan-compare", amending.pk)))
    officer.post(url("plan-submit", amending.pk))
    head = {"number": "40", "symbol": "KH-S", "issued_on": "02/03/2026", "signer_name": "Trần Văn Bình"}
    assert "3 nhiệm vụ thay đổi" in text_of(leader.get(url("plan-issue", amending.pk)))
    assert leader.post(url("plan-issue", amending.pk), head).status_code == 302
    after = text_of(officer.get(url("plan-compare", amending.pk)))

    def rows(page: str) -> list[tuple[str, str]]:
        return re.findall(r'<th scope="row">([^<]+)</th>(.*?)</tr>', page)

    assert rows(before) == rows(after) != []
    assert "<del>31/03/2026</del>" in after
    assert "<ins>15/04/2026</ins>" in after
    for who in ("officer", "clerk", "division_clerk"):
        page = text_of(signed_in(world, who).get(url("plan", plan.pk)))
        assert "Đã sửa đổi bởi" in page, who
        assert url("plan-compare", amending.pk) in page
        assert signed_in(world, who).get(url("plan-compare", amending.pk)).status_code == 200
    assert signed_in(world, "stranger").get(url("plan-compare", amending.pk)).status_code == 404
    assert Task.objects.get(plan=plan, content="Nhiệm vụ mới").assignments.get().unit == world.division


def test_the_checklist_is_worked_on_the_page(world: World, officer: Client) -> None:
    plan = draft(world)
    htmx = {"HX-Request": "true"}
    page = text_of(officer.post(url("checklist-add", plan.pk), {"mau": "phong-trao"}, headers=htmx))
    assert page.count('role="checkbox"') == plan.checklist.count() == 8
    refused = text_of(officer.post(url("checklist-add", plan.pk), {"viec": " "}, headers=htmx))
    assert "Chưa ghi việc cần có." in refused
    item = ChecklistItem.objects.first()
    assert item is not None
    ticked = text_of(officer.post(url("checklist-tick", item.pk), headers=htmx))
    assert ticked.count('aria-checked="true"') == 1
    assert 'value="1" max="8"' in ticked
    assert officer.post(url("checklist-untick", item.pk))["Location"] == url("plan", plan.pk) + "#can-co"
    officer.post(url("checklist-remove", item.pk))
    assert plan.checklist.count() == 7
    issued = make_plan(world.actor("officer"), world.body)
    assert "Kế hoạch này còn cần gì" in text_of(officer.get(url("plan", issued.pk)))
    assert "Kế hoạch này còn cần gì" not in text_of(signed_in(world, "clerk").get(url("plan", issued.pk)))


def test_units_that_received_a_plan_read_nothing_of_its_drafting(world: World, officer: Client, leader: Client) -> None:
    plan = draft(world)
    officer.post(url("plan-submit", plan.pk))
    leader.post(url("plan-return", plan.pk), {"reason": "Viết còn sơ sài"})
    officer.post(url("plan-submit", plan.pk))
    typed = {"number": "9", "symbol": "KH-S", "issued_on": "02/03/2026", "signer_name": "Trần Văn Bình"}
    leader.post(url("plan-issue", plan.pk), typed)
    officer.post(url("checklist-add", plan.pk), {"viec": "Dự toán riêng"})
    words = ("đã duyệt và ban hành kế hoạch", "Viết còn sơ sài", "Dự toán riêng")
    seen = {}
    for who in ("officer", "clerk"):
        page = text_of(signed_in(world, who).get(url("plan-history", plan.pk)))
        seen[who] = [text in page for text in words]
    assert seen == {"officer": [True, True, True], "clerk": [True, False, False]}


def test_the_acts_of_drafting_a_task_a_target_and_an_event_are_the_units_own(world: World, officer: Client) -> None:
    """A plan of the division, which the office received: the office and the body above read of it from its issue on."""
    writer = world.actor("division_clerk")
    plan = services.draft_blank(actor=writer, unit_id=world.division.pk, year=2026, title="Của phòng", at=AT)
    units = {"lead": ["Văn phòng Sở"]}
    task = services.create_task(actor=writer, plan_id=plan.pk, values={"content": "Nháp"}, units=units, at=AT)
    services.change_task(
        actor=writer, task_id=task.pk, version=1, values={"content": "Bản đã sửa"}, units=units, at=AT
    )  # fmt: skip
    target = services.create_target(actor=writer, plan_id=plan.pk, values=TARGET, at=AT)
    event = services.create_event(actor=writer, plan_id=plan.pk, values=EVENT, at=AT)
    issued_at = AT + timedelta(hours=1)
    Plan.objects.filter(pk=plan.pk).update(state="issued", issued_at=issued_at)
    PlanReceipt.objects.create(plan=plan, unit=world.office, sent_at=issued_at)
    services.change_event(
        actor=writer, event_id=event.pk, version=1, values=EVENT | {"place": "Hội trường B"},
        at=issued_at + timedelta(hours=1),
    )  # fmt: skip
    pages = (url("task", task.pk), url("target", target.pk), url("event", event.pk), url("event", event.pk))
    acts = ("đã sửa nhiệm vụ", "đã thêm chỉ tiêu", "đã thêm sự kiện", "đã sửa sự kiện")
    seen = {
        who: [words in text_of(signed_in(world, who).get(page)) for page, words in zip(pages, acts, strict=True)]
        for who in ("division_clerk", "clerk", "officer")
    }
    assert seen == {
        "division_clerk": [True] * 4, "clerk": [False, False, False, True], "officer": [False, False, False, True],
    }  # fmt: skip


# ---- Cost ------------------------------------------------------------------------------------------------------


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_pages_of_one_row_and_of_thirty_cost_the_same(world: World, officer: Client, leader: Client) -> None:
    few, many = draft(world, rows=1), draft(world, rows=25)
    assert cost(officer, url("plan-order", few.pk)) == cost(officer, url("plan-order", many.pk))
    services.add_item(actor=world.actor("officer"), plan_id=few.pk, text="Một", at=AT)
    for number in range(30):
        services.add_item(actor=world.actor("officer"), plan_id=many.pk, text=f"Mục {number}", at=AT)
    assert cost(officer, url("plan", few.pk)) == cost(officer, url("plan", many.pk))
    pairs = []
    for plan in (few, many):
        services.submit_plan(actor=world.actor("officer"), plan_id=plan.pk, at=AT)
        services.issue_plan(actor=world.actor("leader"), plan_id=plan.pk, number=str(plan.pk), symbol="KH",
                            issued_on=ON, signer=SIGNER, at=AT)  # fmt: skip
        amending = services.start_amendment(actor=world.actor("officer"), plan_id=plan.pk, at=AT)
        for task in amending.tasks.all():
            services.drop_task(actor=world.actor("officer"), task_id=task.pk, at=AT)
        assert len(queries.amendment_of(amending)) == plan.tasks.count()
        pairs.append(url("plan-compare", amending.pk))
    assert cost(officer, pairs[0]) == cost(officer, pairs[1])
    assert cost(officer, f"{url('plan-write')}?tu={few.pk}") == cost(officer, url("plan-write"))
