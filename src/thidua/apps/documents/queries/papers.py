"""Reads of papers: lists, one paper with what is asked about it, versions compared, what waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q, QuerySet

from thidua.apps.documents import policies, transitions
from thidua.apps.documents.domain.papers.lines import Line, lines_of
from thidua.apps.documents.domain.papers.redline import RedLine, compare
from thidua.apps.documents.enums import ISSUED_STATES, PaperState, SignatureKind, SigningWay
from thidua.apps.documents.models import Paper, PaperComment, PaperRecipient, PaperSignature, PaperVersion, StoredFile
from thidua.apps.documents.policies.papers import DRAFTERS, RECEIVERS, SIGNERS
from thidua.apps.documents.policies.registers import KEEPERS
from thidua.apps.organizations.queries import Person, Unit, users_holding
from thidua.core.actor import Actor
from thidua.core.errors import NotVisible
from thidua.lib.vanban.form import type_of
from thidua.lib.vanban.official_json import from_json

BESIDE = ("unit", "drafting_unit", "entry", "signer")


def paper_for(actor: Actor, paper_id: int) -> Paper:
    """Return a paper the actor sees. Raises NotVisible for any other, as for one that does not exist."""
    rows = policies.visible_papers(actor).select_related(
        *BESIDE, "corrects__entry", "withdraws__entry", "edited_by", "signed_file", "docx", "pdf"
    )
    paper = rows.filter(pk=paper_id).first()
    if paper is None:
        raise NotVisible
    return paper


def paper_kind(paper: Paper) -> str:
    """Return the words of a paper's type: "Kế hoạch"."""
    return type_of(paper.type_key).name


def outgoing_papers(actor: Actor) -> QuerySet[Paper]:
    """Return the papers of one's own making, or of the bodies one works in or oversees; not those only received."""
    own = [held.unit_id for held in actor.roles]
    paths = Q(unit__in=own) | Q(drafting_unit__in=own)
    for held in actor.roles:
        paths |= Q(unit__path__startswith=held.unit_path)
    asked = Q(state=PaperState.REVIEW)
    return policies.visible_papers(actor).filter(paths | asked).select_related(*BESIDE)


def incoming_papers(actor: Actor) -> QuerySet[PaperRecipient]:
    """Return what was sent to one's units and those below, with its paper."""
    rows = policies.visible_receipts(actor).filter(paper__state__in=ISSUED_STATES)
    return rows.select_related("unit", "paper__entry", "paper__unit", "paper__drafting_unit", "acknowledged_by")


def received_as(actor: Actor, paper: Paper) -> list[PaperRecipient]:
    """Return the lines by which this paper came to the very units the actor takes papers in for."""
    units = [held.unit_id for held in actor.roles if held.role in RECEIVERS]
    rows = paper.recipients.filter(unit__in=units, sent_at__isnull=False)
    return list(rows.select_related("unit").order_by("unit__path"))


def paper_steps(actor: Actor, paper: Paper) -> tuple[str, ...]:
    """Return the steps the actor may take now, in the table's order."""
    return tuple(act for act in transitions.PAPER.allowed(paper.state) if policies.PAPER_STEPS[act](actor, paper))


def issued_after(actor: Actor, paper: Paper) -> list[Paper]:
    """Return the papers of the same body that may say that this one is withdrawn: issued, and not before it."""
    rows = policies.visible_papers(actor).filter(unit=paper.unit_id, state__in=("issued", "sent")).exclude(pk=paper.pk)
    return list(rows.filter(issued_at__gte=paper.issued_at).select_related("entry").order_by("-issued_at")[:100])


def papers_about(actor: Actor, *, kind: str, key: str) -> QuerySet[Paper]:
    """Return the papers made for one thing of another app that the actor sees and nobody has dropped."""
    rows = policies.visible_papers(actor).filter(subject_kind=kind, subject_id=key)
    return rows.exclude(state=PaperState.DROPPED).select_related(*BESIDE).order_by("-created_at")


def drafting_units(actor: Actor) -> QuerySet[Unit]:
    """Return the units in which the actor writes papers."""
    ids = [held.unit_id for held in actor.roles if held.role in DRAFTERS]
    return Unit.objects.filter(pk__in=ids).order_by("path")


def signers_of(unit: Unit, *, on: date) -> QuerySet[Person]:
    """Return the people who may sign for a body on this day."""
    held = users_holding(SIGNERS, unit_ids=[unit.pk], on=on)
    return Person.objects.filter(user_id__in=held.get(unit.pk, [])).order_by("sort_name", "pk")


def last_like(actor: Actor, *, unit: Unit, type_key: str) -> Paper | None:
    """Return the newest paper of a body and type the actor sees, to begin the next one from."""
    rows = policies.visible_papers(actor).filter(unit=unit).exclude(state=PaperState.DROPPED)
    return rows.filter(type_key=type_key).order_by("-created_at").first()


def last_of_body(actor: Actor, *, unit: Unit) -> Paper | None:
    """Return the newest paper of a body the actor sees, of whatever type."""
    rows = policies.visible_papers(actor).filter(unit=unit).exclude(state=PaperState.DROPPED)
    return rows.order_by("-created_at").first()


def versions_of(paper: Paper) -> QuerySet[PaperVersion]:
    """Return the versions of a paper, the newest first, each with how many opinions it has."""
    return paper.versions.annotate(comment_count=Count("comments")).order_by("-number")


def comments_of(paper: Paper) -> list[PaperComment]:
    """Return the opinions on a paper with their answers, the open ones first, in three queries."""
    replies = PaperComment.objects.order_by("at", "pk")
    rows = paper.comments.filter(parent__isnull=True).select_related("version", "resolved_by")
    rows = rows.prefetch_related(Prefetch("replies", queryset=replies))
    return list(rows.order_by(F("resolved_at").asc(nulls_first=True), "at", "pk"))


def lines_of_version(version: PaperVersion) -> list[Line]:
    return lines_of(from_json(version.content))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a paper and all between them, as one text in which every change is marked."""

    first: PaperVersion
    last: PaperVersion
    lines: Sequence[RedLine]
    authors: dict[int, PaperVersion]


def compared(paper: Paper, *, first: int, last: int) -> Comparison:
    """Return what changed from one version to a later one. Raises NotVisible for versions it does not have."""
    numbers = sorted((first, last))
    found = list(paper.versions.filter(number__range=numbers).order_by("number"))
    if not found or [found[0].number, found[-1].number] != numbers:
        raise NotVisible
    lines = compare([(one.number, lines_of(from_json(one.content))) for one in found])
    return Comparison(found[0], found[-1], lines, {one.number: one for one in found})


def recipient_to_mail(recipient_id: int) -> PaperRecipient:
    """Return an address outside with the paper that goes to it, for the job that mails it."""
    rows = PaperRecipient.objects.select_related(
        "paper__unit", "paper__entry", "paper__pdf", "paper__signed_file", "paper__docx"
    )
    return rows.get(pk=recipient_id)


def outgoing_files(paper: Paper) -> list[StoredFile]:
    """Return what leaves the house: the scan of what was signed by hand, and the PDF, sealed digitally if it was."""
    scan = paper.signed_file if paper.signing_way == SigningWay.ON_PAPER else None
    sealed = next((one.after for one in body_signatures(paper)), None)
    return [stored for stored in (scan, sealed or paper.pdf) if stored is not None]


def body_signatures(paper: Paper) -> list[PaperSignature]:
    """Return the digital signatures of the body on an issued paper, the newest first."""
    rows = PaperSignature.objects.filter(paper=paper, kind=SignatureKind.BODY)
    return list(rows.select_related("after").order_by("-at", "-pk"))


def _at(actor: Actor, roles: Sequence[str]) -> list[int]:
    return [held.unit_id for held in actor.roles if held.role in roles]


def papers_to_sign(actor: Actor) -> QuerySet[Paper]:
    """Return the papers that wait for the actor's signature."""
    named = Q(signer__isnull=True) | Q(signer__user__isnull=True)
    for user_id in (actor.user_id, actor.in_place_of):
        if user_id is not None:
            named |= Q(signer__user_id=user_id)
    rows = Paper.objects.filter(named, state=PaperState.SUBMITTED, unit__in=_at(actor, SIGNERS))
    return rows.select_related(*BESIDE).order_by("submitted_at", "pk")


def papers_to_number(actor: Actor) -> QuerySet[Paper]:
    """Return the signed papers that wait for a number, and the issued ones that wait to be sent, by the actor."""
    waiting = Q(state=PaperState.SIGNED) | Q(
        state=PaperState.ISSUED, recipients__isnull=False, recipients__sent_at__isnull=True
    )
    rows = Paper.objects.filter(waiting, unit__in=_at(actor, KEEPERS)).distinct()
    return rows.select_related(*BESIDE).order_by("signed_at", "pk")


def papers_returned(actor: Actor) -> QuerySet[Paper]:
    """Return the papers sent back to the units in which the actor writes."""
    rows = Paper.objects.filter(state=PaperState.RETURNED, drafting_unit__in=_at(actor, DRAFTERS))
    return rows.select_related(*BESIDE)


def papers_for_opinion(actor: Actor) -> QuerySet[Paper]:
    """Return the papers on which the opinion of the actor's units is asked, and the actor has not given one."""
    rows = Paper.objects.filter(state=PaperState.REVIEW, reviewers__in=[held.unit_id for held in actor.roles])
    if actor.user_id is not None:
        rows = rows.exclude(comments__author_id=actor.user_id)
    return rows.select_related(*BESIDE).distinct().order_by(F("review_until").asc(nulls_last=True), "pk")


def papers_to_acknowledge(actor: Actor) -> QuerySet[PaperRecipient]:
    """Return what was sent to the very units the actor takes papers in for, and nobody has taken in."""
    rows = PaperRecipient.objects.filter(
        unit__in=_at(actor, RECEIVERS), sent_at__isnull=False, acknowledged_at__isnull=True
    )
    return rows.select_related("unit", "paper__entry", "paper__unit").order_by("sent_at", "pk")
