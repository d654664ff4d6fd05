"""Writing a plan by hand, ordering its tasks, and the list of what else it needs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.apps.audit.models import Entry
from thidua.apps.organizations.tests.factories import AT
from thidua.apps.planning import domain, queries, services
from thidua.apps.planning.models import ChecklistItem, Plan, PlanTarget, Task
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import make_plan
from thidua.core.errors import DomainError, InvalidInput, NotPermitted, NotVisible


def blank(world: World, *contents: str) -> Plan:
    plan = services.draft_blank(
        actor=world.actor("officer"), unit_id=world.body.pk, year=2026, title="Thi đua quý I", at=AT
    )
    for content in contents:
        services.create_task(
            actor=world.actor("officer"), plan_id=plan.pk, values={"content": content}, units={}, at=AT
        )
    return plan


def contents(plan: Plan) -> list[str]:
    return list(plan.tasks.order_by("position", "pk").values_list("content", flat=True))


def last_entry() -> tuple[str, dict[str, object]]:
    entry = Entry.objects.latest("sequence")
    return entry.act, entry.changes


# ---- The beginning ---------------------------------------------------------------------------------------------


def test_a_blank_plan(world: World) -> None:
    plan = blank(world)
    assert (plan.state, plan.title, plan.issuer, plan.issuer_parent) == (
        "draft", "Thi đua quý I", world.body.name, "",
    )  # fmt: skip
    assert last_entry() == ("planning.draft_blank", {})
    own = services.draft_blank(
        actor=world.actor("clerk"), unit_id=world.office.pk, year=2026, title="Của văn phòng", at=AT
    )
    assert (own.issuer, own.issuer_parent) == ("Văn phòng Sở", world.body.name)


def test_who_writes_for_which_unit(world: World) -> None:
    given = {"year": 2026, "title": "X", "at": AT}
    with pytest.raises(NotVisible):
        services.draft_blank(actor=world.actor("stranger"), unit_id=world.body.pk, **given)
    for who, unit in (("clerk", world.body), ("leader", world.body), ("officer", world.office)):
        with pytest.raises(NotPermitted):
            services.draft_blank(actor=world.actor(who), unit_id=unit.pk, **given)
    assert Plan.objects.count() == 0


def test_title_and_year_are_asked_for(world: World) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.draft_blank(actor=world.actor("officer"), unit_id=world.body.pk, year=1900, title=" ", at=AT)
    assert refused.value.fields == {
        "title": "Chưa có trích yếu của kế hoạch.",
        "year": "Năm phải từ 1945 đến 2200.",
    }


@pytest.mark.parametrize("template", domain.templates(), ids=lambda one: one.key)
def test_a_plan_from_a_template(world: World, template: domain.Template) -> None:
    plan = services.draft_from_template(
        actor=world.actor("officer"), unit_id=world.body.pk, year=2027, template=template.key, at=AT
    )
    assert plan.title == template.title.replace("{year}", "2027")
    assert [basis["number"] for basis in plan.legal_bases] == ["06/2022/QH15", "152/2025/NĐ-CP", "15/2025/TT-BNV"]
    tasks = list(plan.tasks.prefetch_related("units"))
    assert [task.content for task in tasks] == [
        one["content"].replace("{year}", "2027").replace("{next_year}", "2028") for one in template.tasks
    ]
    assert {task.origin for task in tasks} == {"template"}
    assert {task.due_on.year for task in tasks if task.due_on} == {2027}
    assert [task.no for task in tasks] == [str(number) for number in range(1, len(tasks) + 1)]
    assert plan.targets.count() == len(template.targets)
    assert [item.text for item in plan.checklist.all()] == [one["text"] for one in template.checklist]
    assert not any("{" in f"{task.content}{task.time_text}{task.product}" for task in tasks)
    act, changes = last_entry()
    assert (act, changes["template"], changes["tasks"]) == (
        "planning.draft_from_template", template.name, len(tasks),
    )  # fmt: skip


def test_an_unknown_template_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput):
        services.draft_from_template(
            actor=world.actor("officer"), unit_id=world.body.pk, year=2027, template="la", at=AT
        )


def test_a_plan_from_last_year(world: World) -> None:
    officer = world.actor("officer")
    earlier = make_plan(officer, world.body)
    tasks = {task.content: task for task in earlier.tasks.all()}
    first, second = tasks["Nhiệm vụ số 1"], tasks["Nhiệm vụ số 2"]
    Task.objects.filter(pk=first.pk).update(time_text="Tháng 3/2026", state="done", percent=100)
    Task.objects.filter(pk=second.pk).update(parent=first)
    second.needs.add(first)
    Task.objects.create(plan=earlier, parent=first, period_starts_on=date(2026, 1, 1), origin="occurrence",
                        position=99, content="Kỳ tháng 1")  # fmt: skip
    Task.objects.filter(content="Nhiệm vụ số 3").update(is_dropped=True)
    services.add_item(actor=officer, plan_id=earlier.pk, text="Dự toán", at=AT)
    plan = services.draft_from_earlier(actor=officer, earlier_id=earlier.pk, year=2027, at=AT)
    assert (plan.based_on, plan.year, plan.state, plan.number, plan.symbol, plan.issued_on) == (
        earlier, 2027, "draft", "", "KH-SLĐTBXH", None,
    )  # fmt: skip
    assert plan.title == "Công tác thi đua, khen thưởng năm 2027"
    assert (plan.recipients, plan.signer) == (earlier.recipients, earlier.signer)
    rows = {task.content: task for task in plan.tasks.all()}
    assert sorted(rows) == [
        "Gửi đăng ký thi đua", "Nhiệm vụ số 1", "Nhiệm vụ số 2", "Theo dõi, đôn đốc thực hiện",
    ]  # fmt: skip
    copy = rows["Nhiệm vụ số 1"]
    assert (copy.starts_on, copy.due_on, copy.time_text, copy.origin, copy.state, copy.percent) == (
        date(2027, 3, 1), date(2027, 3, 31), "Tháng 3/2027", "earlier", "not_begun", 0,
    )  # fmt: skip
    assert rows["Gửi đăng ký thi đua"].due_on == date(2027, 1, 30)
    assert (rows["Nhiệm vụ số 2"].parent, list(rows["Nhiệm vụ số 2"].needs.all())) == (copy, [copy])
    assert [(one.part, one.as_written, one.unit_id) for one in copy.units.all()] == [
        (one.part, one.as_written, one.unit_id) for one in first.units.all()
    ]
    targets = list(plan.targets.values_list("indicator", "minimum", "maximum", "whole__indicator"))
    assert targets == [
        ("Tuyển mới", Decimal(32500), Decimal(33000), None),
        ("Trình độ cao đẳng", Decimal(70), None, "Tuyển mới"),
    ]
    assert [(item.text, item.done_at) for item in plan.checklist.all()] == [("Dự toán", None)]
    act, changes = last_entry()
    assert (act, changes["tasks"], changes["targets"]) == ("planning.draft_from_earlier", 4, 2)
    assert earlier.tasks.count() == 6


def test_only_ones_own_plans_are_begun_from(world: World) -> None:
    earlier = make_plan(world.actor("officer"), world.body)
    with pytest.raises(NotVisible):
        services.draft_from_earlier(actor=world.actor("stranger"), earlier_id=earlier.pk, year=2027, at=AT)
    with pytest.raises(NotPermitted):
        services.draft_from_earlier(actor=world.actor("clerk"), earlier_id=earlier.pk, year=2027, at=AT)
    assert list(queries.earlier_plans(world.actor("officer"))) == [earlier]
    assert list(queries.earlier_plans(world.actor("clerk"))) == []


def test_copying_one_task_and_twenty_costs_the_same(world: World) -> None:
    def cost(rows: int) -> int:
        earlier = make_plan(world.actor("officer"), world.body, rows=rows)
        officer = world.actor("officer")
        with CaptureQueriesContext(connection) as caught:
            services.draft_from_earlier(actor=officer, earlier_id=earlier.pk, year=2027, at=AT)
        return len(caught)

    cost(1)
    assert cost(1) == cost(20)


# ---- The head --------------------------------------------------------------------------------------------------


def test_everything_a_draft_says_is_changed_in_one_act(world: World) -> None:
    plan = blank(world)
    values = {
        "legal_bases": [{"text": "Căn cứ Luật", "number": None, "date": None}],
        "recipients": ["Như trên;", "Lưu: VT."],
        "signer": {"on_behalf": "KT. GIÁM ĐỐC", "position": "PHÓ GIÁM ĐỐC", "name": "Lê Văn Cường"},
        "reminder_days": [10, 3],
        "head_after_days": 2,
        "leader_after_days": 5,
    }
    changed = services.change_plan(actor=world.actor("officer"), plan_id=plan.pk, version=1, values=values, at=AT)
    stored = Plan.objects.get()
    assert {name: getattr(stored, name) for name in values} == values
    assert (stored.reminds_before, changed.version) == ([10, 3], 2)
    act, changes = last_entry()
    assert (act, sorted(changes)) == ("planning.change_plan", sorted(values))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reminder_days": [0]}, "reminder_days"),
        ({"reminder_days": [366]}, "reminder_days"),
        ({"reminder_days": list(range(1, 12))}, "reminder_days"),
        ({"head_after_days": 9, "leader_after_days": 8}, "leader_after_days"),
    ],
)
def test_reminders_that_make_no_sense_are_refused(world: World, values: dict[str, object], field: str) -> None:
    plan = blank(world)
    with pytest.raises(InvalidInput) as refused:
        services.change_plan(actor=world.actor("officer"), plan_id=plan.pk, version=1, values=values, at=AT)
    assert list(refused.value.fields) == [field]
    assert Plan.objects.get().version == 1


# ---- The order -------------------------------------------------------------------------------------------------


def test_tasks_are_moved_and_numbered(world: World) -> None:
    plan = blank(world, "Một", "Hai", "Ba", "Bốn")
    officer = world.actor("officer")
    one, two, three, four = plan.tasks.all()
    Task.objects.filter(pk=three.pk).update(parent=two)
    services.move_task(actor=officer, task_id=two.pk, place=1, at=AT)
    assert contents(plan) == ["Hai", "Ba", "Một", "Bốn"]
    assert last_entry() == ("planning.order_tasks", {"content": "Hai", "place": [2, 1]})
    before = Entry.objects.count()
    services.move_task(actor=officer, task_id=four.pk, place=3, at=AT)
    assert (contents(plan), Entry.objects.count()) == (["Hai", "Ba", "Một", "Bốn"], before)
    services.number_tasks(actor=officer, plan_id=plan.pk, at=AT)
    assert dict(plan.tasks.values_list("content", "no")) == {"Hai": "1", "Ba": "1.1", "Một": "2", "Bốn": "3"}
    assert last_entry() == ("planning.number_tasks", {"tasks": 4})
    one.refresh_from_db()
    assert (one.version, one.search_text.startswith("2 ")) == (2, True)


def test_only_drafts_are_ordered_by_their_writers(world: World) -> None:
    plan = blank(world, "Một", "Hai")
    task = plan.tasks.first()
    assert task is not None
    for who, refusal in (("leader", NotPermitted), ("clerk", NotVisible), ("stranger", NotVisible)):
        with pytest.raises(refusal):
            services.move_task(actor=world.actor(who), task_id=task.pk, place=2, at=AT)
        with pytest.raises(refusal):
            services.number_tasks(actor=world.actor(who), plan_id=plan.pk, at=AT)
    services.submit_plan(actor=world.actor("officer"), plan_id=plan.pk, at=AT)
    with pytest.raises(DomainError) as refused:
        services.move_task(actor=world.actor("officer"), task_id=task.pk, place=2, at=AT)
    assert "“Chờ duyệt”" in refused.value.message
    with pytest.raises(DomainError):
        services.drop_task(actor=world.actor("officer"), task_id=task.pk, at=AT)


def test_a_task_that_amends_nothing_is_not_dropped(world: World) -> None:
    task = blank(world, "Một").tasks.get()
    with pytest.raises(DomainError) as refused:
        services.drop_task(actor=world.actor("officer"), task_id=task.pk, at=AT)
    assert refused.value.message == "Nhiệm vụ này không có trong kế hoạch được sửa đổi."


# ---- What else it needs ----------------------------------------------------------------------------------------


def test_the_checklist_is_filled_ticked_and_cleared(world: World) -> None:
    plan, officer = blank(world), world.actor("officer")
    services.add_item(actor=officer, plan_id=plan.pk, text="  Dự toán   kinh phí ", at=AT)
    added = services.add_from_template(actor=officer, plan_id=plan.pk, template="phong-trao", at=AT)
    assert len(added) == len(domain.template_named("phong-trao").checklist)
    assert last_entry() == ("planning.add_checklist", {"items": [item.text for item in added]})
    with pytest.raises(DomainError) as refused:
        services.add_from_template(actor=officer, plan_id=plan.pk, template="phong-trao", at=AT)
    assert refused.value.message.startswith("Danh sách đã có đủ các mục")
    item = ChecklistItem.objects.get(position=1)
    ticked = services.tick_item(actor=officer, item_id=item.pk, at=AT)
    assert (ticked.text, ticked.done_at, ticked.done_by) == ("Dự toán kinh phí", AT, world.users["officer"])
    assert last_entry() == ("planning.tick_item", {"items": ["Dự toán kinh phí"]})
    before = Entry.objects.count()
    services.tick_item(actor=officer, item_id=item.pk, at=AT)
    assert Entry.objects.count() == before
    undone = services.untick_item(actor=officer, item_id=item.pk, at=AT)
    assert (undone.done_at, last_entry()[0]) == (None, "planning.untick_item")
    services.remove_item(actor=officer, item_id=item.pk, at=AT)
    assert (plan.checklist.count(), last_entry()) == (
        len(added), ("planning.remove_item", {"items": ["Dự toán kinh phí"]}),
    )  # fmt: skip


@pytest.mark.parametrize(("text", "words"), [("  ", "Chưa ghi"), ("x" * 301, "dài nhất"), ("Dự toán", "đã có mục này")])
def test_an_item_says_something_new(world: World, text: str, words: str) -> None:
    plan = blank(world)
    services.add_item(actor=world.actor("officer"), plan_id=plan.pk, text="Dự toán", at=AT)
    with pytest.raises(InvalidInput) as refused:
        services.add_item(actor=world.actor("officer"), plan_id=plan.pk, text=text, at=AT)
    assert words in refused.value.fields["text"]


def test_the_checklist_is_for_those_who_manage_the_plan(world: World) -> None:
    plan = make_plan(world.actor("officer"), world.body)
    item = services.add_item(actor=world.actor("leader"), plan_id=plan.pk, text="Dự toán", at=AT)
    for who, refusal in (("clerk", NotPermitted), ("stranger", NotVisible)):
        actor = world.actor(who)
        for act in (
            lambda actor=actor: services.add_item(actor=actor, plan_id=plan.pk, text="Khác", at=AT),
            lambda actor=actor: services.add_from_template(actor=actor, plan_id=plan.pk, template="dai-hoi", at=AT),
            lambda actor=actor: services.tick_item(actor=actor, item_id=item.pk, at=AT),
            lambda actor=actor: services.untick_item(actor=actor, item_id=item.pk, at=AT),
            lambda actor=actor: services.remove_item(actor=actor, item_id=item.pk, at=AT),
        ):
            with pytest.raises(refusal):
                act()
    assert PlanTarget.objects.filter(plan=plan).count() == 2
    assert ChecklistItem.objects.get().done_at is None
