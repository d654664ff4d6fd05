from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from thidua.apps.organizations.enums import ImportState, UnitKind
from thidua.core.actor import Role


class Unit(models.Model):
    """A unit in the dated tree. `path` is the chain of keys from the root ("1.4.17."), so a prefix is a branch."""

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=255, unique=True)
    code = models.CharField("Mã đơn vị", max_length=40, unique=True)
    name = models.CharField("Tên đơn vị", max_length=200)
    short_name = models.CharField("Tên viết tắt", max_length=80, blank=True)
    kind = models.CharField("Loại", max_length=20, choices=UnitKind)
    position = models.PositiveIntegerField("Thứ tự", default=0)
    valid_from = models.DateField("Từ ngày", null=True, blank=True)
    valid_to = models.DateField("Đến hết ngày", null=True, blank=True)
    search_text = models.TextField(blank=True)

    class Meta:
        ordering = ("path",)
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="unit_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitGroup(models.Model):
    """A name that stands for several units in the papers of one body, such as "LĐLĐ các huyện, TP".

    Members are the units directly below the body that are of one of `kinds`, and those listed.
    """

    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField("Tên nhóm", max_length=200)
    kinds = models.JSONField("Gồm mọi đơn vị loại", default=list, blank=True)
    members = models.ManyToManyField(Unit, related_name="member_of", blank=True)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="group_name_once")]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """Another wording of a unit or a group in the papers of one body; learned once, remembered."""

    owner = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases_owned")
    text = models.CharField("Cách ghi", max_length=300)
    folded = models.CharField(max_length=300)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="aliases")
    group = models.ForeignKey(UnitGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        ordering = ("text",)
        constraints = [
            models.UniqueConstraint(fields=["owner", "folded"], name="alias_once"),
            models.CheckConstraint(condition=Q(unit__isnull=True) ^ Q(group__isnull=True), name="alias_unit_or_group"),
        ]

    def __str__(self) -> str:
        return self.text


class Person(models.Model):
    """Somebody on the staff; `user` when they sign in. `sort_name` orders by given name."""

    code = models.CharField("Mã cán bộ", max_length=40, unique=True)
    full_name = models.CharField("Họ và tên", max_length=120)
    sort_name = models.CharField(max_length=400)
    search_text = models.TextField(blank=True)
    email = models.EmailField("Thư điện tử", blank=True)
    phone = models.CharField("Điện thoại", max_length=30, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="people")
    title = models.CharField("Chức vụ", max_length=120, blank=True)
    is_active = models.BooleanField("Đang công tác", default=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="person"
    )

    class Meta:
        ordering = ("sort_name", "pk")

    def __str__(self) -> str:
        return self.full_name


class RoleAssignment(models.Model):
    """A role held by a person at a unit, and so in every unit below it, on the days given."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="role_assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField("Vai trò", max_length=20, choices=Role)
    valid_from = models.DateField("Từ ngày", null=True, blank=True)
    valid_to = models.DateField("Đến hết ngày", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "role"], name="role_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Delegation(models.Model):
    """The days on which a substitute may do an absent person's work, with that person's roles and in both names.

    `body` is the body both worked in when it was made: whoever has left it since acts for nobody there. That one person
    has one substitute on one day is kept by the service, under the lock of the person.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    substitute = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="substitutions")
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField("Từ ngày")
    ends_on = models.DateField("Đến hết ngày")
    reason = models.CharField("Lý do", max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("substitute")), name="delegation_two_people"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="delegation_dates_in_order"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=False) | Q(revoked_by__isnull=True), name="delegation_ended_has_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} thay {self.person}"


class StructureImport(models.Model):
    """An Excel list of units and people between its preview and its being applied. `rows` are its cells as read.

    `seed` makes the one-time passwords of the accounts created and is wiped when they have been handed over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    original_name = models.CharField("Tên tệp", max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=ImportState, default=ImportState.PREVIEW)
    outcome = models.JSONField(default=dict)
    seed = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state"),
            models.CheckConstraint(
                condition=Q(state=ImportState.APPLIED, applied_at__isnull=False)
                | (~Q(state=ImportState.APPLIED) & Q(applied_at__isnull=True)),
                name="import_applied_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name
