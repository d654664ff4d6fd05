"""A whole document: its parts in order, its attachments each from a new page, the block of a copy last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from thidua.lib.vanban.form import Addressing, measures, type_of, wording
from thidua.lib.vanban.official import Annex, OfficialDocument, Piece
from thidua.lib.vanban.writing.docx.body import stretch_markup, stretches
from thidua.lib.vanban.writing.docx.closing import close_of, copy_block
from thidua.lib.vanban.writing.docx.heading import addressees, contact_frame, letterhead, title_block, title_rule
from thidua.lib.vanban.writing.docx.markup import Setting, gap, line
from thidua.lib.vanban.writing.docx.numbering import Numbers
from thidua.lib.vanban.writing.docx.package import packed, section

OfWidth = Callable[[float], str]
"""Markup made for the room a page has for text, in mm."""


def write_docx(paper: OfficialDocument) -> bytes:
    """Return the document as a Word file in the form of Nghị định 30/2020/NĐ-CP; equal documents give equal bytes.

    Raises KeyError for a `type_key` that is none of form/types.toml.
    """
    writer = _Writer()
    writer.document(paper, is_attached=False)
    if paper.copy is not None:
        writer.content.append(copy_block(paper.copy, text_width_mm=writer.width_mm))
    # A table may not end a Word file: a paragraph of no height behind it keeps Word from adding one of full height.
    content = "".join(writer.content) + gap() + writer.open_section
    return packed(paper, content=content, numbering=writer.numbers.part())


@dataclass(slots=True)
class _Writer:
    """Collects the body of the file; `open_section` is what the section written last ends with."""

    content: list[str] = field(default_factory=list)
    numbers: Numbers = field(default_factory=Numbers)
    open_section: str = ""
    width_mm: float = 0.0

    def document(self, paper: OfficialDocument, *, is_attached: bool) -> None:
        self._part(
            lambda width: _head(paper, width, is_attached=is_attached),
            paper.body,
            lambda width: close_of(paper, text_width_mm=width),
            keeps_end=bool(paper.signatures),
        )
        for attachment in paper.attachments:
            if isinstance(attachment, Annex):
                self._part(partial(_annex_head, attachment), attachment.body, lambda _width: "", keeps_end=False)
            else:
                self.document(attachment, is_attached=True)

    def _part(self, head: OfWidth, body: tuple[Piece, ...], close: OfWidth, *, keeps_end: bool) -> None:
        """Write head, body and close from a new page on, in as many sections as the page turns."""
        self.numbers.begin()
        found = stretches(body, self.numbers.places(body))
        for place, stretch in enumerate(found):
            self._begin_section(is_turned=stretch.is_turned, is_first=place == 0)
            is_last = place == len(found) - 1
            if place == 0:
                self.content.append(head(self.width_mm))
            self.content.append(stretch_markup(stretch, is_last=is_last, keep_end=keeps_end))
            if is_last:
                self.content.append(close(self.width_mm))

    def _begin_section(self, *, is_turned: bool, is_first: bool) -> None:
        if self.open_section:
            self.content.append(gap(Setting(section=self.open_section)))
        self.open_section = section(is_turned=is_turned, is_first=is_first)
        form = measures()
        self.width_mm = form.landscape_text_width_mm if is_turned else form.text_width_mm


def _head(paper: OfficialDocument, width_mm: float, *, is_attached: bool) -> str:
    kind = type_of(paper.type_key)
    parts = [
        letterhead(paper, text_width_mm=width_mm, is_attached=is_attached),
        contact_frame(paper, text_width_mm=width_mm, is_turned=width_mm > measures().text_width_mm),
        title_block(paper, text_width_mm=width_mm),
        addressees(paper, text_width_mm=width_mm),
    ]
    if paper.authority_line and kind.addressing is not Addressing.TELEGRAM:
        parts.append(line("authority", measures().elements["authority"].as_printed(paper.authority_line)))
    parts += (line("legal-basis", text) for text in wording.legal_basis_lines(paper.legal_bases))
    if paper.order_word:
        parts.append(line("order-word", paper.order_word))
    return "".join(parts)


def _annex_head(annex: Annex, width_mm: float) -> str:
    title = measures().elements["annex-title"].as_printed(annex.title)
    lines = line("annex-label", wording.annex_line(annex.label))
    lines += line("annex-title", title) if title else ""
    lines += line("reference", annex.reference) if annex.reference else ""
    return lines + title_rule("annex", title or wording.annex_line(annex.label), text_width_mm=width_mm)
