"""Who signs: a key and its certificate, from a PKCS#12 file or a PKCS#11 token.

A key is loaded once and kept for a batch: pyHanko's own signer parses it anew for every signature, which is most of
the time of signing. Passphrases and PINs are used and forgotten.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from thidua.lib.vanban.signing.certificate import Certificate, describe_certificate
from thidua.lib.vanban.signing.errors import SigningReason, SigningRefused

KEY_FILE_BYTES = 256 * 1024
MAX_ITERATIONS = 2_000_000
"""Rounds of a key derivation; real files have some thousands, a hostile one would keep the server busy for hours."""
_SIGNING_USAGES = {"digital_signature", "non_repudiation"}
_token_lock = threading.Lock()
"""A token knows one login for the whole process: one person at a time."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A key ready to sign, with the certificate of its holder. Never shown: holds a private key or an open token."""

    certificate: Certificate
    engine: Any = field(repr=False)

    def check(self, at: datetime) -> None:
        """Raise SigningRefused when the certificate is not for signing documents or does not hold at that moment."""
        usage = self.engine.signing_cert.key_usage_value
        if usage is not None and not _SIGNING_USAGES & set(usage.native):
            raise SigningRefused(
                SigningReason.KEY_NOT_FOR_SIGNING,
                "Chứng thư này không được cấp để ký văn bản.",
                remedy="Dùng chứng thư chữ ký số có mục đích ký số do tổ chức chứng thực cấp.",
            )
        if not self.certificate.is_valid_at(at):
            start, end = (moment.strftime("%d/%m/%Y") for moment in _validity(self.certificate))
            raise SigningRefused(
                SigningReason.NOT_VALID_NOW,
                f"Chứng thư của {self.certificate.name} chỉ có hiệu lực từ {start} đến {end}.",
                remedy="Gia hạn chứng thư hoặc ký bằng chứng thư khác còn hiệu lực.",
            )


def _validity(certificate: Certificate) -> tuple[datetime, datetime]:
    return certificate.valid_from, certificate.valid_to


def signer_from_pkcs12(content: bytes, *, passphrase: str) -> Signer:
    """Return the signer of a PKCS#12 file (.p12, .pfx). Raises SigningRefused."""
    from asn1crypto import x509
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

    if len(content) > KEY_FILE_BYTES or _iterations(content) > MAX_ITERATIONS:
        raise _no_key_file()
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, passphrase.encode())
    except ValueError as error:
        if "password" in str(error).lower() or "mac" in str(error).lower():
            raise SigningRefused(
                SigningReason.WRONG_PASSPHRASE,
                "Mật khẩu của tệp chữ ký số không đúng.",
                remedy="Gõ lại mật khẩu; chú ý chữ hoa, chữ thường và bộ gõ tiếng Việt.",
            ) from None
        raise _no_key_file() from None
    except Exception:
        # Rust panics and unsupported ciphers of hostile files come in every class.
        raise _no_key_file() from None
    if key is None or certificate is None:
        raise SigningRefused(
            SigningReason.NO_KEY,
            "Tệp không có đủ khóa bí mật và chứng thư.",
            remedy="Xuất lại tệp .p12 hoặc .pfx kèm khóa bí mật từ nơi cấp chữ ký số.",
        )
    own, *rest = (
        x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in (certificate, *others) if one is not None
    )
    return Signer(_described(own), _kept_key(key, own, rest))


@contextmanager
def token_signer(*, library: Path, token_label: str, pin: str) -> Iterator[Signer]:
    """Open a PKCS#11 token and give its signer; the token is closed afterwards. Raises SigningRefused.

    Of several keys the first with a certificate of its own is taken.
    """
    with _token_lock:
        session = _open_token(library, token_label, pin)
        try:
            yield _token_engine(session)
        finally:
            session.close()


def _open_token(library: Path, token_label: str, pin: str) -> Any:
    import pkcs11

    try:
        token = pkcs11.lib(str(library)).get_token(token_label=token_label)
        return token.open(user_pin=pin)
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.ArgumentsBad):
        raise SigningRefused(
            SigningReason.WRONG_PIN,
            "Mã PIN của thiết bị ký không đúng.",
            remedy="Gõ lại mã PIN; gõ sai nhiều lần thiết bị sẽ bị khóa.",
        ) from None
    except pkcs11.PinLocked:
        raise SigningRefused(
            SigningReason.WRONG_PIN,
            "Thiết bị ký đã bị khóa vì gõ sai mã PIN nhiều lần.",
            remedy="Nhờ nơi cấp chữ ký số mở khóa thiết bị.",
        ) from None
    except (pkcs11.NoSuchToken, pkcs11.TokenNotPresent, pkcs11.TokenNotRecognised, pkcs11.MultipleTokensReturned):
        raise SigningRefused(
            SigningReason.TOKEN_MISSING,
            f"Không tìm thấy thiết bị ký “{token_label}” trên máy chủ.",
            remedy="Báo người quản trị kiểm tra thiết bị và cài đặt THIDUA_PKCS11_TOKEN.",
        ) from None
    except (pkcs11.PKCS11Error, RuntimeError, OSError):
        raise SigningRefused(
            SigningReason.TOKEN_FAILED,
            "Thiết bị ký của máy chủ không trả lời.",
            remedy="Báo người quản trị kiểm tra thiết bị và cài đặt THIDUA_PKCS11_LIBRARY.",
        ) from None


def _token_engine(session: Any) -> Signer:
    import pkcs11
    from asn1crypto import x509
    from pkcs11 import Attribute, ObjectClass
    from pyhanko.sign.pkcs11 import PKCS11Signer

    certificates: dict[bytes, Any] = {}
    for found in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        certificates[bytes(found[Attribute.ID])] = x509.Certificate.load(bytes(found[Attribute.VALUE]))
    for key in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY}):
        identity = bytes(key[Attribute.ID])
        if identity in certificates:
            engine = PKCS11Signer(
                session,
                signing_cert=certificates[identity],
                ca_chain=[one for other, one in certificates.items() if other != identity],
                key_id=identity,
                use_raw_mechanism=key.key_type is pkcs11.KeyType.EC,
            )
            return Signer(_described(certificates[identity]), engine)
    raise SigningRefused(
        SigningReason.NO_KEY,
        "Thiết bị ký không có khóa nào đi cùng chứng thư.",
        remedy="Nhờ nơi cấp chữ ký số nạp lại khóa và chứng thư vào thiết bị.",
    )


def _described(certificate: Any) -> Certificate:
    try:
        return describe_certificate(certificate)
    except (ValueError, TypeError, KeyError):
        raise _no_key_file() from None


def _kept_key(key: Any, certificate: Any, others: list[Any]) -> Any:
    """Return a pyHanko signer over a key that is loaded already."""
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from pyhanko.sign.signers import Signer as Engine
    from pyhanko_certvalidator.registry import SimpleCertificateStore
    from pyhanko_certvalidator.util import get_pyca_cryptography_hash

    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise SigningRefused(
            SigningReason.NO_KEY, "Loại khóa trong tệp không dùng được để ký PDF.", remedy="Dùng khóa RSA hoặc ECDSA."
        )

    class KeptKey(Engine):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001 - pyHanko's
            digest = get_pyca_cryptography_hash(digest_algorithm)
            if isinstance(key, RSAPrivateKey):
                return b"\0" * (key.key_size // 8) if dry_run else bytes(key.sign(data, PKCS1v15(), digest))
            return bytes(key.sign(data, ECDSA(digest)))

    store: Any = SimpleCertificateStore()
    store.register_multiple(others)
    return KeptKey(signing_cert=certificate, cert_registry=store)


def _iterations(content: bytes) -> int:
    """Return the largest count of rounds a PKCS#12 file asks for; raises SigningRefused when it is not one."""
    # tsp adds its names to the content types when loaded, but they are fixed at their first use.
    from asn1crypto import (
        pkcs12,
        tsp,  # noqa: F401 - loaded for the names it adds
    )

    try:
        file = pkcs12.Pfx.load(content, strict=True)
        counts = [0]
        if file["mac_data"].native is not None:
            counts.append(int(file["mac_data"]["iterations"].native))
        for part in file.authenticated_safe:
            if part["content_type"].native == "encrypted_data":
                counts += _rounds(part["content"]["encrypted_content_info"]["content_encryption_algorithm"].native)
            else:
                for bag in pkcs12.SafeContents.load(part["content"].native):
                    if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
                        counts += _rounds(bag["bag_value"]["encryption_algorithm"].native)
        return max(counts)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _no_key_file() from None


def _rounds(algorithm: Any) -> list[int]:
    if isinstance(algorithm, dict):
        own = [int(algorithm["iterations"])] if "iterations" in algorithm else []
        return own + [count for value in algorithm.values() for count in _rounds(value)]
    return []


def _no_key_file() -> SigningRefused:
    return SigningRefused(
        SigningReason.NOT_A_KEY_FILE,
        "Tệp không phải là tệp chữ ký số PKCS#12.",
        remedy="Chọn đúng tệp có đuôi .p12 hoặc .pfx do nơi cấp chữ ký số giao.",
    )
