"""The paper of a plan: what an office writes out of it, to have it signed, numbered and sent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thidua.apps.documents.queries import Paper
from thidua.apps.documents.services.papers import Origin, draft_paper
from thidua.apps.organizations.queries import body_of
from thidua.apps.planning import policies
from thidua.apps.planning.domain.paper import TaskLine, plan_document
from thidua.apps.planning.enums import UnitPart
from thidua.apps.planning.models import Plan
from thidua.apps.planning.services.lifecycle import plan_for_step
from thidua.core.actor import Actor
from thidua.core.policies import require
from thidua.lib.vanban.official import OfficialDocument

TYPES = {"decision": "quyet-dinh", "decision_with_plan": "quyet-dinh", "guideline": "huong-dan"}


@transaction.atomic
def write_plan_paper(*, actor: Actor, plan_id: int, source: OfficialDocument | None, at: datetime) -> Paper:
    """Begin the paper of a plan (`documents.draft_paper`), in the unit of the plan and for its body.

    `source` is the document the plan was read from, so that nothing of it is lost; None builds it from the plan.
    Raises NotVisible, NotPermitted.
    """
    plan = plan_for_step(actor, plan_id)
    require(
        policies.can_write_plan(actor, plan), "Chỉ người soạn kế hoạch của đơn vị được soạn văn bản từ kế hoạch này."
    )
    origin = Origin("planning.plan", str(plan.pk), plan.code or plan.title, "planning:plan")
    return draft_paper(
        actor=actor,
        unit=body_of(plan.unit),
        drafting_unit=plan.unit,
        content=source or _written(plan),
        origin=origin,
        note="Soạn từ kế hoạch",
        at=at,
    )


def _written(plan: Plan) -> OfficialDocument:
    return plan_document(
        type_key=TYPES.get(plan.kind, "ke-hoach"),
        parent=plan.issuer_parent,
        issuer=plan.issuer,
        symbol=plan.symbol,
        place=plan.place,
        title=plan.title,
        legal_bases=[_as_basis(one["text"]) for one in plan.legal_bases],
        recipients=plan.recipients,
        signer=plan.signer,
        lines=_lines(plan),
    )


def _as_basis(text: str) -> str:
    """Return a basis as papers word it; plans keep what it names."""
    return text if text.startswith(("Căn cứ", "Theo", "Thực hiện")) else f"Căn cứ {text}"


def _lines(plan: Plan) -> list[TaskLine]:
    tasks = plan.tasks.filter(parent=None, is_dropped=False).prefetch_related("units").order_by("position", "pk")
    lines = []
    for number, task in enumerate(tasks, start=1):
        named: dict[str, list[str]] = {part: [] for part in UnitPart.values}
        for one in task.units.all():
            named[one.part].append(one.as_written)
        due = f"{task.due_on:%d/%m/%Y}" if task.due_on else ""
        lines.append(
            TaskLine(
                group=task.group,
                no=task.no or str(number),
                content=task.content,
                lead="\n".join(named[UnitPart.LEAD]),
                coordinating="; ".join(named[UnitPart.COORDINATING]),
                time=task.time_text or due,
                product=task.product,
            )
        )
    return lines
