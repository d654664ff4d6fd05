"""The paper as the template takes it: its parts in printed order, each with its words and the element that sets it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from thidua.lib.vanban.form import Addressing, TitleBox, measures, type_of, wording
from thidua.lib.vanban.model import Run
from thidua.lib.vanban.official import Annex, CopyMark, OfficialDocument, Signature
from thidua.lib.vanban.writing.pdf.text import cleaned, held_together
from thidua.lib.vanban.writing.pdf.writer import Lines, Shown, Writer
from thidua.lib.vanban.writing.turning import turned

COPY = -1
"""The part that what is set below a copied document makes; the document itself is 0, its attachments follow."""
_TITLE = -1
"""The rank of a title, above all levels of the body."""
_MOST_RECIPIENTS_KEPT = 30
"""A closing block of more recipients than this may break over pages."""
_WHOLE = re.compile(
    r"\b(?:ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân|thi đua(?: -)?|khen thưởng|trung ương)(?!\w)",
    re.IGNORECASE,
)
"""Words of a body's name that one line holds together."""


def content_of(paper: OfficialDocument, *, kept: frozenset[int] = frozenset()) -> Shown:
    """Return what the template sets. `kept` are the parts whose last lines must go with their signature."""
    sections: list[Shown] = []
    for part, piece in enumerate(_parts(paper)):
        writer = Writer(part, is_kept=part in kept)
        if isinstance(piece, Annex):
            _write_annex(writer, piece)
        else:
            _write_paper(writer, piece)
        sections.extend(writer.sections)
    return {
        "title": title_of(paper),
        "author": cleaned(paper.issuer),
        "keywords": [cleaned(paper.symbol)] if paper.symbol else [],
        "sections": sections,
    }


def title_of(paper: OfficialDocument) -> str:
    """Return the title of the file: type and abstract."""
    return cleaned(f"{type_of(paper.type_key).name} {paper.title}").strip()


def _parts(paper: OfficialDocument) -> Iterator[OfficialDocument | Annex]:
    yield paper
    for attachment in paper.attachments:
        if isinstance(attachment, Annex):
            yield attachment
        else:
            yield from _parts(attachment)


def _write_annex(writer: Writer, annex: Annex) -> None:
    writer.turn(wide=any(turned(annex.body)[:1]))
    label = wording.annex_line(annex.label)
    writer.add_heading((("annex-label", label), ("annex-title", annex.title)), _TITLE)
    if annex.reference:
        writer.add_line("reference", annex.reference, keep=True)
    under = ("annex-title", annex.title) if annex.title else ("annex-label", label)
    writer.add_rule("annex", under)
    writer.add_body(annex.body, has_closing=False)


def _write_paper(writer: Writer, paper: OfficialDocument) -> None:
    writer.turn(wide=any(turned(paper.body)[:1]))
    if paper.contact:
        writer.add({"kind": "contact", "lines": [writer.line("contact", (Run(text),)) for text in paper.contact]})
    _add_letterhead(writer, paper)
    _add_title(writer, paper)
    _add_opening(writer, paper)
    writer.add_body(paper.body, has_closing=bool(paper.signatures))
    _add_closing(writer, paper.signatures, paper.recipients, drafter=paper.drafter)
    if paper.copy is not None and writer.part == 0:
        _add_copy(writer, paper.copy)


# The head


def _add_letterhead(writer: Writer, paper: OfficialDocument) -> None:
    kind = type_of(paper.type_key)
    is_attached = writer.part > 0
    left: list[tuple[str, str]] = []
    if not is_attached or paper.symbol or paper.number is not None:
        left.append(("number", wording.number_line(paper.number, paper.symbol)))
    if kind.title_box is TitleBox.UNDER_NUMBER and paper.title:
        left.append(("subject", wording.subject_line(paper.title)))
    right: list[tuple[str, str]] = []
    if kind.has_place_and_date and (not is_attached or paper.place or paper.issued_on is not None):
        dated = wording.place_and_date(paper.place, paper.issued_on, year=paper.year, month=paper.month)
        right.append(("place-and-date", dated))
    letterhead = _letterhead(
        writer,
        ([("parent", paper.parent), ("issuer", paper.issuer)], left),
        ([("national-title", wording.NATIONAL_TITLE), ("motto", wording.MOTTO)], right),
    )
    letterhead["right"]["share"] = measures().rules["motto"].chosen
    marks = (("secrecy", paper.secrecy), ("urgency", paper.urgency))
    letterhead["left"]["stamps"] = [_stamp(writer, key, mark) for key, mark in marks if mark is not None]
    if paper.circulation is not None:
        letterhead["right"]["stamps"] = [_stamp(writer, "circulation", paper.circulation)]
    writer.add(letterhead)


def _letterhead(writer: Writer, left: tuple[Lines, Lines], right: tuple[Lines, Lines]) -> Shown:
    """Return two columns, each of names and of lines under them; on a turned page they share its width alike."""
    widths = measures().columns["letterhead"]
    scale = writer.width / (widths.left_mm + widths.right_mm) if writer.is_wide else 1.0

    def lines(entries: Lines, width: float) -> list[Shown]:
        return [_whole(writer.line(key, (Run(text),), width=width - 3)) for key, text in entries if text]

    def column(entries: tuple[Lines, Lines], width: float) -> Shown:
        return {"names": lines(entries[0], width), "lines": lines(entries[1], width), "width": width, "stamps": []}

    shown: Shown = {"kind": "letterhead", "space": writer.width, "left": column(left, widths.left_mm * scale)}
    shown["left"]["share"] = measures().rules["issuer"].chosen
    shown["right"] = {**column(right, widths.right_mm * scale), "share": 0.0}
    return shown


def _whole(line: Shown) -> Shown:
    return {**line, "r": held_together(line["r"], _WHOLE)}


def _stamp(writer: Writer, key: str, text: str) -> Shown:
    stamp = measures().stamps[text]
    return {**writer.line(key, (Run(str(text)),)), "width": stamp.width_mm, "height": stamp.height_mm}


def _add_title(writer: Writer, paper: OfficialDocument) -> None:
    kind = type_of(paper.type_key)
    if not kind.printed_name:
        return
    writer.add_heading((("type-name", kind.printed_name), ("abstract", paper.title)), _TITLE)
    if paper.reference:
        writer.add_line("reference", paper.reference, keep=True)
    if kind.has_rule_under_title:
        writer.add_rule("abstract", ("abstract", paper.title) if paper.title else ("type-name", kind.printed_name))


def _add_opening(writer: Writer, paper: OfficialDocument) -> None:
    kind = type_of(paper.type_key)
    is_telegram = kind.addressing is Addressing.TELEGRAM
    if is_telegram:
        if paper.authority_line or paper.addressees:
            sender = measures().elements["authority"].as_printed(paper.authority_line)
            _add_addressees(
                writer, wording.telegram_line(sender), wording.telegram_lines(paper.addressees), is_led=True
            )
    elif len(paper.addressees) == 1:
        writer.add_line("addressees", f"{wording.ADDRESSEES_WORD} {paper.addressees[0]}")
    elif paper.addressees:
        _add_addressees(writer, wording.ADDRESSEES_WORD, wording.addressee_lines(paper.addressees), is_led=False)
    if paper.authority_line and not is_telegram:
        writer.add_line("authority", paper.authority_line, keep=True)
    for line in wording.legal_basis_lines(paper.legal_bases):
        writer.add_line("legal-basis", line)
    if paper.order_word:
        writer.add_line("order-word", paper.order_word, keep=True)


def _add_addressees(writer: Writer, word: str, lines: tuple[str, ...], *, is_led: bool) -> None:
    """Add several addressed: their dashes under the colon, or under a line of its own that leads to them."""
    element = measures().elements["addressees"]
    shown: Shown = {
        "kind": "addressees",
        "led": is_led,
        "word": writer.line("addressees", (Run(word),)),
        "lines": [writer.line("addressees", (Run(line.removeprefix("- ")),))["r"] for line in lines],
    }
    writer.add(shown, before=element.space_before, after=element.space_after)


# The foot


def _add_closing(
    writer: Writer,
    signatures: tuple[Signature, ...],
    recipients: tuple[str, ...],
    *,
    drafter: str = "",
    part: int | None = None,
) -> None:
    """Add recipients and signature side by side; several signatures stand side by side above the recipients."""
    if not (signatures or recipients or drafter):
        return
    columns = measures().columns["signature"]
    share = columns.left_mm / (columns.left_mm + columns.right_mm)
    left = []
    if recipients:
        left.append(writer.line("recipients-word", (Run(wording.RECIPIENTS_WORD),)))
        left += (
            writer.line("recipients", (Run(line),), width=writer.width * share)
            for line in wording.recipient_lines(recipients)
        )
    if drafter:
        left.append(writer.line("drafter", (Run(drafter),)))
    shown: Shown = {
        "kind": "closing",
        "part": writer.part if part is None else part,
        "left": left,
        "share": share,
        "signatures": [_signature(writer, each) for each in signatures],
        "breakable": len(left) > _MOST_RECIPIENTS_KEPT,
    }
    writer.add(shown, before=12.0)


def _signature(writer: Writer, signature: Signature) -> Shown:
    below = (("signatory-own-position", signature.own_position), ("signatory-name", signature.name))
    return {
        "above": [
            _whole(writer.line("signatory-capacity", (Run(text),))) for text in wording.signature_lines(signature)
        ],
        "below": [writer.line(key, (Run(text),)) for key, text in below if text],
    }


def _add_copy(writer: Writer, copy: CopyMark) -> None:
    """Add what is set below a copied document, on one page (Phụ lục I, Phần II, Mục II)."""
    left: tuple[Lines, Lines] = (
        [("parent", copy.parent), ("issuer", copy.issuer)],
        [("number", wording.number_line(copy.number, copy.symbol))],
    )
    right: tuple[Lines, Lines] = (
        [("copy-form", copy.form.value)],
        [("place-and-date", wording.place_and_date(copy.place, copy.issued_on))],
    )
    with writer.together(before=12.0):
        writer.add({"kind": "full-rule"}, after=6.0)
        writer.add(_letterhead(writer, left, right), before=6.0)
        _add_closing(writer, (copy.signature,), copy.recipients, part=COPY)
