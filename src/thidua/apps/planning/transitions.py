"""The steps of an intake."""

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
