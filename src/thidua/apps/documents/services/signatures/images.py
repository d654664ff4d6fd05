"""Pictures of hand signatures and seals."""

from __future__ import annotations

import io
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from thidua.apps.audit import services as audit
from thidua.apps.documents.models import SigningImage
from thidua.apps.documents.policies.signatures import can_set_hand_image, can_set_seal_image
from thidua.apps.documents.services.files import delete_file, store_file
from thidua.apps.documents.services.signatures.trust import said_in_words
from thidua.apps.organizations.queries import Person, Unit
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible
from thidua.core.locking import locked
from thidua.core.policies import require
from thidua.lib.vanban.signing import Ink, check_image

_OWN_ONLY = "Chỉ chính người đó được lưu hoặc xóa ảnh chữ ký của mình."


@transaction.atomic
def set_hand_image(*, actor: Actor, person_id: int, content: bytes, at: datetime) -> SigningImage:
    """Keep the blue picture of one's own hand signature (`documents.set_hand_image`), instead of an older one.

    Raises NotVisible, NotPermitted, SignatureRefused for a picture that is not as the Decree says.
    """
    person = locked(Person.objects.select_related("unit"), person_id)
    require(can_set_hand_image(actor, person), _OWN_ONLY)
    with said_in_words():
        check_image(content, ink=Ink.BLUE)
    _remove(actor, SigningImage.objects.filter(person=person), at)
    image = _kept(actor, person.unit, content, f"Chữ ký {person.full_name}.png", at)
    image.person = person
    image.save()
    _record(actor, "documents.set_hand_image", image, person.full_name, person.unit, at)
    return image


@transaction.atomic
def set_seal_image(*, actor: Actor, unit_id: int, content: bytes, at: datetime) -> SigningImage:
    """Keep the red picture of a body's seal (`documents.set_seal_image`), instead of an older one.

    Raises NotVisible, NotPermitted, SignatureRefused for a picture that is not as the Decree says.
    """
    unit = locked(Unit.objects.all(), unit_id)
    _require_seal(actor, unit)
    with said_in_words():
        check_image(content, ink=Ink.RED)
    _remove(actor, SigningImage.objects.filter(unit=unit), at)
    image = _kept(actor, unit, content, f"Con dấu {unit.name}.png", at)
    image.unit = unit
    image.save()
    _record(actor, "documents.set_seal_image", image, unit.name, unit, at)
    return image


@transaction.atomic
def remove_hand_image(*, actor: Actor, person_id: int, at: datetime) -> None:
    """Take one's own picture away (`documents.remove_hand_image`). Raises NotVisible, NotPermitted."""
    person = locked(Person.objects.select_related("unit"), person_id)
    require(can_set_hand_image(actor, person), _OWN_ONLY)
    image = SigningImage.objects.filter(person=person).first()
    if image is None:
        raise NotVisible
    _record(actor, "documents.remove_hand_image", image, person.full_name, person.unit, at)
    _remove(actor, SigningImage.objects.filter(person=person), at)


@transaction.atomic
def remove_seal_image(*, actor: Actor, unit_id: int, at: datetime) -> None:
    """Take the picture of a seal away (`documents.remove_seal_image`). Raises NotVisible, NotPermitted."""
    unit = locked(Unit.objects.all(), unit_id)
    _require_seal(actor, unit)
    image = SigningImage.objects.filter(unit=unit).first()
    if image is None:
        raise NotVisible
    _record(actor, "documents.remove_seal_image", image, unit.name, unit, at)
    _remove(actor, SigningImage.objects.filter(unit=unit), at)


def _require_seal(actor: Actor, unit: Unit) -> None:
    if not actor.holds([held.role for held in actor.roles], path=unit.path):
        raise NotVisible
    require(can_set_seal_image(actor, unit), f"Chỉ văn thư hoặc quản trị của {unit.name} được lưu ảnh con dấu.")


def _kept(actor: Actor, unit: Unit, content: bytes, name: str, at: datetime) -> SigningImage:
    file = store_file(actor=actor, unit=unit, content=io.BytesIO(content), original_name=name, at=at)
    return SigningImage(file=file, set_by_id=actor.user_id, set_at=at)


def _remove(actor: Actor, rows: QuerySet[SigningImage], at: datetime) -> None:
    for image in list(rows):
        file_id = image.file_id
        image.delete()
        delete_file(actor=actor, file_id=file_id, at=at)


def _record(actor: Actor, act: str, image: SigningImage, name: str, unit: Unit, at: datetime) -> None:
    subject = audit.Subject("documents.signingimage", image.pk, name, unit.path)
    audit.record(actor=actor, act=act, subject=subject, at=at, changes={"sha256": image.file.sha256})
