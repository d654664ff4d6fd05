"""Who writes, judges, signs, numbers, sends and sees papers. `can_…` for one object, `visible_…` for rows.

What is being written is the affair of the unit that writes it; from its submission on the issuing body's office sees
it, while opinions are asked those asked do. What was issued is seen at the body, above it, and by whom it was sent to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from thidua.apps.documents.enums import ISSUED_STATES, PaperState
from thidua.apps.documents.models import Paper, PaperRecipient, StoredFile
from thidua.apps.documents.policies.registers import can_allot
from thidua.core.actor import ANY_ROLE, Actor, Role
from thidua.core.policies import within

DRAFTERS = (Role.OFFICER, Role.UNIT_CLERK, Role.UNIT_HEAD, Role.RECORDS_CLERK)
"""Who writes the papers of a unit."""
SIGNERS = (Role.UNIT_HEAD, Role.LEADER)
"""Who signs what leaves a body (Điều 13)."""
OFFICE = (Role.RECORDS_CLERK, Role.OFFICER, *SIGNERS)
"""Who sees what is submitted to a body."""
RECEIVERS = (Role.RECORDS_CLERK, Role.OFFICER, Role.UNIT_CLERK, Role.UNIT_HEAD)
"""Who takes papers in for a unit."""
HANDED_IN = (PaperState.SUBMITTED, PaperState.SIGNED, PaperState.RETURNED)


def _at(actor: Actor, roles: Collection[str], *, field: str) -> Q:
    """Return the rows whose unit is one where the actor holds one of `roles` itself."""
    return Q(**{f"{field}__in": [held.unit_id for held in actor.roles if held.role in roles]})


def can_draft_paper(actor: Actor, *, unit_path: str) -> bool:
    """Whether the actor writes papers in this very unit."""
    return unit_path in actor.paths(DRAFTERS)


def visible_papers(actor: Actor) -> QuerySet[Paper]:
    """Return what the actor may read, in whatever state."""
    if actor.is_system:
        return Paper.objects.all()
    asked = Paper.reviewers.through.objects.filter(
        paper=OuterRef("pk"), unit__in=[held.unit_id for held in actor.roles]
    )
    received = PaperRecipient.objects.filter(
        within(actor, ANY_ROLE, field="unit__path"), paper=OuterRef("pk"), sent_at__isnull=False
    )
    found = _at(actor, ANY_ROLE, field="drafting_unit")
    found |= Q(state__in=HANDED_IN) & _at(actor, OFFICE, field="unit")
    found |= Q(state=PaperState.REVIEW) & Q(Exists(asked))
    issued = within(actor, ANY_ROLE, field="unit__path") | Q(Exists(received))
    return Paper.objects.filter(found | (Q(state__in=ISSUED_STATES) & issued))


def can_see_paper(actor: Actor, paper: Paper) -> bool:
    """See `visible_papers`."""
    return visible_papers(actor).filter(pk=paper.pk).exists()


def can_see_making(actor: Actor, paper: Paper) -> bool:
    """How a paper came about (versions, opinions, returns) is for those who wrote, judged or signed it.

    Whoever is asked for an opinion sees it while it is asked.
    """
    if actor.is_system or paper.drafting_unit.path in actor.paths(ANY_ROLE):
        return True
    if paper.unit.path in actor.paths(OFFICE):
        return paper.state in (*HANDED_IN, *ISSUED_STATES)
    held = {one.unit_id for one in actor.roles}
    return paper.state == PaperState.REVIEW and paper.reviewers.filter(pk__in=held).exists()


def can_write_paper(actor: Actor, paper: Paper) -> bool:
    """Whoever drafts for the unit that writes it."""
    return paper.drafting_unit.path in actor.paths(DRAFTERS)


def can_comment(actor: Actor, paper: Paper) -> bool:
    """Everybody who sees how a paper comes about says what they think of it, as long as it is not issued."""
    return can_see_making(actor, paper)


def can_sign_paper(actor: Actor, paper: Paper) -> bool:
    """The head or leader of the issuing body; where a signer is named, that one or who stands in for them."""
    if paper.unit.path not in actor.paths(SIGNERS):
        return False
    named = paper.signer.user_id if paper.signer is not None else None
    return named is None or named in (actor.user_id, actor.in_place_of)


def can_register_signature(actor: Actor, paper: Paper) -> bool:
    """A signature on paper is entered by who signed, or by the records clerk who has the sheet."""
    return can_sign_paper(actor, paper) or can_issue_paper(actor, paper)


def can_issue_paper(actor: Actor, paper: Paper) -> bool:
    """Numbers are given, papers issued and sent by the records clerk of the body."""
    return can_allot(actor, paper.unit)


def can_return_paper(actor: Actor, paper: Paper) -> bool:
    """Who signs returns what was submitted; the records clerk what is not in form."""
    return can_sign_paper(actor, paper) or can_issue_paper(actor, paper)


def can_send_paper(actor: Actor, paper: Paper) -> bool:
    """The records clerk sends; who wrote it may fill in where it goes."""
    return can_issue_paper(actor, paper)


def can_address_paper(actor: Actor, paper: Paper) -> bool:
    """Where a paper goes is said by who writes it and by the records clerk."""
    return can_write_paper(actor, paper) or can_issue_paper(actor, paper)


PAPER_STEPS: Mapping[str, Callable[[Actor, Paper], bool]] = {
    "documents.change_paper": can_write_paper,
    "documents.ask_opinions": can_write_paper,
    "documents.close_opinions": can_write_paper,
    "documents.submit_paper": can_write_paper,
    "documents.take_back_paper": can_write_paper,
    "documents.return_paper": can_return_paper,
    "documents.sign_paper": can_sign_paper,
    "documents.register_signature": can_register_signature,
    "documents.issue_paper": can_issue_paper,
    "documents.send_paper": can_send_paper,
    "documents.withdraw_paper": can_issue_paper,
    "documents.drop_paper": can_write_paper,
}
"""Who takes which step in the life of a paper they see."""


def can_receive_paper(actor: Actor, recipient: PaperRecipient) -> bool:
    """A paper is taken in at the very unit it was sent to."""
    return recipient.unit is not None and recipient.unit.path in actor.paths(RECEIVERS)


def visible_receipts(actor: Actor) -> QuerySet[PaperRecipient]:
    """Return what was sent to the actor's units and those below."""
    sent = PaperRecipient.objects.filter(sent_at__isnull=False, unit__isnull=False)
    return sent if actor.is_system else sent.filter(within(actor, ANY_ROLE, field="unit__path"))


def can_open_paper_file(actor: Actor, stored: StoredFile) -> bool:
    """Files of a paper are open to who sees it; the signed original only to who sees how it came about."""
    of_file = Q(docx=stored.pk) | Q(pdf=stored.pk) | Q(signed_file=stored.pk)
    paper = visible_papers(actor).filter(of_file).select_related("unit", "drafting_unit").first()
    if paper is None:
        return False
    return stored.pk in (paper.docx_id, paper.pdf_id) or can_see_making(actor, paper) or paper.issued_at is not None
