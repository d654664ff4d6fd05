"""What a line of an official document can be (the boxes of Phụ lục I, Phần I, Mục IV)."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The part a line plays; values are the keys of its element in form/measures.toml where there is one."""

    NONE = "none"
    RULE = "typed-rule"
    """A line of dashes or underscores in place of a drawn one."""
    ASIDE = "aside"
    """Text in a box beside the course of the text."""
    NATION = "national-title"
    MOTTO = "motto"
    PARENT = "parent"
    ISSUER = "issuer"
    NUMBER = "number"
    PLACE_DATE = "place-and-date"
    SUBJECT = "subject"
    TYPE_NAME = "type-name"
    ABSTRACT = "abstract"
    AUTHORITY = "authority"
    ADDRESSEES = "addressees"
    BASIS = "legal-basis"
    ORDER_WORD = "order-word"
    REFERENCE = "reference"
    PART_LABEL = "part-label"
    PART_TITLE = "part-title"
    CHAPTER_LABEL = "chapter-label"
    CHAPTER_TITLE = "chapter-title"
    SECTION_LABEL = "section-label"
    SECTION_TITLE = "section-title"
    SUBSECTION_LABEL = "subsection-label"
    SUBSECTION_TITLE = "subsection-title"
    HEADING = "heading"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    ITEM = "item"
    TEXT = "text"
    CENTERED = "centered"
    TABLE = "table-cell"
    CAPACITY = "signatory-capacity"
    OWN_POSITION = "signatory-own-position"
    NAME = "signatory-name"
    RECIPIENTS_WORD = "recipients-word"
    RECIPIENTS = "recipients"
    DRAFTER = "drafter"
    CONTACT = "contact"
    SECRECY = "secrecy"
    URGENCY = "urgency"
    CIRCULATION = "circulation"
    ANNEX_LABEL = "annex-label"
    ANNEX_TITLE = "annex-title"
    COPY_FORM = "copy-form"
    DIGITAL_SIGNATURE = "digital-signature"


BODY = frozenset(
    (
        Role.PART_LABEL,
        Role.PART_TITLE,
        Role.CHAPTER_LABEL,
        Role.CHAPTER_TITLE,
        Role.SECTION_LABEL,
        Role.SECTION_TITLE,
        Role.SUBSECTION_LABEL,
        Role.SUBSECTION_TITLE,
        Role.HEADING,
        Role.ARTICLE,
        Role.CLAUSE,
        Role.POINT,
        Role.ITEM,
        Role.TEXT,
        Role.CENTERED,
    )
)
"""Roles of the content (box 6) outside of tables."""
PROSE = frozenset((Role.BASIS, Role.ARTICLE, Role.CLAUSE, Role.POINT, Role.ITEM, Role.TEXT, Role.HEADING))
"""Roles whose paragraphs run from margin to margin."""
TITLE_OF = {
    Role.PART_LABEL: Role.PART_TITLE,
    Role.CHAPTER_LABEL: Role.CHAPTER_TITLE,
    Role.SECTION_LABEL: Role.SECTION_TITLE,
    Role.SUBSECTION_LABEL: Role.SUBSECTION_TITLE,
}
