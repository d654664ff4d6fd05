"""The steps of documents: of a paper from its draft to its recipients, of a register of numbers."""

from __future__ import annotations

from thidua.lib.workflow import Step, Workflow

_DECREE = "nghi-dinh-30-2020-nd-cp"

PAPER = Workflow(
    [
        Step("documents.change_paper", ("draft",), "draft"),
        Step("documents.change_paper", ("review",), "review"),
        Step("documents.change_paper", ("returned",), "returned"),
        Step("documents.ask_opinions", ("draft", "returned"), "review"),
        Step("documents.close_opinions", ("review",), "draft"),
        Step("documents.submit_paper", ("draft", "returned"), "submitted"),
        Step("documents.take_back_paper", ("submitted",), "draft"),
        # The records clerk who looks at the form before numbering sends back what is not in order, signed or not.
        Step("documents.return_paper", ("submitted", "signed"), "returned"),
        Step("documents.sign_paper", ("submitted",), "signed", f"{_DECREE}:13"),
        Step("documents.register_signature", ("submitted",), "signed", f"{_DECREE}:13"),
        Step("documents.issue_paper", ("signed",), "issued", f"{_DECREE}:15.2"),
        Step("documents.send_paper", ("issued", "sent"), "sent", f"{_DECREE}:18.1"),
        Step("documents.withdraw_paper", ("issued", "sent"), "withdrawn", f"{_DECREE}:18.4"),
        Step("documents.drop_paper", ("draft", "review", "returned"), "dropped"),
    ]
)
"""The life of a paper. What is issued is never changed: another paper corrects it (18.3), or takes it back (18.4)."""

REGISTER = Workflow(
    [
        Step("documents.allot_number", ("open",), "open", f"{_DECREE}:15.1"),
        Step("documents.confirm_highest_numbers", ("recovery",), "open"),
        Step("documents.close_year", ("open",), "closed", f"{_DECREE}:15.1"),
    ]
)
"""A register in recovery gives no number until a person has compared it with paper; the year's end closes it."""
