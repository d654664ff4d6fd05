"""Writes to delegations: who does whose work while they are away, and taking it up."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.organizations import policies
from thidua.apps.organizations.models import Delegation, Person
from thidua.apps.organizations.queries import body_of, delegations_in_force
from thidua.apps.organizations.services.fields import day, plain
from thidua.apps.organizations.services.people import subject
from thidua.core.actor import Actor
from thidua.core.errors import InvalidInput, NotVisible
from thidua.core.locking import locked
from thidua.core.policies import require

LONGEST = 366
"""Days a delegation may last: a slip in the year must not give away somebody's rights for good."""


@transaction.atomic
def delegate(
    *,
    actor: Actor,
    person_id: int,
    substitute_id: int,
    starts_on: date,
    ends_on: date,
    at: datetime,
    reason: str = "",
) -> Delegation:
    """Let somebody of the same body do a person's work on the days given (`organizations.delegate`).

    Raises NotVisible, NotPermitted (others' work, or while acting in somebody's place), InvalidInput.
    """
    person = locked(policies.visible_people(actor).select_related("unit"), person_id)
    require(
        policies.can_delegate(actor, person),
        f"Chỉ {person.full_name} hoặc quản trị của đơn vị được cử người làm thay; người đang làm thay thì không.",
    )
    body = body_of(person.unit)
    substitute = policies.possible_substitutes(actor, person, body=body).filter(pk=substitute_id).first()
    reason = plain(reason)
    fields: dict[str, str] = {}
    if not (person.is_active and person.user is not None and person.user.is_active):
        fields["person"] = f"{person.full_name} chưa có tài khoản đang hoạt động nên chưa có việc để làm thay."
    if substitute is None:
        fields["substitute"] = "Cần chọn một người có tài khoản, cùng cơ quan."
    if starts_on < day(at):
        fields["starts_on"] = "Ngày bắt đầu phải từ hôm nay trở đi."
    if ends_on < starts_on:
        fields["ends_on"] = "Ngày kết thúc phải từ ngày bắt đầu trở đi."
    elif (ends_on - starts_on).days >= LONGEST:
        fields["ends_on"] = "Một lần cử người làm thay dài nhất là một năm."
    if len(reason) > 200:
        fields["reason"] = "Lý do dài quá 200 ký tự."
    other = _overlapping(person, starts_on, ends_on)
    if other is not None and not fields:
        fields["starts_on"] = (
            f"{other.substitute.full_name} đã làm thay từ {other.starts_on:%d/%m/%Y} đến hết {other.ends_on:%d/%m/%Y}; "
            "chấm dứt lần đó trước hoặc chọn ngày khác."
        )
    if fields or substitute is None:
        raise InvalidInput("Chưa cử được người làm thay: " + " ".join(fields.values()), fields=fields)
    made = Delegation.objects.create(
        person=person,
        substitute=substitute,
        body=body,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        created_by_id=actor.user_id,
        created_at=at,
    )
    changes = {"substitute": [None, substitute.full_name], "days": [None, _days(made)], "reason": [None, reason]}
    audit.record(actor=actor, act="organizations.delegate", subject=subject(person), at=at, changes=changes)
    return made


@transaction.atomic
def revoke_delegation(*, actor: Actor, delegation_id: int, at: datetime) -> Delegation:
    """End a delegation at once, or call off one ahead (`organizations.revoke_delegation`).

    The substitute is out of the other's place at the next click. Raises NotVisible, NotPermitted, InvalidInput.
    """
    visible = policies.visible_delegations(actor).select_related("person__unit", "substitute")
    one = locked(visible, delegation_id)
    require(
        policies.can_delegate(actor, one.person),
        f"Chỉ {one.person.full_name} hoặc quản trị của đơn vị được chấm dứt việc làm thay này.",
    )
    if one.revoked_at is not None or one.ends_on < day(at):
        raise InvalidInput("Việc làm thay này đã kết thúc từ trước.")
    one.revoked_at, one.revoked_by_id = at, actor.user_id
    one.save(update_fields=["revoked_at", "revoked_by"])
    changes = {"substitute": [one.substitute.full_name, None], "days": [_days(one), None]}
    audit.record(
        actor=actor, act="organizations.revoke_delegation", subject=subject(one.person), at=at, changes=changes
    )
    return one


@transaction.atomic
def act_in_place(*, actor: Actor, delegation_id: int, at: datetime) -> Delegation:
    """Note that a substitute takes up an absent person's work (`organizations.act_in_place`).

    `actor` is the substitute in his own name. Raises NotVisible unless the delegation is his and in force that day.
    """
    if actor.user_id is None:
        raise NotVisible
    mine = delegations_in_force(day(at)).filter(substitute__user_id=actor.user_id)
    one = locked(mine.select_related("person__unit", "substitute"), delegation_id)
    audit.record(
        actor=actor,
        act="organizations.act_in_place",
        subject=subject(one.person),
        at=at,
        changes={"days": _days(one)},
    )
    return one


@transaction.atomic
def stop_acting(*, actor: Actor, delegation_id: int, at: datetime) -> None:
    """Note that a substitute lays an absent person's work down again (`organizations.stop_acting`).

    `actor` is the substitute in his own name. Raises NotVisible when the delegation is not his.
    """
    if actor.user_id is None:
        raise NotVisible
    found = Delegation.objects.select_related("person__unit").filter(
        pk=delegation_id, substitute__user_id=actor.user_id
    )
    one = found.first()
    if one is None:
        raise NotVisible
    audit.record(actor=actor, act="organizations.stop_acting", subject=subject(one.person), at=at)


def _overlapping(person: Person, starts_on: date, ends_on: date) -> Delegation | None:
    standing = person.delegations.filter(revoked_at__isnull=True, starts_on__lte=ends_on, ends_on__gte=starts_on)
    return standing.select_related("substitute").order_by("starts_on").first()


def _days(one: Delegation) -> str:
    return f"{one.starts_on:%d/%m/%Y} – {one.ends_on:%d/%m/%Y}"
