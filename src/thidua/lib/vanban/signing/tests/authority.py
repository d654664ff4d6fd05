"""A certification authority of the tests: its certificates, key files, lists of the revoked, pictures and PDF files."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image, ImageDraw

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
PASSPHRASE = "mật khẩu thử"
PERSON, BODY = "Trần Văn Bình", "Sở Nội vụ tỉnh Bình Minh"


@dataclass(frozen=True)
class Identity:
    """A key with its certificate."""

    key: Any
    certificate: x509.Certificate
    issuer: Identity | None = None

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def key_file(self, passphrase: str = PASSPHRASE) -> bytes:
        """Return the PKCS#12 file with the chain in it."""
        issuers = [self.issuer.certificate] if self.issuer else []
        encryption = BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(b"chu-ky", self.key, self.certificate, issuers, encryption)

    def key_pem(self) -> bytes:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@cache
def rsa_key(number: int, bits: int = 2048) -> rsa.RSAPrivateKey:
    """Return one of a few keys, made once for all tests."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def ec_key(number: int) -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def root(name: str = "Tổ chức chứng thực thử nghiệm") -> Identity:
    """Return an authority."""
    key = rsa_key(-1 if name.startswith("Tổ chức") else -2)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - 5 * YEAR)
        .not_valid_after(NOW + 5 * YEAR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Identity(key, built)


def identity(
    name: str = PERSON,
    *,
    key: Any = None,
    issuer: Identity | None = None,
    valid: tuple[datetime, datetime] = (NOW - YEAR, NOW + YEAR),
    user_id: str = "CCCD:001080000001",
    purpose: Any = None,
    signs: bool = True,
) -> Identity:
    """Return somebody whom an authority certified."""
    issuer = issuer or root()
    key = key or rsa_key(1)
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, BODY),
        x509.NameAttribute(NameOID.COMMON_NAME, name),
    ]
    if user_id:
        parts.append(x509.NameAttribute(NameOID.USER_ID, user_id))
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(parts))
        .issuer_name(issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            _usage(digital_signature=signs, content_commitment=signs, key_encipherment=not signs), critical=True
        )
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    if purpose is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    return Identity(key, builder.sign(issuer.key, hashes.SHA256()), issuer)


def body(**options: Any) -> Identity:
    return identity(BODY, key=rsa_key(2), user_id="MST:0100100100", **options)


def stamper(at: datetime = NOW, issuer: Identity | None = None) -> Any:
    """Return pyHanko's time-stamping authority that asks nobody."""
    from asn1crypto import keys
    from asn1crypto import x509 as asn1
    from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

    own = identity("Dấu thời gian", key=rsa_key(3), issuer=issuer, purpose=ExtendedKeyUsageOID.TIME_STAMPING)
    key = own.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(asn1.Certificate.load(own.der), keys.PrivateKeyInfo.load(key), fixed_dt=at)


def revocations(*, revoked: dict[int, datetime], issued_at: datetime, issuer: Identity | None = None) -> bytes:
    """Return the authority's list of revoked certificates."""
    issuer = issuer or root()
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(issued_at)
        .next_update(issued_at + timedelta(days=7))
    )
    for serial, moment in revoked.items():
        one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment).build()
        builder = builder.add_revoked_certificate(one)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def picture(color: str = "#1f3fbf", *, ground: str | None = None) -> bytes:
    """Return a stroke and a ring on a transparent ground, as PNG."""
    image = Image.new("RGBA", (300, 200), ground or (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.line([(20, 160), (90, 40), (150, 150), (210, 50), (280, 120)], fill=color, width=8, joint="curve")
    draw.ellipse([90, 30, 220, 160], outline=color, width=6)
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def paper(text: str = "QUYẾT ĐỊNH", *, pages: int = 2) -> bytes:
    """Return a PDF of some pages as the program writes them: by typst."""
    import typst

    from thidua.lib.vanban.writing.pdf.typesetting import fonts_folder

    source = '#set page("a4")\n#set text(font: "Tinos", lang: "vi")\n' + "\n#pagebreak()\n".join(
        f"{text}, trang {number}" for number in range(1, pages + 1)
    )
    library: Any = typst
    content = library.compile(
        source.encode(),
        font_paths=[str(fonts_folder())],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["a-2b"],
    )
    return bytes(content)


def _usage(**uses: bool) -> x509.KeyUsage:
    names = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"]
    names += ["key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**{name: uses.get(name, False) for name in names})
