"""Amending an issued plan: a draft with copies of its tasks, whose issue changes the plan and tells what it changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.organizations import queries as organizations
from thidua.apps.planning import domain, policies, queries
from thidua.apps.planning.enums import ExtensionState, TaskState, UnitPart
from thidua.apps.planning.models import Assignment, Extension, Plan, Task, TaskUnit
from thidua.apps.planning.services.confirmation import BATCH, plan_subject, task_search_text
from thidua.apps.planning.services.copying import copy_tasks
from thidua.apps.planning.services.life_notices import name_of, tell_units
from thidua.apps.planning.services.occurrences import write_occurrences
from thidua.apps.planning.services.own_plans import cited
from thidua.apps.planning.services.release import address
from thidua.apps.planning.services.rollup import roll_up
from thidua.apps.planning.services.work_notices import withdraw_reminders
from thidua.core.actor import Actor
from thidua.core.errors import DomainError
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.core.search import search_key

FIELDS = (
    "no", "group", "content", "time_text", "starts_on", "due_on", "recurrence", "recurrence_day", "relative_days",
    "is_optional", "is_continuous", "product", "budget", "note",
)  # fmt: skip
"""What the copy of a task hands over to the task it revises; its units and its parent besides."""
PASSED_ON = ("group", "content", "product", "budget", "note", "is_optional")
"""What the open occurrences of a recurring task take over with it; their days are their own."""
NOT_IN_PLAN = "Nhiệm vụ không còn trong kế hoạch sau khi sửa đổi, bổ sung."
NOT_THEIRS = "Đơn vị không còn được giao nhiệm vụ này sau khi kế hoạch được sửa đổi, bổ sung."
WRITTEN = (*FIELDS, "parent", "position", "is_dropped", "search_text", "version")


@transaction.atomic
def start_amendment(*, actor: Actor, plan_id: int, at: datetime) -> Plan:
    """Write the draft that amends an issued plan, with a copy of each of its tasks (`planning.start_amendment`).

    Raises NotVisible, NotPermitted, DomainError for a plan that is not in force, amends another itself, or has an
    amending plan on its way.
    """
    plan = locked(policies.visible_plans(actor).select_related("unit"), plan_id)
    require(policies.can_write_plan(actor, plan), "Chỉ người soạn kế hoạch của đơn vị được lập kế hoạch sửa đổi.")
    if plan.state not in queries.RUNNING:
        raise DomainError(
            f"Kế hoạch đang ở trạng thái “{plan.get_state_display()}” nên không lập kế hoạch sửa đổi, bổ sung được.",
            remedy="Dự thảo thì sửa trực tiếp; kế hoạch đã kết thúc thì mở lại trước.",
        )
    if plan.amends_id is not None:
        raise DomainError(
            "Đây là kế hoạch sửa đổi, bổ sung của một kế hoạch khác.",
            remedy="Mở kế hoạch gốc rồi lập kế hoạch sửa đổi từ đó.",
        )
    under_way = queries.open_amendment(plan)
    if under_way is not None:
        raise DomainError(
            f"Đã có kế hoạch sửa đổi đang soạn: “{under_way.title}” ({under_way.get_state_display().lower()}).",
            remedy="Mở dự thảo đó để soạn tiếp, hoặc thu hồi nó rồi lập dự thảo khác.",
        )
    amending = Plan(
        unit=plan.unit,
        amends=plan,
        title=f"Sửa đổi, bổ sung {cited(plan)}",
        legal_bases=[
            {"text": f"Căn cứ {cited(plan)};", "number": plan.code, "date": plan.issued_on and str(plan.issued_on)}
        ],
        created_by_id=actor.user_id,
        created_at=at,
        **{
            name: getattr(plan, name)
            for name in ("kind", "year", "issuer_parent", "issuer", "symbol", "place", "recipients", "signer")
        },
    )
    amending.search_text = search_key(amending.code, amending.title, amending.issuer)
    amending.save()
    copies = copy_tasks(plan, amending, on=timezone.localdate(at), is_amending=True)
    audit.record(
        actor=actor, act="planning.start_amendment", subject=plan_subject(amending), at=at,
        changes={"tasks": len(copies)},
    )  # fmt: skip
    return amending


def apply_amendment(amending: Plan, *, actor: Actor, at: datetime) -> None:
    """Change the amended plan as its amending plan says, in constant queries, within the caller's transaction.

    Tasks keep their rows, their work and their reports. Units that join get their work and the plan, units that leave
    and tasks that are dropped have their open work cancelled; due days follow unless a later one was granted.
    Recorded on the amended plan (`planning.apply_amendment`); its units are told what changed for them.
    Raises DomainError when nothing changes, or the amended plan is no longer in force.
    """
    plan = locked(Plan.objects.select_related("unit"), amending.amends_id)
    if plan.state not in queries.RUNNING:
        raise DomainError(
            f"Kế hoạch gốc đang ở trạng thái “{plan.get_state_display()}” nên không sửa đổi được nữa.",
            remedy="Thu hồi dự thảo sửa đổi này, hoặc mở lại kế hoạch gốc.",
        )
    originals = queries.task_texts(plan.tasks.filter(period_starts_on=None))
    copies = list(amending.tasks.select_related("parent").prefetch_related("units").order_by("position", "pk"))
    found = domain.differences(originals, queries.task_texts(amending.tasks.all()))
    if not found:
        raise DomainError(
            "Kế hoạch sửa đổi chưa thay đổi nhiệm vụ nào.",
            remedy="Sửa, thêm hoặc bỏ nhiệm vụ trong dự thảo rồi ban hành.",
        )
    known = {one.pk: one for one in plan.tasks.filter(pk__in=[one.key for one in originals])}
    before = _units_of(known)
    changed = {one["task"]: {change["field"] for change in one["fields"]} for one in found if one["kind"] == "changed"}
    dropped = {one["task"] for one in found if one["kind"] == "dropped"}
    written = _write_tasks(plan, copies, known, changed, dropped)
    joined = [copy for copy in copies if _is_new(copy, known) and not copy.is_dropped]
    renamed = {key for key, fields in changed.items() if fields & set(UnitPart.values)}
    _write_work(
        plan,
        changed={key: written[key] for key in changed},
        renamed=renamed,
        new=[written[-copy.pk] for copy in joined],
        copies={copy.revises_id if not _is_new(copy, known) else written[-copy.pk].pk: copy for copy in copies},
        actor=actor,
        at=at,
    )
    _pass_on(changed, known)
    _drop_occurrences(dropped)
    _cancel(Q(task__in=dropped) | Q(task__parent__in=dropped), answer=NOT_IN_PLAN, actor=actor, at=at)
    Assignment.objects.filter(task__plan=amending).delete()
    write_occurrences(plan, on=timezone.localdate(at))
    address(plan, at=at)
    roll_up(plan_id=plan.pk)
    for one, key in zip([one for one in found if one["kind"] == "new"], joined, strict=True):
        one["task"] = written[-key.pk].pk
    amending.amendment = found
    amending.save(update_fields=["amendment"])
    plan.version += 1
    plan.save(update_fields=["version"])
    labels = [one["label"] for one in found]
    audit.record(
        actor=actor, act="planning.apply_amendment", subject=plan_subject(plan), at=at,
        changes={"amended_tasks": labels[:50], "tasks": len(found)},
    )  # fmt: skip
    _tell(plan, amending, found, before, actor=actor, at=at)


def _is_new(copy: Task, known: dict[int, Task]) -> bool:
    return copy.revises_id not in known


def _units_of(tasks: Iterable[int]) -> dict[int, set[int]]:
    """Return the units that take part in each task."""
    found: dict[int, set[int]] = {}
    for task_id, unit_id in Assignment.objects.filter(task__in=list(tasks)).values_list("task_id", "unit_id"):
        found.setdefault(task_id, set()).add(unit_id)
    return found


def _write_tasks(
    plan: Plan, copies: list[Task], known: dict[int, Task], changed: dict[int, set[str]], dropped: Collection[int]
) -> dict[int, Task]:
    """Write changed and new tasks in the order of the copies; returns them by key, new ones by the copy's, negated."""
    written: dict[int, Task] = dict(known)
    new: list[Task] = []
    placed: list[Task] = []
    last = len(copies)
    for position, copy in enumerate(copies, start=1):
        if _is_new(copy, known):
            if copy.is_dropped:
                continue
            task = Task(plan=plan, origin=copy.origin, search_text=copy.search_text)
            new.append(task)
            written[-copy.pk] = task
        else:
            task = known[copy.revises_id or 0]
        if task.pk and task.position != position:
            placed.append(task)
        task.position = position
        if _is_new(copy, known) or task.pk in changed:
            for name in FIELDS:
                setattr(task, name, getattr(copy, name))
            task.search_text = task_search_text(task, [one.as_written for one in copy.units.all()])
        if task.pk in changed:
            task.version += 1
        if task.pk in dropped:
            task.is_dropped = True
            task.version += 1
    for task in (one for key, one in known.items() if key not in {copy.revises_id for copy in copies}):
        last += 1
        task.position = last
        placed.append(task)
    Task.objects.bulk_create(new, batch_size=BATCH)
    for copy in copies:
        row = written.get(-copy.pk) or known.get(copy.revises_id or 0)
        if row is not None and (-copy.pk in written or "parent" in changed.get(row.pk, ())):
            above = copy.parent
            row.parent = above and (written.get(-above.pk) or known.get(above.revises_id or 0))
    rewritten = [task for key, task in known.items() if key in changed or key in dropped]
    Task.objects.bulk_update([*rewritten, *new], WRITTEN, batch_size=BATCH)
    Task.objects.bulk_update(placed, ["position"], batch_size=BATCH)
    return written


def _write_work(
    plan: Plan,
    *,
    changed: dict[int, Task],
    renamed: Collection[int],
    new: list[Task],
    copies: dict[int | None, Task],
    actor: Actor,
    at: datetime,
) -> None:
    """Bring the work of changed tasks in line with their units and days, and open that of new ones."""
    TaskUnit.objects.filter(task__in=renamed).delete()
    tasks = {task.pk: task for task in [*changed.values(), *new]}
    named = [
        TaskUnit(task=tasks[key], part=one.part, position=one.position, as_written=one.as_written,
                 unit_id=one.unit_id, group_id=one.group_id)
        for key in [*renamed, *(task.pk for task in new)] for one in copies[key].units.all()
    ]  # fmt: skip
    TaskUnit.objects.bulk_create(named, batch_size=BATCH)
    wanted = _wanted(plan, named, task_ids=[*renamed, *(task.pk for task in new)], on=timezone.localdate(at))
    # Occurrences that are still open work with the units of the task they are an occurrence of.
    occurrences = list(Task.objects.filter(parent__in=renamed, period_starts_on__isnull=False, state__in=domain.OPEN))
    for one in occurrences:
        tasks[one.pk] = one
        for (task_id, unit_id), (part, name) in list(wanted.items()):
            if task_id == one.parent_id:
                wanted[one.pk, unit_id] = (part, name)
    reached = {*renamed, *(one.pk for one in occurrences)}
    present = list(Assignment.objects.filter(task__in=[*changed, *reached]))
    kept: list[Assignment] = []
    gone: list[int] = []
    for row in present:
        task = tasks[row.task_id]
        if row.task_id in reached:
            wish = wanted.pop((row.task_id, row.unit_id), None)
            if wish is None:
                gone.append(row.pk)
                continue
            _take_part(row, *wish)
        _follow(row, task)
        kept.append(row)
    Assignment.objects.bulk_update(
        kept, ["part", "named", "state", "percent", "done_on", "due_on", "version"], batch_size=BATCH
    )
    _let_go(gone, actor=actor, at=at)
    fresh = [
        Assignment(task_id=task_id, unit_id=unit_id, part=part, named=name, due_on=_due(tasks[task_id], part))
        for (task_id, unit_id), (part, name) in wanted.items()
    ]
    Assignment.objects.bulk_create(fresh, batch_size=BATCH)


def _wanted(
    plan: Plan, named: list[TaskUnit], *, task_ids: Collection[int], on: date
) -> dict[tuple[int, int], tuple[str, TaskUnit | None]]:
    """Return the part of each unit in each task, groups expanded on the day; lead if any name says so.

    A task without a lead known to the tree is the plan's own unit's.
    """
    groups = organizations.group_members({one.group_id for one in named if one.group_id}, on=on)
    members = {group_id: [unit.pk for unit in units] for group_id, units in groups.items()}
    found: dict[tuple[int, int], tuple[str, TaskUnit | None]] = {}
    for one in sorted(named, key=lambda one: one.part != UnitPart.LEAD):
        for unit_id in [one.unit_id] if one.unit_id else members.get(one.group_id or 0, ()):
            found.setdefault((one.task_id, unit_id), (one.part, one))
    led = {task_id for (task_id, _unit_id), (part, _name) in found.items() if part == UnitPart.LEAD}
    for task_id in set(task_ids) - led:
        found[task_id, plan.unit_id] = (UnitPart.LEAD, None)
    return found


def _take_part(row: Assignment, part: str, name: TaskUnit | None) -> None:
    """Keep a unit's work, or open it again where an earlier amendment had ended it."""
    was_let_go = row.state == TaskState.CANCELLED and row.named_id is None and name is not None
    row.named = name
    if row.part != part:
        row.part, row.version = part, row.version + 1
        if part == UnitPart.COORDINATING:  # only lead units report; what was reported stays with the row
            row.state, row.done_on, row.due_on = TaskState.NOT_BEGUN, None, None
    elif was_let_go:
        row.state = TaskState.IN_PROGRESS if row.percent else TaskState.NOT_BEGUN
        row.version += 1


def _follow(row: Assignment, task: Task) -> None:
    """Let the day of open work follow its task's, unless a later day was granted."""
    if row.part != UnitPart.LEAD or row.state not in domain.OPEN or task.period_starts_on is not None:
        return
    due = _due(task, row.part)
    has_longer = row.first_due_on is not None and row.due_on is not None and due is not None and row.due_on >= due
    if due != row.due_on and not has_longer:
        row.due_on = due
        row.version += 1


def _due(task: Task, part: str) -> date | None:
    """Return the day a unit starts with; a recurring task has none, its occurrences have."""
    return task.due_on if part == UnitPart.LEAD and not task.recurrence else None


def _let_go(keys: list[int], *, actor: Actor, at: datetime) -> None:
    """End the part of units that a task no longer names: what was begun is cancelled, what was not goes."""
    rows = Assignment.objects.filter(pk__in=keys)
    begun = Q(part=UnitPart.LEAD) & (~Q(state=TaskState.NOT_BEGUN) | Q(reports__isnull=False))
    stays = set(rows.filter(begun).values_list("pk", flat=True))
    rows.exclude(pk__in=stays).delete()
    ended = _cancel(Q(pk__in=stays), answer=NOT_THEIRS, actor=actor, at=at)
    Assignment.objects.filter(pk__in=ended).update(named=None)


def _pass_on(changed: dict[int, set[str]], known: dict[int, Task]) -> None:
    """Let the open occurrences of changed recurring tasks say what these say now."""
    touched = [key for key, fields in changed.items() if fields & set(PASSED_ON) and known[key].recurrence]
    rows = list(
        Task.objects.filter(parent__in=touched, period_starts_on__isnull=False, state__in=domain.OPEN)
        .prefetch_related("units")
    )  # fmt: skip
    for row in rows:
        for name in PASSED_ON:
            setattr(row, name, getattr(known[row.parent_id or 0], name))
        row.search_text = task_search_text(row, [one.as_written for one in row.units.all()])
        row.version += 1
    Task.objects.bulk_update(rows, [*PASSED_ON, "search_text", "version"], batch_size=BATCH)


def _drop_occurrences(dropped: Collection[int]) -> None:
    """Take the open occurrences of dropped tasks out as well; what was finished of them stays the year's work."""
    rows = Task.objects.filter(parent__in=dropped, period_starts_on__isnull=False, state__in=domain.OPEN)
    rows.update(is_dropped=True, version=F("version") + 1)


def _cancel(condition: Q, *, answer: str, actor: Actor, at: datetime) -> list[int]:
    """Cancel the open lead work that meets the condition, answering the extensions asked for it. Returns its keys."""
    keys = list(
        Assignment.objects.filter(condition, part=UnitPart.LEAD, state__in=domain.OPEN).values_list("pk", flat=True)
    )
    Extension.objects.filter(assignment__in=keys, state=ExtensionState.ASKED).update(
        state=ExtensionState.REFUSED,
        answer=answer,
        decided_by=actor.user_id,
        decided_at=at,
    )
    Assignment.objects.filter(pk__in=keys).update(
        state=TaskState.CANCELLED, has_difficulty=False, version=F("version") + 1
    )
    withdraw_reminders(keys)
    return keys


def _tell(
    plan: Plan,
    amending: Plan,
    found: list[domain.Difference],
    before: dict[int, set[int]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Tell each unit that takes part in a task that changed which of its tasks did; other units that some did."""
    after = _units_of([one["task"] for one in found])
    words = {"new": "Thêm", "changed": "Sửa", "dropped": "Bỏ"}
    by_unit: dict[int, list[str]] = {}
    for one in found:
        line = f"{words[one['kind']]}: {one['label']}"
        for unit_id in before.get(one["task"], set()) | after.get(one["task"], set()):
            by_unit.setdefault(unit_id, []).append(line)
    tell_units(
        plan,
        actor=actor,
        act=f"planning.apply_amendment:{amending.pk}",
        title=f"{name_of(plan)} được sửa đổi, bổ sung bởi {amending.code or amending.title}",
        text="Các nhiệm vụ của đơn vị không thay đổi.",
        own_texts={unit_id: "\n".join(lines) for unit_id, lines in by_unit.items()},
        at=at,
    )
