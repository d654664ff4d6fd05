from __future__ import annotations

import pytest

from thidua.apps.accounts.models import User
from thidua.apps.audit.models import Entry
from thidua.apps.audit.queries import verify_chain
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import Person, RoleAssignment, Unit, UnitAlias
from thidua.apps.planning.enums import IntakeState, TaskOrigin
from thidua.apps.planning.models import Assignment, Intake, Plan
from thidua.cli.demo import structure
from thidua.cli.demo.filling import LEFT_FOR_REVIEW, PAPERS, accounts_line, fill
from thidua.cli.demo.year import SILENT_UNITS
from thidua.core.actor import Role


def test_the_lists_agree_with_each_other() -> None:
    codes = [row.code for row in structure.UNITS]
    assert len(set(codes)) == len(codes)
    assert {row.kind for row in structure.UNITS} == set(UnitKind.values) - {UnitKind.BODY}
    known = {*codes, structure.BODY_CODE}
    assert {row.unit for row in structure.PEOPLE} <= known
    assert {code for _, code in structure.ALIASES} <= known
    assert len({row.full_name for row in structure.PEOPLE}) == len(structure.PEOPLE) == 60


def test_the_last_line_names_an_account_of_every_role() -> None:
    assert accounts_line() == (
        "đăng nhập: canbo (cán bộ thường trực), vanthu (văn thư), daumoi (cán bộ đầu mối), "
        "truongphong (thủ trưởng đơn vị), "
        "lanhdao (lãnh đạo), quantri (quản trị); mật khẩu chung: thidua-2026"
    )


@pytest.mark.django_db(transaction=True)
def test_the_demo_comes_in_as_an_office_would_bring_it_in() -> None:
    told: list[str] = []
    fill(report=told.append)

    assert Unit.objects.count() == len(structure.UNITS) + 1
    assert Person.objects.count() == len(structure.PEOPLE) + 1
    accounts = dict(
        RoleAssignment.objects.filter(person__user__isnull=False).values_list("person__user__username", "role")
    )
    assert set(accounts.values()) <= set(Role.values)
    assert RoleAssignment.objects.filter(person__user__isnull=False).values("role").distinct().count() == len(Role)
    told_of = [structure.ADMINISTRATOR_USERNAME, *(row.username for row in structure.PEOPLE if row.username)]
    for user in User.objects.filter(username__in=told_of):
        assert user.check_password(structure.PASSWORD)
        assert not user.must_change_password

    states = dict(Intake.objects.values_list("file__original_name", "state"))
    assert states == {name: IntakeState.REVIEW if name == LEFT_FOR_REVIEW else IntakeState.CONFIRMED for name in PAPERS}
    year_plan, movement = Plan.objects.filter(answers=None).order_by("issued_on")
    assert (year_plan.code, movement.code) == ("08/KH-SNNMT", "15/KH-SNNMT")
    assert year_plan.tasks.filter(origin=TaskOrigin.TABLE).count() == 32
    assert movement.tasks.filter(origin=TaskOrigin.PROSE).count() == 12
    rice = movement.targets.get(indicator__contains="lúa chất lượng cao")
    assert (rice.comparator, rice.minimum, rice.maximum, rice.measure) == (">=", 18500, None, "ha")
    spring = year_plan.tasks.get(no="7")
    members = Assignment.objects.filter(task=spring, named__as_written="UBND các xã, phường")
    assert members.count() == len(structure.LOCALITIES)
    assert year_plan.tasks.get(no="26").units.filter(as_written="Sở Nội vụ", unit=None, group=None).count() == 1
    learned = UnitAlias.objects.filter(text="Ban biên tập Trang thông tin điện tử Sở").values_list(
        "unit__code", flat=True
    )
    assert list(learned) == ["CDS"]
    scan = Intake.objects.get(file__original_name=LEFT_FOR_REVIEW)
    assert sum(task["origin"] == "table" for task in scan.draft["tasks"]) == 12

    answers = {plan.unit.code: plan.state for plan in year_plan.answered_by.select_related("unit")}
    assert answers == {"MT": "active", "CCKL": "draft"}
    silent = year_plan.receipts.filter(unit__code__in=SILENT_UNITS)
    assert {receipt.state for receipt in silent} == {"sent"}
    states = set(Assignment.objects.filter(task__plan=year_plan, part="lead").values_list("state", flat=True))
    assert states == {"not_begun", "in_progress", "awaiting", "done", "not_arisen"}
    assert movement.targets.filter(actuals__isnull=False).exists()

    count, _ = verify_chain()
    assert count == Entry.objects.count() > 0
    fill(report=told.append)
    assert Entry.objects.count() == count
