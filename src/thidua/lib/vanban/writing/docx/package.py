"""The parts of a Word file around its body. The same document gives the same bytes: no clock, no chance, one order."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

from thidua.lib.vanban.form import measures, type_of
from thidua.lib.vanban.official import OfficialDocument
from thidua.lib.vanban.writing.docx.markup import R, W, escaped, style_id
from thidua.lib.vanban.writing.docx.styles import styles_part

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The earliest a ZIP can say."""
NUMBERED_HEADER, EMPTY_HEADER = "rId4", "rId5"

_CONTENT_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_WORD}.numbering+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    f'<Override PartName="/word/header1.xml" ContentType="{_WORD}.header+xml"/>'
    f'<Override PartName="/word/header2.xml" ContentType="{_WORD}.header+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
)
_ROOT_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/></Relationships>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/settings" Target="settings.xml"/>'
    f'<Relationship Id="{NUMBERED_HEADER}" Type="{_OFFICE}/header" Target="header1.xml"/>'
    f'<Relationship Id="{EMPTY_HEADER}" Type="{_OFFICE}/header" Target="header2.xml"/></Relationships>'
)
_SETTINGS = (
    f'{_XML}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="vi-VN"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
_APP = (
    f'{_XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Thi Đua</Application></Properties>"
)


@lru_cache(maxsize=1)
def _fixed_parts() -> tuple[tuple[str, bytes], ...]:
    """Return the parts that are the same in every document."""
    number = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    header = f'{_XML}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="{style_id("page-number")}"/></w:pPr>'
    return (
        ("[Content_Types].xml", _CONTENT_TYPES.encode()),
        ("_rels/.rels", _ROOT_RELATIONS.encode()),
        ("word/_rels/document.xml.rels", _RELATIONS.encode()),
        ("word/styles.xml", styles_part()),
        ("word/settings.xml", _SETTINGS.encode()),
        ("word/header1.xml", f"{header}{number}</w:p></w:hdr>".encode()),
        ("word/header2.xml", f"{header}</w:p></w:hdr>".encode()),
        ("docProps/app.xml", _APP.encode()),
    )


def _core(paper: OfficialDocument) -> bytes:
    kind = type_of(paper.type_key)
    title = f"{kind.name} {paper.title}".strip()
    issued = ""
    if paper.issued_on is not None:
        moment = f"{paper.issued_on.isoformat()}T00:00:00Z"
        issued = "".join(
            f'<dcterms:{what} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{what}>' for what in ("created", "modified")
        )
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(title)}</dc:title><dc:creator>{escaped(paper.issuer)}</dc:creator>{issued}"
        "<dc:language>vi-VN</dc:language></cp:coreProperties>"
    ).encode()


def packed(paper: OfficialDocument, *, content: str, numbering: bytes) -> bytes:
    """Return the bytes of a Word file with this body."""
    document = f'{_XML}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{content}</w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (
            *_fixed_parts(),
            ("word/numbering.xml", numbering),
            ("word/document.xml", document.encode()),
            ("docProps/core.xml", _core(paper)),
        ):
            entry = zipfile.ZipInfo(name, _FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, part)
    return buffer.getvalue()


@lru_cache(maxsize=8)
def section(*, is_turned: bool, is_first: bool) -> str:
    """Return the properties of a section: page, margins, page number at the top from the second page on.

    `is_first` opens a document, an annex or an attached document: numbers begin at 1 and its first page shows none.
    """
    form = measures()
    margins = form.landscape if is_turned else form.margins
    width, height = _twips(form.page.width_mm), _twips(form.page.height_mm)
    size = f'w:w="{height}" w:h="{width}" w:orient="landscape"' if is_turned else f'w:w="{width}" w:h="{height}"'
    sides = " ".join(
        f'w:{side}="{_twips(span.chosen_mm)}"'
        for side, span in (
            ("top", margins.top),
            ("right", margins.right),
            ("bottom", margins.bottom),
            ("left", margins.left),
        )
    )
    numbers = '<w:pgNumType w:start="1"/>' if is_first else ""
    edge = _twips(form.header.from_edge_mm)
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{NUMBERED_HEADER}"/>'
        f'<w:headerReference w:type="first" r:id="{EMPTY_HEADER}"/><w:type w:val="nextPage"/><w:pgSz {size}/>'
        f'<w:pgMar {sides} w:header="{edge}" w:footer="{edge}" w:gutter="0"/>'
        f'{numbers}<w:cols w:space="720"/>{"<w:titlePg/>" if is_first else ""}</w:sectPr>'
    )


def _twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)
