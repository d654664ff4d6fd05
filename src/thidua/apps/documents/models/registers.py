from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from thidua.apps.documents.enums import Manner, NoteKind, RegisterState


class DatabaseIdentity(models.Model):
    """One row that tells this database from any other: the marks outside of it say whose they are."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="database_one_identity")]

    def __str__(self) -> str:
        return str(self.key)


class Registry(models.Model):
    """The văn thư of one body: the row that every issue of a number locks, so that numbers and moments form one line.

    `seal` is that of the marks this database was last found to agree with (domain/marks.py); with another one no number
    is allotted until a person confirms the highest numbers on paper. `last_issued_at` is the moment before which no
    number is given any more.
    """

    body = models.OneToOneField("organizations.Unit", on_delete=models.PROTECT, related_name="+", primary_key=True)
    seal = models.CharField(max_length=64)
    last_issued_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.body}"


class NumberScheme(models.Model):
    """How a body numbers its documents from 1 January of `year` on, as its head laid down (Điều 15 khoản 1)."""

    body = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("Áp dụng từ năm")
    manner = models.CharField("Cách đánh số", max_length=10, choices=Manner)
    groups = models.JSONField("Nhóm loại văn bản", default=list, blank=True)
    basis = models.CharField("Căn cứ", max_length=300, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("-year",)
        constraints = [
            models.UniqueConstraint(fields=["body", "year"], name="scheme_once_a_year"),
            models.CheckConstraint(condition=Q(manner__in=Manner.values), name="scheme_manner"),
            models.CheckConstraint(
                condition=Q(manner=Manner.GROUPS) & ~Q(groups=[]) | ~Q(manner=Manner.GROUPS) & Q(groups=[]),
                name="scheme_groups_have_types",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.get_manner_display()}"


class NumberRegister(models.Model):
    """One series of numbers of one body in one year, from `starts_after` + 1 on.

    `type_keys` are the types it covers; empty: all that no other series covers. `starts_after` is the highest number
    already given on paper in that year. What it covers is never changed, nor is where it starts once it has numbers:
    triggers refuse (migration of the registers).
    """

    body = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("Năm")
    series = models.CharField(max_length=40)
    name = models.CharField("Tên sổ", max_length=200)
    type_keys = models.JSONField("Loại văn bản", default=list, blank=True)
    starts_after = models.PositiveIntegerField("Số cao nhất đã cấp trên giấy", default=0)
    state = models.CharField("Tình trạng", max_length=10, choices=RegisterState, default=RegisterState.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-year", "name")
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "series"], name="register_once"),
            models.CheckConstraint(
                condition=Q(state=RegisterState.OPEN, closed_at__isnull=True)
                | Q(state=RegisterState.CLOSED, closed_at__isnull=False),
                name="register_closed_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} năm {self.year}"


class IssuedNumber(models.Model):
    """A line of the register of outgoing documents (Phụ lục IV), as it was when the number was given.

    Never changed, never deleted, and only the next number at a moment not before the last one is taken: the database
    itself refuses anything else. What happens to the document afterwards stands in `EntryNote`.
    """

    register = models.ForeignKey(NumberRegister, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField("Số")
    symbol = models.CharField("Ký hiệu", max_length=80)
    issued_on = models.DateField("Ngày, tháng văn bản")
    issued_at = models.DateTimeField("Thời điểm cấp số")
    type_key = models.CharField(max_length=40)
    type_name = models.CharField("Tên loại", max_length=100)
    title = models.TextField("Trích yếu nội dung")
    signer = models.CharField("Người ký", max_length=200)
    recipients = models.TextField("Nơi nhận", blank=True)
    keeping_unit = models.CharField("Đơn vị, người nhận bản lưu", max_length=200, blank=True)
    copies = models.PositiveIntegerField("Số lượng bản", null=True)
    note = models.TextField("Ghi chú", blank=True)
    request_key = models.CharField(max_length=100, unique=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_label = models.CharField("Người cấp số", max_length=200)
    search_text = models.TextField(blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="number_from_one"),
            models.CheckConstraint(
                condition=~Q(symbol="") & ~Q(title="") & ~Q(signer=""), name="entry_has_its_columns"
            ),
        ]
        indexes = [models.Index(fields=["symbol", "number"], name="entry_symbol")]

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.symbol}"


class EntryNote(models.Model):
    """What became of an issued document, added to its line and never changed: sent, received, corrected, withdrawn.

    A correction, a replacement or a withdrawal names the document that ordered it (Điều 18 khoản 3, 4).
    """

    entry = models.ForeignKey(IssuedNumber, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField("Việc", max_length=12, choices=NoteKind)
    on = models.DateField("Ngày")
    text = models.CharField("Nội dung", max_length=300, blank=True)
    document = models.ForeignKey(IssuedNumber, null=True, on_delete=models.PROTECT, related_name="notes_ordered")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_label = models.CharField("Người ghi", max_length=200)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NoteKind.values), name="note_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=NoteKind.ordered(), document__isnull=False)
                | ~Q(kind__in=NoteKind.ordered()) & Q(document__isnull=True),
                name="note_ordered_by_document",
            ),
            models.CheckConstraint(condition=~Q(document=F("entry")), name="note_of_another_document"),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_kind_display()}"


class NumberRecovery(models.Model):
    """The highest number found on paper after the database had been restored; the next number follows it.

    The numbers between `recorded_number` and it were given, but their lines are lost here: paper has them.
    """

    register = models.ForeignKey(NumberRegister, on_delete=models.PROTECT, related_name="recoveries")
    recorded_number = models.PositiveIntegerField("Số cao nhất trong cơ sở dữ liệu")
    confirmed_number = models.PositiveIntegerField("Số cao nhất trên giấy")
    last_on = models.DateField("Ngày của văn bản mới nhất trên giấy", null=True)
    evidence = models.CharField("Đối chiếu với", max_length=300)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_label = models.CharField("Người xác nhận", max_length=200)
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_number__gte=F("recorded_number")), name="recovery_never_lowers"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="recovery_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.register}: {self.recorded_number} → {self.confirmed_number}"
