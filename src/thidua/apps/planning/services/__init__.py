"""Writes of planning: bringing a document in, checking what was read, confirming it, and changing plans by hand."""

from thidua.apps.planning.services.actuals import (
    remove_actual,
    report_actual,
)
from thidua.apps.planning.services.addressing import Reminded, address_more, remind_units, reminder_words
from thidua.apps.planning.services.amendments import start_amendment
from thidua.apps.planning.services.budget import (
    change_budget_line,
    create_budget_line,
    record_spending,
    remove_budget_line,
    remove_spending,
)
from thidua.apps.planning.services.cascade import (
    acknowledge_plan,
    launch_received,
    mark_answered,
    report_headcount,
)
from thidua.apps.planning.services.checklist import add_from_template, add_item, remove_item, tick_item, untick_item
from thidua.apps.planning.services.drafting import draft_blank, draft_from_earlier, draft_from_template
from thidua.apps.planning.services.events import (
    call_off_event,
    change_event,
    create_event,
    record_event,
)
from thidua.apps.planning.services.extensions import (
    ask_extension,
    grant_extension,
    refuse_extension,
    take_back_extension,
)
from thidua.apps.planning.services.feeds import create_feed, note_read, revoke_feed
from thidua.apps.planning.services.intake import (
    add_to_draft,
    begin_reading,
    confirm_intake,
    discard_intake,
    finish_reading,
    read_again,
    record_progress,
    refuse_document,
    review_anyway,
    save_draft,
    start_intake,
)
from thidua.apps.planning.services.lifecycle import (
    close_plan,
    issue_plan,
    launch_plan,
    register_issued,
    reopen_plan,
    require_step,
    return_plan,
    submit_plan,
    withdraw_plan,
)
from thidua.apps.planning.services.links import Links
from thidua.apps.planning.services.occurrences import open_occurrences, plans_recurring
from thidua.apps.planning.services.ordering import drop_task, keep_task, move_task, number_tasks
from thidua.apps.planning.services.own_plans import start_own_plan
from thidua.apps.planning.services.plans import change_plan, change_task, create_task, remove_task, require_change
from thidua.apps.planning.services.reminders import queue_reminders, send_reminders
from thidua.apps.planning.services.targets import (
    change_target,
    create_target,
    move_target,
    remove_target,
    share_target,
)
from thidua.apps.planning.services.work import (
    answer_report,
    assign_people,
    cancel_work,
    confirm_completion,
    declare_not_arisen,
    reopen_work,
    report_progress,
    return_completion,
    submit_completion,
    take_back_completion,
)

__all__ = [
    "Links",
    "Reminded",
    "acknowledge_plan",
    "add_from_template",
    "add_item",
    "add_to_draft",
    "address_more",
    "answer_report",
    "ask_extension",
    "assign_people",
    "begin_reading",
    "call_off_event",
    "cancel_work",
    "change_budget_line",
    "change_event",
    "change_plan",
    "change_target",
    "change_task",
    "close_plan",
    "confirm_completion",
    "confirm_intake",
    "create_budget_line",
    "create_event",
    "create_feed",
    "create_target",
    "create_task",
    "declare_not_arisen",
    "discard_intake",
    "draft_blank",
    "draft_from_earlier",
    "draft_from_template",
    "drop_task",
    "finish_reading",
    "grant_extension",
    "issue_plan",
    "keep_task",
    "launch_plan",
    "launch_received",
    "mark_answered",
    "move_target",
    "move_task",
    "note_read",
    "number_tasks",
    "open_occurrences",
    "plans_recurring",
    "queue_reminders",
    "read_again",
    "record_event",
    "record_progress",
    "record_spending",
    "refuse_document",
    "refuse_extension",
    "register_issued",
    "remind_units",
    "reminder_words",
    "remove_actual",
    "remove_budget_line",
    "remove_item",
    "remove_spending",
    "remove_target",
    "remove_task",
    "reopen_plan",
    "reopen_work",
    "report_actual",
    "report_headcount",
    "report_progress",
    "require_change",
    "require_step",
    "return_completion",
    "return_plan",
    "review_anyway",
    "revoke_feed",
    "save_draft",
    "send_reminders",
    "share_target",
    "start_amendment",
    "start_intake",
    "start_own_plan",
    "submit_completion",
    "submit_plan",
    "take_back_completion",
    "take_back_extension",
    "tick_item",
    "untick_item",
    "withdraw_plan",
]
