"""Errors of the library: each carries a reason for a program and a sentence in Vietnamese for a person."""

from __future__ import annotations

from enum import StrEnum


class UnreadableReason(StrEnum):
    """Why a file gave no document."""

    EMPTY = "empty"
    UNKNOWN_TYPE = "unknown-type"
    TOO_LARGE = "too-large"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_COMPLEX = "too-complex"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NO_TEXT = "no-text"
    RECOGNITION_MISSING = "recognition-missing"
    OUT_OF_TIME = "out-of-time"
    OUT_OF_MEMORY = "out-of-memory"


class UnreadableDocument(Exception):
    """No document can be read from these bytes.

    `reason` is for programs; `str()` is one Vietnamese sentence that says what is wrong and what to do.
    """

    def __init__(self, reason: UnreadableReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
