"""Who sees and changes what: the test of one object agrees with the rows, on generated trees."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.apps.documents.models import StoredFile
from thidua.apps.organizations.models import Unit
from thidua.apps.planning import policies
from thidua.apps.planning.enums import PlanState
from thidua.apps.planning.models import Assignment, Intake, Plan, PlanReceipt, Task, TaskUnit
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import make_plan, make_review
from thidua.core.actor import Actor, Role, RoleHeld

AT = datetime(2026, 3, 2, tzinfo=UTC)


def plant(parents: list[int]) -> list[Unit]:
    """Make a forest: each number names the parent among the units made so far; its own position is a root."""
    units: list[Unit] = []
    for position, parent in enumerate(parents):
        above = units[parent % position] if position and parent % (position + 1) != position else None
        unit = Unit.objects.create(
            parent=above, path=f"new-{position}", code=f"U{position}", name=f"U{position}", kind="division"
        )
        unit.path = f"{above.path if above else ''}{unit.pk}."
        unit.save(update_fields=["path"])
        units.append(unit)
    return units


def paper(unit: Unit, member: Unit | None, state: str) -> tuple[Intake, Plan]:
    stored = StoredFile.objects.create(
        unit=unit, original_name="a.txt", media_type="text/plain", size=1, sha256="0" * 64, content="0", uploaded_at=AT
    )
    plan = Plan.objects.create(unit=unit, kind="plan", year=2026, issuer="X", title="T", created_at=AT,
                               state=state, issued_at=AT, launched_on=AT.date())  # fmt: skip
    intake = Intake.objects.create(unit=unit, file=stored, created_at=AT)
    if member is not None:
        task = Task.objects.create(plan=plan, origin="table", position=1, content="C")
        named = TaskUnit.objects.create(task=task, part="lead", position=1, as_written="X", unit=member)
        Assignment.objects.create(task=task, unit=member, part="lead", named=named)
        PlanReceipt.objects.create(plan=plan, unit=member, sent_at=AT)
    return intake, plan


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parents=st.lists(st.integers(0, 9), min_size=2, max_size=7),
    papers=st.lists(
        st.tuples(st.integers(0, 9), st.none() | st.integers(0, 9), st.sampled_from(PlanState.values)),
        min_size=1,
        max_size=4,
    ),
    held=st.lists(st.tuples(st.sampled_from(Role.values), st.integers(0, 9)), max_size=3),
)
def test_one_object_and_rows_agree(
    parents: list[int], papers: list[tuple[int, int | None, str]], held: list[tuple[str, int]]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        units = plant(parents)
        roles = tuple(RoleHeld(role, units[at % len(units)].pk, units[at % len(units)].path) for role, at in held)
        actor = Actor(1, "A", roles)
        rows = [
            paper(units[at % len(units)], None if member is None else units[member % len(units)], state)
            for at, member, state in papers
        ]
        visible_intakes = set(policies.visible_intakes(actor))
        visible_plans = set(policies.visible_plans(actor))
        for intake, plan in rows:
            assert policies.can_see_intake(actor, intake) == (intake in visible_intakes)
            assert policies.can_see_plan(actor, plan) == (plan in visible_plans)
            assert not policies.is_of_own_tree(actor, plan) or plan in visible_plans
            assert policies.can_see_intake(actor, intake) == policies.can_bring_in(actor, unit_path=intake.unit.path)
            assert not policies.can_change_plan(actor, plan) or policies.can_see_plan(actor, plan)
            own = any(plan.unit.path == role.unit_path for role in roles)
            above = any(plan.unit.path.startswith(role.unit_path) for role in roles)
            taking_part = any(
                member.unit.path.startswith(role.unit_path)
                for member in Assignment.objects.filter(task__plan=plan)
                for role in roles
            )
            is_internal = plan.state in ("draft", "submitted")
            assert policies.can_see_plan(actor, plan) == (own or (not is_internal and (above or taking_part)))
            assert policies.can_oversee(actor, plan) == above
            assert policies.can_open_file(actor, intake.file) == (intake in visible_intakes)
            for assignment in Assignment.objects.filter(task__plan=plan):
                at_work = any(assignment.unit.path.startswith(role.unit_path) for role in roles)
                seen = assignment in set(policies.visible_assignments(actor))
                assert seen == (plan in visible_plans and (at_work or above))
                assert not policies.can_work(actor, assignment) or at_work
        assert set(policies.visible_tasks(actor)) == set(Task.objects.filter(plan__in=visible_plans))
        transaction.set_rollback(True)


def test_a_unit_that_takes_part_sees_the_plan_and_its_paper_but_no_draft(world: World) -> None:
    plan = make_plan(world.actor("officer"), world.body)
    draft = make_review(world.actor("officer"), world.body)
    for who, sees in (("clerk", True), ("division_clerk", True), ("leader", True), ("stranger", False)):
        actor = world.actor(who)
        assert policies.can_see_plan(actor, plan) == sees
        assert policies.can_open_file(actor, plan.intake.file) == sees
        assert not policies.can_see_intake(actor, draft)
        assert not policies.can_open_file(actor, draft.file)
        assert not policies.can_change_plan(actor, plan)
