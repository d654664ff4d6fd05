"""What a certificate says of its holder, in the words people use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

_USER_ID = "user_id"
_PERSON_MARKS = ("cccd:", "cmnd:", "cmtnd:", "hc:", "passport:")
_BODY_MARKS = ("mst:", "mns:", "mdd:", "mđd:", "mqhns:")


class Holder(StrEnum):
    """Whose certificate it is, as far as it says."""

    PERSON = "person"
    BODY = "body"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Certificate:
    """The facts of one certificate: `name` is the common name, `organization` the body it names, else ""."""

    name: str
    organization: str
    issuer: str
    serial: str
    fingerprint: str
    valid_from: datetime
    valid_to: datetime
    holder: Holder
    key: str
    is_key_weak: bool

    def is_valid_at(self, moment: datetime) -> bool:
        return self.valid_from <= moment <= self.valid_to


def describe_certificate(certificate: Any) -> Certificate:
    """Return the facts of an `asn1crypto.x509.Certificate`; raises ValueError when it is malformed."""
    subject = _parts(certificate.subject.native)
    issuer = _parts(certificate.issuer.native)
    validity = certificate["tbs_certificate"]["validity"]
    key, is_weak = _key(certificate.public_key)
    return Certificate(
        name=subject.get("common_name") or certificate.subject.human_friendly[:300],
        organization=subject.get("organization_name", ""),
        issuer=issuer.get("common_name") or issuer.get("organization_name") or certificate.issuer.human_friendly[:300],
        serial=f"{certificate.serial_number:X}",
        fingerprint=certificate.sha256.hex(),
        valid_from=validity["not_before"].native,
        valid_to=validity["not_after"].native,
        holder=_holder(subject),
        key=key,
        is_key_weak=is_weak,
    )


def _parts(name: dict[str, Any]) -> dict[str, str]:
    """Return each part of a name as text; of several of a kind (units of units) the first."""
    return {kind: str(value[0] if isinstance(value, list) and value else value)[:300] for kind, value in name.items()}


def _holder(subject: dict[str, str]) -> Holder:
    """Tell a person's certificate from a body's by the identifier in its name, as certificates in Vietnam carry it."""
    identifier = subject.get(_USER_ID, "").lower().replace(" ", "")
    if identifier.startswith(_PERSON_MARKS) or {"surname", "given_name"} & subject.keys():
        return Holder.PERSON
    if identifier.startswith(_BODY_MARKS) or "organization_identifier" in subject:
        return Holder.BODY
    return Holder.UNKNOWN


def _key(public_key: Any) -> tuple[str, bool]:
    kind, bits = str(public_key.algorithm), int(public_key.bit_size or 0)
    label = {"rsa": "RSA", "rsassa_pss": "RSA", "ec": "ECDSA", "dsa": "DSA"}.get(kind, kind)
    return f"{label} {bits}", (label in {"RSA", "DSA"} and bits < 2048) or (label == "ECDSA" and bits < 224)
