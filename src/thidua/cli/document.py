"""`thidua document`: official documents as files, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from thidua.lib.vanban.official import OfficialDocument


@click.group()
def document() -> None:
    """Văn bản hành chính theo thể thức Nghị định 30/2020/NĐ-CP."""


@document.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "kind", required=True, type=click.Choice(("docx", "pdf")), help="Loại tệp cần có.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Tệp kết quả.")
def convert(file: Path, kind: str, out: Path) -> None:
    """Đọc FILE (Word, PDF, ảnh quét, văn bản thô) và viết lại đúng thể thức."""
    from thidua.lib.vanban.errors import UnreadableDocument
    from thidua.lib.vanban.reading import read_document_isolated
    from thidua.lib.vanban.recognition import recognize

    try:
        read = read_document_isolated(file)
    except OSError as error:
        raise _refused(f"Không mở được tệp {file}: {_why(error)}.") from None
    except UnreadableDocument as error:
        raise _refused(" ".join(str(error).split())) from None
    content = _written(recognize(read), kind)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise _refused(f"Không ghi được tệp {out}: {_why(error)}.") from None
    for notice in read.notices:
        click.echo(notice, err=True)
    click.echo(f"Đã viết {out}.", err=True)


def _written(paper: OfficialDocument, kind: str) -> bytes:
    if kind == "docx":
        from thidua.lib.vanban.writing.docx import write_docx

        return write_docx(paper)
    from thidua.lib.vanban.writing.pdf import FontsMissing, write_pdf

    try:
        return write_pdf(paper)
    except FontsMissing as error:
        raise _refused(str(error)) from None


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "không có tệp hoặc thư mục này"
    if isinstance(error, IsADirectoryError):
        return "đây là thư mục"
    return "không có quyền" if isinstance(error, PermissionError) else str(error)


def _refused(sentence: str) -> SystemExit:
    click.echo(sentence, err=True)
    return SystemExit(2)
