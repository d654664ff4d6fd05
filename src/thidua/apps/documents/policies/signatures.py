"""Who puts the body's signature on a paper, and who keeps the pictures of hand signatures and seals."""

from __future__ import annotations

from thidua.apps.documents.enums import SignatureKind
from thidua.apps.documents.models import Paper, PaperSignature, SigningCopy, SigningImage, StoredFile
from thidua.apps.documents.policies.papers import can_issue_paper, can_see_making, can_sign_paper, visible_papers
from thidua.apps.documents.policies.registers import KEEPERS
from thidua.apps.organizations.queries import Person, Unit
from thidua.core.actor import Actor, Role

SEAL_KEEPERS = (*KEEPERS, Role.ADMINISTRATOR)
"""The văn thư keeps and uses the seal (Nghị định 30/2020/NĐ-CP, Điều 32); the administrator may enter its picture."""


def can_make_signature(actor: Actor, paper: Paper, kind: str) -> bool:
    """A person signs what is theirs to sign; the body's signature is the văn thư's."""
    return can_sign_paper(actor, paper) if kind == SignatureKind.PERSON else can_issue_paper(actor, paper)


def can_set_hand_image(actor: Actor, person: Person) -> bool:
    """The picture of a hand signature is its owner's alone; nobody who stands in for them changes it."""
    return actor.user_id is not None and person.user_id == actor.user_id and actor.in_place_of is None


def can_set_seal_image(actor: Actor, unit: Unit) -> bool:
    return actor.holds(SEAL_KEEPERS, path=unit.path)


def can_open_signing_file(actor: Actor, stored: StoredFile) -> bool:
    """What was signed is open to who sees the paper, what is to be signed to who makes it, a picture to who sets it."""
    after = PaperSignature.objects.filter(after=stored).values_list("paper_id", flat=True)
    if after and visible_papers(actor).filter(pk__in=after).exists():
        return True
    for copy in SigningCopy.objects.filter(file=stored).select_related("paper__unit", "paper__drafting_unit"):
        if can_see_making(actor, copy.paper):
            return True
    for image in SigningImage.objects.filter(file=stored).select_related("person", "unit"):
        if image.person is not None and can_set_hand_image(actor, image.person):
            return True
        if image.unit is not None and can_set_seal_image(actor, image.unit):
            return True
    return False
