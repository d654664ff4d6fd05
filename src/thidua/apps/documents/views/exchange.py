"""Pages of document packages: what other bodies sent, taking one in, sending one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.apps.audit.queries import history_of
from thidua.apps.documents.enums import PackageBusiness, PackagePriority
from thidua.apps.documents.forms.exchange import PackageForm
from thidua.apps.documents.models import ReceivedPackage
from thidua.apps.documents.queries import exchange as queries
from thidua.apps.documents.queries import paper_for
from thidua.apps.documents.services import exchange as services
from thidua.core import clock
from thidua.core.errors import DomainError
from thidua.core.policies import require
from thidua.ui.forms import in_words
from thidua.ui.http import ActorRequest, chosen_year, go
from thidua.ui.lists import Column, Empty, Filter, ListPage
from thidua.ui.templatetags.ui import state_badge

_TONES = {PackageBusiness.NEW: "info", PackageBusiness.RECALL: "cancelled"}


def _code(one: ReceivedPackage) -> str:
    return "/".join(part for part in (one.number, one.notation) if part)


def _business(one: ReceivedPackage) -> Any:
    kind = PackageBusiness(one.business)
    return state_badge(gettext(kind.label), _TONES.get(kind, "soon"))


class Packages(ListPage):
    """The documents that other bodies sent as packages."""

    title = _("Gói văn bản điện tử")
    search_label = _("Tìm theo số, ký hiệu, trích yếu, cơ quan gửi")
    columns = (
        Column("code", _("Số, ký hiệu"), _code, sort=("notation", "number"), is_nowrap=True),
        Column("subject", _("Trích yếu"), "subject", sort=("subject",), is_title=True, width=60),
        Column("sender", _("Cơ quan gửi"), "sender_name", sort=("sender_name",), width=30),
        Column("unit", _("Đơn vị nhận"), "unit.name", sort=("unit__path",), width=30),
        Column("issued", _("Ngày văn bản"), "issued_on", sort=("issued_on",), is_nowrap=True),
        Column("received", _("Nhận lúc"), "received_at", sort=("received_at",), is_nowrap=True),
        Column("business", _("Nghiệp vụ"), _business, is_nowrap=True,
               excel=lambda one: gettext(PackageBusiness(one.business).label)),
    )  # fmt: skip
    filters = (
        Filter("khan", _("Mức độ khẩn"), choices=lambda request: in_words(PackagePriority.choices), field="priority"),
        Filter("tu", _("Từ ngày"), field="received_at__date__gte", kind="date"),
        Filter("nv", _("Nghiệp vụ"), choices=lambda request: in_words(PackageBusiness.choices), field="business",
               kind="chips"),
    )  # fmt: skip
    default_sort = "-received"
    export_name = "goi-van-ban"
    template_name = "documents/packages.html"

    def empty_state(self, request: ActorRequest) -> Empty:
        title = gettext("Chưa nhận gói văn bản nào của năm %(year)s") % {"year": chosen_year(request)}
        text = gettext("Văn bản của cơ quan khác gửi dạng edXML sẽ hiện ở đây kèm các tệp.")
        if not queries.receiving_units(request.actor).exists():
            return Empty(title, text, icon="mail")
        return Empty(title, text, "mail", gettext("Nhận gói văn bản"), reverse("papers:package-receive"))

    def rows(self, request: ActorRequest) -> QuerySet[ReceivedPackage]:
        return queries.received_packages(request.actor).filter(received_at__year=chosen_year(request))

    def row_url(self, row: ReceivedPackage) -> str:
        return reverse("papers:package", args=[row.pk])

    def more(self, request: ActorRequest) -> dict[str, Any]:
        return {"may_receive": queries.receiving_units(request.actor).exists()}


@never_cache
@require_http_methods(["GET", "POST"])
def receive(request: ActorRequest) -> HttpResponse:
    """Take a package in for one of the actor's units."""
    units = list(queries.receiving_units(request.actor))
    require(bool(units), gettext("Chỉ văn thư, cán bộ đầu mối và thủ trưởng đơn vị được nhận gói văn bản."))
    names = [(one.pk, one.name) for one in units]
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PackageForm(*posted, units=names)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            unit = next(one for one in units if str(one.pk) == form.cleaned_data["unit"])
            file = form.cleaned_data["file"]
            try:
                package = services.import_package(
                    actor=request.actor, unit=unit, content=file.read(), original_name=file.name, at=clock.now()
                )
            except DomainError as refusal:
                form.add_error("file", f"{refusal.message} {refusal.remedy}".strip())
            else:
                messages.success(request, gettext("Đã nhận gói văn bản."))
                return go(request, reverse("papers:package", args=[package.pk]))
    trail = [(gettext("Gói văn bản điện tử"), reverse("papers:packages"))]
    context = {"form": form, "trail": trail, "back": reverse("papers:packages")}
    return render(request, "documents/package_receive.html", context, status=status)


@require_safe
def package(request: ActorRequest, package_id: int) -> HttpResponse:
    """One document that another body sent, with its files."""
    one = queries.package_for(request.actor, package_id)
    signer = ", ".join(part for part in (one.signer_name, one.signer_position) if part)
    context = {
        "package": one,
        "code": _code(one),
        "business": _business(one),
        "trail": [(gettext("Gói văn bản điện tử"), reverse("papers:packages"))],
        "items": [
            (gettext("Cơ quan gửi"), f"{one.sender_name} ({one.sender_code})"),
            (gettext("Tên loại"), one.type_name),
            (gettext("Người ký"), signer),
            (gettext("Mức độ khẩn"), gettext(PackagePriority(one.priority).label)),
            (gettext("Đơn vị nhận"), one.unit.name),
            (gettext("Mã định danh văn bản"), one.document_id),
            (gettext("Lý do"), one.reason),
        ],
        "lines": history_of(subject_type="documents.receivedpackage", subject_id=str(one.pk)),
    }
    return render(request, "documents/package.html", context)


@require_POST
def export(request: ActorRequest, paper_id: int) -> HttpResponse:
    """Send an issued paper as a package."""
    paper = paper_for(request.actor, paper_id)
    content = services.export_package(actor=request.actor, paper_id=paper_id, at=clock.now())
    response = HttpResponse(content, content_type="application/octet-stream")
    name = services.package_name(paper).replace("/", "-")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response
