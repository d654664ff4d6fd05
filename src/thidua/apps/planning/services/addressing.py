"""What the plan's unit does to the units it addressed: remind exactly those missing, send the plan to further ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.notifications.services import NewNotice
from thidua.apps.organizations import queries as organizations
from thidua.apps.planning import policies, queries
from thidua.apps.planning.domain.addresses import plan_address
from thidua.apps.planning.domain.coverage import UnitCoverage
from thidua.apps.planning.enums import NOTICE_URGED, Lack
from thidua.apps.planning.models import Plan, PlanReceipt
from thidua.apps.planning.services.cascade import local_day, require_running
from thidua.apps.planning.services.confirmation import BATCH
from thidua.apps.planning.services.life_notices import name_of, tell_units
from thidua.apps.planning.services.lifecycle import plan_for_step
from thidua.apps.planning.services.notices import tell
from thidua.apps.planning.services.release import address
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, InvalidInput
from thidua.core.policies import require
from thidua.lib.vietnamese import fold

NOT_YOURS = "Chỉ người soạn hoặc duyệt kế hoạch của đơn vị ban hành được {act}."
WORDS = {
    Lack.RECEIPT: "Đề nghị đơn vị tiếp nhận {plan}.",
    Lack.PLAN: "Đề nghị đơn vị lập và ban hành kế hoạch của đơn vị để thực hiện {plan}.",
    Lack.LAUNCH: "Đề nghị đơn vị triển khai và ghi nhận ngày triển khai {plan}.",
    Lack.REPORT: "Đề nghị đơn vị báo cáo tiến độ các nhiệm vụ được giao chủ trì theo {plan}.",
    Lack.OVERDUE: "Đơn vị có nhiệm vụ quá hạn theo {plan}. Đề nghị hoàn thành, báo cáo hoặc xin gia hạn.",
    Lack.HEADCOUNT: "Đề nghị đơn vị báo số người tham gia {plan}.",
}
LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Reminded:
    """What became of a reminder: units told; units passed over because nobody there could be told, because they were
    reminded of this already today, or because they owe it no more."""

    told: tuple[str, ...]
    without_people: tuple[str, ...]
    already: tuple[str, ...]
    settled: tuple[str, ...]


def reminder_words(plan: Plan, about: str) -> str:
    """Return what a reminder says unless the person who sends it writes something else."""
    name = name_of(plan)
    return WORDS[Lack(about)].format(plan=name[:1].lower() + name[1:])


@transaction.atomic
def remind_units(
    *, actor: Actor, plan_id: int, unit_ids: Collection[int], about: str, text: str = "", at: datetime
) -> Reminded:
    """Remind those of the units that still owe this to the plan (`planning.remind_units`), once a day and matter.

    `about` is a Lack. Clerk, officer and head of each unit are told.
    Raises NotVisible, NotPermitted, DomainError when there is nobody to remind, InvalidInput for an unknown matter.
    """
    plan = plan_for_step(actor, plan_id)
    require(policies.can_manage_plan(actor, plan), NOT_YOURS.format(act="đôn đốc các đơn vị"))
    require_running(plan)
    if about not in Lack.values:
        raise InvalidInput("Chưa chọn nội dung đôn đốc.", remedy="Mở một con số ở đầu thẻ Đơn vị rồi bấm “Đôn đốc”.")
    words = text.strip() or reminder_words(plan, about)
    if len(words) > LONGEST_TEXT:
        message = f"Lời nhắc dài quá {LONGEST_TEXT} ký tự."
        raise InvalidInput(message, fields={"text": message}, remedy="Viết ngắn lại rồi gửi.")
    today = local_day(at)
    chosen = [one for one in queries.coverage_of(plan, today=today) if one.unit_id in set(unit_ids)]
    owing = [one for one in chosen if one.lacks(about)]
    fresh = [one for one in owing if one.reminders.get(about) != today.isoformat()]
    holders = organizations.users_holding(policies.REPORTERS, unit_ids=[one.unit_id for one in fresh], on=today)
    told = [one for one in fresh if one.unit_id in holders]
    if not told:
        raise _nobody(chosen, owing, fresh)
    _note(told, about=about, at=at)
    tell(
        notices=[
            NewNotice(
                recipient_id=user_id,
                kind=NOTICE_URGED,
                title=f"Đôn đốc: {Lack(about).label.lower()} – {name_of(plan)}",
                text=f"{words}\n{plan.unit.name}",
                key=f"{NOTICE_URGED}:{plan.pk}:{one.unit_id}:{about}:{today}",
                on=today,
                url=plan_address(plan.pk),
                subject_type="planning.plan",
                subject_id=plan.pk,
            )
            for one in told
            for user_id in holders[one.unit_id]
        ],
        at=at,
    )
    audit.record(
        actor=actor,
        act="planning.remind_units",
        subject=coverage_subject(plan),
        at=at,
        changes={"about": Lack(about).label, "units": "; ".join(_names(told)), "text": words},
    )
    return Reminded(
        told=_names(told),
        without_people=_names(one for one in fresh if one.unit_id not in holders),
        already=_names(one for one in owing if one not in fresh),
        settled=_names(one for one in chosen if one not in owing),
    )


@transaction.atomic
def address_more(*, actor: Actor, plan_id: int, names: list[str], at: datetime) -> tuple[str, ...]:
    """Send an issued plan to further units (`planning.address_more`), named as a person wrote or chose them.

    Groups stand for their members of the day. Returns the names of the units that had not received it before.
    Raises NotVisible, NotPermitted, DomainError, InvalidInput for a name that stands for no unit of the tree.
    """
    plan = plan_for_step(actor, plan_id)
    require(policies.can_manage_plan(actor, plan), NOT_YOURS.format(act="gửi kế hoạch cho thêm đơn vị"))
    require_running(plan)
    unit_ids = _units_named(plan, names, at=at)
    before = set(plan.receipts.values_list("unit_id", flat=True))
    address(plan, unit_ids=unit_ids, at=at)
    added = list(plan.receipts.select_related("unit").exclude(unit__in=before))
    if not added:
        raise DomainError(
            "Các đơn vị này đều đã nhận kế hoạch.", remedy="Xem danh sách ở thẻ Đơn vị; chọn đơn vị khác nếu cần."
        )
    found = tuple(one.unit.name for one in added)
    tell_units(
        plan, actor=actor, act="planning.address_more", title=f"Kế hoạch mới được gửi tới: {name_of(plan)}",
        unit_ids=[one.unit_id for one in added], at=at,
    )  # fmt: skip
    audit.record(
        actor=actor,
        act="planning.address_more",
        subject=coverage_subject(plan),
        at=at,
        changes={"units": "; ".join(found)},
    )
    return found


def coverage_subject(plan: Plan) -> audit.Subject:
    """Acts that name the units of a plan are told to those who oversee it, not to every unit that received it."""
    return audit.Subject("planning.coverage", plan.pk, str(plan), plan.unit.path)


def _units_named(plan: Plan, names: list[str], *, at: datetime) -> set[int]:
    day = local_day(at)
    entries = queries.unit_entries(plan.unit, names, on=day)
    choices = {name: entries[fold(name)]["choice"] for name in names}
    unknown = [name for name, choice in choices.items() if not choice]
    above = {unit.pk for unit in organizations.ancestors(plan.unit)} | {plan.unit_id}
    unit_ids = {choice["unit"] for choice in choices.values() if choice and "unit" in choice}
    groups = [choice["group"] for choice in choices.values() if choice and "group" in choice]
    unit_ids |= {unit.pk for units in organizations.group_members(groups, on=day).values() for unit in units}
    message = ""
    if not names:
        message = "Chưa chọn đơn vị nào."
    elif unknown:
        message = f"Không có trong cơ cấu tổ chức: {'; '.join(unknown)}."
    elif unit_ids & above:
        message = "Kế hoạch được gửi xuống; không gửi cho chính đơn vị ban hành hay đơn vị cấp trên."
    if message:
        raise InvalidInput(message, fields={"units": message}, remedy="Chọn đơn vị trong danh sách gợi ý rồi gửi.")
    return unit_ids


def _note(units: Collection[UnitCoverage], *, about: str, at: datetime) -> None:
    rows = list(PlanReceipt.objects.filter(pk__in=[one.receipt_id for one in units]))
    for row in rows:
        row.reminded_at = at
        row.reminders = {**row.reminders, about: local_day(at).isoformat()}
    PlanReceipt.objects.bulk_update(rows, ["reminded_at", "reminders"], batch_size=BATCH)


def _nobody(chosen: list[UnitCoverage], owing: list[UnitCoverage], fresh: list[UnitCoverage]) -> DomainError:
    if not chosen:
        return DomainError("Chưa chọn đơn vị nào để đôn đốc.", remedy="Lọc danh sách đơn vị rồi bấm “Đôn đốc”.")
    if not owing:
        return DomainError(
            "Các đơn vị này vừa làm xong việc cần đôn đốc.", remedy="Tải lại trang để xem tình hình mới."
        )
    if not fresh:
        return DomainError(
            "Hôm nay đã đôn đốc các đơn vị này về việc này rồi.",
            remedy="Mỗi đơn vị được nhắc về một việc không quá một lần trong ngày; ngày mai có thể nhắc lại.",
        )
    return DomainError(
        f"Chưa có ai nhận được lời nhắc ở: {'; '.join(_names(fresh))}.",
        remedy="Đề nghị quản trị giao vai trò cán bộ đầu mối hoặc thủ trưởng cho người của đơn vị.",
    )


def _names(units: Iterable[UnitCoverage]) -> tuple[str, ...]:
    return tuple(one.name for one in units)
