"""What a document may cost: the bounds within which any bytes are read or refused."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading. The defaults pass any real plan and stop a hostile file early.

    Sizes in bytes count what is really unpacked, never what a file claims of itself.
    """

    file_bytes: int = 50 * MEGABYTE
    unpacked_bytes: int = 100 * MEGABYTE
    part_bytes: int = 48 * MEGABYTE
    """One member of a zip file; an XML tree of it takes several times as much."""
    unpacked_ratio: int = 200
    """Unpacked to packed size of one member, looked at beyond one megabyte."""
    archive_members: int = 5_000
    text_pages: int = 200
    scan_pages: int = 100
    page_characters: int = 60_000
    characters: int = 1_500_000
    """Printed on all pages of a PDF together."""
    lines: int = 200_000
    line_length: int = 100_000
    table_rows: int = 50_000
    table_columns: int = 200
    table_cells: int = 400_000
    nesting: int = 100
    """Depth of elements within elements."""
    page_objects: int = 200_000
    """Drawn pieces on one PDF page."""
    image_pixels: int = 50_000_000
    seconds: float = 8.0
    """Wall clock of an isolated reading, to which `seconds_per_scan_page` adds."""
    seconds_per_scan_page: float = 15.0
    memory_bytes: int = 512 * MEGABYTE


DEFAULT_LIMITS = Limits()


def recognition_missing() -> UnreadableDocument:
    """Return the error for an installation that cannot recognise pictures."""
    return UnreadableDocument(
        UnreadableReason.RECOGNITION_MISSING,
        "Máy chủ chưa cài phần nhận dạng ảnh quét; hãy tải lên tệp Word hoặc PDF có chữ, hoặc báo người quản trị.",
    )
