"""Tables that only the place of their words shows, in plain text and on pages without ruling lines."""

from thidua.lib.vanban.reading.page.alignment.columns import Column
from thidua.lib.vanban.reading.page.alignment.pages import aligned_tables
from thidua.lib.vanban.reading.page.alignment.region import AlignedTable, aligned_table
from thidua.lib.vanban.reading.page.alignment.rows import AlignedRow

__all__ = ["AlignedRow", "AlignedTable", "Column", "aligned_table", "aligned_tables"]
