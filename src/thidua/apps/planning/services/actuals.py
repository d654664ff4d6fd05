"""Figures that units report of targets, by period, with evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.documents import services as documents
from thidua.apps.organizations.queries import Unit
from thidua.apps.planning import domain, policies, queries
from thidua.apps.planning.domain import rules
from thidua.apps.planning.enums import PeriodKind
from thidua.apps.planning.models import Plan, PlanTarget, TargetActual
from thidua.apps.planning.services.targets import target_subject
from thidua.core.actor import ANY_ROLE, Actor
from thidua.core.errors import DomainError, EditConflict, InvalidInput, NotVisible
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.lib.vietnamese import clean


@transaction.atomic
def report_actual(
    *,
    actor: Actor,
    target_id: int,
    unit_id: int,
    period: str,
    starts_on: date,
    ends_on: date,
    value: Decimal,
    note: str = "",
    files: Sequence[tuple[str, BinaryIO]] = (),
    version: int = 0,
    at: datetime,
) -> TargetActual:
    """Report what a unit reached in a period (`planning.report_actual`); `version` is 0 for a first figure.

    A figure of a period already reported is a correction (`planning.correct_actual`) and needs its version. Files,
    (name, content) pairs, are kept as evidence beside those there are. Raises NotVisible, NotPermitted, InvalidInput,
    EditConflict, DomainError for a plan that is not worked on and for a period that overlaps one reported before.
    """
    target = locked(policies.visible_targets(actor).select_related("plan__unit"), target_id)
    unit = require_report(actor, target, unit_id)
    _check(target, period, starts_on, ends_on, value, on=timezone.localdate(at))
    others = list(TargetActual.objects.filter(target=target, unit=unit))
    actual = next((one for one in others if (one.starts_on, one.ends_on) == (starts_on, ends_on)), None)
    if (actual.version if actual else 0) != version:
        raise EditConflict(
            "Số liệu của kỳ này vừa được người khác báo cáo hoặc sửa.",
            remedy="Xem số liệu hiện tại bên cạnh rồi lưu lại nếu vẫn cần đính chính.",
        )
    if target.is_cumulative and actual is None:
        _refuse_overlap(others, starts_on, ends_on)
    is_new = actual is None
    if actual is None:
        actual = TargetActual(target=target, unit=unit, starts_on=starts_on, ends_on=ends_on, version=0)
    before, note = (actual.value, actual.note), clean(note).strip()
    actual.period, actual.value, actual.note = period, value, note
    actual.reported_by_id, actual.reported_at = actor.user_id, at
    actual.version += 1
    actual.save()
    names = [name for name, _content in files]
    for name, content in files:
        actual.files.add(documents.store_file(actor=actor, unit=unit, content=content, original_name=name, at=at))
    changes: dict[str, object] = {"unit": unit.name, "period_name": rules.days(actual.starts_on, actual.ends_on)}
    changes |= (
        {"value": domain.written_amount(value)}
        if is_new
        else {"value": [domain.written_amount(before[0]), domain.written_amount(value)]}
    )
    if is_new and note:
        changes["note"] = note
    elif not is_new and note != before[1]:
        changes["note"] = [before[1], note]
    if names:
        changes["files"] = "; ".join(names)
    act = "planning.report_actual" if is_new else "planning.correct_actual"
    audit.record(actor=actor, act=act, subject=target_subject(target, unit=unit), at=at, changes=changes)
    return actual


@transaction.atomic
def remove_actual(*, actor: Actor, actual_id: int, reason: str, at: datetime) -> PlanTarget:
    """Take a figure back (`planning.remove_actual`) with a reason; the record keeps what it was.

    Raises NotVisible, NotPermitted, InvalidInput, DomainError for a plan that is not worked on.
    """
    found = policies.visible_actuals(actor).select_related("target__plan__unit", "unit")
    actual = locked(found, actual_id)
    require_report(actor, actual.target, actual.unit_id)
    reason = clean(reason).strip()
    if not reason:
        sentence = "Chưa có lý do xóa số liệu."
        raise InvalidInput(sentence, fields={"reason": sentence}, remedy="Ghi lý do rồi xóa lại.")
    changes = {
        "unit": actual.unit.name,
        "period_name": rules.days(actual.starts_on, actual.ends_on),
        "value": domain.written_amount(actual.value),
        "note": actual.note,
        "reason": reason,
    }
    subject = target_subject(actual.target, unit=actual.unit)
    audit.record(actor=actor, act="planning.remove_actual", subject=subject, at=at, changes=changes)
    target = actual.target
    actual.delete()
    return target


def require_report(actor: Actor, target: PlanTarget, unit_id: int) -> Unit:
    """Return the unit if the actor reports its figures of the target, to a plan that is worked on.

    Raises NotVisible for a unit of another branch and one that has no part in the target, NotPermitted, DomainError.
    """
    unit = queries.reporting_unit(target, unit_id)
    if unit is None or not (policies.can_oversee(actor, target.plan) or actor.holds(ANY_ROLE, path=unit.path)):
        raise NotVisible
    require(
        policies.can_report_target(actor, unit_path=unit.path),
        rules.not_reported_here(unit.name),
    )
    require_reported_state(target.plan)
    return unit


def require_reported_state(plan: Plan) -> None:
    """Raise DomainError for a plan that takes no figures: not issued yet, or over."""
    if plan.state not in queries.REPORTED_STATES:
        raise DomainError(
            f"Kế hoạch đang ở trạng thái “{plan.get_state_display()}” nên không nhận số liệu.",
            remedy="Số liệu được báo cáo khi kế hoạch đã ban hành và chưa kết thúc.",
        )


def _check(target: PlanTarget, period: str, starts_on: date, ends_on: date, value: Decimal, *, on: date) -> None:
    faults = rules.figure_faults(starts_on=starts_on, value=value, is_cumulative=target.is_cumulative, on=on)
    kind = PeriodKind(period) if period in PeriodKind.values else None
    periods = domain.periods_of(year=target.plan.year, kind=kind) if kind else []
    if not any((one.starts_on, one.ends_on) == (starts_on, ends_on) for one in periods):
        faults["period"] = f"Kỳ báo cáo phải là một tháng, quý, 6 tháng hoặc cả năm {target.plan.year}."
    if faults:
        raise InvalidInput("Chưa lưu được số liệu.", fields=faults, remedy="Sửa các ô được đánh dấu rồi lưu lại.")


def _refuse_overlap(others: Sequence[TargetActual], starts_on: date, ends_on: date) -> None:
    crossing = next((one for one in others if one.starts_on <= ends_on and one.ends_on >= starts_on), None)
    if crossing is not None:
        sentence = rules.overlap_fault(crossing.starts_on, crossing.ends_on)
        raise InvalidInput(
            sentence, fields={"period": sentence}, remedy="Chọn kỳ khác, hoặc đính chính số liệu của kỳ đã báo cáo."
        )
