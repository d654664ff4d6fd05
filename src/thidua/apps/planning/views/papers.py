"""From a plan to the paper that an office signs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from thidua.apps.documents import policies as documents
from thidua.apps.documents.queries import papers_about
from thidua.apps.planning import policies, queries, services
from thidua.apps.planning.jobs.reading import official_source
from thidua.core import clock
from thidua.core.policies import require
from thidua.ui.http import ActorRequest, go


@require_POST
def write(request: ActorRequest, plan_id: int) -> HttpResponse:
    """Write the paper of a plan, or open the one there is; a plan that was read keeps all its document said."""
    plan = queries.plan_for(request.actor, plan_id)
    may = policies.can_write_plan(request.actor, plan)
    may = may and documents.can_draft_paper(request.actor, unit_path=plan.unit.path)
    require(may, gettext("Chỉ người soạn kế hoạch của đơn vị được soạn văn bản từ kế hoạch này."))
    present = papers_about(request.actor, kind="planning.plan", key=str(plan.pk)).first()
    if present is not None:
        return go(request, reverse("papers:paper", args=[present.pk]))
    intake = queries.source_of(plan)
    source = official_source(intake.file) if intake is not None else None
    paper = services.write_plan_paper(actor=request.actor, plan_id=plan_id, source=source, at=clock.now())
    messages.success(request, gettext("Đã lập dự thảo văn bản từ kế hoạch."))
    return go(request, reverse("papers:edit", args=[paper.pk]))
