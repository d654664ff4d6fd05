"""Excel lists of a plan: taken in for preview, then applied all or nothing, or dropped."""

from __future__ import annotations

import io
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.documents import services as documents
from thidua.apps.planning import policies, queries
from thidua.apps.planning.domain import sheets
from thidua.apps.planning.enums import SheetKind, SheetState
from thidua.apps.planning.errors import SheetRefused
from thidua.apps.planning.models import Plan, SheetImport
from thidua.apps.planning.services.actuals import require_reported_state
from thidua.apps.planning.services.confirmation import plan_subject
from thidua.apps.planning.services.plans import require_change
from thidua.apps.planning.services.sheet_writing import lock_rows, write_actuals, write_targets, write_tasks
from thidua.core.actor import Actor
from thidua.core.errors import EditConflict, NotPermitted
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.lib.vanban.reading.workbooks import UnreadableList

SHEET_LISTS = {SheetKind.TASKS: sheets.tasks, SheetKind.TARGETS: sheets.targets, SheetKind.ACTUALS: sheets.actuals}
WRITERS = {SheetKind.TASKS: write_tasks, SheetKind.TARGETS: write_targets, SheetKind.ACTUALS: write_actuals}
NOT_REPORTING = "Ông/Bà không báo cáo số liệu của kế hoạch này."
GONE = "Danh sách này đã được nhập hoặc đã bỏ."


def sheet_subject(one: SheetImport) -> audit.Subject:
    return audit.Subject("planning.sheetimport", one.pk, str(one), one.unit.path)


@transaction.atomic
def start_sheet(
    *, actor: Actor, plan_id: int, kind: str, content: bytes, original_name: str, at: datetime
) -> SheetImport:
    """Take a list of a plan in for preview (`planning.start_sheet`). Nothing of it counts until it is applied.

    A list of the same kind that still waited is dropped for it. Raises NotVisible, NotPermitted, DomainError for a
    plan that does not take such a list now, SheetRefused for a file that gives no list.
    """
    plan = locked(policies.visible_plans(actor).select_related("unit"), plan_id)
    require_sheet(actor, plan, kind)
    if actor.user_id is None:
        raise NotPermitted(NOT_REPORTING)
    module = SHEET_LISTS[SheetKind(kind)]
    try:
        listed = sheets.read_listed(content, fields=module.FIELDS, needed=module.NEEDED)
    except UnreadableList as error:
        raise SheetRefused(str(error)) from None
    SheetImport.objects.filter(
        plan=plan, kind=kind, created_by_id=actor.user_id, state=SheetState.PREVIEW
    ).update(state=SheetState.DISCARDED, rows={})  # fmt: skip
    unit = plan.unit if kind != SheetKind.ACTUALS else queries.place_of_reports(actor) or plan.unit
    stored = documents.store_file(
        actor=actor, unit=unit, content=io.BytesIO(content), original_name=original_name, at=at
    )
    one = SheetImport.objects.create(
        plan=plan,
        unit=unit,
        kind=kind,
        file=stored,
        rows=listed.as_json(),
        created_by_id=actor.user_id,
        created_at=at,
    )
    changes = {"sheet": str(SheetKind(kind).label), "rows": len(listed.rows)}
    audit.record(actor=actor, act="planning.start_sheet", subject=sheet_subject(one), at=at, changes=changes)
    return one


@transaction.atomic
def apply_sheet(*, actor: Actor, sheet_id: UUID, digest: str, at: datetime) -> SheetImport:
    """Write a previewed list, all or nothing (`planning.apply_sheet`), in a constant number of statements.

    Every row is judged anew, against rows locked until the end. Raises NotVisible, NotPermitted, DomainError,
    SheetRefused when a row has an error, EditConflict when it was applied before, has waited too long, or would now do
    something else than what `digest` stands for.
    """
    one = locked(policies.visible_sheets(actor).select_related("plan__unit", "unit", "file"), sheet_id)
    if one.state != SheetState.PREVIEW:
        raise EditConflict(GONE, remedy="Tải tệp lên lại nếu muốn nhập lần nữa.")
    if at > queries.expires_at(one):
        raise EditConflict(
            f"Danh sách chờ quá {queries.KEPT.days} ngày nên đã hết hạn.", remedy="Tải tệp lên lại để xem trước."
        )
    plan = locked(policies.visible_plans(actor).select_related("unit"), one.plan_id)
    require_sheet(actor, plan, one.kind)
    one.plan = plan
    lock_rows(plan, one.kind)
    on = timezone.localdate(at)
    preview = queries.sheet_preview(actor=actor, one=one, on=on)
    if preview.has_errors:
        raise SheetRefused(
            f"Danh sách còn {preview.counts['error']} dòng sai nên chưa nhập dòng nào.",
            remedy="Sửa các dòng đó trong tệp Excel rồi tải lên lại.",
        )
    if preview.digest != digest:
        raise EditConflict(
            "Kế hoạch đã thay đổi từ lúc xem trước nên kết quả nhập sẽ khác.",
            remedy="Xem lại bảng dưới đây rồi bấm Nhập.",
        )
    acts = WRITERS[SheetKind(one.kind)](plan, preview, actor=actor, at=at)
    one.state, one.applied_at, one.rows, one.outcome = SheetState.APPLIED, at, {}, preview.counts
    one.save()
    subject = sheet_subject(one) if one.kind == SheetKind.ACTUALS else plan_subject(plan)
    facts = {name: count for name, count in preview.counts.items() if name != "error"}
    facts_told = {"sheet": str(SheetKind(one.kind).label), "file": str(one), **facts}
    audit.record_many(actor=actor, acts=[*acts, audit.Act("planning.apply_sheet", subject, facts_told)], at=at)
    return one


@transaction.atomic
def discard_sheet(*, actor: Actor, sheet_id: UUID, at: datetime) -> SheetImport:
    """Drop a list without applying it (`planning.discard_sheet`). Raises NotVisible, EditConflict."""
    one = locked(policies.visible_sheets(actor).select_related("plan", "unit", "file"), sheet_id)
    if one.state != SheetState.PREVIEW:
        raise EditConflict(GONE)
    one.state, one.rows = SheetState.DISCARDED, {}
    one.save(update_fields=["state", "rows"])
    audit.record(actor=actor, act="planning.discard_sheet", subject=sheet_subject(one), at=at)
    return one


def require_sheet(actor: Actor, plan: Plan, kind: str) -> None:
    """Raise unless the actor may bring such a list into this plan now.

    Tasks and targets go into a draft, by who writes it; figures into a plan that is worked on, by who reports them.
    """
    if kind not in SheetKind.values:
        raise NotPermitted("Không có loại danh sách này.")
    if kind != SheetKind.ACTUALS:
        require_change(actor, plan)
        return
    require_reported_state(plan)
    require(bool(queries.reporting_units(actor, plan)), NOT_REPORTING)
