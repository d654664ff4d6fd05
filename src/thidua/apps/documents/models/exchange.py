"""Documents that came from other bodies as edXML packages, with their files."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator

from thidua.apps.documents.enums import PackageBusiness, PackagePriority


class ReceivedPackage(models.Model):
    """A document that another body sent to `unit`; `file` is the package as it came, `files` what was in it."""

    unit = models.ForeignKey(
        "organizations.Unit", on_delete=models.PROTECT, related_name="received_packages", verbose_name="Đơn vị nhận"
    )
    document_id = models.CharField("Mã định danh văn bản", max_length=300)
    sender_code = models.CharField("Mã định danh cơ quan gửi", max_length=35)
    sender_name = models.CharField("Cơ quan gửi", max_length=300)
    number = models.CharField("Số", max_length=20, blank=True)
    notation = models.CharField("Ký hiệu", max_length=80, blank=True)
    issued_on = models.DateField("Ngày văn bản")
    type_name = models.CharField("Tên loại", max_length=100, blank=True)
    subject = models.TextField("Trích yếu")
    signer_name = models.CharField("Người ký", max_length=150, blank=True)
    signer_position = models.CharField("Chức vụ người ký", max_length=150, blank=True)
    due_on = models.DateField("Hạn trả lời", null=True)
    priority = models.PositiveSmallIntegerField("Mức độ khẩn", choices=PackagePriority)
    business = models.PositiveSmallIntegerField("Nghiệp vụ", choices=PackageBusiness)
    reason = models.TextField("Lý do", blank=True)
    sent_at = models.DateTimeField("Gửi lúc")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    received_label = models.CharField("Người nhận", max_length=200)
    received_at = models.DateTimeField("Nhận lúc")
    search_text = models.TextField(blank=True)

    class Meta:
        ordering = ("-received_at", "-pk")
        indexes = [models.Index(fields=["unit", "-received_at"], name="package_unit_received")]
        constraints = [
            models.CheckConstraint(condition=Q(business__in=PackageBusiness.values), name="package_business"),
            models.CheckConstraint(condition=Q(priority__in=PackagePriority.values), name="package_priority"),
            models.UniqueConstraint(
                fields=["unit", "document_id"], condition=Q(business=0), name="package_document_once"
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.subject).chars(160)


class ReceivedFile(models.Model):
    """A file of a package."""

    package = models.ForeignKey(ReceivedPackage, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    description = models.CharField("Nội dung", max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.file)
