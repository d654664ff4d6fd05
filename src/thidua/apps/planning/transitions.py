"""The steps of planning: of an intake, a plan, the work of a unit on a task, an extension, a receipt."""

from __future__ import annotations

from thidua.lib.workflow import Step, Workflow

INTAKE = Workflow(
    [
        Step("planning.start_reading", ("waiting", "reading"), "reading"),
        Step("planning.finish_reading", ("reading",), "review"),
        Step("planning.refuse_document", ("waiting", "reading"), "unreadable"),
        Step("planning.review_anyway", ("unreadable",), "review"),
        Step("planning.read_again", ("unreadable", "review"), "waiting"),
        Step("planning.save_draft", ("review",), "review"),
        Step("planning.confirm_intake", ("review",), "confirmed"),
        Step("planning.discard_intake", ("waiting", "reading", "review", "unreadable"), "discarded"),
    ]
)

PLAN = Workflow(
    [
        Step("planning.change_plan", ("draft",), "draft"),
        Step("planning.submit_plan", ("draft",), "submitted"),
        Step("planning.return_plan", ("submitted",), "draft"),
        Step("planning.issue_plan", ("submitted",), "issued"),
        # A paper that was signed and numbered outside the program is entered as what it is.
        Step("planning.register_issued", ("draft",), "issued"),
        Step("planning.launch_plan", ("issued",), "active"),
        Step("planning.close_plan", ("issued", "active"), "closed"),
        Step("planning.reopen_plan", ("closed",), "active"),
        Step("planning.withdraw_plan", ("draft", "submitted", "issued", "active"), "withdrawn"),
    ]
)
"""The life of a plan. Once issued, only an amending plan changes it."""

WORK = Workflow(
    [
        Step("planning.report_progress", ("not_begun", "in_progress"), "in_progress"),
        Step("planning.submit_completion", ("not_begun", "in_progress"), "awaiting"),
        Step("planning.take_back_completion", ("awaiting",), "in_progress"),
        Step("planning.confirm_completion", ("awaiting",), "done"),
        Step("planning.return_completion", ("awaiting",), "in_progress"),
        Step("planning.declare_not_arisen", ("not_begun", "in_progress"), "not_arisen"),
        Step("planning.cancel_work", ("not_begun", "in_progress", "awaiting"), "cancelled"),
        Step("planning.reopen_work", ("done", "not_arisen", "cancelled"), "in_progress"),
    ]
)
"""The work of one lead unit on a task."""

EXTENSION = Workflow(
    [
        Step("planning.grant_extension", ("asked",), "granted"),
        Step("planning.refuse_extension", ("asked",), "refused"),
        Step("planning.take_back_extension", ("asked",), "taken_back"),
    ]
)

RECEIPT = Workflow(
    [
        Step("planning.acknowledge_plan", ("sent",), "acknowledged"),
        # Issuing the unit's own plan is its answer; a unit that has not acknowledged does so by answering.
        Step("planning.answer_plan", ("sent", "acknowledged"), "planned"),
        Step("planning.launch_received", ("acknowledged", "planned"), "launched"),
    ]
)

EVENT = Workflow(
    [
        Step("planning.change_event", ("planned",), "planned"),
        Step("planning.record_event", ("planned", "held"), "held"),
        Step("planning.call_off_event", ("planned",), "called_off"),
    ]
)
