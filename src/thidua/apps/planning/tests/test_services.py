"""Bringing in, checking, confirming and changing: what is written, what is refused, what is recorded."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import DatabaseError

from thidua.apps.audit.models import Entry
from thidua.apps.documents.errors import FileRefused
from thidua.apps.documents.models import StoredFile
from thidua.apps.organizations.models import UnitAlias, UnitGroup
from thidua.apps.planning import domain, services
from thidua.apps.planning.enums import IntakeState
from thidua.apps.planning.models import Assignment, Intake, Plan, PlanTarget, Task
from thidua.apps.planning.services import confirmation
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import AT, make_intake, make_plan, make_review
from thidua.core.errors import DomainError, EditConflict, InvalidInput, NotPermitted, NotVisible
from thidua.core.models import Job
from thidua.lib.vietnamese import fold


def acts() -> list[str]:
    return list(Entry.objects.filter(act__startswith="planning.").order_by("sequence").values_list("act", flat=True))


def save(world: World, intake: Intake, path: str, value: Any, **more: Any) -> Intake:
    stored = Intake.objects.get(pk=intake.pk)
    values = {"version": stored.version, "seen_value": "", "at": AT, "actor": world.actor("officer")} | more
    return services.save_draft(intake_id=intake.pk, path=path, value=value, **values)


def test_a_document_is_taken_in_and_its_reading_queued(world: World) -> None:
    intake = make_intake(world.actor("officer"), world.body)
    assert (intake.state, intake.unit, acts()) == (IntakeState.WAITING, world.body, ["planning.start_intake"])
    assert Job.objects.get().arguments["args"] == [str(intake.pk)]


def test_only_standing_officers_bring_plans_in(world: World) -> None:
    with pytest.raises(NotPermitted):
        make_intake(world.actor("clerk"), world.office)
    with pytest.raises(NotVisible):
        make_intake(world.actor("stranger"), world.body)
    assert (Intake.objects.count(), StoredFile.objects.count(), Job.objects.count(), acts()) == (0, 0, 0, [])


def test_an_empty_file_is_not_kept(world: World) -> None:
    with pytest.raises(FileRefused):
        services.start_intake(
            actor=world.actor("officer"), unit_id=world.body.pk, content=io.BytesIO(b""), name="rong.txt", at=AT
        )
    assert (Intake.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_value_is_kept_with_its_record(world: World) -> None:
    intake = make_review(world.actor("officer"), world.body)
    saved = save(world, intake, "tasks.t1.end", "15/4/2026", seen_value="31/03/2026")
    assert (saved.draft["tasks"][0]["end"], saved.version) == ("2026-04-15", intake.version + 1)
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.changes) == (
        "planning.save_draft",
        {"path": "tasks.t1.end", "value": ["2026-03-31", "2026-04-15"]},
    )


def test_a_refused_value_changes_nothing(world: World) -> None:
    intake = make_review(world.actor("officer"), world.body)
    before = acts()
    with pytest.raises(InvalidInput) as refused:
        save(world, intake, "tasks.t1.end", "31/02/2026")
    assert refused.value.fields == {"tasks.t1.end": "Ngày 31/02/2026 không có trong lịch."}
    stored = Intake.objects.get(pk=intake.pk)
    assert (stored.draft, stored.version, acts()) == (intake.draft, intake.version, before)


def test_two_people_may_check_one_document_but_not_one_value(world: World) -> None:
    intake = make_review(world.actor("officer"), world.body)
    save(world, intake, "tasks.t1.content", "Bản của người thứ nhất", seen_value="Nhiệm vụ số 1")
    second = {"version": intake.version, "actor": world.actor("second_officer")}
    save(world, intake, "tasks.t2.content", "Việc khác", seen_value="Nhiệm vụ số 2", **second)
    with pytest.raises(EditConflict):
        save(world, intake, "tasks.t1.content", "Bản thứ hai", seen_value="Nhiệm vụ số 1", **second)
    stored = Intake.objects.get(pk=intake.pk)
    assert [task["content"] for task in stored.draft["tasks"][:2]] == ["Bản của người thứ nhất", "Việc khác"]
    save(world, intake, "tasks.t1.content", "Bản thứ hai", seen_value="Bản của người thứ nhất", **second)
    assert Intake.objects.get(pk=intake.pk).draft["tasks"][0]["content"] == "Bản thứ hai"


def test_nobody_of_another_body_touches_a_draft(world: World) -> None:
    intake = make_review(world.actor("officer"), world.body)
    before = acts()
    stranger = world.actor("stranger")
    for act in (
        lambda: save(world, intake, "head.title", "x", actor=stranger),
        lambda: services.add_to_draft(actor=stranger, intake_id=intake.pk, area="tasks", at=AT),
        lambda: services.confirm_intake(actor=stranger, intake_id=intake.pk, version=intake.version, at=AT),
        lambda: services.discard_intake(actor=stranger, intake_id=intake.pk, at=AT),
        lambda: services.read_again(actor=stranger, intake_id=intake.pk, at=AT),
        lambda: save(world, intake, "head.title", "x", actor=world.actor("clerk")),
    ):
        with pytest.raises(NotVisible):
            act()
    assert acts() == before


def test_a_name_is_mapped_to_units_of_the_tree_only(world: World) -> None:
    intake = make_review(world.actor("officer"), world.body)
    path = f"units.{fold('Văn phòng Sở')}"
    with pytest.raises(NotVisible):
        save(world, intake, path, f"unit:{world.stranger_body.pk}", seen_value=f"unit:{world.office.pk}")
    foreign = UnitGroup.objects.filter(owner=world.stranger_body).first()
    assert foreign is not None
    with pytest.raises(NotVisible):
        save(world, intake, path, f"group:{foreign.pk}", seen_value=f"unit:{world.office.pk}")
    saved = save(world, intake, path, f"unit:{world.division.pk}", seen_value=f"unit:{world.office.pk}")
    assert saved.draft["units"][fold("Văn phòng Sở")]["choice"] == {"unit": world.division.pk}


def test_confirming_writes_everything_and_remembers_what_was_mapped(world: World) -> None:
    intake = make_review(world.actor("officer"), world.body)
    save(world, intake, "tasks.t1.lead", "Tổ giúp việc", seen_value="Văn phòng Sở")
    save(world, intake, f"units.{fold('Tổ giúp việc')}", f"unit:{world.division.pk}")
    stored = save(world, intake, "tasks.t3.included", "", seen_value="1")
    done = services.confirm_intake(actor=world.actor("officer"), intake_id=intake.pk, version=stored.version, at=AT)
    plan = Plan.objects.get()
    assert (done.state, done.plan, plan.code, plan.year) == (IntakeState.CONFIRMED, plan, "25/KH-SLĐTBXH", 2026)
    assert [(task.origin, task.content) for task in plan.tasks.all()] == [
        ("table", "Nhiệm vụ số 1"),
        ("table", "Nhiệm vụ số 2"),
        ("prose", "Theo dõi, đôn đốc thực hiện"),
        ("deadline", "Gửi đăng ký thi đua"),
    ]
    first = plan.tasks.first()
    assert first is not None
    members = Assignment.objects.filter(task=first).order_by("part", "unit_id")
    assert sorted((member.part, member.unit.name) for member in members) == [
        ("coordinating", "Văn phòng Sở"),
        ("lead", "Phòng Kế hoạch"),  # named as lead and in the coordinating group: takes part once, as lead
    ]
    assert [(target.indicator, target.whole and target.whole.indicator) for target in PlanTarget.objects.all()] == [
        ("Tuyển mới", None),
        ("Trình độ cao đẳng", "Tuyển mới"),
    ]
    assert UnitAlias.objects.get().unit == world.division
    assert acts()[-2:] == ["planning.create_plan", "planning.confirm_intake"]


@pytest.mark.parametrize(
    "broken", ["_write_tasks", "write_members", "_write_targets", "_remember_names"], ids=lambda name: name.strip("_")
)
def test_confirming_writes_all_or_nothing(world: World, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    intake = make_review(world.actor("officer"), world.body)
    before = acts()
    real = getattr(confirmation, broken)

    def fault(*given: Any, **named: Any) -> None:
        real(*given, **named)
        raise DatabaseError("disk full")

    monkeypatch.setattr(confirmation, broken, fault)
    with pytest.raises(DatabaseError):
        services.confirm_intake(actor=world.actor("officer"), intake_id=intake.pk, version=intake.version, at=AT)
    counts = (Plan.objects.count(), Task.objects.count(), PlanTarget.objects.count(), UnitAlias.objects.count())
    assert (counts, Intake.objects.get().state, acts()) == ((0, 0, 0, 0), IntakeState.REVIEW, before)


def test_confirming_with_a_problem_left_names_it(world: World) -> None:
    intake = make_review(world.actor("officer"), world.body)
    stored = save(world, intake, "tasks.t1.start", "01/12/2026", seen_value="01/03/2026")
    with pytest.raises(InvalidInput) as refused:
        services.confirm_intake(actor=world.actor("officer"), intake_id=intake.pk, version=stored.version, at=AT)
    assert list(refused.value.fields) == ["tasks.t1.end"]
    with pytest.raises(EditConflict):
        services.confirm_intake(actor=world.actor("officer"), intake_id=intake.pk, version=intake.version, at=AT)
    assert Plan.objects.count() == 0


def test_an_intake_is_confirmed_once(world: World) -> None:
    intake = make_review(world.actor("officer"), world.body)
    services.confirm_intake(actor=world.actor("officer"), intake_id=intake.pk, version=intake.version, at=AT)
    for act in (
        lambda: services.confirm_intake(
            actor=world.actor("officer"), intake_id=intake.pk, version=intake.version, at=AT
        ),
        lambda: services.discard_intake(actor=world.actor("officer"), intake_id=intake.pk, at=AT),
        lambda: save(world, intake, "head.title", "x"),
    ):
        with pytest.raises(DomainError):
            act()
    assert Plan.objects.count() == 1


def test_an_officer_below_the_body_brings_in_but_teaches_the_body_nothing(world: World) -> None:
    from thidua.apps.organizations.tests.factories import make_actor

    local = make_actor(world.division, "officer", full_name="Cán bộ phòng")
    intake = make_review(local, world.division)
    save(world, intake, f"units.{fold('Các đơn vị')}", f"unit:{world.division.pk}", actor=local,
         seen_value=domain.typed_value(intake.draft, f"units.{fold('Các đơn vị')}"))  # fmt: skip
    stored = Intake.objects.get(pk=intake.pk)
    services.confirm_intake(actor=local, intake_id=intake.pk, version=stored.version, at=AT)
    assert (Plan.objects.count(), UnitAlias.objects.count()) == (1, 0)


def test_the_head_of_a_plan_is_changed_by_its_officers_alone(world: World) -> None:
    plan = make_plan(world.actor("officer"), world.body, is_issued=False)
    values = {"title": "Trích yếu mới"}
    with pytest.raises(NotVisible):
        services.change_plan(actor=world.actor("stranger"), plan_id=plan.pk, version=1, values=values, at=AT)
    with pytest.raises(NotVisible):  # a draft is its unit's own affair
        services.change_plan(actor=world.actor("clerk"), plan_id=plan.pk, version=1, values=values, at=AT)
    with pytest.raises(NotPermitted):
        services.change_plan(actor=world.actor("leader"), plan_id=plan.pk, version=1, values=values, at=AT)
    changed = services.change_plan(actor=world.actor("officer"), plan_id=plan.pk, version=1, values=values, at=AT)
    assert (changed.title, changed.version) == ("Trích yếu mới", 2)
    entry = Entry.objects.latest("sequence")
    assert entry.changes == {"title": ["Công tác thi đua, khen thưởng năm 2026", "Trích yếu mới"]}
    with pytest.raises(EditConflict):
        services.change_plan(actor=world.actor("officer"), plan_id=plan.pk, version=1, values=values, at=AT)


def test_tasks_are_added_changed_and_removed_by_hand(world: World) -> None:
    officer = world.actor("officer")
    plan = make_plan(officer, world.body, is_issued=False)
    units = {"lead": ["Phòng Kế hoạch"], "coordinating": ["Các phòng chuyên môn", "Đội lạ"]}
    task = services.create_task(actor=officer, plan_id=plan.pk, values={"content": "Việc thêm"}, units=units, at=AT)
    assert (task.origin, task.position, acts()[-1]) == ("manual", 6, "planning.create_task")
    assert [(one.as_written, one.unit_id, one.group_id is not None) for one in task.units.order_by("pk")] == [
        ("Phòng Kế hoạch", world.division.pk, False),
        ("Các phòng chuyên môn", None, True),
        ("Đội lạ", None, False),
    ]
    changed = services.change_task(
        actor=officer, task_id=task.pk, version=1, values={"content": "Việc đã sửa"},
        units={"lead": ["Văn phòng Sở"]}, at=AT,
    )  # fmt: skip
    assert ([member.unit for member in changed.assignments.all()], changed.version) == ([world.office], 2)
    with pytest.raises(EditConflict):
        services.change_task(actor=officer, task_id=task.pk, version=1, values={}, units={}, at=AT)
    with pytest.raises(NotPermitted):
        services.remove_task(actor=world.actor("leader"), task_id=task.pk, at=AT)
    with pytest.raises(NotVisible):
        services.remove_task(actor=world.actor("stranger"), task_id=task.pk, at=AT)
    services.remove_task(actor=officer, task_id=task.pk, at=AT)
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.subject_id, entry.changes["content"]) == (
        "planning.remove_task",
        str(plan.pk),
        "Việc đã sửa",
    )
    assert not Task.objects.filter(pk=task.pk).exists()


def test_a_task_with_dates_out_of_order_is_not_taken(world: World) -> None:
    from datetime import date

    plan = make_plan(world.actor("officer"), world.body, is_issued=False)
    values = {"content": "Việc", "starts_on": date(2026, 5, 1), "due_on": date(2026, 4, 1)}
    with pytest.raises(InvalidInput) as refused:
        services.create_task(actor=world.actor("officer"), plan_id=plan.pk, values=values, units={}, at=AT)
    assert refused.value.fields == {"due_on": "Ngày kết thúc 01/04/2026 đứng trước ngày bắt đầu 01/05/2026."}
    assert plan.tasks.count() == 5
