"""Copying the tasks and targets of a plan into another, set-based, in the caller's transaction."""

from __future__ import annotations

from datetime import date

from thidua.apps.planning import domain
from thidua.apps.planning.models import Plan, PlanTarget, Task, TaskUnit
from thidua.apps.planning.services.confirmation import BATCH, task_search_text, write_members, write_targets

TEXTS = ("group", "content", "time_text", "product", "budget", "note")
KEPT = ("no", "is_optional", "is_continuous", "recurrence", "recurrence_day", "relative_days", "code", "other")
DAYS = ("starts_on", "due_on")


def copy_tasks(
    source: Plan, target: Plan, *, on: date, origin: str = "", years: int = 0, is_amending: bool = False
) -> list[Task]:
    """Copy the tasks of `source` with their units, parts and needs, days and words moved by whole years.

    Occurrences come anew when the plan is carried out, and what was dropped stays dropped. Copies of an amending plan
    know what they revise and keep the origin of it.
    """
    kept = source.tasks.filter(period_starts_on=None, is_dropped=False)
    rows = list(kept.prefetch_related("units").order_by("position", "pk"))

    def words(text: str) -> str:
        return domain.moved_words(text, from_year=source.year, years=years) if years else text

    made: dict[int, Task] = {}
    for position, row in enumerate(rows, start=1):
        copy = Task(
            plan=target,
            origin=origin or row.origin,
            position=position,
            revises=row if is_amending else None,
            **{name: words(getattr(row, name)) for name in TEXTS},
            **{name: getattr(row, name) for name in KEPT},
            **{name: domain.moved_day(getattr(row, name), years=years) for name in DAYS},
        )
        copy.search_text = task_search_text(copy, [one.as_written for one in row.units.all()])
        made[row.pk] = copy
    Task.objects.bulk_create(made.values(), batch_size=BATCH)
    parts = [row for row in rows if row.parent_id in made]
    for row in parts:
        made[row.pk].parent = made[row.parent_id or 0]
    Task.objects.bulk_update([made[row.pk] for row in parts], ["parent"], batch_size=BATCH)
    named = [
        TaskUnit(task=made[row.pk], part=one.part, position=one.position, as_written=one.as_written,
                 unit_id=one.unit_id, group_id=one.group_id)
        for row in rows for one in row.units.all()
    ]  # fmt: skip
    TaskUnit.objects.bulk_create(named, batch_size=BATCH)
    write_members(named, on=on)
    through = Task.needs.through
    pairs = through.objects.filter(from_task__plan=source).values_list("from_task_id", "to_task_id")
    through.objects.bulk_create(
        [
            through(from_task_id=made[later].pk, to_task_id=made[earlier].pk)
            for later, earlier in pairs
            if later in made and earlier in made
        ],
        batch_size=BATCH,
    )
    return list(made.values())


def copy_targets(source: Plan, target: Plan, *, years: int = 0) -> int:
    """Copy the targets of `source`, their numbers kept, years in their words moved. Returns how many."""
    rows = list(source.targets.all())
    made = {
        row.pk: PlanTarget(
            plan=target,
            position=row.position,
            indicator=domain.moved_words(row.indicator, from_year=source.year, years=years),
            baseline_text=domain.moved_words(row.baseline_text, from_year=source.year, years=years),
            **{name: getattr(row, name)
               for name in ("comparator", "minimum", "maximum", "measure", "baseline", "is_cumulative")},
        )
        for row in rows
    }  # fmt: skip
    write_targets(made, {row.pk: row.whole_id for row in rows})
    return len(rows)
