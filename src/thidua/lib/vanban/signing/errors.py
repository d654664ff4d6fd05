"""Refusals of signing: a reason for a program and a sentence in Vietnamese for a person."""

from __future__ import annotations

from enum import StrEnum


class SigningReason(StrEnum):
    """Why nothing was signed, or nothing could be checked."""

    WRONG_PASSPHRASE = "wrong-passphrase"  # noqa: S105 - a reason, as the next ones
    NOT_A_KEY_FILE = "not-a-key-file"
    NO_KEY = "no-key"
    KEY_NOT_FOR_SIGNING = "key-not-for-signing"
    NOT_VALID_NOW = "not-valid-now"
    TOKEN_MISSING = "token-missing"  # noqa: S105 - a word, no secret
    WRONG_PIN = "wrong-pin"
    TOKEN_FAILED = "token-failed"  # noqa: S105 - a word, no secret
    NOT_A_PDF = "not-a-pdf"
    ENCRYPTED = "encrypted"
    LOCKED = "locked"
    PLACE_OUTSIDE = "place-outside"
    IMAGE_REFUSED = "image-refused"
    TIME_STAMP_FAILED = "time-stamp-failed"
    TOO_LARGE = "too-large"
    OUT_OF_TIME = "out-of-time"
    NOT_SIGNED = "not-signed"
    OTHER_DOCUMENT = "other-document"


class SigningRefused(Exception):
    """Nothing was signed or checked.

    `reason` is for programs; `str()` says in Vietnamese what is wrong, `remedy` what to do about it.
    """

    def __init__(self, reason: SigningReason, message: str, *, remedy: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.remedy = remedy
