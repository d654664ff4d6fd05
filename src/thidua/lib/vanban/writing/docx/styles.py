"""styles.xml: a paragraph style for every element of the form, named in Vietnamese."""

from __future__ import annotations

from functools import lru_cache

from thidua.lib.vanban.form import Element, measures
from thidua.lib.vanban.writing.docx.markup import W, attribute, half_points, justification, style_id, twips

_OUTLINE = {
    "part-label": 0,
    "chapter-label": 1,
    "section-label": 2,
    "subsection-label": 3,
    "heading": 2,
    "article": 4,
    "clause-heading": 5,
    "annex-label": 0,
}
_KEPT_WITH_NEXT = frozenset(
    (
        *("type-name", "abstract", "authority", "order-word", "centered", "part-label", "part-title", "chapter-label"),
        *("chapter-title", "section-label", "section-title", "subsection-label", "subsection-title", "heading"),
        *("article", "clause-heading", "annex-label", "annex-title", "reference", "signatory-capacity"),
        *("signatory-own-position", "recipients-word", "table-group"),
    )
)


@lru_cache(maxsize=1)
def styles_part() -> bytes:
    """Return styles.xml."""
    form = measures()
    page = form.page
    fonts = " ".join(f"w:{use}={attribute(page.font)}" for use in ("ascii", "hAnsi", "eastAsia", "cs"))
    styles = "".join(_style(element) for element in form.elements.values())
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>'
        f'<w:color w:val="{page.color}"/>{half_points(form.elements["text"].size)}'
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority '
        'w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        f"{styles}{_bare('rule', 'TĐ Đường kẻ', 60)}"
        f"{_bare('gap', 'TĐ Khoảng trống', 0)}</w:styles>"
    ).encode()


def _style(element: Element) -> str:
    keep = "<w:keepNext/>" if element.key in _KEPT_WITH_NEXT else ""
    indent = f'<w:ind w:firstLine="{twips(element.first_line_mm)}"/>' if element.first_line_mm else ""
    outline = f'<w:outlineLvl w:val="{_OUTLINE[element.key]}"/>' if element.key in _OUTLINE else ""
    looks = "<w:b/><w:bCs/>" if element.bold else ""
    looks += "<w:i/><w:iCs/>" if element.italic else ""
    looks += f'<w:color w:val="{element.color}"/>' if element.color != measures().page.color else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id(element.key)}">'
        f'<w:name w:val={attribute(f"TĐ {element.name}")}/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{keep}'
        f'<w:spacing w:before="{round(element.space_before * 20)}" w:after="{round(element.space_after * 20)}" '
        f'w:line="{round(element.line_spacing * 240)}" w:lineRule="auto"/>{indent}{justification(element.alignment)}'
        f"{outline}</w:pPr><w:rPr>{looks}{half_points(element.size)}</w:rPr></w:style>"
    )


def _bare(key: str, name: str, before: int) -> str:
    """Return a style of paragraphs without text, next to no height."""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id(key)}"><w:name w:val={attribute(name)}/>'
        f'<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="{before}" w:line="20" w:lineRule="exact"/></w:pPr>'
        f"<w:rPr>{half_points(1)}</w:rPr></w:style>"
    )
