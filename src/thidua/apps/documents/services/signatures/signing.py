"""Sign a paper digitally, or take in the file that somebody signed elsewhere.

A person signs what was submitted; the body signs what was issued, over the person's signature. What takes long (setting
the text, the key's work) is done before the row is locked; under the lock it is made sure that nothing has changed.
Passphrases and PINs are handed through and kept nowhere: no log, no record, no error carries them.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.documents import policies
from thidua.apps.documents.enums import KeyPlace, SignatureKind, SigningWay
from thidua.apps.documents.errors import SignatureRefused
from thidua.apps.documents.models import Paper, PaperSignature, SigningCopy, SigningImage, StoredFile
from thidua.apps.documents.policies.signatures import can_make_signature
from thidua.apps.documents.queries.files import open_content
from thidua.apps.documents.services import papers
from thidua.apps.documents.services.files import store_file
from thidua.apps.documents.services.papers.shared import paper_for_change, record, require_step
from thidua.apps.documents.services.signatures.trust import said_in_words, stamping, trust_store
from thidua.core.actor import Actor
from thidua.core.errors import EditConflict, NotVisible
from thidua.core.policies import require
from thidua.lib.vanban import signing
from thidua.lib.vanban.signing import Place, Signer, SigningRefused
from thidua.lib.vanban.writing.pdf import typeset
from thidua.lib.vietnamese import fold

Making = Callable[[bytes, Place, bytes | None], bytes]
"""Signs: the PDF, the place of the signature, the picture of hand or seal."""


def sign_with_pkcs12(
    *, actor: Actor, paper_id: int, kind: str, key_file: bytes, passphrase: str, at: datetime
) -> PaperSignature:
    """Sign with a PKCS#12 file given for this one act (`documents.sign_paper`, `documents.seal_paper`).

    `kind` is a SignatureKind. Raises NotVisible, NotPermitted, DomainError, SignatureRefused.
    """
    with said_in_words():
        signer = signing.signer_from_pkcs12(key_file, passphrase=passphrase)
        return _signed(actor, paper_id, kind, KeyPlace.FILE, _making(signer, kind, at), at)


def sign_with_token(*, actor: Actor, paper_id: int, kind: str, pin: str, at: datetime) -> PaperSignature:
    """Sign with the signing device of the server (`documents.sign_paper`, `documents.seal_paper`).

    Raises NotVisible, NotPermitted, DomainError, SignatureRefused.
    """
    _check_right(actor, paper_id, kind)  # before a PIN is tried: a device locks itself after a few wrong ones
    library, token = settings.OPTIONS.pkcs11_library, settings.OPTIONS.pkcs11_token
    if library is None or not token:
        raise SignatureRefused(
            "Máy chủ chưa được cài thiết bị ký.", remedy="Ký bằng tệp chữ ký số, hoặc ký bằng công cụ của cơ quan."
        )
    with said_in_words(), signing.token_signer(library=library, token_label=token, pin=pin) as signer:
        return _signed(actor, paper_id, kind, KeyPlace.TOKEN, _making(signer, kind, at), at)


def accept_signed_pdf(*, actor: Actor, paper_id: int, kind: str, content: bytes, at: datetime) -> PaperSignature:
    """Take in the paper's own PDF with a signature made elsewhere (`documents.sign_paper`, `documents.seal_paper`).

    The file must be the one `make_signing_copy` gave, with signatures added and nothing else. Raises NotVisible,
    NotPermitted, DomainError, SignatureRefused saying what differs.
    """

    def check(before: bytes, _place: Place, _image: bytes | None) -> bytes:
        signing.check_signed_copy(before, content)
        return content

    with said_in_words():
        return _signed(actor, paper_id, kind, KeyPlace.OUTSIDE, check, at)


@transaction.atomic
def make_signing_copy(*, actor: Actor, paper_id: int, kind: str, at: datetime) -> SigningCopy:
    """Return the PDF that is to be signed, made at first need (`documents.make_signing_copy`): all sign the same bytes.

    Raises NotVisible, NotPermitted, DomainError.
    """
    paper = paper_for_change(actor, paper_id)
    _require(actor, paper, kind)
    return _copy(actor, paper, kind, at)


def _signed(actor: Actor, paper_id: int, kind: str, key_place: str, making: Making, at: datetime) -> PaperSignature:
    copy = make_signing_copy(actor=actor, paper_id=paper_id, kind=kind, at=at)
    before = _content(copy.file)
    image = _image(copy.paper, kind, actor)
    after = making(before, Place(*copy.place), image)
    reports = signing.validate(after, trust=trust_store(), at=at)
    if not reports or not all(report.is_intact for report in reports):
        raise SignatureRefused(
            "Chữ ký trong tệp không nguyên vẹn nên không được ghi nhận.", remedy="Ký lại từ bản PDF của hệ thống."
        )
    if kind == SignatureKind.PERSON:
        _require_named(copy.paper, reports[-1].signer)
    return _keep(actor, copy, key_place, after, reports, at)


def _require_named(paper: Paper, holder: str) -> None:
    """Raise SignatureRefused when the certificate is somebody else's than who the paper says signs it."""
    named = papers.content_of(paper).signatures[-1].name
    if not set(fold(named).split()) <= set(fold(holder).split()):
        raise SignatureRefused(
            f"Chứng thư là của “{holder}”, còn văn bản ghi người ký là {named}.",
            remedy="Ký bằng chứng thư của đúng người ký, hoặc trả lại văn bản để sửa người ký.",
        )


@transaction.atomic
def _keep(
    actor: Actor,
    copy: SigningCopy,
    key_place: str,
    after: bytes,
    reports: tuple[signing.SignatureReport, ...],
    at: datetime,
) -> PaperSignature:
    paper = paper_for_change(actor, copy.paper_id)
    _require(actor, paper, copy.kind)
    if _source(paper, copy.kind) != (copy.edition, copy.kind):
        raise EditConflict(
            "Văn bản vừa được sửa nên chữ ký không còn đúng nội dung.", remedy="Tải lại trang và ký lại."
        )
    is_person = copy.kind == SignatureKind.PERSON
    name = copy.file.original_name.removesuffix(".pdf")
    stored = store_file(
        actor=actor,
        unit=paper.unit,
        content=io.BytesIO(after),
        original_name=f"{name} {'đã ký' if is_person else 'đã đóng dấu'}.pdf",
        at=at,
    )
    own = reports[-1]
    signature = PaperSignature.objects.create(
        paper=paper,
        kind=copy.kind,
        key_place=key_place,
        before=copy.file,
        before_sha256=copy.file.sha256,
        after=stored,
        after_sha256=stored.sha256,
        signer_name=own.signer,
        issuer=own.issuer,
        serial=own.serial,
        fingerprint=own.fingerprint,
        report=[report.to_json() for report in reports],
        signed_by_id=actor.user_id,
        signed_label=actor.label[:200],
        at=at,
    )
    facts = {
        "key_place": KeyPlace(key_place).label,
        "certificate": own.signer,
        "serial": own.serial,
        "before_sha256": copy.file.sha256,
        "after_sha256": stored.sha256,
    }
    if is_person:
        papers.sign_paper(actor=actor, paper_id=paper.pk, signed=stored, at=at)
        subject = audit.Subject("documents.papersignature", signature.pk, own.signer, paper.drafting_unit.path)
        audit.record(actor=actor, act="documents.sign_paper", subject=subject, at=at, changes=facts)
    else:
        record(actor, "documents.seal_paper", paper, at, **facts)
    return signature


def _making(signer: Signer, kind: str, at: datetime) -> Making:
    def make(pdf: bytes, place: Place, image: bytes | None) -> bytes:
        if kind == SignatureKind.PERSON:
            return signing.sign_personal(pdf, signer, place=place, at=at, image=image, stamping=stamping())
        return signing.sign_body(pdf, signer, place=place, at=at, seal_image=image, stamping=stamping())

    return make


def _check_right(actor: Actor, paper_id: int, kind: str) -> None:
    paper = policies.visible_papers(actor).select_related("unit", "drafting_unit", "signer").filter(pk=paper_id).first()
    if paper is None:
        raise NotVisible
    _require(actor, paper, kind)


def _require(actor: Actor, paper: Paper, kind: str) -> None:
    """Raise NotPermitted or DomainError unless the signature of this kind is the actor's to make, now."""
    if kind == SignatureKind.PERSON:
        require_step(actor, paper, "documents.sign_paper")
        return
    require(
        can_make_signature(actor, paper, kind),
        f"Chỉ văn thư của {paper.unit.name} được ký số của cơ quan vào văn bản (Nghị định 30/2020/NĐ-CP, Điều 32).",
    )
    if paper.issued_at is None or paper.pdf_id is None:
        raise SignatureRefused(
            "Chưa ký số của cơ quan được: văn bản chưa có số hoặc tệp chính thức chưa tạo xong.",
            remedy="Cấp số, chờ tệp PDF của văn bản hiện ra rồi ký.",
        )
    if PaperSignature.objects.filter(paper=paper, kind=SignatureKind.BODY).exists():
        raise SignatureRefused("Văn bản đã có chữ ký số của cơ quan.", remedy="Tải lại trang để xem chữ ký.")


def _source(paper: Paper, kind: str) -> tuple[int, str]:
    """What a signing copy is made of: an edition of the text for a person, the one issued text for the body."""
    return (paper.edition if kind == SignatureKind.PERSON else 0), kind


def _copy(actor: Actor, paper: Paper, kind: str, at: datetime) -> SigningCopy:
    edition, _ = _source(paper, kind)
    made = SigningCopy.objects.select_related("file").filter(paper=paper, kind=kind, edition=edition).first()
    if made is not None:
        made.paper = paper
        return made
    content = papers.content_of(paper)
    if kind == SignatureKind.PERSON:
        set_in_type = typeset(replace(content, number=None, issued_on=None))
        pdf = signing.prepare_blanks(set_in_type.pdf, signing.find_blanks(set_in_type.pdf))
        place = set_in_type.signatures[-1] if set_in_type.signatures else None
        name = f"{papers.name_of(paper)[:120]}.pdf"
        file = store_file(actor=actor, unit=paper.unit, content=io.BytesIO(pdf), original_name=name, at=at)
    else:
        assert paper.pdf is not None
        # Number and date take no room of their own, so the seal stands where it stands on the text without them.
        set_in_type = typeset(replace(content, number=None, issued_on=None) if _is_digital(paper) else content)
        place = set_in_type.seals[-1] if set_in_type.seals else None
        file = paper.pdf
    if place is None:
        raise SigningRefused(
            signing.SigningReason.PLACE_OUTSIDE,
            "Văn bản không có khối chữ ký nên không có chỗ đặt chữ ký số.",
            remedy="Bổ sung chức vụ, họ tên người ký vào văn bản.",
        )
    copy = SigningCopy.objects.create(
        paper=paper, kind=kind, edition=edition, file=file, place=[place.page, *place.box], made_at=at
    )
    record(actor, "documents.make_signing_copy", paper, at, before_sha256=file.sha256)
    return copy


def _is_digital(paper: Paper) -> bool:
    return paper.signing_way == SigningWay.DIGITAL


def _image(paper: Paper, kind: str, actor: Actor) -> bytes | None:
    """Return the picture of the one who signs: the actor's own hand, or the seal of the issuing body."""
    if actor.user_id is None:
        return None
    rows = SigningImage.objects.filter(unit=paper.unit_id)
    if kind == SignatureKind.PERSON:
        rows = SigningImage.objects.filter(person__user=actor.user_id)
    image = rows.select_related("file").first()
    return _content(image.file) if image is not None else None


def _content(stored: StoredFile) -> bytes:
    with open_content(stored=stored) as file:
        return file.read()
