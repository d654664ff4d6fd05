"""Two bodies that must not see each other, everybody in them, and one of each object with a canary in its texts."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import xlsxwriter

from thidua.apps.accounts.models import User
from thidua.apps.documents import services as documents
from thidua.apps.documents.domain.numbering import RegisterEntry
from thidua.apps.notifications.enums import MAIL_FAILED
from thidua.apps.notifications.models import Notice
from thidua.apps.notifications.services import NewNotice, notify_many
from thidua.apps.organizations import services as organizations
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import Person, Unit
from thidua.apps.organizations.queries import actor_for, import_preview
from thidua.apps.organizations.tests.factories import AT, ON, make_body, make_person, make_unit, make_user_with_role
from thidua.apps.planning import services as planning
from thidua.apps.planning.models import BudgetLine, Intake, Plan, PlanEvent, PlanTarget, Spending, TargetActual, Task
from thidua.core import clock
from thidua.core.actor import SYSTEM, Actor, Role
from thidua.core.search import search_key
from thidua.lib.vanban.templates.base import base_template

CANARY = "hoàng yến trong lồng"
"""Stands in every text of body A; nobody of body B may ever read it."""

SECRET = "chim khuyên mách lẻo"
"""Stands in what the division of A writes for itself and its superiors; its sibling unit may never read it."""

OWN = tuple(Role.values)
DIVISION = ("division clerk", "division head")
OTHER = tuple(f"other {role}" for role in Role.values)
SIBLING = "sibling clerk"
SUBSTITUTE, FORMER = "substitute", "former substitute"
SITUATIONS = ("anonymous", "without role", *OWN, *DIVISION, SIBLING, *OTHER, SUBSTITUTE, FORMER)
"""Who asks: nobody; somebody without a role; each role at the head of A; two in a division of A; one in another
division of A, which received the same plan; each role in B;
somebody of a division of A who acts in the officer's place; the same after that was ended."""

PLAN_TEXT = f"""UBND TỈNH BÌNH MINH
SỞ NỘI VỤ

Số: 25/KH-SNV

Bình Minh, ngày 05 tháng 3 năm 2026

KẾ HOẠCH
Công tác thi đua năm 2026 {CANARY}

I. NỘI DUNG

STT\tNội dung công việc\tĐơn vị chủ trì\tThời gian
1\tPhát động thi đua {CANARY}\tPhòng {CANARY}\tTháng 4/2026
2\tSơ kết phong trào thi đua\tPhòng {CANARY}\tTháng 7/2026

Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC

Trần Văn Bình
"""


@dataclass
class World:
    """What the table's cases point at. Objects of body A; `users` by situation."""

    body: Unit
    division: Unit
    person: Person
    plan: Plan
    task: Task
    draft: Plan
    draft_task: Task
    review: Intake
    refused: Intake
    alias_id: int
    group_id: int
    assignment_id: int
    import_id: UUID
    applied_import_id: UUID
    delegation_id: int
    acting: dict[str, int]
    notice_id: int
    receipt_id: int
    own_plan: Plan
    feed_id: int
    submitted: Plan
    closed: Plan
    amending: Plan
    checklist_id: int
    target: PlanTarget
    draft_target: PlanTarget
    actual: TargetActual
    budget_line: BudgetLine
    spending: Spending
    event: PlanEvent
    work_id: int
    work_version: int
    report_id: int
    extension_id: int
    sheet_id: UUID
    template_id: int
    register_id: int
    users: dict[str, User] = field(default_factory=dict)


def make_world() -> World:
    body = make_body(name=f"Sở Nội vụ {CANARY}")
    other = make_body(name="Sở Y tế tỉnh khác", short_name="SYT")
    division = make_unit(body, name=f"Phòng {CANARY}", kind=UnitKind.DIVISION)
    make_unit(other, name="Phòng Dược")
    users = {role: make_user_with_role(body, role, full_name=f"{CANARY} {role}") for role in OWN}
    users |= {f"other {role}": make_user_with_role(other, role) for role in OWN}
    users["division clerk"] = make_user_with_role(division, Role.UNIT_CLERK, full_name=CANARY)
    users["division head"] = make_user_with_role(division, Role.UNIT_HEAD, full_name=CANARY)
    sibling = make_unit(body, name="Phòng bên cạnh", kind=UnitKind.DIVISION)
    users[SIBLING] = make_user_with_role(sibling, Role.UNIT_CLERK, full_name="Phan Thị Bên")
    users["without role"] = User.objects.create(username="nobody", full_name="Không vai trò", created_at=AT)
    officer = actor_for(users["officer"], on=ON)
    administrator = actor_for(users["administrator"], on=ON)
    person = make_person(division, full_name=f"Lê Thị {CANARY}")
    acting = {
        situation: _delegation(users["officer"], division, users, situation) for situation in (FORMER, SUBSTITUTE)
    }
    alias = organizations.learn_alias(
        actor=officer, owner_id=body.pk, text=f"tên khác {CANARY}", unit_id=division.pk, group_id=None, at=AT
    )
    group = organizations.create_group(
        actor=officer, owner_id=body.pk, name=f"Nhóm {CANARY}", kinds=[], member_ids=[division.pk], at=AT
    )
    plan = _brought_in(officer, body, PLAN_TEXT, confirm=True).plan
    draft = _brought_in(officer, body, PLAN_TEXT + "\n\n", confirm=True, is_issued=False).plan
    assert plan is not None
    assert draft is not None
    planning.address_more(actor=officer, plan_id=plan.pk, names=[sibling.name], at=AT)
    receipt = plan.receipts.get(unit=division)
    own_plan = planning.start_own_plan(actor=actor_for(users["division clerk"], on=ON), receipt_id=receipt.pk, at=AT)
    own_plan.title += f" {SECRET} {CANARY}"
    own_plan.search_text += f" {search_key(SECRET)}"
    own_plan.save()
    own_plan.tasks.update(content=f"{SECRET} {CANARY}", search_text=search_key(SECRET))
    receipt.refresh_from_db()
    receipt.launch_note, receipt.staff_total, receipt.staff_taking_part = f"{SECRET} {CANARY}", 7654, 7643
    receipt.save()
    started = organizations.start_import(
        actor=administrator, unit_id=body.pk, content=_workbook(), original_name=f"{CANARY}.xlsx", at=AT
    )
    applied = organizations.start_import(
        actor=administrator, unit_id=body.pk, content=_workbook(account="moi.le"), original_name="đã nhập.xlsx", at=AT
    )
    digest = import_preview(actor=administrator, one=applied, on=ON).digest
    organizations.apply_import(actor=administrator, import_id=applied.pk, digest=digest, at=AT)
    return World(
        body=body,
        division=division,
        person=person,
        plan=plan,
        task=plan.tasks.get(no="1"),
        draft=draft,
        draft_task=draft.tasks.get(no="1"),
        review=_brought_in(officer, body, PLAN_TEXT + "\n", confirm=False),
        refused=_brought_in(officer, body, f"Một tờ giấy không phải kế hoạch, {CANARY}.", confirm=False),
        alias_id=alias.pk,
        group_id=group.pk,
        assignment_id=users["division clerk"].person.role_assignments.get().pk,
        import_id=started.pk,
        applied_import_id=applied.pk,
        delegation_id=acting[SUBSTITUTE],
        acting=acting,
        notice_id=_told(users["officer"]),
        receipt_id=receipt.pk,
        own_plan=own_plan,
        feed_id=planning.create_feed(actor=officer, name=f"Lịch {CANARY}", at=AT)[0].pk,
        **_lives(officer, body, plan, draft),
        **_measures(plan, draft, division, users),
        **_work(plan, division, users),
        sheet_id=_sheet(officer, draft),
        template_id=_template(administrator, body),
        register_id=_register(body),
        users=users,
    )


def _register(body: Unit) -> int:
    """Number a document of A, with a note on its line."""
    documents.set_scheme(actor=SYSTEM, body_id=body.pk, year=AT.year, manner="common", basis=CANARY, at=AT)
    entry = RegisterEntry(
        request_key="matrix", type_key="ke-hoach", symbol="KH-SNV", title=f"Kế hoạch {CANARY}", signer=f"Trần {CANARY}"
    )
    line = documents.allot_number(actor=SYSTEM, body=body, entry=entry, at=AT)
    documents.note_entry(actor=SYSTEM, entry_id=line.pk, kind="received", text=CANARY, on=ON, at=AT)
    return line.register_id


def _work(plan: Plan, division: Unit, users: dict[str, User]) -> dict[str, Any]:
    """Let the division of A report on its work, raise a difficulty and ask for a later day."""
    clerk = actor_for(users["division clerk"], on=ON)
    lead = plan.tasks.get(no="1").assignments.get(unit=division, part="lead")
    text = f"{SECRET} {CANARY}"
    work = planning.report_progress(
        actor=clerk, assignment_id=lead.pk, version=lead.version, percent=37, text=text, difficulties=text,
        files=[(io.BytesIO(text.encode()), f"{text}.txt")], at=AT,
    )  # fmt: skip
    asked = planning.ask_extension(actor=clerk, assignment_id=work.pk, to_on=date(2026, 12, 1), reason=text, at=AT)
    report_id = work.reports.get().pk
    return {"work_id": work.pk, "work_version": work.version, "report_id": report_id, "extension_id": asked.pk}


def _lives(officer: Actor, body: Unit, plan: Plan, draft: Plan) -> dict[str, Any]:
    """Make plans of A in further states of their life: submitted, closed, amending the issued one; and a checklist."""

    def written(number: str) -> Plan:
        made = planning.draft_blank(actor=officer, unit_id=body.pk, year=2026, title=f"Kế hoạch {CANARY}", at=AT)
        planning.create_task(actor=officer, plan_id=made.pk, values={"content": CANARY}, units={}, at=AT)
        values = {"number": number, "symbol": "KH-SNV", "issued_on": ON}
        return planning.change_plan(actor=officer, plan_id=made.pk, version=1, values=values, at=AT)

    submitted, closed = written("71"), written("72")
    planning.submit_plan(actor=officer, plan_id=submitted.pk, at=AT)
    planning.register_issued(actor=officer, plan_id=closed.pk, at=AT)
    planning.close_plan(actor=officer, plan_id=closed.pk, with_open_work=True, at=AT)
    amending = planning.start_amendment(actor=officer, plan_id=plan.pk, at=AT)
    item = planning.add_item(actor=officer, plan_id=draft.pk, text=f"Dự toán {CANARY}", at=AT)
    return {"submitted": submitted, "closed": closed, "amending": amending, "checklist_id": item.pk}


def _measures(plan: Plan, draft: Plan, division: Unit, users: dict[str, User]) -> dict[str, Any]:
    """Share a target out to the division, which reports on it in secret; estimate, spend, and prepare an event."""
    officer, clerk = (actor_for(users[who], on=ON) for who in ("officer", "division clerk"))
    target, draft_target = (
        PlanTarget.objects.create(plan=one, position=1, indicator=f"Chỉ tiêu {CANARY}", comparator=">=", minimum=9)
        for one in (plan, draft)
    )
    planning.share_target(
        actor=officer, target_id=target.pk, shares={division.pk: (Decimal(8765), None)}, version=1, at=AT
    )
    actual = planning.report_actual(
        actor=clerk,
        target_id=target.pk,
        unit_id=division.pk,
        period="quarter",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 3, 31),
        value=Decimal(4321),
        note=f"{SECRET} {CANARY}",
        at=AT,
    )
    line = planning.create_budget_line(
        actor=officer,
        plan_id=plan.pk,
        values={"purpose": f"{SECRET} {CANARY}", "source": "fund", "estimated": 9, "note": "", "task": None},
        at=AT,
    )
    spending = planning.record_spending(actor=officer, line_id=line.pk, spent_on=ON, amount=5, note=CANARY, at=AT)
    event = planning.create_event(
        actor=officer,
        plan_id=plan.pk,
        values={"kind": "visit", "title": f"Thăm hỏi {CANARY}", "starts_at": AT, "place": CANARY},
        at=AT,
    )
    return {
        "target": target,
        "draft_target": draft_target,
        "actual": actual,
        "budget_line": line,
        "spending": spending,
        "event": event,
    }


def _sheet(officer: Actor, draft: Plan) -> UUID:
    """Bring a list of tasks in that waits for the officer of A to apply it."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["Nội dung", f"Việc trong tệp {CANARY}"])
    started = planning.start_sheet(
        actor=officer, plan_id=draft.pk, kind="tasks", content=content.getvalue(), original_name=f"{CANARY}.xlsx", at=AT
    )
    return started.pk


def _template(administrator: Actor, body: Unit) -> int:
    """Bring a template of A in, with a canary in its note and the name of its file."""
    version = documents.upload_template_version(
        actor=administrator, body_id=body.pk, kind="thong-bao", content=base_template("thong-bao"),
        original_name=f"{CANARY}.docx", in_force_from=clock.today(), note=CANARY, at=clock.now(),
    )  # fmt: skip
    return version.pk


def _told(officer: User) -> int:
    """Tell the officer of A something nobody else may read."""
    told = NewNotice(
        recipient_id=officer.pk, kind=MAIL_FAILED, title=CANARY, text=CANARY, key="canary", on=ON, url="/ke-hoach/"
    )
    notify_many(notices=[told], at=AT)
    return Notice.objects.get(key="canary").pk


def _brought_in(officer: Actor, body: Unit, text: str, *, confirm: bool, is_issued: bool = True) -> Intake:
    """Take a text in, read it as the job does, and confirm it if asked."""
    from thidua.apps.planning.jobs import read_intake

    started = planning.start_intake(
        actor=officer, unit_id=body.pk, content=io.BytesIO(text.encode()), name=f"{CANARY}.txt", at=AT
    )
    read_intake.call(str(started.pk))
    started.refresh_from_db()
    if confirm:
        return planning.confirm_intake(
            actor=officer, intake_id=started.pk, version=started.version, is_issued=is_issued, at=AT
        )
    return started


def _delegation(absent: User, division: Unit, users: dict[str, User], situation: str) -> int:
    """Let somebody without a role act in another's place from today; the former substitute's is ended at once."""
    at, today = clock.now(), clock.today()
    users[situation] = make_user_with_role(division, full_name=f"{CANARY} {situation}")
    users[situation].person.role_assignments.all().delete()
    actor = actor_for(absent, on=today)
    made = organizations.delegate(
        actor=actor,
        person_id=absent.person.pk,
        substitute_id=users[situation].person.pk,
        starts_on=today,
        ends_on=today,
        at=at,
    )
    if situation == FORMER:
        organizations.revoke_delegation(actor=actor, delegation_id=made.pk, at=at)
    return made.pk


def _workbook(*, account: str = "") -> bytes:
    """Return a list of one unit, or of one person with an account."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Cán bộ" if account else "Đơn vị")
        if account:
            sheet.write_row(0, 0, ["Mã cán bộ", "Họ và tên", "Đơn vị", "Tên đăng nhập"])
            sheet.write_row(1, 0, ["MOI", f"Lê {CANARY}", f"Phòng {CANARY}", account])
        else:
            sheet.write_row(0, 0, ["Mã đơn vị", "Tên đơn vị", "Loại đơn vị"])
            sheet.write_row(1, 0, ["MOI1", f"Phòng mới {CANARY}", "Phòng, ban chuyên môn"])
    return content.getvalue()
