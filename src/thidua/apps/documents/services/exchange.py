"""Documents to and from other bodies as edXML packages (QCVN 102:2016/BTTTT)."""

from __future__ import annotations

import io
from datetime import datetime

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.documents import queries
from thidua.apps.documents.enums import PaperState
from thidua.apps.documents.errors import PackageRefused
from thidua.apps.documents.models import Paper, ReceivedFile, ReceivedPackage, StoredFile
from thidua.apps.documents.policies.exchange import can_export_package, can_import_package
from thidua.apps.documents.services.files import store_file
from thidua.apps.documents.services.papers.shared import content_of, name_of, paper_for_change, record
from thidua.apps.organizations.queries import Unit
from thidua.core.actor import Actor
from thidua.core.policies import require
from thidua.core.search import search_key
from thidua.lib.vanban import exchange
from thidua.lib.vanban.exchange import Attachment, Business, Organ, Package, Priority, UnreadablePackage
from thidua.lib.vanban.form import type_of
from thidua.lib.vanban.official import OfficialDocument, Urgency

_PRIORITIES = {
    Urgency.URGENT: Priority.URGENT,
    Urgency.VERY_URGENT: Priority.VERY_URGENT,
    Urgency.IMMEDIATE: Priority.IMMEDIATE,
}


@transaction.atomic
def export_package(*, actor: Actor, paper_id: int, at: datetime) -> bytes:
    """Return an issued paper with its files as a package to be sent (`documents.export_package`).

    A withdrawn paper gives the package that recalls it. Raises NotVisible, NotPermitted, PackageRefused.
    """
    paper = paper_for_change(actor, paper_id)
    require(can_export_package(actor, paper), f"Chỉ văn thư của {paper.unit.name} được xuất gói văn bản.")
    content = content_of(paper)
    package = _package(paper, content, at)
    written = exchange.write_package(package)
    record(
        actor, "documents.export_package", paper, at,
        document_id=package.document_id, recipients=[one.name for one in package.recipients],
    )  # fmt: skip
    return written


def _package(paper: Paper, content: OfficialDocument, at: datetime) -> Package:
    if content.number is None or content.issued_on is None or paper.pdf_id is None:
        raise PackageRefused(
            "Chưa xuất gói văn bản được: văn bản chưa có số hoặc tệp chính thức chưa tạo xong.",
            remedy="Cấp số, chờ tệp PDF của văn bản hiện ra rồi xuất.",
        )
    if content.secrecy is not None:
        raise PackageRefused(
            "Văn bản mật không gửi bằng gói văn bản điện tử này.",
            remedy="Gửi theo quy định của pháp luật về bảo vệ bí mật nhà nước.",
        )
    if not exchange.is_body_code(paper.unit.code):
        raise PackageRefused(
            f"{paper.unit.name} chưa có mã định danh đúng quy định (đang ghi “{paper.unit.code}”).",
            remedy="Quản trị sửa “Mã đơn vị” thành mã định danh cơ quan được cấp theo Quyết định 20/2020/QĐ-TTg, "
            "ví dụ H26.15.02.",
        )
    number = f"{content.number:02d}"
    kind = type_of(paper.type_key)
    is_recall = paper.state == PaperState.WITHDRAWN
    signature = content.signatures[-1] if content.signatures else None
    files = [_attachment(one) for one in queries.outgoing_files(paper)]
    return Package(
        sender=Organ(paper.unit.code, paper.unit.name, in_charge=content.parent),
        recipients=tuple(
            Organ(one.unit.code if exchange.is_identifier(one.unit.code) else "", one.unit.name)
            if one.unit is not None
            else Organ("", one.name, email=one.email)
            for one in paper.recipients.select_related("unit")
        ),
        number=number,
        notation=content.symbol,
        issued_on=content.issued_on,
        type_code=kind.exchange_code or 0,
        type_name=kind.name,
        subject=content.title or kind.name,
        document_id=exchange.document_id(
            organ=paper.unit.code, issued_on=content.issued_on, number=number, notation=content.symbol
        ),
        sent_at=at.replace(microsecond=0),
        place=content.place,
        signer=exchange.Signer(signature.name, signature.position, signature.capacity or "") if signature else None,
        to_places=content.recipients,
        priority=_PRIORITIES[content.urgency] if content.urgency else Priority.NORMAL,
        drafter=content.drafter,
        annexes=tuple(one.title for one in content.attachments),
        business=Business.RECALL if is_recall else Business.NEW,
        reason=paper.state_reason if is_recall else "",
        attachments=tuple(files),
    )


def _attachment(stored: StoredFile) -> Attachment:
    with queries.open_content(stored=stored) as file:
        return Attachment(stored.original_name, stored.media_type, file.read())


@transaction.atomic
def import_package(*, actor: Actor, unit: Unit, content: bytes, original_name: str, at: datetime) -> ReceivedPackage:
    """Take a package in for `unit` (`documents.import_package`): the document with its files.

    The same document is taken in once; its recall or change later is one more. Raises NotPermitted, PackageRefused,
    FileRefused.
    """
    require(can_import_package(actor, unit), f"Chỉ người tiếp nhận văn bản của {unit.name} được nhận gói văn bản.")
    try:
        package = exchange.read_package(content)
    except UnreadablePackage as refusal:
        raise PackageRefused(str(refusal), remedy="Nhờ cơ quan gửi xuất lại gói văn bản.") from None
    named = {one.code for one in package.recipients if one.code}
    if exchange.is_body_code(unit.code) and named and unit.code not in named:
        raise PackageRefused(
            f"Gói văn bản này gửi cho cơ quan khác, không có {unit.name} ({unit.code}) trong nơi nhận.",
            remedy="Chọn đúng đơn vị nhận, hoặc báo lại cơ quan gửi.",
        )
    before = ReceivedPackage.objects.filter(unit=unit, document_id=package.document_id, business=Business.NEW)
    if package.business == Business.NEW and (known := before.first()) is not None:
        raise PackageRefused(
            f"Văn bản này đã nhận ngày {known.received_at:%d/%m/%Y} ({known.document_id}).",
            remedy="Mở văn bản đã nhận trong danh sách.",
        )
    stored = store_file(actor=actor, unit=unit, content=io.BytesIO(content), original_name=original_name, at=at)
    received = ReceivedPackage.objects.create(
        unit=unit,
        document_id=package.document_id[:300],
        sender_code=package.sender.code,
        sender_name=package.sender.name[:300] or package.sender.code,
        number=package.number[:20],
        notation=package.notation[:80],
        issued_on=package.issued_on,
        type_name=package.type_name[:100],
        subject=package.subject,
        signer_name=package.signer.name[:150] if package.signer else "",
        signer_position=package.signer.position[:150] if package.signer else "",
        due_on=package.due_on,
        priority=int(package.priority),
        business=int(package.business),
        reason=package.reason,
        sent_at=package.sent_at,
        file=stored,
        received_by_id=actor.user_id,
        received_label=actor.label[:200],
        received_at=at,
        search_text=search_key(package.number, package.notation, package.subject, package.sender.name),
    )
    for one in package.attachments:
        if not one.content:
            continue
        file = store_file(actor=actor, unit=unit, content=io.BytesIO(one.content), original_name=one.name, at=at)
        ReceivedFile.objects.create(package=received, file=file, description=one.description[:500])
    subject = audit.Subject("documents.receivedpackage", received.pk, str(received), unit.path)
    changes = {"document_id": received.document_id, "sender": received.sender_name, "sha256": stored.sha256}
    audit.record(actor=actor, act="documents.import_package", subject=subject, at=at, changes=changes)
    return received


def package_name(paper: Paper) -> str:
    """Name the file of a package after its paper."""
    return f"{name_of(paper)[:120]}.edxml"
