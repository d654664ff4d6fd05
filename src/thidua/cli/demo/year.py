"""The demo's year so far, lived through the services as its people would: received, planned, reported, late, asked.

Nothing here is drawn by lot: a unit's ways follow from its place in the list, so that every demo tells the same story.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from thidua.apps.accounts.queries import User
from thidua.apps.notifications.services import read_all_notices
from thidua.apps.organizations import queries as organizations
from thidua.apps.organizations import services as organization_services
from thidua.apps.organizations.policies import visible_people
from thidua.apps.planning import policies, queries
from thidua.apps.planning import services as planning
from thidua.apps.planning.enums import EventKind, MoneySource, PeriodKind, ReceiptState, UnitPart
from thidua.apps.planning.queries import Assignment, Plan
from thidua.cli.demo import structure
from thidua.core import clock
from thidua.core.actor import SYSTEM, Actor
from thidua.core.errors import DomainError

Report = Callable[[str], None]

FOUNDED_ON = date(2026, 1, 5)
SLOW_UNITS = ("KTPC", "TTKN")
"""Units behind with their work; the others are late now and then."""
SILENT_UNITS = ("XP08", "XP11")
"""Units that have not even acknowledged the plans they received."""
OWN_PLANS = ("MT", "CCKL")
"""Units that answer the year's plan with one of their own."""


def live(*, administrator: Actor, report: Report) -> None:
    """Live the year up to today in the plans of the demo, in one transaction."""
    report("Sống lại năm thi đua: tiếp nhận, báo cáo, xin gia hạn …")
    with transaction.atomic():
        _open_accounts(administrator)
        officer, leader = actor_named(structure.OFFICER_USERNAME), actor_named(structure.LEADER_USERNAME)
        year_plan, movement = list(policies.visible_plans(officer).filter(answers=None).order_by("issued_on"))[:2]
        for plan in (year_plan, movement):
            launched = _after(plan, 5)
            planning.launch_plan(
                actor=leader, plan_id=plan.pk, on=launched, note="Phát động tại hội nghị cán bộ, công chức.",
                at=moment(launched),
            )  # fmt: skip
            _receive(plan)
            planning.open_occurrences(actor=SYSTEM, plan_id=plan.pk, on=clock.today(), at=clock.now())
        _answer(year_plan)
        for plan in policies.visible_plans(officer).filter(issued_at__isnull=False).order_by("pk"):
            _work(plan, officer)
        _count(movement, officer)
        _money_and_events(year_plan, officer)
        for actor in (administrator, officer, leader, *_people().values(), *_heads().values()):
            read_all_notices(actor=actor, at=clock.now())  # what the year told; the worker tells of today


def actor_named(username: str) -> Actor:
    return organizations.actor_for(User.objects.get(username=username), on=clock.today())


def moment(day: date, *, hour: int = 9) -> datetime:
    """Return this hour of a day in the office, never later than now."""
    return min(timezone.make_aware(datetime.combine(day, time(hour, 15))), clock.now())


def _open_accounts(administrator: Actor) -> None:
    """Those who report for their units get an account; nobody signs in with it but by a password given anew."""
    clerks = {row.code: row for row in structure.PEOPLE if row.account and not row.username}
    for person in visible_people(administrator).filter(code__in=clerks, user=None).order_by("code"):
        organization_services.create_account(
            actor=administrator, person_id=person.pk, username=clerks[person.code].account, at=moment(FOUNDED_ON)
        )


def _after(plan: Plan, days: int) -> date:
    assert plan.issued_at is not None
    return min(timezone.localdate(plan.issued_at) + timedelta(days=days), clock.today())


def _people() -> dict[str, Actor]:
    """Return who acts for each unit, by its code."""
    rows = [row for row in structure.PEOPLE if row.role == "unit_clerk" and (row.account or row.username)]
    return {row.unit: actor_named(row.username or row.account) for row in rows}


def _heads() -> dict[str, Actor]:
    rows = [row for row in structure.PEOPLE if row.role == "unit_head" and (row.account or row.username)]
    return {row.unit: actor_named(row.username or row.account) for row in rows}


def _receive(plan: Plan) -> None:
    people = _people()
    for place, receipt in enumerate(plan.receipts.select_related("unit").order_by("unit__path")):
        actor = people.get(receipt.unit.code)
        if actor is None or receipt.unit.code in SILENT_UNITS:
            continue
        at = moment(_after(plan, 1 + place % 4))
        planning.acknowledge_plan(actor=actor, receipt_id=receipt.pk, at=at)
        if receipt.unit.code in OWN_PLANS or receipt.unit.code in SLOW_UNITS:
            continue
        launched = _after(plan, 8 + place % 6)
        planning.launch_received(
            actor=actor, receipt_id=receipt.pk, on=launched, note="Phổ biến tại cuộc họp đơn vị.", at=moment(launched)
        )
        total = 12 + place * 3 % 17
        planning.report_headcount(
            actor=actor, receipt_id=receipt.pk, total=total, taking_part=total - place % 3, at=moment(_after(plan, 20))
        )


def _answer(plan: Plan) -> None:
    """Two units answer with plans of their own: one issued and launched, one still a draft."""
    people, heads = _people(), _heads()
    for code in OWN_PLANS:
        receipt = (
            plan.receipts.select_related("unit").filter(unit__code=code).exclude(state=ReceiptState.LAUNCHED).first()
        )
        if receipt is None:
            continue
        clerk, head = people[code], heads.get(code)
        at = moment(_after(plan, 12))
        own = planning.start_own_plan(actor=clerk, receipt_id=receipt.pk, at=at)
        if head is None:
            continue
        planning.submit_plan(actor=clerk, plan_id=own.pk, at=moment(_after(plan, 14)))
        issued = _after(plan, 16)
        planning.issue_plan(
            actor=head, plan_id=own.pk, number="03", symbol=f"KH-{code}", issued_on=issued,
            signer={"on_behalf": "", "position": "TRƯỞNG PHÒNG", "name": head.label}, at=moment(issued),
        )  # fmt: skip
        planning.launch_received(actor=clerk, receipt_id=receipt.pk, on=issued, note="", at=moment(issued, hour=15))
        planning.launch_plan(actor=head, plan_id=own.pk, on=issued, at=moment(issued, hour=16))


def _work(plan: Plan, officer: Actor) -> None:
    """Report the work whose time has come: most of it done in time, some late, some waiting, some in trouble."""
    people, today = _people(), clock.today()
    judge = officer if plan.answers_id is None else people.get(plan.unit.code, officer)
    rows = (
        Assignment.objects.filter(task__plan=plan, part=UnitPart.LEAD, task__recurrence="", task__children=None)
        .select_related("unit", "task")
        .order_by("pk")
    )
    done: dict[date, list[int]] = {}
    for place, work in enumerate(rows):
        actor = people.get(work.unit.code)
        if actor is None or work.unit.code in SILENT_UNITS:
            continue
        start = work.task.starts_on or _after(plan, 10)
        due = work.due_on
        if due is None:
            if work.task.is_continuous and start < today:
                _progress(
                    work, actor, 50, "Thực hiện thường xuyên theo kế hoạch.", moment(min(today, start + timedelta(60)))
                )
            continue
        left = (due - today).days
        if left > 20:
            continue
        way = (place * 7 + (3 if work.unit.code in SLOW_UNITS else 0)) % 10
        if work.task.is_optional and way % 2:
            planning.declare_not_arisen(
                actor=actor, assignment_id=work.pk, version=work.version,
                reason="Trong kỳ không phát sinh.", at=moment(min(due, today)),
            )  # fmt: skip
        elif way == 9 and left > -20:
            _in_trouble(work, actor, due, today)
        elif left > 0:
            if way < 6:
                _progress(work, actor, 30 + way * 10, "Đang triển khai đúng tiến độ.", moment(today - timedelta(2)))
        else:
            late = {7: 6, 8: 6, 9: 12}.get(way, -3)
            if way == 9:
                _extend(work, actor, judge, due)
                work.refresh_from_db()
            day = min(due + timedelta(late), today)
            half = moment(max(start, day - timedelta(10)), hour=8)
            _progress(work, actor, 60, "Đã hoàn thành phần chuẩn bị, đang thực hiện nội dung chính.", half)
            work.refresh_from_db()
            planning.submit_completion(
                actor=actor, assignment_id=work.pk, version=work.version,
                text="Đã hoàn thành, sản phẩm gửi kèm hồ sơ lưu tại đơn vị.", at=moment(day),
            )  # fmt: skip
            if (today - day).days > 4:
                done.setdefault(min(day + timedelta(2), today), []).append(work.pk)
    for day, keys in sorted(done.items()):
        planning.confirm_completion(actor=judge, assignment_ids=keys, at=moment(day, hour=16))


def _progress(work: Assignment, actor: Actor, percent: int, text: str, at: datetime, *, difficulties: str = "") -> None:
    planning.report_progress(
        actor=actor, assignment_id=work.pk, version=work.version, percent=percent, text=text,
        difficulties=difficulties, at=at,
    )  # fmt: skip


def _extend(work: Assignment, actor: Actor, judge: Actor, due: date) -> None:
    """Ask for two weeks more before the day, and be granted them."""
    asked = planning.ask_extension(
        actor=actor, assignment_id=work.pk, to_on=due + timedelta(14), reason="Chờ số liệu của các đơn vị phối hợp.",
        at=moment(due - timedelta(3)),
    )  # fmt: skip
    planning.grant_extension(
        actor=judge, extension_id=asked.pk, granted_on=asked.to_on, answer="Đồng ý.", at=moment(due - timedelta(2))
    )


def _in_trouble(work: Assignment, actor: Actor, due: date, today: date) -> None:
    day = min(due, today) - timedelta(2)
    _progress(
        work, actor, 40, "Mới thực hiện được một phần khối lượng.", moment(day),
        difficulties="Thiếu người do luân chuyển cán bộ; đề nghị bố trí thêm thời gian.",
    )  # fmt: skip
    wanted = max(due, today) + timedelta(14)
    planning.ask_extension(
        actor=actor, assignment_id=work.pk, to_on=wanted, reason="Khối lượng phát sinh thêm so với kế hoạch.",
        at=moment(day, hour=10),
    )  # fmt: skip


def _count(plan: Plan, officer: Actor) -> None:
    """Report the figures of the movement's targets, quarter by quarter."""
    today = clock.today()
    quarters = [one for one in (queries.Quarter(plan.year, number) for number in (1, 2, 3, 4)) if one.last_day < today]
    for place, target in enumerate(plan.targets.filter(whole=None).order_by("position")[:12]):
        goal = target.minimum or target.maximum
        if goal is None:
            continue
        is_level = target.measure == "%"
        for step, quarter in enumerate(quarters, start=1):
            share = Decimal(step * (22 + place % 4)) / 100 if is_level else Decimal(20 + (place + step) % 6) / 100
            value = (goal * (Decimal("0.6") + share / 2) if is_level else goal * share).quantize(Decimal(1))
            try:
                planning.report_actual(
                    actor=officer, target_id=target.pk, unit_id=plan.unit_id, period=PeriodKind.QUARTER,
                    starts_on=quarter.first_day, ends_on=quarter.last_day, value=value,
                    at=moment(quarter.last_day + timedelta(8)),
                )  # fmt: skip
            except DomainError:
                break  # shared out to units: theirs to report


def _money_and_events(plan: Plan, officer: Actor) -> None:
    lines = (
        ("In bằng, khung, phôi giấy khen", MoneySource.FUND, 48_000_000, 31_500_000),
        ("Tiền thưởng kèm theo danh hiệu, hình thức khen thưởng", MoneySource.FUND, 310_000_000, 186_300_000),
        ("Tập huấn nghiệp vụ cho cán bộ đầu mối", MoneySource.BUDGET, 36_000_000, 35_200_000),
        ("Giao lưu, học tập mô hình nông nghiệp tuần hoàn", MoneySource.UNION, 42_000_000, 44_100_000),
        ("Hội thi khuyến nông viên giỏi", MoneySource.SOCIAL, 85_000_000, 60_000_000),
    )
    at = moment(_after(plan, 7))
    for purpose, source, estimated, spent in lines:
        values = {"purpose": purpose, "source": source, "estimated": estimated, "note": "", "task": None}
        line = planning.create_budget_line(actor=officer, plan_id=plan.pk, values=values, at=at)
        day = min(date(plan.year, 9, 30), clock.today())
        planning.record_spending(
            actor=officer, line_id=line.pk, spent_on=day, amount=spent, note="Chứng từ quý III", at=moment(day)
        )
    events = (
        (EventKind.CEREMONY, "Lễ phát động phong trào thi đua năm 2026", date(2026, 2, 26), "Hội trường tầng 3", 180),
        (EventKind.TRAINING, "Tập huấn nghiệp vụ thi đua, khen thưởng", date(2026, 4, 16), "Hội trường tầng 3", 64),
        (EventKind.SPORT, "Hội thao chào mừng ngày thành lập ngành", date(2026, 11, 14), "Nhà thi đấu tỉnh", 240),
        (
            EventKind.MEETING,
            "Hội nghị tổng kết công tác thi đua, khen thưởng",
            date(2026, 12, 22),
            "Hội trường tầng 3",
            150,
        ),
    )
    for kind, title, day, place, count in events:
        starts = timezone.make_aware(datetime.combine(day, time(8, 0)))
        values = {
            "kind": kind, "title": title, "starts_at": starts, "ends_at": starts + timedelta(hours=3), "place": place,
            "participants": "Lãnh đạo Sở, các phòng, đơn vị trực thuộc", "participant_count": count, "task": None,
        }  # fmt: skip
        event = planning.create_event(actor=officer, plan_id=plan.pk, values=values, at=at)
        if day < clock.today():
            planning.record_event(
                actor=officer, event_id=event.pk, version=event.version,
                result="Tổ chức đúng thời gian, đúng thành phần.", participant_count=count - 6, at=moment(day, hour=16),
            )  # fmt: skip
