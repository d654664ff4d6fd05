"""Signing with a PKCS#11 token: SoftHSM in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from thidua.lib.vanban.signing import (
    Place,
    SigningReason,
    SigningRefused,
    Verdict,
    sign_personal,
    token_signer,
)
from thidua.lib.vanban.signing.inspection import inspect
from thidua.lib.vanban.signing.tests import authority
from thidua.lib.vanban.signing.tests.authority import NOW

PIN, LABEL, EMPTY = "135790", "thi-dua", "trong"
HAND = Place(2, 330, 400, 500, 460)
LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two tokens: one with a key and certificate of RSA and one of ECDSA, one empty."""
    found = next((Path(one) for one in LIBRARIES if Path(one).exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM (softhsm2) is not installed")
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    for label in (LABEL, "ec", EMPTY):
        _run("--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "246810")
    for label, key in ((LABEL, authority.rsa_key(1)), ("ec", authority.ec_key(1))):
        own = authority.identity(key=key)
        (folder / "key.pem").write_bytes(own.key_pem())
        _run("--import", str(folder / "key.pem"), "--token", label, "--label", "ky", "--id", "01", "--pin", PIN)
        _add_certificate(found, label, own.der)
    yield found
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


def _run(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True, timeout=60)


def _add_certificate(library: Path, label: str, der: bytes) -> None:
    import pkcs11
    from pkcs11 import Attribute, CertificateType, ObjectClass

    loaded = pkcs11.lib(str(library))
    loaded.reinitialize()
    with loaded.get_token(token_label=label).open(user_pin=PIN, rw=True) as session:
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.LABEL: "ky",
                Attribute.ID: b"\x01",
                Attribute.VALUE: der,
                Attribute.SUBJECT: authority.identity().certificate.subject.public_bytes(),
            }
        )


@pytest.mark.parametrize("label", [LABEL, "ec"])
def test_a_token_signs(library: Path, label: str) -> None:
    with token_signer(library=library, token_label=label, pin=PIN) as signer:
        assert signer.certificate.name == authority.PERSON
        signed = sign_personal(authority.paper(), signer, place=HAND, at=NOW)
        again = sign_personal(signed, signer, place=HAND, at=NOW)
    reports = inspect(again, roots=[authority.root().der], lists=[], at=NOW)
    assert [report.verdict for report in reports] == [Verdict.VALID, Verdict.VALID]


@pytest.mark.parametrize(
    ("label", "pin", "reason"),
    [
        (LABEL, "000000", SigningReason.WRONG_PIN),
        ("khong-co", PIN, SigningReason.TOKEN_MISSING),
        (EMPTY, PIN, SigningReason.NO_KEY),
    ],
)
def test_a_token_that_cannot_sign_says_why(library: Path, label: str, pin: str, reason: SigningReason) -> None:
    with pytest.raises(SigningRefused) as refusal, token_signer(library=library, token_label=label, pin=pin):
        pass
    assert refusal.value.reason is reason
    assert pin not in str(refusal.value)


def test_the_token_is_free_again_afterwards(library: Path) -> None:
    for _ in range(3):
        with pytest.raises(SigningRefused), token_signer(library=library, token_label=LABEL, pin="000000"):
            pass
        with token_signer(library=library, token_label=LABEL, pin=PIN) as signer:
            assert signer.certificate.holder == "person"


def test_a_library_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "khong.so").write_bytes(b"x")
    with (
        pytest.raises(SigningRefused) as refusal,
        token_signer(library=tmp_path / "khong.so", token_label=LABEL, pin=PIN),
    ):
        pass
    assert refusal.value.reason is SigningReason.TOKEN_FAILED
