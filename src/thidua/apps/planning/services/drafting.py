"""Writing a plan by hand: a draft begun from a template, from an earlier plan, or blank."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.organizations import queries as organizations
from thidua.apps.planning import domain, policies, queries
from thidua.apps.planning.enums import TaskOrigin, UnitPart
from thidua.apps.planning.models import ChecklistItem, Plan, PlanTarget, Task, TaskUnit
from thidua.apps.planning.services.confirmation import BATCH, plan_subject, task_search_text, write_members
from thidua.apps.planning.services.copying import copy_targets, copy_tasks
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, InvalidInput
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.core.search import search_key
from thidua.lib.vietnamese import clean, fold

NOT_YOURS = "Chỉ cán bộ thường trực hoặc cán bộ đầu mối của đơn vị được lập kế hoạch của đơn vị."
HEAD = (
    "kind", "issuer_parent", "issuer", "symbol", "place", "legal_bases", "recipients", "signer", "reminder_days",
    "head_after_days", "leader_after_days",
)  # fmt: skip
"""What a plan takes over from the one of an earlier year as it stands."""
FIRST_YEAR, LAST_YEAR = 1945, 2200


@transaction.atomic
def draft_blank(*, actor: Actor, unit_id: int, year: int, title: str, at: datetime) -> Plan:
    """Begin a plan without tasks (`planning.draft_blank`). Raises NotVisible, NotPermitted, InvalidInput."""
    plan = _new_plan(actor, unit_id=unit_id, year=year, title=title, at=at)
    plan.save()
    _record(actor, "planning.draft_blank", plan, at)
    return plan


@transaction.atomic
def draft_from_template(*, actor: Actor, unit_id: int, year: int, template: str, at: datetime) -> Plan:
    """Begin a plan from a template: tasks with days of that year, targets, and what else it needs.

    `planning.draft_from_template`. Names of units are matched to the tree as in a document.
    Raises NotVisible, NotPermitted, InvalidInput for an unknown template or year.
    """
    found = domain.template_named(template)
    if found is None:
        raise InvalidInput("Chưa chọn mẫu kế hoạch.", fields={"start": "Chọn một mẫu trong danh sách."})
    plan = _new_plan(actor, unit_id=unit_id, year=year, title=domain.filled(found.title, year), at=at)
    plan.legal_bases = [
        {"text": f"Căn cứ {one['text']};", "number": one.get("number"), "date": one.get("date")}
        for one in found.bases_on(timezone.localdate(at))
    ]
    plan.recipients = [domain.filled(one, year) for one in found.recipients]
    plan.save()
    _write_template_tasks(plan, found, at=at)
    _write_template_targets(plan, found)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(plan=plan, position=position, text=one["text"], hint=one.get("hint", ""))
        for position, one in enumerate(found.checklist, start=1)
    )
    _record(
        actor, "planning.draft_from_template", plan, at, template=found.name, tasks=len(found.tasks),
        targets=len(found.targets),
    )  # fmt: skip
    return plan


@transaction.atomic
def draft_from_earlier(*, actor: Actor, earlier_id: int, year: int, at: datetime) -> Plan:
    """Begin a plan from one of an earlier year (`planning.draft_from_earlier`).

    Days move by whole years, as do years in its words (see `domain.moving`); units, numbers of targets and the list of
    what else is needed are kept. Raises NotVisible, NotPermitted, InvalidInput, DomainError for an amending plan.
    """
    earlier = locked(policies.visible_plans(actor).select_related("unit"), earlier_id)
    if earlier.amends_id is not None:
        raise DomainError(
            "Kế hoạch sửa đổi, bổ sung không dùng làm kế hoạch của năm khác.", remedy="Chọn kế hoạch gốc của nó."
        )
    years = year - earlier.year
    title = domain.moved_words(earlier.title, from_year=earlier.year, years=years)
    plan = _new_plan(actor, unit_id=earlier.unit_id, year=year, title=title, at=at)
    for name in HEAD:
        setattr(plan, name, getattr(earlier, name))
    plan.movements = [domain.moved_words(one, from_year=earlier.year, years=years) for one in earlier.movements]
    plan.based_on = earlier
    plan.save()
    tasks = copy_tasks(earlier, plan, on=timezone.localdate(at), origin=TaskOrigin.EARLIER, years=years)
    targets = copy_targets(earlier, plan, years=years)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(plan=plan, position=one.position, text=one.text, hint=one.hint) for one in earlier.checklist.all()
    )
    _record(actor, "planning.draft_from_earlier", plan, at, based_on=str(earlier), tasks=len(tasks), targets=targets)
    return plan


def _new_plan(actor: Actor, *, unit_id: int, year: int, title: str, at: datetime) -> Plan:
    unit = organizations.visible_unit(actor, unit_id)
    require(policies.can_draft(actor, unit_path=unit.path), NOT_YOURS)
    title = clean(title).strip()
    fields = {}
    if not title:
        fields["title"] = "Chưa có trích yếu của kế hoạch."
    if not FIRST_YEAR <= year <= LAST_YEAR:
        fields["year"] = f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}."
    if fields:
        raise InvalidInput("Chưa lập được kế hoạch.", fields=fields, remedy="Sửa các ô được đánh dấu.")
    above = organizations.ancestors(unit).last()
    plan = Plan(
        unit=unit,
        kind="plan",
        year=year,
        issuer_parent=above.name if above else "",
        issuer=unit.name,
        title=title,
        signer={"on_behalf": "", "position": "", "name": ""},
        created_by_id=actor.user_id,
        created_at=at,
    )
    plan.search_text = search_key(title, plan.issuer)
    return plan


def _write_template_tasks(plan: Plan, template: domain.Template, *, at: datetime) -> None:
    names = [name for row in template.tasks for part in UnitPart.values for name in row.get(part, [])]
    entries = queries.unit_entries(plan.unit, dict.fromkeys(names), on=timezone.localdate(at))
    tasks = []
    for position, row in enumerate(template.tasks, start=1):
        period = domain.period_in(row["period"], plan.year) if "period" in row else None
        task = Task(
            plan=plan,
            origin=TaskOrigin.TEMPLATE,
            position=position,
            no=str(position),
            time_text=domain.filled(row.get("time_text", period.text if period else ""), plan.year),
            starts_on=period.starts_on if period else None,
            due_on=period.due_on if period else None,
            recurrence=row.get("recurrence", ""),
            is_optional=row.get("is_optional", False),
            is_continuous=row.get("is_continuous", False),
            **{name: domain.filled(row.get(name, ""), plan.year) for name in ("group", "content", "product", "note")},
        )
        task.search_text = task_search_text(task, [name for part in UnitPart.values for name in row.get(part, [])])
        tasks.append(task)
    Task.objects.bulk_create(tasks, batch_size=BATCH)
    named = []
    for task, row in zip(tasks, template.tasks, strict=True):
        for part in UnitPart.values:
            for position, name in enumerate(row.get(part, []), start=1):
                choice = entries[fold(name)]["choice"] or {}
                named.append(
                    TaskUnit(task=task, part=part, position=position, as_written=name,
                             unit_id=choice.get("unit"), group_id=choice.get("group"))
                )  # fmt: skip
    TaskUnit.objects.bulk_create(named, batch_size=BATCH)
    write_members(named, on=timezone.localdate(at))


def _write_template_targets(plan: Plan, template: domain.Template) -> None:
    def number(row: Any, name: str) -> Decimal | None:
        return None if row.get(name) is None else Decimal(str(row[name]))

    PlanTarget.objects.bulk_create(
        PlanTarget(
            plan=plan,
            position=position,
            indicator=domain.filled(row["indicator"], plan.year),
            comparator=row["comparator"],
            minimum=number(row, "minimum"),
            maximum=number(row, "maximum"),
            measure=row["measure"],
            is_cumulative=row.get("is_cumulative", False),
        )
        for position, row in enumerate(template.targets, start=1)
    )


def _record(actor: Actor, act: str, plan: Plan, at: datetime, **changes: object) -> None:
    audit.record(actor=actor, act=act, subject=plan_subject(plan), at=at, changes=changes)
