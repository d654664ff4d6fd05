"""Word files for tests, made by hand so that anything may stand in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NEEDED = ("{{ so }}/{{ ky_hieu }}", "{{ ngay_ban_hanh }}", "{{ trich_yeu }}", "{{ chuc_vu_ky }} {{ ho_ten_ky }}")
"""What every template of a thông báo must hold, but for its content."""
CONTENT = ("{%p for muc in noi_dung %}", "{{ muc }}", "{%p endfor %}")


def paragraph(*runs: str) -> str:
    """Return a paragraph of runs."""
    inner = "".join(f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in runs)
    return f"<w:p>{inner}</w:p>"


def table(*rows: Iterable[str]) -> str:
    inner = "".join(f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{inner}</w:tbl>"


def field_code(code: str) -> str:
    """Return a paragraph with a Word field."""
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(code)}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def good_body(*more: str) -> str:
    """Return the body of a template of a thông báo that passes, with more behind it."""
    return "".join([*map(paragraph, (*NEEDED, *CONTENT)), *more])


def word_file(
    body: str,
    *,
    parts: dict[str, str | bytes] | None = None,
    relations: str = "",
    main_type: str = MAIN_TYPE,
    prolog: str = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    document: bytes | None = None,
) -> bytes:
    """Return a Word file with this body; `parts` are further members, `relations` further ones of the main part."""
    package = "http://schemas.openxmlformats.org/package/2006"
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="png" ContentType="image/png"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": document
        or f"{prolog}<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        **(parts or {}),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return content.getvalue()


def relation(kind: str, target: str, *, is_external: bool = False, key: str = "rId9") -> str:
    mode = ' TargetMode="External"' if is_external else ""
    return f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{escape(target)}"{mode}/>'


def text_of(content: bytes) -> list[str]:
    """Return the paragraphs of a Word file, those of tables behind the others."""
    import docx

    document = docx.Document(io.BytesIO(content))
    texts = [one.text for one in document.paragraphs]
    for one in document.tables:
        texts += [cell.text for row in one.rows for cell in row.cells]
    return texts
