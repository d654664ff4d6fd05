"""What types.toml holds, typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from thidua.lib.vanban.form.measures import Cited, Confidence
from thidua.lib.vanban.official import CopyForm


class TitleBox(StrEnum):
    """Where the abstract stands: under the type's name, or "V/v …" under the number."""

    UNDER_NAME = "5a"
    UNDER_NUMBER = "5b"


class Addressing(StrEnum):
    """What leads to those addressed."""

    NONE = ""
    TO = "Kính gửi:"
    TELEGRAM = "điện:"  # behind who sends it: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType(Cited):
    """One of the 29 types, with which parts it has.

    `exchange_code` is its code of list B of QCVN 102:2016, None where it has none. `signers` are the titles of those
    who sign minutes, first the left one; empty for all other types.
    """

    key: str
    name: str
    abbreviation: str
    archive_code: str
    exchange_confidence: Confidence
    sample: str
    exchange_code: int | None = None
    title_box: TitleBox = TitleBox.UNDER_NAME
    addressing: Addressing = Addressing.NONE
    order_word: str = ""
    has_authority_line: bool = False
    has_abstract: bool = True
    has_place_and_date: bool = True
    has_rule_under_title: bool = True
    signers: tuple[str, ...] = ()

    @property
    def printed_name(self) -> str:
        """Return the name as it stands above the abstract; "" for a type that does not print it."""
        return "" if self.title_box is TitleBox.UNDER_NUMBER else self.name.upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyType(Cited):
    form: CopyForm
    abbreviation: str


@dataclass(frozen=True, slots=True)
class Types:
    by_key: Mapping[str, DocumentType]
    copies: Mapping[CopyForm, CopyType]
