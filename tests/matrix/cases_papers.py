"""Papers: who gets an answer where. Written in the division of A, issued by A, sent to its other division."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from tests.matrix.kinds import CLERK, EVERYONE, OFFICER, OWN_BODY, Case, act, both, page, thing
from tests.matrix.world import CANARY, DIVISION, SECRET, SIBLING, SUBSTITUTE, World
from thidua.apps.documents.domain.papers.tables import sheet_of
from thidua.apps.documents.enums import Manner
from thidua.apps.documents.models import NumberScheme, Paper
from thidua.apps.documents.services import papers, set_scheme
from thidua.apps.documents.tests.factories import make_pdf
from thidua.apps.documents.tests.paper_factories import content
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.queries import actor_for
from thidua.apps.organizations.tests.factories import AT, ON
from thidua.core.actor import Actor
from thidua.lib.vanban.official import Sheet

Stage = Callable[[World, Paper], None]
SIGNERS = ("leader", "unit_head")
CLERKS = ("records_clerk",)
WRITERS = frozenset(DIVISION)
OFFICE = frozenset({OFFICER, *SIGNERS, *CLERKS, SUBSTITUTE})
DRAFTERS = both(OFFICER, CLERK, "unit_head", "records_clerk") | WRITERS | {SIBLING, SUBSTITUTE}


def _actor(world: World, who: str) -> Actor:
    return actor_for(world.users[who], on=ON)


def _paper(world: World, *, says: str = f"{SECRET} {CANARY}") -> Paper:
    table: Sheet = sheet_of([["STT", CANARY], ["1", CANARY]])
    text = content(title=says, body=(*content().body, table))
    return papers.draft_paper(
        actor=_actor(world, "division clerk"), unit=world.body, drafting_unit=world.division, content=text, at=AT
    )


def _sibling(world: World) -> Unit:
    return world.users[SIBLING].person.unit


def _review(world: World, paper: Paper) -> None:
    papers.ask_opinions(
        actor=_actor(world, "division clerk"), paper_id=paper.pk, unit_ids=[_sibling(world).pk],
        until=date(2026, 3, 9), at=AT,
    )  # fmt: skip


def _submitted(world: World, paper: Paper) -> None:
    papers.submit_paper(actor=_actor(world, "division clerk"), paper_id=paper.pk, at=AT)


def _signed(world: World, paper: Paper) -> None:
    _submitted(world, paper)
    papers.register_signature(
        actor=_actor(world, "records_clerk"), paper_id=paper.pk, scan=io.BytesIO(make_pdf(1)), original_name="a.pdf",
        at=AT,
    )  # fmt: skip


def _issued(world: World, paper: Paper) -> None:
    _signed(world, paper)
    if not NumberScheme.objects.filter(body=world.body).exists():
        leader = _actor(world, "leader")
        set_scheme(actor=leader, body_id=world.body.pk, year=2026, manner=Manner.COMMON, at=AT)
    papers.issue_paper(actor=_actor(world, "records_clerk"), paper_id=paper.pk, at=AT)


def _addressed(world: World, paper: Paper) -> None:
    _issued(world, paper)
    clerk = _actor(world, "records_clerk")
    papers.set_recipients(actor=clerk, paper_id=paper.pk, unit_ids=[_sibling(world).pk], at=AT)


def _sent(world: World, paper: Paper) -> None:
    _addressed(world, paper)
    papers.send_paper(actor=_actor(world, "records_clerk"), paper_id=paper.pk, at=AT)


def at(stage: Stage | None = None, *more: object, says: str = f"{SECRET} {CANARY}") -> Callable[[World], list[Any]]:
    """Return what makes a paper of this stage and gives its key, and further arguments."""

    def args(world: World) -> list[Any]:
        paper = _paper(world, says=says)
        if stage is not None:
            stage(world, paper)
        return [paper.pk, *more]

    return args


def _comment(world: World) -> list[Any]:
    [paper_id] = at()(world)
    said = papers.comment_paper(actor=_actor(world, "division head"), paper_id=paper_id, text=SECRET, at=AT)
    return [paper_id, said.pk]


def _received(world: World) -> list[Any]:
    [paper_id] = at(_sent, says=CANARY)(world)
    return [Paper.objects.get(pk=paper_id).recipients.get().pk]


draft, open_to_all = at(), at(_sent, says=CANARY)
CASES: dict[str, Case] = {
    "papers:outgoing": page(EVERYONE),
    "papers:incoming": page(EVERYONE),
    "papers:create": page(DRAFTERS),
    "papers:paper": thing(open_to_all, OWN_BODY | {SUBSTITUTE}),
    "papers:page": thing(at(_sent, 1, says=CANARY), OWN_BODY | {SUBSTITUTE}),
    "papers:file": thing(at(None, "pdf"), WRITERS),
    "papers:preview": thing(draft, WRITERS),
    "papers:edit": thing(draft, WRITERS),
    "papers:autosave": act(draft, WRITERS),
    "papers:table": thing(at(None, 0, 1), WRITERS),
    "papers:versions": thing(at(_submitted), WRITERS | OFFICE),
    "papers:history": thing(at(_submitted), WRITERS | OFFICE),
    "papers:comments": thing(at(_review, says=CANARY), WRITERS | {SIBLING}),
    "papers:resolve": act(_comment, WRITERS),
    "papers:ask-opinions": thing(draft, WRITERS),
    "papers:close-opinions": act(at(_review), WRITERS),
    "papers:submit": thing(draft, WRITERS),
    "papers:take-back": act(at(_submitted), WRITERS),
    "papers:return": thing(at(_submitted), *SIGNERS, *CLERKS),
    "papers:sign": thing(at(_submitted), *SIGNERS, *CLERKS),
    "papers:signing-copy": act(at(_submitted, "person"), *SIGNERS),
    "papers:seal": thing(at(_issued), *CLERKS),
    "papers:issue": thing(at(_signed), *CLERKS),
    "papers:recipients": thing(at(_submitted), WRITERS | OFFICE),
    "papers:send": act(at(_addressed), *CLERKS),
    "papers:acknowledge": act(_received, SIBLING),
    "papers:withdraw": thing(open_to_all, *CLERKS),
    "papers:drop": thing(draft, WRITERS),
    "planning:plan-paper": act(lambda world: [world.draft.pk], OFFICER, CLERK),
}
