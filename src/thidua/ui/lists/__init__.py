"""List pages: one view base that searches, filters, sorts, pages and exports. See docs/reference/ui-kit.md.

    class Units(ListPage):
        title = "Đơn vị"
        columns = (
            Column("name", "Tên đơn vị", "name", sort=("name",), is_title=True),
            Column("people", "Số cán bộ", "people_count", sort=("people_count",), is_number=True),
        )
        filters = (Filter("loai", "Loại", choices=lambda request: UnitKind.choices, field="kind"),)
        default_sort = "name"

        def rows(self, request):
            return visible_units(request.actor).annotate(people_count=Count("people"))

The address says all: `q` search, `sap` sort ("name", "-name"), `trang` page, `dong` rows a page, `xuat=excel`.
"""

from thidua.ui.lists.cells import plain, shown, value_of
from thidua.ui.lists.declared import SIZES, Column, Empty, Filter, Text, Value
from thidua.ui.lists.drawn import Choice, Head, Page, Row, Shown, ShownFilter
from thidua.ui.lists.page import ListPage

__all__ = [
    "SIZES",
    "Choice",
    "Column",
    "Empty",
    "Filter",
    "Head",
    "ListPage",
    "Page",
    "Row",
    "Shown",
    "ShownFilter",
    "Text",
    "Value",
    "plain",
    "shown",
    "value_of",
]
