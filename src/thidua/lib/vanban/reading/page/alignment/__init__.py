"""Tables that only the place of their words shows, in plain text and on pages without ruling lines."""

from thidua.lib.vanban.reading.page.alignment.region import AlignedTable, aligned_table
from thidua.lib.vanban.reading.page.alignment.rows import AlignedRow

__all__ = ["AlignedRow", "AlignedTable", "aligned_table"]
