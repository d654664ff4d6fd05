"""Templates of papers: what a body uses for each kind, its fields, its versions, and how a new one comes in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.apps.documents import policies, queries, services
from thidua.apps.documents.domain.files import DOCX
from thidua.apps.documents.errors import TemplateNotUsable
from thidua.apps.documents.forms.templates import FillForm, TemplateForm
from thidua.apps.documents.models import TemplateVersion
from thidua.apps.documents.queries import KindLine
from thidua.apps.organizations.queries import Unit
from thidua.core import clock
from thidua.core.errors import InvalidInput, NotPermitted
from thidua.core.policies import require
from thidua.lib.vanban.templates import Field, Kind, TemplateReport, WrongValue
from thidua.lib.vanban.templates.base import base_template
from thidua.lib.vanban.templates.isolated import LARGEST
from thidua.lib.vanban.templates.ready_papers import fill
from thidua.lib.vanban.writing.pdf import write_pdf
from thidua.ui.excel import ExcelColumn, workbook_response
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, go

BODY = "co-quan"
PDF = "application/pdf"
_SANDBOX = {"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "private, no-store"}


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """Every kind of paper, and whether the body has wording of its own for it."""
    body = _body(request)
    context = {
        "body": body,
        "bodies": queries.template_bodies(request.actor),
        "lines": [
            {"line": line, "url": _address("papers:template", line.kind.key, body=body), "is_own": line.version}
            for line in queries.template_lines(body=body, on=clock.today())
        ],
        "export_url": _address("papers:templates-export", body=body),
    }
    return render(request, "documents/templates.html", context)


@require_safe
def export(request: ActorRequest) -> FileResponse:
    """The same list as a workbook."""
    body = _body(request)
    columns = [
        ExcelColumn(str(label), width)
        for label, width in (
            (gettext("Loại văn bản"), 30), (gettext("Dùng khi"), 60), (gettext("Đang dùng"), 26),
            (gettext("Áp dụng từ ngày"), 16), (gettext("Sắp áp dụng từ ngày"), 18), (gettext("Số phiên bản"), 12),
        )
    ]  # fmt: skip
    rows = (
        (
            gettext(line.kind.name), gettext(line.kind.purpose), _in_use(line),
            line.version.in_force_from if line.version else None,
            line.coming.in_force_from if line.coming else None, line.count,
        )
        for line in queries.template_lines(body=body, on=clock.today())
    )  # fmt: skip
    return workbook_response(name="mau-van-ban", sheet=gettext("Mẫu văn bản"), columns=columns, rows=rows)


@require_safe
def one(request: ActorRequest, kind: str) -> HttpResponse:
    """A kind of paper: what is in force, the fields to write in Word, and the versions."""
    chosen, body = queries.template_kind(kind), _body(request)
    return render(request, "documents/template.html", _page(request, chosen, body))


@require_safe
def base(request: ActorRequest, kind: str) -> HttpResponse:
    """The Word file to begin from: our wording with its fields as text."""
    chosen = queries.template_kind(kind)
    return _download(base_template(chosen.key), f"{gettext('Mẫu gốc')} {chosen.name}.docx", DOCX)


@require_safe
def sample(request: ActorRequest, kind: str) -> HttpResponse:
    """A paper of sample values as it would be made today: Word, or PDF of our own wording."""
    chosen, body = queries.template_kind(kind), _body(request)
    name = f"{gettext('Xem thử')} {chosen.name}"
    if request.GET.get("dang") == "pdf":
        paper = fill(chosen.key, values=chosen.sample_values)
        return _download(write_pdf(paper), f"{name}.pdf", PDF)
    content = queries.paper_file(body=body, kind=chosen.key, values=chosen.sample_values, on=clock.today())
    return _download(content, f"{name}.docx", DOCX)


@require_http_methods(["GET", "POST"])
def make(request: ActorRequest, kind: str) -> HttpResponse:
    """Make a paper as a Word file from the template in force today; nothing is kept here."""
    chosen, body = queries.template_kind(kind), _body(request)
    known = {"co_quan": body.name.upper(), "ten_co_quan": body.name} if body is not None else {}
    form = FillForm(request.POST or None, kind=chosen, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            content = queries.paper_file(body=body, kind=chosen.key, values=form.values(), on=clock.today())
        except WrongValue as error:
            form.add_error(None, str(error))
        else:
            return _download(content, f"{gettext(chosen.name)} {form.cleaned_data['trich_yeu'][:80]}.docx", DOCX)
    address = _address("papers:template", chosen.key, body=body)
    trail = [(gettext("Mẫu văn bản"), _address("papers:templates", body=body)), (gettext(chosen.name), address)]
    context = {"kind": chosen, "body": body, "form": form, "back": address, "trail": trail}
    status = 400 if request.method == "POST" else 200
    return render(request, "documents/template_make.html", context, status=status)


@require_safe
def version_sample(request: ActorRequest, version_id: int) -> HttpResponse:
    """One version filled with sample values."""
    version = queries.template_version(request.actor, version_id)
    chosen = queries.template_kind(version.template.kind)
    content = queries.filled_version(version, values=chosen.sample_values)
    return _download(content, f"{gettext('Xem thử')} {chosen.name} {version.number}.docx", DOCX)


@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest, kind: str) -> HttpResponse:
    """Bring a new version in. A refused file comes back with everything that is to be mended; nothing is kept."""
    chosen, body = queries.template_kind(kind), _body(request)
    if body is None:
        raise NotPermitted(gettext("Tài khoản chưa được giao vai trò ở cơ quan nào nên chưa tải mẫu lên được."))
    require(
        policies.can_keep_templates(request.actor, body),
        gettext("Mẫu văn bản của cơ quan do văn thư hoặc quản trị của cơ quan tải lên."),
        remedy=gettext("Gửi tệp mẫu cho văn thư hoặc quản trị của cơ quan."),
    )
    first = queries.first_day_allowed(body=body, kind=chosen.key, today=clock.today())
    form = TemplateForm(request.POST or None, request.FILES or None, initial={"in_force_from": first})
    report = None
    if request.method == "POST" and form.is_valid():
        try:
            version = services.upload_template_version(
                actor=request.actor, body_id=body.pk, kind=chosen.key, content=form.content(),
                original_name=form.cleaned_data["file"].name, in_force_from=form.cleaned_data["in_force_from"],
                note=form.cleaned_data["note"], at=clock.now(),
            )  # fmt: skip
        except TemplateNotUsable as error:
            report = error
        except InvalidInput as error:
            add_errors(form, error)
        else:
            text = gettext("Đã lưu phiên bản %(number)s, áp dụng từ %(day)s.")
            messages.success(request, text % {"number": version.number, "day": _day(version)})
            return go(request, _address("papers:template", chosen.key, body=body))
    return _upload_page(request, chosen, body, form, report)


@require_POST
def retire(request: ActorRequest, version_id: int) -> HttpResponse:
    """Stop using a version."""
    version = services.retire_template(actor=request.actor, version_id=version_id, at=clock.now())
    text = gettext("Phiên bản %(number)s đã thôi áp dụng.")
    if version.in_force_to is not None:
        text = gettext("Phiên bản %(number)s áp dụng đến hết hôm nay; từ ngày mai dùng mẫu có sẵn.")
    messages.success(request, text % {"number": version.number})
    return go(request, _address("papers:template", version.template.kind, body=version.template.body))


def _body(request: ActorRequest) -> Unit | None:
    return queries.template_body(request.actor, request.GET.get(BODY, ""))


def _address(name: str, *args: Any, body: Unit | None) -> str:
    return reverse(name, args=args) + (f"?{BODY}={body.pk}" if body is not None else "")


def _day(version: TemplateVersion) -> str:
    return date_format(version.in_force_from, "d/m/Y")


def _in_use(line: KindLine) -> str:
    if line.version is None:
        return gettext("Mẫu có sẵn")
    return gettext("Mẫu của cơ quan, phiên bản %(number)s") % {"number": line.version.number}


def _page(request: ActorRequest, kind: Kind, body: Unit | None) -> dict[str, Any]:
    today = clock.today()
    versions = list(queries.template_versions(body=body, kind=kind.key)) if body is not None else []
    states = [(version, queries.template_state(version, on=today)) for version in versions]
    can_keep = body is not None and policies.can_keep_templates(request.actor, body)
    return {
        "kind": kind,
        "body": body,
        "hint": gettext(
            "Gõ đúng cách viết vào chỗ cần điền trong Word. Mỗi dòng {%p … %} là một đoạn riêng; mỗi dòng {%tr … %} là "
            "một hàng riêng của bảng, các trường của hàng nằm trong từng ô."
        ),
        "fields": [_shown(field) for field in kind.fields],
        "versions": [
            {
                "version": version,
                "state": state,
                "can_retire": can_keep and version.in_force_to is None and not version.is_dropped,
            }
            for version, state in states
        ],
        "in_force": next((version for version, state in states if state == "in_force"), None),
        "coming": next((version for version, state in states if state == "coming"), None),
        "can_keep": can_keep,
        "draft_url": f"{reverse('papers:create')}?mau={kind.key}" if queries.drafting_units(request.actor) else "",
        "trail": [(gettext("Mẫu văn bản"), _address("papers:templates", body=body))],
        "make_url": _address("papers:template-make", kind.key, body=body),
        "upload_url": _address("papers:template-upload", kind.key, body=body),
        "base_url": _address("papers:template-base", kind.key, body=body),
        "sample_url": _address("papers:template-sample", kind.key, body=body),
        "pdf_url": reverse("papers:template-sample", args=[kind.key]) + "?dang=pdf",
    }


def _shown(field: Field) -> dict[str, Any]:
    """Return a field as the page lists it: its marks in lines, its sample in words."""
    value = field.sample_value
    if field.columns:
        lines = [f"{gettext(column.title)}: {column.sample[0]}" for column in field.columns]
    elif isinstance(value, list):
        lines = [str(one) for one in value]
    else:
        lines = [date_format(value, "d/m/Y") if isinstance(value, date) else str(value)]
    return {"field": field, "marks": "\n".join(field.marks), "sample": lines}


def _upload_page(
    request: ActorRequest, kind: Kind, body: Unit, form: TemplateForm, refused: TemplateNotUsable | None
) -> HttpResponse:
    report: TemplateReport | None = refused.report if refused else None
    address = _address("papers:template", kind.key, body=body)
    context = {
        "kind": kind,
        "body": body,
        "form": form,
        "refused": refused,
        "problems": report.problems if report else (),
        "max_bytes": LARGEST,
        "back": address,
        "base_url": _address("papers:template-base", kind.key, body=body),
        "trail": [
            (gettext("Mẫu văn bản"), _address("papers:templates", body=body)),
            (gettext(kind.name), address),
        ],
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "documents/template_upload.html", context, status=status)


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Send a file that was made here; made anew every time, it is not kept by browsers."""
    response = HttpResponse(content, content_type=media_type, headers=_SANDBOX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
