"""Digital signatures on papers: what was signed, by whom, what came of it; and the pictures they show."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from thidua.apps.documents.enums import KeyPlace, SignatureKind
from thidua.apps.documents.models.papers import Paper


class SigningCopy(models.Model):
    """The PDF of a paper that is to be signed: made once for each edition, so that all sign the very same bytes.

    `place` is the rectangle of the signature on it: page, left, bottom, right, top in points.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="signing_copies")
    kind = models.CharField("Chữ ký", max_length=10, choices=SignatureKind)
    edition = models.PositiveIntegerField()
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    place = models.JSONField()
    made_at = models.DateTimeField("Lập lúc")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SignatureKind.values), name="signing_copy_kind"),
            models.UniqueConstraint(fields=["paper", "kind", "edition"], name="signing_copy_once"),
        ]

    def __str__(self) -> str:
        return str(self.file)


class PaperSignature(models.Model):
    """A signature on a paper: `before` is what was signed, `after` the signed file, `report` what was checked."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="digital_signatures")
    kind = models.CharField("Chữ ký", max_length=10, choices=SignatureKind)
    key_place = models.CharField("Khóa ký", max_length=10, choices=KeyPlace)
    before = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    before_sha256 = models.CharField(max_length=64)
    after = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    after_sha256 = models.CharField(max_length=64)
    signer_name = models.CharField("Người ký", max_length=300)
    issuer = models.CharField("Tổ chức cấp chứng thư", max_length=300)
    serial = models.CharField("Số chứng thư", max_length=80)
    fingerprint = models.CharField("Dấu vân tay chứng thư", max_length=64)
    report = models.JSONField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signed_label = models.CharField("Người thực hiện", max_length=200)
    at = models.DateTimeField("Lúc")

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SignatureKind.values), name="signature_kind"),
            models.CheckConstraint(condition=Q(key_place__in=KeyPlace.values), name="signature_key_place"),
        ]

    def __str__(self) -> str:
        return self.signer_name


class SigningImage(models.Model):
    """The picture of a person's hand signature, or of a body's seal, as PNG with a transparent ground."""

    person = models.OneToOneField(
        "organizations.Person", null=True, on_delete=models.PROTECT, related_name="signing_image"
    )
    unit = models.OneToOneField("organizations.Unit", null=True, on_delete=models.PROTECT, related_name="seal_image")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField("Lưu lúc")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(unit__isnull=True), name="signing_image_person_or_unit"
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.unit)
