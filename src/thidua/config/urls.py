"""Every address of the program, by capability."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("thidua.office.urls")),
    path("tai-khoan/", include("thidua.apps.accounts.urls")),
    path("thong-bao/", include("thidua.apps.notifications.urls")),
    path("co-cau/", include("thidua.apps.organizations.urls")),
    path("ke-hoach/", include("thidua.apps.planning.urls")),
    path("lich/", include("thidua.apps.planning.urls.calendar")),
    path("tep/", include("thidua.apps.documents.urls.files")),
    path("van-ban/", include("thidua.apps.documents.urls.papers")),
    path("nhat-ky/", include("thidua.apps.audit.urls")),
]

handler403 = "thidua.office.views.forbidden"
handler404 = "thidua.office.views.not_found"
handler500 = "thidua.office.views.server_error"
