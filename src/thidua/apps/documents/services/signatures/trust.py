"""What the installation trusts and signs with: its settings, read for the library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from thidua.apps.documents.errors import SignatureRefused
from thidua.lib.vanban.signing import SigningRefused, TimeStamping, TrustStore, read_trust, time_stamping


def trust_store() -> TrustStore:
    """Return the authorities that THIDUA_TRUST_ROOTS names; none when it is unset or cannot be read.

    It is read at each use: whoever adds a certificate need not start the program again.
    """
    folder = settings.OPTIONS.trust_roots
    if folder is None:
        return TrustStore()
    try:
        return read_trust(folder)
    except (OSError, ValueError):
        # A broken certificate must not make forged signatures look checked: then nobody is trusted, and that is said.
        return TrustStore()


def has_token() -> bool:
    """Whether the server has a signing device."""
    return settings.OPTIONS.pkcs11_library is not None and bool(settings.OPTIONS.pkcs11_token)


def stamping() -> TimeStamping | None:
    return time_stamping(settings.OPTIONS.tsa_url) if settings.OPTIONS.tsa_url else None


@contextmanager
def said_in_words() -> Iterator[None]:
    """Turn refusals of the library into refusals a page shows."""
    try:
        yield
    except SigningRefused as refusal:
        raise SignatureRefused(str(refusal), remedy=refusal.remedy) from None
