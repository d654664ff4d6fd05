"""Look at the signatures of a PDF with pyHanko. Runs in the child process of `validation`: the file is a stranger's."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from thidua.lib.vanban.signing.appearance import VIETNAM
from thidua.lib.vanban.signing.certificate import Holder, describe_certificate
from thidua.lib.vanban.signing.differences import page_differences
from thidua.lib.vanban.signing.errors import SigningReason, SigningRefused
from thidua.lib.vanban.signing.report import Coverage, Purpose, Revocation, SignatureReport, Trust
from thidua.lib.vanban.signing.revocation import look_up
from thidua.lib.vanban.signing.running import finished
from thidua.lib.vanban.signing.signing import BODY_FIELD, CORNER_FIELD, PERSON_FIELD

MAX_SIGNATURES = 100
CLOCK_TOLERANCE = timedelta(minutes=5)
_WEAK_DIGESTS = {"md2", "md5", "sha1"}
_SIGNING = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
_UNREADABLE = "Không đọc được chữ ký này: dữ liệu chữ ký hỏng hoặc thuộc loại không được hỗ trợ."


def open_pdf(pdf: bytes) -> PdfFileReader:
    """Return a reader of the file. Raises SigningRefused."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        reader.root  # noqa: B018 - broken files fail here
    except Exception:
        # A hostile file meets any part of the reader.
        raise SigningRefused(
            SigningReason.NOT_A_PDF, "Tệp không phải PDF hoặc đã hỏng.", remedy="Chọn đúng tệp PDF đã ký."
        ) from None
    if reader.encrypted:
        raise SigningRefused(
            SigningReason.ENCRYPTED,
            "Tệp PDF đặt mật khẩu nên không kiểm tra được.",
            remedy="Bỏ mật khẩu của tệp rồi tải lại.",
        )
    return reader


def inspect(pdf: bytes, *, roots: Iterable[bytes], lists: Iterable[bytes], at: datetime) -> tuple[SignatureReport, ...]:
    """Return a report of each signature in the order of signing; an empty tuple for a file without signatures.

    `roots` are certificates, `lists` lists of revoked certificates, in DER. Raises SigningRefused.
    """
    from asn1crypto import x509

    reader = open_pdf(pdf)
    trusted = [x509.Certificate.load(root) for root in roots]
    try:
        found = list(enumerate_sig_fields(reader, filled_status=True))[:MAX_SIGNATURES]
    except Exception:
        raise SigningRefused(
            SigningReason.NOT_A_PDF, "Phần chữ ký của tệp PDF đã hỏng.", remedy="Chọn đúng tệp PDF đã ký."
        ) from None
    proofs = _proofs(reader)
    lists = [*lists, *proofs[0]]
    reports = []
    for name, _, field in found:
        try:
            signature = EmbeddedPdfSignature(reader, field, name)
            report = finished(_examined(signature, trusted, lists, proofs[1], at))
            reports.append((signature.signed_revision, report))
        except Exception:
            # Whatever a broken signature raises, the others still get their report.
            reports.append((10**6, SignatureReport(field=str(name)[:100], problem=_UNREADABLE)))
    return _guarded([report for _, report in sorted(reports, key=lambda one: one[0])])


def _guarded(reports: list[SignatureReport]) -> tuple[SignatureReport, ...]:
    """Tell of each signature which fields filled after it no later whole signature vouches for."""
    told = []
    for at, report in enumerate(reports):
        open_fields = set(report.filled)
        for later in reports[at + 1 :]:
            if later.is_intact and later.coverage in {Coverage.WHOLE, Coverage.SIGNED_ON}:
                open_fields &= set(later.filled)
        told.append(replace(report, unguarded=tuple(one for one in report.filled if one in open_fields)))
    return tuple(told)


async def _examined(
    signature: EmbeddedPdfSignature, roots: list[Any], lists: Iterable[bytes], answers: Iterable[bytes], at: datetime
) -> SignatureReport:
    def context(moment: datetime) -> ValidationContext:
        return ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False)

    certificate = describe_certificate(signature.signer_cert)
    status: Any
    if signature.sig_object_type == "/DocTimeStamp":
        status = await async_validate_pdf_timestamp(signature, context(at))
        purpose, signed_at, stamp, is_stamped = Purpose.TIME_STAMP, status.timestamp, None, True
    else:
        first = await async_validate_pdf_signature(signature, context(at), key_usage_settings=_SIGNING, skip_diff=True)
        stamp = first.timestamp_validity
        is_stamped = bool(stamp is not None and stamp.valid and stamp.intact and stamp.trusted)
        claimed = _aware(first.signer_reported_dt)
        signed_at = stamp.timestamp if stamp is not None and is_stamped else claimed
        moment = min(signed_at, at) if signed_at else at
        status = await async_validate_pdf_signature(signature, context(moment), key_usage_settings=_SIGNING)
        purpose = _purpose(certificate.holder, signature.field_name)
    coverage, changes = _coverage(signature, status)
    finding = _revocation(status, signature, lists, answers)
    revocation = Revocation.NOT_CHECKED
    if finding is not None:
        if finding.revoked_at is None:
            if signed_at is None or finding.known_at >= min(signed_at, at) - timedelta(days=7):
                revocation = Revocation.GOOD
        elif signed_at is not None and finding.revoked_at > signed_at:
            revocation = Revocation.GOOD if is_stamped else Revocation.REVOKED_LATER
        else:
            revocation = Revocation.REVOKED
    reason = signature.sig_object.get("/Reason", "")
    return SignatureReport(
        field=str(signature.field_name)[:100],
        purpose=purpose,
        signer=certificate.name,
        organization=certificate.organization,
        issuer=certificate.issuer,
        serial=certificate.serial,
        fingerprint=certificate.fingerprint,
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        signed_at=signed_at,
        is_time_stamped=is_stamped,
        has_bad_stamp=stamp is not None and not is_stamped,
        is_ahead=signed_at is not None and signed_at > at + CLOCK_TOLERANCE,
        reason=str(reason)[:300],
        is_intact=bool(status.intact and status.valid),
        coverage=coverage,
        changes=changes,
        filled=_filled(signature, status),
        trust=_trust(status, has_roots=bool(roots)),
        revocation=revocation,
        revoked_at=finding.revoked_at if finding else None,
        weaknesses=_weaknesses(status.md_algorithm, certificate.key, is_key_weak=certificate.is_key_weak),
    )


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=VIETNAM) if moment is not None and moment.tzinfo is None else moment


def _purpose(holder: Holder, field: str) -> Purpose:
    """Tell what for: the certificate says it best, the name of the field next."""
    if holder is not Holder.UNKNOWN:
        return Purpose.PERSON if holder is Holder.PERSON else Purpose.BODY
    if field.startswith(PERSON_FIELD):
        return Purpose.PERSON
    return Purpose.BODY if field.startswith((BODY_FIELD, CORNER_FIELD)) else Purpose.UNKNOWN


def _coverage(signature: EmbeddedPdfSignature, status: Any) -> tuple[Coverage, tuple[str, ...]]:
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return Coverage.WHOLE, ()
    if status.coverage is not SignatureCoverageLevel.ENTIRE_REVISION:
        return Coverage.PART, ()
    level = status.modification_level
    allowed = getattr(status, "docmdp_ok", level is not ModificationLevel.OTHER)
    if allowed and level in {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}:
        return Coverage.SIGNED_ON, ()
    reader = signature.reader
    before = reader.get_historical_resolver(signature.signed_revision)
    return Coverage.CHANGED, page_differences(before, reader)


def _filled(signature: EmbeddedPdfSignature, status: Any) -> tuple[str, ...]:
    """Return the fields, other than of signatures, that were filled after a signature."""
    found = status.diff_result
    if not isinstance(found, DiffResult):
        return ()
    signing = {name for name, _, _ in enumerate_sig_fields(signature.reader)}
    return tuple(sorted(str(name)[:100] for name in found.changed_form_fields if name not in signing))[:50]


def _trust(status: Any, *, has_roots: bool) -> Trust:
    problem = status.trust_problem_indic
    if problem is None and status.validation_path is not None:
        return Trust.TRUSTED
    if not has_roots:
        return Trust.NO_ROOTS
    if problem is AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE:
        return Trust.NOT_FOR_SIGNING
    if problem is None or problem is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        return Trust.UNKNOWN_ROOT
    return Trust.CHAIN_PROBLEM


def _revocation(status: Any, signature: EmbeddedPdfSignature, lists: Iterable[bytes], answers: Iterable[bytes]) -> Any:
    path = status.validation_path
    if path is None:
        return None
    own = signature.signer_cert
    for authority in path.iter_certs(include_root=True):
        if authority.subject == own.issuer and authority.sha256 != own.sha256:
            return look_up(own.dump(), authority.dump(), lists=lists, answers=answers)
    return None


def _add_form(base: Any, reader: PdfFileReader) -> None:
    """Give an unsigned file the form that its first signature makes: the rules compare forms key by key."""
    signed = reader.root["/AcroForm"]
    if "/AcroForm" not in base.root:
        form = DictionaryObject({pdf_name("/Fields"): ArrayObject()})
        base.root[pdf_name("/AcroForm")] = form
    for name in ("/SigFlags", "/DA"):
        if name in signed:
            base.root["/AcroForm"][pdf_name(name)] = signed[name]


def _weaknesses(digest: str, key: str, *, is_key_weak: bool) -> tuple[str, ...]:
    found = [f"hàm băm {digest.upper()}"] if digest.lower() in _WEAK_DIGESTS else []
    return tuple(found + ([f"khóa {key} bit"] if is_key_weak else []))


def _proofs(reader: PdfFileReader) -> tuple[list[bytes], list[bytes]]:
    """Return the lists of revoked certificates and the answers on them that the file itself carries."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
        return (
            [one.get_object().data for one in list(store.crls)[:50]],
            [one.get_object().data for one in list(store.ocsps)[:50]],
        )
    except Exception:
        # Proofs are a help, a broken store is none.
        return [], []


def compare(before: bytes, after: bytes) -> tuple[str, ...]:
    """Return what a signed file changed in the one that was to be signed; an empty tuple when it only signed it.

    `after` begins with `before`, byte for byte. Raises SigningRefused.
    """
    reader = open_pdf(after)
    base = reader.get_historical_resolver(open_pdf(before).total_revisions - 1)
    try:
        _add_form(base, reader)
        found = DEFAULT_DIFF_POLICY.review_file(reader, base)
    except Exception:
        # The judgement "cannot be told" is a refusal as well.
        found = SuspiciousModification("unreadable")
    if isinstance(found, DiffResult) and found.modification_level is not ModificationLevel.OTHER:
        return ()
    return page_differences(base, reader)
