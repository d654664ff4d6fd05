"""How tasks of one plan hang together: subtasks of one level, and what must be done first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from thidua.apps.planning import domain
from thidua.apps.planning.models import Task
from thidua.core.errors import InvalidInput

MOST_NEEDS = 20


@dataclass(frozen=True, slots=True)
class Links:
    """The task a task is a part of, and the tasks that must be done before it; all of its own plan."""

    parent_id: int | None = None
    need_ids: frozenset[int] = field(default_factory=frozenset)


def set_links(task: Task, links: Links) -> dict[str, Any]:
    """Write the links of a saved task in the caller's transaction. Returns what changed as {field: [before, after]}.

    Raises InvalidInput for tasks of another plan, a circle, a part of a part, and a part of a recurring task.
    """
    siblings = Task.objects.filter(plan_id=task.plan_id)
    wanted = {key for key in {links.parent_id, *links.need_ids} if key is not None}
    found = siblings.in_bulk(wanted)
    fields = {}
    if set(found) != wanted or task.pk in wanted:
        message = "Chỉ chọn nhiệm vụ khác của chính kế hoạch này."
        is_parent = links.parent_id is not None and (links.parent_id not in found or links.parent_id == task.pk)
        fields["parent" if is_parent else "needs"] = message
    elif links.parent_id is not None:
        parent = found[links.parent_id]
        if parent.parent_id is not None or task.children.exists():
            fields["parent"] = "Nhiệm vụ thành phần chỉ có một cấp: chọn nhiệm vụ không phải là thành phần."
        elif parent.recurrence:
            fields["parent"] = "Nhiệm vụ lặp lại được chia theo kỳ, không chia thành nhiệm vụ thành phần."
    if len(links.need_ids) > MOST_NEEDS:
        fields["needs"] = f"Chọn tối đa {MOST_NEEDS} nhiệm vụ."
    elif not fields:
        through = Task.needs.through
        pairs = through.objects.filter(from_task__plan_id=task.plan_id).values_list("from_task_id", "to_task_id")
        if links.need_ids and domain.has_circle(pairs, task=task.pk, needed=links.need_ids):
            fields["needs"] = "Các nhiệm vụ chờ lẫn nhau thành vòng: bỏ bớt một nhiệm vụ cần xong trước."
    if fields:
        raise InvalidInput("Chưa lưu được nhiệm vụ.", fields=fields, remedy="Sửa các ô được đánh dấu rồi lưu lại.")
    changes: dict[str, Any] = {}
    if task.parent_id != links.parent_id:
        before = str(task.parent) if task.parent else ""
        task.parent = found[links.parent_id] if links.parent_id is not None else None
        task.save(update_fields=["parent"])
        changes["parent"] = [before, str(task.parent or "")]
    earlier = {one.pk: str(one) for one in task.needs.all()}
    if set(earlier) != links.need_ids:
        task.needs.set(links.need_ids)
        after = [str(found[key]) for key in links.need_ids]
        changes["needs"] = ["; ".join(sorted(earlier.values())), "; ".join(sorted(after))]
    return changes
