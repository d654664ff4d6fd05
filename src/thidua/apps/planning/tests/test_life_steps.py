"""Every state × every step × every role: what is legal, what is refused in words, who is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from thidua.apps.accounts.models import User
from thidua.apps.audit.models import Entry
from thidua.apps.notifications.models import Notice
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import AT, ON, make_unit, make_user_with_role
from thidua.apps.planning import policies, queries, services, transitions
from thidua.apps.planning.enums import PlanState, ReceiptState, TaskState
from thidua.apps.planning.models import Assignment, Plan, PlanReceipt
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import make_plan
from thidua.core.actor import Actor, Role
from thidua.core.errors import DomainError, InvalidInput, NotPermitted, NotVisible

SIGNER = {"on_behalf": "", "position": "GIÁM ĐỐC", "name": "Trần Văn Bình"}
STEPS: dict[str, Callable[[Actor, int], Plan]] = {
    "planning.submit_plan": lambda actor, key: services.submit_plan(actor=actor, plan_id=key, at=AT),
    "planning.return_plan": lambda actor, key: services.return_plan(actor=actor, plan_id=key, reason="Sửa lại", at=AT),
    "planning.issue_plan": lambda actor, key: services.issue_plan(
        actor=actor, plan_id=key, number="30", symbol="KH-S", issued_on=ON, signer=SIGNER, at=AT
    ),
    "planning.register_issued": lambda actor, key: services.register_issued(actor=actor, plan_id=key, at=AT),
    "planning.launch_plan": lambda actor, key: services.launch_plan(
        actor=actor, plan_id=key, on=ON + timedelta(days=0), at=AT
    ),
    "planning.close_plan": lambda actor, key: services.close_plan(actor=actor, plan_id=key, with_open_work=True, at=AT),
    "planning.reopen_plan": lambda actor, key: services.reopen_plan(actor=actor, plan_id=key, reason="Còn việc", at=AT),
    "planning.withdraw_plan": lambda actor, key: services.withdraw_plan(
        actor=actor, plan_id=key, reason="Không còn phù hợp", at=AT
    ),
}
WRITE = {"officer", "clerk"}
APPROVE = {"head", "leader"}
MAY = {
    "planning.submit_plan": WRITE,
    "planning.return_plan": APPROVE,
    "planning.issue_plan": APPROVE,
    "planning.register_issued": WRITE,
    "planning.launch_plan": WRITE | APPROVE,
    "planning.close_plan": WRITE | APPROVE,
    "planning.reopen_plan": WRITE | APPROVE,
    "planning.withdraw_plan": WRITE | APPROVE,
}
ROLES = ("officer", "clerk", "head", "leader", "administrator", "above", "taking_part", "below", "stranger", "nobody")
INTERNAL = ("draft", "submitted")


@dataclass
class Cast:
    """A division that plans for its two teams, its body above, and a strange body; one person for each role."""

    plan: Plan
    people: dict[str, User]

    def actor(self, who: str) -> Actor:
        return actor_for(self.people[who], on=ON)


@pytest.fixture
def cast(world: World) -> Cast:
    team = make_unit(world.division, name="Tổ tổng hợp")
    idle = make_unit(world.division, name="Tổ lưu trữ")
    places = {
        "officer": (world.division, Role.OFFICER),
        "clerk": (world.division, Role.UNIT_CLERK),
        "head": (world.division, Role.UNIT_HEAD),
        "leader": (world.division, Role.LEADER),
        "administrator": (world.division, Role.ADMINISTRATOR),
        "above": (world.body, Role.OFFICER),
        "taking_part": (team, Role.UNIT_CLERK),
        "below": (idle, Role.UNIT_CLERK),
        "stranger": (world.stranger_body, Role.OFFICER),
    }
    people = {who: make_user_with_role(unit, role, full_name=f"Lê {who}") for who, (unit, role) in places.items()}
    people["nobody"] = User.objects.create(username="khong-vai-tro", full_name="Không", created_at=AT)
    writer = actor_for(people["officer"], on=ON)
    plan = services.draft_blank(actor=writer, unit_id=world.division.pk, year=2026, title="Thi đua của phòng", at=AT)
    services.create_task(
        actor=writer, plan_id=plan.pk, values={"content": "Tổng hợp"}, units={"lead": ["Tổ tổng hợp"]}, at=AT
    )
    services.change_plan(
        actor=writer, plan_id=plan.pk, version=1, values={"number": "7", "symbol": "KH-P", "issued_on": ON}, at=AT
    )
    return Cast(Plan.objects.get(), people)


def bring_to(cast: Cast, state: str) -> None:
    """Take the plan to a state by the steps that lead there."""
    writer, head, key = cast.actor("officer"), cast.actor("head"), cast.plan.pk
    ways = {
        "draft": [],
        "submitted": ["submit_plan"],
        "issued": ["submit_plan", "issue_plan"],
        "active": ["submit_plan", "issue_plan", "launch_plan"],
        "closed": ["submit_plan", "issue_plan", "launch_plan", "close_plan"],
        "withdrawn": ["submit_plan", "issue_plan", "withdraw_plan"],
    }
    for act in ways[state]:
        STEPS[f"planning.{act}"](head if act == "issue_plan" else writer, key)
    cast.plan.refresh_from_db()
    assert cast.plan.state == state


def sees(who: str, state: str) -> bool:
    if who in {"stranger", "nobody", "below"}:
        return False
    return state not in INTERNAL or who not in {"above", "taking_part"}


def test_the_steps_are_those_of_the_table() -> None:
    assert {*STEPS, "planning.change_plan"} == set(transitions.PLAN.acts)
    assert set(policies.PLAN_STEPS) == set(STEPS) == set(MAY)


@pytest.mark.parametrize("state", PlanState.values)
def test_every_state_every_step_every_role(cast: Cast, state: str) -> None:
    from django.db import transaction

    bring_to(cast, state)
    for act, take in STEPS.items():
        is_legal = act in transitions.PLAN.allowed(state)
        for who in ROLES:
            actor = cast.actor(who)
            before = Entry.objects.count()
            with transaction.atomic():
                if not sees(who, state):
                    with pytest.raises(NotVisible):
                        take(actor, cast.plan.pk)
                elif who not in MAY[act]:
                    with pytest.raises(NotPermitted) as refused:
                        take(actor, cast.plan.pk)
                    assert refused.value.message.startswith("Chỉ "), (act, who)
                elif not is_legal:
                    with pytest.raises(DomainError) as illegal:
                        take(actor, cast.plan.pk)
                    label = PlanState(state).label
                    words = f"Kế hoạch đang ở trạng thái “{label}” nên không thực hiện được việc này."
                    assert (illegal.value.status, illegal.value.message) == (409, words), (act, who)
                else:
                    plan = take(actor, cast.plan.pk)
                    assert plan.state == transitions.PLAN.step(act, state=state)
                    entry = Entry.objects.filter(act=act).latest("sequence")
                    assert (entry.subject_id, entry.actor_id) == (str(plan.pk), actor.user_id)
                if not (sees(who, state) and who in MAY[act] and is_legal):
                    assert Entry.objects.count() == before, (act, who)
                if sees(who, state):
                    offered = queries.plan_steps(
                        actor, Plan.objects.get(pk=cast.plan.pk) if not is_legal else cast.plan
                    )
                    assert (act in offered) == (who in MAY[act] and is_legal), (act, who)
                transaction.set_rollback(True)
        cast.plan.refresh_from_db()
        assert cast.plan.state == state


def test_a_step_that_asks_first_is_refused_the_same_way(cast: Cast) -> None:
    services.require_step(cast.actor("officer"), cast.plan, "planning.submit_plan")
    with pytest.raises(NotPermitted):
        services.require_step(cast.actor("head"), cast.plan, "planning.submit_plan")
    with pytest.raises(DomainError) as refused:
        services.require_step(cast.actor("officer"), cast.plan, "planning.launch_plan")
    assert "“Dự thảo”" in refused.value.message


def test_a_plan_without_tasks_is_not_submitted(cast: Cast) -> None:
    cast.plan.tasks.all().delete()
    with pytest.raises(DomainError) as refused:
        services.submit_plan(actor=cast.actor("clerk"), plan_id=cast.plan.pk, at=AT)
    assert (refused.value.message, refused.value.remedy) == (
        "Kế hoạch chưa có nhiệm vụ nào.",
        "Thêm nhiệm vụ rồi gửi duyệt.",
    )
    assert Plan.objects.get().state == "draft"


def test_issuing_needs_the_head_of_the_paper_and_a_free_number(cast: Cast, world: World) -> None:
    bring_to(cast, "submitted")
    given: dict[str, Any] = {"actor": cast.actor("head"), "plan_id": cast.plan.pk, "at": AT}
    with pytest.raises(InvalidInput) as refused:
        services.issue_plan(**given, number=" ", symbol="", issued_on=None, signer={})
    assert list(refused.value.fields) == ["number", "symbol", "issued_on", "signer_name"]
    make_plan(world.actor("officer"), world.division)
    with pytest.raises(InvalidInput) as refused:
        services.issue_plan(**given, number="25", symbol="KH-SLĐTBXH", issued_on=ON, signer=SIGNER)
    assert refused.value.fields == {"number": "Số 25/KH-SLĐTBXH năm 2026 đã cấp cho kế hoạch khác của đơn vị."}
    assert Plan.objects.get(pk=cast.plan.pk).state == "submitted"


def test_issuing_numbers_the_plan_opens_the_work_and_tells(cast: Cast, world: World) -> None:
    bring_to(cast, "submitted")
    extra = make_unit(world.division, name="Tổ xe")
    told = make_user_with_role(extra, Role.UNIT_HEAD)
    Notice.objects.all().delete()
    plan = services.issue_plan(
        actor=cast.actor("head"), plan_id=cast.plan.pk, number="31", symbol="KH-P", issued_on=ON, signer=SIGNER,
        unit_ids=[extra.pk], at=AT,
    )  # fmt: skip
    assert (plan.code, plan.issued_on, plan.signer, plan.issued_at) == ("31/KH-P", ON, SIGNER, AT)
    assert "31/kh-p" in plan.search_text
    assert [(one.unit.name, one.state) for one in PlanReceipt.objects.order_by("unit__name")] == [
        ("Tổ tổng hợp", ReceiptState.SENT),
        ("Tổ xe", ReceiptState.SENT),
    ]
    assert [one.unit.name for one in Assignment.objects.filter(task__plan=plan)] == ["Tổ tổng hợp"]
    who = {notice.recipient_id: (notice.kind, notice.title) for notice in Notice.objects.all()}
    name = "Kế hoạch số 31/KH-P (Thi đua của phòng)"
    assert who == {
        cast.people["taking_part"].pk: ("planning.plan_issued", f"Đơn vị nhận {name}"),
        told.pk: ("planning.plan_issued", f"Đơn vị nhận {name}"),
        cast.people["officer"].pk: ("planning.plan_life", f"Đã được duyệt và ban hành: {name}"),
    }
    assert Notice.objects.first().url == f"/ke-hoach/{plan.pk}/"
    entry = Entry.objects.get(act="planning.issue_plan")
    assert entry.changes == {"issued_on": ON.isoformat(), "number": "31", "symbol": "KH-P"}


def test_approvers_are_told_of_a_submission_and_the_writer_of_a_return(cast: Cast) -> None:
    bring_to(cast, "submitted")
    approvers = {cast.people["head"].pk, cast.people["leader"].pk}
    assert set(Notice.objects.values_list("recipient_id", flat=True)) == approvers
    plan = services.return_plan(actor=cast.actor("leader"), plan_id=cast.plan.pk, reason=" Thiếu chỉ tiêu ", at=AT)
    assert (plan.state, plan.state_reason, plan.submitted_at) == ("draft", "Thiếu chỉ tiêu", None)
    told = Notice.objects.get(recipient=cast.people["officer"])
    assert (told.title, told.text) == ("Bị trả lại: Kế hoạch số 7/KH-P (Thi đua của phòng)", "Lý do: Thiếu chỉ tiêu")
    assert Entry.objects.latest("sequence").changes == {"reason": "Thiếu chỉ tiêu"}
    again = services.submit_plan(actor=cast.actor("clerk"), plan_id=plan.pk, at=AT + timedelta(hours=1))
    assert (again.state_reason, again.submitted_at) == ("", AT + timedelta(hours=1))


@pytest.mark.parametrize("act", ["return_plan", "reopen_plan", "withdraw_plan"])
def test_a_reason_is_asked_for(cast: Cast, act: str) -> None:
    bring_to(cast, {"return_plan": "submitted", "reopen_plan": "closed", "withdraw_plan": "active"}[act])
    with pytest.raises(InvalidInput) as refused:
        getattr(services, act)(actor=cast.actor("head"), plan_id=cast.plan.pk, reason="  ", at=AT)
    assert list(refused.value.fields) == ["reason"]


def test_a_plan_is_launched_between_its_issue_and_today(cast: Cast) -> None:
    bring_to(cast, "issued")
    for day, words in ((ON - timedelta(days=1), "đứng trước ngày ban hành"), (ON + timedelta(days=1), "chưa đến")):
        with pytest.raises(InvalidInput) as refused:
            services.launch_plan(actor=cast.actor("clerk"), plan_id=cast.plan.pk, on=day, at=AT)
        assert words in refused.value.fields["on"]
    plan = services.launch_plan(actor=cast.actor("clerk"), plan_id=cast.plan.pk, on=ON, note="Họp phòng", at=AT)
    assert (plan.state, plan.launched_on) == ("active", ON)
    assert Entry.objects.latest("sequence").changes == {"launch_note": "Họp phòng", "launched_on": ON.isoformat()}


def test_closing_asks_while_work_is_open(cast: Cast) -> None:
    bring_to(cast, "active")
    with pytest.raises(DomainError) as refused:
        services.close_plan(actor=cast.actor("clerk"), plan_id=cast.plan.pk, at=AT)
    assert refused.value.message == "Kế hoạch còn 1 nhiệm vụ của 1 đơn vị chưa xong."
    Assignment.objects.update(state=TaskState.DONE, done_on=ON)
    plan = services.close_plan(actor=cast.actor("clerk"), plan_id=cast.plan.pk, at=AT)
    assert (plan.state, plan.closed_at) == ("closed", AT)
    assert Entry.objects.latest("sequence").changes == {"open_tasks": 0}
    reopened = services.reopen_plan(actor=cast.actor("leader"), plan_id=plan.pk, reason="Bổ sung", at=AT)
    assert (reopened.state, reopened.closed_at, reopened.state_reason) == ("active", None, "Bổ sung")


def test_a_plan_closed_before_it_was_launched_is_reopened_as_launched_today(cast: Cast) -> None:
    bring_to(cast, "issued")
    services.close_plan(actor=cast.actor("clerk"), plan_id=cast.plan.pk, with_open_work=True, at=AT)
    plan = services.reopen_plan(actor=cast.actor("clerk"), plan_id=cast.plan.pk, reason="Làm tiếp", at=AT)
    assert (plan.state, plan.launched_on) == ("active", ON)


def test_withdrawing_tells_the_units_with_the_reason(cast: Cast) -> None:
    bring_to(cast, "active")
    Notice.objects.all().delete()
    services.withdraw_plan(actor=cast.actor("head"), plan_id=cast.plan.pk, reason="Thay bằng kế hoạch khác", at=AT)
    told = Notice.objects.get()
    assert (told.recipient, told.text) == (cast.people["taking_part"], "Lý do: Thay bằng kế hoạch khác")
    assert told.title.startswith("Đã thu hồi: Kế hoạch số 30/KH-S")


def test_a_superior_plan_counts_as_answered_until_the_answer_is_withdrawn(world: World) -> None:
    superior = make_plan(world.actor("officer"), world.body)
    receipt = superior.receipts.get(unit=world.division)
    clerk = world.actor("division_clerk")
    own = services.start_own_plan(actor=clerk, receipt_id=receipt.pk, at=AT)
    services.submit_plan(actor=clerk, plan_id=own.pk, at=AT)
    head = actor_for(make_user_with_role(world.division, Role.UNIT_HEAD), on=ON)
    STEPS["planning.issue_plan"](head, own.pk)
    receipt.refresh_from_db()
    assert (receipt.state, receipt.own_plan) == (ReceiptState.PLANNED, own)
    services.withdraw_plan(actor=head, plan_id=own.pk, reason="Lập lại", at=AT)
    receipt.refresh_from_db()
    assert (receipt.state, receipt.own_plan, receipt.planned_at) == (ReceiptState.ACKNOWLEDGED, None, None)
    assert services.start_own_plan(actor=clerk, receipt_id=receipt.pk, at=AT).pk != own.pk
