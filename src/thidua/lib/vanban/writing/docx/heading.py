"""The head of a document: agency beside national title, stamps, address at the foot of the page, title."""

from __future__ import annotations

from thidua.lib.vanban.form import Addressing, TitleBox, measures, type_of, wording
from thidua.lib.vanban.model import Alignment
from thidua.lib.vanban.official import OfficialDocument
from thidua.lib.vanban.writing.docx.markup import (
    Setting,
    box,
    gap,
    indent,
    layout_table,
    line,
    rule,
    twips,
)
from thidua.lib.vanban.writing.widths import MM_PER_POINT, longest_line_mm, text_width_mm, wrapped


def letterhead(paper: OfficialDocument, *, text_width_mm: float, is_attached: bool) -> str:
    """Return the table without borders that opens a document; an attached one shows what it has of number and date."""
    if is_attached and not (paper.issuer or paper.parent or paper.symbol):
        return ""  # what was read may stand without a letterhead of its own
    left_mm, right_mm = letterhead_columns(text_width_mm)
    left = issuer_lines(paper.parent, paper.issuer, width_mm=left_mm)
    numbered = dated = ""  # on a line of their own, so that number and date stand level under names of any length
    has_number = not is_attached or paper.number is not None or paper.symbol
    if has_number:
        numbered += line("number", wording.number_line(paper.number, paper.symbol))
    kind = type_of(paper.type_key)
    if kind.title_box is TitleBox.UNDER_NUMBER and paper.title:
        numbered += line("subject", wording.subject_line(paper.title), _inset(left_mm))
    for mark, style in ((paper.secrecy, "secrecy"), (paper.urgency, "urgency")):
        if mark is not None:
            numbered += stamp(mark, style)
    form = measures().elements
    right = line("national-title", wording.NATIONAL_TITLE) + line("motto", wording.MOTTO)
    motto = form["motto"]
    right += rule(
        length_mm=longest_line_mm(wording.MOTTO, width_mm=right_mm, size=motto.size, bold=True)
        * measures().rules["motto"].chosen,
        width_mm=right_mm,
    )
    is_dated = kind.has_place_and_date and not (is_attached and not paper.place and paper.issued_on is None)
    if is_dated:
        dated += line(
            "place-and-date",
            wording.place_and_date(paper.place, paper.issued_on, year=paper.year, month=paper.month),
        )
    if paper.circulation is not None:
        dated += stamp(paper.circulation, "circulation")
    rows = [[left, right], [numbered, dated]] if numbered or dated else [[left, right]]
    return layout_table(rows, widths_mm=[left_mm, right_mm])


def letterhead_columns(text_width: float) -> tuple[float, float]:
    """Return the widths of agency and national title on a page with this room for text."""
    columns = measures().columns["letterhead"]
    if text_width > measures().text_width_mm:  # a turned page: the same shares of it
        whole = columns.left_mm + columns.right_mm
        return text_width * columns.left_mm / whole, text_width * columns.right_mm / whole
    return columns.left_mm, columns.right_mm


def _inset(width_mm: float) -> Setting:
    """Return a setting that keeps a long line off its neighbour."""
    return Setting(indent=indent(left_mm=width_mm * 0.04, right_mm=width_mm * 0.04))


def issuer_lines(parent: str, issuer: str, *, width_mm: float) -> str:
    """Return the names of the agency above it and of the agency, and the rule under them."""
    form = measures().elements
    inset = _inset(width_mm)
    lines = line("parent", form["parent"].as_printed(parent), inset) if parent else ""
    if not issuer:
        return lines
    element = form["issuer"]
    name = element.as_printed(issuer)
    length = longest_line_mm(name, width_mm=width_mm * 0.92, size=element.size, bold=True)
    lines += line("issuer", name, inset)
    return lines + rule(length_mm=length * measures().rules["issuer"].chosen, width_mm=width_mm)


def stamp(text: str, style: str) -> str:
    """Return the box of a stamp, a little below the line before it."""
    size = measures().stamps[text]
    color = measures().elements[style].color
    spacing = line("recipients", "", Setting(spacing='<w:spacing w:line="120" w:lineRule="exact"/>'))
    return spacing + box(style, text, width_mm=size.width_mm, height_mm=size.height_mm, color=color) + gap()


def contact_frame(paper: OfficialDocument, *, text_width_mm: float, is_turned: bool) -> str:
    """Return the address block in a frame at the foot of the first page, under a rule over the whole width."""
    form = measures()
    margins = form.landscape if is_turned else form.margins
    size = form.elements["contact"].size
    printed = sum(len(wrapped(text, width_mm=text_width_mm, size=size)) for text in paper.contact)
    page_mm = form.page.width_mm if is_turned else form.page.height_mm
    top = page_mm - margins.bottom.chosen_mm - (printed * size * 1.15 + 2) * MM_PER_POINT
    frame = (
        f'<w:framePr w:w="{twips(text_width_mm)}" w:hSpace="0" w:vSpace="113" w:wrap="around" w:vAnchor="page" '
        f'w:hAnchor="page" w:x="{twips(margins.left.chosen_mm)}" w:y="{twips(top)}"/>'
    )
    border = '<w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/>'
    # Every line has the border: Word and LibreOffice draw one over the block, and keep the lines in one frame.
    return "".join(line("contact", text, Setting(frame=frame, top_border=border)) for text in paper.contact)


def title_block(paper: OfficialDocument, *, text_width_mm: float) -> str:
    """Return type name, abstract, rule, and the reference of a document issued by another one."""
    kind = type_of(paper.type_key)
    if not kind.printed_name:
        return ""
    lines = line("type-name", kind.printed_name)
    under = kind.printed_name
    if paper.title:
        lines += line("abstract", paper.title)
        under = paper.title
    if paper.reference:
        lines += line("reference", paper.reference)
    if kind.has_rule_under_title:
        lines += title_rule("abstract", under, text_width_mm=text_width_mm)
    return lines


def title_rule(name: str, text: str, *, text_width_mm: float) -> str:
    """Return the rule under a title, as long as its share of the title's longest line."""
    size = measures().elements["abstract"].size
    length = longest_line_mm(text, width_mm=text_width_mm, size=size, bold=True)
    return rule(length_mm=length * measures().rules[name].chosen, width_mm=text_width_mm, keep_next=True)


def addressees(paper: OfficialDocument, *, text_width_mm: float) -> str:
    """Return those addressed: one beside the word, more as lines whose dashes stand under its colon."""
    kind = type_of(paper.type_key)
    element = measures().elements["authority"]
    if kind.addressing is Addressing.TELEGRAM:
        if not paper.addressees and not paper.authority_line:
            return ""
        lead = wording.telegram_line(element.as_printed(paper.authority_line))
        lines = wording.telegram_lines(paper.addressees)
        return line("addressees", lead, Setting(keep_next=bool(lines))) + _dashed(lines, lead, text_width_mm)
    if not paper.addressees:
        return ""
    if len(paper.addressees) == 1:
        return line("addressees", f"{wording.ADDRESSEES_WORD} {paper.addressees[0]}")
    lines = wording.addressee_lines(paper.addressees)
    left, _ = _indents(lines, wording.ADDRESSEES_WORD, text_width_mm)
    setting = Setting(keep_next=True, indent=indent(left_mm=left), alignment=Alignment.LEFT)
    return line("addressees", wording.ADDRESSEES_WORD, setting) + _dashed(lines, wording.ADDRESSEES_WORD, text_width_mm)


def _dashed(lines: tuple[str, ...], lead: str, text_width: float) -> str:
    _, dash = _indents(lines, lead, text_width)
    hanging = text_width_mm("- ", size=measures().elements["addressees"].size)
    kept = ""
    for text in lines:
        spacing = '<w:spacing w:before="0" w:after="60"/>'
        setting = Setting(
            spacing=spacing, indent=indent(left_mm=dash + hanging, hanging_mm=hanging), alignment=Alignment.LEFT
        )
        kept += line("addressees", text, setting)
    return kept


def _indents(lines: tuple[str, ...], lead: str, text_width: float) -> tuple[float, float]:
    """Return where the leading word and the dashes begin, so that the block stands about in the middle."""
    size = measures().elements["addressees"].size
    colon = 0.0 if lead != wording.ADDRESSEES_WORD else text_width_mm(lead[:-1], size=size)
    longest = max((text_width_mm(text, size=size) for text in lines), default=0.0)
    left = max(measures().elements["text"].first_line_mm, (text_width - colon - longest) / 2)
    return left, left + colon
