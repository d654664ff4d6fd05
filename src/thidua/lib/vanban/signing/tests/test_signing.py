"""Signing, judged by our own report and by poppler's pdfsig, which knows nothing of us."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from thidua.lib.vanban.signing import (
    Coverage,
    Ink,
    Place,
    Purpose,
    SigningReason,
    SigningRefused,
    TimeStamping,
    TrustStore,
    Verdict,
    check_image,
    seal_place,
    sign_body,
    sign_corner,
    sign_personal,
    signer_from_pkcs12,
    validate,
)
from thidua.lib.vanban.signing.appearance import printed_time
from thidua.lib.vanban.signing.inspection import inspect
from thidua.lib.vanban.signing.signer import Signer
from thidua.lib.vanban.signing.signing import MAX_BYTES
from thidua.lib.vanban.signing.tests import authority
from thidua.lib.vanban.signing.tests.authority import BODY, NOW, PASSPHRASE, PERSON, Identity

HAND = Place(2, 330, 400, 500, 460)
SEAL = seal_place(HAND, width=104, height=104)


def signer(identity: Identity) -> Signer:
    return signer_from_pkcs12(identity.key_file(), passphrase=PASSPHRASE)


@pytest.fixture(scope="module")
def person() -> Signer:
    return signer(authority.identity())


@pytest.fixture(scope="module")
def body() -> Signer:
    return signer(authority.body())


TRUSTING = """
import ctypes, sys
nss, smime = ctypes.CDLL("libnss3.so"), ctypes.CDLL("libsmime3.so")
smime.CERT_DecodeCertFromPackage.restype = ctypes.c_void_p
nss.PK11_GetInternalKeySlot.restype = nss.CERT_GetDefaultCertDB.restype = ctypes.c_void_p
folder, certificate = sys.argv[1].encode(), open(sys.argv[2], "rb").read()
assert nss.NSS_InitReadWrite(b"sql:" + folder) == 0
slot = ctypes.c_void_p(nss.PK11_GetInternalKeySlot())
assert nss.PK11_InitPin(slot, None, b"") == 0
held = ctypes.c_void_p(smime.CERT_DecodeCertFromPackage(certificate, len(certificate)))
trust = (ctypes.c_uint * 3)()
assert nss.PK11_ImportCert(slot, held, ctypes.c_ulong(0), b"authority", 0) == 0
assert nss.CERT_DecodeTrustString(trust, b"CT,CT,CT") == 0
assert nss.CERT_ChangeCertTrust(ctypes.c_void_p(nss.CERT_GetDefaultCertDB()), held, trust) == 0
"""
"""Makes a database of NSS, the library pdfsig checks with, that trusts one certificate."""


def pdfsig(pdf: bytes, folder: Path) -> str:
    """Return what poppler says of the signatures, trusting the tests' authority."""
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig (poppler-utils) is not installed")
    (folder / "signed.pdf").write_bytes(pdf)
    (folder / "root.cer").write_bytes(authority.root().der)
    if not (folder / "cert9.db").exists():
        subprocess.run([sys.executable, "-c", TRUSTING, str(folder), str(folder / "root.cer")], timeout=60, check=True)
    command = ["pdfsig", "-nssdir", str(folder), "signed.pdf"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False).stdout


def text_of(pdf: bytes, folder: Path, page: int) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    (folder / "a.pdf").write_bytes(pdf)
    command = ["pdftotext", "-f", str(page), "-l", str(page), "-layout", "a.pdf", "-"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=True).stdout


def test_two_signatures_the_second_leaves_the_first_whole(person: Signer, body: Signer, tmp_path: Path) -> None:
    first = sign_personal(authority.paper(), person, place=HAND, at=NOW, image=authority.picture(), reason="Phê duyệt")
    second = sign_body(first, body, place=SEAL, at=NOW, seal_image=authority.picture("#d0202a"))
    assert first.startswith(authority.paper()[:1000])
    assert second.startswith(first)
    one, two = validate(second, trust=TrustStore((authority.root().der,)), at=NOW)
    assert (one.signer, one.purpose, one.reason, one.coverage) == (
        PERSON,
        Purpose.PERSON,
        "Phê duyệt",
        Coverage.SIGNED_ON,
    )
    assert (two.signer, two.purpose, two.coverage) == (BODY, Purpose.BODY, Coverage.WHOLE)
    assert [report.verdict for report in (one, two)] == [Verdict.VALID, Verdict.VALID]
    assert (one.signed_at, one.is_time_stamped, one.field, two.field) == (NOW, False, "KyCaNhan1", "KyCoQuan1")
    told = pdfsig(second, tmp_path)
    assert told.count("Signature Validation: Signature is Valid.") == 2
    assert told.count("Signature Type: ETSI.CAdES.detached") == 2
    assert "Total document signed" in told
    assert f"Signer Certificate Common Name: {BODY}" in told
    assert told.count("Certificate Validation: Certificate is Trusted.") == 2


@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_every_kind_of_key_signs(kind: str, tmp_path: Path) -> None:
    key = authority.rsa_key(1) if kind == "rsa" else authority.ec_key(1)
    own = signer(authority.identity(key=key))
    signed = sign_personal(authority.paper(), own, place=HAND, at=NOW)
    (report,) = inspect(signed, roots=[authority.root().der], lists=[], at=NOW)
    assert (report.verdict, own.certificate.key) == (Verdict.VALID, "RSA 2048" if kind == "rsa" else "ECDSA 256")
    assert "Signature Validation: Signature is Valid." in pdfsig(signed, tmp_path)


def test_a_tampered_file_is_refused_by_both(person: Signer, tmp_path: Path) -> None:
    signed = sign_personal(authority.paper(), person, place=HAND, at=NOW)
    tampered = signed.replace(b"/Count 2", b"/Count 1", 1)
    assert tampered != signed
    (report,) = inspect(tampered, roots=[authority.root().der], lists=[], at=NOW)
    assert (report.is_intact, report.verdict) == (False, Verdict.INVALID)
    assert "Signature is Valid." not in pdfsig(tampered, tmp_path)


def test_without_a_picture_name_and_time_stand_there(person: Signer, body: Signer, tmp_path: Path) -> None:
    signed = sign_body(sign_personal(authority.paper(), person, place=HAND, at=NOW), body, place=SEAL, at=NOW)
    words = " ".join(text_of(signed, tmp_path, 2).split())
    assert f"Ký bởi: {PERSON}" in words
    assert "2026-11-23T10:00:00+07:00" in words
    assert "Bình Minh" in words
    assert "10:00:00+07:00" in words


def test_the_corner_of_a_separate_annex_tells_number_and_time(body: Signer, tmp_path: Path) -> None:
    signed = sign_corner(authority.paper(), body, lines=("Số: 15/QĐ-SNV",), at=NOW)
    lines = [line.strip() for line in text_of(signed, tmp_path, 1).splitlines() if line.strip()]
    assert lines[:2] == ["Số: 15/QĐ-SNV", "2026-11-23T10:00:00+07:00"]
    (report,) = inspect(signed, roots=[authority.root().der], lists=[], at=NOW)
    assert (report.field, report.purpose, report.verdict) == ("KyTep1", Purpose.BODY, Verdict.VALID)
    rectangle = re.search(rb"/Rect \[([\d. ]+)\]", signed)
    assert rectangle is not None
    left, bottom, right, top = (float(part) for part in rectangle[1].split())
    assert (left > 300, bottom > 780, right < 595, top < 842) == (True, True, True, True)


def test_the_corner_of_a_copy_tells_form_and_agency(body: Signer, tmp_path: Path) -> None:
    signed = sign_corner(authority.paper(), body, lines=("SAO Y", BODY), at=NOW)
    lines = [line.strip() for line in text_of(signed, tmp_path, 1).splitlines() if line.strip()]
    assert lines[:3] == ["SAO Y", BODY, "2026-11-23T10:00:00+07:00"]


def test_long_names_are_set_smaller_not_cut(tmp_path: Path) -> None:
    name = "Ban Chỉ đạo phong trào thi đua khen thưởng Bình Minh"
    own = signer(authority.identity(name, user_id=""))
    signed = sign_body(authority.paper(), own, place=SEAL, at=NOW)
    assert set(name.split()) <= set(text_of(signed, tmp_path, 2).split())


def test_a_time_stamp_makes_the_moment_sure(person: Signer) -> None:
    signed = sign_personal(authority.paper(), person, place=HAND, at=NOW, stamping=TimeStamping(authority.stamper(NOW)))
    (report,) = inspect(signed, roots=[authority.root().der], lists=[], at=NOW)
    assert (report.is_time_stamped, report.signed_at, report.verdict) == (True, NOW, Verdict.VALID)
    assert "có dấu thời gian xác nhận" in report.lines[2]


def test_an_authority_of_time_that_is_silent_stops_signing(person: Signer) -> None:
    from thidua.lib.vanban.signing import time_stamping

    with pytest.raises(SigningRefused) as refusal:
        sign_personal(
            authority.paper(),
            person,
            place=HAND,
            at=NOW,
            stamping=time_stamping("http://127.0.0.1:9/tsa", seconds=1),
        )
    assert refusal.value.reason is SigningReason.TIME_STAMP_FAILED


def test_a_batch_is_signed_with_one_loaded_key(person: Signer) -> None:
    """Loading the key for each signature alone would take longer than this."""
    import time

    paper = authority.paper(pages=1)
    place = Place(1, 330, 400, 500, 460)
    sign_personal(paper, person, place=place, at=NOW)
    started = time.process_time()
    for _ in range(20):
        sign_personal(paper, person, place=place, at=NOW, image=None)
    assert (time.process_time() - started) / 20 < 0.15


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (Place(3, 10, 10, 100, 100), SigningReason.PLACE_OUTSIDE),
        (Place(0, 10, 10, 100, 100), SigningReason.PLACE_OUTSIDE),
        (Place(1, 10, 10, 700, 100), SigningReason.PLACE_OUTSIDE),
        (Place(1, -60, 10, 100, 100), SigningReason.PLACE_OUTSIDE),
        (Place(1, 10, 10, 10, 100), SigningReason.PLACE_OUTSIDE),
    ],
)
def test_places_outside_the_page_are_refused(person: Signer, place: Place, reason: SigningReason) -> None:
    with pytest.raises(SigningRefused) as refusal:
        sign_personal(authority.paper(), person, place=place, at=NOW, image=authority.picture())
    assert refusal.value.reason is reason


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7", b"not a pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>%%EOF"])
def test_what_is_no_pdf_is_refused(person: Signer, pdf: bytes) -> None:
    with pytest.raises(SigningRefused) as refusal:
        sign_personal(pdf, person, place=HAND, at=NOW, image=authority.picture())
    assert refusal.value.reason is SigningReason.NOT_A_PDF


def test_too_large_and_locked_files_are_refused(person: Signer) -> None:
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    with pytest.raises(SigningRefused) as refusal:
        sign_personal(b"%PDF-" + bytes(MAX_BYTES), person, place=HAND, at=NOW, image=authority.picture())
    assert refusal.value.reason is SigningReason.TOO_LARGE
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(authority.paper())))
    writer.encrypt(owner_pass="mật", user_pass="mật")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(SigningRefused) as refusal:
        sign_personal(locked.getvalue(), person, place=HAND, at=NOW, image=authority.picture())
    assert refusal.value.reason is SigningReason.ENCRYPTED


def test_a_certificate_that_does_not_hold_signs_nothing(person: Signer) -> None:
    ended = signer(authority.identity(valid=(NOW - timedelta(days=400), NOW - timedelta(days=1))))
    other = signer(authority.identity(signs=False))
    for own, reason in ((ended, SigningReason.NOT_VALID_NOW), (other, SigningReason.KEY_NOT_FOR_SIGNING)):
        with pytest.raises(SigningRefused) as refusal:
            sign_personal(authority.paper(), own, place=HAND, at=NOW)
        assert refusal.value.reason is reason


@pytest.mark.parametrize(
    ("content", "passphrase", "reason"),
    [
        ("own", "sai", SigningReason.WRONG_PASSPHRASE),
        ("own", "", SigningReason.WRONG_PASSPHRASE),
        (b"", PASSPHRASE, SigningReason.NOT_A_KEY_FILE),
        (b"%PDF-1.7", PASSPHRASE, SigningReason.NOT_A_KEY_FILE),
        (b"0\x82\x01\x00" + b"\xff" * 300, PASSPHRASE, SigningReason.NOT_A_KEY_FILE),
        (b"0" * 300_000, PASSPHRASE, SigningReason.NOT_A_KEY_FILE),
    ],
)
def test_key_files_that_do_not_open_say_why(content: bytes | str, passphrase: str, reason: SigningReason) -> None:
    given = authority.identity().key_file() if isinstance(content, str) else content
    with pytest.raises(SigningRefused) as refusal:
        signer_from_pkcs12(given, passphrase=passphrase)
    assert refusal.value.reason is reason
    assert passphrase not in str(refusal.value) or not passphrase


def test_a_key_file_with_endless_rounds_is_refused_unopened() -> None:
    from asn1crypto import pkcs12

    file = pkcs12.Pfx.load(authority.identity().key_file())
    file["mac_data"]["iterations"] = 2_000_000_000
    with pytest.raises(SigningRefused) as refusal:
        signer_from_pkcs12(file.dump(force=True), passphrase=PASSPHRASE)
    assert refusal.value.reason is SigningReason.NOT_A_KEY_FILE


def test_a_key_file_without_a_key_is_refused() -> None:
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    encryption = BestAvailableEncryption(PASSPHRASE.encode())
    content = pkcs12.serialize_key_and_certificates(b"a", None, authority.identity().certificate, None, encryption)
    with pytest.raises(SigningRefused) as refusal:
        signer_from_pkcs12(content, passphrase=PASSPHRASE)
    assert refusal.value.reason is SigningReason.NO_KEY


def test_a_signer_never_shows_its_key(person: Signer) -> None:
    assert "engine" not in repr(person)


def test_pictures_have_the_colour_and_the_ground_of_the_decree() -> None:
    check_image(authority.picture(), ink=Ink.BLUE)
    check_image(authority.picture("#c01020"), ink=Ink.RED)
    refused = {
        "đỏ làm xanh": (authority.picture("#c01020"), Ink.BLUE),
        "xanh làm đỏ": (authority.picture(), Ink.RED),
        "đen": (authority.picture("#000000"), Ink.BLUE),
        "nền trắng": (authority.picture(ground="white"), Ink.BLUE),
        "trống": (authority.picture("#00000000"), Ink.BLUE),
        "không phải PNG": (b"\xff\xd8\xff\xe0 jpeg", Ink.BLUE),
        "quá lớn": (bytes(3 * 2**20), Ink.BLUE),
    }
    for content, ink in refused.values():
        with pytest.raises(SigningRefused) as refusal:
            check_image(content, ink=ink)
        assert refusal.value.reason is SigningReason.IMAGE_REFUSED


def test_the_seal_covers_a_third_of_the_signature_on_its_left() -> None:
    assert SEAL.right == pytest.approx(HAND.left + HAND.width / 3)
    assert (SEAL.width, SEAL.height) == (pytest.approx(104), pytest.approx(104))
    assert SEAL.bottom + SEAL.top == pytest.approx(HAND.bottom + HAND.top)


def test_times_are_printed_in_the_zone_of_vietnam() -> None:
    assert printed_time(NOW) == "2026-11-23T10:00:00+07:00"
