"""Writing the rows of a previewed list: set-based, in the caller's transaction, with the acts to be recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.organizations.queries import Unit
from thidua.apps.planning.domain import Period, rules, sheets
from thidua.apps.planning.domain.sheets.tasks import PARTS
from thidua.apps.planning.enums import SheetKind, TaskOrigin
from thidua.apps.planning.models import Assignment, Plan, PlanTarget, TargetActual, Task, TaskUnit
from thidua.apps.planning.queries.tasks import names_of
from thidua.apps.planning.services.confirmation import BATCH, plan_subject, task_search_text, write_members
from thidua.apps.planning.services.plans import TASK_FIELDS, task_subject
from thidua.apps.planning.services.targets import TARGET_FIELDS, target_subject
from thidua.core.actor import Actor
from thidua.lib.vietnamese import fold


def lock_rows(plan: Plan, kind: str) -> None:
    """Lock what a list is judged against to the end of the transaction, so that what was judged is what is written."""
    rows: QuerySet[Any] = Task.objects.filter(plan=plan)
    if kind != SheetKind.TASKS:
        rows = PlanTarget.objects.filter(plan=plan)
    list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def write_tasks(plan: Plan, preview: sheets.Preview, *, actor: Actor, at: datetime) -> list[audit.Act]:
    """Add, change and remove tasks. A task that an amending plan took over is marked as dropped, not removed."""
    on = timezone.localdate(at)
    present = Task.objects.prefetch_related("units").in_bulk(
        [*preview.removals, *(one.key for one in preview.writings if one.key is not None)]
    )
    last = Task.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    fresh: list[Task] = []
    changed: list[Task] = []
    renamed: list[tuple[Task, dict[str, list[str]]]] = []
    acts: list[audit.Act] = []
    told: list[tuple[Task, str, dict[str, Any]]] = []
    for one in preview.writings:
        units = {part: list(one.values[part]) for part in PARTS}
        if one.key is None:
            task = Task(plan=plan, origin=TaskOrigin.MANUAL, position=last + len(fresh) + 1)
            _set(task, TASK_FIELDS, one.values)
            fresh.append(task)
            renamed.append((task, units))
            told.append((task, "planning.create_task", {"content": task.content, "units": units}))
        else:
            task = present[one.key]
            task.plan = plan
            before = {part: names_of(task, part) for part in PARTS}
            changes = _set(task, TASK_FIELDS, one.values)
            changes |= {part: [before[part], units[part]] for part in PARTS if before[part] != units[part]}
            if before != units:
                renamed.append((task, units))
            task.version += 1
            changed.append(task)
            told.append((task, "planning.change_task", changes))
        task.search_text = task_search_text(task, [name for names in units.values() for name in names])
    Task.objects.bulk_create(fresh, batch_size=BATCH)
    _rewrite(Task, changed, [*TASK_FIELDS, "version", "search_text"])
    kept = [task.pk for task, _units in renamed if task.version > 1]
    TaskUnit.objects.filter(task__in=kept).delete()
    Assignment.objects.filter(task__in=kept).delete()
    named = [
        TaskUnit(task=task, part=part, position=position, as_written=name, **_meaning(preview, name))
        for task, units in renamed
        for part in PARTS
        for position, name in enumerate(units[part], start=1)
    ]
    TaskUnit.objects.bulk_create(named, batch_size=BATCH)
    write_members(named, on=on)
    acts += [audit.Act(act, task_subject(task), changes) for task, act, changes in told]
    return acts + _remove_tasks(plan, [present[key] for key in preview.removals])


def _remove_tasks(plan: Plan, tasks: Sequence[Task]) -> list[audit.Act]:
    acts = []
    dropped = [task for task in tasks if task.revises_id is not None]
    for task in tasks:
        task.plan = plan
        if task.revises_id is not None:
            task.is_dropped = True
            task.version += 1
            acts.append(audit.Act("planning.drop_task", task_subject(task)))
        else:
            facts = {name: getattr(task, name) for name in TASK_FIELDS}
            acts.append(audit.Act("planning.remove_task", plan_subject(plan), facts))
    _rewrite(Task, dropped, ["is_dropped", "version"])
    Task.objects.filter(pk__in=[task.pk for task in tasks if task.revises_id is None]).delete()
    return acts


def _meaning(preview: sheets.Preview, name: str) -> dict[str, int | None]:
    choice = preview.meanings[fold(name)]["choice"] or {}
    return {"unit_id": choice.get("unit"), "group_id": choice.get("group")}


def write_targets(plan: Plan, preview: sheets.Preview, *, actor: Actor, at: datetime) -> list[audit.Act]:
    """Add, change and remove targets; a part may name a whole that is new in the same list."""
    wanted = {one.key for one in preview.writings if one.key is not None} | set(preview.removals)
    wanted |= {one.values["whole"] for one in preview.writings if (one.values["whole"] or 0) > 0}
    present = PlanTarget.objects.select_related("whole").in_bulk(wanted)
    last = PlanTarget.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    made: dict[int, PlanTarget] = {}
    told: list[tuple[PlanTarget, str, dict[str, Any]]] = []
    for one in preview.writings:
        if one.key is None:
            target = PlanTarget(plan=plan, position=last + len(made) + 1)
            _set(target, TARGET_FIELDS, one.values)
            made[-one.line] = target
            facts = {name: plain(getattr(target, name)) for name in ("indicator", "minimum", "maximum")}
            told.append((target, "planning.create_target", facts))
        else:
            target = present[one.key]
            target.plan = plan
            told.append((target, "planning.change_target", _set(target, TARGET_FIELDS, one.values)))
            target.version += 1
    PlanTarget.objects.bulk_create(made.values(), batch_size=BATCH)
    for one, (target, _act, changes) in zip(preview.writings, told, strict=True):
        before, key = target.whole, one.values["whole"]
        target.whole = None if key is None else made.get(key) or present[key]
        if before != target.whole:
            changes["whole_name"] = [str(before or ""), str(target.whole or "")]
    _rewrite(PlanTarget, [target for target, _act, _changes in told], [*TARGET_FIELDS, "whole", "version"])
    acts = [audit.Act(act, target_subject(target), changes) for target, act, changes in told]
    for key in preview.removals:
        facts = {name: plain(getattr(present[key], name)) for name in TARGET_FIELDS}
        acts.append(audit.Act("planning.remove_target", plan_subject(plan), facts))
    _keep_parts(preview.removals)
    PlanTarget.objects.filter(pk__in=preview.removals).delete()
    return acts


def _keep_parts(removed: Sequence[int]) -> None:
    """Make the parts of targets that go parts of what these were parts of, as removing one by hand does."""
    wholes = dict(PlanTarget.objects.filter(pk__in=removed).values_list("pk", "whole_id"))
    parts = list(PlanTarget.objects.filter(whole__in=removed).exclude(pk__in=removed))
    for part in parts:
        while part.whole_id in wholes:
            part.whole_id = wholes[part.whole_id]
        part.version += 1
    PlanTarget.objects.bulk_update(parts, ["whole", "version"], batch_size=BATCH)


def write_actuals(plan: Plan, preview: sheets.Preview, *, actor: Actor, at: datetime) -> list[audit.Act]:
    """Report and correct figures. What was reported before keeps its evidence."""
    targets = PlanTarget.objects.select_related("plan__unit").in_bulk(
        {one.values["target"] for one in preview.writings}
    )
    found = TargetActual.objects.in_bulk([one.key for one in preview.writings if one.key is not None])
    units = Unit.objects.in_bulk({one.values["unit"] for one in preview.writings})
    fresh: list[TargetActual] = []
    acts = []
    for one in preview.writings:
        target, unit = targets[one.values["target"]], units[one.values["unit"]]
        period: Period = one.values["period"]
        actual = found.get(one.key or 0)
        changes: dict[str, Any] = {"unit": unit.name}
        changes["period_name"] = rules.days(period.starts_on, period.ends_on)
        if actual is None:
            actual = TargetActual(target=target, unit=unit, starts_on=period.starts_on, ends_on=period.ends_on)
            fresh.append(actual)
            changes["value"] = plain(one.values["value"])
            changes |= {"note": one.values["note"]} if one.values["note"] else {}
        else:
            actual.version += 1
            changes["value"] = [plain(actual.value), plain(one.values["value"])]
            changes |= {"note": [actual.note, one.values["note"]]} if actual.note != one.values["note"] else {}
        actual.period, actual.value, actual.note = period.kind, one.values["value"], one.values["note"]
        actual.reported_by_id, actual.reported_at = actor.user_id, at
        act = "planning.report_actual" if one.key is None else "planning.correct_actual"
        acts.append(audit.Act(act, target_subject(target, unit=unit), changes))
    TargetActual.objects.bulk_create(fresh, batch_size=BATCH)
    fields = ["period", "value", "note", "reported_by", "reported_at", "version"]
    _rewrite(TargetActual, list(found.values()), fields)
    return acts


def _rewrite(
    model: type[Task] | type[PlanTarget] | type[TargetActual], rows: Sequence[Any], fields: Sequence[str]
) -> None:
    """Write these fields of rows that were loaded whole and stay locked.

    As rows that are there already: `bulk_update` spells out a case for each row and field, ten times slower.
    """
    model._default_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


def _set(row: Task | PlanTarget, fields: Sequence[str], values: Any) -> dict[str, Any]:
    """Set the given fields and return what changed as {field: [before, after]}."""
    changes = {}
    for name in fields:
        before, after = getattr(row, name), values[name]
        if before != after:
            setattr(row, name, after)
            changes[name] = [plain(before), plain(after)]
    return changes


def plain(value: Any) -> Any:
    """Write an amount without the zeros it is kept with."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
