"""The work of a unit on a task: one function a step of `transitions.WORK`, answers, and who is responsible.

`assignment_id` names the unit's part in the task; `files` are (content, name) pairs of evidence. The other side is told
in the same transaction, and the task rolled up.
"""

from thidua.apps.planning.services.work.judging import (
    answer_report,
    cancel_work,
    confirm_completion,
    reopen_work,
    return_completion,
)
from thidua.apps.planning.services.work.reporting import (
    assign_people,
    declare_not_arisen,
    report_progress,
    submit_completion,
    take_back_completion,
)
from thidua.apps.planning.services.work.steps import (
    NOT_YOUR_WORK,
    NOT_YOURS_TO_ASSIGN,
    NOT_YOURS_TO_JUDGE,
    Files,
    require_own,
    require_running,
    work_for_step,
    work_subject,
)

__all__ = [
    "NOT_YOURS_TO_ASSIGN",
    "NOT_YOURS_TO_JUDGE",
    "NOT_YOUR_WORK",
    "Files",
    "answer_report",
    "assign_people",
    "cancel_work",
    "confirm_completion",
    "declare_not_arisen",
    "reopen_work",
    "report_progress",
    "require_own",
    "require_running",
    "return_completion",
    "submit_completion",
    "take_back_completion",
    "work_for_step",
    "work_subject",
]
