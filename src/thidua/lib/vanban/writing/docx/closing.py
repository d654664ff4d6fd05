"""The close of a document: recipients beside the signature, minutes with two signatures, the block of a copy."""

from __future__ import annotations

from thidua.lib.vanban.form import measures, wording
from thidua.lib.vanban.official import CopyMark, OfficialDocument, Signature
from thidua.lib.vanban.writing.docx.heading import issuer_lines, letterhead_columns
from thidua.lib.vanban.writing.docx.markup import Setting, gap, layout_table, line, paragraph

_RULE = '<w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/>'


def closing(
    signatures: tuple[Signature, ...], recipients: tuple[str, ...], drafter: str, *, text_width_mm: float
) -> str:
    """Return what stands below the text, kept with its end; nothing for a document without it."""
    received = _recipients(recipients, drafter)
    if not signatures:
        return gap(_above()) + received if received else ""
    if len(signatures) == 1:
        left, right = _shares("signature", text_width_mm)
        table = layout_table([[received, _signature(signatures[0])]], widths_mm=[left, right])
        return gap(_above()) + table
    if len(signatures) == 2:
        widths = list(_shares("minutes", text_width_mm))
    else:
        widths = [text_width_mm / len(signatures)] * len(signatures)
    table = layout_table([[_signature(each) for each in signatures]], widths_mm=widths)
    return gap(_above()) + table + (gap(_above(kept=False)) + received if received else "")


def close_of(paper: OfficialDocument, *, text_width_mm: float) -> str:
    """Return the close of a document."""
    return closing(paper.signatures, paper.recipients, paper.drafter, text_width_mm=text_width_mm)


def copy_block(copy: CopyMark, *, text_width_mm: float) -> str:
    """Return what stands below a copied document, under a rule over the whole width (Phụ lục I, Phần II, Mục II)."""
    left, right = letterhead_columns(text_width_mm)
    issuer = issuer_lines(copy.parent, copy.issuer, width_mm=left)
    issuer += line("number", wording.number_line(copy.number, copy.symbol))
    form = line("copy-form", copy.form)
    form += line("place-and-date", wording.place_and_date(copy.place, copy.issued_on))
    spacing = '<w:spacing w:before="240" w:after="0" w:line="120" w:lineRule="exact"/>'
    above = paragraph("text", setting=Setting(keep_next=True, top_border=_RULE, spacing=spacing))
    return (
        above
        + layout_table([[issuer, form]], widths_mm=[left, right])
        + closing((copy.signature,), copy.recipients, "", text_width_mm=text_width_mm)
    )


def _shares(name: str, text_width: float) -> tuple[float, float]:
    columns = measures().columns[name]
    whole = columns.left_mm + columns.right_mm
    return text_width * columns.left_mm / whole, text_width * columns.right_mm / whole


def _above(*, kept: bool = True) -> Setting:
    """Return the setting of the blank above the close: it holds the close on the page of the text's last lines."""
    return Setting(keep_next=kept, spacing='<w:spacing w:before="240" w:line="20" w:lineRule="exact"/>')


def _recipients(recipients: tuple[str, ...], drafter: str) -> str:
    lines = line("recipients-word", wording.RECIPIENTS_WORD) if recipients else ""
    lines += "".join(line("recipients", text) for text in wording.recipient_lines(recipients))
    return lines + (line("drafter", drafter) if drafter else "")


def _signature(signature: Signature) -> str:
    lines = "".join(line("signatory-capacity", text) for text in wording.signature_lines(signature))
    space = f'<w:spacing w:before="{round(measures().signature.space_pt * 20)}"/>'
    if signature.own_position:
        lines += line("signatory-own-position", signature.own_position, Setting(spacing=space))
        return lines + line("signatory-name", signature.name)
    return lines + line("signatory-name", signature.name, Setting(spacing=space))
