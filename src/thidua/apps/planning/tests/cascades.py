"""A plan with many units below it, made fast: for tests of the cascade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from thidua.apps.accounts.models import User
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import AT, ON, make_body, make_unit, make_user_with_role
from thidua.apps.planning import services
from thidua.apps.planning.enums import TaskOrigin, UnitPart
from thidua.apps.planning.models import Plan, PlanReceipt, Task, TaskUnit
from thidua.core.actor import Actor, Role


@dataclass
class Cascade:
    """A body with its plan issued to `units`; each unit has a clerk (and the first a head) in `users`."""

    body: Unit
    units: list[Unit]
    plan: Plan
    users: dict[str, User]

    def actor(self, who: str) -> Actor:
        return actor_for(self.users[who], on=ON)

    def receipt(self, number: int) -> PlanReceipt:
        return self.plan.receipts.get(unit=self.units[number])


def write_plan(unit: Unit, author: User, tasks: Sequence[tuple[str, Sequence[Unit], Sequence[Unit]]]) -> Plan:
    """Return a draft with tasks (content, units that lead, units that coordinate), all due at the end of March."""
    plan = Plan.objects.create(
        unit=unit, kind="plan", year=2026, issuer=unit.name, number="25", symbol="KH-SNV", issued_on=date(2026, 2, 20),
        title="Công tác thi đua, khen thưởng năm 2026", created_by=author, created_at=AT,
        search_text="25/kh-snv cong tac thi dua, khen thuong nam 2026",
    )  # fmt: skip
    for position, (content, leads, others) in enumerate(tasks, start=1):
        task = Task.objects.create(
            plan=plan, origin=TaskOrigin.TABLE, position=position, no=str(position), content=content,
            time_text="Tháng 3/2026", starts_on=date(2026, 3, 1), due_on=date(2026, 3, 31), product="Báo cáo",
        )  # fmt: skip
        for part, named in ((UnitPart.LEAD, leads), (UnitPart.COORDINATING, others)):
            TaskUnit.objects.bulk_create(
                TaskUnit(task=task, part=part, position=place, as_written=one.name, unit=one)
                for place, one in enumerate(named, start=1)
            )
    return plan


def make_cascade(count: int = 2, *, with_clerks: bool = True) -> Cascade:
    """Return a body whose plan was issued to `count` units: all lead task 1, the first leads 2, the second helps it."""
    body = make_body(name="Sở Nội vụ")
    units = [make_unit(body, name=f"Phòng số {number}") for number in range(1, count + 1)]
    users = {
        "officer": make_user_with_role(body, Role.OFFICER),
        "head": make_user_with_role(body, Role.UNIT_HEAD),
        "leader": make_user_with_role(body, Role.LEADER),
        "administrator": make_user_with_role(body, Role.ADMINISTRATOR),
        "stranger": make_user_with_role(make_body(name="Sở Y tế", short_name="SYT"), Role.OFFICER),
    }
    if with_clerks:
        for number, unit in enumerate(units):
            users[f"clerk {number}"] = make_user_with_role(unit, Role.UNIT_CLERK, full_name=f"Lê {number}")
        for role in (Role.OFFICER, Role.UNIT_HEAD, Role.LEADER, Role.ADMINISTRATOR):
            users[f"unit {role}"] = make_user_with_role(units[0], role)
    plan = write_plan(
        body,
        users["officer"],
        [
            ("Phát động phong trào thi đua", units, []),
            ("Tổng kết phong trào thi đua", units[:1], units[1:2]),
            ("Kiểm tra công tác thi đua", [], []),
        ],
    )
    services.register_issued(actor=actor_for(users["officer"], on=ON), plan_id=plan.pk, at=AT)
    plan.refresh_from_db()
    return Cascade(body, units, plan, users)
