"""What the report says of signatures of every fate, and of files made to deceive or to break the reader."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from thidua.lib.vanban.signing import (
    Coverage,
    Place,
    Purpose,
    Revocation,
    SignatureReport,
    SigningReason,
    SigningRefused,
    TimeStamping,
    Trust,
    TrustStore,
    Verdict,
    check_signed_copy,
    read_trust,
    sign_personal,
    signer_from_pkcs12,
    validate,
)
from thidua.lib.vanban.signing.inspection import compare, inspect
from thidua.lib.vanban.signing.running import finished
from thidua.lib.vanban.signing.tests import authority
from thidua.lib.vanban.signing.tests.authority import NOW, PASSPHRASE, YEAR, Identity

HAND = Place(2, 330, 400, 500, 460)
DAY = timedelta(days=1)


def signed_by(identity: Identity, *, at: datetime = NOW, stamped: bool = False, pdf: bytes | None = None) -> bytes:
    own = signer_from_pkcs12(identity.key_file(), passphrase=PASSPHRASE)
    stamping = TimeStamping(authority.stamper(at)) if stamped else None
    picture = authority.picture()
    return sign_personal(pdf or authority.paper(), own, place=HAND, at=at, stamping=stamping, image=picture)


def report_on(
    pdf: bytes, *, at: datetime = NOW, roots: tuple[bytes, ...] | None = None, **given: Any
) -> SignatureReport:
    roots = (authority.root().der,) if roots is None else roots
    return inspect(pdf, roots=roots, lists=given.get("lists", []), at=at)[0]


def test_a_good_signature_in_words() -> None:
    report = report_on(signed_by(authority.identity()))
    assert report.title == "Chữ ký số cá nhân của Trần Văn Bình"
    assert report.conclusion == "Chữ ký hợp lệ."
    assert report.lines == (
        "Nội dung được ký còn nguyên vẹn, không bị sửa.",
        "Chữ ký bao trùm toàn bộ tệp; sau khi ký tệp không thay đổi.",
        "Thời điểm ký 10:00:00 ngày 23/11/2026 theo máy của người ký khai, không có dấu thời gian xác nhận.",
        "Chứng thư do Tổ chức chứng thực thử nghiệm cấp, hiệu lực từ 23/11/2025 đến 23/11/2027; còn hiệu lực khi ký.",
        "Chứng thư thuộc tổ chức chứng thực mà hệ thống tin cậy.",
        "Chưa kiểm tra được chứng thư có bị thu hồi hay không (không có danh sách thu hồi phù hợp).",
    )


def test_it_stays_good_when_the_certificate_ends_later() -> None:
    report = report_on(signed_by(authority.identity()), at=NOW + 3 * YEAR)
    assert (report.verdict, report.trust, report.was_certificate_valid) == (Verdict.VALID, Trust.TRUSTED, True)


def test_an_ended_certificate() -> None:
    ended = authority.identity(valid=(NOW - YEAR, NOW - DAY))
    signed = _signed_at_any_rate(ended)
    report = report_on(signed)
    assert (report.is_intact, report.verdict) == (True, Verdict.INVALID)
    assert report.lines[3].endswith("đã hết hạn khi ký.")


def _signed_at_any_rate(identity: Identity, **options: Any) -> bytes:
    """Sign as a program would that checks nothing."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    from thidua.lib.vanban.signing.signing import _pdf_signer

    own = signer_from_pkcs12(identity.key_file(), passphrase=PASSPHRASE)
    writer = IncrementalPdfFileWriter(io.BytesIO(authority.paper()))
    metadata = PdfSignatureMetadata(field_name="Ky", subfilter=SigSeedSubFilter.PADES, **options)
    output = io.BytesIO()
    finished(_pdf_signer()(NOW, metadata, own.engine).async_sign_pdf(writer, output=output))
    return output.getvalue()


def test_an_unknown_root_and_no_roots_at_all() -> None:
    signed = signed_by(authority.identity(issuer=authority.root("Người lạ"), key=authority.rsa_key(5)))
    unknown, unset = report_on(signed), report_on(signed, roots=())
    assert (unknown.trust, unknown.verdict) == (Trust.UNKNOWN_ROOT, Verdict.DOUBTFUL)
    assert (unset.trust, unset.verdict) == (Trust.NO_ROOTS, Verdict.DOUBTFUL)
    assert unknown.conclusion == "Chữ ký nguyên vẹn nhưng chưa đủ căn cứ để kết luận hợp lệ."
    assert unset.lines[4].startswith("Hệ thống chưa được cài danh sách chứng thư gốc tin cậy")


def test_a_self_made_certificate_of_the_same_name_is_not_trusted() -> None:
    """A forged chain: the issuer is called like the trusted authority, its key is another one."""
    false = replace(authority.root("Người lạ"), certificate=authority.root().certificate)
    report = report_on(signed_by(authority.identity(issuer=false, key=authority.rsa_key(6))))
    assert report.trust is not Trust.TRUSTED
    assert report.verdict is not Verdict.VALID


def test_a_certificate_not_for_signing() -> None:
    report = report_on(_signed_at_any_rate(authority.identity(signs=False)))
    assert (report.trust, report.verdict) == (Trust.NOT_FOR_SIGNING, Verdict.INVALID)


@pytest.mark.parametrize(
    ("revoked_at", "stamped", "expected", "verdict"),
    [
        (None, False, Revocation.GOOD, Verdict.VALID),
        (NOW - DAY, False, Revocation.REVOKED, Verdict.INVALID),
        (NOW - DAY, True, Revocation.REVOKED, Verdict.INVALID),
        (NOW + DAY, False, Revocation.REVOKED_LATER, Verdict.DOUBTFUL),
        (NOW + DAY, True, Revocation.GOOD, Verdict.VALID),
    ],
)
def test_revocation(revoked_at: datetime | None, stamped: bool, expected: Revocation, verdict: Verdict) -> None:
    own = authority.identity()
    revoked = {own.certificate.serial_number: revoked_at} if revoked_at else {}
    issued = authority.revocations(revoked=revoked, issued_at=NOW + 2 * DAY)
    report = report_on(signed_by(own, stamped=stamped), at=NOW + 3 * DAY, lists=[issued])
    assert (report.revocation, report.verdict) == (expected, verdict)


def test_lists_of_others_and_old_lists_say_nothing() -> None:
    own = authority.identity()
    revoked = {own.certificate.serial_number: NOW - DAY}
    foreign = authority.revocations(revoked=revoked, issued_at=NOW, issuer=authority.root("Người lạ"))
    forged = replace(authority.root("Người lạ"), certificate=authority.root().certificate)
    false = authority.revocations(revoked=revoked, issued_at=NOW, issuer=forged)
    old = authority.revocations(revoked={}, issued_at=NOW - 30 * DAY)
    for one in (foreign, false, old, b"", b"0\x82broken"):
        report = report_on(signed_by(own), lists=[one])
        assert (report.revocation, report.verdict) == (Revocation.NOT_CHECKED, Verdict.VALID)


def test_answers_on_one_certificate() -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509 import ocsp

    from thidua.lib.vanban.signing.revocation import look_up

    own, root, stranger = authority.identity(), authority.root(), authority.root("Người lạ")

    def answer(by: Identity, status: Any, revoked_at: datetime | None = None) -> bytes:
        builder = ocsp.OCSPResponseBuilder().add_response(
            cert=own.certificate,
            issuer=root.certificate,
            algorithm=hashes.SHA256(),
            cert_status=status,
            this_update=NOW,
            next_update=NOW + DAY,
            revocation_time=revoked_at,
            revocation_reason=None,
        )
        built = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, by.certificate).sign(by.key, hashes.SHA256())
        from cryptography.hazmat.primitives.serialization import Encoding

        return built.public_bytes(Encoding.DER)

    good = look_up(own.der, root.der, answers=[answer(root, ocsp.OCSPCertStatus.GOOD)])
    gone = look_up(own.der, root.der, answers=[answer(root, ocsp.OCSPCertStatus.REVOKED, NOW - DAY)])
    foreign = look_up(own.der, root.der, answers=[answer(stranger, ocsp.OCSPCertStatus.GOOD)])
    unknown = look_up(own.der, root.der, answers=[answer(root, ocsp.OCSPCertStatus.UNKNOWN)])
    assert good is not None
    assert gone is not None
    assert (good.revoked_at, gone.revoked_at, foreign, unknown) == (None, NOW - DAY, None, None)


def test_weak_algorithms_are_named() -> None:
    small = authority.identity(key=authority.rsa_key(9, 1024))
    report = report_on(signed_by(small))
    assert (report.weaknesses, report.verdict) == (("khóa RSA 1024 bit",), Verdict.DOUBTFUL)
    old = report_on(_signed_at_any_rate(authority.identity(), md_algorithm="sha1"))
    assert (old.weaknesses, old.verdict) == (("hàm băm SHA1",), Verdict.DOUBTFUL)


def test_a_time_stamp_of_a_stranger_proves_nothing() -> None:
    own = signer_from_pkcs12(authority.identity().key_file(), passphrase=PASSPHRASE)
    stamping = TimeStamping(authority.stamper(NOW - DAY, issuer=authority.root("Người lạ")))
    report = report_on(sign_personal(authority.paper(), own, place=HAND, at=NOW, stamping=stamping))
    assert (report.has_bad_stamp, report.is_time_stamped, report.signed_at) == (True, False, NOW)
    assert report.verdict is Verdict.DOUBTFUL


def test_a_moment_that_has_not_come() -> None:
    report = report_on(signed_by(authority.identity()), at=NOW - DAY)
    assert (report.is_ahead, report.verdict) == (True, Verdict.DOUBTFUL)


def _appended(pdf: bytes, change: Any) -> bytes:
    """Return the file with an incremental update by somebody without a key."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _overwrite(writer: Any) -> None:
    from pyhanko.pdf_utils import generic

    stream = generic.StreamObject(stream_data=b"0 0 595 842 re f")
    writer.add_stream_to_page(0, writer.add_object(stream))


def _note(writer: Any) -> None:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.generic import pdf_name

    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Contents"): generic.pdf_string("Đã duyệt 10 tỷ"),
            pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(one) for one in (10, 10, 200, 60)]),
        }
    )
    writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(note))


def test_content_appended_after_signing_is_found_and_named() -> None:
    signed = signed_by(authority.identity())
    drawn, noted = report_on(_appended(signed, _overwrite)), report_on(_appended(signed, _note))
    for report in (drawn, noted):
        assert (report.is_intact, report.coverage, report.verdict) == (True, Coverage.CHANGED, Verdict.INVALID)
    assert "Nội dung trang 1 đã bị sửa." in drawn.lines
    assert "Trang 1 có thêm hoặc bớt ghi chú, hình dán hay ô biểu mẫu." in noted.lines


def test_bytes_stuck_on_without_structure() -> None:
    """Rubbish behind the end vouches for nothing; it is not covered, and that is said."""
    report = report_on(signed_by(authority.identity()) + b"\n% x\n" * 3)
    assert report.coverage is not Coverage.WHOLE
    assert report.verdict is not Verdict.INVALID or report.coverage in {Coverage.PART, Coverage.CHANGED}


def test_a_byte_range_that_leaves_out_more_than_the_signature() -> None:
    signed = signed_by(authority.identity())
    at = signed.rindex(b"/ByteRange")
    end = signed.index(b"]", at)
    numbers = [int(part) for part in signed[at:end].split(b"[")[1].split()]
    moved = b"/ByteRange [%d %d %d %d" % (numbers[0], numbers[1] - 50, numbers[2], numbers[3])
    report = report_on(signed[:at] + moved.ljust(end - at) + signed[end:])
    assert (report.is_intact, report.verdict) == (False, Verdict.INVALID)


def test_a_broken_signature_does_not_hide_the_others() -> None:
    signed = signed_by(authority.identity(), pdf=signed_by(authority.identity()))
    first = signed.index(b"/Contents <")
    broken = signed[: first + 11] + b"0" * 200 + signed[first + 211 :]
    reports = inspect(broken, roots=[authority.root().der], lists=[], at=NOW)
    assert [bool(report.problem) for report in reports] == [False, True]
    assert reports[1].lines == ("Không đọc được chữ ký này: dữ liệu chữ ký hỏng hoặc thuộc loại không được hỗ trợ.",)
    assert [report.verdict for report in reports] == [Verdict.INVALID, Verdict.INVALID]


def test_a_document_time_stamp() -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import PdfTimeStamper

    writer = IncrementalPdfFileWriter(io.BytesIO(signed_by(authority.identity())))
    output = io.BytesIO()
    finished(PdfTimeStamper(authority.stamper(NOW)).async_timestamp_pdf(writer, "sha256", output=output))
    one, two = inspect(output.getvalue(), roots=[authority.root().der], lists=[], at=NOW)
    assert (one.verdict, one.coverage) == (Verdict.VALID, Coverage.SIGNED_ON)
    assert (two.purpose, two.verdict, two.signed_at) == (Purpose.TIME_STAMP, Verdict.VALID, NOW)


def test_a_file_without_signatures_has_no_reports() -> None:
    assert validate(authority.paper(), trust=TrustStore(), at=NOW) == ()


def test_reports_go_through_json() -> None:
    report = report_on(signed_by(authority.identity(), stamped=True))
    assert SignatureReport.from_json(report.to_json()) == report


HOSTILE = {
    "empty": b"",
    "text": "Kế hoạch".encode(),
    "head only": b"%PDF-1.7\n%%EOF",
    "endless xref": b"%PDF-1.7\nxref\n0 999999999\ntrailer<</Size 999999999/Root 1 0 R>>\nstartxref\n9\n%%EOF",
    "loop of xrefs": b"%PDF-1.7\nxref\n0 0\ntrailer<</Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF",
    "nested arrays": b"%PDF-1.7\n1 0 obj" + b"[" * 200_000 + b"\nendobj\nstartxref\n9\n%%EOF",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_are_refused_in_words(name: str) -> None:
    with pytest.raises(SigningRefused) as refusal:
        validate(HOSTILE[name], trust=TrustStore(), at=NOW)
    assert refusal.value.reason is SigningReason.NOT_A_PDF
    assert refusal.value.remedy


def test_files_broken_at_random_never_crash_the_report() -> None:
    """Each gives reports or a refusal; none may say that a changed file is valid as a whole."""
    signed, chance = signed_by(authority.identity()), random.Random(20261123)
    judged = 0
    for _ in range(60):
        broken = bytearray(signed)
        for _ in range(chance.randint(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            reports = inspect(bytes(broken), roots=[authority.root().der], lists=[], at=NOW)
        except SigningRefused:
            continue
        judged += 1
        assert not any(report.verdict is Verdict.VALID and report.coverage is Coverage.WHOLE for report in reports)
    assert judged > 10


def test_a_child_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thidua.lib.vanban.signing.validation._START_SECONDS", 0.0)
    with pytest.raises(SigningRefused) as refusal:
        validate(authority.paper(), trust=TrustStore(), at=NOW, seconds=0.05)
    assert refusal.value.reason is SigningReason.OUT_OF_TIME


def test_a_copy_signed_elsewhere_is_ours_with_signatures_only() -> None:
    paper = authority.paper()
    once = signed_by(authority.identity(), pdf=paper)
    check_signed_copy(paper, signed_by(authority.identity(), pdf=once))
    check_signed_copy(once, signed_by(authority.identity(), pdf=once))


@pytest.mark.parametrize(
    ("after", "reason", "words"),
    [
        (lambda paper: paper, SigningReason.NOT_SIGNED, "chưa có chữ ký nào"),
        (
            lambda paper: signed_by(authority.identity(), pdf=authority.paper("KHÁC")),
            SigningReason.OTHER_DOCUMENT,
            "không phải bản PDF của văn bản này",
        ),
        (
            lambda paper: signed_by(authority.identity(), pdf=_appended(paper, _overwrite)),
            SigningReason.OTHER_DOCUMENT,
            "Nội dung trang 1 đã bị sửa.",
        ),
        (
            lambda paper: _appended(signed_by(authority.identity(), pdf=paper), _note),
            SigningReason.OTHER_DOCUMENT,
            "Trang 1 có thêm hoặc bớt ghi chú",
        ),
    ],
)
def test_a_copy_that_is_more_than_signed_is_refused(after: Any, reason: SigningReason, words: str) -> None:
    paper = authority.paper()
    with pytest.raises(SigningRefused) as refusal:
        check_signed_copy(paper, after(paper))
    assert refusal.value.reason is reason
    assert words in str(refusal.value)


def test_pages_added_behind_the_signed_ones_are_told() -> None:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils import writer as pdf_writer

    def grow(writer: Any) -> None:
        page = pdf_writer.PageObject(
            contents=writer.add_object(generic.StreamObject(stream_data=b"0 0 9 9 re f")),
            media_box=generic.ArrayObject([generic.NumberObject(one) for one in (0, 0, 595, 842)]),
        )
        writer.insert_page(page)

    paper = authority.paper()
    assert compare(paper, _appended(paper, grow)) == ("Số trang đổi từ 2 thành 3.",)


def test_trust_is_read_from_a_folder(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    one, two = authority.root(), authority.root("Người lạ")
    revoked = authority.revocations(revoked={}, issued_at=NOW)
    (tmp_path / "a.cer").write_bytes(one.der)
    (tmp_path / "b.pem").write_bytes(
        one.certificate.public_bytes(Encoding.PEM) + two.certificate.public_bytes(Encoding.PEM)
    )
    (tmp_path / "c.crl").write_bytes(revoked)
    (tmp_path / "doc.txt").write_text("không phải chứng thư")
    assert read_trust(tmp_path) == TrustStore((one.der, one.der, two.der), (revoked,))
    assert read_trust(tmp_path / "a.cer") == TrustStore((one.der,))
    (tmp_path / "d.crt").write_bytes(b"hong")
    with pytest.raises(ValueError, match=r"d\.crt"):
        read_trust(tmp_path)
