"""What else a plan needs: items from a template or added by hand, ticked off when they are there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from thidua.apps.audit import services as audit
from thidua.apps.planning import domain, policies
from thidua.apps.planning.models import ChecklistItem, Plan
from thidua.apps.planning.services.confirmation import plan_subject
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, InvalidInput
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.lib.vietnamese import clean

NOT_YOURS = "Chỉ người soạn hoặc người duyệt kế hoạch của đơn vị được ghi các việc cần có của kế hoạch."
LONGEST = 300


@transaction.atomic
def add_from_template(*, actor: Actor, plan_id: int, template: str, at: datetime) -> list[ChecklistItem]:
    """Add what plans of this kind need, but for what the list has already (`planning.add_checklist`).

    Raises NotVisible, NotPermitted, InvalidInput for an unknown template, DomainError when all of it is there.
    """
    plan = _plan(actor, plan_id)
    found = domain.template_named(template)
    if found is None:
        raise InvalidInput("Chưa chọn mẫu kế hoạch.", fields={"template": "Chọn một mẫu trong danh sách."})
    known = set(plan.checklist.values_list("text", flat=True))
    fresh = [one for one in found.checklist if one["text"] not in known]
    if not fresh:
        raise DomainError(
            f"Danh sách đã có đủ các mục của mẫu “{found.name}”.", remedy="Thêm từng mục khác nếu kế hoạch còn cần."
        )
    last = plan.checklist.aggregate(last=Max("position"))["last"] or 0
    items = ChecklistItem.objects.bulk_create(
        ChecklistItem(plan=plan, position=position, text=one["text"], hint=one.get("hint", ""))
        for position, one in enumerate(fresh, start=last + 1)
    )
    _record(actor, "planning.add_checklist", plan, [one.text for one in items], at)
    return items


@transaction.atomic
def add_item(*, actor: Actor, plan_id: int, text: str, at: datetime) -> ChecklistItem:
    """Add one item by hand (`planning.add_checklist`). Raises NotVisible, NotPermitted, InvalidInput."""
    plan = _plan(actor, plan_id)
    text = " ".join(clean(text).split())
    message = ""
    if not text:
        message = "Chưa ghi việc cần có."
    elif len(text) > LONGEST:
        message = f"Mỗi mục dài nhất {LONGEST} ký tự."
    elif plan.checklist.filter(text=text).exists():
        message = "Danh sách đã có mục này."
    if message:
        raise InvalidInput(message, fields={"text": message})
    last = plan.checklist.aggregate(last=Max("position"))["last"] or 0
    item = ChecklistItem.objects.create(plan=plan, position=last + 1, text=text)
    _record(actor, "planning.add_checklist", plan, [text], at)
    return item


@transaction.atomic
def tick_item(*, actor: Actor, item_id: int, at: datetime) -> ChecklistItem:
    """Say that an item is there (`planning.tick_item`); nothing for one that already was."""
    item = _item(actor, item_id)
    if item.done_at is None:
        item.done_at, item.done_by_id = at, actor.user_id
        item.save(update_fields=["done_at", "done_by"])
        _record(actor, "planning.tick_item", item.plan, [item.text], at)
    return item


@transaction.atomic
def untick_item(*, actor: Actor, item_id: int, at: datetime) -> ChecklistItem:
    """Say that an item is not there after all (`planning.untick_item`); nothing for one that was not."""
    item = _item(actor, item_id)
    if item.done_at is not None:
        item.done_at, item.done_by_id = None, None
        item.save(update_fields=["done_at", "done_by"])
        _record(actor, "planning.untick_item", item.plan, [item.text], at)
    return item


@transaction.atomic
def remove_item(*, actor: Actor, item_id: int, at: datetime) -> Plan:
    """Take an item off the list (`planning.remove_item`). Returns its plan."""
    item = _item(actor, item_id)
    plan = item.plan
    item.delete()
    _record(actor, "planning.remove_item", plan, [item.text], at)
    return plan


def _plan(actor: Actor, plan_id: int) -> Plan:
    plan = locked(policies.visible_plans(actor).select_related("unit"), plan_id)
    require(policies.can_manage_plan(actor, plan), NOT_YOURS)
    return plan


def _item(actor: Actor, item_id: int) -> ChecklistItem:
    rows = ChecklistItem.objects.filter(plan__in=policies.visible_plans(actor).values("pk"))
    item = locked(rows.select_related("plan__unit"), item_id)
    require(policies.can_manage_plan(actor, item.plan), NOT_YOURS)
    return item


def _record(actor: Actor, act: str, plan: Plan, texts: list[str], at: datetime) -> None:
    audit.record(actor=actor, act=act, subject=plan_subject(plan), at=at, changes={"items": texts})
