"""The signature: digitally with one's own key, with the server's device, elsewhere, or by hand with a scan."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from thidua.apps.documents import queries
from thidua.apps.documents.enums import SignatureKind
from thidua.apps.documents.forms.papers import ScanForm, SignedFileForm, SigningKeyForm, TokenForm
from thidua.apps.documents.models import Paper
from thidua.apps.documents.policies.signatures import can_make_signature
from thidua.apps.documents.services import papers as services
from thidua.apps.documents.services import signatures
from thidua.core import clock
from thidua.core.errors import DomainError, InvalidInput, NotPermitted, NotVisible
from thidua.ui.forms import add_errors
from thidua.ui.http import ActorRequest, go

FORMS: dict[str, type[forms.Form]] = {
    "tep": SigningKeyForm,
    "thiet-bi": TokenForm,
    "da-ky": SignedFileForm,
    "quet": ScanForm,
}
"""How it is signed: with a key file, the device of the server, a tool of the office, by hand."""


@require_http_methods(["GET", "POST"])
def sign(request: ActorRequest, paper_id: int) -> HttpResponse:
    """Sign a submitted paper in one of the ways, or enter that it was signed by hand."""
    paper = queries.paper_for(request.actor, paper_id)
    steps = queries.paper_steps(request.actor, paper)
    if "documents.sign_paper" not in steps:
        services.require_step(request.actor, paper, "documents.register_signature")
    return _page(request, paper, SignatureKind.PERSON, may_sign="documents.sign_paper" in steps, by_hand=True)


@require_http_methods(["GET", "POST"])
def seal(request: ActorRequest, paper_id: int) -> HttpResponse:
    """Sign an issued paper for the body."""
    paper = queries.paper_for(request.actor, paper_id)
    if not can_make_signature(request.actor, paper, SignatureKind.BODY):
        raise NotPermitted(gettext("Chỉ văn thư của %(unit)s được ký số của cơ quan.") % {"unit": paper.unit.name})
    return _page(request, paper, SignatureKind.BODY, may_sign=True, by_hand=False)


def _page(request: ActorRequest, paper: Paper, kind: SignatureKind, *, may_sign: bool, by_hand: bool) -> HttpResponse:
    asked = request.POST.get("cach", "")
    blocks: dict[str, forms.Form] = {
        way: form(request.POST if way == asked else None, request.FILES if way == asked else None, prefix=way)
        for way, form in FORMS.items()
    }
    status = 200
    allowed = [way for way in FORMS if (by_hand if way == "quet" else may_sign)]
    if not signatures.has_token():
        allowed = [way for way in allowed if way != "thiet-bi"]
    if request.method == "POST" and asked in allowed:
        form = blocks[asked]
        status = 400
        if form.is_valid():
            try:
                _signed(request, paper, kind, asked, form)
            except InvalidInput as error:
                add_errors(form, error)
            except DomainError as error:
                form.add_error(None, f"{error.message} {error.remedy}".strip())
                status = error.status
            else:
                messages.success(request, gettext("Đã ghi nhận chữ ký của văn bản."))
                return go(request, reverse("papers:paper", args=[paper.pk]))
    is_person = kind == SignatureKind.PERSON
    context = {
        "paper": paper,
        "heading": _("Ký văn bản") if is_person else _("Ký số của cơ quan"),
        "name": services.name_of(paper),
        "blocks": {way.replace("-", "_"): blocks[way] for way in allowed},
        "kind": kind.value,
        "is_person": is_person,
        "trail": [
            (gettext("Văn bản đi"), reverse("papers:outgoing")),
            (str(paper), reverse("papers:paper", args=[paper.pk])),
        ],
        "back": reverse("papers:paper", args=[paper.pk]),
    }
    return render(request, "documents/paper_sign.html", context, status=status)


def _signed(request: ActorRequest, paper: Paper, kind: SignatureKind, way: str, form: forms.Form) -> None:
    actor, cleaned, at = request.actor, form.cleaned_data, clock.now()
    if way == "tep":
        signatures.sign_with_pkcs12(
            actor=actor, paper_id=paper.pk, kind=kind, key_file=cleaned["key_file"].read(),
            passphrase=cleaned["passphrase"], at=at,
        )  # fmt: skip
    elif way == "thiet-bi":
        signatures.sign_with_token(actor=actor, paper_id=paper.pk, kind=kind, pin=cleaned["pin"], at=at)
    elif way == "da-ky":
        signatures.accept_signed_pdf(actor=actor, paper_id=paper.pk, kind=kind, content=cleaned["signed"].read(), at=at)
    else:
        scan = cleaned["scan"]
        services.register_signature(actor=actor, paper_id=paper.pk, scan=scan, original_name=scan.name, at=at)


@require_POST
@cache_control(private=True, no_store=True)
def signing_copy(request: ActorRequest, paper_id: int, kind: str) -> HttpResponseBase:
    """Send the PDF that a tool of the office is to sign."""
    if kind not in SignatureKind.values:
        raise NotVisible
    copy = signatures.make_signing_copy(actor=request.actor, paper_id=paper_id, kind=kind, at=clock.now())
    content = queries.open_content(stored=copy.file)
    return FileResponse(content, as_attachment=True, filename=copy.file.original_name, content_type="application/pdf")
