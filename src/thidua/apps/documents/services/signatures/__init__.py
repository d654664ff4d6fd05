"""Digital signatures on papers: made here, or elsewhere and taken in; the pictures they show; what checks them."""

from thidua.apps.documents.services.signatures.images import (
    remove_hand_image,
    remove_seal_image,
    set_hand_image,
    set_seal_image,
)
from thidua.apps.documents.services.signatures.numbering import numbered_pdf
from thidua.apps.documents.services.signatures.signing import (
    accept_signed_pdf,
    make_signing_copy,
    sign_with_pkcs12,
    sign_with_token,
)
from thidua.apps.documents.services.signatures.trust import has_token, trust_store

__all__ = [
    "accept_signed_pdf",
    "has_token",
    "make_signing_copy",
    "numbered_pdf",
    "remove_hand_image",
    "remove_seal_image",
    "set_hand_image",
    "set_seal_image",
    "sign_with_pkcs12",
    "sign_with_token",
    "trust_store",
]
