"""The table: a case for every address of the program, by subject in the modules `cases_…` beside this one."""

from __future__ import annotations

from tests.matrix import (
    cases_calendar,
    cases_cascade,
    cases_checks,
    cases_life,
    cases_measures,
    cases_overview,
    cases_papers,
    cases_registers,
    cases_sheets,
    cases_signatures,
    cases_templates,
    cases_work,
)
from tests.matrix.kinds import (
    ADMINISTRATOR,
    CLERK,
    EVERYONE,
    OFFICER,
    OWN_BODY,
    Case,
    act,
    both,
    draft,
    draft_task,
    imported,
    in_person,
    intake,
    page,
    person,
    plan,
    task,
    thing,
    unit,
)
from tests.matrix.world import SIBLING, SUBSTITUTE

CASES: dict[str, Case] = {
    # the shell
    "office:workbench": page(EVERYONE),
    "office:search": page(EVERYONE),
    "office:account": page(EVERYONE),
    "office:components": page(both(ADMINISTRATOR)),
    "office:act-for": act(
        lambda world: [], SUBSTITUTE, fields=lambda world: {"delegation": world.delegation_id}, is_object=False
    ),
    "office:stop-acting": act(lambda world: [], EVERYONE, is_object=False),
    "accounts:password": page(EVERYONE),
    "accounts:language": act(lambda world: [], EVERYONE, fields=lambda world: {"language": "vi"}, is_object=False),
    "accounts:sign-out": act(lambda world: [], EVERYONE, is_object=False),
    "audit:list": page(both(ADMINISTRATOR, "leader")),
    # notices
    "notifications:list": page(EVERYONE),
    "notifications:preferences": page(EVERYONE),
    "notifications:read-all": act(lambda world: [], EVERYONE, is_object=False),
    "notifications:open": in_person(thing(lambda world: [world.notice_id], OFFICER, done=(302,))),
    # planning
    "planning:list": page(EVERYONE),
    "planning:tasks": page(EVERYONE),
    "planning:intakes": page(both(OFFICER)),
    "planning:upload": page(both(OFFICER)),
    "planning:suggest-units": page(EVERYONE),
    "planning:plan": thing(plan, OWN_BODY),
    "planning:plan-tasks": thing(plan, OWN_BODY),
    "planning:plan-source": thing(plan, OWN_BODY),
    "planning:plan-source-part": thing(lambda world: [world.plan.pk, 0], OWN_BODY),
    "planning:plan-find": thing(lambda world: [world.plan.pk], OWN_BODY),
    "planning:plan-history": thing(plan, OWN_BODY),
    "planning:plan-edit": thing(draft, OFFICER, CLERK),
    "planning:task": thing(task, OWN_BODY),
    "planning:task-create": thing(draft, OFFICER, CLERK),
    "planning:task-edit": thing(draft_task, OFFICER, CLERK),
    "planning:task-remove": act(draft_task, OFFICER, CLERK),
    "planning:intake": thing(intake, OFFICER),
    "planning:intake-progress": thing(intake, OFFICER, done=(200, 286)),
    "planning:intake-source": thing(lambda world: [world.review.pk, 0], OFFICER),
    "planning:intake-find": thing(lambda world: [world.review.pk], OFFICER),
    "planning:intake-rows": thing(lambda world: [world.review.pk, "table", 1], OFFICER),
    "planning:intake-units": thing(intake, OFFICER),
    "planning:intake-confirm": thing(intake, OFFICER),
    "planning:intake-save": act(
        intake,
        OFFICER,
        fields=lambda world: {"path": "head.place", "value": "Hà Nội", "version": world.review.version},
    ),
    "planning:intake-add": act(
        intake, OFFICER, fields=lambda world: {"area": "tasks", "version": world.review.version}
    ),
    "planning:intake-read-again": act(intake, OFFICER),
    "planning:intake-anyway": act(lambda world: [world.refused.pk], OFFICER),
    "planning:intake-discard": act(intake, OFFICER),
    # files
    "documents:download": thing(lambda world: [world.plan.intake.file_id], OWN_BODY),
    "documents:page": thing(lambda world: [world.plan.intake.file_id, 1], OWN_BODY, done=(200, 404)),
    # units
    "organizations:units": page(EVERYONE),
    "organizations:unit-list": page(EVERYONE),
    "organizations:unit": thing(unit, OWN_BODY),
    "organizations:unit-people": thing(unit, OWN_BODY),
    "organizations:unit-history": thing(unit, OWN_BODY),
    "organizations:unit-create": page(both(ADMINISTRATOR)),
    "organizations:unit-edit": thing(unit, ADMINISTRATOR),
    "organizations:unit-move": thing(unit, ADMINISTRATOR),
    "organizations:unit-close": thing(unit, ADMINISTRATOR),
    # people
    "organizations:people": page(EVERYONE),
    "organizations:person": thing(person, OWN_BODY - {SIBLING}),
    "organizations:person-history": thing(person, OWN_BODY - {SIBLING}),
    "organizations:person-create": page(both(ADMINISTRATOR)),
    "organizations:person-edit": thing(person, ADMINISTRATOR),
    "organizations:person-account": act(person, ADMINISTRATOR, fields=lambda world: {"username": "le.moi"}),
    "organizations:delegation-create": thing(person, ADMINISTRATOR),
    "organizations:delegation-revoke": in_person(act(lambda world: [world.delegation_id], OFFICER, ADMINISTRATOR)),
    "organizations:role-grant": act(
        person,
        ADMINISTRATOR,
        fields=lambda world: {"role": "unit_clerk", "unit": world.division.pk},
        refused=(400, 403, 404),
    ),
    "organizations:role-revoke": act(lambda world: [world.assignment_id], ADMINISTRATOR),
    # names of units
    "organizations:names": page(both(OFFICER, ADMINISTRATOR)),
    "organizations:alias-learn": act(
        lambda world: [],
        OFFICER,
        ADMINISTRATOR,
        fields=lambda world: {"co-quan": world.body.pk, "text": "tên mới", "meaning": f"unit:{world.division.pk}"},
        is_object=False,
        refused=(400, 403, 404),
    ),
    "organizations:alias-forget": act(lambda world: [world.alias_id], OFFICER, ADMINISTRATOR),
    "organizations:group-create": page(both(OFFICER, ADMINISTRATOR)),
    "organizations:group-edit": thing(lambda world: [world.group_id], OFFICER, ADMINISTRATOR),
    # lists from Excel
    "organizations:import": page(both(ADMINISTRATOR)),
    "organizations:import-template": page(both(ADMINISTRATOR)),
    "organizations:export": page(both(ADMINISTRATOR)),
    "organizations:import-review": thing(imported, ADMINISTRATOR),
    "organizations:import-discard": act(imported, ADMINISTRATOR),
    "organizations:import-passwords": act(lambda world: [world.applied_import_id], ADMINISTRATOR),
}
CASES |= (
    cases_calendar.CASES
    | cases_cascade.CASES
    | cases_overview.CASES
    | cases_life.CASES
    | cases_measures.CASES
    | cases_work.CASES
)
CASES |= cases_sheets.CASES
CASES |= cases_papers.CASES
CASES |= cases_signatures.CASES
CASES |= cases_templates.CASES
CASES |= cases_checks.CASES
CASES |= cases_registers.CASES
