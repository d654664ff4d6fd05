"""Whether a certificate was revoked, by lists and answers at hand; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import ocsp


@dataclass(frozen=True, slots=True)
class Finding:
    """What lists and answers say: since when it is revoked (None: not), as known at `known_at`."""

    revoked_at: datetime | None
    known_at: datetime


def look_up(
    certificate: bytes, issuer: bytes, *, lists: Iterable[bytes] = (), answers: Iterable[bytes] = ()
) -> Finding | None:
    """Return the newest word on a certificate that its issuer really signed; None when there is none.

    All are DER. Lists and answers that are broken or signed by somebody else say nothing.
    """
    own, authority = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(issuer)
    found = [_in_list(own, authority, one) for one in lists] + [_in_answer(own, authority, one) for one in answers]
    return max((one for one in found if one is not None), key=lambda one: one.known_at, default=None)


def _in_list(own: x509.Certificate, authority: x509.Certificate, encoded: bytes) -> Finding | None:
    try:
        issued = x509.load_der_x509_crl(encoded)
        key: Any = authority.public_key()
        if issued.issuer != own.issuer or not issued.is_signature_valid(key):
            return None
        entry = issued.get_revoked_certificate_by_serial_number(own.serial_number)
        return Finding(entry.revocation_date_utc if entry else None, issued.last_update_utc)
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature):
        return None


def _in_answer(own: x509.Certificate, authority: x509.Certificate, encoded: bytes) -> Finding | None:
    try:
        answer = ocsp.load_der_ocsp_response(encoded)
        if answer.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            return None
        if answer.serial_number != own.serial_number or not _is_from(answer, authority):
            return None
        if answer.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
            return None
        return Finding(answer.revocation_time_utc, answer.this_update_utc)
    except (ValueError, TypeError, UnsupportedAlgorithm, InvalidSignature):
        return None


def _is_from(answer: ocsp.OCSPResponse, authority: x509.Certificate) -> bool:
    """Whether the authority signed the answer, or somebody it certified to sign answers."""
    for responder in (authority, *answer.certificates):
        if responder != authority:
            try:
                uses = responder.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
                responder.verify_directly_issued_by(authority)
            except (x509.ExtensionNotFound, ValueError, TypeError, InvalidSignature):
                continue
            if x509.oid.ExtendedKeyUsageOID.OCSP_SIGNING not in uses:
                continue
        if _has_signed(responder.public_key(), answer):
            return True
    return False


def _has_signed(key: Any, answer: ocsp.OCSPResponse) -> bool:
    digest = answer.signature_hash_algorithm
    if digest is None:
        return False
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(answer.signature, answer.tbs_response_bytes, PKCS1v15(), digest)
        elif isinstance(key, EllipticCurvePublicKey):
            key.verify(answer.signature, answer.tbs_response_bytes, ECDSA(digest))
        else:
            return False
    except InvalidSignature:
        return False
    return True
