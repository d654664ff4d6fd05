from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from thidua.apps.notifications.enums import DEFAULT_HOUR, FIRST_HOUR, LAST_HOUR


class OutgoingMail(models.Model):
    """The digest of one person for one day, kept as it is sent: a resend is the same mail under the same Message-ID."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    address = models.EmailField()
    message_id = models.CharField(max_length=200, unique=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "on"], name="mail_once_a_day"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True), name="mail_sent_or_given_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"


class Notice(models.Model):
    """One thing one person is told. `key` keeps it from being told twice, `on` is the day it counts for.

    `on_behalf_of` names the absent person whose notice a substitute gets. Hidden from the inbox when `in_program` is
    off: the person wants this kind by mail alone.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField("Loại", max_length=80)
    title = models.CharField("Nội dung", max_length=300)
    text = models.TextField("Chi tiết", blank=True)
    url = models.CharField(max_length=300, blank=True)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    on_behalf_of = models.CharField("Thay cho", max_length=120, blank=True)
    key = models.CharField(max_length=200)
    on = models.DateField("Ngày")
    in_program = models.BooleanField(default=True)
    search_text = models.TextField(blank=True)
    created_at = models.DateTimeField("Thời điểm")
    read_at = models.DateTimeField("Đã đọc lúc", null=True)
    mail = models.ForeignKey(OutgoingMail, null=True, on_delete=models.SET_NULL, related_name="notices")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notice_inbox", condition=Q(in_program=True)),
            models.Index(
                fields=["recipient"], name="notice_unread", condition=Q(read_at__isnull=True, in_program=True)
            ),
            models.Index(
                fields=["on", "recipient"], name="notice_to_mail", condition=Q(read_at__isnull=True, mail__isnull=True)
            ),
            models.Index(fields=["subject_type", "subject_id"], name="notice_subject"),
        ]

    def __str__(self) -> str:
        return self.title


class MailPreference(models.Model):
    """When a person wants the digest; nobody has a row before changing something."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="mail_preference"
    )
    hour = models.PositiveSmallIntegerField("Giờ gửi thư tổng hợp", default=DEFAULT_HOUR)
    working_days_only = models.BooleanField("Chỉ gửi thư vào ngày làm việc", default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__range=(FIRST_HOUR, LAST_HOUR)), name="mail_hour_of_day")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.hour}"


class KindPreference(models.Model):
    """Where a person wants one kind of notice, where that differs from the kind's default."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kind_preferences")
    kind = models.CharField(max_length=80)
    in_program = models.BooleanField()
    by_mail = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="kind_preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"
