"""Digital signatures of PDF files: sign as the Decree shows them, and tell in plain words what a signature is worth.

`signer_from_pkcs12` or `token_signer` give a `Signer`; `sign_personal`, `sign_body`, `sign_corner` sign; `validate`
reports on any PDF; `check_signed_copy` holds a file signed elsewhere against the one that was to be signed.
Refusals are `SigningRefused`.
"""

from thidua.lib.vanban.signing.blanks import Blank, Gap, fill_blanks, find_blanks, prepare_blanks
from thidua.lib.vanban.signing.certificate import Certificate, Holder
from thidua.lib.vanban.signing.errors import SigningReason, SigningRefused
from thidua.lib.vanban.signing.images import Ink, check_image
from thidua.lib.vanban.signing.place import MILLIMETRE, Place, seal_place
from thidua.lib.vanban.signing.report import Coverage, Purpose, Revocation, SignatureReport, Trust, Verdict
from thidua.lib.vanban.signing.signer import Signer, signer_from_pkcs12, token_signer
from thidua.lib.vanban.signing.signing import TimeStamping, sign_body, sign_corner, sign_personal, time_stamping
from thidua.lib.vanban.signing.validation import TrustStore, check_signed_copy, read_trust, validate

__all__ = [
    "MILLIMETRE",
    "Blank",
    "Certificate",
    "Coverage",
    "Gap",
    "Holder",
    "Ink",
    "Place",
    "Purpose",
    "Revocation",
    "SignatureReport",
    "Signer",
    "SigningReason",
    "SigningRefused",
    "TimeStamping",
    "Trust",
    "TrustStore",
    "Verdict",
    "check_image",
    "check_signed_copy",
    "fill_blanks",
    "find_blanks",
    "prepare_blanks",
    "read_trust",
    "seal_place",
    "sign_body",
    "sign_corner",
    "sign_personal",
    "signer_from_pkcs12",
    "time_stamping",
    "token_signer",
    "validate",
]
