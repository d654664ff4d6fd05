"""Put the parts together: a document that was read in, an official document out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from thidua.lib.vanban import official
from thidua.lib.vanban.form import type_of
from thidua.lib.vanban.form.wording import date_in_words
from thidua.lib.vanban.model import Document, SourceFormat
from thidua.lib.vanban.official import Annex, CopyMark, Level, OfficialDocument, Passage, Signature
from thidua.lib.vanban.recognition.body import Source, read_body, without_end_mark
from thidua.lib.vanban.recognition.foot import Foot, read_foot
from thidua.lib.vanban.recognition.head import printed_reference, read_head, take_stamps, whole_date
from thidua.lib.vanban.recognition.kept import unsaid
from thidua.lib.vanban.recognition.parts import ANNEX, Part, PartKind, copy_form, parts_of
from thidua.lib.vanban.recognition.runs import runs_of
from thidua.lib.vanban.recognition.sheets import sheet_of
from thidua.lib.vanban.understanding.closing import find_closings
from thidua.lib.vanban.understanding.head.bodies import ATTACHED, Letterhead, read_zone
from thidua.lib.vanban.understanding.letterhead import read_letterhead
from thidua.lib.vanban.understanding.pieces import Item, Piece, read_items
from thidua.lib.vanban.understanding.tables.stacked import stack_tables
from thidua.lib.vanban.understanding.words import is_upper, lower

_STYLED = (SourceFormat.DOCX, SourceFormat.DOC, SourceFormat.PDF)
_PARAGRAPHS = (SourceFormat.DOCX, SourceFormat.DOC, SourceFormat.HTML)
_CONTACT = re.compile(
    r"(?:địa chỉ|trụ sở|điện thoại|đt|tel|fax|e-?mail|thư điện tử|website|web|trang thông tin|cổng thông tin)(?!\w)"
)


def recognize(document: Document) -> OfficialDocument:
    """Return what a document that was read is by its parts. Never raises on content.

    Every word of the source stands in the result, save those the form itself prints; what has no role there is a
    passage of text in its place.
    """
    source = Source(
        has_lines=document.source_format not in _PARAGRAPHS,
        has_styles=document.source_format in _STYLED,
        is_recognised=any(line.confidence < 1 for line in document.lines),
    )
    read = read_items(document)
    asides = tuple(item.text for item in read if isinstance(item, Piece) and item.is_aside)
    read = [item for item in read if not (isinstance(item, Piece) and item.is_aside)]
    items, stamps = take_stamps(stack_tables(read) if source.has_lines else read)
    first, *others = parts_of(items, read_letterhead(items).end)
    paper = replace(
        _paper(first.items, source),
        secrecy=stamps.secrecy,
        urgency=stamps.urgency,
        circulation=stamps.circulation,
    )
    for part in others:
        paper = _joined(paper, part, source)
    return replace(paper, contact=(*asides, *paper.contact))


def _joined(paper: OfficialDocument, part: Part, source: Source) -> OfficialDocument:
    """Return a document with one more part that stands behind it."""
    if part.kind is PartKind.COPY and paper.copy is None and (copy := _copy(part.items, source)) is not None:
        return replace(paper, copy=copy)
    if part.kind is PartKind.DOCUMENT:
        return replace(paper, attachments=(*paper.attachments, _paper(part.items, source)))
    annex = _annex(part.items, source)
    last = paper.attachments[-1] if paper.attachments else None
    if isinstance(last, OfficialDocument) and not _names(annex.reference, paper):
        grown = replace(last, attachments=(*last.attachments, annex))
        return replace(paper, attachments=(*paper.attachments[:-1], grown))
    return replace(paper, attachments=(*paper.attachments, annex))


def _names(reference: str, paper: OfficialDocument) -> bool:
    """Tell whether a reference "(Kèm theo Quyết định …)" names a document by its type."""
    return f"theo {lower(type_of(paper.type_key).name)}" in lower(reference)


def _paper(items: Sequence[Item], source: Source) -> OfficialDocument:
    head = read_head(items)
    closings = find_closings(items, head.body)
    closing = closings[0] if closings else None
    end = closing.start if closing else len(items)
    body = without_end_mark(read_body(items[head.body : end], source))
    foot = read_foot(closing, has_lines=source.has_lines) if closing else Foot()
    behind = list(items[closing.end :]) if closing else []
    contact, behind = _contact(behind)
    left = unsaid(items[closing.start : closing.end], _said(foot)) if closing else []
    attachments: tuple[Annex, ...] = (_annex(behind, source),) if behind else ()
    return OfficialDocument(
        type_key=head.kind.key,
        issuer=head.issuer,
        title=head.title,
        parent=head.parent,
        number=head.number,
        symbol=head.symbol,
        place=head.place,
        issued_on=head.issued_on,
        reference=head.reference,
        authority_line=head.authority_line,
        addressees=head.addressees,
        legal_bases=head.legal_bases,
        order_word=head.order_word,
        body=(*_kept(head.rest, source), *body, *_kept(left, source)),
        signatures=foot.signatures,
        recipients=foot.recipients,
        drafter=foot.drafter,
        contact=contact,
        attachments=attachments,
        year=head.year,
        month=head.month,
    )


def _kept(items: Sequence[Item], source: Source) -> list[official.Piece]:
    """Return items of no role as text in place."""
    return [
        Passage(Level.TEXT, runs=runs_of(item))
        if isinstance(item, Piece)
        else sheet_of(item, has_lines=source.has_lines and not source.has_styles)
        for item in items
    ]


def _said(foot: Foot) -> list[str]:
    said = [*foot.recipients, foot.drafter]
    for signature in foot.signatures:
        said += [signature.capacity or "", signature.authority, signature.position, signature.own_position]
        said.append(signature.name)
    return said


def _contact(items: list[Item]) -> tuple[tuple[str, ...], list[Item]]:
    """Take the lines of address and telephone that stand under a letter."""
    lines = [item.text for item in items if isinstance(item, Piece)]
    if not items or len(lines) < len(items) or not any(_CONTACT.match(lower(line)) for line in lines[:2]):
        return (), items
    return tuple(lines), []


def _annex(items: Sequence[Item], source: Source) -> Annex:
    at = 0
    label = reference = ""
    title: list[str] = []
    if items and isinstance(first := items[0], Piece) and (match := ANNEX.match(first.text)):
        label = (match["label"] or "").upper()
        rest = first.text[match.end() :].strip()
        title = [rest] if rest else []
        at = 1
    while at < len(items) and isinstance(piece := items[at], Piece) and not reference:
        if ATTACHED.match(piece.text):
            reference = piece.text
            at += 1
            while at < len(items) and ")" not in reference and isinstance(more := items[at], Piece):
                reference += f" {more.text}"
                at += 1
        elif piece.label is None and (is_upper(piece.text) or (not title and (piece.is_bold or piece.is_centered))):
            title.append(piece.text)
            at += 1
        else:
            break
    return Annex(" ".join(title), label, printed_reference(reference), without_end_mark(read_body(items[at:], source)))


def _copy(items: Sequence[Item], source: Source) -> CopyMark | None:
    """Return the mark of a copy, None where a line says more than such a mark holds."""
    form = next(form for item in items if (form := copy_form(item)))
    closings = find_closings(items, 1)
    end = closings[0].start if closings else len(items)
    head = Letterhead()
    read_zone([item for item in items[:end] if isinstance(item, Piece) and copy_form(item) is None], head)
    foot = read_foot(closings[0], has_lines=source.has_lines) if closings else Foot()
    number = head.number.value if head.number else ""
    issued = head.issued.value if head.issued else None
    copy = CopyMark(
        form=form,
        issuer=head.issuer.value if head.issuer else "",
        symbol=head.symbol.value if head.symbol else "",
        signature=foot.signatures[0] if foot.signatures else Signature("", ""),
        parent=head.parent.value if head.parent else "",
        number=int(number) if number.isdigit() else None,
        place=head.place.value if head.place else "",
        issued_on=whole_date(issued) if issued else None,
        recipients=foot.recipients,
    )
    said = [copy.form.value, copy.parent, copy.issuer, str(copy.number or ""), copy.symbol, copy.place, *_said(foot)]
    said.append(date_in_words(copy.issued_on) if copy.issued_on else "")
    return copy if not unsaid(items, said) and len(foot.signatures) < 2 else None
