"""Targets of a plan: written in its draft, shared out to units."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from thidua.apps.audit import services as audit
from thidua.apps.organizations import policies as organization_policies
from thidua.apps.organizations.queries import Unit
from thidua.apps.planning import domain, policies
from thidua.apps.planning.domain import rules
from thidua.apps.planning.enums import PlanState
from thidua.apps.planning.models import Plan, PlanTarget, TargetShare
from thidua.apps.planning.services.confirmation import BATCH, plan_subject
from thidua.apps.planning.services.plans import require_change
from thidua.apps.planning.services.release import address
from thidua.apps.planning.services.values import set_values
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, EditConflict, InvalidInput, NotVisible
from thidua.core.locking import locked
from thidua.core.policies import require

TARGET_FIELDS = (
    "indicator", "comparator", "minimum", "maximum", "measure", "baseline", "baseline_text", "is_cumulative",
)  # fmt: skip
SHARED_STATES = (PlanState.DRAFT, PlanState.ISSUED, PlanState.ACTIVE)
"""The states of a plan in which its targets are shared out."""
CONFLICT = "Người khác vừa sửa nội dung này sau khi Ông/Bà mở trang."
CONFLICT_REMEDY = "Xem bản hiện tại bên cạnh, chép phần cần giữ rồi lưu lại."
Bounds = tuple[Decimal | None, Decimal | None]


def target_subject(target: PlanTarget, *, unit: Unit | None = None) -> audit.Subject:
    """Name a target; an act of one unit on it belongs to that unit, so that no other reads of it."""
    path = (unit or target.plan.unit).path
    return audit.Subject("planning.plantarget", target.pk, str(target), path)


@transaction.atomic
def create_target(*, actor: Actor, plan_id: int, values: Mapping[str, Any], at: datetime) -> PlanTarget:
    """Add a target to a draft (`planning.create_target`), behind the others.

    `values` holds TARGET_FIELDS and `whole`, the key of the target it is a part of or None.
    Raises NotVisible, NotPermitted, DomainError, InvalidInput.
    """
    plan = locked(policies.visible_plans(actor).select_related("unit"), plan_id)
    require_change(actor, plan)
    last = plan.targets.aggregate(last=Max("position"))["last"] or 0
    target = PlanTarget(plan=plan, position=last + 1)
    _take(target, values)
    _set_whole(target, values.get("whole"))
    target.save()
    changes = {"indicator": target.indicator, "minimum": _plain(target.minimum), "maximum": _plain(target.maximum)}
    audit.record(actor=actor, act="planning.create_target", subject=target_subject(target), at=at, changes=changes)
    return target


@transaction.atomic
def change_target(*, actor: Actor, target_id: int, version: int, values: Mapping[str, Any], at: datetime) -> PlanTarget:
    """Change a target of a draft (`planning.change_target`). What the document said stays with it as evidence.

    Raises NotVisible, NotPermitted, DomainError, EditConflict, InvalidInput.
    """
    target = _target_for_change(actor, target_id)
    require_version(target.version, version)
    changes = _take(target, values)
    before = target.whole
    if "whole" in values and values["whole"] != target.whole_id:
        _set_whole(target, values["whole"])
        changes["whole_name"] = [str(before or ""), str(target.whole or "")]
    if changes:
        target.version += 1
        target.save()
        audit.record(actor=actor, act="planning.change_target", subject=target_subject(target), at=at, changes=changes)
    return target


@transaction.atomic
def move_target(*, actor: Actor, target_id: int, steps: int, at: datetime) -> PlanTarget:
    """Move a target of a draft among those of the same whole (`planning.move_target`): up for -1, down for 1.

    At either end nothing happens. Raises NotVisible, NotPermitted, DomainError.
    """
    target = _target_for_change(actor, target_id)
    siblings = list(PlanTarget.objects.filter(plan=target.plan_id, whole=target.whole_id))
    order = [one.pk for one in siblings]
    before = order.index(target.pk)
    after = min(max(before + steps, 0), len(order) - 1)
    if after == before:
        return target
    places = sorted(one.position for one in siblings)
    siblings.insert(after, siblings.pop(before))
    # Two of a paper may hold one place; each gets its own, so that the order told is the order kept.
    for at_place, one in enumerate(siblings):
        one.position = max(places[at_place], (siblings[at_place - 1].position + 1) if at_place else 0)
    PlanTarget.objects.bulk_update(siblings, ["position"], batch_size=BATCH)
    target.position = siblings[after].position
    audit.record(actor=actor, act="planning.move_target", subject=target_subject(target), at=at)
    return target


@transaction.atomic
def remove_target(*, actor: Actor, target_id: int, at: datetime) -> Plan:
    """Take a target out of a draft (`planning.remove_target`); its parts become parts of what it was a part of.

    The record keeps what it said. Raises NotVisible, NotPermitted, DomainError.
    """
    target = _target_for_change(actor, target_id)
    plan = target.plan
    target.parts.update(whole=target.whole_id, version=F("version") + 1)
    changes = {name: _plain(getattr(target, name)) for name in TARGET_FIELDS}
    audit.record(actor=actor, act="planning.remove_target", subject=plan_subject(plan), at=at, changes=changes)
    target.delete()
    return plan


@transaction.atomic
def share_target(
    *, actor: Actor, target_id: int, shares: Mapping[int, Bounds], version: int, at: datetime
) -> PlanTarget:
    """Share a target out (`planning.share_target`): `shares` maps units to (minimum, maximum); none keeps it whole.

    The shares given replace those before. Units of an issued plan that had not received it do now.
    Raises NotVisible, NotPermitted, EditConflict, InvalidInput, DomainError when a unit that reported would lose its
    share, or when one unit stands above another.
    """
    target = locked(policies.visible_targets(actor).select_related("plan__unit"), target_id)
    require_share(actor, target)
    require_version(target.version, version)
    units = _units_of_shares(actor, shares)
    _check_shares(shares, units)
    before = list(target.shares.select_related("unit").order_by("unit__path"))
    # Figures of the plan's own unit were reported of the whole: they stay its own, and cannot lose a share.
    reporters = set(target.actuals.values_list("unit_id", flat=True).distinct())
    lost = [one.unit.name for one in before if one.unit_id not in shares and one.unit_id in reporters]
    if not before and shares and reporters - set(shares):
        lost = [target.plan.unit.name]
    if lost:
        raise DomainError(
            f"Đơn vị đã báo cáo số liệu của chỉ tiêu này nên không bỏ khỏi phân bổ được: {'; '.join(lost)}.",
            remedy="Giữ phần của các đơn vị đó, hoặc xóa số liệu đã báo cáo (có ghi lý do) rồi phân bổ lại.",
        )
    after = [
        TargetShare(target=target, unit=unit, minimum=shares[unit.pk][0], maximum=shares[unit.pk][1]) for unit in units
    ]
    texts = [[_share_text(one) for one in rows] for rows in (before, after)]
    if texts[0] == texts[1]:
        return target
    target.shares.all().delete()
    TargetShare.objects.bulk_create(after, batch_size=BATCH)
    target.version += 1
    target.save(update_fields=["version"])
    if target.plan.state != PlanState.DRAFT:
        address(target.plan, unit_ids=list(shares), at=at)
    audit.record(
        actor=actor, act="planning.share_target", subject=target_subject(target), at=at, changes={"shares": texts}
    )
    return target


def require_share(actor: Actor, target: PlanTarget) -> None:
    """Raise NotPermitted for who does not share the target out, DomainError where its plan is not to be changed."""
    require(
        policies.can_manage_plan(actor, target.plan),
        "Chỉ đơn vị ban hành kế hoạch được phân bổ chỉ tiêu cho các đơn vị.",
    )
    if target.plan.state not in SHARED_STATES:
        raise DomainError(
            f"Kế hoạch đang ở trạng thái “{target.plan.get_state_display()}” nên không phân bổ chỉ tiêu được.",
            remedy="Chỉ tiêu được phân bổ khi kế hoạch là dự thảo, đã ban hành hoặc đang thực hiện.",
        )


def require_version(current: int, opened: int) -> None:
    """Raise EditConflict when somebody else saved since the page was opened."""
    if current != opened:
        raise EditConflict(CONFLICT, remedy=CONFLICT_REMEDY)


def _target_for_change(actor: Actor, target_id: int) -> PlanTarget:
    target = locked(policies.visible_targets(actor).select_related("plan__unit", "whole"), target_id)
    require_change(actor, target.plan)
    return target


def _take(target: PlanTarget, values: Mapping[str, Any]) -> dict[str, Any]:
    """Set the given fields, check them, and return what changed as {field: [before, after]}."""
    changes = set_values(target, values, fields=TARGET_FIELDS)
    _check(target)
    return {name: [_plain(one) for one in sides] for name, sides in changes.items()}


def _check(target: PlanTarget) -> None:
    fields = rules.target_faults(
        indicator=target.indicator, comparator=target.comparator, minimum=target.minimum, maximum=target.maximum
    )
    if fields:
        raise InvalidInput("Chưa lưu được chỉ tiêu.", fields=fields, remedy="Sửa các ô được đánh dấu rồi lưu lại.")


def _set_whole(target: PlanTarget, whole_id: int | None) -> None:
    """Make the target a part of another one of its plan. Raises InvalidInput for one that is its own part."""
    wholes = dict(PlanTarget.objects.filter(plan=target.plan_id).values_list("pk", "whole_id"))
    above = whole_id
    while above is not None:
        if above not in wholes or above == target.pk:
            sentence = "Chỉ tiêu không thể là phần của chính nó hay của một chỉ tiêu khác kế hoạch."
            raise InvalidInput(sentence, fields={"whole": sentence})
        above = wholes[above]
    target.whole = PlanTarget.objects.get(pk=whole_id) if whole_id is not None else None


def _units_of_shares(actor: Actor, shares: Mapping[int, Bounds]) -> list[Unit]:
    units = list(organization_policies.visible_units(actor).filter(pk__in=shares).order_by("path"))
    if len(units) != len(shares):
        raise NotVisible
    return units


def _check_shares(shares: Mapping[int, Bounds], units: Collection[Unit]) -> None:
    above = ""
    by_path = {unit.path: unit for unit in units}
    for unit in units:  # in tree order, so whatever stands below a unit comes right behind it
        if above and unit.path.startswith(above):
            raise DomainError(
                f"“{unit.name}” thuộc “{by_path[above].name}” nên phần của hai đơn vị sẽ bị tính hai lần.",
                remedy="Chỉ giao cho một trong hai đơn vị.",
            )
        above = unit.path
        low, high = shares[unit.pk]
        if low is None and high is None:
            raise InvalidInput(
                f"Chưa có mức giao cho “{unit.name}”.", fields={f"low_{unit.pk}": "Điền mức giao, hoặc bỏ chọn đơn vị."}
            )
        if low is not None and high is not None and low > high:
            raise InvalidInput(
                f"Mức giao cho “{unit.name}” không đúng thứ tự.",
                fields={f"high_{unit.pk}": rules.WRONG_ORDER},
            )


def _share_text(share: TargetShare) -> str:
    bounds = dict.fromkeys(str(_plain(one)) for one in (share.minimum, share.maximum) if one is not None)
    return f"{share.unit.name}: {'–'.join(bounds)}"


def _plain(value: Any) -> Any:
    """Write an amount for people; leave anything else."""
    return domain.written_amount(value) if isinstance(value, Decimal) else value
