"""From ink on a page to blocks: the same for PDF text and for recognised scans."""

from thidua.lib.vanban.reading.page.assembly import Assembly
from thidua.lib.vanban.reading.page.grid import Grid, GridCell, find_grids
from thidua.lib.vanban.reading.page.ink import PageInk, Rule, Word, underlined

__all__ = ["Assembly", "Grid", "GridCell", "PageInk", "Rule", "Word", "find_grids", "underlined"]
