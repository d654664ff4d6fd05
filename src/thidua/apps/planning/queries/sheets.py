"""What an Excel list of a plan would do, judged against the plan as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from thidua.apps.organizations import policies as organization_policies
from thidua.apps.organizations.queries import Unit
from thidua.apps.planning import policies
from thidua.apps.planning.domain import Period, sheets
from thidua.apps.planning.domain.sheets.actuals import ActualRecord, Figures, ReportedTarget
from thidua.apps.planning.domain.sheets.targets import TargetRecord
from thidua.apps.planning.domain.sheets.tasks import PARTS, TaskRecord
from thidua.apps.planning.enums import SheetKind
from thidua.apps.planning.models import Plan, PlanTarget, SheetImport, TargetActual, TargetShare, Task
from thidua.apps.planning.queries.intakes import unit_entries
from thidua.apps.planning.queries.targets import due_of
from thidua.apps.planning.queries.tasks import names_of
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible
from thidua.lib.vietnamese import fold

KEPT = timedelta(days=7)
"""How long a list waits to be applied; the plan has moved on by then."""
TASK_FIELDS = tuple(name for name in sheets.tasks.VALUES if name not in PARTS)


def expires_at(one: SheetImport) -> datetime:
    return one.created_at + KEPT


def sheet_for(actor: Actor, sheet_id: UUID) -> SheetImport:
    """Return a list the actor brought in. Raises NotVisible."""
    found = policies.visible_sheets(actor).select_related("plan__unit", "unit", "file").filter(pk=sheet_id).first()
    if found is None:
        raise NotVisible
    return found


def sheet_preview(*, actor: Actor, one: SheetImport, on: date) -> sheets.Preview:
    """Return what applying a list would do today, in a constant number of queries however long it is."""
    listed = sheets.Listed.from_json(one.rows)
    if one.kind == SheetKind.TARGETS:
        return sheets.targets.preview_targets(listed, target_records(one.plan))
    if one.kind == SheetKind.ACTUALS:
        return sheets.actuals.preview_actuals(listed, _figures(actor, one.plan, listed, on=on))
    present = task_records(one.plan)
    preview = sheets.tasks.preview_tasks(listed, present)
    _tell_unknown(preview, one.plan, present, on=on)
    return preview


def task_records(plan: Plan) -> dict[int, TaskRecord]:
    """Return the tasks of a plan as a list of them is judged against, in two queries."""
    heavy = ("evidence", "other", "search_text")
    tasks = list(Task.objects.filter(plan=plan).defer(*heavy).prefetch_related("units"))
    parts: dict[int, set[int]] = {}
    for task in tasks:
        if task.parent_id:
            parts.setdefault(task.parent_id, set()).add(task.pk)
    return {task.pk: _task_record(task, frozenset(parts.get(task.pk, ()))) for task in tasks}


def _task_record(task: Task, parts: frozenset[int]) -> TaskRecord:
    values = {name: getattr(task, name) for name in TASK_FIELDS} | {part: names_of(task, part) for part in PARTS}
    ordered = {name: values[name] for name in sheets.tasks.VALUES}
    return TaskRecord(task.pk, task.version, ordered, parts, is_dropped=task.is_dropped)


def target_records(plan: Plan) -> dict[int, TargetRecord]:
    return {target.pk: _target_record(target) for target in PlanTarget.objects.filter(plan=plan)}


def _target_record(target: PlanTarget) -> TargetRecord:
    names = sheets.targets.VALUES
    values = {name: target.whole_id if name == "whole" else getattr(target, name) for name in names}
    return TargetRecord(target.pk, target.version, values)


def _tell_unknown(preview: sheets.Preview, plan: Plan, present: Mapping[int, TaskRecord], *, on: date) -> None:
    """Say of every name of a unit that would be written and stands for nobody in the tree that it stays a text."""
    wanted: dict[int, list[str]] = {}
    for one in preview.writings:
        before = present[one.key].values if one.key is not None else dict.fromkeys(PARTS)
        is_named_anew = any(one.values[part] != before[part] for part in PARTS)
        wanted[one.line] = [name for part in PARTS for name in one.values[part]] if is_named_anew else []
    preview.meanings = unit_entries(plan.unit, {name for names in wanted.values() for name in names}, on=on)
    rows = {row.line: row for row in preview.rows}
    for line, names in wanted.items():
        for name in dict.fromkeys(names):
            if preview.meanings[fold(name)]["choice"] is None:
                rows[line].warnings.append(
                    f"“{name[:80]}” chưa có trong cơ cấu: giữ nguyên cách ghi, chưa giao cho đơn vị nào."
                )


# ---- Figures ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reported:
    """The targets of a plan, what of them the actor sees reported, and the models behind."""

    targets: dict[int, ReportedTarget]
    models: dict[int, PlanTarget]
    actuals: list[TargetActual]


def _reported(actor: Actor, plan: Plan) -> _Reported:
    """Return targets with the units of the actor that report them, and the figures seen, in three queries."""
    models = {target.pk: target for target in PlanTarget.objects.filter(plan=plan)}
    shares: dict[int, list[Unit]] = {}
    for share in TargetShare.objects.filter(target__plan=plan).select_related("unit").order_by("unit__path"):
        shares.setdefault(share.target_id, []).append(share.unit)
    targets = {
        key: ReportedTarget(
            key,
            target.indicator,
            target.is_cumulative,
            {
                unit.pk: unit.name
                for unit in shares.get(key, [plan.unit])
                if policies.can_report_target(actor, unit_path=unit.path)
            },
        )
        for key, target in models.items()
    }
    actuals = policies.visible_actuals(actor).filter(target__plan=plan).select_related("unit")
    return _Reported(targets, models, list(actuals.order_by("target__position", "target", "unit__path", "starts_on")))


def reporting_units(actor: Actor, plan: Plan) -> list[int]:
    """Return the units for which the actor reports figures of the plan."""
    return sorted({unit for target in _reported(actor, plan).targets.values() for unit in target.units})


def _figures(actor: Actor, plan: Plan, listed: sheets.Listed, *, on: date) -> Figures:
    found = _reported(actor, plan)
    names = {str(row.cells["unit"]) for row in listed.rows if row.cells.get("unit")}
    known = {name for target in found.targets.values() for name in target.units.values()}
    entries = unit_entries(plan.unit, names - known, on=on) if names - known else {}
    meant = {name: entry["choice"]["unit"] for name, entry in entries.items() if "unit" in (entry["choice"] or {})}
    present = {actual.pk: _actual_record(actual) for actual in found.actuals}
    return Figures(year=plan.year, on=on, targets=found.targets, present=present, meant=meant)


def _actual_record(actual: TargetActual) -> ActualRecord:
    return ActualRecord(
        key=actual.pk,
        version=actual.version,
        target=actual.target_id,
        unit=actual.unit_id,
        unit_name=actual.unit.name,
        period=actual.period,
        starts_on=actual.starts_on,
        ends_on=actual.ends_on,
        value=actual.value,
        note=actual.note,
    )


# ---- Lists to download --------------------------------------------------------------------------------------


def sheet_rows(actor: Actor, plan: Plan, kind: str, *, on: date) -> Iterable[Mapping[str, Any]]:
    """Return the present rows of a list as cells by field, as the import reads them back.

    With figures come the quarters the actor's units still owe, to be filled in.
    """
    if kind == SheetKind.TASKS:
        return [sheets.tasks.task_cells(one) for one in task_records(plan).values()]
    if kind == SheetKind.TARGETS:
        present = target_records(plan)
        return [sheets.targets.target_cells(one, present) for one in present.values()]
    found = _reported(actor, plan)
    rows = [
        sheets.actuals.actual_cells(_actual_record(one), indicator=found.targets[one.target_id].indicator)
        for one in found.actuals
    ]
    by_place: dict[tuple[int, int], list[TargetActual]] = {}
    for actual in found.actuals:
        by_place.setdefault((actual.target_id, actual.unit_id), []).append(actual)
    for key, target in found.targets.items():
        found.models[key].plan = plan
        for unit, name in target.units.items():
            owed: list[Period] = due_of(found.models[key], by_place.get((key, unit), ()), on=on)
            rows += [sheets.actuals.owed_cells(target, name, period) for period in owed]
    return rows


def place_of_reports(actor: Actor) -> Unit | None:
    """Return the topmost unit for which the actor reports."""
    held = actor.paths(policies.REPORTERS)
    return organization_policies.visible_units(actor).filter(path__in=held).order_by("path").first()
