"""Writes to the templates of papers: a version comes in checked, ends the one before it, and stays for good."""

from __future__ import annotations

import io
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from thidua.apps.audit import services as audit
from thidua.apps.documents import policies, queries
from thidua.apps.documents.errors import TemplateNotUsable
from thidua.apps.documents.models import PaperTemplate, TemplateVersion
from thidua.apps.documents.services.files import store_file
from thidua.apps.organizations.queries import Unit
from thidua.core.actor import Actor
from thidua.core.errors import DomainError, InvalidInput, NotVisible
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.lib.vanban.templates import TemplateReport, check_template
from thidua.lib.vietnamese import clean

_WHO = "Mẫu văn bản của cơ quan do văn thư hoặc quản trị của cơ quan tải lên."
_ASK = "Gửi tệp mẫu cho văn thư hoặc quản trị của cơ quan."


def template_subject(template: PaperTemplate) -> audit.Subject:
    return audit.Subject("documents.papertemplate", template.pk, template.name, template.body.path)


def upload_template_version(
    *, actor: Actor, body_id: int, kind: str, content: bytes, original_name: str, in_force_from: date, at: datetime,
    note: str = "",
) -> TemplateVersion:  # fmt: skip
    """Check a Word file and make it the template of a kind from a day on (`documents.upload_template`).

    The check runs before the transaction, in a process of its own. The version before it ends the day before; one that
    has not begun yet is dropped. Raises TemplateNotUsable with its report (nothing is stored), InvalidInput for the
    day, NotVisible, NotPermitted.
    """
    body = _body(actor, body_id)
    chosen = queries.template_kind(kind)
    require(policies.can_keep_templates(actor, body), _WHO, remedy=_ASK)
    report = check_template(content, kind=kind)
    if not report.is_acceptable:
        raise TemplateNotUsable(original_name, report=report)
    return _keep(
        actor=actor, body=body, name=f"Mẫu {chosen.name.lower()}", content=content, original_name=original_name,
        in_force_from=in_force_from, note=clean(note)[:300], report=report, at=at,
    )  # fmt: skip


@transaction.atomic
def _keep(
    *, actor: Actor, body: Unit, name: str, content: bytes, original_name: str, in_force_from: date, note: str,
    report: TemplateReport, at: datetime,
) -> TemplateVersion:  # fmt: skip
    template, _ = PaperTemplate.objects.get_or_create(body=body, kind=report.kind, defaults={"name": name})
    template = locked(PaperTemplate.objects.select_related("body"), template.pk)
    today = timezone.localdate(at)
    first = queries.first_day_allowed(body=body, kind=report.kind, today=today)
    if in_force_from < first:
        raise InvalidInput(
            "Chưa lưu được phiên bản mẫu.",
            fields={"in_force_from": f"Ngày áp dụng phải từ {first:%d/%m/%Y} trở đi: văn bản đã lập không đổi mẫu."},
        )
    stored = store_file(actor=actor, unit=body, content=io.BytesIO(content), original_name=original_name, at=at)
    _make_room(template, in_force_from)
    version = TemplateVersion.objects.create(
        template=template, number=template.versions.count() + 1, file=stored, note=note, in_force_from=in_force_from,
        fields_used=list(report.used), uploaded_by_id=actor.user_id, uploaded_label=actor.label, uploaded_at=at,
    )  # fmt: skip
    changes = {"version": version.number, "in_force_from": in_force_from, "sha256": stored.sha256, "note": note}
    audit.record(
        actor=actor, act="documents.upload_template", subject=template_subject(template), at=at, changes=changes
    )
    return version


def _make_room(template: PaperTemplate, in_force_from: date) -> None:
    """End the version that would run on, or drop it when it begins no earlier."""
    for version in template.versions.filter(is_dropped=False):
        if version.in_force_to is not None and version.in_force_to < in_force_from:
            continue
        if version.in_force_from >= in_force_from:
            version.is_dropped = True
        else:
            version.in_force_to = queries.day_before(in_force_from)
        version.save(update_fields=["is_dropped", "in_force_to"])


@transaction.atomic
def retire_template(*, actor: Actor, version_id: int, at: datetime) -> TemplateVersion:
    """Stop using a version after today (`documents.retire_template`); from tomorrow our own wording is used again.

    A version that has not begun is dropped. Raises NotVisible, NotPermitted, DomainError when it is over already.
    """
    found = queries.template_version(actor, version_id)
    template = locked(PaperTemplate.objects.select_related("body"), found.template_id)
    require(policies.can_keep_templates(actor, template.body), _WHO, remedy=_ASK)
    version = template.versions.get(pk=version_id)
    if version.is_dropped or version.in_force_to is not None:
        raise DomainError(
            f"Phiên bản {version.number} đã thôi áp dụng từ trước.", remedy="Tải lại trang để xem phiên bản đang dùng."
        )
    today = timezone.localdate(at)
    if version.in_force_from > today:
        version.is_dropped = True
    else:
        version.in_force_to = today
    version.save(update_fields=["is_dropped", "in_force_to"])
    audit.record(
        actor=actor, act="documents.retire_template", subject=template_subject(template), at=at,
        changes={"version": version.number, "in_force_to": version.in_force_to},
    )  # fmt: skip
    return version


def _body(actor: Actor, body_id: int) -> Unit:
    """Return a body whose templates the actor sees. Raises NotVisible."""
    body = queries.template_body(actor, str(body_id))
    if body is None:
        raise NotVisible
    return body
