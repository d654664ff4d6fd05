"""Pages of signatures: check any signed PDF; the pictures that one's own signatures and the body's seal show."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.apps.documents.errors import SignatureRefused
from thidua.apps.documents.forms.signatures import ImageForm, SignedPdfForm
from thidua.apps.documents.models import SigningImage
from thidua.apps.documents.queries import signatures as queries
from thidua.apps.documents.services import signatures
from thidua.apps.organizations.queries import Person
from thidua.core import clock
from thidua.core.errors import NotVisible
from thidua.lib.vanban.signing import SignatureReport, SigningRefused, Verdict, validate
from thidua.ui.http import ActorRequest, go

TONES = {Verdict.VALID: "done", Verdict.DOUBTFUL: "doubt", Verdict.INVALID: "refused"}


@dataclass(frozen=True, slots=True)
class ShownReport:
    """One signature as the page draws it."""

    report: SignatureReport
    tone: str
    facts: list[tuple[str, str]]


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: ActorRequest) -> HttpResponse:
    """Tell in plain words what the signatures of an uploaded PDF are worth; the file is not kept."""
    form = SignedPdfForm(request.POST, request.FILES) if request.method == "POST" else SignedPdfForm()
    context: dict[str, object] = {"form": form, "max_bytes": settings.OPTIONS.upload_megabytes * 2**20}
    if request.method != "POST" or not form.is_valid():
        return render(request, "documents/signature_check.html", context, status=400 if form.errors else 200)
    file = form.cleaned_data["file"]
    if file.size > settings.OPTIONS.upload_megabytes * 2**20:
        form.add_error("file", gettext("Tệp lớn hơn mức cho phép."))
        return render(request, "documents/signature_check.html", context, status=400)
    trust = signatures.trust_store()
    try:
        reports = validate(file.read(), trust=trust, at=clock.now())
    except SigningRefused as refusal:
        context |= {"refused": refusal, "file_name": file.name}
        return render(request, "documents/signature_check.html", context, status=400)
    context |= {"file_name": file.name, "shown": [_shown(one) for one in reports], "has_roots": bool(trust.roots)}
    return render(request, "documents/signature_check.html", context)


def _shown(report: SignatureReport) -> ShownReport:
    facts = [
        (gettext("Tổ chức ghi trong chứng thư"), report.organization),
        (gettext("Số chứng thư"), report.serial),
        (gettext("Dấu vân tay chứng thư (SHA-256)"), report.fingerprint),
        (gettext("Lý do ký"), report.reason),
    ]
    return ShownReport(report, TONES[report.verdict], facts)


@require_safe
def images(request: ActorRequest) -> HttpResponse:
    """The picture of one's own hand signature, and those of the seals one keeps."""
    return _images(request)


@require_POST
def hand(request: ActorRequest) -> HttpResponse:
    """Keep or remove the picture of one's own hand signature."""
    person = Person.objects.filter(user=request.actor.user_id).first()
    if person is None:
        raise NotVisible
    if "remove" in request.POST:
        signatures.remove_hand_image(actor=request.actor, person_id=person.pk, at=clock.now())
        messages.success(request, gettext("Đã xóa ảnh chữ ký."))
        return go(request, reverse("papers:signature-images"))
    form = ImageForm(request.POST, request.FILES)
    if form.is_valid():
        content = form.cleaned_data["image"].read()
        try:
            signatures.set_hand_image(actor=request.actor, person_id=person.pk, content=content, at=clock.now())
        except SignatureRefused as refusal:
            form.add_error("image", f"{refusal.message} {refusal.remedy}")
        else:
            messages.success(request, gettext("Đã lưu ảnh chữ ký."))
            return go(request, reverse("papers:signature-images"))
    return _images(request, hand_form=form)


@require_POST
def seal(request: ActorRequest, unit_id: int) -> HttpResponse:
    """Keep or remove the picture of a body's seal."""
    if "remove" in request.POST:
        signatures.remove_seal_image(actor=request.actor, unit_id=unit_id, at=clock.now())
        messages.success(request, gettext("Đã xóa ảnh con dấu."))
        return go(request, reverse("papers:signature-images"))
    queries.seal_unit(request.actor, unit_id)
    form = ImageForm(request.POST, request.FILES)
    if form.is_valid():
        content = form.cleaned_data["image"].read()
        try:
            signatures.set_seal_image(actor=request.actor, unit_id=unit_id, content=content, at=clock.now())
        except SignatureRefused as refusal:
            form.add_error("image", f"{refusal.message} {refusal.remedy}")
        else:
            messages.success(request, gettext("Đã lưu ảnh con dấu."))
            return go(request, reverse("papers:signature-images"))
    return _images(request, seal_form=(unit_id, form))


def _images(
    request: ActorRequest, *, hand_form: ImageForm | None = None, seal_form: tuple[int, ImageForm] | None = None
) -> HttpResponse:
    units = queries.seal_units(request.actor)
    kept = {one.unit_id: one for one in SigningImage.objects.filter(unit__in=units)}
    posted_unit, posted_form = seal_form or (0, None)
    seals = [
        {
            "unit": unit,
            "image": kept.get(unit.pk),
            "form": posted_form if unit.pk == posted_unit else ImageForm(auto_id=f"id_%s_{unit.pk}"),
        }
        for unit in units
    ]
    has_person = Person.objects.filter(user=request.actor.user_id).exists() if request.actor.user_id else False
    context = {
        "hand": SigningImage.objects.filter(person__user=request.actor.user_id).first() if has_person else None,
        "has_person": has_person and request.actor.in_place_of is None,
        "hand_form": hand_form or ImageForm(),
        "seals": seals,
        "trail": [(gettext("Kiểm tra chữ ký"), reverse("papers:signature-check"))],
    }
    return render(request, "documents/signature_images.html", context, status=400 if hand_form or seal_form else 200)
