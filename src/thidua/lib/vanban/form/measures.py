"""What measures.toml holds, typed. Lengths in mm, sizes of type and spaces in pt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from thidua.lib.vanban.model import Alignment


class Confidence(StrEnum):
    """How surely a rule is known."""

    HIGH = "high"  # read in the Decree
    MEDIUM = "medium"  # read indirectly
    LOW = "low"  # from memory, or contradicted
    OWN = "own"  # the Decree is silent; the program chose


class Case(StrEnum):
    SENTENCE = "sentence"
    CAPITALS = "capitals"


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a rule stands, like "Phụ lục I, Phần I, Mục II.1.a, ô 1", and how surely it is known."""

    citation: str
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Cited):
    width_mm: float
    height_mm: float
    font: str
    color: str


@dataclass(frozen=True, slots=True)
class Span:
    """What the Decree allows, and what the program sets."""

    least_mm: float
    most_mm: float
    chosen_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins(Cited):
    top: Span
    bottom: Span
    left: Span
    right: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Header(Cited):
    from_edge_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns(Cited):
    """Widths of a table of two columns without borders."""

    left_mm: float
    right_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLength(Cited):
    """Length of a rule drawn under a line, as a share of that line's length."""

    least: float
    most: float
    chosen: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyText(Cited):
    """What the Decree allows of running text: first-line indents, least space between paragraphs, line spacing."""

    first_line_mm: tuple[float, ...]
    space_between_pt: float
    line_spacing: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureSpace(Cited):
    """Room for the hand signature, between position and name."""

    space_pt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitalSignature(Cited):
    """How digital signatures show: a person's picture in one color, the body's stamp in another laid over its left."""

    person_color: str
    body_color: str
    overlap: float
    stamp_diameter_mm: float
    annex_text: str
    copy_text: str
    time_zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp(Cited):
    text: str
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Element(Cited):
    """One part of the form: how its line is set.

    `box` is its number in the Decree's diagram (Phụ lục I, Phần I, Mục IV), "" where it has none. `size` is what the
    program sets, within `sizes`, the least and the greatest the Decree allows.
    """

    key: str
    name: str
    size: float
    sizes: tuple[float, float]
    box: str = ""
    bold: bool = False
    italic: bool = False
    case: Case = Case.SENTENCE
    alignment: Alignment = Alignment.LEFT
    color: str = "000000"
    space_before: float = 0
    space_after: float = 0
    first_line_mm: float = 0
    line_spacing: float = 1.0

    @property
    def is_capital(self) -> bool:
        return self.case is Case.CAPITALS

    def as_printed(self, text: str) -> str:
        """Return `text` in the case this element is printed in."""
        return text.upper() if self.is_capital else text


@dataclass(frozen=True, slots=True)
class Measures:
    """Every measure of the form."""

    page: Page
    margins: Margins
    landscape: Margins
    header: Header
    columns: Mapping[str, Columns]  # letterhead, signature, minutes
    rules: Mapping[str, RuleLength]  # motto, issuer, abstract, annex
    body: BodyText
    signature: SignatureSpace
    digital_signature: DigitalSignature
    stamps: Mapping[str, Stamp]  # by the text of the stamp
    elements: Mapping[str, Element]

    @property
    def text_width_mm(self) -> float:
        """Width of the text of an upright page."""
        return self.page.width_mm - self.margins.left.chosen_mm - self.margins.right.chosen_mm

    @property
    def landscape_text_width_mm(self) -> float:
        return self.page.height_mm - self.landscape.left.chosen_mm - self.landscape.right.chosen_mm
