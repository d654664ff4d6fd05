"""A paper as lines, each with the part it stands in: what comments point at and versions are compared by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from thidua.lib.vanban.official import Annex, OfficialDocument, Passage, Piece, Sheet, Signature


@dataclass(frozen=True, slots=True)
class Line:
    """One passage, field or row of a table: `part` says where it stands, in words."""

    part: str
    text: str


HEAD, TITLE, BASES, BODY, SIGNERS, RECIPIENTS = (
    "Phần đầu", "Trích yếu", "Căn cứ", "Nội dung", "Người ký", "Nơi nhận",
)  # fmt: skip


def lines_of(paper: OfficialDocument, *, within: str = "") -> list[Line]:
    """Return the paper as lines in their order on the page, those of its annexes last."""
    return [Line(part, text) for part, text in _lines(paper, within) if text]


def _lines(paper: OfficialDocument, within: str) -> Iterator[tuple[str, str]]:
    def at(part: str) -> str:
        return f"{within} – {part}" if within else part

    head = at(HEAD)
    yield head, paper.parent
    yield head, paper.issuer
    yield head, f"Ký hiệu: {paper.symbol}" if paper.symbol else ""
    yield head, f"Địa danh: {paper.place}" if paper.place else ""
    for stamp in (paper.secrecy, paper.urgency, paper.circulation):
        yield head, str(stamp) if stamp else ""
    yield head, paper.reference
    yield at(TITLE), paper.title
    for addressee in paper.addressees:
        yield head, f"Kính gửi: {addressee}"
    yield head, paper.authority_line
    for basis in paper.legal_bases:
        yield at(BASES), basis
    yield head, paper.order_word
    yield from _body(paper.body, at(BODY))
    for signature in paper.signatures:
        yield at(SIGNERS), signed(signature)
    for recipient in paper.recipients:
        yield at(RECIPIENTS), recipient
    yield at(RECIPIENTS), paper.drafter
    for contact in paper.contact:
        yield head, contact
    for number, attachment in enumerate(paper.attachments, start=1):
        if isinstance(attachment, Annex):
            name = at(f"Phụ lục {attachment.label or number}".strip())
            yield name, attachment.title
            yield name, attachment.reference
            yield from _body(attachment.body, name)
        else:
            yield from _lines(attachment, at(f"Kèm theo {number}"))


def signed(signature: Signature) -> str:
    """Return who signs, on one line."""
    above = f"{signature.capacity or ''} {signature.authority}".strip()
    parts = [above, signature.position, signature.own_position, signature.name]
    return " / ".join(part for part in parts if part)


def _body(body: tuple[Piece, ...], part: str) -> Iterator[tuple[str, str]]:
    tables = 0
    for piece in body:
        if isinstance(piece, Sheet):
            tables += 1
            for row in piece.table.rows:
                cells = [" ".join(cell.text.split()) for cell in row.cells if not cell.covered]
                yield f"{part}, bảng {tables}", " | ".join(cells)
        else:
            yield part, passage_text(piece)


def passage_text(passage: Passage) -> str:
    """Return a passage as it is printed, without its styles."""
    return f"{passage.label} {passage.text}".strip()
