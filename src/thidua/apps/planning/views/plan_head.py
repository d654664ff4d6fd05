"""The head of every page of a plan: its state, the one next act of this person, the others, and what amended it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thidua.apps.documents.policies import can_draft_paper
from thidua.apps.planning import domain, policies, queries
from thidua.apps.planning.enums import PlanState
from thidua.apps.planning.models import Plan
from thidua.ui.http import ActorRequest
from thidua.ui.templatetags.ui import state_badge

TONES = {
    PlanState.DRAFT: "neutral",
    PlanState.SUBMITTED: "waiting",
    PlanState.ISSUED: "info",
    PlanState.ACTIVE: "progress",
    PlanState.CLOSED: "done",
    PlanState.WITHDRAWN: "cancelled",
}
ACTS = {
    "planning.submit_plan": ("plan-submit", _("Gửi duyệt"), "next", True),
    "planning.issue_plan": ("plan-issue", _("Duyệt và ban hành"), "check", False),
    "planning.launch_plan": ("plan-launch", _("Triển khai"), "flag", False),
    "planning.close_plan": ("plan-close", _("Kết thúc"), "done", False),
    "planning.return_plan": ("plan-return", _("Trả lại"), "undo", False),
    "planning.register_issued": ("plan-register", _("Ghi nhận đã ban hành"), "check", False),
    "planning.reopen_plan": ("plan-reopen", _("Mở lại"), "undo", False),
    "planning.withdraw_plan": ("plan-withdraw", _("Thu hồi"), "cancelled", False),
}
"""Step → (address, verb, icon, whether it is done at once)."""
PRIMARY = ("planning.submit_plan", "planning.issue_plan", "planning.launch_plan")
"""The next act in a plan's life; the others stand in the menu. Ending a plan is the next once nothing is open."""
REASONS = {
    PlanState.DRAFT: _("Bị trả lại"),
    PlanState.WITHDRAWN: _("Đã thu hồi"),
    PlanState.ACTIVE: _("Được mở lại"),
}
LINES = {
    "planning.submit_plan": _("%(who)s gửi duyệt %(when)s"),
    "planning.return_plan": _("%(who)s trả lại %(when)s"),
    "planning.issue_plan": _("%(who)s duyệt và ban hành %(when)s"),
    "planning.register_issued": _("%(who)s ghi nhận ban hành %(when)s"),
    "planning.launch_plan": _("%(who)s ghi nhận triển khai %(when)s"),
    "planning.close_plan": _("%(who)s kết thúc %(when)s"),
    "planning.reopen_plan": _("%(who)s mở lại %(when)s"),
    "planning.withdraw_plan": _("%(who)s thu hồi %(when)s"),
}
WRITTEN = _("%(who)s lập %(when)s")


def plan_badge(plan: Plan) -> SafeString:
    """Show where a plan stands in its life."""
    state = PlanState(plan.state)
    return state_badge(gettext(state.label), TONES[state])


def head_of(request: ActorRequest, plan: Plan) -> dict[str, Any]:
    """Return what the head of a plan's pages draws."""
    actor = request.actor
    steps = queries.plan_steps(actor, plan)
    acts = [_act(plan, act) for act in steps]
    primary = next((one for one in acts if one["act"] in PRIMARY), None)
    if plan.state == PlanState.ACTIVE and not queries.has_open_work(plan):
        primary = next((one for one in acts if one["act"] == "planning.close_plan"), None)
    amending = queries.amending_plans(plan) if plan.issued_at and plan.amends_id is None else []
    amended = queries.amendments_to(plan, amending=amending)
    is_being_amended = len(amended) < len(amending)
    return {
        "plan_badge": plan_badge(plan),
        "plan_line": life_line(plan),
        "plan_reason": _reason(plan),
        "primary_act": primary,
        "other_acts": [
            *_others(request, plan, is_being_amended=is_being_amended),
            *(one for one in acts if one is not primary),
        ],
        "amended": plan.amends if plan.amends_id is not None else None,
        "amendments": amended,
    }


def _reason(plan: Plan) -> dict[str, str] | None:
    label = REASONS.get(PlanState(plan.state))
    if not plan.state_reason or label is None:
        return None
    return {"label": str(label), "text": plan.state_reason}


def life_line(plan: Plan) -> list[str]:
    """Return the last step in words, and the days that hold."""
    parts = []
    last = queries.life_of(plan)
    if last is not None:
        words = LINES.get(last.act, WRITTEN)
        parts.append(gettext(str(words)) % {"who": last.by, "when": f"{localtime(last.at):%H:%M %d/%m/%Y}"})
    if plan.launched_on and plan.state in (PlanState.ACTIVE, PlanState.CLOSED):
        parts.append(gettext("triển khai từ %(day)s") % {"day": f"{plan.launched_on:%d/%m/%Y}"})
    return parts


def _act(plan: Plan, act: str) -> dict[str, Any]:
    name, label, icon, is_post = ACTS[act]
    if act == "planning.withdraw_plan" and plan.issued_at is None:
        label = _("Bỏ dự thảo")
    return {
        "act": act,
        "label": label,
        "icon": icon,
        "url": reverse(f"planning:{name}", args=[plan.pk]),
        "is_post": is_post,
    }


def _others(request: ActorRequest, plan: Plan, *, is_being_amended: bool) -> list[dict[str, Any]]:
    """Return what may be done with a plan besides the steps of its life."""
    found: list[dict[str, Any]] = []

    def add(label: Any, icon: str, name: str, *, is_post: bool = False, query: str = "", key: int = plan.pk) -> None:
        url = reverse(f"planning:{name}", args=[] if query else [key]) + query
        found.append({"act": name, "label": label, "icon": icon, "url": url, "is_post": is_post})

    actor = request.actor
    writes = policies.can_write_plan(actor, plan)
    if policies.can_change_plan(actor, plan):
        add(_("Sửa thông tin chung"), "edit", "plan-edit")
        add(_("Sắp xếp, đánh số nhiệm vụ"), "list", "plan-order")
        lists = reverse("planning:sheet-upload", args=[plan.pk, "nhiem-vu"])
        found.append(
            {
                "act": "sheet-upload",
                "label": _("Nhập nhiệm vụ từ Excel"),
                "icon": "excel",
                "url": lists,
                "is_post": False,
            }
        )
    if writes and plan.state != PlanState.WITHDRAWN and can_draft_paper(actor, unit_path=plan.unit.path):
        add(_("Soạn văn bản kế hoạch"), "file", "plan-paper", is_post=True)
    if writes and plan.state in queries.RUNNING and plan.amends_id is None:
        draft = queries.visible_open_amendment(actor, plan) if is_being_amended else None
        if draft is not None:
            add(_("Mở dự thảo sửa đổi, bổ sung"), "edit", "plan", key=draft.pk)
        else:
            add(_("Sửa đổi, bổ sung"), "edit", "plan-amend", is_post=True)
    can_repeat = plan.amends_id is None and plan.state != PlanState.WITHDRAWN
    if can_repeat and policies.can_draft(actor, unit_path=plan.unit.path):
        add(_("Lập kế hoạch năm khác từ kế hoạch này"), "plan", "plan-write", query=f"?tu={plan.pk}")
    return found


def checklist_of(request: ActorRequest, plan: Plan) -> dict[str, Any]:
    """Return the list of what else a plan needs, for those who manage it."""
    if not policies.can_manage_plan(request.actor, plan):
        return {}
    items = list(plan.checklist.select_related("done_by"))
    return {
        "plan": plan,
        "has_checklist": True,
        "checklist": items,
        "checklist_done": sum(one.done_at is not None for one in items),
        "templates": domain.templates(),
    }
