"""A hash chain: every entry's hash covers its content and the hash before, so none can change, go or be put between.

The chain proves order and content to whoever kept a hash from outside; it does not hide anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["GENESIS", "BrokenChain", "Link", "digest", "verify"]

GENESIS = "0" * 64
"""The hash before the first entry."""


class BrokenChain(Exception):
    """The chain does not hold at `sequence`; `str()` says how."""

    def __init__(self, sequence: int, what: str) -> None:
        super().__init__(f"entry {sequence}: {what}")
        self.sequence = sequence
        self.what = what


@dataclass(frozen=True, slots=True)
class Link:
    """One stored entry: its place from 1, its content, and the two hashes stored with it (hex, 64 characters)."""

    sequence: int
    content: Mapping[str, Any]
    previous_hash: str
    hash: str


def digest(*, previous_hash: str, sequence: int, content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the entry in canonical JSON (sorted keys, UTF-8, no spaces) behind the previous hash.

    Raises TypeError for content that is not plain JSON.
    """
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(f"{previous_hash}\n{sequence}\n{canonical}".encode()).hexdigest()


def verify(links: Iterable[Link], *, previous_hash: str = GENESIS, first_sequence: int = 1) -> tuple[int, str]:
    """Walk the chain and return (number of entries, last hash). Raises BrokenChain at the first that does not hold."""
    count = 0
    for link in links:
        expected = first_sequence + count
        if link.sequence != expected:
            raise BrokenChain(expected, f"missing (found entry {link.sequence})")
        if link.previous_hash != previous_hash:
            raise BrokenChain(link.sequence, "does not follow the entry before it")
        if digest(previous_hash=previous_hash, sequence=link.sequence, content=link.content) != link.hash:
            raise BrokenChain(link.sequence, "content was changed")
        previous_hash = link.hash
        count += 1
    return count, previous_hash
