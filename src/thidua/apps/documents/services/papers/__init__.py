"""Writes to papers, one function an act."""

from thidua.apps.documents.services.papers.drafting import Origin, change_paper, draft_paper, drop_paper
from thidua.apps.documents.services.papers.issuing import (
    days_late,
    issue_paper,
    keep_rendering,
    last_day_for_number,
    withdraw_paper,
)
from thidua.apps.documents.services.papers.opinions import (
    ask_opinions,
    close_opinions,
    comment_paper,
    resolve_comment,
)
from thidua.apps.documents.services.papers.sending import (
    Address,
    acknowledge_paper,
    note_mail_failure,
    note_mailed,
    note_seen,
    send_paper,
    set_recipients,
)
from thidua.apps.documents.services.papers.shared import content_of, name_of, paper_subject, require_step
from thidua.apps.documents.services.papers.signing import (
    register_signature,
    return_paper,
    sign_paper,
    submit_paper,
    take_back_paper,
)

__all__ = [
    "Address",
    "Origin",
    "acknowledge_paper",
    "ask_opinions",
    "change_paper",
    "close_opinions",
    "comment_paper",
    "content_of",
    "days_late",
    "draft_paper",
    "drop_paper",
    "issue_paper",
    "keep_rendering",
    "last_day_for_number",
    "name_of",
    "note_mail_failure",
    "note_mailed",
    "note_seen",
    "paper_subject",
    "register_signature",
    "require_step",
    "resolve_comment",
    "return_paper",
    "send_paper",
    "set_recipients",
    "sign_paper",
    "submit_paper",
    "take_back_paper",
    "withdraw_paper",
]
