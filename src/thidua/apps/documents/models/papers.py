"""Official papers on their way: what is written, by whom it is judged, to whom it goes.

Triggers of the database keep what was issued (see migration `papers_immutable`): whoever alters the table of papers
or of versions does it by statement, since Django copies a table on SQLite and the copy loses its triggers.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator

from thidua.apps.documents.enums import ISSUED_STATES, PaperState, SigningWay

OPEN = ("draft", "review", "submitted", "returned", "dropped")


class Paper(models.Model):
    """An official paper of `unit`, written in `drafting_unit`; `content` is an OfficialDocument as JSON.

    `content` is what is being written, `edition` counts its changes; what was handed on is kept as `PaperVersion`.
    `subject_kind`, `subject_id` say what it was made for ("planning.plan", "12"), `subject_url` the name of its page.
    `corrects` and `withdraws` point at the paper that this one corrects (đính chính) or takes back (thu hồi).
    """

    unit = models.ForeignKey(
        "organizations.Unit", on_delete=models.PROTECT, related_name="papers", verbose_name="Cơ quan ban hành"
    )
    drafting_unit = models.ForeignKey(
        "organizations.Unit", on_delete=models.PROTECT, related_name="drafted_papers", verbose_name="Đơn vị soạn thảo"
    )
    type_key = models.CharField("Tên loại", max_length=40)
    title = models.TextField("Trích yếu", blank=True)
    symbol = models.CharField("Ký hiệu", max_length=80, blank=True)
    urgency = models.CharField("Mức độ khẩn", max_length=20, blank=True)
    content = models.JSONField("Nội dung")
    edition = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField("Sửa lần cuối")
    state = models.CharField("Trạng thái", max_length=12, choices=PaperState, default=PaperState.DRAFT)
    state_reason = models.TextField("Lý do", blank=True)
    reviewers = models.ManyToManyField(
        "organizations.Unit", related_name="+", blank=True, verbose_name="Đơn vị cho ý kiến"
    )
    review_until = models.DateField("Hạn cho ý kiến", null=True, blank=True)
    signer = models.ForeignKey(
        "organizations.Person", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="Người ký"
    )
    submitted_at = models.DateTimeField("Trình ký lúc", null=True)
    signed_at = models.DateTimeField("Ký lúc", null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signing_way = models.CharField("Cách ký", max_length=10, choices=SigningWay, blank=True)
    signed_file = models.ForeignKey(
        "documents.StoredFile", null=True, on_delete=models.PROTECT, related_name="+", verbose_name="Bản đã ký"
    )
    entry = models.OneToOneField(
        "documents.IssuedNumber", null=True, on_delete=models.PROTECT, related_name="paper", verbose_name="Số đã cấp"
    )
    issued_at = models.DateTimeField("Ban hành lúc", null=True)
    docx = models.ForeignKey("documents.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    docx_sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.ForeignKey("documents.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="corrected_by", verbose_name="Đính chính văn bản"
    )
    withdraws = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="withdrawn_by", verbose_name="Thu hồi văn bản"
    )
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    subject_label = models.CharField("Lập từ", max_length=300, blank=True)
    subject_url = models.CharField(max_length=80, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("Lập lúc")
    search_text = models.TextField(blank=True)

    class Meta:
        ordering = ("-edited_at", "-pk")
        indexes = [
            models.Index(fields=["unit", "state", "-edited_at"], name="paper_unit_state"),
            models.Index(fields=["subject_kind", "subject_id"], name="paper_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PaperState.values), name="paper_state"),
            models.CheckConstraint(condition=Q(signing_way__in=["", *SigningWay.values]), name="paper_signing_way"),
            models.CheckConstraint(
                condition=Q(state__in=ISSUED_STATES, entry__isnull=False, issued_at__isnull=False)
                | (~Q(state__in=ISSUED_STATES) & Q(entry__isnull=True, issued_at__isnull=True)),
                name="paper_issued_has_number",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, signed_at__isnull=True) | (~Q(state__in=OPEN) & Q(signed_at__isnull=False)),
                name="paper_signed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | Q(withdraws__isnull=True), name="paper_corrects_or_withdraws"
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.title).chars(160)


class PaperVersion(models.Model):
    """The text of a paper as somebody left it for others: append-only, in the database itself."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("Phiên bản")
    content = models.JSONField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    author_label = models.CharField("Người sửa", max_length=200)
    at = models.DateTimeField("Lúc")
    note = models.CharField("Ghi chú", max_length=300, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="paper_version_once")]

    def __str__(self) -> str:
        return f"Phiên bản {self.number}"


class PaperComment(models.Model):
    """An opinion on a version: on the whole, or on one passage (`line` of its lines, quoted). `parent`: a reply."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="comments")
    version = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    line = models.PositiveIntegerField(null=True)
    quote = models.TextField(blank=True)
    text = models.TextField("Ý kiến")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    author_label = models.CharField("Người góp ý", max_length=200)
    at = models.DateTimeField("Lúc")
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField("Giải quyết lúc", null=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(line__isnull=True), name="comment_reply_no_line"
            )
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(120)


class PaperRecipient(models.Model):
    """Where a paper goes: a unit of the tree, which sees and acknowledges it, or an address outside."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="recipients")
    unit = models.ForeignKey("organizations.Unit", null=True, on_delete=models.PROTECT, related_name="received_papers")
    name = models.CharField("Tên nơi nhận", max_length=300, blank=True)
    email = models.EmailField("Thư điện tử", blank=True)
    sent_at = models.DateTimeField("Gửi lúc", null=True)
    seen_at = models.DateTimeField("Xem lúc", null=True)
    acknowledged_at = models.DateTimeField("Tiếp nhận lúc", null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_label = models.CharField("Người tiếp nhận", max_length=200, blank=True)
    note = models.CharField("Ghi chú", max_length=300, blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    mailed_at = models.DateTimeField("Thư đi lúc", null=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mail_error = models.TextField("Máy chủ thư trả lời", blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["unit", "-sent_at"], name="recipient_unit_sent")]
        constraints = [
            models.CheckConstraint(condition=Q(unit__isnull=True) ^ Q(email=""), name="recipient_unit_or_address"),
            models.UniqueConstraint(fields=["paper", "unit"], name="recipient_unit_once"),
            models.UniqueConstraint(fields=["paper", "email"], condition=~Q(email=""), name="recipient_address_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(sent_at__isnull=False), name="recipient_sent_first"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email
